"""Odd bytes, pastes, hang-ups, stalls, sizes and defects: the program stays, or ends in order, and nothing is lost."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.terminal.program import records, resume, start, types
from tests.terminal.terminal import Terminal, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are a POSIX thing")


def tick_first(terminal: Terminal) -> None:
    """Tick the selected step."""
    terminal.press("space")
    terminal.settle()
    terminal.press("enter")
    terminal.settle()


def test_a_tick_is_on_disk_and_quit_says_how_to_go_on(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        tick_first(terminal)
        assert "ticked" in types(tmp_path)
        terminal.press("q")
        assert terminal.wait() == 0
        assert "xprunbook resume" in terminal.text
        assert types(tmp_path)[-1] == "left"
        # The terminal is as before: main screen, cursor, wrapping, no paste mode.
        for sequence in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?7h", b"\x1b[?2004l"):
            assert sequence in terminal.received
    with resume(tmp_path) as terminal:
        assert "1 of 9" in terminal.text
        terminal.press("ctrl+q")
        assert terminal.wait() == 0


@pytest.mark.parametrize(
    "noise",
    [
        b"\xfc",
        b"\xe4\xf6\xfc",
        b"\x1b[M !!",
        b"\x1b[M\xff\xfe\x21",
        b"\x80\xbf\xfe\xff",
        b"\x1b[?1;2c",
        b"\x00\x1c",
    ],
    ids=repr,
)
def test_odd_bytes_change_nothing(tmp_path: Path, noise: bytes) -> None:
    with start(tmp_path) as terminal:
        terminal.send(noise)
        terminal.settle()
        terminal.press("down")
        terminal.settle()
        assert terminal.process.poll() is None
        assert types(tmp_path) == ["opened"]
        terminal.press("escape", "escape")
        terminal.settle()
        tick_first(terminal)
        assert terminal.process.poll() is None


@pytest.mark.parametrize(
    "paste", [b" \r \r \r", b"dir C:\\\r\n", b" \r", b"x\ry\rz\r" * 50, b"\x1b[200~ \r \r\x1b[201~"], ids=repr
)
def test_a_paste_ticks_nothing(tmp_path: Path, paste: bytes) -> None:
    with start(tmp_path) as terminal:
        terminal.send(paste)
        terminal.settle()
        assert types(tmp_path) == ["opened"]
        assert "ignored" in terminal.text
        terminal.press("q")
        assert terminal.wait() == 0


def test_a_paste_into_a_line_arrives_and_does_not_send_itself(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.press("u")
        terminal.settle()
        terminal.send(b"second node [is] up\r")
        terminal.settle()
        assert "second node [is] up" in terminal.text
        assert types(tmp_path) == ["opened"]
        terminal.press("enter")
        terminal.settle()
        assert records(tmp_path)[-1]["data"]["reason"] == "second node [is] up"


def test_letters_of_a_latin1_terminal_are_read_as_typed(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.press("u")
        terminal.settle()
        for letter in "Grund: schön":
            terminal.send(letter.encode("latin-1"))
            terminal.read(0.15)
        terminal.press("enter")
        terminal.settle()
        assert records(tmp_path)[-1]["data"]["reason"] == "Grund: schön"


def test_a_hang_up_is_recorded_and_the_lock_is_free(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        tick_first(terminal)
        terminal.hang_up()
        assert terminal.wait() == 129
    assert types(tmp_path)[-1] == "left"
    assert records(tmp_path)[-1]["data"]["how"] == "hang-up"
    with resume(tmp_path) as terminal:
        assert "1 of 9" in terminal.text


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143)])
def test_a_signal_ends_in_order_and_the_terminal_is_restored(tmp_path: Path, number: int, code: int) -> None:
    with start(tmp_path) as terminal:
        os.kill(terminal.process.pid, number)
        assert terminal.wait() == code
        assert b"\x1b[?1049l" in terminal.received
        assert b"\x1b[?25h" in terminal.received
    assert types(tmp_path)[-1] == "left"


def test_a_kill_in_the_middle_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        tick_first(terminal)
        terminal.process.kill()
        terminal.wait()
    with resume(tmp_path) as terminal:
        assert "1 of 9" in terminal.text


def test_a_terminal_that_stops_reading_loses_nothing(tmp_path: Path) -> None:
    """Nobody reads for seconds while keys keep coming; hanging up then still writes and ends."""
    with start(tmp_path) as terminal:
        for _ in range(400):
            terminal.send(b"\x1b[B\x1b[A" * 4)
            time.sleep(0.005)
        terminal.send(b" ")
        time.sleep(0.3)
        terminal.send(b"\r")
        time.sleep(1.0)
        terminal.hang_up()
        assert terminal.wait() == 129
    assert types(tmp_path)[-1] == "left"


def test_after_a_stall_the_screen_comes_back(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        for _ in range(300):
            terminal.send(b"\x1b[6~\x1b[5~" * 4)
            time.sleep(0.005)
        terminal.settle()
        tick_first(terminal)
        assert "ticked" in types(tmp_path)


def test_any_size_while_it_runs(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        for columns, lines in ((40, 10), (120, 40), (20, 4), (200, 50), (80, 24)):
            terminal.resize(columns, lines)
            terminal.settle()
            terminal.press("down", "up")
            assert terminal.process.poll() is None
        tick_first(terminal)
        assert "1 of 9" in terminal.text


def test_a_defect_ends_with_a_sentence_and_a_file_without_values(tmp_path: Path) -> None:
    """A screen that fails: no traceback, terminal restored, exit code 70, a crash file, the record in order."""
    script = (
        "import sys; from xprunbook.tui.policy import terminal_policy; import os;"
        "p=terminal_policy(os.environ, sys.platform); p.apply(os.environ);"
        "from xprunbook.tui.screens.plan import PlanScreen;"
        "exec('def boom(self, *a):\\n    password = \"hunter2\"\\n    raise ValueError(password)');"
        "PlanScreen._do_next = boom;"
        "from xprunbook.cli.main import main;"
        "sys.exit(main(sys.argv[1:]))"
    )
    arguments = ["start", "tests/data/patch-day.yaml", "--plan", "A", "--person", "Ada"]
    with Terminal(["-c", script, *arguments], environment(tmp_path)) as terminal:
        terminal.wait_for("F1")
        terminal.settle()
        terminal.press("j")
        assert terminal.wait() == 70
        assert b"\x1b[?1049l" in terminal.received
        assert "What was saved is saved." in terminal.text
        assert "Traceback" not in terminal.text
        assert b"hunter2" not in terminal.received
    (file,) = tmp_path.glob("**/crash-*.txt")
    text = file.read_text()
    assert "builtins.ValueError" in text
    assert "boom" in text
    assert "hunter2" not in text
    assert file.stat().st_mode & 0o777 == 0o600


def test_no_color_sends_no_colours(tmp_path: Path) -> None:
    with start(tmp_path, NO_COLOR="1") as terminal:
        assert "►" in terminal.text
        terminal.press("down", "down", "space")
        terminal.settle()
        for parameters in re.findall(rb"\x1b\[([0-9;]*)m", bytes(terminal.received)):
            codes = {int(code or 0) for code in parameters.split(b";")}
            assert not codes & {*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108), 38, 48}, (
                parameters
            )


def test_sixteen_colours_are_sent_as_such(tmp_path: Path) -> None:
    with start(tmp_path, "--colour", "16") as terminal:
        assert b"38;2;" not in terminal.received
        assert b"38;5;" not in terminal.received
        assert b"\x1b[>" not in terminal.received, "the kitty protocol was asked for"


def test_over_ssh_no_mouse_is_asked_for(tmp_path: Path) -> None:
    with start(tmp_path, SSH_CONNECTION="1.2.3.4 1 5.6.7.8 22") as terminal:
        assert b"\x1b[?1000h" not in terminal.received


def test_nothing_is_sent_while_nothing_happens(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        left = 60 - time.time() % 60
        if left < 4:
            terminal.read(left + 1)
        assert terminal.read(3) == 0
