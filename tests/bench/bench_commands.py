"""The command line against a bare interpreter: what the reading commands cost from start to end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.rows import Row, ratio

_ROOT = Path(__file__).parents[2]
_ROUNDS = 15
_BUDGET = 10.0


def _process(environ: dict[str, str], *arguments: str) -> Callable[[], object]:
    def run() -> None:
        command = [sys.executable, *arguments]
        subprocess.run(command, env=environ, cwd=_ROOT, stdout=subprocess.DEVNULL, check=True)

    return run


def rows() -> Iterator[Row]:
    """``show`` and ``check`` of the largest runbook, and ``list``; compiled modules are cached, as after an install."""
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "XPRUNBOOK_HOME": home, "XPRUNBOOK_LANG": "de"}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        bare = _process(environ, "-c", "pass")
        for name, arguments in {
            "show RUNBOOK --plan C": ("show", "xphone-v8-to-v9", "--plan", "C"),
            "show RUNBOOK --json": ("show", "xphone-v8-to-v9", "--json"),
            "check FILE": ("check", "runbooks/xphone-v8-to-v9.yaml"),
        }.items():
            command = _process(environ, "-m", "xprunbook", *arguments)
            command()
            found, ours, theirs = ratio(command, bare, _ROUNDS)
            reason = f"medians of {_ROUNDS}: {ours * 1e3:.0f} ms, {theirs * 1e3:.0f} ms"
            yield Row(f"{name} / bare python", found, _BUDGET, reason)
