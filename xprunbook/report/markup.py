"""HTML as nested calls: what is not ``Html`` is escaped, so that no text can become markup by oversight."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from xprunbook.report.markdown import Block, BlockKind, Span, SpanKind

_VOID: Final = frozenset({"meta", "br", "hr"})


class Html(str):
    """Finished markup. Only this module makes it."""

    __slots__ = ()


def text(words: str) -> Html:
    """A text as markup: ``< > & " '`` escaped, everything else as it is."""
    return words if isinstance(words, Html) else Html(escape(words, quote=True))


def el(tag: str, *children: str, **attributes: str) -> Html:
    """An element. In names a last underscore falls, others become hyphens; empty attributes are left out."""
    head = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{text(value)}"'
        for name, value in attributes.items()
        if value
    )
    if tag in _VOID:
        return Html(f"<{tag}{head}>")
    return Html(f"<{tag}{head}>{''.join(map(text, children))}</{tag}>")


def join(parts: Iterable[str], between: str = "") -> Html:
    """Parts one after the other."""
    return Html(text(between).join(map(text, parts)))


def style_element(css: str) -> Html:
    """The style as it is: our own text, checked to hold nothing that could end the element."""
    if "<" in css or "&" in css:
        raise ValueError("a style must not hold < or &")
    return Html(f"<style>{css}</style>")


_TAGS: Final = {SpanKind.STRONG: "strong", SpanKind.CODE: "code"}


def inline(spans: Iterable[Span]) -> Html:
    """Stretches of a line."""
    return join(el(_TAGS[span.kind], span.text) if span.kind in _TAGS else span.text for span in spans)


def flow(blocks: Iterable[Block]) -> Html:
    """The blocks of a text."""
    return join(map(_block, blocks))


def _block(block: Block) -> Html:
    if block.kind in (BlockKind.BULLETS, BlockKind.NUMBERS):
        tag = "ul" if block.kind is BlockKind.BULLETS else "ol"
        return el(tag, *(el("li", inline(line)) for line in block.lines))
    body = join(map(inline, block.lines))
    return el("div", body, class_="codeblock") if block.kind is BlockKind.CODE else el("p", body)
