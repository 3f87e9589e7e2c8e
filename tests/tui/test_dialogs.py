"""Dialogs answer with the command one asked for; what is missing is said, Esc always leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from tests.tui.runs import fresh, going_back, live, over, prepared
from tests.tui.stage import NOW, Stage, each_on_stage, on_stage, shown, typed
from xprunbook.base.errors import UsageError
from xprunbook.run import commands as c
from xprunbook.run.commands import Verb
from xprunbook.run.view import StepView
from xprunbook.tui import dialogs
from xprunbook.tui.dialogs import ExportChoice
from xprunbook.tui.moments import read_moment


def row(step: str) -> StepView:
    return fresh().rows[step]


Make = Callable[[], Screen[Any]]

ANSWERS: list[tuple[str, Make, tuple[str, ...], object]] = [
    ("tick", lambda: dialogs.ConfirmTick(fresh(), row("restart"), "de"), ("enter",), c.Tick("restart")),
    (
        "tick with a note",
        lambda: dialogs.ConfirmTick(fresh(), row("restart"), "de"),
        (*typed("ok"), "enter"),
        c.Tick("restart", "ok"),
    ),
    (
        "tick that overwrites",
        lambda: dialogs.ConfirmTick(fresh(), row("install"), "de"),
        (*typed("web01"), "enter"),
        c.Tick("install"),
    ),
    (
        "tick with a value",
        lambda: dialogs.ConfirmTick(fresh(), row("check-space"), "de"),
        (*typed("12"), "enter"),
        c.Tick("check-space", "", "12"),
    ),
    (
        "note",
        lambda: dialogs.WriteNote(fresh(), row("install"), "de"),
        ("a", "enter", "b", "f2"),
        c.AddNote("a\nb", "install"),
    ),
    (
        "note on the run, Ctrl+S",
        lambda: dialogs.WriteNote(fresh(), None, "de"),
        ("a", "ctrl+s"),
        c.AddNote("a"),
    ),
    (
        "value",
        lambda: dialogs.WriteObservation(fresh(), row("check-space"), "de"),
        ("7", "enter"),
        c.Observe("check-space", "7"),
    ),
    (
        "skip without a reason",
        lambda: dialogs.GiveReason(fresh(), row("check-space"), "de", verb=Verb.SKIP),
        ("enter",),
        c.Skip("check-space"),
    ),
    (
        "deviation",
        lambda: dialogs.GiveReason(fresh(), row("install"), "de", verb=Verb.DEVIATE),
        ("enter", "x", "enter"),
        c.Deviate("install", "x"),
    ),
    (
        "not applicable",
        lambda: dialogs.GiveReason(fresh(), row("install"), "de", verb=Verb.NOT_APPLICABLE),
        ("x", "enter"),
        c.FindNotApplicable("install", "x"),
    ),
    (
        "reopen",
        lambda: dialogs.GiveReason(fresh(), row("backup-database"), "de", verb=Verb.REOPEN),
        ("x", "enter"),
        c.Reopen("backup-database", "x"),
    ),
    (
        "settle",
        lambda: dialogs.GiveReason(fresh(), row("install"), "de", verb=Verb.SETTLE),
        ("2", "tab", "x", "enter"),
        c.Settle("install", "x", "did-not-happen"),
    ),
    (
        "defer",
        lambda: dialogs.DeferStep(fresh(), row("install"), "de"),
        ("enter", "x", "enter"),
        c.Defer("install", "", "Ada Admin", "x"),
    ),
    ("gate", lambda: dialogs.PassGate(prepared(), None, "de"), ("enter",), c.PassGate("prepare")),
    (
        "change of plan",
        lambda: dialogs.ChangePlan(fresh(), None, "de"),
        ("left", "enter", "x", "enter"),
        c.ChangePlan("A", "x"),
    ),
    (
        "plan by its letter",
        lambda: dialogs.ChangePlan(fresh(), None, "de"),
        ("a", "tab", "x", "enter"),
        c.ChangePlan("A", "x"),
    ),
    (
        "inputs",
        lambda: dialogs.EditInputs(fresh(), None, "de"),
        ("2", "enter"),
        (c.SetInput("web_server", "WEB012"),),
    ),
    ("no input changed", lambda: dialogs.EditInputs(fresh(), None, "de"), ("enter",), ()),
    (
        "hand-over",
        lambda: dialogs.HandOver(fresh(), None, "de"),
        (*typed("Bob"), "enter"),
        c.HandOver("Bob", "ACME GmbH"),
    ),
    (
        "window",
        lambda: dialogs.SetWindow(fresh(), None, "de", now=NOW),
        (*typed("06:00"), "enter"),
        c.SetWindow(read_moment("06:00", NOW)),
    ),
    ("no window", lambda: dialogs.SetWindow(fresh(), None, "de", now=NOW), ("enter",), c.SetWindow(None)),
    ("machine", lambda: dialogs.SetHere(fresh(), None, "de"), ("down", "enter"), c.SetHere("db")),
    ("no machine", lambda: dialogs.SetHere(fresh(), None, "de"), ("end", "enter"), c.SetHere("")),
    ("close", lambda: dialogs.CloseRun(over(), None, "de"), ("enter",), c.Close()),
    ("not yet", lambda: dialogs.CloseRun(fresh(), None, "de"), ("enter",), None),
    (
        "abandon",
        lambda: dialogs.CloseRun(fresh(), None, "de"),
        ("2", "enter", "x", "enter"),
        c.Close(abandon=True, reason="x"),
    ),
    ("go back", lambda: dialogs.GoBack(live(), None, "de"), ("enter", "x", "enter"), c.GoBack("x")),
    ("go forward", lambda: dialogs.GoForward(going_back(), None, "de"), ("x", "enter"), c.GoForward("x")),
    (
        "undo",
        lambda: dialogs.UndoStep(going_back(), going_back().rows["install"], "de"),
        ("enter",),
        c.Undo("install"),
    ),
    (
        "undo not necessary",
        lambda: dialogs.UndoStep(going_back(), going_back().rows["install"], "de"),
        ("2", "enter", "x", "enter"),
        c.Undo("install", "x", left=True),
    ),
    ("code", lambda: dialogs.ShowCode(fresh(), None, "de", code="7K2M-9QXD"), ("enter",), True),
    ("fault", lambda: dialogs.ShowFault(UsageError("[/x]", "[/y]"), "de"), ("enter",), None),
]


@pytest.mark.parametrize(
    ("make", "keys", "answer"), [case[1:] for case in ANSWERS], ids=[c[0] for c in ANSWERS]
)
def test_a_dialog_answers_with_its_command(make: Make, keys: tuple[str, ...], answer: object) -> None:
    answers, _ = on_stage(make, keys=keys)
    assert answers == [answer]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)], ids=str)
def test_esc_leaves_and_the_keys_stay_in_sight(size: tuple[int, int]) -> None:
    for answer, picture in each_on_stage([case[1] for case in ANSWERS], keys=("escape",), size=size):
        assert answer is None
        assert "Esc " in picture or "Enter " in picture


REFUSED: list[tuple[str, Make, tuple[str, ...], str]] = [
    (
        "wrong target",
        lambda: dialogs.ConfirmTick(fresh(), row("install"), "de"),
        (*typed("db01"), "enter"),
        "Erwartet wird: WEB01",
    ),
    (
        "value of another type",
        lambda: dialogs.ConfirmTick(fresh(), row("backup-files"), "de"),
        (*typed("nas"), "enter"),
        "kein Pfad zu einer Freigabe",
    ),
    (
        "no value",
        lambda: dialogs.WriteObservation(fresh(), row("check-space"), "de"),
        ("enter",),
        "fehlt noch",
    ),
    ("empty note", lambda: dialogs.WriteNote(fresh(), None, "de"), ("f2",), "noch nichts da"),
    (
        "no reason",
        lambda: dialogs.GiveReason(fresh(), row("install"), "de", verb=Verb.DEVIATE),
        ("enter",),
        "Begründung fehlt",
    ),
    ("the same plan", lambda: dialogs.ChangePlan(fresh(), None, "de"), ("tab", "x", "enter"), "gilt schon"),
    (
        "gate too early",
        lambda: dialogs.PassGate(fresh(), row("announce"), "de"),
        ("enter",),
        "zu entscheiden: 1, 2a",
    ),
    (
        "an emptied input",
        lambda: dialogs.EditInputs(fresh(), None, "de"),
        (*("backspace",) * 5, "enter"),
        "nicht leeren",
    ),
    (
        "a used input without a reason",
        lambda: dialogs.EditInputs(fresh(), None, "de"),
        ("tab", "tab", "down", "enter"),
        "braucht eine",
    ),
    (
        "no time",
        lambda: dialogs.SetWindow(fresh(), None, "de", now=NOW),
        (*typed("soon"), "enter"),
        "keine Zeit",
    ),
    ("no name", lambda: dialogs.HandOver(fresh(), None, "de"), ("enter",), "Name fehlt"),
]


@pytest.mark.parametrize(
    ("make", "keys", "words"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED]
)
@pytest.mark.parametrize("size", [(80, 24), (40, 10)], ids=str)
def test_what_is_missing_is_said(
    make: Make, keys: tuple[str, ...], words: str, size: tuple[int, int]
) -> None:
    seen: list[str] = []

    async def look(pilot: Pilot[Any], app: Stage) -> None:
        await pilot.pause()
        seen.append(shown(app))

    answers, _ = on_stage(make, look, keys=keys, size=size)
    assert answers == []
    flat = " ".join(seen[0].replace("│", " ").split())
    assert words in flat


def test_a_tick_says_what_was_not_read_and_not_done() -> None:
    _, picture = on_stage(lambda: dialogs.ConfirmTick(fresh(), row("backup-database"), "de"))
    assert "Achtung  Nur eine Sicherung" in picture
    _, picture = on_stage(
        lambda: dialogs.ConfirmTick(fresh(), row("backup-database"), "de", warnings_read=True)
    )
    assert "Achtung" not in picture
    _, picture = on_stage(lambda: dialogs.ConfirmTick(fresh(), row("install"), "de"))
    assert "Noch nicht erledigt: 2 Sichern" in picture
    assert "Noch nicht freigegeben: Vorbereiten" in picture
    _, picture = on_stage(lambda: dialogs.ConfirmTick(fresh(), row("go-live"), "de"))
    assert "keinen Rückweg mehr" in picture


def test_only_a_plain_optional_step_is_ticked_without_a_question() -> None:
    run = fresh()
    assert dialogs.tick_asks(run, run.rows["restart"], warnings_read=True)
    assert dialogs.tick_asks(run, run.rows["check-space"], warnings_read=True)


def test_closing_lists_what_is_open() -> None:
    _, picture = on_stage(lambda: dialogs.CloseRun(fresh(), None, "de"), size=(80, 40))
    assert "Pflichtschritte noch offen" in picture
    assert "5  Updates einspielen" in picture
    _, picture = on_stage(lambda: dialogs.CloseRun(over(), None, "de"), size=(80, 40))
    assert "8  Anmelden" in picture
    assert "vertagt" in picture


def test_a_change_of_plan_names_the_steps_that_change() -> None:
    seen: list[str] = []

    async def look(pilot: Pilot[Any], app: Stage) -> None:
        await pilot.pause()
        seen.append(shown(app))

    on_stage(lambda: dialogs.ChangePlan(fresh(), None, "de"), look, keys=("left",))
    assert "Kommt dazu: 4" in seen[0]
    assert "Wird optional: 1" in seen[0]


def test_export_suggests_checks_and_asks_before_replacing(tmp_path: Path) -> None:
    def make() -> Screen[Any]:
        return dialogs.ExportDialog(fresh(), None, "de", folder=tmp_path)

    assert on_stage(make, keys=("enter",))[0] == [ExportChoice("html", tmp_path / "patch-day-b.html")]
    assert on_stage(make, keys=("2", "enter"))[0] == [ExportChoice("json", tmp_path / "patch-day-b.json")]
    (tmp_path / "patch-day-b.html").write_text("old")
    assert on_stage(make, keys=("enter",))[0] == []
    assert on_stage(make, keys=("enter", "enter"))[0] == [ExportChoice("html", tmp_path / "patch-day-b.html")]
    assert (
        on_stage(lambda: dialogs.ExportDialog(fresh(), None, "de", folder=tmp_path / "no"), keys=("enter",))[
            0
        ]
        == []
    )


def test_a_paste_goes_into_a_line_without_its_line_ends() -> None:
    from textual.events import Paste

    async def paste(pilot: Pilot[Any], app: Stage) -> None:
        assert app.focused is not None
        app.focused.post_message(Paste("one\r\ntwo\x1b[31m\u202e\n"))
        await pilot.pause()
        await pilot.press("enter")

    answers, _ = on_stage(lambda: dialogs.GiveReason(fresh(), row("install"), "de", verb=Verb.DEVIATE), paste)
    assert answers == [c.Deviate("install", "one two^[[31m<U+202E>")]


def test_a_paste_into_a_note_keeps_its_lines() -> None:
    from textual.events import Paste

    async def paste(pilot: Pilot[Any], app: Stage) -> None:
        assert app.focused is not None
        app.focused.post_message(Paste("one\ntwo\x07"))
        await pilot.pause()
        await pilot.press("f2")

    answers, _ = on_stage(lambda: dialogs.WriteNote(fresh(), None, "de"), paste)
    assert answers == [c.AddNote("one\ntwo^G")]


def test_dialogs_are_imported_on_first_use_only() -> None:
    with pytest.raises(AttributeError):
        dialogs.Nothing  # noqa: B018
    for name in dialogs.__all__:
        assert getattr(dialogs, name).__name__ == name


TICK = """\


┌──────────────────────────────────────────────────────────────────────────────┐
│ 5  Updates einspielen                                                        │
│                                                                              │
│ Achtung  Noch nicht erledigt: 2 Sichern                                      │
│ Noch nicht freigegeben: Vorbereiten                                          │
│ Abhaken geht trotzdem; festgehalten wird, was fehlte.                        │
│                                                                              │
│ Achtung  Überschreibt: Die Programmdateien auf WEB01                         │
│                                                                              │
│ Zum Bestätigen das Ziel eintippen: WEB01                                     │
│ │                                                                            │
│                                                                              │
│ Als erledigt abhaken?                                                        │
│                                                                              │
│ Notiz (freiwillig)                                                           │
│ │                                                                            │
│                                                                              │
│ Enter erledigt   Tab nächstes Feld   Esc abbrechen                           │
└──────────────────────────────────────────────────────────────────────────────┘
"""


@pytest.mark.parametrize("theme", ["dark", "light", "console", "mono"])
def test_the_picture_of_a_tick(theme: str) -> None:
    _, picture = on_stage(lambda: dialogs.ConfirmTick(fresh(), row("install"), "de"), theme=theme)
    assert picture.strip("\n") == TICK.strip("\n")
