"""Splitting a script against iterating over the same file's lines and against sqlparse; memory on a large one."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.bench.rows import Row, ratio, seconds
from xprunbook.actions.sql.script.script import Options, Script
from xprunbook.systems.files import RealFiles

_ROWS: Final = 100_000
_PARSED: Final = 400
"""Rows that sqlparse gets: it takes about a millisecond for each."""

GIGABYTE: Final = 1_000_000_000


class Forever:
    """A watch that never stops anything."""

    def cancelled(self) -> bool:
        """No."""
        return False

    def remaining(self) -> float:
        """For ever."""
        return float("inf")

    def progress(self, part: float, says: str = "") -> None:
        """Nothing to do."""


def lines(rows: int) -> Iterator[str]:
    """A script as the wizard of SSMS writes it: 100 INSERTs a batch."""
    for row in range(rows):
        yield (
            f"INSERT [dbo].[Journal] ([Id], [Name], [Begin], [Text], [Data]) VALUES ({row}, N'O''Brien {row}', "
            "CAST(N'2026-11-21T01:50:16.8860000' AS DateTime2), N'Rückruf -- bitte [dringend] /* Müller */', NULL)\n"
        )
        if row % 100 == 99:
            yield "GO\n"


def _split(path: Path) -> int:
    script = Script(RealFiles(), str(path), Options())
    return sum(1 for _ in script.batches(Forever()))


def _iterate(path: Path) -> int:
    with open(path, encoding="utf-8") as file:
        return sum(1 for _ in file)


def _against_lines(folder: Path) -> Iterator[Row]:
    path = folder / "journal.sql"
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines(_ROWS))
    script = Script(RealFiles(), str(path), Options())
    list(script.batches(Forever()))  # its encoding is found out once, as before every run
    found, ours, theirs = ratio(lambda: sum(1 for _ in script.batches(Forever())), lambda: _iterate(path), 5)
    megabytes = path.stat().st_size / 1e6
    reason = f"{ours * 1e3:.0f} ms, {theirs * 1e3:.0f} ms for {megabytes:.0f} MB"
    yield Row("split a script / iterate over its lines", found, 15, reason)
    checked = seconds(lambda: script.check(Forever()))
    yield Row("look it all through / iterate over its lines", checked / theirs, 60, f"{checked * 1e3:.0f} ms")


def _against_sqlparse(folder: Path) -> Iterator[Row]:
    if find_spec("sqlparse") is None:
        print("(sqlparse is not installed: that row is left out)")
        return
    from importlib import import_module

    sqlparse = import_module("sqlparse")
    path = folder / "part.sql"
    text = "".join(lines(_PARSED))
    path.write_text(text, encoding="utf-8", newline="\n")
    script = Script(RealFiles(), str(path), Options())
    list(script.batches(Forever()))
    found, ours, theirs = ratio(
        lambda: sum(1 for _ in script.batches(Forever())), lambda: sqlparse.split(text), 3
    )
    yield Row("split a script / sqlparse.split", found, 0.1, f"{ours * 1e3:.2f} ms, {theirs * 1e3:.0f} ms")


def _memory(folder: Path) -> Iterator[Row]:
    """A script of a gigabyte, in a process of its own: the most memory it ever had, in megabytes."""
    if sys.platform == "win32":
        return
    path = folder / "large.sql"
    block = "".join(lines(20_000))
    size = 0
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        while size < GIGABYTE:
            file.write(block)
            size += len(block.encode())
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom tests.bench.bench_sql import _split\n"
        "count = _split(Path(sys.argv[1]))\n"
        "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    took = 0.0
    answer: list[str] = []

    def work() -> None:
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
        )
        answer.extend(done.stdout.split())

    took = seconds(work)
    peak = int(answer[1]) / (1024 if sys.platform != "darwin" else 1024 * 1024)
    reason = f"{size / 1e6:.0f} MB, {int(answer[0]):,} batches, {took:.0f} s"
    yield Row("memory for a script of 1 GB", peak, 100, reason, "MB")


def rows() -> Iterator[Row]:
    """The figures of scripts."""
    with tempfile.TemporaryDirectory(prefix="xprunbook-bench-") as name:
        yield from _against_lines(Path(name))
        yield from _against_sqlparse(Path(name))
        yield from _memory(Path(name))
