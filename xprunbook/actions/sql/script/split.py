"""Text to batches, by the rules of GO (``reference``: 16 rules, measured on Microsoft's own parser).

One regular expression swallows everything up to a line that may be a GO: strings, brackets and comments at once.
It is possessive throughout, so it cannot backtrack. What ends beyond the text at hand is looked at again when more
was read; each reading takes at least as much again as is pending, so the whole stays linear. Memory holds the
batch at hand, twice at most.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from xprunbook.actions.sql.script.problem import Place, Problem, ScriptError
from xprunbook.actions.sql.script.source import BLOCK, Block

MOST_REPEATS: Final = 2_147_483_647
"""``GO n`` takes an int32."""

_STRING: Final = r"'[^']*+(?:''[^']*+)*+'"
_BRACKET: Final = r"\[[^\]]*+(?:\]\][^\]]*+)*+\]"
_QUOTED: Final = r'"[^"]*+(?:""[^"]*+)*+"'
_DASHES: Final = r"--[^\r\n]*+"
# A block comment without another inside; one with is left to ``_close``: they nest (rule 3).
_COMMENT: Final = r"/\*[^*/]*+(?:(?:\*(?!/)|/(?!\*))[^*/]*+)*+\*/"


def running(stop: str) -> re.Pattern[str]:
    """Everything up to a line that begins with ``stop``, or to something that is not closed."""
    return re.compile(
        rf"(?:[^'\"\[\-/\r\n]++|(?:\r\n|[\r\n])(?!{stop})|{_STRING}|{_BRACKET}|{_QUOTED}"
        rf"|{_DASHES}|-(?!-)|/(?!\*)|{_COMMENT})*+"
    )


TOKEN: Final = re.compile(rf"{_STRING}|{_BRACKET}|{_QUOTED}|{_DASHES}|/\*")
"""What is no plain text; of a block comment only its beginning."""

_RUN: Final = running(r"[ \t]*+[gG][oO]")
_GO: Final = re.compile(r"[ \t]*+[gG][oO]([^\r\n]*+)(?:\r\n|[\r\n]|\Z)")
_SEPARATES: Final = re.compile(r"(?:[ \t]++([0-9]++))?[ \t]*+(?:--.*)?", re.DOTALL)
_NO_BATCH: Final = re.compile(r"\s*+")
_STARS: Final = re.compile(r"/\*|\*/")

_OPEN: Final = {"'": "open-string", '"': "open-quoted", "[": "open-bracket", "/": "open-comment"}


@dataclass(frozen=True, slots=True)
class Piece:
    """From line ``first`` of a batch (from 1) on, its lines are those of ``place`` and after."""

    first: int
    place: Place


@dataclass(frozen=True, slots=True)
class Batch:
    """What is sent at once, unchanged. ``number`` from 1; ``repeat`` times; ``read``: bytes of the file up to its
    end, about."""

    text: str
    number: int
    repeat: int
    pieces: tuple[Piece, ...]
    read: int

    def place(self, line: int = 1) -> Place:
        """The file and line of a line of the batch, as a server counts them."""
        at = bisect_right([piece.first for piece in self.pieces], max(1, line)) - 1
        piece = self.pieces[max(0, at)]
        return Place(piece.place.file, piece.place.line + max(1, line) - piece.first)

    @property
    def starts(self) -> Place:
        """Where its first word stands."""
        blank = _NO_BATCH.match(self.text)
        return self.place(1 + lines_in(self.text[: blank.end() if blank else 0]))


def lines_in(text: str) -> int:
    """Line ends in a text: CRLF, LF and lone CR alike (rule 15)."""
    feeds = text.count("\n")
    returns = text.count("\r")
    return feeds + returns - text.count("\r\n") if returns else feeds


def close_comment(text: str, at: int, end: int) -> int:
    """Where the block comment that begins at ``at`` ends; -1 if it does not. They nest; ``/*/`` closes nothing."""
    depth = 0
    while star := _STARS.search(text, at, end):
        depth += 1 if text[star.start()] == "/" else -1
        at = star.end()
        if not depth:
            return at
    return -1


class Reading:
    """Text at hand: ``text``, what of it may be looked at (``end``: whole lines, until the file ends), and where
    the next look begins (``at``)."""

    def __init__(self, source: Iterator[Block], file: str) -> None:
        self.file: Final = file
        self.text = ""
        self.start = 0  #: where the piece that is not yet handed on begins
        self.at = 0
        self.end = 0
        self.line = 1  #: of ``start``
        self.over = False
        self._source = source
        self._read = 0
        self._chars = 0

    def more(self) -> None:
        """Read at least as much again as is pending."""
        kept = self.text[self.start :]
        pieces, wanted = [kept], max(1, len(kept))
        self.at -= self.start
        self.start = 0
        while wanted > 0:
            block = next(self._source, None)
            if block is None:
                self.over = True
                break
            pieces.append(block.text)
            wanted -= max(len(block.text), BLOCK // 4)
            self._read = block.read
            self._chars += len(block.text)
        self.text = "".join(pieces)
        self.end = len(self.text) if self.over else self._whole_lines()

    def _whole_lines(self) -> int:
        """A lone CR at the very end may be half a CRLF."""
        return max(self.text.rfind("\n"), self.text.rfind("\r", 0, max(0, len(self.text) - 1))) + 1

    @property
    def read(self) -> int:
        """Bytes of the file up to ``at``, about."""
        rest = len(self.text) - self.at
        return self._read - (rest * self._read // self._chars if self._chars else 0)

    @property
    def at_line(self) -> bool:
        """Whether ``at`` begins a line. Only asked outside strings and comments."""
        return self.at == 0 or self.text[self.at - 1] in "\r\n"

    def take(self, until: int, after: int) -> str:
        """Hand on the text up to ``until``; what follows begins at ``after``."""
        taken = self.text[self.start : until]
        self.line += lines_in(self.text[self.start : after])
        self.start = self.at = after
        return taken

    def place(self, at: int) -> Place:
        """The line of an offset behind ``start``."""
        return Place(self.file, self.line + lines_in(self.text[self.start : at]))

    def run(self, pattern: re.Pattern[str]) -> bool:
        """Move ``at`` to the next line that may be special; False when the text is over. ScriptError for what is
        opened and never closed (rule 14)."""
        while True:
            found = pattern.match(self.text, self.at, self.end)
            self.at = found.end() if found else self.at
            if self.at < self.end:
                sign = self.text[self.at]
                if sign in "\r\n":
                    self.at += 2 if self.text.startswith("\r\n", self.at) else 1
                    return True
                closed = close_comment(self.text, self.at, self.end) if sign == "/" else -1
                if closed >= 0:
                    self.at = closed
                    continue
                if self.over:
                    raise ScriptError(_OPEN[sign], self.place(self.at))
            elif self.over:
                return False
            at_line = self.at_line
            self.more()
            if at_line:
                return True


def split(source: Iterator[Block], file: str, note: Callable[[Problem], None]) -> Iterator[Batch]:
    """The batches of a script without SQLCMD's variables and commands. ScriptError at the first thing that makes it
    unfit; oddities go to ``note``. A batch of nothing but blanks is none (rule 12)."""
    reading = Reading(source, file)
    reading.more()
    number = 1
    while True:
        first = reading.line
        go = _GO.match(reading.text, reading.at, reading.end) if reading.at_line else None
        repeat = separates(reading, go, note) if go else 0
        if go and repeat:
            text = reading.take(go.start(), go.end())
        elif reading.run(_RUN):
            continue
        else:
            text, repeat = reading.take(reading.end, reading.end), 1
        if not _NO_BATCH.fullmatch(text):
            yield Batch(text, number, repeat, (Piece(1, Place(file, first)),), reading.read)
            number += 1
        if reading.over and reading.at >= len(reading.text):
            return


def separates(reading: Reading, go: re.Match[str], note: Callable[[Problem], None]) -> int:
    """How often the batch before this line runs; 0 when the line is text. ScriptError for a bad count (rule 8)."""
    rest = go[1]
    if found := _SEPARATES.fullmatch(rest):
        count = int(found[1]) if found[1] and len(found[1]) < 20 else 0 if found[1] else 1
        if not 1 <= count <= MOST_REPEATS:
            raise ScriptError("go-count", reading.place(go.start()), count=found[1][:40])
        return count
    if rest[0] in " \t" or rest.startswith("/*"):
        raise ScriptError("go-count", reading.place(go.start()), count=rest.strip()[:40])
    if rest[0] == ";" or rest[0].isspace():
        note(Problem("go-text", reading.place(go.start()), {"line": f"GO{rest}"[:40]}))
    return 0
