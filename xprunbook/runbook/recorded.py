"""Loads a runbook from recorded bytes alone: no folder, no library, exactly what was hashed.

These bytes were checked when the run began, so a language is read only when somebody speaks it: half the time of
opening a run would otherwise go into the other one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xprunbook.base.language import LANGUAGES, Language
from xprunbook.runbook.load import load_book
from xprunbook.runbook.model import Book, Runbook


def load_recorded(files: Mapping[str, bytes], language: Language) -> Book:
    """The book of a main file and its siblings ``<stem>.<language>.yaml``, by file name.

    Raises RunbookProblems when the bytes are no runbook (any more, for this version); for a language that is not
    the main one and not ``language``, when it is first spoken.
    """
    main = min(files, key=lambda name: (name.count("."), name))
    spoken = {known: name for name in files if name != main for known in LANGUAGES if f".{known}." in name}
    wanted = [spoken[language]] if language in spoken else []
    book, _ = load_book((main, files[main]), [(name, files[name]) for name in wanted], None, language)
    if len(book.languages) > len(spoken):
        return book
    return Book(book.main, _Languages(book, main, files, spoken), files)


class _Languages(Mapping[Language, Runbook]):
    """The languages of a book, each read when it is first asked for."""

    def __init__(
        self, book: Book, main: str, files: Mapping[str, bytes], spoken: Mapping[Language, str]
    ) -> None:
        self._known = dict(book.languages)
        self._main = main
        self._files = files
        self._spoken = spoken

    def __getitem__(self, language: Language) -> Runbook:
        if language not in self._known:
            name = self._spoken[language]
            files = (self._main, self._files[self._main]), [(name, self._files[name])]
            book, _ = load_book(*files, None, language)
            self._known[language] = book.languages[language]
        return self._known[language]

    def __iter__(self) -> Iterator[Language]:
        return iter({**self._known, **self._spoken})

    def __len__(self) -> int:
        return len({**self._known, **self._spoken})
