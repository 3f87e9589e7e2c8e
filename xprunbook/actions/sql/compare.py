"""``sql.compare``: two databases side by side: which objects are there, how many rows, and checksums on request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import flag, names
from xprunbook.actions.sql import asks
from xprunbook.actions.sql.common import Seen, SqlCheck, Values, opened_sources, wanted, whole
from xprunbook.base.text import one_line
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Json, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports import Watch
from xprunbook.systems.sql import Session
from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble
from xprunbook.systems.watching import heed

MOST: Final = 50
"""Differences that are named; the rest is counted."""

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A database as it is compared. ``sums``: checksums, None where the server cannot make one."""

    objects: Mapping[Name, str]
    rows: Mapping[Name, int]
    sums: Mapping[Name, int | None] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Rows of all tables."""
        return sum(self.rows.values())


def picture(session: Session, database: str, checksums: bool, watch: Watch) -> Picture:
    """Look at a database; with ``checksums`` every row of every table is read."""
    objects = {
        (str(row["schema_name"]), str(row["object_name"])): str(row["object_type"])
        for row in session.ask(asks.objects(database), watch)
    }
    rows = {
        (str(row["schema_name"]), str(row["object_name"])): whole(row["row_count"]) or 0
        for row in session.ask(asks.rows(database), watch)
    }
    sums: dict[Name, int | None] = {}
    for at, name in enumerate(rows if checksums else ()):
        heed(watch, database)
        rows[name], sums[name] = _checksum(session, database, name, watch, rows[name])
        watch.progress((at + 1) / len(rows))
    return Picture(objects, rows, sums)


def _checksum(
    session: Session, database: str, name: Name, watch: Watch, counted: int
) -> tuple[int, int | None]:
    try:
        found = session.ask(asks.checksum(database, *name), watch)
    except SqlRefused as refused:
        if refused.trouble is SqlTrouble.GONE:
            raise
        return counted, None
    # CHECKSUM_AGG over no rows is NULL: that is a sum too.
    return whole(found[0]["row_count"]) or 0, whole(found[0]["checksum"]) or 0


def differences(database: str, source: Picture, target: Picture) -> Iterator[Statement]:
    """Every difference, in the order of names."""
    for name in sorted({*source.objects, *target.objects}):
        values: Values = {"database": database, "object": one_line(".".join(name), 260)}
        if name not in target.objects:
            yield Statement("compare.missing", {**values, "type": source.objects[name]})
        elif name not in source.objects:
            yield Statement("compare.surplus", {**values, "type": target.objects[name]})
        elif name in source.rows and name in target.rows:
            there, here = source.rows[name], target.rows[name]
            if there != here:
                yield Statement("compare.rows", {**values, "there": there, "here": here})
            elif name in source.sums and None in (source.sums[name], target.sums.get(name)):
                yield Statement("compare.unchecked", values)
            elif source.sums.get(name) != target.sums.get(name):
                yield Statement("compare.checksum", values)


class Compare(SqlCheck):
    """After a restore or an import: does the target hold what the source held."""

    spec: ClassVar[Kind] = spec_of("sql.compare")
    traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.READ_ONLY, seconds=3600)

    def look(self, job: Job, seen: Seen) -> Inspection:
        """``server`` is the target."""
        checksums = flag(job.parameters, "checksums")
        others = dict(_pair(item) for item in names(job.parameters, "targets") if "=" in item)
        said: list[Statement] = []
        count, objects, rows = 0, 0, 0
        evidence: list[Json] = []
        databases = wanted(job)
        with opened_sources(job, databases) as sources:
            for name, source in sources.items():
                target_name = others.get(name.casefold(), name)
                there = picture(source.session, name, checksums, job)
                here = picture(seen.session, target_name, checksums, job)
                found = list(differences(target_name, there, here))
                said += found
                count, objects, rows = count + 1, objects + len(there.objects), rows + there.total
                evidence.append(
                    {
                        "database": target_name,
                        "objects": len(here.objects),
                        "rows": here.total,
                        "differences": len(found),
                        "source": source.target,
                        "source_login": source.identity,
                    }
                )
        source_name = ", ".join(dict.fromkeys(source.target for source in sources.values()))
        proof: dict[str, Json] = {"source": source_name, "databases": evidence, "checksums": checksums}
        values: Values = {"count": count, "objects": objects, "rows": rows, "source": source_name}
        values |= {"server": seen.target, "differences": len(said)}
        wrong = [item for item in said if item.code != "compare.unchecked"]
        details = said[:MOST]
        if len(said) > MOST:
            details.append(Statement("compare.more", {"count": len(said) - MOST}))
        if not wrong:
            return seen.found(
                Finding.SATISFIED, Statement("compare.equal", values), None, proof, tuple(details)
            )
        says = Statement("compare.differs", values)
        return seen.found(Finding.NEEDED, says, Statement("compare.helps"), proof, tuple(details))


def _pair(item: str) -> tuple[str, str]:
    name, _, other = item.partition("=")
    return name.strip().casefold(), other.strip()
