"""Line mode at a run: every move by typed answers, in both languages, as events and state."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.line.desk import begin, work
from xprunbook.run.state import Closing, StepState
from xprunbook.run.verify import code_of


def test_a_mandatory_tick_asks_and_the_value_is_written_down(tmp_path: Path) -> None:
    said, state = work(begin(tmp_path), ["done 2a", r"\\nas\backup\web", "", "quit"])
    assert state.status("backup-files").state is StepState.DONE
    assert state.status("backup-files").observed == r"\\nas\backup\web"
    assert "Tick 2a as done?" in said
    _, state = work(begin(tmp_path), ["done 2b", "n", "quit"])
    assert state.status("backup-database").state is StepState.OPEN


def test_every_move_on_a_step(tmp_path: Path) -> None:
    answers = [
        "skip 1 nobody is affected",
        "defer 2b", "", "tomorrow", "",
        "note 2a looked at it",
        "note run handed the key over",
        "not-applicable 4 there is no load balancer",
        "skip 5", "the vendor asks to wait",
        "reopen 1",
        "3", "observe 3", "12 GB",
        "quit",
    ]  # fmt: skip
    said, state = work(begin(tmp_path), answers)
    states = {step: status.state for step, status in state.steps.items()}
    assert states["backup-database"] is StepState.DEFERRED
    assert state.status("backup-database").owner == "Ada"
    assert StepState.NOT_APPLICABLE in states.values()
    assert StepState.DEVIATION in states.values()
    assert states["announce"] is StepState.OPEN
    assert state.notes[0].text == "handed the key over"
    assert "page one" in said


def test_a_whole_run_with_gates_to_its_code(tmp_path: Path) -> None:
    session = begin(tmp_path)
    answers: list[str] = []
    for number in ("2a", "2b"):
        answers += [f"done {number}", *([r"\\nas\b"] if number == "2a" else []), ""]
    answers += ["skip 1 no", "skip 3 no", "gate", "yes", ""]
    run = session.book.speak("en")
    for step in run.leaves("A"):
        if step.number in ("4", "5", "6", "7", "8"):
            answers += [f"done {step.number}"]
            answers += ["web01"] if step.overwrites else []
            answers += ["value"] if step.observe else []
            answers += [""]
    answers += ["close", "yes", "", "yes"]
    said, state = work(session, answers)
    assert state.closing in (Closing.COMPLETED, None), said
    if state.closing is None:
        pytest.fail(said)
    assert code_of(state.head) in said


def test_answers_that_no_person_typed_tick_nothing_mandatory(tmp_path: Path) -> None:
    said, state = work(begin(tmp_path), ["done 2b", "", "skip 1 no", "quit"], human=False)
    assert state.status("backup-database").state is StepState.OPEN
    assert "confirmed by a person only" in " ".join(said.split())
    assert state.status("announce").source == "from file stdin"


def test_plan_inputs_window_here_and_hand_over(tmp_path: Path) -> None:
    answers = [
        "inputs",
        "1",
        "web02",
        "window 06:00",
        "",
        "here",
        "1",
        "hand-over Grace",
        "",
        "",
        "plan B",
        "why not",
    ]
    _, state = work(begin(tmp_path), [*answers, "quit"])
    assert state.inputs["web_server"] == "web02"
    assert state.window_end is not None
    assert state.here == "web"
    assert state.person == "Grace"
    assert state.plan == "B"


def test_going_back_and_forward(tmp_path: Path) -> None:
    said, state = work(begin(tmp_path), ["go-back", "too late", "status", "go-back", "on we go", "quit"])
    assert not state.going_back
    assert "GOING BACK" in said


def test_nonsense_and_every_page_in_both_languages(tmp_path: Path) -> None:
    pages = [
        "help",
        "list",
        "filter",
        "fold",
        "unfold",
        "status",
        "1",
        "2",
        "2a",
        "l",
        "liste",
        "hilfe",
        "2a",
        "??",
    ]
    about = ["look", "run", "cancel", "child", "undo", "settle"]
    pages += [f"{word} 2a" for word in about] + ["", "preflight", "dry-run", "trust", "secrets"]
    said, _ = work(begin(tmp_path), [*pages, "ende"])
    assert "Traceback" not in said
    assert "Pflicht in A, B" in said


@pytest.mark.parametrize("columns", [1, 20, 33, 80])
def test_nothing_is_wider_than_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    said, _ = work(
        begin(tmp_path), ["help", "list", "1", "2a", "4", "status", "done 2b", "", "quit"], human=False
    )
    assert max(len(line.rstrip()) for line in said.splitlines()) <= max(20, columns)
