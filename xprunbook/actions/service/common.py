"""What the kinds for services share: which services are meant, how they are told, refusals as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from xprunbook.actions.parameters import names, text
from xprunbook.actions.service.texts import TEXTS
from xprunbook.actions.service.texts_numbers import number_says, refusal_says
from xprunbook.actions.troubles import helped_by
from xprunbook.base.language import Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import (
    Effect,
    Finding,
    Inspection,
    Job,
    Json,
    Operation,
    Reach,
    Statement,
    Traits,
)
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports_windows import SERVICES, ServiceFacts, ServiceState, StartType
from xprunbook.systems.trouble import Refused

LOOK: Final = Traits(Reach.LOCAL, Effect.READ_ONLY, seconds=60)
CHANGE: Final = Traits(Reach.LOCAL, Effect.CHANGING, elevation=True, seconds=4 * 3600)
"""The time limit is the runbook's ``minutes`` a service; this only bounds the whole."""

Values = dict[str, str | int]

START_WORDS: Final[Mapping[StartType, str]] = {
    StartType.BOOT: "Boot",
    StartType.SYSTEM: "System",
    StartType.AUTOMATIC: "Automatic",
    StartType.DELAYED: "AutomaticDelayedStart",
    StartType.MANUAL: "Manual",
    StartType.DISABLED: "Disabled",
}
"""Start types as ``Set-Service`` writes them, in every language."""

_QUIET_ENDS: Final = frozenset((0, 1077))
"""Last exit codes of a stopped service that are not worth a line."""


@dataclass(frozen=True, slots=True)
class Needed(Inspection):
    """An inspection that knows what is to be done about what it found."""

    operations: tuple[Operation, ...] = ()
    warnings: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """The services a job means. ``missing``: patterns that no service fits."""

    job: Job
    patterns: tuple[str, ...]
    services: tuple[ServiceFacts, ...]
    missing: tuple[str, ...]

    @property
    def values(self) -> Values:
        """What most sentences say."""
        return {"patterns": ", ".join(self.patterns), "count": len(self.services)}

    def lines(self) -> tuple[Statement, ...]:
        """Each service in a line, what it needs, and how it ended if that was no ordinary end."""
        return tuple(line for service in self.services for line in _lines(service))

    def found(
        self,
        finding: Finding,
        says: Statement,
        helps: Statement | None = None,
        details: Iterable[Statement] | None = None,
        evidence: Mapping[str, Json] | None = None,
    ) -> Inspection:
        """An inspection with the services in its evidence."""
        jump = "" if finding is Finding.SATISFIED else helped_by(self.job)
        shown = tuple(self.lines() if details is None else details)
        return Inspection(finding, says, helps, "", {**self.evidence(), **(evidence or {})}, shown, jump)

    def evidence(self) -> dict[str, Json]:
        """The services as they were seen: with the start types and accounts that a person may set back."""
        return {"services": [evidence_of(service) for service in self.services]}


def matched(job: Job, called: str = "services") -> Matched:
    """The services whose names fit; each once, in order. Refused when the service manager cannot be asked."""
    system = job.site.system(SERVICES)
    before = text(job.parameters, "prefix") if called == "services" else ""
    given = (item.strip() for item in names(job.parameters, called))
    patterns = tuple(dict.fromkeys(f"{before}{item}" for item in given if item))
    found = {pattern: system.find(pattern) for pattern in patterns}
    every = {item.name.casefold(): item for services in found.values() for item in services}
    missing = tuple(pattern for pattern, services in found.items() if not services)
    return Matched(job, patterns, tuple(every.values()), missing)


def evidence_of(service: ServiceFacts) -> dict[str, Json]:
    """A service as evidence."""
    return {
        "name": service.name,
        "title": service.title,
        "state": service.state.name,
        "start": service.start,
        "account": service.account,
        "process": service.process,
        "shared": service.shared,
        "depends_on": list(service.depends_on),
        "exit_code": service.exit_code,
        "own_code": service.own_code,
    }


def _lines(service: ServiceFacts) -> Iterable[Statement]:
    values: Values = {
        "name": one_line(service.name, 80),
        "state": service.state.name,
        "start": START_WORDS[service.start],
        "account": one_line(service.account, 120),
    }
    if service.process:
        yield Statement("line.process", {**values, "process": service.process})
    else:
        yield Statement("line", values)
    if service.depends_on:
        others = ", ".join(one_line(item, 80) for item in service.depends_on)
        yield Statement("line.needs", {"name": values["name"], "others": others})
    if service.state is ServiceState.STOPPED and service.exit_code not in _QUIET_ENDS:
        yield number_says(service.exit_code, service.name, service.own_code)[0]


def named(services: Iterable[ServiceFacts]) -> str:
    """Their names in one line."""
    return ", ".join(one_line(service.name, 80) for service in services)


def with_states(services: Iterable[ServiceFacts]) -> str:
    """Their names and states in one line."""
    return ", ".join(f"{one_line(service.name, 80)} ({service.state.name})" for service in services)


def blocked(job: Job, refused: Refused) -> Inspection:
    """An inspection that could not be made."""
    what, helps = refusal_says(refused)
    evidence: dict[str, Json] = {"number": refused.number, "said": refused.said}
    return Inspection(Finding.BLOCKED, what, helps, "", evidence, jump=helped_by(job))


def nothing_fits(found: Matched, finding: Finding = Finding.BLOCKED) -> Inspection:
    """A pattern without a service: a finding of its own, never an empty success."""
    values: Values = {"patterns": ", ".join(found.missing or found.patterns)}
    return found.found(finding, Statement("none", values), Statement("none.helps"))


def start_wanted(job: Job, called: str = "start") -> StartType | None:
    """The start type a job names; None if it names none."""
    given = text(job.parameters, called)
    return StartType(given) if given in set(StartType) else None


class ServiceCheck:
    """A check of this family: ``look`` at the services that fit, everything that is refused as ``blocked``."""

    texts: ClassVar[Texts] = TEXTS
    traits: ClassVar[Traits] = LOOK
    spec: ClassVar[Kind]

    def inspect(self, job: Job) -> Inspection:
        """Look."""
        try:
            found = matched(job)
            return nothing_fits(found) if found.missing else self.look(job, found)
        except Refused as refused:
            return blocked(job, refused)

    def look(self, job: Job, found: Matched) -> Inspection:
        """What is found about services that are there."""
        raise NotImplementedError


def needed(
    inspection: Inspection, operations: Sequence[Operation], warnings: Sequence[Statement] = ()
) -> Needed:
    """A finding with what is to be done about it."""
    return Needed(
        inspection.finding,
        inspection.says,
        inspection.helps,
        inspection.identity,
        inspection.evidence,
        inspection.details,
        inspection.jump,
        tuple(operations),
        tuple(warnings),
    )
