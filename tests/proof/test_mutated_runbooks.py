"""Damaged runbooks: never a traceback, every problem with its place, never slow."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from tests.proof.mutate import mutate
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from xprunbook.base.language import LANGUAGES
from xprunbook.base.text import is_clean
from xprunbook.runbook.load import load_book
from xprunbook.runbook.problems import Problem, RunbookProblems, Severity

SABOTAGES = ("problems",)

SLOW: Final = 1.0
"""Seconds of processor time one file may take at most, on any machine."""

_ROOT: Final = Path(__file__).parents[2]
_FIXTURES: Final = (
    (_ROOT / "tests/data/patch-day.yaml", _ROOT / "tests/data/patch-day.en.yaml"),
    (_ROOT / "runbooks/xphone-v8-to-v9.yaml", _ROOT / "runbooks/xphone-v8-to-v9.en.yaml"),
)


def complaint(problem: Problem, files: dict[str, bytes]) -> str:
    """What is wrong with a problem that is told, or nothing."""
    lines = files[problem.file].decode("utf-8", "replace").count("\n") + 1
    if not (1 <= problem.line <= lines + 1 and problem.column >= 1):
        return f"no place: {problem}"
    if not problem.message or not problem.code:
        return f"no words: {problem}"
    for text in (problem.message, problem.hint, *problem.excerpt.split("\n")):
        if not is_clean(text) or len(text) > 1_000:
            return f"not harmless: {text!r}"
    return ""


def _attempt(files: Sequence[tuple[str, bytes]], language: int, sabotage: str) -> str:
    """Load the files; what is wrong with the outcome, or nothing."""
    try:
        _, problems = load_book(files[0], files[1:], language=LANGUAGES[language])
        if any(problem.severity is Severity.ERROR for problem in problems):
            return "opened with an error"
    except RunbookProblems as error:
        problems = error.problems
        if not any(problem.severity is Severity.ERROR for problem in problems):
            return "closed without an error"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if sabotage == "problems":
        problems = tuple(replace(problem, line=0) for problem in problems)
    return next(filter(None, (complaint(problem, dict(files)) for problem in problems)), "")


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """1,000 damaged files at scale 1, shared out over the fixtures; the damage hits main file or sibling."""
    fixtures = [
        [(path.name, path.read_bytes()) for path in paths if path.exists()]
        for paths in _FIXTURES
        if paths[0].exists()
    ]
    tried, failed, worst, slowest = 0, 0, "", 0.0
    for number in range(times(scale, 1_000)):
        chance = random_for(seed, "runbook", number)
        files = list(fixtures[number % len(fixtures)])
        victim = chance.choice((0, 0, len(files) - 1))
        files[victim] = (files[victim][0], mutate(files[victim][1], chance))
        started = time.process_time()
        wrong = _attempt(files, number % 2, sabotage)
        took = time.process_time() - started
        if not wrong and took > SLOW:
            wrong = f"took {took:.1f} s"
        slowest = max(slowest, took)
        tried += 1
        failed += bool(wrong)
        worst = worst or (f"case {number}: {wrong}" if wrong else "")
    return Summary("damaged runbooks", tried, failed, worst or f"slowest {slowest * 1000:.0f} ms")


def test_no_traceback_and_every_problem_has_its_place() -> None:
    """The promise."""
    check(prove(scale_from(), seed_from()), seed_from())


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_sabotage_turns_it_red(sabotage: str) -> None:
    """Problems without a line are noticed."""
    assert prove(0.05, seed_from(), sabotage).failed > 0
