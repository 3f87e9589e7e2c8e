"""One line for what just happened or was refused. No toasts: they cover the table and stack up."""

from __future__ import annotations

from textual import events

from xprunbook.base.text import one_line
from xprunbook.tui.face import face_of
from xprunbook.tui.widgets.lines import Lines


class MessageBar(Lines):
    """Lies over the last line of the table while there is something to say; the next key takes it away."""

    DEFAULT_CSS = """
    MessageBar { layer: above; dock: bottom; height: 1; margin-bottom: 1; background: $panel; display: none; }
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

    def repaint(self) -> None:
        """Paint again, after a change of size."""
        if self.sentence and self.size.width:
            style = face_of(self).palette.style
            self.show([((" ", style(self._ink, "panel")), (self.sentence, style(self._ink, "panel")))])

    def on_resize(self, event: events.Resize) -> None:
        """It gets its size when it is first shown."""
        self.repaint()
