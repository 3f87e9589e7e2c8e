"""Writing the file: backup beside it, a complete new file, one replacement, and a look at what is there now.

At every instant the file is the old or the new one, and before it changes its backup is on the disk. It is
never cut and written over. A backup's name says when it was made (UTC), the hash of what it holds and of
what came after::

    atlas.xml.20261103-224011-123Z.1a2b3c4d5e6f-9f8e7d6c5b4a.bak
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from xprunbook.actions.atlas.ports import ConfigFiles
from xprunbook.actions.atlas.refused import Refused
from xprunbook.systems.trouble import Refused as OutsideRefused

_BACKUP: Final = re.compile(r"\.(\d{8}-\d{6}-\d{3})Z\.([0-9a-f]{12})-([0-9a-f]{12})\.bak")
_LEFTOVER: Final = re.compile(r"\.[0-9a-f]{8}\.(?:part|old)")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup beside a file. ``made``: UTC; ``before``: the beginning of its own SHA-256; ``after``: of
    what was written then."""

    path: str
    made: datetime
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Written:
    """What was done: the backup, and the SHA-256 of the file now."""

    backup: str
    sha256: str


def sha256(data: bytes) -> str:
    """The hash, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def backups(files: ConfigFiles, path: str) -> tuple[Backup, ...]:
    """The backups of a file, the newest first."""
    found = []
    own = files.name(path)
    for name in files.neighbours(path):
        match = _BACKUP.fullmatch(name[len(own) :]) if name.startswith(own) else None
        if match:
            with suppress(ValueError):
                made = datetime.strptime(match[1] + "+0000", "%Y%m%d-%H%M%S-%f%z")
                found.append(Backup(files.beside(path, name), made, match[2], match[3]))
    return tuple(sorted(found, key=lambda item: item.made, reverse=True))


def write(files: ConfigFiles, path: str, before: str, data: bytes, now: datetime) -> Written:
    """Replace the file, whose SHA-256 must be ``before``; Refused or the outside's refusal otherwise.

    A refusal with the code ``changed-after`` means that the file was written by somebody else right after.
    """
    look = files.look(path)
    if look is None:
        raise Refused("missing", path=path)
    if not look.plain:
        raise Refused("no-plain-file", path=path)
    old = files.read(path)
    if sha256(old) != before:
        raise Refused("changed", path=path)
    backup = _backed_up(files, path, old, sha256(data), now)
    _clear(files, path)
    ready = files.beside(path, f".{files.name(path)}.{os.urandom(4).hex()}.part")
    files.create(ready, data, path)
    try:
        if sha256(files.read(ready)) != sha256(data):
            raise Refused("not-written", path=path)
        if sha256(files.read(path)) != before:
            raise Refused("changed", path=path)
        files.replace(path, ready)
    except (Refused, OutsideRefused):
        with suppress(OutsideRefused):
            files.remove(ready)
        with suppress(OutsideRefused):
            if sha256(files.read(path)) == sha256(data):
                raise Refused("not-flushed", path=path, backup=backup) from None
        raise
    if sha256(files.read(path)) != sha256(data):
        raise Refused("changed-after", path=path, backup=backup)
    return Written(backup, sha256(data))


def restore(files: ConfigFiles, path: str, backup: Backup, now: datetime, current: str = "") -> Written:
    """Put a backup back, byte for byte. ``current``: what the file must be; empty when that does not matter.

    What is there now is backed up first. A file that is gone is made anew.
    """
    data = files.read(backup.path)
    if not sha256(data).startswith(backup.before):
        raise Refused("backup-changed", path=backup.path)
    if files.look(path) is None:
        ready = files.beside(path, f".{files.name(path)}.{os.urandom(4).hex()}.part")
        files.create(ready, data, backup.path)
        files.give_name(path, ready)
        return Written(backup.path, sha256(data))
    before = sha256(files.read(path))
    if current and before != current:
        raise Refused("changed", path=path)
    if before == sha256(data):
        return Written(backup.path, before)
    return write(files, path, before, data, now)


def _backed_up(files: ConfigFiles, path: str, old: bytes, after: str, now: datetime) -> str:
    """Make the backup and read it again; one of the same change that is whole already serves as well."""
    digest = sha256(old)
    known = backups(files, path)
    same = bool(known) and (known[0].before, known[0].after) == (digest[:12], after[:12])
    if same and files.read(known[0].path) == old:
        return known[0].path
    # A clock that was set back must not make the newest backup look older than another.
    moment = max([now.astimezone(UTC), *(item.made + timedelta(milliseconds=1) for item in known[:1])])
    stamp = f"{moment:%Y%m%d-%H%M%S}-{moment.microsecond // 1000:03d}Z"
    name = f"{files.name(path)}.{stamp}.{digest[:12]}-{after[:12]}.bak"
    backup = files.beside(path, name)
    files.create(backup, old, path)
    if files.read(backup) != old:
        raise Refused("not-written", path=backup)
    return backup


def _clear(files: ConfigFiles, path: str) -> None:
    """Remove what a killed attempt of ours left behind; the file itself is there, so nothing of it is
    needed."""
    own = files.name(path)
    for name in files.neighbours(path):
        if name.startswith(f".{own}") and _LEFTOVER.fullmatch(name[len(own) + 1 :]):
            with suppress(OutsideRefused):
                files.remove(files.beside(path, name))
