"""Sessions over the real pyodbc and the real driver manager, against the driver of the tests."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Timer

import pytest

from tests.odbc.play import Missing, Played, Watching, connect, library, played
from xprunbook.run.contract import Cancelled, Credential, TimedOut
from xprunbook.systems.sql import Request, Said, Table
from xprunbook.systems.sql_odbc import STRICT
from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble

LOGIN_TIMEOUT, QUERY_TIMEOUT, NOSCAN, AUTOCOMMIT = 103, 0, 2, 102


@pytest.fixture
def driver() -> Iterator[Played]:
    """The driver, or a skipped test that says what is missing."""
    try:
        library()
    except Missing as missing:
        pytest.skip(str(missing))
    with played() as found:
        yield found


def request(text: str, *values: str) -> Request:
    """A request of the tests."""
    return Request("test", (text,), values)


def test_the_whole_connection(driver: Played) -> None:
    session = connect("tcp:SQL01,1433", "XP;DATA", Credential("sa", "a}b;PWD=c"))
    assert driver.told("connect") == [
        f"DRIVER={{{library()}}};SERVER={{tcp:SQL01,1433}};DATABASE={{XP;DATA}};UID={{sa}};PWD={{a}}}}b;PWD=c}};"
        "APP={xprunbook};Encrypt={yes};TrustServerCertificate={no};"
    ]
    assert LOGIN_TIMEOUT * 1_000_000 + 15 in driver.numbers("attribute")
    assert driver.told("execute") == list(STRICT)
    session.close()


def test_integrated_authentication_comes_first(driver: Played) -> None:
    connect("SQL01\\XP").close()
    assert "SERVER={SQL01\\XP};Trusted_Connection={Yes}" in driver.told("connect")[0]
    assert "PWD" not in driver.told("connect")[0]


def test_rows_values_and_limits(driver: Played) -> None:
    driver.play(
        "on FROM t\ncolumns Name:text size:bigint note:text\nrow XPDATA\t5000000000\t<null>\nrow ä\t2\tx\n"
    )
    found = connect().ask(request("SELECT * FROM t WHERE a = ?", "N'; DROP"), Watching())
    assert found == (
        {"name": "XPDATA", "size": 5_000_000_000, "note": None},
        {"name": "ä", "size": 2, "note": "x"},
    )
    assert driver.told("parameter") == ["N'; DROP"]
    assert QUERY_TIMEOUT * 1_000_000 + 7 in driver.numbers("attribute") + driver.numbers("statement")


def test_batches_go_one_after_another_and_the_last_has_the_values(driver: Played) -> None:
    connect(strict=False).ask(Request("x", ("USE [a];", "SELECT ?;"), ("v",)), Watching())
    assert driver.told("execute")[-2:] == ["USE [a];", "SELECT ?;"]
    assert driver.told("parameter") == ["v"]


def test_messages_come_as_they_are_said(driver: Played) -> None:
    driver.play(
        "on PRINT\nsay 01000 0 eins\nset\nsay 01000 50000 zwei\ncolumns a:int\nrow 1\nsay 01000 0 drei\n"
    )
    heard: list[Said | Table] = []
    connect().do(request("PRINT"), Watching(), heard.append)
    assert heard == [Said("eins"), Said("zwei", 50000), Table(("a",), (("1",),), 1), Said("drei")]


def test_types_that_cannot_be_read_do_not_stop_a_script(driver: Played) -> None:
    driver.play("on v\ncolumns a:variant b:offset c:odd\nrow x\ty\tz\n")
    heard: list[Said | Table] = []
    connect().do(request("SELECT v"), Watching(), heard.append)
    assert heard == [Table(("a", "b", "c"), (("0x78", "0x79", "0x7a"),), 1)]


@pytest.mark.parametrize("before", range(5))
@pytest.mark.parametrize("rows", [False, True])
def test_an_error_in_any_result_set_is_reported(driver: Played, before: int, rows: bool) -> None:
    sets = "columns a:int\nrow 1\n" if rows else "set\n"
    driver.play(f"on x\n{sets * before}fail 42000 8134 Divide by zero\n")
    session = connect()
    with pytest.raises(SqlRefused) as raised:
        session.do(request("x"), Watching(), lambda news: None)
    assert (raised.value.number, raised.value.said) == (8134, "Divide by zero")


def test_many_rows_are_counted_and_not_kept(driver: Played) -> None:
    driver.play("on x\ncolumns a:int\n" + "row 7\n" * 1200)
    heard: list[Said | Table] = []
    connect().do(request("x"), Watching(), heard.append)
    assert isinstance(heard[0], Table)
    assert (len(heard[0].rows), heard[0].count) == (100, 1200)


@pytest.mark.parametrize("how", ["cancelled", "out of time"])
def test_a_slow_call_is_cancelled_within_a_second(driver: Played, how: str) -> None:
    driver.play("on WAITFOR\nslow 30000\n")
    watch = Watching()
    session = connect(watch=watch)

    def stop() -> None:
        watch.stop, watch.seconds = how == "cancelled", 0.0 if how != "cancelled" else 30.0

    Timer(0.2, stop).start()
    began = time.monotonic()
    with pytest.raises(Cancelled if how == "cancelled" else TimedOut):
        session.do(request("WAITFOR"), watch, lambda news: None)
    assert time.monotonic() - began < 1.2
    wait_for(driver, "disconnect")
    assert driver.told("execute")[-1] == "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;"


def wait_for(driver: Played, kind: str) -> None:
    """The session's own thread hangs up in its own time."""
    for _ in range(100):
        if driver.told(kind):
            return
        time.sleep(0.02)
    raise AssertionError(kind)


def test_a_call_that_never_returns_holds_nobody(driver: Played) -> None:
    driver.play("on STUCK\nstuck\n")
    watch = Watching()
    session = connect(watch=watch)
    Timer(0.1, lambda: setattr(watch, "stop", True)).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        session.do(request("STUCK"), watch, lambda news: None)
    assert time.monotonic() - began < 2


def test_a_logon_can_be_left_alone(driver: Played) -> None:
    driver.play("wait 3000\n")
    watch = Watching()
    Timer(0.1, lambda: setattr(watch, "stop", True)).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        connect(watch=watch)
    assert time.monotonic() - began < 2


def test_a_dropped_connection(driver: Played) -> None:
    driver.play("on x\nset\ndrop\n")
    session = connect()
    for _ in range(2):
        with pytest.raises(SqlRefused) as raised:
            session.do(request("x"), Watching(), lambda news: None)
        assert raised.value.trouble is SqlTrouble.GONE


@pytest.mark.parametrize(
    ("record", "trouble"),
    [
        ("28000 18456 Login failed for user 'x'.", SqlTrouble.LOGIN),
        ("28000 18452 Login failed. The login is from an untrusted domain.", SqlTrouble.UNTRUSTED),
        ("42000 4060 Cannot open database || 28000 18456 Login failed", SqlTrouble.DATABASE),
        ("42000 18456 Login failed || 01000 20002 Adaptive Server connection failed", SqlTrouble.LOGIN),
        ("HYT00 0 Login timeout expired", SqlTrouble.SLOW_LOGIN),
        ("08001 10061 TCP Provider: No connection could be made", SqlTrouble.UNREACHABLE),
        ("08S01 20009 Unable to connect: Adaptive Server is unavailable", SqlTrouble.UNREACHABLE),
        ("08001 -1 SSL Provider: certificate verify failed", SqlTrouble.CERTIFICATE),
        ("08001 -2146893019 SSL Provider: The certificate chain was issued", SqlTrouble.CERTIFICATE),
        ("08001 0 SSL Provider: certificate verify failed:self-signed certificate", SqlTrouble.CERTIFICATE),
        ("HY000 0 SSPI Provider: No Kerberos credentials available", SqlTrouble.KERBEROS),
        ("08001 -2146893022 SSL Provider: The target principal name is incorrect.", SqlTrouble.CERTIFICATE),
        ("HY000 -2146893022 SSPI Provider: The target principal name is incorrect.", SqlTrouble.KERBEROS),
        ("HY000 -2146893039 SSPI-Anbieter: Keine Authentifizierungsstelle", SqlTrouble.KERBEROS),
        ("08001 -2146762481 SSL-Anbieter: Der Zertifikatname stimmt nicht", SqlTrouble.CERTIFICATE),
        ("08001 -2146893007 SSL-Anbieter: kein gemeinsamer Algorithmus", SqlTrouble.TLS),
        ("42000 18401 Login failed. Reason: Server is in script upgrade mode.", SqlTrouble.STARTING),
        ("08004 17142 SQL Server service has been paused.", SqlTrouble.STARTING),
    ],
)
def test_why_nobody_gets_on(driver: Played, record: str, trouble: SqlTrouble) -> None:
    driver.play(f"refuse {record}\n")
    with pytest.raises(SqlRefused) as raised:
        connect()
    assert raised.value.trouble is trouble


def test_a_driver_that_repeats_the_password_is_not_quoted(driver: Played) -> None:
    driver.play("echo\n")
    with pytest.raises(SqlRefused) as raised:
        connect(credential=Credential("sa", "Kanarienvogel}4711"))
    assert raised.value.trouble is SqlTrouble.LOGIN
    assert raised.value.said == ""
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


def test_an_unknown_driver_is_named(driver: Played) -> None:
    from xprunbook.systems.sql import Where
    from xprunbook.systems.sql_odbc import OdbcSql

    for name in ("No Such Driver", "/nowhere/libodbc.so"):
        with pytest.raises(SqlRefused) as raised:
            OdbcSql().connect(Where("SQL01", driver=name), Watching())
        assert raised.value.trouble is SqlTrouble.NO_DRIVER


def test_what_is_open_is_rolled_back(driver: Played) -> None:
    driver.play("on SELECT @@TRANCOUNT\ncolumns open_transactions:int\nrow 1\n")
    session = connect()
    assert session.rollback(Watching())
    assert driver.told("execute")[-1] == "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;"
    driver.play("on SELECT @@TRANCOUNT\ncolumns open_transactions:int\nrow 0\n")
    assert not session.rollback(Watching())


def test_the_doctor_can_ask_for_drivers(driver: Played) -> None:
    from xprunbook.systems.sql_odbc import drivers

    installed, best = drivers()
    assert best == "" or best in installed
