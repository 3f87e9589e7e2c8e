"""Running text on a grid: wrapping with hanging indents. Content in, lines of Content out."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

NARROWEST = 8
"""Cells a text keeps beside its indent, however narrow the screen is."""


def hang(text: Content, width: int, first: str | Content = "", rest: str | Content = "") -> list[Content]:
    """Wrap to ``width`` cells: ``first`` stands before the first line, ``rest`` before the others.

    Without ``rest`` the others are indented by as much as ``first`` takes.
    """
    before = first if isinstance(first, Content) else Content(first)
    after = rest if isinstance(rest, Content) else Content(rest)
    if not after:
        after = Content(" " * before.cell_length)
    room = max(NARROWEST, width - before.cell_length)
    lines: list[Content] = []
    for part in text.split("\n", allow_blank=True):
        lines.extend(line.rstrip() for line in part.wrap(room) or [part])
    return [(after if at else before) + line for at, line in enumerate(lines or [Content("")])]


def stack(blocks: Iterable[list[Content]]) -> list[Content]:
    """Put blocks below each other with one empty line between them; empty blocks are left out."""
    lines: list[Content] = []
    for block in blocks:
        if block:
            if lines:
                lines.append(Content(""))
            lines.extend(block)
    return lines


def joined(lines: Iterable[Content]) -> Content:
    """Lines as one Content."""
    return Content("\n").join(lines)
