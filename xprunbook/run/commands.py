"""What a person can ask of a run: one frozen class a command. Faces send them, ``decide`` answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Final

from xprunbook.run.state import StepState as S
from xprunbook.runbook.model import InputValue


class Verb(StrEnum):
    """The name of a command, stable for scripts, key maps and documentation."""

    TICK = "tick"
    SKIP = "skip"
    DEVIATE = "deviate"
    NOT_APPLICABLE = "not-applicable"
    DEFER = "defer"
    REOPEN = "reopen"
    RUN = "run"
    CANCEL = "cancel"
    SETTLE = "settle"
    NOTE = "note"
    OBSERVE = "observe"
    UNDO = "undo"
    PASS_GATE = "pass-gate"
    CHANGE_PLAN = "change-plan"
    SET_INPUT = "set-input"
    SET_HERE = "set-here"
    SET_WINDOW = "set-window"
    HAND_OVER = "hand-over"
    GO_BACK = "go-back"
    GO_FORWARD = "go-forward"
    RECORD_EXPORT = "record-export"
    START_CHILD = "start-child"
    CLOSE_CHILD = "close-child"
    LEAVE = "leave"
    CLOSE = "close"


class Rule(StrEnum):
    """What a command needs besides the right state."""

    FREE = "free"
    REASON = "reason"
    REASON_AFTER_SLIP = "reason-after-slip"  #: a reason, but none within ``SLIP_SECONDS``
    OPTIONAL = "optional-only"
    MANDATORY = "mandatory-only, reason"


SLIP_SECONDS: Final = 30
"""A tick taken back within this time is a slip of the finger and needs no reason."""

_LEAVE_OUT: Final = {Verb.SKIP: Rule.OPTIONAL, Verb.DEVIATE: Rule.MANDATORY}
_AFTER_ACTION: Final = {Verb.RUN: Rule.FREE, Verb.TICK: Rule.REASON, **_LEAVE_OUT, Verb.REOPEN: Rule.FREE}
_BACK: Final = {Verb.REOPEN: Rule.FREE}

TABLE: Final[Mapping[S, Mapping[Verb, Rule]]] = {
    S.OPEN: {
        Verb.TICK: Rule.FREE,
        **_LEAVE_OUT,
        Verb.NOT_APPLICABLE: Rule.REASON,
        Verb.DEFER: Rule.FREE,
        Verb.RUN: Rule.FREE,
    },
    S.RUNNING: {Verb.CANCEL: Rule.FREE},
    S.FAILED: _AFTER_ACTION,
    S.CANCELLED: _AFTER_ACTION,
    S.TIMED_OUT: _AFTER_ACTION,
    S.IN_DOUBT: {Verb.SETTLE: Rule.REASON},
    S.DONE: {Verb.REOPEN: Rule.REASON_AFTER_SLIP},
    S.SKIPPED: _BACK,
    S.DEVIATION: _BACK,
    S.NOT_APPLICABLE: _BACK,
    S.DEFERRED: {Verb.TICK: Rule.FREE, Verb.REOPEN: Rule.FREE},
}
"""State x command: what may be asked of a step in each state. Faces, tests and documentation derive from it.
"""


PERSON: Final = "person"
"""The source of what a person says here and now."""

_FROM_FILE: Final = "from file "


def from_file(name: str) -> str:
    """The source of an answer that stands in a file: ``from file NAME``. No file can call itself a person."""
    return f"{_FROM_FILE}{name}"


def file_of(source: str) -> str:
    """The name of the answer file; empty for a person and for an action."""
    return "" if source in ("", PERSON, "action") else source.removeprefix(_FROM_FILE)


@dataclass(frozen=True, slots=True)
class Command:
    """Base of all commands. ``source``: ``person``, or what ``from_file`` makes of the answer file's name."""

    verb: ClassVar[Verb]
    source: str = field(default=PERSON, kw_only=True)


@dataclass(frozen=True, slots=True)
class StepCommand(Command):
    """A command on one step; ``reason`` is empty where none is needed."""

    step: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Tick(StepCommand):
    """The step is done, says a person, or an answer file that may say so."""

    verb: ClassVar[Verb] = Verb.TICK
    observed: InputValue | None = None


@dataclass(frozen=True, slots=True)
class Skip(StepCommand):
    """Leave out an optional step."""

    verb: ClassVar[Verb] = Verb.SKIP


@dataclass(frozen=True, slots=True)
class Deviate(StepCommand):
    """Leave out a mandatory step."""

    verb: ClassVar[Verb] = Verb.DEVIATE


@dataclass(frozen=True, slots=True)
class FindNotApplicable(StepCommand):
    """The criterion does not hold here."""

    verb: ClassVar[Verb] = Verb.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Defer(StepCommand):
    """Later: ``owner`` does it by ``due`` (free text)."""

    verb: ClassVar[Verb] = Verb.DEFER
    owner: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Reopen(StepCommand):
    """Make the step open again."""

    verb: ClassVar[Verb] = Verb.REOPEN


@dataclass(frozen=True, slots=True)
class Run(StepCommand):
    """Carry the step's action out: the plan with this digest, which was shown. The engine asks this, not a
    face."""

    verb: ClassVar[Verb] = Verb.RUN
    kind: str = ""
    digest: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Settle(StepCommand):
    """Settle a step in doubt; ``verdict`` is ``happened``, ``did-not-happen`` or ``again``."""

    verb: ClassVar[Verb] = Verb.SETTLE
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class AddNote(Command):
    """A note on a step, or on the run (``step`` empty)."""

    verb: ClassVar[Verb] = Verb.NOTE
    text: str
    step: str = ""


@dataclass(frozen=True, slots=True)
class Observe(Command):
    """Write a value down for a step without ticking it."""

    verb: ClassVar[Verb] = Verb.OBSERVE
    step: str
    value: InputValue


@dataclass(frozen=True, slots=True)
class PassGate(Command):
    """Confirm the gate at the end of a phase."""

    verb: ClassVar[Verb] = Verb.PASS_GATE
    phase: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChangePlan(Command):
    """Go on by another plan."""

    verb: ClassVar[Verb] = Verb.CHANGE_PLAN
    plan: str
    reason: str


@dataclass(frozen=True, slots=True)
class SetInput(Command):
    """Give an input a value; a value that replaces another one needs a reason."""

    verb: ClassVar[Verb] = Verb.SET_INPUT
    name: str
    value: InputValue
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetHere(Command):
    """Say which role this machine has; empty: none."""

    verb: ClassVar[Verb] = Verb.SET_HERE
    here: str


@dataclass(frozen=True, slots=True)
class SetWindow(Command):
    """Set the end of the maintenance window (UTC seconds), or take it away."""

    verb: ClassVar[Verb] = Verb.SET_WINDOW
    end: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HandOver(Command):
    """Another person goes on."""

    verb: ClassVar[Verb] = Verb.HAND_OVER
    person: str
    company: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class GoBack(Command):
    """Enter the mode in which done steps are taken back."""

    verb: ClassVar[Verb] = Verb.GO_BACK
    reason: str


@dataclass(frozen=True, slots=True)
class Undo(Command):
    """In that mode: the step was taken back, or (``left``) did not need to be."""

    verb: ClassVar[Verb] = Verb.UNDO
    step: str
    note: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class GoForward(Command):
    """Leave that mode."""

    verb: ClassVar[Verb] = Verb.GO_FORWARD
    reason: str


@dataclass(frozen=True, slots=True)
class StartChild(Command):
    """Carry the step out as the run of another runbook."""

    verb: ClassVar[Verb] = Verb.START_CHILD
    step: str
    run: str


@dataclass(frozen=True, slots=True)
class CloseChild(Command):
    """The child run ended like this."""

    verb: ClassVar[Verb] = Verb.CLOSE_CHILD
    step: str
    run: str
    closing: str
    head: str


@dataclass(frozen=True, slots=True)
class RecordExport(Command):
    """The runbook was exported."""

    verb: ClassVar[Verb] = Verb.RECORD_EXPORT
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Leave(Command):
    """The session ends: ``quit`` or ``hang-up``."""

    verb: ClassVar[Verb] = Verb.LEAVE
    how: str = "quit"


@dataclass(frozen=True, slots=True)
class Close(Command):
    """The run ends. ``abandon``: whatever is still open; needs a reason."""

    verb: ClassVar[Verb] = Verb.CLOSE
    abandon: bool = False
    reason: str = ""
