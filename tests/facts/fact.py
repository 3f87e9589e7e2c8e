"""What a fact of the source document looks like as data, and how the text it must stand in is found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from xprunbook.base.language import Language
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Book, Note, Runbook, Step

RUNBOOKS: Final = {
    "v4": "xphone-v4-to-v9",
    "v57": "xphone-v5-v7-to-v8",
    "v8": "xphone-v8-to-v9",
    "journey": "xphone-journey-v5-v7",
    "express": "xphone-sql-express-update",
    "script": "xphone-database-by-script",
    "share": "xphone-backup-share",
    "which": "xphone-which-way",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: where it stands, and the patterns that must be found there in German and in English."""

    says: str
    runbook: str
    at: str
    field: str
    de: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """In these plans every step of the list comes before the next one."""

    says: str
    runbook: str
    plans: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """What the plans A B C D say of a step: X, (X) or - each."""

    says: str
    runbook: str
    step: str
    number: str
    marks: str


def fact(
    says: str, place: str, *both: str, de: str | tuple[str, ...] = (), en: str | tuple[str, ...] = ()
) -> Fact:
    """A fact at ``runbook:step.field``; ``both`` are patterns that hold in either language."""
    runbook, where = place.split(":", 1)
    at, field = where.rsplit(".", 1)
    german = (de,) if isinstance(de, str) else de
    english = (en,) if isinstance(en, str) else en
    return Fact(says, RUNBOOKS[runbook], at, field, both + german, both + english)


def order(says: str, place: str, *steps: str) -> Order:
    """Steps that follow one another, in the plans of ``runbook:AB``; every one must be in every plan named."""
    runbook, plans = place.split(":")
    return Order(says, RUNBOOKS[runbook], plans, steps)


@cache
def book(name: str) -> Book:
    """A shipped runbook, loaded once."""
    return Library().load(name)[0]


def speak(name: str, language: Language) -> Runbook:
    """A shipped runbook in a language."""
    return book(name).speak(language)


def rendered(name: str, at: str, field: str, language: Language) -> str:
    """A field as people read it, without Markdown's marks, in one line.

    ``at`` is a step, ``plan/A``, ``question/size``, ``phase/build``, ``input/version`` or empty for the runbook.
    Raises KeyError or AttributeError if there is no such place.
    """
    text = _text(speak(name, language), at, field)
    return " ".join(re.sub(r"\*\*|`", "", text).split())


def _text(runbook: Runbook, at: str, field: str) -> str:
    kind, _, word = at.rpartition("/")
    if not at:
        source = runbook.source
        if field == "source":
            return f"{source.title} | {source.edition}" if source else ""
        return str(getattr(runbook, field))
    if kind == "plan":
        return str(getattr(runbook.plans[word], field))
    if kind == "input":
        return str(getattr(runbook.inputs[word], field))
    if kind == "phase":
        return str(getattr(next(phase for phase in runbook.phases if phase.id == word), field))
    if kind == "question":
        question = next(question for question in runbook.questions if question.id == word)
        if field == "answers":
            return " | ".join(f"{one.say} {one.refuse} {one.why}" for one in question.answers)
        return str(getattr(question, field))
    return _step_text(runbook.steps[at], field)


def _step_text(step: Step, field: str) -> str:
    if field in ("hints", "warnings"):
        notes: tuple[Note, ...] = getattr(step, field)
        return " | ".join(note.text for note in notes)
    if field == "links":
        return " | ".join(f"{link.title} {link.url}" for link in step.links)
    if field == "when":
        return " | ".join(f"{name}={','.join(values)}" for name, values in step.when.items())
    if field == "on":
        return " ".join(f"{plan}={machine}" for plan, machine in step.on.items())
    if field == "observe":
        return "" if step.observe is None else step.observe.title
    return str(getattr(step, field))
