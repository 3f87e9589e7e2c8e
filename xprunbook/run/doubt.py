"""What can be found out about a step in doubt: whether the process that was recorded still runs."""

from __future__ import annotations

from typing import Final, Protocol

from xprunbook.base.errors import XprunbookError
from xprunbook.run.automation import Bench
from xprunbook.run.contract import Port
from xprunbook.run.identity import same_host


class Runs(Protocol):
    """What is asked of the site's processes."""

    def runs_still(self, pid: int, started: str) -> bool:
        """Whether the process that was recorded still runs, and is no other with its number."""
        ...


PROCESSES: Final[Port[Runs]] = Port("processes")


def process_runs(bench: Bench, step: str) -> bool | None:
    """Whether the process of a step's intent still runs here; None when that cannot be told, or none is recorded.

    A process of another machine cannot be seen from here: the session that began it must have been on this host.
    """
    intent = bench.state.status(step).intent
    if intent is None or not intent.pid:
        return None
    sessions = bench.state.sessions
    began = [session for session in sessions if session.began <= intent.at]
    if began and not same_host(began[-1].host, sessions[-1].host):
        return None
    try:
        return bench.automation.site.system(PROCESSES).runs_still(intent.pid, intent.process_started)
    except (XprunbookError, OSError):
        return None
