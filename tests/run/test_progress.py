"""Progress, forecast and the last moment to turn back."""

from __future__ import annotations

from tests.run.builders import START, Desk
from xprunbook.run import commands as c
from xprunbook.run import events as e
from xprunbook.run.progress import phase_progress, progress


def test_the_forecast_counts_mandatory_minutes_and_names_the_optional_ones() -> None:
    desk = Desk()
    figures = progress(desk.see(), desk.now)
    assert (figures.decided, figures.total) == (0, 5)
    assert figures.remaining == 10 + 15 + 30 + 5
    assert figures.undecided == 2
    assert figures.forecast == START + 60 * 60


def test_what_is_done_left_out_or_not_applicable_takes_no_time() -> None:
    desk = Desk(inputs={"database": "no"})
    desk.ask(c.Tick("files"))
    desk.ask(c.Skip("space"))
    figures = progress(desk.see(), desk.now)
    assert figures.decided == 3
    assert figures.remaining == 35
    assert figures.undecided == 0
    assert phase_progress(desk.see(), "prepare") == (3, 3)


def test_a_running_step_counts_its_rest() -> None:
    desk = Desk()
    desk.happen(e.Intended("install", "demo", "d"))
    assert progress(desk.see(), desk.now + 12 * 60).remaining == 10 + 15 + 18 + 5
    assert progress(desk.see(), desk.now + 99 * 60).remaining == 10 + 15 + 0 + 5


def test_the_last_moment_to_turn_back_leaves_time_for_the_way_back() -> None:
    desk = Desk(plan="B", window_end=START + 4 * 3600)
    assert progress(desk.see(), desk.now).turn_back_by == START + 4 * 3600
    desk.ask(c.Tick("install"))
    figures = progress(desk.see(), desk.now)
    assert figures.way_back == 40
    assert figures.turn_back_by == START + 4 * 3600 - 40 * 60
    desk.ask(c.Tick("live"))
    assert progress(desk.see(), desk.now).turn_back_by is None


def test_working_time_goes_on_while_a_session_is_open_and_never_backwards() -> None:
    desk = Desk()
    assert progress(desk.see(), desk.now + 90).worked == 90
    assert progress(desk.see(), desk.now - 90).worked == 0
    desk.ask(c.Leave())
    assert progress(desk.see(), desk.now + 90).worked == 0


def test_jumping_goes_to_the_next_open_step_and_round() -> None:
    desk = Desk()
    run = desk.see()
    assert (following := run.next_open("files")) is not None
    assert following.step.id == "data"
    assert (following := run.next_open("live")) is not None
    assert following.step.id == "files"
    assert (following := run.next_open("backup")) is not None
    assert following.step.id == "files"


def test_on_the_way_back_the_forecast_is_that_of_the_way_back() -> None:
    desk = Desk(plan="B", window_end=START + 4 * 3600)
    desk.ask(c.Tick("install"))
    desk.ask(c.GoBack("no calls"))
    figures = progress(desk.see(), desk.now)
    assert (figures.remaining, figures.undecided, figures.way_back) == (40, 0, 40)
    assert figures.forecast == desk.now + 40 * 60
    assert figures.turn_back_by is None
