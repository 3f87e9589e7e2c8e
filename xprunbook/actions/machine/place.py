"""Where a program lies: by its whole path, or by its name in a folder that the registry or the runbook names."""

from __future__ import annotations

import ntpath

from xprunbook.actions.parameters import text
from xprunbook.run.contract import Job
from xprunbook.systems.ports_windows import REGISTRY
from xprunbook.systems.trouble import Refused, Trouble


def place(job: Job, name: str) -> str:
    """The absolute path of the program in the parameter ``name``; Refused when nothing names its folder."""
    given = text(job.parameters, name)
    if ntpath.isabs(given) and ntpath.splitdrive(given)[0]:
        return given
    placed = "registry" in job.parameters or "folder" in job.parameters
    if not placed or not given or ntpath.basename(given) != given:
        raise Refused(Trouble.NAME, given)
    folder = _folder(job)
    if not folder:
        raise Refused(Trouble.MISSING, given, 2)
    return ntpath.join(folder, given)


def _folder(job: Job) -> str:
    """The registry's folder, else the runbook's."""
    key, _, value = text(job.parameters, "registry").rpartition("\\")
    if key:
        found = job.site.system(REGISTRY).value(key, value)
        if isinstance(found, str) and found.strip():
            return found.strip()
    return text(job.parameters, "folder")
