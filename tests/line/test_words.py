"""The table: everything the terminal face can do exists in the plain face, and every word leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.line.desk import begin, house
from xprunbook.line.asks import ASKS
from xprunbook.line.console import Console
from xprunbook.line.loop import Line
from xprunbook.line.words import WORDS, find_word
from xprunbook.run.commands import TABLE, Verb
from xprunbook.tui.keys import COMMANDS

IDS = {word.id for word in WORDS}


def test_every_command_of_the_terminal_face_is_a_word() -> None:
    assert {command.id for command in COMMANDS} <= IDS


def test_every_verb_can_be_asked_by_a_word() -> None:
    assert {verb for word in WORDS for verb in word.verbs} == set(Verb)
    assert {verb for verbs in TABLE.values() for verb in verbs} <= {
        verb for word in WORDS for verb in word.verbs
    }


def test_every_word_leads_somewhere(tmp_path: Path) -> None:
    import io

    session = begin(tmp_path)
    line = Line(session, Console(io.StringIO(), io.StringIO(), "en"), house())
    session.leave()
    assert line.words == IDS
    assert set(ASKS) <= IDS


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.id)
def test_a_word_is_found_by_id_name_and_letter(word: object) -> None:
    from xprunbook.line.words import Word

    assert isinstance(word, Word)
    for name in (word.id, *word.names, *((word.key,) if word.key else ())):
        assert find_word(name) is word, name


def test_the_letters_mean_the_same_as_in_the_terminal_face() -> None:
    keys = {command.id: command.keys for command in COMMANDS}
    for word in WORDS:
        if word.key and word.id in keys and word.key != "?":
            assert word.key in keys[word.id], word.id
