"""The text gate: every string from outside passes here before it is stored, shown or exported.

Two doors. A runbook file must not contain such characters at all (``forbidden_characters`` names them with
their offset). What people type and machines print is kept, but harmless (``one_line``, ``plain_text``):
a control character is shown as what it is (``^[``, ``<U+202E>``), never sent to a terminal.

All functions are linear in the (bounded) length of their input; no regular expression here can backtrack.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

MAX_LINE: Final = 4_000
"""Characters of one line that are kept; the rest is named, not shown."""

MAX_TEXT: Final = 65_536
"""Characters of one text (note, hint, output excerpt) that are kept."""

# C0, DEL, C1, soft hyphen, Arabic letter mark, zero-width and bidi controls, line and paragraph separators,
# invisible operators, interlinear marks, BOM, surrogates, tag characters, variation selectors supplement.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_TAB_OR_NEWLINE: Final = re.compile("[\t\n]")


def _visible(character: str) -> str:
    """Name a forbidden character: ``^[`` for ESC as terminals write it, ``<U+202E>`` for the rest."""
    code = ord(character)
    if code < 0x20:
        return "^" + chr(code + 0x40)
    if code == 0x7F:
        return "^?"
    return f"<U+{code:04X}>"


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return f"{text[:limit]} [+{len(text) - limit}]"


def plain_text(text: str, limit: int = MAX_TEXT) -> str:
    """Make text harmless and keep its line breaks and tabs (as four blanks). At most about ``limit``
    characters."""
    text = _cut(text, limit).replace("\r\n", "\n").replace("\t", "    ")
    text = _FORBIDDEN.sub(lambda match: _visible(match.group()), text)
    if len(text) <= MAX_LINE:
        return text
    return "\n".join(_cut(line, MAX_LINE) for line in text.split("\n"))


def one_line(text: str, limit: int = MAX_LINE) -> str:
    """Make text harmless and put it on one line: line breaks and tabs become one blank each."""
    text = _TAB_OR_NEWLINE.sub(" ", _cut(text, limit).replace("\r\n", "\n"))
    return _FORBIDDEN.sub(lambda match: _visible(match.group()), text)


def forbidden_characters(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, ``U+202E``) of every character that a runbook file must not contain."""
    for match in _FORBIDDEN.finditer(text):
        yield match.start(), f"U+{ord(match.group()):04X}"


def is_clean(text: str) -> bool:
    """Tell whether no character of the text needs to be made harmless."""
    return _FORBIDDEN.search(text) is None


def cells(text: str) -> int:
    """Terminal cells a text takes: wide East Asian characters two, combining ones none, the rest one."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def shorten(text: str, width: int, mark: str = "…") -> str:
    """Cut a line to ``width`` cells; a cut line ends with ``mark`` (which must be one cell wide)."""
    if cells(text) <= width:
        return text
    kept, used = [], 0
    for character in text:
        size = cells(character)
        if used + size > width - 1:
            break
        kept.append(character)
        used += size
    return "".join(kept).rstrip() + mark if width > 0 else ""
