"""The catalogue: both languages have the same gaps, nothing is missing, nothing is left over."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from string import Formatter

import pytest

from xprunbook.report import export, texts
from xprunbook.run.events import EVENTS

ROOM = Path(texts.__file__).parent


def gaps(sentence: str) -> list[str]:
    """The names of a sentence's placeholders."""
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name)


@pytest.mark.parametrize("table", [texts.TEXTS.table, texts.FIELDS.table, export.TEXTS.table])
def test_both_languages_have_the_same_gaps(table: dict[str, tuple[str, str]]) -> None:
    for key, (german, english) in table.items():
        assert german, key
        assert gaps(german) == gaps(english), key


def test_every_sentence_is_used() -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for path in ROOM.glob("*.py") if path.name != "texts.py"
    )
    unused = [key for key in texts.TEXTS.table if not re.search(f"""["']{key}["']""", source)]
    assert unused == []


def test_every_key_exists() -> None:
    for path in ROOM.glob("*.py"):
        for key in re.findall(r'\.say\("([a-z-]+)"', path.read_text(encoding="utf-8")):
            assert key in texts.TEXTS.table or key in export.TEXTS.table or key == "torn", (path.name, key)


def test_every_field_of_every_event_has_a_label() -> None:
    fields = {field.name for kind in EVENTS.values() for field in dataclasses.fields(kind)}
    assert fields <= set(texts.FIELDS.table)
