"""``xprunbook sql`` as a DBA uses it: looking through scripts, running them, comparing; over the test driver."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.odbc.play import Missing, Played, library, played
from xprunbook.base.errors import ExitCode, UsageError, XprunbookError
from xprunbook.cli import sql, sql_arguments

SCRIPT = (
    "USE [XPDATA]\r\nGO\r\nCREATE TABLE [dbo].[t](a int) WITH (OPTIMIZE_FOR_SEQUENTIAL_KEY = OFF)\r\nGO\r\n"
    "INSERT [dbo].[t] VALUES (1)\r\nINSERT [dbo].[t] VALUES (2)\r\nGO\r\nPRINT 'fertig'\r\nGO\r\n"
)


@pytest.fixture
def driver() -> Iterator[Played]:
    """The driver of the tests, or a skipped test."""
    try:
        library()
    except Missing as missing:
        pytest.skip(str(missing))
    with played() as found:
        yield found


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A script as SSMS saves it."""
    path = tmp_path / "xpdata.sql"
    path.write_bytes(b"\xff\xfe" + SCRIPT.encode("utf-16-le"))
    return path


def xprunbook(*arguments: str) -> int:
    """Run it in this process."""
    top = ArgumentParser(prog="xprunbook")
    sql_arguments.add(top.add_subparsers())
    return sql.run(top.parse_args(["sql", *arguments]), "en")


def on(*arguments: str) -> list[str]:
    """Arguments of a server."""
    return ["-S", "SQL01,1433", "-C", "--driver", library(), *arguments]


def test_looking_through_needs_no_server(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert xprunbook("check", str(script), "--target", "2016") == ExitCode.NO
    out = capsys.readouterr().out
    assert "utf-16-le" in out
    assert f"{script}:3: OPTIMIZE_FOR_SEQUENTIAL_KEY exists from SQL Server 2019 on only." in out
    assert xprunbook("check", str(script), "--target", "2019") == ExitCode.OK


def test_commands_of_sqlcmd_are_noticed_where_they_are_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.sql"
    path.write_text("SELECT 1\nGO\n:setvar db XP\nGO\n", encoding="utf-8")
    assert xprunbook("check", str(path)) == ExitCode.OK
    assert f"{path}:3: “:setvar db XP” is a command of SQLCMD" in capsys.readouterr().out
    assert xprunbook("check", str(path), "--sqlcmd") == ExitCode.OK
    assert "is a command of SQLCMD" not in capsys.readouterr().out


def test_looking_through_as_json(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert xprunbook("check", str(script), "--json") == ExitCode.OK
    data = json.loads(capsys.readouterr().out)
    assert (data["batches"], data["inserts"], data["tables"]) == (4, {"dbo.t": 2}, ["dbo.t"])
    assert data["files"][0]["encoding"] == "utf-16-le"


def test_an_unfit_script_runs_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "bad.sql"
    path.write_text("SELECT 1\nGO\nSELECT 'x\n", encoding="utf-8")
    for command in (["check", str(path)], ["run", "-S", "SQL01", "-i", str(path)]):
        with pytest.raises(UsageError) as raised:
            xprunbook(*command)
        assert raised.value.message.startswith(f"{path}:3: ")


def test_what_is_not_there_and_what_can_be_no_name(driver: Played, script: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        xprunbook("check", str(tmp_path / "none.sql"))
    assert "does not exist" in raised.value.message
    with pytest.raises(UsageError) as raised:
        xprunbook("run", *on("-i", str(script), "-d", "x" * 129))
    assert "too long" in raised.value.message


def test_running_a_script(driver: Played, script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    driver.play("on SUSER_SNAME\ncolumns login:text\nrow CORP\\admin\non PRINT\nsay 01000 0 fertig\n")
    assert xprunbook("run", *on("-i", str(script), "-d", "XP]DATA")) == ExitCode.OK
    captured = capsys.readouterr()
    assert captured.out == "fertig\n"
    assert "logged on as CORP\\admin" in captured.err
    assert "4 batches carried out." in captured.err
    assert driver.told("execute")[2:4] == ["USE [XP]]DATA];", "USE [XPDATA]\r\n"]


def test_it_stops_with_file_line_and_batch(
    driver: Played, script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    driver.play("on INSERT\nset\nfail 23000 547 The INSERT conflicted\n")
    assert xprunbook("run", *on("-i", str(script))) == ExitCode.NO
    said = capsys.readouterr().err
    assert f"{script}:5 to line 6, batch 3: " in said
    assert "547, The INSERT conflicted" in said
    assert "2 batches are finished, batch 3 may be partly applied" in said
    assert "--after 2" in said
    assert not any("PRINT" in text for text in driver.told("execute"))
    assert xprunbook("run", *on("-i", str(script), "--continue")) == ExitCode.NO
    assert any("PRINT" in text for text in driver.told("execute"))
    driver.play("")
    assert xprunbook("run", *on("-i", str(script), "--after", "3")) == ExitCode.OK
    assert driver.told("execute")[-2:] == ["USE [XPDATA];", "PRINT 'fertig'\r\n"]


def test_a_refused_logon_is_a_sentence(driver: Played, script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(sql_arguments.VARIABLE, "Kanarienvogel}4711")
    driver.play("echo\n")
    with pytest.raises(XprunbookError) as raised:
        xprunbook("run", *on("-i", str(script), "-U", "sa"))
    assert "refuses the logon" in raised.value.message
    assert "Kanarienvogel" not in raised.value.message + raised.value.hint
    assert "PWD={Kanarienvogel}}4711}" in driver.told("connect")[0]


def test_a_password_is_asked_for_at_a_terminal_only(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(sql_arguments.VARIABLE, raising=False)
    monkeypatch.setattr("sys.stdin", script.open())
    with pytest.raises(UsageError) as raised:
        xprunbook("run", "-S", "SQL01", "-U", "sa", "-i", str(script))
    assert sql_arguments.VARIABLE in raised.value.hint


def test_a_time_limit_ends_it_and_says_where(
    driver: Played, script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    driver.play("on PRINT\nslow 30000\n")
    assert xprunbook("run", *on("-i", str(script), "-t", "1")) == ExitCode.NO
    assert driver.told("cancel") is not None
    assert "Batch 4 may have run in part: look at it, then go on with --after 3" in capsys.readouterr().err


def test_a_wrong_name_of_a_server_is_told_from_other_values(driver: Played, script: Path) -> None:
    driver.play("")
    with pytest.raises(XprunbookError) as raised:
        xprunbook("run", "-S", "a;b", "-i", str(script), "--driver", library())
    assert "is no name of a SQL Server" in raised.value.message


def test_variables_by_name(driver: Played, tmp_path: Path) -> None:
    path = tmp_path / "a.sql"
    path.write_text("USE [$(db)]\nGO\n", encoding="utf-8")
    driver.play("")
    assert xprunbook("run", *on("-i", str(path), "-v", "db=XP")) == ExitCode.OK
    assert driver.told("execute")[-1] == "USE [XP]\n"
    with pytest.raises(UsageError):
        xprunbook("check", str(path), "-v", "nothing")


def test_comparing(driver: Played, capsys: pytest.CaptureFixture[str]) -> None:
    driver.play(
        "on sys.objects\ncolumns schema_name:text object_name:text object_type:text\nrow dbo\tt\tU\n"
        "on sys.partitions\ncolumns schema_name:text object_name:text row_count:bigint\nrow dbo\tt\t7\n"
    )
    arguments = [*on("--source", "OLD,1433"), "-d", "XPDATA"]
    assert xprunbook("compare", *arguments) == ExitCode.OK
    assert capsys.readouterr().out == "1 databases are equal: 1 objects, 7 rows.\n"
    assert xprunbook("compare", *arguments, "--json") == ExitCode.OK
    assert json.loads(capsys.readouterr().out)["equal"] is True


def test_help_names_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ([], ["run"], ["check"], ["compare"]):
        with pytest.raises(SystemExit) as raised:
            xprunbook(*command, "--help")
        assert raised.value.code == 0
    assert "--checksums" in capsys.readouterr().out
