"""``preflight`` and ``dry-run`` on the command line, and whom a runbook is trusted by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xprunbook.base.errors import ExitCode
from xprunbook.cli.automation import Trust, automation, is_shipped, kinds
from xprunbook.cli.main import main
from xprunbook.run.contract import Port
from xprunbook.runbook.library import Library

RUNBOOK = """\
format: 1
id: small
language: en
version: "1"
title: Small
plans:
  A: {title: A, fits: always, colour: plan-a}
inputs:
  folder: {type: path, title: Folder}
phases:
  - id: one
    title: One
    steps:
      - id: copy
        number: "1"
        plans: {A: X}
        title: Copy
        before:
          - file.exists: {path: "${folder}/source.txt"}
        action:
          file.copy: {source: "${folder}/source.txt", target: "${folder}/target.txt"}
"""


@pytest.fixture
def runbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XPRUNBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XPRUNBOOK_LANG", "en")
    path = tmp_path / "small.yaml"
    path.write_text(RUNBOOK)
    return path


def arguments(command: str, runbook: Path, *more: str) -> list[str]:
    return [command, str(runbook), "--plan", "A", "--set", f"folder={runbook.parent}", *more]


def test_an_untrusted_runbook_is_listed_and_not_touched(
    runbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments("preflight", runbook)) == ExitCode.BAD_INPUT
    told = capsys.readouterr()
    assert "file.copy" in told.err
    assert "--trust" in told.err
    assert not told.out


def test_trust_is_for_exactly_these_bytes(runbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (runbook.parent / "source.txt").write_text("x")
    assert main(arguments("preflight", runbook, "--trust")) == ExitCode.OK
    assert main(arguments("preflight", runbook)) == ExitCode.OK
    runbook.write_text(RUNBOOK.replace("title: Copy", "title: Copy!"))
    assert main(arguments("preflight", runbook)) == ExitCode.BAD_INPUT
    capsys.readouterr()


def test_what_is_in_the_way_is_the_exit_code(runbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments("preflight", runbook, "--trust")) == ExitCode.NO
    assert "In the way" in capsys.readouterr().err
    assert main(arguments("preflight", runbook, "--json")) == ExitCode.NO
    data = json.loads(capsys.readouterr().out)
    assert data["in_the_way"] >= 1
    assert {check["finding"] for check in data["checks"]} & {"needed", "blocked"}


def test_a_dry_run_says_what_it_would_do_and_does_nothing(
    runbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (runbook.parent / "source.txt").write_text("x")
    assert main(arguments("dry-run", runbook, "--trust")) == ExitCode.OK
    assert "copy" in capsys.readouterr().out
    assert main(arguments("dry-run", runbook, "--json")) == ExitCode.OK
    (action,) = json.loads(capsys.readouterr().out)["actions"]
    assert len(action["digest"]) == 64
    assert action["operations"][0]["verb"] == "copy"
    assert not (runbook.parent / "target.txt").exists()


def test_an_unknown_machine_is_named(runbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments("preflight", runbook, "--here", "moon")) == ExitCode.BAD_INPUT
    assert "moon" in capsys.readouterr().err


def test_shipped_runbooks_are_trusted_by_their_bytes_alone(
    runbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = Library().load("xphone-v8-to-v9")[0]
    assert is_shipped(shipped, "en")
    assert Trust(shipped, "en").given()
    name = next(iter(shipped.files))
    shipped.files[name] += b"#"  # type: ignore[index]
    assert not is_shipped(shipped, "en")
    # A file in the current folder that is called like its own id is not a shipped one.
    (runbook.parent / "small").write_text(RUNBOOK)
    monkeypatch.chdir(runbook.parent)
    assert not is_shipped(Library().load("small")[0], "en")


def test_the_site_has_every_system_a_kind_may_ask_for(runbook: Path) -> None:
    book = Library().load(str(runbook))[0]
    made = automation(book, "en")
    for name in ("files", "processes", "network", "shares", "config-files", "installation", "sql"):
        assert made.site.system(Port[object](name)) is not None
    assert kinds("en").load("file.copy") is not None
    assert made.store is None
