"""``xphone.backup-manager``: which Backup-Manager this is, and what that means for a restore (D4, D5, D7)."""

from __future__ import annotations

from typing import ClassVar

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.machine.versions import reaches, read_version
from xprunbook.actions.parameters import text
from xprunbook.actions.troubles import blocked, helped_by
from xprunbook.actions.xphone.facts import BACKUP_MANAGER, RESTORES_LATEST, RUNS_INSTALLERS
from xprunbook.actions.xphone.folder import install_folder
from xprunbook.actions.xphone.server import LOOK
from xprunbook.actions.xphone.texts import TEXTS
from xprunbook.base.language import Texts
from xprunbook.run.contract import Finding, Inspection, Job, Json, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports_windows import MACHINE
from xprunbook.systems.trouble import Refused, Trouble


class BackupManager:
    """Satisfied from the version on that a restore of an older XPhone needs, or from another one if named."""

    spec: ClassVar[Kind] = spec_of("xphone.backup-manager")
    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Read the file version."""
        wanted = text(job.parameters, "at_least", RUNS_INSTALLERS)
        try:
            if read_version(wanted) is None:
                raise Refused(Trouble.NAME, wanted)
            folder = install_folder(job)
            if folder is None:
                none, helps = Statement("server.none"), Statement("server.helps")
                return Inspection(Finding.NEEDED, none, helps, jump=helped_by(job))
            path = folder.below(BACKUP_MANAGER)
            version = job.site.system(MACHINE).file_version(path)
        except Refused as refused:
            if refused.trouble is not Trouble.MISSING:
                return blocked(refused, job)
            says = Statement("manager.missing", {"path": refused.target})
            return Inspection(Finding.NEEDED, says, jump=helped_by(job))
        evidence: dict[str, Json] = {"path": path, "version": version, "wanted": wanted}
        if not version:
            return Inspection(
                Finding.UNKNOWN, Statement("manager.no-version", {"path": path}), evidence=evidence
            )
        values: dict[str, str | int] = {"version": version, "wanted": wanted}
        if reaches(version, wanted):
            new = Statement("manager.new", {"version": version})
            return Inspection(Finding.SATISFIED, new, evidence=evidence, details=meaning(version))
        old, helps = Statement("manager.old", values), Statement("manager.helps")
        return Inspection(Finding.NEEDED, old, helps, "", evidence, meaning(version), helped_by(job))


def meaning(version: str) -> tuple[Statement, ...]:
    """What a version can and cannot do."""
    installers = "manager.installers" if reaches(version, RUNS_INSTALLERS) else "manager.no-installers"
    latest = "manager.latest" if reaches(version, RESTORES_LATEST) else "manager.no-latest"
    return (
        Statement(installers, {"least": RUNS_INSTALLERS}),
        Statement(latest, {"least": RESTORES_LATEST}),
    )
