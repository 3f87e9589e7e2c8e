"""The journal's lines, pure: making one, checking one, reading them all. No file is touched here.

A line is canonical JSON with ``hash`` last; the hash is the SHA-256 of every byte before ``,"hash":``.
Checking works on the raw bytes, so an auditor needs nothing but a SHA-256 tool, and loading encodes
nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, NoReturn

from xprunbook.base.text import is_clean, plain_text
from xprunbook.run.record import FIRST_PREV, JOURNAL_VERSION, Record, Stamp

MAX_LINE_BYTES: Final = 4 * 1024 * 1024
"""Bytes of the longest line that is written; longer data belongs into a file of its own."""

LATEST: Final = 250_000_000_000
"""UTC seconds no clock of ours reaches (the year 9892): beyond it the calendar's functions fail."""

CLOSED: Final = "closed"
"""Type of the record that ends a finished run."""

_HASH_KEY: Final = b',"hash":"'
_TAIL: Final = len(_HASH_KEY) + 64 + 2

# What may hide a character that the text gate makes harmless: JSON's short escapes of controls, \uXXXX of
# those it knows, any surrogate. A false alarm costs one walk through the record. Raw controls never
# parse, save DEL.
_SUSPICIOUS: Final = re.compile(
    rb"\\(?:[bfr]|u(?:00[0189]|007f|00ad|061c|180e|20(?:0[b-f]|2[89a-e]|6)|d[89a-f]|feff|fff[9ab]))", re.I
)

Raw = dict[str, Any]

UPCASTERS: Final[Mapping[int, Callable[[Raw], Raw]]] = {}
"""From a version to the next: pure functions on the record as parsed. Version 1 is the first: none yet."""


class Status(StrEnum):
    """What a journal's bytes are."""

    OPEN = "open"  #: whole, and the run goes on
    CLOSED = "closed"  #: whole, and its last record ends the run
    TORN = "torn"  #: whole but for an unfinished last line: a crash while writing, or a cut
    BROKEN = "broken"  #: changed or damaged before its last line


class Flaw(StrEnum):
    """What is wrong with a line."""

    HASH = "hash"  #: its own hash does not fit its bytes
    PREV = "prev"  #: it does not follow the line before
    SEQ = "seq"  #: its number is not the next one
    SHAPE = "shape"  #: its hash fits, but it is not a record


class LineError(ValueError):
    """A line is not a record of the chain."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Reading:
    """A journal as read: its good records and what follows them.

    ``broken_line`` counts from 1 and is None unless broken; ``flaw`` says what is wrong there.
    ``torn_bytes`` are the bytes of the unfinished line after the first ``good_size`` bytes.
    """

    records: tuple[Record, ...]
    status: Status
    good_size: int
    torn_bytes: int = 0
    broken_line: int | None = None
    flaw: Flaw | None = None
    newest_version: int = 0

    @property
    def newer(self) -> bool:
        """Whether a newer program wrote to it; then it is opened for reading only."""
        return self.newest_version > JOURNAL_VERSION

    @property
    def head(self) -> str:
        """Hash of the last good record, or the first record's ``prev``."""
        return self.records[-1].hash if self.records else FIRST_PREV


def harmless(value: Any) -> Any:
    """Pass every string in a JSON value through the text gate; clean ones stay as they are."""
    if isinstance(value, str):
        return value if is_clean(value) else plain_text(value)
    if isinstance(value, Mapping):
        return {harmless(key): harmless(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [harmless(item) for item in value]
    return value


_canonical: Final = json.JSONEncoder(
    ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def encode_record(
    seq: int,
    prev: str,
    kind: str,
    data: Mapping[str, Any],
    stamp: Stamp,
    said: str = "",
    language: str = "",
) -> bytes:
    """Make the line of a record, made harmless. ValueError when it is longer than ``MAX_LINE_BYTES``."""
    envelope = {
        "account": stamp.account,
        "boot": stamp.boot,
        "data": data,
        "host": stamp.host,
        "language": language,
        "mono": stamp.mono,
        "person": stamp.person,
        "prev": prev,
        "said": said,
        "seq": seq,
        "type": kind,
        "utc": stamp.utc,
        "v": JOURNAL_VERSION,
    }
    body = _canonical(envelope).encode("ascii")
    if _SUSPICIOUS.search(body):
        body = _canonical(harmless(envelope)).encode("ascii")
    covered = body[:-1]
    if len(covered) + _TAIL + 1 > MAX_LINE_BYTES:
        raise ValueError(f"a record of {len(covered)} bytes does not fit the journal")
    return b'%b,"hash":"%b"}\n' % (covered, sha256(covered).hexdigest().encode("ascii"))


def is_intact(line: bytes) -> bool:
    """Tell whether the line (without its newline) carries the hash of its own bytes."""
    if line[-_TAIL:-66] != _HASH_KEY or line[-2:] != b'"}':
        return False
    return sha256(line[:-_TAIL]).hexdigest().encode("ascii") == line[-66:-2]


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


_parse: Final = json.JSONDecoder(parse_constant=_no_constant).decode


def _raw(line: bytes) -> Raw:
    try:
        raw: Raw = _parse(line.decode("ascii"))
        if type(raw) is not dict:
            raise LineError(Flaw.SHAPE)
        if _SUSPICIOUS.search(line) or b"\x7f" in line:
            raw = harmless(raw)
        for version in range(raw["v"], JOURNAL_VERSION):
            raw = UPCASTERS[version](raw)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise LineError(Flaw.SHAPE) from error
    return raw


def _is_text(*values: object) -> bool:
    return not [value for value in values if type(value) is not str]


def _record(raw: Raw, version: int) -> Record:
    try:
        data, utc, mono = raw["data"], raw["utc"], raw["mono"]
        stamp = Stamp(utc, mono, raw["boot"], raw["person"], raw["account"], raw["host"])
        record = Record(
            version,
            raw["seq"],
            raw["prev"],
            raw["type"],
            data,
            stamp,
            raw["said"],
            raw["language"],
            raw["hash"],
        )
        fits = (
            type(record.seq) is int
            and type(data) is dict
            and 0 <= utc < LATEST
            and 0 <= mono < LATEST
            and _is_text(record.prev, record.type, record.said, record.language, record.hash)
            and _is_text(stamp.boot, stamp.person, stamp.account, stamp.host)
        )
    except (KeyError, TypeError) as error:
        raise LineError(Flaw.SHAPE) from error
    if not fits:
        raise LineError(Flaw.SHAPE)
    return record


def decode_line(line: bytes) -> Record:
    """Check a line (without its newline) by itself and make its record. LineError when it is not one."""
    if not is_intact(line):
        raise LineError(Flaw.HASH)
    raw = _raw(line)
    version = raw["v"]
    if type(version) is not int or version < 1:
        raise LineError(Flaw.SHAPE)
    if version > JOURNAL_VERSION:
        raw = {**_BLANK, **raw}
    return _record(raw, version)


_BLANK: Final[Raw] = {
    **dict.fromkeys(("account", "boot", "host", "language", "person", "said"), ""),
    "data": {},
    "mono": 0.0,
    "utc": 0.0,
}
"""What a newer record may have dropped; ``v``, ``seq``, ``prev``, ``type`` and ``hash`` stay for ever."""


def read_lines(data: bytes, seq: int = 0, prev: str = FIRST_PREV) -> Reading:
    """Read a journal's bytes, or those after the record ``seq - 1`` whose hash is ``prev``. Never raises."""
    lines = data.split(b"\n")
    rest = lines.pop()
    records: list[Record] = []
    good, newest, last = 0, 0, len(lines) - 1
    for index, line in enumerate(lines):
        try:
            record = decode_line(line)
            if record.prev != prev:
                raise LineError(Flaw.PREV)
            if record.seq != seq:
                raise LineError(Flaw.SEQ)
        except LineError as error:
            if error.flaw is Flaw.HASH and index == last and not rest:
                return Reading(tuple(records), Status.TORN, good, len(data) - good, newest_version=newest)
            return Reading(tuple(records), Status.BROKEN, good, 0, seq + 1, error.flaw, newest_version=newest)
        records.append(record)
        good += len(line) + 1
        prev, seq = record.hash, seq + 1
        if record.v > newest:
            newest = record.v
    if rest:
        status = Status.TORN
    elif records and records[-1].type == CLOSED:
        status = Status.CLOSED
    else:
        status = Status.OPEN
    return Reading(tuple(records), status, good, len(rest), newest_version=newest)


def join(before: Reading, after: Reading) -> Reading:
    """Put a reading of later bytes behind the reading of the earlier ones that it follows."""
    records = before.records + after.records
    status = after.status
    if not after.records and status is Status.OPEN and records and records[-1].type == CLOSED:
        status = Status.CLOSED
    return Reading(
        records,
        status,
        before.good_size + after.good_size,
        after.torn_bytes,
        after.broken_line,
        after.flaw,
        max(before.newest_version, after.newest_version),
    )
