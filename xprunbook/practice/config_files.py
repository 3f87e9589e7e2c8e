"""Configuration files of a practice site, and what is installed there: the ports of the kinds for ``atlas.xml``.

The steps on the disk are those of the real implementation, handed in by whoever builds the site; here only paths
and faults are added.
"""

from __future__ import annotations

import ntpath
from dataclasses import replace
from typing import Any, Final, Protocol

from xprunbook.practice.faults import Fault
from xprunbook.practice.files import changed, disturb
from xprunbook.practice.places import Places, in_story
from xprunbook.practice.story import DOMAIN, INSTALL_FOLDER, SQL_HOST


class RealConfigFiles(Protocol):
    """What the real implementation does with paths of this machine."""

    def look(self, path: str) -> Any:
        """What is there."""
        ...

    def read(self, path: str) -> bytes:
        """The whole file."""
        ...

    def neighbours(self, path: str) -> tuple[str, ...]:
        """The names beside it."""
        ...

    def create(self, path: str, data: bytes, like: str) -> None:
        """A new file."""
        ...

    def replace(self, path: str, ready: str) -> None:
        """Take its place."""
        ...

    def give_name(self, path: str, ready: str) -> None:
        """Take a free name."""
        ...

    def remove(self, path: str) -> None:
        """Remove it."""
        ...


class PracticeConfigFiles:
    """The files of the story, one step a call."""

    def __init__(self, places: Places, real: RealConfigFiles) -> None:
        self._places: Final = places
        self._real: Final = real

    def look(self, path: str) -> Any:
        """What is there, and whose it is."""
        place = self._places.find(path)
        with in_story((place, path)):
            found = self._real.look(place.path)
        other = place.machine if place.machine != self._places.here else ""
        return found if found is None else replace(found, machine=other)

    def read(self, path: str) -> bytes:
        """The whole file."""
        place = self._places.find(path)
        with in_story((place, path)):
            return self._real.read(place.path)

    def beside(self, path: str, name: str) -> str:
        """A neighbour."""
        return ntpath.join(ntpath.dirname(path), name)

    def name(self, path: str) -> str:
        """The last part."""
        return ntpath.basename(path)

    def below(self, folder: str, name: str) -> str:
        """A name in a folder."""
        return ntpath.join(folder, name)

    def neighbours(self, path: str) -> tuple[str, ...]:
        """The names in the folder."""
        place = self._places.find(path)
        with in_story((place, path)):
            return self._real.neighbours(place.path)

    def create(self, path: str, data: bytes, like: str) -> None:
        """A new file; meanwhile somebody may change the one it is made for."""
        place, model = self._places.find(path), self._places.find(like)
        with in_story((place, path), (model, like)):
            self._real.create(place.path, data, model.path)
        if self._places.world.spend(Fault.FILE_CHANGED):
            changed(model)

    def replace(self, path: str, ready: str) -> None:
        """The one instant, unless the file is held or protected."""
        disturb(self._places, path)
        place, new = self._places.find(path), self._places.find(ready)
        with in_story((place, path), (new, ready)):
            self._real.replace(place.path, new.path)

    def give_name(self, path: str, ready: str) -> None:
        """Take a free name."""
        place, new = self._places.find(path), self._places.find(ready)
        with in_story((place, path), (new, ready)):
            self._real.give_name(place.path, new.path)

    def remove(self, path: str) -> None:
        """Remove a file."""
        place = self._places.find(path)
        with in_story((place, path)):
            self._real.remove(place.path)


class PracticeInstallation:
    """The XPhone Connect Server of a machine of the story."""

    def __init__(self, places: Places) -> None:
        self._places: Final = places

    def folders(self) -> tuple[str, ...]:
        """The default folder, except on the SQL Server."""
        return () if self._places.here == SQL_HOST else (INSTALL_FOLDER,)

    def running(self) -> tuple[str, ...]:
        """The services that do not stand still."""
        found = self._places.world.services.get(self._places.here, {})
        return tuple(
            name for name, service in found.items() if name.startswith("Atlas") and service.state != "STOPPED"
        )

    def names(self) -> tuple[str, ...]:
        """The machine's names."""
        return (self._places.here, f"{self._places.here}.{DOMAIN}")
