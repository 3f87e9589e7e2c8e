"""Proof: a command is cancelled while it grows a tree of processes, and nothing of the tree survives.

Children in sessions and groups of their own, forked twice, deaf to SIGTERM, without environment, some of them
starting in the very moment of the cancel.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from tests.actions.jobs import TestJob
from tests.proof import branches
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from xprunbook.actions.command import CommandRun
from xprunbook.run.contract import Cancelled, TimedOut
from xprunbook.systems.processes import RealProcesses, Tree

SABOTAGES: Final = ("group-only",)

_ROUNDS: Final = 30
_DEPTH: Final = 4
_SLOW: Final = 5 if sys.platform == "win32" else 1
"""Programs start more slowly there."""


def _survivors(folder: Path) -> list[int]:
    """The processes of a tree that run still, two seconds after."""
    processes = RealProcesses()
    ends = time.monotonic() + 2.0
    while True:
        alive = [
            int(path.name)
            for path in folder.iterdir()
            if path.name.isdigit() and processes.runs_still(int(path.name), path.read_text("ascii"))
        ]
        if not alive or time.monotonic() > ends:
            return alive
        time.sleep(0.05)


def _kill(pid: int) -> None:
    with suppress(OSError):
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _round(seed: int, number: int) -> tuple[int, int, str]:
    """One tree, cancelled: how many processes it had, how many survived, how the kind ended."""
    chance = random_for(seed, "trees", number)
    with tempfile.TemporaryDirectory(prefix="xprunbook-tree-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        kind = CommandRun()
        wait = chance.uniform(0.1, 0.9) * _SLOW
        late = chance.random() < 0.3
        job = TestJob(
            {
                "program": sys.executable,
                "arguments": (branches.__file__, name, str(chance.randrange(10**6)), str(_DEPTH)),
                "environment": (f"PYTHONPATH={Path(__file__).parents[2]}",),
            },
            seconds=wait if late else 60.0,
            stop_after=float("inf") if late else wait,
        )
        plan = kind.plan(job, kind.inspect(job))
        ended = "returned"
        try:
            kind.apply(plan, job)
        except (Cancelled, TimedOut) as error:
            ended = type(error).__name__
        grown = sum(path.name.isdigit() for path in folder.iterdir())
        alive = _survivors(folder)
        for pid in alive:
            _kill(pid)
        _survivors(folder)
        return grown, len(alive), ended


def _end_group_only(tree: Tree) -> tuple[int, ...]:
    """Sabotage: what most programs do."""
    if sys.platform == "win32":
        _kill(tree.pid)
    else:
        with suppress(ProcessLookupError):
            os.killpg(tree.pid, signal.SIGKILL)
    return ()


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Cancel growing trees; every survivor is a failure."""
    honest = Tree.end
    if sabotage == "group-only":
        Tree.end = _end_group_only  # type: ignore[method-assign, assignment]
    try:
        results = [_round(seed, number) for number in range(times(scale, _ROUNDS, 2))]
    finally:
        Tree.end = honest  # type: ignore[method-assign]
    wrong = [result for result in results if result[1] or result[2] not in ("Cancelled", "TimedOut")]
    worst = max(wrong, key=lambda result: result[1], default=None)
    total = sum(result[0] for result in results)
    words = f"{worst[1]} of {worst[0]} alive, {worst[2]}" if worst else f"{total} processes"
    return Summary("cancelled process trees", len(results), len(wrong), words)


pytestmark = pytest.mark.skipif(
    sys.platform != "win32" and not Path("/proc/self/stat").exists(), reason="the tree is read from /proc"
)


def test_nothing_survives() -> None:
    """The promise."""
    check(prove(scale_from(), seed_from()), seed_from())


def test_ending_the_group_alone_leaves_some() -> None:
    """Sabotage: sessions and double forks survive."""
    assert prove(0.2, seed_from(), "group-only").failed > 0
