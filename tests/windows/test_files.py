"""Files that another program holds: replaced when it lets go, never by half. The record: touched by nobody else."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.run.faults import AlwaysHeld, stamp
from xprunbook.actions.atlas.files import RealConfigFiles
from xprunbook.base.errors import StoreError
from xprunbook.run.journal import JOURNAL_NAME, Journal, read_journal
from xprunbook.run.lock import Holder, RunHeld, take_lock
from xprunbook.systems.files import RealFiles
from xprunbook.systems.trouble import Refused, Trouble

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="share modes are a thing of Windows")

ROOT = Path(__file__).parents[2]

# Opens a file the way a program does that lets nobody else in, says so, and waits for a line.
HOLD = """
import sys, win32file
handle = win32file.CreateFile(sys.argv[1], 0x80000000, int(sys.argv[2]), None, 3, 0, None)
print("held", flush=True)
sys.stdin.readline()
handle.Close()
"""
NOBODY, READERS = 0, 1


@contextmanager
def held(path: Path, share: int = NOBODY) -> Iterator[subprocess.Popen[str]]:
    """Another process has the file open; a line to it lets go."""
    command = [sys.executable, "-c", HOLD, str(path), str(share)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline().strip() == "held"
        yield process
        process.stdin.close()


def let_go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "Zieldatei.txt"
    path.write_bytes(b"old")
    return path


OLD_DIGEST = hashlib.sha256(b"old").hexdigest()


def test_it_is_replaced_as_soon_as_the_other_lets_go(target: Path) -> None:
    with held(target, READERS) as process:
        threading.Timer(0.5, let_go, [process]).start()
        RealFiles().write(str(target), b"new", OLD_DIGEST)
    assert target.read_bytes() == b"new"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


@pytest.mark.parametrize("share", [NOBODY, READERS])
def test_what_stays_held_stays_as_it_was(target: Path, share: int) -> None:
    with held(target, share), pytest.raises(Refused) as no:
        RealFiles().write(str(target), b"new", OLD_DIGEST)
    assert no.value.trouble in (Trouble.IN_USE, Trouble.DENIED)
    assert target.read_bytes() == b"old"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_the_configuration_of_the_server_too(target: Path) -> None:
    """The file port of atlas.xml, whose calls to Windows are its own."""
    files = RealConfigFiles()
    ready = files.beside(str(target), ".ready.part")
    files.create(ready, b"new", str(target))
    with held(target, READERS), pytest.raises(Refused):
        files.replace(str(target), ready)
    assert target.read_bytes() == b"old"
    files.replace(str(target), ready)
    assert target.read_bytes() == b"new"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_the_journal_can_be_read_and_nothing_else(tmp_path: Path) -> None:
    """While a run is open: no other program writes, cuts, renames or removes its record."""
    journal = Journal.create(tmp_path, AlwaysHeld())
    journal.append("opened", {}, stamp())
    path = tmp_path / JOURNAL_NAME
    assert len(read_journal(tmp_path).records) == 1
    for touch in (
        lambda: path.open("ab"),
        lambda: path.open("r+b"),
        lambda: os.replace(path, tmp_path / "elsewhere"),
        lambda: os.replace(_other(tmp_path), path),
        lambda: path.unlink(),
    ):
        with pytest.raises(PermissionError):
            touch()
    journal.append("closed", {}, stamp())
    journal.close()
    assert len(read_journal(tmp_path).records) == 2


def _other(folder: Path) -> Path:
    other = folder / "other"
    other.write_bytes(b"{}")
    return other


def test_another_program_that_writes_the_journal_keeps_us_out(tmp_path: Path) -> None:
    """Without our lock: an editor has it open."""
    journal = Journal.create(tmp_path, AlwaysHeld())
    journal.append("opened", {}, stamp())
    journal.close()
    with held(tmp_path / JOURNAL_NAME), pytest.raises((RunHeld, StoreError)):
        Journal.open(tmp_path, AlwaysHeld())
    Journal.open(tmp_path, AlwaysHeld()).close()


LOCK = """
import sys
from pathlib import Path
from xprunbook.run.lock import Holder, take_lock
take_lock(Path(sys.argv[1]), Holder("XPH-NEW", 7, "Jörg", 0.0))
print("held", flush=True)
sys.stdin.readline()
"""


def test_the_lock_of_another_process_names_it_and_ends_with_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LOCK, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "held"
        with pytest.raises(RunHeld) as refused:
            take_lock(tmp_path, Holder())
        assert refused.value.holder.person == "Jörg"
        process.kill()
    take_lock(tmp_path, Holder()).release()
