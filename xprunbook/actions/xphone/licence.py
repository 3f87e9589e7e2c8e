"""``xphone.licence``: the licence file, wherever of the two known folders it lies (B19). Never changed, only read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from xprunbook.actions.atlas.refused import Refused as NotXml
from xprunbook.actions.atlas.tree import parse
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.troubles import blocked, helped_by
from xprunbook.actions.xphone.facts import LICENCES
from xprunbook.actions.xphone.folder import Folder, install_folder
from xprunbook.actions.xphone.server import LOOK
from xprunbook.actions.xphone.texts import TEXTS
from xprunbook.base.language import Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import Finding, Inspection, Job, Json, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports import FILES
from xprunbook.systems.ports_windows import MACHINE
from xprunbook.systems.trouble import Refused

LARGEST: Final = 1024 * 1024
"""Bytes of a licence file that is read; a real one has a few thousand."""

_SHOWN: Final = 120


@dataclass(frozen=True, slots=True)
class _File:
    """A licence file. ``why``: why it could not be read."""

    path: str
    system: str = ""
    customer: str = ""
    why: str = ""


class Licence:
    """A licence file is there and names its system. Whether it is valid for this hardware only XPhone knows."""

    spec: ClassVar[Kind] = spec_of("xphone.licence")
    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Look in both folders and read what is there."""
        try:
            folder = install_folder(job)
            if folder is None:
                none, helps = Statement("server.none"), Statement("server.helps")
                return Inspection(Finding.NEEDED, none, helps, jump=helped_by(job))
            found = _files(job, folder)
            adapters = job.site.system(MACHINE).adapters()
        except Refused as refused:
            return blocked(refused, job)
        if not found:
            paths = ", ".join(folder.below(name) for name in LICENCES)
            looked = Statement("licence.looked", {"paths": paths})
            says = Statement("licence.none")
            return Inspection(Finding.NEEDED, says, details=(looked,), jump=helped_by(job))
        finding, says = _judged(found)
        evidence: dict[str, Json] = {
            "files": [
                {"path": item.path, "system": item.system, "customer": item.customer} for item in found
            ],
            "macs": [item.mac for item in adapters],
        }
        details = [Statement("licence.path", {"path": item.path}) for item in found]
        details += [Statement("licence.adapter", {"name": item.name, "mac": item.mac}) for item in adapters]
        jump = "" if finding is Finding.SATISFIED else helped_by(job)
        return Inspection(
            finding, says, evidence=evidence, details=(*details, Statement("licence.validity")), jump=jump
        )


def _judged(found: tuple[_File, ...]) -> tuple[Finding, Statement]:
    for item in found:
        if item.why:
            return Finding.UNKNOWN, Statement("licence.unreadable", {"path": item.path, "why": item.why})
        if not item.system:
            return Finding.UNKNOWN, Statement("licence.no-system", {"path": item.path})
    systems = list(dict.fromkeys(item.system for item in found))
    if len(systems) > 1:
        return Finding.UNKNOWN, Statement("licence.two", {"systems": ", ".join(systems)})
    values: dict[str, str | int] = {"customer": found[0].customer or "?", "system": systems[0]}
    return Finding.SATISFIED, Statement("licence.is", values)


def _files(job: Job, folder: Folder) -> tuple[_File, ...]:
    files = job.site.system(FILES)
    paths = (folder.below(name) for name in LICENCES)
    return tuple(
        _read(path, files.read(path, 0, LARGEST + 1))
        for path in paths
        if (facts := files.facts(path)) is not None and facts.kind == "file"
    )


def _read(path: str, data: bytes) -> _File:
    """What it names, its namespace aside. Entities and other files are never followed."""
    if len(data) > LARGEST:
        return _File(path, why=f"> {LARGEST} B")
    try:
        root = parse(data)
    except NotXml as error:
        return _File(path, why=one_line(error.code, _SHOWN))
    system = customer = ""
    for element in root.iter("*"):
        name = str(element.tag).rpartition("}")[2]
        if name == "SystemID" and not system:
            system = one_line((element.text or "").strip(), _SHOWN)
        elif name == "CustomerData" and not customer:
            customer = one_line(str(element.attrib.get("Name") or "").strip(), _SHOWN)
    return _File(path, system, customer)
