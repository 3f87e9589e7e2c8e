"""Wires what a session may do by itself: the kinds, this machine, whom the runbook is trusted by, the credentials.

Nothing of it is imported for a runbook that names no check and no action.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

from xprunbook.base.errors import UsageError, XprunbookError
from xprunbook.base.language import Language
from xprunbook.base.settings import settings_path
from xprunbook.cli.switches import switched_on
from xprunbook.run.automation import Automation
from xprunbook.run.identity import account
from xprunbook.run.trust import Pins, digest_of
from xprunbook.runbook.library import Library

if TYPE_CHECKING:
    from xprunbook.actions.catalogue import ActionKinds
    from xprunbook.run.contract import Site
    from xprunbook.run.secrets import SecretStore
    from xprunbook.runbook.model import Book


def automation(book: Book, language: Language) -> Automation:
    """The automation on this machine; the runbook is looked at and not touched before it is trusted."""
    trust = Trust(book, language)
    return Automation(
        kinds(language),
        real_site(language),
        trust.given,
        store=_store(book, language),
        trust=trust.give,
        elevated=elevated,
    )


def elevated(site: Site) -> bool | None:
    """Whether this program has an administrator's rights on a site's machine; None where there are none."""
    from xprunbook.run.contract import NotHere
    from xprunbook.systems.ports_windows import MACHINE

    try:
        return site.system(MACHINE).elevated()
    except NotHere:
        return None


@cache
def kinds(language: Language) -> ActionKinds:
    """The kinds of this program, with those the settings switch on."""
    from xprunbook.actions.catalogue import ActionKinds

    return ActionKinds(switched_on(), language)


@cache
def real_site(language: Language) -> Site:
    """This machine; each of its systems is made when a kind first asks for it."""
    from xprunbook.systems.real import RealSite

    more = {"config-files": _config_files, "installation": _installation, "sql": _sql}
    return RealSite(account(), language, more)


def _config_files() -> object:
    from xprunbook.actions.atlas.files import RealConfigFiles

    return RealConfigFiles()


def _installation() -> object:
    from xprunbook.actions.atlas.files import RealInstallation

    return RealInstallation()


def _sql() -> object:
    from xprunbook.systems.sql_odbc import OdbcSql

    return OdbcSql()


def _store(book: Book, language: Language) -> SecretStore | None:
    runbook = book.speak(language)
    if not runbook.secrets and not any(step.runbook for _, step in runbook.rows()):
        return None  # neither it nor a run below it asks for one
    from xprunbook.cli.keeping import secret_store

    return secret_store()


class Trust:
    """Whether the bytes of a runbook are trusted: those of the package are, others once a person pinned them."""

    def __init__(self, book: Book, language: Language) -> None:
        self._book = book
        self._language: Language = language
        self._pins = Pins(settings_path().parent)
        self._lock = threading.Lock()
        self._given = False

    def given(self) -> bool:
        """Whether they are trusted; asked before every look, so a yes is remembered for this session."""
        with self._lock:
            self._given = (
                self._given or is_shipped(self._book, self._language) or self._pins.has(digest_of(self._book))
            )
            return self._given

    def give(self, person: str, utc: float) -> None:
        """Pin them in a person's name. StoreError when that cannot be stored."""
        self._pins.add(digest_of(self._book), self._book.id, person, utc, self._language)


def is_shipped(book: Book, language: Language) -> bool:
    """Whether these are, byte for byte, the files of the package's runbook of this id."""
    library = Library(language=language)
    try:
        path = library.find(book.id)
        if path.parent != library.folder:  # a file of that name in the current folder
            return False
        main, siblings = library.read(path)
    except (UsageError, XprunbookError):
        return False
    return dict([main, *siblings]) == dict(book.files)


def is_trusted(book: Book, language: Language) -> bool:
    """Whether a runbook's bytes are those of a shipped one, or are pinned by this user."""
    return Trust(book, language).given()
