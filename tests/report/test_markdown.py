"""The subset of Markdown: paragraphs, lists, code; values never become markup."""

from __future__ import annotations

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
