"""Services and accounts for tests: the practice site under a clock that only waiting moves, so that no test waits."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from tests.actions.jobs import TestJob
from tests.practice.sites import BEGAN, no_sign
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.actions.kinds import ROWS
from xprunbook.actions.service.changes import ServiceAction
from xprunbook.actions.service.waiting import Pace
from xprunbook.base.language import Language
from xprunbook.practice.faults import Fault
from xprunbook.practice.site import PracticeSite, practice_site
from xprunbook.practice.story import NEW
from xprunbook.run.contract import Action, Check, Credential, Plan, Site
from xprunbook.runbook.substitute import Filled, SecretHandle

PASSWORD = SecretHandle("service_password")
GIVEN = {"service_password": Credential("", "Ein-langes-Kennwort-42")}


class Clock:
    """Time that passes only when somebody sleeps, and a little with every look."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        """Seconds since the beginning."""
        return self.seconds

    def utc(self) -> float:
        """The same as a moment; looking takes a tenth of a second."""
        self.seconds += 0.1
        return BEGAN + self.seconds

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds

    def pace(self) -> Pace:
        """Looks twice a second of this time."""
        return Pace(0.5, self.sleep, self.now)


def world(folder: Path, *faults: Fault, clock: Clock | None = None) -> PracticeSite:
    """A practice site under a clock."""
    made = clock or Clock()
    return practice_site(folder, "en", faults, sign=no_sign, now=made.utc)


def kind_of(name: str, clock: Clock) -> Check | Action:
    """A kind of the table that waits by this clock."""
    kind = ActionKinds(row.kind.name for row in ROWS if row.off).load(name)
    assert kind is not None
    return type(kind)(clock.pace()) if isinstance(kind, ServiceAction) else kind


class Rig:
    """One machine of a practice site, its clock, and what kinds do there."""

    def __init__(self, folder: Path, *faults: Fault, at: str = NEW) -> None:
        self.clock = Clock()
        self.practice = world(folder, *faults, clock=self.clock)
        self.site: Site = self.practice.at(at)

    def job(
        self,
        given: Mapping[str, Filled],
        language: Language = "en",
        stop_after: float = float("inf"),
        secrets: Mapping[str, Credential] | None = None,
    ) -> TestJob:
        """A job here."""
        return TestJob(given, self.site, language, secrets=secrets, stop_after=stop_after)

    def action(self, name: str) -> Action:
        """An action under this clock."""
        return cast(Action, kind_of(name, self.clock))

    def plan(self, name: str, secrets: Mapping[str, Credential] | None = None, /, **given: Filled) -> Plan:
        """Look and plan."""
        action, job = self.action(name), self.job(given, secrets=secrets)
        return action.plan(job, action.inspect(job))

    def do(self, name: str, secrets: Mapping[str, Credential] | None = None, /, **given: Filled) -> TestJob:
        """Look, plan and apply; the job, with what it told."""
        action, job = self.action(name), self.job(given, secrets=secrets)
        action.apply(action.plan(job, action.inspect(job)), job)
        return job
