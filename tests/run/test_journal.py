"""The journal's writer: one write, one flush; refusal after any fault; torn tails; following."""

from __future__ import annotations

import errno
import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.run.faults import AlwaysHeld, FaultyFiles, stamp
from xprunbook.base.errors import StoreError
from xprunbook.run.files import REAL_FILES, RealFiles
from xprunbook.run.journal import (
    JOURNAL_NAME,
    RESERVE_BYTES,
    RESERVE_NAME,
    Follower,
    Journal,
    Status,
    read_journal,
)
from xprunbook.run.lock import Holder, RunHeld, take_lock

not_windows = pytest.mark.skipif(sys.platform == "win32", reason="there the open file cannot be touched")


def begun(folder: Path, records: int = 3) -> Journal:
    """A journal with some records."""
    journal = Journal.create(folder, AlwaysHeld())
    for number in range(records):
        journal.append("note-added", {"n": number}, stamp(number), "said", "en")
    return journal


def test_append_is_one_write_and_one_flush(tmp_path: Path) -> None:
    """The size is looked at before and after; nothing else is asked of the disk."""
    files = FaultyFiles(REAL_FILES)
    journal = Journal.create(tmp_path, AlwaysHeld(), files)
    files.calls.clear()
    journal.append("opened", {}, stamp())
    assert files.calls == ["is_at", "size", "write", "sync", "sync_folder", "is_at", "size"]
    files.calls.clear()
    journal.append("ticked", {}, stamp())
    assert files.calls == ["is_at", "size", "write", "sync", "is_at", "size"]


def test_what_append_returns_is_what_is_read(tmp_path: Path) -> None:
    """State in memory and state after a restart come from the same records."""
    journal = Journal.create(tmp_path, AlwaysHeld())
    returned = [
        journal.append("ticked", {"step": "a", "values": ("x", "y")}, stamp(1), "Erledigt", "de"),
        journal.append("note-added", {"note": "\x1b[2J\u202e"}, stamp(2), "said\x07", "en"),
    ]
    reading = read_journal(tmp_path)
    assert list(reading.records) == returned
    assert returned[0].data["values"] == ["x", "y"]
    assert returned[1].data["note"] == "^[[2J<U+202E>"
    assert (journal.size, journal.head, journal.next_seq) == (reading.good_size, reading.head, 2)


def test_taking_up_goes_on_where_it_ended(tmp_path: Path) -> None:
    """Numbers and hashes go on; what was read comes along."""
    begun(tmp_path).close()
    journal = Journal.open(tmp_path, AlwaysHeld())
    assert len(journal.reading.records) == 3
    assert journal.torn is None
    assert journal.append("resumed", {}, stamp()).seq == 3
    assert read_journal(tmp_path).status is Status.OPEN


def test_a_torn_tail_is_set_aside(tmp_path: Path) -> None:
    """Nothing is thrown away; each tail has a file of its own."""
    begun(tmp_path).close()
    for number, tail in enumerate((b'{"account":"half', b"\x00" * 300), 1):
        good = (tmp_path / JOURNAL_NAME).read_bytes()
        (tmp_path / JOURNAL_NAME).write_bytes(good + tail)
        journal = Journal.open(tmp_path, AlwaysHeld())
        assert journal.torn is not None
        assert journal.torn.name == f"run.torn-{number}"
        assert (journal.torn.length, journal.torn.sha256) == (len(tail), sha256(tail).hexdigest())
        assert (tmp_path / journal.torn.name).read_bytes() == tail
        assert (tmp_path / JOURNAL_NAME).read_bytes() == good
        journal.append("recovered", {"size": journal.torn.length, "sha256": journal.torn.sha256}, stamp())
        journal.close()
    assert read_journal(tmp_path).status is Status.OPEN


def test_damaged_empty_or_newer_journals_are_not_continued(tmp_path: Path) -> None:
    """They are read; nothing is written to them."""
    begun(tmp_path).close()
    path = tmp_path / JOURNAL_NAME
    good = path.read_bytes()
    newer = Path(__file__).parents[1] / "data" / "journals" / "v1-newer.jsonl"
    cases = {
        "line 2": good.replace(b'"n":1', b'"n":7'),
        "no complete entry": b'{"half',
        "newer": newer.read_bytes(),
    }
    for words, data in cases.items():
        path.write_bytes(data)
        lock = AlwaysHeld()
        with pytest.raises(StoreError, match=words):
            Journal.open(tmp_path, lock)
        assert path.read_bytes() == data
        assert not list(tmp_path.glob("run.torn-*"))
        assert lock.held


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XPRUNBOOK_LANG", "en")


@pytest.mark.parametrize(
    ("call", "fault", "words"),
    [
        ("write", "EIO", "could not be saved"),
        ("sync", "EIO", "could not be saved"),
        ("sync", "ENOSPC", "disk is full"),
        ("write", "EACCES", "cannot be written"),
        ("write", "EROFS", "cannot be written"),
        ("size", "EIO", "could not be saved"),
        ("is_at", "ENOENT", "is gone"),
        ("is_at", "ESTALE", "Something else"),
    ],
)
def test_after_a_fault_nothing_more_is_written(tmp_path: Path, call: str, fault: str, words: str) -> None:
    """The record is cut off again, a sentence says why, and every later call is refused without a try."""
    begun(tmp_path).close()
    good = (tmp_path / JOURNAL_NAME).read_bytes()
    files = FaultyFiles(REAL_FILES)
    journal = Journal.open(tmp_path, AlwaysHeld(), files)
    order = ["is_at", "size", "write", "sync"]
    files.at, files.fault = len(files.calls) + order.index(call), fault
    with pytest.raises(StoreError, match=words) as caught:
        journal.append("ticked", {}, stamp())
    assert caught.value.hint
    assert journal.failed == caught.value.message
    assert (tmp_path / JOURNAL_NAME).read_bytes() == good
    done = len(files.calls)
    with pytest.raises(StoreError, match="Since a fault"):
        journal.append("ticked", {}, stamp())
    assert len(files.calls) == done
    assert read_journal(tmp_path).status is Status.OPEN


def test_a_full_disk_uses_the_reserve(tmp_path: Path) -> None:
    """A short write or "no space" once: the reserve goes, the record is saved, the journal says so."""
    for fault in ("short", "ENOSPC"):
        folder = tmp_path / fault
        folder.mkdir()
        begun(folder).close()
        assert os.path.getsize(folder / RESERVE_NAME) == RESERVE_BYTES
        files = FaultyFiles(REAL_FILES)
        journal = Journal.open(folder, AlwaysHeld(), files)
        files.at, files.fault = len(files.calls) + 2, fault
        record = journal.append("ended", {"outcome": "ok"}, stamp())
        assert journal.low_on_space
        assert not (folder / RESERVE_NAME).exists()
        assert read_journal(folder).records[-1] == record
        files.at = len(files.calls) + 2
        with pytest.raises(StoreError, match="disk is full"):
            journal.append("ticked", {}, stamp())
        assert read_journal(folder).records[-1] == record
        journal.close()
        assert not Journal.open(folder, AlwaysHeld()).low_on_space
        assert (folder / RESERVE_NAME).exists()


def test_no_room_for_the_reserve_is_told(tmp_path: Path) -> None:
    """The run goes on; a face can warn."""

    class Narrow(RealFiles):
        def write(self, handle: int, data: bytes) -> int:
            if len(data) >= RESERVE_BYTES:
                raise OSError(errno.ENOSPC, "full")
            return super().write(handle, data)

    journal = Journal.create(tmp_path, AlwaysHeld(), Narrow())
    assert journal.low_on_space
    assert not (tmp_path / RESERVE_NAME).exists()
    journal.append("opened", {}, stamp())


@not_windows
def test_a_file_removed_replaced_or_linked_is_noticed(tmp_path: Path) -> None:
    """Nothing is written into what lies there now."""
    for how, words in (("removed", "is gone"), ("replaced", "Something else"), ("linked", "Something else")):
        folder = tmp_path / how
        folder.mkdir()
        journal = begun(folder)
        path = folder / JOURNAL_NAME
        os.rename(path, folder / "elsewhere")
        if how == "replaced":
            path.write_bytes((folder / "elsewhere").read_bytes())
        elif how == "linked":
            path.symlink_to(folder / "elsewhere")
        before = path.read_bytes() if path.exists() else b""
        with pytest.raises(StoreError, match=words):
            journal.append("ticked", {}, stamp())
        assert (path.read_bytes() if path.exists() else b"") == before


@not_windows
def test_another_writer_is_noticed_and_left_alone(tmp_path: Path) -> None:
    """Bytes that somebody else wrote are not cut off."""
    journal = begun(tmp_path)
    with open(tmp_path / JOURNAL_NAME, "ab") as other:
        other.write(b"other\n")
    with pytest.raises(StoreError, match="another program"):
        journal.append("ticked", {}, stamp())
    assert (tmp_path / JOURNAL_NAME).read_bytes().endswith(b"other\n")


@not_windows
def test_a_folder_removed_meanwhile(tmp_path: Path) -> None:
    """A sentence, and nothing acknowledged."""
    folder = tmp_path / "run"
    folder.mkdir()
    journal = begun(folder)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    with pytest.raises(StoreError, match="is gone"):
        journal.append("ticked", {}, stamp())
    with pytest.raises(StoreError, match="does not exist"):
        Journal.open(folder, AlwaysHeld())
    with pytest.raises(StoreError, match="is gone"):
        Journal.create(folder, AlwaysHeld())
    with pytest.raises(StoreError, match="does not exist"):
        read_journal(folder)


@not_windows
def test_a_link_or_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    """The writer follows no link; the reader waits for no pipe."""
    begun(tmp_path).close()
    os.rename(tmp_path / JOURNAL_NAME, tmp_path / "elsewhere")
    (tmp_path / JOURNAL_NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="not an ordinary file"):
        Journal.open(tmp_path, AlwaysHeld())
    assert len(read_journal(tmp_path).records) == 3
    (tmp_path / JOURNAL_NAME).unlink()
    os.mkfifo(tmp_path / JOURNAL_NAME)
    with pytest.raises(StoreError, match="not an ordinary file"):
        read_journal(tmp_path)


def test_the_lock_is_asked_for_and_released(tmp_path: Path) -> None:
    """No lock, no writing; closing gives it free."""
    lock = take_lock(tmp_path, Holder("XPH-NEW", 1, "Anna", 0))
    journal = Journal.create(tmp_path, lock)
    journal.append("opened", {}, stamp())
    lock.release()
    with pytest.raises(StoreError, match="reading only"):
        journal.append("ticked", {}, stamp())
    with pytest.raises(StoreError, match="reading only"):
        Journal.open(tmp_path, lock)
    journal.close()
    with take_lock(tmp_path, Holder()) as lock:
        journal = Journal.open(tmp_path, lock)
        journal.close()
        journal.close()
        assert not lock.held
        with pytest.raises(StoreError):
            journal.append("ticked", {}, stamp())


def test_what_is_not_json_changes_nothing(tmp_path: Path) -> None:
    """A defect of the caller does not end the run."""
    journal = begun(tmp_path)
    with pytest.raises(TypeError):
        journal.append("ticked", {"x": object()}, stamp())
    assert journal.failed is None
    assert journal.append("ticked", {}, stamp()).seq == 3


def test_a_share_violation_is_a_held_run(tmp_path: Path) -> None:
    """Windows: somebody has the journal open for writing."""

    class Shared(RealFiles):
        def open_existing(self, path: Path) -> int:
            error = PermissionError(errno.EACCES, "sharing violation", str(path))
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error

    begun(tmp_path).close()
    with pytest.raises(RunHeld):
        Journal.open(tmp_path, AlwaysHeld(), Shared())


def test_following_sees_what_comes(tmp_path: Path) -> None:
    """New records only, whole ones only, until the end."""
    journal = begun(tmp_path, 0)
    follower = Follower(tmp_path)
    assert follower.poll() == ()
    first = journal.append("opened", {}, stamp())
    second = journal.append("ticked", {}, stamp())
    assert follower.poll() == (first, second)
    assert follower.poll() == ()
    assert follower.reading == read_journal(tmp_path)
    REAL_FILES.write(journal._handle, b'{"half')
    assert follower.poll() == ()
    assert (follower.reading.status, follower.reading.torn_bytes) == (Status.TORN, 6)
    REAL_FILES.truncate(journal._handle, journal.size)
    last = journal.append("closed", {}, stamp())
    assert follower.poll() == (last,)
    assert follower.reading.status is Status.CLOSED
    assert follower.poll() == ()
    assert follower.reading.status is Status.CLOSED


def test_following_notices_another_journal(tmp_path: Path) -> None:
    """Shortened or replaced: the reading is taken anew; removed: a sentence."""
    begun(tmp_path).close()
    path = tmp_path / JOURNAL_NAME
    follower = Follower(path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]))
    assert follower.poll() is None
    assert len(follower.reading.records) == 2
    other = tmp_path / "other"
    other.mkdir()
    longer = begun(other, 0)
    for _ in range(9):
        longer.append("other", {"some": "text" * 9}, stamp())
    path.write_bytes((other / JOURNAL_NAME).read_bytes())
    assert follower.poll() is None
    assert len(follower.reading.records) == 9
    path.unlink()
    with pytest.raises(StoreError, match="does not exist"):
        follower.poll()
