"""What the event log says since a moment: errors count, warnings are told, the moment is the action's beginning."""

from __future__ import annotations

import time

from tests.actions.iis.fakes import FakeEventLog
from tests.actions.jobs import ChosenSite, TestJob, in_words
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.run.contract import Check, Finding
from xprunbook.runbook.substitute import Filled
from xprunbook.systems.ports_windows import EventFacts, Level

KIND: Check = ActionKinds().load("event-log.errors")  # type: ignore[assignment]


def _event(source: str, number: int, level: Level = Level.ERROR, at: float = 1_795_000_000.0) -> EventFacts:
    return EventFacts(at, "System", source, number, level, f"text of {number}")


def _job(log: FakeEventLog, began: float = 0.0, **given: Filled) -> TestJob:
    return TestJob({"sources": ("*",), **given}, ChosenSite(**{"event-log": log}), began=began)


def test_the_sentence_names_three_and_the_others_stand_below() -> None:
    """Each once; texts and numbers are evidence."""
    events = [_event(name, number) for name, number in (("A", 1), ("A", 1), ("B", 2), ("C", 3), ("D", 4))]
    found = KIND.inspect(_job(FakeEventLog(events), 1.0))
    assert found.finding is Finding.NEEDED
    words = in_words(KIND, found)
    assert "A 1, B 2, C 3 … (5 in all)." in words
    assert "D 4: text of 4" in words
    assert len(found.evidence["events"]) == 5  # type: ignore[arg-type]


def test_warnings_alone_are_no_error() -> None:
    """They are told all the same."""
    found = KIND.inspect(_job(FakeEventLog([_event("A", 1, Level.WARNING)]), 1.0))
    assert (found.finding, found.says.code) == (Finding.SATISFIED, "events.warnings")


def test_the_moment_is_the_beginning_of_the_action() -> None:
    """Else some minutes ago, which also win when they are named."""
    log, now = FakeEventLog(), time.time()
    KIND.inspect(_job(log, began=123.0))
    KIND.inspect(_job(log))
    KIND.inspect(_job(log, began=123.0, within_minutes=2))
    assert log.asked[0] == 123.0
    assert abs(now - 3600 - log.asked[1]) < 60
    assert abs(now - 120 - log.asked[2]) < 60
