"""A step's automation on the screen: what is shown is what is done, and by hand always works."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.run.kinds import fails, waits_for_cancel
from tests.tui.acting import Edit, HelpedReachable, Probing, World, play_acting, until, world
from tests.tui.playing import Player
from xprunbook.run import commands as c
from xprunbook.run.contract import Finding, Inspection, Job, Operation, Plan
from xprunbook.run.state import StepState
from xprunbook.tui.dialogs.apply import ConfirmApply
from xprunbook.tui.screens.action import REST, ActionScreen
from xprunbook.tui.screens.plan import PlanScreen
from xprunbook.tui.screens.trust import TrustScreen


def state(of: World) -> StepState:
    """The step's state."""
    return of.session.snapshot().state.status("install").state


async def prepared(player: Player) -> ActionScreen:
    """Open the step's automation and wait for the plan, long enough that a key is consent."""
    await player.press("a")
    screen = player.app.screen
    assert isinstance(screen, ActionScreen)
    await until(player, lambda: screen.preview is not None)
    await asyncio.sleep(REST)
    return screen


async def apply(player: Player, screen: ActionScreen) -> None:
    """Read to the end, carry it out, and type what is overwritten."""
    while "carry out" not in player.text.splitlines()[-1]:
        await player.press("enter")
    await asyncio.sleep(REST)
    await player.press("enter")
    assert isinstance(player.app.screen, ConfirmApply)
    await player.press(*"web01", "enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)], ids=str)
def test_the_plan_is_shown_read_carried_out_and_proven(tmp_path: Path, size: tuple[int, int]) -> None:
    of = world(tmp_path)

    async def script(player: Player) -> None:
        screen = await prepared(player)
        assert of.shelf.puts == 0
        await apply(player, screen)
        await until(player, lambda: state(of) is StepState.DONE)
        await player.settle()
        assert of.shelf.things == ["web01", "web01"]
        assert of.session.snapshot().state.status("install").proven

    play_acting(of, script, size)


def test_the_page_says_exactly_what_would_be_done(tmp_path: Path) -> None:
    of = world(tmp_path)

    async def script(player: Player) -> None:
        await prepared(player)
        text = player.text
        assert "satisfied" in text
        assert "shelf answers within 2 ms" in text
        assert "needed" in text
        assert "seen as tester" in text
        assert "+    <Connect>Data Source=SQL01\\XPHONE;Initial Catalog=XPData</Connect>" in text
        assert "t-sql  SQL01\\XPHONE" in text
        assert "Overwrites" in text

    play_acting(of, script, (100, 50))


def test_a_key_that_comes_at_once_is_no_consent(tmp_path: Path) -> None:
    of = world(tmp_path)

    async def script(player: Player) -> None:
        await player.press("a")
        screen = player.app.screen
        assert isinstance(screen, ActionScreen)
        while screen.preview is None:
            await asyncio.sleep(0.001)
        await player.pilot.press("a")
        assert not isinstance(player.app.screen, ConfirmApply)
        assert of.shelf.puts == 0

    play_acting(of, script, (120, 60))


def test_a_plan_longer_than_the_screen_is_read_first(tmp_path: Path) -> None:
    of = world(tmp_path)

    class Long(Edit):
        """A plan of many lines."""

        def plan(self, job, found):  # type: ignore[no-untyped-def]
            """Two hundred lines."""
            lines = "\n".join(f"line {at}" for at in range(200))
            return Plan("demo.install", (Operation("put", "shelf", lines, {"thing": "web01"}),))

    of.kinds.replaced["demo.install"] = Long()

    async def script(player: Player) -> None:
        await prepared(player)
        pages = 0
        while "carry out" not in player.text.splitlines()[-1]:
            assert "read on" in player.text.splitlines()[-1]
            await player.press("enter")
            pages += 1
        assert pages >= 9
        assert "line 199" in player.text

    play_acting(of, script)


def test_what_changed_meanwhile_is_shown_anew_and_not_done(tmp_path: Path) -> None:
    of = world(tmp_path)

    async def script(player: Player) -> None:
        screen = await prepared(player)
        stale = screen.preview
        assert stale is not None
        assert stale.plan is not None
        of.kinds.replaced["demo.install"] = Other()
        screen.host.apply("install", stale.plan.digest)
        await until(player, lambda: screen.preview is not None and screen.preview is not stale)
        assert "this is the new plan" in player.text
        assert "ALTER" in player.text
        assert of.shelf.puts == 0

    class Other(Edit):
        """Would do something else."""

        def plan(self, job, found):  # type: ignore[no-untyped-def]
            """Another statement."""
            return Plan("demo.install", (Operation("t-sql", "SQL01", "ALTER LOGIN x;", {"thing": "x"}),))

    play_acting(of, script, (120, 60))


def test_a_blocked_check_names_what_helps_and_jumps_there(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.shelf.things += list("abcdef")

    async def script(player: Player) -> None:
        await prepared(player)
        assert "blocked" in player.text
        assert "Give the account rights on the share" in player.text
        assert "J jumps to step 4" in player.text
        assert "carry out" not in player.text.splitlines()[-1]
        await player.press("enter")
        assert of.shelf.puts == 0
        await player.press("j")
        assert isinstance(player.app.screen, PlanScreen)
        assert player.plan.matrix.selected == "drain"

    play_acting(of, script, (100, 40))


def test_by_hand_is_always_there(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.shelf.things += list("abcdef")

    async def script(player: Player) -> None:
        await prepared(player)
        await player.press("space")
        await player.press(*"web01", "enter")
        await until(player, lambda: state(of) is StepState.DONE)

    play_acting(of, script)


def test_output_flows_esc_leaves_it_running_and_k_cancels(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.kinds.replaced["demo.install"] = type("Long", (Edit,), {"seconds": 20.0})()

    async def script(player: Player) -> None:
        screen = await prepared(player)
        await apply(player, screen)
        await until(player, lambda: "CORP\\svc-xphone" in player.text)
        assert "K cancel" in player.text
        await player.press("escape")
        assert isinstance(player.app.screen, PlanScreen)
        assert "5 RUNNING" in player.text
        await player.press("q")
        assert "An action is still running" in player.text
        await player.press("enter")  # staying is what Enter does
        assert isinstance(player.app.screen, PlanScreen)
        await player.press("k")
        await until(player, lambda: state(of) is StepState.CANCELLED)
        await until(player, lambda: "RUNNING" not in player.text)
        assert player.plan._ticking is None

    play_acting(of, script)


def test_a_failure_is_said_and_may_be_tried_again(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.shelf.trouble = fails

    async def script(player: Player) -> None:
        screen = await prepared(player)
        await apply(player, screen)
        await until(player, lambda: state(of) is StepState.FAILED)
        await until(player, lambda: "the shelf is full" in player.text)

    play_acting(of, script)


def test_an_untrusted_runbook_is_listed_first_and_enter_does_nothing(tmp_path: Path) -> None:
    of = world(tmp_path, trusted=False)

    async def script(player: Player) -> None:
        await player.press("a")
        assert isinstance(player.app.screen, TrustScreen)
        assert 'host: "${web_server}", port: 443' in player.text
        await player.press("enter")
        assert isinstance(player.app.screen, ActionScreen)
        assert "by hand" in player.text
        assert (of.shelf.looks, of.trust) == (0, [])
        await player.press("a")
        await player.press("down", "enter")
        await until(player, lambda: of.shelf.looks > 0)
        assert of.trust == ["Ada Lovelace"]

    play_acting(of, script)


def test_a_missing_input_is_asked_for_at_its_field(tmp_path: Path) -> None:
    of = world(tmp_path, host="")

    async def script(player: Player) -> None:
        await player.press("a")
        await player.settle()
        assert player.app.focused is not None
        assert player.app.focused.id == "input-web_server"
        await player.press(*"web01", "enter")
        await until(player, lambda: "needed" in player.text)
        assert of.session.snapshot().state.inputs["web_server"] == "web01"

    play_acting(of, script)


def test_a_probe_runs_only_when_asked_for(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.kinds.replaced["demo.reachable"] = Probing()

    async def script(player: Player) -> None:
        screen = await prepared(player)
        assert "A probe writes something" in player.text
        await player.press("p")
        await until(player, lambda: screen.preview is not None)
        assert "A probe writes something" not in player.text

    play_acting(of, script, (100, 40))


def test_what_is_so_already_is_recorded_as_done(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.shelf.things.append("web01")

    async def script(player: Player) -> None:
        await prepared(player)
        assert "nothing to do" in player.text
        await player.press("enter")
        await until(player, lambda: state(of) is StepState.DONE)
        assert of.shelf.puts == 0

    play_acting(of, script)


def test_a_doubt_is_settled_with_all_that_is_known(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.shelf.trouble = waits_for_cancel(False)

    async def script(player: Player) -> None:
        screen = await prepared(player)
        await apply(player, screen)
        await until(player, lambda: state(of) is StepState.RUNNING)
        await player.press("k")
        await until(player, lambda: state(of) is StepState.IN_DOUBT)
        await player.press("s")
        await player.settle()
        assert "demo.install" in player.text
        assert "CREATE LOGIN" in player.text
        assert "No process was recorded" in player.text
        of.shelf.things.append("web01")
        await player.press("f5")
        await until(player, lambda: "Seen now" in player.text)
        await player.press("tab")
        await player.press(*"seen", "enter")
        await until(player, lambda: state(of) is StepState.DONE)

    play_acting(of, script, (100, 50))


def test_nothing_ticks_while_nothing_runs(tmp_path: Path) -> None:
    of = world(tmp_path)

    async def script(player: Player) -> None:
        await prepared(player)
        looks, asked = of.shelf.looks, time.monotonic()
        while time.monotonic() - asked < 0.6:
            await player.settle()
        assert of.shelf.looks == looks
        assert player.plan._ticking is None

    play_acting(of, script)


def test_a_session_that_cannot_act_says_so(tmp_path: Path) -> None:
    from tests.tui.playing import play

    async def script(player: Player) -> None:
        player.plan.matrix.select("install")
        await player.press("a")
        await player.settle()
        assert "There is no automation in this session" in player.text
        await player.press("escape", "escape")
        await player.press("v")
        assert "There is no automation" in player.text

    app = play(script)
    assert app.sessions == []


def test_a_decided_step_is_only_looked_at(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.session.submit(c.Tick("install")).result(10)

    async def script(player: Player) -> None:
        await player.press("a")
        await until(player, lambda: "needed" in player.text)
        assert "This would be done" not in player.text
        await player.press("enter")
        assert of.shelf.puts == 0

    play_acting(of, script)


class ProposingReachable(HelpedReachable):
    """Knows a better host."""

    def inspect(self, job: Job) -> Inspection:
        """Propose it, until it is taken."""
        found = super().inspect(job)
        if job.parameters["host"] == "web09":
            return found
        return replace(found, finding=Finding.NEEDED, proposes={"host": "web09"})


def test_a_proposal_is_taken_over_by_a_person(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.kinds.replaced["demo.reachable"] = ProposingReachable()

    async def script(player: Player) -> None:
        screen = await prepared(player)
        assert "take the proposal over" in player.text
        assert of.session.snapshot().state.inputs["web_server"] == "web01"
        await player.press("i")
        assert "Proposed; the run holds: web01" in player.text
        await player.press("enter")
        await until(player, lambda: of.session.snapshot().state.inputs["web_server"] == "web09")
        await until(player, lambda: screen.preview is not None and not screen.looking)
        assert "take the proposal over" not in player.text

    play_acting(of, script, (100, 40))


def test_a_proposal_is_only_one(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.kinds.replaced["demo.reachable"] = ProposingReachable()

    async def script(player: Player) -> None:
        await prepared(player)
        await player.press("i", "escape")
        assert of.session.snapshot().state.inputs["web_server"] == "web01"

    play_acting(of, script, (100, 40))
