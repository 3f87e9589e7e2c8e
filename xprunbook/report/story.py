"""What happened in order: the log of every record, and what happened beside the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any, Final

from xprunbook.report.clock import Clock
from xprunbook.report.facts import Happening, LogLine
from xprunbook.report.fold import event_of
from xprunbook.report.teller import Teller
from xprunbook.report.texts import FIELDS
from xprunbook.run.events import Event, to_data
from xprunbook.run.record import Record
from xprunbook.run.texts import EVENTS, say_event
from xprunbook.run.verify import code_of
from xprunbook.runbook.model import Runbook

MAX_DETAIL: Final = 2_000
"""Characters of an output or evidence in the log; its step and the JSON report have all of it."""

_LONG: Final = frozenset({"output", "evidence", "checkpoint"})

_BESIDE: Final = frozenset(
    {
        "clock-stepped",
        "going-back-ended",
        "going-back-started",
        "handed-over",
        "here-set",
        "input-set",
        "plan-changed",
        "recovered",
        "window-set",
    }
)
"""Events that are no step's: the report tells them on a page of their own."""


def log_lines(teller: Teller, shown: Runbook, clock: Clock, records: Iterable[Record]) -> tuple[LogLine, ...]:
    """Every record with its sentence in the report's language, and every field the sentence does not say."""
    return tuple(_line(teller, shown, clock, record) for record in records)


def _line(teller: Teller, shown: Runbook, clock: Clock, record: Record) -> LogLine:
    event = event_of(record)
    if event is None:
        sentence = record.said or teller.say("unknown-record", type=record.type)
        return LogLine(record, sentence, _pairs(teller, clock, record.data, frozenset()))
    data = to_data(event)
    return LogLine(
        record, say_event(event, shown, teller.language), _pairs(teller, clock, data, _said(event))
    )


def _said(event: Event) -> frozenset[str]:
    """The fields an event's sentence shows."""
    template = EVENTS.table[event.code][0]
    named = {name for _, name, _, _ in Formatter().parse(template) if name}
    return frozenset({"step", "phase", "reason", "title", "source", *named})


def _pairs(
    teller: Teller, clock: Clock, data: Mapping[str, Any], said: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    pairs = []
    for name, value in data.items():
        if name in said or value in ("", None, False, 0) or not (value or isinstance(value, (int, float))):
            continue
        label = FIELDS.say(name, teller.language) if name in FIELDS.table else name
        pairs.append((label, _shortened(teller, name, _words(teller, clock, name, value))))
    return tuple(pairs)


def _shortened(teller: Teller, name: str, text: str) -> str:
    if name not in _LONG or len(text) <= MAX_DETAIL:
        return text
    return text[:MAX_DETAIL] + teller.say("shortened", count=len(text))


def _words(teller: Teller, clock: Clock, name: str, value: Any) -> str:
    """A field of an event as people read it."""
    if value is True:
        return teller.say("yes")
    if name in ("end", "window_end") and isinstance(value, (int, float)):
        return clock.second(value)
    if name == "missing" and isinstance(value, tuple):
        return ", ".join(teller.named_need(str(need)).words for need in value)
    if name == "open_steps" and isinstance(value, tuple):
        return ", ".join(teller.named_step(str(step)).words for step in value)
    if name == "head" and isinstance(value, str):
        return code_from(value)
    if name == "here" and isinstance(value, str):
        return teller.machine(value).words
    if name in ("values", "inputs") and isinstance(value, Mapping):
        return "; ".join(
            f"{teller.input_title(key)} = {teller.shown(key, item)}" for key, item in value.items()
        )
    return _plain(value)


def code_from(head: str) -> str:
    """The code of a child run: its last record's hash comes as 64 hex digits, or as the code already."""
    is_hash = len(head) == 64 and not set(head) - set("0123456789abcdef")
    return code_of(head) if is_hash else head


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_plain, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    return str(value)


def happenings(
    teller: Teller, shown: Runbook, clock: Clock, records: Iterable[Record]
) -> tuple[Happening, ...]:
    """What happened beside the plan, in order; also each session that a crash ended."""
    found: list[Happening] = []
    sitting, last, place = "", 0.0, 0
    for record in records:
        event = event_of(record)
        if event is None:
            continue
        if event.code == "resumed" and sitting:
            crash = Happening("crash", last, sitting, teller.say("ended-crash", person=sitting))
            found.insert(place, crash)
        if event.code in ("left", "closed"):
            sitting = ""
        elif event.code == "handed-over":
            sitting = str(record.data.get("person", ""))
        elif event.code in ("opened", "resumed"):
            sitting = record.stamp.person
        if event.code in _BESIDE and not _first_value(event, record):
            line = _line(teller, shown, clock, record)
            extra = "".join(f"; {label}: {text}" for label, text in line.details)
            found.append(Happening(event.code, record.stamp.utc, record.stamp.person, line.sentence + extra))
        if event.code != "recovered":
            last, place = record.stamp.utc, len(found)
    return tuple(found)


def _first_value(event: Event, record: Record) -> bool:
    """Whether an input merely got its value, without a reason: that is no particular."""
    return event.code == "input-set" and not record.data.get("reason")
