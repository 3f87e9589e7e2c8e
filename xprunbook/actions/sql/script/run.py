"""Sending a script: one connection, every batch to its last result set, and an exact word about where it stopped.

The server keeps what ran before an error in the same batch: a batch that failed may be partly applied, and nothing
after its first error was seen. So the script stops there, or goes on with the next batch if that was asked for.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from xprunbook.actions.sql.script.facts import mask
from xprunbook.actions.sql.script.problem import Place
from xprunbook.actions.sql.script.split import Batch, lines_in
from xprunbook.base.text import plain_text
from xprunbook.systems.ports import Watch
from xprunbook.systems.sql import SCRIPT, Request, Said, Session, Table
from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble
from xprunbook.systems.watching import heed

MOST_FAILURES: Final = 1_000

_NAME: Final = r"(?:\[(?:[^\]]|\]\])++\]|[\w@#$]++)"
_LEFT_BEHIND: Final = re.compile(
    rf"(?:\A|[;\r\n])[ \t]*+(?:USE\s++({_NAME})"
    rf"|SET\s++(IDENTITY_INSERT\s++{_NAME}(?:\s*+\.\s*+{_NAME})*+|[A-Z_]++)\s++([\w+-]++))",
    re.IGNORECASE,
)
"""At the beginning of a statement: ``ALTER DATABASE … SET`` belongs to the database, not to the session."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A batch that failed. ``place``: its first word; ``last``: its last line, in the same file as a rule."""

    number: int
    place: Place
    last: int
    refused: SqlRefused


@dataclass(slots=True)
class Ran:
    """How far a script came. ``done``: the number of the last finished batch; ``rolled_back``: a transaction was
    open when it stopped."""

    done: int = 0
    sent: int = 0
    failures: list[Failure] = field(default_factory=list)
    failed: int = 0
    stopped: bool = False
    rolled_back: bool = False


def run(
    session: Session,
    batches: Iterable[Batch],
    size: int,
    watch: Watch,
    told: Callable[[str], None],
    estimate: Callable[[int, float], str],
    after: int = 0,
    go_on: bool = False,
    finished: Callable[[int], None] | None = None,
) -> Ran:
    """Send every batch with a number above ``after``. ``size``: bytes of the script, for the progress; ``estimate``
    puts a batch's number and the seconds still to come into words; ``finished`` hears of every batch that is done.

    Cancelled and TimedOut come from the session; what is open is undone by then.
    """
    ran, began, seen = Ran(done=after), time.monotonic(), 0
    for batch in _from(batches, after, session, watch, told):
        heed(watch, batch.place().file, known=True)
        seen = seen or batch.read
        failure = _send(session, batch, watch, told)
        ran.sent += 1
        if failure is None:
            ran.done = batch.number
            if finished is not None:
                finished(batch.number)
        else:
            ran.failed += 1
            if len(ran.failures) < MOST_FAILURES:
                ran.failures.append(failure)
            if not go_on or failure.refused.trouble is SqlTrouble.GONE:
                ran.stopped = True
                break
        part = min(1.0, batch.read / size) if size else 1.0
        watch.progress(
            part, estimate(batch.number, _seconds_left(began, batch.read - seen, size - batch.read))
        )
    if ran.failures and ran.failures[-1].refused.trouble is not SqlTrouble.GONE:
        ran.rolled_back = session.rollback(watch)
    return ran


def _seconds_left(began: float, done: int, rest: int) -> float:
    return (time.monotonic() - began) * rest / done if done > 0 else 0.0


def _send(session: Session, batch: Batch, watch: Watch, told: Callable[[str], None]) -> Failure | None:
    request = Request(SCRIPT, (batch.text,), given={"batch": batch.number, "line": batch.place().line})
    try:
        for _ in range(batch.repeat):
            session.do(request, watch, lambda news: _tell(news, told))
    except SqlRefused as refused:
        last = batch.place(lines_in(batch.text.rstrip()) + 1).line
        return Failure(batch.number, batch.starts, last, refused)
    return None


def _from(
    batches: Iterable[Batch], after: int, session: Session, watch: Watch, told: Callable[[str], None]
) -> Iterator[Batch]:
    """The batches still to send. What was set by the skipped ones (database, SET options) is set again first."""
    kept: dict[str, str] = {}
    for batch in batches:
        if batch.number > after:
            for text in kept.values():
                told(text)
                session.do(
                    Request(SCRIPT, (text,), given={"batch": 0}), watch, lambda news: _tell(news, told)
                )
            kept.clear()
            yield batch
            continue
        remember(batch.text, kept)


def remember(text: str, kept: dict[str, str]) -> None:
    """Note what a skipped batch leaves behind in its session: the latest USE and SET of each sort."""
    masked = mask(text)
    for found in _LEFT_BEHIND.finditer(masked):
        use, option, value = found.groups()
        if use:
            kept.pop("USE", None)
            kept["USE"] = f"USE {use};"
            continue
        name = " ".join(option.upper().split())
        single = "IDENTITY_INSERT" if name.startswith("IDENTITY_INSERT") else name
        kept.pop(single, None)
        if single != "IDENTITY_INSERT" or value.upper() == "ON":
            kept[single] = f"SET {' '.join(option.split())} {value};"


def _tell(news: Said | Table, told: Callable[[str], None]) -> None:
    if isinstance(news, Said):
        for line in plain_text(news.text).split("\n"):
            told(line)
        return
    told("\t".join(news.columns))
    for row in news.rows:
        told("\t".join(row))
    told(f"({len(news.rows)} / {news.count})" if news.count > len(news.rows) else f"({news.count})")
