"""Verifying: codes as people write them, grades that claim no more than they can, sentences that say so."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.run.test_chain import JOURNALS, journal_of
from xprunbook.base.errors import StoreError, UsageError
from xprunbook.base.language import Language
from xprunbook.run.chain import Status, read_lines
from xprunbook.run.verify import Grade, code_of, explain, read_code, verify_journal

HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(HASHES)
def test_a_code_is_read_as_people_write_it(record_hash: str) -> None:
    """Any case, any grouping, letters that look like digits."""
    code = code_of(record_hash)
    assert len(code.replace("-", "")) == 16
    assert not set(code) & set("ILOU")
    for written in (
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        f" {code} \n",
        code.replace("-", "\u2013"),
        code.replace("0", "O").replace("1", "l"),
        code.replace("0", "o").replace("1", "I"),
    ):
        assert read_code(written) == code


def test_a_code_is_the_first_eighty_bits() -> None:
    """So that anyone can compute it: Crockford's base32 of the first ten bytes."""
    assert code_of("00" * 32) == "0000-0000-0000-0000"
    assert code_of("ff" * 32) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert code_of("00000000000000000001" + "ff" * 22) == "0000-0000-0000-0001"
    assert code_of("f8" + "00" * 31) == "Z000-0000-0000-0000"


@pytest.mark.parametrize(
    "given", ["", "1234", "1234-5678-9ABC-DEFU", "1234-5678-9ABC-DEFG-H", "ä" * 16, "\x1b" * 99]
)
def test_what_is_not_a_code_is_said(given: str) -> None:
    """A wrong code must not look like a tampered record."""
    with pytest.raises(UsageError) as caught:
        verify_journal(journal_of(2), given)
    assert "\x1b" not in caught.value.message


def test_grades() -> None:
    """Closed alone is not proven; the last code proves all, an earlier one proves up to itself."""
    data = journal_of(6, "closed")
    records = read_lines(data).records
    alone = verify_journal(data)
    assert (alone.grade, alone.closed, alone.compared, alone.ok) == (Grade.NOT_COMPARED, True, None, True)
    assert alone.code_now == code_of(records[-1].hash)
    assert not alone.proven_whole
    whole = verify_journal(data, alone.code_now)
    assert (whole.grade, whole.matched_seq, whole.proven_whole) == (Grade.MATCHED, 5, True)
    gate = verify_journal(data, code_of(records[2].hash))
    assert (gate.grade, gate.matched_seq, gate.proven_whole) == (Grade.MATCHED, 2, False)
    wrong = verify_journal(data, code_of("ab" * 32))
    assert (wrong.grade, wrong.compared, wrong.matched_seq, wrong.ok) == (Grade.FAILED, False, None, False)


def test_an_unfinished_run_is_never_proven_whole() -> None:
    """Its tail may have been cut."""
    data = journal_of(4)
    found = verify_journal(data, verify_journal(data).code_now)
    assert (found.grade, found.closed, found.proven_whole) == (Grade.MATCHED, False, False)


def test_damage_fails_with_any_code() -> None:
    """But what stands before it can still be matched."""
    data = journal_of(6, "closed")
    code = code_of(read_lines(data).records[1].hash)
    broken = data.replace(b'"n":3', b'"n":4')
    found = verify_journal(broken, code)
    assert (found.grade, found.status, found.broken_line) == (Grade.FAILED, Status.BROKEN, 4)
    assert (found.compared, found.matched_seq, found.records) == (True, 1, 3)
    torn = verify_journal(data + b"x", verify_journal(data).code_now)
    assert (torn.grade, torn.closed, torn.proven_whole, torn.torn_bytes) == (Grade.MATCHED, False, False, 1)
    assert verify_journal(b"").grade is Grade.FAILED


def test_a_file_a_folder_or_nothing(tmp_path: Path) -> None:
    """By path; what is not there is a sentence. Nothing is written."""
    assert verify_journal(JOURNALS / "v1-closed.jsonl").closed
    (tmp_path / "run.jsonl").write_bytes(journal_of(3))
    assert verify_journal(tmp_path).records == 3
    assert [path.name for path in tmp_path.iterdir()] == ["run.jsonl"]
    with pytest.raises(StoreError):
        verify_journal(tmp_path / "missing")


@pytest.mark.parametrize("language", get_args(Language))
def test_the_sentences_claim_no_more(language: Language) -> None:
    """Without a code "not compared" is said; with one, up to which entry; a wrong one is said first."""
    data = journal_of(6, "closed")
    records = read_lines(data).records
    words = {"de": ("Nicht verglichen", "Eintrag 2"), "en": ("Not compared", "entry 2")}[language]
    alone = " ".join(explain(verify_journal(data), language))
    assert words[0] in alone
    assert verify_journal(data).code_now in alone
    gate = explain(verify_journal(data, code_of(records[2].hash)), language)
    assert words[0] not in " ".join(gate)
    assert any(words[1] in sentence for sentence in gate)
    assert any("3" in sentence for sentence in gate)
    assert {"de": "Kein Eintrag", "en": "No entry"}[language] in explain(
        verify_journal(data, "0" * 16), language
    )[0]
    for name in ("torn", "broken", "newer"):
        assert explain(verify_journal(JOURNALS / f"v1-{name}.jsonl"), language)
    assert explain(verify_journal(b""), language)
