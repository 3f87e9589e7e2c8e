"""Changing databases and an instance's FILESTREAM: create, recovery model, enable, and creating anew what is
empty."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import number, text
from xprunbook.actions.sql import asks, orders
from xprunbook.actions.sql.checks import database_line
from xprunbook.actions.sql.common import (
    CHANGE,
    Seen,
    SqlAction,
    Unfit,
    Values,
    by_name,
    evidence_of,
    wanted,
    whole,
    words,
)
from xprunbook.actions.sql.rights import login_operations, user_operations
from xprunbook.base.text import one_line
from xprunbook.run.contract import Finding, Inspection, Job, Json, Operation, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.sql import Row

Compared = tuple[Inspection, tuple[Operation, ...], tuple[Statement, ...]]

EMPTY_ROWS: Final = 5_000
"""Rows that a first start may have left in a database. With more somebody has put data into it, and it stays."""


def compared(
    inspection: Inspection, *operations: Operation, warnings: tuple[Statement, ...] = ()
) -> Compared:
    """What ``compare`` gives back."""
    return inspection, operations, warnings


class CreateDatabases(SqlAction):
    """``sql.create-databases``: databases that are missing, empty, with recovery model SIMPLE (domain fact C5)."""

    spec: ClassVar[Kind] = spec_of("sql.create-databases")

    def compare(self, job: Job, seen: Seen) -> Compared:
        """What is there already stays; only its recovery model is brought in line, unless ``recovery`` is keep."""
        names = wanted(job)
        rows = by_name(seen.ask(asks.databases(names)))
        collation, model = text(job.parameters, "collation"), text(job.parameters, "recovery", "simple")
        operations: list[Operation] = []
        details: list[Statement] = []
        for name in names:
            row = rows.get(name.casefold())
            if row is not None:
                details.append(database_line(row))
                self._refuse(seen, name, row, collation)
                if model != "keep" and str(row.get("recovery") or model).casefold() != model.casefold():
                    operations.append(orders.recovery_model(seen.target, name, model))
                continue
            details.append(Statement("databases.missing", {"database": name, "server": seen.target}))
            operations += self._new(job, seen, name, collation, model)
        missing = [name for name in names if name.casefold() not in rows]
        evidence: dict[str, Json] = {"databases": [evidence_of(row) for row in rows.values()]}
        evidence["missing"] = list(missing)
        values: Values = {"server": seen.target, "count": len(names), "names": ", ".join(missing)}
        if missing and seen.server.get("may_create") == 0:
            says = Statement("create.no-right", values)
            raise Unfit(seen.found(Finding.BLOCKED, says, Statement("sql.helps.permission"), evidence))
        if not operations:
            says = Statement("create.there", values)
            return compared(seen.found(Finding.SATISFIED, says, None, evidence, tuple(details)))
        says = Statement("create.missing" if missing else "create.model", values)
        found = seen.found(Finding.NEEDED, says, None, evidence, tuple(details))
        return compared(found, *operations)

    def _refuse(self, seen: Seen, name: str, row: Row, collation: str) -> None:
        """What cannot be brought in line by creating."""
        if row.get("state") != "ONLINE":
            says = Statement("databases.state", {"database": name, "state": str(row.get("state") or "?")})
            raise Unfit(seen.found(Finding.BLOCKED, says))
        other = str(row.get("collation") or "")
        if collation and other.casefold() != collation.casefold():
            values: Values = {"database": name, "found": other or "?", "wanted": collation}
            raise Unfit(seen.found(Finding.BLOCKED, Statement("databases.collation", values)))

    def _new(self, job: Job, seen: Seen, name: str, collation: str, model: str) -> list[Operation]:
        folders = (text(job.parameters, "data_folder"), text(job.parameters, "log_folder"))
        made = [orders.create_database(seen.target, name, collation, *folders)]
        if model != "keep":
            made.append(orders.recovery_model(seen.target, name, model))
        return [*made, orders.mark(seen.target, name, job.run)]


class RecoveryModel(SqlAction):
    """``sql.recovery-model``: after a restore the model is the backup's."""

    spec: ClassVar[Kind] = spec_of("sql.recovery-model")

    def compare(self, job: Job, seen: Seen) -> Compared:
        """Only databases of another model are touched."""
        names, model = wanted(job), text(job.parameters, "recovery", "simple")
        rows = by_name(seen.ask(asks.databases(names)))
        evidence: dict[str, Json] = {"databases": [evidence_of(row) for row in rows.values()]}
        missing = [name for name in names if name.casefold() not in rows]
        if missing:
            values: Values = {"database": ", ".join(missing), "server": seen.target}
            raise Unfit(seen.found(Finding.BLOCKED, Statement("databases.missing", values), None, evidence))
        others = [
            name
            for name in names
            if str(rows[name.casefold()].get("recovery")).casefold() != model.casefold()
        ]
        values = {"model": model.upper(), "names": ", ".join(others), "server": seen.target}
        if not others:
            return compared(seen.found(Finding.SATISFIED, Statement("model.ok", values), None, evidence))
        found = seen.found(Finding.NEEDED, Statement("model.other", values), None, evidence)
        warnings = (Statement("model.chain"),) if model == "simple" else (Statement("model.backup"),)
        made = (orders.recovery_model(seen.target, name, model) for name in others)
        return compared(found, *made, warnings=warnings)


class FilestreamEnable(SqlAction):
    """``sql.filestream-enable``: the instance's switch, to the level that is asked for. The service is restarted by
    a person (domain fact C20)."""

    spec: ClassVar[Kind] = spec_of("sql.filestream-enable")

    def compare(self, job: Job, seen: Seen) -> Compared:
        """A higher level than asked for is left alone. Who else lives on the instance is said before."""
        level = number(job.parameters, "level", 0)
        row = seen.one(asks.setting("filestream access level"))
        value, effective = whole(row.get("value")), whole(seen.server.get("filestream_effective"))
        values: Values = {"server": seen.target, "level": level, "value": str(value)}
        values["effective"] = str(effective)
        evidence: dict[str, Json] = {
            "value": value,
            "in_use": whole(row.get("in_use")),
            "effective": effective,
        }
        if level not in (1, 2):
            raise Unfit(seen.found(Finding.BLOCKED, Statement("filestream.level", values), None, evidence))
        if value is None:
            raise Unfit(seen.found(Finding.UNKNOWN, Statement("filestream.unknown", values), None, evidence))
        if value >= level:
            waits = () if (effective or 0) >= level else (Statement("filestream.waits", values),)
            says = Statement("filestream.set", values)
            return compared(seen.found(Finding.SATISFIED, says, None, evidence, waits))
        if seen.server.get("is_sysadmin") == 0:
            helps = Statement("sql.helps.permission")
            raise Unfit(
                seen.found(Finding.BLOCKED, Statement("filestream.no-right", values), helps, evidence)
            )
        rows = seen.ask(asks.databases())
        others = ", ".join(one_line(str(item.get("name")), 128) for item in rows)
        evidence["others"] = others
        warnings = [Statement("filestream.windows"), Statement("filestream.by-hand")]
        if others:
            warnings.append(Statement("filestream.others", {"names": others}))
        found = seen.found(Finding.NEEDED, Statement("filestream.needed", values), None, evidence)
        return compared(found, orders.filestream(seen.target, level), warnings=tuple(warnings))


_HELPS: Final = {"recreate.connected": "recreate.stop", "recreate.unseen": "sql.helps.permission"}


def _long_before(restored: str, created: str) -> bool:
    """Whether a restore belongs to an earlier database of that name. msdb may note the beginning of a restore, a little
    before the creation that it causes."""
    try:
        return datetime.fromisoformat(restored) + timedelta(hours=1) < datetime.fromisoformat(created)
    except ValueError:
        return False


class RecreateEmptyDatabases(SqlAction):
    """``sql.recreate-empty-databases``: when the first start left only part of the tables (domain fact F21).

    Dropped are only databases that bear the mark of having been created empty by this very run (a restore wipes it
    out, a script takes it away), that nobody restored or filled since, that nobody is connected to, and whose names a
    person typed.
    """

    spec: ClassVar[Kind] = spec_of("sql.recreate-empty-databases")
    traits: ClassVar[Traits] = CHANGE

    def compare(self, job: Job, seen: Seen) -> Compared:
        """The first reason against it stops everything: then it is a matter for SSMS."""
        names, typed = wanted(job), wanted(job, "typed")
        rows = by_name(seen.ask(asks.databases(names)))
        evidence: dict[str, Json] = {"databases": [evidence_of(row) for row in rows.values()]}
        counts = {name: self._tables(seen, name, rows.get(name.casefold())) for name in names}
        evidence["rows"] = {name: sum(found.values()) for name, found in counts.items()}
        full = [name for name in names if counts[name]]
        values: Values = {"server": seen.target, "names": ", ".join(names)}
        if not full:
            return compared(
                seen.found(Finding.SATISFIED, Statement("recreate.empty", values), None, evidence)
            )
        if {name.casefold() for name in typed} != {name.casefold() for name in names}:
            says = Statement("recreate.typed", values)
            raise Unfit(
                seen.found(Finding.BLOCKED, says, Statement("recreate.typed.helps", values), evidence)
            )
        for name in full:
            self._refuse(job, seen, name, rows[name.casefold()], counts[name], evidence)
        account = text(job.parameters, "account")
        operations = login_operations(seen, account) if account else []
        for name in full:
            operations += self._anew(job, seen, name, rows[name.casefold()])
        details = tuple(
            Statement("recreate.line", {"database": name, "tables": len(counts[name])}) for name in full
        )
        says = Statement("recreate.needed", {**values, "names": ", ".join(full)})
        found = seen.found(Finding.NEEDED, says, None, evidence, details)
        warnings = (Statement("recreate.drops", {"names": ", ".join(full), "server": seen.target}),)
        return compared(found, *operations, warnings=warnings)

    def _tables(self, seen: Seen, name: str, row: Row | None) -> dict[str, int]:
        if row is None:
            says = Statement("databases.missing", {"database": name, "server": seen.target})
            raise Unfit(seen.found(Finding.BLOCKED, says, Statement("recreate.create")))
        if row.get("state") != "ONLINE":
            says = Statement("databases.state", {"database": name, "state": str(row.get("state") or "?")})
            raise Unfit(seen.found(Finding.BLOCKED, says, Statement("recreate.by-hand")))
        found = seen.ask(asks.rows(name))
        return {
            f"{words(item['schema_name'])}.{words(item['object_name'])}": whole(item["row_count"]) or 0
            for item in found
        }

    def _refuse(
        self, job: Job, seen: Seen, name: str, row: Row, tables: dict[str, int], evidence: dict[str, Json]
    ) -> None:
        values: Values = {"database": name, "server": seen.target}
        restored = str(seen.one(asks.restores((name,))).get("restored") or "")
        code = ""
        if not job.run or seen.one(asks.mark(name)).get("mark") != orders.mark_of(job.run):
            code = "recreate.not-ours"
        elif restored and not _long_before(restored, str(row.get("created") or "")):
            code, values["restored"] = "recreate.restored", restored
        elif sum(tables.values()) > EMPTY_ROWS:
            code, values["rows"] = "recreate.filled", sum(tables.values())
        elif seen.server.get("may_see") == 0:
            code = "recreate.unseen"
        elif users := seen.ask(asks.sessions(name)):
            code = "recreate.connected"
            values["who"] = ", ".join(
                one_line(f"{words(user.get('host'))}: {words(user.get('program'))}", 80) for user in users[:5]
            )
        if code:
            helps = Statement(_HELPS.get(code, "recreate.by-hand"))
            raise Unfit(seen.found(Finding.BLOCKED, Statement(code, values), helps, evidence))

    def _anew(self, job: Job, seen: Seen, name: str, row: Row) -> list[Operation]:
        collation, account = str(row.get("collation") or ""), text(job.parameters, "account")
        folders = (text(job.parameters, "data_folder"), text(job.parameters, "log_folder"))
        model = str(row.get("recovery") or "SIMPLE").casefold()
        made = [
            orders.drop_database(seen.target, name),
            orders.create_database(seen.target, name, collation, *folders),
            orders.recovery_model(seen.target, name, model),
            orders.mark(seen.target, name, job.run),
        ]
        return made + (user_operations(seen, name, account, {}) if account else [])
