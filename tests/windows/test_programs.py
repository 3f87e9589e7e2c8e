"""Programs on Windows: their code pages, and that nothing of them is left when they are ended."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.actions.jobs import TestJob
from xprunbook.systems.lines import Lines, console_encoding
from xprunbook.systems.ports import Command
from xprunbook.systems.processes import RealProcesses

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="code pages and job objects of Windows")


def told(*arguments: str, line: str = "") -> list[str]:
    """What a program says, as the product reads it."""
    lines: list[str] = []
    program = "" if line else sys.executable
    RealProcesses().run(Command(program, arguments, line=line), TestJob(), lines.append, lambda *_: None)
    return lines


@pytest.mark.parametrize("encoding", ["mbcs", "oem", "utf-8", "utf-16"])
def test_umlauts_arrive_from_every_code_page_a_program_may_speak(encoding: str) -> None:
    """German Windows: 1252 in windows, 850 in consoles; our own children UTF-8; wmic and reg UTF-16."""
    text = "Gr\\xf6\\xdfe \\xfcber M\\xfcnchen"
    code = f"import sys; sys.stdout.buffer.write('{text}\\r\\n'.encode('{encoding}'))"
    (line,) = told("-c", code)
    if encoding == "mbcs" and console_encoding() != "cp1252":
        # A window program's code page in a pipe: nothing tells it from the console's. Readable but for umlauts.
        assert line.startswith("Gr")
        assert line.endswith("nchen")
    else:
        assert line == "Größe über München"


def test_the_shell_speaks_the_consoles_code_page() -> None:
    assert told(line="echo Größe") == ["Größe"]


def test_the_console_is_not_asked_for_another_code_page() -> None:
    """A German Windows has 850 there; what is read is decoded as that."""
    assert list(Lines().feed("Zugriff verweigert: Übung\r\n".encode("oem"))) == ["Zugriff verweigert: Übung"]


def test_an_exit_code_has_thirty_two_bits(tmp_path: Path) -> None:
    """Linux would cut it: the installer's 3010 (restart needed) must arrive."""
    ended = RealProcesses().run(
        Command(sys.executable, ("-c", "import os; os._exit(3010)")),
        TestJob(),
        lambda _: None,
        lambda *_: None,
    )
    assert ended.code == 3010
