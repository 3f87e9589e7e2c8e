"""The subset of Markdown that steps are written in, as data: paragraphs, lists, code, **bold**, `code`.

Everything else stays as it is written. Values are put in after the text was read, so that a value can never
become markup. All of it is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class SpanKind(StrEnum):
    """How a stretch of text is set."""

    TEXT = "text"
    STRONG = "strong"
    CODE = "code"


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text."""

    kind: SpanKind
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or code block (one line of spans) or a list (one line an item)."""

    kind: BlockKind
    lines: tuple[tuple[Span, ...], ...]

    @property
    def text(self) -> str:
        """The block without its markup, one line an item."""
        return "\n".join("".join(span.text for span in line) for line in self.lines)


_INLINE: Final = re.compile(r"\*\*([^*\n]+)\*\*|`([^`\n]+)`")
_BULLET: Final = re.compile(r"[ ]{0,8}[-*+] +(.*)", re.DOTALL)
_NUMBER: Final = re.compile(r"[ ]{0,8}[0-9]{1,3}[.)] +(.*)", re.DOTALL)
_FENCE: Final = "```"


def _same(text: str) -> str:
    return text


def spans(text: str, fill: Callable[[str], str] = _same) -> tuple[Span, ...]:
    """Read one line of text; ``fill`` puts values into each stretch after it was read."""
    found: list[Span] = []
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            found.append(Span(SpanKind.TEXT, fill(text[at : match.start()])))
        kind = SpanKind.STRONG if match[1] is not None else SpanKind.CODE
        found.append(Span(kind, fill(match[1] if match[1] is not None else match[2])))
        at = match.end()
    if at < len(text):
        found.append(Span(SpanKind.TEXT, fill(text[at:])))
    return tuple(found)


def blocks(text: str, fill: Callable[[str], str] = _same) -> tuple[Block, ...]:
    """Read a text into its blocks."""
    reader = _Reader(fill)
    for line in text.split("\n"):
        reader.take(line)
    reader.end()
    return tuple(reader.blocks)


class _Reader:
    """Collects lines into blocks; a blank line ends one, any other goes on with the last."""

    def __init__(self, fill: Callable[[str], str]) -> None:
        self.blocks: list[Block] = []
        self._fill: Final = fill
        self._kind = BlockKind.PARAGRAPH
        self._lines: list[list[str]] = []
        self._fenced = False

    def take(self, line: str) -> None:
        if line.strip().startswith(_FENCE):
            self.end()
            self._fenced = not self._fenced
            return
        if self._fenced:
            self._kind = BlockKind.CODE
            self._add(line)
            return
        if not line.strip():
            self.end()
            return
        for kind, pattern in ((BlockKind.BULLETS, _BULLET), (BlockKind.NUMBERS, _NUMBER)):
            if match := pattern.fullmatch(line):
                if self._kind is not kind:
                    self.end()
                self._kind = kind
                self._lines.append([match[1]])
                return
        self._add(line.strip())

    def _add(self, line: str) -> None:
        if self._lines:
            self._lines[-1].append(line)
        else:
            self._lines.append([line])

    def end(self) -> None:
        if self._lines and self._kind is BlockKind.CODE:
            code = "\n".join("\n".join(line) for line in self._lines)
            self.blocks.append(Block(self._kind, ((Span(SpanKind.CODE, self._fill(code)),),)))
        elif self._lines:
            lines = tuple(spans(" ".join(line), self._fill) for line in self._lines)
            self.blocks.append(Block(self._kind, lines))
        self._kind, self._lines = BlockKind.PARAGRAPH, []
