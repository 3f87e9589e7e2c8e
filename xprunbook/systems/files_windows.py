"""The parts of files that Windows does in its own way: replacing with rights kept, and who works here."""

from __future__ import annotations

import sys
import time
from typing import Final

PATIENCE: Final = 2.5
"""Seconds to ask again while a virus scanner or an indexer holds the file (Win32 5, 32, 33)."""

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _HELD: Final = frozenset((5, 32, 33))
    _NO_MERGE_ERRORS: Final = 2  # REPLACEFILE_IGNORE_MERGE_ERRORS: a right that cannot be carried over

    def _kernel() -> ctypes.WinDLL:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        text, pointer = wintypes.LPCWSTR, wintypes.LPVOID
        kernel.ReplaceFileW.argtypes = (text, text, text, wintypes.DWORD, pointer, pointer)
        kernel.MoveFileExW.argtypes = (text, text, wintypes.DWORD)
        kernel.GetDiskFreeSpaceExW.argtypes = (text, pointer, pointer, pointer)
        return kernel

    def _patiently(call: object, *arguments: object) -> None:
        ends = time.monotonic() + PATIENCE
        while not call(*arguments):  # type: ignore[operator]
            number = ctypes.get_last_error()
            if number not in _HELD or time.monotonic() > ends:
                raise ctypes.WinError(number)
            time.sleep(0.05)

    def replace(ready: str, target: str) -> None:
        """Put a finished file in the place of another; its rights and attributes stay (ReplaceFileW).

        ``os.replace`` would keep those of the temporary file (reliability 2.2). The partial failures 1175 to
        1177 are reported as they are; nothing falls back to cutting the target and writing.
        """
        _patiently(_kernel().ReplaceFileW, target, ready, None, _NO_MERGE_ERRORS, None, None)

    def move_new(ready: str, target: str) -> None:
        """Give a finished file its name; fails with 183 when the name is taken (MOVEFILE_WRITE_THROUGH)."""
        _patiently(_kernel().MoveFileExW, ready, target, 8)

    def room(path: str) -> tuple[int, int]:
        """Bytes free for this account, and in all; quotas count (GetDiskFreeSpaceExW)."""
        free, total = ctypes.c_ulonglong(), ctypes.c_ulonglong()
        if not _kernel().GetDiskFreeSpaceExW(path, ctypes.byref(free), ctypes.byref(total), None):
            raise ctypes.WinError(ctypes.get_last_error())
        return free.value, total.value
