"""Windows' lock of one byte of a file, by Win32 numbers: the C runtime's ``locking`` does not tell held from broken.

Sources: Microsoft, "LockFileEx" and "UnlockFileEx".
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes
    from typing import Final

    _AT_ONCE: Final = 1  # LOCKFILE_FAIL_IMMEDIATELY
    _ALONE: Final = 2  # LOCKFILE_EXCLUSIVE_LOCK
    _HELD: Final = frozenset((33, 997))  # ERROR_LOCK_VIOLATION, ERROR_IO_PENDING
    _FAR: Final = 1 << 30
    # Locks are mandatory on Windows: a byte far behind the end is locked, so that others can read the holder.

    class _Overlapped(ctypes.Structure):
        _fields_ = (
            ("internal", ctypes.c_size_t * 2),
            ("offset", wintypes.DWORD),
            ("offset_high", wintypes.DWORD),
            ("event", wintypes.HANDLE),
        )

    _kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
    _lock_file = _kernel32.LockFileEx
    _lock_file.argtypes = (wintypes.HANDLE, *(wintypes.DWORD,) * 4, wintypes.LPVOID)
    _unlock_file = _kernel32.UnlockFileEx
    _unlock_file.argtypes = (wintypes.HANDLE, *(wintypes.DWORD,) * 3, wintypes.LPVOID)

    def lock(handle: int) -> bool:
        """Lock an open file; False when somebody else has it. OSError when the file system knows no locks."""
        where = _Overlapped(offset=_FAR)
        if _lock_file(msvcrt.get_osfhandle(handle), _ALONE | _AT_ONCE, 0, 1, 0, ctypes.byref(where)):
            return True
        number = ctypes.get_last_error()
        if number in _HELD:
            return False
        raise ctypes.WinError(number)

    def unlock(handle: int) -> None:
        """Give it free; OSError when it was not locked."""
        where = _Overlapped(offset=_FAR)
        if not _unlock_file(msvcrt.get_osfhandle(handle), 0, 1, 0, ctypes.byref(where)):
            raise ctypes.WinError(ctypes.get_last_error())
