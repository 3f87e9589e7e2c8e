"""The sentences: every code has one in both languages with the same placeholders; and nothing heavy loads."""

from __future__ import annotations

import ast
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xprunbook.base.language import Texts
from xprunbook.runbook.shapes import Reference, Word
from xprunbook.runbook.texts import HINTS, PROBLEMS
from xprunbook.runbook.values import VALUE_HINTS, VALUES

PACKAGE = Path(__file__).parents[2] / "xprunbook" / "runbook"


def _placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("texts", [PROBLEMS, HINTS, VALUES, VALUE_HINTS])
def test_both_languages_agree(texts: Texts) -> None:
    """Same placeholders, no empty sentence, not twice the same words."""
    for key, (german, english) in texts.table.items():
        assert _placeholders(german) == _placeholders(english), key
        assert german, key
        assert german != english or key == "value", key


def _words() -> Iterator[tuple[str, str]]:
    for path in PACKAGE.glob("*.py"):
        if path.name.startswith("texts"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.name, node.value


def _calls() -> Iterator[tuple[str, str, set[str]]]:
    """Every ``findings.error(place, "code", name=…)``."""
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) > 1:
                code = node.args[1]
                known = node.func.attr in ("error", "warning") and isinstance(code, ast.Constant)
                if known and all(keyword.arg for keyword in node.keywords):
                    names = {str(keyword.arg) for keyword in node.keywords} - {"near"}
                    yield path.name, str(code.value), names  # type: ignore[attr-defined]


def test_every_call_fills_its_sentence() -> None:
    """Each placeholder gets its value, and no value is given in vain."""
    seen = 0
    for file, code, names in _calls():
        needed = _placeholders(PROBLEMS.table[code][0])
        if code in HINTS.table:
            needed |= _placeholders(HINTS.table[code][0])
        if None not in names and "values" not in names:
            assert needed <= names, (file, code, needed, names)
        seen += 1
    assert seen > 60


def test_every_sentence_is_used() -> None:
    """A code that nobody writes is dead; built ones are listed here."""
    written = {word for _, word in _words()}
    built = {f"id.{word}" for word in _all(Word)} | {f"unknown.{word}" for word in _all(Reference)}
    built |= {"want.map", "want.list", "text.is-list", "text.is-map", "kind.no-check", "kind.no-action"}
    assert set(PROBLEMS.table) - written - built == set()
    assert built <= set(PROBLEMS.table)


def _all(shape: type[Word] | type[Reference]) -> set[str]:
    from xprunbook.runbook import fields

    return {value.what for value in vars(fields).values() if isinstance(value, shape)} | (
        {"colour"} if shape is Word else set()
    )


def test_loading_stays_light() -> None:
    """A good file needs no sentences, no kinds, no other face's libraries."""
    code = (
        "import sys; from xprunbook.runbook.library import Library; "
        f"Library().load({str(PACKAGE.parents[1] / 'tests/data/patch-day.yaml')!r}); "
        "print(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parents[1]
    )
    loaded = set(done.stdout.split())
    banned = {
        "textual",
        "rich",
        "difflib",
        "importlib.metadata",
        "importlib.resources",
        "jsonschema",
        "tempfile",
    }
    assert not loaded & banned
    assert not loaded & {"xprunbook.runbook.texts", "xprunbook.runbook.kinds", "xprunbook.runbook.schema"}
