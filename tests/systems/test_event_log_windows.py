"""The event log: what is asked, what is read of an event, and what happens when there is no text or no log.

Answers: Microsoft, "EvtQuery", "EvtNext", "EvtRender", "EvtFormatMessage", "Windows Event Log Error Constants" and the
event schema; the functions are those of ``win32evtlog``.
"""

from __future__ import annotations

import sys
from typing import Any
from xml.sax.saxutils import escape

import pytest

from tests.actions.jobs import TestJob
from xprunbook.run.contract import Cancelled, NotHere
from xprunbook.systems.event_log_windows import SCAN, WindowsEventLog, query
from xprunbook.systems.patterns import fits
from xprunbook.systems.ports_windows import EventLog, Level
from xprunbook.systems.trouble import Refused, Trouble

FITS: type[EventLog] = WindowsEventLog
JOB = TestJob({}, seconds=1e9)


class WinError(Exception):
    """``pywintypes.error``."""

    def __init__(self, number: int, function: str = "EvtQuery", words: str = "") -> None:
        super().__init__(number, function, words)
        self.winerror, self.funcname, self.strerror = number, function, words


def event(
    source: str,
    number: int,
    when: str = "2026-11-20T21:04:05.1234567Z",
    level: int = 2,
    data: tuple[str, ...] = (),
    holder: str = "EventData",
) -> str:
    """An event as EvtRender gives it."""
    strings = "".join(f"<Data>{escape(item)}</Data>" for item in data)
    return (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
        f"<Provider Name='{escape(source)}'/><EventID Qualifiers='49152'>{number}</EventID>"
        f"<Level>{level}</Level><TimeCreated SystemTime='{when}'/></System>"
        f"<{holder}>{strings}</{holder}></Event>"
    )


class Functions:
    """``win32evtlog`` with events of two logs, the newest first; messages by publisher."""

    EvtQueryChannelPath = 1
    EvtQueryReverseDirection = 0x200
    EvtRenderEventXml = 1
    EvtFormatMessageEvent = 1

    def __init__(self, messages: dict[str, str] | None = None, **logs: list[str]) -> None:
        self.logs = logs
        self.messages = messages or {}
        self.asked: list[tuple[str, int, str]] = []
        self.rendered = 0
        self.error: Exception | None = None

    def EvtQuery(self, path: str, flags: int, asked: str) -> list[str]:  # noqa: N802
        """A cursor."""
        if self.error is not None:
            raise self.error
        self.asked.append((path, flags, asked))
        return list(self.logs.get(path, ()))

    def EvtNext(self, results: list[str], count: int, wait: int, flags: int) -> tuple[str, ...]:  # noqa: N802
        """The next ones; none at the end."""
        assert (wait > 0, flags) == (True, 0)
        taken = tuple(results[:count])
        del results[:count]
        return taken

    def EvtRender(self, handle: str, flags: int) -> str:  # noqa: N802
        """Its XML."""
        assert flags == self.EvtRenderEventXml
        self.rendered += 1
        return handle

    def EvtOpenPublisherMetadata(self, name: str) -> str:  # noqa: N802
        """A publisher that is installed, else 2 or 15002."""
        if name not in self.messages:
            raise WinError(15002, "EvtOpenPublisherMetadata")
        return name

    def EvtFormatMessage(self, metadata: str, handle: str, flags: int) -> str:  # noqa: N802
        """Its text; 15027 when the table has none."""
        if not self.messages[metadata]:
            raise WinError(15027, "EvtFormatMessage")
        return self.messages[metadata]


def _recent(functions: Functions, *sources: str, most: int = 10) -> list[tuple[str, int]]:
    found = WindowsEventLog("en", functions).recent(0.0, sources, most, JOB)
    return [(item.source, item.number) for item in found]


def test_both_logs_are_asked_with_numbers_and_a_time_only() -> None:
    """Nothing of a runbook stands in the query."""
    functions = Functions()
    WindowsEventLog("en", functions).recent(1_795_000_000.5, ["' or 1=1"], 10, JOB)
    wanted = (
        "*[System[(Level=1 or Level=2 or Level=3 or band(Keywords,4503599627370496)) and "
        "TimeCreated[@SystemTime>='2026-11-18T11:06:40.500Z']]]"
    )
    assert functions.asked == [("System", 0x201, wanted), ("Application", 0x201, wanted)]
    assert query(-5.0) == query(0.0)


def test_an_event_is_read_by_numbers() -> None:
    """UTC to the fraction; the message of its publisher in one line, harmless."""
    functions = Functions(
        {"Service Control Manager": "Der Dienst\r\nwurde  nicht gestartet.\x1b[31m"},
        System=[event("Service Control Manager", 7000)],
    )
    found = WindowsEventLog("en", functions).recent(0.0, ["Service Control Manager"], 10, JOB)[0]
    assert found.utc == pytest.approx(1_795_208_645.1234567)
    assert (found.log, found.number, found.level) == ("System", 7000, Level.ERROR)
    assert found.text == "Der Dienst wurde nicht gestartet.^[[31m"


@pytest.mark.parametrize("messages", [{}, {"MSSQL$XP": ""}], ids=["no publisher", "no message"])
def test_without_a_text_the_strings_are_shown(messages: dict[str, str]) -> None:
    """All there is then; from UserData too."""
    for holder in ("EventData", "UserData"):
        functions = Functions(
            messages,
            Application=[event("MSSQL$XP", 18456, level=0, data=("svc", "[CLIENT: x]"), holder=holder)],
        )
        found = WindowsEventLog("en", functions).recent(0.0, ["MSSQL$*"], 10, JOB)[0]
        assert (found.text, found.level) == ("svc | [CLIENT: x]", Level.ERROR)


def test_sources_are_matched_here() -> None:
    """Exact, in any case, or with ``*``; nothing else is special."""
    names = ["XPhone Server", "MSSQL$XP", "MSSQLSERVER", "a[b]c", "Other"]
    events = [event(name, at) for at, name in enumerate(names)]
    assert _recent(Functions(Application=events), "xphone*", "MSSQL$*", "a[b]c") == [
        ("XPhone Server", 0),
        ("MSSQL$XP", 1),
        ("a[b]c", 3),
    ]
    assert not fits("MSSQLSERVER", "MSSQL.*")
    assert fits("x\ny", "X*")


def test_the_newest_come_first_from_both_logs() -> None:
    """No more than asked for."""
    functions = Functions(
        System=[event("A", 1, "2026-11-20T21:00:03Z"), event("A", 2, "2026-11-20T21:00:01Z")],
        Application=[event("A", 3, "2026-11-20T21:00:02.5Z")],
    )
    assert _recent(functions, "A") == [("A", 1), ("A", 3), ("A", 2)]
    assert _recent(functions, "A", most=2) == [("A", 1), ("A", 3)]


def test_the_look_is_bounded() -> None:
    """However many others there are."""
    functions = Functions(System=[event("Other", 1)] * (SCAN * 2))
    assert _recent(functions, "A") == []
    assert functions.rendered == SCAN


@pytest.mark.parametrize(
    "xml",
    [
        "<no",
        "<Event/>",
        event("A", 1, "yesterday"),
        event("A", 1, "2026-13-40T99:00:00Z"),
        event("A", 1).replace("<EventID Qualifiers='49152'>1</EventID>", ""),
        event("", 1),
    ],
)
def test_what_is_no_event_is_left_out(xml: str) -> None:
    """And the others are told."""
    assert _recent(Functions(System=[xml, event("A", 2)]), "*") == [("A", 2)]


def test_characters_no_xml_may_have_do_not_hide_an_event() -> None:
    """Programs write anything."""
    assert _recent(Functions(System=[event("A", 1, data=("x\x00\x1by",))]), "A") == [("A", 1)]


def test_a_refusal_has_its_number() -> None:
    """Access denied is said; a query with number 0 is an emulated Windows without an event log."""
    functions = Functions()
    functions.error = WinError(5)
    with pytest.raises(Refused) as refused:
        _recent(functions, "A")
    assert (refused.value.trouble, refused.value.number) == (Trouble.DENIED, 5)
    functions.error = WinError(0)
    with pytest.raises(NotHere):
        _recent(functions, "A")


def test_it_can_be_cancelled() -> None:
    """At every event."""
    stopped: Any = TestJob({}, stop_after=0.0)
    with pytest.raises(Cancelled):
        WindowsEventLog("en", Functions(System=[event("A", 1)])).recent(0.0, ["A"], 10, stopped)


@pytest.mark.skipif(sys.platform == "win32", reason="there is one on Windows")
def test_elsewhere_there_is_none() -> None:
    """A sentence."""
    with pytest.raises(NotHere):
        WindowsEventLog("de").recent(0.0, ["A"], 10, JOB)
