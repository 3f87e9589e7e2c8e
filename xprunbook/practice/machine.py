"""A machine of a practice site: its Windows, file versions, network adapter, and programs with a window.

No program is started. A window "stays open" for a moment; the Backup-Manager with ``/restoreLatest`` restores what the
story's backup holds into the databases that ``atlas.xml`` names.
"""

from __future__ import annotations

import ntpath
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from xprunbook.practice.faults import Fault
from xprunbook.practice.hands import lend_a_hand, restore, see_manager
from xprunbook.practice.places import Places, refusal
from xprunbook.practice.story import (
    DRAWN_MAC,
    MACS,
    NEW,
    OLD,
    PATCHED,
    SQL_HOST,
    UNPATCHED,
    VERSIONS_OF,
)
from xprunbook.systems.hypervisors import mac_range
from xprunbook.systems.ports import Watch
from xprunbook.systems.ports_windows import Adapter, WindowsFacts
from xprunbook.systems.trouble import Refused, Trouble
from xprunbook.systems.watching import heed

OPEN: Final = 1.0
"""Seconds a window of the story stays open."""

TICK: Final = 0.1
MANAGER: Final = "xphoneserverbackup.exe"
LATEST: Final = "/restorelatest"

_WINDOWS: Final[Mapping[str, WindowsFacts]] = {
    OLD: WindowsFacts(17763, True, 461_814, "Hyper-V"),
    NEW: WindowsFacts(20348, True, 528_449, "VMware"),
    SQL_HOST: WindowsFacts(20348, True, 528_449, "VMware"),
}


class PracticeMachine:
    """One machine of the story. ``now``: UTC seconds."""

    def __init__(self, places: Places, now: Callable[[], float]) -> None:
        self._places: Final = places
        self._world: Final = places.world
        self._now: Final = now

    def windows(self) -> WindowsFacts:
        """Version and make."""
        return _WINDOWS[self._places.here]

    def elevated(self) -> bool:
        """Yes, unless that is what is wrong."""
        return not self._world.has(Fault.NOT_ELEVATED)

    def file_version(self, path: str) -> str:
        """The version of a program of the story; any other file has none."""
        place = self._places.find(path)
        if not place.real.exists():
            raise refusal(Trouble.MISSING, path)
        known = {name.casefold(): version for name, version in VERSIONS_OF.get(place.machine, {}).items()}
        name = ntpath.basename(path).casefold()
        if name == MANAGER:
            lend_a_hand(self._world, self._now())
            see_manager(self._world, place.machine)
        if name == MANAGER and place.machine in self._world.patched:
            return PATCHED
        if name == MANAGER and place.machine == NEW and self._world.has(Fault.BACKUP_MANAGER_OLD):
            return UNPATCHED
        return known.get(name, "")

    def adapters(self) -> tuple[Adapter, ...]:
        """The one adapter."""
        drawn = self._places.here == NEW and self._world.has(Fault.MAC_DYNAMIC)
        mac = DRAWN_MAC if drawn else MACS[self._places.here]
        return (Adapter("Ethernet0", mac, mac, mac_range(mac)),)

    def desktop(self) -> bool:
        """Yes, unless that is what is wrong."""
        return not self._world.has(Fault.NO_DESKTOP)

    def show(self, url: str) -> None:
        """A browser opens for a moment; nobody here looks at it."""
        if not url.startswith(("http://", "https://")):
            raise Refused(Trouble.ADDRESS, url)

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
        """A window for a moment. There is no process, so none is told of."""
        del began
        if not self._places.find(program).real.exists():
            raise refusal(Trouble.MISSING, program)
        if user and (not password or self._world.has(Fault.ACCOUNT_PASSWORD)):
            raise Refused(Trouble.LOGON, program, 1326)
        if not wait:
            return None
        closes = time.monotonic() + OPEN
        while (rest := closes - time.monotonic()) > 0:
            heed(watch, program, known=False)
            time.sleep(min(TICK, rest))
        if ntpath.basename(program).casefold() == MANAGER and LATEST in map(str.casefold, arguments):
            self._world.change(lambda: restore(self._world, self._places.here, self._now()))
        return 0
