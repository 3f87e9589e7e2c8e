"""A script's bytes as text, in the encodings SSMS and editors write, a block at a time.

By its mark: UTF-8, UTF-16 LE ("Save as Unicode", Generate Scripts) and BE. Without one: UTF-8 if all of it is,
UTF-16 if the zero bytes say so, else cp1252 with a warning (the old sqlcmd takes the Windows code page).
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xprunbook.actions.sql.script.problem import Place, ScriptError
from xprunbook.systems.ports import Files, Watch
from xprunbook.systems.trouble import Refused, Trouble
from xprunbook.systems.watching import heed

BLOCK: Final = 1024 * 1024
"""Bytes of one read."""

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Longest first: the mark of UTF-16 LE begins the one of UTF-32 LE."""

NAMES: Final = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp850", "latin-1")
"""Encodings that may be asked for."""

FALLBACK: Final = "cp1252"


@dataclass(frozen=True, slots=True)
class Survey:
    """A file as a whole. ``mark``: bytes of the byte-order mark; ``guessed``: nothing in the file says so."""

    path: str
    size: int
    sha256: str
    encoding: str
    mark: int = 0
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text, and how many bytes of the file were read for it and all before."""

    text: str
    read: int


def survey(files: Files, path: str, watch: Watch, wanted: str = "") -> Survey:
    """Read a file once: its size, SHA-256 and encoding. ``wanted``: the encoding somebody insists on.

    ScriptError for an encoding that is not read; Refused when there is no file.
    """
    facts = files.facts(path)
    if facts is None or facts.kind != "file":
        raise Refused(Trouble.MISSING if facts is None else Trouble.KIND, path)
    if wanted and wanted not in NAMES:
        raise ScriptError("encoding-name", Place(path), name=wanted)
    digest, size, head = hashlib.sha256(), 0, b""
    decoder = codecs.getincrementaldecoder("utf-8")()
    unicode = True
    while data := files.read(path, size, BLOCK):
        heed(watch, path)
        head = head or data[:4096]
        digest.update(data)
        size += len(data)
        if unicode:
            unicode = _goes_on(decoder, data)
    mark, encoding, guessed = _encoding(head, unicode and _goes_on(decoder, b"", True))
    if encoding.startswith("utf-32"):
        raise ScriptError("encoding-name", Place(path), name=encoding)
    if wanted:
        mark, encoding, guessed = (mark if encoding == wanted else 0), wanted, False
    return Survey(path, size, digest.hexdigest(), encoding, mark, guessed)


def _goes_on(decoder: codecs.IncrementalDecoder, data: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(head: bytes, unicode: bool) -> tuple[int, str, bool]:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return len(mark), name, False
    if zeros := head.count(0):
        even = head[::2].count(0)
        if zeros * 4 >= len(head) and min(even, zeros - even) * 20 < zeros:
            return 0, "utf-16-be" if even > zeros - even else "utf-16-le", True
    return (0, "utf-8", False) if unicode else (0, FALLBACK, True)


def blocks(files: Files, found: Survey) -> Iterator[Block]:
    """The text, without its mark. ScriptError names the byte that is none of its encoding."""
    decoder = codecs.getincrementaldecoder(found.encoding)()
    at = found.mark
    while data := files.read(found.path, at, BLOCK):
        yield _decoded(decoder, data, at, found)
        at += len(data)
    if last := _decoded(decoder, b"", at, found, True).text:
        yield Block(last, at)


def _decoded(
    decoder: codecs.IncrementalDecoder, data: bytes, at: int, found: Survey, final: bool = False
) -> Block:
    try:
        text = decoder.decode(data, final)
    except UnicodeDecodeError as error:
        place = Place(found.path)
        raise ScriptError("encoding-byte", place, at=at + error.start, name=found.encoding) from None
    return Block(text, at + len(data))
