"""What a log tells: what was tried when, what went wrong, and whether it was tried again since.

Nothing that is no ordinary line is ever dropped without being counted. An error counts as *earlier* only when
the same thing (the share test, the backup or restore of the same database) was begun again after it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from xprunbook.actions.backup_log.causes import Cause, Values, cause_of, is_notice, is_symptom
from xprunbook.actions.backup_log.scan import Entry

MAX_GROUPS: Final = 200
MAX_MOMENTS: Final = 200

_WARNINGS: Final = frozenset(("WRN", "WAR"))
_TEST: Final = "test"

_MILESTONES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "log.test-started",
        re.compile(
            r"Start testing backup.*?Remote ?path:\s*(?P<remote>.+?)\s+Local ?Path:\s*(?P<local>.+)", re.I
        ),
    ),
    ("log.test-ended", re.compile(r"Shared folder test ends", re.I)),
    (
        "log.connecting",
        re.compile(r"(?:Connecting to|Verbind\w+ (?:mit|zu)) SQL[ -]?Server:?\s*(?P<server>\S.*)", re.I),
    ),
    (
        "log.saving",
        re.compile(
            r"(?:Sicherung der Datenbank|(?:Backup of|Backing up|Saving)(?: the)? database) (?P<database>.+)",
            re.I,
        ),
    ),
    # The wording of restores is unknown (domain fact B46): these are the obvious counterparts.
    (
        "log.restoring",
        re.compile(
            r"(?:Wiederherstell\w+ der Datenbank|Restor(?:e of|ing)(?: the)? database) (?P<database>.+)",
            re.I,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the timeline: when, and a sentence as data."""

    at: str
    code: str
    values: Values = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Group:
    """Equal errors, warnings or notices: the text once, with the first and last place and how many."""

    kind: str  #: error, warning, notice
    text: str
    cause: Cause | None
    scope: str
    first: Entry
    last: Entry
    count: int = 1
    earlier: bool = False


class Story:
    """Takes entries in order; memory is bounded by ``MAX_GROUPS`` and ``MAX_MOMENTS``."""

    def __init__(self, since: str = "") -> None:
        """``since``: entries with an earlier time (``yyyyMMddHHmmss``) are only counted."""
        self.groups: list[Group] = []
        self.timeline: deque[Moment] = deque(maxlen=MAX_MOMENTS)
        self.moments = 0
        self.before = 0  #: entries older than ``since``
        self.more = 0  #: errors beyond ``MAX_GROUPS`` different ones: counted, not listed
        self.more_earlier = 0
        self.ended = False  #: the last thing seen is the end of a share test
        self._since = since
        self._index: dict[tuple[str, str, str], Group] = {}  # of what is not earlier
        self._earlier: dict[str, Group] = {}
        self._testing = False
        self._scope = ""
        self._symptom: Entry | None = None

    def tell(self, entries: Iterable[Entry]) -> None:
        """Take entries in."""
        for entry in entries:
            if self._since and entry.at and sortable(entry.at) < self._since:
                self.before += 1
            else:
                self._take(entry)

    def with_rest(self, entries: Iterable[Entry]) -> Story:
        """The story as it would be if these entries at the end were complete; this one stays as it is."""
        copy = deepcopy(self)
        copy.tell(entries)
        copy._settle(None)
        return copy

    def _take(self, entry: Entry) -> None:
        self.ended = False
        cause = cause_of(entry.text)
        if entry.level == "INF" and cause is None and not _speaks_of_failure(entry.text):
            self._milestone(entry)
        elif is_notice(entry.text):
            self._add("notice", entry, None)
        elif entry.level in _WARNINGS and cause is None:
            self._add("warning", entry, None)
        elif cause is None and is_symptom(entry.text):
            self._settle(None)
            self._symptom = entry
        else:
            self._settle(cause)
            self._add("error", entry, cause)

    def _settle(self, cause: Cause | None) -> None:
        """A symptom whose cause follows is part of it; one that stands alone is an error nobody knows."""
        symptom, self._symptom = self._symptom, None
        if symptom is not None and cause is None:
            self._add("error", symptom, None)

    def _milestone(self, entry: Entry) -> None:
        for code, pattern in _MILESTONES:
            found = pattern.search(entry.text)
            if found is None:
                continue
            self._settle(None)
            values = {name: value[:400] for name, value in found.groupdict().items()}
            self._moment(Moment(entry.at, code, values))
            self._begin(code, values.get("database", ""))
            return

    def _begin(self, code: str, database: str) -> None:
        """What is tried again makes its earlier errors earlier."""
        if code == "log.test-started":
            self._testing, self._scope = True, _TEST
        elif code == "log.test-ended":
            self._testing, self._scope, self.ended = False, "", True
            return
        elif code == "log.connecting" or self._testing:
            return
        else:
            self._scope = f"{code} {database.casefold()}"
        for group in [group for group in self._index.values() if group.scope == self._scope]:
            if group.kind == "error":
                self._make_earlier(group)

    def _make_earlier(self, group: Group) -> None:
        """Set an error aside; equal ones of several attempts become one."""
        del self._index[group.kind, group.scope, group.text]
        same = self._earlier.get(group.text)
        if same is None:
            group.earlier = True
            self._earlier[group.text] = group
        else:
            same.count += group.count
            same.last = group.last
            self.groups.remove(group)

    def _moment(self, moment: Moment) -> None:
        self.timeline.append(moment)
        self.moments += 1

    def _add(self, kind: str, entry: Entry, cause: Cause | None) -> None:
        if kind == "error":
            self._moment(
                Moment(entry.at, f"cause.{cause.code}" if cause else "log.error", _shown(entry, cause))
            )
        text = entry.text[:1000]
        known = self._index.get((kind, self._scope, text))
        if known is not None:
            known.count += 1
            known.last = entry
            return
        if len(self.groups) >= MAX_GROUPS and not self._make_room():
            self.more += kind == "error"
            return
        group = Group(kind, text, cause, self._scope, entry, entry)
        self.groups.append(group)
        self._index[kind, self._scope, text] = group

    def _make_room(self) -> bool:
        """Give up the oldest earlier error, never a current one; it stays counted."""
        for text, group in self._earlier.items():
            self.more_earlier += group.count
            del self._earlier[text]
            self.groups.remove(group)
            return True
        return False


def _shown(entry: Entry, cause: Cause | None) -> Values:
    return cause.values if cause else {"text": entry.text[:400]}


def _speaks_of_failure(text: str) -> bool:
    words = ("terminating abnormally", "fehlerbedingt beendet", "exception:", "system error", "systemfehler")
    lowered = text.lower()
    return any(word in lowered for word in words)


def sortable(at: str) -> str:
    """``23.01.2021 22:39:49`` as ``20210123223949``."""
    return at[6:10] + at[3:5] + at[0:2] + at[11:13] + at[14:16] + at[17:19]
