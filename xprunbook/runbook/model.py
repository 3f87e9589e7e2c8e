"""The runbook as data: what a loaded, checked file means. Frozen; every text in one language.

The loader makes these objects and nobody changes them. A language sibling yields a second ``Runbook`` with
the same ids and other texts, so that faces and reports never merge languages themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeAlias

from xprunbook.base.language import Language

FORMAT: Final = 1
"""Version of the file format this program reads. Later versions only add."""

InputValue: TypeAlias = str | tuple[str, ...]
"""A value of an input: text, or a list of names for the type ``names``."""

Parameter: TypeAlias = "str | int | bool | tuple[Parameter, ...] | Mapping[str, Parameter] | None"
"""A parameter of a check or an action as written; ``${name}`` is not yet substituted."""


class Mark(StrEnum):
    """What a plan says of a step: the vendor's ``X`` and ``(X)``. A plan that says nothing has no mark."""

    MANDATORY = "X"
    OPTIONAL = "(X)"


class InputType(StrEnum):
    """What a value must look like."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes-no"
    HOST = "host"
    PORT = "port"
    PATH = "path"
    UNC_PATH = "unc-path"
    ACCOUNT = "account"
    NAMES = "names"
    SQL_INSTANCE = "sql-instance"


class SecretType(StrEnum):
    """``login`` is a name and a password, ``password`` a password alone."""

    LOGIN = "login"
    PASSWORD = "password"


class SecretScope(StrEnum):
    """Whom a stored secret belongs to: this run with the runs its steps are, or the user across runs."""

    RUN = "run"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Source:
    """The document the runbook was written after."""

    title: str
    edition: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One column of the table. ``colour`` names a colour of the theme (``plan-a`` ... ``plan-f``)."""

    id: str
    title: str
    short: str
    fits: str
    colour: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A role that a run binds to a host. ``host`` may hold ``${input}``; ``short`` is at most four cells."""

    id: str
    title: str
    short: str
    host: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the chooser: exactly one of ``plan``, ``next``, ``refuse`` and ``runbook`` says where it leads.

    ``runbook`` with ``plan`` leads to that plan of another runbook.
    """

    say: str
    plan: str = ""
    next: str = ""
    refuse: str = ""
    why: str = ""
    runbook: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the plan chooser."""

    id: str
    ask: str
    answers: tuple[Answer, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A value the admin gives. ``plans`` empty means every plan."""

    id: str
    type: InputType
    title: str
    help: str = ""
    example: str = ""
    default: InputValue | None = None
    choices: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret the run may need; the value never stands in a runbook or a record."""

    id: str
    type: SecretType
    title: str
    scope: SecretScope = SecretScope.RUN
    optional: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A hint or a warning. ``unconfirmed``: a fact the vendor has not confirmed; faces say so."""

    text: str
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A reference for people; the address is always shown as text."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Observation:
    """A value to be written down when the step is done."""

    type: InputType
    title: str
    help: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A use of a check or an action: the kind's name, its parameters as written, and where it stands.

    Two uses are equal wherever they stand in the file.
    """

    kind: str
    parameters: Mapping[str, Parameter]
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ChildRunbook:
    """Another runbook, by id. ``plans`` maps a plan here to the plan there; one that is absent is asked for."""

    id: str
    plans: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One row of the table, or one of its sub-steps.

    ``on`` and ``minutes`` map every plan the step is in; ``plans`` of a sub-step are its own or its parent's.
    ``minutes`` and ``undo_minutes`` are planned minutes. ``when`` maps inputs to the values that are right.
    ``no_return`` names the plans in which nobody goes back past this step. A sub-step takes over its parent's
    needs, conditions and origin, and its machine if it has none of its own.
    """

    id: str
    number: str
    title: str
    short: str
    plans: Mapping[str, Mark]
    parent: str = ""
    steps: tuple[Step, ...] = ()
    on: Mapping[str, str] = field(default_factory=dict)
    minutes: Mapping[str, int] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    do: str = ""
    hints: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    observe: Observation | None = None
    before: tuple[Use, ...] = ()
    action: Use | None = None
    after: tuple[Use, ...] = ()
    undo: str = ""
    undo_minutes: int = 0
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overwrites: str = ""
    ours: bool = False
    no_return: frozenset[str] = frozenset()
    runbook: ChildRunbook | None = None

    @property
    def uses(self) -> tuple[tuple[str, Use], ...]:
        """Its checks and its action by place (``before:0``, ``action``, ``after:1``), in the order they are done."""
        action = (("action", self.action),) if self.action else ()
        return (
            *((f"before:{at}", use) for at, use in enumerate(self.before)),
            *action,
            *((f"after:{at}", use) for at, use in enumerate(self.after)),
        )

    @property
    def leaf(self) -> bool:
        """Whether the step itself is ticked (it has no sub-steps)."""
        return not self.steps

    def leaves(self) -> tuple[Step, ...]:
        """The steps that are ticked: the sub-steps, or the step itself."""
        return self.steps or (self,)


@dataclass(frozen=True)
class Phase:
    """A stretch of the table. ``gate``: what must hold before the next phase; a person confirms it."""

    id: str
    title: str
    steps: tuple[Step, ...]
    gate: str = ""


@dataclass(frozen=True)
class Runbook:
    """A whole runbook in one language. ``on_failure``: checks for when an action ended badly."""

    id: str
    language: Language
    version: str
    title: str
    summary: str
    source: Source | None
    plans: Mapping[str, Plan]
    machines: Mapping[str, Machine]
    questions: tuple[Question, ...]
    inputs: Mapping[str, Input]
    secrets: Mapping[str, Secret]
    phases: tuple[Phase, ...]
    on_failure: tuple[Use, ...] = ()

    def rows(self) -> Iterator[tuple[Phase, Step]]:
        """Every step in order, a parent before its sub-steps, with its phase."""
        for phase in self.phases:
            for step in phase.steps:
                yield phase, step
                for child in step.steps:
                    yield phase, child

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """Every step and sub-step by id, in order."""
        return {step.id: step for _, step in self.rows()}

    @cached_property
    def phase_of(self) -> Mapping[str, Phase]:
        """The phase of every step and sub-step by the step's id."""
        return {step.id: phase for phase, step in self.rows()}

    def leaves(self, plan: str) -> tuple[Step, ...]:
        """The steps a person ticks in this plan, in order."""
        return tuple(step for _, step in self.rows() if step.leaf and plan in step.plans)

    def inputs_of(self, plan: str) -> tuple[Input, ...]:
        """The inputs this plan asks for."""
        return tuple(item for item in self.inputs.values() if not item.plans or plan in item.plans)


@dataclass(frozen=True)
class Book:
    """A runbook in all its languages, with the bytes it was read from.

    ``files`` maps the file name (without folder) to its exact bytes: the main file first, then the siblings.
    ``main`` is the language of the main file; ``path`` the main file's own path, empty for a shipped runbook and for
    one that was recorded with a run.
    """

    main: Language
    languages: Mapping[Language, Runbook]
    files: Mapping[str, bytes]
    path: str = field(default="", compare=False)

    @property
    def id(self) -> str:
        """The runbook's id."""
        return self.languages[self.main].id

    def speak(self, language: Language) -> Runbook:
        """The runbook in the language, or in its main language if it has no such sibling."""
        return self.languages.get(language, self.languages[self.main])
