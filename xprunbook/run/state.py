"""The state of a run: what all its records add up to. Frozen; ``evolve`` makes the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from xprunbook.runbook.model import InputValue


class StepState(StrEnum):
    """A step's state. The value is the code in exports; every face has a word for each."""

    OPEN = "open"
    RUNNING = "running"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed-out"
    IN_DOUBT = "in-doubt"
    DONE = "done"
    SKIPPED = "skipped"
    DEVIATION = "deviation"
    NOT_APPLICABLE = "not-applicable"
    DEFERRED = "deferred"


DECIDED = frozenset({StepState.DONE, StepState.SKIPPED, StepState.DEVIATION, StepState.NOT_APPLICABLE})
"""States in which nothing more is to do. A deferred step stays a duty."""


class Closing(StrEnum):
    """How a run ended."""

    COMPLETED = "completed"
    WITH_DUTIES = "completed-with-duties"
    GONE_BACK = "gone-back"
    ABANDONED = "abandoned"


CARRIED_THROUGH = frozenset({Closing.COMPLETED, Closing.WITH_DUTIES})
"""Ways to end a run that mean: it was done."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A note as it was made."""

    text: str
    at: float
    person: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The newest result of one check of a step; ``code`` names its sentence, empty where the record does not."""

    kind: str
    result: str
    sentence: str
    identity: str
    at: float
    details: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """An action under way, or one that a crash left without an outcome."""

    kind: str
    digest: str
    summary: str
    at: float
    pid: int = 0
    process_started: str = ""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What an action kept before it changed something; see the event ``Kept``."""

    of: str
    sha256: str
    size: int
    file: str = ""


@dataclass(frozen=True, slots=True)
class StepStatus:
    """What the record says of one step.

    ``at`` and ``person`` belong to the newest change of ``state``. ``asked_open``: reopened by a person, so
    that a criterion which does not hold no longer closes it.
    """

    state: StepState = StepState.OPEN
    at: float = 0.0
    person: str = ""
    reason: str = ""
    source: str = ""
    proven: bool = False
    missing: tuple[str, ...] = ()
    values: Mapping[str, InputValue] = field(default_factory=dict)
    observed: InputValue | None = None
    notes: tuple[Remark, ...] = ()
    owner: str = ""
    due: str = ""
    asked_open: bool = False
    undone: bool = False
    undo_left: bool = False
    checks: Mapping[str, CheckResult] = field(default_factory=dict)
    intent: Intent | None = None
    sentence: str = ""
    output: str = ""
    checkpoint: Mapping[str, Any] = field(default_factory=dict)
    child_run: str = ""
    child_closing: str = ""
    reopened: int = 0
    kept: tuple[KeptFile, ...] = ()


@dataclass(frozen=True, slots=True)
class GateStatus:
    """A gate that was passed; ``head`` is the hash of its record, the base of the code to write down."""

    at: float
    person: str
    note: str
    head: str
    open_steps: tuple[str, ...] = ()
    source: str = "person"


@dataclass(frozen=True, slots=True)
class Session:
    """One sitting of a person at the run. ``seconds`` counts up to its last record."""

    person: str
    company: str
    account: str
    host: str
    here: str
    began: float
    seconds: float = 0.0
    ended: str = ""


@dataclass(frozen=True, slots=True)
class RunState:
    """A run after record ``seq`` (counted from 0); ``head`` is that record's hash, empty before the first."""

    run: str = ""
    runbook: str = ""
    runbook_version: str = ""
    title: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    plan: str = ""
    inputs: Mapping[str, InputValue] = field(default_factory=dict)
    person: str = ""
    company: str = ""
    here: str = ""
    practice: bool = False
    allow_file_ticks: bool = False
    parent_run: str = ""
    parent_step: str = ""
    runbook_path: str = ""
    window_end: float | None = None
    steps: Mapping[str, StepStatus] = field(default_factory=dict)
    gates: Mapping[str, GateStatus] = field(default_factory=dict)
    notes: tuple[Remark, ...] = ()
    sessions: tuple[Session, ...] = ()
    going_back: bool = False
    past_no_return: bool = False
    closing: Closing | None = None
    closing_reason: str = ""
    opened_at: float = 0.0
    closed_at: float = 0.0
    seq: int = -1
    head: str = ""
    last_utc: float = 0.0
    session_mono: float = 0.0
    session_boot: str = ""

    def status(self, step: str) -> StepStatus:
        """What the record says of a step; untouched ones are open."""
        return self.steps.get(step, _UNTOUCHED)

    @property
    def in_session(self) -> bool:
        """Whether the newest session has not ended (in order)."""
        return bool(self.sessions) and not self.sessions[-1].ended

    @property
    def worked(self) -> float:
        """Seconds of working time up to the last record."""
        return sum(session.seconds for session in self.sessions)


_UNTOUCHED = StepStatus()
