"""The message catalogue's mechanism: each room keeps its own table of sentences, German and English side by
side.

A table maps a key to a pair ``(German, English)``; placeholders are ``{name}``. A test compares the
placeholders of both languages and looks for keys nobody uses.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias, get_args

Language: TypeAlias = Literal["de", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


class Texts:
    """The sentences of one room in every language."""

    def __init__(self, table: Mapping[str, tuple[str, str]]) -> None:
        self.table: Final = table

    def say(self, key: str, language: Language, /, **values: object) -> str:
        """Return the sentence in the language, its placeholders filled in. An unknown key is a defect
        (KeyError)."""
        sentence = self.table[key][LANGUAGES.index(language)]
        return sentence.format(**values) if values else sentence


def as_language(name: str) -> Language | None:
    """Read a language from a name such as ``de``, ``de_AT.UTF-8`` or ``German_Germany``; None for any other."""
    lowered = name.lower()
    if lowered.startswith(("de", "german")):
        return "de"
    if lowered.startswith(("en", "english")):
        return "en"
    return None


def system_language(environ: Mapping[str, str] = os.environ) -> Language:
    """Choose the language: ``XPRUNBOOK_LANG``, then the locale variables, then Windows' own; else English."""
    for variable in ("XPRUNBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(variable):
            return as_language(value) or "en"
    return _system_default()


if sys.platform == "win32":

    def _system_default() -> Language:
        """The user's display language: primary language id 0x07 is German (Win32 language identifiers)."""
        import ctypes

        return "de" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x07 else "en"

else:

    def _system_default() -> Language:
        """Without a word from the environment: English."""
        return "en"
