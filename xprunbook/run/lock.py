"""One writer a run: a lock of the operating system on ``run.lock``, gone when the process ends in any way.

The file's existence means nothing; what it says about its holder is for people. A network drive may pretend
to lock: the journal's own checks of length and identity are the second line there, and ``remote_kind``
warns before.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from xprunbook.base.errors import StoreError
from xprunbook.base.text import one_line
from xprunbook.run.chain import LATEST
from xprunbook.run.trouble import store_error, writing_failed

LOCK_NAME: Final = "run.lock"

PATIENCE: Final = 0.1
"""Seconds to go on asking: somebody who only asks whether a run is held holds it himself for an instant."""

_PAUSE: Final = 0.02

_REMOTE_TYPES: Final = frozenset(
    {"9p", "afs", "ceph", "cifs", "fuse.glusterfs", "fuse.sshfs", "glusterfs", "lustre", "nfs", "nfs4"}
    | {"smb3", "smbfs", "vboxsf"}
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a run, as that process said of itself. ``since`` in UTC seconds; empty and 0 if unknown."""

    host: str = ""
    pid: int = 0
    person: str = ""
    since: float = 0.0

    def __str__(self) -> str:
        """The holder on one line: ``Anna on XPH-NEW, 2026-11-03 21:45 UTC, process 4711``."""
        when = datetime.fromtimestamp(self.since, UTC).strftime("%Y-%m-%d %H:%M UTC") if self.since else ""
        where = " @ ".join(part for part in (self.person, self.host) if part)
        return ", ".join(part for part in (where, when, f"PID {self.pid}" if self.pid else "") if part) or "?"


class RunHeld(StoreError):
    """Another process works on the run; it can be followed."""

    def __init__(self, holder: Holder) -> None:
        sentence = store_error("held", who=str(holder))
        super().__init__(sentence.message, sentence.hint)
        self.holder = holder


class Held(Protocol):
    """Proof that this process may write: what the journal asks for."""

    @property
    def held(self) -> bool:
        """Whether the lock is held now."""
        ...

    def release(self) -> None:
        """Give the run free."""
        ...


if sys.platform == "win32":
    from xprunbook.run.lock_windows import lock as _lock
    from xprunbook.run.lock_windows import unlock as _unlock
else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class RunLock:
    """The lock as held by this process, until ``release`` or the end of the process."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    @property
    def held(self) -> bool:
        """Whether it is held still."""
        return self._handle is not None

    def release(self) -> None:
        """Give the run free; again is harmless. The file stays, its existence means nothing."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        with suppress(OSError):
            os.ftruncate(handle, 0)
        with suppress(OSError):
            _unlock(handle)
        with suppress(OSError):
            os.close(handle)

    def __enter__(self) -> RunLock:
        """The lock itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give the run free."""
        self.release()


def _open(path: Path, *, make: bool) -> int:
    flags = os.O_RDWR | (os.O_CREAT if make else 0)
    for name in ("O_CLOEXEC", "O_NOINHERIT", "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, name, 0)
    return os.open(path, flags, 0o600)


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path, follow_symlinks=False))
    except FileNotFoundError:
        return False


def take_lock(folder: Path, holder: Holder, patience: float = PATIENCE) -> RunLock:
    """Take the run's lock and write down who holds it; ask again for ``patience`` seconds.

    RunHeld (with the holder) when another process has it, StoreError when the folder cannot be written
    or the file system has no locks.
    """
    path = folder / LOCK_NAME
    for attempt in range(1 + round(patience / _PAUSE)):
        if attempt:
            time.sleep(_PAUSE)
        try:
            handle = _open(path, make=True)
        except OSError as error:
            raise writing_failed(error, path) from error
        try:
            # A file removed between opening and locking locks nothing: look again.
            if _lock(handle) and _is_at(handle, path):
                _write_holder(handle, holder)
                return RunLock(handle)
        except OSError as error:
            os.close(handle)
            raise store_error("no-locks", path) from error
        os.close(handle)
    raise RunHeld(read_holder(folder))


def _write_holder(handle: int, holder: Holder) -> None:
    """Write the holder for people; that it cannot be written (disk full) does not matter."""
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps(asdict(holder)).encode("ascii"))


def read_holder(folder: Path) -> Holder:
    """What the last holder wrote of himself; unknown when there is nothing or nonsense. Advisory only."""
    try:
        handle = _open(folder / LOCK_NAME, make=False)
        try:
            raw = json.loads(os.read(handle, 4_096))
        finally:
            os.close(handle)
        since = raw["since"]
        return Holder(
            one_line(str(raw["host"]), 80),
            abs(int(raw["pid"])),
            one_line(str(raw["person"]), 80),
            since if 0 <= since < LATEST else 0.0,
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Holder()


def current_holder(folder: Path) -> Holder | None:
    """Who holds the run now, None when nobody does. Asks by locking for an instant; writes nothing."""
    try:
        handle = _open(folder / LOCK_NAME, make=False)
    except OSError:
        return None
    try:
        if _lock(handle):
            _unlock(handle)
            return None
        return read_holder(folder)
    except OSError:
        return None
    finally:
        os.close(handle)


def mounted_type(mountinfo: str, path: str) -> str:
    """The type of file system under an absolute path, by the text of ``/proc/self/mountinfo``. Pure."""
    best, found = "", ""
    for line in mountinfo.splitlines():
        left, separator, right = line.partition(" - ")
        fields = left.split()
        if not separator or len(fields) < 5 or not right:
            continue
        point = fields[4].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, found = point, right.split()[0]
    return found


def remote_kind(folder: Path) -> str:
    """The kind of network drive the folder lies on (``nfs4``, ``cifs``, ``UNC``); empty if local or unknown.

    A run kept there is as durable as the server's flush and as exclusive as the server's locks.
    """
    return _remote_kind(os.path.realpath(folder))


if sys.platform == "win32":

    def _remote_kind(path: str) -> str:
        import ctypes

        drive = os.path.splitdrive(path)[0]
        if drive.startswith("\\\\"):
            return "UNC"
        return "network drive" if ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == 4 else ""

else:

    def _remote_kind(path: str) -> str:
        try:
            kind = mounted_type(Path("/proc/self/mountinfo").read_text("utf-8", "replace"), path)
        except OSError:
            return ""
        return kind if kind in _REMOTE_TYPES else ""
