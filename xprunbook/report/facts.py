"""The report as data: everything a completed runbook says, in one language, before it is set as HTML or JSON.

Frozen. Codes stay codes (``code``, ``state``, ``mark``), words stand beside them; times are UTC seconds, 0.0
where there is none; every text already passed the text gate and the redactor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from xprunbook.base.language import Language
from xprunbook.report.markdown import Block, Span
from xprunbook.run.contract import Finding
from xprunbook.run.record import Record
from xprunbook.run.state import DECIDED, Intent, KeptFile, Remark, StepState
from xprunbook.run.verify import Verification
from xprunbook.runbook.model import InputValue


@dataclass(frozen=True, slots=True)
class Named:
    """A code and its words in the report's language."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Value:
    """An input and its value; ``shown`` is the value as people read it."""

    code: str
    words: str
    value: InputValue
    shown: str


@dataclass(frozen=True, slots=True)
class EarlierValue:
    """A step was done with ``then``; the input has the value ``now`` (None: none) since."""

    then: Value
    now: Value | None


@dataclass(frozen=True, slots=True)
class PlanFact:
    """One column of the table; ``colour`` is one of ``plan-a`` ... ``plan-f``."""

    id: str
    title: str
    fits: str
    colour: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting of a person at the run; ``how`` is how it ended, empty if it did not."""

    person: str
    company: str
    account: str
    host: str
    here: Named
    began: float
    ended: float
    seconds: float
    how: Named


@dataclass(frozen=True, slots=True)
class Person:
    """A person who worked on the run, with every account and host they sat at."""

    name: str
    company: str
    accounts: tuple[str, ...]
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MachineFact:
    """A role, its host, and on which hosts someone sat who said "this machine is that one"."""

    id: str
    title: str
    short: str
    host: str
    sat_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteFact:
    """A hint or a warning of the runbook."""

    spans: tuple[Span, ...]
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class LinkFact:
    """A reference of the runbook; the address is text, never a live link."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class CheckFact:
    """The newest result of one check of a step. ``details``: lines below its sentence; ``code`` names the sentence."""

    place: str
    kind: str
    result: Named
    sentence: str
    identity: str
    at: float
    details: tuple[str, ...] = ()
    code: str = ""

    @property
    def contradicts(self) -> bool:
        """Whether it speaks against a tick. The look of an action does not: it tells what the action would do; nor does
        a check that was only asked for on another machine."""
        return (
            self.place.startswith(("before:", "after:"))
            and self.result.code in _AGAINST
            and self.code not in _ELSEWHERE
        )

    @property
    def label(self) -> str:
        """The key of what it is called: a check, or what was looked at when the action ended badly."""
        return "check-failure" if self.place.startswith("failure:") else "check"

    @property
    def words(self) -> str:
        """What came out, and the sentence; what was found after a failure is no verdict of its own."""
        verdict = "" if self.place.startswith("failure:") else f"{self.result.words}. "
        return f"{self.kind}: {verdict}{self.sentence}".strip()


_AGAINST: Final = (str(Finding.NEEDED), str(Finding.BLOCKED))
_ELSEWHERE: Final = ("automation.other-machine", "automation.which-machine")


@dataclass(frozen=True, slots=True)
class ChildFact:
    """A step that is a run of another runbook: which, and how it ended."""

    runbook: str
    plan: str
    run: str
    closing: Named
    code: str


@dataclass(frozen=True, slots=True)
class StepFact:
    """One row of the table: what was to do, and what the record says of it.

    ``marks`` maps plans to ``X`` or ``(X)``; ``mark`` is the active plan's, empty outside it. ``missing``:
    needs and gates that did not hold when it was ticked. ``file``: the answer file a tick came from.
    """

    id: str
    number: str
    title: str
    parent: str
    leaf: bool
    marks: Mapping[str, str]
    mark: str
    ours: bool
    no_return: bool
    where: Named
    where_short: str
    minutes: int
    state: Named
    at: float
    person: str
    reason: str
    file: str
    proven: bool
    by_action: bool
    criterion: Value | None
    missing: tuple[Named, ...]
    values: tuple[Value, ...]
    earlier: tuple[EarlierValue, ...]
    observe: str
    observed: InputValue | None
    notes: tuple[Remark, ...]
    owner: str
    due: str
    checks: tuple[CheckFact, ...]
    intent: Intent | None
    sentence: str
    output: str
    kept: tuple[KeptFile, ...]
    child: ChildFact | None
    reopened: int
    undone: bool
    undo_left: bool
    do: tuple[Block, ...]
    hints: tuple[NoteFact, ...]
    warnings: tuple[NoteFact, ...]
    links: tuple[LinkFact, ...]
    overwrites: str
    undo: tuple[Block, ...]

    @property
    def in_plan(self) -> bool:
        """Whether the active plan has the step."""
        return bool(self.mark)

    @property
    def against(self) -> tuple[CheckFact, ...]:
        """The checks whose newest result speaks against it, if it is done all the same."""
        done = self.state.code == StepState.DONE
        return tuple(check for check in self.checks if done and check.contradicts)

    @property
    def touched(self) -> bool:
        """Whether the record says anything of the step itself."""
        return bool(self.at or self.notes or self.checks or self.observed is not None or self.child)


@dataclass(frozen=True, slots=True)
class GateFact:
    """A gate: what had to hold, who confirmed it, and the code to write down (empty while not passed)."""

    text: tuple[Block, ...]
    at: float
    person: str
    note: str
    code: str
    open_steps: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class PhaseFact:
    """A stretch of the table."""

    id: str
    title: str
    gate: GateFact | None
    steps: tuple[StepFact, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something beside the plan: ``code`` names it (an event's code), the sentence tells it."""

    code: str
    at: float
    person: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """A record, its sentence, and what the sentence does not say: pairs of a label and a text."""

    record: Record
    sentence: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file of the runbook: the hash the record holds, and of the bytes at hand (empty: not at hand)."""

    name: str
    recorded: str
    found: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the record is worth as proof.

    ``head`` is the hash of the last good record, ``given`` the code that was compared (empty: none),
    ``unknown`` are records of this run that this version cannot read.
    """

    found: Verification
    head: str
    given: str
    unknown: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Below:
    """The run that a step was carried out as: its report, or (None) why it cannot be read."""

    step: str
    run: str
    report: Report | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The completed runbook. ``closing`` has an empty code while the run is unfinished."""

    language: Language
    zone: tzinfo | None
    made_at: float
    maker_version: str
    run: str
    parent_run: str
    parent_step: str
    practice: bool
    allow_file_ticks: bool
    title: str
    runbook: str
    runbook_version: str
    runbook_found: bool
    source: str
    source_edition: str
    source_url: str
    tool_versions: tuple[str, ...]
    files: tuple[FileFact, ...]
    plan: PlanFact
    plans: tuple[PlanFact, ...]
    closing: Named
    closing_reason: str
    going_back: bool
    past_no_return: bool
    opened_at: float
    last_at: float
    closed_at: float
    worked: float
    window_end: float | None
    decided: int
    total: int
    people: tuple[Person, ...]
    sittings: tuple[Sitting, ...]
    here: Named
    machines: tuple[MachineFact, ...]
    inputs: tuple[Value, ...]
    notes: tuple[Remark, ...]
    happenings: tuple[Happening, ...]
    phases: tuple[PhaseFact, ...]
    log: tuple[LogLine, ...]
    evidence: Evidence
    below: tuple[Below, ...] = ()

    def whole(self) -> Iterator[Report]:
        """This report and those of all runs below, each before its own."""
        yield self
        for part in self.below:
            if part.report is not None:
                yield from part.report.whole()

    def steps_decided(self) -> tuple[int, int]:
        """Decided and all steps; a step that is a run counts as the steps of that run."""
        decided, total = self.decided, self.total
        states = {step.id: step for step in self.steps() if step.leaf and step.in_plan}
        for part in self.below:
            row = states.get(part.step)
            if row is None or part.report is None:
                continue
            below, all_below = part.report.steps_decided()
            over = row.state.code in DECIDED
            decided += (all_below if over else below) - over
            total += all_below - 1
        return decided, total

    def steps(self) -> Iterator[StepFact]:
        """Every row in order."""
        for phase in self.phases:
            yield from phase.steps

    def rows_in(self, state: str) -> tuple[StepFact, ...]:
        """The ticked rows of the active plan that are in this state."""
        return tuple(step for step in self.steps() if step.leaf and step.in_plan and step.state.code == state)

    @property
    def deviations(self) -> tuple[StepFact, ...]:
        """Mandatory steps that were left out."""
        return self.rows_in("deviation")

    @property
    def duties(self) -> tuple[StepFact, ...]:
        """Steps that someone still has to do."""
        return self.rows_in("deferred")

    @property
    def changed_files(self) -> tuple[str, ...]:
        """Names of the runbook's files that are not, or no longer, those the record names."""
        return tuple(file.name for file in self.files if file.found != file.recorded)
