"""Files of a practice site: real ones below the run's folder, under the paths of the story."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from xprunbook.practice.faults import Fault
from xprunbook.practice.log import content, identity
from xprunbook.practice.places import Place, Places, in_story, refusal
from xprunbook.practice.story import SQL_HOST
from xprunbook.systems.files import RealFiles
from xprunbook.systems.ports import READ_LIMIT, FileFacts, Space, Watch
from xprunbook.systems.trouble import Refused, Trouble

GIB: Final = 1024**3
ROOM: Final = Space(200 * GIB, 500 * GIB)
FULL: Final = Space(30 * 1024**2, 500 * GIB)
"""The room on every volume of the story, and on a full one."""


def on_share_disk(place: Place) -> bool:
    """Whether a place lies on the disk of the backup share."""
    return place.machine == SQL_HOST and "XPhoneBackup" in place.real.parts


class PracticeFiles:
    """The files as one machine of the story sees them. ``now``: UTC seconds."""

    def __init__(self, places: Places, now: Callable[[], float]) -> None:
        self._places: Final = places
        self._world: Final = places.world
        self._now: Final = now
        self._real: Final = RealFiles()

    def facts(self, path: str) -> FileFacts | None:
        """What is there."""
        place = self._places.find(path)
        if self._is_log(place):
            host, now = place.machine, self._now()
            return FileFacts("file", len(self._log(place)), now, identity(self._world, host))
        with in_story((place, path)):
            return self._real.facts(place.path)

    def read(self, path: str, offset: int = 0, size: int = READ_LIMIT) -> bytes:
        """A part of a file."""
        place = self._places.find(path)
        if self._is_log(place):
            return self._log(place)[offset : offset + min(size, READ_LIMIT)]
        with in_story((place, path)):
            return self._real.read(place.path, offset, size)

    def digest(self, path: str, watch: Watch) -> str:
        """SHA-256 of a file."""
        place = self._places.find(path)
        if self._is_log(place):
            return hashlib.sha256(self._log(place)).hexdigest()
        with in_story((place, path)):
            return self._real.digest(place.path, watch)

    def space(self, path: str) -> Space:
        """The story's room; a path that is not there is refused as on a real machine."""
        place = self._places.find(path)
        if self.facts(path) is None:
            raise refusal(Trouble.MISSING, path)
        return FULL if on_share_disk(place) and self._world.has(Fault.SHARE_FULL) else ROOM

    def copy(self, source: str, target: str, digest: str, replaces: str, watch: Watch) -> None:
        """Copy a file, unless a fault is in the way."""
        of, to = self._places.find(source), self._places.find(target)
        if self._is_log(of):
            self._disturb(to, target)
            data = self._log(of)
            if hashlib.sha256(data).hexdigest() != digest:
                raise Refused(Trouble.CHANGED, source)
            self.write(target, data, replaces)
            return
        self._disturb(to, target)
        if self._world.spend(Fault.FILE_CHANGED):
            changed(of)
        with in_story((to, target), (of, source)):
            self._real.copy(of.path, to.path, digest, replaces, watch)

    def write(self, path: str, data: bytes, replaces: str) -> None:
        """Write a file, unless a fault is in the way."""
        place = self._places.find(path)
        self._disturb(place, path)
        if replaces and self._world.spend(Fault.FILE_CHANGED):
            changed(place)
        with in_story((place, path)):
            self._real.write(place.path, data, replaces)

    def _disturb(self, place: Place, path: str) -> None:
        if on_share_disk(place) and self._world.has(Fault.SHARE_FULL):
            raise refusal(Trouble.FULL, path)
        disturb(self._places, path)

    def _is_log(self, place: Place) -> bool:
        return place.machine != SQL_HOST and place.real == self._places.log(place.machine)

    def _log(self, place: Place) -> bytes:
        return content(self._world, place.machine, self._now())


def disturb(places: Places, path: str) -> None:
    """Refuse to replace or write a file when that is the fault that is switched on."""
    if places.world.has(Fault.FILE_READ_ONLY):
        raise refusal(Trouble.DENIED, path)
    if places.world.has(Fault.FILE_HELD):
        raise refusal(Trouble.IN_USE, path)


def changed(place: Place) -> None:
    """Somebody else adds a line to a file."""
    with open(place.real, "ab") as file:
        file.write(b"<!-- jemand anderes war hier -->\r\n")
