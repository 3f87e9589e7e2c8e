"""A widget of a few ready-made lines that sends only the cells that changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from xprunbook.base.text import cells, one_line, shorten

Span: TypeAlias = tuple[str, Style]
Line: TypeAlias = tuple[Span, ...]

NEAR: Final = 8
"""Unchanged cells that are sent along rather than skipped."""


class Lines(Widget, can_focus=False):
    """Shows lines of styled spans. Texts pass the gate here; nothing is markup.

    ``show`` compares with what stands there and repaints the changed stretch of each line only: header and key
    bar change by a few cells, and a whole line costs 150 to 300 bytes on a slow link.
    """

    DEFAULT_CSS = """
    Lines { height: auto; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._strips: list[Strip] = []

    def show(self, lines: Sequence[Line], width: int = 0) -> None:
        """Show these lines; ``width`` where the widget has none yet."""
        width = width or self.size.width
        strips = [to_strip(line, width) for line in lines]
        if len(strips) != len(self._strips):
            self._strips = strips
            self.refresh(layout=True)
            return
        changed = [
            Region(first, y, last - first, 1)
            for y, (old, new) in enumerate(zip(self._strips, strips, strict=True))
            for first, last in changed_cells(old, new)
        ]
        self._strips = strips
        if changed:
            self.refresh(*changed)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as are shown."""
        return max(1, len(self._strips))

    def render_line(self, y: int) -> Strip:
        """One line."""
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)

    @property
    def plain(self) -> str:
        """What stands there, for tests."""
        return "\n".join(strip.text.rstrip() for strip in self._strips)


def to_strip(line: Iterable[Span], width: int, fill: Style | None = None) -> Strip:
    """A strip of exactly ``width`` cells. Neighbours of one style become one segment: each costs ~12 bytes."""
    segments: list[Segment] = []
    used = 0
    for raw, style in line:
        text = raw if raw.isascii() and raw.isprintable() else one_line(raw)
        room = width - used
        if cells(text) > room:
            text = shorten(text, room + 1, " ")[:room] if room > 0 else ""
        if not text:
            continue
        used += cells(text)
        if segments and segments[-1].style == style:
            segments[-1] = Segment(segments[-1].text + text, style)
        else:
            segments.append(Segment(text, style))
    if used < width:
        last = fill or (segments[-1].style if segments else None) or Style.null()
        if segments and segments[-1].style == last:
            segments[-1] = Segment(segments[-1].text + " " * (width - used), last)
        else:
            segments.append(Segment(" " * (width - used), last))
    return Strip(segments, width)


def changed_cells(old: Strip, new: Strip) -> list[tuple[int, int]]:
    """The stretches [first, last) of cells in which two strips differ, from left to right.

    Stretches with little between them are one: beginning anew costs about as much as ``NEAR`` cells.
    """
    before, after = _cells(old), _cells(new)
    if len(before) != len(after):
        return [(0, max(len(before), len(after)))]
    found: list[tuple[int, int]] = []
    for at, (one, other) in enumerate(zip(before, after, strict=True)):
        if one == other:
            continue
        if found and at - found[-1][1] < NEAR:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    found: list[tuple[str, Style | None]] = []
    for text, style, _ in strip:
        if text.isascii():
            found.extend((character, style) for character in text)
            continue
        for character in text:
            size = cells(character)
            if size:
                found.append((character, style))
                found.extend(("", style) for _ in range(size - 1))
            elif found:
                found[-1] = (found[-1][0] + character, style)
    return found
