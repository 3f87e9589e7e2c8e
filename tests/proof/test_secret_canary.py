"""A secret in every form at every way out of a kind: journal, outputs, reports, crash files, screen: 0 hits."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest

from tests.proof.canary import CANARY, PLACES, find, forms, leak_night
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from
from xprunbook.base.redactor import KnownSecrets

SABOTAGES: Final = ("skip-redactor", "plain-only")


def _sabotaged(sabotage: str) -> Any:
    if sabotage == "skip-redactor":
        return patch.object(KnownSecrets, "redact", lambda self, text: text)
    if sabotage == "plain-only":
        return patch("xprunbook.base.forms.forms_of", lambda value, shortest: frozenset({value}))
    return nullcontext()


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Every form at every place; a fraction of the pairs when the scale is small."""
    source = random_for(seed, "canary")
    pairs = [(place, form) for place in PLACES for form in forms()]
    if scale < 1:
        pairs = source.sample(pairs, max(20, round(len(pairs) * scale)))
    failed, worst = 0, ""
    with _sabotaged(sabotage):
        for place, form in pairs:
            for fault in _faults(place, form):
                failed += 1
                worst = worst or f"{form} by {place}: {fault}"[:140]
    return Summary("secrets: forms x ways out", len(pairs), failed, worst)


def _faults(place: str, form: str) -> Iterator[str]:
    text = forms()[form]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seen = leak_night(folder, place, text).play(note=text if place == "note" else "")
        core = _core(form, text)
        for needle in {core, CANARY}:
            yield from find(needle, seen, folder)


def _core(form: str, text: str) -> str:
    """What of the text is the secret: its middle half is enough to give it away."""
    if form == "coloured":
        return text
    # Surroundings are short; the secret is what stands in the middle.
    third = len(text) // 3
    return text[third : 2 * third + 1]


def test_the_proof_holds() -> None:
    """A fraction of the promised cases."""
    check(prove(scale_from(), seed_from()), seed_from())


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_it_can_fail(sabotage: str) -> None:
    """Without a redactor, or with one that knows the plain form only, it fails."""
    assert prove(0.02, seed_from(), sabotage).failed
