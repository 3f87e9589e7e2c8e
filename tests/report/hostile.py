"""Texts that try to become something else: markup, terminal control, another direction, a format."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

from tests.report.builders import Desk, patch_day
from xprunbook.base.text import is_clean
from xprunbook.run import events as e
from xprunbook.run.chain import harmless
from xprunbook.runbook.model import Book, Link, Runbook, Source, Step

FRAGMENTS: Final = (
    "<script>alert(1)</script>",
    "</style><script src=//e.example/x.js>",
    "</title></head><body onload=x>",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<?php",
    "&lt;b&gt;",
    "&amp;amp;",
    "&#60;img&#62;",
    "&",
    '" onmouseover="x',
    "' onclick='x",
    "<img src=x onerror=y>",
    '<a href="https://e.example">here</a>',
    "</td></tr></table></main>",
    "<style>*{display:none}</style>",
    "<p hidden>",
    "javascript:alert(1)",
    "url(https://e.example/x.png)",
    '@import "https://e.example/x.css";',
    "[/] [b]bold[/b] [@click=app.quit]",
    "D:\\Backup\\[SAP]\\",
    "\x1b[31mred",
    "\x1b]8;;https://e.example\x07link",
    "\x9b2J",
    "\x00",
    "\x7f",
    "\u202eevil",
    "\u2066isolated\u2069",
    "\u200b",
    "\u2028",
    "\ufeff",
    "\ud800",
    "\r\n",
    "\n",
    "\t",
    "  ",
    "${web_server}",
    "{title} {0} %s",
    "**strong** `code`",
    "\\u003cscript\\u003e",
    "مرحبا",
    "日本語",
    "🙂",
    "Öztürk & Söhne",
    "'\"'\"",
)


def hostile(rng: random.Random) -> str:
    """A text of a few fragments; one in fifty is 10,000 characters long."""
    words = [rng.choice(FRAGMENTS) for _ in range(rng.randint(1, 6))]
    if rng.random() < 0.02:
        words.insert(rng.randrange(len(words) + 1), rng.choice("<&\"'x") * 10_000)
    text = rng.choice(("", " ")).join(words).strip()
    return text or "<>"


def one_line_hostile(rng: random.Random) -> str:
    """A text that a runbook file may hold: one line, without forbidden characters and substitution."""
    while True:
        text = hostile(rng)
        if is_clean(text) and not set("\n\t") & set(text) and "${" not in text:
            return " ".join(text.split())


class Trap:
    """A run in which every field is hostile, and the texts to be found in its report (``typed``: in its record)."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.texts: list[str] = []
        self.typed: list[str] = []
        self.desk = Desk(
            allow_file_ticks=True,
            book=self._book(),
            inputs={"web_server": self._typed(), "db_server": self._typed(), "ring": (self._typed(), "x")},
            person=self._typed(),
            company=self._typed(),
            account=self._typed(),
            host=self._typed(),
        )
        self._live()

    def _typed(self) -> str:
        """A text as a person or a machine leaves it; the record holds it harmless."""
        text = hostile(self.rng)
        self.typed.append(str(harmless(text)))
        self.texts.append(self.typed[-1])
        return text

    def _written(self) -> str:
        text = one_line_hostile(self.rng)
        self.texts.append(text)
        return text

    def _book(self) -> Book:
        book = patch_day()
        runbook: Runbook = book.languages["de"]
        phases = tuple(
            replace(phase, title=self._written(), steps=tuple(map(self._step, phase.steps)))
            for phase in runbook.phases
        )
        changed = replace(
            runbook,
            title=self._written(),
            source=Source(self._written(), self._written(), self._written()),
            plans={
                name: replace(plan, title=self._written() if name == "B" else "x", fits="")
                for name, plan in runbook.plans.items()
            },
            machines={
                name: replace(machine, title=self._written(), host="${web_server}")
                for name, machine in runbook.machines.items()
            },
            inputs={
                name: replace(item, title=self._written() if name in ("web_server", "ring") else "x")
                for name, item in runbook.inputs.items()
            },
            phases=phases,
        )
        return replace(book, languages={"de": changed})

    def _step(self, step: Step) -> Step:
        in_plan = "B" in step.plans
        return replace(
            step,
            number=self._written(),
            title=self._written(),
            do="plain",
            hints=(),
            warnings=(),
            undo="",
            overwrites=self._written() if in_plan and step.leaf else "",
            links=(Link(self._written(), self._written()),) if in_plan and step.leaf else (),
            observe=step.observe and replace(step.observe, title=self._written()),
            steps=tuple(map(self._step, step.steps)),
        )

    def _live(self) -> None:
        happen = self.desk.happen
        happen(e.Observed("backup-files", self._typed()), 1)
        happen(e.Ticked("backup-files", self._typed(), ("announce",), {}, source=self._typed()), 1)
        happen(e.NoteAdded(self._typed(), "backup-files"), 1)
        happen(e.Deviated("backup-database", self._typed()), 1)
        happen(e.Deferred("install", self._typed(), self._typed(), self._typed()), 1)
        happen(e.Observed("check-space", self._typed()), 1)
        happen(e.Skipped("check-space", self._typed()), 1)
        happen(e.FoundNotApplicable("announce", self._typed()), 1)
        happen(e.Checked("restart", "before:0", self._typed(), "blocked", self._typed(), self._typed()), 1)
        happen(e.Intended("restart", self._typed(), "digest", self._typed(), {}), 1)
        happen(e.Ended("restart", "failed", sentence=self._typed(), output=self._typed()), 1)
        happen(e.InputSet("db_server", self._typed(), self._typed()), 1)
        happen(e.NoteAdded(self._typed()), 1)
        happen(e.GatePassed("prepare", self._typed(), ("announce",)), 1)
        happen(e.GoingBackStarted(self._typed()), 1)
        happen(e.GoingBackEnded(self._typed()), 1)
        happen(e.HandedOver(self._typed(), self._typed(), self._typed()), 1)
        happen(e.Closed("abandoned", self._typed()), 1)
