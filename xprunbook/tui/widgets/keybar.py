"""The key bar: one line that names what can be done now. The stock Footer is a quarter of the start traffic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.style import Style
from textual import events

from xprunbook.base.text import cells
from xprunbook.tui.face import Face, face_of, in_practice
from xprunbook.tui.keys import KeyCommand
from xprunbook.tui.texts import HEADER
from xprunbook.tui.widgets.lines import Line, Lines, Span

_GAP = 2
_BADGE: Final = Style(reverse=True, bold=True)


class KeyBar(Lines):
    """Shows hints ``(key, label)`` as far as they fit. The first and the last one are never dropped."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; color: $words; }
    """

    def __init__(self, hints: Sequence[tuple[str, str]] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._hints = tuple(hints)

    def name_keys(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show these hints, the most useful first; the last one (how to leave) always stays."""
        self._hints = tuple(hints)
        self.repaint()

    def name_commands(self, commands: Sequence[KeyCommand]) -> None:
        """Show these commands in the face's language; rank 1 stands at the ends and stays."""
        language = face_of(self).language
        first = [command for command in commands if command.id == "help"]
        last = [command for command in commands if command.id == "quit"]
        middle = [command for command in commands if command not in (*first, *last)]
        self.name_keys([(c.key_name(language), c.says(language)) for c in (*first, *middle, *last)])

    def repaint(self) -> None:
        """Paint again, after a change of theme, language or size."""
        if self.is_mounted and self.size.width:
            face = face_of(self)
            marked = in_practice(self) and not self.screen.query("RunHeader")  # a header says so itself
            badge = HEADER.say("practice", face.language) if marked else ""
            self.show([key_line(self._hints, self.size.width, face, badge)])

    def on_resize(self, event: events.Resize) -> None:
        """Another width, other hints."""
        self.repaint()


def key_line(hints: Sequence[tuple[str, str]], width: int, face: Face, badge: str = "") -> Line:
    """The line: hints drop from the right, the last one stays. ``badge`` stands before them."""
    key, label = face.palette.style("key", "panel"), face.palette.style("faint", "panel")
    mark = f" {badge} " if badge else ""
    chosen = fitting(hints, width - 2 - cells(mark))
    spans: list[Span] = [(mark, face.palette.style("st-running", "panel") + _BADGE)] if mark else []
    spans.append((" ", label))
    for at, (name, word) in enumerate(chosen):
        gap = " " * _GAP if at else ""
        spans += [(gap, label), (name, key), (f" {word}", label)]
    return tuple(spans)


def fitting(hints: Sequence[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    """The hints that fit: all but the last are dropped from the back until the line is short enough."""
    if not hints:
        return []
    *rest, last = hints
    while rest and sum(cells(name) + 1 + cells(word) + _GAP for name, word in (*rest, last)) - _GAP > width:
        rest.pop()
    return [*rest, last]
