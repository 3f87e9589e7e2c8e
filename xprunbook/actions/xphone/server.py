"""``xphone.server``: what is installed here: folder, programs and their versions, services, the server's own meter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.troubles import blocked, helped_by
from xprunbook.actions.xphone.facts import DEFAULT_FOLDER, INFO, KEY, METER, PROGRAMS, SERVER_STATE, SERVICES
from xprunbook.actions.xphone.folder import Folder, install_folder
from xprunbook.actions.xphone.texts import TEXTS
from xprunbook.base.language import Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Json, NotHere, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports import FILES
from xprunbook.systems.ports_windows import MACHINE, REGISTRY
from xprunbook.systems.ports_windows import SERVICES as SERVICES_PORT
from xprunbook.systems.trouble import Refused, Trouble

LOOK: Final = Traits(Reach.LOCAL, Effect.READ_ONLY, seconds=60)


class Server:
    """The inventory of an XPhone Connect Server; satisfied when one is installed here."""

    spec: ClassVar[Kind] = spec_of("xphone.server")
    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Collect it; what cannot be asked for is said and does not stop the rest."""
        try:
            folder = install_folder(job)
            if folder is None:
                none = Statement("server.none")
                helps = Statement("server.helps")
                evidence: dict[str, Json] = {"folder": "", "looked": DEFAULT_FOLDER}
                return Inspection(Finding.NEEDED, none, helps, evidence=evidence, jump=helped_by(job))
            programs = dict(_programs(job, folder))
            state = _state(job)
        except Refused as refused:
            return blocked(refused, job)
        services, told = _services(job)
        details = [
            *([] if folder.registered else [Statement("server.not-registered", {"key": KEY})]),
            *_versions(programs),
            told,
            *state[1],
        ]
        return Inspection(
            Finding.SATISFIED,
            Statement("server.is", {"folder": folder.path}),
            evidence={
                "folder": folder.path,
                "registered": folder.registered,
                "programs": programs,
                "services": services,
                "meter": state[0],
            },
            details=details,
        )


def _programs(job: Job, folder: Folder) -> Iterator[tuple[str, str]]:
    """The version of each of its programs that is there."""
    files, machine = job.site.system(FILES), job.site.system(MACHINE)
    for name in PROGRAMS:
        found = files.facts(folder.below(name))
        if found is not None and found.kind == "file":
            yield name, machine.file_version(folder.below(name))


def _versions(programs: dict[str, str]) -> Iterator[Statement]:
    if not programs:
        yield Statement("server.no-program", {"names": ", ".join(PROGRAMS)})
    for name, version in programs.items():
        code = "server.program" if version else "server.no-version"
        yield Statement(code, {"name": name, "version": version} if version else {"name": name})


def _services(job: Job) -> tuple[dict[str, Json], Statement]:
    """State and account by name."""
    try:
        found = job.site.system(SERVICES_PORT).find(SERVICES)
    except (NotHere, Refused):
        return {}, Statement("server.services-unknown")
    if not found:
        return {}, Statement("server.no-services")
    told = ", ".join(item.name for item in found)
    data: dict[str, Json] = {
        item.name: {"state": item.state.name, "start": item.start, "account": item.account} for item in found
    }
    return data, Statement("server.services", {"services": one_line(told, 1000)})


def _state(job: Job) -> tuple[Json, tuple[Statement, ...]]:
    """The server's meter, if it keeps one."""
    registry = job.site.system(REGISTRY)
    try:
        meter, info = registry.value(SERVER_STATE, METER), registry.value(SERVER_STATE, INFO)
    except Refused as refused:
        if refused.trouble is not Trouble.DENIED:
            raise
        return None, ()
    if meter is None:
        return None, ()
    shown: dict[str, str | int] = {"meter": one_line(str(meter), 20), "info": one_line(str(info or ""), 200)}
    return shown["meter"], (Statement("server.meter", shown),)
