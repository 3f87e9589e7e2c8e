"""Who sits here, which machine this is, by the operating system; and whether two names mean one machine."""

from __future__ import annotations

import ipaddress
import os
import sys
from typing import Final

from xprunbook.base.text import one_line

_LOCAL: Final = frozenset({"localhost", "localhost.localdomain", ".", "(local)"})


if sys.platform == "win32":

    def _account() -> str:
        """``DOMAIN\\user``: GetUserNameExW, NameSamCompatible. The environment could be set by anyone."""
        import ctypes

        size = ctypes.c_ulong(512)
        buffer = ctypes.create_unicode_buffer(size.value)
        try:
            if ctypes.windll.secur32.GetUserNameExW(2, buffer, ctypes.byref(size)) and buffer.value:
                return buffer.value
        except (OSError, AttributeError):
            pass
        parts = (os.environ.get("USERDOMAIN", ""), os.environ.get("USERNAME", ""))
        return "\\".join(part for part in parts if part)

    def _host() -> str:
        """The DNS host name, not cut to NetBIOS' 15 characters (two servers may share those)."""
        import socket

        return socket.gethostname() or os.environ.get("COMPUTERNAME", "")

else:

    def _account() -> str:
        """The name of the real user, or the number when it has no name."""
        import pwd

        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            return str(os.getuid())

    def _host() -> str:
        return os.uname().nodename


def account() -> str:
    """The operating system's account: ``DOMAIN\\user`` on Windows, the user's name elsewhere. Never empty."""
    return one_line(_account(), 200) or "?"


def host() -> str:
    """This machine's name, short or full as the system has it. Never empty."""
    return one_line(_host(), 255) or "?"


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(name.strip("[]").partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        return found.ipv4_mapped
    return found


def _normal(name: str) -> str:
    return name.strip().rstrip(".").lower() if name.strip() != "." else "."


def is_local_name(name: str) -> bool:
    """Tell whether a name means "this machine" wherever it is said: localhost, a loopback address, ``.``."""
    address = _address(name.strip())
    return address.is_loopback if address else _normal(name) in _LOCAL


def same_host(one: str, other: str, here: str = "") -> bool:
    """Tell whether two names mean one machine, as far as names can tell. Pure: no look-up.

    Case does not matter; a short name equals a full one with the same first label; two full names must
    be equal. Addresses equal addresses only. A local name means ``here`` when that is given, else only
    another local name. In doubt the answer is no: a wrong yes could send an action to the wrong server.
    """
    one_local, other_local = is_local_name(one), is_local_name(other)
    if one_local and other_local:
        return True
    if one_local or other_local:
        named = other if one_local else one
        return bool(here) and not is_local_name(here) and same_host(named, here)
    one_address, other_address = _address(one.strip()), _address(other.strip())
    if one_address or other_address:
        return one_address == other_address
    one, other = _normal(one), _normal(other)
    if not one or not other:
        return False
    if "." in one and "." in other:
        return one == other
    return one.partition(".")[0] == other.partition(".")[0]


def host_of(target: str) -> str:
    """The host of a target such as ``SQL01\\XPHONE``, ``tcp:SQL01,1433`` or ``SQL01``."""
    return target.removeprefix("tcp:").partition("\\")[0].partition(",")[0].strip()
