"""The whole product over services: a runbook is trusted, begun and worked through by ``auto``; the record and the
report tell what the service manager did."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.windows.dummies import RUNNING, STOPPED, Dummies
from xprunbook.cli.main import main

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the service manager is a part of Windows")

RUNBOOK = """
format: 1
id: dummies
language: en
version: "1.0"
title: Dummy services
plans:
  A: {{title: One, fits: Here., colour: plan-a}}
phases:
  - id: all
    title: All
    steps:
      - id: stop
        number: "1"
        plans: {{A: X}}
        title: Stop the first
        do: Stop it.
        action:
          service.stop: {{services: {good}, start: manual}}
        after:
          - service.stopped: {{services: {good}}}
      - id: start
        number: "2"
        plans: {{A: X}}
        title: Start it again
        do: Start it.
        action:
          service.start: {{services: {good}, start: automatic}}
        after:
          - service.running: {{services: {good}}}
          - service.start-type: {{services: {good}, start: automatic}}
      - id: fails
        number: "3"
        plans: {{A: X}}
        title: Start the one that fails
        do: Start it.
        action:
          service.start: {{services: {bad}}}
"""


def test_a_run_over_services(
    dummy: Dummies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = dummy("AtlasGood", "start=600", "stop=400").start(), dummy("AtlasBad", "own=4711")
    monkeypatch.setenv("XPRUNBOOK_HOME", str(tmp_path / "home"))
    book = tmp_path / "dummies.yaml"
    book.write_text(RUNBOOK.format(good=good.name, bad=bad.name), encoding="utf-8")
    assert main(["preflight", str(book), "--plan", "A", "--trust", "--lang", "en"]) in (0, 1)
    capsys.readouterr()
    assert main(["start", str(book), "--plan", "A", "--person", "Ada", "--no-open", "--lang", "en"]) == 0
    run = capsys.readouterr().out.strip()
    assert main(["auto", run, "--person", "Ada", "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "4711" in said
    assert (good.state, bad.state) == (RUNNING, STOPPED)
    assert good.log.count("stop asked") == 1
    assert main(["report", run, "--format", "json", "-o", str(tmp_path / "report.json")]) == 0
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    text = json.dumps(report)
    assert f"{good.name}: Manual -> Automatic" in text
    assert f"{bad.name} -> RUNNING" in text
    assert main(["verify", run]) == 0
