"""Every file call fails, or the process dies there: the file is the old or the new one, and its backup is there.

Two levels: every call of the port, over files in memory; and every call to the operating system, on a real disk.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest

from tests.actions.atlas.support import PATH, SMALL, Killed, MemoryFiles
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from
from xprunbook.actions.atlas.change import PointAt, SetUseLogin, change
from xprunbook.actions.atlas.document import read
from xprunbook.actions.atlas.files import RealConfigFiles
from xprunbook.actions.atlas.ports import ConfigFiles
from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.write import backups, restore, sha256, write
from xprunbook.systems.trouble import Refused as OutsideRefused

pytestmark = pytest.mark.skipif(
    sys.platform == "win32",
    reason="who only plays dead keeps his files open, and such cannot be removed there",
)

SABOTAGES = ("in-place", "no-backup")

NOW: Final = datetime(2026, 11, 3, 22, 40, 11, tzinfo=UTC)
OLD: Final = SMALL.encode() + b"<!-- " + b"x" * 200_000 + b" -->"
NEW: Final = change(read(OLD), [PointAt("SQL01\\XPHONE"), SetUseLogin()]).after

_FAULTS: Final = ("fail", "late", "kill", "kill-late")


def complaint(
    files: ConfigFiles, path: str, contents: dict[str, bytes], finished: bool, goal: bytes = NEW
) -> str:
    """What is wrong on the disk now, or nothing. Then the work is done again, undisturbed, and must succeed."""
    start = OLD if goal == NEW else NEW
    now = contents.get(path)
    if now not in (start, goal):
        return "neither old nor new" if now is not None else "the file is gone"
    if finished and now != goal:
        return "finished, but not new"
    if now == goal and not any(name.endswith(".bak") and data == start for name, data in contents.items()):
        return "new, but no whole backup of the old"
    try:
        write(files, path, sha256(now), goal if now == start else start, NOW + timedelta(minutes=5))
    except (Refused, OutsideRefused) as error:
        return f"cannot go on: {error}"
    return ""


# --- every call of the port


class InPlace(MemoryFiles):
    """Sabotage: the file is cut and written over."""

    def replace(self, path: str, ready: str) -> None:
        """In two steps."""
        data = self.files.pop(ready)
        self._call("cut", lambda: self.files.__setitem__(path, b""))
        self._call("fill", lambda: self.files.__setitem__(path, data))


def _port_case(at: int, fault: str, undo: bool, sabotage: str) -> tuple[bool, str]:
    """Whether call number ``at`` was met, and what is wrong."""
    kind = InPlace if sabotage == "in-place" else MemoryFiles
    files = kind({PATH: OLD})
    if undo:
        write(files, PATH, sha256(OLD), NEW, NOW)
    files.calls.clear()
    files.at, files.fault, files.met = at, fault, False
    finished = False
    try:
        if undo:
            restore(files, PATH, backups(files, PATH)[0], NOW + timedelta(minutes=1))
        else:
            write(files, PATH, sha256(OLD), NEW, NOW)
        finished = True
    except (Killed, Refused, OutsideRefused):
        pass
    after = MemoryFiles(files.files)
    wrong = complaint(after, PATH, dict(files.files), finished, OLD if undo else NEW)
    return (
        files.met,
        f"{fault} at call {at} ({files.calls[min(at, len(files.calls) - 1)]}): {wrong}" if wrong else "",
    )


def prove_port(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Every call, every fault, for a change and for its undoing. The scale does not matter: there are few."""
    del scale, seed
    tried, failed, worst = 0, 0, ""
    with _broken_on_purpose(sabotage):
        for undo in (False,) if sabotage == "no-backup" else (False, True):
            for fault in _FAULTS:
                at, met = 0, True
                while met:
                    met, wrong = _port_case(at, fault, undo, sabotage)
                    tried += met
                    failed += bool(wrong)
                    worst = worst or wrong
                    at += 1
    return Summary("atlas.xml: a fault at every call of the port", tried, failed, worst)


# --- every call to the operating system

_WATCHED: Final = frozenset(
    (
        "open",
        "write",
        "fsync",
        "close",
        "fchmod",
        "fchown",
        "replace",
        "link",
        "rename",
        "unlink",
        "lstat",
        "listdir",
    )
)


class FaultyOs:
    """Stands in for the module ``os``: call number ``at`` fails or ends the process; writes may stop half way."""

    def __init__(self, at: int, fault: str) -> None:
        self.at = at
        self.fault = fault
        self.count = 0
        self.met = ""

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in _WATCHED:
            return real

        def call(*arguments: Any, **named: Any) -> Any:
            if self.met and self.fault.startswith("kill") and name != "close":
                raise Killed
            number = self.count
            self.count += 1
            if number != self.at:
                return real(*arguments, **named)
            self.met = name
            return self._meet(name, real, arguments, named)

        return call

    def _meet(
        self, name: str, real: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> Any:
        if name == "write" and self.fault in ("short", "kill-late"):
            done = real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            if self.fault == "short":
                return done
            raise Killed
        if self.fault == "kill-late":
            real(*arguments, **named)
        if self.fault.startswith("kill"):
            raise Killed
        if self.fault == "short":
            return real(*arguments, **named)
        raise OSError(getattr(errno, self.fault), os.strerror(getattr(errno, self.fault)))


def _system_case(folder: Path, at: int, fault: str, sabotage: str) -> tuple[bool, str]:
    for item in folder.iterdir():
        item.unlink()
    path = folder / "atlas.xml"
    path.write_bytes(OLD)
    path.chmod(0o640)
    fake = FaultyOs(at, fault)
    finished = False
    with patch("xprunbook.actions.atlas.files.os", fake), _in_place(sabotage, fake):
        try:
            write(RealConfigFiles(), str(path), sha256(OLD), NEW, NOW)
            finished = True
        except (Killed, Refused, OutsideRefused):
            pass
        except OSError as error:
            return True, f"{fault} at call {at} ({fake.met}): {type(error).__name__} came through"
    contents = {str(item): item.read_bytes() for item in folder.iterdir()}
    wrong = complaint(RealConfigFiles(), str(path), contents, finished)
    if not wrong and path.stat().st_mode & 0o777 != 0o640:
        wrong = "another mode"
    if not wrong and not fault.startswith("kill") and [name for name in contents if name.endswith(".part")]:
        wrong = "" if fake.met == "unlink" else "a temporary file stays"
    return bool(fake.met), f"{fault} at call {at} ({fake.met}): {wrong}" if wrong else ""


@contextmanager
def _in_place(sabotage: str, fake: FaultyOs) -> Iterator[None]:
    def sloppy(path: str, ready: str, patience: object) -> None:
        del patience
        data = Path(ready).read_bytes()
        handle = fake.open(path, os.O_WRONLY | os.O_TRUNC)
        try:
            fake.write(handle, data)
        finally:
            fake.close(handle)
        fake.unlink(ready)

    if sabotage == "in-place":
        with patch("xprunbook.actions.atlas.files._replace", sloppy):
            yield
    else:
        yield


def prove_system(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Every call to the operating system of one change; small scales try a random part."""
    tried, failed, worst = 0, 0, ""
    with tempfile.TemporaryDirectory() as name, _broken_on_purpose(sabotage):
        for fault in ("kill", "kill-late", "short", "ENOSPC", "EIO", "EACCES"):
            at, met = 0, True
            while met:
                if scale >= 1 or sabotage or random_for(seed, fault, at).random() < max(scale, 0.3):
                    met, wrong = _system_case(Path(name), at, fault, sabotage)
                    tried += met
                    failed += bool(wrong)
                    worst = worst or wrong
                at += 1
    return Summary("atlas.xml: a fault at every system call", tried, failed, worst)


@contextmanager
def _broken_on_purpose(sabotage: str) -> Iterator[None]:
    where = "xprunbook.actions.atlas.write"
    if sabotage == "no-backup":
        with patch(f"{where}._backed_up", lambda *_: "none"):
            yield
    else:
        yield


def test_old_or_new_and_the_backup_is_there() -> None:
    """The promise."""
    for prove in (prove_port, prove_system):
        check(prove(scale_from(), seed_from()), seed_from())


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_sabotage_turns_it_red(sabotage: str) -> None:
    """Cutting the file and writing over it, or leaving the backup out, is noticed."""
    assert prove_port(1, seed_from(), sabotage).failed > 0
    assert prove_system(1, seed_from(), sabotage).failed > 0
