"""The store: making, listing and finding runs, on folders that may be anything."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.run.faults import stamp
from xprunbook.base.errors import StoreError, UsageError
from xprunbook.run import store
from xprunbook.run.journal import JOURNAL_NAME, Journal
from xprunbook.run.lock import Holder, take_lock
from xprunbook.run.store import (
    create_run,
    find_run,
    is_safe_name,
    list_runs,
    load_book,
    look_at,
    runs_folder,
    slug,
)

NOON = 1_794_052_800.0
BOOK = {"move.yaml": b"format: 1\r\n\xff", "Umzug Köln.en.yaml": b""}

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XPRUNBOOK_LANG", "en")


def begun(runs: Path, title: str = "Move", utc: float = NOON, records: int = 2, last: str = "left") -> Path:
    """A run with some records."""
    folder = create_run(runs, title, BOOK, utc)
    with take_lock(folder, Holder("XPH-NEW", 1, "Anna", NOON)) as lock:
        journal = Journal.create(folder, lock)
        for number in range(records):
            kind = last if number == records - 1 else "opened"
            journal.append(kind, {"n": number, "note": "x" * 400}, stamp(number))
        journal.close()
    return folder


def test_where_runs_live(tmp_path: Path) -> None:
    """By the environment alone."""
    assert runs_folder({"XPRUNBOOK_HOME": str(tmp_path)}) == tmp_path / "runs"
    assert runs_folder({}).name == "runs"
    assert runs_folder({"XPRUNBOOK_HOME": "here"}).is_absolute()


def test_a_run_folder_holds_the_exact_bytes(tmp_path: Path) -> None:
    """Also the folders above are made; two runs may begin in one second."""
    runs = tmp_path / "a" / "b" / "runs"
    first, second = create_run(runs, "Müller → V9", BOOK, NOON), create_run(runs, "Müller → V9", BOOK, NOON)
    assert (first.name, second.name) == ("2026-11-07T120000Z-muller-v9", "2026-11-07T120000Z-muller-v9-2")
    assert load_book(first) == BOOK
    assert sorted(path.name for path in first.iterdir()) == ["backup", "out", "runbook"]
    if sys.platform != "win32":
        assert os.stat(first).st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "name", ["", "..", "a/b", "a\\b", "C:x", "nul", "COM1.yaml", "a.", "a ", "\x1b", "x" * 300]
)
def test_hostile_file_names_are_refused(tmp_path: Path, name: str) -> None:
    """Before anything is made."""
    with pytest.raises(UsageError):
        create_run(tmp_path / "runs", "Move", {name: b""}, NOON)
    assert not (tmp_path / "runs").exists()


@given(st.text())
def test_any_title_makes_a_folder_name(title: str) -> None:
    """Short, plain, never empty, never a device."""
    name = slug(title)
    assert is_safe_name(name)
    assert name.isascii()
    assert 0 < len(name) <= 44
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_listing_is_newest_first_and_reads_both_ends(tmp_path: Path) -> None:
    """The first record, the last few, whether it is closed, who holds it; also of long journals."""
    old = begun(tmp_path, "Old", NOON, 3, "closed")
    new = begun(tmp_path, "New", NOON + 60, 1_000)
    entries = list_runs(tmp_path, 3)
    assert [entry.folder for entry in entries] == [new, old]
    assert (tmp_path / new.name / JOURNAL_NAME).stat().st_size > store._HEAD_BYTES
    assert entries[0].first is not None
    assert entries[0].first.seq == 0
    assert [record.seq for record in entries[0].last] == [997, 998, 999]
    assert [record.seq for record in entries[1].last] == [0, 1, 2]
    assert [entry.closed for entry in entries] == [False, True]
    assert entries[0].holder is None
    with take_lock(new, Holder("XPH-NEW", 1, "Anna", NOON)):
        assert look_at(new).holder == Holder("XPH-NEW", 1, "Anna", NOON)


def test_listing_survives_what_is_not_a_run(tmp_path: Path) -> None:
    """Starts that were cut off are left out; damaged ends are left out of the records."""
    assert list_runs(tmp_path / "missing") == ()
    run = begun(tmp_path, records=4, last="closed")
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "garbage").mkdir()
    (tmp_path / "garbage" / JOURNAL_NAME).write_bytes(b"\x00\xff\n" * 400_000)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / JOURNAL_NAME).mkdir()
    if sys.platform != "win32":
        (tmp_path / "pipe").mkdir()
        os.mkfifo(tmp_path / "pipe" / JOURNAL_NAME)
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert [entry.folder for entry in list_runs(tmp_path)] == [run]
    with open(run / JOURNAL_NAME, "ab") as journal:
        journal.write(b'{"half')
    entry = look_at(run)
    assert (len(entry.last), entry.closed) == (4, False)


def test_a_newer_run_is_told(tmp_path: Path) -> None:
    """Home can say so without opening it."""
    newer = Path(__file__).parents[1] / "data" / "journals" / "v1-newer.jsonl"
    (tmp_path / JOURNAL_NAME).write_bytes(newer.read_bytes())
    assert look_at(tmp_path).newer


def test_finding(tmp_path: Path) -> None:
    """By path, journal, name, beginning, part; any case."""
    runs = tmp_path / "runs"
    first, second = begun(runs, "Alpha"), begun(runs, "Beta", NOON + 86_400)
    for given_name in (str(first), str(first / JOURNAL_NAME), first.name, "2026-11-07", "ALPHA"):
        assert find_run(runs, given_name) == first
    assert find_run(runs, "beta") == second


@pytest.mark.parametrize(
    "given_name", ["", " ", "\x00", "x" * 10_000, "../..", "\x1b[2J", "~", "nothing-like-it"]
)
def test_finding_nothing_is_a_sentence(tmp_path: Path, given_name: str) -> None:
    """And the nearest name is offered; many are listed."""
    runs = tmp_path / "runs"
    begun(runs, "Alpha")
    begun(runs, "Beta")
    with pytest.raises(UsageError) as caught:
        find_run(runs, given_name)
    assert "\x1b" not in caught.value.message
    with pytest.raises(UsageError) as many:
        find_run(runs, "2026")
    assert "alpha" in many.value.hint
    assert "beta" in many.value.hint
    with pytest.raises(UsageError) as near:
        find_run(runs, "2026-11-07T120000Z-alhpa")
    assert "alpha" in near.value.hint
    with pytest.raises(UsageError):
        find_run(tmp_path / "missing", "x")


def test_places_that_cannot_hold_runs(tmp_path: Path) -> None:
    """A file in the way, a folder that vanished: a sentence each."""
    (tmp_path / "file").write_text("x")
    for runs in (tmp_path / "file", tmp_path / "file" / "runs"):
        with pytest.raises(StoreError):
            create_run(runs, "Move", BOOK, NOON)
    with pytest.raises(StoreError):
        list_runs(tmp_path / "file")
    with pytest.raises(StoreError):
        load_book(tmp_path / "missing")


@posix
def test_dangling_links_are_told(tmp_path: Path) -> None:
    """Nothing is made behind a link that leads nowhere."""
    (tmp_path / "runs").symlink_to(tmp_path / "nowhere")
    with pytest.raises(StoreError):
        create_run(tmp_path / "runs", "Move", BOOK, NOON)
    assert not (tmp_path / "nowhere").exists()


@posix
def test_a_folder_without_rights(tmp_path: Path) -> None:
    """A sentence, nothing made."""
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("this user may write anywhere")
    with pytest.raises(StoreError, match="cannot be written"):
        create_run(tmp_path / "runs", "Move", BOOK, NOON)
    tmp_path.chmod(0o700)


@posix
def test_a_recorded_runbook_that_was_swapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links, pipes, folders and huge files among the recorded bytes are refused."""
    run = begun(tmp_path)
    book = run / store.BOOK_FOLDER
    (book / "link.yaml").symlink_to("/etc/passwd")
    with pytest.raises(StoreError, match="not an ordinary file"):
        load_book(run)
    (book / "link.yaml").unlink()
    os.mkfifo(book / "pipe.yaml")
    with pytest.raises(StoreError, match="not an ordinary file"):
        load_book(run)
    (book / "pipe.yaml").unlink()
    monkeypatch.setattr(store, "MAX_BOOK_BYTES", 5)
    with pytest.raises(StoreError, match="too large"):
        load_book(run)
