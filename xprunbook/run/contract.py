"""The contract for automation: inspect, plan, preview, apply, verify. What a kind promises, and what it is
given.

A kind is a check (it only inspects) or an action (it also plans and applies). The engine calls it from a
worker thread; a kind never touches the record, the screen, or a system other than through its site.

- ``inspect`` looks and says: satisfied, needed, blocked or unknown. It changes nothing, unless the kind is a
probe. - ``plan`` turns an inspection into operations: data that says exactly what would be done. No side
effect. - ``apply`` does exactly these operations. It tells what it does, ends when cancelled, and raises when
it fails. - verify is ``inspect`` again; the engine asks, not the kind.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Generic, Protocol, TypeAlias, TypeVar

from xprunbook.base.errors import XprunbookError
from xprunbook.base.language import Language, Texts
from xprunbook.runbook.kinds import Kind
from xprunbook.runbook.model import InputValue
from xprunbook.runbook.substitute import Filled, SecretHandle

System = TypeVar("System")

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


class Reach(StrEnum):
    """Where a kind works: on this machine only, or on a server it addresses by name."""

    LOCAL = "local"
    REMOTE = "remote"


class Effect(StrEnum):
    """What a kind does to the world."""

    READ_ONLY = "read-only"
    PROBE = "probe"  #: its inspection writes and cleans up: asked first, never in a dry run
    CHANGING = "changing"


@dataclass(frozen=True, slots=True)
class Traits:
    """What a kind declares of itself; the conformance suite holds it to that.

    ``provable``: after a successful apply its own inspection says satisfied. A kind that cannot know
    (``command.run``) says False and needs an ``after`` check, or ends on a person's word. ``by_person``: it only
    brings a person there; checks afterwards can fail it, never prove what the person did. ``seconds``: the
    time limit unless the runbook or the admin says otherwise.
    """

    reach: Reach
    effect: Effect
    idempotent: bool = True
    cancellable: bool = True
    elevation: bool = False
    provable: bool = True
    by_person: bool = False
    seconds: int = 600


class Finding(StrEnum):
    """What an inspection found."""

    SATISFIED = "satisfied"
    NEEDED = "needed"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence as data: a key of the kind's ``texts`` and what stands in it. Rendered in any language
    later."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was seen, by whom it was seen, and what helps.

    ``identity``: the account or login the finding was proven for; what is true for me says nothing about a
    service's account. ``evidence``: facts for the record, JSON values. ``jump``: the id of a step or runbook
    that helps. ``proposes``: by parameter, what a person may take over as the input that stands behind it.
    ``by_hand``: blocked for the automation alone; a person can do it now, as ``helps`` says.
    """

    finding: Finding
    says: Statement
    helps: Statement | None = None
    identity: str = ""
    evidence: Mapping[str, Json] = field(default_factory=dict)
    details: Sequence[Statement] = ()
    jump: str = ""
    proposes: Mapping[str, InputValue] = field(default_factory=dict, kw_only=True)
    by_hand: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that will be done, as data.

    ``verb``: what (``run``, ``copy``, ``t-sql``, ``edit``, ``service``); ``target``: on what (a host, a
    file); ``text``: exactly what a person reads in the preview (the statement, the diff, the argv); ``data``:
    exactly what is carried out. Secrets stand in ``data`` as ``{"secret": id}``, never as values.
    """

    verb: str
    target: str
    text: str
    data: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an action would do. The digest names it: only the plan that was shown is ever applied."""

    kind: str
    operations: tuple[Operation, ...]
    warnings: tuple[Statement, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over the kind and the operations in canonical form."""
        operations = [[item.verb, item.target, item.text, item.data] for item in self.operations]
        canonical = json.dumps([self.kind, operations], sort_keys=True, separators=(",", ":"), default=_plain)
        return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")


def secret_reference(handle: SecretHandle) -> dict[str, Json]:
    """How a secret stands in an operation's data."""
    return {"secret": handle.id}


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret's value at the moment of use. ``user`` is empty for a password alone. Never printed."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Port(Generic[System]):
    """The name of a system a kind may ask its site for, with its type: ``site.system(FILES)``."""

    # No slots: ``Port[Files]("files")`` sets an attribute on the object it makes (typing, Python 3.11).

    name: str


class Site(Protocol):
    """The systems a kind may touch: the real ones, the practice ones, or none."""

    def system(self, port: Port[System]) -> System:
        """The system behind a port; raises NotHere when this machine or site has it not."""
        ...


class NotHere(XprunbookError):
    """This machine or site has not what the kind needs; the engine shows it as blocked, never as a traceback."""


class ActionFailed(XprunbookError):
    """Applying failed, and what had been done until then is said. ``says`` is the sentence as data."""

    def __init__(self, says: Statement, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.says = says


class NotKept(ActionFailed):
    """What is about to be changed could not be kept as evidence; nothing was changed."""


class Cancelled(XprunbookError):
    """Applying was cancelled by a person. ``known``: nothing is half done, the state is known."""

    def __init__(self, message: str = "", known: bool = False) -> None:
        super().__init__(message)
        self.known = known


class TimedOut(XprunbookError):
    """The time limit was reached; the effect may or may not have happened."""


class Job(Protocol):
    """What a kind is given to work with."""

    @property
    def parameters(self) -> Mapping[str, Filled]:
        """The parameters, substituted and of the declared types; secrets as handles."""
        ...

    @property
    def site(self) -> Site:
        """The systems."""
        ...

    @property
    def language(self) -> Language:
        """The language of ``tell``."""
        ...

    @property
    def opened(self) -> float:
        """When the run began, in UTC seconds; 0 outside of one."""
        ...

    @property
    def began(self) -> float:
        """When the step's newest action began, in UTC seconds; 0 if none did, or it was taken back."""
        ...

    @property
    def run(self) -> str:
        """The id of the run; empty outside of one."""
        ...

    @property
    def earlier(self) -> Mapping[str, Json]:
        """The last attempt's ``checkpoint``, as long as its step stands as it ended, or is to be run again.
        Who reopens the step begins from nothing, and after a crash nothing is known."""
        ...

    def checkpoint(self, facts: Mapping[str, Json]) -> None:
        """How far the action has come; the latest facts are recorded with its outcome, whatever that is."""
        ...

    def tell(self, line: str) -> None:
        """Show a line of output; it passes the text gate and the redactor."""
        ...

    def progress(self, part: float, says: str = "") -> None:
        """Say how much is done: 0 to 1."""
        ...

    def cancelled(self) -> bool:
        """Whether a person asked to stop."""
        ...

    def remaining(self) -> float:
        """Seconds until the time limit."""
        ...

    def process(self, pid: int, started: str) -> None:
        """Record the process that does the work, so that it can be found after a crash."""
        ...

    def keep(self, path: str, data: bytes, secret: bool = False) -> str:
        """Keep the bytes of ``path`` as evidence before they are changed; the name of the copy in the run's folder.

        Empty if only their hash is recorded: ``secret`` says that a password stands in them, or one is found there.
        For ``apply`` alone; NotKept when they cannot be kept: then change nothing.
        """
        ...

    def secret(self, handle: SecretHandle) -> Credential:
        """The value of a secret, asked for if need be; raises NotHere when there is none."""
        ...


class Check(Protocol):
    """A kind that only looks. ``texts`` holds every sentence its statements name."""

    spec: ClassVar[Kind]
    traits: ClassVar[Traits]
    texts: ClassVar[Texts]

    def inspect(self, job: Job) -> Inspection:
        """Look; for a probe: write, look and clean up."""
        ...


class Action(Check, Protocol):
    """A kind that changes something."""

    def plan(self, job: Job, found: Inspection) -> Plan:
        """What would be done about what was found; empty operations when nothing is needed."""
        ...

    def apply(self, plan: Plan, job: Job) -> None:
        """Do exactly that; raises ActionFailed, Cancelled or TimedOut."""
        ...


class TestsSecret(Protocol):
    """A kind that can try a secret before it is needed; having the method registers it."""

    def test_secret(self, job: Job, handle: SecretHandle) -> Inspection:
        """Log on with it and do nothing else: satisfied, blocked with the reason, or unknown."""
        ...


class Kinds(Protocol):
    """The kinds a program has. Loading one imports its module."""

    def load(self, name: str) -> Check | Action | None:
        """The kind of this name; None if there is none, or it is off (then the step is done by hand)."""
        ...

    def off(self, name: str) -> bool:
        """Whether there is such a kind and it is only switched off here."""
        ...


def changes(kind: Check | Action) -> bool:
    """Whether the kind is an action."""
    return kind.traits.effect is Effect.CHANGING
