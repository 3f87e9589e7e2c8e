"""Verifying a record, honestly graded: what its chain shows by itself, and what a code noted before proves.

A chain holds no key: whoever can write the file can cut it and close it anew, or compute it anew as a
whole, and it is consistent again. So a chain alone is never called proven. The code (16 characters from the
hash of a record) was written down elsewhere; if a record has it, nothing up to that record was changed, cut
or put in between.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final

from xprunbook.base.errors import UsageError
from xprunbook.base.language import Language, Texts, system_language
from xprunbook.base.text import one_line
from xprunbook.run.chain import Flaw, Reading, Status, read_lines
from xprunbook.run.files import REAL_FILES, Files
from xprunbook.run.journal import read_journal
from xprunbook.run.record import Record
from xprunbook.run.store import is_safe_name

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O, U, so that a misread letter has one meaning only."""

_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS: Final = str.maketrans("", "", " -\t\n.\u00a0\u2010\u2011\u2012\u2013\u2014")

_STORED: Final = {"ended": ("output", "output_sha256"), "kept": ("file", "sha256")}
"""Records that name a file of the run's folder, by their type: the fields of its name and of its hash."""

_MAX_NAMED: Final = 20

CODE_LETTERS: Final = 16
"""Length of a code: 80 bits of the hash."""


class Grade(StrEnum):
    """What may be said of a record."""

    MATCHED = "matched"  #: the code belongs to one of its records, and the chain is whole
    NOT_COMPARED = "not-compared"  #: the chain is consistent; nothing from outside was held against it
    FAILED = "failed"  #: the chain is damaged, or no record has the code


@dataclass(frozen=True, slots=True)
class Stored:
    """The files a record names by their hashes (outputs of actions, copies they kept): how many are as they were, and
    which are not, or are not there (names below the run's folder)."""

    same: int = 0
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """The result.

    ``status``, ``broken_line`` (from 1), ``flaw`` and ``torn_bytes`` are the chain's; ``records``
    counts the good ones. ``closed``: the last record ends the run and nothing follows it. ``code_now``
    is the code of the last good record. ``compared``: None without a code, else whether a record has
    it; ``matched_seq`` is that record. ``stored``: the files it names, where the run's folder was there.
    """

    grade: Grade
    status: Status
    records: int
    closed: bool
    broken_line: int | None
    flaw: Flaw | None
    torn_bytes: int
    code_now: str
    compared: bool | None
    matched_seq: int | None
    newer: bool
    stored: Stored = Stored()

    @property
    def ok(self) -> bool:
        """Whether nothing speaks against the record. Without a code that is consistency, not proof."""
        return self.grade is not Grade.FAILED and not self.stored.changed and not self.stored.missing

    @property
    def proven_whole(self) -> bool:
        """Whether the code is the last record's, and that one ends the run: nothing changed, nothing cut."""
        return self.grade is Grade.MATCHED and self.closed and self.matched_seq == self.records - 1


TEXTS: Final = Texts(
    {
        "bad-code": (
            "{code} ist kein Code: er hat 16 Zeichen, etwa 7K2M-9QXD-40TB-ZC5N.",
            "{code} is not a code: it has 16 characters, such as 7K2M-9QXD-40TB-ZC5N.",
        ),
        "broken": (
            "Die Aufzeichnung ist in Zeile {line} verändert oder beschädigt. Davor stehen {count} Einträge.",
            "The record was changed or damaged at line {line}. {count} entries stand before it.",
        ),
        "empty": (
            "Die Aufzeichnung enthält keinen vollständigen Eintrag.",
            "The record holds no complete entry.",
        ),
        "torn": (
            "Die letzte Zeile ist unvollständig ({bytes} Bytes): ein Absturz, oder abgeschnitten.",
            "The last line is incomplete ({bytes} bytes): a crash, or cut off.",
        ),
        "newer": (
            "Sie stammt zum Teil von einer neueren Fassung dieses Programms.",
            "Part of it was written by a newer version of this program.",
        ),
        "closed": (
            "{count} Einträge, in sich stimmig und abgeschlossen.",
            "{count} entries, consistent in themselves, and closed.",
        ),
        "open": (
            "{count} Einträge, in sich stimmig; der Lauf ist nicht abgeschlossen.",
            "{count} entries, consistent in themselves; the run is not closed.",
        ),
        "matched": (
            "Der Code passt zu Eintrag {seq}: bis dorthin ist nichts geändert, eingefügt oder entfernt.",
            "The code belongs to entry {seq}: up to there nothing was changed, inserted or removed.",
        ),
        "after": (
            "Für die {count} Einträge danach ist nur bewiesen, dass sie in sich stimmig sind.",
            "For the {count} entries after it, only consistency is shown.",
        ),
        "no-match": (
            "Kein Eintrag hat den angegebenen Code: die Aufzeichnung wurde geändert, abgeschnitten oder neu "
            "geschrieben, oder der Code gehört zu einem anderen Lauf.",
            "No entry has the given code: the record was changed, cut or written anew, or the code belongs "
            "to another run.",
        ),
        "not-compared": (
            "Nicht verglichen: ohne einen vorher notierten Code ist nicht bewiesen, dass niemand sie neu "
            "geschrieben oder gekürzt hat.",
            "Not compared: without a code that was written down before, nothing proves that nobody wrote it "
            "anew or shortened it.",
        ),
        "stored": (
            "{count} aufbewahrte Dateien sind, wie sie aufgezeichnet wurden.",
            "{count} kept files are as they were recorded.",
        ),
        "stored-changed": (
            "Aufbewahrte Dateien wurden verändert: {names}",
            "Kept files were changed: {names}",
        ),
        "stored-missing": ("Aufbewahrte Dateien fehlen: {names}", "Kept files are missing: {names}"),
        "code-now": ("Code des letzten Eintrags: {code}", "Code of the last entry: {code}"),
    }
)


def code_of(record_hash: str) -> str:
    """The code of a record's hash (64 hex digits): its first 80 bits in Crockford's base32, by fours."""
    number = int(record_hash[:20], 16)
    letters = "".join(_ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LETTERS, 4))


def read_code(given: str) -> str:
    """Read a code as people write it: any case, with or without dashes and blanks, O for 0, I and L for 1.

    Returns it as ``code_of`` writes it; UsageError when it is not a code.
    """
    letters = given[:200].translate(_SEPARATORS).upper().translate(_MISREAD)
    if len(letters) != CODE_LETTERS or set(letters) - set(_ALPHABET):
        sentence = TEXTS.say("bad-code", system_language(), code=one_line(given, 60).strip() or '""')
        raise UsageError(sentence)
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LETTERS, 4))


def verify_reading(reading: Reading, code: str | None = None, folder: Path | None = None) -> Verification:
    """Grade a journal that was read, and the files of the run's ``folder``. UsageError when the code is not one."""
    wanted = read_code(code) if code is not None else None
    matched = None
    if wanted is not None:
        matched = next((record.seq for record in reading.records if code_of(record.hash) == wanted), None)
    compared = None if wanted is None else matched is not None
    if reading.status is Status.BROKEN or not reading.records or compared is False:
        grade = Grade.FAILED
    else:
        grade = Grade.MATCHED if compared else Grade.NOT_COMPARED
    return Verification(
        grade,
        reading.status,
        len(reading.records),
        reading.status is Status.CLOSED,
        reading.broken_line,
        reading.flaw,
        reading.torn_bytes,
        code_of(reading.head),
        compared,
        matched,
        reading.newer,
        verify_stored(folder, reading.records) if folder is not None else Stored(),
    )


def verify_stored(folder: Path, records: Iterable[Record], files: Files = REAL_FILES) -> Stored:
    """Compare the files the records name with the hashes they hold; nothing is written."""
    wanted: dict[str, str] = {}
    for record in records:
        name, digest = (str(record.data.get(field, "")) for field in _STORED.get(record.type, ("", "")))
        if name:
            wanted[name] = digest
    same, changed, missing = 0, [], []
    for name, digest in wanted.items():
        parts = name.split("/")
        try:
            found = sha256(files.read(folder.joinpath(*parts))) if all(map(is_safe_name, parts)) else None
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                missing.append(name)
                continue
            found = None
        if found is not None and found.hexdigest() == digest:
            same += 1
        else:
            changed.append(name)
    return Stored(same, tuple(changed), tuple(missing))


def verify_journal(journal: Path | bytes, code: str | None = None) -> Verification:
    """Verify a run folder with the files its record names, a journal file, or a journal's bytes; nothing is written.

    UsageError when the code is not one, StoreError when the journal cannot be read.
    """
    reading = read_lines(journal) if isinstance(journal, bytes) else read_journal(journal)
    folder = journal if isinstance(journal, Path) and journal.is_dir() else None
    return verify_reading(reading, code, folder)


def explain(found: Verification, language: Language) -> tuple[str, ...]:
    """Say a result in sentences, the most important one first."""

    def say(key: str, **values: object) -> str:
        return TEXTS.say(key, language, **values)

    sentences = []
    if found.status is Status.BROKEN:
        sentences.append(say("broken", line=found.broken_line, count=found.records))
    if found.compared is False:
        sentences.append(say("no-match"))
    if found.status is not Status.BROKEN and not found.records:
        sentences.append(say("empty"))
    elif found.status is not Status.BROKEN:
        sentences.append(say("closed" if found.closed else "open", count=found.records))
    if found.torn_bytes:
        sentences.append(say("torn", bytes=found.torn_bytes))
    if found.matched_seq is not None:
        sentences.append(say("matched", seq=found.matched_seq))
        if after := found.records - 1 - found.matched_seq:
            sentences.append(say("after", count=after))
    if found.stored.changed:
        sentences.append(say("stored-changed", names=_names(found.stored.changed)))
    if found.stored.missing:
        sentences.append(say("stored-missing", names=_names(found.stored.missing)))
    if found.stored.same:
        sentences.append(say("stored", count=found.stored.same))
    if found.grade is Grade.NOT_COMPARED:
        sentences.append(say("not-compared"))
    if found.newer:
        sentences.append(say("newer"))
    if found.records:
        sentences.append(say("code-now", code=found.code_now))
    return tuple(sentences)


def _names(files: tuple[str, ...]) -> str:
    shown = ", ".join(one_line(name, 120) for name in files[:_MAX_NAMED])
    return f"{shown} …" if len(files) > _MAX_NAMED else shown
