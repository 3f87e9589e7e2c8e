"""What may be asked of a run, and what follows: asserted on events and state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.run.builders import START, Desk
from xprunbook.run import commands as c
from xprunbook.run import events as e
from xprunbook.run.commands import TABLE, Rule, Verb
from xprunbook.run.state import Closing, StepState
from xprunbook.run.texts import REFUSALS


def test_a_tick_is_one_event_and_closes_the_step() -> None:
    desk = Desk(inputs={"host": "WEB1"})
    assert desk.ask(c.Tick("files")) == (e.Ticked("files"),)
    assert desk.row("files").state is StepState.DONE
    assert desk.row("files").status.person == "Ada"


def test_a_tick_keeps_the_values_it_was_made_with_and_shows_when_they_changed() -> None:
    desk = Desk(inputs={"host": "WEB1"})
    (event,) = desk.ask(c.Tick("install"))
    assert isinstance(event, e.Ticked)
    assert event.values == {"host": "WEB1"}
    assert desk.refused(c.SetInput("host", "WEB2")) == "reason-needed"
    desk.ask(c.SetInput("host", "WEB2", "renamed"))
    assert desk.row("install").earlier_values == ("host",)


def test_needs_and_gates_warn_and_are_recorded_but_never_block_a_tick_by_hand() -> None:
    desk = Desk()
    assert desk.row("install").missing == ("backup", "gate:prepare")
    (event,) = desk.ask(c.Tick("install"))
    assert isinstance(event, e.Ticked)
    assert event.missing == ("backup", "gate:prepare")


def test_a_value_to_write_down_comes_before_the_tick() -> None:
    desk = Desk()
    assert desk.refused(c.Tick("space")) == "observation-needed"
    assert desk.ask(c.Tick("space", observed=" 12 GB ")) == (
        e.Observed("space", "12 GB"),
        e.Ticked("space"),
    )
    assert desk.row("space").status.observed == "12 GB"


def test_mandatory_steps_are_not_skipped_and_optional_ones_not_deviated_from() -> None:
    desk = Desk()
    assert desk.refused(c.Skip("files")) == "mandatory-step"
    assert desk.refused(c.Deviate("space", "no time")) == "optional-step"
    assert desk.refused(c.Deviate("files")) == "reason-needed"
    desk.ask(c.Deviate("files", "nothing to save"))
    desk.ask(c.Skip("space"))
    assert desk.row("files").state is StepState.DEVIATION
    assert desk.row("space").state is StepState.SKIPPED


def test_a_slip_needs_no_reason_within_thirty_seconds() -> None:
    desk = Desk()
    desk.ask(c.Tick("files"))
    desk.now += 30
    (event,) = desk.ask(c.Reopen("files"))
    assert event == e.Reopened("files", "", slip=True)
    assert desk.row("files").status.reopened == 0
    desk.ask(c.Tick("files"))
    desk.now += 31
    assert desk.refused(c.Reopen("files")) == "reason-needed"
    desk.ask(c.Reopen("files", "wrong server"))
    assert desk.row("files").status.reopened == 1


def test_a_criterion_closes_a_step_until_a_person_opens_it() -> None:
    desk = Desk()
    assert desk.row("data").undecided == "database"
    desk.ask(c.SetInput("database", "no"))
    row = desk.row("data")
    assert (row.state, row.criterion) == (StepState.NOT_APPLICABLE, "database")
    desk.ask(c.Reopen("data"))
    assert desk.row("data").state is StepState.OPEN


def test_a_parent_is_what_its_sub_steps_are_and_passes_leaving_out_on() -> None:
    desk = Desk()
    assert desk.refused(c.Tick("backup")) == "has-sub-steps"
    desk.ask(c.Tick("files"))
    assert desk.row("backup").state is StepState.OPEN
    assert desk.ask(c.Deviate("backup", "no backup tonight")) == (e.Deviated("data", "no backup tonight"),)
    assert desk.row("backup").state is StepState.DEVIATION


def test_a_deferred_step_is_a_duty_with_owner_and_date() -> None:
    desk = Desk()
    assert desk.refused(c.Defer("files", owner="Bob")) == "owner-and-date-needed"
    desk.ask(c.Defer("files", owner="Bob", due="Monday"))
    assert desk.row("files").state is StepState.DEFERRED
    desk.ask(c.Tick("files"))
    assert desk.row("files").state is StepState.DONE


def test_a_gate_opens_only_by_a_person_and_when_its_mandatory_steps_are_decided() -> None:
    desk = Desk(inputs={"database": "no"})
    assert desk.refused(c.PassGate("prepare")) == "gate-steps-open"
    desk.ask(c.Tick("files"))
    assert [phase.id for phase in desk.see().gates_waiting()] == ["prepare"]
    assert desk.ask(c.PassGate("prepare")) == (e.GatePassed("prepare", "", ("space",)),)
    assert desk.state.gates["prepare"].head == desk.state.head
    assert desk.refused(c.PassGate("prepare")) == "no-gate"
    assert desk.refused(c.PassGate("work")) == "no-gate"


def test_steps_outside_the_plan_take_notes_only() -> None:
    desk = Desk(plan="B")
    assert desk.refused(c.Tick("space")) == "not-in-plan"
    assert desk.row("space").verbs == {Verb.NOTE}
    desk.ask(c.AddNote("not needed here", "space"))
    assert desk.row("space").status.notes[0].text == "not needed here"


def test_going_back_takes_done_steps_back_in_reverse_order() -> None:
    desk = Desk(plan="B", inputs={"database": "no"})
    for step in ("files", "install", "live"):
        desk.ask(c.Tick(step))
    assert desk.refused(c.GoBack("")) == "reason-needed"
    assert desk.ask(c.GoBack("phones are dead")) == (
        e.GoingBackStarted("phones are dead", past_no_return=True),
    )
    assert [row.step.id for row in desk.see().to_undo()] == ["live", "install"]
    assert desk.refused(c.Tick("files")) == "going-back"
    assert desk.refused(c.Undo("files")) == "not-possible"
    desk.ask(c.Undo("live", "done"))
    assert desk.refused(c.Close()) == "undo-open"
    assert desk.refused(c.Undo("install", left=True)) == "reason-needed"
    desk.ask(c.Undo("install", "harmless, stays", left=True))
    desk.ask(c.Close())
    assert desk.state.closing is Closing.GONE_BACK


def test_the_way_back_can_be_left() -> None:
    desk = Desk()
    desk.ask(c.Tick("install"))
    desk.ask(c.GoBack("trouble"))
    desk.ask(c.Undo("install", "stays", left=True))
    assert desk.refused(c.GoForward("")) == "reason-needed"
    desk.ask(c.GoForward("solved"))
    assert not desk.state.going_back
    assert desk.row("install").state is StepState.DONE


def finished(desk: Desk) -> None:
    desk.ask(c.SetInput("database", "no"))
    desk.ask(c.Tick("files"))
    desk.ask(c.PassGate("prepare"))
    desk.ask(c.Tick("install"))
    desk.ask(c.Tick("live"))


def test_closing_names_what_is_open_and_leaves_out_optional_steps() -> None:
    desk = Desk()
    assert desk.refused(c.Close()) == "steps-open"
    finished(desk)
    assert desk.ask(c.Close()) == (e.Skipped("space"), e.Closed("completed"))
    assert desk.state.closing is Closing.COMPLETED
    assert desk.refused(c.AddNote("late")) == "run-closed"
    assert desk.row("files").verbs == frozenset()


def test_a_deferred_step_closes_with_open_duties_and_abandoning_needs_a_reason() -> None:
    desk = Desk()
    finished(desk)
    desk.ask(c.Defer("space", owner="Bob", due="Monday"))
    desk.ask(c.Close())
    assert desk.state.closing is Closing.WITH_DUTIES
    other = Desk()
    assert other.refused(c.Close(abandon=True)) == "reason-needed"
    other.ask(c.Close(abandon=True, reason="customer called it off"))
    assert other.state.closing is Closing.ABANDONED


def test_a_gate_not_passed_keeps_the_run_open() -> None:
    desk = Desk(inputs={"database": "no"})
    for step in ("files", "install", "live"):
        desk.ask(c.Tick(step))
    assert desk.refused(c.Close()) == "gates-open"


def test_an_action_without_outcome_is_in_doubt_after_a_crash_and_is_settled_with_a_reason() -> None:
    desk = Desk()
    desk.happen(e.Intended("install", "demo.install", "d1", "install 3 packages"))
    assert desk.row("install").state is StepState.RUNNING
    assert desk.refused(c.Tick("install")) == "wrong-state"
    assert desk.refused(c.ChangePlan("B", "x")) == "action-running"
    desk.happen(e.Resumed())
    assert desk.row("install").state is StepState.IN_DOUBT
    intent = desk.row("install").status.intent
    assert intent is not None
    assert intent.digest == "d1"
    assert desk.refused(c.Settle("install", verdict="happened")) == "reason-needed"
    desk.ask(c.Settle("install", "looked at the server", "happened"))
    assert desk.row("install").state is StepState.DONE


def test_after_a_failed_action_a_tick_by_hand_needs_a_reason() -> None:
    desk = Desk()
    desk.happen(e.Intended("install", "demo.install", "d1"))
    desk.happen(e.Ended("install", "failed"))
    assert desk.refused(c.Tick("install")) == "reason-needed"
    desk.ask(c.Tick("install", "did it by hand"))
    assert desk.row("install").status.reason == "did it by hand"


def test_plan_and_inputs_change_with_a_reason() -> None:
    desk = Desk()
    assert desk.refused(c.ChangePlan("Z", "x")) == "unknown-plan"
    assert desk.refused(c.ChangePlan("B", "")) == "reason-needed"
    desk.ask(c.ChangePlan("B", "no second node"))
    assert desk.row("space").mark is None
    assert desk.refused(c.SetInput("nope", "1")) == "unknown-input"
    assert desk.refused(c.SetHere("nope")) == "unknown-machine"


def test_hand_over_makes_the_next_person_the_author() -> None:
    desk = Desk()
    desk.ask(c.HandOver("Bob", "Engines"))
    assert desk.state.person == "Bob"
    assert [session.person for session in desk.state.sessions] == ["Ada", "Bob"]


@pytest.mark.parametrize("state", list(StepState))
def test_the_table_names_every_state_and_no_state_is_a_dead_end(state: StepState) -> None:
    assert TABLE[state]


def test_who_leaves_done_and_what_is_left_out_needs_what_the_design_says() -> None:
    assert TABLE[StepState.DONE] == {Verb.REOPEN: Rule.REASON_AFTER_SLIP}
    assert TABLE[StepState.OPEN][Verb.SKIP] is Rule.OPTIONAL
    assert TABLE[StepState.OPEN][Verb.DEVIATE] is Rule.MANDATORY
    assert TABLE[StepState.IN_DOUBT] == {Verb.SETTLE: Rule.REASON}


def test_hostile_text_is_made_harmless_before_it_is_kept() -> None:
    desk = Desk()
    (event,) = desk.ask(c.AddNote("red \x1b[31m \u202e", "files"))
    assert isinstance(event, e.NoteAdded)
    assert event.text == "red ^[[31m <U+202E>"


def test_every_refusal_has_its_sentence() -> None:
    import inspect

    from xprunbook.run import acting, decide

    source = inspect.getsource(decide) + inspect.getsource(acting)
    used = {part.split('"')[1] for part in source.split("Refusal(")[1:] if part.startswith('"')}
    used |= {"mandatory-step", "optional-step"}
    assert used == set(REFUSALS.table)


def test_working_time_is_the_sum_of_sessions() -> None:
    desk = Desk()
    desk.now = START + 600
    desk.ask(c.Tick("files"))
    desk.now = START + 5_000
    desk.boot = "boot-2"
    desk.happen(e.Resumed())
    assert desk.state.sessions[0].ended == "crash"
    assert desk.state.worked == 600
    desk.now += 60
    desk.ask(c.Leave())
    assert desk.state.worked == 660
    assert not desk.state.in_session


def test_a_gate_of_a_phase_that_does_not_apply_waits_for_nobody() -> None:
    desk = Desk(plan="B")
    desk.ask(c.FindNotApplicable("backup", "a fresh machine"))
    assert desk.see().gates_waiting() == ()
    assert desk.row("install").missing == ()


def test_a_value_that_does_not_fit_never_reaches_the_record() -> None:
    desk = Desk()
    assert desk.refused(c.SetInput("database", "maybe; rm")) == "bad-value"
    assert desk.refused(c.SetInput("host", "two words")) == "bad-value"
    assert desk.refused(c.Tick("space", observed="")) == "bad-value"
    (event,) = desk.ask(c.SetInput("database", "ja"))
    assert event == e.InputSet("database", "yes")


def passed_gate() -> Desk:
    desk = Desk(inputs={"database": "no"})
    desk.ask(c.Tick("files"))
    desk.now += 60
    desk.ask(c.PassGate("prepare"))
    desk.now += 60
    return desk


def test_a_gate_no_longer_holds_when_its_ground_is_gone() -> None:
    desk = passed_gate()
    assert desk.see().passed == {"prepare"}
    desk.ask(c.Reopen("files", "the backup is not readable"))
    assert desk.see().passed == frozenset()
    assert desk.row("install").missing == ("backup", "gate:prepare")
    desk.now += 60
    desk.ask(c.Tick("files"))
    assert [phase.id for phase in desk.see().gates_waiting()] == ["prepare"]
    desk.ask(c.PassGate("prepare"))
    assert desk.see().passed == {"prepare"}


def test_a_step_that_a_changed_input_brings_in_takes_the_gate_back() -> None:
    desk = passed_gate()
    desk.ask(c.SetInput("database", "yes", "there is one after all"))
    assert desk.see().passed == frozenset()


def test_what_was_open_when_the_gate_was_passed_may_be_done_later() -> None:
    desk = Desk(inputs={"database": "no"})
    desk.ask(c.Defer("files", owner="Bob", due="Monday"))
    desk.ask(c.PassGate("prepare"))
    desk.now += 60
    desk.ask(c.Tick("files"))
    desk.ask(c.Tick("space", observed="12 GB"))
    assert desk.see().passed == {"prepare"}


def test_neither_gate_nor_plan_changes_on_the_way_back() -> None:
    desk = passed_gate()
    desk.ask(c.GoBack("trouble"))
    assert desk.refused(c.PassGate("prepare")) == "going-back"
    assert desk.refused(c.ChangePlan("B", "x")) == "going-back"


def test_a_file_decides_no_mandatory_step_and_no_gate_without_permission() -> None:
    desk = Desk()
    source = c.from_file("a.txt")
    assert desk.refused(c.Tick("files", source=source)) == "file-may-not-tick"
    assert desk.refused(c.FindNotApplicable("backup", "none", source=source)) == "file-may-not-tick"
    assert desk.refused(c.PassGate("prepare", source=source)) == "file-may-not-tick"
    desk.ask(c.Tick("space", observed="12", source=source))
    assert desk.state.status("space").source == "from file a.txt"
    desk.state = replace(desk.state, allow_file_ticks=True)
    desk.ask(c.Tick("files", source=source))
