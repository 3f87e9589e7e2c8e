"""The whole program with its terminal face on Windows Python: a run is begun, a step ticked, the screen left.

The face is shown over pipes (Textual's web driver) and painted here: Wine's console shows escape sequences as text.
So what Windows' own console driver does is not tried; it stands on the check card.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final

import pyte
import pytest

ROOT = Path(__file__).parents[2]
PATCH_DAY = ROOT / "tests" / "data" / "patch-day.yaml"

pytestmark = pytest.mark.skipif(
    sys.platform != "win32", reason="elsewhere the face is tried in real terminals"
)

# Everything is the program's own but two things: the driver, and the answer to "is this a terminal?".
PROGRAM: Final = """
import sys
from textual.drivers.web_driver import WebDriver
import xprunbook.tui.driver
xprunbook.tui.driver.DRIVER = WebDriver
import xprunbook.cli.streams
xprunbook.cli.streams.is_terminal = lambda stream: True
from xprunbook.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
LONGEST: Final = 120.0
"""Seconds until a text must have come up: to end what hangs."""


class Window:
    """A program that paints over a pipe, and its screen. Use as a context manager."""

    def __init__(self, home: Path, *words: str, utf8: str) -> None:
        environ = {
            name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LANG", "NO_COLOR")
        }
        environ |= {"XPRUNBOOK_HOME": str(home), "XPRUNBOOK_LANG": "de", "PYTHONUTF8": utf8}
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**environ, "COLUMNS": "80", "ROWS": "24", "TERM": "xterm"},
            cwd=ROOT,
        )
        self._screen = pyte.Screen(80, 24)
        self._painted = threading.Condition()
        self._over = threading.Event()
        threading.Thread(target=self._paint, daemon=True).start()
        self.said = b""
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Window:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stderr is not None
        self.said = self._process.stderr.read()

    def _packets(self) -> Iterator[tuple[bytes, bytes]]:
        pipe = self._process.stdout
        assert pipe is not None
        for line in pipe:
            if b"__GANGLION__" in line:
                break
        while kind := pipe.read(1):
            yield kind, pipe.read(int.from_bytes(pipe.read(4), "big"))

    def _paint(self) -> None:
        stream = pyte.ByteStream(self._screen)
        for kind, data in self._packets():
            if kind == b"M" and json.loads(data).get("type") == "exit":
                self._over.set()
            if kind == b"D":
                with self._painted:
                    stream.feed(data.replace(b"\x1b[?2026$p", b""))
                    self._painted.notify_all()

    @property
    def text(self) -> str:
        """The screen."""
        with self._painted:
            return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, text: str) -> None:
        """Until it stands on the screen; AssertionError with the screen when it does not come."""
        ends = time.monotonic() + LONGEST
        with self._painted:
            while text not in "\n".join(self._screen.display):
                shown = self._painted.wait(max(0.0, ends - time.monotonic()))
                assert shown, f"no {text!r}:\n{self.text}\n{self.said!r}"

    def press(self, key: str) -> None:
        """Send a key."""
        assert self._process.stdin is not None
        data = key.encode()
        self._process.stdin.write(b"D" + len(data).to_bytes(4, "big") + data)
        self._process.stdin.flush()

    def end(self) -> int:
        """Wait until it has ended; its exit code. This driver reads until nobody can press a key any more."""
        assert self._process.stdin is not None
        assert self._over.wait(LONGEST), self.text
        self._process.stdin.close()
        return self._process.wait(LONGEST)


@pytest.mark.parametrize("utf8", ["0", "1"], ids=["code page", "UTF-8 mode"])
def test_a_step_is_ticked_and_stays_ticked(tmp_path: Path, utf8: str) -> None:
    begun = ("start", str(PATCH_DAY), "--plan", "A", "--set", "web_server=WEB-KÖLN", "--person", "Jörg")
    with Window(tmp_path, *begun, utf8=utf8) as window:
        window.wait_for("Ausfall ankündigen")
        window.wait_for("0 von 9")
        window.press(" ")
        window.wait_for("Als erledigt abhaken?")
        window.press("\r")
        window.wait_for("1 von 9")
        window.press("q")
        assert window.end() == 0, window.said
    (journal,) = tmp_path.glob("runs/*/run.jsonl")
    records = [json.loads(line) for line in journal.read_bytes().splitlines()]
    assert [record["type"] for record in records] == ["opened", "ticked", "left"]
    assert {record["person"] for record in records} == {"Jörg"}
    with Window(tmp_path, "resume", utf8=utf8) as window:
        window.wait_for("1 von 9")
        window.press("q")
        assert window.end() == 0, window.said
