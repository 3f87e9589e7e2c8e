"""A program and everything it starts, on POSIX: through a guard of its own (``guard.py``)."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from xprunbook.systems import guard
from xprunbook.systems.ports import Command
from xprunbook.systems.trouble import POSIX, Refused, Trouble

if sys.platform != "win32":
    _CHUNK: Final = 65536
    _LIBRARIES: Final = "LD_LIBRARY_PATH"
    """The one variable the guard's own Python may need; its program does not get it."""

    def boot() -> str:
        """The identity of this start of the system; after the next one, ticks mean nothing."""
        with suppress(OSError):
            return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return ""

    def runs_still(pid: int, started: str) -> bool:
        """Whether this very process runs still; a zombie does not."""
        ticks, _, when = started.partition("@")
        if not ticks or when != boot() or guard.started_ticks(pid) != ticks:
            return False
        with suppress(OSError, IndexError):
            stat = Path(f"/proc/{pid}/stat").read_bytes()
            return stat.rpartition(b")")[2].split()[0] not in (b"Z", b"X")
        return False

    class Tree:
        """A running program. Used by one thread."""

        def __init__(self, command: Command, environment: Mapping[str, str]) -> None:
            """Start it; raises Refused or OSError."""
            self._output, writing = os.pipe()
            status, said = os.pipe()
            told, self._control = os.pipe()
            try:
                self._guard = subprocess.Popen(
                    [sys.executable, "-I", "-S", guard.__file__, str(told), str(said), str(self._output)],
                    stdin=subprocess.DEVNULL,
                    stdout=writing,
                    stderr=writing,
                    pass_fds=(told, said, self._output),
                    cwd=command.folder,
                    env={_LIBRARIES: os.environ[_LIBRARIES]} if _LIBRARIES in os.environ else {},
                    start_new_session=True,
                )
            except BaseException:
                for handle in (self._output, self._control, status):
                    os.close(handle)
                raise
            finally:
                for handle in (writing, said, told):
                    os.close(handle)
            self._status: Final = status
            self._heard = b""
            self._finished = False
            try:
                self.pid, self.started = self._hand_over(command, environment)
            except BaseException:
                self.close()
                raise

        def _hand_over(self, command: Command, environment: Mapping[str, str]) -> tuple[int, str]:
            program = (command.program, *command.arguments)
            arguments = ("/bin/sh", "-c", command.line) if command.line else program
            variables = (f"{name}={value}" for name, value in environment.items())
            items = [os.fsencode(item) for item in (*arguments, *variables)]
            with suppress(BrokenPipeError):
                message = f"{len(arguments)} {len(environment)}\n".encode("ascii")
                message += b"".join(item + b"\0" for item in items)
                while message:
                    message = message[os.write(self._control, message) :]
            words = self._hear(None)
            if words[:1] == ["started"]:
                return int(words[1]), f"{words[2]}@{boot()}" if words[2] != "-" else ""
            number = int(words[1]) if words else 0
            trouble = POSIX.get(number, Trouble.NOT_STARTED)
            said = os.strerror(number) if number else ""
            raise Refused(trouble, command.program or arguments[0], number, said)

        def _hear(self, seconds: float | None) -> list[str]:
            """The next message of the guard; nothing when none comes in time, or it is gone."""
            ends = None if seconds is None else time.monotonic() + seconds
            while b"\n" not in self._heard:
                left = None if ends is None else max(0.0, ends - time.monotonic())
                if not select.select([self._status], [], [], left)[0]:
                    return []
                part = os.read(self._status, 4096)
                if not part:
                    return []
                self._heard += part
            line, _, self._heard = self._heard.partition(b"\n")
            return line.decode("ascii").split()

        def read(self, seconds: float) -> bytes | None:
            """Some output; empty when there will be no more; None when there is none in time."""
            if not select.select([self._output], [], [], seconds)[0]:
                return None
            return os.read(self._output, _CHUNK)

        def wait(self, seconds: float) -> tuple[int, int] | None:
            """Exit code and how many processes it left running; None while it runs."""
            words = self._hear(seconds)
            if words[:1] == ["exited"]:
                self._finished = True
                return int(words[1]), int(words[2])
            if not words and self._guard.poll() is not None and not self._heard:
                words = self._hear(0)  # its last words, if it had any
                if words[:1] == ["exited"]:
                    return int(words[1]), int(words[2])
                raise Refused(Trouble.GONE, "guard")
            return None

        def end(self) -> tuple[int, ...]:
            """End the program and everything it started; the process ids that survived."""
            with suppress(BrokenPipeError):
                os.write(self._control, b"k")
            words = self._hear(guard.GRACE + guard.PATIENCE + 5)
            return tuple(map(int, words[1:])) if words[:1] == ["ended"] else ()

        def close(self) -> None:
            """Let go; what runs still goes on running."""
            for handle in (self._output, self._control, self._status):
                os.close(handle)
            with suppress(subprocess.TimeoutExpired):
                self._guard.wait(2.0)
