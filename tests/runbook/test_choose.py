"""Walking the plan chooser."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.runbook.helpers import patch_day
from xprunbook.runbook.choose import answer, back, begin


def test_to_a_plan_and_back() -> None:
    """Answers lead on, reasons are collected, back takes one answer away."""
    runbook = patch_day().speak("en")
    start = begin(runbook)
    assert start.question is not None
    assert start.question.id == "nodes"
    first = answer(runbook, start, 0)
    assert (first.plan, first.why, first.question) == ("A", ("The second node takes over.",), None)
    second = answer(runbook, back(first), 1)
    assert second.question is not None
    assert second.question.id == "window"
    refused = answer(runbook, second, 1)
    assert (refused.plan, refused.refusal) == ("", "No patching without a window.")
    assert back(back(refused)) == start
    assert back(start) == start


def test_bad_choices() -> None:
    """A position that is not there, and an answer where nothing is asked."""
    runbook = patch_day().speak("en")
    with pytest.raises(IndexError):
        answer(runbook, begin(runbook), 2)
    with pytest.raises(IndexError):
        answer(runbook, begin(runbook), -1)
    with pytest.raises(ValueError, match="nothing is asked"):
        answer(runbook, answer(runbook, begin(runbook), 0), 0)


def test_without_questions() -> None:
    """A sole plan is chosen at once, several are left to the person."""
    runbook = replace(patch_day().speak("en"), questions=())
    assert begin(runbook).plan == ""
    assert begin(replace(runbook, plans={"A": runbook.plans["A"]})).plan == "A"
