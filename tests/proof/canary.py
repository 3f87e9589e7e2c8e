"""A secret, the forms it may take on its way out, a kind that lets it out everywhere, and the search for it."""

from __future__ import annotations

import base64
import html
import json
import re
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Final

from tests.run.fake_clock import FakeClock
from tests.run.kinds import Shelf, ShelfSite, TestKinds
from tests.run.vaults import MemoryVault
from xprunbook.base.errors import XprunbookError
from xprunbook.base.language import Texts
from xprunbook.base.redactor import KnownSecrets
from xprunbook.base.text import one_line, plain_text
from xprunbook.report.make import make_report
from xprunbook.run import commands as c
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Automation
from xprunbook.run.contract import (
    ActionFailed,
    Cancelled,
    Credential,
    Effect,
    Finding,
    Inspection,
    Job,
    Kinds,
    NotHere,
    Operation,
    Plan,
    Reach,
    Site,
    Statement,
    TimedOut,
    Traits,
)
from xprunbook.run.secrets import SecretStore
from xprunbook.run.session import By
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.runbook.kinds import Kind
from xprunbook.runbook.load import load_book
from xprunbook.runbook.model import Book
from xprunbook.runbook.substitute import SecretHandle

CANARY: Final = "Kan'ari\"en<\u00fc&}]\\%$ 4711!"
"""Every character that some format writes in another way."""

BY: Final = By("Ada", "Engines", "corp\\ada", "HOST")


def forms(secret: str = CANARY) -> dict[str, str]:
    """The forms, each as a program of this field prints it, in its surroundings."""
    wide = secret.encode("utf-16-le")
    return {
        "plain": f"password is {secret}.",
        "url": f"https://sa:{urllib.parse.quote(secret, safe='')}@host/",
        "form data": f"user=sa&password={urllib.parse.quote_plus(secret)}",
        "json": json.dumps({"password": secret}),
        "json, as it is": json.dumps({"password": secret}, ensure_ascii=False),
        "xml attribute": f'<add pwd="{html.escape(secret, quote=True)}"/>',
        "xml text": f"<pwd>{html.escape(secret, quote=False)}</pwd>",
        "t-sql": "CREATE LOGIN x WITH PASSWORD = N'" + secret.replace("'", "''") + "';",
        "odbc": "DRIVER={x};PWD={" + secret.replace("}", "}}") + "};Encrypt=yes",
        "base64": base64.b64encode(secret.encode()).decode(),
        "basic authentication": "Basic " + base64.b64encode(f"sa:{secret}".encode()).decode(),
        "encoded command": base64.b64encode(f"net use x {secret}; dir".encode("utf-16-le")).decode(),
        "utf-16": f"pwd {wide.decode('latin-1')}",
        "hex": f"0x{secret.encode().hex()}",
        "hex, wide, upper": wide.hex().upper(),
        "repr": repr({"password": secret}),
        "shell": "'" + secret.replace("'", "'\\''") + "'",
        "entities": "".join(f"&#{ord(letter)};" for letter in secret),
        "misread": secret.encode().decode("cp1252"),
        "coloured": "\x1b[31m" + "\x1b[1m".join(secret) + "\x1b[0m",
    }


TEXTS: Final = Texts({"says": ("{what}", "{what}"), "ready": ("bereit", "ready")})


@dataclass
class Leak:
    """Lets a text out at one place. ``found``: what its inspection says next."""

    place: str
    text: str
    applied: bool = False

    spec: ClassVar[Kind] = Kind("leak.here", {})
    traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.CHANGING, idempotent=False)
    texts: ClassVar[Texts] = TEXTS

    def _error(self) -> Exception:
        errors: dict[str, Callable[[str], Exception]] = {
            "not-here": NotHere,
            "failed": lambda text: ActionFailed(Statement("says", {"what": text}), text, text),
            "cancelled": Cancelled,
            "cancelled-known": lambda text: Cancelled(text, True),
            "timed-out": TimedOut,
            "refused": lambda text: XprunbookError(text, text),
            "defect": RuntimeError,
            "os": lambda text: OSError(13, text, text),
        }
        return errors[self.place.partition(":")[2]](self.text)

    def inspect(self, job: Job) -> Inspection:
        """Look with the secret, and let it out."""
        job.secret(SecretHandle("admin"))
        job.tell(self.text)
        if self.place.startswith("inspect:"):
            raise self._error()
        finding = Finding.SATISFIED if self.applied else Finding.NEEDED
        clean = Inspection(finding, Statement("ready"))
        leak = Statement("says", {"what": self.text})
        changed: dict[str, Any] = {
            "says": {"says": leak},
            "helps": {"helps": leak},
            "details": {"details": (leak, leak)},
            "identity": {"identity": self.text},
            "evidence": {"evidence": {"a": [self.text, {"b": self.text}], "n": 1}},
        }
        return replace(clean, **changed.get(self.place, {}))

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation."""
        job.secret(SecretHandle("admin"))
        if self.place.startswith("plan:"):
            raise self._error()
        if found.finding is Finding.SATISFIED:
            return Plan("leak.here", ())
        shown = self.text if self.place == "preview" else "do it"
        warnings = (Statement("says", {"what": self.text}),) if self.place == "warning" else ()
        return Plan("leak.here", (Operation("do", "x", shown),), warnings)

    def apply(self, plan: Plan, job: Job) -> None:
        """Do it."""
        del plan
        job.secret(SecretHandle("admin"))
        if self.place == "tell":
            job.tell(self.text)
            job.tell(f"{self.text} {self.text}")
        if self.place == "progress":
            job.progress(0.5, self.text)
        if self.place == "keep":
            for data in (self.text.encode(), self.text.encode("utf-16"), b"clean"):
                job.keep(f"C:\\{self.text}.xml", data)
        if self.place.startswith("apply:"):
            raise self._error()
        self.applied = True


PLACES: Final = (
    "tell",
    "progress",
    "keep",
    "says",
    "helps",
    "details",
    "identity",
    "evidence",
    "preview",
    "warning",
    "note",
    *(
        f"{method}:{error}"
        for method in ("inspect", "plan", "apply")
        for error in (
            "not-here",
            "failed",
            "cancelled",
            "cancelled-known",
            "timed-out",
            "refused",
            "defect",
            "os",
        )
    ),
)
"""Where it gets out."""


def book_with(kind: str, parameters: str = "", secret: str = "login") -> Book:
    """A runbook of one step that uses this kind with the secret."""
    text = f"""format: 1
id: canary
language: en
version: "1"
title: Canary
plans:
  A: {{title: One, fits: All, colour: plan-a}}
secrets:
  admin: {{type: {secret}, title: Admin login}}
phases:
  - id: work
    title: Work
    steps:
      - id: leak
        number: "1"
        plans: {{A: X}}
        title: Leak
        action:
          {kind}: {{{parameters}}}
"""
    return load_book(("canary.yaml", text.encode()), [])[0]


@dataclass
class Night:
    """A run with the secret in its vault, played to its end; everything it leaves is searched."""

    folder: Path
    kinds: Kinds
    site: Site
    book: Book
    secret: str = CANARY

    def play(self, note: str = "", seconds: float = 20) -> list[str]:
        """Look, prepare, apply, take a note, close; what a face could have shown. TimeoutError after ``seconds``."""
        store = SecretStore(MemoryVault())
        automation = Automation(self.kinds, self.site, lambda: True, store=store)
        sitting = Sitting(BY, FakeClock(), "en", automation)
        engine = start_run(self.folder / "runs", self.book, Beginning("A", {}), sitting)
        assert isinstance(engine, ActingEngine)
        assert engine.secrets is not None
        seen: list[str] = []
        try:
            engine.secrets.give("admin", Credential("sa", self.secret), keep=True)
            seen += _shown(engine.look("leak").result(seconds))
            acts = self.book.speak("en").steps["leak"].action is not None
            preview = engine.prepare("leak").result(seconds) if acts else None
            if preview is not None:
                seen += [*_shown((*preview.checks, preview.result)), *preview.warnings]
            if preview is not None and preview.plan is not None:
                reply = engine.apply("leak", preview.plan.digest).result(seconds)
                seen.append(repr(getattr(reply, "refusal", "")))
                engine._idle.wait(seconds)
            output = engine.output("leak")
            if output is not None:
                seen += [*output.since(0)[1], output.part[1]]
            if note:
                engine.submit(c.AddNote(note, "leak")).result(seconds)
            seen += _texts_of(engine.snapshot().state)
        finally:
            if engine._idle.wait(seconds):
                engine.leave()
        for form in ("html", "json"):
            data = make_report(engine.folder, form, "en", 1_700_000_000.0)
            (self.folder / f"report.{form}").write_bytes(data)
        return seen


def leak_night(folder: Path, place: str, text: str) -> Night:
    """A run whose only kind lets this text out there."""
    kinds = TestKinds({"leak.here": Leak(place, text)})
    return Night(folder, kinds, ShelfSite(Shelf()), book_with("leak.here", 'login: "${admin}"'))


def _shown(results: Any) -> list[str]:
    return [
        text for result in results for text in (result.sentence, result.helps, *result.details, repr(result))
    ]


def _texts_of(value: Any) -> list[str]:
    return [repr(value)]


_REDACT: Final = KnownSecrets.redact
"""As it is before anybody breaks it."""


def leaks(texts: Iterable[str], folder: Path, secret: str = CANARY) -> Iterator[str]:
    """Every text that holds the secret in any form the redactor knows: shown, or in a file."""
    known = KnownSecrets()
    known.add(secret)
    for text in texts:
        if _REDACT(known, text) != text:
            yield f"shown: {text[:80]!r}"
    for path in sorted(folder.rglob("*")):
        if path.is_file() and any(_REDACT(known, text) != text for text in _readings(path)):
            yield f"file {path.name}"


def find(needle: str, texts: list[str], folder: Path) -> Iterator[str]:
    """Where a text stands: as it is or made harmless; in what was shown and in every file."""
    wanted = {needle, one_line(needle), plain_text(needle), repr(needle)[1:-1]}
    # The letters alone, for what a format did to the rest.
    for at, text in enumerate(texts):
        if any(form in text for form in wanted):
            yield f"shown ({at}): {text[:80]!r}"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for text in _readings(path):
                if any(form in text for form in wanted):
                    yield f"file {path.name}"
                    break


def _readings(path: Path) -> Iterator[str]:
    """A file as text, and with the marks of its own format taken away."""
    text = path.read_bytes().decode("utf-8", "replace")
    yield text
    if path.suffix == ".html":
        yield html.unescape(re.sub(r"<[^>]*>", "", text))
    if path.suffix == ".json":
        yield from _leaves(json.loads(text))
    if path.suffix == ".jsonl":
        for line in text.splitlines():
            yield from _leaves(json.loads(line))


def _leaves(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield str(key)
            yield from _leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(value)
