"""The scripts a job names: one, or one for each of several names; and what is recorded of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xprunbook.actions.parameters import flag, names, text
from xprunbook.actions.sql.common import Values
from xprunbook.actions.sql.script.problem import Place
from xprunbook.actions.sql.script.script import Checked, Options, Script
from xprunbook.run.contract import Job, Json, Statement
from xprunbook.systems.ports import FILES

FACTS: Final = frozenset(("script.part", "script.holds", "script.databases", "script.creates"))
"""What a script holds; everything else that is said of it is a warning."""

SYSTEM: Final = frozenset(("master", "model", "msdb", "tempdb"))

STAR: Final = "*"
"""In ``file`` and ``database``: every name of ``for_each`` in turn."""


@dataclass(frozen=True, slots=True)
class Part:
    """One script to run: its file, and the database it begins in."""

    file: str
    database: str


def parts_of(job: Job) -> tuple[Part, ...]:
    """The scripts a job names, in their order; without ``for_each`` it is one."""
    file, database = text(job.parameters, "file"), text(job.parameters, "database")
    each = tuple(dict.fromkeys(item.strip() for item in names(job.parameters, "for_each") if item.strip()))
    if not each:
        return (Part(file, database),)
    return tuple(Part(file.replace(STAR, name), database.replace(STAR, name)) for name in each)


def script_of(job: Job, path: str) -> Script:
    """A script on the job's site, read as its parameters say."""
    pairs = (item.partition("=") for item in names(job.parameters, "variables"))
    options = Options(
        flag(job.parameters, "sqlcmd"),
        {name.strip(): value for name, _, value in pairs},
        text(job.parameters, "encoding"),
    )
    return Script(job.site.system(FILES), path, options)


def works_in(part: Part, checked: Checked) -> tuple[str, ...]:
    """The databases a script names: creates, changes to, begins in. Not the server's own: they are always there, and
    tempdb is created anew with every start."""
    named = (*checked.facts.creates, *checked.facts.databases, *((part.database,) if part.database else ()))
    found = {name.casefold(): name for name in named}
    return tuple(name for key, name in found.items() if key not in SYSTEM)


def files_of(checked: Checked) -> list[Json]:
    """The files of a script with their sizes and hashes."""
    return [{"path": item.path, "sha256": item.sha256, "bytes": item.size} for item in checked.files]


def reading_of(job: Job, server: str, part: Part) -> str:
    """How a script is read and where it goes: with another reading its batches are others."""
    variables = ";".join(names(job.parameters, "variables"))
    sqlcmd = flag(job.parameters, "sqlcmd")
    reading = [server.casefold(), part.database, text(job.parameters, "encoding"), str(sqlcmd), variables]
    return "|".join(reading)


def evidence_of(checked: Checked) -> dict[str, Json]:
    """What was found in a script, for the record."""
    facts = checked.facts
    return {
        "files": files_of(checked),
        "encoding": checked.files[0].encoding,
        "batches": facts.batches,
        "tables": len(facts.created),
        "inserts": facts.inserts,
        "traps": len(facts.traps),
        "paths": [str(Place(place.file, place.line)) for place, _ in facts.files],
    }


def part_statement(part: Part, checked: Checked, code: str = "script.part") -> Statement:
    """One script of several in a line."""
    facts = checked.facts
    values: Values = {"file": part.file, "batches": facts.batches, "tables": len(facts.created)}
    values |= {"rows": facts.inserts, "encoding": checked.files[0].encoding}
    return Statement(code, values)
