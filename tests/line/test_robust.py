"""Broken pipes, closed input, no locale, a narrow terminal: no traceback, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.line.desk import PATCH_DAY, ROOT
from tests.terminal.terminal import environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes of POSIX")

BEGIN = ("start", str(PATCH_DAY), "--plan", "A", "--person", "Ada", "--set", "web_server=w", "--line")


def run(
    home: Path, *arguments: str, typed: bytes | None = b"", **environ: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "xprunbook", *arguments],
        input=typed,
        capture_output=True,
        env=environment(home, TERM="dumb", **environ),
        cwd=ROOT,
        check=False,
        timeout=60,
    )


def records(home: Path) -> list[str]:
    (journal,) = home.glob("runs/*/run.jsonl")
    return [json.loads(line)["type"] for line in journal.read_bytes().splitlines()]


@pytest.mark.parametrize(
    "environ", [{"LANG": "C"}, {"LANG": "", "LC_ALL": ""}, {"PYTHONIOENCODING": "ascii"}]
)
def test_without_a_locale(tmp_path: Path, environ: dict[str, str]) -> None:
    typed = "note 1 Übergabe an Jürgen\n1\nl\nliste\nende\n".encode() + b"\xff\xfe\n"
    done = run(tmp_path, *BEGIN, typed=typed, **environ)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr + done.stdout
    assert records(tmp_path) == ["opened", "note-added", "left"]


def test_closed_input(tmp_path: Path) -> None:
    again = [sys.executable, "-m", "xprunbook", *BEGIN]
    closed = f"import os; os.close(0); os.execv({sys.executable!r}, {again!r})"
    done = subprocess.run(
        [sys.executable, "-c", closed],
        capture_output=True, env=environment(tmp_path, TERM="dumb"), cwd=ROOT, check=False, timeout=60,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr + done.stdout
    assert done.returncode in (0, 2)
    if list(tmp_path.glob("runs/*")):
        assert records(tmp_path)[-1] == "left"


def test_a_broken_pipe_leaves_in_order(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "xprunbook", *BEGIN],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment(tmp_path, TERM="dumb"), cwd=ROOT,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdin.write(b"skip 1 no\n")
    process.stdin.flush()
    time.sleep(0.5)
    process.stdout.close()
    process.stdin.write(b"list\n" * 200)
    process.stdin.flush()
    process.wait(20)
    assert b"Traceback" not in process.stderr.read()
    kept = records(tmp_path)
    assert "skipped" in kept
    assert kept[-1] == "left"


def test_a_hang_up_and_a_kill(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "xprunbook", *BEGIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=environment(tmp_path, TERM="dumb"), cwd=ROOT,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"skip 1 no\n")
    process.stdin.flush()
    while b"Saved" not in process.stdout.readline():
        pass
    while b"Saved: 1" not in process.stdout.readline():
        pass
    os.kill(process.pid, 1)
    assert process.wait(20) == 129
    assert records(tmp_path)[-1] == "left"


def test_auto_stops_at_the_first_manual_step(tmp_path: Path) -> None:
    begun = run(tmp_path, *BEGIN[:-1], "--no-open")
    done = run(tmp_path, "auto", begun.stdout.decode().strip(), "--json")
    assert done.returncode == 4
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["event"] for line in lines] == ["resumed", "waiting", "left"]
    assert lines[1]["for"] == "optional"
    assert b"Waiting" in done.stderr


def test_completion_and_help_name_every_command(tmp_path: Path) -> None:
    for shell in ("bash", "zsh", "powershell"):
        script = run(tmp_path, "completion", shell).stdout.decode()
        for word in ("answer", "auto", "compare", "resume", "--allow-file-ticks", "powershell"):
            assert word in script, (shell, word)
    assert b"defer STEP --owner NAME" in run(tmp_path, "answer", "--help").stdout
