"""``event-log.errors``: what the Windows event log of this machine says of some programs since a moment."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import names, number
from xprunbook.actions.troubles import blocked, helped_by, texts
from xprunbook.base.language import Texts
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports_windows import EVENT_LOG, EventFacts, Level
from xprunbook.systems.trouble import Refused

MOST: Final = 20
"""Events that are told."""

NAMED: Final = 3
"""Events that the sentence itself names; the others stand below it."""

_GRAVE: Final = (Level.CRITICAL, Level.ERROR)

_TEXTS: Final = texts(
    {
        "events.none": (
            "Das Ereignisprotokoll nennt seit {since} keinen Fehler von {sources}.",
            "The event log has no error of {sources} since {since}.",
        ),
        "events.warnings": (
            "Keine Fehler im Ereignisprotokoll seit {since}, nur Warnungen: {named} (insgesamt {count}).",
            "No errors in the event log since {since}, warnings only: {named} ({count} in all).",
        ),
        "events.errors": (
            "Fehler im Ereignisprotokoll seit {since}: {named} (insgesamt {count}).",
            "Errors in the event log since {since}: {named} ({count} in all).",
        ),
        "events.line": ("{when} {source} {number}: {text}", "{when} {source} {number}: {text}"),
        "events.helps": (
            "Ereignisanzeige (eventvwr.msc): Windows-Protokolle, System und Anwendung.",
            "Event Viewer (eventvwr.msc): Windows Logs, System and Application.",
        ),
    }
)


class EventLogErrors:
    """``event-log.errors``: no errors of these sources since the step's action began, or within some minutes."""

    spec: ClassVar[Kind] = spec_of("event-log.errors")
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.READ_ONLY, seconds=10)
    texts: ClassVar[Texts] = _TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Read, the newest first."""
        sources = names(job.parameters, "sources")
        since = _since(job)
        try:
            found = job.site.system(EVENT_LOG).recent(since, sources, MOST, job)
        except Refused as refused:
            return blocked(refused, job)
        grave = [event for event in found if event.level in _GRAVE]
        values: dict[str, str | int] = {"since": _clock(since, day=True)}
        if not found:
            says = Statement("events.none", {**values, "sources": ", ".join(sources)})
            return Inspection(Finding.SATISFIED, says)
        shown = grave or list(found)
        values |= {"count": len(shown), "named": _named(shown)}
        says = Statement("events.errors" if grave else "events.warnings", values)
        return Inspection(
            Finding.NEEDED if grave else Finding.SATISFIED,
            says,
            Statement("events.helps") if grave else None,
            evidence={"since": since, "events": [_fact(event) for event in found]},
            details=[_line(event) for event in found],
            jump=helped_by(job) if grave else "",
        )


def _since(job: Job) -> float:
    minutes = number(job.parameters, "within_minutes", 0)
    if minutes <= 0 and job.began:
        return job.began
    return time.time() - 60 * (minutes if minutes > 0 else 60)


def _named(events: Sequence[EventFacts]) -> str:
    """``MSSQL$XPHONE 18456, Service Control Manager 7038``: each once, the newest first."""
    once = dict.fromkeys(f"{event.source} {event.number}" for event in events)
    return ", ".join(list(once)[:NAMED]) + (" …" if len(once) > NAMED else "")


def _clock(utc: float, day: bool = False) -> str:
    """Local time, as the event viewer of this machine shows it; with the day if it is another one."""
    moment = datetime.fromtimestamp(utc)
    other = day and moment.date() != datetime.now().date()
    return f"{moment:%Y-%m-%d %H:%M:%S}" if other else f"{moment:%H:%M:%S}"


def _line(event: EventFacts) -> Statement:
    return Statement(
        "events.line",
        {"when": _clock(event.utc), "source": event.source, "number": event.number, "text": event.text},
    )


def _fact(event: EventFacts) -> dict[str, str | int | float]:
    return {
        "utc": event.utc,
        "log": event.log,
        "source": event.source,
        "number": event.number,
        "level": str(event.level),
        "text": event.text,
    }
