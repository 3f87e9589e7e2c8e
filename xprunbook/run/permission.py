"""What only a person may say: an answer file cannot decide a mandatory step of a real run, nor open a gate."""

from __future__ import annotations

from xprunbook.run.commands import PERSON, Command, FindNotApplicable, PassGate, Settle, Tick
from xprunbook.run.view import RunView
from xprunbook.runbook.model import Mark


def needs_a_person(command: Command, run: RunView) -> bool:
    """Whether a file says what only a person may say here: a mandatory step is done or needless, a gate holds.

    A rehearsal takes it from a file, and so does a run that was started with that permission.
    """
    if command.source == PERSON or run.state.practice or run.state.allow_file_ticks:
        return False
    if isinstance(command, PassGate):
        return True
    if not isinstance(command, Tick | FindNotApplicable | Settle):
        return False
    row = run.rows.get(command.step)
    if row is None or (isinstance(command, Settle) and command.verdict != "happened"):
        return False
    return any(run.rows[leaf.id].mark is Mark.MANDATORY for leaf in row.step.leaves())
