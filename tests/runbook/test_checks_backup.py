"""Warnings about what destroys without a backup before it, and about long stretches without a gate."""

from __future__ import annotations

import pytest

from tests.runbook.helpers import SMALL, codes, problems_of, with_change
from xprunbook.runbook.problems import Severity

OVERWRITES = with_change("undo: Go back.", "overwrites: Everything")
BACKUP = "      - {id: backup, title: Save it, plans: {A: X, B: X}}\n"
NO_BACKUP = ["backup.overwrites"]


def before_one(row: str, text: str = OVERWRITES) -> str:
    return with_change("      - id: one\n", row + "      - id: one\n", text)


def told(text: str) -> list[str]:
    found = problems_of(text)
    assert all(problem.severity is Severity.WARNING for problem in found), found
    return codes(found)


def test_what_overwrites_without_a_backup_is_told_where_it_stands_and_for_which_plan() -> None:
    (problem,) = problems_of(OVERWRITES)
    assert problem.code == "backup.overwrites"
    assert problem.severity is Severity.WARNING
    assert OVERWRITES.splitlines()[problem.line - 1].strip() == "overwrites: Everything"
    assert "plan B " in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    "row",
    [
        BACKUP,
        "      - {id: save, title: Full backup, plans: {B: X}}\n",
        "      - {id: save, title: Back up the files, plans: {B: X}}\n",
        "      - {id: save, title: Datenbanken sichern, plans: {B: (X)}}\n",
        "      - {id: save, title: Sicherung im Backup-Manager, plans: {B: X}}\n",
        "      - {id: save, title: Snapshot of the machine, plans: {B: X}}\n",
        "      - {id: database-dump, title: Save, plans: {B: X}}\n",
        "      - {id: save, title: Save, plans: {B: X}, steps: [{id: part, title: Sicherung}]}\n",
    ],
)
def test_a_backup_before_it_is_enough(row: str) -> None:
    assert told(before_one(row)) == []


@pytest.mark.parametrize(
    "row",
    [
        "      - {id: backup, title: Save it, plans: {A: X}}\n",
        "      - {id: one-more, title: Check the backup, plans: {B: X}}\n",
        "      - {id: one-more, title: Restore the backup, plans: {B: X}}\n",
        "      - {id: one-more, title: Alte Snapshots löschen, plans: {B: X}}\n",
        "      - {id: backup-share, title: Freigabe einrichten, plans: {B: X}}\n",
        "      - {id: one-more, title: Start the Backup Manager, plans: {B: X}}\n",
    ],
)
def test_another_plans_backup_or_only_the_word_is_not(row: str) -> None:
    assert told(before_one(row)) == NO_BACKUP


def test_a_step_that_makes_the_backup_may_overwrite_the_last_one() -> None:
    assert told(with_change("title: Third", "title: Snapshot", OVERWRITES)) == []


def test_a_backup_after_it_counts_only_if_it_is_needed() -> None:
    after = OVERWRITES + BACKUP
    assert told(after) == NO_BACKUP
    assert told(with_change("title: Third", "title: Third\n        needs: [backup]", after)) == []
    over = after + "      - {id: last, title: Last, plans: {B: X}, needs: [backup]}\n"
    assert told(with_change("title: Third", "title: Third\n        needs: [last]", over)) == []


def test_a_part_needs_what_its_step_needs() -> None:
    text = with_change("title: Half", "title: Half\n            overwrites: All", SMALL) + BACKUP
    assert told(text) == NO_BACKUP
    assert told(with_change("needs: [one]", "needs: [one, backup]", text)) == []


def test_who_needs_a_step_needs_its_parts() -> None:
    whole = "      - {id: whole, title: Whole, plans: {B: X}, steps: [{id: part, title: Backup}]}\n"
    text = OVERWRITES + whole
    assert told(text) == NO_BACKUP
    assert told(with_change("title: Third", "title: Third\n        needs: [whole]", text)) == []


@pytest.mark.parametrize("plans", ["true", "[B]"])
def test_a_point_of_no_return_wants_a_backup_as_well(plans: str) -> None:
    text = with_change("undo: Go back.", f"point_of_no_return: {plans}")
    assert told(text) == ["backup.no-return"]
    assert told(before_one(BACKUP, text)) == []


def test_a_point_of_no_return_speaks_only_of_its_plans() -> None:
    text = with_change("title: First", "title: First\n        point_of_no_return: [B]")
    (problem,) = problems_of(text)
    assert "plan B " in problem.message


def test_thousands_of_needs_are_walked_without_recursion() -> None:
    rows = "".join(
        f"      - {{id: s{n}, title: s, plans: {{A: X}}, needs: [s{n + 1}], overwrites: x}}\n"
        for n in range(1_500)
    )
    last = "      - {id: s1500, title: Backup, plans: {A: X}}\n"
    assert "backup.overwrites" not in told(SMALL + rows + last)
    assert told(SMALL + rows + last.replace("Backup", "End")).count("backup.overwrites") > 100


def test_nine_steps_need_no_gate_ten_do_and_a_gate_settles_it() -> None:
    def more(count: int) -> str:
        return SMALL + "".join(f"      - {{id: s{n}, title: s, plans: {{A: X}}}}\n" for n in range(count))

    assert told(more(6)) == []
    assert told(more(7)) == ["phase.long"]
    assert told(with_change("    title: Work\n", "    title: Work\n    gate: All is well.\n", more(7))) == []
