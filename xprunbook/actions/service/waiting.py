"""Waiting for a service to get where it was sent: through pending states, with a limit, and never killing it.

What the start call says is not believed: a service runs when the service manager has said so twice in a row, of the
same process. Its checkpoints, and the meter in the registry that the runbook names, are shown while it takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from xprunbook.actions.parameters import number, text
from xprunbook.actions.service.texts import TEXTS
from xprunbook.actions.service.texts_numbers import number_says, refusal_says
from xprunbook.base.text import one_line
from xprunbook.run.contract import ActionFailed, Cancelled, Job, NotHere, Statement, TimedOut
from xprunbook.systems.ports_windows import REGISTRY, SERVICES, Registry, ServiceFacts, ServiceState
from xprunbook.systems.trouble import Refused

MINUTES: Final = 15
"""How long one service may take unless the runbook says otherwise: a first start makes tables, a stop saves."""

STILL: Final = 60.0
"""Seconds without a new checkpoint after which that is said."""

LATER: Final = frozenset((1055, 1061))
"""Numbers that mean: ask again in a while."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the service manager is asked, and by which clock. ``seconds``: between two looks."""

    seconds: float = 0.5
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Meter:
    """A percent and a text that a program keeps in the registry while it starts or stops (domain fact B2)."""

    registry: Registry | None
    key: str
    value: str
    text: str

    def read(self) -> tuple[float | None, str]:
        """The part from 0 to 1 if there is one, and what the program says."""
        if self.registry is None:
            return None, ""
        try:
            part = self.registry.value(self.key, self.value) if self.value else None
            said = self.registry.value(self.key, self.text) if self.text else None
        except Refused:
            return None, ""
        percent = int(part) if isinstance(part, int) or (isinstance(part, str) and part.isdecimal()) else None
        within = percent / 100 if percent is not None and 0 <= percent <= 100 else None
        return within, one_line(str(said or ""), 120)


def meter(job: Job) -> Meter:
    """The meter a job names; one without a registry says nothing."""
    key = text(job.parameters, "meter_key")
    registry: Registry | None = None
    if key:
        try:
            registry = job.site.system(REGISTRY)
        except NotHere:
            registry = None  # only the percent is missing
    return Meter(registry, key, text(job.parameters, "meter_value"), text(job.parameters, "meter_text"))


@dataclass
class Waiting:
    """The way of one service. ``done`` and ``of`` count the operations of the plan, for the progress."""

    job: Job
    name: str
    pace: Pace
    meter: Meter
    done: int = 0
    of: int = 1
    _ends: float = 0.0
    _seen: str = ""
    _moved: float = 0.0
    _still: bool = False
    _metered: tuple[float | None, str] = (None, "")

    def __post_init__(self) -> None:
        self._moved = self.pace.now()
        self._ends = self._moved + 60.0 * max(1, self.minutes)

    @property
    def minutes(self) -> int:
        """The limit."""
        return number(self.job.parameters, "minutes", MINUTES)

    def facts(self) -> ServiceFacts:
        """How it is now; ActionFailed when it is gone."""
        try:
            return self.job.site.system(SERVICES).facts(self.name)
        except Refused as refused:
            raise failed(self.job, *refusal_says(refused)) from None

    def ask(self, deed: Callable[[], object], begun: bool) -> None:
        """Ask the service manager for something, again while it says later; ActionFailed for every other refusal."""
        while True:
            try:
                deed()
                return
            except Refused as refused:
                if refused.number not in LATER:
                    raise failed(self.job, *refusal_says(refused)) from None
                self.tell("told.later", number=refused.number)
                self.rest(self.facts(), begun)

    def running(self, begun: bool = True) -> ServiceFacts:
        """Wait until it runs, and still does at the next look."""
        seen: int | None = None
        ran = False
        while True:
            facts = self.facts()
            if facts.state is ServiceState.RUNNING:
                if seen == facts.process:
                    self.tell("told.runs", process=facts.process)
                    return facts
                seen, ran = facts.process, True
            elif facts.state is ServiceState.STOPPED:
                raise self._ended(facts, fell=ran)
            elif facts.state in (ServiceState.PAUSED, ServiceState.PAUSE_PENDING):
                raise failed(self.job, self.statement("odd", state=facts.state.name))
            else:
                seen = None
            self.rest(facts, begun)

    def stopped(self, begun: bool = True) -> ServiceFacts:
        """Wait until it is stopped."""
        while True:
            facts = self.facts()
            if facts.state is ServiceState.STOPPED:
                self.tell("told.stopped")
                return facts
            self.rest(facts, begun)

    def rest(self, facts: ServiceFacts, begun: bool) -> None:
        """Say what has changed, heed a cancel and the limit, and sleep for a moment."""
        self._show(facts)
        if self.job.cancelled():
            says = TEXTS.say("cancelled", self.job.language, name=self.name, state=facts.state.name)
            raise Cancelled(says, known=not begun)
        if self.pace.now() >= self._ends or self.job.remaining() <= 0:
            says = TEXTS.say(
                "late", self.job.language, name=self.name, state=facts.state.name, minutes=self.minutes
            )
            raise TimedOut(says)
        self.pace.sleep(self.pace.seconds)

    def _show(self, facts: ServiceFacts) -> None:
        part, said = self.meter.read()
        if facts.state is ServiceState.RUNNING:
            return  # that it runs is said once it stays so
        seen = f"{facts.state} {facts.checkpoint} {part} {said}"
        if seen != self._seen:
            self._seen, self._moved, self._still = seen, self.pace.now(), False
            self.tell("told.waits", state=facts.state.name, checkpoint=facts.checkpoint)
            if said and (part, said) != self._metered:
                self.job.tell(f"  {f'{part:.0%} ' if part is not None else ''}{said}")
            self._metered = (part, said)
        elif self.pace.now() - self._moved >= STILL and not self._still:
            self._still = True
            self.tell("told.still", seconds=int(STILL), checkpoint=facts.checkpoint)
        # At 100 percent the meter tells of what ran before, not of this service.
        share = (self.done + (part if part is not None and part < 1.0 else 0.0)) / max(1, self.of)
        self.job.progress(share, f"{self.name} {facts.state.name} {said}".strip())

    def _ended(self, facts: ServiceFacts, fell: bool) -> ActionFailed:
        what, helps = number_says(facts.exit_code, facts.name, facts.own_code)
        if fell:
            self.tell("fell")
        return failed(self.job, what, helps)

    def statement(self, code: str, **values: str | int) -> Statement:
        """A sentence about this service."""
        return Statement(code, {"name": self.name, **values})

    def tell(self, code: str, **values: str | int) -> None:
        """A line of output about this service."""
        self.job.tell(TEXTS.say(code, self.job.language, name=self.name, **values))


def failed(job: Job, what: Statement, helps: Statement | None = None) -> ActionFailed:
    """The error of an apply."""
    hint = TEXTS.say(helps.code, job.language, **helps.values) if helps else ""
    return ActionFailed(what, TEXTS.say(what.code, job.language, **what.values), hint)
