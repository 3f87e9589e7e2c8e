"""The Windows event log of this machine: errors and warnings of System and Application, read and never written.

The query holds only our own numbers and a time; sources are compared here. Classic logon failures (SQL Server's
18456) have level 0 and the keyword "audit failure", so both are asked for (Microsoft, "Event Schema", winmeta.xml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Final
from xml.etree import ElementTree

from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import NotHere
from xprunbook.systems.patterns import fits
from xprunbook.systems.ports import Watch
from xprunbook.systems.ports_windows import EventFacts, Level
from xprunbook.systems.trouble import WINDOWS, Refused, Trouble
from xprunbook.systems.watching import heed

LOGS: Final = ("System", "Application")

SCAN: Final = 2_000
"""Events of one log that are looked at, the newest first."""

BATCH: Final = 50
TEXT_LIMIT: Final = 400
"""Characters of an event's text that are kept."""

_AUDIT_FAILURE: Final = 0x10000000000000
_SPACE: Final = "{http://schemas.microsoft.com/win/2004/08/events/event}"
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LEVELS: Final = {1: Level.CRITICAL, 2: Level.ERROR, 3: Level.WARNING}

TEXTS: Final = Texts(
    {
        "no-log": (
            "Das Windows-Ereignisprotokoll ist hier nicht zu lesen.",
            "The Windows event log cannot be read here.",
        ),
    }
)


class WindowsEventLog:
    """The event log as the port ``EVENT_LOG`` wants it."""

    def __init__(self, language: Language, functions: Any = None) -> None:
        """``functions``: otherwise those of ``win32evtlog``; tests give documented answers."""
        self._language: Final[Language] = language
        self._given: Final = functions

    def recent(self, since: float, sources: Sequence[str], most: int, watch: Watch) -> tuple[EventFacts, ...]:
        """Errors and warnings since a moment from these sources, the newest first."""
        functions = self._functions()
        found = [event for log in LOGS for event in self._read(functions, log, since, sources, most, watch)]
        return tuple(sorted(found, key=lambda event: event.utc, reverse=True)[:most])

    def _functions(self) -> Any:
        if self._given is not None:
            return self._given
        try:
            return import_module("win32evtlog")
        except ImportError as error:
            raise NotHere(TEXTS.say("no-log", self._language)) from error

    def _read(
        self, functions: Any, log: str, since: float, sources: Sequence[str], most: int, watch: Watch
    ) -> Iterator[EventFacts]:
        flags = functions.EvtQueryChannelPath | functions.EvtQueryReverseDirection
        found = 0
        for handle in self._handles(functions, log, flags, query(since), watch):
            heed(watch, log)
            event = _parsed(functions.EvtRender(handle, functions.EvtRenderEventXml))
            if event is None or not any(fits(name, wanted) for name in event.names for wanted in sources):
                continue
            yield event.facts(log, _message(functions, event.names[0], handle) or event.data)
            found += 1
            if found == most:
                return

    def _handles(self, functions: Any, log: str, flags: int, asked: str, watch: Watch) -> Iterator[Any]:
        """The events' handles, a batch at a time; Refused by number, NotHere without an event log."""
        try:
            results = functions.EvtQuery(log, flags, asked)
            for _ in range(SCAN // BATCH):
                wait = max(1, min(2_000, int(watch.remaining() * 1000)))
                handles = functions.EvtNext(results, BATCH, wait, 0)
                if not handles:
                    return
                yield from handles
        except Exception as error:
            number = getattr(error, "winerror", None)
            if not isinstance(number, int):
                raise
            if number == 0:  # an emulated Windows: the function is there and does nothing
                raise NotHere(TEXTS.say("no-log", self._language)) from error
            said = str(getattr(error, "strerror", "") or "")
            raise Refused(WINDOWS.get(number, Trouble.OTHER), log, number, said) from error


def query(since: float) -> str:
    """The XPath of everything grave since a moment (UTC seconds)."""
    moment = datetime.fromtimestamp(max(0.0, since), UTC)
    time = f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
    grave = f"(Level=1 or Level=2 or Level=3 or band(Keywords,{_AUDIT_FAILURE}))"
    return f"*[System[{grave} and TimeCreated[@SystemTime>='{time}']]]"


class _Event:
    """What an event's XML says."""

    def __init__(self, names: tuple[str, ...], number: int, level: Level, utc: float, data: str) -> None:
        self.names: Final = names
        self.data: Final = data
        self._number: Final = number
        self._level: Final = level
        self._utc: Final = utc

    def facts(self, log: str, text: str) -> EventFacts:
        shown = one_line(" ".join(text.split()), TEXT_LIMIT)
        return EventFacts(self._utc, log, one_line(self.names[0], 200), self._number, self._level, shown)


def _parsed(xml: str) -> _Event | None:
    """An event; None if it is not what the schema says."""
    try:
        root = ElementTree.fromstring(_ILLEGAL.sub("?", xml))
    except ElementTree.ParseError:
        return None
    system = root.find(f"{_SPACE}System")
    provider = None if system is None else system.find(f"{_SPACE}Provider")
    created = None if system is None else system.find(f"{_SPACE}TimeCreated")
    if system is None or provider is None or created is None:
        return None
    names = tuple(name for name in (provider.get("Name"), provider.get("EventSourceName")) if name)
    utc = _moment(created.get("SystemTime", ""))
    number = _whole(system.findtext(f"{_SPACE}EventID"))
    if not names or utc is None or number is None:
        return None
    level = _LEVELS.get(_whole(system.findtext(f"{_SPACE}Level")) or 0, Level.ERROR)  # 0: an audit failure
    return _Event(names, number, level, utc, _data(root))


def _data(root: ElementTree.Element) -> str:
    """The strings an event was written with: all there is when its publisher is not installed."""
    holder = root.find(f"{_SPACE}EventData")
    if holder is None:
        holder = root.find(f"{_SPACE}UserData")
    return "" if holder is None else " | ".join(text.strip() for text in holder.itertext() if text.strip())


def _message(functions: Any, publisher: str, handle: Any) -> str:
    """The message in the language of the machine; empty when the publisher's texts are not there (15002, 15027 …)."""
    try:
        metadata = functions.EvtOpenPublisherMetadata(publisher)
        return str(functions.EvtFormatMessage(metadata, handle, functions.EvtFormatMessageEvent) or "")
    except Exception as error:
        if not isinstance(getattr(error, "winerror", None), int):
            raise
        return ""


def _moment(text: str) -> float | None:
    """UTC seconds of ``2026-11-20T21:04:05.1234567Z``."""
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z", text)
    if found is None:
        return None
    with suppress(ValueError):
        whole = datetime.fromisoformat(found[1]).replace(tzinfo=UTC).timestamp()
        return whole + float(f"0.{found[2] or 0}")
    return None


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.strip().isdecimal() else None
