"""The real program at a run of the small runbook, in a pseudo terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.terminal.terminal import ROOT, Terminal, environment
from xprunbook.run.journal import JOURNAL_NAME

RUNBOOK = ROOT / "tests" / "data" / "patch-day.yaml"
INPUTS = ("--set", "web_server=web01", "--set", "db_server=db01", "--set", "database=yes")


def start(home: Path, *options: str, columns: int = 80, lines: int = 24, **environ: str) -> Terminal:
    """``xprunbook start`` with plan A, waited for until the plan screen is there."""
    arguments = [
        "-m",
        "xprunbook",
        "start",
        str(RUNBOOK),
        "--plan",
        "A",
        "--person",
        "Ada",
        *INPUTS,
        *options,
    ]
    terminal = Terminal(arguments, environment(home, **environ), columns, lines)
    terminal.wait_for("F1")
    terminal.settle()
    return terminal


def resume(home: Path, *options: str, columns: int = 80, lines: int = 24, **environ: str) -> Terminal:
    """``xprunbook resume`` of the newest run."""
    arguments = ["-m", "xprunbook", "resume", "--person", "Ada", *options]
    terminal = Terminal(arguments, environment(home, **environ), columns, lines)
    terminal.wait_for("F1")
    terminal.settle()
    return terminal


def records(home: Path) -> list[dict[str, Any]]:
    """The records of the only run there is."""
    (journal,) = home.glob(f"**/{JOURNAL_NAME}")
    return [json.loads(line) for line in journal.read_bytes().splitlines() if line]


def types(home: Path) -> list[str]:
    """Their types, in order."""
    return [record["type"] for record in records(home)]
