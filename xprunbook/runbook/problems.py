"""What is wrong with a runbook file: all at once, each with place, excerpt and the nearest valid word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from xprunbook.base.errors import XprunbookError


class Severity(StrEnum):
    """An error keeps the runbook closed; a warning is shown and the runbook opens."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding. Line and column count from 1, ``code`` is stable, ``excerpt`` is the line and a caret."""

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    excerpt: str = ""
    severity: Severity = Severity.ERROR


class RunbookProblems(XprunbookError):
    """The file cannot be opened as a runbook. ``problems`` holds everything that was found, warnings too."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = next((problem for problem in problems if problem.severity is Severity.ERROR), problems[0])
        super().__init__(f"{first.file}:{first.line}:{first.column}: {first.message}", first.hint)
        self.problems = tuple(problems)


def nearest(word: str, valid: Iterable[str]) -> str:
    """The valid word most like the given one, or nothing if none is near."""
    import difflib  # costs 5 ms; a good file never needs it

    return next(iter(difflib.get_close_matches(word[:80], list(valid), n=1, cutoff=0.6)), "")
