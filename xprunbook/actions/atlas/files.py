"""The files of this machine behind the port, and its installation of the XPhone Connect Server."""

from __future__ import annotations

import errno
import os
import socket
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

from xprunbook.actions.atlas.encoding import MAX_BYTES
from xprunbook.actions.atlas.ports import Look
from xprunbook.actions.xphone.facts import DEFAULT_FOLDER, KEY, SERVICES
from xprunbook.run.contract import NotHere
from xprunbook.systems.patience import Patience
from xprunbook.systems.ports_windows import ServiceState
from xprunbook.systems.services_windows import WindowsServices
from xprunbook.systems.trouble import Refused, Trouble, refused

T = TypeVar("T")


_REPARSE_POINT: Final = 0x400
_LOCAL_MACHINES: Final = frozenset(("localhost", "127.0.0.1", ".", "?"))

if sys.platform == "win32":
    from xprunbook.actions.atlas.files_windows import copy_rights, install_folder, share_of_drive
    from xprunbook.systems.files_windows import WindowsApi, aside_of
    from xprunbook.systems.replacing import failure, replace_file

    def _replace(path: str, ready: str, patience: Patience) -> None:
        replace_file(WindowsApi(), path, ready, aside_of(path), patience)

    def _give_name(path: str, ready: str) -> None:
        if number := WindowsApi().move(ready, path):
            raise failure(number, path)

    def _take_rights(handle: int, path: str, like: str) -> None:
        copy_rights(like, path)

    def _sync_folder(path: str) -> None:
        """NTFS journals names; there is nothing to flush."""

else:

    def share_of_drive(drive: str) -> str:
        """There are no drives here."""
        del drive
        return ""

    def install_folder(key: str) -> str:
        """There is no registry here."""
        del key
        return ""

    def _replace(path: str, ready: str, patience: Patience) -> None:
        del patience
        os.replace(ready, path)

    def _give_name(path: str, ready: str) -> None:
        try:
            os.link(ready, path)
        except FileExistsError:
            raise
        except OSError:
            os.rename(ready, path)  # no hard links on this volume
        else:
            os.unlink(ready)

    def _take_rights(handle: int, path: str, like: str) -> None:
        """Owner first: changing it would take mode bits away. Rights that cannot be kept are an error."""
        del path
        was, now = os.stat(like), os.fstat(handle)
        if (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid):
            os.fchown(handle, was.st_uid, was.st_gid)
        os.fchmod(handle, stat.S_IMODE(was.st_mode))
        if sys.platform == "linux":
            for name in _attributes(like):
                try:
                    os.setxattr(handle, name, os.getxattr(like, name))
                except OSError:
                    if name.startswith("system.posix_acl"):
                        raise

    def _attributes(path: str) -> list[str]:
        if sys.platform == "linux":
            with suppress(OSError):
                return os.listxattr(path)
        return []

    def _sync_folder(path: str) -> None:
        handle = os.open(os.path.dirname(path) or ".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(handle)


class RealConfigFiles:
    """The real disk."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience: Final = patience or Patience()

    def _do(self, target: str, deed: Callable[[], T]) -> T:
        try:
            return self._patience.patiently(deed)
        except OSError as error:
            raise refused(error, str(error.filename or target)) from error
        except ValueError as error:
            raise Refused(Trouble.NAME, target, said=str(error)) from error

    def look(self, path: str) -> Look | None:
        """What is there."""

        def deed() -> Look | None:
            try:
                found = os.lstat(path)
            except (FileNotFoundError, NotADirectoryError):
                return None
            reparse = getattr(found, "st_file_attributes", 0) & _REPARSE_POINT
            plain = stat.S_ISREG(found.st_mode) and not reparse and found.st_nlink <= 1
            return Look(found.st_size, found.st_mtime, plain, machine_of(path))

        return self._do(path, deed)

    def read(self, path: str) -> bytes:
        """The whole file; never waits for a pipe."""

        def deed() -> bytes:
            flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
            flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
            with open(os.open(path, flags), "rb", buffering=0) as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), path)
                parts, size = [], 0
                while size <= MAX_BYTES and (part := file.read(MAX_BYTES + 1 - size)):
                    parts.append(part)
                    size += len(part)
                return b"".join(parts)

        return self._do(path, deed)

    def beside(self, path: str, name: str) -> str:
        """A neighbour."""
        return os.path.join(os.path.dirname(os.path.abspath(path)), name)

    def name(self, path: str) -> str:
        """The last part."""
        return os.path.basename(path)

    def below(self, folder: str, name: str) -> str:
        """A name in a folder."""
        return os.path.join(folder, name)

    def neighbours(self, path: str) -> tuple[str, ...]:
        """The names in the folder."""

        def deed() -> tuple[str, ...]:
            try:
                return tuple(sorted(os.listdir(os.path.dirname(os.path.abspath(path)))))
            except (FileNotFoundError, NotADirectoryError):
                return ()

        return self._do(path, deed)

    def create(self, path: str, data: bytes, like: str) -> None:
        """Make it for the user alone, give it the rights, then write: nobody else reads it for an instant."""

        def deed() -> None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            flags |= getattr(os, "O_NOINHERIT", 0) | getattr(os, "O_CLOEXEC", 0)
            handle = os.open(path, flags, 0o600)
            try:
                if os.path.lexists(like):
                    _take_rights(handle, path, like)
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(handle, rest) :]
                os.fsync(handle)
                closing, handle = handle, -1
                os.close(closing)
                _sync_folder(path)
            except BaseException:
                with suppress(OSError):
                    if handle >= 0:
                        os.close(handle)
                with suppress(OSError):
                    os.unlink(path)
                raise

        self._do(path, deed)

    def replace(self, path: str, ready: str) -> None:
        """The one instant in which the file changes."""
        self._do(path, lambda: _replace(path, ready, self._patience))
        self._do(path, lambda: _sync_folder(path))

    def give_name(self, path: str, ready: str) -> None:
        """Take a free name."""
        self._do(path, lambda: _give_name(path, ready))
        self._do(path, lambda: _sync_folder(path))

    def remove(self, path: str) -> None:
        """Remove a file."""
        self._do(path, lambda: os.unlink(path))


def machine_of(path: str) -> str:
    """The other machine a path lies on, empty for this one. A share of this machine is this machine."""
    unified = path.replace("/", "\\") if sys.platform == "win32" else path
    if unified.upper().startswith("\\\\?\\UNC\\"):
        unified = "\\\\" + unified[8:]
    elif len(unified) > 1 and unified[1] == ":":
        unified = share_of_drive(unified[:2]) or unified
    if not unified.startswith("\\\\"):
        return ""
    machine = unified[2:].partition("\\")[0]
    return "" if machine.lower() in _LOCAL_MACHINES | {name.lower() for name in own_names()} else machine


def own_names() -> tuple[str, ...]:
    """The names of this machine, as the system tells them without asking the network."""
    names = (os.environ.get("COMPUTERNAME", ""), socket.gethostname())
    return tuple(dict.fromkeys(name for name in names if name))


class RealInstallation:
    """What is installed on this machine."""

    def folders(self) -> tuple[str, ...]:
        """The registry's folder, then the default one."""
        found = install_folder(KEY).rstrip("\\")
        return tuple(dict.fromkeys(folder for folder in (found, DEFAULT_FOLDER) if folder))

    def running(self) -> tuple[str, ...]:
        """The services that do not stand still, by the service manager; NotHere without it."""
        try:
            found = WindowsServices().find(SERVICES)
        except Refused as refused:
            raise NotHere(str(refused)) from None
        return tuple(service.name for service in found if service.state is not ServiceState.STOPPED)

    def names(self) -> tuple[str, ...]:
        """The names of this machine."""
        return own_names()
