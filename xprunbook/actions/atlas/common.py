"""What the kinds of this family share: reading parameters, opening the file, and saying why it cannot be done."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from xprunbook.actions import parameters, troubles
from xprunbook.actions.atlas.document import Document, read
from xprunbook.actions.atlas.locate import choose
from xprunbook.actions.atlas.ports import CONFIG_FILES, INSTALLATION, ConfigFiles
from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.table import as_data, left_statement
from xprunbook.base.text import one_line
from xprunbook.run.contract import Finding, Inspection, Job, NotHere, Statement
from xprunbook.systems.trouble import Refused as OutsideRefused

_HELPS: Final = {
    "missing-file": "give-file",
    "many-files": "give-file",
    "absent": "fix-list",
    "port-fixed": "by-hand",
}

ODD: Final = frozenset(
    (
        "left-malformed",
        "left-odbc",
        "left-provider",
        "left-attach",
        "left-no-server",
        "left-no-database",
        "left-empty",
        "left-source",
        "left-name",
        "left-login",
        "left-text",
    )
)
"""Codes of what stands in the section and could be a database all the same."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was understood."""

    files: ConfigFiles
    path: str
    document: Document

    @property
    def odd(self) -> list[Statement]:
        """What could be a database and is not understood."""
        return [left_statement(item) for item in self.document.left_alone if item.code in ODD]


def text(job: Job, name: str) -> str:
    """A parameter that is a text; empty if it is not given."""
    return parameters.text(job.parameters, name)


def names(job: Job, name: str) -> tuple[str, ...]:
    """A parameter that is a list; empty entries do not count."""
    return tuple(item.strip() for item in parameters.names(job.parameters, name) if item.strip())


def pairs(given: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """``NAME=VALUE`` texts as pairs; Refused when one is none."""
    found = []
    for item in given:
        name, sign, value = (part.strip() for part in item.partition("="))
        if not (name and sign and value):
            raise Refused("no-pair", value=one_line(item, 100))
        found.append((name, value))
    return tuple(found)


def opened(job: Job) -> Opened:
    """The file this step is about, read and understood; Refused with the reason if not."""
    files = job.site.system(CONFIG_FILES)
    path = choose(files, job.site.system(INSTALLATION), text(job, "file"))
    return Opened(files, path, read(files.read(path)))


def reason(error: Refused | OutsideRefused) -> tuple[Statement, Statement | None]:
    """A refusal as a sentence, and what helps."""
    if isinstance(error, OutsideRefused):
        return troubles.says(error)
    helps = _HELPS.get(error.code)
    values = {key: _safe(value) for key, value in error.values.items()}
    return Statement(error.code, values), Statement(helps) if helps else None


def _safe(value: str | int) -> str | int:
    return one_line(value, 1000) if isinstance(value, str) else value


def blocked(job: Job, error: Refused | OutsideRefused) -> Inspection:
    """An inspection that says why nothing can be said or done."""
    says, helps = reason(error)
    return Inspection(Finding.BLOCKED, says, helps, jump=text(job, "helped_by"))


def evidence(found: Opened) -> dict[str, object]:
    """What goes into the record."""
    return dict(as_data(found.path, found.document))


def here(job: Job) -> tuple[str, ...]:
    """Further names of this machine; none when the site does not tell."""
    with suppress(NotHere):
        return job.site.system(INSTALLATION).names()
    return ()
