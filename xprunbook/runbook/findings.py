"""Collects what is wrong with one file, without stopping: sentence, place and excerpt are made at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, Protocol

from xprunbook.base.language import Language
from xprunbook.base.text import cells, one_line
from xprunbook.runbook.problems import Problem, Severity, nearest

MAX_PROBLEMS: Final = 200
"""Problems of one file that are told one by one; the rest is counted. Keeps hostile files cheap."""

_MAX_SEARCHES: Final = 40
_MAX_CANDIDATES: Final = 500
# Searching the nearest word costs about 13 us a candidate: the two bounds keep it below 0.3 s a file.

_WORD: Final = 80
_BEFORE: Final = 60
_WIDTH: Final = 100


class Place(Protocol):
    """Anything that knows where it stands; both count from 1."""

    @property
    def line(self) -> int:
        """The line, from 1."""
        ...

    @property
    def column(self) -> int:
        """The column in characters, from 1."""
        ...


class Spot(NamedTuple):
    """A place that belongs to no node."""

    line: int
    column: int


class Findings:
    """The problems of one file, in the order found. ``lines`` are set once the file could be decoded."""

    def __init__(self, file: str, language: Language) -> None:
        self.file: Final = file
        self.language: Final = language
        self.lines: Sequence[str] = ()
        self._problems: list[Problem] = []
        self._more = 0
        self._searches = 0
        self._last: Place = Spot(1, 1)
        self._more_errors = False

    @property
    def broken(self) -> bool:
        """Whether an error was found."""
        return self._more_errors or any(found.severity is Severity.ERROR for found in self._problems)

    def error(
        self, at: Place, code: str, near: tuple[str, Iterable[str]] | None = None, **values: object
    ) -> None:
        """Note an error; ``near`` is a wrong word and the valid ones."""
        self._add(at, code, Severity.ERROR, near, values)

    def warning(
        self, at: Place, code: str, near: tuple[str, Iterable[str]] | None = None, **values: object
    ) -> None:
        """Note a warning: the runbook opens all the same."""
        self._add(at, code, Severity.WARNING, near, values)

    def problems(self) -> tuple[Problem, ...]:
        """Everything found, by place; the last one counts what was not told one by one."""
        found = sorted(self._problems, key=lambda problem: (problem.line, problem.column))
        if self._more:
            severity = Severity.ERROR if self._more_errors else Severity.WARNING
            from xprunbook.runbook.texts import PROBLEMS

            message = PROBLEMS.say("more", self.language, count=self._more)
            found.append(
                Problem(self.file, self._last.line, self._last.column, "more", message, severity=severity)
            )
        return tuple(found)

    def _add(
        self,
        at: Place,
        code: str,
        severity: Severity,
        near: tuple[str, Iterable[str]] | None,
        values: dict[str, object],
    ) -> None:
        if len(self._problems) >= MAX_PROBLEMS:
            self._more += 1
            self._more_errors |= severity is Severity.ERROR
            self._last = at
            return
        from xprunbook.runbook.texts import PROBLEMS  # on first use: a good file needs no sentences

        harmless = {
            name: one_line(value, _WORD) if isinstance(value, str) else value
            for name, value in values.items()
        }
        self._problems.append(
            Problem(
                file=self.file,
                line=at.line,
                column=at.column,
                code=code,
                message=PROBLEMS.say(code, self.language, **harmless),
                hint=self._hint(code, near, harmless),
                excerpt=excerpt(self.lines, at.line, at.column),
                severity=severity,
            )
        )

    def _hint(self, code: str, near: tuple[str, Iterable[str]] | None, values: dict[str, object]) -> str:
        from xprunbook.runbook.texts import HINTS

        if near is not None and self._searches < _MAX_SEARCHES:
            self._searches += 1
            valid = list(near[1])
            word = nearest(near[0], valid[:_MAX_CANDIDATES])
            if word:
                return HINTS.say("near", self.language, word=word)
            if 0 < len(valid) <= 12:
                return HINTS.say("valid", self.language, words=one_line(", ".join(valid), 400))
        return HINTS.say(code, self.language, **values) if code in HINTS.table else ""


def excerpt(lines: Sequence[str], line: int, column: int) -> str:
    """The line around the column, harmless and bounded, and below it a caret; empty without such a line."""
    if not 1 <= line <= len(lines):
        return ""
    text = lines[line - 1]
    start = max(0, column - 1 - _BEFORE)
    before = one_line(text[start : column - 1])
    after = one_line(text[column - 1 : start + _WIDTH])
    lead = "…" if start else ""
    tail = "…" if len(text) > start + _WIDTH else ""
    return f"{lead}{before}{after}{tail}\n{' ' * (len(lead) + cells(before))}^"
