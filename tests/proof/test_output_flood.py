"""Proof: 50 MB of output in any shape go by in bounded memory, and none of it is left in the pipe."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.proof.summary import Summary, check, scale_from, seed_from, times

SABOTAGES: Final = ("keep-all",)

MEBIBYTES: Final = 50
ALLOWED: Final = 20
"""Mebibytes the process may grow by; the output itself is 50."""

SHAPES: Final = {
    "lines": "b'0123456789abcdef' * 6 + b'\\n'",
    "one endless line": "b'x' * 97",
    "random bytes": "random.Random(1).randbytes(4096)",
    "UTF-16": "'Zeile über Zeile\\r\\n'.encode('utf-16-le')",
    "progress bar": "b'  50 % done\\r'",
    "empty lines": "b'\\n' * 100",
}

_SHOUT: Final = (
    "import random, sys; part = {part}; left = {size};\n"
    "while left > 0: left -= sys.stdout.buffer.write((part * (65536 // len(part) + 1))[:65536])"
)

_LISTEN: Final = """
import json, pathlib, re, sys
from tests.actions.jobs import TestJob
from xprunbook.systems.ports import PROCESSES, Command
def peak():
    # Not getrusage: its maximum outlives exec, so a large parent would hide everything.
    return int(re.search(r'VmHWM:\\s+([0-9]+)', pathlib.Path('/proc/self/status').read_text())[1])
job, kept, longest = TestJob(seconds=300), [], 0
def told(line):
    global longest
    longest = max(longest, len(line))
    if {keep}:
        kept.append(line + ' ')
processes = job.site.system(PROCESSES)
def run(code):
    return processes.run(Command(sys.executable, ('-c', code)), job, told, job.process)
run('print(1)')
before = peak()
ended = run({code!r})
after = peak()
print(json.dumps([ended.code, ended.lines, longest, (after - before) / 1024]))
"""


def _flood(shape: str, size: int, sabotage: str) -> tuple[int, int, int, float]:
    """Exit code, lines, the longest one, and mebibytes grown."""
    code = _SHOUT.format(part=SHAPES[shape], size=size)
    listening = _LISTEN.format(keep=sabotage == "keep-all", code=code)
    done = subprocess.run(
        [sys.executable, "-c", listening],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    code_, lines, longest, grown = json.loads(done.stdout)
    return code_, lines, longest, grown


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Every shape; a failure is a child that did not end well, a line past its bound, or too much memory."""
    del seed
    size = times(max(scale, 0.2), MEBIBYTES) * 1024 * 1024
    failed, worst, most = 0, "", 0.0
    for shape in SHAPES:
        code, _, longest, grown = _flood(shape, size, sabotage)
        if code or longest > 17_000 or grown > ALLOWED * max(scale, 0.2):
            failed += 1
            worst = f"{shape}: exit {code}, line of {longest}, {grown:.1f} MiB"
        most = max(most, grown)
    return Summary("output flood, memory bounded", len(SHAPES), failed, worst or f"+{most:.1f} MiB at most")


pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")


def test_memory_is_bounded() -> None:
    """The promise."""
    check(prove(scale_from(), seed_from()), seed_from())


def test_keeping_everything_is_noticed() -> None:
    """Sabotage: a listener that keeps all lines."""
    assert prove(0.2, seed_from(), "keep-all").failed > 0
