"""kill -9 while actions run that must not happen twice: none does, and none is done without its effect."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.proof.acting_worker import STEPS, payments
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from xprunbook.run.evolve import fold
from xprunbook.run.journal import read_journal
from xprunbook.run.state import StepState
from xprunbook.run.store import list_runs

SABOTAGES = ("again",)

ROOT = Path(__file__).resolve().parents[2]


def _worker(folder: Path, sabotage: str, seconds: float | None) -> None:
    """Run the worker; kill it so many seconds after it is ready, or let it finish."""
    command = [sys.executable, "-m", "tests.proof.acting_worker", str(folder), sabotage]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        process.stdout.readline()
        if seconds is not None:
            time.sleep(seconds)
            process.kill()
        process.wait(120)


def _one_run(seed: int, number: int, sabotage: str) -> tuple[int, str]:
    """One run, killed twice and finished; the number of steps that were in doubt, and what is wrong."""
    chance = random_for(seed, "kill-actions", number)
    with tempfile.TemporaryDirectory(prefix="xprunbook-pay-") as name:
        folder = Path(name)
        for _ in range(2):
            _worker(folder, sabotage, chance.uniform(0.0, 0.35))
        _worker(folder, sabotage, None)
        (entry,) = list_runs(folder / "runs")
        records = read_journal(entry.folder).records
        state = fold(records)
        paid = payments(folder / "ledger")
        doubts = sum(record.type == "settled" for record in records)
        double = sorted(bill for bill, count in paid.items() if count > 1)
        if double:
            return doubts, f"paid twice: {', '.join(double)}"
        done = {step for step, status in state.steps.items() if status.state is StepState.DONE}
        without = sorted(step for step in done if step.replace("pay", "bill", 1) not in paid)
        if without:
            return doubts, f"done without effect: {', '.join(without)}"
        if len(done) != STEPS:
            return doubts, f"{STEPS - len(done)} steps not done"
    return doubts, ""


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Many runs of twenty steps, each killed twice at random instants."""
    rounds = times(scale, 200, 4)
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda number: _one_run(seed, number, sabotage), range(rounds)))
    doubts = sum(count for count, _ in results)
    wrong = [what for _, what in results if what]
    worst = wrong[0] if wrong else f"{doubts} actions were found in doubt and settled"
    return Summary("runs of 20 actions, each killed twice", rounds, len(wrong), worst)


def test_the_proof_holds() -> None:
    check(prove(scale_from(), seed_from()), seed_from())


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_sabotage_turns_it_red(sabotage: str) -> None:
    assert prove(0.06, seed_from(), sabotage).failed
