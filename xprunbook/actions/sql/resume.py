"""Going on with a script after its last finished batch: what is kept of an attempt, and when it counts for the next.

It counts only while nothing stands against it: the same bytes on the same server, read in the same way; the databases
it works in are those of that attempt (nobody dropped or made them anew since); and no finished batch left behind what
a new connection has not (a temporary table, an open transaction, which the server undid).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from xprunbook.actions.sql.common import words
from xprunbook.actions.sql.script.script import Checked
from xprunbook.run.contract import Json
from xprunbook.systems.sql import Row

SLACK: Final = timedelta(seconds=2)
"""Between a clock that counts and one that is read."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was kept of one script. ``began``: the server's local time; ``seconds``: from then to the last finished
    batch, ``done``; ``finished``: all of it ran; ``undone``: a transaction was open and is undone."""

    files: Sequence[Json]
    reading: str
    began: str
    seconds: float = 0.0
    done: int = 0
    finished: bool = False
    undone: bool = False

    def facts(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "files": list(self.files),
            "reading": self.reading,
            "began": self.began,
            "seconds": round(self.seconds, 3),
            "done": self.done,
            "finished": self.finished,
            "undone": self.undone,
        }


def read(facts: Json) -> Attempt | None:
    """An attempt from its facts; None if they are none."""
    if not isinstance(facts, Mapping):
        return None
    files, seconds, done = facts.get("files"), facts.get("seconds"), facts.get("done")
    if (
        not isinstance(files, list | tuple)
        or not isinstance(seconds, int | float)
        or not isinstance(done, int)
    ):
        return None
    reading, began = str(facts.get("reading")), str(facts.get("began"))
    finished, undone = facts.get("finished") is True, facts.get("undone") is True
    return Attempt(tuple(files), reading, began, float(seconds), done, finished, undone)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a script goes on. ``after``: the last finished batch, 0 from the beginning; ``skip``: nothing is left
    to do; ``why``: the code of a sentence; ``name``: the database it is about."""

    after: int = 0
    skip: bool = False
    why: str = ""
    name: str = ""


def judge(
    earlier: Attempt | None,
    now: Attempt,
    checked: Checked,
    databases: Mapping[str, Row],
    names: Sequence[str],
) -> Verdict:
    """Whether the earlier attempt counts. ``databases``: rows by name in small letters; ``names``: those the script
    works in."""
    if earlier is None or not (earlier.done or earlier.finished):
        return Verdict()
    if list(earlier.files) != list(now.files) or earlier.reading != now.reading:
        return Verdict(why="script.anew.changed")
    last = _time(earlier.began) + timedelta(seconds=earlier.seconds) + SLACK
    for name in names:
        row = databases.get(name.casefold())
        if checked.facts.made_in.get(name.casefold(), 0) > earlier.done:
            continue  # the script had not come to creating it
        if row is None:
            return Verdict(why="script.anew.dropped", name=name)
        if _time(words(row.get("created"))) > last:
            return Verdict(why="script.anew.other", name=name)
    if earlier.finished:
        return Verdict(after=earlier.done, skip=True)
    lasting = checked.facts.lasting
    if earlier.undone or (lasting and lasting <= earlier.done):
        return Verdict(why="script.anew.lasting")
    return Verdict(after=earlier.done)


def _time(value: str) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return datetime.min
