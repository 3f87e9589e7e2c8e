"""Finds runbooks: the shipped ones by id, any other by its path; with the language siblings beside it."""

from __future__ import annotations

import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xprunbook.base.errors import UsageError
from xprunbook.base.language import Language
from xprunbook.base.text import one_line
from xprunbook.runbook import access
from xprunbook.runbook.choose import leads
from xprunbook.runbook.findings import Findings
from xprunbook.runbook.load import load_book
from xprunbook.runbook.model import Book
from xprunbook.runbook.problems import Problem, RunbookProblems, nearest
from xprunbook.runbook.yaml_events import parse
from xprunbook.runbook.yaml_source import MAX_BYTES

if TYPE_CHECKING:
    from xprunbook.runbook.kinds import Catalogue

_SIBLING: Final = re.compile(r"(.+)\.([a-z]{2})(\.ya?ml)")
_SUFFIXES: Final = (".yaml", ".yml")
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_PHASES: Final = re.compile(rb"^phases[ ]*:", re.MULTILINE)

File = tuple[str, bytes]
"""A file's name without folder, and its bytes."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a list of runbooks shows of one; the title in the language that was asked for, if there is one.

    One without plans only asks; ``leads`` are then the runbooks its answers lead to, in the order of its questions.
    """

    id: str
    title: str
    summary: str
    version: str
    plans: tuple[str, ...]
    path: Path
    leads: tuple[str, ...] = ()


def data_folder(name: str) -> Path:
    """The folder ``runbooks`` or ``themes``: inside the installed package, or beside it in a checkout.

    By the package's path and not by importlib.resources, whose import costs as much as Python's whole start.
    """
    package = Path(__file__).parents[1]
    installed = package / "_data" / name
    return installed if installed.is_dir() else package.parent / name


class Library:
    """The runbooks of one folder (the shipped ones), and a way to any other file."""

    def __init__(
        self, folder: Path | None = None, kinds: Catalogue | None = None, language: Language = "en"
    ) -> None:
        """``language`` is that of messages and titles; ``kinds`` are the checks and actions there are."""
        self.folder: Final = data_folder("runbooks") if folder is None else folder
        self.kinds: Final = kinds
        self.language: Final[Language] = language

    def list(self) -> tuple[Header, ...]:
        """The readable runbooks of the folder: those that ask which way, where they lead, then the others by id.

        Reads only what stands before the phases.
        """
        found = [header for path in self._mains() if (header := self._header(path))]
        led = list(dict.fromkeys(name for header in found for name in header.leads))
        places = {name: at for at, name in enumerate(led, 1)}
        last = len(led) + 1
        return tuple(sorted(found, key=lambda one: (bool(one.plans) and places.get(one.id, last), one.id)))

    def load(self, name: str, *, follow: bool = False) -> tuple[Book, tuple[Problem, ...]]:
        """Load the runbook of this id or at this path, with its warnings.

        ``follow``: also warn of steps and answers that lead to a runbook or plan that is not there. Raises
        UsageError if there is none, RunbookProblems if it is broken.
        """
        path = self.find(name)
        main, siblings = self.read(path)
        others = Shelves(self, path.parent) if follow else None
        book, warnings = load_book(main, siblings, self.kinds, self.language, others)
        own = path.absolute()
        return (book if own.parent == self.folder else replace(book, path=str(own))), warnings

    def follow(self, name: str, beside: Path | None = None) -> Book:
        """Load the runbook a step or an answer leads to: from the folder of the one that does, else shipped.

        Raises UsageError if there is none, RunbookProblems if it is broken.
        """
        if beside is not None and beside != self.folder:
            for header in Library(beside, self.kinds, self.language).list():
                if header.id == name:
                    return self.load(str(header.path))[0]
        return self.load(name)[0]

    def find(self, name: str) -> Path:
        """The main file of a shipped runbook's id, or of a path; a sibling's path leads to its main file."""
        if _NAME.fullmatch(name) and not name.endswith(_SUFFIXES):
            for suffix in _SUFFIXES:
                path = self.folder / (name + suffix)
                if path.is_file():
                    return path
        path = Path(name)
        try:
            if path.is_file():
                return _main_of(path)
            if name.endswith(_SUFFIXES) or path.exists():
                return path
        except (OSError, ValueError):
            pass
        ids = [header.id for header in self.list()]
        for header in self.list():
            if header.id == name:
                return header.path
        near = nearest(name, ids)
        from xprunbook.runbook.texts import HINTS

        hint = HINTS.say("near", self.language, word=near) if near else ""
        if not near and ids:
            hint = HINTS.say("valid", self.language, words=", ".join(ids))
        raise UsageError(self._say("library.unknown", name=one_line(name, 80)), hint)

    def read(self, path: Path) -> tuple[File, Sequence[File]]:
        """The bytes of a main file and of the language siblings beside it; raises UsageError."""
        main = (path.name, self._bytes(path))
        siblings = [(other.name, self._bytes(other)) for other in _siblings(path)]
        return main, siblings

    def _bytes(self, path: Path) -> bytes:
        """Read at most one byte more than a runbook may have; never a device or a pipe: they have no end."""
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise ValueError(self._say("library.no-file"))
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise UsageError(
                self._say("library.unreadable", path=one_line(str(path), 200), why=why)
            ) from None

    def _say(self, code: str, **values: object) -> str:
        from xprunbook.runbook.texts import PROBLEMS

        return PROBLEMS.say(code, self.language, **values)

    def _mains(self) -> Sequence[Path]:
        try:
            files = sorted(self.folder.iterdir())
        except OSError:
            return ()
        return [
            path for path in files if path.suffix in _SUFFIXES and _main_of(path) == path and path.is_file()
        ]

    def _header(self, path: Path) -> Header | None:
        """Read a header from the part before the phases, or from the whole file if they do not come last."""
        try:
            (name, data), siblings = self.read(path)
        except UsageError:
            return None
        end = _PHASES.search(data)
        root = parse(data[: end.start()] if end else data, Findings(name, self.language))
        plans = tuple(access.entries(root, "plans"))
        id_, title, version = (access.text(root, field) for field in ("id", "title", "version"))
        summary = access.text(root, "summary").strip()
        if not (id_ and title and plans):
            return self._full_header(path)
        if access.text(root, "language") != self.language:
            for sibling, texts in siblings:
                end = _PHASES.search(texts)
                other = parse(texts[: end.start()] if end else texts, Findings(sibling, self.language))
                if access.text(other, "language") == self.language:
                    title = access.text(other, "title") or title
                    summary = access.text(other, "summary").strip() or summary
        return Header(id_, title, summary, version, plans, path)

    def plans_of(self, name: str) -> tuple[str, ...] | None:
        """The plans of the runbook in the file of this name; None if there is none. Reads no texts."""
        for suffix in _SUFFIXES:
            path = self.folder / (name + suffix)
            if path.is_file():
                data = self._bytes(path)
                end = _PHASES.search(data)
                root = parse(data[: end.start()] if end else data, Findings(path.name, self.language))
                return tuple(access.entries(root, "plans")) if access.text(root, "id") == name else None
        return None

    def _full_header(self, path: Path) -> Header | None:
        try:
            main, siblings = self.read(path)
            book, _ = load_book(main, siblings, None, self.language)
        except (UsageError, RunbookProblems):
            return None
        runbook = book.speak(self.language)
        plans = tuple(runbook.plans)
        return Header(
            runbook.id, runbook.title, runbook.summary, runbook.version, plans, path, tuple(leads(runbook))
        )


class Shelves:
    """The runbooks that lie beside one, and the shipped ones."""

    def __init__(self, shipped: Library, beside: Path) -> None:
        near = Library(beside, shipped.kinds, shipped.language)
        self._shelves: Final = [shipped] if beside == shipped.folder else [near, shipped]

    def plans_of(self, name: str) -> tuple[str, ...] | None:
        """The plans of a runbook; a file whose name is not its id is found by reading all of them."""
        for shelf in self._shelves:
            try:
                plans = shelf.plans_of(name)
            except UsageError:
                continue
            if plans is not None:
                return plans
        return next((header.plans for header in self._headers() if header.id == name), None)

    def names(self) -> tuple[str, ...]:
        """The ids of all of them."""
        return tuple(header.id for header in self._headers())

    def _headers(self) -> tuple[Header, ...]:
        return tuple(header for shelf in self._shelves for header in shelf.list())


def _main_of(path: Path) -> Path:
    """The main file beside a language sibling; the path itself if it is none."""
    match = _SIBLING.fullmatch(path.name)
    if match:
        main = path.with_name(match[1] + match[3])
        if main.is_file():
            return main
    return path


def _siblings(path: Path) -> Sequence[Path]:
    """The files ``<stem>.<language>.yaml`` beside a main file."""
    try:
        files = sorted(path.parent.iterdir())
    except OSError:
        return ()
    found = []
    for other in files:
        match = _SIBLING.fullmatch(other.name)
        if match and other != path and match[1] + match[3] == path.name and other.is_file():
            found.append(other)
    return found
