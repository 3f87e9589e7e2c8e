"""From a file's bytes to text that may be parsed: checks size, encoding, line lengths and characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

from xprunbook.base.text import forbidden_characters, is_clean
from xprunbook.runbook.findings import Findings, Spot

MAX_BYTES: Final = 512 * 1024
"""Bytes of one file."""

MAX_LINE: Final = 20_000
"""Characters of one line."""

# What libyaml cannot read and the text gate does not name: the two noncharacters of the basic plane.
_UNREADABLE: Final = re.compile("[\ufffe\uffff]")
_REPLACEMENT: Final = "\ufffd"


def read_source(data: bytes, findings: Findings) -> str | None:
    """Return the text with plain line ends, forbidden characters replaced; None if it cannot be parsed."""
    if len(data) > MAX_BYTES:
        findings.error(Spot(1, 1), "file.too-large", limit=MAX_BYTES // 1024)
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        findings.error(Spot(1, 1), "file.utf-16")
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
        column = len(good) - (good.rfind("\n") + 1) + 1
        findings.error(
            Spot(good.count("\n") + 1, column), "file.not-utf-8", byte=f"0x{data[error.start]:02X}"
        )
        return None
    if text.startswith("\ufeff"):
        findings.error(Spot(1, 1), "file.bom")
        text = text[1:]
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    findings.lines = lines
    if any(len(line) > MAX_LINE for line in lines):
        for number, line in enumerate(lines, 1):
            if len(line) > MAX_LINE:
                findings.error(Spot(number, MAX_LINE + 1), "file.long-line", length=len(line), limit=MAX_LINE)
        return None
    return _without_forbidden(text, lines, findings)


def _without_forbidden(text: str, lines: list[str], findings: Findings) -> str:
    """Tell every character that must not be in a runbook and put one harmless character in its place."""
    if is_clean(text) and not _UNREADABLE.search(text):
        return text
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    found = [*forbidden_characters(text)]
    found += [(match.start(), f"U+{ord(match.group()):04X}") for match in _UNREADABLE.finditer(text)]
    characters = list(text)
    for offset, name in sorted(found):
        line = bisect_right(starts, offset)
        findings.error(Spot(line, offset - starts[line - 1] + 1), "character", character=name)
        characters[offset] = _REPLACEMENT
    return "".join(characters)
