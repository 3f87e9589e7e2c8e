"""What is reported running runs and what is reported stopped is stopped, whatever a service manager says on the way:
slow, stuck, failing, flapping, falling over, refusing, restarted by a watchdog. Nothing is sent that was not planned.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from unittest.mock import patch

from tests.actions.jobs import ChosenSite, TestJob
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from xprunbook.actions.service.changes import ServiceAction, StartServices, StopServices
from xprunbook.actions.service.waiting import Pace, Waiting
from xprunbook.run.contract import ActionFailed, Finding, Inspection, Plan, TimedOut
from xprunbook.systems.ports_windows import ServiceFacts, ServiceState, StartType
from xprunbook.systems.trouble import Refused, Trouble

SABOTAGES = ("trust-the-call",)

S = ServiceState
WAYS = ("quick", "slow", "stuck", "fails", "falls", "flaps", "refuses", "later", "pauses", "returns")
NUMBERS = (2, 5, 1053, 1058, 1068, 1069, 1072, 1079)


@dataclass
class Way:
    """A service of the proof. ``marks``: from which second on it is in which state, since it was asked."""

    name: str
    random: Random
    state: S
    asked: float = 0.0
    marks: list[tuple[float, S, int]] = field(default_factory=list)
    laters: int = 0
    number: int = 0

    def at(self, now: float) -> tuple[S, int]:
        """The truth: its state now, and the process."""
        found = (self.state, 7 if self.state is S.RUNNING else 0)
        for since, state, process in self.marks:
            if now >= self.asked + since:
                found = (state, process)
        return found

    def ask(self, now: float, goal: S) -> None:
        """Make up how it goes from here."""
        random, pending = self.random, S.START_PENDING if goal is S.RUNNING else S.STOP_PENDING
        self.asked, self.state = now, self.at(now)[0]
        way, takes = random.choice(WAYS), random.uniform(0.0, 5.0)
        if way == "slow":
            takes = random.uniform(30, 1200)
        other = S.STOPPED if goal is S.RUNNING else S.RUNNING
        self.marks = [(0.0, pending, 9), (takes, goal, 9)]
        if way == "stuck":
            self.marks = self.marks[:1]
        elif way == "fails":
            self.marks = [(0.0, pending, 9), (takes, other, 0 if goal is S.RUNNING else 9)]
        elif way == "falls":
            self.marks.append((takes + random.uniform(0.0, 8.0), other, 0))
        elif way == "flaps":
            for turn in range(1, random.randint(2, 12)):
                at = takes + turn * random.uniform(0.1, 1.5)
                self.marks.append((at, pending if turn % 2 else goal, 9 + turn))
            self.marks.sort(key=lambda mark: mark[0])
        elif way == "pauses" and goal is S.RUNNING:
            self.marks = [(0.0, pending, 9), (takes, S.PAUSED, 9)]
        elif way == "returns":
            back = takes + random.uniform(0.0, 3.0)
            self.marks += [(back, pending, 11), (back + random.uniform(0.0, 3.0), goal, 11)]
        elif way in ("refuses", "later"):
            self.number = 1061 if way == "later" else random.choice(NUMBERS)
            self.laters = random.randint(1, 4) if way == "later" else 1_000_000


class Scripted:
    """A service manager whose services go ways of their own. ``sent``: what it was asked to do."""

    def __init__(self, random: Random, goal: S) -> None:
        self.now = 0.0
        other = S.STOPPED if goal is S.RUNNING else S.RUNNING
        self.ways = {
            name: Way(name, random, other if random.random() < 0.9 else goal)
            for name in ("AtlasA", "AtlasB", "AtlasC")[: random.randint(1, 3)]
        }
        self.sent: list[tuple[str, str]] = []

    def sleep(self, seconds: float) -> None:
        """Time passes only here."""
        self.now += seconds

    def clock(self) -> float:
        """Seconds."""
        return self.now

    def facts(self, name: str) -> ServiceFacts:
        """The truth."""
        state, process = self.ways[name].at(self.now)
        code = 1067 if state is S.STOPPED and self.ways[name].marks else 0
        return ServiceFacts(name, name, state, StartType.AUTOMATIC, "LocalSystem", process, exit_code=code)

    def find(self, pattern: str) -> tuple[ServiceFacts, ...]:
        """All of them."""
        return tuple(self.facts(name) for name in self.ways)

    def dependents(self, name: str) -> tuple[str, ...]:
        """None."""
        return ()

    def start(self, name: str) -> bool:
        """Ask it to start."""
        return self._send("start", name, S.RUNNING)

    def stop(self, name: str) -> bool:
        """Ask it to stop."""
        return self._send("stop", name, S.STOPPED)

    def _send(self, what: str, name: str, goal: S) -> bool:
        self.sent.append((what, name))
        way = self.ways[name]
        if way.at(self.now)[0] is goal:
            return False
        if not way.number:
            way.ask(self.now, goal)
        if way.number and way.laters:
            way.laters -= 1
            way.marks = []
            raise Refused(Trouble.OTHER, name, way.number)
        if way.number:
            way.number = 0
            way.marks = [(0.0, S.START_PENDING if goal is S.RUNNING else S.STOP_PENDING, 9), (1.0, goal, 9)]
            way.asked = self.now
        return True


class _Trusting(Waiting):
    """Sabotage: what the call says is believed."""

    def running(self, begun: bool = True) -> ServiceFacts:
        """It was asked to start, so it runs."""
        return self.facts()

    def stopped(self, begun: bool = True) -> ServiceFacts:
        """It was asked to stop, so it is stopped."""
        return self.facts()


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Starts and stops of one to three services."""
    count, failed, worst, ends = times(scale, 20_000, 300), 0, "", Counter[str]()
    for number in range(count):
        random = random_for(seed, "services", number)
        wrong, end = _case(random, number, sabotage)
        ends[end] += 1
        failed += bool(wrong)
        worst = worst or wrong
    if not failed and min(ends[end] for end in ("done", "failed", "late")) == 0:
        return Summary("Services: reported as they are", count, 1, f"too tame: {dict(ends)}")
    return Summary("Services: reported as they are", count, failed, worst)


def _case(random: Random, number: int, sabotage: str) -> tuple[str, str]:
    goal = random.choice((S.RUNNING, S.STOPPED))
    manager = Scripted(random, goal)
    kind = StartServices if goal is S.RUNNING else StopServices
    action: ServiceAction = kind(Pace(0.5, manager.sleep, manager.clock))
    job = TestJob({"services": "Atlas*", "minutes": 15}, ChosenSite(services=manager), seconds=1e9)
    found: Inspection = action.inspect(job)
    plan: Plan = action.plan(job, found)
    if found.finding is Finding.SATISFIED:
        return "", "nothing"
    trusting = patch("xprunbook.actions.service.carrying.Waiting", _Trusting)
    late = patch("xprunbook.actions.service.carrying._still_so", lambda *_: None)
    if sabotage:
        trusting.start()
        late.start()
    try:
        action.apply(plan, job)
        end = "done"
    except ActionFailed:
        end = "failed"
    except TimedOut:
        end = "late"
    finally:
        if sabotage:
            late.stop()
            trusting.stop()
    planned = {item.target for item in plan.operations}
    verb = "start" if goal is S.RUNNING else "stop"
    if strays := [item for item in manager.sent if item[0] != verb or item[1] not in planned]:
        return f"case {number}: sent {strays[0]}", end
    others = [name for name in planned if manager.ways[name].at(manager.now)[0] is not goal]
    if end == "done" and others:
        state = manager.ways[others[0]].at(manager.now)[0]
        return f"case {number}: {others[0]} reported {goal.name}, is {state.name}", end
    return "", end


def test_proof() -> None:
    check(prove(scale_from(), seed_from()), seed_from())


def test_sabotage_turns_it_red() -> None:
    assert prove(0.02, seed_from(), "trust-the-call").failed
