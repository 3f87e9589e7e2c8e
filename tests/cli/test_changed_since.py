"""A run from a runbook file of one's own: taken up again it tells which steps differ in that file now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from xprunbook.cli.face import sitting
from xprunbook.run.sessions import Beginning, open_run, start_run
from xprunbook.runbook.library import Library

DATA = Path(__file__).parents[1] / "data"
INPUTS = {"web_server": "web01", "db_server": "db01", "database": "yes"}


def test_the_file_it_was_begun_from_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("patch-day.yaml", "patch-day.en.yaml"):
        shutil.copy(DATA / name, tmp_path / name)
    book, _ = Library(language="de").load("patch-day.yaml")
    session = start_run(tmp_path / "runs", book, Beginning("A", INPUTS), sitting("Ada", "", "de"))
    session.leave()
    again = open_run(session.folder, sitting("Ada", "", "de"))
    assert again.differing == ()
    again.leave()
    file = tmp_path / "patch-day.yaml"
    file.write_text(file.read_text("utf-8").replace("Server neu starten", "Server starten"), "utf-8")
    monkeypatch.chdir("/")
    again = open_run(session.folder, sitting("Ada", "", "de"))
    assert again.differing == ("restart",)
    again.leave()
    file.unlink()
    again = open_run(session.folder, sitting("Ada", "", "de"))
    assert again.differing == (), "a file that is gone says nothing"
    again.leave()


def test_a_shipped_runbook_is_found_by_its_id() -> None:
    assert Library(language="de").load("xphone-backup-share")[0].path == ""
