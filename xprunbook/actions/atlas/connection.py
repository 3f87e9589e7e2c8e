"""Connection strings by the rules of ADO and OLE DB: read to segments with offsets, so that one value can be
replaced and everything else stays as it is.

Sources: Microsoft, "Connection String Syntax" (OLE DB, ms722656) and "Connection Strings" (ADO.NET,
ms254978), "SqlConnection.ConnectionString" (names and their synonyms), and the state machine of .NET itself
(dotnet/runtime, DbConnectionOptions.Common.cs):

- pairs ``key=value`` parted by semicolons; surplus semicolons and blanks between pairs do not count;
- keys do not mind case; a doubled ``=`` in a key is one that belongs to it;
- blanks around an unquoted value do not count, blanks inside do;
- a value may stand in ``'`` or ``"``, the same mark inside is doubled; nothing may follow the closing mark;
- an unquoted value neither starts nor ends with a quotation mark; an empty value is the default;
- of a repeated key (synonyms count as the same) the **last** counts, in OLE DB and in ADO.NET alike; of
  ``Provider`` OLE DB takes the first. Only ODBC takes the first of all, and its strings are not read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

DATA_SOURCE: Final = "data source"
DATABASE: Final = "initial catalog"
INTEGRATED: Final = "integrated security"
PASSWORD: Final = "password"
USER: Final = "user id"
PROVIDER: Final = "provider"
PARTNER: Final = "failover partner"

SYNONYMS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("server", "address", "addr", "network address", "datasource"), DATA_SOURCE),
    "database": DATABASE,
    "trusted_connection": INTEGRATED,
    **dict.fromkeys(("pwd", "new password"), PASSWORD),
    **dict.fromkeys(("uid", "user", "userid"), USER),
    "failoverpartner": PARTNER,
    "failover_partner": PARTNER,
}
"""Other spellings of the keys that matter here (SqlConnection.ConnectionString; FailoverPartner and
Failover_Partner are OLE DB's and ODBC's)."""

HIDDEN: Final = "***"
"""What stands in a password's place wherever a connection string is shown."""

_TRUE: Final = frozenset(("sspi", "true", "yes"))
_FALSE: Final = frozenset(("", "false", "no"))


class Malformed(ValueError):
    """The text is no connection string; ``offset`` is where the pair that does not fit begins."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"no connection string from offset {offset}")
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Segment:
    """One ``key=value``. ``start`` and ``end`` delimit it without semicolon; ``value_start`` and
    ``value_end`` what stands for the value, quotation marks included; ``name`` is the key's common spelling,
    in small letters."""

    start: int
    end: int
    key: str
    name: str
    value: str
    value_start: int
    value_end: int
    quote: str = ""

    @property
    def hidden(self) -> bool:
        """Whether the value is never shown: a password, or something that speaks of one."""
        return bool(self.value) and (is_secret(self.name) or ("=" in self.value and is_secret(self.value)))


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace ``start:end`` of a text by ``text``; an insertion has an empty span."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ConnectionString:
    """A connection string and its segments, in order."""

    text: str
    segments: tuple[Segment, ...]

    def all(self, name: str) -> tuple[Segment, ...]:
        """Every segment of this name or a synonym of it."""
        return tuple(segment for segment in self.segments if segment.name == name)

    def get(self, name: str) -> str:
        """The value that counts: the last, of ``Provider`` the first; empty when there is none."""
        found = self.all(name)
        return found[0 if name == PROVIDER else -1].value if found else ""

    @property
    def integrated(self) -> bool | None:
        """Whether Windows logs on; None for a value that no rule knows."""
        value = self.get(INTEGRATED).strip().lower()
        return True if value in _TRUE else False if value in _FALSE else None

    @property
    def has_password(self) -> bool:
        """Whether a password stands in it."""
        return any(segment.hidden for segment in self.segments)

    @property
    def shown(self) -> str:
        """The text with every password hidden."""
        return splice(
            self.text,
            [Splice(item.value_start, item.value_end, HIDDEN) for item in self.segments if item.hidden],
        )

    def setting(self, name: str, value: str) -> list[Splice]:
        """The splices that give every segment of this name the value, so that any reader's rule finds it.

        A segment that has the value already is not touched; the quotation marks in use are kept. Without
        such a segment one is added behind the last, spelled as Microsoft's documentation does.
        """
        found = self.all(name)
        if not found:
            written = f"{_SPELLED[name]}={quoted(value)}"
            if not self.segments:
                return [Splice(0, 0, written)]
            return [Splice(self.segments[-1].end, self.segments[-1].end, f";{written}")]
        return [_put(item, value) for item in found if item.value != value]

    def integrating(self) -> list[Splice]:
        """The splices that let Windows log on: SSPI, or yes where the key is ``Trusted_Connection``."""
        found = self.all(INTEGRATED)
        if not found:
            return self.setting(INTEGRATED, "SSPI")
        return [
            _put(item, "yes" if item.key.lower() == "trusted_connection" else "SSPI")
            for item in found
            if item.value.strip().lower() not in _TRUE
        ]


def _put(item: Segment, value: str) -> Splice:
    """Another value for a segment; between quotation marks only what they enclose is replaced."""
    if item.quote:
        return Splice(item.value_start + 1, item.value_end - 1, value.replace(item.quote, item.quote * 2))
    return Splice(item.value_start, item.value_end, quoted(value))


_SPELLED: Final[Mapping[str, str]] = {
    DATA_SOURCE: "Data Source",
    DATABASE: "Initial Catalog",
    INTEGRATED: "Integrated Security",
}


def is_secret(key: str) -> bool:
    """Whether a key holds something that is never shown; rather one too many than one too few."""
    folded = key.replace(" ", "").replace("_", "").lower()
    return any(word in folded for word in ("password", "pwd", "passwort", "kennwort", "secret", "token"))


def splice(text: str, splices: list[Splice]) -> str:
    """The text with all splices done; they must not overlap."""
    parts: list[str] = []
    at = 0
    for item in sorted(splices, key=lambda item: (item.start, item.end)):
        parts += (text[at : item.start], item.text)
        at = item.end
    return "".join((*parts, text[at:]))


def quoted(value: str, quote: str = "") -> str:
    """A value as it is written: unquoted where the rules allow it and no ``quote`` is asked for.

    The choice of marks is that of .NET's DbConnectionStringBuilder.
    """
    if not quote:
        plain = value and not any(is_white(c) or c in "\"'=;" or is_control(c) for c in value)
        if plain:
            return value
        quote = "'" if '"' in value and "'" not in value else '"'
    return f"{quote}{value.replace(quote, quote * 2)}{quote}"


def is_white(character: str) -> bool:
    """White space as .NET's Char.IsWhiteSpace has it."""
    return character.isspace() and not "\x1c" <= character <= "\x1f"


def is_control(character: str) -> bool:
    """A control character (Unicode category Cc)."""
    return character < " " or "\x7f" <= character <= "\x9f"


def parse(text: str) -> ConnectionString:
    """Read a connection string; Malformed where ADO.NET would refuse it too."""
    segments, at = [], 0
    while (start := _skip(text, at)) < len(text):
        if text[start] == "\0":
            if text[start:].strip("\0 \t\r\n"):
                raise Malformed(start)
            break
        key, at = _key(text, start)
        segment = _segment(text, start, key, at)
        segments.append(segment)
        at = _behind(text, segment)
    return ConnectionString(text, tuple(segments))


def _skip(text: str, at: int) -> int:
    """Past blanks and surplus semicolons."""
    while at < len(text) and (text[at] == ";" or is_white(text[at])):
        at += 1
    return at


def _key(text: str, start: int) -> tuple[str, int]:
    """The key and where its value begins. A single ``=`` ends it, ``==`` is part of it."""
    at = start
    key: list[str] = []
    while at < len(text):
        character = text[at]
        if character == "=":
            if text[at + 1 : at + 2] != "=":
                name = "".join(key).rstrip()
                if not name:
                    raise Malformed(start)
                return name, at + 1
            at += 1
        elif is_control(character) and not is_white(character):
            raise Malformed(start)
        key.append(character)
        at += 1
    raise Malformed(start)


def _segment(text: str, start: int, key: str, at: int) -> Segment:
    name = key.lower()
    name = SYNONYMS.get(name, name)
    after = at
    while at < len(text) and is_white(text[at]):
        at += 1
    if at == len(text) or text[at] in ";\0":
        return Segment(start, after, key, name, "", after, after)
    if text[at] in "\"'":
        value, end = _quoted_value(text, start, at)
        return Segment(start, end, key, name, value, at, end, text[at])
    end = at
    while end < len(text) and text[end] != ";" and (is_white(text[end]) or not is_control(text[end])):
        end += 1
    value = text[at:end].rstrip()
    if not value or value[-1] in "\"'":
        raise Malformed(start)
    return Segment(start, at + len(value), key, name, value, at, at + len(value))


def _quoted_value(text: str, start: int, at: int) -> tuple[str, int]:
    """The value in quotation marks from ``at``, and where it ends."""
    quote = text[at]
    value = []
    at += 1
    while at < len(text):
        end = text.find(quote, at)
        if end < 0:
            break
        value.append(text[at:end])
        if text[end + 1 : end + 2] != quote:
            found = "".join(value)
            if "\0" in found:
                break
            return found, end + 1
        value.append(quote)
        at = end + 2
    raise Malformed(start)


def _behind(text: str, segment: Segment) -> int:
    """Where the next pair may begin: only blanks may stand before the semicolon."""
    at = segment.end
    while at < len(text) and is_white(text[at]):
        at += 1
    if at < len(text) and text[at] not in ";\0":
        raise Malformed(segment.start)
    return at
