"""Names of servers, choice of drivers, connection strings, and errors put into words by their numbers."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import pytest

from tests.proof.hostile_sql import pairs
from xprunbook.run.contract import Credential
from xprunbook.systems.sql_connection import (
    BadValue,
    Driver,
    Family,
    Instance,
    choose_driver,
    connection_string,
    read_instance,
)
from xprunbook.systems.sql_trouble import (
    Diagnostic,
    SqlRefused,
    SqlTrouble,
    diagnostics,
    message_of,
    refused,
    without,
)

ODBC18 = Driver("ODBC Driver 18 for SQL Server")
IN_BOX = Driver("SQL Server")
FREETDS = Driver("FreeTDS")
HALF = chr(0xD800)
"""Half a surrogate pair."""

LOCAL = "(local)" if sys.platform == "win32" else "localhost"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("(local)", Instance("")),
        (".", Instance("")),
        ("localhost", Instance("")),
        ("(LOCAL)\\XPCONNECT", Instance("", "XPCONNECT")),
        (".\\XPCONNECT", Instance("", "XPCONNECT")),
        ("SQL01", Instance("SQL01")),
        ("SQL01\\INST", Instance("SQL01", "INST")),
        ("SQL01,1433", Instance("SQL01", "", 1433)),
        ("SQL01\\INST,50123", Instance("SQL01", "INST", 50123)),
        ("tcp:SQL01", Instance("SQL01", "", 0, "tcp")),
        ("TCP:sql01.example.org,1433", Instance("sql01.example.org", "", 1433, "tcp")),
        ("np:SQL01\\X", Instance("SQL01", "X", 0, "np")),
        (" SQL01 , 1433 ", Instance("SQL01", "", 1433)),
        ("fe80::1,1433", Instance("fe80::1", "", 1433)),
    ],
)
def test_names_of_servers(text: str, wanted: Instance) -> None:
    assert read_instance(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "SQL01\\",
            "SQL01,",
            "SQL01,0",
            "SQL01,65536",
            "SQL01,x",
            "a;b",
            "a=b",
            "a{b",
            "a}b",
            "a\\b\\c;",
        ),
        *("a\0b", "x" * 301, HALF, 'a"b', "SQL01,１４３３", "[x]"),
    ],
)
def test_what_is_no_server(text: str) -> None:
    with pytest.raises(BadValue):
        read_instance(text)


def test_browser_is_needed_for_a_named_instance_elsewhere() -> None:
    assert read_instance("SQL01\\X").needs_browser
    assert not read_instance("SQL01\\X,1433").needs_browser
    assert not read_instance("SQL01").needs_browser
    assert not read_instance("(local)\\X").needs_browser


def test_the_best_driver_is_chosen() -> None:
    installed = [
        "SQL Server",
        "FreeTDS",
        "ODBC Driver 17 for SQL Server",
        "PostgreSQL",
        "odbc driver 18 for sql server",
    ]
    assert choose_driver(installed) == Driver("odbc driver 18 for sql server")
    assert choose_driver(installed[:3]) == Driver("ODBC Driver 17 for SQL Server")
    assert choose_driver(installed[:2]) == IN_BOX
    assert choose_driver(["FreeTDS"]) == FREETDS
    assert choose_driver(["PostgreSQL"]) is None
    assert choose_driver(installed, "freetds") == FREETDS
    assert choose_driver(installed, "Oracle") is None
    assert choose_driver([], "/opt/libmsodbcsql.so") == Driver("/opt/libmsodbcsql.so")


def test_families() -> None:
    assert (ODBC18.family, IN_BOX.family, FREETDS.family) == (Family.MODERN, Family.IN_BOX, Family.FREETDS)
    assert Driver("/usr/lib/libtdsodbc.so").family is Family.FREETDS


STRINGS: list[tuple[Driver, str, str, Credential | None, bool, Mapping[str, str]]] = [
    (
        ODBC18,
        "SQL01\\X",
        "",
        None,
        False,
        {"SERVER": "SQL01\\X", "Trusted_Connection": "Yes", "Encrypt": "yes", "TrustServerCertificate": "no"},
    ),
    (
        ODBC18,
        "tcp:SQL01\\X,1433",
        "XP",
        Credential("sa", "}a;"),
        True,
        {
            "SERVER": "tcp:SQL01,1433",
            "DATABASE": "XP",
            "UID": "sa",
            "PWD": "}a;",
            "Encrypt": "yes",
            "TrustServerCertificate": "yes",
        },
    ),
    (
        ODBC18,
        ".",
        "",
        None,
        False,
        {"SERVER": LOCAL, "Trusted_Connection": "Yes", "Encrypt": "yes", "TrustServerCertificate": "no"},
    ),
    (IN_BOX, "SQL01", "", None, False, {"SERVER": "SQL01", "Trusted_Connection": "Yes", "Encrypt": "yes"}),
    (
        FREETDS,
        "SQL01,50123",
        "",
        Credential("sa", "x"),
        True,
        {
            "SERVER": "SQL01",
            "PORT": "50123",
            "TDS_Version": "7.4",
            "ClientCharset": "UTF-8",
            "UID": "sa",
            "PWD": "x",
            "Encryption": "require",
        },
    ),
]


@pytest.mark.parametrize(("driver", "server", "database", "credential", "trust", "wanted"), STRINGS)
def test_connection_strings(
    driver: Driver,
    server: str,
    database: str,
    credential: Credential | None,
    trust: bool,
    wanted: Mapping[str, str],
) -> None:
    found = pairs(connection_string(driver, read_instance(server), database, credential, trust))
    assert dict(found) == {"DRIVER": driver.name, "APP": "xprunbook", **wanted}
    assert len(found) == len(dict(found))


def test_freetds_by_name_and_by_default_port() -> None:
    named = dict(pairs(connection_string(FREETDS, read_instance("SQL01\\X"), trust=True)))
    assert (named["SERVER"], "PORT" in named) == ("SQL01\\X", False)
    plain = dict(pairs(connection_string(FREETDS, read_instance("."), trust=True)))
    assert (plain["SERVER"], plain["PORT"]) == ("localhost", "1433")


@pytest.mark.parametrize(
    ("driver", "credential", "trust", "code", "what"),
    [
        (FREETDS, Credential("sa", "a}b"), True, "brace", "password"),
        (FREETDS, Credential("a}", "Kanarienvogel"), True, "brace", "user"),
        (FREETDS, None, False, "unchecked", "driver"),
        (IN_BOX, None, True, "no-trust", "driver"),
        (ODBC18, Credential("sa", "a\0b"), False, "nul", "password"),
        (ODBC18, Credential("s\0", "Kanarienvogel"), False, "nul", "user"),
        (ODBC18, Credential("sa", "x" * 129), False, "long", "password"),
        (ODBC18, Credential("sa", HALF), False, "surrogate", "password"),
        (Driver("x}y"), None, False, "name", "driver"),
    ],
)
def test_what_a_driver_cannot_take_is_refused_by_name(
    driver: Driver, credential: Credential | None, trust: bool, code: str, what: str
) -> None:
    with pytest.raises(BadValue) as raised:
        connection_string(driver, Instance("SQL01"), "", credential, trust)
    assert (raised.value.code, raised.value.what) == (code, what)
    assert credential is None or credential.password not in str(raised.value)


ODBC = "[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]"


def test_records_are_taken_apart() -> None:
    text = (
        f"[42000] {ODBC}Cannot open (x) (4060) (SQLDriverConnect); [28000] {ODBC}Login failed; again (18456)"
    )
    assert diagnostics(("42000", text)) == (
        Diagnostic("42000", 4060, "Cannot open (x)"),
        Diagnostic("28000", 18456, "Login failed; again"),
    )
    assert diagnostics(("HY000", "odd")) == (Diagnostic("HY000", 0, "odd"),)
    assert diagnostics(("odd",)) == (Diagnostic("", 0, "odd"),)
    assert diagnostics(()) == (Diagnostic("", 0, ""),)


def test_messages_are_taken_apart() -> None:
    assert message_of("[01000] (0)", f"{ODBC}hello") == (0, "hello")
    assert message_of("[01000] (5701)", "[FreeTDS][SQL Server]Changed") == (5701, "Changed")
    assert message_of("odd", "[x]") == (0, "")


@pytest.mark.parametrize(
    ("number", "trouble"),
    [
        (18456, SqlTrouble.LOGIN),
        (262, SqlTrouble.PERMISSION),
        (15247, SqlTrouble.PERMISSION),
        (1801, SqlTrouble.EXISTS),
        (3101, SqlTrouble.IN_USE),
        (3154, SqlTrouble.OTHER_BACKUP),
        (3169, SqlTrouble.NEWER_BACKUP),
        (3241, SqlTrouble.BAD_BACKUP),
        (5591, SqlTrouble.FILESTREAM),
        (911, SqlTrouble.DATABASE),
        (226, SqlTrouble.TRANSACTION),
        (1205, SqlTrouble.DEADLOCK),
        (1222, SqlTrouble.LOCK),
        (102, SqlTrouble.SYNTAX),
        (2627, SqlTrouble.DUPLICATE),
        (547, SqlTrouble.CONSTRAINT),
        (1105, SqlTrouble.FULL),
        (10054, SqlTrouble.GONE),
        (15401, SqlTrouble.NO_ACCOUNT),
        (15063, SqlTrouble.OWNER),
        (77777, SqlTrouble.OTHER),
    ],
)
def test_the_number_decides_whatever_the_language(number: int, trouble: SqlTrouble) -> None:
    found = refused(("HY000", f"[HY000] {ODBC}Irgendwas auf Deutsch ({number}) (SQLExecDirectW)"), "SQL01")
    assert (found.trouble, found.number, found.said) == (trouble, number, "Irgendwas auf Deutsch")


@pytest.mark.parametrize(
    ("text", "trouble", "os_error"),
    [
        (
            "Cannot open backup device 'x'. Operating system error 5(Zugriff verweigert).",
            SqlTrouble.DEVICE,
            5,
        ),
        ("Fehler. Betriebssystemfehler 53(Netzwerkpfad).", SqlTrouble.DEVICE, 53),
        ("Cannot open. Operating system error 112(full).", SqlTrouble.FULL, 112),
    ],
)
def test_the_number_of_the_operating_system_inside(text: str, trouble: SqlTrouble, os_error: int) -> None:
    both = f"[42000] {ODBC}{text} (3201) (SQLExecDirectW); [42000] {ODBC}BACKUP is terminating abnormally. (3013)"
    found = refused(("42000", both), "SQL01")
    assert (found.trouble, found.number, found.os_error) == (trouble, 3201, os_error)


def test_a_general_number_is_never_the_reason() -> None:
    both = f"[42000] {ODBC}terminated (3621) (SQLExecDirectW); [23000] {ODBC}Violation (2627)"
    assert refused(("42000", both), "SQL01").trouble is SqlTrouble.DUPLICATE


@pytest.mark.parametrize("said", ["PWD=x", "it was a}b;c", "it was a}}b;c", "IT WAS A}B;C"])
def test_words_with_the_password_in_them_are_dropped(said: str) -> None:
    assert without(said, "a}b;c") == ""
    assert without("Login failed", "a}b;c") == "Login failed"
    assert without("PWD=x", "") == "PWD=x"


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (ModuleNotFoundError("No module named 'pyodbc'"), SqlTrouble.NO_PYODBC),
        (ImportError("libodbc.so.2: cannot open shared object file"), SqlTrouble.NO_MANAGER),
    ],
)
def test_what_is_missing_on_this_machine_is_a_sentence(
    error: ImportError, trouble: SqlTrouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xprunbook.systems import sql_odbc

    def missing(name: str) -> object:
        raise error

    monkeypatch.setattr(sql_odbc, "import_module", missing)
    with pytest.raises(SqlRefused) as raised:
        sql_odbc.load()
    assert raised.value.trouble is trouble
