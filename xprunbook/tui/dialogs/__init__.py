"""Dialogs: each asks one thing and answers with a command for the run, or with None if one left it.

A dialog is imported when it is first opened: the first picture of the program does not pay for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from xprunbook.tui.dialogs.gate import PassGate, ShowCode
    from xprunbook.tui.dialogs.note import WriteNote, WriteObservation
    from xprunbook.tui.dialogs.reason import DeferStep, GiveReason
    from xprunbook.tui.dialogs.tick import ConfirmTick, tick_asks

_HOME: Final = {
    "ConfirmTick": "tick",
    "DeferStep": "reason",
    "GiveReason": "reason",
    "PassGate": "gate",
    "ShowCode": "gate",
    "WriteNote": "note",
    "WriteObservation": "note",
    "tick_asks": "tick",
}

__all__ = [
    "ConfirmTick",
    "DeferStep",
    "GiveReason",
    "PassGate",
    "ShowCode",
    "WriteNote",
    "WriteObservation",
    "tick_asks",
]


def __getattr__(name: str) -> Any:
    """Import the dialog's module on first use."""
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"xprunbook.tui.dialogs.{_HOME[name]}"), name)
