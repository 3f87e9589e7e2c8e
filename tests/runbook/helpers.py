"""A small runbook to break, and short ways to load it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from xprunbook.base.language import Language
from xprunbook.runbook.kinds import Catalogue
from xprunbook.runbook.load import load_book
from xprunbook.runbook.model import Book
from xprunbook.runbook.problems import Problem, RunbookProblems, Severity

ROOT: Final = Path(__file__).parents[2]
DATA: Final = ROOT / "tests" / "data"
PATCH_DAY: Final = DATA / "patch-day.yaml"
PATCH_DAY_EN: Final = DATA / "patch-day.en.yaml"

SMALL: Final = """\
format: 1
id: small
language: en
version: "1"
title: Small
plans:
  A: {title: One}
  B: {title: Two}
machines:
  web: {title: Web server, host: "${server}"}
choose:
  - id: first
    ask: Which one?
    answers:
      - {say: One, plan: A}
      - {say: Other, next: second}
  - id: second
    ask: Sure?
    answers:
      - {say: "Yes", plan: B}
      - {say: "No", refuse: Come back later.}
inputs:
  server: {type: host, title: Server}
  ready: {type: yes-no, title: Ready, default: "no"}
  ring: {type: choice, title: Ring, choices: [inner, outer]}
  bases: {type: names, title: Databases, default: [one, two]}
secrets:
  admin: {type: login, title: Login}
phases:
  - id: work
    title: Work
    steps:
      - id: one
        number: "1"
        plans: {A: X, B: (X)}
        title: First
        on: web
        minutes: {A: 5}
      - id: two
        plans: {A: X}
        title: Second
        needs: [one]
        steps:
          - id: two-a
            title: Half
            when: {ready: "yes"}
          - id: two-b
            title: Other half
            plans: {A: (X)}
            action:
              demo.install: {host: "${server}", login: "${admin}"}
      - id: three
        plans: {B: X}
        title: Third
        undo: Go back.
"""


def problems_of(text: str | bytes, *siblings: str, kinds: Catalogue | None = None) -> tuple[Problem, ...]:
    """Every problem of a runbook; siblings are named ``small.0.yaml`` and so on."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    others = [(f"small.{number}.yaml", other.encode()) for number, other in enumerate(siblings)]
    try:
        return load_book(("small.yaml", data), others, kinds)[1]
    except RunbookProblems as error:
        return error.problems


def with_change(old: str, new: str, text: str = SMALL) -> str:
    """The small runbook with one piece replaced, which must be in it."""
    assert old in text, old
    return text.replace(old, new, 1)


def codes(problems: tuple[Problem, ...], severity: Severity | None = None) -> list[str]:
    """The codes of the problems, of one severity or of both."""
    return [problem.code for problem in problems if severity in (None, problem.severity)]


def patch_day(language: Language = "en") -> Book:
    """The general fixture in both languages; it has no problem at all."""
    files = [(path.name, path.read_bytes()) for path in (PATCH_DAY, PATCH_DAY_EN)]
    book, warnings = load_book(files[0], files[1:], language=language)
    assert warnings == ()
    return book
