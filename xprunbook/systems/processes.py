"""Programs of this machine: started exactly as planned, listened to at all times, ended as a whole."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from xprunbook.run.contract import Cancelled, TimedOut
from xprunbook.systems.files import speaking
from xprunbook.systems.lines import Lines
from xprunbook.systems.ports import Command, Ended, Watch
from xprunbook.systems.programs import check_command, child_environment, find_program
from xprunbook.systems.trouble import Refused, Trouble
from xprunbook.systems.watching import heed

if sys.platform == "win32":
    from xprunbook.systems.process_windows import Tree as Tree
    from xprunbook.systems.process_windows import runs_still
else:
    from xprunbook.systems.process_posix import Tree as Tree
    from xprunbook.systems.process_posix import runs_still

_TICK: Final = 0.05

LINGER: Final = 1.0
"""Seconds to listen on when a program has ended and has left others running that hold its output."""


class RealProcesses:
    """The programs of this machine."""

    def find(self, program: str) -> str:
        """The absolute path of a program."""
        return find_program(program, os.environ)

    def check(self, command: Command) -> None:
        """Refuse what would not reach the program exactly as it is."""
        check_command(command)

    def runs_still(self, pid: int, started: str) -> bool:
        """Whether the process runs still, and is no other with its number."""
        return runs_still(pid, started)

    def run(
        self, command: Command, watch: Watch, told: Callable[[str], None], began: Callable[[int, str], None]
    ) -> Ended:
        """Run a program to its end. Its output is read at all times, also when nobody keeps it.

        Without a folder it works in the user's own: the current one could be anybody's.
        """
        heed(watch, command.program)
        check_command(command)
        command = replace(command, folder=command.folder or os.path.expanduser("~"))
        if not os.path.isdir(command.folder):
            raise Refused(Trouble.MISSING, command.folder)
        with speaking(command.program or command.line):
            tree = Tree(command, child_environment(os.environ, command.environment))
        try:
            began(tree.pid, tree.started)
            return _attend(tree, command, watch, told)
        except BaseException:
            tree.end()
            raise
        finally:
            tree.close()


def _attend(tree: Tree, command: Command, watch: Watch, told: Callable[[str], None]) -> Ended:
    """Listen until the program has ended and said everything."""
    lines, count, open_still = Lines(), 0, True
    ended: tuple[int, int] | None = None
    ask_at, leave_at = 0.0, float("inf")
    while open_still or ended is None:
        _heed(tree, command, watch)
        data = tree.read(_TICK) if open_still else None
        if data:
            for line in lines.feed(data):
                told(line)
                count += 1
        elif data is not None:
            open_still = False
        now = time.monotonic()
        if now > leave_at:
            break
        if ended is None and (now > ask_at or not data):
            ended = tree.wait(0 if open_still else _TICK)
            ask_at = now + _TICK
            if ended is not None and ended[1]:
                leave_at = now + LINGER  # what it left running may hold its output for ever
    for line in lines.finish():
        told(line)
        count += 1
    assert ended is not None
    return Ended(ended[0], ended[1], count)


def _heed(tree: Tree, command: Command, watch: Watch) -> None:
    """End everything when a person asked to stop or the time is up. What it did until then, nobody knows."""
    if not watch.cancelled() and watch.remaining() > 0:
        return
    cancelled = watch.cancelled()
    survivors = tree.end()
    what = command.program or command.line
    if survivors:
        what += f" ({', '.join(map(str, survivors))})"
    raise Cancelled(what) if cancelled else TimedOut(what)
