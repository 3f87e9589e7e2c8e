"""A program that grows a tree of processes, each trying another way to get out of reach.

``python branches.py FOLDER SEED DEPTH``: writes ``PID START`` into a file of FOLDER for each process, and then
stays. Run on its own: imports nothing of the project but how a process is told from a later one.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

STYLES = (
    ("child", "group", "detached", "shell", "bare")
    if sys.platform == "win32"
    else ("child", "group", "session", "daemon", "deaf", "bare")
)


def main(folder: str, seed: int, depth: int) -> None:
    """Report, branch, stay."""
    _report(folder)
    chance = random.Random(seed)
    for number in range(chance.randint(1, 2) if depth else 0):
        _branch(chance.choice(STYLES), folder, seed * 7 + number, depth - 1)
    print("growing", flush=True)
    time.sleep(120)


def _report(folder: str) -> None:
    path = os.path.join(folder, str(os.getpid()))
    with open(path + ".new", "w", encoding="ascii") as file:
        file.write(_started())
    os.rename(path + ".new", path)


if sys.platform == "win32":

    def _started() -> str:
        from xprunbook.systems.process_windows import started_at

        return started_at(-1)  # what GetCurrentProcess returns

    def _branch(style: str, folder: str, seed: int, depth: int) -> None:
        """Start the next one: in its own group, without console, below cmd.exe, trying to leave the job."""
        command = [sys.executable, os.path.abspath(__file__), folder, str(seed), str(depth)]
        flags = {"group": subprocess.CREATE_NEW_PROCESS_GROUP, "detached": subprocess.DETACHED_PROCESS}
        flags["bare"] = subprocess.CREATE_BREAKAWAY_FROM_JOB
        prefix = ["cmd", "/d", "/c"] if style == "shell" else []
        try:
            subprocess.Popen(prefix + command, creationflags=flags.get(style, 0), stdin=subprocess.DEVNULL)
        except PermissionError:
            subprocess.Popen(command, stdin=subprocess.DEVNULL)  # the job lets nobody break away

else:

    def _started() -> str:
        from xprunbook.systems.guard import started_ticks
        from xprunbook.systems.process_posix import boot

        return f"{started_ticks(os.getpid())}@{boot()}"

    def _branch(style: str, folder: str, seed: int, depth: int) -> None:
        """Start the next one: in its own group or session, twice forked, deaf to SIGTERM, without environment."""
        command = [sys.executable, os.path.abspath(__file__), folder, str(seed), str(depth)]
        environment = {} if style == "bare" else dict(os.environ)
        environment["PYTHONPATH"] = os.environ["PYTHONPATH"]
        if style == "daemon":
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    os.execve(command[0], command, environment)
                os._exit(0)
            os.wait()
            return
        if style == "deaf":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # inherited through exec
        subprocess.Popen(
            command,
            env=environment,
            start_new_session=style in ("session", "bare"),
            process_group=0 if style == "group" else None,
            stdout=None if style != "bare" else subprocess.DEVNULL,
        )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
