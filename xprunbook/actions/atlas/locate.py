"""Which ``atlas.xml``: the admin's path, else below the registry's folder or the default one. A10: its
folder is not known for certain, so nothing is guessed when there are several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from xprunbook.actions.atlas.ports import ConfigFiles, Installation
from xprunbook.actions.atlas.refused import Refused
from xprunbook.systems.trouble import Refused as OutsideRefused

NAME: Final = "atlas.xml"
_LAST: Final = 253_402_300_799.0
"""The end of the year 9999: what a file system may claim beyond it is no date."""

MAX_FOLDERS: Final = 200
"""Folders below the installation's that are looked into."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be meant. ``modified``: UTC seconds; ``machine``: whose it is, empty for this one's."""

    path: str
    size: int
    modified: float
    machine: str


def candidates(files: ConfigFiles, installation: Installation) -> tuple[Candidate, ...]:
    """All files of the name in the folders of the installation and one level below, the likeliest first."""
    found: dict[str, Candidate] = {}
    for folder in installation.folders():
        for path in _named(files, folder):
            look = files.look(path)
            if look is not None:
                found.setdefault(path.lower(), Candidate(path, look.size, look.modified, look.machine))
    return tuple(found.values())


def _named(files: ConfigFiles, folder: str) -> Iterator[str]:
    names = files.neighbours(files.below(folder, NAME))
    yield from (files.below(folder, name) for name in names if name.lower() == NAME)
    for name in [name for name in names if "." not in name][:MAX_FOLDERS]:
        below = files.below(folder, name)
        try:
            inner = files.neighbours(files.below(below, NAME))
        except OutsideRefused:
            continue
        yield from (files.below(below, item) for item in inner if item.lower() == NAME)


def _described(item: Candidate) -> str:
    """A candidate as a person tells it from another: path, size, when it was changed (UTC)."""
    when = datetime.fromtimestamp(min(max(item.modified, 0.0), _LAST), UTC)
    return f"{item.path} ({item.size} B, {when:%Y-%m-%d %H:%M} UTC)"


def choose(files: ConfigFiles, installation: Installation, path: str = "") -> str:
    """The file to work on; Refused when there is none, when there are several, or when it is another
    machine's."""
    if not path:
        found = candidates(files, installation)
        if not found:
            raise Refused("missing-file", folders=", ".join(installation.folders()) or "-")
        if len(found) > 1:
            raise Refused("many-files", paths="; ".join(map(_described, found)))
        path = found[0].path
    look = files.look(path)
    if look is None:
        raise Refused("missing", path=path)
    if look.machine:
        raise Refused("other-machine", path=path, machine=look.machine)
    if not look.plain:
        raise Refused("no-plain-file", path=path)
    return path
