"""Plain text in and out: wrapped to the width there is, nothing redrawn, no colour, no spinner."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from textwrap import wrap
from typing import Final, TextIO, TypeVar

from xprunbook.base.language import Language
from xprunbook.base.text import MAX_TEXT, one_line, plain_text
from xprunbook.line.texts import LINE

Choice = TypeVar("Choice")

NARROWEST: Final = 20
WIDEST: Final = 100
USUAL: Final = 80
"""Columns where the output is no terminal: a pipe, a file."""


class InputEnded(Exception):
    """Nobody answers any more: the input was closed."""


def width_of(out: TextIO) -> int:
    """The columns to write in: the terminal's within bounds, ``COLUMNS``, else the usual ones."""
    try:
        columns = os.get_terminal_size(out.fileno()).columns
    except (OSError, ValueError, AttributeError):
        given = os.environ.get("COLUMNS", "")
        columns = int(given) if given.isdecimal() and len(given) < 6 else 0
    return max(NARROWEST, min(WIDEST, columns or USUAL))


def wrapped(text: str, width: int, indent: str = "", hang: str | None = None) -> list[str]:
    """Lines of a text at a width: its own line breaks stay, list items hang under their text."""
    lines: list[str] = []
    for at, line in enumerate(text.split("\n")):
        body = line.lstrip()
        lead = indent if at == 0 or hang is None else hang
        own = " " * min(len(line) - len(body), max(0, width // 4))
        more = "  " if body[:2] in ("- ", "* ") else ""
        rest = (indent if hang is None else hang) + own + more
        lines += wrap(
            body, width, initial_indent=lead + own, subsequent_indent=rest, break_on_hyphens=False
        ) or [""]
    return lines


class Console:
    """Talks to a person, or to whatever reads and writes the two streams.

    ``human``: whether a terminal is at the other end, so that answers count as a person's.
    """

    def __init__(
        self,
        source: TextIO | None,
        out: TextIO,
        language: Language,
        *,
        human: bool = True,
        hidden: Callable[[str], str] | None = None,
    ) -> None:
        self._source = source
        self._out = out
        self.language: Language = language
        self.human: Final = human
        self._hidden = hidden

    @property
    def width(self) -> int:
        """Columns now; a window may have been dragged."""
        return width_of(self._out)

    def say(self, text: str = "", indent: str = "", hang: str | None = None) -> None:
        """Write a text. BrokenPipeError when nobody reads any more."""
        for line in wrapped(plain_text(text, MAX_TEXT), self.width, indent, hang):
            self._out.write(line.rstrip() + "\n")
        self._out.flush()

    def exact(self, text: str) -> None:
        """Write what must be read to the letter (a statement, a path, output): one line each, not wrapped."""
        for line in plain_text(text).split("\n"):
            self._out.write(line + "\n")
        self._out.flush()

    def tell(self, key: str, **values: object) -> None:
        """Write one of the face's sentences."""
        self.say(LINE.say(key, self.language, **values))

    def many(self, lines: Iterable[str]) -> None:
        """Write lines, each wrapped."""
        for line in lines:
            self.say(line)

    def read(self, prompt: str) -> str:
        """One line of input, stripped; InputEnded when there is none, KeyboardInterrupt on Ctrl+C."""
        if self._source is None:
            raise InputEnded
        lines = wrapped(one_line(prompt), self.width)
        self._out.write("\n".join(lines) + " ")
        self._out.flush()
        try:
            line = self._source.readline()
        except (OSError, ValueError) as error:
            raise InputEnded from error
        if not line:
            self._out.write("\n")
            self._out.flush()
            raise InputEnded
        if not self.human:
            self._out.write("\n")
        return line.strip()

    def ask(self, key: str, default: str = "", **values: object) -> str:
        """Ask for a text; Enter alone gives the default."""
        question = LINE.say(key, self.language, **values) if key in LINE.table else key
        shown = f"{question} [{default}]:" if default else f"{question}:"
        return self.read(shown) or default

    def needed(self, key: str) -> str | None:
        """Ask for a text that must be there; Enter alone gives up: None."""
        answer = self.ask(key)
        if not answer:
            self.tell("nothing-done")
            return None
        return answer

    def confirm(self, key: str, **values: object) -> bool:
        """Ask yes or no; only Enter or a yes is yes."""
        answer = self.read(f"{LINE.say(key, self.language, **values)} {LINE.say('enter-yes', self.language)}")
        return answer.lower() in ("", "y", "yes", "j", "ja")

    def sure(self, key: str, **values: object) -> bool:
        """As ``confirm``, but Enter alone is no."""
        answer = self.read(f"{LINE.say(key, self.language, **values)} {LINE.say('type-yes', self.language)}")
        return answer.lower() in ("y", "yes", "j", "ja")

    def choose(
        self, key: str, choices: Sequence[tuple[Choice, str]], default: Choice | None = None
    ) -> Choice | None:
        """Ask for one of numbered choices; Enter alone gives the default, None if there is none."""
        self.say(LINE.say(key, self.language) if key in LINE.table else key)
        for number, (_, label) in enumerate(choices, 1):
            lead = f"{number}) "
            self.say(label, lead, " " * len(lead))
        standard = next((str(at) for at, (value, _) in enumerate(choices, 1) if value == default), "")
        while True:
            answer = self.ask("number", standard)
            if not answer:
                self.tell("nothing-done")
                return None
            if answer.isdecimal() and len(answer) < 6 and 1 <= int(answer) <= len(choices):
                return choices[int(answer) - 1][0]
            self.tell("no-such-number", count=len(choices))

    def secret(self, prompt: str) -> str | None:
        """Ask for what must not be seen; None where it cannot be hidden."""
        return self._hidden(f"{prompt}: ") if self._hidden is not None else None
