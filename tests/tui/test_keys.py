"""The registry of commands: no clash, no AltGr, both languages, and a key bar that never loses help and quit."""

from __future__ import annotations

import re

import pytest

from tests.run.builders import Desk
from tests.tui.fakes import FakeSession, load
from xprunbook.run import commands as c
from xprunbook.run.commands import TABLE, Verb
from xprunbook.run.view import view
from xprunbook.tui.face import Face
from xprunbook.tui.glyphs import SETS
from xprunbook.tui.keys import COMMANDS, KeyCommand, Where, applies, bindings, for_plan_screen, key_name
from xprunbook.tui.theme import Look, Palette
from xprunbook.tui.widgets.keybar import fitting, key_line

SAFE = re.compile(
    r"[a-z0-9]|f([1-9]|10)|enter|escape|space|tab|up|down|left|right|home|end|page(up|down)|ctrl\+[cq]"
)


def test_ids_are_unique() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


def test_only_safe_keys_none_with_altgr_none_that_change_places() -> None:
    for command in COMMANDS:
        for key in command.keys:
            assert SAFE.fullmatch(key), key
            assert key not in ("y", "z"), command.id


def test_a_key_is_shared_only_by_commands_no_row_ever_allows_together() -> None:
    for one in COMMANDS:
        for other in COMMANDS:
            if one is other or not set(one.keys) & set(other.keys):
                continue
            if (
                one.begun or other.begun
            ):  # a step with a run of its own has no action (check tells), see applies
                continue
            assert one.verbs, (one.id, other.id)
            assert other.verbs, (one.id, other.id)
            assert not any(one.verbs & set(verbs) and other.verbs & set(verbs) for verbs in TABLE.values())


def test_every_verb_a_person_can_ask_for_has_a_key() -> None:
    covered = set().union(*(command.verbs for command in COMMANDS))
    not_by_key = {Verb.RECORD_EXPORT, Verb.CLOSE_CHILD, Verb.LEAVE}
    assert set(Verb) - covered - not_by_key == set()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_both_languages_say_something_short(command: KeyCommand) -> None:
    for language in ("de", "en"):
        assert 0 < len(command.says(language)) <= 16
        assert command.explains(language)
        assert command.key_name(language)


def test_key_names_are_those_on_the_keyboard() -> None:
    assert [key_name(key, "de") for key in ("space", "f1", "a", "ctrl+q", "pageup")] == [
        "Leer", "F1", "A", "Strg+Q", "Bild auf",
    ]  # fmt: skip
    assert [key_name(key, "en") for key in ("space", "ctrl+q")] == ["Space", "Ctrl+Q"]


def test_capitals_do_the_same_and_bindings_are_unique() -> None:
    bound = list(bindings(*Where))
    keys = [binding.key for binding in bound]
    assert len(keys) == len(set(keys))
    assert {"a", "A", "space", "f1"} <= set(keys)
    assert len({binding.id for binding in bound}) == len(bound)


def test_the_bar_names_only_what_can_be_done() -> None:
    desk = Desk()
    run = desk.see()
    names = {command.id for command in for_plan_screen(run, run.rows["files"])}
    assert {"help", "open", "tick", "note", "quit"} <= names
    assert not {"reopen", "run", "undo", "settle", "gate", "close"} & names
    desk.ask(c.Tick("files"))
    run = desk.see()
    names = {command.id for command in for_plan_screen(run, run.rows["files"])}
    assert "reopen" in names
    assert "tick" not in names


def test_who_looks_on_is_offered_nothing_that_writes() -> None:
    run = Desk().see()
    names = {command.id for command in for_plan_screen(run, run.rows["files"], read_only=True)}
    assert {"help", "open", "quit"} <= names
    assert not {"tick", "note", "defer", "close"} & names


def test_a_gate_is_offered_when_it_waits() -> None:
    session = FakeSession(load(), "B")
    run = view(session.book.speak("en"), session.state)
    gate = next(command for command in COMMANDS if command.id == "gate")
    assert not applies(gate, run, None)


@pytest.mark.parametrize("width", [10, 20, 40, 80, 120])
def test_help_and_quit_never_fall_off(width: int) -> None:
    hints = [
        ("F1", "help"),
        ("Enter", "open"),
        ("Space", "done"),
        ("N", "note"),
        ("U", "leave out"),
        ("Q", "quit"),
    ]
    kept = fitting(hints, width)
    assert kept[-1] == ("Q", "quit")
    assert kept[0] == ("F1", "help") or width < 18
    if width >= 80:
        assert kept == hints
    face = Face("en", SETS["rich"], Palette(Look.bare()))
    assert "quit" in "".join(text for text, _ in key_line(hints, width, face))
