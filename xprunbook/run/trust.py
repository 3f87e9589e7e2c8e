"""Trust: a runbook is data until its exact bytes are pinned, per user and outside its folder.

Reading and ticking need no trust. Before the first check, look-up or file access of an unpinned runbook, the
tool lists everything it names and asks. A pin is the SHA-256 over the names and bytes of the main file, its
language siblings, and its child runbooks: one changed byte anywhere is another runbook. The shipped ones are
pinned by the package.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from xprunbook.base.errors import StoreError
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
from xprunbook.runbook.model import Book, Parameter, Runbook, Use

PINS_NAME: Final = "trusted.json"
MAX_PINS_BYTES: Final = 4 * 1024 * 1024

TEXTS: Final = Texts(
    {
        "cannot-pin": ("Das Vertrauen lässt sich nicht speichern: {path}", "Trust cannot be stored: {path}"),
    }
)


def digest_of(book: Book, children: Sequence[Book] = ()) -> str:
    """The SHA-256 a pin is about: every file of the book and of its child runbooks, by name."""
    total = hashlib.sha256()
    files = {name: data for one in (book, *children) for name, data in one.files.items()}
    for name in sorted(files):
        total.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Named:
    """One thing a runbook would touch: the step's number, the kind, and its parameters as written."""

    number: str
    place: str
    kind: str
    parameters: str


def surface(runbook: Runbook) -> Iterator[Named]:
    """Everything a runbook names for the automation: commands, hosts, paths, services, statement targets."""
    for _, step in runbook.rows():
        uses: list[tuple[str, Use]] = [("before", use) for use in step.before]
        uses += [("action", step.action)] if step.action else []
        uses += [("after", use) for use in step.after]
        for place, use in uses:
            yield Named(step.number, place, use.kind, _written(use.parameters))
    for use in runbook.on_failure:
        yield Named("", "failure", use.kind, _written(use.parameters))


def _written(parameters: Mapping[str, Parameter]) -> str:
    parts = (f"{name}: {_value(value)}" for name, value in parameters.items())
    return one_line(", ".join(parts))


def _value(value: Parameter) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_value(item)}" for name, item in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


class Pins:
    """The pins of one user. A damaged file counts as no pins at all: then everything is asked again."""

    def __init__(self, folder: Path) -> None:
        self.path: Final = folder / PINS_NAME

    def has(self, digest: str) -> bool:
        """Whether these bytes are pinned."""
        return digest in self._read()

    def add(self, digest: str, runbook: str, person: str, utc: float, language: Language) -> None:
        """Pin them. StoreError when that cannot be stored; then they stay data."""
        pins = {**self._read(), digest: {"runbook": runbook, "person": person, "utc": utc}}
        data = json.dumps(pins, sort_keys=True, indent=1).encode()
        temporary = self.path.with_name(f"{PINS_NAME}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self.path)
        except OSError as error:
            message = TEXTS.say("cannot-pin", language, path=one_line(str(self.path), 300))
            raise StoreError(message, error.strerror or "") from error

    def _read(self) -> dict[str, Any]:
        try:
            with open(self.path, "rb") as file:
                pins = json.loads(file.read(MAX_PINS_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        return pins if isinstance(pins, dict) else {}
