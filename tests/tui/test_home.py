"""Home over a real store: what is listed, what Enter opens, who is asked first."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.stage import DATA, Stage, on_stage, shown, small_book
from xprunbook.base.settings import Settings, load_settings, save_settings
from xprunbook.run import commands as c
from xprunbook.run.clock import RealClock
from xprunbook.run.engine import Engine
from xprunbook.run.follower import Follower
from xprunbook.run.session import By
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.runbook.library import Library
from xprunbook.tui.door import Door
from xprunbook.tui.screens.home import HomeScreen


def sit(person: str, company: str) -> Sitting:
    return Sitting(By(person, company, "CORP\\ada", "WEB01"), RealClock(), "de")


class House:
    """A store, a library, settings, and a stage that remembers the sessions it opened."""

    def __init__(self, folder: Path) -> None:
        self.runs = folder / "runs"
        self.settings = folder / "settings.json"
        self.books = folder / "books"
        self.books.mkdir()
        for name in ("patch-day.yaml", "patch-day.en.yaml"):
            shutil.copy(DATA / name, self.books / name)
        self.opened: list[Any] = []
        self.seen: list[str] = []

    def start(self, plan: str, *asked: c.Command, person: str = "Bob") -> Engine:
        """Begin a run and ask for these."""
        engine = start_run(self.runs, small_book(), Beginning(plan, {}), sit(person, ""))
        for command in asked:
            engine.submit(command).result(10)
        return engine

    def play(self, *keys: str, size: tuple[int, int] = (80, 24), runbook: str = "") -> str:
        """Press keys at home; return the last picture."""
        door = Door(self.runs, Library(self.books, language="de"), self.settings, sit)

        async def act(pilot: Pilot[Any], app: Stage) -> None:
            sessions: list[Any] = []

            def open_session(session: Any) -> None:
                sessions.append(session)
                self.opened.append(session)

            app.sessions = sessions  # type: ignore[attr-defined]
            app.open_session = open_session  # type: ignore[attr-defined]
            for key in ("", *keys):
                if key:
                    await pilot.press(key)
                await pilot.pause()
                await app.workers.wait_for_complete()
                await pilot.pause()
                self.seen.append(shown(app))
            for session in sessions:
                session.leave()

        on_stage(lambda: HomeScreen(door, time.time, runbook), act, size=size)
        return self.seen[-1]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_an_empty_house_explains_itself(house: House) -> None:
    picture = house.play()
    assert "Noch keiner. Unten ein Runbook wählen" in picture
    assert "► Updates auf dem Webserver einspielen" in picture
    assert "Spielt die Updates des Monats ein" in picture
    shutil.rmtree(house.books)
    assert "Keine gefunden" in house.play()


def test_a_first_start_asks_who_chooses_the_plan_and_begins(house: House) -> None:
    keys = ("enter", "enter", "enter", *("backspace",) * 40, *"Ada", "enter")
    house.play(*keys)
    assert len(house.opened) == 1
    state = house.opened[0].snapshot().state
    assert (state.plan, state.person) == ("A", "Ada")
    assert state.inputs["database"] == "yes"
    assert load_settings(house.settings).person == "Ada"


def test_runs_are_listed_newest_first_with_their_progress(house: House) -> None:
    house.start("A").leave()
    house.start("B", c.Skip("check-space")).leave()
    picture = house.play()
    lines = [line for line in picture.splitlines() if "Updates" in line]
    assert "1 von" in lines[0]
    assert "0 von" in lines[1]
    assert "offen" in lines[0]


def test_enter_goes_on_with_a_run(house: House) -> None:
    save_settings(house.settings, Settings("Ada", "ACME"))
    house.start("A").leave()
    house.play("enter")
    assert isinstance(house.opened[0], Engine)
    assert house.opened[0].snapshot().state.sessions[-1].person == "Ada"


def test_a_run_that_is_open_elsewhere_is_followed(house: House) -> None:
    save_settings(house.settings, Settings("Ada"))
    held = house.start("B", person="Eve")
    picture = house.play("enter")
    assert isinstance(house.opened[0], Follower)
    assert "anderswo offen" in house.seen[0]
    assert "Gerade bei Eve offen" in house.seen[0]
    assert picture
    held.leave()


def test_closed_newer_and_damaged_runs_are_marked(house: House) -> None:
    house.start("A", c.Close(abandon=True, reason="x")).leave()
    assert "beendet" in house.play()
    damaged = house.start("B", c.Skip("check-space"))
    damaged.leave()
    journal = damaged.folder / "run.jsonl"
    lines = journal.read_text().splitlines(keepends=True)
    journal.write_text("".join([lines[0], lines[1].replace("Bob", "Bub"), *lines[2:]]))
    assert "beschädigt" in house.play()
    journal.write_text("".join([lines[0].replace("Bob", "Bub"), *lines[1:]]))
    save_settings(house.settings, Settings("Ada"))
    picture = house.play("enter")
    assert "Schon der erste Eintrag dieser Aufzeichnung ist beschädigt" in " ".join(
        picture.replace("│", "").split()
    )
    assert house.opened == []


def test_a_broken_runbook_is_a_dialog(house: House) -> None:
    path = house.books / "patch-day.yaml"
    path.write_text(path.read_text().replace("type: host", "type: hosst"))
    picture = house.play("enter")
    assert "Das ging nicht" in picture


@pytest.mark.parametrize("size", [(40, 10), (120, 40)], ids=str)
def test_sizes(house: House, size: tuple[int, int]) -> None:
    for _ in range(20):
        house.start("A").leave()
    picture = house.play("pagedown", "end", "pageup", "home", "down", size=size)
    assert "►" in picture
    assert "Q" in picture.splitlines()[-1]


def test_a_runbook_that_was_asked_for_is_begun_at_once(house: House) -> None:
    assert "Frage 1" in house.play(runbook=str(house.books / "patch-day.yaml"))
    assert "Das ging nicht" in house.play(runbook="no-such-runbook")


def test_q_leaves(house: House) -> None:
    house.play("q")


def test_settings_survive_nonsense(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    assert load_settings(path) == Settings()
    save_settings(path, Settings("Ada", other={"later": [1]}))
    assert load_settings(path) == Settings("Ada", other={"later": [1]})
    writers: list[Callable[[], object]] = [
        lambda: path.write_text("[" * 100_000),
        lambda: path.write_text('{"person": 3, "company": "\\u202ex"}'),
        lambda: path.write_bytes(b"\xff\xfe"),
    ]
    for write in writers:
        write()
        assert load_settings(path).person == ""
