"""A step on the whole screen: its page, its neighbours, the keys it hands to the plan screen."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.runs import INPUTS, fresh
from tests.tui.stage import Stage, on_stage, run_of, shown, small_book
from xprunbook.run import commands as c
from xprunbook.run.view import RunView, StepView
from xprunbook.tui.keys import KeyCommand
from xprunbook.tui.screens.detail import DetailScreen
from xprunbook.tui.sheet import Sheet, step_content


class Host:
    """Remembers what the page asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.shown: list[str] = []

    def act(self, command: KeyCommand, row: StepView) -> None:
        """Remember the command."""
        self.asked.append((command.id, row.step.id))

    def show_step(self, step: str) -> None:
        """Remember the step."""
        self.shown.append(step)


def done() -> RunView:
    """A run with a note and a tick that came too early."""
    return run_of(
        small_book().speak("de"),
        "B",
        c.AddNote("one\ntwo", "install"),
        c.Tick("install", "by hand"),
        inputs=INPUTS,
    )


PAGE = """\
5  Updates einspielen
Pflicht in A, B · Webserver · 45 min
erledigt · 14:53 · Ada Admin
Begründung: by hand
Abgehakt, obwohl fehlte: 2 Sichern, Freigabe Vorbereiten

Achtung  Überschreibt: Die Programmdateien auf WEB01

Prüfungen
  offen       vorher · demo.reachable
  offen       die Aktion selbst · demo.install
  offen       danach · demo.updated

Tipp  Der erste Neustart dauert länger als die folgenden.

Tipp  Das Update der Laufzeit kommt manchmal erst im zweiten Lauf.
(vom Hersteller nicht bestätigt)

Vorher
  2    Sichern  offen
  Freigabe Vorbereiten  nicht freigegeben

Rückweg  40 min
  Deinstallieren Sie die Updates und starten Sie den Server neu.

Verweise
  Liste der Updates
    https://example.org/updates

Notizen
  14:53 Ada Admin
    one
    two
"""


def test_the_page_of_a_step() -> None:
    run = done()
    lines = step_content(run, run.rows["install"], "de", 72)
    assert "\n".join(line.plain.rstrip() for line in lines) == PAGE.strip("\n")


def test_the_page_in_english_and_narrow() -> None:
    run = run_of(small_book().speak("en"), "A", inputs=INPUTS)
    lines = [line.plain for line in step_content(run, run.rows["announce"], "en", 24)]
    assert lines[:4] == ["1  Announce the outage", "mandatory in B ·", "optional in A · 5 min", "open"]
    assert "- start and end" in lines
    assert all(line.cell_length <= 24 for line in step_content(run, run.rows["install"], "en", 24))


def test_the_page_says_why_a_step_falls_away_and_with_which_value_it_was_done() -> None:
    book = small_book().speak("de")
    run = run_of(book, "B", inputs={**INPUTS, "database": "no"})
    text = "\n".join(line.plain for line in step_content(run, run.rows["backup-database"], "de", 76))
    assert "Entfällt, denn Liegt eine Datenbank auf dem Server?: Nein" in text
    run = run_of(book, "B", c.Tick("install"), c.SetInput("web_server", "WEB02", "x"), inputs=INPUTS)
    text = "\n".join(line.plain for line in step_content(run, run.rows["install"], "de", 76))
    assert "Mit einem früheren Wert erledigt: Webserver" in text
    run = run_of(book, "B")
    text = "\n".join(line.plain for line in step_content(run, run.rows["backup-database"], "de", 76))
    assert "Ob nötig, entscheidet: Liegt eine Datenbank" in text
    outside = "\n".join(line.plain for line in Sheet(run, run.rows["drain"], "de", 76).main())
    assert "nicht in Plan B" in outside


def test_a_parent_lists_its_sub_steps() -> None:
    run = fresh()
    text = "\n".join(line.plain for line in step_content(run, run.rows["backup"], "de", 76))
    assert "2a   Dateien sichern  offen" in text
    assert "2b   Datenbank sichern  erledigt" in text


def test_arrows_go_to_the_neighbours_and_the_host_follows() -> None:
    host = Host()

    async def play(pilot: Pilot[Any], app: Stage) -> None:
        await pilot.press("right", "right", "left", "left", "left", "left", "left", "left")
        await pilot.pause()
        assert "1  Ausfall" in shown(app)

    run = fresh()
    answers, _ = on_stage(lambda: DetailScreen(run, run.rows["check-space"], "de", host), play)
    assert host.shown == [
        *("check-space", "install", "restart", "install", "check-space"),
        *("backup-database", "backup-files", "backup"),
    ] or host.shown[:5] == ["check-space", "install", "restart", "install", "check-space"]
    assert answers == []


def test_the_keys_of_the_step_go_to_the_host_and_others_say_nothing_happens() -> None:
    host = Host()
    seen: list[str] = []

    async def play(pilot: Pilot[Any], app: Stage) -> None:
        await pilot.press("space", "n", "U", "r")
        await pilot.pause()
        seen.append(shown(app))

    run = fresh()
    on_stage(lambda: DetailScreen(run, run.rows["install"], "de", host), play)
    assert host.asked == [("tick", "install"), ("note", "install"), ("leave-out", "install")]
    assert "bewirkt R nichts" in seen[0]


def test_a_newer_picture_of_the_run_is_shown() -> None:
    seen: list[str] = []

    async def play(pilot: Pilot[Any], app: Stage) -> None:
        screen = app.screen
        assert isinstance(screen, DetailScreen)
        screen.show_run(done())
        await pilot.pause()
        seen.append(shown(app))

    run = fresh()
    on_stage(lambda: DetailScreen(run, run.rows["install"], "de", Host()), play)
    assert "erledigt · 14:53" in seen[0]


@pytest.mark.parametrize("key", ["escape", "enter"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)], ids=str)
def test_it_scrolls_and_leaves(key: str, size: tuple[int, int]) -> None:
    run = fresh()
    keys = ("down", "pagedown", "end", "up", "pageup", "home", key)
    answers, picture = on_stage(
        lambda: DetailScreen(run, run.rows["install"], "de", Host()), keys=keys, size=size
    )
    assert answers == [None]
    assert "5  Updates einspielen" in picture
    assert "Esc" in picture.splitlines()[-1]
