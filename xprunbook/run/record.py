"""One line of the journal: an event in its envelope, chained by hash to the line before.

A line is canonical JSON (sorted keys, no spaces, ASCII, LF). ``hash`` is the last key and covers every byte
of the line before it; ``prev`` is the hash of the line before. Order is by ``seq`` alone; times are
information.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

JOURNAL_VERSION: Final = 1
"""Version of the records this program writes. Older ones are lifted on reading, newer ones open read-only."""

FIRST_PREV: Final = "0" * 64
"""``prev`` of the first record."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and by whom: wall clock (UTC seconds since the epoch), monotonic seconds, boot id, person and
    account."""

    utc: float
    mono: float
    boot: str
    person: str
    account: str
    host: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record as written. ``data`` holds codes and values, ``said`` the sentence shown and ``language`` its
    language."""

    v: int
    seq: int
    prev: str
    type: str
    data: Mapping[str, Any]
    stamp: Stamp
    said: str
    language: str
    hash: str
