"""What every proof shares: its summary, its scale, its seed, and the random numbers that follow from it.

A proof is a module ``tests/proof/test_<name>.py`` with one or more functions ``prove`` or ``prove_<part>``::

    SABOTAGES = ("skip-flush",)

    def prove(scale: float, seed: int, sabotage: str = "") -> Summary: ...

``scale`` 1 means the numbers the project promises; the tests run a fraction. ``sabotage`` breaks on purpose
what the proof watches over, and a test asserts that the proof then fails: a proof that cannot fail proves
nothing.
"""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

QUICK_SCALE: Final = 0.05
"""The fraction that the ordinary test run tries; seconds, not minutes."""

DEFAULT_SEED: Final = 20261103


@dataclass(frozen=True, slots=True)
class Summary:
    """One row of the summary: how many cases were tried, how many failed, and the worst one in words."""

    name: str
    tried: int
    failed: int
    worst: str = ""

    def row(self) -> str:
        """The row as it is printed."""
        return f"{self.name:<44} {self.tried:>7,} {self.failed:>7,}  {self.worst}"


HEADING: Final = f"{'proof':<44} {'tried':>7} {'failed':>7}  worst"


def scale_from(environ: Mapping[str, str] = os.environ, otherwise: float = QUICK_SCALE) -> float:
    """The scale asked for by ``XPRUNBOOK_SCALE``, else ``otherwise``."""
    return float(environ.get("XPRUNBOOK_SCALE") or otherwise)


def seed_from(environ: Mapping[str, str] = os.environ) -> int:
    """The seed to replay by ``XPRUNBOOK_SEED``, else the fixed one."""
    return int(environ.get("XPRUNBOOK_SEED") or DEFAULT_SEED)


def sabotage_from(environ: Mapping[str, str] = os.environ) -> str:
    """The sabotage asked for by ``XPRUNBOOK_SABOTAGE``; empty for an honest run."""
    return environ.get("XPRUNBOOK_SABOTAGE", "")


def times(scale: float, full: int, least: int = 1) -> int:
    """How many cases to try at this scale when ``full`` are promised at scale 1."""
    return max(least, round(full * scale))


def random_for(seed: int, *what: object) -> random.Random:
    """A generator that depends on the seed and on what it is for, so that one case can be replayed alone."""
    return random.Random(":".join(str(part) for part in (seed, *what)))


def check(summary: Summary, seed: int) -> None:
    """Print the row with its seed and fail the test when a case failed."""
    print(f"\n{summary.row()}  (seed {seed})")
    assert summary.failed == 0, f"{summary.row()}; replay with XPRUNBOOK_SEED={seed}"
