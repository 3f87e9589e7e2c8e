"""Markdown that means what the text says: what could be markup as numeric entities, fences longer than any run of
backticks. Everything else stays as it is: such a text is also read raw, in a ticket that shows no Markdown."""

from __future__ import annotations

import re
from typing import Final

_MARKUP: Final = re.compile(
    r"""[\\`*{}\[\]<>&|~$^#@]"""  # always, wherever it stands; some of it in GitHub's Markdown only
    r"""|^[-+=]|(?<=-)-"""  # lists and underlines; two hyphens, which some make a dash
    r"""|(?<![^\W_])_|_(?![^\W_])"""  # emphasis, but not within a word
    r"""|(?<!\d):(?! |$)|(?<=\d):(?![ \d]|$)"""  # an address or a symbol (:name:), but neither a time nor an end
    r"""|(?<=www)\.""",  # an address
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"^\d{1,9}([.)])")
_EDGES: Final = re.compile(r"^ +| +$|(?<= ) +")
_BACKTICKS: Final = re.compile(r"`+")


def _entity(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in match[0])


def escaped(text: str) -> str:
    """One line of text as Markdown that shows exactly it, in a paragraph, a heading or a table's cell."""
    line = text.replace("\n", " ")
    numbered = _NUMBERED.match(line)
    at = numbered.start(1) if numbered else 0
    listed = f"{line[:at]}&#{ord(line[at])};" if numbered else ""
    return _EDGES.sub(_entity, listed + _MARKUP.sub(_entity, line[at + 1 :] if numbered else line))


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
