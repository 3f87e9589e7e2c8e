"""The guard of one program on Linux: a small process of its own that no descendant escapes.

It is a subreaper (prctl(2)): whatever its program starts, in a session of its own or after a double fork,
stays below it in the process tree. So "everything this program started" is a question the kernel answers,
for each program alone, and waitpid(2) says ECHILD when nothing is left. If the runbook's own process dies,
the program lives on, which is right for a half-done copy; the guard then empties its output, so that it does
not die of a closed pipe.

Run as ``python -I -S guard.py CONTROL STATUS OUTPUT`` with three file descriptors. On CONTROL first comes
what to run, then one byte if everything is to be ended. On STATUS it says ``started PID TICKS``,
``refused ERRNO``, ``exited CODE LEFT``, ``ended SURVIVORS…``. Imports nothing of the package.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time

assert sys.platform != "win32"

GRACE = 1.0
"""Seconds between SIGTERM and SIGKILL."""

PATIENCE = 10.0
"""Seconds to go on killing before the rest is reported as survivors."""

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER


def become_subreaper() -> None:
    """Orphans below us become our children (Linux 3.4); elsewhere only the process group is ended."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0)


def descendants(root: int) -> list[int]:
    """The process ids below ``root``, by /proc. Zombies too."""
    children: dict[int, list[int]] = {}
    try:
        names = [name for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []
    for name in names:
        with contextlib.suppress(OSError, ValueError, IndexError):
            with open(f"/proc/{name}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(name))
    found, waiting = [], [root]
    while waiting:
        below = children.pop(waiting.pop(), [])
        found += below
        waiting += below
    return found


def started_ticks(pid: int) -> str:
    """When a process began, in clock ticks since the system's start (proc(5), field 22); empty if unknown."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[19].decode("ascii")
    except (OSError, IndexError):
        return ""


def received(control: int) -> tuple[list[bytes], dict[bytes, bytes]]:
    """Read what to run: two counts, then arguments and variables, each ended by a zero byte. Whoever dies before
    all is said has started nothing: then the guard ends too."""
    data = b""
    while b"\n" not in data:
        data += _more(control, 1)
    count, variables = map(int, data.split())
    data = b""
    while data.count(b"\0") < count + variables:
        data += _more(control, 65536)
    items = data.split(b"\0")
    pairs = (item.partition(b"=") for item in items[count : count + variables])
    return items[:count], {name: value for name, _, value in pairs}


def _more(control: int, size: int) -> bytes:
    part = os.read(control, size)
    if not part:
        sys.exit(1)
    return part


def launch(arguments: list[bytes], environment: dict[bytes, bytes]) -> tuple[int, int]:
    """Start the program in a session of its own; its process id, and errno when it cannot be started."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
            for name in ("SIGPIPE", "SIGXFSZ", "SIGCHLD"):
                signal.signal(getattr(signal, name), signal.SIG_DFL)
            os.execve(arguments[0], arguments, environment)
        except OSError as error:
            os.write(writing, str(error.errno or 1).encode("ascii"))
        finally:
            os._exit(127)
    os.close(writing)
    said = os.read(reading, 16)
    os.close(reading)
    return pid, int(said or b"0")


class Guard:
    """The one program, and everything below it."""

    def __init__(self, program: int) -> None:
        self.program = program
        self.code: int | None = None

    def reap(self) -> bool:
        """Collect what has ended; False when there is nothing left below us."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            if pid == self.program:
                self.code = os.waitstatus_to_exitcode(status)

    def signal(self, number: int) -> None:
        """Send a signal to everything below us."""
        pids = descendants(os.getpid())
        if not pids:
            with contextlib.suppress(OSError):
                os.killpg(self.program, number)
        for pid in pids:
            with contextlib.suppress(OSError):
                os.kill(pid, number)

    def end(self) -> list[int]:
        """Ask everything to end, then make it; what survives."""
        self.signal(signal.SIGTERM)
        begun = time.monotonic()
        while self.reap():
            spent = time.monotonic() - begun
            if spent > GRACE + PATIENCE:
                return descendants(os.getpid())
            if spent > GRACE:
                self.signal(signal.SIGKILL)
            time.sleep(0.01)
        return []


def main(control: int, status: int, output: int) -> None:
    """Run the program, and heed the control pipe until it has ended."""
    for handle in (control, status, output):
        os.set_inheritable(handle, False)

    def say(*words: object) -> None:
        with contextlib.suppress(OSError):
            os.write(status, (" ".join(map(str, words)) + "\n").encode("ascii"))

    become_subreaper()
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    pid, refused = launch(*received(control))
    if refused:
        say("refused", refused)
        return
    say("started", pid, started_ticks(pid) or "-")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    guard = Guard(pid)
    watched = [control, woken]
    while guard.code is None:
        ready = select.select(watched, [], [], 1.0)[0]
        if control in ready and os.read(control, 1):
            say("ended", *guard.end())
            return
        if control in ready:
            watched = [woken, output]  # the runbook's process is gone
        if output in ready and not os.read(output, 65536):
            watched = [woken]
        if woken in ready:
            os.read(woken, 4096)
        guard.reap()
    say("exited", guard.code, len(descendants(os.getpid())))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
