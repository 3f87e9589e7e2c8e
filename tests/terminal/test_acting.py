"""The automation in a real terminal: trust, plan, apply, proof on the disk, and not a byte while nothing happens."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.terminal.program import types
from tests.terminal.terminal import Terminal, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are a POSIX thing")

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
        title: Copy the file
        before:
          - file.exists: {path: "${folder}/source.txt"}
        action:
          file.copy: {source: "${folder}/source.txt", target: "${folder}/target.txt"}
"""


def begin(tmp_path: Path) -> Terminal:
    """A run of a runbook from elsewhere with one action."""
    (tmp_path / "small.yaml").write_text(RUNBOOK)
    (tmp_path / "source.txt").write_text("content")
    arguments = ["-m", "xprunbook", "start", str(tmp_path / "small.yaml"), "--plan", "A", "--person", "Ada"]
    arguments += ["--set", f"folder={tmp_path}"]
    terminal = Terminal(arguments, environment(tmp_path / "home"))
    terminal.wait_for("F1")
    terminal.settle()
    return terminal


def back(terminal: Terminal) -> None:
    """Esc, and a pause: what follows at once would be one key with it."""
    terminal.press("escape")
    time.sleep(0.5)


def falls_silent(terminal: Terminal) -> bool:
    """Nothing is sent while nothing happens. On a busy machine the last picture may come late: one whole second of
    silence is enough, a screen that is painted again and again never has it."""
    return any(terminal.read(1.0) == 0 for _ in range(20))


def test_trust_plan_apply_and_proof(tmp_path: Path) -> None:
    with begin(tmp_path) as terminal:
        terminal.press("a")
        terminal.wait_for("Trust this runbook?")
        assert "file.copy" in terminal.text
        assert "checked" not in types(tmp_path / "home")
        terminal.press("down", "enter")
        terminal.wait_for("This would be done")
        assert falls_silent(terminal)
        assert not (tmp_path / "target.txt").exists()
        terminal.press("enter")
        terminal.wait_for("proven by a check")
        assert (tmp_path / "target.txt").read_text() == "content"
        assert falls_silent(terminal)
        assert types(tmp_path / "home")[-1] == "ended"
        back(terminal)
        back(terminal)
        terminal.press("v")
        terminal.wait_for("Preflight")
        back(terminal)
        terminal.press("q")
        assert terminal.wait() == 0
    assert (tmp_path / "home" / "trusted.json").is_file()


def test_refused_everything_stays_by_hand(tmp_path: Path) -> None:
    with begin(tmp_path) as terminal:
        terminal.press("a")
        terminal.wait_for("Trust this runbook?")
        terminal.press("enter")
        terminal.wait_for("Without trust everything stays by hand")
        assert "checked" not in types(tmp_path / "home")
        terminal.press("space")
        terminal.wait_for("Tick as done?")
        terminal.press("enter")
        terminal.settle()
        assert "ticked" in types(tmp_path / "home")
        terminal.press("ctrl+q")
        assert terminal.wait() == 0
