"""The table of kinds: what each is called, its parameters, and where its class stands. Declarations only.

Importing this module imports no kind: ``check``, ``show`` and the schema of a runbook need the names and the
parameters, never the code. A kind's class takes its ``spec`` from here (``spec_of``), so there is one truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType

TEXT: Final = ParameterSpec(ParameterType.TEXT)
LITERAL: Final = ParameterSpec(ParameterType.TEXT, literal=True)
HOST: Final = ParameterSpec(ParameterType.HOST)
PORT: Final = ParameterSpec(ParameterType.PORT)
PATH: Final = ParameterSpec(ParameterType.PATH)
NUMBER: Final = ParameterSpec(ParameterType.INTEGER)


def optional(kind: ParameterType, choices: tuple[str, ...] = ()) -> ParameterSpec:
    """A parameter that may be left out."""
    return ParameterSpec(kind, required=False, choices=choices)


@dataclass(frozen=True, slots=True)
class Row:
    """One kind. ``place``: ``module:Class`` below ``xprunbook.actions``.

    ``off``: a capability that is only there when the settings name it.
    """

    kind: Kind
    place: str
    off: bool = False


def _check(name: str, place: str, parameters: Mapping[str, ParameterSpec]) -> Row:
    """A check. Each may say which step or runbook helps when it fails (``helped_by``)."""
    helped = {**parameters, "helped_by": optional(ParameterType.TEXT)}
    return Row(Kind(name, helped, action=False), place)


def _action(name: str, place: str, parameters: Mapping[str, ParameterSpec], off: bool = False) -> Row:
    """An action; as a check its inspection alone is used. A kind that cannot look is an action only."""
    return Row(Kind(name, parameters), place, off)


_PROCESS: Final[Mapping[str, ParameterSpec]] = {
    "folder": optional(ParameterType.PATH),
    "environment": optional(ParameterType.NAMES),
    "password": optional(ParameterType.PASSWORD),
    "password_variable": optional(ParameterType.TEXT),
    "exit_codes": optional(ParameterType.NAMES),
}
"""What both ways to start a program share. ``environment``: ``NAME=value`` entries; ``exit_codes``: success,
otherwise only 0."""

_ATLAS_TARGETS: Final[Mapping[str, ParameterSpec]] = {
    "file": optional(ParameterType.PATH),
    "server": ParameterSpec(ParameterType.SQL_INSTANCE),
    "databases": optional(ParameterType.NAMES),
    "targets": optional(ParameterType.NAMES),
    "use_login": optional(ParameterType.TEXT, ("windows", "none", "keep")),
}
"""Where an ``atlas.xml`` should point. ``file``: found if left out; ``databases``: otherwise all; ``targets``:
``DATABASE=SERVER\\INSTANCE`` entries for single ones; ``use_login``: otherwise windows."""

_ATLAS: Final[tuple[Row, ...]] = (
    _action(
        "atlas.point-databases",
        "atlas.kinds:PointDatabases",
        {**_ATLAS_TARGETS, "integrated": optional(ParameterType.FLAG)},
    ),
    _action(
        "atlas.rename-instance",
        "atlas.kinds:RenameInstance",
        {
            "file": optional(ParameterType.PATH),
            "instances": optional(ParameterType.NAMES),
            "databases": optional(ParameterType.NAMES),
        },
    ),
    _check("atlas.targets", "atlas.checks:Targets", {**_ATLAS_TARGETS, "old": optional(ParameterType.NAMES)}),
    _check(
        "atlas.reachable",
        "atlas.checks:Reachable",
        {
            "file": optional(ParameterType.PATH),
            "databases": optional(ParameterType.NAMES),
            "seconds": optional(ParameterType.INTEGER),
        },
    ),
    _check(
        "atlas.unchanged",
        "atlas.checks:Unchanged",
        {"file": optional(ParameterType.PATH), "sha256": optional(ParameterType.TEXT)},
    ),
)
"""``instances``: ``OLD=NEW`` entries, otherwise those of the update of SQL Server Express; ``old``: ``SERVER``,
``\\INSTANCE`` or ``SERVER\\INSTANCE`` that nothing may name any more."""

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
_SQL_FOLDERS: Final[Mapping[str, ParameterSpec]] = {
    "data_folder": optional(ParameterType.PATH),
    "log_folder": optional(ParameterType.PATH),
}
_ACCOUNT: Final = ParameterSpec(ParameterType.ACCOUNT)
_RECOVERY: Final = ("simple", "full", "bulk_logged")

_SQL: Final[tuple[Row, ...]] = (
    _check("sql.connect", "sql.checks:Connect", _SQL_SERVER),
    _check(
        "sql.version",
        "sql.checks:Version",
        {
            **_SQL_SERVER,
            "at_least": optional(ParameterType.INTEGER),
            "source": optional(ParameterType.SQL_INSTANCE),
            "source_login": optional(ParameterType.LOGIN),
            "source_version": optional(ParameterType.TEXT),
            "databases": optional(ParameterType.NAMES),
        },
    ),
    _check(
        "sql.sysadmin",
        "sql.checks:Sysadmin",
        {
            **_SQL_SERVER,
            "account": optional(ParameterType.ACCOUNT),
            "member": optional(ParameterType.TEXT, ("yes", "no")),
        },
    ),
    _check(
        "sql.databases",
        "sql.checks:Databases",
        {
            **_SQL_DATABASES,
            "recovery": optional(ParameterType.TEXT, _RECOVERY),
            "collation": optional(ParameterType.TEXT),
        },
    ),
    _check("sql.db-owner", "sql.checks:DbOwner", {**_SQL_DATABASES, "account": _ACCOUNT}),
    _check(
        "sql.filestream",
        "sql.checks_server:Filestream",
        {**_SQL_SERVER, "level": optional(ParameterType.INTEGER)},
    ),
    _check(
        "sql.memory-limit",
        "sql.checks_server:MemoryLimit",
        {**_SQL_SERVER, "at_most_mb": optional(ParameterType.INTEGER)},
    ),
    _check("sql.free-space", "sql.checks_server:FreeSpace", {**_SQL_SERVER, "at_least_mb": NUMBER}),
    _check(
        "sql.restore-done",
        "sql.checks_server:RestoreDone",
        {**_SQL_DATABASES, "within_hours": optional(ParameterType.INTEGER)},
    ),
    _check(
        "sql.backup-file",
        "sql.checks_server:BackupFile",
        {
            **_SQL_SERVER,
            "path": PATH,
            "database": optional(ParameterType.TEXT),
            "verify": optional(ParameterType.FLAG),
        },
    ),
    _check("sql.share-backup", "sql.checks_server:ShareBackup", {**_SQL_SERVER, "path": PATH}),
    _action(
        "sql.create-databases",
        "sql.changes:CreateDatabases",
        {
            **_SQL_DATABASES,
            **_SQL_FOLDERS,
            "recovery": optional(ParameterType.TEXT, (*_RECOVERY, "keep")),
            "collation": optional(ParameterType.TEXT),
        },
    ),
    _action(
        "sql.recovery-model",
        "sql.changes:RecoveryModel",
        {**_SQL_DATABASES, "recovery": optional(ParameterType.TEXT, _RECOVERY)},
    ),
    _action("sql.filestream-enable", "sql.changes:FilestreamEnable", {**_SQL_SERVER, "level": NUMBER}),
    _action(
        "sql.recreate-empty-databases",
        "sql.changes:RecreateEmptyDatabases",
        {
            **_SQL_DATABASES,
            **_SQL_FOLDERS,
            "typed": ParameterSpec(ParameterType.NAMES),
            "account": optional(ParameterType.ACCOUNT),
        },
    ),
    _action("sql.grant-db-owner", "sql.rights:GrantDbOwner", {**_SQL_DATABASES, "account": _ACCOUNT}),
    _action("sql.grant-sysadmin", "sql.rights:GrantSysadmin", {**_SQL_SERVER, "account": _ACCOUNT}),
    _action("sql.revoke-sysadmin", "sql.rights:RevokeSysadmin", {**_SQL_SERVER, "account": _ACCOUNT}),
    Row(
        Kind(
            "sql.run-script",
            {
                **_SQL_SERVER,
                "file": PATH,
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
    _check(
        "sql.compare",
        "sql.compare:Compare",
        {
            **_SQL_DATABASES,
            "source": ParameterSpec(ParameterType.SQL_INSTANCE),
            "source_login": optional(ParameterType.LOGIN),
            "targets": optional(ParameterType.NAMES),
            "checksums": optional(ParameterType.FLAG),
        },
    ),
)
"""``level``: 1 T-SQL, 2 files too; ``typed``: the names as a person typed them just now; ``variables``:
``NAME=value`` entries; ``targets``: ``SOURCE=TARGET`` names where they differ."""

ROWS: Final[tuple[Row, ...]] = (
    Row(
        Kind(
            "command.run",
            {"program": TEXT, "arguments": optional(ParameterType.NAMES), **_PROCESS},
            check=False,
        ),
        "command:CommandRun",
    ),
    Row(Kind("command.shell", {"line": LITERAL, **_PROCESS}, check=False), "command:CommandShell", off=True),
    _check(
        "file.exists",
        "file:FileExists",
        {
            "path": PATH,
            "what": optional(ParameterType.TEXT, ("file", "folder", "any")),
            "at_least_bytes": optional(ParameterType.INTEGER),
        },
    ),
    _action(
        "file.copy",
        "file:FileCopy",
        {"source": PATH, "target": PATH, "replace": optional(ParameterType.FLAG)},
    ),
    _check("file.free-space", "file:FileFreeSpace", {"path": PATH, "at_least_mb": NUMBER}),
    _check(
        "tcp.reachable",
        "network:TcpReachable",
        {"host": HOST, "port": PORT, "seconds": optional(ParameterType.INTEGER)},
    ),
    _check(
        "http.responds",
        "network:HttpResponds",
        {
            "url": TEXT,
            "status": optional(ParameterType.INTEGER),
            "contains": optional(ParameterType.TEXT),
            "seconds": optional(ParameterType.INTEGER),
        },
    ),
    _check(
        "dns.resolves",
        "network:DnsResolves",
        {
            "host": HOST,
            "address": optional(ParameterType.TEXT),
            "seconds": optional(ParameterType.INTEGER),
        },
    ),
    _check(
        "share.writable",
        "share:ShareWritable",
        {"path": PATH, "account": optional(ParameterType.ACCOUNT)},
    ),
    _check(
        "backup-log.analyse",
        "backup_log.kind:BackupLogAnalyse",
        {
            "path": PATH,
            "newest_hours": optional(ParameterType.INTEGER),
            "follow_seconds": optional(ParameterType.INTEGER),
        },
    ),
    *_ATLAS,
    *_SQL,
)
"""Every kind the program brings along."""


def spec_of(name: str) -> Kind:
    """The declaration of a kind in the table; KeyError is a defect."""
    for row in ROWS:
        if row.kind.name == name:
            return row.kind
    raise KeyError(name)
