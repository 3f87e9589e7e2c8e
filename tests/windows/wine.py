"""The Windows laboratory as the tests use it: where it is, and how a Windows Python is run in it and listened to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from tests.windows.dummies import PROGRAM

ROOT: Final = Path(__file__).parents[2]
BUILDER: Final = ROOT / ".ci" / "windows_lab.py"

_KEPT: Final = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_RUNTIME_DIR")


class NoLaboratory(Exception):
    """There is none here; the text says why."""


@dataclass(frozen=True, slots=True)
class Laboratory:
    """A Windows under Wine: ``python`` is the command, ``drive`` its C: as a folder of this system."""

    python: tuple[str, ...]
    environment: Mapping[str, str]
    drive: Path
    service: str

    def run(
        self,
        *arguments: str | Path,
        seconds: float,
        cwd: Path = ROOT,
        more: Mapping[str, str] | None = None,
        python: str = "",
    ) -> subprocess.CompletedProcess[str]:
        """Run the Windows Python (or another one there) to its end; what it said on both streams is in ``stdout``.

        Exit codes pass through Linux modulo 256.
        """
        # A plain environment: nothing of this machine's Python leaks in. Its streams are pipes; files Wine's
        # Python cannot start with.
        surroundings = {name: os.environ[name] for name in _KEPT if name in os.environ}
        surroundings |= {**self.environment, PROGRAM: self.service, **(more or {})}
        command = [self.python[0], python or self.python[1], *map(str, arguments)]
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate()
            said += f"\nended after {seconds:.0f} s".encode()
        text = said.decode("utf-8", "replace").replace("\r\n", "\n")
        return subprocess.CompletedProcess(command, process.returncode, text)


@cache
def laboratory() -> Laboratory:
    """The laboratory, built from what this machine has; NoLaboratory when it cannot be had."""
    if not BUILDER.is_file():
        raise NoLaboratory("its builder is not among these files")
    done = subprocess.run([sys.executable, BUILDER], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoLaboratory((done.stderr.strip().splitlines() or ["no reason given"])[-1])
    told = json.loads(done.stdout)
    return Laboratory(tuple(told["python"]), told["environment"], Path(told["drive"]), told["service"])


def in_windows(path: Path) -> str:
    """A path of this system as Wine's Windows names it."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a pytest in there came to: the texts of what failed, the reasons for what was skipped and how often."""

    passed: int
    troubles: tuple[str, ...]
    skips: Mapping[str, int]

    @classmethod
    def read(cls, report: Path) -> Outcome:
        """From pytest's own report (JUnit's XML)."""
        passed, troubles, skips = 0, [], dict[str, int]()
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            name = f"{case.get('classname')}::{case.get('name')}"
            wrong = [*case.findall("failure"), *case.findall("error")]
            skipped = case.find("skipped")
            if wrong:
                troubles += [f"--- {name}\n{one.text or one.get('message')}" for one in wrong]
            elif skipped is not None:
                reason = skipped.get("message") or "?"
                skips[reason] = skips.get(reason, 0) + 1
            else:
                passed += 1
        return cls(passed, tuple(troubles), skips)

    def __str__(self) -> str:
        """The counts on one line."""
        return f"{self.passed} passed, {len(self.troubles)} failed, {sum(self.skips.values())} skipped"
