"""The vendor's table of plans, row by row, against the shipped runbook (source document, edition V4, V5-8 to V9)."""

from __future__ import annotations

import re

import pytest

from xprunbook.runbook.library import Library
from xprunbook.runbook.model import InputType, Runbook, Step
from xprunbook.runbook.substitute import names_in

MATRIX = """
0    X    X    X    X
1    -    X    -    -
2    -    X    X    X
2a   -    X    X    X
2b   -    X    X    X
3    (X)  (X)  (X)  -
4    X    -    -    -
5    -    X    X    -
6    X    X    X    -
7    (X)  X    X    X
7a   -    X    X    X
8    -    X    X    X
9    X    X    X    X
9a   X    X    X    X
10   (X)  (X)  (X)  -
11   (X)  (X)  (X)  (X)
12   X    X    X    X
13   (X)  (X)  (X)  -
"""
ROWS = [line.split() for line in MATRIX.split("\n") if line]


@pytest.fixture(scope="module")
def runbook() -> Runbook:
    return Library().load("xphone-v8-to-v9")[0].speak("de")


def row(runbook: Runbook, number: str) -> Step:
    (found,) = (step for step in runbook.steps.values() if step.number == number)
    return found


@pytest.mark.parametrize(("number", "marks"), [(line[0], line[1:]) for line in ROWS])
def test_a_row_has_the_vendors_marks(runbook: Runbook, number: str, marks: list[str]) -> None:
    step = row(runbook, number)
    assert [str(step.plans.get(plan, "-")) for plan in "ABCD"] == marks
    assert not step.ours


def test_the_vendors_rows_stand_in_the_vendors_order(runbook: Runbook) -> None:
    numbers = [step.number for step in runbook.steps.values()]
    places = [numbers.index(line[0]) for line in ROWS]
    assert places == sorted(places)


def test_our_own_steps_are_numbered_e_in_the_order_of_the_page(runbook: Runbook) -> None:
    """E8a before E8b before E8c: somebody on the phone finds the step by its number."""
    assert [step.id for step in runbook.steps.values() if step.ours != step.number.startswith("E")] == []
    ours = [step.number for step in runbook.steps.values() if step.ours]
    found = [re.fullmatch(r"E(\d+)([a-z]?)", number) for number in ours]
    keys = [(int(match[1]), match[2]) for match in found if match]
    assert len(keys) == len(ours)
    assert keys == sorted(set(keys))


def test_analytics_and_customer_owned_sql_are_conditions(runbook: Runbook) -> None:
    assert row(runbook, "7a").when == {"analytics": ("yes",)}
    assert row(runbook, "9b").when == {"analytics": ("yes",)}
    assert len(row(runbook, "2b").when) == 1


def test_the_restore_overwrites_and_comes_after_the_share_and_the_last_backup(runbook: Runbook) -> None:
    restore = row(runbook, "12")
    assert restore.overwrites
    assert [step.id for step in runbook.steps.values() if step.overwrites and not step.ours] == [restore.id]


def test_the_restore_is_confirmed_with_the_sql_server_it_overwrites(runbook: Runbook) -> None:
    """Never with the machine that the Backup-Manager runs on: in plan D that is production."""
    named = [runbook.inputs[name] for name in names_in(row(runbook, "12").overwrites)]
    single = [item for item in named if item.type is not InputType.NAMES]
    assert [(item.id, item.plans) for item in single] == [("sql_server", ("B", "C", "D"))]


@pytest.mark.parametrize("plan", "ABCD")
def test_every_plan_has_one_point_of_no_return_after_its_restore(runbook: Runbook, plan: str) -> None:
    leaves = [step.id for step in runbook.leaves(plan)]
    points = [step.id for step in runbook.leaves(plan) if plan in step.no_return]
    assert len(points) == 1
    assert leaves.index(points[0]) > leaves.index(row(runbook, "12").id)


def test_in_b_the_sql_server_is_on_the_new_machine_and_in_d_production_stays(runbook: Runbook) -> None:
    assert row(runbook, "1").on == {"B": "new"}
    assert row(runbook, "2a").on["B"] == "new"
    assert row(runbook, "2a").on["C"] == "sql"
    assert row(runbook, "8").on["D"] == "old"
