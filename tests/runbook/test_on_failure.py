"""Checks for when an action ended badly: read, checked as those of a step, in every language the same."""

from __future__ import annotations

import pytest

from tests.runbook.helpers import SMALL, codes, problems_of, with_change
from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType
from xprunbook.runbook.load import load_book

KINDS = {
    "demo.trail": Kind("demo.trail", {"sources": ParameterSpec(ParameterType.NAMES)}, action=False),
    "demo.put": Kind("demo.put", {}, check=False),
    "demo.install": Kind(
        "demo.install",
        {"host": ParameterSpec(ParameterType.HOST), "login": ParameterSpec(ParameterType.LOGIN)},
        check=False,
    ),
}


def _with(uses: str) -> str:
    return with_change("phases:\n", f"on_failure:\n{uses}phases:\n")


def test_they_are_read_in_order() -> None:
    """With their parameters; without the field there are none."""
    text = _with('  - demo.trail: {sources: ["A*", "${server}"]}\n  - demo.other: {}\n')
    book, _ = load_book(("small.yaml", text.encode()), [])
    named = book.speak("en").on_failure
    assert [use.kind for use in named] == ["demo.trail", "demo.other"]
    assert named[0].parameters == {"sources": ("A*", "${server}")}
    assert load_book(("small.yaml", SMALL.encode()), [])[0].speak("en").on_failure == ()


@pytest.mark.parametrize(
    ("use", "code"),
    [
        ("demo.trail: {sources: [a], sorces: [a]}", "parameter.unknown"),
        ("demo.trail: {}", "parameter.missing"),
        ("demo.put: {}", "kind.no-check"),
        ("demo.nothing: {}", "kind.unknown"),
        ('demo.trail: {sources: ["${nobody}"]}', "name.unknown"),
    ],
)
def test_their_problems_are_named(use: str, code: str) -> None:
    """As those of a step: parameters, an action where a check is meant, unknown kinds and names."""
    assert codes(problems_of(_with(f"  - {use}\n"), kinds=KINDS)) == [code]


def test_a_sibling_has_none() -> None:
    """They hold no words: nothing is missing there, and what stands there is wrong."""
    text, sibling = _with("  - demo.trail: {sources: [a]}\n"), "format: 1\nid: small\nlanguage: de\n"
    missing = codes(problems_of(SMALL, sibling))
    assert codes(problems_of(text, sibling)) == missing
    surplus = sibling + "on_failure:\n  - demo.trail: {sources: [a]}\n"
    assert codes(problems_of(text, surplus)) == ["sibling.not-text", *missing]
