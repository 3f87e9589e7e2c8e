"""Windows paths of the story in folders of a run: ``C:\\…`` of a machine, ``\\\\HOST\\share\\…`` of the others.

Names are found in any letter case, as Windows does; nothing leads out of the world's folder.
"""

from __future__ import annotations

import ntpath
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xprunbook.practice.faults import Fault
from xprunbook.practice.story import BACKUP_LOG, SHARES, SQL_HOST, machine
from xprunbook.practice.world import World
from xprunbook.systems.trouble import Refused, Trouble

_BAD: Final = re.compile(r'[<>:"|?*\x00-\x1f]')
_DRIVE: Final = re.compile(r"[A-Za-z]:")

NUMBERS: Final[Mapping[Trouble, int]] = {
    Trouble.MISSING: 2,
    Trouble.DENIED: 5,
    Trouble.IN_USE: 32,
    Trouble.NETWORK_PATH: 53,
    Trouble.SHARE_NAME: 67,
    Trouble.EXISTS: 80,
    Trouble.FULL: 112,
    Trouble.NAME: 123,
}
"""The numbers Windows gives, whatever system the practice site stands on."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path of the story lies. ``machine``: whose it is; ``share``: by a share, lower case, or empty."""

    real: Path
    machine: str
    share: str = ""

    @property
    def path(self) -> str:
        """For calls of the operating system."""
        return str(self.real)


class Places:
    """The paths of a world as one of its machines sees them."""

    def __init__(self, world: World, here: str) -> None:
        self.world: Final = world
        self.here: Final = here

    def find(self, path: str) -> Place:
        """The place of an absolute path; Refused as Windows does."""
        drive, rest = ntpath.splitdrive(path.replace("/", "\\"))
        parts = _parts(path, rest)
        if drive.startswith("\\\\"):
            return self._shared(path, drive, parts)
        if not _DRIVE.fullmatch(drive) or not rest.startswith("\\"):
            raise refusal(Trouble.NAME, path)
        return Place(self._below(path, self.here, (drive[0].upper(), *parts)), self.here)

    def log(self, host: str) -> Path:
        """Where a machine's log of the Backup-Manager is; it is made when it is read."""
        drive, _, rest = BACKUP_LOG.partition(":\\")
        return self.world.folder.joinpath(host, drive, *rest.split("\\"))

    def _shared(self, path: str, drive: str, parts: tuple[str, ...]) -> Place:
        host, _, name = drive[2:].partition("\\")
        known = machine(host)
        if not known or (known == SQL_HOST and self.here != SQL_HOST and self.world.has(Fault.HOST_SILENT)):
            raise refusal(Trouble.NETWORK_PATH, path)
        for share, folder in SHARES[known].items():
            if share.casefold() == name.casefold():
                return Place(self._below(path, known, (*folder, *parts)), known, share.casefold())
        raise refusal(Trouble.SHARE_NAME, path)

    def _below(self, path: str, host: str, parts: tuple[str, ...]) -> Path:
        found = top = self.world.folder / host
        for part in parts:
            found = found / _spelled(found, part)
        if str(found).casefold() == str(self.log(host)).casefold():
            found = self.log(host)
        if not found.resolve().is_relative_to(top.resolve()):
            raise refusal(Trouble.DENIED, path)
        return found


def _parts(path: str, rest: str) -> tuple[str, ...]:
    parts: list[str] = []
    for part in rest.split("\\"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            if _BAD.search(part) or part[-1] in ". ":
                raise refusal(Trouble.NAME, path)
            parts.append(part)
    return tuple(parts)


def _spelled(folder: Path, name: str) -> str:
    """The name as it is written on the disk; itself if it is new."""
    try:
        names = os.listdir(folder)
    except OSError:
        return name
    wanted = name.casefold()
    return name if name in names else next((item for item in names if item.casefold() == wanted), name)


def refusal(trouble: Trouble, path: str) -> Refused:
    """A refusal with the number Windows gives."""
    return Refused(trouble, path, NUMBERS.get(trouble, 0))


@contextmanager
def in_story(*places: tuple[Place, str]) -> Iterator[None]:
    """Turn refusals about real paths into refusals about the paths of the story."""
    try:
        yield
    except Refused as refused:
        target = next(
            (path for place, path in places if refused.target in (place.path, str(place.real.parent))), ""
        )
        number = NUMBERS.get(refused.trouble, refused.number)
        raise Refused(refused.trouble, target or places[0][1], number) from refused
