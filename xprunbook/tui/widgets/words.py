"""Text on the screen that is never markup: the one way data becomes visible."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from xprunbook.base.text import one_line, plain_text


def words(text: str) -> Content:
    """Text from outside as content: controls made visible, brackets left as they are, line breaks kept."""
    return Content(plain_text(text))


def line(text: str) -> Content:
    """The same on one line."""
    return Content(one_line(text))


class Words(Static):
    """A Static that takes a ``str`` (passed through the gate) or a ready ``Content``, and parses nothing.

    Textual parses strings as markup almost everywhere; ``[/]`` in data then ends the program.
    """

    def __init__(
        self,
        content: str | Content = "",
        *,
        id: str | None = None,  # noqa: A002  # Textual's name
        classes: str | None = None,
    ) -> None:
        ready = words(content) if isinstance(content, str) else content
        super().__init__(ready, id=id, classes=classes, markup=False)

    def say(self, content: str | Content) -> None:
        """Show another text; nothing is sent to the terminal if it is the same."""
        ready = words(content) if isinstance(content, str) else content
        if ready != self.content:
            self.update(ready)
