"""Questions, changes and scripts on a real SQL Server, if one is named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import pytest

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


def place(strict: bool = True, **changed: str) -> Where:
    """The server of the environment."""
    pairs = (item.partition("=") for item in os.environ[VARIABLE].split(";") if item)
    given = {key.strip().upper(): value for key, _, value in pairs} | changed
    credential = Credential(given["UID"], given.get("PWD", "")) if given.get("UID") else None
    trust = given.get("TRUST", "").lower() in ("yes", "1", "true")
    return Where(
        given["SERVER"], credential=credential, trust=trust, driver=given.get("DRIVER", ""), strict=strict
    )


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
