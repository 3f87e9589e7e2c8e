"""Heeding a watch: the wish to stop and the time limit, at every turn of a loop."""

from __future__ import annotations

from xprunbook.run.contract import Cancelled, TimedOut
from xprunbook.systems.ports import Watch


def heed(watch: Watch, what: str, known: bool = True) -> None:
    """Raise Cancelled or TimedOut when the watch says so. ``known``: nothing is left half done."""
    if watch.cancelled():
        raise Cancelled(what, known=known)
    if watch.remaining() <= 0:
        raise TimedOut(what)
