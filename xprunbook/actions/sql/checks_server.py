"""Looking at an instance as a whole: FILESTREAM, memory, room on its disks; and at what backups left behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import flag, number, text
from xprunbook.actions.sql import asks, orders
from xprunbook.actions.sql.checks import express_gb, server_values, sizes_mb
from xprunbook.actions.sql.common import (
    EXPRESS,
    Seen,
    SqlCheck,
    Values,
    by_name,
    evidence_of,
    source_of,
    whole,
    words,
    year_of,
)
from xprunbook.actions.sql.common import wanted as wanted_names
from xprunbook.base.text import one_line
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Json, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.sql import Row
from xprunbook.systems.sql_trouble import SqlRefused

UNLIMITED: Final = 2_147_483_647
"""``max server memory (MB)`` as it is from the start: no limit."""

FULL_BACKUP: Final = 1
"""BackupType of RESTORE HEADERONLY: a full backup of a database."""


class Filestream(SqlCheck):
    """``sql.filestream``: enabled to the level, and in effect."""

    spec: ClassVar[Kind] = spec_of("sql.filestream")

    def look(self, job: Job, seen: Seen) -> Inspection:
        """Levels as SERVERPROPERTY has them: 1 T-SQL, 2 files too, 3 from other machines too."""
        least = number(job.parameters, "level", 1)
        configured = whole(seen.server.get("filestream_configured"))
        effective = whole(seen.server.get("filestream_effective"))
        values: Values = {"server": seen.target, "level": least}
        values |= {"configured": str(configured), "effective": str(effective)}
        evidence: dict[str, Json] = {"configured": configured, "effective": effective}
        if configured is None or effective is None:
            return seen.found(Finding.UNKNOWN, Statement("filestream.unknown", values), None, evidence)
        if effective >= least:
            return seen.found(Finding.SATISFIED, Statement("filestream.ok", values), None, evidence)
        code = "filestream.restart" if configured >= least else "filestream.off"
        helps = Statement(f"{code}.helps")
        return seen.found(Finding.NEEDED, Statement(code, values), helps, evidence)


class MemoryLimit(SqlCheck):
    """``sql.memory-limit``: SQL Server leaves memory to others on the same machine (domain fact C6)."""

    spec: ClassVar[Kind] = spec_of("sql.memory-limit")

    def look(self, job: Job, seen: Seen) -> Inspection:
        """Set, in use, and less than the machine has or ``at_most_mb`` allows."""
        row = seen.one(asks.setting("max server memory (MB)"))
        limit, most = whole(row.get("in_use")), number(job.parameters, "at_most_mb", 0)
        try:
            physical = whole(seen.one(asks.MEMORY).get("physical_mb"))
        except SqlRefused:
            physical = None
        values: Values = {"server": seen.target, "limit": str(limit), "most": most, "physical": str(physical)}
        evidence: dict[str, Json] = {"max_server_memory_mb": limit, "physical_mb": physical}
        if limit is None:
            return seen.found(Finding.UNKNOWN, Statement("memory.unknown", values), None, evidence)
        if limit >= UNLIMITED:
            says = Statement("memory.unlimited", values)
        elif most and limit > most:
            says = Statement("memory.above", values)
        elif physical is not None and limit >= physical:
            says = Statement("memory.all", values)
        else:
            return seen.found(Finding.SATISFIED, Statement("memory.ok", values), None, evidence)
        return seen.found(Finding.NEEDED, says, Statement("memory.helps"), evidence)


class FreeSpace(SqlCheck):
    """``sql.free-space``: the volume new databases go to has room, for what is asked or for what the source holds."""

    spec: ClassVar[Kind] = spec_of("sql.free-space")

    def look(self, job: Job, seen: Seen) -> Inspection:
        """The volume of the default data folder; the fullest one if that is not told. One that holds no database
        file yet cannot be seen."""
        sizes = sizes_mb(job, seen, streams=True) if source_of(job) else {}
        least = max(number(job.parameters, "at_least_mb", 0), sum(size or 0 for size in sizes.values()))
        unseen = ", ".join(name for name, size in sizes.items() if size is None)
        rows = [row for row in seen.ask(asks.VOLUMES) if whole(row.get("free_mb")) is not None]
        row = _volume(rows, str(seen.server.get("data_path") or ""))
        if row is None:
            return seen.found(Finding.UNKNOWN, Statement("space.unknown", {"server": seen.target}))
        free = whole(row.get("free_mb")) or 0
        values: Values = {"server": seen.target, "volume": one_line(str(row.get("volume")), 200)}
        values |= {"free": free, "wanted": least}
        evidence: dict[str, Json] = {"volumes": [evidence_of(item) for item in rows]}
        if unseen and free >= least:
            values["databases"] = unseen
            return seen.found(Finding.UNKNOWN, Statement("space.unseen", values), None, evidence)
        finding = Finding.SATISFIED if free >= least else Finding.NEEDED
        says = Statement("space.ok" if free >= least else "space.short", values)
        return seen.found(finding, says, None, evidence)


def _volume(rows: list[Row], folder: str) -> Row | None:
    """The volume whose mount point is the longest beginning of the folder."""
    under = [row for row in rows if folder.casefold().startswith(str(row.get("volume") or "\0").casefold())]
    if under or folder:
        return max(under, key=lambda row: len(str(row.get("volume"))), default=None)
    return min(rows, key=lambda row: whole(row.get("free_mb")) or 0, default=None)


class RestoreDone(SqlCheck):
    """``sql.restore-done``: msdb tells of a full restore of every database, lately. Evidence; a person closes the
    step."""

    spec: ClassVar[Kind] = spec_of("sql.restore-done")

    def look(self, job: Job, seen: Seen) -> Inspection:
        """Both times are the server's own (F12): its clock decides, not ours. Not before the run began, and within
        the hours that are asked for."""
        names = wanted_names(job)
        hours = max(1, number(job.parameters, "within_hours", 24))
        rows = by_name(seen.ask(asks.restores(names)))
        since = _time(seen.server.get("server_time")) - timedelta(hours=hours)
        if job.opened:
            since = max(since, _local(job.opened, seen.server))
        details: list[Statement] = []
        late: list[Statement] = []
        for name in names:
            row = rows.get(name.casefold(), {})
            values = _restore_values(name, row)
            if not row:
                late.append(Statement("restore.none", values))
            elif _time(row.get("restored")) < since:
                late.append(Statement("restore.old", values))
            else:
                details.append(Statement("restore.line", values))
        evidence: dict[str, Json] = {"restores": [evidence_of(row) for row in rows.values()], "hours": hours}
        if late:
            return seen.found(Finding.NEEDED, late[0], None, evidence, (*late[1:], *details))
        says = Statement("restore.ok", {"count": len(names), "server": seen.target, "hours": hours})
        return seen.found(Finding.SATISFIED, says, None, evidence, tuple(details))


def _restore_values(name: str, row: Row) -> Values:
    said = {called: one_line(str(row.get(called) or "?"), 128) for called in ("restored", "restored_by")}
    source = f"{words(row.get('source_server'))}, {words(row.get('source_database'))}"
    finished = str(row.get("backup_finished") or "?")
    return {"database": name, **said, "source": one_line(source, 200), "finished": finished}


def _local(utc: float, server: Row) -> datetime:
    """A moment in the server's local time."""
    offset = timedelta(minutes=whole(server.get("utc_offset")) or 0)
    return (datetime.fromtimestamp(utc, UTC) + offset).replace(tzinfo=None, microsecond=0)


def _time(value: object) -> datetime:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return datetime.min + timedelta(days=36_500)


class BackupFile(SqlCheck):
    """``sql.backup-file``: a file is a full backup that this server can restore."""

    spec: ClassVar[Kind] = spec_of("sql.backup-file")
    traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.READ_ONLY, seconds=3600)

    def look(self, job: Job, seen: Seen) -> Inspection:
        """Read by the engine under its own account; ``verify`` reads all of it."""
        path, database = text(job.parameters, "path"), text(job.parameters, "database")
        rows = [row for row in seen.ask(asks.backup_header(path)) if row.get("backuptype") == FULL_BACKUP]
        if database:
            rows = [row for row in rows if str(row.get("databasename")).casefold() == database.casefold()]
        values: Values = {**server_values(seen), "path": path, "database": database or "*"}
        if not rows:
            return seen.found(Finding.NEEDED, Statement("backup.none", values))
        row = rows[-1]
        position = whole(row.get("position")) or 1
        major = whole(row.get("softwareversionmajor")) or 0
        values |= {"database": one_line(str(row.get("databasename")), 128), "made": year_of(f"{major}.")}
        values["finished"] = str(row.get("backupfinishdate") or "?")
        evidence: dict[str, Json] = {"path": path, "header": evidence_of(_short(row))}
        values["limit"] = express_gb(seen.major)
        code = self._odd(seen, path, position, major, row)
        if code:
            return seen.found(Finding.NEEDED, Statement(code, values), None, evidence)
        if flag(job.parameters, "verify"):
            seen.ask(asks.backup_verify(path, position))
        return seen.found(Finding.SATISFIED, Statement("backup.ok", values), None, evidence)

    def _odd(self, seen: Seen, path: str, position: int, major: int, row: Row) -> str:
        if major > seen.major:
            return "backup.newer"
        if row.get("isdamaged"):
            return "backup.damaged"
        files = seen.ask(asks.backup_files(path, position))
        streamed = any(str(file.get("type")).strip() == "S" for file in files)
        if streamed and not whole(seen.server.get("filestream_effective")):
            return "backup.filestream"
        data = sum(whole(file.get("size")) or 0 for file in files if str(file.get("type")).strip() == "D")
        if seen.server.get("engine_edition") == EXPRESS and data >= express_gb(seen.major) * 1024**3:
            return "backup.express"
        return ""


_HEADER: Final = (
    "databasename",
    "servername",
    "backupfinishdate",
    "backupsize",
    "softwareversionmajor",
    "collation",
    "recoverymodel",
    "compatibilitylevel",
    "iscopyonly",
    "position",
)


def _short(row: Row) -> Row:
    return {name: row.get(name) for name in _HEADER}


class ShareBackup(SqlCheck):
    """``sql.share-backup``: the engine's own account writes a backup into a folder and removes it. The only real
    proof of its rights (domain facts D12, G32)."""

    spec: ClassVar[Kind] = spec_of("sql.share-backup")
    traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.PROBE, seconds=300)

    def look(self, job: Job, seen: Seen) -> Inspection:
        """A copy-only backup of ``model``, a few megabytes."""
        from secrets import token_hex

        folder = text(job.parameters, "path").rstrip("\\/")
        separator = "/" if folder.startswith("/") else "\\"
        path = f"{folder}{separator}xprunbook-probe-{token_hex(6)}.bak"
        # Quoted before anything is written: a name that cannot be removed again is not made.
        remove = orders.remove_probe(path, seen.major)
        values: Values = {"path": folder, "server": seen.target, "file": path}
        evidence: dict[str, Json] = {"path": folder, "file": path}
        seen.session.do(orders.backup_probe(path), job, lambda news: None)
        try:
            seen.session.do(remove, job, lambda news: None)
        except SqlRefused as refused:
            evidence["remains"] = path
            details = (Statement("share.remains", {**values, "number": refused.number}),)
            return seen.found(Finding.SATISFIED, Statement("share.ok", values), None, evidence, details)
        return seen.found(Finding.SATISFIED, Statement("share.ok", values), None, evidence)
