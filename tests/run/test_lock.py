"""The lock: one writer, judged by the operating system and not by a file's existence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from xprunbook.base.errors import StoreError
from xprunbook.run.lock import (
    LOCK_NAME,
    Holder,
    RunHeld,
    current_holder,
    mounted_type,
    read_holder,
    remote_kind,
    take_lock,
)

ANNA = Holder("XPH-NEW", 4711, "Anna", 1_794_000_000.0)


def test_a_second_taker_is_told_who_holds_it(tmp_path: Path) -> None:
    """Host, person, since and process, in one sentence."""
    with take_lock(tmp_path, ANNA):
        with pytest.raises(RunHeld) as caught:
            take_lock(tmp_path, Holder(), patience=0)
        assert caught.value.holder == ANNA
        assert "Anna @ XPH-NEW, 2026-11-06 21:20 UTC, PID 4711" in caught.value.message
        assert caught.value.hint
        assert current_holder(tmp_path) == ANNA
    assert current_holder(tmp_path) is None
    take_lock(tmp_path, Holder(), patience=0).release()


def test_the_files_existence_means_nothing(tmp_path: Path) -> None:
    """What a crash left behind does not lock."""
    (tmp_path / LOCK_NAME).write_text('{"host":"XPH-NEW","pid":1,"person":"Anna","since":1}')
    assert current_holder(tmp_path) is None
    take_lock(tmp_path, ANNA, patience=0).release()


def test_it_ends_with_the_process(tmp_path: Path) -> None:
    """Killed is released."""
    code = (
        "import sys, time; from pathlib import Path; from xprunbook.run.lock import *;"
        "lock = take_lock(Path(sys.argv[1]), Holder('H', 1, 'P', 0)); print('got', flush=True);"
        "time.sleep(60)"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, cwd=root
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert current_holder(tmp_path) == Holder("H", 1, "P", 0)
        process.kill()
    take_lock(tmp_path, ANNA).release()


@pytest.mark.parametrize(
    "nonsense",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"host":1,"pid":"x","person":2,"since":3}',
        b'{"host":"h","pid":1,"person":"p","since":null}',
        b'{"host":"h","pid":1e999,"person":"p","since":0}',
        b"[" * 4_000,
    ],
)
def test_nonsense_about_the_holder_is_no_trouble(tmp_path: Path, nonsense: bytes) -> None:
    """It is advisory; whatever it says is made harmless."""
    (tmp_path / LOCK_NAME).write_bytes(nonsense)
    assert read_holder(tmp_path) == Holder()
    assert str(read_holder(tmp_path)) == "?"


def test_a_hostile_holder_is_harmless(tmp_path: Path) -> None:
    """Escapes are shown literally, times without a calendar are dropped."""
    (tmp_path / LOCK_NAME).write_text('{"host":"\\u001b[2J","pid":-3,"person":"\\u202ex","since":1e300}')
    assert read_holder(tmp_path) == Holder("^[[2J", 3, "<U+202E>x", 0.0)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
def test_a_removed_lock_file_locks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody removes the file between opening and locking: the one that lies there now is locked."""
    from xprunbook.run import lock

    real = lock._lock
    asked: list[int] = []

    def slow(handle: int) -> bool:
        if not asked:
            (tmp_path / LOCK_NAME).unlink()
        asked.append(handle)
        return real(handle)

    monkeypatch.setattr(lock, "_lock", slow)
    with take_lock(tmp_path, ANNA) as held:
        assert os.path.samestat(os.stat(tmp_path / LOCK_NAME), os.fstat(held._handle or -1))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
def test_trouble_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder, a link instead of the file, a file system without locks."""
    from xprunbook.run import lock

    with pytest.raises(StoreError):
        take_lock(tmp_path / "missing", ANNA)
    (tmp_path / LOCK_NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError):
        take_lock(tmp_path, ANNA)
    (tmp_path / LOCK_NAME).unlink()

    def refuse(handle: int) -> bool:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(lock, "_lock", refuse)
    with pytest.raises(StoreError, match=r"Sperren|locks"):
        take_lock(tmp_path, ANNA)
    assert current_holder(tmp_path) is None


MOUNTS = """\
21 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 21 0:30 / /home rw - nfs4 server:/home rw
31 30 0:31 / /home/local\\040disk rw - xfs /dev/vdb rw
32 21 0:32 / /mnt/share rw shared:1 - cifs //server/share rw
nonsense
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "ext4"),
        ("/var/x", "ext4"),
        ("/home/anna", "nfs4"),
        ("/homely", "ext4"),
        ("/home/local disk/x", "xfs"),
        ("/mnt/share", "cifs"),
    ],
)
def test_the_longest_mount_point_counts(path: str, kind: str) -> None:
    """Of all mount points above a path."""
    assert mounted_type(MOUNTS, path) == kind


def test_a_local_folder_is_not_remote(tmp_path: Path) -> None:
    """And asking never fails."""
    assert remote_kind(tmp_path) == ""
    assert remote_kind(tmp_path / "missing") == ""
