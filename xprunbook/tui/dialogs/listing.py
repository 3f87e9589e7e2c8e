"""Steps listed in a dialog: number, title, state, one line each, cut to the width."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.base.text import cells, one_line, shorten
from xprunbook.run.state import StepState
from xprunbook.run.texts import STATES
from xprunbook.run.view import StepView
from xprunbook.tui.flow import joined

STATE_STYLES: dict[StepState, str] = {
    StepState.OPEN: "$st-open",
    StepState.RUNNING: "bold $st-running",
    StepState.FAILED: "bold $st-failed",
    StepState.CANCELLED: "$st-warning",
    StepState.TIMED_OUT: "$st-failed",
    StepState.IN_DOUBT: "bold $st-warning",
    StepState.DONE: "$st-done",
    StepState.SKIPPED: "$st-other",
    StepState.DEVIATION: "$st-warning",
    StepState.NOT_APPLICABLE: "$st-other",
    StepState.DEFERRED: "$st-warning",
}
"""The colour of each state's word."""


class Listing(Widget):
    """The lines; at most ``most`` of them, the rest is counted."""

    DEFAULT_CSS = """
    Listing { height: auto; color: $words; }
    """

    def __init__(self, rows: Sequence[StepView], language: Language, most: int = 30) -> None:
        super().__init__()
        self.rows = tuple(rows)
        self.language: Language = language
        self.most = most

    def _shown(self) -> tuple[StepView, ...]:
        return self.rows if len(self.rows) <= self.most else self.rows[: self.most - 1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line a step."""
        return min(len(self.rows), self.most)

    def render(self) -> Content:
        """Numbers in a column, titles cut, states at the end."""
        shown = self._shown()
        width = self.content_size.width
        numbers = min(6, max((cells(row.step.number) for row in shown), default=1))
        words = [STATES.say(row.state, self.language) for row in shown]
        column = max((cells(word) for word in words), default=0)
        lines = []
        for row, word in zip(shown, words, strict=True):
            number = shorten(one_line(row.step.number, 40), numbers).rjust(numbers)
            room = max(4, width - numbers - column - 5)
            title = shorten(one_line(row.step.title, 400), room)
            gap = " " * (room - cells(title) + 2)
            lines.append(
                Content.assemble(
                    " ", (number, "$faint"), "  ", (title, "$words"), gap, (word, STATE_STYLES[row.state])
                )
            )
        if len(shown) < len(self.rows):
            lines.append(Content.styled(f" +{len(self.rows) - len(shown)}", "$faint"))
        return joined(lines)


def listed(rows: Sequence[StepView], language: Language) -> Listing:
    """A listing of these steps."""
    return Listing(rows, language)
