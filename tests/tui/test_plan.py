"""The plan screen as a person uses it: state and events first, pictures second."""

from __future__ import annotations

import pytest

from tests.tui.fakes import NOW, FakeSession, load
from tests.tui.playing import Player, play
from xprunbook.run import commands as c
from xprunbook.run.state import StepState


def after_backup() -> FakeSession:
    """A session in which the first phase is done."""
    session = FakeSession()
    session.ask(
        c.Skip("announce"),
        c.Tick("backup-files", observed="\\\\nas\\web"),
        c.Tick("backup-database"),
        c.Skip("check-space"),
    )
    return session


def test_the_first_picture_says_where_one_is() -> None:
    async def script(player: Player) -> None:
        text = player.text
        assert "Plan A" in text
        assert "saved 22:13" in text
        assert "0 of 9" in text
        assert "here: WEB01 (web)" in text
        assert player.plan.matrix.selected == "announce"
        assert text.count("Install the updates") == 1

    play(script)


def test_space_asks_and_enter_ticks_and_the_cursor_moves_on() -> None:
    async def script(player: Player) -> None:
        player.plan.matrix.select("drain")
        await player.press("space")
        assert len(player.app.screen_stack) == 2
        assert "Plan A" in player.text, "the table stays in sight under a dialog"
        assert "Q quit" not in player.text, "the keys under a dialog are the dialog's"
        await player.press("enter")
        assert "Q quit" in player.text
        assert player.session.state.steps["drain"].state is StepState.DONE
        assert player.plan.matrix.selected == "install"
        assert "done" in player.text

    play(script, after_backup())


def test_escape_leaves_the_question_and_nothing_happens() -> None:
    async def script(player: Player) -> None:
        asked = len(player.session.asked)
        await player.press("space")
        await player.press("escape")
        assert len(player.session.asked) == asked
        assert len(player.app.screen_stack) == 1

    play(script)


def test_a_slip_is_taken_back_without_a_question() -> None:
    async def script(player: Player) -> None:
        player.session.ask(c.Tick("drain"))
        player.session.clock = NOW + 20
        await player.settle()
        player.plan.matrix.select("drain")
        await player.press("r")
        assert player.session.state.steps["drain"].state is StepState.OPEN
        assert "4 is open again" in player.message

    play(script, after_backup())


def test_after_a_while_reopening_asks_for_a_reason() -> None:
    async def script(player: Player) -> None:
        player.session.ask(c.Tick("drain"))
        player.session.clock = NOW + 40
        await player.settle()
        player.plan.matrix.select("drain")
        await player.press("r")
        assert len(player.app.screen_stack) == 2

    play(script, after_backup())


def test_space_on_a_parent_goes_to_its_first_open_sub_step() -> None:
    async def script(player: Player) -> None:
        player.plan.matrix.select("backup")
        await player.press("space")
        assert player.plan.matrix.selected == "backup-files"
        assert "sub-steps" in player.message

    play(script)


def test_a_step_outside_the_plan_stays_in_place_and_takes_nothing() -> None:
    async def script(player: Player) -> None:
        player.plan.matrix.select("drain")
        await player.press("space")
        assert player.message == "The step is not part of plan B."
        await player.press("f")
        assert "Take the node" not in player.text
        assert player.plan.matrix.selected == "install"
        await player.press("f")
        assert "Take the node" in player.text

    play(script, FakeSession(plan="B"))


def test_folding_hides_the_sub_steps_and_a_jump_unfolds_them() -> None:
    async def script(player: Player) -> None:
        player.plan.matrix.select("backup-database")
        await player.press("left")
        assert player.plan.matrix.selected == "backup"
        assert "+ " in player.text
        await player.press("down")
        assert player.plan.matrix.selected == "check-space"
        player.plan.matrix.select("backup-files")
        await player.settle()
        assert player.plan.matrix.selected == "backup-files"

    play(script)


def test_a_gate_is_told_once_and_passed_with_g_and_shows_its_code() -> None:
    async def script(player: Player) -> None:
        assert "G opens the gate" in player.message
        assert "pass the gate" in player.text
        await player.press("g")
        assert len(player.app.screen_stack) == 2
        await player.press("enter")
        assert "prepare" in player.session.state.gates
        assert len(player.app.screen_stack) == 2
        assert "0000-0000-0000-0000" in player.text
        await player.press("enter")
        assert "passed 22:13" in player.text

    play(script, after_backup())


def test_a_refusal_is_a_sentence_in_the_message_line() -> None:
    async def script(player: Player) -> None:
        player.plan.submit((c.Tick("backup"),))
        await player.settle()
        assert player.message == "The step has sub-steps: tick those."
        await player.press("down")
        assert player.message == ""

    play(script)


def test_a_full_disk_is_said_and_stays_said() -> None:
    async def script(player: Player) -> None:
        player.session.full = True
        player.plan.matrix.select("drain")
        await player.press("space")
        await player.press("enter")
        assert "NOT SAVED" in player.text
        assert "The disk is full. Make room." in player.text
        await player.press("space")
        assert "The disk is full" in player.message
        assert len(player.app.screen_stack) == 1

    play(script, after_backup())


def test_who_looks_on_sees_why_nothing_is_taken() -> None:
    session = FakeSession()
    session.read_only = "WEB01 works on it."

    async def script(player: Player) -> None:
        assert "view only" in player.text
        assert "WEB01 works on it." in player.message
        await player.press("space")
        assert len(player.app.screen_stack) == 1
        assert not player.session.asked

    play(script, session)


def test_another_process_ticks_and_the_table_follows() -> None:
    async def script(player: Player) -> None:
        player.session.ask(c.Tick("drain"))
        await player.settle()
        assert "5 of 9" in player.text

    play(script, after_backup())


def test_a_slow_record_is_told_and_the_answer_is_not_lost() -> None:
    async def script(player: Player) -> None:
        player.session.slow = True
        player.plan.submit((c.Tick("drain"),))
        await player.pilot.pause(0.7)
        assert "saving" in player.text
        player.session.answer_all()
        await player.settle()
        assert "saved" in player.text
        assert player.session.state.steps["drain"].state is StepState.DONE

    play(script, after_backup())


def test_the_last_step_leads_to_closing_and_closing_shows_the_code() -> None:
    session = after_backup()
    session.ask(
        c.PassGate("prepare"),
        *(c.Tick(step) for step in ("drain", "install", "restart", "go-live", "smoke-test")),
    )

    async def script(player: Player) -> None:
        assert "C close" in player.text.split("\n")[-1]
        await player.press("c")
        await player.press("enter")
        assert player.session.state.closing is not None
        await player.press("enter")
        assert "completed" in player.text
        await player.press("n")
        assert player.message == "The run is closed."

    play(script, session)


def test_the_language_changes_at_once() -> None:
    async def script(player: Player) -> None:
        await player.press("l")
        assert "gespeichert" in player.text
        assert "Updates einspielen" in player.text

    play(script)


@pytest.mark.parametrize("size", [(40, 10), (20, 5), (80, 24), (120, 40), (200, 60), (10, 3)])
@pytest.mark.parametrize("language", ["de", "en"])
def test_any_size_works(size: tuple[int, int], language: str) -> None:
    async def script(player: Player) -> None:
        for key in ("down", "pagedown", "end", "up", "home", "f", "f", "j"):
            await player.press(key)
        assert player.plan.matrix.selected

    play(script, FakeSession(load("xphone-v8-to-v9"), "C"), size, language)  # type: ignore[arg-type]


def test_at_40_by_10_number_title_and_state_are_left() -> None:
    async def script(player: Player) -> None:
        line = next(line for line in player.text.split("\n") if "Announce" in line)
        assert line.split()[0] == "►"
        assert "open" in line
        assert "F1 help" in player.text
        assert "Q quit" in player.text

    play(script, size=(40, 10))


def test_resizing_keeps_the_selected_step_in_sight() -> None:
    async def script(player: Player) -> None:
        player.plan.matrix.select("smoke-test")
        await player.settle()
        await player.pilot.resize_terminal(60, 12)
        await player.settle()
        assert "►" in player.text
        await player.pilot.resize_terminal(120, 40)
        await player.settle()
        assert "►" in player.text

    play(script)


def test_quit_leaves_at_once() -> None:
    async def script(player: Player) -> None:
        await player.press("q")

    assert play(script).return_code == 0
