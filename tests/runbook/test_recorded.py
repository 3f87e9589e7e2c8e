"""A recorded runbook is read language by language."""

from __future__ import annotations

import pytest

from tests.runbook.helpers import PATCH_DAY, PATCH_DAY_EN, patch_day
from xprunbook.base.language import Language
from xprunbook.runbook.problems import RunbookProblems
from xprunbook.runbook.recorded import load_recorded

FILES = {path.name: path.read_bytes() for path in (PATCH_DAY_EN, PATCH_DAY)}


@pytest.mark.parametrize("first", ["de", "en"])
def test_both_languages_are_what_the_whole_book_has(first: Language) -> None:
    whole = patch_day()
    book = load_recorded(FILES, first)
    assert book.main == whole.main == "de"
    assert dict(book.files) == dict(whole.files)
    assert set(book.languages) == {"de", "en"}
    assert book.speak("de") == whole.speak("de")
    assert book.speak("en") == whole.speak("en")
    assert book.speak("en") is book.speak("en")


def test_a_book_in_one_language_speaks_it_always() -> None:
    book = load_recorded({PATCH_DAY.name: FILES[PATCH_DAY.name]}, "en")
    assert book.speak("en").language == "de"


def test_bytes_that_are_no_runbook_are_refused() -> None:
    with pytest.raises(RunbookProblems):
        load_recorded({"x.yaml": b"format: 1\n"}, "en")
