"""Programs of a practice site: a handful of harmless ones that only say something. No process is ever started."""

from __future__ import annotations

import ntpath
import time
from collections.abc import Callable, Mapping
from typing import Final

from xprunbook.base.language import Language, Texts
from xprunbook.practice.story import ADDRESSES, ADMIN, MACS
from xprunbook.run.contract import NotHere
from xprunbook.systems.ports import Command, Ended, Watch
from xprunbook.systems.watching import heed

SYSTEM: Final = "C:\\Windows\\System32\\"
WAIT: Final = "practice-wait"
"""Takes as many seconds as its argument says, for rehearsing a cancel or a crash."""

TICK: Final = 0.2
LONGEST: Final = 3600.0

TEXTS: Final = Texts(
    {
        "not-run": (
            "Auf dem Übungsplatz wird {program} nicht ausgeführt; es gibt dort nur: {known}.",
            "The practice site does not run {program}; it only has: {known}.",
        ),
    }
)

_SAYS: Final[Mapping[str, Callable[[str], str]]] = {
    "hostname": lambda here: here,
    "whoami": lambda here: ADMIN.lower(),
    "ipconfig": lambda here: f"IPv4-Adresse: {ADDRESSES[here]}",
    "getmac": lambda here: MACS[here],
    WAIT: lambda here: "",
}


class PracticeProcesses:
    """The programs of one machine of the story."""

    def __init__(self, here: str, language: Language) -> None:
        self._here: Final = here
        self._language: Final[Language] = language

    def find(self, program: str) -> str:
        """The path of a program that is there; NotHere with a sentence for every other."""
        return f"{SYSTEM}{self._known(program)}.exe"

    def check(self, command: Command) -> None:
        """NotHere for whatever is not there; a line for a shell never is."""
        self._known(command.program or command.line)

    def run(
        self, command: Command, watch: Watch, told: Callable[[str], None], began: Callable[[int, str], None]
    ) -> Ended:
        """Say what the program would say."""
        name = self._known(command.program or command.line)
        heed(watch, command.program)
        if name != WAIT:
            told(_SAYS[name](self._here))
            return Ended(0, lines=1)
        return self._wait(command, watch, told)

    def runs_still(self, pid: int, started: str) -> bool:
        """Never: no process is started."""
        return False

    def _wait(self, command: Command, watch: Watch, told: Callable[[str], None]) -> Ended:
        try:
            seconds = min(LONGEST, float(command.arguments[0]))
        except (IndexError, ValueError):
            told(f"{WAIT} SECONDS")
            return Ended(2, lines=1)
        begun, lines = time.monotonic(), 0
        while (passed := time.monotonic() - begun) < seconds:
            heed(watch, command.program, known=False)
            told(f"{passed:.1f} s")
            watch.progress(passed / seconds)
            lines += 1
            time.sleep(min(TICK, seconds - passed))
        return Ended(0, lines=lines)

    def _known(self, program: str) -> str:
        name = ntpath.basename(program).casefold().removesuffix(".exe")
        folder = ntpath.dirname(program)
        if name not in _SAYS or (folder and folder.casefold() != SYSTEM.rstrip("\\").casefold()):
            known = ", ".join(_SAYS)
            raise NotHere(TEXTS.say("not-run", self._language, program=program, known=known))
        return name
