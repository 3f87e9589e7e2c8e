"""What is wrong or odd in a script: a code, a place, and values. Sentences are in ``actions/sql/texts.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, from 1; 0 for the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        """As editors take it."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """An oddity that stops nothing, or (raised in a ScriptError) what stops everything."""

    code: str
    place: Place
    values: Mapping[str, str | int] = field(default_factory=dict)


class ScriptError(Exception):
    """The script cannot be run as it stands; nothing of it has run."""

    def __init__(self, code: str, place: Place, **values: str | int) -> None:
        super().__init__(f"{place}: {code}")
        self.problem = Problem(code, place, values)
