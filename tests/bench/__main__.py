"""All benchmarks in one command: ``python -m tests.bench [NAME ...]``.

A module ``tests/bench/bench_<name>.py`` has one function ``rows() -> Iterable[Row]``.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from tests.bench.rows import HEADING
from xprunbook import __version__


def main(arguments: list[str]) -> int:
    """Run the benchmarks and print one page; exit code 1 when a budget is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", nargs="*", help="such as journal; otherwise all")
    chosen = parser.parse_args(arguments).name
    print(
        f"xprunbook {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n\n{HEADING}", flush=True
    )
    missed = count = 0
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if chosen and path.stem.removeprefix("bench_") not in chosen:
            continue
        for row in importlib.import_module(f"tests.bench.{path.stem}").rows():
            print(row.line(), flush=True)
            missed += not row.ok
            count += 1
    print(f"\n{count} figures, {missed} over budget")
    return 1 if missed or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
