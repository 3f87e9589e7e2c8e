"""Time: the wall clock for people, a monotonic one for durations, and the name of the boot it belongs to.

Nothing is ever ordered by time. Two stamps of one boot tell a duration; of two boots, only their wall
clocks differ.
"""

from __future__ import annotations

import sys
import time
import uuid
from typing import Final, Protocol

from xprunbook.run.record import Stamp

STEP_SECONDS: Final = 120.0
"""The wall clock was set when it went further than this against the monotonic one."""


class Clock(Protocol):
    """What the time is. Tests stand still or jump."""

    def utc(self) -> float:
        """UTC seconds since the epoch, as the operating system has it."""
        ...

    def monotonic(self) -> float:
        """Seconds that only grow, also while the machine sleeps; comparable between processes of one boot."""
        ...

    def boot(self) -> str:
        """Names the boot that ``monotonic`` counts from."""
        ...


def wall_step(before: Stamp, now: Stamp) -> float:
    """By how many seconds the wall clock was set between two stamps of one boot; 0 when it was not.

    Stamps of different boots cannot be compared and count as not set.
    """
    if before.boot != now.boot or not before.boot:
        return 0.0
    step = (now.utc - before.utc) - (now.mono - before.mono)
    return round(step, 3) if abs(step) > STEP_SECONDS else 0.0


def elapsed(before: Stamp, now: Stamp) -> float:
    """Seconds from one stamp to a later one, never negative: monotonic within a boot, else wall clock."""
    if before.boot == now.boot and before.boot:
        return max(0.0, now.mono - before.mono)
    return max(0.0, now.utc - before.utc)


class RealClock:
    """The machine's clocks. The boot is looked up once."""

    def __init__(self) -> None:
        self._boot = _boot_id()

    def utc(self) -> float:
        """UTC seconds, to the millisecond."""
        return round(time.time(), 3)

    def monotonic(self) -> float:
        """Seconds since the boot, to the millisecond."""
        return round(_since_boot(), 3)

    def boot(self) -> str:
        """The boot's name; a random one where the system has none, so that only this process can compare."""
        return self._boot


if sys.platform == "win32":

    def _since_boot() -> float:
        """GetTickCount64, which goes on while the machine sleeps; Python's own clock need not."""
        import ctypes

        count = ctypes.windll.kernel32.GetTickCount64
        count.restype = ctypes.c_uint64
        return int(count()) / 1000

    def _boot_id() -> str:
        """Windows counts its boots where prefetching is on; else the minute of the boot tells them apart."""
        import winreg

        where = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, where) as key:
                return f"boot-{int(winreg.QueryValueEx(key, 'BootId')[0])}"
        except (OSError, ValueError, TypeError):
            return f"boot-at-{round((time.time() - _since_boot()) / 60)}"

else:
    # On Linux the monotonic clock stands still while the machine sleeps, on macOS Python's does;
    # these do not.
    _SLEEPLESS: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

    def _since_boot() -> float:
        return time.clock_gettime(_SLEEPLESS)

    def _boot_id() -> str:
        """Linux: random(4), boot_id. Elsewhere a random name."""
        try:
            with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as stream:
                return stream.read(64).strip() or str(uuid.uuid4())
        except (OSError, ValueError):
            return str(uuid.uuid4())
