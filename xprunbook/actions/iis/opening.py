"""``iis.open-page``: shows a person the page of an application, at the address IIS has for it, in their browser."""

from __future__ import annotations

from typing import ClassVar

from xprunbook.actions.iis.applications import address_of
from xprunbook.actions.iis.texts import TEXTS
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.troubles import blocked, failed
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
from xprunbook.systems.ports_windows import MACHINE
from xprunbook.systems.trouble import Refused
from xprunbook.systems.watching import heed


class OpenPage:
    """Opens the page where a person can see it; elsewhere it says the address. What they do there is theirs to tick."""

    spec: ClassVar[Kind] = spec_of("iis.open-page")
    traits: ClassVar[Traits] = Traits(
        Reach.LOCAL,
        Effect.CHANGING,
        idempotent=True,
        elevation=True,  # reading the sites of IIS
        provable=False,
        by_person=True,
        seconds=60,
    )
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Find the address, and look whether there is a desktop."""
        try:
            found = address_of(job)
            if isinstance(found, Inspection):
                return found
            seen = job.site.system(MACHINE).desktop()
        except Refused as refused:
            return blocked(refused, job)
        values: dict[str, str | int] = {"url": found}
        if not seen:
            says, helps = Statement("page.no-desktop"), Statement("page.by-hand", values)
            return Inspection(Finding.BLOCKED, says, helps, by_hand=True)
        return Inspection(Finding.NEEDED, Statement("page.ready", values), evidence={"url": found})

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation: the address."""
        if found.finding is not Finding.NEEDED:
            return Plan(self.spec.name, ())
        url = str(found.evidence["url"])
        return Plan(self.spec.name, (Operation("open", url, url, {"url": url}),), (Statement("page.person"),))

    def apply(self, plan: Plan, job: Job) -> None:
        """Show it."""
        for operation in plan.operations:
            heed(job, operation.target)
            try:
                job.site.system(MACHINE).show(str(operation.data["url"]))
            except Refused as refused:
                raise failed(refused, job) from refused
            job.tell(TEXTS.say("page.opened", job.language, url=operation.target))
