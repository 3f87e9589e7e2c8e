"""What deserves a look stands in every format: also a step that is done although a check spoke against it."""

from __future__ import annotations

import json
from html import unescape

import pytest

from tests.report.builders import Desk
from tests.report.reader import Page
from tests.report.test_document import worked_through
from xprunbook.base.language import Language
from xprunbook.report.facts import Report
from xprunbook.report.html import html_report
from xprunbook.report.json_report import json_report
from xprunbook.report.markdown_report import markdown_report
from xprunbook.run import commands as c
from xprunbook.run import events as e
from xprunbook.run.contract import Finding

SAID = "WEB01 leads elsewhere"


def checked(place: str, finding: Finding, statement: str = "dns.elsewhere") -> e.Checked:
    return e.Checked(
        "install", place, "dns.resolves", finding, sentence=SAID, evidence={"statement": statement}
    )


def ticked(*events: e.Checked, after: tuple[e.Checked, ...] = ()) -> Desk:
    """Somebody ticks a step after these looks; ``after``: looks that follow the tick."""
    desk = Desk()
    for event in events:
        desk.happen(event, 1)
    desk.ask(c.Tick("install", "by hand"), 1)
    for event in after:
        desk.happen(event, 1)
    return desk


def against(desk: Desk) -> list[str]:
    found: list[str] = json.loads(json_report(desk.report()))["findings"]["done_against_checks"]
    return found


def summary(report: Report) -> str:
    """What stands above the plan's table in Markdown."""
    return unescape(markdown_report(report).decode().partition("| --- |")[0])


NEEDED = checked("after:0", Finding.NEEDED)
SATISFIED = checked("after:0", Finding.SATISFIED)


@pytest.mark.parametrize(
    ("desk", "listed"),
    [
        (ticked(NEEDED), True),
        (ticked(checked("before:0", Finding.BLOCKED)), True),
        (ticked(SATISFIED, after=(NEEDED,)), True),
        (ticked(NEEDED, SATISFIED), False),
        (ticked(NEEDED, after=(SATISFIED,)), False),
        (ticked(checked("after:0", Finding.UNKNOWN)), False),
        (ticked(checked("action", Finding.NEEDED)), False),
        (ticked(checked("failure:0", Finding.NEEDED)), False),
        (ticked(checked("before:0", Finding.BLOCKED, "automation.other-machine")), False),
    ],
)
def test_the_newest_look_counts(desk: Desk, listed: bool) -> None:
    assert against(desk) == (["install"] if listed else [])


def test_a_step_that_is_not_done_is_not_listed() -> None:
    desk = ticked(NEEDED)
    desk.ask(c.Reopen("install", "It is not."), 60)
    assert against(desk) == []


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de", "Erledigt, obwohl eine Prüfung zuletzt dagegen sprach"),
        ("en", "Done although a check last spoke against it"),
    ],
)
def test_the_pages_list_and_count_it(language: Language, title: str) -> None:
    report = ticked(NEEDED).report(language)
    words = Page(html_report(report)).words
    assert f"{title}: 1" in words
    assert words.count(SAID) > Page(html_report(Desk().report(language))).words.count(SAID)
    cover = summary(report)
    assert f"## {title} (1)" in cover
    assert SAID in cover


@pytest.mark.parametrize(
    ("language", "title"),
    [("de", "Erledigt, obwohl etwas fehlte"), ("en", "Done although something was missing")],
)
def test_the_summary_of_markdown_has_what_was_missing(language: Language, title: str) -> None:
    report = worked_through().report(language)
    missing = json.loads(json_report(report))["findings"]["done_with_missing"]
    assert "install" in missing
    assert f"## {title} ({len(missing)})" in summary(report)
