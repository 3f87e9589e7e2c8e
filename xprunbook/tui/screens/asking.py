"""What a key leads to: a dialog that makes a command, or the command itself. The table between keys and the run."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from textual.screen import ModalScreen

from xprunbook.base.language import Language
from xprunbook.run import commands as c
from xprunbook.run.asking import is_slip
from xprunbook.run.commands import Command, Verb
from xprunbook.run.view import RunView, StepView

Dialog = ModalScreen[Any]

_DIALOGS: Final = {
    "undo": "back.UndoStep",
    "settle": "reason.GiveReason",
    "leave-out": "reason.GiveReason",
    "not-applicable": "reason.GiveReason",
    "reopen": "reason.GiveReason",
    "defer": "reason.DeferStep",
    "note": "note.WriteNote",
    "observe": "note.WriteObservation",
    "tick": "tick.ConfirmTick",
    "gate": "gate.PassGate",
    "code": "gate.ShowCode",
    "plan": "plan.ChangePlan",
    "inputs": "inputs.EditInputs",
    "window": "run.SetWindow",
    "here": "run.SetHere",
    "hand-over": "run.HandOver",
    "go-back": "back.GoBack",
    "go-forward": "back.GoForward",
    "close": "close.CloseRun",
    "export": "export.ExportDialog",
    "apply": "apply.ConfirmApply",
    "leave": "leaving.LeaveRunning",
}
"""The dialog of every command, by module and class; imported when first opened (start-up pays for none of them)."""

MOVES_ON: Final = (c.Tick, c.Skip, c.Deviate, c.FindNotApplicable, c.Defer, c.Settle)
"""After these the cursor goes to the next open step."""


def dialog(name: str, run: RunView, row: StepView | None, language: Language, **options: Any) -> Dialog:
    """Make a dialog."""
    module, _, kind = _DIALOGS[name].partition(".")
    made: Dialog = getattr(import_module(f"xprunbook.tui.dialogs.{module}"), kind)(
        run, row, language, **options
    )
    return made


def ask(
    command: str, run: RunView, row: StepView | None, language: Language, now: float, *, warnings_read: bool
) -> Dialog | Command | None:
    """What this key leads to here: a dialog, a command that needs none, or nothing.

    The screen has looked whether the command applies; what may happen is still decided by the run.
    """
    if command in ("plan", "inputs", "here", "hand-over", "close", "export"):
        return dialog(command, run, None, language)
    if command == "window":
        return dialog("window", run, None, language, now=now)
    if command == "gate":
        return dialog("gate", run, row, language)
    if command == "go-back":
        return dialog("go-forward" if run.state.going_back else "go-back", run, None, language)
    if row is None:
        return None
    if command == "tick":
        return dialog("tick", run, row, language, warnings_read=warnings_read)
    if command == "reopen" and is_slip(row, now):
        return c.Reopen(row.step.id)
    verb = _reason_for(command, row)
    if verb is not None:
        return dialog(command, run, row, language, verb=verb)
    return dialog(command, run, row, language) if command in _DIALOGS else None


def _reason_for(command: str, row: StepView) -> Verb | None:
    if command == "leave-out":
        return Verb.SKIP if Verb.SKIP in row.verbs else Verb.DEVIATE
    return {"settle": Verb.SETTLE, "not-applicable": Verb.NOT_APPLICABLE, "reopen": Verb.REOPEN}.get(command)
