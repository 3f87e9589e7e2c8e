"""Two processes at one run: with the lock exactly one writes; without it, at least one notices and stops."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.proof.summary import Summary, check, scale_from, seed_from, times
from tests.run.faults import AlwaysHeld, stamp
from xprunbook.run.chain import Status
from xprunbook.run.journal import JOURNAL_NAME, Journal, read_journal

SABOTAGES = ("skip-lock", "skip-size-check")

ROOT = Path(__file__).resolve().parents[2]


class Rival:
    """One of the processes."""

    def __init__(self, folder: Path, sabotage: str) -> None:
        command = [sys.executable, "-m", "tests.proof.worker", "race", str(folder), sabotage]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )

    def tell(self, letter: str) -> None:
        """Give one order."""
        assert self._process.stdin is not None
        self._process.stdin.write(letter)
        self._process.stdin.flush()

    def hear(self) -> str:
        """Wait for the next answer."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def end(self) -> None:
        """Let it end."""
        self._process.communicate(timeout=20)


def _races(rounds: int, sabotage: str, letter: str) -> list[tuple[str, str, Status, int, int]]:
    """Race the two; each round yields both answers, the journal's status, and records before and after."""
    results = []
    with tempfile.TemporaryDirectory(prefix="xprunbook-race-") as name, ExitStack() as stack:
        folder = Path(name)
        journal = Journal.create(folder, AlwaysHeld())
        journal.append("opened", {}, stamp())
        journal.close()
        fresh = folder / "fresh"
        shutil.copyfile(folder / JOURNAL_NAME, fresh)
        rivals = [Rival(folder, sabotage) for _ in range(2)]
        for rival in rivals:
            stack.callback(rival.end)
            rival.hear()
        for _ in range(rounds):
            for rival in rivals:
                rival.tell(letter)
            roles = [rival.hear() for rival in rivals]
            for rival in rivals:
                rival.tell("w")
            ends = [
                rival.hear() if role == "got" else role for rival, role in zip(rivals, roles, strict=True)
            ]
            reading = read_journal(folder)
            results.append((ends[0], ends[1], reading.status, 1, len(reading.records)))
            for rival in rivals:
                rival.tell("r")
            for rival in rivals:
                rival.hear()
            shutil.copyfile(fresh, folder / JOURNAL_NAME)
    return results


def prove_with_lock(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Exactly one becomes the writer, and what it saved is there."""
    del seed
    failed, worst = 0, ""
    results = _races(times(scale, 500), sabotage, "l")
    for one, other, status, before, after in results:
        fine = sorted((one, other)) == ["held", "saved 5"] and status is Status.OPEN and after == before + 5
        if not fine:
            failed += 1
            worst = f"{one} / {other}, {status}, {after - before} records"
    return Summary("two processes, one lock", len(results), failed, worst)


def prove_without_lock(scale: float, seed: int, sabotage: str = "") -> Summary:
    """With the lock out of order, the length of the file tells at least one of them."""
    del seed
    failed, worst = 0, ""
    results = _races(times(scale, 500), sabotage, "u")
    for one, other, status, _, _ in results:
        if not (one.startswith("noticed") or other.startswith("noticed")):
            failed += 1
            worst = f"{one} / {other}, {status}"
    return Summary("two processes, lock out of order", len(results), failed, worst)


def test_one_writer() -> None:
    """The promise, and its second line."""
    check(prove_with_lock(scale_from(), seed_from()), seed_from())
    check(prove_without_lock(scale_from(), seed_from()), seed_from())


def test_without_the_lock_two_write() -> None:
    """Sabotage: with no lock both become writers."""
    assert prove_with_lock(0.02, seed_from(), "skip-lock").failed > 0


@pytest.mark.skipif(
    sys.platform == "win32", reason="there the share mode of the journal stops the second writer"
)
def test_without_the_size_check_nobody_notices() -> None:
    """Sabotage: two writers that believe in their own length destroy the journal in silence."""
    assert prove_without_lock(0.02, seed_from(), "skip-size-check").failed > 0
