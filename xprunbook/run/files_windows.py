"""Windows' way to open the journal: others may read, nobody else may write, delete or rename it.

Sources: Microsoft, "Creating and Opening Files" (share modes; the server enforces them over SMB too),
CreateFileW, FlushFileBuffers (what the C runtime's ``_commit`` calls, and that is what ``os.fsync`` calls).
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import ctypes
    import errno
    import msvcrt
    import time
    from ctypes import wintypes

    _GENERIC_READ = 0x80000000
    _GENERIC_WRITE = 0x40000000
    _FILE_SHARE_READ = 0x1
    _CREATE_NEW = 1
    _OPEN_EXISTING = 3
    _FILE_ATTRIBUTE_NORMAL = 0x80
    _FILE_ATTRIBUTE_REPARSE_POINT = 0x400
    _FILE_FLAG_OPEN_REPARSE_POINT = 0x00200000
    _ERROR_SHARING_VIOLATION = 32
    _ATTEMPTS = 10
    _PAUSE = 0.05
    _INVALID_HANDLE = ctypes.c_void_p(-1).value
    _INVALID_ATTRIBUTES = 0xFFFFFFFF

    _kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
    _create_file = _kernel32.CreateFileW
    _create_file.restype = wintypes.HANDLE
    _create_file.argtypes = (
        wintypes.LPCWSTR,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.LPVOID,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.HANDLE,
    )
    _get_attributes = _kernel32.GetFileAttributesW
    _get_attributes.restype = wintypes.DWORD
    _get_attributes.argtypes = (wintypes.LPCWSTR,)

    def open_shared(path: Path, create: bool) -> int:
        """Open for reading and appending. PermissionError (winerror 32) when another program has it.

        A link is opened as itself (not followed), and then refused. The handle is not inherited by
        children.
        """
        name = str(path)
        attributes = _get_attributes(name)
        if attributes != _INVALID_ATTRIBUTES and attributes & _FILE_ATTRIBUTE_REPARSE_POINT:
            raise OSError(errno.EEXIST if create else errno.ELOOP, "not an ordinary file", name)
        for attempt in range(_ATTEMPTS):
            handle = _create_file(
                name,
                _GENERIC_READ | _GENERIC_WRITE,
                _FILE_SHARE_READ,
                None,
                _CREATE_NEW if create else _OPEN_EXISTING,
                _FILE_ATTRIBUTE_NORMAL | _FILE_FLAG_OPEN_REPARSE_POINT,
                None,
            )
            if handle is not None and handle != _INVALID_HANDLE:
                # O_APPEND makes the C runtime go to the end before every write.
                return msvcrt.open_osfhandle(handle, os.O_APPEND | os.O_BINARY | os.O_NOINHERIT)
            error = ctypes.get_last_error()
            if error != _ERROR_SHARING_VIOLATION or attempt + 1 == _ATTEMPTS:
                break
            # Virus scanners and indexers open a new or changed file for a moment.
            time.sleep(_PAUSE)
        raise ctypes.WinError(error)

    def flush(handle: int) -> None:
        """FlushFileBuffers: the bytes and the file's metadata reach the disk."""
        os.fsync(handle)
