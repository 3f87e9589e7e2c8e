"""The parts of files that Windows does in its own way: replacing with rights kept, and how much room there is.

Sources: Microsoft, ReplaceFileW, MoveFileExW, GetDiskFreeSpaceExW.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import os
    from ctypes import wintypes
    from typing import Final

    from xprunbook.systems.patience import HELD, Patience
    from xprunbook.systems.replacing import failure, replace_file

    _WRITE_THROUGH: Final = 8
    _NO_MERGE_ERRORS: Final = 2  # REPLACEFILE_IGNORE_MERGE_ERRORS: a right that cannot be carried over

    def _kernel() -> ctypes.WinDLL:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        text, pointer = wintypes.LPCWSTR, wintypes.LPVOID
        kernel.ReplaceFileW.argtypes = (text, text, text, wintypes.DWORD, pointer, pointer)
        kernel.MoveFileExW.argtypes = (text, text, wintypes.DWORD)
        kernel.DeleteFileW.argtypes = (text,)
        kernel.GetDiskFreeSpaceExW.argtypes = (text, pointer, pointer, pointer)
        return kernel

    class WindowsApi:
        """The real calls behind ``replacing``. ``strict``: a right that cannot be kept is a failure."""

        def __init__(self, strict: bool = True) -> None:
            self._flags: Final = 0 if strict else _NO_MERGE_ERRORS
            self._kernel: Final = _kernel()

        def replace(self, target: str, ready: str, aside: str) -> int:
            """ReplaceFileW."""
            return _number(self._kernel.ReplaceFileW(target, ready, aside, self._flags, None, None))

        def move(self, source: str, target: str) -> int:
            """MoveFileExW."""
            return _number(self._kernel.MoveFileExW(source, target, _WRITE_THROUGH))

        def exists(self, path: str) -> bool:
            """Whether the path names something."""
            return os.path.lexists(path)

        def remove(self, path: str) -> int:
            """DeleteFileW."""
            return _number(self._kernel.DeleteFileW(path))

    def _number(done: int) -> int:
        return 0 if done else ctypes.get_last_error() or 31  # ERROR_GEN_FAILURE: failed without a number

    def aside_of(path: str) -> str:
        """A name beside a file for what it was until now."""
        folder, name = os.path.split(path)
        return os.path.join(folder, f".{name[:60]}.{os.urandom(4).hex()}.old")

    def replace(ready: str, target: str) -> None:
        """Put a finished file in the place of another; its rights and attributes stay (ReplaceFileW).

        ``os.replace`` would keep those of the temporary file (reliability 2.2). Nothing falls back to cutting the
        target and writing.
        """
        replace_file(WindowsApi(strict=False), target, ready, aside_of(target), Patience())

    def move_new(ready: str, target: str) -> None:
        """Give a finished file its name; fails with 183 when the name is taken."""
        api, patience = WindowsApi(), Patience()
        patience.begin()
        while number := api.move(ready, target):
            if number not in HELD or not patience.wait():
                raise failure(number, target)

    def room(path: str) -> tuple[int, int]:
        """Bytes free for this account, and in all; quotas count (GetDiskFreeSpaceExW)."""
        free, total = ctypes.c_ulonglong(), ctypes.c_ulonglong()
        if not _kernel().GetDiskFreeSpaceExW(path, ctypes.byref(free), ctypes.byref(total), None):
            raise ctypes.WinError(ctypes.get_last_error())
        return free.value, total.value
