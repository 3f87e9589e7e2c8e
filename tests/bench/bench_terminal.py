"""The plan screen of the real program at the big runbook, 80x24 in 16 colours: time, memory, bytes on the line."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.rows import Row, seconds
from tests.terminal.terminal import Terminal, environment

_ROUNDS = 9
_START = (
    "-m", "xprunbook", "start", "xphone-v8-to-v9", "--plan", "C", "--person", "Ada", "--no-open",
)  # fmt: skip
_RESUME = ("-m", "xprunbook", "resume", "--person", "Ada", "--colour", "16")
_PAINTED = "F1 "
"""Stands in the key bar: the last line of the first picture."""


def _bare() -> None:
    subprocess.run([sys.executable, "-c", "pass"], check=True)


def _first_paint(home: Path) -> Row:
    """Taking a run up until its plan screen stands, against a bare interpreter; by turns."""
    ours: list[float] = []
    ratios: list[float] = []
    for _ in range(_ROUNDS):
        bare = seconds(_bare)
        with Terminal(_RESUME, environment(home)) as terminal:
            shown = terminal.wait_for(_PAINTED)
            terminal.settle(0.2)
            terminal.press("q")
            terminal.wait()
        ours.append(shown)
        ratios.append(shown / bare)
    reason = f"medians of {_ROUNDS}: {median(ours) * 1e3:.0f} ms; least {min(ratios):.1f}x"
    return Row("first paint of the plan screen / python -c pass", median(ratios), 26, reason)


def _moves(terminal: Terminal) -> list[int]:
    """Bytes of each move of the cursor that needs no scrolling."""
    found = []
    for key in ("down", "down", "up", "down", "down", "down", "up", "up"):
        before = len(terminal.received)
        terminal.press(key, pause=0.0)
        terminal.settle(0.3)
        found.append(len(terminal.received) - before)
    return found


def rows() -> Iterator[Row]:
    """All figures of the terminal face."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        subprocess.run([sys.executable, *_START], env=environment(home), check=True, capture_output=True)
        yield _first_paint(home)
        with Terminal(_RESUME, environment(home)) as terminal:
            terminal.wait_for(_PAINTED)
            terminal.settle()
            yield Row("bytes until the plan screen stands", len(terminal.received) / 1e3, 25, unit="kB")
            moves = _moves(terminal)
            reason = f"worst of {len(moves)}, the key bar may change; median {median(moves):.0f} B"
            yield Row("bytes of one cursor move", max(moves), 500, reason, unit="B")
            # The forecast may change once when a minute begins: that is no idle traffic.
            left = 60 - time.time() % 60
            if left < 6:
                terminal.read(left + 1)
            yield Row("bytes of five idle seconds", terminal.read(5), 0, unit="B")
            yield Row("memory at the plan screen", terminal.peak_memory() / 1e6, 45, unit="MB")
