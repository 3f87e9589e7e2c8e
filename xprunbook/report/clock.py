"""Times for people and for machines: local time with its offset from UTC, and ISO 8601 in UTC."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

_DAY: Final = 86_400
_LATEST: Final = 250_000_000_000

NEVER: Final = "–"
"""Stands where there is no time."""


def iso(utc: float) -> str:
    """UTC seconds as ISO 8601 with milliseconds (``2026-11-02T23:41:07.250Z``); empty beyond the calendar."""
    if not 0 <= utc < _LATEST:
        return ""
    return datetime.fromtimestamp(utc, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells times in a zone; None is the zone of the machine that makes the report."""

    zone: tzinfo | None = None

    def local(self, utc: float) -> datetime | None:
        """The moment in the zone; None where the calendar has no such moment."""
        if not 0 <= utc < _LATEST:
            return None
        moment = datetime.fromtimestamp(utc, UTC)
        # Windows cannot convert moments near the epoch to its own zone.
        return moment.astimezone(self.zone) if utc > 2 * _DAY else moment

    def minute(self, utc: float) -> str:
        """Date and minute: ``2026-11-03 00:41``."""
        moment = self.local(utc)
        return moment.strftime("%Y-%m-%d %H:%M") if moment and utc else NEVER

    def second(self, utc: float) -> str:
        """Date, second and offset: ``2026-11-03 00:41:07 +01:00``."""
        moment = self.local(utc)
        return f"{moment.strftime('%Y-%m-%d %H:%M:%S')} {offset(moment)}" if moment and utc else NEVER

    def utc_second(self, utc: float) -> str:
        """Date and second in UTC: ``2026-11-02 23:41:07Z``."""
        text = iso(utc)
        return f"{text[:-5].replace('T', ' ')}Z" if text and utc else NEVER

    def offsets(self, moments: Iterable[float]) -> tuple[str, ...]:
        """Every offset from UTC that occurs among the moments, in order."""
        found = (self.local(moment) for moment in moments)
        return tuple(dict.fromkeys(offset(moment) for moment in found if moment))


def offset(moment: datetime) -> str:
    """The offset from UTC as ``+01:00``."""
    text = moment.strftime("%z") or "+0000"
    return f"{text[:3]}:{text[3:5]}"


def duration(seconds: float) -> str:
    """A duration as people say it: ``5 h 12 min``, ``12 min``, ``40 s``; the same in both languages."""
    whole = max(0, int(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes = whole // 60
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60:02} min"
