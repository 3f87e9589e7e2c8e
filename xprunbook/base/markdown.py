"""Markdown that means what the text says: punctuation as numeric entities, fences longer than any run of backticks."""

from __future__ import annotations

import re
from typing import Final

_PUNCTUATION: Final = re.compile(r"[!-/:-@\[-`{-~]")
_EDGES: Final = re.compile(r"^ +| +$|(?<= ) +")
_BACKTICKS: Final = re.compile(r"`+")


def _entity(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in match[0])


def escaped(text: str) -> str:
    """One line of text as Markdown that shows exactly it, in a paragraph, a heading or a table's cell."""
    line = text.replace("\n", " ")
    return _EDGES.sub(_entity, _PUNCTUATION.sub(_entity, line))


def paragraph(text: str, indent: str = "") -> str:
    """A text with its line breaks, as one paragraph; empty lines become one blank."""
    return f"\\\n{indent}".join(escaped(line) or "&#32;" for line in text.split("\n"))


def strong(text: str) -> str:
    """Bold, where Markdown can have it there: between a letter or digit at each end."""
    return f"**{escaped(text)}**" if text[:1].isalnum() and text[-1:].isalnum() else escaped(text)


def code(text: str) -> str:
    """A code span; its fence is longer than any run of backticks inside."""
    fence = _fence(text, 1)
    return f"{fence} {text.replace(chr(10), ' ')} {fence}" if text.strip() else escaped(text)


def block(text: str) -> str:
    """A fenced block of code."""
    fence = _fence(text, 3)
    return f"{fence}\n{text}\n{fence}"


def _fence(text: str, least: int) -> str:
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    return "`" * max(least, longest + 1)
