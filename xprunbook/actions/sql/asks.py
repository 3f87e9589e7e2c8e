"""Every question that is asked, with its T-SQL and the columns of its rows. Read-only, but for what RESTORE notes.

Everything of type ``sql_variant`` is CAST (SERVERPROPERTY, CONNECTIONPROPERTY, sys.configurations,
sys.extended_properties): pyodbc cannot read it. Sources: domain facts F1 to F18, Microsoft's reference pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xprunbook.actions.sql import quoting
from xprunbook.systems.sql import Ask, Request

_SERVER: Final = """\
SELECT
    CAST(SERVERPROPERTY(N'ProductVersion') AS nvarchar(128)) AS version,
    CAST(SERVERPROPERTY(N'ProductLevel') AS nvarchar(128)) AS product_level,
    CAST(SERVERPROPERTY(N'Edition') AS nvarchar(128)) AS edition,
    CAST(SERVERPROPERTY(N'EngineEdition') AS int) AS engine_edition,
    CAST(SERVERPROPERTY(N'InstanceName') AS nvarchar(128)) AS instance,
    CAST(SERVERPROPERTY(N'MachineName') AS nvarchar(128)) AS machine,
    CAST(SERVERPROPERTY(N'Collation') AS nvarchar(128)) AS collation,
    CAST(SERVERPROPERTY(N'IsIntegratedSecurityOnly') AS int) AS windows_only,
    CAST(SERVERPROPERTY(N'FilestreamConfiguredLevel') AS int) AS filestream_configured,
    CAST(SERVERPROPERTY(N'FilestreamEffectiveLevel') AS int) AS filestream_effective,
    CAST(SERVERPROPERTY(N'FilestreamShareName') AS nvarchar(128)) AS filestream_share,
    CAST(SERVERPROPERTY(N'InstanceDefaultDataPath') AS nvarchar(400)) AS data_path,
    CAST(CONNECTIONPROPERTY('net_transport') AS nvarchar(40)) AS transport,
    CAST(CONNECTIONPROPERTY('auth_scheme') AS nvarchar(40)) AS authentication,
    SUSER_SNAME() AS login,
    IS_SRVROLEMEMBER(N'sysadmin') AS is_sysadmin,
    HAS_PERMS_BY_NAME(NULL, NULL, N'CREATE ANY DATABASE') AS may_create,
    HAS_PERMS_BY_NAME(NULL, NULL, N'ALTER ANY LOGIN') AS may_login,
    HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER STATE') AS may_see,
    CONVERT(nvarchar(19), SYSDATETIME(), 126) AS server_time,
    DATEPART(tzoffset, SYSDATETIMEOFFSET()) AS utc_offset;"""

SERVER: Final = Request(Ask.SERVER, (_SERVER,))
"""One row about the server and this connection."""

ENCRYPTION: Final = Request(
    Ask.ENCRYPTION,
    ("SELECT encrypt_option AS encrypted FROM sys.dm_exec_connections WHERE session_id = @@SPID;",),
)
"""``encrypted``: TRUE or FALSE. Needs VIEW SERVER STATE."""

LOGIN: Final = Request(Ask.LOGIN, ("SELECT SUSER_SNAME() AS login;",))
"""Whom the server takes us for."""

MEMORY: Final = Request(
    Ask.MEMORY, ("SELECT physical_memory_kb / 1024 AS physical_mb FROM sys.dm_os_sys_info;",)
)
"""``physical_mb`` of the machine. Needs VIEW SERVER STATE."""

VOLUMES: Final = Request(
    Ask.VOLUMES,
    (
        """\
SELECT DISTINCT v.volume_mount_point AS volume,
    v.total_bytes / 1048576 AS total_mb, v.available_bytes / 1048576 AS free_mb
FROM sys.master_files AS f
CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) AS v;""",
    ),
)
"""The volumes that hold database files. Needs VIEW SERVER STATE."""


def _listed(names: Sequence[str]) -> str:
    return ", ".join("?" * len(names))


def databases(names: Sequence[str] = ()) -> Request:
    """Facts of these databases; of all that are no system databases without names. ``data_mb`` is NULL where this
    login may not see the files."""
    which = f"d.name IN ({_listed(names)})" if names else "d.database_id > 4"
    text = f"""\
SELECT d.name, d.state_desc AS state, d.user_access_desc AS access, CAST(d.is_read_only AS int) AS read_only,
    d.recovery_model_desc AS recovery, CAST(d.compatibility_level AS int) AS compatibility,
    d.collation_name AS collation, SUSER_SNAME(d.owner_sid) AS owner,
    CONVERT(nvarchar(19), d.create_date, 126) AS created,
    (SELECT SUM(CAST(f.size AS bigint)) * 8 / 1024 FROM sys.master_files AS f
        WHERE f.database_id = d.database_id AND f.type = 0) AS data_mb,
    (SELECT SUM(CAST(f.size AS bigint)) * 8 / 1024 FROM sys.master_files AS f
        WHERE f.database_id = d.database_id AND f.type = 1) AS log_mb,
    (SELECT COUNT(*) FROM sys.master_files AS f
        WHERE f.database_id = d.database_id AND f.type = 2) AS filestream_files
FROM sys.databases AS d
WHERE {which}
ORDER BY d.name;"""
    return Request(Ask.DATABASES, (text,), tuple(names), {"databases": list(names)})


def account(login: str) -> Request:
    """A login and sysadmin. ``login_id`` NULL: no login of its own; ``is_sysadmin`` NULL: cannot be told (F7);
    ``listed``: member by its own name, 0 also where this login may not see it; ``others``: enabled members besides
    it that a person can log on as (no services of the server itself, no certificates, keys and roles, no SQL login
    where only Windows accounts get in)."""
    text = """\
SELECT SUSER_ID(?) AS login_id, IS_SRVROLEMEMBER(N'sysadmin', ?) AS is_sysadmin,
    (SELECT COUNT(*) FROM sys.server_role_members AS m
        JOIN sys.server_principals AS r ON r.principal_id = m.role_principal_id
        WHERE r.name = N'sysadmin' AND m.member_principal_id = SUSER_ID(?)) AS listed,
    (SELECT COUNT(*) FROM sys.server_role_members AS m
        JOIN sys.server_principals AS r ON r.principal_id = m.role_principal_id
        JOIN sys.server_principals AS p ON p.principal_id = m.member_principal_id
        WHERE r.name = N'sysadmin' AND p.is_disabled = 0 AND p.type NOT IN ('C', 'K', 'R')
            AND p.name COLLATE Latin1_General_CI_AS NOT LIKE N'NT SERVICE\\%'
            AND (p.type <> 'S' OR CAST(SERVERPROPERTY(N'IsIntegratedSecurityOnly') AS int) = 0)
            AND p.principal_id <> ISNULL(SUSER_ID(?), -1)) AS others;"""
    return Request(Ask.ACCOUNT, (text,), (login,) * 4, {"account": login})


def user(database: str, login: str) -> Request:
    """An account in a database. ``mapped``: its user, by its SID; ``is_owner``: that user and db_owner, NULL if it
    cannot be told; ``same_name``: a user of that name, mapped or not; ``owner``: of the database."""
    text = """\
SELECT w.login_id, u.name AS mapped,
    CASE WHEN u.name IS NOT NULL THEN IS_ROLEMEMBER(N'db_owner', u.name) END AS is_owner,
    n.name AS same_name, SUSER_SNAME(d.owner_sid) AS owner
FROM (SELECT SUSER_ID(?) AS login_id, SUSER_SID(?) AS sid) AS w
LEFT JOIN sys.database_principals AS u ON u.sid = w.sid
LEFT JOIN sys.database_principals AS n ON n.name = ?
LEFT JOIN sys.databases AS d ON d.database_id = DB_ID();"""
    batches = (f"USE {quoting.name(database)};", text)
    return Request(Ask.USER, batches, (login,) * 3, {"database": database, "account": login})


def setting(called: str) -> Request:
    """A row of ``sys.configurations``: ``value`` as set, ``in_use`` as running."""
    text = """\
SELECT CAST(value AS bigint) AS value, CAST(value_in_use AS bigint) AS in_use
FROM sys.configurations WHERE name = ?;"""
    return Request(Ask.SETTING, (text,), (called,), {"setting": called})


def restores(names: Sequence[str]) -> Request:
    """The latest full restore of each database, in the server's local time (F12)."""
    text = f"""\
SELECT name, restored, restored_by, backup_finished, source_server, source_database
FROM (
    SELECT h.destination_database_name AS name, CONVERT(nvarchar(19), h.restore_date, 126) AS restored,
        h.user_name AS restored_by, CONVERT(nvarchar(19), b.backup_finish_date, 126) AS backup_finished,
        b.server_name AS source_server, b.database_name AS source_database,
        ROW_NUMBER() OVER (PARTITION BY h.destination_database_name
            ORDER BY h.restore_date DESC, h.restore_history_id DESC) AS place
    FROM msdb.dbo.restorehistory AS h
    LEFT JOIN msdb.dbo.backupset AS b ON b.backup_set_id = h.backup_set_id
    WHERE h.restore_type = 'D' AND h.destination_database_name IN ({_listed(names)})
) AS newest
WHERE place = 1
ORDER BY name;"""
    return Request(Ask.RESTORES, (text,), tuple(names), {"databases": list(names)})


def backup_header(path: str) -> Request:
    """One row a backup in the file, with the columns of RESTORE HEADERONLY."""
    return Request(
        Ask.BACKUP_HEADER, (f"RESTORE HEADERONLY FROM DISK = {quoting.text(path)};",), (), {"path": path}
    )


def backup_files(path: str, position: int = 1) -> Request:
    """One row a database file in a backup: ``type`` D data, L log, S FILESTREAM."""
    text = f"RESTORE FILELISTONLY FROM DISK = {quoting.text(path)} WITH FILE = {position:d};"
    return Request(Ask.BACKUP_FILES, (text,), (), {"path": path, "position": position})


def backup_verify(path: str, position: int = 1) -> Request:
    """No row: it is refused if the backup is not whole."""
    text = f"RESTORE VERIFYONLY FROM DISK = {quoting.text(path)} WITH FILE = {position:d};"
    return Request(Ask.BACKUP_VERIFY, (text,), (), {"path": path, "position": position})


def mark(database: str) -> Request:
    """``mark``: what ``orders.mark`` left in the database. A restore brings the backup's own, so it vanishes."""
    text = """\
SELECT CAST(value AS nvarchar(400)) AS mark
FROM sys.extended_properties WHERE class = 0 AND name = N'xprunbook';"""
    return Request(Ask.MARK, (f"USE {quoting.name(database)};", text), (), {"database": database})


def sessions(database: str) -> Request:
    """Who else is connected to a database: its programs, no threads of the server. Without VIEW SERVER STATE a login
    sees itself alone (sys.dm_exec_sessions), so ``may_see`` of the server has to be asked first."""
    text = """\
SELECT s.login_name AS login, s.host_name AS host, s.program_name AS program
FROM sys.dm_exec_sessions AS s
WHERE s.database_id = DB_ID(?) AND s.session_id <> @@SPID AND s.is_user_process = 1;"""
    return Request(Ask.SESSIONS, (text,), (database,), {"database": database})


def objects(database: str) -> Request:
    """Tables, views, procedures, functions, DML triggers, sequences, synonyms, those of CLR too, as far as this login
    may see them; constraints go with their tables."""
    text = """\
SELECT s.name AS schema_name, o.name AS object_name, RTRIM(o.type) AS object_type
FROM sys.objects AS o
JOIN sys.schemas AS s ON s.schema_id = o.schema_id
WHERE o.is_ms_shipped = 0
    AND o.type IN ('U', 'V', 'P', 'PC', 'FN', 'FS', 'IF', 'TF', 'FT', 'AF', 'TR', 'TA', 'SN', 'SO')
ORDER BY s.name, o.name;"""
    return Request(Ask.OBJECTS, (f"USE {quoting.name(database)};", text), (), {"database": database})


def rows(database: str) -> Request:
    """Rows a table as the catalogue counts them; Microsoft calls the number approximate (sys.partitions)."""
    text = """\
SELECT s.name AS schema_name, t.name AS object_name, SUM(p.rows) AS row_count
FROM sys.tables AS t
JOIN sys.schemas AS s ON s.schema_id = t.schema_id
JOIN sys.partitions AS p ON p.object_id = t.object_id AND p.index_id IN (0, 1)
WHERE t.is_ms_shipped = 0
GROUP BY s.name, t.name
ORDER BY s.name, t.name;"""
    return Request(Ask.ROWS, (f"USE {quoting.name(database)};", text), (), {"database": database})


def checksum(database: str, schema: str, table: str) -> Request:
    """Rows counted one by one, and a checksum over them in any order. BINARY_CHECKSUM leaves out text, ntext,
    image, xml and non-comparable CLR columns and reads the first 255 characters of nvarchar(max): equal sums are no
    proof (Microsoft, BINARY_CHECKSUM). It is refused when no other column is there."""
    text = (
        "SELECT COUNT_BIG(*) AS row_count, CAST(CHECKSUM_AGG(BINARY_CHECKSUM(*)) AS bigint) AS checksum "
        f"FROM {quoting.name(schema)}.{quoting.name(table)};"
    )
    given = {"database": database, "schema": schema, "table": table}
    return Request(Ask.CHECKSUM, (f"USE {quoting.name(database)};", text), (), given)
