"""A run with runs below it: one document, each run a chapter; what is missing or changed is said on page one."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from tests.report.builders import ZONE
from tests.report.reader import Page
from tests.tui.test_below import House
from xprunbook.report.json_schema import SCHEMA
from xprunbook.report.make import make_report, report_of
from xprunbook.run import commands as c
from xprunbook.run.children import beginning_of, children, news_of
from xprunbook.run.engine import Engine
from xprunbook.run.session import Saved
from xprunbook.run.sessions import start_run
from xprunbook.run.view import view

NOW = 1_900_000_000.0


class Trip:
    """A journey with two runs below it, one of which has a run below it."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder)
        self.journey = self.house.start()
        self.first = self.begin(self.journey, "first", "short", "S")
        self.ask(self.first, c.Tick("one"))
        self.inner = self.begin(self.first, "two", "short", "S")
        self.ask(self.inner, c.Deviate("one", "It rained."), c.Tick("two"), c.Close())
        self.learn(self.first)
        self.ask(self.first, c.Tick("two"), c.Close())
        self.learn(self.journey)
        self.ask(self.journey, c.Tick("first"))
        self.second = self.begin(self.journey, "second", "patch-day", "B")

    def ask(self, engine: Engine, *commands: c.Command) -> None:
        for command in commands:
            reply = engine.submit(command).result(10)
            assert isinstance(reply, Saved), reply

    def begin(self, parent: Engine, step: str, runbook: str, plan: str) -> Engine:
        book = self.house.library.follow(runbook)
        run = view(parent.book.speak("en"), parent.snapshot().state)
        beginning = beginning_of(run, run.rows[step], book.speak("en"), plan)
        child = start_run(parent.folder.parent, book, beginning, self.house.sit("Ada", ""))
        self.ask(parent, c.StartChild(step, child.folder.name))
        return child

    def learn(self, parent: Engine) -> None:
        run = view(parent.book.speak("en"), parent.snapshot().state)
        news = [one for one in map(news_of, children(run, parent.folder)) if isinstance(one, c.CloseChild)]
        self.ask(parent, *news)

    def leave(self) -> None:
        for engine in (self.second, self.inner, self.first, self.journey):
            engine.leave()


@pytest.fixture
def trip(tmp_path: Path) -> Iterator[Trip]:
    made = Trip(tmp_path)
    yield made
    made.leave()


def test_every_run_is_a_chapter_with_anchors_of_its_own(trip: Trip) -> None:
    html = make_report(trip.journey.folder, "html", "en", NOW, zone=ZONE)
    page = Page(html)
    assert page.faults == []
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    links = {value[1:] for _, name, value in page.attributes if name == "href"}
    assert links <= set(ids)
    assert {"c1", "c1-1", "c2"} <= set(ids)
    assert page.words.count("End of the report") == 1
    assert "Chapter 1.1: step 2 Two" in page.words


def test_page_one_tells_of_all_runs(trip: Trip) -> None:
    report = report_of(trip.journey.folder, "en", NOW)
    assert [part.step for part in report.below] == ["first", "second"]
    below = report.below[1].report
    assert below is not None
    # Two of the short one, whose second step is a run of two; the whole patch day; two steps of the journey.
    assert report.steps_decided() == (3, 3 + below.total + 2)
    assert [run.run for run in report.whole()][1:3] == [trip.first.folder.name, trip.inner.folder.name]
    words = Page(make_report(trip.journey.folder, "html", "en", NOW, zone=ZONE)).words
    first_page = words[: words.index("What this proves")]
    for said in ("The runs", "1 / 2 Two", "Short work", "It rained.", "completed", "unfinished"):
        assert said in first_page
    codes = [part.evidence.found.code_now for part in report.whole()]
    assert all(code in first_page for code in codes[1:])


def test_a_closed_run_below_is_compared_with_what_its_parent_recorded(trip: Trip) -> None:
    report = report_of(trip.journey.folder, "en", NOW)
    first, second = (part.report for part in report.below)
    assert first is not None
    assert second is not None
    assert first.evidence.found.compared
    assert second.evidence.given == ""
    trip.first.leave()
    journal = trip.first.folder / "run.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-2]))
    words = Page(make_report(trip.journey.folder, "html", "en", NOW, zone=ZONE)).words
    assert "is not the one it was closed with" in words


def test_a_run_that_is_gone_is_said_on_page_one_and_at_its_step(trip: Trip) -> None:
    trip.first.leave()
    trip.inner.leave()
    shutil.rmtree(trip.first.folder)
    words = Page(make_report(trip.journey.folder, "html", "de", NOW, zone=ZONE)).words
    assert words.count("Sein Ordner liegt nicht neben diesem.") == 3
    data = json.loads(make_report(trip.journey.folder, "json", "en", NOW))
    jsonschema.validate(data, SCHEMA)
    assert data["children"][0]["report"] is None
    assert "folder" in data["children"][0]["unreadable"]


def test_a_stranger_is_not_embedded(trip: Trip) -> None:
    journal = trip.first.folder / "run.jsonl"
    trip.first.leave()
    journal.write_bytes(journal.read_bytes().replace(b'"parent_step":"first"', b'"parent_step":"other"'))
    report = report_of(trip.journey.folder, "en", NOW)
    assert report.below[0].report is None
    assert report.below[0].why


def test_json_holds_the_runs_below_whole(trip: Trip) -> None:
    data = json.loads(make_report(trip.journey.folder, "json", "en", NOW))
    jsonschema.validate(data, SCHEMA)
    first = data["children"][0]["report"]
    assert first["run"]["parent_run"] == data["run"]["id"]
    assert first["children"][0]["report"]["run"]["closing"] == "completed"
    assert data["children"][1]["step"] == "second"


def test_depth_is_bounded(tmp_path: Path) -> None:
    trip = Trip.__new__(Trip)
    trip.house = House(tmp_path)
    engines = [trip.house.start()]
    for at in range(10):
        engines.append(trip.begin(engines[-1], "two" if at else "first", "short", "S"))
    report = report_of(engines[0].folder, "en", NOW)
    assert len(list(report.whole())) == 9
    assert re.search("8 levels deep", Page(make_report(engines[0].folder, "html", "en", NOW)).words)
    for engine in reversed(engines):
        engine.leave()
