"""Which keyrings count, how one is made, and what its errors mean."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final, Protocol

from xprunbook.base.text import one_line
from xprunbook.run.vault import VaultTrouble

PREFIX: Final = "keyring.backends."

ACCEPTED: Final = {
    "win32": ("Windows.WinVaultKeyring",),
    "darwin": ("macOS.Keyring",),
}
"""The keyrings of an operating system that count, by ``sys.platform``."""

ELSEWHERE: Final = (
    "SecretService.Keyring",
    "kwallet.DBusKeyring",
    "kwallet.DBusKeyringKWallet4",
    "libsecret.Keyring",
)
"""Those of all other systems, in the order they are tried."""

_NETWORK_LOGON: Final = 1312
"""ERROR_NO_SUCH_LOGON_SESSION. keyring passes it on as it comes, neither KeyringError nor OSError."""

_TOO_LONG: Final = 1783
"""RPC_X_BAD_STUB_DATA: the vault's way to say that the value is too long."""

_LOCAL_MACHINE: Final = 2
"""CRED_PERSIST_LOCAL_MACHINE. keyring's own choice (3, enterprise) roams with the profile to other machines."""


class Backend(Protocol):
    """What is called of a keyring's class."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """The password, or None."""
        ...

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Keep it."""
        ...

    def delete_password(self, service: str, username: str, /) -> None:
        """Forget it."""
        ...


class Unfit(Exception):
    """A keyring cannot be used here; the text says why."""


def candidates(platform: str, allowed: str = "") -> tuple[str, ...]:
    """The names of the classes to try: the one an administrator allowed comes first."""
    names = tuple(PREFIX + name for name in ACCEPTED.get(platform, ELSEWHERE))
    return (allowed, *names) if allowed else names


def make_backend(name: str, honours_environment: bool = False) -> Backend:
    """A keyring by the full name of its class; Unfit if it does not work here.

    ``KEYRING_PROPERTY_*`` would set any attribute of it from outside: ignored, unless an administrator chose the class.
    """
    for logger in ("keyring", "secretstorage", "jeepney"):
        # Their warnings would be printed over the screen.
        logging.getLogger(logger).addHandler(logging.NullHandler())
    module, _, kind = name.rpartition(".")
    try:
        made_by = getattr(import_module(module), kind)
        made_by.priority  # noqa: B018  # raises RuntimeError where the keyring does not work
    except Exception as error:  # foreign code
        raise Unfit(one_line(f"{type(error).__name__}: {error}", 200)) from None
    backend: Any = made_by.__new__(made_by)
    if not honours_environment:
        backend.set_properties_from_env = _nothing
    backend.__init__()
    if kind == "WinVaultKeyring":
        backend.persist = _LOCAL_MACHINE
    made: Backend = backend
    return made


def _nothing() -> None:
    """Takes the place of reading the environment."""


def silent_look(backend: Backend) -> VaultTrouble | None:
    """Whether a Secret Service is locked, without its asking anybody: a prompt may have no screen to appear on."""
    if f"{type(backend).__module__}.{type(backend).__name__}" != f"{PREFIX}SecretService.Keyring":
        return None
    storage: Any = import_module("secretstorage")
    collections: Any = import_module("secretstorage.collection")
    missing: type[Exception] = import_module("secretstorage.exceptions").ItemNotFoundException
    connection = storage.dbus_init()
    try:
        # get_default_collection would make one, and ask for its password.
        locked = collections.get_collection_by_alias(connection, "default").is_locked()
    except missing:
        locked = True
    finally:
        connection.close()
    return VaultTrouble.LOCKED if locked else None


def classify(error: BaseException) -> VaultTrouble:
    """What an error of a keyring means. Texts are in any language, so numbers and classes are read."""
    for link in _chain(error):
        number = getattr(link, "winerror", None) or (link.args[0] if link.args else None)
        if number == _NETWORK_LOGON:
            return VaultTrouble.NETWORK_LOGON
        if number == _TOO_LONG:
            return VaultTrouble.TOO_LONG
        names = {kind.__name__ for kind in type(link).__mro__}
        if "NoKeyringError" in names:
            return VaultTrouble.NONE
        if names & {"KeyringLocked", "LockedException", "PromptDismissedException", "InitError"}:
            return VaultTrouble.LOCKED
        if names & {"ModuleNotFoundError", "SecretServiceNotAvailableException"}:
            return VaultTrouble.NONE
    return VaultTrouble.BROKEN


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    for _ in range(8):
        if link is None:
            return
        yield link
        link = link.__cause__ or link.__context__


def found_beside() -> list[str]:
    """Keyrings that are installed and do not count, for who wonders why theirs is not used."""
    from importlib.metadata import entry_points

    names = {point.value.partition(":")[0] for point in entry_points(group="keyring.backends")}
    return [f"{one_line(name, 80)}: not accepted" for name in sorted(names) if not name.startswith(PREFIX)]
