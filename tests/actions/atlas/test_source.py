"""Data sources: read with their oddities, written without, compared as instances."""

from __future__ import annotations

import pytest

from xprunbook.actions.atlas.source import Source, parse_source


@pytest.mark.parametrize(
    ("text", "wanted", "written"),
    [
        ("SQL01", Source("SQL01"), "SQL01"),
        ("(local)\\XPCONNECT", Source("(local)", "XPCONNECT"), "(local)\\XPCONNECT"),
        ("(local) \\XPCONNECT", Source("(local)", "XPCONNECT", tidy=False), "(local)\\XPCONNECT"),
        ("(local)\\ XPCONNECT", Source("(local)", "XPCONNECT", tidy=False), "(local)\\XPCONNECT"),
        (".\\X", Source(".", "X"), ".\\X"),
        (".", Source("."), "."),
        ("SQL01,1433", Source("SQL01", "", 1433), "SQL01,1433"),
        ("SQL01, 1433", Source("SQL01", "", 1433, tidy=False), "SQL01,1433"),
        ("tcp:SQL01\\I,5000", Source("SQL01", "I", 5000, "tcp"), "tcp:SQL01\\I,5000"),
        ("lpc:(local)", Source("(local)", protocol="lpc"), "lpc:(local)"),
        ("sql01.corp.local\\I", Source("sql01.corp.local", "I"), "sql01.corp.local\\I"),
        ("10.0.0.1", Source("10.0.0.1"), "10.0.0.1"),
        ("(localdb)\\MSSQLLocalDB", Source("(localdb)", "MSSQLLocalDB"), "(localdb)\\MSSQLLocalDB"),
        ("S\\A_b#c$9", Source("S", "A_b#c$9"), "S\\A_b#c$9"),
    ],
)
def test_reads(text: str, wanted: Source, written: str) -> None:
    assert parse_source(text) == wanted
    assert wanted.text == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\\X",
        "S\\",
        "S\\I\\J",
        "S\\1X",
        "S\\abcdefghijklmnopq",
        "S,0",
        "S,70000",
        "S,x",
        "S;x",
        "np:\\\\S\\pipe\\sql\\query",
        "C:\\data\\x.mdb",
        "C:\\data",
        "/var/x",
        "S" + " " * 600 + "X",
        "a b",
    ],
)
def test_refuses(text: str) -> None:
    assert parse_source(text) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("(local)\\X", ".\\x", True),
        ("(local)\\X", "localhost\\X", True),
        ("(local)\\X", "XPH-NEW\\X", True),
        ("(local)\\X", "XPH-OLD\\X", False),
        ("SQL01", "sql01\\MSSQLSERVER", True),
        ("SQL01", "SQL01,1433", True),
        ("SQL01\\I", "SQL01\\I,1433", False),
        ("SQL01\\I,5000", "SQL01,5000", True),
        ("SQL01", "SQL01.corp.local", False),
        ("SQL01\\A", "SQL01\\B", False),
    ],
)
def test_compares(one: str, other: str, same: bool) -> None:
    left, right = parse_source(one), parse_source(other)
    assert left is not None
    assert right is not None
    assert left.same_as(right, ("XPH-NEW",)) is same
    assert right.same_as(left, ("XPH-NEW",)) is same
