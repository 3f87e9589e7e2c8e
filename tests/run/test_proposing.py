"""What a check proposes for an input, and parameters of inputs that the plan does not have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from tests.run.fake_clock import FakeClock
from tests.run.kinds import Shelf, ShelfSite, TestKinds
from xprunbook.base.language import Texts
from xprunbook.run.acting import ActingEngine
from xprunbook.run.asking import proposed_inputs, unset_inputs
from xprunbook.run.automation import Automation, Result
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Reach, Statement, Traits
from xprunbook.run.session import By
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.run.view import RunView, StepView, view
from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType
from xprunbook.runbook.load import load_book
from xprunbook.runbook.model import InputValue

RUNBOOK = b"""format: 1
id: proposing
language: en
version: "1"
title: Proposing
plans: {A: {title: One}, B: {title: Two}}
inputs:
  databases: {type: names, title: Databases, default: [X]}
  server: {type: host, title: Server, plans: [B]}
  other: {type: text, title: Other}
phases:
  - id: work
    title: Work
    steps:
      - id: listing
        number: "1"
        plans: {A: X, B: X}
        title: Look
        before:
          - demo.list: {databases: "${databases}", server: "${server}", note: "of ${databases}"}
          - demo.list: {databases: [A, B], server: "${server}"}
"""


class Listing:
    """Proposes another list, whatever it is asked."""

    spec: ClassVar[Kind] = Kind(
        "demo.list",
        {
            "databases": ParameterSpec(ParameterType.NAMES),
            "server": ParameterSpec(ParameterType.HOST, required=False),
            "note": ParameterSpec(ParameterType.TEXT, required=False),
        },
    )
    traits: ClassVar[Traits] = Traits(Reach.REMOTE, Effect.READ_ONLY)
    texts: ClassVar[Texts] = Texts({"other": ("{given}", "{given}")})

    def inspect(self, job: Job) -> Inspection:
        """Say which parameters there were."""
        given = ", ".join(sorted(job.parameters))
        proposes: dict[str, InputValue] = {"databases": ("A", "B"), "note": "something"}
        return Inspection(Finding.NEEDED, Statement("other", {"given": given}), proposes=proposes)


def begun(runs: Path, plan: str, **inputs: InputValue) -> ActingEngine:
    """A run of it."""
    book = load_book(("proposing.yaml", RUNBOOK), [])[0]
    automation = Automation(TestKinds({"demo.list": Listing()}), ShelfSite(Shelf()), lambda: True)
    sitting = Sitting(By("Ada", "", "ada", "HOST"), FakeClock(), "en", automation)
    engine = start_run(runs, book, Beginning(plan, {"databases": ("X",), **inputs}), sitting)
    assert isinstance(engine, ActingEngine)
    return engine


def looked(runs: Path, plan: str, **inputs: InputValue) -> tuple[RunView, StepView, tuple[Result, ...]]:
    """The run, the step, and what its checks said."""
    engine = begun(runs, plan, **inputs)
    results = engine.look("listing").result(10)
    run = view(engine.book.speak("en"), engine.snapshot().state)
    engine.leave()
    return run, run.rows["listing"], results


def test_a_proposal_is_for_the_input_that_stands_alone_in_the_parameter(tmp_path: Path) -> None:
    run, row, results = looked(tmp_path, "A")
    assert proposed_inputs(run, row, results) == {"databases": ("A", "B")}
    assert proposed_inputs(run, row, results[1:]) == {}, "a written list is nobody's input"
    has_it = replace(run, state=replace(run.state, inputs={"databases": ("A", "B")}))
    assert proposed_inputs(has_it, row, results) == {}, "nothing is proposed that is so already"


def test_an_optional_parameter_of_another_plans_input_is_left_out(tmp_path: Path) -> None:
    _, row, results = looked(tmp_path / "a", "A")
    assert results[0].sentence == "databases, note"
    run, row, _ = looked(tmp_path / "a2", "A", server="SQL01")
    assert unset_inputs(run, row) == ()
    _, _, results = looked(tmp_path / "b", "B", server="SQL01")
    assert results[0].sentence == "databases, note, server"
    run, row, results = looked(tmp_path / "b2", "B")
    assert results[0].inspection.says.code == "automation.unset-input"
    assert unset_inputs(run, row) == ("server",)
