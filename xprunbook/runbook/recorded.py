"""Loads a runbook from recorded bytes alone: no folder, no library, exactly what was hashed."""

from __future__ import annotations

from collections.abc import Mapping

from xprunbook.base.language import Language
from xprunbook.runbook.load import load_book
from xprunbook.runbook.model import Book


def load_recorded(files: Mapping[str, bytes], language: Language) -> Book:
    """The book of a main file and its siblings ``<stem>.<language>.yaml``, by file name.

    Raises RunbookProblems when the bytes are no runbook (any more, for this version).
    """
    main = min(files, key=lambda name: (name.count("."), name))
    siblings = [(name, data) for name, data in files.items() if name != main]
    book, _ = load_book((main, files[main]), siblings, None, language)
    return book
