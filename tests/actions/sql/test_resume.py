"""A script goes on after its last finished batch: when it may, what the preview says, and when it begins anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.actions.sql.support import NOW, Job, server, site
from xprunbook.actions.sql import orders
from xprunbook.actions.sql.resume import Attempt, read
from xprunbook.actions.sql.run_script import RunScript
from xprunbook.practice.sql import PracticeSession, Server
from xprunbook.run.contract import ActionFailed, Cancelled, Finding, Plan
from xprunbook.runbook.substitute import Filled
from xprunbook.systems.ports import Watch
from xprunbook.systems.sql import SCRIPT, Request, Told
from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble

FILE = "D:\\Export\\XPDATA.sql"
TEXT = b"USE [XPDATA]\nGO\nCREATE TABLE t (a int)\nGO\nINSERT t VALUES (1)\nGO\nINSERT t VALUES (2)\nGO\n"


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Batches that hold one of these words fail; ``stop`` makes the next batch be cancelled."""
    words: list[str] = []
    real = PracticeSession.do

    def do(self: PracticeSession, request: Request, watch: Watch, told: Told) -> None:
        if request.name == SCRIPT:
            if "stop" in words and "INSERT" in request.text:
                raise Cancelled("stopped")
            if any(word in request.text for word in words):
                raise SqlRefused(SqlTrouble.CONSTRAINT, self.target, 547, "conflict")
        real(self, request, watch, told)

    monkeypatch.setattr(PracticeSession, "do", do)
    return words


def given(machine: Server, text: bytes = TEXT, **more: Filled) -> Job:
    """A job with one script, or with several of the same text."""
    files = {FILE: text, FILE.replace("XPDATA", "XPVDIR"): text.replace(b"XPDATA", b"XPVDIR")}
    job = Job(site(machine, files=files))
    job.parameters = {"server": "SQL01", "file": FILE, **more}
    return job


def failed(job: Job) -> Job:
    """Run it; it must fail. What it kept is there for the next attempt, as the engine does it."""
    action = RunScript()
    with pytest.raises(ActionFailed):
        action.apply(action.plan(job, action.inspect(job)), job)
    return again(job)


def again(job: Job) -> Job:
    """The next attempt."""
    made = Job(job.site)
    made.parameters, made.earlier = job.parameters, job.reached
    return made


def planned(job: Job) -> tuple[Plan, list[str]]:
    """What would be done, and the codes of what is said before."""
    action = RunScript()
    found = action.inspect(job)
    assert found.finding is Finding.NEEDED
    plan = action.plan(job, found)
    return plan, [item.code for item in plan.warnings]


def test_it_goes_on_after_the_last_finished_batch_and_says_so(breaking: list[str]) -> None:
    machine = server("XPDATA")
    breaking.append("(2)")
    job = failed(given(machine))
    assert machine.batches == 3
    plan, said = planned(job)
    assert "script.resumes" in said
    assert "GO 1 - 3: done, 4 - 4: to do" in plan.operations[0].text
    breaking.clear()
    RunScript().apply(plan, job)
    assert machine.batches == 3 + 1 + 1  # the database is set again, then the last batch


def test_a_cancelled_script_goes_on_too(breaking: list[str]) -> None:
    machine = server("XPDATA")
    breaking.append("stop")
    job, action = given(machine), RunScript()
    with pytest.raises(Cancelled) as raised:
        action.apply(action.plan(job, action.inspect(job)), job)
    assert "Batch 3" in raised.value.message
    breaking.clear()
    assert "script.resumes" in planned(again(job))[1]


def test_scripts_that_are_finished_are_left_out(breaking: list[str]) -> None:
    machine = server("XPDATA", "XPVDIR")
    breaking.append("XPVDIR")
    job = failed(given(machine, file="D:\\Export\\*.sql", for_each=("XPDATA", "XPVDIR")))
    plan, said = planned(job)
    assert [item.data["file"] for item in plan.operations] == ["D:\\Export\\XPVDIR.sql"]
    assert "script.skipped" in said
    breaking.clear()
    RunScript().apply(plan, job)
    plan, said = planned(again(job))
    assert not plan.operations
    assert said.count("script.skipped") == 2


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda machine, job: machine.databases.pop("xpdata"), "script.anew.dropped"),
        (
            lambda machine, job: setattr(machine.databases["xpdata"], "created", NOW + timedelta(hours=1)),
            "script.anew.other",
        ),
        (
            lambda machine, job: setattr(job, "parameters", {**job.parameters, "database": "XPDATA"}),
            "script.anew.changed",
        ),
    ],
)
def test_it_begins_anew_when_the_ground_is_another(breaking: list[str], spoil: object, code: str) -> None:
    machine = server("XPDATA")
    breaking.append("(2)")
    job = failed(given(machine))
    assert callable(spoil)
    spoil(machine, job)
    plan, said = planned(job)
    assert {code, "script.twice"} <= set(said)
    assert plan.operations[0].data["after"] == 0


def test_a_database_that_was_not_yet_created_is_not_missed(breaking: list[str]) -> None:
    breaking.append("CREATE DATABASE")
    text = b"USE [master]\nGO\nCREATE DATABASE [XPDATA]\nGO\n" + TEXT
    plan, said = planned(failed(given(server(), text)))
    assert "script.resumes" in said
    assert plan.operations[0].data["after"] == 1


def test_another_file_begins_anew(breaking: list[str]) -> None:
    machine = server("XPDATA")
    breaking.append("(2)")
    kept = failed(given(machine)).earlier
    other = given(machine, TEXT + b"-- changed\n")
    other.earlier = kept
    assert "script.anew.changed" in planned(other)[1]


@pytest.mark.parametrize("first", [b"BEGIN TRAN\nGO\n", b"SELECT 1 AS a INTO #t\nGO\n"])
def test_what_ended_with_the_connection_cannot_be_gone_on_with(breaking: list[str], first: bytes) -> None:
    machine = server("XPDATA")
    breaking.append("(2)")
    job = failed(given(machine, first + TEXT))
    assert "script.anew.lasting" in planned(job)[1]


def test_without_a_kept_attempt_nothing_is_said(breaking: list[str]) -> None:
    job = given(server("XPDATA"))
    assert not [code for code in planned(job)[1] if code.startswith(("script.anew", "script.resumes"))]
    job.earlier = {"scripts": {FILE.casefold(): {"files": 3}}}
    assert planned(job)[0].operations[0].data["after"] == 0
    assert not breaking


def test_a_number_that_was_asked_for_wins(breaking: list[str]) -> None:
    breaking.append("(2)")
    job = failed(given(server("XPDATA")))
    job.parameters = {**job.parameters, "after_batch": 1}
    plan, said = planned(job)
    assert plan.operations[0].data["after"] == 1
    assert "script.again" in said


def test_after_going_on_over_errors_there_is_nothing_to_go_on_with(breaking: list[str]) -> None:
    breaking.append("(1)")
    job = failed(given(server("XPDATA"), continue_on_error="yes"))
    assert planned(job)[0].operations[0].data["after"] == 0


def test_a_script_takes_the_mark_of_an_empty_database_away() -> None:
    """Else a database with imported data could pass for one that was created empty."""
    machine = server("XPDATA")
    machine.databases["xpdata"].mark = orders.mark_of("run-1")
    job = given(machine)
    plan, _ = planned(job)
    assert [item.verb for item in plan.operations] == ["t-sql", "sql-script"]
    assert (
        plan.operations[0].text == "USE [XPDATA];\nGO\nEXEC sys.sp_dropextendedproperty @name = N'xprunbook';"
    )
    RunScript().apply(plan, job)
    assert not machine.databases["xpdata"].mark


def test_an_attempt_is_read_as_it_was_kept() -> None:
    attempt = Attempt(
        ({"path": "a", "sha256": "b", "bytes": 1},), "x|y", "2026-11-21T23:00:00", 1.5, 7, True, True
    )
    assert read(attempt.facts()) == attempt
    assert read(replace(attempt, finished=False).facts()) != attempt
    for broken in (None, 3, {}, {"files": [], "seconds": "x", "done": 1}):
        assert read(broken) is None  # type: ignore[arg-type]  # from a record somebody else wrote
