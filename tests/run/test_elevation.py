"""Without an administrator's rights: the steps that need them are named at once, and warned of at the step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from tests.run.kinds import LocalPut, Shelf, ShelfSite, TestKinds
from xprunbook.base.language import Language
from xprunbook.base.text import cells
from xprunbook.run.automation import Automation, Bench
from xprunbook.run.contract import Effect, Reach, Traits
from xprunbook.run.elevation import MOST, TEXTS, say_lacking, say_lacking_shortly, steps_lacking
from xprunbook.run.preflight import imagined
from xprunbook.run.view import view
from xprunbook.runbook.library import Library

DATA = Path(__file__).parents[1] / "data"


class _Rightful(LocalPut):
    """Needs an administrator's rights."""

    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.CHANGING, idempotent=False, elevation=True)


def _bench(elevated: bool | None, here: str = "web", language: Language = "en") -> Bench:
    runbook = Library(DATA).load("patch-day")[0].speak(language)
    kinds = TestKinds()
    kinds.replaced = {"demo.install": _Rightful()}
    automation = Automation(kinds, ShelfSite(Shelf()), lambda: True, elevated=lambda site: elevated)
    return Bench(automation, runbook, imagined(runbook, "A", {"web_server": "web01"}, here), language)


def test_steps_are_named_only_where_rights_are_known_to_be_missing() -> None:
    assert [row.step.id for row in steps_lacking(_bench(False))] == ["install"]
    assert steps_lacking(_bench(True)) == steps_lacking(_bench(None)) == ()
    assert say_lacking(_bench(True)) == say_lacking(_bench(None)) == ""


def test_only_steps_of_this_machine_count() -> None:
    bench = _bench(False, here="db")
    row = view(bench.runbook, bench.state).rows["install"]
    assert row.role not in ("", "db")
    assert steps_lacking(bench) == ()
    assert steps_lacking(_bench(False, here=""))
    everywhere = replace(bench.automation, at=lambda host: bench.automation.site)
    assert steps_lacking(replace(bench, automation=everywhere))


@pytest.mark.parametrize(("language", "word"), [("de", "Administratorrechte"), ("en", "administrator")])
def test_one_sentence_with_the_numbers(language: Language, word: str) -> None:
    bench = _bench(False, language=language)
    sentence = say_lacking(bench)
    assert word in sentence
    assert view(bench.runbook, bench.state).rows["install"].step.number in sentence
    assert say_lacking_shortly(bench) == sentence


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_small_screen_gets_what_fits(language: Language) -> None:
    """The shipped move has steps with long numbers: the sentence still fits on 80 cells."""
    worst = TEXTS.say("more", language, steps=", ".join(["E15a"] * MOST), count=99)
    assert cells(TEXTS.say("lacking", language, steps=worst)) <= 78


def test_the_preview_warns_and_does_not_forbid() -> None:
    bench = _bench(False)
    row = view(bench.runbook, bench.state).rows["install"]
    preview = bench.preview(row)
    assert preview.ready
    assert "without an administrator's rights" in preview.warnings[0]
    assert not _bench(True).preview(row).warnings
