"""Every kind of the catalogue, in every situation there is for it; and kinds that break a rule are caught."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import ClassVar

import pytest

from tests.actions.conformance import Case, Setting, for_kind
from tests.actions.jobs import ChosenSite
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.actions.kinds import ROWS
from xprunbook.base.language import Texts
from xprunbook.run.contract import (
    Effect,
    Finding,
    Inspection,
    Job,
    Operation,
    Plan,
    Reach,
    Statement,
    Traits,
)
from xprunbook.runbook.kinds import Kind

KINDS = ActionKinds(row.kind.name for row in ROWS if row.off)


def _cases() -> list[Case]:
    """``CASES`` of every module ``conforming…``, here and one folder below."""
    here = Path(__file__).parent
    found: list[Case] = []
    for path in sorted((*here.glob("conforming*.py"), *here.glob("*/conforming*.py"))):
        module = ".".join(path.relative_to(here).with_suffix("").parts)
        found += importlib.import_module(f"tests.actions.{module}").CASES
    return found


CASES = _cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_kinds_keep_to_what_they_declare(case: Case, tmp_path: Path) -> None:
    """Look, plan, cancel, apply, look again, without systems: as declared."""
    kind = KINDS.load(case.kind)
    assert kind is not None
    for_kind(kind, case, tmp_path)


@pytest.mark.parametrize("name", [row.kind.name for row in ROWS])
def test_the_table_and_the_classes_agree(name: str) -> None:
    """Every row loads, under its own name; changing kinds are actions, the others are checks only."""
    kind = KINDS.load(name)
    assert kind is not None
    assert kind.spec is KINDS.specs[name]
    assert kind.spec.action == (kind.traits.effect is Effect.CHANGING)
    assert kind.spec.action == hasattr(kind, "apply")


@pytest.mark.parametrize("name", [row.kind.name for row in ROWS])
def test_every_kind_has_a_situation(name: str) -> None:
    """A kind without a case here is not held to anything."""
    assert any(case.kind == name for case in CASES)


class _Rogue:
    """A kind that keeps to the rules, for others to break."""

    spec: ClassVar[Kind] = Kind("rogue.kind", {})
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.CHANGING)
    texts: ClassVar[Texts] = Texts({"done": ("fertig", "done"), "open": ("offen", "open")})

    def __init__(self, folder: Path) -> None:
        self.path = folder / "mark"

    def inspect(self, job: Job) -> Inspection:
        del job
        there = self.path.exists()
        finding = Finding.SATISFIED if there else Finding.NEEDED
        return Inspection(finding, Statement("done" if there else "open"))

    def plan(self, job: Job, found: Inspection) -> Plan:
        del job
        needed = found.finding is Finding.NEEDED
        return Plan("rogue.kind", (Operation("mark", "x", "x"),) if needed else ())

    def apply(self, plan: Plan, job: Job) -> None:
        from xprunbook.run.contract import Cancelled

        if job.cancelled():
            raise Cancelled(known=True)
        for _ in plan.operations:
            self.path.write_text("x", encoding="utf-8")


class _WritesWhileLooking(_Rogue):
    def inspect(self, job: Job) -> Inspection:
        self.path.with_name("trace").write_text("x", encoding="utf-8")
        return super().inspect(job)


class _StartsWhileLooking(_Rogue):
    def inspect(self, job: Job) -> Inspection:
        import os

        os.system("exit 0")
        return super().inspect(job)


class _CallsWhileLocal(_Rogue):
    def inspect(self, job: Job) -> Inspection:
        import socket

        socket.getaddrinfo("192.0.2.1", 80)
        return super().inspect(job)


class _WritesWhilePlanning(_Rogue):
    def plan(self, job: Job, found: Inspection) -> Plan:
        self.path.with_name("trace").write_text("x", encoding="utf-8")
        return super().plan(job, found)


class _PlansAtRandom(_Rogue):
    def plan(self, job: Job, found: Inspection) -> Plan:
        import os

        return Plan("rogue.kind", (Operation("mark", "x", os.urandom(4).hex()),))


class _DoesNothing(_Rogue):
    def apply(self, plan: Plan, job: Job) -> None:
        if job.cancelled():
            super().apply(plan, job)


class _NeverStops(_Rogue):
    def apply(self, plan: Plan, job: Job) -> None:
        for _ in plan.operations:
            self.path.write_text("x", encoding="utf-8")


class _LiesOfCancelling(_Rogue):
    def apply(self, plan: Plan, job: Job) -> None:
        for _ in plan.operations:
            self.path.write_text("x", encoding="utf-8")
        super().apply(plan, job)


class _PlansAgain(_Rogue):
    def plan(self, job: Job, found: Inspection) -> Plan:
        return Plan("rogue.kind", (Operation("mark", "x", "x"),))


class _SpeaksUnheard(_Rogue):
    def inspect(self, job: Job) -> Inspection:
        return Inspection(super().inspect(job).finding, Statement("no-such-code"))


class _SpeaksHalf(_Rogue):
    texts: ClassVar[Texts] = Texts({"done": ("fertig {x}", "done"), "open": ("offen", "open")})


class _Unprovable(_Rogue):
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.CHANGING, provable=False)


ROGUES = (
    _WritesWhileLooking,
    _StartsWhileLooking,
    _CallsWhileLocal,
    _WritesWhilePlanning,
    _PlansAtRandom,
    _DoesNothing,
    _NeverStops,
    _LiesOfCancelling,
    _PlansAgain,
    _SpeaksUnheard,
    _SpeaksHalf,
    _Unprovable,
)
_CASE = Case("rogue.kind", "needed", lambda _: Setting({}, ChosenSite()), Finding.NEEDED)


def _held(kind: _Rogue, folder: Path) -> None:
    """The suite, without the part about systems: a rogue has none."""
    from tests.actions import conformance

    setting = _CASE.prepare(folder)
    conformance.declared(kind)
    found = conformance.looks(kind, setting, folder)
    plan = conformance.plans(kind, setting, folder, found)
    conformance.cancels(kind, setting, folder, plan)
    conformance.applies(kind, setting, folder, plan)


def test_an_honest_kind_passes(tmp_path: Path) -> None:
    """The suite itself is not what fails."""
    _held(_Rogue(tmp_path), tmp_path)


@pytest.mark.parametrize("rogue", ROGUES)
def test_a_broken_rule_is_caught(rogue: type[_Rogue], tmp_path: Path) -> None:
    """Sabotage: each breaks one rule, and the suite says so."""
    with pytest.raises((AssertionError, KeyError)):
        _held(rogue(tmp_path), tmp_path)
