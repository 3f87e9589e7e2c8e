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
    return SessionKind.RDP if _is_remote() else SessionKind.SERVICE


if sys.platform == "win32":

    def _is_remote() -> bool:
        """GetSystemMetrics, SM_REMOTESESSION."""
        import ctypes

        return bool(ctypes.windll.user32.GetSystemMetrics(0x1000))

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

    def is_elevated() -> bool:
        """Whether this process is root's."""
        return os.geteuid() == 0
