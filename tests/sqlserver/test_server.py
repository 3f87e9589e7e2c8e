"""Questions, changes and scripts on a real SQL Server, if one is named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from tests.actions.sql.statements import requests
from tests.odbc.play import Watching
from xprunbook.actions.sql import asks, orders
from xprunbook.actions.sql.compare import differences, picture
from xprunbook.actions.sql.script.run import Ran, run
from xprunbook.actions.sql.script.script import Options, Script
from xprunbook.run.contract import Credential, Operation
from xprunbook.systems.files import RealFiles
from xprunbook.systems.sql import Request, Said, Session, Table, Where
from xprunbook.systems.sql_odbc import OdbcSql
from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble

VARIABLE = "XPRUNBOOK_SQLSERVER"

pytestmark = pytest.mark.skipif(not os.environ.get(VARIABLE), reason=f"{VARIABLE} names no server")


def given() -> dict[str, str]:
    """The pairs of the environment's variable."""
    pairs = (item.partition("=") for item in os.environ[VARIABLE].split(";") if item)
    return {key.strip().upper(): value for key, _, value in pairs}


def place(strict: bool = True, **changed: str) -> Where:
    """The server of the environment."""
    pairs = given() | changed
    credential = Credential(pairs["UID"], pairs.get("PWD", "")) if pairs.get("UID") else None
    trust = pairs.get("TRUST", "").lower() in ("yes", "1", "true")
    driver = pairs.get("DRIVER", "")
    return Where(pairs["SERVER"], credential=credential, trust=trust, driver=driver, strict=strict)


@pytest.fixture
def session() -> Iterator[Session]:
    """A session."""
    made = OdbcSql().connect(place(), Watching())
    yield made
    made.close()


@pytest.fixture
def database(session: Session) -> Iterator[str]:
    """A database of one test."""
    name = f"xprunbook_{token_hex(4)}"
    send(session, orders.create_database("", name))
    yield name
    send(session, orders.drop_database("", name))


def nobody(news: Said | Table) -> None:
    """Nobody listens."""


def send(session: Session, operation: Operation) -> None:
    """Carry an operation out."""
    session.do(orders.request_of(operation), Watching(), nobody)


def needs_engine(deed: Callable[[], None]) -> None:
    """Do it, or skip where the server does not know it at all."""
    try:
        deed()
    except SqlRefused as refused:
        if "not currently supported" in refused.said or "does not exist" in refused.said:
            pytest.skip(f"this server has it not: {refused.said}")
        raise


def scripted(database: str, path: Path, text: str, go_on: bool = False) -> tuple[Ran, list[str]]:
    """Run a script in a database."""
    path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
    script = Script(RealFiles(), str(path), Options())
    checked, told = script.check(Watching()), list[str]()
    session = OdbcSql().connect(place(strict=False), Watching())
    session.do(Request("use", (f"USE [{database}];",)), Watching(), nobody)
    batches = script.batches(Watching())
    ran = run(session, batches, checked.size, Watching(), told.append, lambda at, left: "", 0, go_on)
    session.close()
    return ran, told


def test_the_server_says_what_it_is(session: Session) -> None:
    row = session.ask(asks.SERVER, Watching())[0]
    assert int(str(row["version"]).partition(".")[0]) >= 11
    assert row["login"]
    assert row["is_sysadmin"] in (0, 1)


def test_a_wrong_password_is_told_from_a_wrong_port() -> None:
    with pytest.raises(SqlRefused) as raised:
        OdbcSql().connect(place(UID="xprunbook_nobody", PWD=token_hex(12)), Watching())
    assert raised.value.trouble is SqlTrouble.LOGIN
    with pytest.raises(SqlRefused) as raised:
        OdbcSql().connect(place(SERVER="127.0.0.1,9"), Watching())
    assert raised.value.trouble in (SqlTrouble.UNREACHABLE, SqlTrouble.SLOW_LOGIN)


def test_a_database_comes_and_goes(session: Session, database: str) -> None:
    rows = session.ask(asks.databases((database, "xprunbook_none")), Watching())
    assert [(row["name"], row["state"]) for row in rows] == [(database, "ONLINE")]


def test_mark_and_model(session: Session, database: str) -> None:
    needs_engine(lambda: send(session, orders.mark("", database)))
    assert session.ask(asks.mark(database), Watching())[0]["mark"] == orders.MARK
    needs_engine(lambda: send(session, orders.recovery_model("", database, "simple")))


def test_who_is_sysadmin(session: Session) -> None:
    login = str(session.ask(asks.LOGIN, Watching())[0]["login"])
    assert session.ask(asks.account(login), Watching())[0]["login_id"] is not None
    assert session.ask(asks.account("NO\\BODY"), Watching())[0]["login_id"] is None


def test_restores_and_configuration(session: Session) -> None:
    needs_engine(lambda: assert_empty(session.ask(asks.restores(("xprunbook_none",)), Watching())))
    assert session.ask(asks.setting("max server memory (MB)"), Watching())


def assert_empty(rows: object) -> None:
    """No rows."""
    assert rows == ()


def test_a_script_and_its_copy_are_equal(session: Session, database: str, tmp_path: Path) -> None:
    text = (
        "CREATE TABLE t (a int PRIMARY KEY, b nvarchar(40))\r\nGO\r\n"
        "INSERT t VALUES (1, N'O''Brien'), (2, N'日本')\r\nGO\r\nPRINT 'fertig'\r\nGO\r\n"
    )
    ran, told = scripted(database, tmp_path / "a.sql", text)
    assert (ran.done, ran.failures) == (3, [])
    assert "fertig" in told
    seen = picture(session, database, True, Watching())
    assert seen.total == 2
    assert not list(differences(database, seen, seen))


def test_an_error_in_a_later_statement_stops_the_script(database: str, tmp_path: Path) -> None:
    twice = "INSERT t VALUES (1); SELECT 1; INSERT t VALUES (1)"
    text = f"CREATE TABLE t (a int PRIMARY KEY)\nGO\n{twice}\nGO\nPRINT 1\nGO\n"
    ran, _ = scripted(database, tmp_path / "a.sql", text)
    assert (ran.done, ran.stopped) == (1, True)
    assert ran.failures[0].refused.trouble is SqlTrouble.DUPLICATE
    assert ran.failures[0].place.line == 3


def test_an_open_transaction_is_rolled_back(session: Session, database: str, tmp_path: Path) -> None:
    text = "CREATE TABLE t (a int)\nGO\nBEGIN TRAN\nINSERT t VALUES (1)\nGO\nRAISERROR('x', 16, 1)\nGO\n"
    ran, _ = scripted(database, tmp_path / "a.sql", text)
    assert ran.rolled_back
    assert picture(session, database, True, Watching()).total == 0


@pytest.fixture
def login(session: Session) -> Iterator[str]:
    """A SQL login of one test."""
    name = f"xprunbook_{token_hex(4)}"
    plain(session, f"CREATE LOGIN [{name}] WITH PASSWORD = N'{token_hex(12)}aA1!';")
    yield name
    plain(session, f"DROP LOGIN [{name}];")


def plain(session: Session, text: str) -> None:
    """Send a statement of the test's own."""
    session.do(Request("test", (text,)), Watching(), nobody)


@pytest.mark.parametrize("request_", list(requests()), ids=lambda item: item.name)
def test_every_statement_parses(session: Session, request_: Request) -> None:
    """The server reads it and carries out nothing; a syntax error would be said (102, 156, 319 and the like)."""
    plain(session, "SET PARSEONLY ON;")
    try:
        for text in request_.batches:
            plain(session, text.replace("?", "N'x'"))
    finally:
        plain(session, "SET PARSEONLY OFF;")


@pytest.mark.parametrize(
    "ask", [asks.ENCRYPTION, asks.LOGIN, asks.MEMORY, asks.VOLUMES], ids=lambda ask: ask.name
)
def test_a_question_is_answered(session: Session, ask: Request) -> None:
    needs_engine(lambda: assert_some(session.ask(ask, Watching())))


def assert_some(rows: object) -> None:
    """At least a row."""
    assert rows


def test_nobody_else_is_connected_to_a_new_database(session: Session, database: str) -> None:
    needs_engine(lambda: assert_empty(session.ask(asks.sessions(database), Watching())))
    other = OdbcSql().connect(place(strict=False), Watching())
    try:
        other.do(Request("use", (f"USE [{database}];",)), Watching(), nobody)
        needs_engine(lambda: assert_some(session.ask(asks.sessions(database), Watching())))
    finally:
        other.close()


def test_the_mark_goes_again(session: Session, database: str) -> None:
    needs_engine(lambda: send(session, orders.mark("", database, "run-1")))
    assert session.ask(asks.mark(database), Watching())[0]["mark"] == orders.mark_of("run-1")
    send(session, orders.unmark("", database))
    assert not session.ask(asks.mark(database), Watching())


def test_a_login_becomes_db_owner(session: Session, database: str, login: str) -> None:
    before = session.ask(asks.user(database, login), Watching())[0]
    assert (before["login_id"] is not None, before["mapped"], before["is_owner"]) == (True, None, None)
    send(session, orders.create_user("", database, login))
    assert session.ask(asks.user(database, login), Watching())[0]["is_owner"] == 0
    needs_engine(lambda: send(session, orders.add_db_owner("", database, login)))
    after = session.ask(asks.user(database, login), Watching())[0]
    assert (after["mapped"], after["is_owner"], after["same_name"]) == (login, 1, login)


def test_a_user_whose_login_is_gone_is_mapped_anew(session: Session, database: str) -> None:
    """What a restore leaves: the user is there, its SID belongs to no login of this server."""
    name = f"xprunbook_{token_hex(4)}"
    plain(session, f"CREATE LOGIN [{name}] WITH PASSWORD = N'{token_hex(12)}aA1!';")
    send(session, orders.create_user("", database, name))
    plain(session, f"DROP LOGIN [{name}];")
    plain(session, f"CREATE LOGIN [{name}] WITH PASSWORD = N'{token_hex(12)}aA1!';")
    try:
        lost = session.ask(asks.user(database, name), Watching())[0]
        assert (lost["mapped"], lost["same_name"]) == (None, name)
        needs_engine(lambda: send(session, orders.remap_user("", database, name)))
        assert session.ask(asks.user(database, name), Watching())[0]["mapped"] == name
    finally:
        plain(session, f"DROP LOGIN [{name}];")


def test_sysadmin_comes_and_goes(session: Session, login: str) -> None:
    needs_engine(lambda: send(session, orders.add_sysadmin("", login)))
    row = session.ask(asks.account(login), Watching())[0]
    assert (row["is_sysadmin"], row["listed"]) == (1, 1)
    assert int(str(row["others"])) >= 1
    send(session, orders.drop_sysadmin("", login))
    assert session.ask(asks.account(login), Watching())[0]["is_sysadmin"] == 0


def test_a_windows_login_is_refused_or_made(session: Session) -> None:
    """On Linux without a domain there is no such account."""
    with pytest.raises(SqlRefused) as raised:
        send(session, orders.create_login("", f"NOBODY\\{token_hex(4)}"))
    assert raised.value.trouble in (SqlTrouble.NO_ACCOUNT, SqlTrouble.PERMISSION, SqlTrouble.OTHER)


def test_a_database_in_use_is_not_dropped(session: Session) -> None:
    name = f"xprunbook_{token_hex(4)}"
    send(session, orders.create_database("", name))
    other = OdbcSql().connect(place(strict=False), Watching())
    other.do(Request("use", (f"USE [{name}];",)), Watching(), nobody)
    try:
        with pytest.raises(SqlRefused) as raised:
            send(session, orders.drop_database("", name))
        assert raised.value.trouble in (SqlTrouble.IN_USE, SqlTrouble.OTHER)
    finally:
        other.close()
        plain(session, f"DROP DATABASE [{name}];")


def test_a_probe_is_written_read_and_removed(session: Session) -> None:
    """The engine's own file: its header, its files, all of it read, and gone."""
    version = str(session.ask(asks.SERVER, Watching())[0]["version"])
    major = int(version.partition(".")[0])
    path = f"{given().get('FOLDER', '/var/opt/mssql/data')}/xprunbook-{token_hex(6)}.bak"
    needs_engine(lambda: session.do(orders.backup_probe(path), Watching(), nobody))
    header = session.ask(asks.backup_header(path), Watching())[0]
    assert (header["backuptype"], header["databasename"], header["softwareversionmajor"]) == (
        1,
        "model",
        major,
    )
    assert {str(row["type"]) for row in session.ask(asks.backup_files(path), Watching())} >= {"D", "L"}
    session.ask(asks.backup_verify(path), Watching())
    session.do(orders.remove_probe(path, major), Watching(), nobody)
    with pytest.raises(SqlRefused) as raised:
        session.ask(asks.backup_header(path), Watching())
    assert raised.value.trouble is SqlTrouble.DEVICE


def test_a_restore_is_found_in_the_history(session: Session, database: str) -> None:
    path = f"{given().get('FOLDER', '/var/opt/mssql/data')}/xprunbook-{token_hex(6)}.bak"
    needs_engine(lambda: plain(session, f"BACKUP DATABASE [{database}] TO DISK = N'{path}' WITH INIT;"))
    plain(session, f"USE [master]; RESTORE DATABASE [{database}] FROM DISK = N'{path}' WITH REPLACE;")
    row = session.ask(asks.restores((database,)), Watching())[0]
    assert (row["name"], row["source_database"]) == (database, database)
    version = str(session.ask(asks.SERVER, Watching())[0]["version"])
    session.do(orders.remove_probe(path, int(version.partition(".")[0])), Watching(), nobody)


def test_a_setting_is_read_and_filestream_is_answered(session: Session) -> None:
    """FILESTREAM is there on Windows alone: elsewhere the server refuses to set it."""
    row = session.ask(asks.setting("filestream access level"), Watching())[0]
    trouble = None
    try:
        needs_engine(lambda: send(session, orders.filestream("", int(str(row["value"])))))
    except SqlRefused as refused:
        trouble = refused.trouble
    assert trouble in (None, SqlTrouble.FILESTREAM, SqlTrouble.OTHER, SqlTrouble.PERMISSION)
