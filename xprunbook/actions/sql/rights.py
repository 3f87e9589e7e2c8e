"""Giving and taking rights: db_owner on databases, sysadmin on an instance for as long as a restore needs it."""

from __future__ import annotations

from typing import ClassVar

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import text
from xprunbook.actions.sql import asks, orders, quoting
from xprunbook.actions.sql.checks import is_sysadmin, missing_databases, owns
from xprunbook.actions.sql.common import Seen, SqlAction, Unfit, Values, evidence_of, wanted, whole
from xprunbook.run.contract import Finding, Inspection, Job, Json, Operation, Statement
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.sql import Row


def user_operations(seen: Seen, database: str, account: str, row: Row) -> list[Operation]:
    """What makes an account db_owner of a database. ``row``: of ``asks.user``; empty for a new database."""
    mapped = row.get("mapped")
    if mapped is not None:
        return [orders.add_db_owner(seen.target, database, str(mapped))]
    same_name = row.get("same_name") is not None
    first = orders.remap_user if same_name else orders.create_user
    return [first(seen.target, database, account), orders.add_db_owner(seen.target, database, account)]


def login_operations(seen: Seen, account: str) -> list[Operation]:
    """The login, if it is missing; Unfit when this login may not make one."""
    if seen.one(asks.account(account)).get("login_id") is not None:
        return []
    quoting.windows_login(account)
    if seen.server.get("may_login") == 0:
        says = Statement("grant.no-right", {"account": account, "server": seen.target})
        raise Unfit(seen.found(Finding.BLOCKED, says, Statement("sql.helps.permission")))
    return [orders.create_login(seen.target, account)]


class GrantDbOwner(SqlAction):
    """``sql.grant-db-owner``: login, user and role for a Windows account, machine accounts (``DOM\\HOST$``) too."""

    spec: ClassVar[Kind] = spec_of("sql.grant-db-owner")

    def compare(
        self, job: Job, seen: Seen
    ) -> tuple[Inspection, tuple[Operation, ...], tuple[Statement, ...]]:
        """After a restore a user may be there that belongs to no login of this server: it is mapped anew."""
        names, account = wanted(job), text(job.parameters, "account")
        if missing := missing_databases(seen, names):
            raise Unfit(seen.found(Finding.BLOCKED, missing[0], None, None, missing[1:]))
        operations: list[Operation] = []
        evidence: list[Json] = []
        lacking: list[str] = []
        warnings: list[Statement] = []
        for name in names:
            row = seen.one(asks.user(name, account))
            evidence.append({"database": name, **evidence_of(row)})
            if owns(row) and row.get("login_id") is not None:
                continue
            lacking.append(name)
            operations += [] if owns(row) else user_operations(seen, name, account, row)
            if row.get("mapped") is None and row.get("same_name") is not None:
                warnings.append(Statement("grant.remap", {"database": name, "account": account}))
        proof: dict[str, Json] = {"account": account, "databases": evidence}
        values: Values = {"account": account, "count": len(names), "names": ", ".join(lacking)}
        if not lacking:
            return seen.found(Finding.SATISFIED, Statement("owner.ok", values), None, proof), (), ()
        operations = login_operations(seen, account) + operations
        found = seen.found(Finding.NEEDED, Statement("grant.needed", values), None, proof)
        return found, tuple(operations), tuple(warnings)


class GrantSysadmin(SqlAction):
    """``sql.grant-sysadmin``: for the restore (domain facts C12, C13). An open duty until it is taken back."""

    spec: ClassVar[Kind] = spec_of("sql.grant-sysadmin")

    def compare(
        self, job: Job, seen: Seen
    ) -> tuple[Inspection, tuple[Operation, ...], tuple[Statement, ...]]:
        """A member by its own name is left as it is, so that taking back does not take what was there before."""
        account = text(job.parameters, "account")
        row = seen.one(asks.account(account))
        values: Values = {"account": account, "server": seen.target}
        evidence: dict[str, Json] = {"account": account, **evidence_of(row)}
        if is_sysadmin(row):
            says = Statement("sysadmin.yes", values)
            return seen.found(Finding.SATISFIED, says, None, evidence), (), ()
        _may_change_members(seen, values, evidence)
        operations = [*login_operations(seen, account), orders.add_sysadmin(seen.target, account)]
        found = seen.found(Finding.NEEDED, Statement("sysadmin.needed", values), None, evidence)
        return found, tuple(operations), (Statement("sysadmin.duty", values),)


def _may_change_members(seen: Seen, values: Values, evidence: dict[str, Json]) -> None:
    """Only a sysadmin may; Unfit for a login that is known to be none."""
    if not seen.sysadmin and seen.server.get("is_sysadmin") is not None:
        says = Statement("grant.no-right", values)
        raise Unfit(seen.found(Finding.BLOCKED, says, Statement("sql.helps.permission"), evidence))


class RevokeSysadmin(SqlAction):
    """``sql.revoke-sysadmin``: and the duty is done."""

    spec: ClassVar[Kind] = spec_of("sql.revoke-sysadmin")

    def compare(
        self, job: Job, seen: Seen
    ) -> tuple[Inspection, tuple[Operation, ...], tuple[Statement, ...]]:
        """Never from the last one who has it."""
        account = text(job.parameters, "account")
        row = seen.one(asks.account(account))
        values: Values = {"account": account, "server": seen.target}
        evidence: dict[str, Json] = {"account": account, **evidence_of(row)}
        listed = whole(row.get("listed"))
        if listed is None or (not listed and row.get("is_sysadmin") is None and not seen.sysadmin):
            # Who may not see other logins (ALTER ANY LOGIN) counts none: nothing of that proves that it is gone.
            return seen.found(Finding.UNKNOWN, Statement("sysadmin.unknown", values), None, evidence), (), ()
        if not listed:
            through = row.get("is_sysadmin") == 1
            says = Statement("sysadmin.group" if through else "sysadmin.no", values)
            finding = Finding.UNKNOWN if through else Finding.SATISFIED
            return seen.found(finding, says, None, evidence), (), ()
        _may_change_members(seen, values, evidence)
        if not whole(row.get("others")):
            raise Unfit(seen.found(Finding.BLOCKED, Statement("sysadmin.last", values), None, evidence))
        found = seen.found(Finding.NEEDED, Statement("sysadmin.to-revoke", values), None, evidence)
        own = account.casefold() == seen.identity.casefold()
        warnings = (Statement("sysadmin.own", values),) if own else ()
        return found, (orders.drop_sysadmin(seen.target, account),), warnings
