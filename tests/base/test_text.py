"""The text gate: what is harmless stays, what is not is shown as what it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xprunbook.base.text import (
    MAX_LINE,
    cells,
    forbidden_characters,
    is_clean,
    one_line,
    plain_text,
    shorten,
)

ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=300)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain äöüß €", "plain äöüß €"),
        ("\x1b[31mred", "^[[31mred"),
        ("\x1b]0;title\x07", "^[]0;title^G"),
        ("\x9b31m", "<U+009B>31m"),
        ("a\u202eb", "a<U+202E>b"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("\ufeffbom", "<U+FEFF>bom"),
        ("\ud800", "<U+D800>"),
        ("\U000e0041", "<U+E0041>"),
        ("back\x08space\x7f", "back^Hspace^?"),
        ("[/foo] [@click=app.quit]", "[/foo] [@click=app.quit]"),
    ],
)
def test_control_characters_are_shown_literally(raw: str, shown: str) -> None:
    assert plain_text(raw) == shown
    assert one_line(raw) == shown


def test_line_breaks_stay_in_text_and_go_in_lines() -> None:
    assert plain_text("a\r\nb\n\tc") == "a\nb\n    c"
    assert one_line("a\r\nb\n\tc") == "a b  c"
    assert plain_text("over\rwrite") == "over^Mwrite"


def test_long_lines_are_cut_and_say_by_how_much() -> None:
    assert one_line("x" * (MAX_LINE + 7)).endswith(" [+7]")
    assert plain_text("short\n" + "x" * (MAX_LINE + 7)).splitlines()[1].endswith(" [+7]")


@given(ANYTHING)
def test_what_comes_out_is_clean_and_stays_as_it_is(raw: str) -> None:
    assert is_clean(one_line(raw))
    assert is_clean(plain_text(raw))
    assert one_line(one_line(raw)) == one_line(raw)
    assert "\n" not in one_line(raw)


@given(ANYTHING)
def test_clean_text_has_no_forbidden_character(raw: str) -> None:
    assert is_clean(raw) == (not list(forbidden_characters(raw)))


def test_every_forbidden_character_is_named_with_its_place() -> None:
    assert list(forbidden_characters("a\x1bb\u202e")) == [(1, "U+001B"), (3, "U+202E")]


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("äöü", 3), ("日本", 4), ("e\u0301", 1), ("", 0), ("»", 1)]
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_shortened_line_fits(text: str, width: int) -> None:
    short = shorten(text, width)
    assert cells(short) <= width
    assert short == text or short.endswith("…")
