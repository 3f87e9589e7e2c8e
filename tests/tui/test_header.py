"""The three lines above the table, at every width and in every mood."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.tui.fakes import NOW, FakeSession, load
from tests.tui.test_matrix import face, see
from xprunbook.base.text import cells
from xprunbook.run import commands as c
from xprunbook.run import events as e
from xprunbook.run.progress import progress
from xprunbook.tui.widgets.header import Heading, header_lines


def lines(session: FakeSession, width: int = 80, now: float = NOW, **more: Any) -> list[str]:
    run = see(session)
    heading = Heading(run, progress(run, now), session.snapshot(), now, session.by.host, **more)
    return ["".join(text for text, _ in spans) for spans in header_lines(heading, width, face())]


@pytest.mark.parametrize("width", [10, 20, 40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("mood", range(4))
def test_no_line_is_too_long(width: int, mood: int) -> None:
    session = FakeSession(load("xphone-v8-to-v9"), "C")
    if mood > 0:
        session.ask(c.SetWindow(NOW + 4 * 3600))
    if mood > 1:
        session.ask(c.GoBack("trouble"))
    session.state = replace(session.state, practice=mood > 2)
    for line in lines(session, width):
        # On less than 40 cells the screen cuts what is too long; nothing crashes.
        assert cells(line) <= max(width, 40)


def test_where_one_is() -> None:
    first, second, third = lines(FakeSession())
    assert first.startswith(" Install updates on the web server   Plan A ")
    assert first.endswith("saved 22:13 ")
    assert "0 of 9" in second
    assert "0:00 worked" in second
    assert third == " here: WEB01 (web)   DB DB01"


def test_the_forecast_says_how_far_optional_steps_may_move_it() -> None:
    session = FakeSession()
    assert "done about 23:41 to 23:48" in lines(session)[1]
    session.ask(c.Skip("announce"), c.Skip("check-space"))
    assert "done about 23:41" in lines(session)[1]
    assert " to " not in lines(session)[1]


def test_the_last_moment_to_turn_back() -> None:
    session = FakeSession(plan="B")
    session.ask(c.SetWindow(NOW + 4 * 3600))
    assert "turn back by 02:13" in lines(session)[2]
    session.ask(c.Tick("install"))
    assert "turn back by 01:33" in lines(session)[2]
    session.ask(c.Tick("go-live"))
    assert "no turning back" in lines(session)[2]


def test_modes_stand_out() -> None:
    session = FakeSession()
    session.state = replace(session.state, practice=True)
    session.ask(c.GoBack("trouble"))
    assert " PRACTICE " in lines(session)[2]
    assert " GOING BACK " in lines(session)[2]


def test_modes_are_never_dropped() -> None:
    session = FakeSession(load("xphone-v8-to-v9"), "C")
    session.ask(c.SetWindow(NOW + 4 * 3600), c.GoBack("trouble"))
    session.state = replace(session.state, practice=True)
    third = lines(session, 40)[2]
    assert " PRACTICE " in third
    assert " GOING BACK " in third
    assert "WEB01" in third


def test_duties_and_deviations_are_counted() -> None:
    session = FakeSession()
    session.ask(c.Defer("smoke-test", owner="Bo", due="Monday"), c.Deviate("restart", "not needed"))
    second = lines(session, 120)[1]
    assert "1 deviation" in second
    assert "1 deferred" in second


def test_saving_trouble_and_looking_on() -> None:
    session = FakeSession()
    assert "saving" in lines(session, waiting=True)[0]
    assert "NOT SAVED" in lines(session, trouble=True)[0]
    session.read_only = "somebody else works on it"
    assert "view only" in lines(session)[0]


def test_a_machine_that_is_none_of_them() -> None:
    session = FakeSession()
    session.happen(e.HereSet(""))
    assert "WEB01 (none of the machines)" in lines(session)[2]


def test_an_input_without_value_is_named() -> None:
    assert "DB <Database server>" in lines(FakeSession(inputs={}))[2]


def test_a_closed_run_says_how_it_ended() -> None:
    session = FakeSession()
    session.ask(c.Close(abandon=True, reason="wrong night"))
    assert "abandoned 22:13" in lines(session)[1]
    assert "done about" not in lines(session)[1]


def test_a_run_within_a_run_is_named_by_its_step_last_cut_last() -> None:
    path = ("Journey from V5 to V9", "1 Up to V8")
    wide, narrow = (lines(FakeSession(), width, path=path)[0] for width in (80, 40))
    assert " Journey from V5 to V9 / 1 Up to V8 " in wide
    assert "1 Up to V8" in narrow
