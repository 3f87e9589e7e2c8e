"""``xprunbook atlas`` as an admin uses it: on a file of 300 lines with Windows line ends and comments."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest

from tests.actions.atlas.support import DATA
from xprunbook.base.errors import ExitCode, UsageError
from xprunbook.base.language import Language
from xprunbook.cli import atlas

ORIGINAL = (DATA / "server.xml").read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A copy of the file."""
    target = tmp_path / "atlas.xml"
    target.write_bytes(ORIGINAL)
    return target


def run(*words: str | Path, language: Language = "en") -> int:
    """One command."""
    parser = ArgumentParser()
    atlas.add(parser.add_subparsers())
    return atlas.run(parser.parse_args(["atlas", *map(str, words)]), language)


def test_preview_apply_undo_and_compare(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted: list[str | Path] = ["set", path, "--server", "SQL01\\XPHONE", "--use-login", "windows"]
    assert run(*wanted, "--dry-run") == ExitCode.OK
    preview = capsys.readouterr().out
    assert preview.count("\n+") == 4
    assert path.read_bytes() == ORIGINAL
    assert run(*wanted, "--yes") == ExitCode.OK
    capsys.readouterr()
    old, new = ORIGINAL.split(b"\r\n"), path.read_bytes().split(b"\r\n")
    assert len(old) == len(new) == 301
    changed = [number + 1 for number, pair in enumerate(zip(old, new, strict=True)) if pair[0] != pair[1]]
    assert changed == [104, 106, 109, 113]
    assert run("diff", path) == ExitCode.NO
    assert capsys.readouterr().out == preview
    assert run(*wanted, "--yes") == ExitCode.OK
    assert "nothing to change" in capsys.readouterr().out
    assert run("restore", path, "--yes") == ExitCode.OK
    assert path.read_bytes() == ORIGINAL


@pytest.mark.parametrize("language", ["de", "en"])
def test_show(path: Path, capsys: pytest.CaptureFixture[str], language: Language) -> None:
    assert run("show", path, language=language) == ExitCode.OK
    shown = capsys.readouterr().out
    for word in ("XPSTATSRaw", "(local)\\XPANALYTICS", "Microsoft.Jet.OLEDB.4.0"):
        assert word in shown
    assert "geheim123" not in shown


def test_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: str | Path) -> dict[str, Any]:
        run(*words, "--json")
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    assert said("show", path)["databases"] == ["XPDATA", "XPVDIR", "XPSTATS", "XPSTATSRaw"]
    planned = said("set", path, "--rename-express", "--dry-run")
    assert len(planned["differences"]) == 4
    assert not planned["written"]
    done = said("set", path, "--rename-express", "--yes")
    assert done["written"]
    assert done["after"] == planned["after"] == said("show", path)["sha256"]
    assert not said("diff", path)["equal"]
    assert said("restore", path, done["before"], "--yes")["sha256"] == done["before"]


def test_single_databases(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("set", path, "--target", "XPSTATS=SQL02", "--rename", "XPCONNECT=NEU", "--yes") == ExitCode.OK
    capsys.readouterr()
    run("show", path, "--json")
    sources = [row["source"] for row in json.loads(capsys.readouterr().out)["entries"]]
    assert sources == ["(local)\\NEU", "(local)\\NEU", "SQL02", "(local)\\XPANALYTICS"]


def test_without_an_answer_nothing_changes(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert run("set", path, "--server", "SQL01") == ExitCode.NO
    assert "--yes" in capsys.readouterr().err
    assert path.read_bytes() == ORIGINAL
    assert len(list(path.parent.iterdir())) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["set", "{path}"],
        ["set", "{path}", "--server", "a b"],
        ["set", "{path}", "--server", "S", "--database", "NONE"],
        ["set", "{path}", "--target", "X"],
        ["set", "{path}x", "--server", "S"],
        ["show", "{path}x"],
        ["diff", "{path}"],
        ["restore", "{path}"],
        ["restore", "{path}", "abcdef123456"],
    ],
)
def test_errors_are_sentences(path: Path, words: list[str]) -> None:
    for language in ("de", "en"):
        with pytest.raises(UsageError) as caught:
            run(*(word.replace("{path}", str(path)) for word in words), language=language)
        assert caught.value.message
    assert path.read_bytes() == ORIGINAL


def test_a_damaged_file_can_be_put_back(path: Path) -> None:
    run("set", path, "--server", "SQL01", "--yes")
    path.write_bytes(b"<damaged")
    assert run("restore", path, "--yes") == ExitCode.OK
    assert path.read_bytes() == ORIGINAL


def test_a_file_that_is_gone_can_be_put_back(path: Path) -> None:
    run("set", path, "--server", "SQL01", "--yes")
    path.unlink()
    assert run("restore", path, "--yes") == ExitCode.OK
    assert path.read_bytes() == ORIGINAL


def test_running_services_are_named_before_the_change(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("xprunbook.cli.atlas.RealInstallation.running", lambda self: ("AtlasService",))
    run("set", path, "--server", "SQL01", "--yes")
    assert "AtlasService" in capsys.readouterr().err
