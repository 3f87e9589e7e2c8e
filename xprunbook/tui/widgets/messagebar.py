"""What just happened or was refused, over the table. No toasts: they cover the table and stack up."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.content import Content

from xprunbook.base.text import one_line, shorten
from xprunbook.tui.face import face_of
from xprunbook.tui.widgets.lines import Lines

MOST: Final = 3
"""Lines a sentence may take; a longer one is cut, and the page it belongs to has all of it."""


class MessageBar(Lines):
    """Lies over the last lines of the table while there is something to say; the next key takes it away."""

    DEFAULT_CSS = """
    MessageBar { layer: above; dock: bottom; height: auto; margin-bottom: 1; background: $panel; display: none; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.sentence = ""
        self._ink = "words"

    def say(self, sentence: str, ink: str = "words") -> None:
        """Say a sentence, in a colour of the theme; an empty one takes the line away."""
        self.sentence, self._ink = one_line(sentence), ink
        self.display = bool(sentence)
        self.repaint()

    @property
    def lines(self) -> int:
        """How many lines of the table it covers now."""
        return max(1, len(self._strips)) if self.sentence else 0

    def repaint(self) -> None:
        """Paint again, after a change of size."""
        width = self.size.width or self.app.size.width
        if self.sentence and width:
            style = face_of(self).palette.style(self._ink, "panel")
            self.show([((" ", style), (text, style)) for text in self._wrapped(width - 2)], width)

    def _wrapped(self, room: int) -> list[str]:
        found = [line.plain.rstrip() for line in Content(self.sentence).wrap(max(1, room))]
        if len(found) <= MOST:
            return found
        rest = " ".join(found[MOST - 1 :])
        return [*found[: MOST - 1], shorten(rest, room, face_of(self).glyphs.cut)]

    def on_resize(self, event: events.Resize) -> None:
        """It gets its size when it is first shown."""
        self.repaint()
