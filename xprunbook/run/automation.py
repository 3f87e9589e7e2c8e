"""Automation as the engine uses it: which kinds there are, what they may touch, and how one use is carried
out.

Everything here runs on a worker thread and returns data; nothing here writes the record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, cast

from xprunbook.base.errors import XprunbookError
from xprunbook.base.language import Language, Texts
from xprunbook.base.redact import NothingToHide, Redactor
from xprunbook.base.redactor import redact_data
from xprunbook.base.text import one_line
from xprunbook.run.contract import (
    Action,
    Cancelled,
    Check,
    Credential,
    Effect,
    Finding,
    Inspection,
    Kinds,
    NotHere,
    Plan,
    Reach,
    Site,
    Statement,
    TestsSecret,
    TimedOut,
    changes,
)
from xprunbook.run.elevation import TEXTS as ELEVATION
from xprunbook.run.elevation import lacks, nobody_knows
from xprunbook.run.job import Keep, WorkerJob
from xprunbook.run.output import Output
from xprunbook.run.places import at_step
from xprunbook.run.state import RunState
from xprunbook.run.view import StepView
from xprunbook.runbook.kinds import ParameterSpec, ParameterType
from xprunbook.runbook.model import Parameter, Runbook, Use
from xprunbook.runbook.substitute import (
    Filled,
    SecretHandle,
    UnsetInput,
    fill_parameter,
    names_in_parameter,
)

if TYPE_CHECKING:
    from xprunbook.run.secrets import SecretStore

TEXTS: Final = Texts(
    {
        "automation.other-machine": (
            "Dies ist {here}, der Schritt gehört zu {there}.",
            "This is {here}, the step belongs to {there}.",
        ),
        "automation.which-machine": (
            "Der Schritt gehört zu {there}; welcher Rechner dies ist, ist noch nicht gesagt.",
            "The step belongs to {there}; nobody has said yet which machine this is.",
        ),
        "automation.unset-input": ("Es fehlt die Angabe: {title}", "An input is missing: {title}"),
        "automation.by-hand": (
            "{kind} gibt es hier nicht: von Hand erledigen.",
            "There is no {kind} here: do it by hand.",
        ),
        "automation.off": (
            "{kind} ist hier ausgeschaltet: von Hand ist die Vorgabe.",
            "{kind} is switched off here: by hand is the default.",
        ),
        "automation.off.helps": (
            "Mit xprunbook automation on {kind} einschalten, dann den Lauf wieder öffnen.",
            "Switch it on with xprunbook automation on {kind}, then open the run again.",
        ),
        "automation.not-here": ("{message}", "{message}"),
        "automation.defect": (
            "Die Prüfung selbst ist gescheitert ({error}).",
            "The check itself broke ({error}).",
        ),
        "automation.too-late": (
            "Die Prüfung hat nicht rechtzeitig geantwortet.",
            "The check did not answer in time.",
        ),
        "automation.not-trusted": (
            "Diesem Runbook wird noch nicht vertraut.",
            "This runbook is not trusted yet.",
        ),
        "automation.probe": (
            "Diese Probe schreibt und räumt wieder auf: sie läuft nur auf Wunsch.",
            "This probe writes and cleans up: it runs only when asked for.",
        ),
    }
)
"""Sentences of the automation itself; a kind's own stand with the kind."""

OFF: Final = ("automation.off", "automation.off.helps")
"""That a kind is switched off, and how to switch it on: ``kind`` stands in both."""

CHECK_SECONDS: Final = 60
"""Seconds of a look by a kind nobody knows."""

ACTION_LOOK_SECONDS: Final = 600
"""Seconds of the look of an action, whose own limit is for what it does: that may be hours."""


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one use: the inspection, and its sentences in the language of the session."""

    place: str
    kind: str
    inspection: Inspection
    sentence: str
    helps: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be done: the results of the checks before, of the action's own look, and the plan if one is
    needed.

    ``ready``: the plan may be applied (nothing is blocked and there is something to do).
    """

    step: str
    checks: tuple[Result, ...]
    result: Result
    plan: Plan | None
    warnings: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether applying makes sense now."""
        return self.plan is not None and bool(self.plan.operations) and not self.blocked

    @property
    def blocked(self) -> bool:
        """Whether a check before, or the action itself, stands in the way."""
        return self.result.inspection.finding is Finding.BLOCKED or any(
            check.inspection.finding in (Finding.BLOCKED, Finding.NEEDED) for check in self.checks
        )


def _no_secret(handle: SecretHandle) -> Credential:
    raise NotHere(f"{handle.id}?")


def _given(handle: SecretHandle) -> bool:
    """Without a keeper every secret a parameter names is passed on."""
    return True


def unrecorded(step: str, handle: SecretHandle) -> None:
    """Outside of a run the use of a secret is recorded nowhere."""


def _cannot_trust(person: str, utc: float) -> None:
    """Without a place for pins nothing can be trusted."""


@dataclass(frozen=True)
class Automation:
    """What a session may do by itself. ``trusted`` is asked before every look: an unpinned runbook stays
    data; ``trust`` pins it in a person's name.

    ``store``: the program's secrets; the session makes ``secret``, ``given`` (whether an optional one is passed
    on), ``used`` (records the use at a step) and ``redactor`` of it. ``elevated``: whether a site's machine gives this
    program an administrator's rights, None where there are none. ``at``: where one site
    stands for all machines (a rehearsal), the site as a host sees it.
    """

    kinds: Kinds
    site: Site
    trusted: Callable[[], bool]
    secret: Callable[[SecretHandle], Credential] = _no_secret
    redactor: Redactor = field(default_factory=NothingToHide)
    store: SecretStore | None = None
    given: Callable[[SecretHandle], bool] = _given
    used: Callable[[str, SecretHandle], None] = unrecorded
    trust: Callable[[str, float], None] = _cannot_trust
    at: Callable[[str], Site] | None = None
    elevated: Callable[[Site], bool | None] = nobody_knows


def _ignore_process(pid: int, started: str) -> None:
    """Looking starts no process worth recording."""


@dataclass(frozen=True)
class Bench:
    """One run's automation at work: the runbook, the state it is seen in, and the language of its sentences."""

    automation: Automation
    runbook: Runbook
    state: RunState
    language: Language

    def guard(self, row: StepView, kind: Check) -> Inspection | None:
        """Blocked, if the kind works on this machine only and the step belongs to another one."""
        if kind.traits.reach is Reach.REMOTE or self.automation.at or row.role in ("", self.state.here):
            return None
        machines = self.runbook.machines
        there = machines[row.role].title
        if not self.state.here:
            return Inspection(Finding.BLOCKED, Statement("automation.which-machine", {"there": there}))
        here = machines[self.state.here].title
        return Inspection(
            Finding.BLOCKED, Statement("automation.other-machine", {"here": here, "there": there})
        )

    def job(
        self,
        use: Use,
        kind: Check,
        output: Output,
        on_process: Callable[[int, str], None] = _ignore_process,
        step: str = "",
        on_keep: Keep | None = None,
    ) -> WorkerJob:
        """Substitute the parameters and make the job; raises UnsetInput. ``on_keep``: only applying keeps something.

        An optional secret that nobody gave is left out, as if the parameter were not there; so is an optional
        parameter with an input that the plan does not have.
        """
        specs = kind.spec.parameters
        filled = {
            name: self._filled(value, specs.get(name))
            for name, value in use.parameters.items()
            if name not in specs or specs[name].required or not self._foreign(value)
        }
        given = {
            name: value
            for name, value in filled.items()
            if not isinstance(value, SecretHandle) or self.automation.given(value)
        }
        site, status = at_step(self, step), self.state.status(step)
        return WorkerJob(
            given,
            site,
            self.language,
            output,
            kind.traits.seconds,
            on_process,
            step,
            on_keep,
            self.state.run,
            status.checkpoint,
            self.state.opened_at,
            status.intent.at if status.intent else 0.0,
        )

    def _foreign(self, value: Parameter) -> bool:
        """Whether an input stands in it that belongs to other plans alone."""
        own = {item.id for item in self.runbook.inputs_of(self.state.plan)}
        return any(name in self.runbook.inputs and name not in own for name in names_in_parameter(value))

    def _filled(self, value: Parameter, spec: ParameterSpec | None) -> Filled:
        """A parameter with the inputs in it, in its declared type; a literal one as it is written."""
        if spec is not None and spec.literal and isinstance(value, str):
            return value
        return typed(fill_parameter(value, self.state.inputs, self.runbook.secrets), spec)

    def seconds(self, use: Use) -> int:
        """How long a look may take, as the kind declares."""
        kind = self.automation.kinds.load(use.kind)
        if kind is None:
            return CHECK_SECONDS
        return min(kind.traits.seconds, ACTION_LOOK_SECONDS) if changes(kind) else kind.traits.seconds

    def look(self, row: StepView, place: str, use: Use, probes: bool = False) -> Result:
        """Carry one check out, or the look of an action. Whatever goes wrong becomes a finding, never an
        error."""
        if not self.automation.trusted():
            return self.result(place, use, None, _unknown("automation.not-trusted"))
        kind = self.automation.kinds.load(use.kind)
        if kind is None:
            return self.result(place, use, None, self._without(use.kind))
        if kind.traits.effect is Effect.PROBE and not probes:
            return self.result(place, use, None, _unknown("automation.probe"))
        inspection = self.guard(row, kind)
        if inspection is None:
            inspection = self._inspect(row, use, kind, kind.inspect)
        return self.result(place, use, kind, inspection)

    def try_secret(self, row: StepView, use: Use, handle: SecretHandle) -> Result:
        """Have a kind try a secret that it uses at this step."""
        kind = self.automation.kinds.load(use.kind)
        if kind is None:
            return self.result("", use, None, self._without(use.kind))
        test = cast(TestsSecret, kind).test_secret
        found = self.guard(row, kind) or self._inspect(row, use, kind, lambda job: test(job, handle))
        return self.result("", use, kind, found)

    def _without(self, kind: str) -> Inspection:
        """What is said of a kind that cannot be used: there is none, or it is switched off."""
        if not self.automation.kinds.off(kind):
            return _unknown("automation.by-hand", kind=kind)
        says, helps = (Statement(code, {"kind": kind}) for code in OFF)
        return Inspection(Finding.UNKNOWN, says, helps)

    def _inspect(
        self, row: StepView, use: Use, kind: Check, look: Callable[[WorkerJob], Inspection]
    ) -> Inspection:
        try:
            return look(self.job(use, kind, Output(self.automation.redactor), step=row.step.id))
        except UnsetInput as error:
            title = self.runbook.inputs[str(error.args[0])].title
            return Inspection(Finding.BLOCKED, Statement("automation.unset-input", {"title": title}))
        except (Cancelled, TimedOut) as error:
            return _unknown("automation.not-here", message=error.message)
        except Exception as error:
            return _broke(error)

    def too_late(self, place: str, use: Use) -> Result:
        """The result of a look that did not end within its time."""
        return self.result(place, use, None, _unknown("automation.too-late"))

    def preview(self, row: StepView, probes: bool = False) -> Preview:
        """Look before, look at the thing itself, and plan. The step must have an action."""
        action = row.step.action
        assert action is not None
        checks = tuple(self.look(row, f"before:{at}", use, probes) for at, use in enumerate(row.step.before))
        result = self.look(row, "action", action, probes)
        kind = self.automation.kinds.load(action.kind) if self.automation.trusted() else None
        if kind is None or not changes(kind) or result.inspection.finding is Finding.BLOCKED:
            return Preview(row.step.id, checks, result, None)
        try:
            plan = _as_action(kind).plan(
                self.job(action, kind, Output(self.automation.redactor), step=row.step.id),
                result.inspection,
            )
        except Exception as error:
            return Preview(row.step.id, checks, self.result("action", action, None, _broke(error)), None)
        warnings = [self.say(kind, warning) for warning in plan.warnings]
        if plan.operations and kind.traits.elevation and lacks(self.automation):
            warnings.insert(0, ELEVATION.say("warning", self.language))
        return Preview(row.step.id, checks, result, plan, tuple(warnings))

    def result(self, place: str, use: Use, kind: Check | None, found: Inspection) -> Result:
        """Put an inspection into words; what is recorded of it passes the redactor."""
        redactor = self.automation.redactor

        def clean(statement: Statement) -> Statement:
            return replace(statement, values=redact_data(redactor, statement.values))

        kept = replace(
            found,
            says=clean(found.says),
            helps=clean(found.helps) if found.helps else None,
            details=tuple(map(clean, found.details)),
            identity=one_line(redactor.redact(found.identity), 200),
            evidence=redact_data(redactor, found.evidence),
        )
        return Result(
            place,
            use.kind,
            kept,
            self.say(kind, found.says),
            self.say(kind, found.helps) if found.helps else "",
            tuple(self.say(kind, detail) for detail in found.details),
        )

    def say(self, kind: Check | None, statement: Statement) -> str:
        """A statement in the session's language; the automation's own sentences come first."""
        texts = TEXTS if statement.code in TEXTS.table or kind is None else kind.texts
        sentence = texts.say(statement.code, self.language, **statement.values)
        return self.automation.redactor.redact(sentence)


def _unknown(code: str, **values: str) -> Inspection:
    return Inspection(Finding.UNKNOWN, Statement(code, values))


def _broke(error: Exception) -> Inspection:
    """What an error of a kind means. A defect ends neither engine nor waiting; its text may hold a secret."""
    if isinstance(error, XprunbookError):
        return Inspection(Finding.BLOCKED, Statement("automation.not-here", {"message": error.message}))
    return _unknown("automation.defect", error=type(error).__name__)


def _as_action(kind: Check) -> Action:
    assert changes(kind)
    return kind  # type: ignore[return-value]  # its traits say that it plans and applies


def typed(value: Filled, spec: ParameterSpec | None) -> Filled:
    """A parameter in its declared type: what came from an input is text, and a port is a number."""
    if spec is None or not isinstance(value, str):
        return value
    if spec.type in (ParameterType.INTEGER, ParameterType.PORT) and value.isdecimal():
        return int(value)
    if spec.type is ParameterType.FLAG and value in ("yes", "no"):
        return value == "yes"
    return value
