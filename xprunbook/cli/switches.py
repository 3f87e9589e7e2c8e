"""What the settings switch on: capabilities and packages of kinds that are off otherwise."""

from __future__ import annotations

from typing import Final

from xprunbook.base.settings import load_settings, settings_path

SWITCHED_ON: Final = "actions"
"""The entry of the settings that names them."""


def switched_on() -> tuple[str, ...]:
    """What the settings name under ``actions``."""
    named = load_settings(settings_path()).other.get(SWITCHED_ON)
    return tuple(name for name in named if isinstance(name, str)) if isinstance(named, list) else ()
