"""A rehearsal of the shipped move: preflight, dry run, apply, leave, take up again, a run within it; nothing real."""

from __future__ import annotations

import subprocess
import time
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from tests.cli.test_commands import xprunbook
from tests.run.fake_clock import FakeClock
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.cli.beginning import read_inputs
from xprunbook.cli.practising import practice, world_folder
from xprunbook.practice.faults import Fault
from xprunbook.practice.story import INPUTS
from xprunbook.practice.world import FOLDER, STATE
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Automation, Bench
from xprunbook.run.contract import Finding, Port
from xprunbook.run.engine import Engine
from xprunbook.run.preflight import Looked, dry_run, imagined, preflight, stands_in_the_way
from xprunbook.run.session import By, Saved
from xprunbook.run.sessions import Beginning, Sitting, open_run, start_run
from xprunbook.run.state import StepState
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Book, InputValue

MOVE = "xphone-v8-to-v9"

System = TypeVar("System")


class Untouchable:
    """This machine in a rehearsal: whoever asks it for anything has made a mistake."""

    def system(self, port: Port[System]) -> System:
        raise AssertionError(f"a rehearsal asked the real machine for {port}")


def _real(book: Book) -> Automation:
    del book
    return Automation(ActionKinds(), Untouchable(), lambda: True, given=lambda handle: False)


def _book() -> Book:
    return Library(language="en").load(MOVE)[0]


def _inputs(plan: str) -> dict[str, InputValue]:
    runbook = _book().speak("en")
    story = [f"{item.id}={INPUTS[item.id]}" for item in runbook.inputs_of(plan) if item.id in INPUTS]
    return read_inputs(runbook, story, "en")


def _sitting(*faults: Fault) -> Sitting:
    by = By("Ada", "Engines", "corp\\ada", "ELSEWHERE")
    practise = partial(practice, language="en", faults=faults)
    return Sitting(by, FakeClock(), "en", automate=_real, practise=practise)


def _begin(runs: Path, *faults: Fault, plan: str = "C") -> ActingEngine:
    engine = start_run(runs, _book(), Beginning(plan, _inputs(plan), practice=True), _sitting(*faults))
    assert isinstance(engine, ActingEngine)
    return engine


def _preflight(engine: ActingEngine) -> dict[str, Looked]:
    looked = engine.survey(preflight).result(30)
    assert looked is not None
    return {f"{item.row.step.id} {item.result.kind}": item for item in looked}


def test_preflight_of_plan_c_leads_to_the_share_runbook(tmp_path: Path) -> None:
    """The share is denied to the engine's account: the preflight says so and names what repairs it."""
    engine = _begin(tmp_path, Fault.SHARE_DENIED)
    found = _preflight(engine)
    log = found["restore backup-log.analyse"]
    assert log.result.inspection.finding is Finding.BLOCKED
    assert log.result.inspection.jump == "xphone-backup-share"
    assert log in stands_in_the_way(tuple(found.values()))
    assert found["atlas-xml atlas.point-databases"].result.inspection.finding is Finding.NEEDED
    engine.leave()


def test_without_faults_the_log_does_not_stand_in_the_way(tmp_path: Path) -> None:
    """A log without errors is unknown, never green and never in the way."""
    engine = _begin(tmp_path)
    found = _preflight(engine)
    assert found["restore backup-log.analyse"].result.inspection.finding is Finding.UNKNOWN
    engine.leave()


def test_a_window_that_nobody_would_see_is_a_note_beforehand_and_blocks_at_its_step(tmp_path: Path) -> None:
    """Over SSH: a person opens the program where a desktop is, by the command that is shown; the night can begin."""
    with_desktop, without = _begin(tmp_path / "a"), _begin(tmp_path / "b", Fault.NO_DESKTOP)
    looked = without.survey(preflight).result(30) or ()
    windows = [item for item in looked if item.result.kind == "program.open"]
    noted = [item for item in windows if item.result.inspection.says.code == "open.no-desktop"]
    assert noted
    assert {item.result.inspection.finding for item in noted} == {Finding.UNKNOWN}
    assert all("XPhoneServerBackup.exe" in item.result.helps for item in noted)
    ways = [
        stands_in_the_way(engine.survey(preflight).result(30) or ()) for engine in (with_desktop, without)
    ]
    assert {item.row.step.id for item in ways[1]} <= {item.row.step.id for item in ways[0]}
    step = noted[0].row.step.id
    previews = {preview.step: preview for preview in without.survey(dry_run).result(30) or ()}
    assert (previews[step].result.inspection.finding, previews[step].ready) == (Finding.UNKNOWN, False)
    preview = without.prepare(step).result(30)
    assert (preview.result.inspection.finding, preview.blocked) == (Finding.BLOCKED, True)
    assert "XPhoneServerBackup.exe" in preview.result.helps
    for engine in (with_desktop, without):
        engine.leave()


def test_row_8_is_applied_proven_and_found_again(tmp_path: Path) -> None:
    """Shown, applied, proven by atlas.targets; the run is left and taken up: the world is as it was."""
    engine = _begin(tmp_path)
    preview = engine.prepare("atlas-xml").result(30)
    assert preview.ready
    assert preview.plan is not None
    assert isinstance(engine.apply("atlas-xml", preview.plan.digest).result(30), Saved)
    assert _state(engine, "atlas-xml") is StepState.DONE
    engine.leave()
    again = open_run(engine.folder, _sitting())
    assert isinstance(again, ActingEngine)
    preview = again.prepare("atlas-xml").result(30)
    assert preview.result.inspection.finding is Finding.SATISFIED
    (unchanged,) = [
        item for item in again.look("verify-restore").result(30) if item.kind == "atlas.unchanged"
    ]
    assert unchanged.inspection.finding is Finding.SATISFIED
    again.leave()


def _state(engine: Engine, step: str) -> StepState:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        state = engine.snapshot().state.status(step).state
        if state is not StepState.RUNNING:
            return state
        time.sleep(0.02)
    return StepState.RUNNING


def test_every_step_works_at_its_own_machine(tmp_path: Path) -> None:
    """The log of the old server and that of the new one; nobody has to say where one is."""
    engine = _begin(tmp_path, Fault.SHARE_DENIED)
    assert engine.snapshot().state.here == ""
    found = {
        step: next(item for item in engine.look(step).result(30) if item.kind == "backup-log.analyse")
        for step in ("full-backup", "test-share")
    }
    findings = {step: item.inspection.finding for step, item in found.items()}
    assert findings == {"full-backup": Finding.UNKNOWN, "test-share": Finding.BLOCKED}
    engine.leave()


@pytest.mark.parametrize("plan", ["A", "B", "C", "D"])
def test_a_dry_run_of_every_plan(plan: str, tmp_path: Path) -> None:
    """Every action of the plan can be previewed, or says why not; none breaks."""
    runbook = _book().speak("en")
    automation = practice(_real(_book()), tmp_path, "", language="en")
    bench = Bench(automation, runbook, imagined(runbook, plan, _inputs(plan), ""), "en")
    for preview in dry_run(bench):
        codes = {item.inspection.says.code for item in (*preview.checks, preview.result)}
        assert "automation.defect" not in codes, preview.step
        assert preview.ready or preview.result.sentence


def test_a_run_within_a_rehearsal_works_in_its_world(tmp_path: Path) -> None:
    """What is mended there is mended here."""
    parent, child = tmp_path / "parent", tmp_path / "child"
    (parent / FOLDER).mkdir(parents=True)
    (parent / FOLDER / STATE).write_text("{}", encoding="utf-8")
    assert world_folder(child, "parent") == parent / FOLDER
    assert world_folder(child, "") == child / FOLDER
    assert world_folder(child, "../parent") == child / FOLDER
    assert world_folder(child, "gone") == child / FOLDER


def test_without_a_practice_site_a_rehearsal_touches_nothing(tmp_path: Path) -> None:
    """A program that has none does it all by hand: the real machine never takes its place."""
    by = By("Ada", "", "corp\\ada", "ELSEWHERE")
    sitting = Sitting(by, FakeClock(), "en", automate=_real)
    engine = start_run(tmp_path, _book(), Beginning("C", _inputs("C"), practice=True), sitting)
    assert not isinstance(engine, ActingEngine)
    engine.leave()


def _start(home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return xprunbook("start", MOVE, "--plan", "C", "--no-open", *more, home=home)


def test_one_command_begins_a_rehearsal(tmp_path: Path) -> None:
    """With the story's values and its world; marked in the list and in both reports."""
    done = _start(tmp_path, "--practice", "--fault", "share-denied", "--set", "sql_port=1500")
    assert done.returncode == 0, done.stderr
    run = done.stdout.strip()
    assert (tmp_path / "runs" / run / FOLDER / STATE).is_file()
    listed = xprunbook("list", home=tmp_path).stdout
    assert "PRACTICE" in next(line for line in listed.splitlines() if run in line)
    as_json = xprunbook("report", run, "--format", "json", "-o", "-", home=tmp_path).stdout
    assert '"practice": true' in as_json
    assert "XPH-NEW" in as_json
    assert "1500" in as_json
    assert "was a rehearsal" in xprunbook("report", run, "-o", "-", home=tmp_path).stdout


def test_what_does_not_fit_is_said_before_anything_is_made(tmp_path: Path) -> None:
    """A fault that is none, a fault without a rehearsal, a rehearsal without a plan."""
    for arguments in (("--practice", "--fault", "share-denid"), ("--fault", "share-denied")):
        done = _start(tmp_path, *arguments)
        assert done.returncode == 2
        assert "fault" in done.stderr.lower()
    done = xprunbook("start", MOVE, "--practice", "--no-open", home=tmp_path)
    assert (done.returncode, "--plan" in done.stderr) == (2, True)
    assert not (tmp_path / "runs").exists()


def test_faults_are_listed_and_mended(tmp_path: Path) -> None:
    """In the language asked for; only a rehearsal can be broken or mended."""
    for asked, language in (((), "de"), (("--lang", "de"), "en")):
        listed = xprunbook(*asked, "start", "--faults", home=tmp_path, language=language).stdout
        assert "share-denied" in listed
        assert "Freigabe" in listed
    run = _start(tmp_path, "--practice", "--fault", "share-denied").stdout.strip()
    xprunbook("resume", run, "--mend", "share-denied", "--fault", "web-admin-503", home=tmp_path)
    state = (tmp_path / "runs" / run / FOLDER / STATE).read_text(encoding="utf-8")
    assert "web-admin-503" in state
    assert "share-denied" not in state
    real = _start(tmp_path).stdout.strip()
    done = xprunbook("resume", real, "--fault", "web-admin-503", home=tmp_path)
    assert (done.returncode, "rehearsal" in done.stderr) == (2, True)


def test_missing_rights_are_said_before_anything_else_is_done(tmp_path: Path) -> None:
    """The practice machine has none: ``auto`` names the steps that need them; with rights it says nothing."""
    for fault, says in ((("--fault", "not-elevated"), True), ((), False)):
        made = xprunbook(
            *("start", MOVE, "--plan", "C", "--practice", "--person", "Ada", "--no-open", *fault),
            home=tmp_path,
        )
        assert made.returncode == 0, made.stderr
        done = xprunbook("auto", made.stdout.strip(), home=tmp_path)
        assert ("An administrator's rights are missing for" in done.stdout) is says, done.stdout
