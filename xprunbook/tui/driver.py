"""Textual's drivers, hardened: odd bytes do not end the program, a hang-up is told, bursts of keys are marked."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from textual.driver import Driver
from textual.message import Message

from xprunbook.tui.bursts import BurstGuard
from xprunbook.tui.decoder import InputDecoder

if TYPE_CHECKING:
    from collections.abc import Callable

RESTORE: Final = (
    b"\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[0m\r\n"
)
"""Puts a terminal back: paste mode, wrapping, mouse, alternate screen, cursor, focus reports, colours."""

READ_SIZE: Final = 4096


def restore_terminal(fd: int = 2) -> None:
    """Send the reset to a terminal that may be gone or stalled: never blocks, never raises."""
    with contextlib.suppress(OSError, ValueError):
        _write_at_once(fd, RESTORE)


if sys.platform == "win32":
    from textual.drivers.windows_driver import WindowsDriver

    def _write_at_once(fd: int, data: bytes) -> None:
        os.write(fd, data)

    class HardenedDriver(WindowsDriver):
        """The Windows driver without the kitty protocol (it loses AltGr characters), with marked bursts."""

        HOLD: Final = 0.015
        """Seconds a key waits for company: the console hands over keys one by one."""

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self._guard = BurstGuard()
            self._held: list[Message] = []
            self._lock = threading.Lock()

        def write(self, data: str) -> None:
            """Write, without asking for the kitty protocol."""
            super().write(data.replace("\x1b[>1u", "").replace("\x1b[<u", ""))

        def process_message(self, message: Message) -> None:
            """Hold messages back for a moment, then let the guard see them together."""
            with self._lock:
                self._held.append(message)
                if len(self._held) > 1:
                    return
            timer = threading.Timer(self.HOLD, self._release)
            timer.daemon = True
            timer.start()

        def _release(self) -> None:
            with self._lock:
                held, self._held = self._held, []
            for message in self._guard.pass_on(held, time.monotonic()):
                super().process_message(message)

else:
    import selectors
    import termios

    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    def _write_at_once(fd: int, data: bytes) -> None:
        """Write without waiting. The terminal is the shell's too: what is set here would stay set there."""
        before = os.get_blocking(fd)
        os.set_blocking(fd, False)
        try:
            os.write(fd, data)
        finally:
            os.set_blocking(fd, before)

    class HardenedDriver(LinuxDriver):
        """The POSIX driver with a tolerant decoder; a terminal that is gone is told to the app, once."""

        def run_input_thread(self) -> None:
            """Read until the end; every read passes the decoder, Textual's parser and the guard."""
            parser = XTermParser(self._debug)
            decoder, guard = InputDecoder(), BurstGuard()
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    if selector.select(0.1):
                        data = self._read()
                        if not data:
                            self._hung_up()
                            return
                        text = decoder.feed(data)
                    else:
                        text = decoder.settle()
                    messages: list[Message] = []
                    try:
                        messages += parser.feed(text) if text else ()
                        messages += parser.tick()
                    except Exception:  # whatever a terminal sends, the next key must work
                        parser = XTermParser(self._debug)
                    if messages:
                        for message in guard.pass_on(messages, time.monotonic()):
                            self.process_message(message)

        def _read(self) -> bytes:
            try:
                return os.read(self.fileno, READ_SIZE)
            except OSError:
                return b""

        def _hung_up(self) -> None:
            hung_up: Callable[[], None] | None = getattr(self._app, "hung_up", None)
            if hung_up is not None:
                hung_up()

        def stop_application_mode(self) -> None:
            """Put the terminal back; one that is gone is no reason to fail."""
            with contextlib.suppress(OSError, termios.error):
                super().stop_application_mode()


DRIVER: Final[type[Driver]] = HardenedDriver
