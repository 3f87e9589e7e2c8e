"""The chooser: answers lead to a proposal, a refusal says why, any plan can be taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.stage import Stage, on_stage, shown, small_book
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Runbook
from xprunbook.tui.plans import plan_facts
from xprunbook.tui.screens.chooser import ChooserScreen, Elsewhere


def small() -> Runbook:
    return small_book().speak("de")


def pictures(runbook: Runbook, *keys: str, size: tuple[int, int] = (80, 24)) -> tuple[list[Any], list[str]]:
    seen: list[str] = []

    async def play(pilot: Pilot[Any], app: Stage) -> None:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
            seen.append(shown(app))

    answers, first = on_stage(lambda: ChooserScreen(runbook, "de"), play, size=size)
    return answers, [first, *seen]


def test_answers_lead_to_the_proposed_plan() -> None:
    answers, seen = pictures(small(), "2", "enter", "1", "enter", "enter")
    assert answers == ["B"]
    assert "Frage 1 von höchstens 2" in seen[0]
    assert "Gibt es einen zweiten Knoten?  Nein" in seen[2]
    assert "Vorschlag: Plan B" in seen[4]
    assert "Plan B empfohlen" in seen[4]


def test_the_reason_of_the_answer_is_shown() -> None:
    _, seen = pictures(small(), "enter")
    assert "Der zweite Knoten übernimmt." in seen[1]


def test_another_plan_can_be_taken() -> None:
    assert pictures(small(), "enter", "right", "enter")[0] == ["B"]
    assert pictures(small(), "enter", "b", "enter")[0] == ["B"]


def test_a_refusal_says_why_and_still_lets_one_choose() -> None:
    answers, seen = pictures(small(), "down", "enter", "down", "enter", "enter")
    assert "So nicht  Ohne Fenster wird nicht gepatcht." in seen[4]
    assert answers == ["A"]


@pytest.mark.parametrize("key", ["backspace", "left"])
def test_the_last_answer_can_be_taken_back(key: str) -> None:
    _, seen = pictures(small(), "2", "enter", key)
    assert "Frage 1" in seen[3]


def test_backspace_leads_back_from_the_plans() -> None:
    _, seen = pictures(small(), "enter", "backspace")
    assert "Frage 1" in seen[2]


def test_esc_leaves_without_a_plan() -> None:
    assert pictures(small(), "enter", "escape")[0] == [None]


def test_without_questions_the_plans_are_there_at_once() -> None:
    answers, seen = pictures(replace(small(), questions=()), "enter")
    assert "Welcher Plan passt?" in seen[0]
    assert answers == ["A"]


def test_four_plans_side_by_side_and_stacked() -> None:
    runbook = Library().load("xphone-v8-to-v9")[0].speak("de")
    runbook = replace(runbook, questions=())
    _, seen = pictures(runbook, "right")
    head = next(line for line in seen[1].splitlines() if "Plan A" in line)
    assert [f"Plan {plan}" in head for plan in "ABCD"] == [True] * 4
    _, seen = pictures(runbook, "down", size=(40, 10))
    assert "Plan B" in seen[1]
    facts = plan_facts(runbook, "C")
    assert facts.mandatory > facts.optional > 0
    assert facts.machines == ("alt", "neu", "SQL")


def elsewhere(*keys: str, known: bool = True) -> tuple[list[Any], list[str]]:
    library = Library(language="de")
    runbook = library.load("xphone-which-way")[0].speak("de")
    find = library.follow if known else lambda name: library.follow(f"no-{name}")
    seen: list[str] = []

    async def play(pilot: Pilot[Any], app: Stage) -> None:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
            seen.append(shown(app))

    answers, _ = on_stage(lambda: ChooserScreen(runbook, "de", find), play)
    return answers, seen


V6_EXTERNAL_SQL_2016 = ("enter", "2", "enter", "2", "enter", "enter", "2", "enter")


def test_answers_lead_to_another_runbook_with_its_plan_and_why() -> None:
    answers, seen = elsewhere(*V6_EXTERNAL_SQL_2016, "enter")
    assert answers == [Elsewhere("xphone-journey-v5-v7", "CP")]
    picture = seen[-2]
    assert "Vorschlag: Von V5, V6 oder V7 nach V9" in picture
    assert "Plan CP" in picture
    assert "Ein Zwischen-Server nimmt die Stufen bis V8" in picture
    assert "Ein Weg aus mehreren Läufen" in picture
    assert "Enter weiter" in picture.splitlines()[-1]


def test_a_refusal_without_plans_leads_back_only() -> None:
    answers, seen = elsewhere("enter", "enter", "3", "enter", "enter", "backspace", "escape")
    assert "So nicht" in seen[3]
    assert "Enter" not in seen[3].splitlines()[-1]
    assert "Wo soll V9 laufen?" in seen[-2]
    assert answers == [None]


def test_a_runbook_that_cannot_be_had_is_said() -> None:
    answers, seen = elsewhere(*V6_EXTERNAL_SQL_2016, "enter", "escape", known=False)
    assert "Dorthin geht es nicht" in seen[-2]
    assert answers == [None]
