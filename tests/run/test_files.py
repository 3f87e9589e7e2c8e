"""The file seam on the real disk."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from xprunbook.run.files import REAL_FILES, RealFiles, write_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def test_create_append_cut_read(tmp_path: Path) -> None:
    """A file grows at its end, is cut, and is read from any place."""
    path = tmp_path / "a"
    handle = REAL_FILES.create(path)
    assert REAL_FILES.write(handle, b"hello ") == 6
    assert REAL_FILES.write(handle, b"world") == 5
    REAL_FILES.sync(handle)
    assert REAL_FILES.size(handle) == 11
    assert REAL_FILES.read(path, 6) == b"world"
    REAL_FILES.truncate(handle, 5)
    REAL_FILES.write(handle, b"!")
    assert REAL_FILES.read(path) == b"hello!"
    assert REAL_FILES.read(path, 100) == b""
    REAL_FILES.close(handle)


def test_create_refuses_a_taken_name(tmp_path: Path) -> None:
    """Nothing is overwritten."""
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(FileExistsError):
        REAL_FILES.create(tmp_path / "a")
    with pytest.raises(FileNotFoundError):
        REAL_FILES.open_existing(tmp_path / "b")


@posix
def test_files_and_folders_are_for_the_user_alone(tmp_path: Path) -> None:
    """A record holds names of people and servers."""
    write_whole(REAL_FILES, tmp_path / "a", b"x")
    REAL_FILES.make_folder(tmp_path / "f")
    REAL_FILES.sync_folder(tmp_path)
    assert stat.S_IMODE(os.stat(tmp_path / "a").st_mode) == 0o600
    assert stat.S_IMODE(os.stat(tmp_path / "f").st_mode) == 0o700


@posix
def test_links_pipes_and_folders_are_not_files(tmp_path: Path) -> None:
    """None of them is opened for writing or waited for."""
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("link", "pipe", "folder"):
        with pytest.raises(OSError, match=r".") as caught:
            REAL_FILES.open_existing(tmp_path / name)
        assert caught.value.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO)
    for name in ("pipe", "folder"):
        with pytest.raises(OSError, match=r"."):
            REAL_FILES.read(tmp_path / name)


def test_a_replaced_file_is_noticed(tmp_path: Path) -> None:
    """The path must still name the open file."""
    path = tmp_path / "a"
    write_whole(REAL_FILES, path, b"x")
    if sys.platform == "win32":
        pytest.skip("there the open file can be neither renamed nor removed")
    handle = REAL_FILES.open_existing(path)
    assert REAL_FILES.is_at(handle, path)
    os.rename(path, tmp_path / "b")
    with pytest.raises(FileNotFoundError):
        REAL_FILES.is_at(handle, path)
    path.write_bytes(b"x")
    assert not REAL_FILES.is_at(handle, path)
    path.unlink()
    path.symlink_to(tmp_path / "b")
    assert not REAL_FILES.is_at(handle, path)
    REAL_FILES.close(handle)


def test_a_huge_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would fill the memory."""
    monkeypatch.setattr("xprunbook.run.files.MAX_READ", 10)
    (tmp_path / "a").write_bytes(b"x" * 11)
    with pytest.raises(OSError, match=r".") as caught:
        REAL_FILES.read(tmp_path / "a")
    assert caught.value.errno == errno.EFBIG
    assert REAL_FILES.read(tmp_path / "a", 1) == b"x" * 10


def test_write_whole_goes_on_after_short_writes(tmp_path: Path) -> None:
    """A short write is not the end, nothing taken is."""

    class Slow(RealFiles):
        def write(self, handle: int, data: bytes) -> int:
            return super().write(handle, data[:3])

    class Full(RealFiles):
        def write(self, handle: int, data: bytes) -> int:
            return 0

    write_whole(Slow(), tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"
    with pytest.raises(OSError, match=r".") as caught:
        write_whole(Full(), tmp_path / "b", b"x")
    assert caught.value.errno == errno.ENOSPC


@posix
def test_a_folder_that_cannot_be_flushed_is_excused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some shares answer EINVAL; a real error is told."""

    def refuse(number: int) -> None:
        def fsync(handle: int) -> None:
            raise OSError(number, "refused")

        monkeypatch.setattr(os, "fsync", fsync)

    refuse(errno.EINVAL)
    REAL_FILES.sync_folder(tmp_path)
    refuse(errno.EIO)
    with pytest.raises(OSError, match="refused"):
        REAL_FILES.sync_folder(tmp_path)
