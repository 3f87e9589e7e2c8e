"""The last net before the terminal: a cell holds what can be seen, whatever a widget put there."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from xprunbook.base.text import is_clean


class SafeCells(LineFilter):
    """Replaces control, bidi and zero-width characters that slipped past the text gate by question marks.

    One for one, so that the width stays. Textual caches filtered lines: an unchanged line costs nothing.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments, or harmless ones where needed."""
        if all(control or _is_safe(text) for text, _, control in segments):
            return segments
        return [
            segment
            if segment.control or _is_safe(segment.text)
            else Segment(_masked(segment.text), segment.style)
            for segment in segments
        ]


def _masked(text: str) -> str:
    return "".join(character if _is_safe(character) else "?" for character in text)


def _is_safe(text: str) -> bool:
    """Whether a text holds nothing but what is seen; tabs and line breaks have no place in a cell."""
    return (text.isascii() and text.isprintable()) or (
        is_clean(text) and "\n" not in text and "\t" not in text
    )
