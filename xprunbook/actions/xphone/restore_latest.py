"""``xphone.restore-latest``: has the Backup-Manager restore the newest set it finds, without a dialogue (D4).

Off unless the settings name it. It overwrites databases and asks nothing, its exit code means nothing that is known
(section 8, item 9), and nobody here has seen it work: so everything it would overwrite is shown before, it is never
proof of anything, and it is never ended from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from xprunbook.actions.atlas.common import Opened, opened
from xprunbook.actions.atlas.common import blocked as atlas_blocked
from xprunbook.actions.atlas.ports import INSTALLATION
from xprunbook.actions.atlas.refused import Refused as NotUnderstood
from xprunbook.actions.atlas.texts import TEXTS as ATLAS_TEXTS
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.machine.opening import HOURS, Opening, in_the_way, open_and_wait, opening
from xprunbook.actions.machine.versions import reaches
from xprunbook.actions.troubles import blocked
from xprunbook.actions.xphone.facts import BACKUP_MANAGER, RESTORES_LATEST
from xprunbook.actions.xphone.folder import install_folder
from xprunbook.actions.xphone.texts import TEXTS
from xprunbook.base.language import Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import (
    Effect,
    Finding,
    Inspection,
    Job,
    Json,
    NotHere,
    Operation,
    Plan,
    Reach,
    Statement,
    Traits,
)
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports_windows import MACHINE
from xprunbook.systems.trouble import Refused

ARGUMENTS: Final = ("/restoreLatest",)

_TEXTS: Final = Texts({**ATLAS_TEXTS.table, **TEXTS.table})


class RestoreLatest:
    """Starts the restore and waits for its end."""

    spec: ClassVar[Kind] = spec_of("xphone.restore-latest")
    traits: ClassVar[Traits] = Traits(
        Reach.LOCAL,
        Effect.CHANGING,
        idempotent=False,
        elevation=True,
        provable=False,
        seconds=HOURS * 3600,
    )
    texts: ClassVar[Texts] = _TEXTS

    def inspect(self, job: Job) -> Inspection:
        """The right version, a stopped server, an atlas.xml that is understood, an account that can be used."""
        try:
            found = self._too_old(job) or _running(job)
            if found is not None:
                return found
            targets = opened(job)
            wanted = _wanted(job)
            found = in_the_way(job, wanted, window=False)
        except NotUnderstood as error:
            return atlas_blocked(job, error)
        except Refused as refused:
            return blocked(refused, job)
        if found is not None:
            return found
        told = _targets(targets)
        if not told:
            return Inspection(Finding.BLOCKED, Statement("latest.no-targets", {"path": targets.path}))
        evidence: dict[str, Json] = {
            **wanted.data,
            "atlas": targets.path,
            "targets": [f"{database} -> {source}" for database, source in told],
        }
        details = [
            Statement("latest.target", {"database": database, "source": source}) for database, source in told
        ]
        says = Statement("latest.ready", {"count": len(told)})
        return Inspection(
            Finding.NEEDED, says, identity=wanted.account, evidence=evidence, details=(*details, *targets.odd)
        )

    def _too_old(self, job: Job) -> Inspection | None:
        folder = install_folder(job)
        if folder is None:
            return Inspection(Finding.BLOCKED, Statement("server.none"), Statement("server.helps"))
        version = job.site.system(MACHINE).file_version(folder.below(BACKUP_MANAGER))
        if reaches(version, RESTORES_LATEST):
            return None
        values: dict[str, str | int] = {"version": version or "?", "least": RESTORES_LATEST}
        return Inspection(
            Finding.BLOCKED, Statement("latest.too-old", values), Statement("latest.too-old-helps")
        )

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation: the command, and every database it overwrites."""
        targets = found.evidence.get("targets")
        if found.finding is not Finding.NEEDED or not isinstance(targets, Sequence):
            return Plan(self.spec.name, ())
        wanted = _wanted(job)
        text = "\n".join((wanted.shown, *map(str, targets)))
        data = {**wanted.data, "targets": list(targets)}
        operation = Operation("restore", wanted.program, text, data)
        codes = ("latest.newest", "latest.untried", "latest.no-proof")
        return Plan(self.spec.name, (operation,), tuple(map(Statement, codes)))

    def apply(self, plan: Plan, job: Job) -> None:
        """Start it and wait; the exit code is told and not judged."""
        for operation in plan.operations:
            job.tell(_TEXTS.say("latest.left", job.language))
            code = open_and_wait(operation.data, job, _TEXTS)
            job.tell(_TEXTS.say("latest.ended", job.language, code="?" if code is None else code))


def _wanted(job: Job) -> Opening:
    folder = install_folder(job)
    path = folder.below(BACKUP_MANAGER) if folder else BACKUP_MANAGER
    return opening(job, path, ARGUMENTS)


def _running(job: Job) -> Inspection | None:
    try:
        running = job.site.system(INSTALLATION).running()
    except NotHere:
        return None
    if not running:
        return None
    says = Statement("latest.running", {"services": one_line(", ".join(running), 400)})
    return Inspection(Finding.BLOCKED, says, Statement("latest.running-helps"))


def _targets(found: Opened) -> list[tuple[str, str]]:
    """Database and server of every entry, as they stand in the file."""
    return [
        (one_line(entry.database, 128), one_line(entry.source.text, 200)) for entry in found.document.entries
    ]
