"""A process of its own that works through twenty steps whose actions must not happen twice, to be killed.

``python -m tests.proof.acting_worker FOLDER HOW``. After a crash it does what a careful person does: it looks at what
happened and settles the step in doubt. Sabotage ``again``: it runs every step in doubt once more.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Final

from tests.run.kinds import Shelf, ShelfSite
from xprunbook.base.language import Texts
from xprunbook.run import commands as c
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Automation
from xprunbook.run.clock import RealClock
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Operation, Plan, Reach, Statement, Traits
from xprunbook.run.session import By
from xprunbook.run.sessions import Beginning, Sitting, open_run, start_run
from xprunbook.run.state import StepState
from xprunbook.run.store import list_runs
from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType
from xprunbook.runbook.recorded import load_recorded

STEPS: Final = 20

BOOK: Final = """
format: 1
id: pay
language: en
version: "1"
title: Pay
plans: {A: {title: All}}
phases:
  - id: pay
    title: Pay
    gate: All is paid.
    steps:
""" + "".join(
    f"      - {{id: pay-{at}, plans: {{A: X}}, title: Pay {at}, action: {{pay.once: {{bill: bill-{at}}}}}}}\n"
    for at in range(STEPS)
)


class PayOnce:
    """Pays a bill by appending to a ledger; doing it twice is a second payment."""

    ledger: ClassVar[Path]
    spec: ClassVar[Kind] = Kind("pay.once", {"bill": ParameterSpec(ParameterType.TEXT)})
    traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.CHANGING, idempotent=False)
    texts: ClassVar[Texts] = Texts({"bill": ("{bill}", "{bill}")})

    def inspect(self, job: Job) -> Inspection:
        """Paid if the ledger says so."""
        bill = str(job.parameters["bill"])
        finding = Finding.SATISFIED if paid(self.ledger, bill) else Finding.NEEDED
        return Inspection(finding, Statement("bill", {"bill": bill}))

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One payment, whatever was found: the kind itself does not protect against a second one."""
        bill = str(job.parameters["bill"])
        return Plan("pay.once", (Operation("pay", "ledger", bill, {"bill": bill}),))

    def apply(self, plan: Plan, job: Job) -> None:
        """Pay; with a moment before and after in which a kill may come."""
        time.sleep(0.003)
        with self.ledger.open("a", encoding="ascii") as file:
            file.write(f"{plan.operations[0].text}\n")
        time.sleep(0.003)


class OneKind:
    """The catalogue."""

    def load(self, name: str) -> PayOnce | None:
        """The only kind."""
        return PayOnce() if name == "pay.once" else None

    def off(self, name: str) -> bool:
        """Nothing is switched off."""
        del name
        return False


def payments(ledger: Path) -> Mapping[str, int]:
    """How often each bill was paid."""
    lines = ledger.read_text("ascii").split() if ledger.exists() else []
    return {line: lines.count(line) for line in lines}


def paid(ledger: Path, bill: str) -> bool:
    """Whether a bill was paid."""
    return bill in payments(ledger)


def work(folder: Path, sabotage: str) -> None:
    """Begin or take up, and go through all steps."""
    PayOnce.ledger = folder / "ledger"
    automation = Automation(OneKind(), ShelfSite(Shelf()), lambda: True)
    sitting = Sitting(By("Ada", "", "ada", "HOST"), RealClock(), "en", automation)
    runs = folder / "runs"
    known = list_runs(runs) if runs.exists() else ()
    if known:
        engine = open_run(known[0].folder, sitting)
    else:
        book = load_recorded({"pay.yaml": BOOK.encode()}, "en")
        engine = start_run(runs, book, Beginning("A", {}), sitting)
    if not isinstance(engine, ActingEngine):
        raise SystemExit("the run is held")
    print("ready", flush=True)
    for at in range(STEPS):
        _one(engine, f"pay-{at}", f"bill-{at}", sabotage)
    engine.leave()


def _one(engine: ActingEngine, step: str, bill: str, sabotage: str) -> None:
    while (state := engine.snapshot().state.status(step).state) is not StepState.DONE:
        if state is StepState.IN_DOUBT:
            happened = paid(PayOnce.ledger, bill) and sabotage != "again"
            verdict = "happened" if happened else "did-not-happen"
            engine.submit(c.Settle(step, "looked at the ledger", verdict)).result(20)
            continue
        plan = engine.prepare(step).result(20).plan
        assert plan is not None
        engine.apply(step, plan.digest).result(20)
        engine._idle.wait(20)


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
