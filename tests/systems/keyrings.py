"""Keyrings that fail in every way that was seen, and one that works: classes as keyring's backends are."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final


class Good:
    """Works; keeps in memory. ``files``: where a plain-text one would write."""

    priority: ClassVar[float] = 5
    kept: ClassVar[dict[tuple[str, str], str]] = {}
    folder: ClassVar[Path] = Path()

    def __init__(self) -> None:
        self.set_properties_from_env()

    def set_properties_from_env(self) -> None:
        """As keyring's own: an attribute from outside."""
        self.from_outside = True

    def get_password(self, service: str, username: str) -> str | None:
        """What was kept."""
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        del self.kept[service, username]


class KeyringError(RuntimeError):
    """As keyring's: known by its name."""


class KeyringLocked(KeyringError):
    """As keyring's."""


class InitError(KeyringError):
    """As keyring's."""


class NoKeyringError(KeyringError):
    """As keyring's."""


class PasswordSetError(KeyringError):
    """As keyring's."""


class WindowsError1312(Exception):
    """As ``pywintypes.error``: neither KeyringError nor OSError."""

    def __init__(self, number: int, function: str, text: str) -> None:
        super().__init__(number, function, text)
        self.winerror = number


def _raise(error: Callable[[], Exception]) -> Callable[..., None]:
    def work(self: object, *arguments: str) -> None:
        # The text holds the value, as texts of drivers may.
        made = error()
        made.args = (*made.args, *arguments)
        raise made

    return work


def _network() -> Exception:
    return WindowsError1312(1312, "CredRead", "A specified logon session does not exist.")


class _NoPriority(type):
    @property
    def priority(cls) -> float:
        """Not here."""
        raise RuntimeError("The Secret Service daemon is neither running nor activatable through D-Bus")


class Absent(metaclass=_NoPriority):
    """Not viable."""


class Null(Good):
    """Accepts and forgets."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Forget."""


class Fail(Good):
    """The backend of a system that has none."""

    get_password = set_password = delete_password = _raise(NoKeyringError)


class PlainText(Good):
    """Writes to a file, readable by anybody who can read it."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Write it down."""
        super().set_password(service, username, password)
        (self.folder / "keyring_pass.cfg").write_text(f"{service} {username} {password}", encoding="utf-8")


class Hangs(Good):
    """Waits for a prompt nobody sees."""

    def get_password(self, service: str, username: str) -> str | None:
        """For ever."""
        threading.Event().wait()
        return None


class HangsOnWriting(Good):
    """Answers, and hangs when it is given something; later it has kept it all the same."""

    release: ClassVar[threading.Event] = threading.Event()

    def set_password(self, service: str, username: str, password: str) -> None:
        """Until it is let go."""
        self.release.wait()
        super().set_password(service, username, password)


class Locked(Good):
    """Locked."""

    get_password = _raise(KeyringLocked)


class Dismissed(Good):
    """The prompt was dismissed before there was a keyring."""

    get_password = _raise(InitError)


class LocksLater(Good):
    """Is locked between the look and the writing."""

    set_password = _raise(KeyringLocked)


class NetworkLogon(Good):
    """Windows over SSH."""

    get_password = _raise(_network)


class NetworkLogonOnWriting(Good):
    """Reads, and cannot write."""

    set_password = _raise(_network)


class TooLong(Good):
    """Takes less than it says: error 1783."""

    set_password = _raise(lambda: WindowsError1312(1783, "CredWrite", "The stub received bad data."))


class Differs(Good):
    """Gives back something else."""

    def get_password(self, service: str, username: str) -> str | None:
        """Cut."""
        found = super().get_password(service, username)
        return None if found is None else found[:-1]


class Broken(Good):
    """Fails in a way nobody knows, with the value in its text."""

    set_password = _raise(PasswordSetError)


FAILURES: Final = {
    "none": "Absent",
    "fail": "Fail",
    "null": "Null",
    "plain-text": "PlainText",
    "hangs": "Hangs",
    "hangs-on-writing": "HangsOnWriting",
    "locked": "Locked",
    "dismissed": "Dismissed",
    "locks-later": "LocksLater",
    "network-logon": "NetworkLogon",
    "network-logon-on-writing": "NetworkLogonOnWriting",
    "too-long": "TooLong",
    "differs": "Differs",
    "broken": "Broken",
}
"""Every way to fail by the name of its class."""
