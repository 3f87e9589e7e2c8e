"""The journal's lines: canonical, harmless, checked on their bytes; and committed journals of each version."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.run.faults import stamp
from xprunbook.base.text import is_clean
from xprunbook.run import chain
from xprunbook.run.chain import Flaw, LineError, Reading, Status, decode_line, encode_record, join, read_lines
from xprunbook.run.record import FIRST_PREV, JOURNAL_VERSION

JOURNALS = Path(__file__).parents[1] / "data" / "journals"


def line_of(**changes: Any) -> bytes:
    """A line whose hash fits, with fields changed (or dropped when the value is ``...``)."""
    raw = json.loads(encode_record(0, FIRST_PREV, "note-added", {"note": "x"}, stamp(), "said", "en"))
    del raw["hash"]
    raw |= changes
    raw = {key: value for key, value in raw.items() if value is not ...}
    covered = json.dumps(raw, sort_keys=True, separators=(",", ":")).encode()[:-1]
    return covered + b',"hash":"' + sha256(covered).hexdigest().encode() + b'"}'


def flaw_of(line: bytes) -> Flaw | None:
    """What is wrong with a line."""
    try:
        decode_line(line)
    except LineError as error:
        return error.flaw
    return None


def journal_of(count: int, last: str = "left") -> bytes:
    """A journal of so many records."""
    lines, prev = [], FIRST_PREV
    for seq in range(count):
        kind = last if seq == count - 1 else "note-added"
        lines.append(encode_record(seq, prev, kind, {"n": seq}, stamp(seq)))
        prev = decode_line(lines[-1][:-1]).hash
    return b"".join(lines)


def test_a_line_is_canonical_and_its_hash_covers_what_stands_before() -> None:
    """An auditor checks it with any SHA-256 tool."""
    line = encode_record(3, "ab" * 32, "ticked", {"b": "ä", "a": [1, None, True]}, stamp(), "Erledigt", "de")
    assert line.endswith(b'"}\n')
    assert line.isascii()
    covered, _, rest = line.partition(b',"hash":"')
    assert rest[:64].decode() == sha256(covered).hexdigest()
    raw = json.loads(line)
    assert list(raw) == [*sorted(set(raw) - {"hash"}), "hash"]
    assert json.dumps(raw, separators=(",", ":")).encode() + b"\n" == line


def test_a_record_comes_back_as_written() -> None:
    """Every field, exactly."""
    line = encode_record(
        7, "cd" * 32, "ticked", {"step": "backup", "values": ["a", "b"]}, stamp(5), "s", "de"
    )
    record = decode_line(line[:-1])
    assert (record.v, record.seq, record.prev, record.type) == (JOURNAL_VERSION, 7, "cd" * 32, "ticked")
    assert record.data == {"step": "backup", "values": ["a", "b"]}
    assert (record.stamp, record.said, record.language) == (stamp(5), "s", "de")


def test_what_is_not_json_is_refused_before_it_is_written() -> None:
    """No NaN, no foreign objects, no endless line."""
    with pytest.raises(ValueError, match="JSON"):
        encode_record(0, FIRST_PREV, "x", {"a": float("nan")}, stamp())
    with pytest.raises(TypeError):
        encode_record(0, FIRST_PREV, "x", {"a": object()}, stamp())
    with pytest.raises(ValueError, match="does not fit"):
        encode_record(0, FIRST_PREV, "x", {"a": "y" * chain.MAX_LINE_BYTES}, stamp())


@given(st.text(), st.dictionaries(st.text(), st.text() | st.lists(st.text()) | st.integers() | st.none()))
def test_any_text_is_stored_harmless_and_read_alike(said: str, data: dict[str, Any]) -> None:
    """Every string passes the text gate; reading changes nothing more."""
    line = encode_record(0, FIRST_PREV, "x", data, stamp(), said, "en")
    assert line.count(b"\n") == 1
    record = decode_line(line[:-1])
    assert is_clean(record.said)
    assert all(is_clean(text) for text in _texts(record.data))
    again = encode_record(0, FIRST_PREV, "x", record.data, stamp(), record.said, "en")
    assert again == line


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for item in pair for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []


@pytest.mark.parametrize(
    "hidden", ["\x1b[31m", "\x9b", "\u202e", "\u200b", "\x7f", "\ud800", "\U000e0041", "\b"]
)
def test_a_hostile_journal_is_read_harmless(hidden: str) -> None:
    """Somebody who can compute hashes still puts no escape on the screen."""
    record = decode_line(line_of(said=hidden, data={"note": [hidden], hidden: "x"}, person=hidden))
    assert is_clean(record.said)
    assert is_clean(record.stamp.person)
    assert all(is_clean(text) for text in _texts(record.data))


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": "0"},
        {"seq": True},
        {"seq": 0.0},
        {"v": 0},
        {"v": -5},
        {"v": "1"},
        {"v": None},
        {"v": True},
        {"v": ...},
        {"data": []},
        {"data": ...},
        {"utc": "now"},
        {"utc": 1e300},
        {"utc": -1},
        {"utc": None},
        {"mono": []},
        {"prev": 5},
        {"type": None},
        {"type": ...},
        {"said": 1},
        {"person": {}},
        {"host": ...},
    ],
)
def test_a_fitting_hash_does_not_make_a_record(changes: dict[str, Any]) -> None:
    """A line is a record only if every field is what it must be."""
    assert flaw_of(line_of()) is None
    assert flaw_of(line_of(**changes)) is Flaw.SHAPE


@pytest.mark.parametrize(
    "covered",
    [b"{", b"[1", b'{"v":1', b'{"v":' + b"[" * 100_000, b'{"v":NaN', b'{"v":' + b"9" * 5_000, b'\xff{"v":1'],
)
def test_nonsense_with_a_fitting_hash_is_refused(covered: bytes) -> None:
    """No exception of the parser comes through."""
    line = covered + b',"hash":"' + sha256(covered).hexdigest().encode() + b'"}'
    assert flaw_of(line) is Flaw.SHAPE


@pytest.mark.parametrize(
    "line", [b"", b"{}", b"x" * 75, b"\x00" * 200, line_of()[:-1], line_of() + b"\r", b" " + line_of()]
)
def test_anything_else_has_no_hash(line: bytes) -> None:
    """What does not end in its own hash is not a line."""
    assert flaw_of(line) is Flaw.HASH


def test_open_closed_torn_broken() -> None:
    """The four things a journal can be."""
    data = journal_of(5)
    assert read_lines(b"") == Reading((), Status.OPEN, 0)
    assert read_lines(data).status is Status.OPEN
    assert read_lines(journal_of(5, "closed")).status is Status.CLOSED
    torn = read_lines(data + b'{"acc')
    assert (torn.status, torn.torn_bytes, torn.good_size, len(torn.records)) == (Status.TORN, 5, len(data), 5)
    zeroed = read_lines(data[:-100] + bytes(99) + b"\n")
    assert (zeroed.status, len(zeroed.records)) == (Status.TORN, 4)
    assert zeroed.good_size + zeroed.torn_bytes == len(data)
    broken = read_lines(data.replace(b'"n":2', b'"n":3'))
    assert (broken.status, broken.broken_line, broken.flaw, len(broken.records)) == (
        Status.BROKEN,
        3,
        Flaw.HASH,
        2,
    )


def test_a_line_out_of_place_is_not_a_torn_one() -> None:
    """A crash cannot move, repeat or renumber a whole line, also not the last."""
    lines = journal_of(5).splitlines(keepends=True)
    dropped = read_lines(b"".join([*lines[:3], lines[4]]))
    assert (dropped.status, dropped.broken_line, dropped.flaw) == (Status.BROKEN, 4, Flaw.PREV)
    repeated = read_lines(b"".join([*lines, lines[4]]))
    assert (repeated.status, repeated.broken_line) == (Status.BROKEN, 6)
    renumbered = read_lines(encode_record(1, FIRST_PREV, "x", {}, stamp()))
    assert (renumbered.status, renumbered.flaw) == (Status.BROKEN, Flaw.SEQ)
    after_tail = read_lines(lines[0][:-5] + b"\n" + lines[1])
    assert (after_tail.status, after_tail.broken_line) == (Status.BROKEN, 1)


def test_any_prefix_loads() -> None:
    """Wherever a copy ends, what is whole can be read."""
    data = journal_of(4)
    whole = read_lines(data).records
    for end in range(len(data) + 1):
        reading = read_lines(data[:end])
        assert reading.status in (Status.OPEN, Status.TORN)
        assert reading.records == whole[: len(reading.records)]
        assert reading.good_size + reading.torn_bytes == end


def test_pieces_join_to_the_whole() -> None:
    """Reading on from the end is the same as reading all."""
    lines = journal_of(5, "closed").splitlines(keepends=True)
    for cut in range(6):
        before = read_lines(b"".join(lines[:cut]))
        after = read_lines(b"".join(lines[cut:]), cut, before.head)
        assert join(before, after) == read_lines(b"".join(lines))


def test_a_newer_record_is_read_and_told() -> None:
    """Fields that a newer version dropped or added do not matter; the run opens for reading only."""
    line = line_of(v=JOURNAL_VERSION + 1, said=..., mono=..., more={"x": 1}) + b"\n"
    reading = read_lines(line)
    assert reading.newer
    assert reading.newest_version == JOURNAL_VERSION + 1
    assert reading.records[0].said == ""
    assert not read_lines(journal_of(1)).newer


def test_older_records_are_lifted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each version's function leads to the next; the record keeps the version it was written in."""
    monkeypatch.setattr(chain, "JOURNAL_VERSION", 3)
    steps = {
        1: lambda raw: {**raw, "data": {"lifted": [*raw["data"].get("lifted", []), 1]}},
        2: lambda raw: {**raw, "data": {"lifted": [*raw["data"]["lifted"], 2]}},
    }
    monkeypatch.setattr(chain, "UPCASTERS", steps)
    record = decode_line(line_of(v=1))
    assert (record.v, record.data) == (1, {"lifted": [1, 2]})


@pytest.mark.parametrize(
    ("name", "status", "count", "broken_line"),
    [
        ("v1-closed", Status.CLOSED, 9, None),
        ("v1-open", Status.OPEN, 6, None),
        ("v1-torn", Status.TORN, 6, None),
        ("v1-broken", Status.BROKEN, 3, 4),
        ("v1-newer", Status.OPEN, 7, None),
    ],
)
def test_committed_journals_stay_readable(
    name: str, status: Status, count: int, broken_line: int | None
) -> None:
    """A journal written once is readable for ever."""
    reading = read_lines((JOURNALS / f"{name}.jsonl").read_bytes())
    assert (reading.status, len(reading.records), reading.broken_line) == (status, count, broken_line)
    assert reading.newer == (name == "v1-newer")
    assert reading.records[0].type == "opened"
    assert reading.records[0].stamp.person == "Anna Müller"
