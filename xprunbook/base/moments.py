"""Moments as people write and read them: local clock times, days where they are needed, minutes as hours."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from xprunbook.base.language import Language

_CLOCK: Final = r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        _CLOCK,
        rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}})?[ ,]+{_CLOCK}",
        rf"(?:(?P<year>\d{{4}})-)?(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})[ T,]+{_CLOCK}",
    )
)


def read_moment(text: str, now: float) -> float | None:
    """Read ``06:00``, ``15.03. 06:00``, ``15.03.2026 06:00`` or ``2026-03-15 06:00``; UTC seconds.

    A time alone is the next one from now; a day without a year the next such day. None if it is no time.
    """
    given = text.strip()
    match = next((found for form in _FORMS if (found := form.fullmatch(given))), None)
    if match is None:
        return None
    parts = {name: int(value) for name, value in match.groupdict().items() if value}
    here = datetime.fromtimestamp(now)
    try:
        if "day" not in parts:
            moment = here.replace(hour=parts["hour"], minute=parts["minute"], second=0, microsecond=0)
            return (moment if moment > here else moment + timedelta(days=1)).timestamp()
        year = parts.get("year", here.year)
        moment = datetime(year, parts["month"], parts["day"], parts["hour"], parts["minute"])
        if "year" not in parts and moment < here:
            moment = moment.replace(year=year + 1)
        return moment.timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def write_moment(utc: float, now: float, language: Language) -> str:
    """The local time; with its day if that is not today's. Reads back with ``read_moment``."""
    moment, here = datetime.fromtimestamp(utc), datetime.fromtimestamp(now)
    if moment.date() == here.date():
        return f"{moment:%H:%M}"
    if moment.year == here.year:
        return f"{moment:%d.%m. %H:%M}" if language == "de" else f"{moment:%m-%d %H:%M}"
    return f"{moment:%d.%m.%Y %H:%M}" if language == "de" else f"{moment:%Y-%m-%d %H:%M}"


def hours(minutes: int) -> str:
    """Planned minutes: ``45 min``, ``3:20 h``."""
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02} h"
