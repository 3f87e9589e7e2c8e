"""SQLCMD's own language over the batches: ``:r``, ``:setvar`` and ``$(name)``; what else there is stops the run.

Off for scripts that carry data: a text in an INSERT may hold ``$(`` (sqlcmd's -x, and SSMS's normal mode). A
variable's value can change no border of a batch: borders are found before values are put in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from xprunbook.actions.sql.script.problem import Place, Problem, ScriptError
from xprunbook.actions.sql.script.source import Block
from xprunbook.actions.sql.script.split import (
    TOKEN,
    Batch,
    Piece,
    Reading,
    close_comment,
    lines_in,
    running,
    separates,
)

DEEPEST: Final = 8
"""Files within files."""

_RUN: Final = running(r"[ \t]*+(?:[gG][oO]|:|!!|[eEqQrR])")
_GO: Final = re.compile(r"[ \t]*+[gG][oO]([^\r\n]*+)(?:\r\n|[\r\n]|\Z)")
_COMMAND: Final = re.compile(r"[ \t]*+:(?!:)[ \t]*+([A-Za-z!]++)([^\r\n]*+)(?:\r\n|[\r\n]|\Z)")
_BARE: Final = re.compile(
    r"[ \t]*+(exit|quit|reset|ed)\b([ \t]*+(?:\([^\r\n]*+)?)(?=[\r\n]|\Z)|[ \t]*+(!!)([^\r\n]*+)",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*+")
_VARIABLE: Final = re.compile(r"\$\(([^)\r\n]*+)(\)?)")
_SETVAR: Final = re.compile(r'\s*+([^\s"]++)(?:\s++(?:"((?:[^"]|"")*+)"|([^\s"]++)))?\s*+')
_FILE: Final = re.compile(r'\s*+(?:"([^"]++)"|([^"]*?))\s*')
_NO_BATCH: Final = re.compile(r"\s*+")


@dataclass(slots=True)
class Gathering:
    """The batch at hand, across included files. ``variables`` change as the script goes on."""

    variables: dict[str, str]
    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    lines: int = 1
    number: int = 1

    def add(self, text: str, place: Place) -> None:
        """Text that begins at a place; what is put in for variables holds no line end."""
        if text:
            self.parts.append(text)
            self.pieces.append(Piece(self.lines, place))
            self.lines += lines_in(text)

    def end_line(self) -> None:
        """An included file whose last line has no end must not run into the line after it."""
        if self.parts and not self.parts[-1].endswith(("\n", "\r")):
            self.parts.append("\n")
            self.lines += 1

    def batch(self, repeat: int, read: int) -> Batch | None:
        """What was gathered, and nothing is left; None if it is blank."""
        text, pieces = "".join(self.parts), tuple(self.pieces)
        self.parts, self.pieces, self.lines = [], [], 1
        if _NO_BATCH.fullmatch(text):
            return None
        made = Batch(text, self.number, repeat, pieces, read)
        self.number += 1
        return made


class Sqlcmd:
    """A script with its variables and included files. ``open_file`` gives the text of a file that ``:r`` names,
    and the name it is known by; it raises ScriptError or Refused."""

    def __init__(
        self,
        variables: Mapping[str, str],
        open_file: Callable[[str, Place], tuple[str, Iterator[Block]]],
        note: Callable[[Problem], None],
    ) -> None:
        self._gathering = Gathering({name.casefold(): value for name, value in variables.items()})
        self._open_file = open_file
        self._note = note
        self._inside: list[str] = []

    def split(self, source: Iterator[Block], file: str) -> Iterator[Batch]:
        """The batches of the whole script."""
        reading = Reading(source, file)
        yield from self._file(reading, reading)
        if last := self._gathering.batch(1, reading.read):
            yield last

    def _file(self, reading: Reading, outermost: Reading) -> Iterator[Batch]:
        """One file: what it leaves open goes on in the file that named it."""
        self._inside.append(reading.file)
        reading.more()
        while True:
            repeat = 0
            if reading.at_line:
                if command := self._command(reading):
                    place = reading.place(command.start())
                    self._flush(reading, command.start(), command.end())
                    yield from self._obey(command, place, outermost)
                    continue
                if go := _GO.match(reading.text, reading.at, reading.end):
                    repeat = separates(reading, go, self._note)
                    if repeat:
                        self._flush(reading, go.start(), go.end())
                        if made := self._gathering.batch(repeat, outermost.read):
                            yield made
                        continue
            if not reading.run(_RUN):
                self._flush(reading, reading.end, reading.end)
                break
        self._inside.pop()
        if self._inside:
            self._gathering.end_line()

    def _command(self, reading: Reading) -> re.Match[str] | None:
        """SQLCMD's own line, if this is one. ScriptError for those that are not carried out."""
        found = _COMMAND.match(reading.text, reading.at, reading.end)
        if found and found[1].lower() in ("r", "setvar"):
            return found
        if found and found[1].lower() == "on" and found[2].split() in (["error", "exit"], ["ERROR", "EXIT"]):
            return found
        other = found or _BARE.match(reading.text, reading.at, reading.end)
        if other:
            place = reading.place(other.start())
            raise ScriptError("command", place, command=other[0].strip()[:40])
        return None

    def _obey(self, command: re.Match[str], place: Place, outermost: Reading) -> Iterator[Batch]:
        name, rest = command[1].lower(), command[2]
        if name == "setvar":
            self._set(rest, place)
        elif name == "r":
            yield from self._include(self._fill(rest, place), place, outermost)

    def _include(self, rest: str, place: Place, outermost: Reading) -> Iterator[Batch]:
        found = _FILE.fullmatch(rest)
        path = (found[1] or found[2]).strip() if found else ""
        if not path:
            raise ScriptError("command", place, command=f":r{rest}"[:40])
        known, source = self._open_file(path, place)
        if known in self._inside:
            raise ScriptError("cycle", place, file=known)
        if len(self._inside) >= DEEPEST:
            raise ScriptError("deep", place, limit=DEEPEST)
        yield from self._file(Reading(source, known), outermost)

    def _set(self, rest: str, place: Place) -> None:
        found = _SETVAR.fullmatch(rest)
        if not found or not _NAME.fullmatch(found[1]):
            raise ScriptError("setvar", place, line=rest.strip()[:40])
        value = found[2].replace('""', '"') if found[2] is not None else found[3]
        if value is None:
            self._gathering.variables.pop(found[1].casefold(), None)
        else:
            self._gathering.variables[found[1].casefold()] = self._fill(value, place)

    def _flush(self, reading: Reading, until: int, after: int) -> None:
        place = Place(reading.file, reading.line)
        self._gathering.add(self._filled(reading.take(until, after), place), place)

    def _filled(self, text: str, place: Place) -> str:
        """Values put in everywhere but in comments."""
        if "$(" not in text:
            return text
        made, at = [], 0
        for token in _tokens(text):
            made.append(self._fill(text[at : token.start()], place, text, at))
            end = close_comment(text, token.start(), len(text)) if token[0] == "/*" else token.end()
            comment = token[0].startswith(("--", "/*"))
            inside = text[token.start() : end]
            made.append(inside if comment else self._fill(inside, place, text, token.start()))
            at = end
        made.append(self._fill(text[at:], place, text, at))
        return "".join(made)

    def _fill(self, text: str, place: Place, whole: str = "", at: int = 0) -> str:
        def put(match: re.Match[str]) -> str:
            where = Place(place.file, place.line + lines_in(whole[: at + match.start()])) if whole else place
            if not match[2] or not _NAME.fullmatch(match[1]):
                raise ScriptError("variable-form", where, text=match[0][:40])
            if match[1].casefold() not in self._gathering.variables:
                raise ScriptError("variable", where, name=match[1][:40])
            return self._gathering.variables[match[1].casefold()]

        return _VARIABLE.sub(put, text) if "$(" in text else text


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """Strings, brackets and comments, in order; a block comment is skipped whole."""
    at = 0
    while token := TOKEN.search(text, at):
        yield token
        at = close_comment(text, token.start(), len(text)) if token[0] == "/*" else token.end()


def check_variables(variables: Mapping[str, str]) -> None:
    """ScriptError for a name SQLCMD does not know, or a value with a line end."""
    for name, value in variables.items():
        if not _NAME.fullmatch(name) or "\n" in value or "\r" in value:
            raise ScriptError("setvar", Place("-v"), line=name[:40])
