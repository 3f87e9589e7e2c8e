"""Runbooks among others: in which order they are listed, and what leads to one that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runbook.test_journeys import ASKS, STEPS
from xprunbook.base.errors import UsageError
from xprunbook.runbook.choose import leads
from xprunbook.runbook.library import Library
from xprunbook.runbook.load import load_book


def shelf(folder: Path, **texts: str) -> Library:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Library(folder)


def plain(name: str, *plans: str) -> str:
    table = ", ".join(f"{plan}: {{title: {plan}}}" for plan in plans)
    marks = ", ".join(f"{plan}: X" for plan in plans)
    return f"""
format: 1
id: {name}
language: en
version: "1"
title: {name}
plans: {{{table}}}
phases:
  - id: only
    title: Only
    steps:
      - {{id: one, plans: {{{marks}}}, title: One}}
"""


def test_what_asks_comes_first_then_where_it_leads(tmp_path: Path) -> None:
    library = shelf(
        tmp_path,
        alpha=plain("alpha", "A"),
        journey=plain("journey", "A"),
        move=plain("move", "C", "D"),
        which=ASKS,
    )
    headers = library.list()
    assert [header.id for header in headers] == ["which-way", "move", "journey", "alpha"]
    assert headers[0].plans == ()
    assert headers[0].leads == ("move", "journey")


def test_the_shipped_ones_begin_with_the_question_which_way() -> None:
    headers = Library().list()
    asking = [header for header in headers if not header.plans]
    assert headers[: len(asking)] == tuple(asking)


def test_answers_and_steps_that_lead_nowhere_are_warned_of(tmp_path: Path) -> None:
    library = shelf(tmp_path, move=plain("move", "C"), journey=STEPS, which=ASKS)
    _, warnings = library.load("journey", follow=True)
    found = [(problem.code, problem.line) for problem in warnings if problem.code.startswith("other.")]
    lines = STEPS.splitlines()
    first, second, third = (
        next(at for at, line in enumerate(lines, 1) if f"id: {name}," in line)
        for name in ("first", "second", "third")
    )
    assert found == [("other.unknown", first), ("other.plan", second), ("other.unknown", third)]
    assert library.load("which-way", follow=True)[1] == ()
    assert library.load("journey")[1] == ()


class Known(dict[str, tuple[str, ...]]):
    """The other runbooks, as a table."""

    def plans_of(self, name: str) -> tuple[str, ...] | None:
        """The plans of a runbook."""
        return self.get(name)

    def names(self) -> tuple[str, ...]:
        """All ids."""
        return tuple(self)


def test_the_nearest_name_is_offered() -> None:
    _, warnings = load_book(
        ("x.yaml", ASKS.encode()), (), None, "en", Known({"move": ("C",), "journy": ("A",)})
    )
    assert [problem.hint for problem in warnings] == ["Perhaps “journy” is meant."]


def test_a_file_beside_goes_before_a_shipped_one(tmp_path: Path) -> None:
    shipped = shelf(tmp_path / "shipped", move=plain("move", "C"), other=plain("other", "A"))
    beside = tmp_path / "beside"
    shelf(beside, move=plain("move", "Z"))
    assert list(shipped.follow("move", beside).speak("en").plans) == ["Z"]
    assert list(shipped.follow("other", beside).speak("en").plans) == ["A"]
    assert list(shipped.follow("move").speak("en").plans) == ["C"]
    with pytest.raises(UsageError):
        shipped.follow("nowhere", beside)


def test_leads_are_met_in_the_order_of_the_answers() -> None:
    text = ASKS.replace("{say: Ancient, refuse: Too old.}", "{say: More, next: more}") + (
        "  - id: more\n    ask: More?\n    answers: [{say: Again, runbook: {id: move}},"
        " {say: Else, runbook: {id: last}}]\n"
    )
    runbook = load_book(("x.yaml", text.encode()))[0].speak("en")
    assert list(leads(runbook)) == ["move", "journey", "last"]
