"""Runs of the small runbook at telling moments, for dialogs and screens."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from tests.tui.stage import run_of, small_book
from xprunbook.base.language import Language
from xprunbook.run import commands as c
from xprunbook.run.view import RunView
from xprunbook.runbook.model import InputValue, Link, Note, Runbook

INPUTS: Final[dict[str, InputValue]] = {
    "web_server": "WEB01",
    "db_server": "DB01",
    "database": "yes",
    "ring": "all",
}

_PREPARED: Final = (
    c.Tick("announce"),
    c.Tick("backup-files", observed="\\\\nas\\backup"),
    c.Tick("backup-database"),
)


@cache
def fresh(language: Language = "de") -> RunView:
    """Plan B, one step done."""
    return run_of(small_book().speak(language), "B", c.Tick("backup-database"), inputs=INPUTS)


@cache
def prepared(language: Language = "de") -> RunView:
    """The first phase is done but for an optional step; its gate waits."""
    return run_of(small_book().speak(language), "B", *_PREPARED, c.Tick("install"), inputs=INPUTS)


@cache
def going_back(language: Language = "de") -> RunView:
    """On the way back."""
    return run_of(
        small_book().speak(language), "B", *_PREPARED, c.Tick("install"), c.GoBack("broken"), inputs=INPUTS
    )


@cache
def live(language: Language = "de") -> RunView:
    """Past the point of no return."""
    return run_of(small_book().speak(language), "B", c.Tick("install"), c.Tick("go-live"), inputs=INPUTS)


@cache
def over(language: Language = "de") -> RunView:
    """Everything mandatory is done or deferred."""
    return run_of(
        small_book().speak(language),
        "B",
        *_PREPARED,
        c.PassGate("prepare"),
        c.Tick("install"),
        c.Tick("restart"),
        c.Tick("go-live"),
        c.Defer("smoke-test", "", "Bob", "tomorrow"),
        inputs=INPUTS,
    )


def hostile(text: str) -> RunView:
    """A run in which every text is this one: titles, warnings, notes, values, gates."""
    book = small_book().speak("de")
    note = Note(text, unconfirmed=True)

    def poison(step_id: str) -> dict[str, object]:
        return {
            "title": text,
            "short": text,
            "do": f"{text}\n\n- {text}\n\n1. {text}",
            "warnings": (note,),
            "hints": (note,),
            "links": (Link(text, text),),
            "undo": text,
            "overwrites": text,
        }

    phases = tuple(
        replace(
            phase,
            title=text,
            gate=text,
            steps=tuple(
                replace(
                    step,
                    **poison(step.id),  # type: ignore[arg-type]
                    steps=tuple(replace(child, **poison(child.id)) for child in step.steps),  # type: ignore[arg-type]
                    observe=replace(step.observe, title=text, help=text) if step.observe else None,
                )
                for step in phase.steps
            ),
        )
        for phase in book.phases
    )
    runbook: Runbook = replace(
        book,
        title=text,
        summary=text,
        phases=phases,
        plans={name: replace(plan, title=text, fits=text) for name, plan in book.plans.items()},
        machines={name: replace(machine, title=text, host=text) for name, machine in book.machines.items()},
        inputs={
            name: replace(item, title=text, help=text, example=text) for name, item in book.inputs.items()
        },
        questions=tuple(
            replace(
                question,
                ask=text,
                help=text,
                answers=tuple(replace(answer, say=text, why=text) for answer in question.answers),
            )
            for question in book.questions
        ),
    )
    return run_of(
        runbook,
        "B",
        c.AddNote(text or "x", "install"),
        c.Tick("backup-database", text),
        c.Tick("install", text),
        c.Skip("check-space", text),
        inputs={**INPUTS, "web_server": text},
    )
