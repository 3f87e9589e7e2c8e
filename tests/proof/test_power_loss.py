"""Power cuts: whatever a disk may legally forget or garble, no acknowledged record is lost."""

from __future__ import annotations

from contextlib import suppress

import pytest

from tests.proof.history import Life, append, complaint, killed_lives, read_back, session
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from tests.run.disk import MemoryDisk, after_power_cut
from tests.run.faults import AlwaysHeld, FaultyFiles, Killed, stamp
from xprunbook.base.errors import StoreError
from xprunbook.run.chain import Reading
from xprunbook.run.journal import JOURNAL_NAME, Journal

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
    return read_back(disk, life.folder) if life.folder else None


def test_a_start_killed_at_any_call_leaves_nothing_unsettled() -> None:
    """Found at scale 3: the next start built on folders whose names the killed one had not flushed."""
    for at in range(12):
        life = Life(MemoryDisk())
        with suppress(Killed):
            session(life, FaultyFiles(life.disk, at, "kill"), random_for(at), 1)
        life.folder, life.acknowledged = None, []
        session(life, life.disk, random_for(at), 2)
        for number in range(20):
            disk = after_power_cut(life.disk.log, random_for(at, number), True)
            assert complaint(disk, life, len(life.disk.log)) == ""


def test_taking_up_killed_at_any_call_leaves_nothing_unsettled() -> None:
    """Found at scale 10: a torn tail was cut, not flushed, and the next record in its place was torn too."""
    for at in range(8, 12):
        life = Life(MemoryDisk())
        chance = random_for(0, "cut", at)
        session(life, life.disk, chance, 2)
        assert life.folder is not None
        handle = life.disk.open_existing(life.folder / JOURNAL_NAME)
        life.disk.write(handle, b'{"account":"' + b"x" * 5_000)
        with suppress(Killed):
            Journal.open(life.folder, AlwaysHeld(), FaultyFiles(life.disk, at, "kill"))
        journal = Journal.open(life.folder, AlwaysHeld(), life.disk)
        settled = len(life.disk.log)
        journal.append("note-added", {"note": "y" * 2_000}, stamp())
        for number in range(1_500):
            disk = after_power_cut(life.disk.log[: settled + 1], random_for(at, number), False)
            assert complaint(disk, life, settled + 1) == ""
