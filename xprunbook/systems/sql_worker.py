"""A thread of a connection's own, so that nobody hangs on a driver: calls go there, their news come back.

A driver call cannot be interrupted from the thread that made it, and one that lost its server may never return.
Whoever waits here looks at the wish to stop ten times a second, and can leave.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final, Generic, TypeVar, cast

from xprunbook.run.contract import Cancelled, TimedOut
from xprunbook.systems.ports import Watch

Result = TypeVar("Result")
News = TypeVar("News")

TICK: Final = 0.05
"""Seconds between two looks at the wish to stop."""

GRACE: Final = 0.7
"""Seconds a call is given to end after it was cancelled; then it is left alone."""


class _Done(Generic[Result]):
    """The end of a call: its result or its error."""

    def __init__(self, result: Result | None, error: BaseException | None) -> None:
        self.result = result
        self.error = error


class Worker(Generic[News]):
    """One daemon thread; it ends with ``stop``."""

    def __init__(self, name: str) -> None:
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        threading.Thread(target=self._loop, name=f"xprunbook-{name}", daemon=True).start()

    def _loop(self) -> None:
        while (work := self._work.get()) is not None:
            work()

    def stop(self, last: Callable[[], object] | None = None) -> None:
        """Do ``last`` when everything before is done, then end the thread. Waits for nothing."""
        if last is not None:
            self._work.put(lambda: _quietly(last))
        self._work.put(None)

    def call(
        self,
        work: Callable[[Callable[[News], None]], Result],
        watch: Watch,
        told: Callable[[News], None],
        cancel: Callable[[], object],
        what: str,
    ) -> Result:
        """Do ``work`` on the thread and hand its news to ``told`` on this one. When the watch says stop, ``cancel``
        is called from here until the work ends or the grace is over; then Cancelled or TimedOut is raised."""
        news: SimpleQueue[News | _Done[Result]] = SimpleQueue()

        def deed() -> None:
            try:
                news.put(_Done(work(news.put), None))
            except BaseException as error:  # it belongs to the caller, whatever it is
                news.put(_Done(None, error))

        self._work.put(deed)
        while not (stop := _stop(watch, what)):
            try:
                item = news.get(timeout=TICK)
            except Empty:
                continue
            if isinstance(item, _Done):
                if item.error is not None:
                    raise item.error
                return cast("Result", item.result)
            told(item)
        _wind_down(news, told, cancel)
        raise stop


def _stop(watch: Watch, what: str) -> Cancelled | TimedOut | None:
    if watch.cancelled():
        return Cancelled(what)
    return TimedOut(what) if watch.remaining() <= 0 else None


def _wind_down(
    news: SimpleQueue[News | _Done[Result]], told: Callable[[News], None], cancel: Callable[[], object]
) -> None:
    """Cancel again and again: a cancel that comes before the driver's call is a cancel of nothing."""
    for _ in range(round(GRACE / TICK)):
        _quietly(cancel)
        try:
            item = news.get(timeout=TICK)
        except Empty:
            continue
        if isinstance(item, _Done):
            return
        told(item)


def _quietly(deed: Callable[[], object]) -> None:
    try:
        deed()
    except Exception:
        return
