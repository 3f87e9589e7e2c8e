"""The subset of Markdown: paragraphs, lists, code; values never become markup."""

from __future__ import annotations

import pytest

from xprunbook.base.markdown import escaped
from xprunbook.report.markdown import BlockKind, SpanKind, blocks, spans
from xprunbook.report.markup import flow


def test_blocks() -> None:
    found = blocks("One\nline.\n\n- a\n  more\n- b\n\n1. c\n2) d\n\n```\n<x>\n  y\n```\nend")
    assert [(block.kind, block.text) for block in found] == [
        (BlockKind.PARAGRAPH, "One line."),
        (BlockKind.BULLETS, "a more\nb"),
        (BlockKind.NUMBERS, "c\nd"),
        (BlockKind.CODE, "<x>\n  y"),
        (BlockKind.PARAGRAPH, "end"),
    ]


def test_spans() -> None:
    assert [(span.kind, span.text) for span in spans("a **b** `c*` ** d `e")] == [
        (SpanKind.TEXT, "a "),
        (SpanKind.STRONG, "b"),
        (SpanKind.TEXT, " "),
        (SpanKind.CODE, "c*"),
        (SpanKind.TEXT, " ** d `e"),
    ]


def test_values_are_put_in_after_reading() -> None:
    found = blocks("Use `${x}` and ${x}.", lambda text: text.replace("${x}", "**a** `<b>`"))
    assert flow(found) == "<p>Use <code>**a** `&lt;b&gt;`</code> and **a** `&lt;b&gt;`.</p>"


def test_long_texts_stay_linear() -> None:
    for piece in ("**", "`", "**a", "- ", "1. ", "*", "``` "):
        blocks(piece * 50_000)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-11-26 15:54:53 +00:00", "2026-11-26 15:54:53 +00:00"),
        ("Zwischenbericht: der Lauf ist nicht beendet; 5 von 6 (83 %).", None),
        ("7K2M-9QXD-40TB-ZC5N", None),
        ("useLogin, sql_server, 1.5, E1/E2, a=b", None),
        ("- x", "&#45; x"),
        ("12. x", "12&#46; x"),
        ("1) x: y", "1&#41; x: y"),
        ("--", "&#45;&#45;"),
        ("_x_", "&#95;x&#95;"),
        ("https://www.example.org", "https&#58;//www&#46;example.org"),
        (":smile: a@b", "&#58;smile: a&#64;b"),
        (r"C:\Temp", "C&#58;&#92;Temp"),
        ("#12 ~~x~~ $y$", "&#35;12 &#126;&#126;x&#126;&#126; &#36;y&#36;"),
    ],
)
def test_only_what_could_be_markup_is_written_as_an_entity(text: str, written: str | None) -> None:
    """The report is read raw, too: in a ticket or a mail that shows no Markdown."""
    assert escaped(text) == (written if written is not None else text)
