"""What kind of session this is, and what this process may do: facts of the operating system for ``doctor``."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from enum import StrEnum


class SessionKind(StrEnum):
    """How a person sits at this machine."""

    CONSOLE = "console"
    RDP = "rdp"
    SSH = "ssh"
    SERVICE = "service"  #: no window station of a person: a scheduled task, a service, WinRM


def session_kind(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> SessionKind:
    """SSH by its variables, Remote Desktop by ``SESSIONNAME`` or the system's word, else the console."""
    if environ.get("SSH_CONNECTION") or environ.get("SSH_CLIENT") or environ.get("SSH_TTY"):
        return SessionKind.SSH
    name = environ.get("SESSIONNAME", "").upper()
    if name.startswith("RDP-"):
        return SessionKind.RDP
    if platform != "win32":
        return SessionKind.CONSOLE
    if name == "CONSOLE":
        return SessionKind.CONSOLE
    if _is_remote():
        return SessionKind.RDP
    return SessionKind.CONSOLE if _is_visible() else SessionKind.SERVICE


def has_desktop(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a person can see a window that this program opens: not over SSH, not in a service."""
    return _is_visible() and session_kind(environ) in (SessionKind.CONSOLE, SessionKind.RDP)


if sys.platform == "win32":

    def _is_remote() -> bool:
        """GetSystemMetrics, SM_REMOTESESSION."""
        import ctypes

        return bool(ctypes.windll.user32.GetSystemMetrics(0x1000))

    def _is_visible() -> bool:
        """Whether the window station of this process has a screen: USEROBJECTFLAGS, WSF_VISIBLE. A service's, and
        that of an SSH session, has none."""
        import ctypes

        user = ctypes.WinDLL("user32")
        user.GetProcessWindowStation.restype = ctypes.c_void_p
        user.GetUserObjectInformationW.argtypes = (
            ctypes.c_void_p,
            ctypes.c_int,
            ctypes.c_void_p,
            ctypes.c_ulong,
            ctypes.c_void_p,
        )
        flags = (ctypes.c_ulong * 3)()  # fInherit, fReserved, dwFlags
        station = user.GetProcessWindowStation()
        told = user.GetUserObjectInformationW(station, 1, flags, ctypes.sizeof(flags), None)  # UOI_FLAGS
        return bool(station and told and flags[2] & 0x1)

    def is_elevated() -> bool:
        """Whether this process has an administrator's full rights (IsUserAnAdmin looks at the token, not the name)."""
        import ctypes

        try:
            return bool(ctypes.windll.shell32.IsUserAnAdmin())
        except (OSError, AttributeError):
            return False

else:

    def _is_remote() -> bool:
        return False

    def _is_visible() -> bool:
        return False

    def is_elevated() -> bool:
        """Whether this process is root's."""
        return os.geteuid() == 0
