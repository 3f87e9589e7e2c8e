"""A table of checks, or of what actions would do, one of them selected."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events

from xprunbook.base.text import cells, one_line, shorten
from xprunbook.run.automation import Preview
from xprunbook.run.contract import Finding
from xprunbook.run.texts import word
from xprunbook.run.view import StepView
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.checks import FINDING_INKS, Known
from xprunbook.tui.face import Face, face_of
from xprunbook.tui.widgets.lines import Line, Lines

LOOKING = "looking"
"""The state of what is not answered yet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a check, or what an action would do. ``finding`` may be ``LOOKING``."""

    row: StepView
    finding: str
    sentence: str = ""
    known: Known | None = None
    preview: Preview | None = None


class CheckTable(Lines):
    """The entries, one of them selected."""

    DEFAULT_CSS = """
    CheckTable { height: 1fr; background: $ground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        self.at = 0
        self.top = 0
        self.title = ""

    @property
    def chosen(self) -> Entry | None:
        """The selected entry."""
        return self.entries[self.at] if self.entries else None

    def tell(self, title: str, entries: tuple[Entry, ...]) -> None:
        """Show these; the selection stays where it was."""
        self.title, self.entries = title, entries
        self.move(0)

    def move(self, by: int) -> None:
        """Select another one and keep it in sight."""
        self.at = min(max(0, self.at + by), max(0, len(self.entries) - 1))
        room = max(1, self.size.height - 1)
        self.top = min(max(self.top, self.at - room + 1), self.at)
        self.repaint()

    def repaint(self) -> None:
        """Paint again, after a change of size or theme."""
        if self.size.width and self.size.height:
            self.show(self._lines(self.size.width, self.size.height, face_of(self)))

    def on_resize(self, event: events.Resize) -> None:
        """Another height, another part."""
        self.move(0)

    def _lines(self, width: int, height: int, face: Face) -> list[Line]:
        style = face.palette.style
        words = [word(finding, face.language) for finding in Finding]
        column = max(map(cells, [*words, ACTION.say("running", face.language)])) + 2
        lines: list[Line] = [((" " + self.title, style("bright")),)]
        before = ""
        for at, entry in list(enumerate(self.entries))[self.top : self.top + height - 1]:
            on = "cursor-bg" if at == self.at else "ground"
            also = "cursor" if at == self.at else ""
            number = (
                one_line(entry.row.step.number, 6) if entry.row.step.id != before or at == self.top else ""
            )
            before = entry.row.step.id
            looking = entry.finding == LOOKING
            finding = ACTION.say("running", face.language) if looking else word(entry.finding, face.language)
            ink = "st-running" if looking else FINDING_INKS.get(entry.finding, "words")
            mark = face.glyphs.cursor if at == self.at else " "
            sentence = shorten(one_line(entry.sentence), width - 10 - column, face.glyphs.cut)
            line = (
                (f"{mark} ", style("key", on)),
                (f"{number:<6}", style("words", on, also)),
                (finding + " " * (column - cells(finding)), style(ink, on, also)),
                (sentence, style("words", on, also)),
            )
            lines.append(line)
        blank: Line = ((" ", style("words")),)
        return [*lines, *[blank] * (height - len(lines))]
