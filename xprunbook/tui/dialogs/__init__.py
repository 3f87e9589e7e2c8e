"""Dialogs: each asks one thing and answers with a command for the run, or with None if one left it.

A dialog is imported when it is first opened: the first picture of the program does not pay for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from xprunbook.tui.dialogs.back import GoBack, GoForward, UndoStep
    from xprunbook.tui.dialogs.close import CloseRun
    from xprunbook.tui.dialogs.export import ExportChoice, ExportDialog
    from xprunbook.tui.dialogs.fault import ShowFault
    from xprunbook.tui.dialogs.gate import PassGate, ShowCode
    from xprunbook.tui.dialogs.inputs import EditInputs
    from xprunbook.tui.dialogs.note import WriteNote, WriteObservation
    from xprunbook.tui.dialogs.plan import ChangePlan
    from xprunbook.tui.dialogs.reason import DeferStep, GiveReason
    from xprunbook.tui.dialogs.run import HandOver, SetHere, SetWindow
    from xprunbook.tui.dialogs.tick import ConfirmTick, tick_asks

_HOME: Final = {
    "ChangePlan": "plan",
    "CloseRun": "close",
    "ConfirmTick": "tick",
    "DeferStep": "reason",
    "EditInputs": "inputs",
    "ExportChoice": "export",
    "ExportDialog": "export",
    "GiveReason": "reason",
    "GoBack": "back",
    "GoForward": "back",
    "HandOver": "run",
    "PassGate": "gate",
    "SetHere": "run",
    "SetWindow": "run",
    "ShowCode": "gate",
    "ShowFault": "fault",
    "UndoStep": "back",
    "WriteNote": "note",
    "WriteObservation": "note",
    "tick_asks": "tick",
}

__all__ = [
    "ChangePlan",
    "CloseRun",
    "ConfirmTick",
    "DeferStep",
    "EditInputs",
    "ExportChoice",
    "ExportDialog",
    "GiveReason",
    "GoBack",
    "GoForward",
    "HandOver",
    "PassGate",
    "SetHere",
    "SetWindow",
    "ShowCode",
    "ShowFault",
    "UndoStep",
    "WriteNote",
    "WriteObservation",
    "tick_asks",
]


def __getattr__(name: str) -> Any:
    """Import the dialog's module on first use."""
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"xprunbook.tui.dialogs.{_HOME[name]}"), name)
