"""The Markdown of steps: the subset it knows, everything else as it is written, values never markup."""

from __future__ import annotations

import time

import pytest
from textual.content import Content

from tests.tui.stage import HOSTILE
from xprunbook.tui.flow import hang
from xprunbook.tui.markdown import markdown_lines


def plain(text: str, width: int = 40, **options: str) -> list[str]:
    return [line.plain for line in markdown_lines(text, width)]


def test_paragraphs_lists_and_headings() -> None:
    text = "# Head\n\nOne\ntwo **bold** and `code`.\n\n- a\n- b\n  1. deep\n  2. deeper still it goes on and on\n\nEnd."
    assert plain(text, 30) == [
        "Head",
        "One two bold and code.",
        "",
        "- a",
        "- b",
        "  1. deep",
        "  2. deeper still it goes on",
        "     and on",
        "",
        "End.",
    ]


def test_numbers_begin_where_the_author_says() -> None:
    assert plain("3. a\n4. b") == ["3. a", "4. b"]


def test_code_blocks_keep_their_lines() -> None:
    assert plain("Run:\n\n```\nDIR  D:\\\n  x\n```\n\nThen.") == [
        "Run:",
        "",
        "  DIR  D:\\",
        "    x",
        "",
        "Then.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "D:\\Backup\\[SAP]\\",
        "[link](http://x)",
        "<b>x</b>",
        "&amp;",
        "db_owner and snake_case",
        "a \\* b",
        "![x](y)",
    ],
)
def test_what_is_not_in_the_subset_stays_as_it_is(text: str) -> None:
    assert plain(text) == [text]


def test_emphasis_is_style_not_text() -> None:
    (line,) = markdown_lines("a **b** `c`", 40)
    assert line.plain == "a b c"
    assert [(span.start, span.end) for span in line.spans] == [(2, 3), (4, 5)]


def test_values_are_put_in_after_reading() -> None:
    lines = markdown_lines(
        "**${web_server}** and `${web_server}`",
        60,
        lambda text: text.replace("${web_server}", "a**b**`c`[x]"),
    )
    assert [line.plain for line in lines] == ["a**b**`c`[x] and a**b**`c`[x]"]


def test_a_prefix_stands_before_the_first_line() -> None:
    lines = markdown_lines("one two three", 16, prefix=Content("Caution  "))
    assert [line.plain for line in lines] == ["Caution  one two", "three"]
    assert [line.plain for line in markdown_lines("", 16, prefix=Content("Caution  "))] == ["Caution  "]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [8, 40, 100])
def test_hostile_texts_are_shown(text: str, width: int) -> None:
    for line in markdown_lines(f"{text}\n\n- {text}\n\n1. {text}\n\n```\n{text}\n```", width):
        assert line.cell_length <= width + 8
        assert "\x1b" not in line.plain
        assert "\u202e" not in line.plain


@pytest.mark.parametrize(
    "text", ["*" * 5_000, "`" * 5_000, "- " * 2_000, "[" * 5_000, "**a " * 2_000, "> " * 2_000]
)
def test_reading_is_not_quadratic(text: str) -> None:
    began = time.process_time()
    markdown_lines(text, 40)
    assert time.process_time() - began < 2


def test_hanging_indents() -> None:
    lines = hang(Content("aaa bbb ccc"), 11, "1. ")
    assert [line.plain for line in lines] == ["1. aaa bbb", "   ccc"]
    assert [line.plain for line in hang(Content("x" * 20), 10)] == ["x" * 10, "x" * 10]
    assert [line.plain for line in hang(Content(""), 10)] == [""]
