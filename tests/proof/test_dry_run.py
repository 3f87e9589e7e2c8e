"""A dry run of every shipped runbook writes nothing and starts nothing: seen by a recorder of every call.

Each plan is tried on the practice site, without trouble and with every fault, and on this machine with the network
and SQL Server taken away (whoever runs the proof has no XPH-NEW). Preflight and dry run together are one case.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import pytest

from tests.actions.conforming import FakeNetwork
from tests.actions.jobs import ACCOUNT
from tests.actions.recorder import Record, contents, recorded
from tests.practice.sites import site
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from xprunbook.actions.atlas.files import RealConfigFiles, RealInstallation
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.actions.service.changes import ServiceAction
from xprunbook.actions.service.waiting import Pace
from xprunbook.base.errors import XprunbookError
from xprunbook.base.redact import NothingToHide
from xprunbook.cli.beginning import read_inputs
from xprunbook.practice.faults import Fault
from xprunbook.practice.story import INPUTS
from xprunbook.run.automation import Automation, Bench, Preview
from xprunbook.run.contract import Action
from xprunbook.run.output import Output
from xprunbook.run.preflight import dry_run, imagined, preflight, rows_to_look_at
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Runbook
from xprunbook.systems.real import RealSite

SABOTAGES: Final = ("probe", "apply")
"""Run the probes too; carry out what was planned."""

REAL: Final = "this machine"
SITES: Final = (REAL, "", *map(str, Fault))
KINDS: Final = ActionKinds()

HURRY: Final = 0.05
"""Seconds after which a plan that is carried out is cancelled: it has written by then."""


@dataclass(frozen=True, slots=True)
class _Case:
    runbook: Runbook
    plan: str
    where: str

    @property
    def name(self) -> str:
        return f"{self.runbook.id} {self.plan} ({self.where or 'no fault'})"


def _cases() -> Iterator[_Case]:
    library = Library(language="en")
    for header in library.list():
        runbook = library.load(header.id)[0].speak("en")
        for plan in runbook.plans:
            for where in SITES:
                yield _Case(runbook, plan, where)


def _automation(where: str, folder: Path) -> Automation:
    if where == REAL:
        more = {"config-files": RealConfigFiles, "installation": RealInstallation, "network": FakeNetwork}
        real = RealSite(ACCOUNT, "en", more)
        # As if this machine were each of them, or the guard would leave nothing to look at.
        return Automation(KINDS, real, lambda: True, given=lambda handle: False, at=lambda host: real)
    practice = site(folder, *([Fault(where)] if where else []))
    return Automation(KINDS, practice, lambda: True, given=lambda handle: False, at=practice.at)


def _bench(case: _Case, folder: Path) -> Bench:
    runbook = case.runbook
    story = [f"{item.id}={INPUTS[item.id]}" for item in runbook.inputs_of(case.plan) if item.id in INPUTS]
    state = imagined(runbook, case.plan, read_inputs(runbook, story, "en"), "")
    return Bench(_automation(case.where, folder), runbook, state, "en")


def _dry(bench: Bench, sabotage: str) -> tuple[int, int]:
    """Looks and plans that were made."""
    looked, previews = preflight(bench), dry_run(bench)
    if sabotage == "probe":
        for row in rows_to_look_at(bench):
            for at, use in enumerate(row.step.after):
                bench.look(row, f"after:{at}", use, probes=True)
    if sabotage == "apply":
        for preview in previews:
            _apply(bench, preview)
    return len(looked), len(previews)


def _apply(bench: Bench, preview: Preview) -> None:
    """Carry a plan out as far as it goes."""
    use = bench.runbook.steps[preview.step].action
    if preview.plan is None or use is None:
        return
    kind = cast(Action, KINDS.load(use.kind))
    if isinstance(kind, ServiceAction):
        kind = type(kind)(Pace(HURRY / 5))
    job = bench.job(use, kind, Output(NothingToHide()), step=preview.step)
    # Time stands still on this site: a service that was asked to start stays on its way.
    stop = threading.Timer(HURRY, job.cancel)
    stop.start()
    with suppress(XprunbookError):
        kind.apply(preview.plan, job)
    stop.cancel()


def _wrong(record: Record, before: dict[str, bytes], after: dict[str, bytes]) -> str:
    """What was done that should not have been."""
    done = [*record.writes, *record.processes]
    done += [
        f"differs: {name}" for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    ]
    return done[0] if done else ""


def _try(case: _Case, sabotage: str) -> tuple[int, int, str]:
    with tempfile.TemporaryDirectory(prefix="xprunbook-dry-") as name:
        folder = Path(name)
        bench = _bench(case, folder)
        before = contents(folder)
        with recorded() as record:
            looks, plans = _dry(bench, sabotage)
        found = _wrong(record, before, contents(folder))
        return looks, plans, f"{case.name}: {found}" if found else ""


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Dry runs of every runbook, plan and fault; at a smaller scale those without a fault, and some with."""
    cases = list(_cases())
    some = random_for(seed, "dry-run").sample(cases, times(scale, len(cases)))
    chosen = [case for case in cases if case.where in ("", REAL) or case in some]
    found = [_try(case, sabotage) for case in chosen]
    wrong = [complaint for _, _, complaint in found if complaint]
    looks, plans = sum(item[0] for item in found), sum(item[1] for item in found)
    worst = max(wrong, key=len) if wrong else f"{looks:,} looks, {plans:,} plans, 0 writes, 0 processes"
    return Summary("dry runs of every shipped runbook", len(chosen), len(wrong), worst)


def test_a_dry_run_writes_nothing() -> None:
    """The promise; and something was looked at and planned, or it proves nothing."""
    summary = prove(scale_from(), seed_from())
    check(summary, seed_from())
    assert " 0 looks" not in summary.worst
    assert " 0 plans" not in summary.worst


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_sabotage_turns_it_red(sabotage: str) -> None:
    """Probes and plans that are carried out do write."""
    assert prove(0.01, seed_from(), sabotage).failed > 0
