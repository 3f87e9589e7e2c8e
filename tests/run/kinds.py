"""Small kinds for tests of the engine: a shelf that things are put on, with every way to go wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from xprunbook.base.language import Texts
from xprunbook.run.contract import (
    Action,
    ActionFailed,
    Cancelled,
    Check,
    Effect,
    Finding,
    Inspection,
    Job,
    NotHere,
    Operation,
    Plan,
    Port,
    Reach,
    Site,
    Statement,
    System,
    TimedOut,
    Traits,
)
from xprunbook.runbook.kinds import Kind


@dataclass
class Shelf:
    """The world: what stands on it, and what happens while something is put there."""

    things: list[str] = field(default_factory=list)
    puts: int = 0
    trouble: Callable[[Job], None] | None = None
    looks: int = 0


SHELF: Port[Shelf] = Port("shelf")


@dataclass
class ShelfSite:
    """A site with a shelf and nothing else."""

    shelf: Shelf

    def system(self, port: Port[System]) -> System:
        """The shelf; anything else is not here."""
        if port.name != "shelf":
            raise NotHere(f"no {port.name} here")
        return self.shelf  # type: ignore[return-value]


TEXTS = Texts(
    {
        "there": ("{thing} steht da", "{thing} is there"),
        "missing": ("{thing} fehlt", "{thing} is missing"),
        "full": ("Das Regal ist voll", "The shelf is full"),
    }
)


class Put:
    """Put a thing on the shelf; not idempotent if done twice."""

    spec: ClassVar[Kind] = Kind("demo.install", {})
    traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.CHANGING, idempotent=False)
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Look for the thing."""
        shelf = job.site.system(SHELF)
        shelf.looks += 1
        thing = str(job.parameters["host"])
        there = thing in shelf.things
        says = Statement("there" if there else "missing", {"thing": thing})
        return Inspection(Finding.SATISFIED if there else Finding.NEEDED, says, identity="tester")

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation if it is missing."""
        thing = str(job.parameters["host"])
        if found.finding is Finding.SATISFIED:
            return Plan("demo.install", ())
        return Plan("demo.install", (Operation("put", "shelf", f"put {thing}", {"thing": thing}),))

    def apply(self, plan: Plan, job: Job) -> None:
        """Put it there."""
        shelf = job.site.system(SHELF)
        for operation in plan.operations:
            job.tell(f"putting {operation.data['thing']}")
            if shelf.trouble is not None:
                shelf.trouble(job)
            shelf.things.append(str(operation.data["thing"]))
            shelf.puts += 1


class LocalPut(Put):
    """The same, on this machine only."""

    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.CHANGING, idempotent=False)


class BlindPut(Put):
    """The same, but it cannot know whether it worked."""

    traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.CHANGING, idempotent=False, provable=False)

    def inspect(self, job: Job) -> Inspection:
        """Never knows."""
        return Inspection(Finding.UNKNOWN, Statement("missing", {"thing": "?"}))


class Reachable:
    """A check that is satisfied unless the shelf is broken."""

    spec: ClassVar[Kind] = Kind("demo.reachable", {})
    traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.READ_ONLY)
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Blocked when the shelf is full."""
        if len(job.site.system(SHELF).things) > 5:
            return Inspection(Finding.BLOCKED, Statement("full"))
        return Inspection(Finding.SATISFIED, Statement("there", {"thing": "shelf"}))


class Updated(Put):
    """The check afterwards: the thing is there."""

    spec: ClassVar[Kind] = Kind("demo.updated", {})
    traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.READ_ONLY)


class Broken(Reachable):
    """A check with a defect."""

    def inspect(self, job: Job) -> Inspection:
        """Always fails in an unforeseen way."""
        raise ZeroDivisionError("secret text")


@dataclass
class TestKinds:
    """A catalogue in which single kinds can be replaced."""

    __test__ = False

    replaced: dict[str, Check | Action | None] = field(default_factory=dict)
    switched_off: set[str] = field(default_factory=set)

    def load(self, name: str) -> Check | Action | None:
        """The kind of this name."""
        if name in self.switched_off:
            return None
        if name in self.replaced:
            return self.replaced[name]
        kinds: dict[str, Check | Action] = {
            "demo.install": Put(),
            "demo.reachable": Reachable(),
            "demo.updated": Updated(),
        }
        return kinds.get(name)

    def off(self, name: str) -> bool:
        """What a test switched off."""
        return name in self.switched_off


def fails(job: Job) -> None:
    """Fail in the middle."""
    raise ActionFailed(Statement("full"), "the shelf is full")


def waits_for_cancel(known: bool) -> Callable[[Job], None]:
    """Work until somebody cancels."""

    def wait(job: Job) -> None:
        while not job.cancelled():
            threading.Event().wait(0.005)
        raise Cancelled("stopped", known)

    return wait


def too_late(job: Job) -> None:
    """Run out of time."""
    raise TimedOut("too late")


def check_site(site: Site) -> Site:
    """Types: the test site is a site."""
    return site


check_site(ShelfSite(Shelf()))
