"""``backup-log.analyse``: speed against iterating over the same lines, and memory against the file's size."""

from __future__ import annotations

import random
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from tests.actions.backup_log.logs import SAMPLE
from tests.actions.jobs import TestJob
from tests.bench.rows import Row, ratio
from xprunbook.actions.backup_log.kind import BackupLogAnalyse
from xprunbook.run.contract import Finding

_SIZE = 200_000_000
_WORDS = [
    "Kopiere",
    "Datei",
    "nach",
    "Verzeichnis",
    "Tabelle",
    "Index",
    "geschrieben",
    "übertragen",
    "XPHONE_UC",
]


def _write(path: Path, size: int, breaks: str = "\r\n") -> None:
    """Ordinary lines of any length, and the documented failure once in a thousand lines."""
    chance = random.Random(7)
    block = "".join(
        f"23.01.2021 22:{number % 60:02}:{number // 60 % 60:02} INF "
        + " ".join(chance.choice(_WORDS) for _ in range(chance.randint(4, 14)))
        + "\n"
        for number in range(1000)
    )
    data = (block + SAMPLE).replace("\n", breaks).encode()
    with open(path, "wb") as file:
        for _ in range(size // len(data) + 1):
            file.write(data)


def _analyse(path: Path) -> None:
    found = BackupLogAnalyse().inspect(TestJob({"path": str(path)}, seconds=600))
    assert found.finding is Finding.BLOCKED


def _bytes(path: Path) -> int:
    with open(path, "rb") as file:
        return sum(1 for _ in file)


def _text(path: Path) -> int:
    with open(path, encoding="utf-8") as file:
        return sum(1 for _ in file)


def _peak(path: Path) -> float:
    """Mebibytes at the highest point."""
    tracemalloc.start()
    _analyse(path)
    peak = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    return peak


def rows() -> Iterator[Row]:
    """The figures of one log of 200 MB, and the memory of one a tenth of that."""
    with tempfile.TemporaryDirectory(prefix="xprunbook-bench-") as name:
        large, small = Path(name) / "large.log", Path(name) / "small.log"
        _write(large, _SIZE)
        _write(small, _SIZE // 10)
        for what, iterate, budget in (("text lines", _text, 4.0), ("raw lines", _bytes, 10.0)):
            found, ours, theirs = ratio(lambda: _analyse(large), lambda: iterate(large), 3)  # noqa: B023
            reason = f"{ours:.2f} s, {theirs:.2f} s"
            yield Row(f"analyse a log of 200 MB / iterate over its {what}", found, budget, reason)
        big, little = _peak(large), _peak(small)
        reason = f"{big:.1f} MiB, {little:.1f} MiB"
        yield Row("memory for 200 MB / memory for 20 MB", big / little, 1.2, reason)
