"""Windows' own part: copying rights, which machine a drive is on, where XPhone lies.

Sources: Microsoft, GetFileSecurityW and SetFileSecurityW, WNetGetConnectionW.
"""

from __future__ import annotations

import sys
from typing import Final

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _OWNER_GROUP_DACL: Final = 7
    _DACL: Final = 4
    _NOT_ON_THIS_VOLUME: Final = frozenset((1, 50, 120))  # no ACLs there: FAT, some shares
    _NOT_OWNER: Final = frozenset((5, 1307, 1308, 1314))

    def _library(name: str) -> ctypes.WinDLL:
        return ctypes.WinDLL(name, use_last_error=True)

    def copy_rights(source: str, target: str) -> None:
        """Give a file the owner and rights of another; the owner stays where Windows does not allow it."""
        library = _library("advapi32")
        size = wintypes.DWORD()
        library.GetFileSecurityW.argtypes = (
            wintypes.LPCWSTR,
            wintypes.DWORD,
            wintypes.LPVOID,
            wintypes.DWORD,
            wintypes.LPVOID,
        )
        library.SetFileSecurityW.argtypes = (wintypes.LPCWSTR, wintypes.DWORD, wintypes.LPVOID)
        library.GetFileSecurityW(source, _OWNER_GROUP_DACL, None, 0, ctypes.byref(size))
        if not size.value:
            number = ctypes.get_last_error()
            if number in _NOT_ON_THIS_VOLUME:
                return
            raise ctypes.WinError(number)
        rights = ctypes.create_string_buffer(size.value)
        if not library.GetFileSecurityW(source, _OWNER_GROUP_DACL, rights, size, ctypes.byref(size)):
            raise ctypes.WinError(ctypes.get_last_error())
        for what in (_OWNER_GROUP_DACL, _DACL):
            if library.SetFileSecurityW(target, what, rights):
                return
            number = ctypes.get_last_error()
            if number in _NOT_ON_THIS_VOLUME:
                return
            if number not in _NOT_OWNER:
                break
        raise ctypes.WinError(number)

    def share_of_drive(drive: str) -> str:
        """The UNC name behind a mapped drive such as ``Z:``; empty for a drive of this machine."""
        library = _library("mpr")
        library.WNetGetConnectionW.argtypes = (wintypes.LPCWSTR, wintypes.LPWSTR, wintypes.LPVOID)
        room = wintypes.DWORD(1024)
        name = ctypes.create_unicode_buffer(room.value)
        return name.value if library.WNetGetConnectionW(drive, name, ctypes.byref(room)) == 0 else ""

    def install_folder(key: str) -> str:
        """The value ``InstallDir`` of a key of the registry; empty if there is none, or it may not be read."""
        from xprunbook.systems.registry_windows import WindowsRegistry
        from xprunbook.systems.trouble import Refused

        try:
            value = WindowsRegistry().value(key, "InstallDir")
        except Refused:
            return ""
        return value.strip() if isinstance(value, str) else ""
