"""A check on several instances of one machine: SQL Server Express of XPhone has two, each with some of the databases
(domain facts A22, A23)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xprunbook.base.language import Language
from xprunbook.run.contract import Credential, Finding, Inspection, Job, Json, Site
from xprunbook.runbook.substitute import Filled, SecretHandle

WORST: Final = (Finding.BLOCKED, Finding.NEEDED, Finding.UNKNOWN, Finding.SATISFIED)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A job with other parameters; everything else is the job's own."""

    job: Job
    parameters: Mapping[str, Filled]

    @property
    def site(self) -> Site:
        """See ``Job``."""
        return self.job.site

    @property
    def language(self) -> Language:
        """See ``Job``."""
        return self.job.language

    @property
    def opened(self) -> float:
        """See ``Job``."""
        return self.job.opened

    @property
    def began(self) -> float:
        """See ``Job``."""
        return self.job.began

    @property
    def run(self) -> str:
        """See ``Job``."""
        return self.job.run

    @property
    def earlier(self) -> Mapping[str, Json]:
        """See ``Job``."""
        return self.job.earlier

    def checkpoint(self, facts: Mapping[str, Json]) -> None:
        """See ``Job``."""
        self.job.checkpoint(facts)

    def tell(self, line: str) -> None:
        """See ``Job``."""
        self.job.tell(line)

    def progress(self, part: float, says: str = "") -> None:
        """See ``Job``."""
        self.job.progress(part, says)

    def cancelled(self) -> bool:
        """See ``Job``."""
        return self.job.cancelled()

    def remaining(self) -> float:
        """See ``Job``."""
        return self.job.remaining()

    def process(self, pid: int, started: str) -> None:
        """See ``Job``."""
        self.job.process(pid, started)

    def keep(self, path: str, data: bytes, secret: bool = False) -> str:
        """See ``Job``."""
        return self.job.keep(path, data, secret)

    def secret(self, handle: SecretHandle) -> Credential:
        """See ``Job``."""
        return self.job.secret(handle)


def narrowed(job: Job, **given: Filled) -> Narrowed:
    """The job with some parameters replaced, on one server."""
    kept = {name: value for name, value in job.parameters.items() if name != "instances"}
    return Narrowed(job, {**kept, **given})


def servers_of(machine: str, instances: Sequence[str]) -> tuple[str, ...]:
    """The instances by their full names. An instance may be given with its machine."""
    return tuple(name if "\\" in name else f"{machine}\\{name}" for name in instances)


def on_each(
    job: Job, servers: Sequence[str], placed: Mapping[str, Sequence[str]], look: Callable[[Job], Inspection]
) -> Inspection:
    """Look at each; the worst finding is the whole's. ``placed``: the databases of each server, where there are any."""
    found = []
    for server in servers:
        given: dict[str, Filled] = {"server": server}
        if server in placed:
            if not placed[server]:
                continue
            given["databases"] = tuple(placed[server])
        found.append((server, look(narrowed(job, **given))))
    found.sort(key=lambda item: WORST.index(item[1].finding))
    first, others = found[0][1], [item for _, item in found[1:]]
    details = (*first.details, *(said for item in others for said in (item.says, *item.details)))
    identity = ", ".join(dict.fromkeys(item.identity for _, item in found if item.identity))
    evidence: dict[str, Json] = {"instances": {server: item.evidence for server, item in found}}
    return Inspection(first.finding, first.says, first.helps, identity, evidence, details, first.jump)


def distributed(names: Sequence[str], there: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Each database with the first server that has it (``there``); one that none has goes to the first of all."""
    placed: dict[str, list[str]] = {server: [] for server in there}
    for name in names:
        holds = (
            server for server, held in there.items() if name.casefold() in {item.casefold() for item in held}
        )
        placed[next(holds, next(iter(there)))].append(name)
    return placed
