"""What scrolls: a column that takes no focus, with a bar of whole cells (old code pages lack the eighth blocks)."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import VerticalScroll
from textual.scrollbar import ScrollBarRender


class WholeCells(ScrollBarRender):
    """A bar that begins and ends with a cell."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class Scroll(VerticalScroll, can_focus=False):
    """Keys stay with the fields and the screen; they scroll by ``turn`` and ``scroll_relative``."""

    DEFAULT_CSS = """
    Scroll { scrollbar-size-vertical: 1; }
    """

    def on_mount(self) -> None:
        """Give the bar whole cells."""
        self.vertical_scrollbar.renderer = WholeCells  # type: ignore[misc]  # a class variable to Textual

    def turn(self, pages: int) -> None:
        """Scroll by screens, one line less."""
        self.scroll_relative(y=pages * max(1, self.size.height - 1), animate=False)
