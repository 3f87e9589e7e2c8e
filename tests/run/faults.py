"""A layer over the file seam that counts calls, fails one of them on purpose, and remembers what it saw."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from xprunbook.run.files import Files
from xprunbook.run.record import Stamp

T = TypeVar("T")

FAULTS: Final = ("kill", "kill-half", "ENOSPC", "EIO", "short", "EINTR")


class Killed(BaseException):
    """The process ends here; nothing it would still do happens."""


class AlwaysHeld:
    """A lock that is held until it is released, and that asks nobody."""

    held = True

    def release(self) -> None:
        """Give it free."""
        self.held = False


class FaultyFiles:
    """Passes every call on, save call number ``at`` (from 0), which meets ``fault``.

    ``calls`` are the names of the calls so far; ``second_flushes`` counts flushes of a handle that failed.
    """

    def __init__(self, inner: Files, at: int = -1, fault: str = "") -> None:
        self.inner: Final = inner
        self.at = at
        self.fault = fault
        self.calls: list[str] = []
        self.met = False
        self.second_flushes = 0
        self._failed_handles: set[int] = set()

    def _call(self, name: str, do: Callable[[], T], half: Callable[[], T] | None = None) -> T:
        if self.met and self.fault.startswith("kill"):
            raise Killed
        number = len(self.calls)
        self.calls.append(name)
        if number != self.at:
            return do()
        self.met = True
        if self.fault == "kill":
            raise Killed
        if self.fault == "kill-half":
            (half or do)()
            raise Killed
        if self.fault == "short":
            return (half or do)()
        raise OSError(getattr(errno, self.fault), os.strerror(getattr(errno, self.fault)))

    def make_folder(self, path: Path) -> None:
        """See ``Files``."""
        self._call("make_folder", lambda: self.inner.make_folder(path))

    def is_folder(self, path: Path) -> bool:
        """See ``Files``; asking does not fail."""
        return self.inner.is_folder(path)

    def sync_folder(self, path: Path) -> None:
        """See ``Files``."""
        self._call("sync_folder", lambda: self.inner.sync_folder(path))

    def create(self, path: Path) -> int:
        """See ``Files``."""
        return self._call("create", lambda: self.inner.create(path))

    def open_existing(self, path: Path) -> int:
        """See ``Files``."""
        return self._call("open_existing", lambda: self.inner.open_existing(path))

    def write(self, handle: int, data: bytes) -> int:
        """See ``Files``; half of a write is its first bytes."""
        return self._call(
            "write",
            lambda: self.inner.write(handle, data),
            lambda: self.inner.write(handle, data[: len(data) // 2]),
        )

    def sync(self, handle: int) -> None:
        """See ``Files``."""
        self.second_flushes += handle in self._failed_handles
        try:
            self._call("sync", lambda: self.inner.sync(handle))
        except OSError:
            self._failed_handles.add(handle)
            raise

    def truncate(self, handle: int, size: int) -> None:
        """See ``Files``."""
        self._call("truncate", lambda: self.inner.truncate(handle, size))

    def size(self, handle: int) -> int:
        """See ``Files``."""
        return self._call("size", lambda: self.inner.size(handle))

    def is_at(self, handle: int, path: Path) -> bool:
        """See ``Files``."""
        return self._call("is_at", lambda: self.inner.is_at(handle, path))

    def close(self, handle: int) -> None:
        """See ``Files``. What fails to close is closed all the same (close(2))."""
        try:
            self._call("close", lambda: self.inner.close(handle))
        except OSError:
            self.inner.close(handle)
            raise

    def read(self, path: Path, offset: int = 0) -> bytes:
        """See ``Files``."""
        return self._call("read", lambda: self.inner.read(path, offset))

    def unlink(self, path: Path) -> None:
        """See ``Files``."""
        self._call("unlink", lambda: self.inner.unlink(path))


def stamp(seconds: float = 0.0) -> Stamp:
    """A stamp some seconds after the start of an evening."""
    return Stamp(1_794_000_000.0 + seconds, 5_000.0 + seconds, "boot-1", "Anna", "FIRMA\\anna", "XPH-NEW")
