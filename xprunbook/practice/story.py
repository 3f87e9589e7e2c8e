"""The story of every practice site: an old and a new XPhone server, a SQL Server with a share. All invented.

What is known of a real installation (folders, names of databases and instances, ports) follows the domain facts
A1 to A27 and B1 to B19; whatever is unknown there is made up here and proves nothing about a real server.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from xprunbook.practice.sql import SAYS, VERSIONS, Database, Server

OLD: Final = "XPH-OLD"
NEW: Final = "XPH-NEW"
SQL_HOST: Final = "SQL01"
DOMAIN: Final = "corp.example"
ADDRESSES: Final[Mapping[str, str]] = {OLD: "192.0.2.10", NEW: "192.0.2.11", SQL_HOST: "192.0.2.12"}
"""The machines by name, with addresses nobody has (RFC 5737)."""

ADMIN: Final = r"CORP\admin"
SERVICE_ACCOUNT: Final = r"CORP\svc-xphone"
ENGINE_ACCOUNT: Final = r"NT SERVICE\MSSQL$XPHONE"
INSTALL_FOLDER: Final = r"C:\Program Files\C4B\XPhone Connect Server"
BACKUP_LOG: Final = r"C:\ProgramData\C4B\XPhoneBackup\Backup.log"
DATABASES: Final = ("XPDATA", "XPVDIR", "XPSTATS", "XPSTATSRaw")
SHARE: Final = rf"\\{SQL_HOST}\XPhoneBackup"
SHARES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    OLD: {"C$": ("C",), "D$": ("D",)},
    NEW: {"C$": ("C",), "D$": ("D",)},
    SQL_HOST: {"C$": ("C",), "D$": ("D",), "XPhoneBackup": ("C", "XPhoneBackup")},
}
"""By machine and name: the folder of the machine that is shared."""

WEB: Final = "web"
LISTENER: Final = "listener"
PORTS: Final[Mapping[str, Mapping[int, str]]] = {
    OLD: {80: WEB, 443: WEB, 2230: LISTENER},
    NEW: {80: WEB, 443: WEB, 2230: LISTENER, 2231: LISTENER},
    SQL_HOST: {445: LISTENER, 1433: LISTENER},
}
"""Who listens where; 2231 is new in V9 (B16)."""

INSTANCES: Final[Mapping[str, Mapping[str, int]]] = {OLD: {}, NEW: {}, SQL_HOST: {"XPHONE": 1433}}
"""The named instances SQL Server Browser tells of, with their ports; Express leaves it switched off."""

EXPORT_FOLDER: Final = r"C:\XPDATA-Export"
STATISTICS: Final = rf"XPSTATS={OLD}\XPANALYTICS, XPSTATSRaw={OLD}\XPANALYTICS"
"""The databases that lie in the other instance of the old server."""

INPUTS: Final[Mapping[str, str]] = {
    "old_server": OLD,
    "new_server": NEW,
    "xphone_server": NEW,
    "sql_server": rf"{SQL_HOST}\XPHONE",
    "sql_host": SQL_HOST,
    "sql_port": "1433",
    "service_account": SERVICE_ACCOUNT,
    "backup_share": SHARE,
    "backup_log": BACKUP_LOG,
    "databases": ", ".join(DATABASES),
    "old_sql": rf"{OLD}\XPCONNECT, {STATISTICS}",
    "filestream_level": "2",
    "source_sql": rf"{OLD}\XPCONNECT",
    "source_instances": rf"{OLD}\XPCONNECT, {STATISTICS}",
    "target_sql": rf"{SQL_HOST}\XPHONE",
    "target_version": "2019",
    "target_exists": "no",
    "part_of_move": "no",
    "virtual": "yes",
    "own_sql": "yes",
    "analytics": "yes",
}
"""Values of the inputs of a practice run, by id; a runbook takes those it has."""

INPUTS_OF: Final[Mapping[str, Mapping[str, str]]] = {
    "xphone-sql-express-update": {"xphone_server": OLD},
    "xphone-database-by-script": {"xphone_server": OLD},
    "xphone-v5-v7-to-v8": {"stage_server": NEW},
}
"""Where a runbook is about another machine than the move's new one."""

_PLACES: Final = {
    "XPDATA": "XPCONNECT",
    "XPVDIR": "XPCONNECT",
    "XPSTATS": "XPANALYTICS",
    "XPSTATSRaw": "XPANALYTICS",
}
"""Database by instance (A22, A23)."""


def machine(host: str) -> str:
    """The machine of the story a host name or address means; empty for every other."""
    name = host.strip().strip("[]").casefold().removesuffix(f".{DOMAIN}")
    for known, address in ADDRESSES.items():
        if name in (known.casefold(), address):
            return known
    return ""


def files(host: str, express: bool = False) -> dict[str, bytes]:
    """The files a machine has at the beginning, by their Windows paths. ``express``: see ``open_world``."""
    scripts = {rf"{EXPORT_FOLDER}\{name}.sql": script(name) for name in DATABASES}
    if host == SQL_HOST:
        return scripts
    found = {
        rf"{INSTALL_FOLDER}\atlas.xml": atlas(host, "2019" if express and host == NEW else ""),
        rf"{INSTALL_FOLDER}\license\license.xml": _LICENCE.replace("\n", "\r\n").encode(),
        **{rf"{INSTALL_FOLDER}\{name}": b"MZ practice: not a program\r\n" for name in VERSIONS_OF[host]},
    }
    if host == OLD:
        found[r"D:\XPhoneBackup\full.zip"] = b"practice backup\r\n" * 4096
        found |= scripts
    return found


PATCHED: Final = "9.8.138.1142"
"""The file version of a Backup-Manager with its patches: a real one (D4)."""

VERSIONS_OF: Final[Mapping[str, Mapping[str, str]]] = {
    OLD: {
        "atlasservice.exe": "8.0.123.4567",
        "XPhoneServerBackup.exe": "8.0.123.4567",
        "ServerMng.exe": "8.0.123.4567",
    },
    NEW: {
        "atlasservice.exe": "9.8.69.1000",
        "XPhoneServerBackup.exe": PATCHED,
        "ServerMng.exe": "9.8.69.1000",
    },
}
"""Programs of XPhone and their file versions. All but ``PATCHED`` are made up."""

UNPATCHED: Final = "9.0.271.1000"
"""The file version of a Backup-Manager without the patches of D4 and D5; made up."""

MACS: Final[Mapping[str, str]] = {
    OLD: "00-15-5D-01-02-03",
    NEW: "00-50-56-01-02-03",
    SQL_HOST: "00-50-56-01-02-04",
}
"""The old machine is one of Hyper-V, the others are of VMware, with addresses set by hand."""

DRAWN_MAC: Final = "00-0C-29-01-02-03"
"""What the new machine has when nobody set it."""

FOLDERS: Final[Mapping[str, tuple[str, ...]]] = {
    OLD: (r"D:\XPhoneBackup", r"C:\ProgramData\C4B\XPhoneBackup"),
    NEW: (r"D:\XPhoneBackup", r"C:\ProgramData\C4B\XPhoneBackup"),
    SQL_HOST: (r"C:\XPhoneBackup", r"D:\Data"),
}
"""Empty folders of each machine; ``C:`` and ``D:`` are there anyway."""


def atlas(host: str, edition: str = "") -> bytes:
    """An ``atlas.xml``: UTF-8 with its mark, CRLF, comments; after setup it names local instances (A4, A20), of a
    newer setup with its ``edition`` (A25)."""
    entries = "\n".join(
        f"    <!-- {_PURPOSES[name]} -->\n"
        f'    <Database name="{name}" connection="Integrated Security=SSPI;Persist Security Info=False;'
        rf'Initial Catalog={name};Data Source=(local)\{_PLACES[name]}{edition}" />'
        for name in DATABASES
    )
    modules = "\n".join(
        f'  <Parameter key="module.{number:03}.timeout" value="{10 + number * 7 % 50}" />'
        for number in range(1, 41)
    )
    text = _ATLAS.format(host=host, modules=modules, entries=entries)
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


_PURPOSES: Final = {
    "XPDATA": "Konfiguration und Journale",
    "XPVDIR": "Verzeichnis; entsteht aus den Quellen neu",
    "XPSTATS": "Statistik: eigene Instanz, nicht mit XPDATA verwechseln",
    "XPSTATSRaw": "Rohdaten der Statistik",
}

_ATLAS: Final = r"""<?xml version="1.0" encoding="utf-8"?>
<!-- ÜBUNG: erfundene Konfiguration des Servers {host} -->
<AtlasConfiguration>
  <Logging level="info" path="C:\ProgramData\C4B\Logs" keep="14" />
  <!-- Muster: <Database connection="Data Source=(local)\XPCONNECT;Initial Catalog=X" /> -->
{modules}
  <Databases>
{entries}
  </Databases>
  <Connectors>
    <schedule enabled="true" startDelay="00:10:00" />
  </Connectors>
</AtlasConfiguration>
"""

_LICENCE: Final = """<?xml version="1.0" encoding="utf-8"?>
<License>
  <SystemID>PRACTICE-0000-0001</SystemID>
  <CustomerData Name="Muster GmbH" />
</License>
"""


def script(name: str) -> bytes:
    """A database as the wizard of SSMS exports it (UTF-16 with its mark, CRLF, GO), in short. Lines of ``SAYS`` tell
    the model what a batch does: it reads no SQL."""
    folder = r"C:\Program Files\Microsoft SQL Server\MSSQL15.XPCONNECT\MSSQL\DATA"
    batches = [
        f"{SAYS}nothing\nUSE [master]",
        f"{SAYS}create {name}\nCREATE DATABASE [{name}] ON PRIMARY\n"
        f"( NAME = N'{name}', FILENAME = N'{folder}\\{name}.mdf' )\n LOG ON\n"
        f"( NAME = N'{name}_log', FILENAME = N'{folder}\\{name}_log.ldf' )",
        f"{SAYS}nothing\nALTER DATABASE [{name}] SET COMPATIBILITY_LEVEL = 150",
        f"{SAYS}nothing\nUSE [{name}]",
    ]
    for table, rows in TABLES.items():
        quoted = ".".join(f"[{part}]" for part in table.split("."))
        batches.append(f"{SAYS}table {name} {table} 0\nCREATE TABLE {quoted}([Id] [int] NOT NULL)")
        batches.append(f"INSERT {quoted} ([Id]) VALUES (1)\n{SAYS}table {name} {table} {rows}")
    text = "\nGO\n".join(batches) + "\nGO\n"
    return b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le")


TABLES: Final = {"dbo.Users": 120, "dbo.Journal": 48_000, "dbo.Sites": 4, "dbo.Lines": 30}
"""What an XPhone database of the story holds; table names are made up."""

FRESH: Final = dict.fromkeys(TABLES, 1)
"""What a first start leaves in a database: every table, and hardly a row."""


def servers() -> list[Server]:
    """The SQL Servers: the target; the two local instances of the old server with the databases, and the two that
    its update of SQL Server Express has set up, still empty; and those that setup makes on a new server (plan A)."""
    made = datetime(2024, 3, 12, 9, 30)
    target = Server(SQL_HOST, "XPHONE")
    local = [
        Server(OLD, name, edition="Express Edition (64-bit)", engine_edition=4, version=VERSIONS["2019"])
        for name in ("XPCONNECT", "XPANALYTICS", "XPCONNECT2019", "XPANALYTICS2019")
    ]
    new = [
        Server(NEW, name, edition="Express Edition (64-bit)", engine_edition=4)
        for name in ("XPCONNECT2019", "XPANALYTICS2019")
    ]
    for server in local:
        for name in DATABASES:
            if _PLACES[name] == server.instance:
                server.add(Database(name, created=made, data_mb=900, tables=dict(TABLES)))
    return [target, *local, *new]
