"""The table: what stands in a line, what a width leaves of it, and that a move sends only what changed."""

from __future__ import annotations

import re

import pytest
from rich.style import Style
from textual.strip import Strip

from tests.tui.fakes import NOW, FakeSession, load
from tests.tui.playing import Player, play
from xprunbook.base.text import cells
from xprunbook.run import commands as c
from xprunbook.run import events as e
from xprunbook.run.view import RunView, view
from xprunbook.runbook.library import data_folder
from xprunbook.tui.face import Face
from xprunbook.tui.glyphs import SETS
from xprunbook.tui.theme import Palette
from xprunbook.tui.theme_files import read_theme
from xprunbook.tui.widgets.columns import columns
from xprunbook.tui.widgets.lines import NEAR, changed_cells, to_strip
from xprunbook.tui.widgets.rows import PhaseRow, StepRow, heading, phase_line, step_line


def face(theme: str = "console", glyphs: str = "rich") -> Face:
    palette = Palette(read_theme(data_folder("themes") / f"{theme}.yaml", "en"))
    return Face("en", SETS[glyphs], palette)  # type: ignore[index]


def see(session: FakeSession) -> RunView:
    return view(session.book.speak("en"), session.state)


def line(
    run: RunView, step: str, width: int = 80, now: float = NOW, *, selected: bool = False, **row: int
) -> str:
    spans = step_line(
        StepRow(run.rows[step], run.rows[step].step.title, **row),  # type: ignore[arg-type]
        run.runbook,
        run.state.plan,
        columns(run.runbook, run.state.plan, width),
        face(),
        now,
        selected=selected,
    )
    return "".join(text for text, _ in spans)


@pytest.mark.parametrize("width", [10, 24, 40, 60, 72, 80, 100, 120, 200])
def test_a_line_fills_its_width_and_no_more(width: int) -> None:
    run = see(FakeSession(load("xphone-v8-to-v9"), "C"))
    grid = columns(run.runbook, "C", width)
    strip = to_strip(heading(run.runbook, "C", grid, face()), width)
    assert strip.cell_length == width
    for step in run.rows:
        # The last cell belongs to the scroll sign.
        assert cells(line(run, step, width)) <= max(width - 1, 22), step


def test_columns_go_one_after_the_other() -> None:
    runbook = load("xphone-v8-to-v9").speak("en")
    wide, normal, narrow, tiny = (columns(runbook, "C", width) for width in (120, 80, 60, 40))
    assert (wide.marks, wide.plan, normal.marks, normal.plan) == (3, 5, 2, 4)
    assert normal.plans == ("A", "B", "C", "D")
    assert normal.where == 3
    assert narrow.where == 0
    assert tiny.plans == ("C",)
    assert not tiny.time
    assert all(grid.title >= 24 for grid in (wide, normal, narrow))
    assert tiny.title >= 12
    assert columns(runbook, "C", 30).plans == ()


def test_times_say_what_they_are() -> None:
    session = FakeSession()
    run = see(session)
    assert line(run, "backup-files").rstrip().endswith("~10 min")
    session.ask(c.Tick("backup-files", observed="\\\\nas\\web"))
    assert line(see(session), "backup-files").rstrip().endswith("done        22:13")
    session.happen(e.Intended("install", "demo.install", "d"))
    assert line(see(session), "install", now=NOW + 42 * 60).rstrip().endswith("running      0:42")
    assert line(see(session), "install", 120, now=NOW + 42 * 60).rstrip().endswith("since 0:42")


def test_marks_and_the_most_important_one_next_to_the_machine() -> None:
    session = FakeSession(plan="B")
    session.ask(c.AddNote("look", "install"), c.AddNote("look", "go-live"))
    run = see(session)
    assert re.search(r"»¶ web", line(run, "install"))
    assert re.search(r"¶! DB", line(run, "go-live"))


def test_a_short_title_stands_in_where_the_long_one_has_no_room() -> None:
    run = see(FakeSession())
    assert "Take the node out of the load balancer" in line(run, "drain", 120)
    assert "Take the node out" in line(run, "drain", 60)


def test_a_step_done_with_an_earlier_value_has_a_star() -> None:
    session = FakeSession()
    session.ask(c.Tick("smoke-test"), c.SetInput("web_server", "WEB02", "typo"))
    assert "done*" in line(see(session), "smoke-test")


def test_outside_the_plan_there_is_no_state() -> None:
    text = line(see(FakeSession(plan="B")), "drain")
    assert "open" not in text
    assert "─" in text


def test_a_phase_tells_of_its_gate() -> None:
    run = see(FakeSession())
    grid = columns(run.runbook, "A", 80)
    phase = run.runbook.phases[0]

    def text(gate: str) -> str:
        return "".join(part for part, _ in phase_line(PhaseRow(phase, 1, 3, gate, NOW), grid, face(), NOW))

    assert "1 of 3" in text("")
    assert "G pass the gate" in text("waiting")
    assert "passed 22:13" in text("passed")
    assert all(cells(text(gate)) == 79 for gate in ("", "ahead", "waiting", "passed"))


@pytest.mark.parametrize("theme", ["dark", "light", "console", "mono"])
def test_the_active_plan_is_a_band_in_every_theme(theme: str) -> None:
    run = see(FakeSession(plan="B"))
    spans = step_line(
        StepRow(run.rows["install"], "t"),
        run.runbook,
        "B",
        columns(run.runbook, "B", 80),
        face(theme),
        NOW,
        selected=False,
    )
    band = next(style for text, style in spans if text == " X  " and (style.bgcolor or style.reverse))
    assert band.reverse or band.bgcolor


@pytest.mark.parametrize("page", ["cp437", "cp850"])
def test_plain_glyphs_exist_on_old_consoles(page: str) -> None:
    glyphs = SETS["plain"]
    # These two code pages draw ► and ¶ in the places of control characters; Python's tables leave those out.
    drawn = {"►", "¶"}
    for name in glyphs.__slots__:
        glyph = getattr(glyphs, name)
        assert glyph in drawn or glyph.encode(page), name
    assert all(cells(getattr(one, name)) == 1 for one in SETS.values() for name in one.__slots__)
    assert all(getattr(SETS["ascii"], name).isascii() for name in glyphs.__slots__)


def strip(text: str, style: Style | None = None) -> Strip:
    return to_strip([(text, style or Style())], 40)


def test_changed_cells_finds_the_stretches() -> None:
    assert changed_cells(strip("same"), strip("same")) == []
    assert changed_cells(strip("abc"), strip("aXc")) == [(1, 2)]
    far = "x" + " " * (NEAR + 4) + "y"
    assert changed_cells(strip("a" + far[1:]), strip(far[:-1] + "z")) == [(0, 1), (NEAR + 5, NEAR + 6)]
    assert changed_cells(strip("abc"), strip("abd", Style(bold=True))) == [(0, 40)]
    assert changed_cells(strip("漢字"), strip("漢子")) == [(2, 3)]


def test_a_move_repaints_two_rows_and_an_idle_snapshot_none() -> None:
    async def script(player: Player) -> None:
        matrix = player.plan.matrix
        regions: list[int] = []
        send = matrix.refresh

        def count(*given: object, **options: object) -> object:
            regions.append(len(given))
            return send(*given, **options)  # type: ignore[arg-type]

        matrix.refresh = count  # type: ignore[method-assign,assignment]
        await player.press("down")
        assert 2 <= len(regions) <= 6
        assert all(regions)
        regions.clear()
        matrix.show(player.plan.run, matrix.now)  # type: ignore[arg-type]
        assert regions == []

    play(script)


def test_hostile_titles_are_shown_literally() -> None:
    text = "[/x] [@click=app.quit]a[/] \x1b[31m \u202e D:\\Backup\\[SAP]\\"
    strip_ = to_strip([(text, Style())], 80)
    assert "[/x] [@click=app.quit]a[/] ^[[31m <U+202E> D:\\Backup\\[SAP]\\" in strip_.text
    assert strip_.cell_length == 80
    assert to_strip([("x" * 10_000, Style())], 80).cell_length == 80
