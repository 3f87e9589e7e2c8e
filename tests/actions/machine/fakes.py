"""A Windows machine for tests, wherever they run: what it has is said, and what is opened is remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.actions.jobs import ACCOUNT, ChosenSite
from xprunbook.run.contract import Cancelled
from xprunbook.systems.ports import FileFacts, Watch
from xprunbook.systems.ports_windows import Adapter, WindowsFacts
from xprunbook.systems.trouble import Refused, Trouble

SERVER: Final = WindowsFacts(20348, True, 528_449, "VMware")
FOLDER: Final = r"D:\Apps\XPhone"
KEY: Final = r"HKLM\SOFTWARE\C4B\XPhoneServer"


@dataclass
class FakeMachine:
    """``versions`` by path; ``refuses``: the number a program is refused with; ``waits``: the window never closes."""

    facts: WindowsFacts = SERVER
    has_rights: bool = True
    has_desktop: bool = True
    versions: Mapping[str, str] = field(default_factory=dict)
    cards: tuple[Adapter, ...] = ()
    refuses: int = 0
    waits: bool = False
    code: int | None = 0
    opened: list[tuple[str, tuple[str, ...], str, str]] = field(default_factory=list)

    def windows(self) -> WindowsFacts:
        return self.facts

    def elevated(self) -> bool:
        return self.has_rights

    def file_version(self, path: str) -> str:
        if path not in self.versions:
            raise Refused(Trouble.MISSING, path, 2)
        if self.versions[path] == "denied":
            raise Refused(Trouble.DENIED, path, 5)
        return self.versions[path]

    def adapters(self) -> tuple[Adapter, ...]:
        return self.cards

    def desktop(self) -> bool:
        return self.has_desktop

    def show(self, url: str) -> None:
        if self.refuses:
            raise Refused(Trouble.OTHER, url, self.refuses)
        self.opened.append((url, (), "", ""))

    def open(
        self,
        program: str,
        arguments: Sequence[str],
        watch: Watch,
        began: Callable[[int, str], None],
        user: str = "",
        password: str = "",
        wait: bool = True,
    ) -> int | None:
        if self.refuses:
            raise Refused(Trouble.OTHER, program, self.refuses, "Zugriff verweigert")
        self.opened.append((program, tuple(arguments), user, password))
        began(4711, "1")
        if self.waits:
            raise Cancelled(program, known=False)
        return self.code if wait else None


class FakeRegistry:
    """Values by ``key\\name``; a key ``denied`` may not be read."""

    def __init__(self, values: Mapping[str, str | int]) -> None:
        self._values: Final = values

    def value(self, key: str, name: str) -> str | int | None:
        if key.endswith("denied"):
            raise Refused(Trouble.DENIED, key, 5)
        return self._values.get(f"{key}\\{name}")

    def names(self, key: str) -> tuple[str, ...]:
        return tuple(name.rpartition("\\")[2] for name in self._values if name.rpartition("\\")[0] == key)

    def has(self, key: str) -> bool:
        return bool(self.names(key))


class FakeFiles:
    """Files by their whole paths; a folder is there when something lies in it."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files: Final = files

    def facts(self, path: str) -> FileFacts | None:
        if path in self._files:
            return FileFacts("file", len(self._files[path]), 0.0)
        below = any(name.startswith(f"{path}\\") for name in self._files)
        return FileFacts("folder", 0, 0.0) if below else None

    def read(self, path: str, offset: int = 0, size: int = 1) -> bytes:
        return self._files[path][offset : offset + size]


class Me:
    """Who works here."""

    def identity(self) -> str:
        return ACCOUNT


def site(
    machine: FakeMachine | None = None,
    registry: Mapping[str, str | int] | None = None,
    files: Mapping[str, bytes] | None = None,
    **more: object,
) -> ChosenSite:
    """A site with these."""
    return ChosenSite(
        machine=machine or FakeMachine(),
        registry=FakeRegistry(registry or {}),
        files=FakeFiles(files or {}),
        shares=Me(),
        **more,
    )
