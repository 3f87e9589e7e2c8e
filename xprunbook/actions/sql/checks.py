"""Looking at a server, its databases and who may do what. Every finding says under which login it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import number, text
from xprunbook.actions.sql import asks
from xprunbook.actions.sql.common import (
    EXPRESS,
    YEARS,
    Seen,
    SqlCheck,
    Unfit,
    Values,
    by_name,
    evidence_of,
    major_of,
    opened_sources,
    source_of,
    wanted,
    whole,
    year_of,
)
from xprunbook.base.text import one_line
from xprunbook.run.contract import Finding, Inspection, Job, Json, Statement
from xprunbook.runbook.kinds import Kind
from xprunbook.runbook.substitute import SecretHandle
from xprunbook.systems.sql import Row
from xprunbook.systems.sql_trouble import SqlRefused

SUPPORT_ENDS: Final = {
    12: "2024-07",
    13: "2026-07",
    14: "2027-10",
    15: "2030-01",
    16: "2033-01",
    17: "2036-01",
}
"""Year and month in which extended support ends (domain fact C2; 2025: Microsoft's product lifecycle)."""

NEAR: Final = 0.8
"""From this part of the limit of Express on it is said that a database comes near."""

OLDEST: Final = 12
"""SQL Server 2014, the oldest that XPhone takes (domain fact C1)."""


def server_values(seen: Seen) -> Values:
    """What sentences say about a server."""
    row = seen.server
    return {
        "server": seen.target,
        "year": year_of(row.get("version")),
        "version": one_line(str(row.get("version") or "?"), 40),
        "edition": one_line(str(row.get("edition") or "?"), 80),
        "instance": one_line(str(row.get("instance") or "MSSQLSERVER"), 40),
        "machine": one_line(str(row.get("machine") or "?"), 80),
        "login": seen.identity,
        "authentication": str(row.get("authentication") or "?"),
        "transport": str(row.get("transport") or "?"),
    }


def express_gb(major: int) -> int:
    """Data of one database that SQL Server Express takes (domain fact C4; "Editions and supported features of SQL
    Server 2025": 50 GB)."""
    return 50 if major >= 17 else 10


class Connect(SqlCheck):
    """``sql.connect``: the server answers, and this is how we are logged on."""

    spec: ClassVar[Kind] = spec_of("sql.connect")

    def look(self, job: Job, seen: Seen) -> Inspection:
        """Version, edition, instance, authentication, transport, encryption."""
        try:
            encrypted = str(seen.one(asks.ENCRYPTION).get("encrypted") or "?")
        except SqlRefused:
            encrypted = "?"
        values = {**server_values(seen), "driver": seen.session.driver}
        code = {"TRUE": "connect.encrypted", "FALSE": "connect.plain"}.get(encrypted, "connect.unseen")
        evidence: dict[str, Json] = {**evidence_of(seen.server), "encrypted": encrypted}
        evidence["driver"] = seen.session.driver
        details = (Statement("connect.how", values), Statement(code))
        return seen.found(Finding.SATISFIED, Statement("connect.ok", values), None, evidence, details)

    def test_secret(self, job: Job, handle: SecretHandle) -> Inspection:
        """Log on with the login that was given, and do nothing else."""
        return self.inspect(job)


class Version(SqlCheck):
    """``sql.version``: new enough, still supported, roomy enough, and not older than the source."""

    spec: ClassVar[Kind] = spec_of("sql.version")

    def look(self, job: Job, seen: Seen) -> Inspection:
        """A backup cannot be restored on an older server (domain fact C14): that is the one to find early."""
        least = number(job.parameters, "at_least", OLDEST)
        values: Values = {**server_values(seen), "least": YEARS.get(least, str(least))}
        details = list(self._support(seen, values))
        evidence: dict[str, Json] = {"edition": str(seen.server.get("edition") or "")}
        if not seen.major:
            return seen.found(Finding.UNKNOWN, Statement("version.unknown", values), None, evidence)
        source = self._source(job)
        evidence |= {"source": source}
        values["source"] = year_of(source)
        if seen.major < least:
            says = Statement("version.old", values)
        elif major_of(source) > seen.major:
            says = Statement("version.older-than-source", values)
        else:
            large, said = self._sizes(job, seen)
            details += said
            if not large:
                says = Statement("version.ok-source" if source else "version.ok", values)
                return seen.found(Finding.SATISFIED, says, None, evidence, tuple(details))
            says = Statement(
                "version.express", {**values, "databases": large, "limit": express_gb(seen.major)}
            )
        helps = Statement(f"{says.code}.helps")
        return seen.found(Finding.NEEDED, says, helps, evidence, tuple(details))

    def _support(self, seen: Seen, values: Values) -> tuple[Statement, ...]:
        ends = SUPPORT_ENDS.get(seen.major, "")
        if not ends:
            return ()
        now = str(seen.server.get("server_time") or "")[:7]
        return (Statement("version.ended" if now > ends else "version.ends", {**values, "ends": ends}),)

    def _source(self, job: Job) -> str:
        """The version of the source: as given, or as the source says itself; of several the newest."""
        given = text(job.parameters, "source_version")
        if given or not source_of(job):
            return given
        with opened_sources(job, wanted(job) or ("",)) as sources:
            return max((str(item.server.get("version") or "") for item in sources.values()), key=major_of)

    def _sizes(self, job: Job, seen: Seen) -> tuple[str, list[Statement]]:
        """Databases of the source (without one: its own) that SQL Server Express does not take, and what else there
        is to say about its limit. A size that may not be seen is said, never taken for small."""
        if whole(seen.server.get("engine_edition")) != EXPRESS:
            return "", []
        limit, sizes = express_gb(seen.major), sizes_mb(job, seen)
        values: Values = {"limit": limit, "databases": _listed(sizes, limit * 1024 * NEAR, limit * 1024)}
        said = [Statement("version.near", values)] if values["databases"] else []
        if unseen := ", ".join(name for name, size in sizes.items() if size is None):
            said.append(Statement("version.unseen", {"limit": limit, "databases": unseen}))
        return _listed(sizes, limit * 1024), said


def sizes_mb(job: Job, seen: Seen, streams: bool = False) -> dict[str, int | None]:
    """Data of each database in the source, without one on the server itself; None where it cannot be told: this login
    may not see it, or, where ``streams`` count, it holds FILESTREAM, whose size sys.master_files has as 0 (Microsoft,
    sys.master_files). For the limit of Express they do not count."""
    names = wanted(job)
    if not source_of(job):
        rows = seen.ask(asks.databases(names))
    else:
        with opened_sources(job, names or ("",)) as sources:
            by_source = {id(source): source for source in sources.values()}
            asked = {key: tuple(name for name in names if id(sources[name]) == key) for key in by_source}
            rows = tuple(
                row for key, source in by_source.items() for row in source.ask(asks.databases(asked[key]))
            )
    return {
        one_line(str(row["name"]), 128): None
        if streams and whole(row.get("filestream_files"))
        else whole(row.get("data_mb"))
        for row in rows
    }


def _listed(sizes: Mapping[str, int | None], least: float, below: float = float("inf")) -> str:
    found = ((name, size) for name, size in sizes.items() if size is not None)
    return ", ".join(f"{name} ({size} MB)" for name, size in found if least <= size < below)


class Sysadmin(SqlCheck):
    """``sql.sysadmin``: an account is sysadmin, or (``member: no``) is not any more."""

    spec: ClassVar[Kind] = spec_of("sql.sysadmin")

    def look(self, job: Job, seen: Seen) -> Inspection:
        """Without ``account`` it is about the login we are logged on with."""
        account = text(job.parameters, "account") or seen.identity
        wants = text(job.parameters, "member", "yes") != "no"
        row = seen.one(asks.account(account))
        values: Values = {"account": account, "server": seen.target}
        evidence: dict[str, Json] = {"account": account, **evidence_of(row)}
        member = is_sysadmin(row)
        if member is None:
            helps = Statement("sysadmin.unknown.helps", values)
            return seen.found(Finding.UNKNOWN, Statement("sysadmin.unknown", values), helps, evidence)
        says = Statement("sysadmin.yes" if member else "sysadmin.no", values)
        finding = Finding.SATISFIED if member == wants else Finding.NEEDED
        details = () if member else (Statement("sysadmin.groups"),)
        return seen.found(finding, says, None, evidence, details)


def is_sysadmin(row: Row) -> bool | None:
    """Member by its own name, or as the server says; None if it cannot tell (F7: no login of its own)."""
    if whole(row.get("listed")) or row.get("is_sysadmin") == 1:
        return True
    return False if row.get("is_sysadmin") == 0 else None


class Databases(SqlCheck):
    """``sql.databases``: they are there, online, and as they should be."""

    spec: ClassVar[Kind] = spec_of("sql.databases")

    def look(self, job: Job, seen: Seen) -> Inspection:
        """One detail a database."""
        names = wanted(job)
        rows = by_name(seen.ask(asks.databases(names)))
        model, collation = text(job.parameters, "recovery"), text(job.parameters, "collation")
        wrong: list[Statement] = []
        details: list[Statement] = []
        for name in names:
            row = rows.get(name.casefold())
            if row is None:
                wrong.append(Statement("databases.missing", {"database": name, "server": seen.target}))
                continue
            details.append(database_line(row))
            wrong += _odd(name, row, model, collation)
        own = str(seen.server.get("collation") or "")
        others = [row for row in rows.values() if own and str(row.get("collation") or own) != own]
        if others:
            details.append(Statement("databases.collations", {"collation": own}))
        evidence: dict[str, Json] = {"databases": [evidence_of(row) for row in rows.values()]}
        if wrong:
            return seen.found(Finding.NEEDED, wrong[0], None, evidence, (*wrong[1:], *details))
        says = Statement("databases.ok", {"count": len(names), "server": seen.target})
        return seen.found(Finding.SATISFIED, says, None, evidence, tuple(details))


def database_line(row: Row) -> Statement:
    """A database in one line."""
    size = row.get("data_mb")
    return Statement(
        "databases.line",
        {
            "database": one_line(str(row.get("name")), 128),
            "state": str(row.get("state") or "?"),
            "recovery": str(row.get("recovery") or "?"),
            "compatibility": str(row.get("compatibility") or "?"),
            "collation": one_line(str(row.get("collation") or "?"), 128),
            "owner": one_line(str(row.get("owner") or "?"), 128),
            "size": "?" if size is None else str(size),
        },
    )


def _odd(name: str, row: Row, model: str, collation: str) -> list[Statement]:
    odd = []
    values: Values = {"database": name}
    if row.get("state") != "ONLINE":
        odd.append(Statement("databases.state", {**values, "state": str(row.get("state") or "?")}))
    if row.get("read_only"):
        odd.append(Statement("databases.read-only", values))
    found = str(row.get("recovery") or "")
    if model and found and found.casefold() != model.casefold():
        odd.append(Statement("databases.recovery", {**values, "found": found, "wanted": model.upper()}))
    other = str(row.get("collation") or "")
    if collation and other.casefold() != collation.casefold():
        odd.append(Statement("databases.collation", {**values, "found": other or "?", "wanted": collation}))
    return odd


class DbOwner(SqlCheck):
    """``sql.db-owner``: an account is db_owner of every database."""

    spec: ClassVar[Kind] = spec_of("sql.db-owner")

    def look(self, job: Job, seen: Seen) -> Inspection:
        """Members of groups cannot be seen from here: that is unknown, not no."""
        names, account = wanted(job), text(job.parameters, "account")
        missing = missing_databases(seen, names)
        if missing:
            raise Unfit(seen.found(Finding.NEEDED, missing[0], None, None, missing[1:]))
        lacking: list[Statement] = []
        unknown: list[Statement] = []
        evidence: list[Json] = []
        for name in names:
            row = seen.one(asks.user(name, account))
            evidence.append({"database": name, **evidence_of(row)})
            values: Values = {"database": name, "account": account}
            if owns(row) and row.get("login_id") is not None:
                continue
            if owns(row):
                unknown.append(Statement("owner.no-login", {**values, "server": seen.target}))
            elif row.get("mapped") is not None and row.get("is_owner") is None:
                unknown.append(Statement("owner.unseen", values))
            elif row.get("mapped") is not None and row.get("is_owner") == 0:
                lacking.append(Statement("owner.no", values))
            elif row.get("mapped") is None and row.get("same_name") is not None:
                lacking.append(Statement("owner.orphan", values))
            else:
                unknown.append(Statement("owner.unknown", values))
        proof: dict[str, Json] = {"account": account, "databases": evidence}
        said = (*lacking, *unknown)
        if not said:
            says = Statement("owner.ok", {"account": account, "count": len(names)})
            return seen.found(Finding.SATISFIED, says, None, proof)
        finding = Finding.NEEDED if lacking else Finding.UNKNOWN
        return seen.found(finding, said[0], Statement("owner.helps"), proof, said[1:])


def owns(row: Row) -> bool:
    """Whether a row of ``asks.user`` says db_owner; the database's owner is ``dbo`` inside it. After a restore that
    can be so without a login on this server: the account of a domain has the same SID everywhere."""
    return row.get("mapped") is not None and (row.get("is_owner") == 1 or row.get("mapped") == "dbo")


def missing_databases(seen: Seen, names: tuple[str, ...]) -> tuple[Statement, ...]:
    """A sentence for every database that is not there or not online."""
    rows = by_name(seen.ask(asks.databases(names)))
    said = []
    for name in names:
        row = rows.get(name.casefold())
        if row is None:
            said.append(Statement("databases.missing", {"database": name, "server": seen.target}))
        elif row.get("state") != "ONLINE":
            state = str(row.get("state") or "?")
            said.append(Statement("databases.state", {"database": name, "state": state}))
    return tuple(said)
