"""Clocks: steps of the wall clock are noticed, durations are never negative, a new boot starts anew."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from tests.run.fake_clock import FakeClock
from xprunbook.run.clock import STEP_SECONDS, Clock, RealClock, elapsed, wall_step
from xprunbook.run.record import Stamp


def stamp_of(clock: Clock) -> Stamp:
    """What the clock says now."""
    return Stamp(clock.utc(), clock.monotonic(), clock.boot(), "Anna", "anna", "XPH-NEW")


@pytest.mark.parametrize("step", [-315_576_000.0, -3_600.0, -121.0, 121.0, 3_600.0, 315_576_000.0])
def test_a_step_is_noticed(step: float) -> None:
    """From ten years back to ten years forward."""
    clock = FakeClock()
    before = stamp_of(clock)
    clock.pass_by(500)
    clock.set_wall(step)
    assert wall_step(before, stamp_of(clock)) == step
    assert elapsed(before, stamp_of(clock)) == 500


@pytest.mark.parametrize("step", [-STEP_SECONDS, -1.0, 0.0, 0.5, STEP_SECONDS])
def test_a_small_correction_is_not(step: float) -> None:
    """Time services correct by seconds."""
    clock = FakeClock()
    before = stamp_of(clock)
    clock.pass_by(1)
    clock.set_wall(step)
    assert wall_step(before, stamp_of(clock)) == 0


def test_boots_cannot_be_compared() -> None:
    """Across a restart only the wall clocks tell a duration."""
    clock = FakeClock()
    before = stamp_of(clock)
    clock.restart(90)
    assert wall_step(before, stamp_of(clock)) == 0
    assert elapsed(before, stamp_of(clock)) == 90
    clock.set_wall(-5_000)
    assert elapsed(before, stamp_of(clock)) == 0
    nowhere = Stamp(0, 0, "", "", "", "")
    assert wall_step(nowhere, Stamp(9_999, 0, "", "", "", "")) == 0


def test_no_history_has_a_negative_duration() -> None:
    """Jumps, restarts and waits in any order."""
    chance = random.Random(7)
    for _ in range(300):
        clock, stamps = FakeClock(), []
        for _ in range(10):
            seconds = chance.uniform(20, 9_000)
            match chance.randrange(3):
                case 0:
                    clock.pass_by(seconds)
                case 1:
                    clock.set_wall(chance.uniform(-4e8, 4e8))
                case _:
                    clock.restart(seconds)
            stamps.append(stamp_of(clock))
        assert all(elapsed(one, two) >= 0 for one in stamps for two in stamps)


def test_the_real_clock() -> None:
    """It grows, names its boot, and does so alike in another process (where the system names boots)."""
    clock = RealClock()
    first = stamp_of(clock)
    second = stamp_of(clock)
    assert second.mono >= first.mono > 0
    assert second.boot == first.boot != ""
    if sys.platform == "linux":
        code = "from xprunbook.run.clock import RealClock; c = RealClock(); print(c.boot(), c.monotonic())"
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        boot, mono = told.split()
        assert boot == first.boot
        assert float(mono) >= first.mono
