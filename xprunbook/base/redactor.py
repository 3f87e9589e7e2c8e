"""The redactor: hides the secrets of a session in everything that leaves it. The second line of defence.

The first line is that secrets never enter a string that is stored. What gets through all the same (an error of a
driver, the output of a program) is found in every form of ``base/forms.py``, also when control characters or colour
codes stand between its letters or a chunk ends in the middle of it. Linear in the length of the text.

A secret of fewer than six characters cannot be looked for in output without hiding what is none; the output of
actions that used one is not kept at all (``is_short``). In sentences it is hidden where it stands as a word.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from xprunbook.base.redact import Redactor

MARK: Final = "*****"
"""Stands where a secret stood. No character of it means anything in JSON, XML, SQL, a URL or a shell line."""

SHORTEST: Final = 6
"""Characters below which a secret cannot be looked for in output."""

_SHORTEST_WORD: Final = 3

_NOISE: Final = re.compile(
    "\x1b\\[[0-9;:?<=>]{0,48}[ -/]{0,4}[@-~]?"
    "|\x9b[0-9;:?<=>]{0,48}[ -/]{0,4}[@-~]?"
    "|\x1b[@-Z\\\\^_]?"
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""What may stand between two letters of a secret without being seen."""

_SHOWN: Final = re.compile(r"\^\[\[[0-9;:]{0,48}m|<U\+[0-9A-F]{4,6}>")
"""Noise that the text gate made visible: in what people paste."""


def is_short(value: str) -> bool:
    """Whether a secret is too short to be looked for in output."""
    return 0 < len(value) < SHORTEST


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for. ``longest``: characters of the longest form; ``words``: short secrets."""

    pattern: re.Pattern[str] | None = field(default=None, repr=False)
    overlapping: re.Pattern[str] | None = field(default=None, repr=False)
    words: re.Pattern[str] | None = field(default=None, repr=False)
    longest: int = 0
    of: frozenset[str] = field(default=frozenset(), repr=False)


class KnownSecrets:
    """The secrets a session holds. Any thread may add and redact at any time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._search = _Search()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self._search.of)}>"

    def add(self, value: str) -> None:
        """Hide this value from now on, to the end of the program: what was asked for may still be said late."""
        if value and value not in self._search.of:
            with self._lock:
                self._search = _search(self._search.of | {value})

    def redact(self, text: str) -> str:
        """Return the text with every form of every secret replaced by the mark."""
        search = self._search
        if search.pattern is not None:
            text = _hidden(text, _spans(search, *_heard(text, _NOISE)))
            if "^[[" in text or "<U+" in text:
                # A pass of its own: a secret may hold these characters itself.
                text = _hidden(text, _spans(search, *_heard(text, _SHOWN)))
        if search.words is not None:
            text = search.words.sub(MARK, text)
        return text

    @property
    def search(self) -> _Search:
        """What is looked for now."""
        return self._search


def _search(of: frozenset[str]) -> _Search:
    from xprunbook.base.forms import forms_of  # most sessions hold no secret

    found = {form for value in of if not is_short(value) for form in forms_of(value, SHORTEST)}
    forms = sorted(found, key=_longest_first)
    words = sorted((value for value in of if _SHORTEST_WORD <= len(value) < SHORTEST), key=_longest_first)
    if not forms and not words:
        return _Search(of=of)
    text = _alternatives(forms)
    return _Search(
        re.compile(text) if forms else None,
        re.compile(f"(?=({text}))") if forms else None,
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)") if words else None,
        len(forms[0]) if forms else 0,
        of,
    )


def _longest_first(form: str) -> tuple[int, str]:
    return -len(form), form


def _alternatives(forms: Iterable[str]) -> str:
    """One expression for all forms, the longest first; those that begin alike share their beginning."""
    groups: dict[str, list[str]] = {}
    for form in forms:
        groups.setdefault(form[:2], []).append(re.escape(form[2:]))
    return "|".join(f"{re.escape(start)}(?:{'|'.join(rest)})" for start, rest in groups.items())


def _heard(text: str, noise: re.Pattern[str] = _NOISE) -> tuple[str, list[tuple[int, int]]]:
    """The text without noise, and (place in it, characters left out before that place) for each noise."""
    if noise.search(text) is None:
        return text, []
    parts, gaps, at, gone = [], [], 0, 0
    for match in noise.finditer(text):
        parts.append(text[at : match.start()])
        gone += match.end() - match.start()
        at = match.end()
        gaps.append((at - gone, gone))
    parts.append(text[at:])
    return "".join(parts), gaps


def _spans(search: _Search, heard: str, gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where secrets stand in the text, noise between their letters included; stretches that touch are one."""
    assert search.pattern is not None
    assert search.overlapping is not None
    first = search.pattern.search(heard)
    if first is None:
        return []
    spans: list[tuple[int, int]] = []
    for match in search.overlapping.finditer(heard, first.start()):
        start, end = match.span(1)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    if not gaps:
        return spans
    places = [place for place, _ in gaps]
    return [(_raw(start, places, gaps), _raw(end - 1, places, gaps) + 1) for start, end in spans]


def _raw(at: int, places: list[int], gaps: list[tuple[int, int]]) -> int:
    """The place in the text of a place in what is heard of it."""
    before = bisect_right(places, at)
    return at + (gaps[before - 1][1] if before else 0)


def _hidden(text: str, spans: list[tuple[int, int]]) -> str:
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (text[at:start], MARK)
        at = end
    return "".join((*parts, text[at:]))


class RedactingStream:
    """Redacts a text that comes in chunks: a secret that is cut by a boundary is found all the same.

    Holds back as much as the longest form could still need; ``finish`` gives the rest. A secret that becomes known
    in between is found from where the stream is.
    """

    def __init__(self, known: KnownSecrets) -> None:
        self._known = known
        self._rest = ""
        self._covered = -1  # where the last mark ends, counted from the rest's beginning; negative: before it

    def feed(self, chunk: str) -> str:
        """Take a chunk; return what can be said by now."""
        search = self._known.search
        self._rest += chunk
        heard, gaps = _heard(self._rest)
        cut_heard = max(0, len(heard) - max(0, search.longest - 1))
        places = [place for place, _ in gaps]
        # Noise right before the cut may still be followed by a secret's next letter: it stays.
        cut = _raw(cut_heard - 1, places, gaps) + 1 if cut_heard else 0
        return self._say(cut, search, heard, gaps)

    def finish(self) -> str:
        """The end of the text has come: return the rest."""
        search = self._known.search
        heard, gaps = _heard(self._rest)
        return self._say(len(self._rest), search, heard, gaps)

    def _say(self, cut: int, search: _Search, heard: str, gaps: list[tuple[int, int]]) -> str:
        spans = _spans(search, heard, gaps) if search.pattern is not None else []
        parts: list[str] = []
        at, covered = max(0, min(self._covered, cut)), self._covered
        for start, end in spans:
            if start >= cut:
                break
            if start <= covered:
                # It touches what a mark stands for already.
                covered = max(covered, end)
            else:
                parts += (self._rest[at:start], MARK)
                covered = end
            at = min(max(at, covered), cut)
        parts.append(self._rest[at:cut])
        self._rest = self._rest[cut:]
        self._covered = covered - cut
        text = "".join(parts)
        return search.words.sub(MARK, text) if search.words is not None else text


def redact_data(redactor: Redactor, data: Any) -> Any:
    """JSON values with every text in them redacted; keys, numbers and shape stay."""
    if isinstance(data, str):
        return redactor.redact(data)
    if isinstance(data, Mapping):
        return {key: redact_data(redactor, value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return type(data)(redact_data(redactor, value) for value in data)
    return data
