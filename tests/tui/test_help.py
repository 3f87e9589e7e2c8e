"""F1 derives from the registry: every command with its key, every state, the promise."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.tui.stage import on_stage
from xprunbook.base.language import LANGUAGES, Language
from xprunbook.run.state import StepState
from xprunbook.run.texts import STATES
from xprunbook.tui.glyphs import SETS
from xprunbook.tui.keys import COMMANDS
from xprunbook.tui.screens.help import HelpScreen, Topic, help_lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_state_is_explained(language: Language) -> None:
    page = "\n".join(line.plain for line in help_lines("plan", language, 200, SETS["rich"], "/runs/x"))
    for command in COMMANDS:
        assert command.explains(language) in page
    for state in StepState:
        assert STATES.say(state, language) in page
    assert "/runs/x" in page
    assert "»" in page


@pytest.mark.parametrize("topic", get_args(Topic))
@pytest.mark.parametrize("width", [38, 58, 78, 118])
def test_no_line_is_wider_than_the_screen(topic: Topic, width: int) -> None:
    for language in LANGUAGES:
        assert all(line.cell_length <= width for line in help_lines(topic, language, width, SETS["plain"]))


@pytest.mark.parametrize("key", ["escape", "enter", "f1"])
def test_it_leaves(key: str) -> None:
    answers, picture = on_stage(lambda: HelpScreen("de"), keys=("down", "pagedown", "end", "home", key))
    assert answers == [None]
    assert "Hilfe: der Plan" in picture
