"""The secrets of the program: made once, when the first command or face that may need one starts."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Final

from xprunbook.base.language import Language
from xprunbook.base.settings import load_settings, settings_path
from xprunbook.run.secrets import SecretStore
from xprunbook.run.store import runs_folder
from xprunbook.run.trust import Pins, digest_of

if TYPE_CHECKING:
    from xprunbook.runbook.model import Book

ALLOWED: Final = "keyring"
"""The entry of the settings with which an administrator allows one more keyring: the full name of its class."""


def allowed_keyring() -> str:
    """The class an administrator allowed; empty if none."""
    name = load_settings(settings_path()).other.get(ALLOWED)
    return name.strip() if isinstance(name, str) else ""


@cache
def secret_store() -> SecretStore:
    """The vault, this session's memory and the redactor. From here on this process leaves no memory dump."""
    from xprunbook.systems.hardening import no_dumps
    from xprunbook.systems.vault import KeyringVault

    no_dumps()
    return SecretStore(KeyringVault(allowed_keyring()))


def is_trusted(book: Book, language: Language) -> bool:
    """Whether a runbook's bytes are those of a shipped one, or are pinned by this user."""
    from xprunbook.runbook.library import Library

    library = Library(language=language)
    for header in library.list():
        if header.id == book.id and library.load(header.id)[0].files == book.files:
            return True
    return Pins(runs_folder(os.environ).parent).has(digest_of(book))
