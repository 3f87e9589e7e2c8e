"""Brackets, escapes, bidi and endless lines in every text of a runbook: shown as they are, nothing falls over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.screen import Screen

from tests.tui.runs import hostile
from tests.tui.stage import HOSTILE, NOW, each_on_stage, on_stage
from xprunbook.base.errors import UsageError
from xprunbook.base.settings import Settings
from xprunbook.run import commands as c
from xprunbook.run.commands import Verb
from xprunbook.run.view import RunView
from xprunbook.tui import dialogs
from xprunbook.tui.screens.chooser import ChooserScreen
from xprunbook.tui.screens.detail import DetailScreen
from xprunbook.tui.screens.start import StartForm

Make = Callable[[], Screen[Any]]


def screens(run: RunView, text: str) -> Iterator[Make]:
    """Every dialog and every screen that shows texts of a run."""
    rows = run.rows
    install = rows["install"]
    yield lambda: dialogs.ConfirmTick(run, install, "de")
    yield lambda: dialogs.ConfirmTick(run, rows["backup-files"], "de")
    yield lambda: dialogs.WriteNote(run, install, "de")
    yield lambda: dialogs.WriteObservation(run, rows["backup-files"], "de")
    yield lambda: dialogs.GiveReason(run, rows["backup"], "de", verb=Verb.NOT_APPLICABLE)
    yield lambda: dialogs.GiveReason(run, install, "de", verb=Verb.SETTLE)
    yield lambda: dialogs.DeferStep(run, install, "de")
    yield lambda: dialogs.PassGate(run, rows["announce"], "de")
    yield lambda: dialogs.ShowCode(run, install, "de", code="7K2M-9QXD", command=text)
    yield lambda: dialogs.ChangePlan(run, None, "de")
    yield lambda: dialogs.EditInputs(run, None, "de")
    yield lambda: dialogs.HandOver(run, None, "de")
    yield lambda: dialogs.SetWindow(run, None, "de", now=NOW)
    yield lambda: dialogs.SetHere(run, None, "de")
    yield lambda: dialogs.CloseRun(run, None, "de")
    yield lambda: dialogs.GoBack(run, None, "de")
    yield lambda: dialogs.GoForward(run, None, "de")
    yield lambda: dialogs.UndoStep(run, install, "de")
    yield lambda: dialogs.ExportDialog(run, None, "de")
    yield lambda: dialogs.ShowFault(UsageError(text, text), "de")
    yield lambda: ChooserScreen(run.runbook, "de")
    yield lambda: StartForm("de", Settings(text[:50], text[:50]), NOW, run.runbook, "B")
    yield lambda: DetailScreen(run, install, "de")
    yield lambda: DetailScreen(run, rows["backup-files"], "de")


BAD = ("\x1b", "\u202e", "\x9b", "\x07")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_only_shown(text: str) -> None:
    for answer, picture in each_on_stage(screens(hostile(text), text), keys=("escape",)):
        assert answer is None
        assert not [bad for bad in BAD if bad in picture]


def test_all_of_them_on_the_smallest_screen() -> None:
    text = " ".join(HOSTILE)
    made = each_on_stage(screens(hostile(text), text), keys=("tab", "pagedown", "escape"), size=(40, 10))
    for answer, picture in made:
        assert answer is None
        assert not [bad for bad in BAD if bad in picture]


def test_hostile_words_typed_by_a_person_reach_the_command_harmless() -> None:
    run = hostile("x")
    row = run.rows["restart"]
    keys = ("left_square_bracket", "slash", "f", "right_square_bracket", "enter")
    answers, _ = on_stage(lambda: dialogs.GiveReason(run, row, "de", verb=Verb.DEVIATE), keys=keys)
    assert answers == [c.Deviate("restart", "[/f]")]
