"""After an action ended badly the runbook says what is looked at: told, recorded with the outcome, never in its way."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from tests.run.fake_clock import FakeClock
from tests.run.kinds import LocalPut, Shelf, ShelfSite, TestKinds, fails, too_late
from xprunbook.base.language import Texts
from xprunbook.run import aftermath
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Automation
from xprunbook.run.contract import Effect, Finding, Inspection, Job, NotHere, Reach, Statement, Traits
from xprunbook.run.journal import read_journal
from xprunbook.run.session import By
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.run.state import StepState, StepStatus
from xprunbook.run.trust import surface
from xprunbook.runbook.kinds import Kind
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Book, Use

DATA = Path(__file__).parents[1] / "data"
TEXTS = Texts({"found": ("{count} Spuren", "{count} traces"), "one": ("Spur {name}", "trace {name}")})


class Trail:
    """A check that finds traces, with every way to go wrong."""

    spec: ClassVar[Kind] = Kind("demo.trail", {}, action=False)
    traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.READ_ONLY)
    texts: ClassVar[Texts] = TEXTS

    def __init__(self, how: str = "") -> None:
        self.how = how
        self.began: list[float] = []

    def inspect(self, job: Job) -> Inspection:
        """Two traces."""
        self.began.append(job.began)
        if self.how == "nothing here":
            raise NotHere("no trail here")
        if self.how == "broken":
            raise ZeroDivisionError
        if self.how == "late":
            threading.Event().wait(1.0)
        details = tuple(Statement("one", {"name": name}) for name in "ab")
        return Inspection(Finding.NEEDED, Statement("found", {"count": 2}), details=details)


class LocalTrail(Trail):
    """The same, of this machine only."""

    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.READ_ONLY)


@pytest.fixture(scope="module")
def book() -> Book:
    """The patch day with something to look at after a failure."""
    loaded = Library(DATA).load("patch-day")[0]
    named = (Use("demo.trail", {"sources": ("A*",)}),)
    spoken = {language: replace(runbook, on_failure=named) for language, runbook in loaded.languages.items()}
    return replace(loaded, languages=spoken)


class Night:
    """A run whose action ends as the shelf says."""

    def __init__(self, folder: Path, book: Book, trail: Trail | None, trouble: bool = True) -> None:
        self.shelf = Shelf(trouble=fails if trouble else None)
        self.kinds = TestKinds({"demo.trail": trail})
        sitting = Sitting(
            By("Ada", "Engines", "corp\\ada", "ELSEWHERE"),
            FakeClock(),
            "en",
            Automation(self.kinds, ShelfSite(self.shelf), lambda: True),
        )
        engine = start_run(folder, book, Beginning("A", {"web_server": "web01"}), sitting)
        assert isinstance(engine, ActingEngine)
        self.engine = engine

    def act(self) -> StepStatus:
        """Carry the action out and wait for its end."""
        plan = self.engine.prepare("install").result(10).plan
        assert plan is not None
        self.engine.apply("install", plan.digest).result(10)
        self.engine._idle.wait(10)
        return self.engine.snapshot().state.status("install")

    def types(self) -> list[str]:
        """What the record holds."""
        return [record.type for record in read_journal(self.engine.folder).records]


def test_what_is_found_stands_with_the_outcome(tmp_path: Path, book: Book) -> None:
    """Told in the output, recorded in one write before the outcome, since the action began."""
    trail = Trail()
    night = Night(tmp_path, book, trail)
    status = night.act()
    assert status.state is StepState.FAILED
    found = status.checks["failure:0"]
    assert (found.result, found.sentence, found.details) == ("needed", "2 traces", ("trace a", "trace b"))
    assert night.types()[-2:] == ["checked", "ended"]
    told = (night.engine.folder / status.output).read_text("utf-8")
    assert told == "putting web01\n2 traces\n  trace a\n  trace b\n"
    assert status.intent is not None
    assert trail.began == [status.intent.at]
    night.engine.leave()


def test_a_timed_out_action_is_looked_after_too(tmp_path: Path, book: Book) -> None:
    """As is one in doubt."""
    night = Night(tmp_path, book, Trail())
    night.shelf.trouble = too_late
    assert "failure:0" in night.act().checks
    night.engine.leave()


def test_success_is_not_looked_after(tmp_path: Path, book: Book) -> None:
    """And a run after a failure forgets what was found then."""
    trail = Trail()
    night = Night(tmp_path, book, trail)
    night.act()
    night.shelf.trouble = None
    status = night.act()
    assert status.state is StepState.DONE
    assert "failure:0" not in status.checks
    assert len(trail.began) == 1
    night.engine.leave()


@pytest.mark.parametrize("how", ["nothing here", "broken", "late", "no such kind", "another machine"])
def test_a_look_in_vain_says_nothing_and_holds_nothing_up(
    how: str, tmp_path: Path, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outcome is recorded all the same."""
    monkeypatch.setattr(aftermath, "SECONDS", 0.05)
    trail = None if how == "no such kind" else LocalTrail() if how == "another machine" else Trail(how)
    night = Night(tmp_path, book, trail)
    status = night.act()
    assert status.state is StepState.FAILED
    assert "failure:0" not in status.checks
    assert (night.engine.folder / status.output).read_text("utf-8") == "putting web01\n"
    night.engine.leave()


def test_it_is_part_of_what_is_trusted(book: Book) -> None:
    """The list of everything a runbook names has it too."""
    named = list(surface(book.speak("en")))[-1]
    assert (named.place, named.kind, named.parameters) == ("failure", "demo.trail", 'sources: ["A*"]')


def test_the_local_action_of_the_other_tests_is_no_reason(tmp_path: Path, book: Book) -> None:
    """What never began is not looked after: it was refused."""
    trail = Trail()
    night = Night(tmp_path, book, trail)
    night.kinds.replaced["demo.install"] = LocalPut()
    night.engine.apply("install", "x").result(10)
    assert trail.began == []
    night.engine.leave()
