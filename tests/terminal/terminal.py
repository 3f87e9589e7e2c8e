"""A pseudo terminal with a screen: starts a program, types like a person, reads what it painted, counts the bytes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

import pyte

ROOT: Final = Path(__file__).parents[2]

KEYS: Final = {
    "enter": "\r",
    "escape": "\x1b",
    "space": " ",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "ctrl+q": "\x11",
    "ctrl+c": "\x03",
    "backspace": "\x7f",
}
"""What a terminal sends for a key; anything else is sent as it is."""

PAUSE: Final = 0.05
"""Seconds between two keys: the program takes faster ones for a paste."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """A clean environment: sixteen colours, English, an own data folder."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "XPRUNBOOK_HOME": str(home),
        "XPRUNBOOK_LANG": "en",
        "LANG": "C.UTF-8",
        "TERM": "xterm",
        "TZ": "UTC",
        **more,
    }


class Terminal:
    """A program in a terminal of ``columns`` x ``lines``. Use as a context manager."""

    def __init__(
        self, arguments: Sequence[str], environ: Mapping[str, str], columns: int = 80, lines: int = 24
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.received = bytearray()
        self.started = time.perf_counter()
        self.master, slave = pty.openpty()
        _set_size(slave, columns, lines)
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environ),
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=_take_terminal,
            close_fds=True,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program if it still runs, and close the terminal."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)
        with contextlib.suppress(OSError):
            os.close(self.master)

    # Reading

    def read(self, seconds: float) -> int:
        """Take in what comes within this time; return the bytes received."""
        before = len(self.received)
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if not self._read_once(left):
                break
        return len(self.received) - before

    def _read_once(self, seconds: float) -> bool:
        """False when the terminal is closed."""
        if not select.select([self.master], [], [], max(0.0, seconds))[0]:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        if not data:
            return False
        self.received += data
        # pyte takes "ESC [ ? 2026 $ p" (a question about a mode) for text: questions are not painted.
        self._stream.feed(data.replace(b"\x1b[?2026$p", b"").replace(b"\x1b[?2048$p", b""))
        return True

    def settle(self, quiet: float = 0.3, longest: float = 10.0) -> int:
        """Read until nothing came for ``quiet`` seconds; return the bytes received."""
        before = len(self.received)
        end = time.perf_counter() + longest
        while time.perf_counter() < end:
            if not self.read(quiet):
                break
        return len(self.received) - before

    def wait_for(self, text: str, seconds: float = 15.0) -> float:
        """Read until the text stands on the screen; return the seconds since the start. AssertionError if not."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            if text in self.text:
                return time.perf_counter() - self.started
            if not self._read_once(0.05):
                break
        if text in self.text:
            return time.perf_counter() - self.started
        raise AssertionError(f"{text!r} does not come up; the screen is:\n{self.text}")

    @property
    def text(self) -> str:
        """The screen as text, without blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def line_with(self, text: str) -> str:
        """The first line that holds the text; empty if there is none."""
        return next((line for line in self.text.split("\n") if text in line), "")

    # Writing

    def press(self, *keys: str, pause: float = PAUSE) -> None:
        """Press keys one after the other, as fast as a person."""
        for key in keys:
            self.send(KEYS.get(key, key).encode())
            self.read(pause)

    def type(self, text: str) -> None:
        """Type a text letter by letter."""
        self.press(*(KEYS["space"] if letter == " " else letter for letter in text), pause=0.03)

    def send(self, data: bytes) -> None:
        """Send raw bytes in one go."""
        os.write(self.master, data)

    def resize(self, columns: int, lines: int) -> None:
        """Another size, as when a window is dragged."""
        self.screen.resize(lines, columns)
        _set_size(self.master, columns, lines)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGWINCH)

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection does."""
        os.close(self.master)

    def wait(self, seconds: float = 10.0) -> int:
        """Wait for the end; return the exit code (negative: ended by that signal)."""
        end = time.perf_counter() + seconds
        while self.process.poll() is None and time.perf_counter() < end:
            with contextlib.suppress(OSError, ValueError):
                self._read_once(0.05)
            time.sleep(0.01)
        code = self.process.wait(0.1)
        with contextlib.suppress(OSError, ValueError):
            self.read(0.1)
        return code

    def peak_memory(self) -> int:
        """The process's largest resident set so far, in bytes (Linux)."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
        return 0


def _take_terminal() -> None:
    """In the child: the terminal becomes the controlling one, so that closing it sends SIGHUP."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _set_size(fd: int, columns: int, lines: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
