"""The runbook format, field by field: the one place that says which fields there are and what they may hold.

Everything else derives from here: the reader, the language siblings, the JSON Schema.
"""

from __future__ import annotations

from typing import Final

from xprunbook.base.language import LANGUAGES
from xprunbook.runbook.model import FORMAT, InputType, Mark, SecretScope, SecretType
from xprunbook.runbook.shapes import (
    Default,
    Either,
    Field,
    Flag,
    ListOf,
    MapOf,
    OneOf,
    Parameters,
    Record,
    Reference,
    Text,
    Url,
    Whole,
    Word,
    Words,
)

MAX_PLANS: Final = 8
SHORT_STEP: Final = 32
SHORT_PLAN: Final = 14
SHORT_MACHINE: Final = 4
MAX_MINUTES: Final = 10_080

_KEBAB: Final = r"[a-z0-9][a-z0-9-]{0,63}"
_SNAKE: Final = r"[a-z][a-z0-9_]{0,63}"
KIND_PATTERN: Final = r"[a-z][a-z0-9-]{0,40}(?:\.[a-z][a-z0-9-]{0,40}){1,3}"

RUNBOOK_ID: Final = Word("runbook", _KEBAB)
PLAN_ID: Final = Word("plan", r"[A-Za-z0-9]{1,3}")
MACHINE_ID: Final = Word("machine", _SNAKE)
INPUT_ID: Final = Word("input", _SNAKE)
SECRET_ID: Final = Word("secret", _SNAKE)
PHASE_ID: Final = Word("phase", _KEBAB)
STEP_ID: Final = Word("step", _KEBAB)
QUESTION_ID: Final = Word("question", _KEBAB)
KIND: Final = Word("kind", KIND_PATTERN)

PLAN: Final = Reference("plan")
MACHINE: Final = Reference("machine")
STEP: Final = Reference("step")
QUESTION: Final = Reference("question")
INPUT: Final = Reference("input")

LINE: Final = Text()
FILLED: Final = Text(fills=True)
MARKDOWN: Final = Text(lines=True, fills=True)
PROSE: Final = Text(lines=True)

_TYPES: Final = OneOf(tuple(InputType))
_CHOICES: Final = ListOf(LINE)
_USE: Final = MapOf(KIND, Parameters(), at_most=1)


def _record(name: str, docs: str, key: str = "", **fields: Field) -> Record:
    return Record(name, docs, fields, key)


SOURCE: Final = _record(
    "source",
    "The document the runbook was written after.",
    title=Field(LINE, "Title of the document.", required=True, words=Words.MAY),
    edition=Field(LINE, "Edition, version or date of the document.", words=Words.MAY),
    url=Field(Url(), "Where the document is found."),
)

PLAN_FIELDS: Final = _record(
    "plan",
    "One column of the table: a way to do the whole job.",
    title=Field(LINE, "What the plan is called.", required=True, words=Words.ALL),
    short=Field(Text(cells=SHORT_PLAN), f"The title in at most {SHORT_PLAN} cells.", words=Words.OWN),
    fits=Field(PROSE, "For whom the plan is right.", words=Words.ALL),
    colour=Field(Word("colour", _KEBAB), "Name of a colour of the theme, for example plan-a."),
)

MACHINE_FIELDS: Final = _record(
    "machine",
    "A role; a run binds it to a host.",
    title=Field(LINE, "What the machine is called.", required=True, words=Words.ALL),
    short=Field(Text(cells=SHORT_MACHINE), f"The title in at most {SHORT_MACHINE} cells.", words=Words.OWN),
    host=Field(FILLED, "The host, usually an input: ${name}."),
)

_OTHER_PLAN: Final = Word("plan", PLAN_ID.pattern)

GOAL: Final = _record(
    "goal",
    "Another runbook and one of its plans.",
    id=Field(RUNBOOK_ID, "Id of the other runbook.", required=True),
    plan=Field(_OTHER_PLAN, "Its plan; without it its own questions choose."),
)

ANSWER: Final = _record(
    "answer",
    "One answer; exactly one of plan, next, refuse and runbook says where it leads.",
    say=Field(LINE, "The words of the answer.", required=True, words=Words.ALL),
    plan=Field(PLAN, "The plan this answer leads to."),
    runbook=Field(GOAL, "The plan of another runbook this answer leads to."),
    next=Field(QUESTION, "The question that comes next."),
    refuse=Field(PROSE, "Why there is no plan for this answer.", words=Words.ALL),
    why=Field(PROSE, "Why this answer leads there; shown with the plan.", words=Words.ALL),
)

QUESTION_FIELDS: Final = _record(
    "question",
    "One question of the plan chooser; the first one of the list is asked first.",
    key="id",
    id=Field(QUESTION_ID, "Id of the question.", required=True),
    ask=Field(LINE, "The question.", required=True, words=Words.ALL),
    help=Field(PROSE, "How to find the answer.", words=Words.ALL),
    answers=Field(ListOf(ANSWER), "The answers to choose from.", required=True, words=Words.ALL),
)

INPUT_FIELDS: Final = _record(
    "input",
    "A value the admin gives; ${name} stands for it in texts, hosts and parameters.",
    type=Field(_TYPES, "What the value must look like.", required=True),
    title=Field(LINE, "What is asked for.", required=True, words=Words.ALL),
    help=Field(PROSE, "How to find the value.", words=Words.ALL),
    example=Field(LINE, "A value that would fit.", words=Words.MAY),
    default=Field(Default(), "The value if nothing is given."),
    choices=Field(_CHOICES, "The values to choose from; for the type choice."),
    plans=Field(ListOf(PLAN), "The plans that need the input; without it every plan does."),
)

SECRET_FIELDS: Final = _record(
    "secret",
    "A secret the run may need; its value never stands in a file.",
    type=Field(OneOf(tuple(SecretType)), "login is a name and a password.", required=True),
    title=Field(LINE, "What is asked for.", required=True, words=Words.ALL),
    scope=Field(OneOf(tuple(SecretScope)), "Whom the secret belongs to: this run, or the user across runs."),
    optional=Field(Flag(), "Whether the run goes on without it."),
    help=Field(PROSE, "Which secret is meant, and what it must be allowed to do.", words=Words.ALL),
)

NOTE: Final = _record(
    "note",
    "A hint or warning with a mark.",
    text=Field(MARKDOWN, "The text.", required=True, words=Words.ALL),
    unconfirmed=Field(Flag(), "The vendor has not confirmed it."),
)

LINK: Final = _record(
    "link",
    "A reference for people.",
    title=Field(FILLED, "What is found there.", required=True, words=Words.ALL),
    url=Field(Url(), "The address, http or https.", required=True, words=Words.MAY),
)

OBSERVE: Final = _record(
    "observe",
    "A value to be written down when the step is done.",
    type=Field(_TYPES, "What the value must look like.", required=True),
    title=Field(FILLED, "What is written down.", required=True, words=Words.ALL),
    help=Field(MARKDOWN, "Where to read the value.", words=Words.ALL),
    example=Field(LINE, "A value that would fit.", words=Words.MAY),
    choices=Field(_CHOICES, "The values to choose from; for the type choice."),
)

CHILD: Final = _record(
    "child",
    "The step is a run of another runbook.",
    id=Field(RUNBOOK_ID, "Id of the other runbook.", required=True),
    plan=Field(
        Either(scalar=_OTHER_PLAN, entries=MapOf(PLAN, _OTHER_PLAN)),
        "Its plan, or one by plan; without it its own questions choose.",
    ),
)

_NOTES: Final = ListOf(Either(scalar=MARKDOWN, entries=NOTE))
_PLANS: Final = MapOf(PLAN, OneOf(tuple(Mark)))
_MINUTES: Final = Whole(0, MAX_MINUTES)


def _step_fields(plans_required: bool) -> dict[str, Field]:
    return {
        "id": Field(STEP_ID, "Id of the step; it never changes, records refer to it.", required=True),
        "number": Field(LINE, "Number for people, as in the source document."),
        "plans": Field(
            _PLANS, "X mandatory, (X) optional; a plan that is absent does not have the step.", plans_required
        ),
        "title": Field(FILLED, "What is done.", required=True, words=Words.ALL),
        "short": Field(
            Text(fills=True, cells=SHORT_STEP), f"The title in at most {SHORT_STEP} cells.", words=Words.OWN
        ),
        "on": Field(
            Either(scalar=MACHINE, entries=MapOf(PLAN, MACHINE)), "The machine it is done on, or one by plan."
        ),
        "minutes": Field(
            Either(scalar=_MINUTES, entries=MapOf(PLAN, _MINUTES)), "Planned minutes, or a number by plan."
        ),
        "needs": Field(ListOf(STEP), "Steps that should be done before; a warning, never a lock."),
        "when": Field(
            MapOf(INPUT, Either(scalar=LINE, items=ListOf(LINE))),
            "Values of yes-no and choice inputs, one or several each; all must hold, else not applicable.",
        ),
        "do": Field(MARKDOWN, "What a person does; Markdown.", words=Words.ALL),
        "hints": Field(_NOTES, "What helps.", words=Words.ALL),
        "warnings": Field(
            _NOTES, "What goes wrong otherwise; must be read before the step.", words=Words.ALL
        ),
        "links": Field(ListOf(LINK), "References for people.", words=Words.ALL),
        "observe": Field(OBSERVE, "A value to be written down, not just a tick.", words=Words.ALL),
        "before": Field(ListOf(_USE), "Checks; a failing one blocks the automation only."),
        "action": Field(_USE, "What can be done automatically: one kind and its parameters."),
        "after": Field(ListOf(_USE), "Checks that prove the step."),
        "undo": Field(MARKDOWN, "How a person goes back; Markdown.", words=Words.ALL),
        "undo_minutes": Field(_MINUTES, "Planned minutes of going back."),
        "overwrites": Field(FILLED, "What is destroyed, and where; asked for by name.", words=Words.ALL),
        "origin": Field(OneOf(("ours",)), "ours: the step is not in the source document."),
        "point_of_no_return": Field(
            Either(scalar=Flag(only_true=True), items=ListOf(PLAN)),
            "Nobody goes back past this step; true for every plan, or a list of plans.",
        ),
        "runbook": Field(CHILD, "The step is a run of another runbook."),
    }


SUBSTEP: Final = Record("substep", "A part of a step.", _step_fields(plans_required=False), "id")

STEP_FIELDS: Final = Record(
    "step",
    "One row of the table.",
    {
        **_step_fields(plans_required=True),
        "steps": Field(
            ListOf(SUBSTEP, "id"), "Sub-steps; the state of the step follows from theirs.", words=Words.ALL
        ),
    },
    "id",
)

LEAF_FIELDS: Final = (
    "minutes",
    "observe",
    "before",
    "action",
    "after",
    "undo",
    "undo_minutes",
    "overwrites",
    "point_of_no_return",
    "runbook",
)
"""Fields a step with sub-steps must not have: they belong to what is ticked."""

PHASE_FIELDS: Final = _record(
    "phase",
    "A stretch of the table.",
    key="id",
    id=Field(PHASE_ID, "Id of the phase.", required=True),
    title=Field(FILLED, "What the phase is called.", required=True, words=Words.ALL),
    gate=Field(MARKDOWN, "What must hold before the next phase; a person confirms it.", words=Words.ALL),
    steps=Field(ListOf(STEP_FIELDS, "id"), "The steps in order.", required=True, words=Words.ALL),
)

RUNBOOK: Final = _record(
    "runbook",
    "A runbook of xprunbook.",
    format=Field(Whole(FORMAT, FORMAT), "Version of the format.", required=True),
    id=Field(RUNBOOK_ID, "Id of the runbook; it never changes.", required=True),
    language=Field(OneOf(LANGUAGES), "Language of the texts in this file.", required=True),
    version=Field(LINE, "Version of the runbook.", required=True),
    title=Field(LINE, "What the job is called.", required=True, words=Words.ALL),
    summary=Field(PROSE, "What the job is, in one or two sentences.", words=Words.ALL),
    source=Field(SOURCE, "The document the runbook was written after.", words=Words.MAY),
    plans=Field(
        MapOf(PLAN_ID, PLAN_FIELDS, at_most=MAX_PLANS),
        "The columns of the table.",
        words=Words.ALL,
    ),
    machines=Field(MapOf(MACHINE_ID, MACHINE_FIELDS), "The machines a step is done on.", words=Words.ALL),
    choose=Field(ListOf(QUESTION_FIELDS, "id"), "Questions that lead to a plan.", words=Words.ALL),
    inputs=Field(MapOf(INPUT_ID, INPUT_FIELDS), "Values the admin gives.", words=Words.ALL),
    secrets=Field(MapOf(SECRET_ID, SECRET_FIELDS), "Secrets the run may need.", words=Words.ALL),
    on_failure=Field(
        ListOf(_USE),
        "Checks that are looked at when an action ended badly on this machine; they change nothing.",
    ),
    phases=Field(ListOf(PHASE_FIELDS, "id"), "The table, top to bottom.", words=Words.ALL),
)

SIBLING_HEAD: Final = ("format", "id", "language")
"""What a language sibling repeats of the main file, besides ids and texts."""
