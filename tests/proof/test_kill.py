"""kill -9 at random instants: no acknowledged record is lost, and every journal can be taken up again."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from tests.run.faults import stamp
from xprunbook.base.errors import StoreError
from xprunbook.run.chain import Status
from xprunbook.run.journal import JOURNAL_NAME, Journal, read_journal
from xprunbook.run.lock import Holder, take_lock

SABOTAGES = ("ack-early", "buffer-writes")

ROOT = Path(__file__).resolve().parents[2]


def _killed_writer(folder: Path, seconds: float, from_start: bool, sabotage: str) -> dict[int, str]:
    """Run the writer and kill it some time after its start or its first word; return what it acknowledged."""
    command = [sys.executable, "-m", "tests.proof.worker", "write", str(folder), sabotage]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        first = b"" if from_start else process.stdout.readline()
        time.sleep(seconds)
        process.kill()
        lines = (first + process.stdout.read()).decode("ascii").split("\n")[:-1]
    words = [line.split() for line in lines if line != "ready"]
    return {int(seq): mark for seq, mark in words}


def _one_life(seed: int, number: int, kills: int, sabotage: str) -> tuple[int, str]:
    """Kill the writers of one run again and again; return the number of records and what is wrong."""
    chance = random_for(seed, "kill", number)
    promised: dict[int, str] = {}
    with tempfile.TemporaryDirectory(prefix="xprunbook-kill-") as name:
        folder = Path(name)
        for _ in range(kills):
            from_start = chance.random() < 0.15
            seconds = chance.uniform(0.02, 0.2) if from_start else chance.uniform(0, 0.04)
            promised |= _killed_writer(folder, seconds, from_start, sabotage)
            if not (folder / JOURNAL_NAME).exists():
                continue
            reading = read_journal(folder)
            found = {record.seq: record.data.get("mark") for record in reading.records}
            if lost := sum(found.get(seq) != mark for seq, mark in promised.items()):
                return len(found), f"{lost} of {len(promised)} acknowledged records lost"
            if reading.status is Status.BROKEN:
                return len(found), f"broken at line {reading.broken_line}"
            if not reading.records:
                (folder / JOURNAL_NAME).unlink()
                continue
            try:
                with take_lock(folder, Holder()) as lock:
                    journal = Journal.open(folder, lock)
                    promised[journal.next_seq] = "again"
                    journal.append("recovered", {"mark": "again"}, stamp())
                    journal.close()
            except StoreError as error:
                return len(found), f"cannot be taken up: {error.message}"
    return len(promised), ""


_KILLS_OF_A_LIFE = 5


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Kill writers at random instants, acknowledgements counted outside over a pipe."""
    lives = times(scale, 200 // _KILLS_OF_A_LIFE)
    with ThreadPoolExecutor(2) as pool:
        found = list(
            pool.map(lambda number: _one_life(seed, number, _KILLS_OF_A_LIFE, sabotage), range(lives))
        )
    wrong = [complaint for _, complaint in found if complaint]
    worst = max(wrong, key=len) if wrong else f"of {sum(count for count, _ in found):,} acknowledged, 0 lost"
    return Summary("kill -9 at random instants", lives * _KILLS_OF_A_LIFE, len(wrong), worst)


def test_no_acknowledged_record_is_lost() -> None:
    """The promise."""
    check(prove(scale_from(), seed_from()), seed_from())


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_sabotage_turns_it_red(sabotage: str) -> None:
    """A hasty "saved", or writes that stay in the process, lose records."""
    assert prove(0.3, seed_from(), sabotage).failed > 0
