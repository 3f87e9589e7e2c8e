"""Tampering: no changed copy of a closed record verifies as closed, and no new chain passes with the code."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from tests.run.faults import stamp
from xprunbook.run.chain import CLOSED, encode_record, read_lines
from xprunbook.run.record import FIRST_PREV
from xprunbook.run.verify import Grade, code_of, verify_journal

SABOTAGES = ("skip-hash-check", "skip-code")


def _line_hash(line: bytes) -> str:
    return line[-67:-3].decode("ascii")


def chain_of(notes: list[str], last: str = CLOSED) -> bytes:
    """A journal with one record a note and a last one of the type ``last``."""
    lines, prev = [], FIRST_PREV
    for seq, note in enumerate([*notes, "end"]):
        kind = last if seq == len(notes) else "note-added"
        line = encode_record(
            seq, prev, kind, {"step": f"step-{seq % 14}", "note": note}, stamp(seq), note, "en"
        )
        lines.append(line)
        prev = _line_hash(line)
    return b"".join(lines)


def _notes(chance: random.Random, count: int) -> list[str]:
    words = ("restored", "checked", "db_owner", "ä", "SQL01\\INST", "12:30", "„ok“", "10 %")
    return [" ".join(chance.choices(words, k=chance.randrange(9))) for _ in range(count)]


def _flip(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _set(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] = chance.choice(b'"0:{},\n\r \\x\x00\xff')


def _insert(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data) + 1)
    data[place:place] = chance.choice((b" ", b"\n", b"0", b'"', b"\r", b'{"v":1}\n', b"\x00" * 512))


def _delete(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    del data[place : place + chance.choice((1, 2, 10, 700))]


def _zero(data: bytearray, chance: random.Random) -> None:
    place, length = chance.randrange(len(data)), chance.choice((1, 64, 512))
    data[place : place + length] = bytes(min(length, len(data) - place))


def _swap(data: bytearray, chance: random.Random) -> None:
    lines = bytes(data).splitlines(keepends=True)
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    data[:] = b"".join(lines)


def _drop(data: bytearray, chance: random.Random) -> None:
    lines = bytes(data).splitlines(keepends=True)
    start = chance.randrange(len(lines))
    del lines[start : start + chance.choice((1, 1, 5))]
    data[:] = b"".join(lines)


def _repeat(data: bytearray, chance: random.Random) -> None:
    lines = bytes(data).splitlines(keepends=True)
    line = chance.choice(lines)
    lines.insert(chance.randrange(len(lines) + 1), line)
    data[:] = b"".join(lines)


def _cut_lines(data: bytearray, chance: random.Random) -> None:
    lines = bytes(data).splitlines(keepends=True)
    data[:] = b"".join(lines[: chance.randrange(len(lines))])


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _last_line(data: bytearray, chance: random.Random) -> None:
    start = bytes(data).rstrip(b"\n").rfind(b"\n") + 1
    place = chance.randrange(start, len(data))
    data[place] = (data[place] + chance.randrange(1, 256)) % 256


def _loud_hash(data: bytearray, chance: random.Random) -> None:
    lines = bytes(data).splitlines(keepends=True)
    place = chance.randrange(len(lines))
    lines[place] = lines[place][:-67] + lines[place][-67:-3].upper() + lines[place][-3:]
    data[:] = b"".join(lines)


def _spaced(data: bytearray, chance: random.Random) -> None:
    lines = bytes(data).splitlines(keepends=True)
    place = chance.randrange(len(lines))
    lines[place] = lines[place].replace(b",", b", ", 1)
    data[:] = b"".join(lines)


_CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    *(_flip, _set, _insert, _delete, _zero, _swap, _drop, _repeat),
    *(_cut_lines, _cut, _last_line, _loud_hash, _spaced),
)


@contextmanager
def _broken_on_purpose(sabotage: str) -> Iterator[None]:
    if sabotage == "skip-hash-check":
        looks_right = re.compile(rb'.*,"hash":"[0-9a-f]{64}"}', re.S).fullmatch
        with patch("xprunbook.run.chain.is_intact", looks_right):
            yield
    elif sabotage == "skip-code":
        with (
            patch("xprunbook.run.verify.code_of", lambda record_hash: "0000-0000-0000-0000"),
            patch("xprunbook.run.verify.read_code", lambda given: "0000-0000-0000-0000"),
        ):
            yield
    else:
        yield


def prove_changed(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Changed copies: none counts as closed by itself, none as proven whole with the code."""
    chance = random_for(seed, "tamper")
    original = chain_of(_notes(chance, 199))
    code = code_of(_line_hash(original))
    tried, failed, worst = 0, 0, ""
    with _broken_on_purpose(sabotage):
        while tried < times(scale, 2_000):
            change = _CHANGES[tried % len(_CHANGES)]
            data = bytearray(original)
            change(data, random_for(seed, "tamper", tried, len(worst)))
            if data == original:
                original_again = chain_of(_notes(chance, 199))
                original, code = original_again, code_of(_line_hash(original_again))
                continue
            tried += 1
            alone, compared = verify_journal(bytes(data)), verify_journal(bytes(data), code)
            if alone.closed or alone.grade is Grade.MATCHED or compared.proven_whole:
                failed += 1
                worst = f"{change.__name__.strip('_')} passed as {alone.status}, {compared.grade}"
    return Summary("changed copies of a closed record", tried, failed, worst)


def prove_chain_anew(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Chains cut and closed anew, or computed anew: "not compared" alone, failed with the code."""
    tried, failed, worst = 0, 0, ""
    with _broken_on_purpose(sabotage if sabotage == "skip-code" else ""):
        for number in range(times(scale, 1_000)):
            chance = random_for(seed, "anew", number)
            notes = _notes(chance, chance.randrange(3, 40))
            code = code_of(read_lines(chain_of(notes)).head)
            forged = {
                "cut and closed anew": notes[: chance.randrange(len(notes))],
                "computed anew": _with_one_changed(notes, chance),
            }
            for how, changed in forged.items():
                data = chain_of(changed)
                alone, compared = verify_journal(data), verify_journal(data, code)
                tried += 1
                if alone.grade is not Grade.NOT_COMPARED or compared.grade is not Grade.FAILED:
                    failed += 1
                    worst = f"{how}: {alone.grade} alone, {compared.grade} with the code"
    return Summary("chains cut or computed anew", tried, failed, worst)


def _with_one_changed(notes: list[str], chance: random.Random) -> list[str]:
    place = chance.randrange(len(notes))
    return [*notes[:place], notes[place] + " (not so)", *notes[place + 1 :]]


def prove_gate_code(scale: float, seed: int, sabotage: str = "") -> Summary:
    """A code noted at a gate of an unfinished run: what comes before is proven, what comes after is not."""
    tried, failed, worst = 0, 0, ""
    with _broken_on_purpose(sabotage if sabotage == "skip-code" else ""):
        for number in range(times(scale, 1_000)):
            chance = random_for(seed, "gate", number)
            notes = _notes(chance, 30)
            gate = chance.randrange(1, 29)
            code = code_of(read_lines(chain_of(notes, "left")).records[gate].hash)
            place = chance.randrange(len(notes))
            cut = verify_journal(chain_of(notes, "left")[:-1].rsplit(b"\n", 31 - place)[0] + b"\n", code)
            changed = [*notes[:place], notes[place] + "!", *notes[place + 1 :]]
            forged = verify_journal(chain_of(changed, "left"), code)
            tried += 2
            expected = Grade.MATCHED if place > gate else Grade.FAILED
            for how, found in (("cut", cut), ("changed", forged)):
                right = found.grade is expected and found.matched_seq == (gate if place > gate else None)
                if not right or found.proven_whole:
                    failed += 1
                    worst = f"{how} at {place}, code of {gate}: {found.grade} up to {found.matched_seq}"
    return Summary("code noted at a gate", tried, failed, worst)


def test_nothing_passes() -> None:
    """The promise."""
    for prove in (prove_changed, prove_chain_anew, prove_gate_code):
        check(prove(scale_from(), seed_from()), seed_from())


def test_the_original_passes() -> None:
    """Verification does not refuse everything."""
    data = chain_of(["a", "b"])
    assert verify_journal(data).closed
    assert verify_journal(data, code_of(_line_hash(data))).proven_whole


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_sabotage_turns_it_red(sabotage: str) -> None:
    """Without the hash check changes pass; without comparing the code forged chains do."""
    prove = prove_changed if sabotage == "skip-hash-check" else prove_chain_anew
    assert prove(0.1, seed_from(), sabotage).failed > 0
    if sabotage == "skip-code":
        assert prove_gate_code(0.1, seed_from(), sabotage).failed > 0
