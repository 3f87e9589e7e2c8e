"""Faults of the disk: full at any record, any error at any call. Nothing is lost, and a sentence says why."""

from __future__ import annotations

import random

import pytest

from tests.proof.history import Life, append, complaint, read_back, session
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from tests.run.disk import MemoryDisk
from tests.run.faults import FAULTS, AlwaysHeld, FaultyFiles, Killed
from xprunbook.base.errors import StoreError
from xprunbook.run.chain import Status
from xprunbook.run.journal import RESERVE_NAME, Journal

SABOTAGES = ("ack-early", "skip-reserve", "hide-short-write")


class SilentFiles(FaultyFiles):
    """Sabotage ``hide-short-write``: half a write is reported as a whole one, and the length agrees."""

    def __init__(self, inner: MemoryDisk, at: int = -1, fault: str = "") -> None:
        super().__init__(inner, at, fault)
        self._missing: dict[int, int] = {}

    def write(self, handle: int, data: bytes) -> int:
        """Claim that everything was taken."""
        taken = super().write(handle, data)
        self._missing[handle] = self._missing.get(handle, 0) + len(data) - taken
        return len(data)

    def size(self, handle: int) -> int:
        """Claim that everything is there."""
        return super().size(handle) + self._missing.get(handle, 0)


def _fill_up(chance: random.Random, sabotage: str) -> str:
    """Append until the disk is full, and on until the reserve is full too; say what is wrong."""
    life = Life(MemoryDisk())
    journal = session(life, life.disk, chance, chance.randrange(1, 8))
    assert journal is not None
    assert life.folder is not None
    if sabotage == "skip-reserve":
        life.disk.unlink(life.folder / RESERVE_NAME)
    life.disk.capacity = life.disk.used() + chance.randrange(1, 4_000)
    after_low = 0
    try:
        for _ in range(2_000):
            append(life, journal, chance, sabotage == "ack-early")
            after_low += journal.low_on_space
    except StoreError as error:
        if not error.hint or journal.failed != error.message:
            return "no sentence says what happened"
    else:
        return "the disk was never full"
    if after_low < 17:
        return f"only {after_low} records fitted after the disk was full"
    try:
        append(life, journal, chance)
    except StoreError:
        pass
    else:
        return "it wrote on after a fault"
    reading = read_back(life.disk, life.folder)
    if reading.status is not Status.OPEN:
        return f"the journal is {reading.status}"
    return complaint(life.disk, life, len(life.disk.log))


def prove_disk_full(scale: float, seed: int, sabotage: str = "") -> Summary:
    """The disk fills up at a random record; the reserve lets the outcome and what must follow be saved."""
    wrong = [_fill_up(random_for(seed, "full", number), sabotage) for number in range(times(scale, 200))]
    return Summary("disk full at a random record", len(wrong), sum(map(bool, wrong)), max(wrong, key=len))


def _one_fault(at: int, fault: str, sabotage: str) -> tuple[bool, str]:
    """A run whose call number ``at`` meets a fault, in one of two sessions; then it is taken up again.

    Returns whether the fault was met, and what is wrong.
    """
    life = Life(MemoryDisk())
    chance = random_for(at, fault)
    early = sabotage == "ack-early"
    kind = SilentFiles if sabotage == "hide-short-write" else FaultyFiles
    files = kind(life.disk, at, fault)
    journal = None
    for _ in range(2):
        try:
            journal = session(life, files, chance, 3, early)
        except Killed:
            break
        except StoreError as error:
            if not error.message:
                return True, "no sentence says what happened"
        except OSError as error:
            return True, f"{fault} at call {at} ({files.calls[-1]}): {type(error).__name__} came through"
    del journal
    if files.second_flushes:
        return files.met, f"{fault} at call {at}: flushed again after a failed flush"
    if wrong := complaint(life.disk, life, len(life.disk.log)):
        return files.met, f"{fault} at call {at}: {wrong}"
    if life.acknowledged and life.folder is not None:
        try:
            again = Journal.open(life.folder, AlwaysHeld(), life.disk)
            append(life, again, chance)
        except StoreError as error:
            return files.met, f"{fault} at call {at}: cannot go on: {error.message}"
        if wrong := complaint(life.disk, life, len(life.disk.log)):
            return files.met, f"{fault} at call {at}, gone on: {wrong}"
    return files.met, ""


def prove_faults(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Every call of two sessions meets every kind of fault. Small scales try a random part of them."""
    tried, failed, worst = 0, 0, ""
    for fault in FAULTS:
        at, met = 0, True
        while met:
            if scale >= 1 or random_for(seed, fault, at).random() < max(scale, 0.3):
                met, wrong = _one_fault(at, fault, sabotage)
                tried += met
                failed += bool(wrong)
                worst = max(worst, wrong, key=len)
            at += 1
    return Summary("a fault at every call of the seam", tried, failed, worst)


def test_nothing_is_lost() -> None:
    """The promise."""
    check(prove_disk_full(scale_from(), seed_from()), seed_from())
    check(prove_faults(scale_from(), seed_from()), seed_from())


@pytest.mark.parametrize("sabotage", ["ack-early", "skip-reserve"])
def test_sabotage_of_the_full_disk_turns_it_red(sabotage: str) -> None:
    """A hasty "saved" loses a record; without the reserve nothing more fits."""
    assert prove_disk_full(0.1, seed_from(), sabotage).failed > 0


@pytest.mark.parametrize("sabotage", ["ack-early", "hide-short-write"])
def test_sabotage_of_the_faults_turns_it_red(sabotage: str) -> None:
    """A hasty "saved", or a length that nobody checks, loses a record."""
    assert prove_faults(1, seed_from(), sabotage).failed > 0
