"""The standard streams: terminals, pipes and nowhere; letters that a code page lacks; JSON in pure ASCII."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from xprunbook.cli.streams import has_input, is_terminal, pipe_encoding

ROOT = Path(__file__).parents[2]


def said(code: str, encoding: str) -> bytes:
    """What a child prints after the streams were prepared."""
    done = subprocess.run(
        [sys.executable, "-c", f"from xprunbook.cli.streams import *; prepare_streams(); {code}"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    return done.stdout.replace(b"\r\n", b"\n")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "„Größe“ → 5 …"),
        ("cp1252", "„Größe“ -> 5 …"),
        ("cp850", '"Größe" -> 5 ...'),
        ("ascii", '"Gr??e" -> 5 ...'),
    ],
)
def test_a_missing_letter_becomes_the_nearest(encoding: str, shown: str) -> None:
    text = "print('\\u201eGr\\xf6\\xdfe\\u201c \\u2192 5 \\u2026')"
    assert said(text, encoding) == shown.encode(encoding) + b"\n"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850", "ascii"])
def test_json_arrives_whole_in_every_code_page(encoding: str) -> None:
    data = "{'a': '\\u201eGr\\xf6\\xdfe\\u201c \\u2713'}"
    printed = said(f"print_json({data})", encoding)
    assert json.loads(printed.decode(encoding)) == {"a": "„Größe“ ✓"}
    assert printed.isascii() == (encoding != "utf-8")


def test_the_empty_device_is_neither_a_terminal_nor_an_input(tmp_path: Path) -> None:
    """Windows' C runtime calls NUL a terminal."""
    with open(os.devnull) as nowhere:
        assert not is_terminal(nowhere)
        assert not has_input(nowhere)
    (tmp_path / "a").write_text("x")
    with open(tmp_path / "a") as file:
        assert not is_terminal(file)
        assert has_input(file)
    read, write = os.pipe()
    with open(read) as pipe:
        assert not is_terminal(pipe)
        assert has_input(pipe)
    os.close(write)
    assert not is_terminal(None)
    assert not has_input(None)


def test_windows_pipes_speak_the_consoles_code_page() -> None:
    assert pipe_encoding(850, False, {}) == "cp850"
    assert pipe_encoding(65001, False, {}) in ("utf-8", "cp65001")
    assert pipe_encoding(850, True, {}) is None
    assert pipe_encoding(850, False, {"PYTHONIOENCODING": "utf-8"}) is None
    assert pipe_encoding(0, False, {}) is None
    assert pipe_encoding(99999, False, {}) is None
