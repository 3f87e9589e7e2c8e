"""Preflight and dry run look and plan; nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.run.kinds import Shelf, ShelfSite, TestKinds
from xprunbook.run.automation import Automation, Bench
from xprunbook.run.contract import Finding
from xprunbook.run.preflight import dry_run, imagined, preflight, stands_in_the_way
from xprunbook.runbook.library import Library

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def bench(shelf: Shelf) -> Bench:
    book, _ = Library(DATA).load("patch-day")
    runbook = book.speak("en")
    automation = Automation(TestKinds(), ShelfSite(shelf), lambda: True)
    return Bench(automation, runbook, imagined(runbook, "A", {"web_server": "web01"}, ""), "en")


def test_preflight_looks_at_everything_and_changes_nothing(bench: Bench, shelf: Shelf) -> None:
    looked = preflight(bench)
    assert [(item.row.step.id, item.result.place) for item in looked] == [
        ("install", "before:0"),
        ("install", "action"),
    ]
    assert [item.result.inspection.finding for item in looked] == [Finding.SATISFIED, Finding.NEEDED]
    assert shelf.puts == 0
    assert stands_in_the_way(looked) == ()


def test_what_stands_in_the_way_is_named(bench: Bench, shelf: Shelf) -> None:
    shelf.things += list("abcdef")
    (item,) = stands_in_the_way(preflight(bench, ["install"]))
    assert item.result.sentence == "The shelf is full"
    assert preflight(bench, ["restart"]) == ()


def test_a_dry_run_plans_and_applies_nothing(bench: Bench, shelf: Shelf) -> None:
    (preview,) = dry_run(bench)
    assert preview.plan is not None
    assert [operation.text for operation in preview.plan.operations] == ["put web01"]
    assert shelf.puts == 0
