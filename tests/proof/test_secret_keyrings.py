"""Every way a keyring fails: never on disk, a prompt within six seconds, the secret works for the session."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest.mock import patch

import pytest

from tests.proof.summary import Summary, check, scale_from, seed_from
from tests.systems import keyrings
from tests.systems.keyrings import FAILURES
from tests.tui.test_secrets import runbook
from xprunbook.base.errors import XprunbookError
from xprunbook.run.contract import Credential
from xprunbook.run.secrets import SecretKeeper, SecretStore
from xprunbook.run.vault import MEMORY
from xprunbook.runbook.substitute import SecretHandle
from xprunbook.systems import keyrings as ours
from xprunbook.systems.vault import LIMIT, KeyringVault

SABOTAGES: Final = ("no-limit", "any-backend", "no-read-back")

CANARY: Final = "Kanarienvogel-4711!"
PROMPT_SECONDS: Final = 6.0
"""Seconds until somebody is asked for the password, at most."""

HANGS: Final = ("hangs", "hangs-on-writing")


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """One keyring after the other: look, ask, keep, use, forget."""
    del seed
    limit = LIMIT if scale >= 1 else 0.3
    failed, worst = 0, ""
    for name in FAILURES:
        for fault in _faults(name, limit, sabotage):
            failed += 1
            worst = worst or f"{name}: {fault}"
    return Summary("secrets: keyrings that fail", len(FAILURES), failed, worst)


@contextmanager
def _keyring(name: str, folder: Path, sabotage: str) -> Iterator[None]:
    """This keyring is the only one; plain text is one that nobody accepts, unless the sabotage takes any."""
    kind = getattr(keyrings, FAILURES[name])
    if hasattr(kind, "kept"):
        kind.kept = {}
        kind.folder = folder
    keyrings.HangsOnWriting.release.clear()
    candidates = (f"{kind.__module__}.{kind.__name__}",)
    if name == "plain-text" and sabotage != "any-backend":
        candidates = ("keyring.backends.SecretService.Nothing",)
    with patch("xprunbook.systems.vault.candidates", lambda platform, allowed: candidates):
        yield


def _faults(name: str, limit: float, sabotage: str) -> Iterator[str]:
    seconds = limit + 2 if sabotage == "no-limit" else limit
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with _keyring(name, folder, sabotage):
            vault = KeyringVault(limit=seconds)
            keeper = SecretKeeper(SecretStore(vault), runbook(), "r1", "de")
            began = time.monotonic()
            state = keeper.vault()
            standing = keeper.standing("service")
            yield from _in_time("the prompt", began, limit)
            if standing.place:
                yield f"there is a secret in {standing.place} that nobody gave"
            began = time.monotonic()
            if sabotage == "no-read-back":
                with patch("xprunbook.systems.vault._read", lambda backend, name: _whatever(backend, name)):
                    failed = keeper.give("service", Credential("", CANARY), keep=True)
            else:
                failed = keeper.give("service", Credential("", CANARY), keep=True)
            yield from _in_time("keeping", began, limit)
            if failed is None:
                yield "it says that the secret was kept"
            elif state.usable is False and failed.trouble is not state.trouble:
                yield f"first {state.trouble}, then {failed.trouble}"
            if (
                failed is not None
                and CANARY in f"{failed} {failed.detail} {failed.__context__} {failed.__cause__}"
            ):
                yield "the value stands in the error"
            try:
                found = keeper.secret(SecretHandle("service"))
            except XprunbookError as error:
                yield f"it is lost: {error.message}"
                return
            if found.password != CANARY or keeper.place_of("service") != MEMORY:
                yield f"it is not in memory but in {keeper.place_of('service')!r}"
            keyrings.HangsOnWriting.release.set()
            time.sleep(0.05 if name in HANGS else 0)
            yield from _traces(name, folder)


def _in_time(what: str, began: float, limit: float) -> Iterator[str]:
    spent = time.monotonic() - began
    # The limit of a quick run is shorter; a whole second is what a busy machine may add.
    if spent > limit + (PROMPT_SECONDS - LIMIT):
        yield f"{what} took {spent:.1f} s"


def _whatever(backend: ours.Backend, name: str) -> Credential | None:
    del backend, name
    return Credential("", CANARY)


def _traces(name: str, folder: Path) -> Iterator[str]:
    """On disk nothing; in the keyring nothing that was said not to be there."""
    for path in folder.rglob("*"):
        if path.is_file() and CANARY.encode() in path.read_bytes():
            yield f"on disk: {path.name}"
    kind = getattr(keyrings, FAILURES[name])
    left = [value for value in getattr(kind, "kept", {}).values() if CANARY in value]
    if left:
        yield "it is in the keyring all the same"


def test_the_proof_holds() -> None:
    """Every failure there is."""
    check(prove(scale_from(), seed_from()), seed_from())


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_it_can_fail(sabotage: str) -> None:
    """Without limit, allow-list or read-back the proof fails."""
    assert prove(0.05, seed_from(), sabotage).failed
