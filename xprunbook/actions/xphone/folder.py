"""Where XPhone is installed: the folder the registry names, else the default one if it is there."""

from __future__ import annotations

import ntpath
from dataclasses import dataclass

from xprunbook.actions.xphone.facts import DEFAULT_FOLDER, KEY
from xprunbook.run.contract import Job
from xprunbook.systems.ports import FILES
from xprunbook.systems.ports_windows import REGISTRY


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder. ``registered``: the registry names it."""

    path: str
    registered: bool

    def below(self, name: str) -> str:
        """The path of a name in it."""
        return ntpath.join(self.path, name)


def install_folder(job: Job) -> Folder | None:
    """The folder of this machine's XPhone; None if there is none. Refused when it may not be looked at."""
    named = job.site.system(REGISTRY).value(KEY, "InstallDir")
    registered = isinstance(named, str) and bool(named.strip())
    path = str(named).strip().rstrip("\\") if registered else DEFAULT_FOLDER
    found = job.site.system(FILES).facts(path)
    return Folder(path, registered) if found is not None and found.kind == "folder" else None
