"""Runs below a run, over a real store: begun from a step, left, closed, taken up again; nothing is lost on the way."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.playing import policy_for
from tests.tui.stage import shown
from xprunbook.base.language import Language
from xprunbook.run import commands as c
from xprunbook.run.clock import RealClock
from xprunbook.run.engine import Engine
from xprunbook.run.journal import read_journal
from xprunbook.run.session import By, Session
from xprunbook.run.sessions import Beginning, Sitting, open_run, start_run
from xprunbook.run.state import RunState, StepState
from xprunbook.run.view import RunView, view
from xprunbook.runbook.library import Library
from xprunbook.tui.app import RunbookApp, make_look
from xprunbook.tui.door import Door
from xprunbook.tui.screens.plan import PlanScreen

DATA = Path(__file__).parents[1] / "data"

JOURNEY = """
format: 1
id: journey
language: en
version: "1"
title: Journey of the web server
plans: {A: {title: One}, B: {title: Two}}
inputs:
  web_server: {type: host, title: Server}
phases:
  - id: way
    title: Way
    steps:
      - {id: first, number: "1", plans: {A: X, B: X}, title: First, runbook: {id: short, plan: S}}
      - {id: second, number: "2", plans: {A: X, B: X}, title: Patch, runbook: {id: patch-day, plan: {A: B}}}
      - {id: third, number: "3", plans: {A: X, B: X}, title: Lost, runbook: {id: nowhere}}
      - {id: last, number: "4", plans: {A: X, B: X}, title: Look around}
"""

SHORT = """
format: 1
id: short
language: en
version: "1"
title: Short work
plans: {S: {title: Sole}}
phases:
  - id: only
    title: Only
    steps:
      - {id: one, number: "1", plans: {S: X}, title: One}
      - {id: two, number: "2", plans: {S: X}, title: Two, runbook: {id: short, plan: S}}
"""


class House:
    """A store and a shelf of runbooks; an app at a run of the journey."""

    def __init__(self, folder: Path, language: Language = "en") -> None:
        self.runs = folder / "runs"
        self.books = folder / "books"
        self.language: Language = language
        self.books.mkdir()
        (self.books / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
        (self.books / "short.yaml").write_text(SHORT, encoding="utf-8")
        for name in ("patch-day.yaml", "patch-day.en.yaml"):
            shutil.copy(DATA / name, self.books / name)
        self.library = Library(self.books, language=language)
        self.door = Door(self.runs, self.library, folder / "settings.json", self.sit)
        self.screen = ""

    def sit(self, person: str, company: str) -> Sitting:
        return Sitting(By(person, company, "corp\\ada", "WEB01"), RealClock(), self.language)

    def start(self, plan: str = "A") -> Engine:
        book = self.library.load("journey")[0]
        return start_run(self.runs, book, Beginning(plan, {"web_server": "WEB01"}), self.sit("Ada", ""))

    def play(
        self, session: Session, script: Callable[[Player], Awaitable[None]], size: tuple[int, int] = (80, 24)
    ) -> RunbookApp:
        policy = policy_for()
        app = RunbookApp(lambda: PlanScreen(session), self.language, policy, make_look(policy, self.language))
        app.make_door = lambda: self.door
        app.sessions.append(session)

        async def act() -> None:
            async with app.run_test(size=size) as pilot:
                player = Player(app, pilot)
                await player.settle()
                await script(player)

        try:
            asyncio.run(act())
        finally:
            for session in reversed(app.sessions):
                session.leave()
        return app


class Player:
    """Presses keys, and looks."""

    def __init__(self, app: RunbookApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        for _ in range(4):
            await self.pilot.pause()
            await self.app.workers.wait_for_complete()

    async def press(self, *keys: str) -> str:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()
        return shown(self.app)

    @property
    def head(self) -> str:
        return shown(self.app).splitlines()[0]

    def run(self, at: int = -1) -> RunView:
        session = self.app.sessions[at]
        return view(session.book.speak("en"), session.snapshot().state)

    async def close(self) -> None:
        """Abandon the run on the screen."""
        await self.do(c.Close(abandon=True, reason="called off"))

    async def do(self, *commands: c.Command) -> None:
        for command in commands:
            self.app.sessions[-1].submit(command).result(10)
        await self.settle()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_begins_the_run_of_a_step_and_esc_leads_back_to_it(house: House) -> None:
    async def script(player: Player) -> None:
        assert "A start its run" in shown(player.app).splitlines()[-1]
        await player.press("a")
        assert "Journey of the web server / 1 First" in player.head
        assert (player.run().state.runbook, player.run().state.plan) == ("short", "S")
        assert player.run().state.parent_step == "first"
        assert player.run(0).rows["first"].status.child_run == player.run().state.run
        await player.press("down")
        picture = await player.press("escape")
        assert len(player.app.sessions) == 1
        assert "Journey of the web server" in player.head
        assert "A to its run" in picture
        assert player.app.screen.matrix.selected == "first"  # type: ignore[attr-defined]

    app = house.play(house.start(), script)
    assert all(not state.in_session for state in states(house))
    assert len(app.sessions) == 1


def states(house: House) -> list[RunState]:
    from xprunbook.run.evolve import fold

    return [fold(read_journal(folder).records) for folder in sorted(house.runs.iterdir())]


def test_progress_counts_the_steps_below(house: House) -> None:
    async def script(player: Player) -> None:
        assert "0 of 4" in shown(player.app)
        await player.press("a")
        await player.do(c.Tick("one"))
        assert "1 of 5" in await player.press("escape")

    house.play(house.start(), script)


def test_a_run_that_went_well_is_one_enter_from_the_tick(house: House) -> None:
    async def script(player: Player) -> None:
        await player.press("a")
        await player.do(c.Tick("one"), c.Tick("two"), c.Close())
        picture = await player.press("escape")
        assert "The run of this step is completed. Tick as done?" in picture
        await player.press("enter")
        row = player.run(0).rows["first"]
        assert (row.state, row.status.child_closing) == (StepState.DONE, "completed")
        assert player.app.screen.matrix.selected == "second"  # type: ignore[attr-defined]

    house.play(house.start(), script)


def test_one_that_was_given_up_needs_a_reason_and_may_be_begun_anew(house: House) -> None:
    async def script(player: Player) -> None:
        await player.press("a")
        first = player.run().state.run
        await player.close()
        picture = await player.press("escape")
        assert "a tick needs a reason" in picture
        assert player.run(0).rows["first"].status.child_closing == "abandoned"
        picture = await player.press("space", "enter")
        assert "A reason is needed" in picture or "reason" in picture
        assert player.run(0).rows["first"].state is StepState.OPEN
        await player.press("escape", "a")
        assert player.run().state.parent_step == "first"
        assert player.run().state.run != first
        await player.press("escape")
        assert player.run(0).rows["first"].status.child_run != first

    house.play(house.start(), script)


def test_a_run_that_was_begun_is_taken_up_again_also_in_another_session(house: House) -> None:
    names: list[str] = []

    async def begin(player: Player) -> None:
        await player.press("a")
        names.append(player.run().state.run)
        await player.do(c.Tick("one"))

    async def again(player: Player) -> None:
        assert "A to its run" in shown(player.app).splitlines()[-1]
        assert "1 of 5" in shown(player.app)
        await player.press("a")
        assert player.run().state.run == names[0]
        assert player.run().rows["one"].state is StepState.DONE

    parent = house.start()
    house.play(parent, begin)
    house.play(open_run(parent.folder, house.sit("Bob", "")), again)
    assert all(not state.in_session for state in states(house))


def test_what_was_closed_meanwhile_is_learned_when_the_parent_is_opened(house: House) -> None:
    async def begin(player: Player) -> None:
        await player.press("a")
        await player.do(c.Tick("one"), c.Tick("two"), c.Close())

    async def again(player: Player) -> None:
        assert "Space ticks the step" in shown(player.app)
        assert player.run().rows["first"].status.child_closing == "completed"

    parent = house.start()
    house.play(parent, begin)
    house.play(open_run(parent.folder, house.sit("Bob", "")), again)


def test_values_are_handed_on_and_the_rest_is_asked(house: House) -> None:
    async def script(player: Player) -> None:
        picture = await player.press("down", "a")
        assert "WEB01" in picture
        assert "Company" not in picture
        await player.press("enter")
        state = player.run().state
        assert (state.runbook, state.plan, state.inputs["web_server"]) == ("patch-day", "B", "WEB01")

    house.play(house.start(), script)


def test_without_a_plan_its_questions_are_asked(house: House) -> None:
    async def script(player: Player) -> None:
        assert "Question 1" in await player.press("down", "a")
        await player.press("escape")
        assert len(player.app.sessions) == 1
        await player.press("a", "enter", "enter", "enter")
        assert player.run().state.plan == "A"

    house.play(house.start("B"), script)


def test_a_runbook_that_is_not_there_is_said(house: House) -> None:
    async def script(player: Player) -> None:
        assert "nowhere" in await player.press("down", "down", "a")
        await player.press("enter")
        assert player.run(0).rows["third"].status.child_run == ""

    house.play(house.start(), script)


def test_a_run_that_is_gone_is_said(house: House) -> None:
    async def begin(player: Player) -> None:
        await player.press("a")

    async def again(player: Player) -> None:
        assert "does not lie beside" in await player.press("a")

    parent = house.start()
    house.play(parent, begin)
    for folder in house.runs.iterdir():
        if folder != parent.folder:
            shutil.rmtree(folder)
    house.play(open_run(parent.folder, house.sit("Bob", "")), again)


def test_a_run_that_is_open_elsewhere_is_looked_at(house: House) -> None:
    held: list[Session] = []

    async def begin(player: Player) -> None:
        await player.press("a")

    async def again(player: Player) -> None:
        assert "View only" in await player.press("a")
        await player.press("escape", "escape")
        assert len(player.app.sessions) == 1

    parent = house.start()
    house.play(parent, begin)
    child = next(folder for folder in house.runs.iterdir() if folder != parent.folder)
    held.append(open_run(child, house.sit("Eve", "")))
    house.play(open_run(parent.folder, house.sit("Bob", "")), again)
    held[0].leave()


def test_quitting_from_a_child_leaves_both(house: House) -> None:
    async def script(player: Player) -> None:
        await player.press("a", "q")

    house.play(house.start(), script)
    assert [state.sessions[-1].ended for state in states(house)] == ["quit", "quit"]


def test_runs_below_runs_below_runs(house: House) -> None:
    async def script(player: Player) -> None:
        await player.press("a", "down", "a")
        assert "1 First / 2 Two" in player.head
        await player.press("down", "a")
        assert len(player.app.sessions) == 4
        assert "2 Two" in player.head
        await player.press("escape", "escape", "escape")
        assert "0 of 7" in shown(player.app)
        assert len(player.app.sessions) == 1

    house.play(house.start(), script)


def test_from_the_page_of_a_step_one_comes_back_to_the_page(house: House) -> None:
    async def script(player: Player) -> None:
        page = await player.press("enter")
        assert "A start its run" in page
        await player.press("a")
        assert "/ 1 First" in player.head
        picture = await player.press("escape")
        assert "a run of short" in picture

    house.play(house.start(), script)


@pytest.mark.parametrize("size", [(40, 10), (120, 40)], ids=str)
def test_sizes(house: House, size: tuple[int, int]) -> None:
    async def script(player: Player) -> None:
        await player.press("a")
        assert "1 First" in player.head

    house.play(house.start(), script, size)


def test_a_german_face(tmp_path: Path) -> None:
    house = House(tmp_path, "de")

    async def script(player: Player) -> None:
        assert "A Lauf beginnen" in shown(player.app)
        picture = await player.press("a", "escape")
        assert "A zum Lauf" in picture

    house.play(house.start(), script)
