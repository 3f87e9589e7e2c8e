"""The file's own encoding, found by its first bytes and its declaration, and proven by writing it back.

Sources: XML 1.0, appendix F (how to find the encoding) and section 4.3.3 (a declaration must not lie).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xprunbook.actions.atlas.refused import Refused

MAX_BYTES: Final = 8 * 1024 * 1024
"""Bytes of the largest file that is read."""

_BOMS: Final = (
    (b"\xff\xfe\x00\x00", ""),
    (b"\x00\x00\xfe\xff", ""),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_BARE: Final = (
    (b"<\x00\x00\x00", ""),
    (b"\x00\x00\x00<", ""),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_CODECS: Final = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    **dict.fromkeys(("windows-1252", "cp1252"), "cp1252"),
    "iso-8859-1": "latin-1",
    "iso-8859-15": "iso8859-15",
    "us-ascii": "ascii",
}
"""The encodings that are read, by the name a declaration gives."""

_DECLARATION: Final = re.compile(r"<\?xml[ \t\r\n]([^>]{0,200})\?>")
_ENCODING: Final = re.compile(r"""(?:^|\s)encoding\s*=\s*["']([A-Za-z][\w.-]{0,39})["']""")
_MISC: Final = re.compile(r"[ \t\r\n]+|<!--.*?-->|<\?.*?\?>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A file as text. ``text`` has no byte order mark; ``bom`` is how many bytes the mark takes."""

    data: bytes
    text: str
    codec: str
    bom: int

    def encode(self, text: str) -> bytes:
        """Text in the file's encoding; every character has to be one it can hold."""
        return text.encode(self.codec)

    def holds(self, character: str) -> bool:
        """Whether the encoding has the character."""
        try:
            character.encode(self.codec)
        except UnicodeEncodeError:
            return False
        return True

    def bytes_until(self, at: int, start: int = 0, start_bytes: int = -1) -> int:
        """The byte offset of a character offset, counted from a place known before."""
        return (self.bom if start_bytes < 0 else start_bytes) + len(self.encode(self.text[start:at]))

    @property
    def name(self) -> str:
        """The encoding for people."""
        name = {"cp1252": "Windows-1252", "latin-1": "ISO-8859-1", "iso8859-15": "ISO-8859-15"}
        return name.get(self.codec, self.codec.upper()) + (" BOM" if self.bom else "")


def decode(data: bytes) -> Encoded:
    """Read the bytes as text, strictly; Refused when they are too many, or not what they say they are."""
    if len(data) > MAX_BYTES:
        raise Refused("too-large", limit=MAX_BYTES // 1024 // 1024)
    if not data.strip(b"\x00 \t\r\n"):
        raise Refused("empty")
    mark, codec = next((pair for pair in _BOMS if data.startswith(pair[0])), (b"", ""))
    if not mark:
        bare = next((pair for pair in _BARE if data.startswith(pair[0])), None)
        codec = bare[1] if bare else "utf-8"
        if bare and not codec:
            raise Refused("encoding", name="UTF-32")
    elif not codec:
        raise Refused("encoding", name="UTF-32")
    head = data[len(mark) : len(mark) + 1024].decode(codec, "replace")
    codec = _agreed(codec, bool(mark), _declared(head))
    try:
        text = data[len(mark) :].decode(codec)
    except UnicodeDecodeError as error:
        raise Refused("not-encoded", name=codec.upper(), at=len(mark) + error.start) from None
    if text.encode(codec) != data[len(mark) :]:
        raise Refused("not-encoded", name=codec.upper(), at=0)
    _refuse_doctype(text)
    return Encoded(data, text, codec, len(mark))


def _declared(head: str) -> str:
    declaration = _DECLARATION.match(head)
    found = _ENCODING.search(declaration[1]) if declaration else None
    return found[1].lower() if found else ""


def _agreed(found: str, marked: bool, declared: str) -> str:
    """The codec that first bytes and declaration agree on."""
    if not declared:
        return found
    codec = _CODECS.get(declared)
    if codec is None:
        raise Refused("encoding", name=declared)
    if found == codec or (codec == "utf-16" and found.startswith("utf-16-")):
        return found
    if marked or codec.startswith("utf-16") or found.startswith("utf-16"):
        raise Refused("encodings-differ", found=found.upper(), declared=declared)
    return codec


def _refuse_doctype(text: str) -> None:
    """Refuse a document type before any XML parser sees the file: entities, bombs and remote files need one.

    It can only stand before the first element; there only blanks, comments and instructions are passed over.
    """
    at = 0
    while match := _MISC.match(text, at):
        at = match.end()
    if text.startswith("<!", at) and not text.startswith("<!--", at):
        raise Refused("doctype", line=text.count("\n", 0, at) + 1)
