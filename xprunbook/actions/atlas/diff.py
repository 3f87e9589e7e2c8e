"""The difference between two states of a file as data: a face colours it, a script reads it, no password is
in it.

Passwords are hidden in the whole text before it is cut into lines: those of the connection strings exactly,
and everything behind a word such as ``password`` elsewhere (comments too), rather too much than too little.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from xprunbook.actions.atlas import connection as c
from xprunbook.actions.atlas.document import Document
from xprunbook.base.text import one_line

CONTEXT: Final = 2
"""Unchanged lines around a change."""

WIDTH: Final = 400
"""Characters of a line that are kept around what changes in it."""

FAST_LINES: Final = 2000
"""More lines than this are compared less thoroughly, so that no pair of files takes long."""

_MASK: Final = "\ue000"
_SECRET: Final = re.compile(
    r"(?:pass(?:word|wort)|kennwort|pwd|secret|token)[\w.-]{0,40}[ \t]{0,20}(?:=|:|>)[ \t]{0,20}"
    r"(?P<value>\"[^\"]*\"?|'[^']*'?|[^<\r\n\"']+)",
    re.IGNORECASE,
)


class Mark(StrEnum):
    """What a line of a difference is."""

    HUNK = "hunk"
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line. ``number``: its line in the file (old for removed, new otherwise); ``spans``: what differs
    in it, as (start, end) in ``text``."""

    mark: Mark
    number: int
    text: str
    spans: tuple[tuple[int, int], ...] = ()


def masked(document: Document) -> str:
    """The file's text with every character of a password replaced by one that files do not hold."""
    text = document.encoded.text.replace(_MASK, "?")
    spans: list[tuple[int, int]] = []
    whole: list[tuple[int, int]] = []
    for entry in document.entries:
        whole.append((entry.attribute.start, entry.attribute.end))
        spans += (
            (entry.attribute.place(item.value_start), entry.attribute.place(item.value_end))
            for item in entry.string.segments
            if item.hidden
        )
    for tag in document.secret_tags:
        for attribute in tag.attributes:
            if c.is_secret(attribute.name) or c.is_secret(attribute.value):
                whole.append((attribute.start, attribute.end))
                spans.append((attribute.start, attribute.end))
    spans += _elsewhere(text, sorted(whole))
    return _hide(text, spans)


def holds_password(document: Document) -> bool:
    """Whether a password stands in the file, also in a comment: then its copies are as secret as it is."""
    return _MASK in masked(document)


def _elsewhere(text: str, known: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What stands behind a word for a password, outside the places that are known exactly."""
    at = 0
    for start, end in (*known, (len(text), len(text))):
        yield from (match.span("value") for match in _SECRET.finditer(text, at, max(at, start)))
        at = max(at, end)


def _hide(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)
        parts.append(text[at:start])
        parts.append("".join(letter if letter in "\r\n" else _MASK for letter in text[start:end]))
        at = end
    return "".join((*parts, text[at:]))


def difference(before: Document, after: Document, context: int = CONTEXT) -> tuple[DiffLine, ...]:
    """The lines that differ, with some around them. Nothing for equal texts."""
    old, new = _lines(masked(before)), _lines(masked(after))
    real_old, real_new = _lines(before.encoded.text), _lines(after.encoded.text)
    found: list[DiffLine] = []
    for group in _groups(real_old, real_new, context):
        found.append(DiffLine(Mark.HUNK, group[0][3] + 1, _heading(group)))
        for tag, a, b, x, y in group:
            if tag == "equal":
                found += (_line(Mark.SAME, x + at, new[x + at], ()) for at in range(y - x))
                continue
            pairs = [_spans(old[a + at], new[x + at]) for at in range(min(b - a, y - x))]
            none: tuple[tuple[int, int], ...] = ()
            for at in range(a, b):
                spans = pairs[at - a][0] if at - a < len(pairs) else none
                found.append(_line(Mark.REMOVED, at, old[at], spans))
            for at in range(x, y):
                spans = pairs[at - x][1] if at - x < len(pairs) else none
                found.append(_line(Mark.ADDED, at, new[at], spans))
    return tuple(found)


_Group = list[tuple[str, int, int, int, int]]


def _groups(old: Sequence[str], new: Sequence[str], context: int) -> Iterator[_Group]:
    """The groups of changes. Lines of both ends that are the same are cut off first: that keeps it fast."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head == len(old) == len(new):
        return
    first = max(0, head - context)
    last = max(0, tail - context)
    one, other = old[first : len(old) - last], new[first : len(new) - last]
    if len(one) == len(other):
        codes = list(_same_length(one, other))
    else:
        matcher = difflib.SequenceMatcher(None, one, other, len(one) > FAST_LINES)
        codes = [(str(tag), a, b, x, y) for tag, a, b, x, y in matcher.get_opcodes()]
    for group in _near(codes, context):
        yield [(tag, a + first, b + first, x + first, y + first) for tag, a, b, x, y in group]


def _same_length(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Line by line: our own changes never move a line."""
    start = 0
    for at in range(1, len(one) + 1):
        if at == len(one) or (one[at] == other[at]) != (one[start] == other[start]):
            yield "equal" if one[start] == other[start] else "replace", start, at, start, at
            start = at


def _near(codes: Sequence[tuple[str, int, int, int, int]], context: int) -> Iterator[_Group]:
    """Changes in groups, with context lines around, as unified differences have them."""
    group: _Group = []
    for number, (tag, a, b, x, y) in enumerate(codes):
        if tag != "equal":
            group.append((tag, a, b, x, y))
            continue
        is_first, is_last = number == 0, number == len(codes) - 1
        if not is_first and not is_last and b - a <= 2 * context:
            group.append((tag, a, b, x, y))
            continue
        if not is_first:
            end = min(context, b - a)
            yield [*group, (tag, a, a + end, x, x + end)] if end else group
            group = []
        if not is_last:
            end = min(context, b - a)
            group = [(tag, b - end, b, y - end, y)] if end else []
    if group:
        yield group


def _heading(group: _Group) -> str:
    old, new = group[0][1], group[0][3]
    return f"@@ -{old + 1},{group[-1][2] - old} +{new + 1},{group[-1][4] - new} @@"


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text)


def _spans(old: str, new: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """What differs between two lines: all between the equal beginning and the equal end."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return ((head, len(old) - tail),), ((head, len(new) - tail),)


def _line(mark: Mark, number: int, text: str, spans: tuple[tuple[int, int], ...]) -> DiffLine:
    """A line as it is shown: cut around what changes, passwords as a fixed mark, nothing that moves a
    cursor."""
    start = max(0, (spans[0][0] if spans else 0) - WIDTH // 2)
    end = min(len(text), max(spans[-1][1] if spans else 0, start) + WIDTH // 2)
    if not spans:
        end = min(len(text), WIDTH)
    elif end - start > 3 * WIDTH:
        end = start + 3 * WIDTH
    cuts = sorted({start, end, *(max(start, min(end, at)) for span in spans for at in span)})
    shown = "…" if start else ""
    places = {start: len(shown)}
    for left, right in pairwise(cuts):
        shown += one_line(re.sub(_MASK + "+", c.HIDDEN, text[left:right]))
        places[right] = len(shown)
    if end < len(text):
        shown += "…"
    kept = tuple(
        (places[max(start, min(end, a))], places[max(start, min(end, b))]) for a, b in spans if a < end
    )
    return DiffLine(mark, number + 1, shown, kept)


def unified(lines: Sequence[DiffLine]) -> str:
    """The lines as text, with the marks of a unified difference."""
    sign = {Mark.HUNK: "", Mark.SAME: " ", Mark.REMOVED: "-", Mark.ADDED: "+"}
    return "\n".join(sign[line.mark] + line.text for line in lines)
