"""Files of this machine: looked at in moments, copied so that a target is either as before or complete."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from typing import Final

from xprunbook.systems.ports import READ_LIMIT, FileFacts, FileKind, Space, Watch
from xprunbook.systems.trouble import Refused, Trouble, refused
from xprunbook.systems.watching import heed

_CHUNK: Final = 1024 * 1024

if sys.platform == "win32":
    from xprunbook.systems.files_windows import move_new, replace, room

    def _sync_folder(folder: str) -> None:
        """NTFS journals names; there is nothing to flush."""

else:

    def replace(ready: str, target: str) -> None:
        """Put a finished file in the place of another; owner and mode of the other stay."""
        was = os.stat(target)
        os.chmod(ready, stat.S_IMODE(was.st_mode))
        with suppress(PermissionError):
            os.chown(ready, was.st_uid, was.st_gid)
        os.replace(ready, target)

    def move_new(ready: str, target: str) -> None:
        """Give a finished file its name; FileExistsError when the name is taken."""
        try:
            os.link(ready, target, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:
            # No hard links here (FAT, some shares): the look and the rename are two steps then.
            if os.path.lexists(target):
                raise FileExistsError(17, os.strerror(17)) from None
            os.rename(ready, target)
        else:
            os.unlink(ready)

    def room(path: str) -> tuple[int, int]:
        """Bytes free for this account, and in all."""
        found = os.statvfs(path)
        return found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize

    def _sync_folder(folder: str) -> None:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def speaking(target: str) -> Iterator[None]:
    """Turn what the system raises into Refused. ValueError: a NUL or lone surrogate in a path."""
    try:
        yield
    except OSError as error:
        raise refused(error, target) from error
    except ValueError as error:
        raise Refused(Trouble.NAME, target, said=str(error)) from error


class RealFiles:
    """The files of this machine."""

    def facts(self, path: str) -> FileFacts | None:
        """What is there; None if nothing is."""
        with speaking(path):
            try:
                found = os.stat(path)
            except (FileNotFoundError, NotADirectoryError):
                return None
        return FileFacts(
            _kind(found.st_mode), found.st_size, found.st_mtime, f"{found.st_dev}:{found.st_ino}"
        )

    def read(self, path: str, offset: int = 0, size: int = READ_LIMIT) -> bytes:
        """At most ``size`` bytes of an ordinary file, opened for this moment only."""
        with speaking(path), _opened(path) as handle:
            os.lseek(handle, offset, os.SEEK_SET)
            parts: list[bytes] = []
            wanted = min(size, READ_LIMIT)
            while wanted and (part := os.read(handle, wanted)):
                parts.append(part)
                wanted -= len(part)
            return b"".join(parts)

    def digest(self, path: str, watch: Watch) -> str:
        """SHA-256 of an ordinary file."""
        with speaking(path), _opened(path) as handle:
            return _digest(handle, path, watch)

    def space(self, path: str) -> Space:
        """The room on the volume of an existing path."""
        with speaking(path):
            return Space(*room(path))

    def copy(self, source: str, target: str, digest: str, replaces: str, watch: Watch) -> None:
        """Copy through a new file beside the target; it gets the name when it is complete and flushed."""
        with speaking(source), _opened(source) as handle:
            facts = os.fstat(handle)
            with _prepared(target) as writing:
                if _pour(handle, writing, source, target, max(1, facts.st_size), watch) != digest:
                    raise Refused(Trouble.CHANGED, source)
                writing.close()
                os.utime(writing.name, ns=(facts.st_atime_ns, facts.st_mtime_ns))
                self._give_name(str(writing.name), target, replaces, watch)

    def write(self, path: str, data: bytes, replaces: str) -> None:
        """Write through a new file beside the target; rights and attributes of a replaced one stay."""
        with _prepared(path) as writing:
            with speaking(path):
                _write_all(writing, data)
                os.fsync(writing.fileno())
                writing.close()
            self._give_name(str(writing.name), path, replaces, _Unhurried())

    def _give_name(self, ready: str, target: str, replaces: str, watch: Watch) -> None:
        """The last look and the rename: the only instant at which the target changes."""
        with speaking(target):
            if not replaces:
                move_new(ready, target)
            elif self.digest(target, watch) != replaces:
                raise Refused(Trouble.CHANGED, target)
            else:
                replace(ready, target)
            _sync_folder(os.path.dirname(os.path.abspath(target)))


class _Unhurried:
    def cancelled(self) -> bool:
        return False

    def remaining(self) -> float:
        return 60.0

    def progress(self, part: float, says: str = "") -> None:
        del part, says


def _kind(mode: int) -> FileKind:
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"


@contextmanager
def _opened(path: str) -> Iterator[int]:
    """An ordinary file open for reading; a pipe or device is refused, and never waited for."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Refused(Trouble.KIND, path)
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _prepared(target: str) -> Iterator[FileIO]:
    """A new file beside the target, open for writing; gone again when the body raises."""
    folder, name = os.path.split(os.path.abspath(target))
    ready = os.path.join(folder, f".{name[:60]}.{os.urandom(6).hex()}.part")
    with speaking(target):
        writing = open(ready, "xb", buffering=0)  # noqa: SIM115  # closed in both ways out
    try:
        yield writing
    except BaseException:
        with suppress(OSError):
            writing.close()
        with suppress(OSError):
            os.unlink(ready)
        raise


def _pour(reading: int, writing: FileIO, source: str, target: str, size: int, watch: Watch) -> str:
    """Copy to the end and flush; the digest of what was copied."""
    digest, done = hashlib.sha256(), 0
    while data := os.read(reading, _CHUNK):
        heed(watch, source)
        digest.update(data)
        with speaking(target):
            _write_all(writing, data)
        done += len(data)
        watch.progress(min(1.0, done / size))
    with speaking(target):
        os.fsync(writing.fileno())
    return digest.hexdigest()


def _write_all(file: FileIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _digest(handle: int, what: str, watch: Watch) -> str:
    digest = hashlib.sha256()
    while data := os.read(handle, _CHUNK):
        heed(watch, what)
        digest.update(data)
    return digest.hexdigest()
