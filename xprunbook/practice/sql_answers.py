"""What the modelled SQL Server answers and does, one function a question and a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Final

from xprunbook.practice.sql import FULL_MB, Database, Given, PracticeSession, Server
from xprunbook.systems.sql import Ask, Order, Row
from xprunbook.systems.sql_trouble import SqlTrouble

Answer = Callable[[PracticeSession, Given], Iterable[Row]]
Deed = Callable[[PracticeSession, Given], None]


def _names(given: Given) -> list[str]:
    names = given.get("databases")
    return [str(name) for name in names] if isinstance(names, list | tuple) else []


def _server(session: PracticeSession, given: Given) -> Iterable[Row]:
    server = session.server
    yield {
        "version": server.version,
        "product_level": "RTM",
        "edition": server.edition,
        "engine_edition": server.engine_edition,
        "instance": server.instance or None,
        "machine": server.machine,
        "collation": server.collation,
        "windows_only": 1,
        "filestream_configured": server.filestream[0],
        "filestream_effective": server.filestream[1],
        "filestream_share": server.instance or "MSSQLSERVER",
        "data_path": "D:\\Data\\",
        "transport": "TCP",
        "authentication": "NTLM" if "\\" in session.login else "SQL",
        "login": session.login,
        "is_sysadmin": int(server.logins.get(session.login, False)),
        "may_create": int(server.logins.get(session.login, False)),
        "may_login": int(server.logins.get(session.login, False)),
        "may_see": int(server.logins.get(session.login, False)),
        "server_time": session.now().isoformat(timespec="seconds"),
        "utc_offset": int((session.now().astimezone().utcoffset() or timedelta()).total_seconds() // 60),
    }


def _databases(session: PracticeSession, given: Given) -> Iterable[Row]:
    wanted = {name.casefold() for name in _names(given)}
    for key, database in sorted(session.server.databases.items()):
        if not wanted or key in wanted:
            yield {
                "name": database.name,
                "state": database.state,
                "access": "MULTI_USER",
                "read_only": 0,
                "recovery": database.recovery,
                "compatibility": int(session.server.version.partition(".")[0]) * 10,
                "collation": database.collation,
                "owner": database.owner,
                "created": database.created.isoformat(timespec="seconds"),
                "data_mb": database.data_mb,
                "log_mb": 8,
                "filestream_files": database.streams,
            }


def _login(server: Server, name: object) -> str:
    """The login's name as it is written there; empty if there is none."""
    return next((login for login in server.logins if login.casefold() == str(name).casefold()), "")


def _account(session: PracticeSession, given: Given) -> Iterable[Row]:
    server = session.server
    login = _login(server, given["account"])
    if not server.logins.get(server.login) and login != server.login:
        login = ""  # without ALTER ANY LOGIN a login sees itself only
    member = server.logins.get(login, False)
    others = sum(1 for name, has in server.logins.items() if has and name != login)
    yield {
        "login_id": 300 if login else None,
        "is_sysadmin": int(member) if login else None,
        "listed": int(member),
        "others": others,
    }


def _user(session: PracticeSession, given: Given) -> Iterable[Row]:
    database = session.server.database(given["database"], session.target)
    name = next((user for user in database.users if user.casefold() == str(given["account"]).casefold()), "")
    mapped = name if name and database.users[name] else None
    if database.owner.casefold() == str(given["account"]).casefold():
        mapped = "dbo"
    yield {
        "login_id": 300 if _login(session.server, given["account"]) else None,
        "mapped": mapped,
        "is_owner": None if mapped is None else int(mapped == "dbo" or mapped in database.owners),
        "same_name": name or None,
        "owner": database.owner,
    }


def _setting(session: PracticeSession, given: Given) -> Iterable[Row]:
    server = session.server
    if given["setting"] == "filestream access level":
        yield {"value": server.filestream[0], "in_use": server.filestream[0]}
    elif given["setting"] == "max server memory (MB)":
        server.memory_seen = True
        yield {"value": server.memory_mb, "in_use": server.memory_mb}


def _volumes(session: PracticeSession, given: Given) -> Iterable[Row]:
    free = FULL_MB if session.server.faults.full else session.server.free_mb
    yield {"volume": "D:\\", "total_mb": 500_000, "free_mb": free}


def _restores(session: PracticeSession, given: Given) -> Iterable[Row]:
    for name in _names(given):
        database = session.server.databases.get(name.casefold())
        if database is not None and database.restored is not None:
            when = database.restored.isoformat(timespec="seconds")
            yield {
                "name": database.name,
                "restored": when,
                "restored_by": session.login,
                "backup_finished": when,
                "source_server": "XPH-OLD\\XPCONNECT",
                "source_database": database.name,
            }


def _header(session: PracticeSession, given: Given) -> Iterable[Row]:
    found = session.server.files.get(str(given["path"]).casefold())
    if found is None:
        session.refuse(SqlTrouble.DEVICE, 3201, "Cannot open backup device. Operating system error 2.", 2)
    else:
        yield found


def _backup_files(session: PracticeSession, given: Given) -> Iterable[Row]:
    yield {"type": "D", "logicalname": "data", "size": 8 * 1_048_576}
    yield {"type": "L", "logicalname": "log", "size": 8 * 1_048_576}


def _mark(session: PracticeSession, given: Given) -> Iterable[Row]:
    mark = session.server.database(given["database"], session.target).mark
    if mark:
        yield {"mark": mark}


def _sessions(session: PracticeSession, given: Given) -> Iterable[Row]:
    for host, program in session.server.database(given["database"], session.target).connected:
        yield {"login": "CORP\\svc-xphone", "host": host, "program": program}


def _objects(session: PracticeSession, given: Given) -> Iterable[Row]:
    for name in sorted(session.server.database(given["database"], session.target).tables):
        schema, _, table = name.partition(".")
        yield {"schema_name": schema, "object_name": table, "object_type": "U"}


def _rows(session: PracticeSession, given: Given) -> Iterable[Row]:
    tables = session.server.database(given["database"], session.target).tables
    for row in _objects(session, given):
        count = tables[f"{row['schema_name']!s}.{row['object_name']!s}"]
        yield {"schema_name": row["schema_name"], "object_name": row["object_name"], "row_count": count}


def _checksum(session: PracticeSession, given: Given) -> Iterable[Row]:
    tables = session.server.database(given["database"], session.target).tables
    count = tables.get(f"{given['schema']}.{given['table']}", 0)
    yield {"row_count": count, "checksum": count * 31}


def _one(**row: str | int) -> Answer:
    return lambda session, given: (row,)


ANSWERS: Final[Mapping[Ask, Answer]] = {
    Ask.SERVER: _server,
    Ask.ENCRYPTION: _one(encrypted="TRUE"),
    Ask.LOGIN: lambda session, given: ({"login": session.login},),
    Ask.DATABASES: _databases,
    Ask.ACCOUNT: _account,
    Ask.USER: _user,
    Ask.SETTING: _setting,
    Ask.MEMORY: lambda session, given: ({"physical_mb": session.server.physical_mb},),
    Ask.VOLUMES: _volumes,
    Ask.RESTORES: _restores,
    Ask.BACKUP_HEADER: _header,
    Ask.BACKUP_FILES: _backup_files,
    Ask.BACKUP_VERIFY: lambda session, given: (),
    Ask.MARK: _mark,
    Ask.SESSIONS: _sessions,
    Ask.OBJECTS: _objects,
    Ask.ROWS: _rows,
    Ask.CHECKSUM: _checksum,
}


def _create(session: PracticeSession, given: Given) -> None:
    name = str(given["database"])
    if session.server.faults.full:
        session.refuse(SqlTrouble.FULL, 5149, "There is not enough space on the disk. Error 112.", 112)
    if name.casefold() in session.server.databases:
        session.refuse(SqlTrouble.EXISTS, 1801, f"Database '{name}' already exists.")
    session.need_sysadmin()
    made = Database(name, "FULL", str(given.get("collation") or session.server.collation), session.login)
    made.created = session.now()
    session.server.add(made)


def _mark_it(session: PracticeSession, given: Given) -> None:
    session.server.database(given["database"], session.target).mark = str(given["mark"])


def _unmark(session: PracticeSession, given: Given) -> None:
    session.server.database(given["database"], session.target).mark = ""


def _recovery(session: PracticeSession, given: Given) -> None:
    session.server.database(given["database"], session.target).recovery = str(given["model"]).upper()


def _create_login(session: PracticeSession, given: Given) -> None:
    session.need_sysadmin()
    if _login(session.server, given["account"]):
        session.refuse(SqlTrouble.EXISTS, 15025, "The server principal already exists.")
    session.server.logins[str(given["account"])] = False


def _create_user(session: PracticeSession, given: Given) -> None:
    database = session.server.database(given["database"], session.target)
    login = _login(session.server, given["account"])
    if not login:
        session.refuse(SqlTrouble.ABSENT, 15007, "It is not a valid login.")
    if str(given["account"]).casefold() in {user.casefold() for user in database.users}:
        session.refuse(SqlTrouble.EXISTS, 15023, "User already exists in the current database.")
    database.users[str(given["account"])] = True


def _remap(session: PracticeSession, given: Given) -> None:
    database = session.server.database(given["database"], session.target)
    for user in database.users:
        if user.casefold() == str(given["account"]).casefold():
            database.users[user] = True


def _add_owner(session: PracticeSession, given: Given) -> None:
    database = session.server.database(given["database"], session.target)
    if str(given["user"]).casefold() not in {user.casefold() for user in database.users}:
        session.refuse(SqlTrouble.ABSENT, 15151, "Cannot add the principal.")
    database.owners |= {user for user in database.users if user.casefold() == str(given["user"]).casefold()}


def _sysadmin(member: bool) -> Deed:
    def deed(session: PracticeSession, given: Given) -> None:
        session.need_sysadmin()
        login = _login(session.server, given["account"])
        if not login:
            session.refuse(SqlTrouble.ABSENT, 15151, "Cannot find the login.")
        session.server.logins[login] = member

    return deed


def _filestream(session: PracticeSession, given: Given) -> None:
    session.need_sysadmin()
    level = given["level"]
    session.server.filestream = (int(level) if isinstance(level, int) else 0, session.server.filestream[1])


def _drop(session: PracticeSession, given: Given) -> None:
    database = session.server.database(given["database"], session.target)
    if database.connected:
        session.refuse(SqlTrouble.IN_USE, 3702, "Cannot drop the database because it is currently in use.")
    del session.server.databases[database.name.casefold()]


def _probe(session: PracticeSession, given: Given) -> None:
    if number := session.server.faults.share:
        said = f"Cannot open backup device '{given['path']}'. Operating system error {number}."
        session.refuse(SqlTrouble.FULL if number == 112 else SqlTrouble.DEVICE, 3201, said, number)
    session.server.files[str(given["path"]).casefold()] = {}


def _remove_probe(session: PracticeSession, given: Given) -> None:
    session.server.files.pop(str(given["path"]).casefold(), None)


DEEDS: Final[Mapping[Order, Deed]] = {
    Order.CREATE_DATABASE: _create,
    Order.MARK_DATABASE: _mark_it,
    Order.UNMARK_DATABASE: _unmark,
    Order.RECOVERY_MODEL: _recovery,
    Order.CREATE_LOGIN: _create_login,
    Order.CREATE_USER: _create_user,
    Order.REMAP_USER: _remap,
    Order.ADD_DB_OWNER: _add_owner,
    Order.ADD_SYSADMIN: _sysadmin(True),
    Order.DROP_SYSADMIN: _sysadmin(False),
    Order.FILESTREAM: _filestream,
    Order.DROP_DATABASE: _drop,
    Order.BACKUP_PROBE: _probe,
    Order.REMOVE_PROBE: _remove_probe,
}
