"""What the engine adds to an action that costs nothing: against the three flushes a step needs at the least."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.rows import Row, ratio
from tests.proof.acting_worker import BOOK, OneKind, PayOnce
from tests.run.kinds import Shelf, ShelfSite
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Automation
from xprunbook.run.clock import RealClock
from xprunbook.run.contract import Job, Plan
from xprunbook.run.files import REAL_FILES
from xprunbook.run.session import By
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.runbook.recorded import load_recorded

_STEPS = 20
_RECORDS = 5
"""What one step with a check writes: two looks of the preview, intent, the look that proves, outcome."""


class _Quick(PayOnce):
    def apply(self, plan: Plan, job: Job) -> None:
        """Pay without waiting."""
        with self.ledger.open("a", encoding="ascii") as file:
            file.write(f"{plan.operations[0].text}\n")


class _Kinds(OneKind):
    def load(self, name: str) -> PayOnce | None:
        """The quick one."""
        return _Quick() if name == "pay.once" else None

    def off(self, name: str) -> bool:
        """Nothing is switched off."""
        del name
        return False


def rows() -> Iterator[Row]:
    """One action from preview to proof / three writes with a flush each, by turns on one file system."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        PayOnce.ledger = folder / "ledger"
        automation = Automation(_Kinds(), ShelfSite(Shelf()), lambda: True)
        sitting = Sitting(By("Ada", "", "ada", "HOST"), RealClock(), "en", automation)
        book = load_recorded({"pay.yaml": BOOK.encode()}, "en")
        engine = start_run(folder / "runs", book, Beginning("A", {}), sitting)
        assert isinstance(engine, ActingEngine)
        bare = REAL_FILES.create(folder / "bare")
        line = b"x" * 600 + b"\n"
        steps = iter(range(_STEPS))

        def act() -> None:
            step = f"pay-{next(steps)}"
            plan = engine.prepare(step).result(20).plan
            assert plan is not None
            engine.apply(step, plan.digest).result(20)
            engine._idle.wait(20)

        def write() -> None:
            for _ in range(3):
                REAL_FILES.write(bare, line)
                REAL_FILES.sync(bare)

        found, ours, theirs = ratio(act, write, _STEPS)
        engine.leave()
        REAL_FILES.close(bare)
        reason = (
            f"medians of {_STEPS}: {ours * 1e3:.1f} ms, {theirs * 1e3:.1f} ms; it writes {_RECORDS} records"
        )
        yield Row("an action from preview to proof / 3 writes + flushes", found, 5.0, reason)
