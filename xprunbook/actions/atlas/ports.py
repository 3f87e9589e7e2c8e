"""What this family asks of the outside: one file and its neighbours, and what is installed on this machine.

``systems.ports.Files`` replaces a file in one call; an ``atlas.xml`` decides which databases get
overwritten, so here every single step is a call: each can fail, and each is proven. Paths are texts in the
style of the site's machine. Every method raises ``systems.trouble.Refused`` when the outside says no.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from xprunbook.run.contract import Port


@dataclass(frozen=True, slots=True)
class Look:
    """What a path names, links not followed. ``size`` in bytes; ``modified`` in UTC seconds; ``plain``: an
    ordinary file with this one name; ``machine``: the other machine it lies on, empty for this one."""

    size: int
    modified: float
    plain: bool = True
    machine: str = ""


class ConfigFiles(Protocol):
    """A configuration file and its neighbours in the folder."""

    def look(self, path: str) -> Look | None:
        """What is there; None if nothing is."""
        ...

    def read(self, path: str) -> bytes:
        """The whole file; more than 8 MiB and one byte are never read."""
        ...

    def beside(self, path: str, name: str) -> str:
        """The path of another name in the same folder."""
        ...

    def name(self, path: str) -> str:
        """The last part of a path."""
        ...

    def below(self, folder: str, name: str) -> str:
        """The path of a name in a folder."""
        ...

    def neighbours(self, path: str) -> tuple[str, ...]:
        """The names of all files in the same folder, in order; none when there is no such folder."""
        ...

    def create(self, path: str, data: bytes, like: str) -> None:
        """Make a new file with the owner, mode and rights of ``like`` (if that exists), written and
        flushed."""
        ...

    def replace(self, path: str, ready: str) -> None:
        """Let ``ready`` take the place of ``path``, whose owner and rights stay; both are in one folder."""
        ...

    def give_name(self, path: str, ready: str) -> None:
        """Let ``ready`` take the name ``path``, which must be free."""
        ...

    def remove(self, path: str) -> None:
        """Remove a file."""
        ...


class Installation(Protocol):
    """The XPhone Connect Server of this machine."""

    def folders(self) -> tuple[str, ...]:
        """Folders it may be installed in, the registry's first; the default folder always (B1, B3)."""
        ...

    def running(self) -> tuple[str, ...]:
        """Names of its services that run (B5: they begin with ``Atlas``); NotHere when that cannot be
        told."""
        ...

    def names(self) -> tuple[str, ...]:
        """The names of this machine."""
        ...


CONFIG_FILES: Final[Port[ConfigFiles]] = Port("config-files")
INSTALLATION: Final[Port[Installation]] = Port("installation")
