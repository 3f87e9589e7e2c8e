"""The colour of each state's word in running text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xprunbook.run.state import StepState
from xprunbook.tui.widgets.rows import INK

_BOLD: Final = frozenset({StepState.RUNNING, StepState.FAILED, StepState.TIMED_OUT, StepState.IN_DOUBT})

STATE_STYLES: Final[Mapping[StepState, str]] = {
    state: f"bold ${ink}" if state in _BOLD else f"${ink}" for state, ink in INK.items()
}
"""Style strings by state; what needs attention is bold as well."""
