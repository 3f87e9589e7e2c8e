"""Trust belongs to bytes: an edited runbook runs nothing by itself, and a file swapped later changes no run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from tests.run.fake_clock import FakeClock
from tests.run.kinds import Shelf, ShelfSite, TestKinds
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Automation
from xprunbook.run.session import By
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.run.trust import Pins, digest_of
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Book
from xprunbook.runbook.problems import RunbookProblems

SABOTAGES = ("pin-by-id",)

DATA = Path(__file__).parents[1] / "data"
FILES = ("patch-day.yaml", "patch-day.en.yaml")


def _copy(folder: Path) -> Path:
    for name in FILES:
        (folder / name).write_bytes((DATA / name).read_bytes())
    return folder


def _trusted(pins: Pins, book: Book, sabotage: str) -> bool:
    """Whether a book is trusted. Sabotage ``pin-by-id``: by its name instead of its bytes."""
    return pins.has(book.id if sabotage == "pin-by-id" else digest_of(book))


def _runs_anything(folder: Path, book: Book, pins: Pins, sabotage: str) -> bool:
    """Begin a run and try to look and to act; whether anything outside was touched."""
    shelf = Shelf()
    automation = Automation(TestKinds(), ShelfSite(shelf), lambda: _trusted(pins, book, sabotage))
    sitting = Sitting(By("Ada", "", "ada", "HOST"), FakeClock(), "en", automation)
    engine = start_run(folder / "runs", book, Beginning("A", {"web_server": "web01"}), sitting)
    assert isinstance(engine, ActingEngine)
    engine.look("install").result(20)
    engine.apply("install", "0" * 64).result(20)
    engine.leave()
    return shelf.looks > 0 or shelf.puts > 0


def prove_edits(scale: float, seed: int, sabotage: str = "") -> Summary:
    """One byte of a pinned runbook or its sibling is changed: nothing runs by itself any more."""
    rounds, wrong, opened = times(scale, 100, 10), 0, 0
    for number in range(rounds):
        chance = random_for(seed, "trust", number)
        with tempfile.TemporaryDirectory() as name:
            folder = _copy(Path(name))
            pins = Pins(folder / "config")
            original, _ = Library(folder).load("patch-day")
            for pinned in (digest_of(original), original.id):
                pins.add(pinned, original.id, "Ada", 1.0, "en")
            file = folder / chance.choice(FILES)
            data = bytearray(file.read_bytes())
            letters = [at for at, byte in enumerate(data) if chr(byte).isalpha()]
            data[chance.choice(letters)] ^= 0x20
            file.write_bytes(bytes(data))
            try:
                book, _ = Library(folder).load("patch-day")
            except RunbookProblems:
                continue
            opened += 1
            wrong += _runs_anything(folder, book, pins, sabotage)
    return Summary("one byte changed after pinning", rounds, wrong, f"{opened} of them still opened")


def prove_swaps(scale: float, seed: int, sabotage: str = "") -> Summary:
    """The file is swapped after the run began: the run goes on with the bytes that were hashed."""
    rounds, wrong = times(scale, 50, 5), 0
    for number in range(rounds):
        chance = random_for(seed, "swap", number)
        with tempfile.TemporaryDirectory() as name:
            folder = _copy(Path(name))
            book, _ = Library(folder).load("patch-day")
            shelf = Shelf()
            automation = Automation(TestKinds(), ShelfSite(shelf), lambda: True)
            sitting = Sitting(By("Ada", "", "ada", "HOST"), FakeClock(), "en", automation)
            engine = start_run(folder / "runs", book, Beginning("A", {"web_server": "web01"}), sitting)
            assert isinstance(engine, ActingEngine)
            evil = (DATA / FILES[0]).read_bytes().replace(b"${web_server}", b"evil.example")
            (folder / chance.choice(FILES)).write_bytes(evil)
            plan = engine.prepare("install").result(20).plan
            wrong += plan is None or plan.operations[0].text != "put web01"
            wrong += dict(engine.book.files) != dict(book.files)
            engine.leave()
    return Summary("file swapped after the run began", rounds, wrong, "")


@pytest.mark.parametrize("proof", [prove_edits, prove_swaps])
def test_the_proof_holds(proof: Callable[[float, int], Summary]) -> None:
    check(proof(scale_from(), seed_from()), seed_from())


def test_pinning_by_name_turns_it_red() -> None:
    assert prove_edits(0.1, seed_from(), "pin-by-id").failed
