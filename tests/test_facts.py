"""Every fact of the source document stands in a runbook, in German and in English: one row a fact."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.facts import from_v4, from_v5, overview, share, sql, table, table_end
from tests.facts.fact import Fact, Marks, Order, rendered, speak
from xprunbook.base.language import LANGUAGES, Language

FACTS: tuple[Fact, ...] = (
    *overview.ABOUT,
    *from_v4.FACTS,
    *from_v5.FACTS,
    *overview.MOVING,
    *overview.PLANS,
    *table.ROWS_1_TO_6,
    *table.ROWS_7_TO_8,
    *table_end.ROW_9,
    *table_end.ROWS_10_TO_12,
    *table_end.ROW_13,
    *sql.EXPRESS,
    *sql.SQLCMD,
    *sql.WIZARD,
    *sql.IMPORT,
    *share.LOGS,
    *share.SYMPTOM,
    *share.SHARE,
    *share.MANAGER,
)
ORDERS: tuple[Order, ...] = (*from_v4.ORDERS, *from_v5.ORDERS, *table.ORDERS, *sql.ORDERS, *share.ORDERS)


def missing(fact: Fact, language: Language) -> list[str]:
    """The patterns of a fact that are not in its place."""
    text = rendered(fact.runbook, fact.at, fact.field, language)
    patterns = fact.de if language == "de" else fact.en
    return [pattern for pattern in patterns if not re.search(pattern, text)]


def where(fact: Fact) -> str:
    return f"{fact.runbook}:{fact.at}.{fact.field}: {fact.says}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", FACTS, ids=where)
def test_a_fact_stands_in_its_place(fact: Fact, language: Language) -> None:
    text = rendered(fact.runbook, fact.at, fact.field, language)
    assert missing(fact, language) == [], text


@pytest.mark.parametrize("row", table.MARKS, ids=lambda row: str(row.says))
def test_a_row_has_the_documents_marks(row: Marks) -> None:
    step = speak(row.runbook, "de").steps[row.step]
    assert step.number == row.number
    assert [str(step.plans.get(plan, "-")) for plan in "ABCD"] == row.marks.split()


def places(row: Order, plan: str) -> list[int]:
    """Where the steps of an order stand in a plan's table."""
    steps = [step.id for step in speak(row.runbook, "de").steps.values() if plan in step.plans]
    return [steps.index(step) for step in row.steps]


@pytest.mark.parametrize("row", ORDERS, ids=lambda row: f"{row.runbook}: {row.says}")
def test_steps_follow_one_another(row: Order) -> None:
    for plan in row.plans.split(","):
        found = places(row, plan)
        assert found == sorted(set(found)), (plan, row.steps)


def test_there_are_rows_for_the_whole_document() -> None:
    pairs = sum(len(row.steps) - 1 for row in ORDERS)
    assert len(FACTS) >= 250
    assert len(FACTS) + len(table.MARKS) + pairs >= 330
    assert all(fact.de and fact.en for fact in FACTS)
    said = [where(fact) for fact in FACTS]
    assert len(set(said)) == len(said)


def test_sabotage_a_fact_without_a_place_fails() -> None:
    """A wrong number, a text in one language only, a step that is not there, an order turned round."""
    port = next(fact for fact in FACTS if "port 2231" in fact.says)
    assert missing(port, "de") == []
    assert missing(replace(port, de=("2232",)), "de") == ["2232"]
    assert missing(replace(port, en=("Firewalls erlauben",)), "en") == ["Firewalls erlauben"]
    with pytest.raises(KeyError):
        missing(replace(port, at="no-such-step"), "de")
    turned = replace(ORDERS[0], steps=ORDERS[0].steps[::-1])
    found = places(turned, "A")
    assert found != sorted(found)
