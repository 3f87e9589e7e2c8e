"""Every change that is made, as an operation: the exact T-SQL, and what it means for those who read none.

What a person sees in the preview is what is sent: between the batches of an operation stands ``GO``, so it can be
pasted into SSMS. ``USE`` is a batch of its own: if it fails, nothing after it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xprunbook.actions.sql import quoting
from xprunbook.run.contract import Json, Operation
from xprunbook.systems.sql import Order, Request
from xprunbook.systems.sql_connection import BadValue

VERB: Final = "t-sql"
MARK: Final = "created empty"
"""The value of the mark begins so; its name is ``xprunbook``."""

_MASTER: Final = "USE [master];"


def _operation(server: str, order: Order, batches: tuple[str, ...], **given: Json) -> Operation:
    request = Request(order, batches)
    return Operation(VERB, server, request.text, {"order": str(order), "batches": list(batches), **given})


def request_of(operation: Operation) -> Request:
    """What is sent for an operation: its batches, as they stand in it."""
    data: Mapping[str, Json] = operation.data
    batches = data["batches"]
    assert isinstance(batches, list | tuple)
    given = {name: value for name, value in data.items() if name not in ("order", "batches")}
    return Request(str(data["order"]), tuple(str(text) for text in batches), (), given)


def create_database(
    server: str, database: str, collation: str = "", data_folder: str = "", log_folder: str = ""
) -> Operation:
    """``data_folder`` and ``log_folder``: on the SQL Server; without them its own defaults."""
    text = f"CREATE DATABASE {quoting.name(database)}"
    if data_folder or log_folder:
        data = _file(database, "", data_folder or log_folder, "mdf")
        log = _file(database, "_log", log_folder or data_folder, "ldf")
        text += f"\nON PRIMARY ({data})\nLOG ON ({log})"
    if collation:
        text += f"\nCOLLATE {quoting.collation(collation)}"
    return _operation(
        server, Order.CREATE_DATABASE, (_MASTER, f"{text};"), database=database, collation=collation
    )


def _file(database: str, suffix: str, folder: str, ending: str) -> str:
    separator = "/" if folder.startswith("/") else "\\"
    path = f"{folder.rstrip(separator)}{separator}{database}{suffix}.{ending}"
    return f"NAME = {quoting.name(database + suffix)}, FILENAME = {quoting.text(path)}"


def mark_of(run: str) -> str:
    """The value of the mark a run leaves."""
    return f"{MARK} {run}".rstrip()


def mark(server: str, database: str, run: str = "") -> Operation:
    """Leave a mark in a new database. Only with it the same run ever drops the database again."""
    value = mark_of(run)
    text = f"EXEC sys.sp_addextendedproperty @name = N'xprunbook', @value = {quoting.text(value)};"
    return _operation(
        server, Order.MARK_DATABASE, (f"USE {quoting.name(database)};", text), database=database, mark=value
    )


def unmark(server: str, database: str) -> Operation:
    """Take the mark away: somebody is about to put data into the database."""
    text = "EXEC sys.sp_dropextendedproperty @name = N'xprunbook';"
    return _operation(
        server, Order.UNMARK_DATABASE, (f"USE {quoting.name(database)};", text), database=database
    )


def recovery_model(server: str, database: str, model: str) -> Operation:
    """``model``: simple, full or bulk_logged."""
    words = {"simple": "SIMPLE", "full": "FULL", "bulk_logged": "BULK_LOGGED"}
    text = f"ALTER DATABASE {quoting.name(database)} SET RECOVERY {words[model]};"
    return _operation(server, Order.RECOVERY_MODEL, (_MASTER, text), database=database, model=model)


def create_login(server: str, account: str) -> Operation:
    """A login of a Windows account, machine accounts too."""
    text = f"CREATE LOGIN {quoting.name(quoting.windows_login(account))} FROM WINDOWS;"
    return _operation(server, Order.CREATE_LOGIN, (_MASTER, text), account=account)


def create_user(server: str, database: str, account: str) -> Operation:
    """The login's user in a database, of the same name."""
    text = f"CREATE USER {quoting.name(account)} FOR LOGIN {quoting.name(account)};"
    return _operation(
        server,
        Order.CREATE_USER,
        (f"USE {quoting.name(database)};", text),
        database=database,
        account=account,
    )


def remap_user(server: str, database: str, account: str) -> Operation:
    """A user that came with a backup and belongs to no login here."""
    text = f"ALTER USER {quoting.name(account)} WITH LOGIN = {quoting.name(account)};"
    return _operation(
        server, Order.REMAP_USER, (f"USE {quoting.name(database)};", text), database=database, account=account
    )


def add_db_owner(server: str, database: str, user: str) -> Operation:
    """``user``: of the database (usually named as the login)."""
    text = f"ALTER ROLE [db_owner] ADD MEMBER {quoting.name(user)};"
    return _operation(
        server, Order.ADD_DB_OWNER, (f"USE {quoting.name(database)};", text), database=database, user=user
    )


def add_sysadmin(server: str, account: str) -> Operation:
    """On the whole instance."""
    text = f"ALTER SERVER ROLE [sysadmin] ADD MEMBER {quoting.name(account)};"
    return _operation(server, Order.ADD_SYSADMIN, (_MASTER, text), account=account)


def drop_sysadmin(server: str, account: str) -> Operation:
    """Its taking back."""
    text = f"ALTER SERVER ROLE [sysadmin] DROP MEMBER {quoting.name(account)};"
    return _operation(server, Order.DROP_SYSADMIN, (_MASTER, text), account=account)


def filestream(server: str, level: int) -> Operation:
    """The second switch (domain fact C20); the service has to be restarted by a person."""
    batches = (f"EXEC sys.sp_configure N'filestream access level', {level:d};", "RECONFIGURE;")
    return _operation(server, Order.FILESTREAM, batches, level=level)


def drop_database(server: str, database: str) -> Operation:
    """Refused by the server while somebody is connected (3702): nobody is thrown out."""
    return _operation(
        server, Order.DROP_DATABASE, (_MASTER, f"DROP DATABASE {quoting.name(database)};"), database=database
    )


def backup_probe(path: str) -> Request:
    """A real backup by the engine's own account; COPY_ONLY leaves the chain of backups alone."""
    text = f"BACKUP DATABASE [model] TO DISK = {quoting.text(path)} WITH COPY_ONLY, INIT;"
    return Request(Order.BACKUP_PROBE, (text,), (), {"path": path})


def remove_probe(path: str, major: int) -> Request:
    """The engine removes its own file: ``xp_delete_files`` from SQL Server 2019 on, before it the procedure that
    maintenance plans use (0: backup files)."""
    if any(sign in path for sign in "*?"):
        raise BadValue("name", "path")
    call = "xp_delete_files" if major >= 15 else "xp_delete_file 0,"
    return Request(Order.REMOVE_PROBE, (f"EXEC master.sys.{call} {quoting.text(path)};",), (), {"path": path})
