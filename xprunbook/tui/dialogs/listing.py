"""Steps listed in a dialog: number, title, state, one line each, cut to the width."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from xprunbook.base.language import Language
from xprunbook.base.text import cells, one_line, shorten
from xprunbook.run.texts import STATES
from xprunbook.run.view import StepView
from xprunbook.tui.flow import Flow
from xprunbook.tui.states import STATE_STYLES


def listed(rows: Sequence[StepView], language: Language, most: int = 30) -> Flow:
    """These steps as a widget; at most ``most`` of them, the rest is counted."""
    return Flow(lambda width: _lines(rows, language, most, width))


def _lines(rows: Sequence[StepView], language: Language, most: int, width: int) -> list[Content]:
    """Numbers in a column, titles cut, states at the end."""
    shown = rows if len(rows) <= most else rows[: most - 1]
    numbers = min(6, max((cells(row.step.number) for row in shown), default=1))
    words = [STATES.say(row.state, language) for row in shown]
    column = max((cells(word) for word in words), default=0)
    room = max(4, width - numbers - column - 5)
    lines = []
    for row, word in zip(shown, words, strict=True):
        number = shorten(one_line(row.step.number, 40), numbers).rjust(numbers)
        title = shorten(one_line(row.step.title, 400), room)
        gap = " " * (room - cells(title) + 2)
        state = (word, STATE_STYLES[row.state])
        lines.append(Content.assemble(" ", (number, "$faint"), "  ", (title, "$words"), gap, state))
    if len(shown) < len(rows):
        lines.append(Content.styled(f" +{len(rows) - len(shown)}", "$faint"))
    return lines
