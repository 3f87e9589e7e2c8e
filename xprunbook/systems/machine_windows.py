"""This Windows machine itself: its build, .NET, firmware, network adapters, versions of files, and its desktop."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import os
    import stat
    from collections.abc import Callable, Sequence
    from ctypes import wintypes
    from typing import Final

    from xprunbook.systems.adapters_windows import adapters
    from xprunbook.systems.computer import has_desktop, is_elevated
    from xprunbook.systems.hypervisors import hypervisor
    from xprunbook.systems.opening_windows import follow, open_as, open_here, show_page
    from xprunbook.systems.ports import Watch
    from xprunbook.systems.ports_windows import Adapter, WindowsFacts
    from xprunbook.systems.registry_windows import WindowsRegistry
    from xprunbook.systems.trouble import WINDOWS, Refused, Trouble, refused

    NET: Final = r"HKLM\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full"
    FIRMWARE: Final = r"HKLM\HARDWARE\DESCRIPTION\System\BIOS"
    _WORKSTATION: Final = 1  # VER_NT_WORKSTATION; 2 is a domain controller, 3 a server
    _SIGNATURE: Final = 0xFEEF04BD  # of VS_FIXEDFILEINFO
    _NOT_FOR_US: Final = frozenset((Trouble.DENIED, Trouble.IN_USE, Trouble.NETWORK_PATH, Trouble.GONE))

    class _Version(ctypes.Structure):
        """OSVERSIONINFOEXW."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("major", wintypes.DWORD),
            ("minor", wintypes.DWORD),
            ("build", wintypes.DWORD),
            ("platform", wintypes.DWORD),
            ("service_pack", wintypes.WCHAR * 128),
            ("service_pack_numbers", wintypes.WORD * 2),
            ("suite", wintypes.WORD),
            ("product", wintypes.BYTE),
            ("reserved", wintypes.BYTE),
        )

    class WindowsMachine:
        """The machine through the Windows API."""

        def __init__(self) -> None:
            self._registry: Final = WindowsRegistry()

        def windows(self) -> WindowsFacts:
            """RtlGetVersion, which no compatibility setting deceives; .NET and the firmware by the registry."""
            version = _Version(size=ctypes.sizeof(_Version))
            ctypes.WinDLL("ntdll").RtlGetVersion(ctypes.byref(version))
            release = self._registry.value(NET, "Release")
            names = ("SystemManufacturer", "SystemProductName", "BIOSVendor")
            firmware = {name: str(self._registry.value(FIRMWARE, name) or "") for name in names}
            return WindowsFacts(
                int(version.build),
                version.product != _WORKSTATION,
                release if isinstance(release, int) else 0,
                hypervisor(firmware),
            )

        def elevated(self) -> bool:
            """Whether this program has an administrator's full rights."""
            return is_elevated()

        def file_version(self, path: str) -> str:
            """The fixed file version of a program; not the text beside it, which makers write as they like."""
            try:
                plain = stat.S_ISREG(os.stat(path).st_mode)
            except OSError as error:
                raise refused(error, path) from error
            except ValueError as error:
                raise Refused(Trouble.NAME, path, said=str(error)) from error
            if not plain:
                raise Refused(Trouble.KIND, path)
            return _file_version(path)

        def adapters(self) -> tuple[Adapter, ...]:
            """The network adapters that are up."""
            return adapters()

        def desktop(self) -> bool:
            """Whether a person can see a window of this program."""
            return has_desktop()

        def open(
            self,
            program: str,
            arguments: Sequence[str],
            watch: Watch,
            began: Callable[[int, str], None],
            user: str = "",
            password: str = "",
            wait: bool = True,
        ) -> int | None:
            """Open it and wait until it is closed; leave it alone whatever happens."""
            handle = open_as(program, arguments, user, password) if user else open_here(program, arguments)
            return follow(handle, program, watch, began, wait=wait) if handle else None

        def show(self, url: str) -> None:
            """Hand it to the program that opens such addresses."""
            show_page(url)

    def _file_version(path: str) -> str:
        library = ctypes.WinDLL("version", use_last_error=True)
        pointer, text = ctypes.c_void_p, wintypes.LPCWSTR
        library.GetFileVersionInfoSizeW.argtypes = (text, ctypes.POINTER(wintypes.DWORD))
        library.GetFileVersionInfoW.argtypes = (text, wintypes.DWORD, wintypes.DWORD, pointer)
        library.VerQueryValueW.argtypes = (pointer, text, pointer, ctypes.POINTER(wintypes.UINT))
        size = library.GetFileVersionInfoSizeW(path, ctypes.byref(wintypes.DWORD()))
        block = ctypes.create_string_buffer(size)
        if not size or not library.GetFileVersionInfoW(path, 0, size, block):
            number = ctypes.get_last_error()
            if WINDOWS.get(number) in _NOT_FOR_US:
                raise refused(ctypes.WinError(number), path)
            return ""  # no program, or one without a version
        place, length = ctypes.c_void_p(), wintypes.UINT()
        found = library.VerQueryValueW(block, "\\", ctypes.byref(place), ctypes.byref(length))
        if not found or not place.value or length.value < 16:
            return ""
        signature, _, high, low = (wintypes.DWORD * 4).from_address(place.value)
        if signature != _SIGNATURE:
            return ""
        return f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"
