"""Runbooks that lead to other runbooks: by a question, or by a step."""

from __future__ import annotations

from tests.runbook.helpers import problems_of
from xprunbook.runbook.choose import answer, begin
from xprunbook.runbook.load import load_book
from xprunbook.runbook.model import Runbook

ASKS = """
format: 1
id: which-way
language: en
version: "1"
title: Which way
choose:
  - id: version
    ask: Which version?
    answers:
      - {say: New, runbook: {id: move, plan: C}, why: It is new.}
      - {say: Old, runbook: {id: journey}}
      - {say: Ancient, refuse: Too old.}
"""

STEPS = """
format: 1
id: journey
language: en
version: "1"
title: Journey
plans: {A: {title: One}, B: {title: Two}}
inputs:
  version: {type: choice, title: Version, choices: [V5, V6, V7]}
phases:
  - id: way
    title: Way
    steps:
      - {id: first, plans: {A: X, B: X}, title: First, when: {version: [V5, V6]}, runbook: {id: chain, plan: I}}
      - {id: second, plans: {A: X, B: X}, title: Second, runbook: {id: move, plan: {A: C, B: D}}}
      - {id: third, plans: {A: X, B: X}, title: Third, when: {version: V5}, runbook: {id: share}}
"""


def load(text: str) -> Runbook:
    return load_book(("x.yaml", text.encode()))[0].speak("en")


def test_a_runbook_may_only_ask_and_lead_to_others() -> None:
    runbook = load(ASKS)
    assert (runbook.plans, runbook.phases) == ({}, ())
    walk = answer(runbook, begin(runbook), 0)
    assert (walk.runbook, walk.plan, walk.why) == ("move", "C", ("It is new.",))
    walk = answer(runbook, begin(runbook), 1)
    assert (walk.runbook, walk.plan) == ("journey", "")
    assert answer(runbook, begin(runbook), 2).refusal == "Too old."


def test_a_step_may_be_a_run_of_another_runbook_with_a_plan_by_plan() -> None:
    runbook = load(STEPS)
    first, second, third = (runbook.steps[name].runbook for name in ("first", "second", "third"))
    assert first is not None
    assert second is not None
    assert third is not None
    assert first.plans == {"A": "I", "B": "I"}
    assert second.plans == {"A": "C", "B": "D"}
    assert (third.id, third.plans) == ("share", {})


def test_a_condition_names_one_value_or_several() -> None:
    runbook = load(STEPS)
    assert runbook.steps["first"].when == {"version": ("V5", "V6")}
    assert runbook.steps["third"].when == {"version": ("V5",)}


def test_a_wrong_value_among_several_is_told_where_it_stands() -> None:
    (problem,) = problems_of(STEPS.replace("[V5, V6]}", "[V5, V66]}", 1))
    assert problem.code == "when.value"
    assert problem.column == STEPS.splitlines()[13].replace("V6]", "V66]").index("V66") + 1


def test_without_a_table_every_way_must_end_elsewhere() -> None:
    codes = [
        problem.code
        for problem in problems_of(
            ASKS.replace("runbook: {id: move, plan: C}", "refuse: no").replace(
                "runbook: {id: journey}", "refuse: no"
            )
        )
    ]
    assert codes == ["field.missing", "field.missing"]


def test_an_answer_leads_to_one_place() -> None:
    (problem,) = problems_of(
        ASKS.replace("{say: Ancient, refuse: Too old.}", "{say: Ancient, refuse: x, runbook: {id: y}}")
    )
    assert problem.code == "answer.ends"
