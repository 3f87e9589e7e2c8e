"""An ``atlas.xml`` as it is understood: its databases, and everything that is left alone and why.

Facts (A1-A11 of the domain facts): the targets stand in a section ``<Databases>``, each entry has an
attribute ``connection`` with an ADO/OLE DB string, ``useLogin="Windows"`` is presumed on the same element.
Root, names of the entries, encoding and everything else are unknown: nothing here relies on them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xprunbook.actions.atlas import connection as c
from xprunbook.actions.atlas import tree
from xprunbook.actions.atlas.encoding import Encoded, decode
from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.source import Source, parse_source
from xprunbook.actions.atlas.stream import (
    CONNECTION,
    USE_LOGIN,
    Element,
    Stream,
    local,
    looks_like_connection,
    read_stream,
)
from xprunbook.actions.atlas.tags import Attribute, Tag, Unreadable, read_tag

_SQL_PROVIDERS: Final = ("sqloledb", "sqlncli", "msoledbsql", "sqlxmloledb", "system.data.sqlclient")
_ATTACHING: Final = ("attachdbfilename", "initial file name", "extended properties", "user instance")


class Login(StrEnum):
    """Who logs on at the database."""

    WINDOWS = "windows"
    SQL = "sql"
    NONE = "none"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Entry:
    """One database of the file. ``number`` is its element's in document order; ``notes`` are codes of
    ``texts``."""

    number: int
    line: int
    path: str
    tag: Tag
    attribute: Attribute
    string: c.ConnectionString
    source: Source

    @property
    def database(self) -> str:
        """The database's name."""
        return self.string.get(c.DATABASE)

    @property
    def written_source(self) -> str:
        """The data source as it stands in the string."""
        return self.string.get(c.DATA_SOURCE)

    @property
    def use_login(self) -> Attribute | None:
        """The attribute ``useLogin``."""
        return self.tag.get(USE_LOGIN)

    @property
    def login(self) -> Login:
        """Who logs on."""
        if self.string.integrated:
            return Login.WINDOWS
        if self.string.integrated is None:
            return Login.UNCLEAR
        return Login.SQL if self.string.get(c.USER) else Login.NONE

    @property
    def partner(self) -> str:
        """The mirror partner named in the string: a second server, which is never changed."""
        return self.string.get(c.PARTNER)

    @property
    def repeated(self) -> bool:
        """Whether a key that matters stands more than once."""
        return any(len(self.string.all(name)) > 1 for name in (c.DATA_SOURCE, c.DATABASE, c.INTEGRATED))

    def is_of(self, databases: Sequence[str]) -> bool:
        """Whether it is one of these databases; without names every entry is."""
        return not databases or self.database.casefold() in {name.casefold() for name in databases}


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Something that is shown and not touched. ``code`` is a key of ``texts``; ``detail`` holds no
    password."""

    code: str
    line: int
    path: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The file, understood as far as it is. ``sealed``: why and in which line nothing may be changed."""

    encoded: Encoded
    entries: tuple[Entry, ...]
    left_alone: tuple[LeftAlone, ...]
    sections: tuple[int, ...]
    sealed: tuple[str, int] | None
    elements: int
    secret_tags: tuple[Tag, ...] = ()

    @property
    def data(self) -> bytes:
        """The bytes."""
        return self.encoded.data

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.encoded.data).hexdigest()

    @property
    def databases(self) -> tuple[str, ...]:
        """The names of the databases, each once, in the file's order and spelling."""
        return tuple(
            {entry.database.casefold(): entry.database for entry in reversed(self.entries)}.values()
        )[::-1]


def read(data: bytes) -> Document:
    """Understand the file; Refused when it is none, is hostile, or two readers disagree about it."""
    encoded = decode(data)
    stream = read_stream(data)
    entries: list[Entry] = []
    left = [LeftAlone("left-encrypted", line, "") for line in stream.encrypted]
    left += [LeftAlone("left-text", text.line, text.path) for text in stream.texts]
    secret_tags = []
    for element, tag in _tags(encoded, stream):
        entry, reason = _understand(element, tag)
        if entry is not None:
            entries.append(entry)
        else:
            secret_tags.append(tag)
            if reason is not None:
                left.append(reason)
    document = Document(
        encoded,
        tuple(entries),
        tuple(sorted(left, key=lambda item: item.line)),
        tuple(stream.sections),
        stream.sealed,
        stream.count,
        tuple(tag for tag in secret_tags if any(map(_is_secret, tag.attributes))),
    )
    tree.check(data, stream, {entry.number: entry.attribute.value for entry in entries})
    return document


def _is_secret(attribute: Attribute) -> bool:
    return c.is_secret(attribute.name) or c.is_secret(attribute.value)


def _tags(encoded: Encoded, stream: Stream) -> list[tuple[Element, Tag]]:
    """The start tag of each element, found at its byte offset and compared with what expat read there."""
    found = []
    at, at_bytes = 0, encoded.bom
    for element in stream.elements:
        rest = encoded.data[at_bytes : element.offset]
        at, at_bytes = at + len(rest.decode(encoded.codec, "replace")), element.offset
        try:
            tag = read_tag(encoded.text, at)
        except Unreadable:
            raise Refused("readers-differ", line=element.line) from None
        if tag.name != element.name or element.attributes != tuple(
            (item.name, item.value) for item in tag.attributes
        ):
            raise Refused("readers-differ", line=element.line)
        found.append((element, tag))
    return found


def _understand(element: Element, tag: Tag) -> tuple[Entry | None, LeftAlone | None]:
    """The entry an element is, or why something about it is left alone, or neither."""

    def left(code: str, detail: str = "") -> tuple[None, LeftAlone]:
        shown = c.HIDDEN if "=" in detail and c.is_secret(detail) else detail
        return None, LeftAlone(code, element.line, element.path, shown)

    attribute = tag.get(CONNECTION)
    if attribute is None:
        if odd := next((item for item in tag.attributes if _is_like_connection(item)), None):
            return left("left-name" if element.in_section else "left-outside", odd.name)
        return None, None
    if not element.in_section:
        return left("left-outside", CONNECTION)
    if odd := next((item for item in tag.attributes if _is_odd_login(item)), None):
        return left("left-login", odd.name)
    try:
        string = c.parse(attribute.value)
    except c.Malformed:
        return left("left-malformed")
    if reason := _not_sql_server(string):
        return left(*reason)
    source = parse_source(string.get(c.DATA_SOURCE))
    if source is None:
        return left("left-source", string.get(c.DATA_SOURCE))
    return Entry(element.number, element.line, element.path, tag, attribute, string, source), None


def _is_like_connection(attribute: Attribute) -> bool:
    return local(attribute.name).lower() in ("connection", "connectionstring") or looks_like_connection(
        attribute.value
    )


def _is_odd_login(attribute: Attribute) -> bool:
    return attribute.name != USE_LOGIN and local(attribute.name).lower() == USE_LOGIN.lower()


def _not_sql_server(string: c.ConnectionString) -> tuple[str, str] | None:
    """Why a well-formed connection string is none that is understood here."""
    if not string.segments:
        return "left-empty", ""
    for name in ("driver", "dsn", "filedsn"):
        if string.all(name):
            return "left-odbc", string.get(name)
    provider = string.get(c.PROVIDER)
    if provider and not provider.lower().startswith(_SQL_PROVIDERS):
        return "left-provider", provider
    if string.all("provider connection string") or string.all("metadata"):
        return "left-provider", "Entity Framework"
    attaching = next((name for name in _ATTACHING if string.get(name)), "")
    if attaching and string.get(attaching).lower() not in ("false", "no"):
        return "left-attach", attaching
    if not string.get(c.DATA_SOURCE):
        return "left-no-server", ""
    if not string.get(c.DATABASE):
        return "left-no-database", string.get(c.DATA_SOURCE)
    return None
