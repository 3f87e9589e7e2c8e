"""The table of kinds: what each is called, its parameters, and where its class stands. Declarations only.

Importing this module imports no kind: ``check``, ``show`` and the schema of a runbook need the names and the
parameters, never the code. A kind's class takes its ``spec`` from here (``spec_of``), so there is one truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xprunbook.actions.declaring import (
    HOST,
    LITERAL,
    NUMBER,
    PATH,
    PORT,
    TEXT,
    Row,
    action_row,
    check_row,
    optional,
)
from xprunbook.actions.kinds_atlas import ATLAS
from xprunbook.actions.kinds_iis import EVENT_LOG, IIS
from xprunbook.actions.kinds_machine import MACHINE
from xprunbook.actions.kinds_service import SERVICE
from xprunbook.actions.kinds_sql import SQL
from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType

_PROCESS: Final[Mapping[str, ParameterSpec]] = {
    "folder": optional(ParameterType.PATH),
    "environment": optional(ParameterType.NAMES),
    "password": optional(ParameterType.PASSWORD),
    "password_variable": optional(ParameterType.TEXT),
    "exit_codes": optional(ParameterType.NAMES),
}
"""What both ways to start a program share. ``environment``: ``NAME=value`` entries; ``exit_codes``: success,
otherwise only 0."""

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
    check_row(
        "file.exists",
        "file:FileExists",
        {
            "path": PATH,
            "what": optional(ParameterType.TEXT, ("file", "folder", "any")),
            "at_least_bytes": optional(ParameterType.INTEGER),
        },
    ),
    action_row(
        "file.copy",
        "file:FileCopy",
        {"source": PATH, "target": PATH, "replace": optional(ParameterType.FLAG)},
    ),
    check_row("file.free-space", "file:FileFreeSpace", {"path": PATH, "at_least_mb": NUMBER}),
    check_row(
        "tcp.reachable",
        "network:TcpReachable",
        {"host": HOST, "port": PORT, "seconds": optional(ParameterType.INTEGER)},
    ),
    check_row(
        "http.responds",
        "network:HttpResponds",
        {
            "url": TEXT,
            "status": optional(ParameterType.INTEGER),
            "contains": optional(ParameterType.TEXT),
            "seconds": optional(ParameterType.INTEGER),
        },
    ),
    check_row(
        "dns.resolves",
        "network:DnsResolves",
        {
            "host": HOST,
            "address": optional(ParameterType.TEXT),
            "same_as": optional(ParameterType.HOST),
            "seconds": optional(ParameterType.INTEGER),
        },
    ),
    check_row(
        "share.writable",
        "share:ShareWritable",
        {"path": PATH, "account": optional(ParameterType.ACCOUNT)},
    ),
    check_row(
        "backup-log.analyse",
        "backup_log.kind:BackupLogAnalyse",
        {
            "path": PATH,
            "newest_hours": optional(ParameterType.INTEGER),
            "follow_seconds": optional(ParameterType.INTEGER),
        },
    ),
    *ATLAS,
    *MACHINE,
    *SERVICE,
    *SQL,
    *IIS,
    *EVENT_LOG,
)
"""Every kind the program brings along."""


def spec_of(name: str) -> Kind:
    """The declaration of a kind in the table; KeyError is a defect."""
    for row in ROWS:
        if row.kind.name == name:
            return row.kind
    raise KeyError(name)
