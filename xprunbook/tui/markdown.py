"""The Markdown of steps as lines of Content: paragraphs, lists, headings, code, **bold**, *emphasis*, `code`.

markdown-it reads it (Textual brings it along): 1.6 MB and 12 ms, once, for the first step shown; Textual's
Markdown widget costs twice that, and a widget a paragraph. Links, images, HTML and escapes are off, so
that ``D:\\Backup\\[SAP]`` stays what it is.

Values are put in after the text was read: a value can never become markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from textual.content import Content

from xprunbook.base.text import plain_text
from xprunbook.tui.flow import hang, joined

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Fill = Callable[[str], str]

_DEEPEST: Final = 4
"""List levels that are indented further; deeper ones stay there."""

_UNWRAPPED: Final = 1_000_000
"""Cells of a line that nothing is too long for."""

_BULLET: Final = "- "


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("zero", {"maxNesting": 20})
    return reader.enable(["list", "heading", "fence", "emphasis", "backticks", "newline"])


def _same(text: str) -> str:
    return text


def markdown_lines(text: str, width: int, fill: Fill = _same, prefix: Content | None = None) -> list[Content]:
    """Lay a text out at ``width`` cells. ``prefix`` stands at the beginning of the first line."""
    writer = _Writer(width, fill, prefix)
    for token in _reader().parse(plain_text(text)):
        writer.take(token)
    return writer.end()


def markdown_text(text: str, fill: Fill = _same) -> Content:
    """The same in one piece, for a widget that wraps by itself."""
    return joined(markdown_lines(text, _UNWRAPPED, fill))


class _Writer:
    """Turns tokens into lines; one empty line between blocks, none inside a list."""

    def __init__(self, width: int, fill: Fill, prefix: Content | None) -> None:
        self.lines: list[Content] = []
        self._width: Final = width
        self._fill: Final = fill
        self._prefix = prefix
        self._lists: list[int | None] = []  # the next number of each list around, None for bullets
        self._indents: list[int] = []  # what each item around is indented by
        self._marker = ""
        self._heading = False
        self._new_block = True

    def take(self, token: Token) -> None:
        """Write one token."""
        match token.type:
            case "bullet_list_open":
                self._lists.append(None)
            case "ordered_list_open":
                self._lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
                self._new_block = not self._lists
            case "list_item_open":
                self._open_item()
            case "list_item_close":
                self._close_item()
            case "heading_open":
                self._heading = True
            case "heading_close":
                self._heading = False
                self._new_block = False
            case "paragraph_close" if not self._lists:
                self._new_block = True
            case "inline":
                self._paragraph(
                    _spans(token.children or (), self._fill, "bold $bright" if self._heading else "")
                )
            case "fence":
                self._code(token.content)

    def _open_item(self) -> None:
        number = self._lists[-1]
        self._marker = _BULLET if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1
        self._indents.append(len(self._marker) if len(self._indents) < _DEEPEST else 0)

    def _close_item(self) -> None:
        if self._marker:  # an item without text
            self._paragraph(Content(""))
        self._indents.pop()

    def _before(self) -> None:
        if self.lines and (self._new_block or self._heading):
            self.lines.append(Content(""))
        self._new_block = False

    def _paragraph(self, text: Content) -> None:
        self._before()
        if self._prefix is not None:
            text, self._prefix = self._prefix + text, None
        own = self._indents[-1] if self._indents and self._marker else 0
        first = " " * (sum(self._indents) - own) + self._marker
        rest = " " * sum(self._indents)
        self._marker = ""
        lines = hang(text, self._width, Content.styled(first, "$faint") if first else "", rest)
        self.lines.extend(lines)

    def _code(self, text: str) -> None:
        if not self._lists:
            self._new_block = True
        self._before()
        indent = " " * (sum(self._indents) + 2)
        self._marker = ""
        for line in plain_text(self._fill(text)).rstrip("\n").split("\n"):
            room = max(8, self._width - len(indent))
            parts = Content.styled(line, "$key").fold(room) if line else [Content("")]
            self.lines.extend(Content(indent) + part for part in parts)
        self._new_block = not self._lists

    def end(self) -> list[Content]:
        """The lines; a prefix without a text stands alone."""
        if self._prefix is not None:
            self.lines.append(self._prefix)
        return self.lines


def _spans(tokens: Sequence[Token], fill: Fill, style: str) -> Content:
    """One stretch of text with its emphases; line breaks inside a paragraph are blanks."""
    parts: list[Content] = []
    strong = emphasis = 0
    for token in tokens:
        match token.type:
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "em_open":
                emphasis += 1
            case "em_close":
                emphasis -= 1
            case "softbreak":
                parts.append(Content(" "))
            case "hardbreak":
                parts.append(Content("\n"))
            case "code_inline":
                parts.append(_set(fill(token.content), f"{style} $key".strip()))
            case _:
                ink = " ".join(
                    part
                    for part in (style, "bold $bright" if strong else "", "italic" if emphasis else "")
                    if part
                )
                parts.append(_set(fill(token.content), ink))
    return Content("").join(parts)


def _set(text: str, style: str) -> Content:
    harmless = plain_text(text)
    return Content.styled(harmless, style) if style else Content(harmless)
