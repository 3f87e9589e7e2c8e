"""In which forms a secret may stand in a text: as typed, or as URL, JSON, XML, SQL, ODBC, base64 and hex write it.

The list is what programs of this field were seen to print (reference: 1 of 18 forms was caught by plain replacing).
Each form is exact text; nothing here guesses.
"""

from __future__ import annotations

import base64
import json
import shlex
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, quote_plus

_NET: Final = "\"'<>&+`"
"""What .NET's JSON writer spells out besides what it must."""

_MISREAD: Final = (
    ("utf-8", "latin-1"),
    ("utf-8", "cp1252"),
    ("utf-8", "cp850"),
    ("cp1252", "utf-8"),
    ("cp1252", "cp850"),
    ("cp850", "utf-8"),
    ("cp850", "cp1252"),
)
"""Written in the first, read in the second: consoles of a German Windows."""


def forms_of(value: str, shortest: int) -> frozenset[str]:
    """Every form of the value that has at least ``shortest`` characters: a shorter one would hit by chance."""
    found = {form for written in {value, *_misread(value)} for form in _written(written)}
    found.update(_bytewise(value))
    return frozenset(form for form in found if len(form) >= shortest)


def _misread(value: str) -> Iterator[str]:
    """The value after it was written in one code page and read in another. Plain ASCII stays what it is."""
    if value.isascii():
        return
    for wrote, read in _MISREAD:
        try:
            yield value.encode(wrote).decode(read, "replace")
        except UnicodeEncodeError:
            continue


def _written(value: str) -> Iterator[str]:
    """As languages and formats write it."""
    yield value
    yield from _urls(value)
    yield from _jsons(value)
    yield from _xmls(value)
    for doubled in ("'", '"', "]", "}", "`", "\\", "%", "$"):
        yield value.replace(doubled, doubled * 2)
    yield from _backslashes(value)
    yield from _shells(value)


def _urls(value: str) -> Iterator[str]:
    safest = "".join(f"%{byte:02X}" for byte in _utf8(value))
    for form in (
        quote(value, safe="", errors="replace"),
        quote(value, errors="replace"),
        quote_plus(value, errors="replace"),
        safest,
    ):
        yield form
        yield _lower_hex(form)
        yield quote(form, safe="")


def _lower_hex(form: str) -> str:
    """``%2F`` as ``%2f``: the letters behind a percent sign only."""
    head, *parts = form.split("%")
    return head + "".join(f"%{part[:2].lower()}{part[2:]}" for part in parts)


def _jsons(value: str) -> Iterator[str]:
    for ascii_only in (True, False):
        form = json.dumps(value, ensure_ascii=ascii_only)[1:-1]
        yield form
        yield form.replace("/", "\\/")
        yield json.dumps(form, ensure_ascii=ascii_only)[1:-1]
        yield from _xmls(form)
    yield "".join(
        f"\\u{ord(character):04X}"
        if character in _NET or ord(character) > 126
        else json.dumps(character)[1:-1]
        for character in value
    )
    yield "".join(f"\\u{ord(character):04x}" for character in value)


def _xmls(value: str) -> Iterator[str]:
    text = value.replace("&", "&amp;").replace("<", "&lt;")
    both = text.replace(">", "&gt;")
    yield text
    yield both
    yield both.replace('"', "&quot;")
    yield both.replace("'", "&apos;")
    for apostrophe in ("&#39;", "&#x27;", "&#039;", "&apos;", "'"):
        yield both.replace('"', "&quot;").replace("'", apostrophe)
        yield both.replace('"', "&#34;").replace("'", apostrophe)
    yield both.encode("ascii", "xmlcharrefreplace").decode()
    yield "".join(f"&#{ord(character)};" for character in value)
    yield "".join(f"&#x{ord(character):x};" for character in value)
    yield "".join(f"&#x{ord(character):X};" for character in value)


def _backslashes(value: str) -> Iterator[str]:
    yield repr(value)[1:-1]
    yield value.replace("\\", "\\\\").replace("'", "\\'")
    yield value.replace("\\", "\\\\").replace('"', '\\"')
    yield value.encode("unicode_escape").decode()
    for encoding in ("utf-8", "cp1252", "utf-16-le", "utf-16-be"):
        data = value.encode(encoding, "replace")
        yield repr(data)[2:-1]
        yield "".join(f"\\x{byte:02x}" for byte in data)
        yield "".join(f"\\{byte:03o}" for byte in data)


def _shells(value: str) -> Iterator[str]:
    yield shlex.quote(value).strip("'")
    yield value.replace("'", "'\\''")
    yield value.replace("'", "'\"'\"'")
    yield "".join(
        character if character.isalnum() or character in "_-./" else f"\\{character}" for character in value
    )
    yield "".join(f"^{character}" if character in '&|<>^()%!"' else character for character in value)
    yield "".join(f"`{character}" if character in "`$\"'" else character for character in value)


def _bytewise(value: str) -> Iterator[str]:
    """As bytes: base64 at every place in a longer text, hex in every spelling, UTF-16 read as single bytes."""
    for data in {
        _utf8(value),
        value.encode("utf-16-le", "replace"),
        value.encode("utf-16-be", "replace"),
        value.encode("cp1252", "replace"),
    }:
        yield from _base64(data)
        yield from _hexes(data)
    for wide in ("utf-16-le", "utf-16-be"):
        single = value.encode(wide, "replace").decode("latin-1")
        yield single
        yield single.replace("\0", "^@")
        yield single.replace("\0", "\\0")
        yield single.replace("\0", "\\u0000")
        yield single.strip("\0")
        for space in (" ", ".", "\ufffd"):
            yield single.strip("\0").replace("\0", space)


def _base64(data: bytes) -> Iterator[str]:
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        whole = encode(data).decode()
        yield whole
        yield whole.rstrip("=")
        for before in range(3):
            text = encode(bytes(before) + data).decode().rstrip("=")
            # Characters that also depend on what stands before and behind are left out.
            first = (before * 8 + 5) // 6
            last = (before + len(data)) * 8 // 6
            yield text[first:last]


def _hexes(data: bytes) -> Iterator[str]:
    for separator in ("", "-", " ", ":", ", "):
        plain = data.hex(separator) if len(separator) == 1 else separator.join(f"{byte:02x}" for byte in data)
        yield plain
        yield plain.upper()
    yield ", ".join(f"0x{byte:02x}" for byte in data)
    yield ", ".join(f"0x{byte:02X}" for byte in data)
    yield " ".join(map(str, data))
    yield ", ".join(map(str, data))


def _utf8(value: str) -> bytes:
    return value.encode("utf-8", "replace")
