"""The file seam: the few operations on files that the record of a run is made of.

Everything that must survive a power cut goes through here, so that tests can put a disk in its place that
forgets, fills up or dies at any call. Every method raises OSError when the operating system refuses.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from typing import Final, Protocol

MAX_READ: Final = 256 * 1024 * 1024
"""Bytes of the largest file that is read whole. 100,000 records take about 60 MB."""


class Files(Protocol):
    """The operations. A handle is a number that only the same object understands."""

    def make_folder(self, path: Path) -> None:
        """Make a folder for the user alone (mode 0700). FileExistsError when the name is taken."""
        ...

    def is_folder(self, path: Path) -> bool:
        """Tell whether the path is a folder (or a link to one)."""
        ...

    def sync_folder(self, path: Path) -> None:
        """Make the names in the folder durable. Nothing to do on Windows, where NTFS journals them."""
        ...

    def create(self, path: Path) -> int:
        """Make a new file for the user alone, open for appending. FileExistsError when the name is taken."""
        ...

    def open_existing(self, path: Path) -> int:
        """Open an ordinary file for appending; follow no link. On Windows others may only read it."""
        ...

    def write(self, handle: int, data: bytes) -> int:
        """Append once and return the number of bytes taken: fewer than given when the disk fills up."""
        ...

    def sync(self, handle: int) -> None:
        """Flush the file's bytes and length to the disk. Never again on this handle once it failed."""
        ...

    def truncate(self, handle: int, size: int) -> None:
        """Cut the file to ``size`` bytes."""
        ...

    def size(self, handle: int) -> int:
        """Length of the open file in bytes."""
        ...

    def is_at(self, handle: int, path: Path) -> bool:
        """Tell whether the path still names the open file. FileNotFoundError when it names nothing."""
        ...

    def close(self, handle: int) -> None:
        """Close the handle."""
        ...

    def read(self, path: Path, offset: int = 0) -> bytes:
        """Read an ordinary file from ``offset`` to its end, at most ``MAX_READ`` bytes; larger is EFBIG."""
        ...

    def unlink(self, path: Path) -> None:
        """Remove a file. FileNotFoundError when it is gone already."""
        ...


if sys.platform == "win32":
    from xprunbook.run.files_windows import flush, open_shared
else:

    def open_shared(path: Path, create: bool) -> int:
        """Open for reading and appending; follow no link, wait for no pipe, leave nothing to children."""
        flags = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        return os.open(path, flags | (os.O_CREAT | os.O_EXCL if create else 0), 0o600)

    if sys.platform == "darwin":
        import fcntl

        def flush(handle: int) -> None:
            """Flush to the medium: on macOS ``fsync`` reaches only the drive's cache (fsync(2))."""
            try:
                fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            except OSError as error:
                # A file system that does not know the request; any other error is a failed flush.
                if error.errno not in (errno.ENOTSUP, errno.ENOTTY, errno.EINVAL):
                    raise
                os.fsync(handle)

    else:

        def flush(handle: int) -> None:
            """Flush the bytes and the length; times of the file may stay behind (fdatasync(2))."""
            os.fdatasync(handle)


class RealFiles:
    """The operations on the real disk, on POSIX and on Windows."""

    def make_folder(self, path: Path) -> None:
        """Make a folder for the user alone. On Windows it inherits the rights of the user's profile."""
        os.mkdir(path, 0o700)

    def is_folder(self, path: Path) -> bool:
        """Tell whether the path is a folder (or a link to one)."""
        return os.path.isdir(path)

    def sync_folder(self, path: Path) -> None:
        """Flush a folder's entries; a file system that cannot (EINVAL, as on some shares) is excused."""
        if sys.platform != "win32":
            handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(handle)
            except OSError as error:
                if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                    raise
            finally:
                os.close(handle)

    def create(self, path: Path) -> int:
        """Make a new file and open it for appending."""
        return open_shared(path, True)

    def open_existing(self, path: Path) -> int:
        """Open an ordinary file for appending; ELOOP when it is a link or a device."""
        handle = open_shared(path, False)
        if stat.S_ISREG(os.fstat(handle).st_mode):
            return handle
        os.close(handle)
        raise OSError(errno.ELOOP, "not an ordinary file", str(path))

    def write(self, handle: int, data: bytes) -> int:
        """Append once."""
        return os.write(handle, data)

    def sync(self, handle: int) -> None:
        """Flush to the disk."""
        flush(handle)

    def truncate(self, handle: int, size: int) -> None:
        """Cut the file."""
        os.ftruncate(handle, size)

    def size(self, handle: int) -> int:
        """Length of the open file in bytes."""
        return os.fstat(handle).st_size

    def is_at(self, handle: int, path: Path) -> bool:
        """Compare device and file number; a link in the file's place is not the file."""
        return os.path.samestat(os.fstat(handle), os.stat(path, follow_symlinks=False))

    def close(self, handle: int) -> None:
        """Close the handle."""
        os.close(handle)

    def read(self, path: Path, offset: int = 0) -> bytes:
        """Read to the end. Pipes and devices are refused (ELOOP) rather than waited for."""
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        handle = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
        with open(handle, "rb", buffering=0) as stream:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise OSError(errno.ELOOP, "not an ordinary file", str(path))
            if found.st_size - offset > MAX_READ:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
            stream.seek(offset)
            return stream.read(MAX_READ + 1)[:MAX_READ]

    def unlink(self, path: Path) -> None:
        """Remove a file."""
        os.unlink(path)


REAL_FILES: Final[Files] = RealFiles()


def write_whole(files: Files, path: Path, data: bytes) -> None:
    """Make a new file with these bytes, flushed; its name is durable once the folder is synced."""
    handle = files.create(path)
    try:
        written = files.write(handle, data)
        while written < len(data):
            more = files.write(handle, data[written:])
            if more <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            written += more
        files.sync(handle)
    finally:
        files.close(handle)
