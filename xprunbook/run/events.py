"""What can have happened to a run: one frozen class an event, its ``code`` is the record's ``type``.

Events hold codes and values, never sentences in a language and never a secret. Fields are only added, with a
default; a record of an older version is lifted before it comes here. Sequences come back as tuples.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, TypeAlias

from xprunbook.runbook.model import InputValue


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events."""

    code: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Answer(Event):
    """Base of what somebody answered. ``source``: ``person``, or ``from file NAME`` for an answer file."""

    source: str = field(default="person", kw_only=True)


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """A run began. ``files`` maps each runbook file to its SHA-256; ``here`` is the role of this machine or
    empty. ``allow_file_ticks``: answers from files may decide mandatory steps and gates of this run.
    ``runbook_path``: where the main file lay on this machine, empty for a shipped runbook."""

    code: ClassVar[str] = "opened"
    run: str
    runbook: str
    runbook_version: str
    title: str
    plan: str
    files: Mapping[str, str]
    inputs: Mapping[str, InputValue]
    company: str = ""
    here: str = ""
    window_end: float | None = None
    practice: bool = False
    parent_run: str = ""
    parent_step: str = ""
    tool_version: str = ""
    allow_file_ticks: bool = False
    runbook_path: str = ""


@dataclass(frozen=True, slots=True)
class Resumed(Event):
    """A person took the run up again."""

    code: ClassVar[str] = "resumed"
    company: str = ""
    here: str = ""
    tool_version: str = ""


@dataclass(frozen=True, slots=True)
class Left(Event):
    """The session ended in order: ``quit`` or ``hang-up``. After a crash there is none."""

    code: ClassVar[str] = "left"
    how: str = "quit"


@dataclass(frozen=True, slots=True)
class Recovered(Event):
    """A torn last line (never acknowledged) was set aside on opening."""

    code: ClassVar[str] = "recovered"
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ClockStepped(Event):
    """The wall clock moved against the monotonic one by this many seconds."""

    code: ClassVar[str] = "clock-stepped"
    seconds: float


@dataclass(frozen=True, slots=True)
class PlanChanged(Answer):
    """Another plan holds from now on."""

    code: ClassVar[str] = "plan-changed"
    plan: str
    reason: str


@dataclass(frozen=True, slots=True)
class InputSet(Answer):
    """An input has this value from now on."""

    code: ClassVar[str] = "input-set"
    name: str
    value: InputValue
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HereSet(Answer):
    """A person said which role this machine has (empty: none of them)."""

    code: ClassVar[str] = "here-set"
    here: str


@dataclass(frozen=True, slots=True)
class WindowSet(Answer):
    """The maintenance window ends at this time (UTC seconds), or has no end."""

    code: ClassVar[str] = "window-set"
    end: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HandedOver(Answer):
    """Another person goes on."""

    code: ClassVar[str] = "handed-over"
    person: str
    company: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NoteAdded(Answer):
    """A note on a step, or on the run (``step`` empty)."""

    code: ClassVar[str] = "note-added"
    text: str
    step: str = ""


@dataclass(frozen=True, slots=True)
class Observed(Answer):
    """A value was written down for a step."""

    code: ClassVar[str] = "observed"
    step: str
    value: InputValue


@dataclass(frozen=True, slots=True)
class Ticked(Answer):
    """A person says the step is done.

    ``missing``: needs and gates that did not hold (``backup``, ``gate:prepare``). ``values``: the inputs the
    step uses, as they were. ``source``: ``person``, or the name of the answer file.
    """

    code: ClassVar[str] = "ticked"
    step: str
    reason: str = ""
    missing: tuple[str, ...] = ()
    values: Mapping[str, InputValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skipped(Answer):
    """An optional step is left out."""

    code: ClassVar[str] = "skipped"
    step: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deviated(Answer):
    """A mandatory step is left out, for this reason."""

    code: ClassVar[str] = "deviated"
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class FoundNotApplicable(Answer):
    """A person says the step's criterion does not hold here."""

    code: ClassVar[str] = "not-applicable"
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class Deferred(Answer):
    """The step becomes an open duty: who does it, by when (free text), why."""

    code: ClassVar[str] = "deferred"
    step: str
    owner: str
    due: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reopened(Answer):
    """The step is open again. ``slip``: taken back within seconds, without a reason."""

    code: ClassVar[str] = "reopened"
    step: str
    reason: str = ""
    slip: bool = False


@dataclass(frozen=True, slots=True)
class Checked(Event):
    """A check's result. ``place`` is ``before:0``, ``action`` or ``after:1``, and ``failure:0`` for what a runbook has
    looked at when an action ended badly; ``identity`` is who it was proven for. ``details``: lines below the
    sentence."""

    code: ClassVar[str] = "checked"
    step: str
    place: str
    kind: str
    result: str
    sentence: str = ""
    identity: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intended(Event):
    """An action is about to be applied: exactly the plan with this digest."""

    code: ClassVar[str] = "intended"
    step: str
    kind: str
    digest: str
    summary: str = ""
    values: Mapping[str, InputValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProcessStarted(Event):
    """The action runs as this process; its start time tells it from a later one with the same number."""

    code: ClassVar[str] = "process-started"
    step: str
    pid: int
    started: str = ""


@dataclass(frozen=True, slots=True)
class SecretUsed(Event):
    """A check or an action of the step got a secret: its id and the backend it came from (``memory``: given in this
    session). Never a value, nor a hash of one."""

    code: ClassVar[str] = "secret-used"
    step: str
    secret: str
    backend: str


@dataclass(frozen=True, slots=True)
class Kept(Event):
    """Before an action changed them, it kept these bytes. ``of``: where they came from; ``file``: the copy below the
    run's folder, empty if they hold a secret, so that only their hash is known; ``size`` in bytes."""

    code: ClassVar[str] = "kept"
    step: str
    of: str
    sha256: str
    size: int
    file: str = ""


@dataclass(frozen=True, slots=True)
class Ended(Event):
    """An action ended. ``outcome``: done, failed, cancelled, timed-out or in-doubt. ``proven``: by verify.
    ``checkpoint``: how far it came, as its kind needs it to go on."""

    code: ClassVar[str] = "ended"
    step: str
    outcome: str
    proven: bool = False
    sentence: str = ""
    output: str = ""
    output_sha256: str = ""
    output_size: int = 0
    checkpoint: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settled(Answer):
    """A person settled a step in doubt: ``happened``, ``did-not-happen`` or ``again``."""

    code: ClassVar[str] = "settled"
    step: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class GatePassed(Answer):
    """A person confirms a phase's gate. ``open_steps``: what was still undecided then."""

    code: ClassVar[str] = "gate-passed"
    phase: str
    note: str = ""
    open_steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChildStarted(Event):
    """The step is carried out as a run of another runbook."""

    code: ClassVar[str] = "child-started"
    step: str
    run: str


@dataclass(frozen=True, slots=True)
class ChildClosed(Event):
    """The child run was closed; ``head`` is the code of its last record."""

    code: ClassVar[str] = "child-closed"
    step: str
    run: str
    closing: str
    head: str


@dataclass(frozen=True, slots=True)
class GoingBackStarted(Answer):
    """From here the run goes back. ``past_no_return``: the point of no return was already behind."""

    code: ClassVar[str] = "going-back-started"
    reason: str
    past_no_return: bool = False


@dataclass(frozen=True, slots=True)
class Undone(Answer):
    """A done step was taken back as its ``undo`` says; ``left`` if that was not needed (with the reason in
    ``note``)."""

    code: ClassVar[str] = "undone"
    step: str
    note: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class GoingBackEnded(Answer):
    """The run goes forward again."""

    code: ClassVar[str] = "going-back-ended"
    reason: str


@dataclass(frozen=True, slots=True)
class Exported(Event):
    """The runbook was exported in this format; the file's SHA-256."""

    code: ClassVar[str] = "exported"
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Closed(Answer):
    """The run is over; always the last record. ``closing`` is a value of ``Closing``."""

    code: ClassVar[str] = "closed"
    closing: str
    reason: str = ""


EventType: TypeAlias = type[Event]

EVENTS: Final[Mapping[str, EventType]] = {
    kind.code: kind for base in (Event, Answer) for kind in base.__subclasses__() if kind.code
}
"""Every event by its code."""


_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    code: tuple(item.name for item in dataclasses.fields(kind)) for code, kind in EVENTS.items()
}


def to_data(event: Event) -> dict[str, Any]:
    """The event's fields as JSON-ready values (tuples stay tuples; JSON writes them as arrays)."""
    return {name: getattr(event, name) for name in _FIELDS[event.code]}


def from_data(code: str, data: Mapping[str, Any]) -> Event:
    """Build an event from a record. KeyError for an unknown code, TypeError for a missing field.

    Fields this version does not know are dropped: such a record has a newer version and the run is read-only.
    """
    kind = EVENTS[code]
    known = _FIELDS[code]
    return kind(**{name: _frozen(value) for name, value in data.items() if name in known})


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value
