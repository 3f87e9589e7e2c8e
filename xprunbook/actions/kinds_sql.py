"""The kinds of the family ``sql``: names, parameters, places. Declarations only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xprunbook.actions.declaring import PATH, Row, action_row, check_row, optional
from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType

_SQL_SERVER: Final[Mapping[str, ParameterSpec]] = {
    "server": ParameterSpec(ParameterType.SQL_INSTANCE),
    "login": optional(ParameterType.LOGIN),
    "trust_certificate": optional(ParameterType.FLAG),
    "driver": optional(ParameterType.TEXT),
    "login_seconds": optional(ParameterType.INTEGER),
}
"""What every kind for SQL Server shares. ``login``: a SQL login, used when there is one; otherwise the account this
program works under. ``trust_certificate``: take a self-signed one. ``driver``: otherwise the best installed."""

_SQL_DATABASES: Final[Mapping[str, ParameterSpec]] = {
    **_SQL_SERVER,
    "databases": ParameterSpec(ParameterType.NAMES),
}
_INSTANCES: Final[Mapping[str, ParameterSpec]] = {"instances": optional(ParameterType.NAMES)}
"""Several instances of the machine that ``server`` names; databases are looked for in each."""

_SQL_FOLDERS: Final[Mapping[str, ParameterSpec]] = {
    "data_folder": optional(ParameterType.PATH),
    "log_folder": optional(ParameterType.PATH),
}
_ACCOUNT: Final = ParameterSpec(ParameterType.ACCOUNT)
_RECOVERY: Final = ("simple", "full", "bulk_logged")

SQL: Final[tuple[Row, ...]] = (
    check_row("sql.connect", "sql.checks:Connect", {**_SQL_SERVER, **_INSTANCES}),
    check_row(
        "sql.version",
        "sql.checks:Version",
        {
            **_SQL_SERVER,
            **_INSTANCES,
            "at_least": optional(ParameterType.INTEGER),
            "source": optional(ParameterType.SQL_INSTANCE),
            "source_login": optional(ParameterType.LOGIN),
            "sources": optional(ParameterType.NAMES),
            "source_version": optional(ParameterType.TEXT),
            "databases": optional(ParameterType.NAMES),
        },
    ),
    check_row(
        "sql.sysadmin",
        "sql.checks:Sysadmin",
        {
            **_SQL_SERVER,
            "account": optional(ParameterType.ACCOUNT),
            "member": optional(ParameterType.TEXT, ("yes", "no")),
        },
    ),
    check_row(
        "sql.databases",
        "sql.checks:Databases",
        {
            **_SQL_DATABASES,
            **_INSTANCES,
            "recovery": optional(ParameterType.TEXT, _RECOVERY),
            "collation": optional(ParameterType.TEXT),
        },
    ),
    check_row("sql.db-owner", "sql.checks:DbOwner", {**_SQL_DATABASES, **_INSTANCES, "account": _ACCOUNT}),
    check_row(
        "sql.filestream",
        "sql.checks_server:Filestream",
        {**_SQL_SERVER, "level": optional(ParameterType.TEXT, ("1", "2", "3"))},
    ),
    check_row(
        "sql.memory-limit",
        "sql.checks_server:MemoryLimit",
        {**_SQL_SERVER, **_INSTANCES, "at_most_mb": optional(ParameterType.INTEGER)},
    ),
    check_row(
        "sql.free-space",
        "sql.checks_server:FreeSpace",
        {
            **_SQL_SERVER,
            "at_least_mb": optional(ParameterType.INTEGER),
            "source": optional(ParameterType.SQL_INSTANCE),
            "source_login": optional(ParameterType.LOGIN),
            "sources": optional(ParameterType.NAMES),
            "databases": optional(ParameterType.NAMES),
        },
    ),
    check_row(
        "sql.restore-done",
        "sql.checks_server:RestoreDone",
        {**_SQL_DATABASES, **_INSTANCES, "within_hours": optional(ParameterType.INTEGER)},
    ),
    check_row(
        "sql.backup-file",
        "sql.checks_server:BackupFile",
        {
            **_SQL_SERVER,
            "path": PATH,
            "database": optional(ParameterType.TEXT),
            "verify": optional(ParameterType.FLAG),
        },
    ),
    check_row("sql.share-backup", "sql.checks_server:ShareBackup", {**_SQL_SERVER, "path": PATH}),
    action_row(
        "sql.create-databases",
        "sql.changes:CreateDatabases",
        {
            **_SQL_DATABASES,
            **_SQL_FOLDERS,
            "recovery": optional(ParameterType.TEXT, (*_RECOVERY, "keep")),
            "collation": optional(ParameterType.TEXT),
        },
    ),
    action_row(
        "sql.recovery-model",
        "sql.changes:RecoveryModel",
        {**_SQL_DATABASES, "recovery": optional(ParameterType.TEXT, _RECOVERY)},
    ),
    action_row(
        "sql.filestream-enable",
        "sql.changes:FilestreamEnable",
        {**_SQL_SERVER, "level": ParameterSpec(ParameterType.TEXT, choices=("1", "2"))},
    ),
    action_row(
        "sql.recreate-empty-databases",
        "sql.changes:RecreateEmptyDatabases",
        {
            **_SQL_DATABASES,
            **_SQL_FOLDERS,
            "typed": ParameterSpec(ParameterType.NAMES),
            "account": optional(ParameterType.ACCOUNT),
        },
    ),
    action_row("sql.grant-db-owner", "sql.rights:GrantDbOwner", {**_SQL_DATABASES, "account": _ACCOUNT}),
    Row(
        Kind(
            "sql.grant-sysadmin",
            {**_SQL_SERVER, "account": _ACCOUNT},
            taken_back_by="sql.revoke-sysadmin",
        ),
        "sql.rights:GrantSysadmin",
    ),
    action_row("sql.revoke-sysadmin", "sql.rights:RevokeSysadmin", {**_SQL_SERVER, "account": _ACCOUNT}),
    Row(
        Kind(
            "sql.run-script",
            {
                **_SQL_SERVER,
                "file": PATH,
                "for_each": optional(ParameterType.NAMES),
                "database": optional(ParameterType.TEXT),
                "variables": optional(ParameterType.NAMES),
                "sqlcmd": optional(ParameterType.FLAG),
                "encoding": optional(ParameterType.TEXT),
                "continue_on_error": optional(ParameterType.FLAG),
                "after_batch": optional(ParameterType.INTEGER),
            },
            check=False,
        ),
        "sql.run_script:RunScript",
    ),
    check_row(
        "sql.check-script",
        "sql.check_script:CheckScript",
        {
            "file": PATH,
            "for_each": optional(ParameterType.NAMES),
            "variables": optional(ParameterType.NAMES),
            "sqlcmd": optional(ParameterType.FLAG),
            "encoding": optional(ParameterType.TEXT),
            "target": optional(ParameterType.TEXT),
        },
    ),
    check_row(
        "sql.compare",
        "sql.compare:Compare",
        {
            **_SQL_DATABASES,
            "source": optional(ParameterType.SQL_INSTANCE),
            "source_login": optional(ParameterType.LOGIN),
            "sources": optional(ParameterType.NAMES),
            "targets": optional(ParameterType.NAMES),
            "checksums": optional(ParameterType.FLAG),
        },
    ),
)
"""``level``: 1 T-SQL, 2 files too; ``typed``: the names as a person typed them just now; ``variables``:
``NAME=value`` entries; ``for_each``: names that take the place of ``*`` in ``file`` and ``database``; ``target``: the
year of the version a script is meant for; ``sources``: servers, and ``DATABASE=SERVER`` for those that lie elsewhere
than the first; ``targets``: ``SOURCE=TARGET`` names where they differ."""
