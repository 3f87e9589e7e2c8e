"""Preflight and dry run on the screen: all at once, nothing changed, and the way to what helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.acting import play_acting, until, world
from tests.tui.playing import Player
from xprunbook.run.state import StepState
from xprunbook.tui.screens.action import ActionScreen
from xprunbook.tui.screens.help import HelpScreen
from xprunbook.tui.screens.plan import PlanScreen
from xprunbook.tui.screens.preflight import PreflightScreen
from xprunbook.tui.screens.trust import TrustScreen


def answered(player: Player) -> bool:
    """Whether everything has answered."""
    screen = player.app.screen
    return isinstance(screen, PreflightScreen) and bool(screen.table.entries) and "looking" not in player.text


def shows(player: Player, kind: type[object]) -> bool:
    """Whether the screen in front is of this kind."""
    return isinstance(player.app.screen, kind)


def test_every_check_of_the_plan_with_its_state(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.shelf.things += list("abcdef")

    async def script(player: Player) -> None:
        await player.press("v")
        await until(player, lambda: answered(player))
        assert "1 blocked, 1 needed" in player.text
        assert "Give the account rights on the share" in player.text
        status = of.session.snapshot().state.status("install")
        assert status.state is StepState.OPEN
        assert status.checks["before:0"].result == "blocked"
        of.shelf.things.clear()
        await player.press("f5")
        await until(player, lambda: answered(player) and "satisfied" in player.text)
        await player.press("down", "r")
        await until(player, lambda: answered(player))
        await player.press("enter")
        assert shows(player, PlanScreen)
        assert player.plan.matrix.selected == "install"

    play_acting(of, script)


def test_the_jump_and_the_step_of_a_check(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.shelf.things += list("abcdef")

    async def script(player: Player) -> None:
        await player.press("v")
        await until(player, lambda: answered(player))
        await player.press("a")
        assert shows(player, ActionScreen)
        await player.press("escape", "f1")
        assert shows(player, HelpScreen)
        await player.press("escape", "j")
        assert player.plan.matrix.selected == "drain"

    play_acting(of, script)


def test_a_dry_run_shows_operations_and_changes_nothing(tmp_path: Path) -> None:
    of = world(tmp_path)

    async def script(player: Player) -> None:
        before = of.session.snapshot().state.seq
        await player.press("v")
        await until(player, lambda: answered(player))
        seen = of.session.snapshot().state.seq
        assert seen > before
        await player.press("d")
        await until(player, lambda: answered(player) and "Dry run" in player.text)
        assert "would do 2 things" in player.text
        assert "CREATE LOGIN" in player.text
        assert of.shelf.puts == 0
        assert of.session.snapshot().state.seq == seen

    play_acting(of, script, (100, 60))


def test_trust_comes_first(tmp_path: Path) -> None:
    of = world(tmp_path, trusted=False)

    async def script(player: Player) -> None:
        await player.press("v")
        await player.settle()
        assert shows(player, TrustScreen)
        await player.press("escape")
        assert shows(player, PlanScreen)
        assert of.shelf.looks == 0

    play_acting(of, script)


@pytest.mark.parametrize("size", [(40, 10), (20, 5), (200, 60)], ids=str)
def test_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    of = world(tmp_path)

    async def script(player: Player) -> None:
        await player.press("v")
        await player.settle()
        await player.press("down", "end", "pagedown", "home", "pageup", "d", "escape")
        assert shows(player, PlanScreen)

    play_acting(of, script, size)


def test_missing_rights_are_said_when_the_run_opens_and_by_the_preflight(tmp_path: Path) -> None:
    of = world(tmp_path, elevated=False)
    said = "An administrator's rights are missing for"

    async def script(player: Player) -> None:
        await until(player, lambda: said in player.text)
        await player.press("down")
        assert said not in player.text
        await player.press("v")
        await until(player, lambda: answered(player) and said in player.text)

    play_acting(of, script)


def test_who_has_the_rights_is_told_nothing(tmp_path: Path) -> None:
    async def script(player: Player) -> None:
        await player.press("v")
        await until(player, lambda: answered(player))
        assert "rights are missing" not in player.text

    play_acting(world(tmp_path, elevated=True), script)
