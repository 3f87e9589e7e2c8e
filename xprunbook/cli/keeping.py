"""The secrets of the program: made once, when the first command or face that may need one starts."""

from __future__ import annotations

import os
from functools import cache
from typing import Final

from xprunbook.base.settings import load_settings, settings_path
from xprunbook.run.secrets import SecretStore
from xprunbook.run.store import runs_folder

ALLOWED: Final = "keyring"
"""The entry of the settings with which an administrator allows one more keyring: the full name of its class."""


def allowed_keyring() -> str:
    """The class an administrator allowed; empty if none."""
    name = load_settings(settings_path()).other.get(ALLOWED)
    return name.strip() if isinstance(name, str) else ""


@cache
def secret_store() -> SecretStore:
    """The vault, this session's memory and the redactor.

    From here on this process leaves no memory dump, and its threads print no traceback.
    """
    from xprunbook.base.crash import quiet_threads
    from xprunbook.systems.hardening import no_dumps
    from xprunbook.systems.vault import KeyringVault

    no_dumps()
    quiet_threads(runs_folder(os.environ).parent)
    return SecretStore(KeyringVault(allowed_keyring()))
