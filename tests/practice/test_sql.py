"""The modelled SQL Servers: every question and every change is known, and faults are said as drivers say them."""

from __future__ import annotations

from datetime import datetime

import pytest

from xprunbook.practice.sql import Database, PracticeSql, Server
from xprunbook.practice.sql_answers import ANSWERS, DEEDS
from xprunbook.run.contract import Credential
from xprunbook.systems.sql import SCRIPT, Ask, Order, Request, Said, Table, Where
from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble

NOW = datetime(2026, 11, 21, 23)


class Still:
    """A watch that stops nothing."""

    def cancelled(self) -> bool:
        """No."""
        return False

    def remaining(self) -> float:
        """A minute."""
        return 60.0

    def progress(self, part: float, says: str = "") -> None:
        """Nothing to do."""


def silent(news: Said | Table) -> None:
    """Nobody listens."""


def site(*servers: Server) -> PracticeSql:
    """These servers."""
    return PracticeSql(list(servers), lambda: NOW)


def test_every_question_and_every_change_is_known() -> None:
    assert set(ANSWERS) == set(Ask)
    assert set(DEEDS) == set(Order)


@pytest.mark.parametrize("name", ["SQL01", "sql01", "tcp:SQL01,1433", "SQL01.corp.example", "(local)", "."])
def test_a_server_is_found_under_its_names(name: str) -> None:
    session = site(Server("SQL01")).connect(Where(name), Still())
    assert session.ask(Request(Ask.SERVER, ()), Still())[0]["machine"] == "SQL01"


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("SQL99", SqlTrouble.UNREACHABLE),
        ("SQL01\\OTHER", SqlTrouble.BROWSER),
        ("a;b", SqlTrouble.VALUE),
    ],
)
def test_a_server_is_not_found(name: str, trouble: SqlTrouble) -> None:
    with pytest.raises(SqlRefused) as raised:
        site(Server("SQL01")).connect(Where(name), Still())
    assert raised.value.trouble is trouble


def test_faults_of_the_logon() -> None:
    server = Server("SQL01", "XP")
    for fault, number in (("unreachable", 10061), ("refused", 18456)):
        setattr(server.faults, fault, True)
        with pytest.raises(SqlRefused) as raised:
            site(server).connect(Where("SQL01\\XP"), Still())
        assert raised.value.number == number
        setattr(server.faults, fault, False)
    with pytest.raises(SqlRefused):
        site(server).connect(Where("SQL01\\XP", credential=Credential("nobody", "x")), Still())
    site(server).connect(Where("SQL01\\XP", credential=Credential("sa", "x")), Still()).close()


def test_a_full_disk() -> None:
    server = Server("SQL01")
    server.faults.full = True
    session = site(server).connect(Where("SQL01"), Still())
    for request, number in (
        (Request(Order.CREATE_DATABASE, (), (), {"database": "X"}), 5149),
        (Request(SCRIPT, ()), 1105),
    ):
        with pytest.raises(SqlRefused) as raised:
            session.do(request, Still(), silent)
        assert (raised.value.trouble, raised.value.number) == (SqlTrouble.FULL, number)


def test_a_first_start_that_comes_half_way_comes_through_the_second_time() -> None:
    server = Server("SQL01")
    server.add(Database("XPDATA"))
    server.faults.partly = {"xpdata"}
    tables = {"dbo.a": 1, "dbo.b": 1}
    assert not server.start_application("XPDATA", tables)
    assert server.start_application("XPDATA", tables)


def test_a_restore_brings_its_own_users_model_and_no_mark() -> None:
    server = Server("SQL01")
    server.add(Database("XPDATA", mark="created empty", users={"CORP\\svc": True}, owners={"CORP\\svc"}))
    server.restore("XPDATA", {"dbo.a": 5}, NOW)
    found = server.database("xpdata")
    assert (found.mark, found.users, found.recovery, found.restored) == ("", {}, "FULL", NOW)


def test_filestream_needs_both_switches_and_a_restart() -> None:
    server = Server("SQL01")
    session = site(server).connect(Where("SQL01"), Still())
    session.do(Request(Order.FILESTREAM, (), (), {"level": 2}), Still(), silent)
    assert server.filestream == (2, 0)
    server.restart()
    assert server.filestream == (2, 0)
    server.windows_filestream = True
    server.restart()
    assert server.filestream == (2, 2)


def test_rights_are_asked_for() -> None:
    server = Server("SQL01")
    server.logins["CORP\\guest"] = False
    server.login = "CORP\\guest"
    session = site(server).connect(Where("SQL01"), Still())
    for order in (Order.CREATE_DATABASE, Order.ADD_SYSADMIN, Order.CREATE_LOGIN, Order.FILESTREAM):
        with pytest.raises(SqlRefused) as raised:
            session.do(
                Request(order, (), (), {"database": "X", "account": "A\\b", "level": 1}), Still(), silent
            )
        assert raised.value.trouble is SqlTrouble.PERMISSION
