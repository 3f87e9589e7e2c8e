"""Power cuts: whatever a disk may legally forget or garble, no acknowledged record is lost."""

from __future__ import annotations

import pytest

from tests.proof.history import Life, append, complaint, killed_lives
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from tests.run.disk import MemoryDisk, after_power_cut
from tests.run.faults import AlwaysHeld
from xprunbook.base.errors import StoreError
from xprunbook.run.chain import Reading
from xprunbook.run.journal import Journal

SABOTAGES = ("skip-flush", "skip-directory-sync", "ack-early")

_DEAF = {"skip-flush": frozenset({"flush"}), "skip-directory-sync": frozenset({"flush-folder"})}
_STATES_OF_A_LIFE = 10


def _states(scale: float, seed: int, sabotage: str, strict: bool) -> tuple[int, int, str]:
    tried, failed, worst = 0, 0, ""
    for number in range(times(scale, 2_000 // _STATES_OF_A_LIFE)):
        chance = random_for(seed, "power", strict, number)
        life = killed_lives(chance, _DEAF.get(sabotage, frozenset()), sabotage == "ack-early")
        for _ in range(_STATES_OF_A_LIFE):
            cut = chance.randrange(len(life.disk.log) + 1)
            disk = after_power_cut(life.disk.log[:cut], chance, strict)
            wrong = complaint(disk, life, cut) or _goes_on(disk, life, cut, strict, number)
            tried += 1
            failed += bool(wrong)
            worst = max(worst, wrong, key=len)
    return tried, failed, worst


def _goes_on(disk: MemoryDisk, life: Life, cut: int, strict: bool, number: int) -> str:
    """The run can be taken up on that disk, and what is appended there survives the next power cut."""
    if not life.acknowledged_by(cut) or life.folder is None:
        return ""
    after = Life(disk, life.folder, [(0, seq, mark) for seq, mark in life.acknowledged_by(cut).items()])
    chance = random_for(number, "again", cut)
    try:
        journal = Journal.open(life.folder, AlwaysHeld(), disk)
        append(after, journal, chance)
    except StoreError as error:
        return f"cannot go on: {error.message}"
    again = after_power_cut(disk.log, chance, strict)
    return complaint(again, after, len(disk.log))


def prove_strict(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Names are durable only once their folder was flushed (the letter of POSIX)."""
    return Summary("power cut, strict rules", *_states(scale, seed, sabotage, True))


def prove_ext4(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Names are settled with the next flush of any file, as on ext4."""
    return Summary("power cut, ext4-like rules", *_states(scale, seed, sabotage, False))


def test_no_acknowledged_record_is_lost() -> None:
    """The promise."""
    check(prove_strict(scale_from(), seed_from()), seed_from())
    check(prove_ext4(scale_from(), seed_from()), seed_from())


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_sabotage_turns_it_red(sabotage: str) -> None:
    """Without flushes, without flushed folders, or with a hasty "saved" the proof fails."""
    assert prove_strict(0.1, seed_from(), sabotage).failed > 0


def test_torn_tails_do_occur() -> None:
    """The simulated disk really tears lines; else the proof would be idle."""
    torn = 0
    for number in range(60):
        chance = random_for(seed_from(), "torn", number)
        life = killed_lives(chance, frozenset(), False)
        for _ in range(5):
            disk = after_power_cut(life.disk.log[: chance.randrange(len(life.disk.log))], chance, False)
            reading: Reading | None = _reading(disk, life)
            torn += reading is not None and reading.torn_bytes > 0
    assert torn > 5


def _reading(disk: MemoryDisk, life: Life) -> Reading | None:
    from tests.proof.history import read_back

    return read_back(disk, life.folder) if life.folder else None
