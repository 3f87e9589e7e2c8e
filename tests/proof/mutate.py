"""Breaks a text file the way tired authors, bad merges and ill-meaning people do. For any YAML file."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Final

PIECES: Final = (
    "&a ", "*a", "!!python/object/apply:os.system ", "<<: ", "---\n", "...\n", "%YAML 1.1\n", "? ", "| ",
    "> ", "${", "${name}", "$${", "${web_server}", "[", "]", "{", "}", ",", ": ", ":", "- ", "#", " #x", '"',
    "'", "\\", "@", "`", "\t", "\r", "\n", "\n\n", "\x00", "\x1b[2J", "\x7f", "\x85", "\u202e", "\u200b",
    "\ufeff", "\ufffe", "\U000e0041", "😀", "é", "0x1F", "true", "no", "null", "~", "9" * 5_000, "-1", "1e9",
    ".inf", "2026-01-01", "x" * 21_000, "[" * 60, "{a: " * 60, "- " * 60, "? " * 60, '"\\x1b"', '"\\u202e"',
    '"\\ud800"', "id: backup",
)  # fmt: skip
_WORD: Final = re.compile(rb"[A-Za-z0-9_.$-]{1,40}")


def _cut(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 2, 7, 60)) :]


def _double(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice((1, 5, 80, 600))]
    return data[:start] + piece + data[start:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.choice(PIECES).encode("utf-8", "surrogatepass") + data[start:]


def _byte(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + bytes((chance.randrange(256),)) + data[start + 1 :]


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _word(data: bytes, chance: random.Random) -> bytes:
    """One word of the file in another one's place: types and references go wrong."""
    words = list(_WORD.finditer(data))
    if not words:
        return data
    target, other = chance.choice(words), chance.choice(words)
    return data[: target.start()] + other[0] + data[target.end() :]


def _value(data: bytes, chance: random.Random) -> bytes:
    """Another value behind a field's name."""
    lines = data.split(b"\n")
    number = chance.randrange(len(lines))
    name, colon, _ = lines[number].partition(b": ")
    if colon:
        lines[number] = name + colon + chance.choice(PIECES).encode("utf-8", "surrogatepass").rstrip(b"\n")
    return b"\n".join(lines)


def _line(data: bytes, chance: random.Random) -> bytes:
    """A line dropped, moved, doubled or indented otherwise."""
    lines = data.split(b"\n")
    number = chance.randrange(len(lines))
    line = lines.pop(number)
    deed = chance.randrange(5)
    if deed == 1:
        lines.insert(chance.randrange(len(lines) + 1), line)
    elif deed == 2:
        lines[number:number] = [line, line]
    elif deed == 3:
        lines.insert(number, b" " * chance.randrange(1, 5) + line)
    elif deed == 4:
        lines.insert(number, line[chance.randrange(1, 4) :])
    return b"\n".join(lines)


_DEEDS: Final[tuple[Callable[[bytes, random.Random], bytes], ...]] = (
    _cut, _double, _insert, _byte, _truncate, _word, _word, _value, _value, _line, _line,
)  # fmt: skip


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Return the data after one to four deeds of damage; the same generator state does the same damage."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        if data:
            data = chance.choice(_DEEDS)(data, chance)
    return data
