"""``ReplaceFileW`` and its partial failures, apart from Windows itself: so that each can be tried out
anywhere.

Source: Microsoft, "ReplaceFileW". It keeps the replaced file's attributes, ACL and streams; ``os.replace``
would keep those of the temporary file. A name for the old file is always given: without one, failure 1176
loses it.

- 1175: the old file could not be removed; both files have their names.
- 1176: the new file could not be renamed; both have their names (given a name for the old one).
- 1177: the new file could not be moved; the old one has the name given for it, nothing has the target's.
"""

from __future__ import annotations

import os
from typing import Final, Protocol

from xprunbook.systems.patience import HELD, Patience

UNABLE: Final = frozenset((1175, 1176, 1177))


class ReplacingApi(Protocol):
    """The calls of Windows; each returns its error number, 0 for success."""

    def replace(self, target: str, ready: str, aside: str) -> int:
        """ReplaceFileW without flags: a right that cannot be kept is a failure."""
        ...

    def move(self, source: str, target: str) -> int:
        """MoveFileExW with write-through; the target must not exist."""
        ...

    def exists(self, path: str) -> bool:
        """Whether the path names something."""
        ...

    def remove(self, path: str) -> int:
        """DeleteFileW."""
        ...


class Stranded(OSError):
    """The old file lies under another name, and could not be moved back. ``filename`` is that name."""


def replace_file(api: ReplacingApi, target: str, ready: str, aside: str, patience: Patience) -> None:
    """Replace ``target`` by ``ready``; on failure the target is as before, or Stranded says where it is.

    OSError whose ``winerror`` is the Win32 number; elsewhere, in tests, its ``errno`` is.
    """
    patience.begin()
    while number := api.replace(target, ready, aside):
        if not api.exists(target) and api.exists(aside):
            _put_back(api, target, aside, patience)
        if number not in HELD | UNABLE or not patience.wait():
            raise failure(number, target)
    # The old content is in the backup; this is only its former file. A leftover is cleared the next time.
    api.remove(aside)


def _put_back(api: ReplacingApi, target: str, aside: str, patience: Patience) -> None:
    while number := api.move(aside, target):
        if number not in HELD or not patience.wait():
            raise Stranded(*_arguments(number, "the file could not be moved back", aside))


def failure(number: int, path: str) -> OSError:
    """An OSError for a Win32 number, on any system."""
    return OSError(*_arguments(number, "Win32", path))


def _arguments(number: int, text: str, path: str) -> tuple[object, ...]:
    """What OSError takes: on Windows the Win32 number comes last, and errno follows from it."""
    return (0, text, path, number) if os.name == "nt" else (number, text, path)
