"""A step whose action is switched off is a step by hand that says so: its checks work, and nothing is a dead end."""

from __future__ import annotations

from pathlib import Path

from tests.tui.acting import play_acting, until, world
from tests.tui.playing import Player
from xprunbook.tui.screens.action import ActionScreen

SWITCH = "xprunbook automation on demo.install"


def test_the_step_says_that_it_is_off_and_how_to_switch_it_on(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.kinds.switched_off.add("demo.install")

    async def script(player: Player) -> None:
        await player.press("enter")
        assert SWITCH in player.text
        await player.press("escape")
        await player.press("a")
        screen = player.app.screen
        assert isinstance(screen, ActionScreen)
        await until(player, lambda: not screen.looking and bool(screen.results))
        assert set(screen.results) == {place for place, _ in screen.row.step.uses}
        assert "switched off" in player.text
        await player.press("a")
        await until(player, lambda: not screen.looking)
        assert of.shelf.puts == 0
        await player.press("escape")
        await player.press("space")
        assert "Tick as done?" in player.text

    play_acting(of, script, (100, 50))


def test_switched_on_it_is_as_every_other(tmp_path: Path) -> None:
    of = world(tmp_path)

    async def script(player: Player) -> None:
        await player.press("enter")
        assert "switched off" not in player.text

    play_acting(of, script, (100, 50))
