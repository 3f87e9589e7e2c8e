"""A run in memory for tests: the real core with records that have stand-in stamps and hashes."""

from __future__ import annotations

from dataclasses import dataclass, field

from xprunbook.run.commands import Command
from xprunbook.run.decide import Refusal, decide
from xprunbook.run.events import Event, Opened, to_data
from xprunbook.run.evolve import evolve
from xprunbook.run.record import Record, Stamp
from xprunbook.run.state import RunState
from xprunbook.run.view import RunView, StepView, view
from xprunbook.runbook.model import (
    Input,
    InputType,
    InputValue,
    Machine,
    Mark,
    Observation,
    Phase,
    Plan,
    Runbook,
    Step,
)

START = 1_700_000_000.0
X, OPTIONAL = Mark.MANDATORY, Mark.OPTIONAL


def small_runbook() -> Runbook:
    """Two plans; a gate, sub-steps, a criterion, a value to write down, a way back, a point of no return."""
    both = {"A": X, "B": X}
    backup = Step(
        "backup",
        "1",
        "Save all",
        "Save all",
        both,
        steps=(
            Step("files", "1a", "Files", "Files", both, parent="backup", minutes={"A": 10, "B": 10}),
            Step(
                "data",
                "1b",
                "Database",
                "Database",
                both,
                parent="backup",
                minutes={"A": 15, "B": 20},
                when={"database": ("yes",)},
            ),
        ),
    )
    install = Step(
        "install",
        "3",
        "Install on ${host}",
        "Install",
        both,
        on={"A": "web", "B": "web"},
        minutes={"A": 30, "B": 45},
        needs=("backup",),
        undo="Take it off again.",
        undo_minutes=40,
        overwrites="the programs on ${host}",
    )
    return Runbook(
        id="small",
        language="en",
        version="1",
        title="Small",
        summary="",
        source=None,
        plans={name: Plan(name, name, name, "", f"plan-{name.lower()}") for name in "AB"},
        machines={"web": Machine("web", "Web server", "web", "${host}")},
        questions=(),
        inputs={
            "host": Input("host", InputType.HOST, "Host"),
            "database": Input("database", InputType.YES_NO, "Database?"),
        },
        secrets={},
        phases=(
            Phase(
                "prepare",
                "Prepare",
                (
                    backup,
                    Step(
                        "space",
                        "2",
                        "Look at the free space",
                        "Free space",
                        {"A": OPTIONAL},
                        minutes={"A": 2},
                        observe=Observation(InputType.TEXT, "Free"),
                    ),
                ),
                gate="The backup is readable.",
            ),
            Phase(
                "work",
                "Work",
                (
                    install,
                    Step(
                        "live",
                        "4",
                        "Go live",
                        "Go live",
                        both,
                        minutes={"A": 5, "B": 5},
                        no_return=frozenset({"B"}),
                        undo="Switch back.",
                        undo_minutes=5,
                    ),
                ),
            ),
        ),
    )


@dataclass
class Desk:
    """Somebody working at a run: asks commands, keeps every record, can let time pass."""

    runbook: Runbook = field(default_factory=small_runbook)
    plan: str = "A"
    inputs: dict[str, InputValue] = field(default_factory=dict)
    now: float = START
    person: str = "Ada"
    boot: str = "boot-1"
    state: RunState = field(default_factory=RunState)
    records: list[Record] = field(default_factory=list)
    window_end: float | None = None

    def __post_init__(self) -> None:
        opened = Opened(
            run="r1",
            runbook=self.runbook.id,
            runbook_version=self.runbook.version,
            title=self.runbook.title,
            plan=self.plan,
            files={"small.yaml": "0" * 64},
            inputs=self.inputs,
            company="Engines",
            window_end=self.window_end,
        )
        self.happen(opened)

    def happen(self, event: Event) -> None:
        """Record an event whether or not it may happen."""
        stamp = Stamp(self.now, self.now - START + 50, self.boot, self.person, "corp\\ada", "HOST")
        seq = len(self.records) + 1
        record = Record(1, seq, "", event.code, to_data(event), stamp, "", "en", f"hash-{seq}")
        self.records.append(record)
        self.state = evolve(self.state, record)

    def ask(self, command: Command) -> tuple[Event, ...]:
        """Ask; everything that follows happens. AssertionError when it is refused."""
        decision = decide(self.runbook, self.state, command, self.now)
        assert not isinstance(decision, Refusal), decision
        for event in decision:
            self.happen(event)
        return decision

    def refused(self, command: Command) -> str:
        """The code of the refusal; AssertionError when it is not refused."""
        decision = decide(self.runbook, self.state, command, self.now)
        assert isinstance(decision, Refusal), decision
        return decision.code

    def see(self) -> RunView:
        """The run as a face sees it."""
        return view(self.runbook, self.state)

    def row(self, step: str) -> StepView:
        """One row of it."""
        return self.see().rows[step]
