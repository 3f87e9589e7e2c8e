"""Times as people read them: a clock, a duration, planned minutes. Local time of the machine that shows them."""

from __future__ import annotations

import time


def clock(at: float, now: float) -> str:
    """``22:10``; with the day in front when it was not within the last or next twenty hours."""
    moment = time.localtime(at)
    if abs(at - now) > 20 * 3600:
        return time.strftime("%d.%m. %H:%M", moment)
    return time.strftime("%H:%M", moment)


def duration(seconds: float) -> str:
    """``2:31`` hours and minutes."""
    minutes = max(0, int(seconds // 60))
    return f"{minutes // 60}:{minutes % 60:02}"


def planned(minutes: int) -> str:
    """``~20 min``; nothing where nothing is planned."""
    return f"~{minutes} min" if minutes else ""


def clock_seconds(at: float) -> str:
    """``22:10:05``."""
    return time.strftime("%H:%M:%S", time.localtime(at))


def stopwatch(seconds: float) -> str:
    """``0:42`` minutes and seconds; with hours when there are any."""
    whole = max(0, int(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
