"""Names and files of exports: safe everywhere, never over something else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from xprunbook.base.errors import ExitCode, StoreError
from xprunbook.report.export import MAX_NAME, TEXTS, export_name, write_export
from xprunbook.run.state import RunState


@pytest.mark.parametrize(
    ("run", "name"),
    [
        ("2026-11-06T210211Z-move-C", "2026-11-06T210211Z-move-C.html"),
        ("../../etc/passwd", "etc-passwd.html"),
        ("con", "run-con.html"),
        ("Aux.v2", "run-Aux.v2.html"),
        ("...", "run.html"),
        ("", "run.html"),
        ("ä ö", "run.html"),
        ("x" * 200, "x" * (MAX_NAME - 5) + ".html"),
    ],
)
def test_names(run: str, name: str) -> None:
    assert export_name(RunState(run=run), "html") == name


def test_a_folder_gets_the_default_name(tmp_path: Path) -> None:
    path = write_export(tmp_path, b"x", "a.html", "en")
    assert path == tmp_path / "a.html"
    assert path.read_bytes() == b"x"


def test_an_existing_file_stays_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"old")
    with pytest.raises(StoreError, match="exists already") as caught:
        write_export(path, b"new", "", "en")
    assert caught.value.exit_code is ExitCode.CANNOT_STORE
    assert path.read_bytes() == b"old"
    write_export(path, b"new", "", "en", overwrite=True)
    assert path.read_bytes() == b"new"
    assert [found.name for found in tmp_path.iterdir()] == ["a.html"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("overwrite", [False, True])
def test_links_and_devices_are_left_alone(tmp_path: Path, overwrite: bool) -> None:
    aim = tmp_path / "aim"
    aim.write_bytes(b"old")
    (tmp_path / "a.html").symlink_to(aim)
    (tmp_path / "b.html").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "c.html")
    for name in ("a.html", "b.html", "c.html"):
        with pytest.raises(StoreError):
            write_export(tmp_path / name, b"new", "", "de", overwrite=overwrite)
    assert aim.read_bytes() == b"old"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("inside", [".", "out"])
def test_never_into_a_run(tmp_path: Path, inside: str) -> None:
    (tmp_path / "run.jsonl").write_bytes(b"{}\n")
    (tmp_path / "out").mkdir()
    with pytest.raises(StoreError, match="gehört zu einem Lauf"):
        write_export(tmp_path / inside, b"x", "a.html", "de", overwrite=True)
    with pytest.raises(StoreError, match="gehört zu einem Lauf"):
        write_export(tmp_path / "run.jsonl", b"x", "a.html", "de", overwrite=True)
    assert (tmp_path / "run.jsonl").read_bytes() == b"{}\n"


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no folder"):
        write_export(tmp_path / "no" / "a.html", b"x", "", "en")


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool
) -> None:
    path = tmp_path / "a.html"
    if overwrite:
        path.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="The disk is full"):
        write_export(path, b"new", "", "en", overwrite=overwrite)
    assert [found.read_bytes() for found in tmp_path.iterdir()] == ([b"old"] if overwrite else [])


def test_every_sentence_has_its_hint() -> None:
    keys = {key for key in TEXTS.table if not key.endswith(".hint")}
    assert keys == {key.removesuffix(".hint") for key in TEXTS.table if key.endswith(".hint")}
