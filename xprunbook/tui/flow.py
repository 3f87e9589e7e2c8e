"""Running text on a grid: hanging indents, and a widget that lays its text out for every width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

NARROWEST = 8
"""Cells a text keeps beside its indent, however narrow the screen is."""

Layout: TypeAlias = Callable[[int], Sequence[Content]]
"""Lays a text out: a width in cells gives the lines."""


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


def stack(blocks: Iterable[Sequence[Content]]) -> list[Content]:
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


class Flow(Widget):
    """Text that is laid out for the width it gets."""

    DEFAULT_CSS = """
    Flow { height: auto; color: $words; }
    """

    def __init__(
        self,
        layout: Layout,
        *,
        id: str | None = None,  # noqa: A002  # Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._lay_out = layout
        self._laid: tuple[int, Sequence[Content]] = (-1, ())

    def show(self, layout: Layout) -> None:
        """Show another text."""
        self._lay_out = layout
        self._laid = (-1, ())
        self.refresh(layout=True)

    def lines(self, width: int) -> Sequence[Content]:
        """The lines at this width; laid out once per width."""
        if self._laid[0] != width:
            self._laid = (width, self._lay_out(width))
        return self._laid[1]

    def render(self) -> Content:
        """All lines."""
        return joined(self.lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many lines there are at this width."""
        return len(self.lines(width))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as there is room."""
        return container.width
