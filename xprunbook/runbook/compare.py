"""Says which steps differ between two versions of a runbook, so that a run can tell what changed under it."""

from __future__ import annotations

from dataclasses import replace

from xprunbook.runbook.model import Runbook, Step


def differing_steps(old: Runbook, new: Runbook) -> tuple[str, ...]:
    """Ids of the steps that were changed, added or removed: in the new order, the removed ones last.

    Where a check stands in the file does not count, nor does a change of a sub-step count for its parent.
    """
    before, after = _rows(old), _rows(new)
    changed = [id_ for id_, step in after.items() if before.get(id_) != step]
    return (*changed, *(id_ for id_ in before if id_ not in after))


def _rows(runbook: Runbook) -> dict[str, Step]:
    return {id_: replace(step, steps=()) if step.steps else step for id_, step in runbook.steps.items()}
