"""What a closed run leaves behind of its secrets: nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from xprunbook.base.errors import XprunbookError
from xprunbook.base.language import Language
from xprunbook.run.evolve import fold
from xprunbook.run.family import runs_below
from xprunbook.run.journal import read_journal
from xprunbook.run.secrets import SecretKeeper, SecretStore
from xprunbook.run.sessions import recorded_book
from xprunbook.run.store import look_at
from xprunbook.run.vault import VaultFailed


def forget_closed(store: SecretStore, top: Path, language: Language) -> None:
    """Forget the secrets of a top run that is closed, and those the runs below it asked for.

    While it is open a closed run below it takes nothing away: the next step's run is not to ask again. What the vault
    does not give up now, ``secrets forget`` takes out later.
    """
    if not look_at(top, 1).closed:
        return
    for keeper in _keepers(store, top, language):
        with suppress(VaultFailed):
            keeper.forget_run()


def _keepers(store: SecretStore, top: Path, language: Language) -> Iterator[SecretKeeper]:
    """The secrets of the top run and of every run below it that can be read."""
    below: tuple[Path, ...] = ()
    with suppress(XprunbookError):
        below = runs_below(top)
    for folder in (top, *below):
        try:
            state = fold(read_journal(folder).records)
            runbook = recorded_book(folder, state, language).speak(language)
        except (XprunbookError, OSError, KeyError, TypeError, ValueError):  # damaged: its own screen says how
            continue
        yield SecretKeeper(store, runbook, top.name, language)
