"""The command line as an admin and a script use it: in one process each, by exit code, stdout and stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATCH_DAY = ROOT / "tests" / "data" / "patch-day.yaml"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def xprunbook(*arguments: str, home: Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "XPRUNBOOK_HOME": str(home), "XPRUNBOOK_LANG": language, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "xprunbook", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=environ,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )


def started(home: Path, *arguments: str) -> str:
    done = xprunbook(
        "start", str(PATCH_DAY), "--plan", "A", "--person", "Ada", "--no-open", *arguments, home=home
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_show_prints_the_table_and_one_plan(home: Path) -> None:
    table = xprunbook("show", "xphone-v8-to-v9", home=home, language="de").stdout
    assert max(map(len, table.splitlines())) < 80
    assert "Vollsicherung" in table
    plan = xprunbook("show", "xphone-v8-to-v9", "--plan", "D", "--lang", "en", home=home).stdout
    assert "Way back:" in plan
    assert max(len(line) for line in plan.splitlines() if "http" not in line) < 100


def test_show_json_names_every_step_with_its_marks(home: Path) -> None:
    data = json.loads(xprunbook("show", "xphone-v8-to-v9", "--json", home=home).stdout)
    numbers = {step["number"]: step for step in data["steps"]}
    assert numbers["7"]["plans"] == {"A": "(X)", "B": "X", "C": "X", "D": "X"}
    assert [part["number"] for part in numbers["2"]["steps"]] == ["2a", "2b"]
    assert {step["origin"] for step in data["steps"]} == {None, "ours"}
    only_d = json.loads(xprunbook("show", "xphone-v8-to-v9", "--plan", "D", "--json", home=home).stdout)
    assert "6" not in {step["number"] for step in only_d["steps"]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "xphone-v8-to-v"], "xphone-v8-to-v9"),
        (["show", "xphone-v8-to-v9", "--plan", "Z"], "A, B, C, D"),
        (["start", "xphone-v8-to-v9", "--plan", "Z", "--no-open"], "A, B, C, D"),
        (["start", "xphone-v8-to-v9", "--no-open"], "--plan"),
        (["start", "xphone-v8-to-v9", "--plan", "C", "--no-open", "--set", "old_serve=x"], "old_server"),
        (["start", "xphone-v8-to-v9", "--plan", "C", "--no-open", "--set", "old_server"], "NAME=VALUE"),
        (["start", "xphone-v8-to-v9", "--plan", "C", "--no-open", "--set", "analytics=maybe"], "yes"),
        (["start", "xphone-v8-to-v9", "--plan", "C", "--no-open", "--window-end", "soon"], "06:00"),
        (["start", "xphone-v8-to-v9"], "terminal"),
        (["resume"], "start"),
        (["verify", "nothing"], "nothing"),
        (["report", "nothing"], "nothing"),
        (["check", "missing.yaml"], "missing.yaml"),
        (["nonsense"], "nonsense"),
    ],
    ids=lambda value: " ".join(value)[:50] if isinstance(value, list) else "",
)
def test_what_does_not_fit_is_said_and_nothing_is_made(home: Path, arguments: list[str], says: str) -> None:
    done = xprunbook(*arguments, home=home)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (home / "runs").exists()


def test_check_names_every_problem_with_its_place(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        PATCH_DAY.read_text(encoding="utf-8").replace("needs: [backup]", "needs: [bakup]"), encoding="utf-8"
    )
    done = xprunbook("check", str(bad), home=home)
    assert done.returncode == 2
    assert "bad.yaml:" in done.stdout
    assert "backup" in done.stdout
    problems = json.loads(xprunbook("check", str(bad), "--json", home=home).stdout)["problems"]
    assert {item["code"] for item in problems if item["severity"] == "warning"} == {"kind.unknown"}
    (problem,) = (item for item in problems if item["severity"] == "error")
    assert problem["line"] > 1
    assert problem["column"] > 1
    assert xprunbook("show", str(bad), home=home).returncode == 2


def test_every_shipped_runbook_is_fine(home: Path) -> None:
    files = sorted(str(path) for path in (ROOT / "runbooks").glob("*.yaml") if path.name.count(".") == 1)
    done = xprunbook("check", *files, home=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(line.endswith(": fine") for line in done.stdout.splitlines())


def test_a_run_is_made_listed_verified_and_reported(home: Path, tmp_path: Path) -> None:
    name = started(home, "--set", "web_server=WEB01")
    listed = json.loads(xprunbook("list", "--json", home=home).stdout)
    assert [entry["run"] for entry in listed["runs"]] == [name]
    assert "xphone-v8-to-v9" in {entry["id"] for entry in listed["runbooks"]}
    verified = json.loads(xprunbook("verify", name, "--json", home=home).stdout)
    assert (verified["grade"], verified["records"]) == ("not-compared", 2)
    code = verified["code_now"]
    assert xprunbook("verify", name[:20], "--code", code.lower(), home=home).returncode == 0
    assert xprunbook("verify", name, "--code", "0000-0000-0000-0000", home=home).returncode == 1
    page = xprunbook("report", name, "-o", "-", home=home).stdout
    assert page.startswith("<!DOCTYPE html>")
    target = tmp_path / "out.json"
    assert xprunbook("report", name, "--format", "json", "-o", str(target), home=home).returncode == 0
    assert json.loads(target.read_text(encoding="utf-8"))["report"] == 1
    again = xprunbook("report", name, "--format", "json", "-o", str(target), home=home)
    assert again.returncode == 3
    assert (
        xprunbook("report", name, "--format", "json", "-o", str(target), "--force", home=home).returncode == 0
    )


def test_a_changed_record_does_not_verify(home: Path) -> None:
    name = started(home)
    journal = home / "runs" / name / "run.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"Ada", b"Bob", 1))
    done = xprunbook("verify", name, home=home)
    assert done.returncode == 1
    assert "line 1" in done.stdout


def test_the_schema_is_the_committed_one(home: Path) -> None:
    committed = (ROOT / "runbooks" / "runbook.schema.json").read_text(encoding="utf-8")
    assert xprunbook("schema", home=home).stdout == committed


def test_a_closed_pipe_is_no_error(home: Path) -> None:
    """As with ``| head -n 1``: whoever reads has seen enough."""
    environ = {**os.environ, "XPRUNBOOK_HOME": str(home), "XPRUNBOOK_LANG": "en"}
    command = [sys.executable, "-m", "xprunbook", "show", "xphone-v8-to-v9", "--plan", "C"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1)
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


def test_a_locale_without_umlauts_loses_no_command(home: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C", "XPRUNBOOK_HOME": str(home), "XPRUNBOOK_LANG": "de"}
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "xprunbook", "show", "xphone-v8-to-v9", "--plan", "A"],
        capture_output=True,
        check=False,
        env={**environ, "PYTHONCOERCECLOCALE": "0"},
        cwd=ROOT,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_the_language_may_be_said_before_or_behind_the_command(home: Path) -> None:
    before = xprunbook("--lang", "de", "show", "xphone-v8-to-v9", home=home).stdout
    behind = xprunbook("show", "xphone-v8-to-v9", "--lang", "de", home=home).stdout
    assert before == behind
    assert before != xprunbook("show", "xphone-v8-to-v9", home=home).stdout


def test_errors_of_the_record_speak_the_language_that_was_asked_for(home: Path) -> None:
    said = xprunbook("--lang", "de", "verify", "nothing", home=home, language="en").stderr
    assert "Es gibt keinen Lauf nothing." in said


def test_a_record_without_an_entry_is_neither_consistent_nor_a_crash(home: Path) -> None:
    run = started(home)
    (home / "runs" / run / "run.jsonl").write_bytes(b"")
    verified = xprunbook("verify", run, home=home)
    assert (verified.returncode, "consistent" in verified.stdout) == (1, False)
    assert "no complete entry" in verified.stdout


def test_a_runbook_that_only_asks_is_listed_first_and_printed_as_questions(home: Path) -> None:
    listed = xprunbook("list", home=home).stdout.splitlines()
    assert "xphone-which-way" in listed[1]
    assert "xprunbook choose" in listed[1]
    printed = xprunbook("show", "xphone-which-way", home=home, language="de").stdout
    assert max(map(len, printed.splitlines())) < 80
    assert "xphone-journey-v5-v7, Plan CP" in printed
    assert "So nicht:" in printed
    data = json.loads(xprunbook("show", "xphone-which-way", "--json", home=home).stdout)
    goals = {answer["runbook"] for question in data["questions"] for answer in question["answers"]}
    assert {"xphone-v4-to-v9", "xphone-journey-v5-v7", "xphone-v8-to-v9"} <= goals


def test_a_step_that_is_a_run_names_its_runbook(home: Path) -> None:
    printed = xprunbook("show", "xphone-journey-v5-v7", "--plan", "CP", home=home).stdout
    assert "xprunbook show xphone-v5-v7-to-v8 --plan P" in printed
    assert "xprunbook show xphone-v8-to-v9 --plan C" in printed


@pytest.mark.parametrize("more", [["--no-open"], ["--plan", "C"], ["--plan", "C", "--no-open"]], ids=str)
def test_a_runbook_that_only_asks_begins_no_run(home: Path, more: list[str]) -> None:
    done = xprunbook("start", "xphone-which-way", *more, home=home)
    assert done.returncode == 2
    assert "xprunbook choose" in done.stderr
    assert not (home / "runs").exists()


def test_choose_wants_a_terminal_or_input(home: Path) -> None:
    done = xprunbook("choose", home=home)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert xprunbook("choose", "nowhere", home=home).returncode == 2
