"""German and English: chosen by the system, complete in every table."""

from __future__ import annotations

import string
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from xprunbook.base.language import Texts, as_language, system_language

PACKAGE = Path(__file__).parents[2] / "xprunbook"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_AT@euro"}, "de"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "de_DE", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "de_DE"}, "de"),
        ({"LANG": "de_DE", "XPRUNBOOK_LANG": "en"}, "en"),
    ],
)
def test_the_system_chooses(environ: dict[str, str], language: str) -> None:
    assert system_language(environ) == language


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a language of its own then")
def test_without_a_word_it_is_english() -> None:
    assert system_language({}) == "en"


def test_names_of_languages() -> None:
    assert as_language("German_Germany.1252") == "de"
    assert as_language("English_United States") == "en"
    assert as_language("ja_JP") is None


def tables() -> Iterator[tuple[str, Texts]]:
    """Every table of sentences in the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "Texts(" not in path.read_text(encoding="utf-8"):
            continue
        module = import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
        for name, value in vars(module).items():
            if isinstance(value, Texts) and not name.startswith("_"):
                yield f"{module.__name__}.{name}", value


TABLES = dict(tables())


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("name", TABLES)
def test_both_languages_say_the_same_things(name: str) -> None:
    for key, (german, english) in TABLES[name].table.items():
        assert german.strip() or not english.strip(), key
        assert placeholders(german) == placeholders(english), key
