"""All proofs in one command: ``python -m tests.proof [--scale 1] [--seed N] [--sabotage NAME] [PROOF …]``."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from tests.proof.summary import DEFAULT_SEED, HEADING, Summary, sabotage_from, scale_from, seed_from
from xprunbook import __version__


def modules() -> Iterator[ModuleType]:
    """Every module of proofs, by name."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        yield importlib.import_module(f"tests.proof.{path.stem}")


def proofs(module: ModuleType) -> Iterator[Callable[[float, int, str], Summary]]:
    """The functions ``prove`` and ``prove_<part>`` of a module, in the order they are written in."""
    for name, value in vars(module).items():
        if (name == "prove" or name.startswith("prove_")) and value.__module__ == module.__name__:
            yield value


def main(arguments: list[str]) -> int:
    """Run the proofs and print one page; exit code 1 when a case failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("--scale", type=float, default=scale_from(otherwise=1.0), help="1 = as promised")
    parser.add_argument("--seed", type=int, default=seed_from(), help=f"replay; otherwise {DEFAULT_SEED}")
    parser.add_argument("--sabotage", default=sabotage_from(), help="break one thing: must turn red")
    parser.add_argument("proof", nargs="*", help="names such as kill or tamper; otherwise all")
    chosen = parser.parse_args(arguments)
    print(f"xprunbook {__version__}, Python {sys.version.split()[0]}, {sys.platform}")
    print(f"scale {chosen.scale:g}, seed {chosen.seed}, sabotage {chosen.sabotage or 'none'}")
    print(f"\n{HEADING}", flush=True)
    started, failed, rows = time.monotonic(), 0, 0
    for module in modules():
        name = module.__name__.rpartition(".test_")[2]
        if chosen.proof and name not in chosen.proof:
            continue
        if chosen.sabotage and chosen.sabotage not in getattr(module, "SABOTAGES", ()):
            continue
        for prove in proofs(module):
            summary = prove(chosen.scale, chosen.seed, chosen.sabotage)
            print(summary.row(), flush=True)
            failed += summary.failed
            rows += 1
    print(f"\n{rows} proofs, {failed} failed cases, {time.monotonic() - started:.0f} s")
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
