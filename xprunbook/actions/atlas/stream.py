"""The file as a stream of elements (expat): which ones matter here, and at which byte each begins.

Expat neither reads external entities nor needs the whole tree; a document type is refused before it starts,
and again here. Depth and number of elements are limited, so that no file takes long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from xprunbook.actions.atlas.refused import Refused

MAX_DEPTH: Final = 200
MAX_ELEMENTS: Final = 300_000

SECTION: Final = "Databases"
CONNECTION: Final = "connection"
USE_LOGIN: Final = "useLogin"

_LOOKS_LIKE: Final = re.compile(
    r"(?:^|[;\s\"'])\s{0,20}(?:data\s?source|initial\s?catalog|server|network address|addr)\s{0,20}=[^=]",
    re.IGNORECASE,
)
_SECRET: Final = re.compile(r"pass(?:word|wort)|kennwort|pwd|secret|token", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Element:
    """An element that matters: its number in document order (from 0), byte offset, line and place."""

    number: int
    name: str
    path: str
    line: int
    offset: int
    attributes: tuple[tuple[str, str], ...]
    in_section: bool


@dataclass(frozen=True, slots=True)
class TextPart:
    """A text inside a section that looks like a connection string."""

    path: str
    line: int


@dataclass(slots=True)
class Stream:
    """What the stream gave. ``sealed``: why and in which line nothing may be changed."""

    elements: list[Element] = field(default_factory=list)
    texts: list[TextPart] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)  #: lines
    encrypted: list[int] = field(default_factory=list)  #: lines of encrypted parts outside the sections
    sealed: tuple[str, int] | None = None
    count: int = 0


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def looks_like_connection(text: str) -> bool:
    """Whether a text has a pair that only connection strings have."""
    return "=" in text and _LOOKS_LIKE.search(text) is not None


def may_hold_secret(text: str) -> bool:
    """Whether a name or a text speaks of a password."""
    return _SECRET.search(text) is not None


def read_stream(data: bytes) -> Stream:
    """Read the file's elements; Refused when it is not well formed, too deep or too large."""
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        line, column = error.lineno, error.offset + 1
        raise Refused("not-xml", line=line, column=column, why=expat.ErrorString(error.code) or "?") from None
    except (ValueError, LookupError):
        # Python's own part of expat: an encoding that it cannot map.
        raise Refused("encoding", name="?") from None
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found = Stream()
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._path: list[str] = []
        self._sealing: list[int] = []  # depths of elements that are encrypted from here on
        self._sections: list[int] = []  # depths of open sections

    def _doctype(self, *_: object) -> None:
        raise Refused("doctype", line=self.parser.CurrentLineNumber)

    def _start(self, name: str, flat: list[str]) -> None:
        if len(self._path) >= MAX_DEPTH:
            raise Refused("too-deep", limit=MAX_DEPTH)
        number, self.found.count = self.found.count, self.found.count + 1
        if number >= MAX_ELEMENTS:
            raise Refused("too-many", limit=MAX_ELEMENTS)
        inside = bool(self._sections)
        self._path.append(name)
        attributes = tuple(zip(flat[::2], flat[1::2], strict=True))
        self._look_for_seals(name, attributes)
        if local(name) == SECTION:
            self._sections.append(len(self._path))
            self.found.sections.append(self.parser.CurrentLineNumber)
            if self._sealing:
                self._seal("encrypted")
        if inside or any(_matters(key, value) for key, value in attributes):
            self.found.elements.append(
                Element(
                    number,
                    name,
                    "/".join(self._path),
                    self.parser.CurrentLineNumber,
                    self.parser.CurrentByteIndex,
                    attributes,
                    inside,
                )
            )

    def _look_for_seals(self, name: str, attributes: tuple[tuple[str, str], ...]) -> None:
        if local(name) == "SignedInfo":
            self._seal("signed")
        if local(name) == "EncryptedData" or any(
            local(key).lower() == "configprotectionprovider" for key, _ in attributes
        ):
            self._sealing.append(len(self._path))
            if self._sections:
                self._seal("encrypted")
            else:
                self.found.encrypted.append(self.parser.CurrentLineNumber)

    def _seal(self, code: str) -> None:
        self.found.sealed = self.found.sealed or (code, self.parser.CurrentLineNumber)

    def _end(self, _: str) -> None:
        for depths in (self._sections, self._sealing):
            if depths and depths[-1] == len(self._path):
                depths.pop()
        self._path.pop()

    def _text(self, text: str) -> None:
        if self._sections and looks_like_connection(text):
            self.found.texts.append(TextPart("/".join(self._path), self.parser.CurrentLineNumber))


def _matters(key: str, value: str) -> bool:
    name = local(key).lower()
    return (
        name in ("connection", "connectionstring", "uselogin")
        or may_hold_secret(key)
        or may_hold_secret(value)
        or looks_like_connection(value)
    )
