"""The steps that concern SQL Server, rehearsed: each works at the practice site, and each fault shows on its step."""

from __future__ import annotations

import time
from argparse import Namespace
from pathlib import Path

import pytest

from tests.practice.test_runs import _real
from tests.run.fake_clock import FakeClock
from xprunbook.cli.beginning import read_inputs
from xprunbook.cli.practising import practise_as
from xprunbook.practice import hands
from xprunbook.practice.faults import Fault
from xprunbook.practice.story import INPUTS, INPUTS_OF
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Result
from xprunbook.run.contract import Finding
from xprunbook.run.session import By, Saved
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.run.state import StepState
from xprunbook.runbook.library import Library

MOVE, SCRIPT, EXPRESS = "xphone-v8-to-v9", "xphone-database-by-script", "xphone-sql-express-update"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """People at the site do what is theirs with the next look."""
    monkeypatch.setattr(hands, "PATIENCE", 0.0)


def begin(folder: Path, name: str, plan: str, *faults: Fault, **more: str) -> ActingEngine:
    """A rehearsal with the story's values."""
    book = Library(language="en").load(name)[0]
    runbook = book.speak("en")
    values = {**INPUTS, **INPUTS_OF.get(name, {}), **more}
    given = [f"{item.id}={values[item.id]}" for item in runbook.inputs_of(plan) if item.id in values]
    practise = practise_as(Namespace(practice=True, plan=plan, fault=[str(fault) for fault in faults]), "en")
    clock = FakeClock(wall=time.time() - 60)
    sitting = Sitting(By("Ada", "Engines", "corp\\ada", "X"), clock, "en", automate=_real, practise=practise)
    beginning = Beginning(plan, read_inputs(runbook, given, "en"), practice=True)
    engine = start_run(folder, book, beginning, sitting)
    assert isinstance(engine, ActingEngine)
    return engine


def done(engine: ActingEngine, step: str) -> StepState:
    """Carry a step's action out."""
    preview = engine.prepare(step, True).result(30)
    assert preview.ready, [(item.kind, item.sentence) for item in (*preview.checks, preview.result)]
    assert preview.plan is not None
    assert isinstance(engine.apply(step, preview.plan.digest).result(30), Saved)
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        state = engine.snapshot().state.status(step).state
        if state is not StepState.RUNNING and not engine.acting():
            return state
        time.sleep(0.01)
    raise AssertionError(f"{step} is still running")


def seen(engine: ActingEngine, step: str) -> dict[str, Result]:
    """What the step's checks find, by kind."""
    return {item.kind: item for item in engine.look(step, True).result(30)}


@pytest.mark.parametrize("plan", ["B", "C", "D"])
def test_the_move_goes_through(tmp_path: Path, plan: str) -> None:
    engine = begin(tmp_path, MOVE, plan)
    stop = ("freeze-production-stop",) if plan == "D" else ()
    for step in ("create-databases", "filestream", "grant-db-owner", *stop, "atlas-xml", "grant-sysadmin"):
        assert done(engine, step) is StepState.DONE, step
    for step in ("check-sql-target", "filestream-effective", "verify-databases", "compare-databases"):
        for kind, found in seen(engine, step).items():
            assert found.inspection.finding is Finding.SATISFIED, (step, kind, found.sentence)
    for step in ("restore-db-owner", "restore-model", "revoke-sysadmin"):
        assert done(engine, step) is StepState.DONE, step
    if plan != "B":
        probe = seen(engine, "backup-share-probe")["sql.share-backup"].inspection
        assert probe.finding is Finding.SATISFIED
    engine.leave()


def test_express_of_plan_a_is_asked_for_its_memory(tmp_path: Path) -> None:
    engine = begin(tmp_path, MOVE, "A")
    found = seen(engine, "check-express-memory")["sql.memory-limit"].inspection
    assert (found.finding, found.says.code) == (Finding.NEEDED, "memory.unlimited")
    engine.leave()


@pytest.mark.parametrize(
    ("plan", "finding"), [("A", Finding.SATISFIED), ("C", Finding.BLOCKED), ("D", Finding.SATISFIED)]
)
def test_the_instances_of_atlas_xml_are_there_or_not(tmp_path: Path, plan: str, finding: Finding) -> None:
    """In plan A setup has made them, in D they carry the production; in C nobody installed what the file names."""
    engine = begin(tmp_path, MOVE, plan)
    assert seen(engine, "check-atlas-instance")["atlas.reachable"].inspection.finding is finding
    engine.leave()


@pytest.mark.parametrize("plan", ["S", "L"])
def test_the_databases_move_by_script(tmp_path: Path, plan: str) -> None:
    engine = begin(tmp_path, SCRIPT, plan)
    for step in ("compare-versions", "run-wizard", "adjust-paths"):
        for kind, found in seen(engine, step).items():
            assert found.inspection.finding is Finding.SATISFIED, (step, kind, found.sentence)
    assert done(engine, "run-script") is StepState.DONE
    assert seen(engine, "compare-rows")["sql.compare"].inspection.finding is Finding.SATISFIED
    for step in ("grant-rights", "set-properties"):
        assert done(engine, step) is StepState.DONE, step
    engine.leave()


def test_a_full_disk_stops_the_script_and_it_goes_on(tmp_path: Path) -> None:
    """The step fails, the next preview says that it goes on, and so it does; the run was left in between."""
    engine = begin(tmp_path, SCRIPT, "L", Fault.SQL_FULL)
    assert done(engine, "run-script") is StepState.FAILED
    preview = engine.prepare("run-script", True).result(30)
    assert any("goes on: 1 of 12 batches are finished" in item for item in preview.warnings)
    engine.leave()


def test_express_is_updated(tmp_path: Path) -> None:
    engine = begin(tmp_path, EXPRESS, "A")
    for step in ("inventory-databases", "check-instances"):
        for kind, found in seen(engine, step).items():
            assert found.inspection.finding is Finding.SATISFIED, (step, kind, found.sentence)
    assert seen(engine, "verify-restore")["sql.restore-done"].inspection.finding is Finding.NEEDED
    for step in ("stop-service", "atlas-xml"):
        assert done(engine, step) is StepState.DONE, step
    restored = seen(engine, "verify-restore")
    assert restored["sql.restore-done"].inspection.finding is Finding.SATISFIED
    assert restored["sql.databases"].inspection.finding is Finding.SATISFIED
    assert seen(engine, "check-rights")["sql.db-owner"].inspection.finding is Finding.UNKNOWN
    engine.leave()


@pytest.mark.parametrize(
    ("fault", "step", "kind", "finding", "code"),
    [
        (Fault.HOST_SILENT, "check-sql-target", "sql.version", Finding.BLOCKED, "sql.unreachable"),
        (Fault.HOST_SILENT, "verify-databases", "sql.restore-done", Finding.BLOCKED, "sql.unreachable"),
        (Fault.SQL_LOGIN, "filestream-effective", "sql.filestream", Finding.BLOCKED, "sql.login"),
        (Fault.SQL_LOGIN, "compare-databases", "sql.compare", Finding.BLOCKED, "sql.login"),
        (Fault.SQL_FULL, "check-sql-target", "sql.free-space", Finding.NEEDED, "space.short"),
        (Fault.SQL_OLDER, "check-sql-target", "sql.version", Finding.NEEDED, "version.older-than-source"),
        (Fault.SHARE_DENIED, "backup-share-probe", "sql.share-backup", Finding.BLOCKED, "sql.device"),
        (Fault.SHARE_FULL, "backup-share-probe", "sql.share-backup", Finding.BLOCKED, "sql.full"),
    ],
)
def test_a_fault_shows_on_its_step(
    tmp_path: Path, fault: Fault, step: str, kind: str, finding: Finding, code: str
) -> None:
    engine = begin(tmp_path, MOVE, "C", fault)
    found = seen(engine, step)[kind].inspection
    assert (found.finding, found.says.code) == (finding, code)
    engine.leave()


def test_databases_of_this_run_are_made_anew_and_no_others(tmp_path: Path) -> None:
    engine = begin(tmp_path, MOVE, "C", recreate_databases="XPDATA")
    assert done(engine, "create-databases") is StepState.DONE
    empty = engine.prepare("recreate-databases").result(30).result.inspection
    assert (empty.finding, empty.says.code) == (Finding.SATISFIED, "recreate.empty")
    engine.leave()
    other = begin(tmp_path / "other", MOVE, "C", recreate_databases="XPDATA")
    missing = other.prepare("recreate-databases").result(30).result.inspection
    assert (missing.finding, missing.says.code) == (Finding.BLOCKED, "databases.missing")
    other.leave()
