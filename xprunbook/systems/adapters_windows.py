"""The network adapters of a Windows machine: GetAdaptersAddresses, and GetIfEntry2 for the hardware's own address."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes
    from typing import Final

    from xprunbook.systems.hypervisors import as_mac, mac_range
    from xprunbook.systems.ports_windows import Adapter
    from xprunbook.systems.trouble import refused

    _UNSPECIFIED: Final = 0  # AF_UNSPEC
    _LEAN: Final = 0x2 | 0x4 | 0x8  # GAA_FLAG_SKIP_ANYCAST, _MULTICAST, _DNS_SERVER
    _OVERFLOW: Final = 111  # ERROR_BUFFER_OVERFLOW
    _NOTHING: Final = 232  # ERROR_NO_DATA: no adapter at all
    _WIRED: Final = frozenset((6, 71))  # IF_TYPE_ETHERNET_CSMACD, IF_TYPE_IEEE80211
    _UP: Final = 1  # IfOperStatusUp
    _NAMES: Final = 257  # IF_MAX_STRING_SIZE + 1
    _LONGEST: Final = 32  # IF_MAX_PHYS_ADDRESS_LENGTH

    class _Addresses(ctypes.Structure):
        """IP_ADAPTER_ADDRESSES_LH, as far as it is read."""

    _Addresses._fields_ = (
        ("length", wintypes.ULONG),
        ("index", wintypes.DWORD),
        ("next", ctypes.POINTER(_Addresses)),
        ("name", ctypes.c_char_p),
        ("unicast", ctypes.c_void_p),
        ("anycast", ctypes.c_void_p),
        ("multicast", ctypes.c_void_p),
        ("dns_servers", ctypes.c_void_p),
        ("dns_suffix", wintypes.LPCWSTR),
        ("description", wintypes.LPCWSTR),
        ("friendly", wintypes.LPCWSTR),
        ("address", ctypes.c_ubyte * 8),
        ("address_length", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("mtu", wintypes.DWORD),
        ("kind", wintypes.DWORD),
        ("status", ctypes.c_int),
    )

    class _Row(ctypes.Structure):
        """MIB_IF_ROW2, as far as it is read; what follows is only room."""

        _fields_ = (
            ("luid", ctypes.c_ulonglong),
            ("index", wintypes.ULONG),
            ("guid", ctypes.c_ubyte * 16),
            ("alias", ctypes.c_wchar * _NAMES),
            ("description", ctypes.c_wchar * _NAMES),
            ("length", wintypes.ULONG),
            ("address", ctypes.c_ubyte * _LONGEST),
            ("permanent", ctypes.c_ubyte * _LONGEST),
            ("rest", ctypes.c_ubyte * 1024),
        )

    def adapters() -> tuple[Adapter, ...]:
        """The adapters for cable and radio that are up; loopback and tunnels are none. Refused with the number."""
        library = ctypes.WinDLL("iphlpapi")
        library.GetAdaptersAddresses.argtypes = (
            wintypes.ULONG,
            wintypes.ULONG,
            ctypes.c_void_p,
            ctypes.c_void_p,
            ctypes.POINTER(wintypes.ULONG),
        )
        size = wintypes.ULONG(16 * 1024)
        for _ in range(5):  # the machine may get an adapter between two calls
            room = ctypes.create_string_buffer(size.value)
            number = library.GetAdaptersAddresses(_UNSPECIFIED, _LEAN, None, room, ctypes.byref(size))
            if number != _OVERFLOW:
                break
        if number == _NOTHING:
            return ()
        if number:
            raise refused(ctypes.WinError(number), "GetAdaptersAddresses")
        found, entry = [], ctypes.cast(room, ctypes.POINTER(_Addresses))
        while entry:
            item = entry.contents
            mac = as_mac(bytes(item.address[: item.address_length])) if item.address_length <= 8 else ""
            if mac and item.kind in _WIRED and item.status == _UP:
                permanent = _permanent(library, item.index)
                found.append(Adapter(item.friendly or "", mac, permanent, mac_range(permanent or mac)))
            entry = item.next
        return tuple(found)

    def _permanent(library: ctypes.WinDLL, index: int) -> str:
        """The address of the (virtual) hardware, whatever Windows was told to use instead; empty if unknown."""
        row = _Row(index=index)
        library.GetIfEntry2.argtypes = (ctypes.POINTER(_Row),)
        if library.GetIfEntry2(ctypes.byref(row)) or row.length > _LONGEST:
            return ""
        return as_mac(bytes(row.permanent[: row.length]))
