"""Inspect, plan, apply, verify: nothing runs that was not shown, nothing is done that was not seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest

from tests.run.fake_clock import FakeClock
from tests.run.kinds import (
    BlindPut,
    Broken,
    LocalPut,
    Shelf,
    ShelfSite,
    TestKinds,
    fails,
    too_late,
    waits_for_cancel,
)
from xprunbook.run import commands as c
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Automation, Preview
from xprunbook.run.contract import Effect, Finding, Job, Reach, Traits
from xprunbook.run.journal import read_journal
from xprunbook.run.session import By, NotStored, Refused, Saved
from xprunbook.run.sessions import Beginning, Sitting, open_run, start_run
from xprunbook.run.state import StepState
from xprunbook.run.view import view
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Book

DATA = Path(__file__).parents[1] / "data"
BY = By("Ada", "Engines", "corp\\ada", "ELSEWHERE")


@pytest.fixture(scope="module")
def book() -> Book:
    return Library(DATA).load("patch-day")[0]


class Night:
    """A run of plan A with a shelf in the world."""

    def __init__(self, tmp_path: Path, book: Book, *, trusted: bool = True, host: str = "web01") -> None:
        self.shelf = Shelf()
        self.kinds = TestKinds()
        automation = Automation(self.kinds, ShelfSite(self.shelf), lambda: trusted)
        self.sitting = Sitting(BY, FakeClock(), "en", automation)
        inputs = {"web_server": host} if host else {}
        engine = start_run(tmp_path, book, Beginning("A", inputs), self.sitting)
        assert isinstance(engine, ActingEngine)
        self.engine = engine

    def prepare(self) -> Preview:
        return self.engine.prepare("install").result(10)

    def apply(self) -> Saved | Refused | NotStored:
        plan = self.prepare().plan
        return self.engine.apply("install", plan.digest if plan else "").result(10)

    def state(self) -> StepState:
        """The step's state once nothing runs any more."""
        self.engine._idle.wait(10)
        return self.engine.snapshot().state.status("install").state

    def types(self) -> list[str]:
        return [record.type for record in read_journal(self.engine.folder).records]


def test_the_plan_is_shown_applied_and_proven(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    preview = night.prepare()
    assert preview.ready
    assert preview.plan is not None
    assert [operation.text for operation in preview.plan.operations] == ["put web01"]
    assert night.shelf.puts == 0
    assert isinstance(night.apply(), Saved)
    assert night.state() is StepState.DONE
    assert night.shelf.things == ["web01"]
    status = night.engine.snapshot().state.status("install")
    assert status.proven
    assert status.values == {"web_server": "web01"}
    assert night.types()[-5:] == ["checked", "intended", "checked", "checked", "ended"]
    assert (night.engine.folder / status.output).read_text() == "putting web01\n"
    night.engine.leave()


def test_a_plan_that_was_not_shown_is_not_applied(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    reply = night.engine.apply("install", "0" * 64).result(10)
    assert isinstance(reply, Refused)
    assert reply.refusal.code == "plan-changed"
    night.engine._idle.wait(10)
    assert night.shelf.puts == 0
    assert "intended" not in night.types()
    night.engine.leave()


def test_what_changed_since_the_preview_is_shown_again(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    plan = night.prepare().plan
    assert plan is not None
    night.engine.submit(c.SetInput("web_server", "web02")).result(10)
    reply = night.engine.apply("install", plan.digest).result(10)
    assert isinstance(reply, Refused)
    assert reply.refusal.code == "plan-changed"
    night.engine.leave()


def test_what_is_already_so_is_done_without_doing_it(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.shelf.things.append("web01")
    assert not night.prepare().ready
    assert isinstance(night.apply(), Saved)
    assert night.state() is StepState.DONE
    assert night.shelf.puts == 0
    assert "intended" not in night.types()
    night.engine.leave()


def test_a_failing_check_before_blocks_the_automation_but_not_the_hand(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.shelf.things += list("abcdef")
    reply = night.apply()
    assert isinstance(reply, Refused)
    assert reply.refusal.code == "blocked"
    assert reply.refusal.values["why"] == "The shelf is full"
    assert isinstance(night.engine.submit(c.Tick("install")).result(10), Saved)
    night.engine.leave()


def test_a_failed_action_says_why_and_can_run_again(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.shelf.trouble = fails
    night.apply()
    assert night.state() is StepState.FAILED
    assert night.engine.snapshot().state.status("install").sentence == "the shelf is full"
    night.shelf.trouble = None
    night.apply()
    assert night.state() is StepState.DONE
    night.engine.leave()


@pytest.mark.parametrize(("known", "expected"), [(True, StepState.CANCELLED), (False, StepState.IN_DOUBT)])
def test_a_cancelled_action_ends_known_or_in_doubt(
    tmp_path: Path, book: Book, known: bool, expected: StepState
) -> None:
    night = Night(tmp_path, book)
    night.shelf.trouble = waits_for_cancel(known)
    night.apply()
    while isinstance(night.engine.cancel("install").result(10), Refused):
        time.sleep(0.005)
    assert night.state() is expected
    night.engine.leave()


def test_a_timed_out_action_is_probed(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.shelf.trouble = too_late
    night.apply()
    assert night.state() is StepState.TIMED_OUT
    night.engine.leave()


def test_a_kind_that_cannot_prove_itself_without_a_check_ends_on_a_persons_word(
    tmp_path: Path, book: Book
) -> None:
    night = Night(tmp_path, book)
    night.kinds.replaced["demo.install"] = BlindPut()
    night.kinds.replaced["demo.updated"] = None
    night.apply()
    assert night.state() is StepState.IN_DOUBT
    assert night.shelf.puts == 1
    night.engine.leave()


def test_what_can_neither_prove_nor_spoil_anything_is_left_to_a_person(tmp_path: Path, book: Book) -> None:
    class Opens(BlindPut):
        """A window that was open."""

        traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.CHANGING, provable=False)

    class Doubtful(BlindPut):
        """A check that cannot tell."""

        traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.READ_ONLY)

    night = Night(tmp_path, book)
    night.kinds.replaced = {"demo.install": Opens(), "demo.updated": Doubtful()}
    night.apply()
    assert night.state() is StepState.OPEN
    assert night.shelf.puts == 1
    night.engine.leave()


@pytest.mark.parametrize(("by_person", "state"), [(True, StepState.OPEN), (False, StepState.DONE)])
def test_what_a_person_does_there_no_check_proves(
    tmp_path: Path, book: Book, by_person: bool, state: StepState
) -> None:
    """A page was opened, and it answers: that says nothing of the wizard on it."""

    class Brings(BlindPut):
        """Brings a person there."""

        traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.CHANGING, provable=False, by_person=by_person)

    night = Night(tmp_path, book)
    night.kinds.replaced["demo.install"] = Brings()
    night.apply()
    assert night.state() is state
    assert night.shelf.puts == 1
    night.engine.leave()


def test_a_local_action_runs_only_where_its_role_is(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.kinds.replaced["demo.install"] = LocalPut()
    preview = night.prepare()
    assert preview.result.inspection.finding is Finding.BLOCKED
    assert "Web" in preview.result.sentence
    night.engine.submit(c.SetHere("db")).result(10)
    assert "This is" in night.prepare().result.sentence
    night.engine.submit(c.SetHere("web")).result(10)
    assert night.prepare().ready
    night.engine.leave()


def test_an_untrusted_runbook_does_nothing(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book, trusted=False)
    assert night.engine.look("install").result(10) == ()
    reply = night.engine.apply("install", "x").result(10)
    assert isinstance(reply, Refused)
    assert reply.refusal.code == "not-trusted"
    assert night.shelf.looks == 0
    night.engine.leave()


def test_a_missing_input_blocks_and_is_named(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book, host="")
    assert "Web server" in night.prepare().result.sentence
    night.engine.leave()


def test_a_defect_of_a_kind_is_a_finding_without_its_text(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.kinds.replaced["demo.reachable"] = Broken()
    results = night.engine.look("install").result(10)
    assert results[0].inspection.finding is Finding.UNKNOWN
    assert "ZeroDivisionError" in results[0].sentence
    assert "secret text" not in str(results)
    night.engine.leave()


def test_only_one_action_at_a_time(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.shelf.trouble = waits_for_cancel(True)
    night.apply()
    reply = night.engine.apply("install", "x").result(10)
    assert isinstance(reply, Refused)
    assert reply.refusal.code == "action-running"
    while isinstance(night.engine.cancel("install").result(10), Refused):
        time.sleep(0.005)
    night.state()
    night.engine.leave()


def test_leaving_waits_for_the_action_and_writes_its_outcome(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.shelf.trouble = lambda job: time.sleep(0.2)
    night.apply()
    night.engine.leave("hang-up")
    assert night.types()[-2:] == ["ended", "left"]


def test_after_a_crash_a_running_step_is_in_doubt_and_not_run_again(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.engine.submit(c.Run("install", kind="demo.install", digest="d")).result(10)
    night.engine._journal.close()
    again = open_run(night.engine.folder, night.sitting)
    state = again.snapshot().state
    assert view(book.speak("en"), state).rows["install"].state is StepState.IN_DOUBT
    reply = again.submit(c.Run("install", kind="demo.install", digest="d")).result(10)
    assert isinstance(reply, Refused)
    again.leave()


def keeps(outcome: Callable[[Job], None], seen: list[dict[str, object]]) -> Callable[[Job], None]:
    """A trouble that first notes what the attempt before kept, and keeps how far it came."""

    def trouble(job: Job) -> None:
        seen.append({"run": job.run, **job.earlier})
        job.checkpoint({"done": len(seen), "names": ["a"]})
        outcome(job)

    return trouble


def test_what_a_failed_attempt_kept_is_there_for_the_next_also_after_leaving(
    tmp_path: Path, book: Book
) -> None:
    night = Night(tmp_path, book)
    seen: list[dict[str, object]] = []
    night.shelf.trouble = keeps(fails, seen)
    night.apply()
    assert night.state() is StepState.FAILED
    night.engine.leave()
    again = open_run(night.engine.folder, night.sitting)
    assert isinstance(again, ActingEngine)
    night.engine = again
    night.apply()
    assert night.state() is StepState.FAILED
    run = again.snapshot().state.run
    assert run
    assert seen == [{"run": run}, {"run": run, "done": 1, "names": ("a",)}]
    again.submit(c.Reopen("install", "from the beginning")).result(10)
    night.apply()
    night.state()
    assert seen[-1] == {"run": run}
    again.leave()


def test_a_cancelled_attempt_that_is_to_run_again_goes_on(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    seen: list[dict[str, object]] = []
    night.shelf.trouble = keeps(waits_for_cancel(False), seen)
    night.apply()
    while isinstance(night.engine.cancel("install").result(10), Refused):
        time.sleep(0.005)
    assert night.state() is StepState.IN_DOUBT
    night.engine.submit(c.Settle("install", "looked at it", "again")).result(10)
    night.shelf.trouble = keeps(fails, seen)
    night.apply()
    assert night.state() is StepState.FAILED
    assert seen[-1]["done"] == 1
    night.engine.leave()
