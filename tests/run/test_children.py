"""A run within a run: begun from a step, closed, and known to its parent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.run.fake_clock import FakeClock
from xprunbook.run import commands as c
from xprunbook.run.children import (
    beginning_of,
    children,
    folder_of,
    handed_on,
    news_of,
    went_well,
    whole_progress,
)
from xprunbook.run.commands import Verb
from xprunbook.run.engine import Engine
from xprunbook.run.session import By, Refused, Saved
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.run.state import RunState
from xprunbook.run.view import RunView, view
from xprunbook.runbook.library import Library
from xprunbook.runbook.load import load_book
from xprunbook.runbook.model import Book

JOURNEY = """
format: 1
id: journey
language: en
version: "1"
title: Journey
plans: {A: {title: One}}
inputs:
  web_server: {type: host, title: Server}
  other: {type: text, title: Other}
phases:
  - id: way
    title: Way
    steps:
      - {id: patch, plans: {A: X}, title: Patch, minutes: 60, runbook: {id: patch-day, plan: {A: B}}}
      - {id: look, plans: {A: X}, title: Look, minutes: 5}
"""
SITTING = Sitting(By("Ada", "", "ada", "HOST"), FakeClock(), "en")


@pytest.fixture
def journey(tmp_path: Path) -> Engine:
    book, _ = load_book(("journey.yaml", JOURNEY.encode()))
    inputs = {"web_server": "WEB01", "other": "x"}
    return start_run(tmp_path, book, Beginning("A", inputs, 1_800_000_000.0), SITTING)


@pytest.fixture
def patch_day() -> Book:
    return Library(Path(__file__).parents[1] / "data").load("patch-day")[0]


def seen(engine: Engine) -> RunView:
    return view(engine.book.speak("en"), engine.snapshot().state)


def begin(journey: Engine, book: Book) -> Engine:
    run = seen(journey)
    row = run.rows["patch"]
    child_of = row.step.runbook
    assert child_of is not None
    beginning = beginning_of(run, row, book.speak("en"), child_of.plans["A"])
    child = start_run(journey.folder.parent, book, beginning, SITTING)
    assert isinstance(journey.submit(c.StartChild("patch", child.folder.name)).result(10), Saved)
    return child


def test_a_child_knows_its_parent_and_takes_over_what_it_asks_for(journey: Engine, patch_day: Book) -> None:
    child = begin(journey, patch_day)
    state = child.snapshot().state
    assert (state.plan, state.parent_run, state.parent_step) == ("B", journey.folder.name, "patch")
    assert state.inputs == {"web_server": "WEB01"}
    assert state.window_end == 1_800_000_000.0
    assert handed_on(journey.snapshot().state, patch_day.speak("en")) == {"web_server": "WEB01"}
    child.leave()
    journey.leave()


def test_the_parent_learns_how_its_child_was_closed(journey: Engine, patch_day: Book) -> None:
    child = begin(journey, patch_day)
    (found,) = children(seen(journey), journey.folder)
    assert news_of(found) is None
    child.submit(c.Close(abandon=True, reason="called off")).result(10)
    child.leave()
    (found,) = children(seen(journey), journey.folder)
    news = news_of(found)
    assert news is not None
    assert (news.closing, news.head) == ("abandoned", found.state.head)
    assert not went_well(found)
    assert isinstance(journey.submit(news).result(10), Saved)
    (found,) = children(seen(journey), journey.folder)
    assert news_of(found) is None
    assert found.row.status.child_closing == "abandoned"
    journey.leave()


def test_progress_counts_the_steps_of_the_child(journey: Engine, patch_day: Book) -> None:
    alone = whole_progress(seen(journey), journey.folder, 0.0)
    assert (alone.decided, alone.total, alone.remaining) == (0, 2, 65)
    child = begin(journey, patch_day)
    below = whole_progress(seen(child), child.folder, 0.0)
    both = whole_progress(seen(journey), journey.folder, 0.0)
    assert both.total == 1 + below.total
    assert both.remaining == 5 + below.remaining
    child.submit(c.Tick("announce")).result(10)
    assert whole_progress(seen(journey), journey.folder, 0.0).decided == 1
    child.leave()
    journey.leave()


def test_a_run_that_claims_a_stranger_as_its_child_is_not_followed(journey: Engine, patch_day: Book) -> None:
    stranger = start_run(journey.folder.parent, patch_day, Beginning("A", {}), SITTING)
    journey.submit(c.StartChild("patch", stranger.folder.name)).result(10)
    assert list(children(seen(journey), journey.folder)) == []
    stranger.leave()
    journey.leave()


@pytest.mark.parametrize("name", ["../x", "/etc", "..", "a/b", "con"])
def test_a_child_lies_beside_its_parent_and_nowhere_else(name: str) -> None:
    assert folder_of(Path("/runs/parent"), name) is None


def test_a_tick_asks_for_a_reason_while_the_run_of_the_step_is_not_carried_through(
    journey: Engine, patch_day: Book
) -> None:
    child = begin(journey, patch_day)
    assert isinstance(journey.submit(c.Tick("patch")).result(10), Refused)
    child.submit(c.Close(abandon=True, reason="called off")).result(10)
    child.leave()
    (found,) = children(seen(journey), journey.folder)
    news = news_of(found)
    assert news is not None
    journey.submit(news).result(10)
    assert isinstance(journey.submit(c.Tick("patch")).result(10), Refused)
    assert Verb.START_CHILD in seen(journey).rows["patch"].verbs
    assert isinstance(journey.submit(c.Tick("patch", "done by hand")).result(10), Saved)
    journey.leave()


def test_a_run_that_counts_is_not_begun_twice(journey: Engine, patch_day: Book) -> None:
    assert Verb.START_CHILD in seen(journey).rows["patch"].verbs
    assert Verb.START_CHILD not in seen(journey).rows["look"].verbs
    child = begin(journey, patch_day)
    assert Verb.START_CHILD not in seen(journey).rows["patch"].verbs
    assert isinstance(journey.submit(c.StartChild("patch", "another")).result(10), Refused)
    child.leave()
    journey.leave()


def test_a_deferred_step_waits_for_nothing(journey: Engine, patch_day: Book) -> None:
    child = begin(journey, patch_day)
    journey.submit(c.Defer("patch", "", "Bob", "tomorrow")).result(10)
    assert whole_progress(seen(journey), journey.folder, 0.0).remaining == 5
    child.leave()
    journey.leave()


def test_values_that_do_not_fit_are_not_handed_on(patch_day: Book) -> None:
    state = RunState(inputs={"web_server": "WEB01", "ring": "no such ring", "db_server": ("a", "b")})
    assert handed_on(state, patch_day.speak("en")) == {"web_server": "WEB01"}
