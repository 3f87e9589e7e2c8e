"""One start tag, read to the character: where each attribute's value stands in the file and what it means.

Source: XML 1.0, sections 2.3 and 3.3.3 (a line break or tab in a value is a blank; references are put in as
they are), 2.11 (a line break of two characters counts as one), 4.6 (the five entities every file has).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_NAME: Final = re.compile(r"<([^\s/>=\"'<]+)")
_ATTRIBUTE: Final = re.compile(r"""([ \t\r\n]+)([^\s/>=\"'<]+)[ \t\r\n]*=[ \t\r\n]*("[^"<]*"|'[^'<]*')""")
_END: Final = re.compile(r"[ \t\r\n]*/?>")
_PIECE: Final = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));|\r\n|[\t\r\n]|&")
_ENTITIES: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class Unreadable(ValueError):
    """The text is no start tag of XML without entities of its own."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: ``space`` is where the blank before it begins, ``start:end`` its value without the
    marks."""

    name: str
    space: int
    start: int
    end: int
    quote: str
    value: str
    _places: tuple[tuple[int, int], ...]

    def place(self, offset: int) -> int:
        """Where the character at this offset of ``value`` begins in the file (its end for ``len(value)``)."""
        if offset >= len(self.value):
            return self.end
        at = bisect_left(self._places, (offset + 1, 0)) - 1
        value_offset, file_offset = self._places[at]
        return file_offset + offset - value_offset


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag: its name with prefix, its attributes in order, and where it ends."""

    name: str
    attributes: tuple[Attribute, ...]
    end: int

    def get(self, name: str) -> Attribute | None:
        """The attribute of exactly this name."""
        return next((item for item in self.attributes if item.name == name), None)


def read_tag(text: str, at: int) -> Tag:
    """Read the start tag whose ``<`` stands at this offset; Unreadable if there is none."""
    name = _NAME.match(text, at)
    if name is None:
        raise Unreadable
    at = name.end()
    attributes = []
    while match := _ATTRIBUTE.match(text, at):
        value, places = _meaning(text, match.start(3) + 1, match.end(3) - 1)
        attributes.append(
            Attribute(
                match[2], match.start(1), match.start(3) + 1, match.end(3) - 1, match[3][0], value, places
            )
        )
        at = match.end()
    end = _END.match(text, at)
    if end is None:
        raise Unreadable
    return Tag(name[1], tuple(attributes), end.end())


def _meaning(text: str, start: int, end: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """What a raw value means, and a table of places: (offset in the value, offset in the file), one for each
    run of characters that stand for themselves."""
    parts: list[str] = []
    places: list[tuple[int, int]] = [(0, start)]
    length, at = 0, start
    while match := _PIECE.search(text, at, end):
        put = _put(match)
        parts += (text[at : match.start()], put)
        length += match.start() - at
        places.append((length, match.start()))
        length += len(put)
        at = match.end()
        places.append((length, at))
    parts.append(text[at:end])
    return "".join(parts), tuple(places)


def _put(match: re.Match[str]) -> str:
    if match[3]:
        return _ENTITIES[match[3]]
    if match[1] or match[2]:
        code = int(match[1]) if match[1] else int(match[2], 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise Unreadable
        return chr(code)
    if match[0] == "&":
        raise Unreadable
    return " "


def written(value: str, quote: str, holds: Callable[[str], bool]) -> str:
    """A value as it stands in an attribute between these marks; what the encoding lacks becomes a
    reference."""
    parts = []
    for character in value:
        if character == "&":
            parts.append("&amp;")
        elif character == "<":
            parts.append("&lt;")
        elif character == quote:
            parts.append("&quot;" if quote == '"' else "&apos;")
        elif character in "\t\r\n" or not holds(character):
            parts.append(f"&#{ord(character)};")
        else:
            parts.append(character)
    return "".join(parts)
