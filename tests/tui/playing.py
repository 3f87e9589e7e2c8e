"""Plays the whole app without a terminal: the real app, the fake session, keys, and the screen as text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot

from tests.tui.fakes import FakeSession
from xprunbook.base.language import Language
from xprunbook.tui.app import RunbookApp, make_look
from xprunbook.tui.policy import Options, TerminalPolicy, terminal_policy
from xprunbook.tui.screens.plan import PlanScreen


class Player:
    """A running app: press, look, reach in."""

    def __init__(self, app: RunbookApp, pilot: Pilot[int], session: FakeSession) -> None:
        self.app = app
        self.pilot = pilot
        self.session = session

    @property
    def plan(self) -> PlanScreen:
        """The plan screen."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, PlanScreen))

    @property
    def text(self) -> str:
        """What is on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def message(self) -> str:
        """What the message line says."""
        from xprunbook.tui.widgets.messagebar import MessageBar

        return self.plan.query_one(MessageBar).sentence

    async def press(self, *keys: str) -> None:
        """Press keys and let everything settle."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Let messages and layouts come to rest."""
        for _ in range(3):
            await self.pilot.pause()


def policy_for(theme: str = "console") -> TerminalPolicy:
    """A policy with this theme, decided without looking at the machine the tests run on."""
    colour: Any = "none" if theme == "mono" else "true" if theme in ("dark", "light") else "16"
    return terminal_policy({"TERM": "xterm-256color", "LANG": "C.UTF-8"}, "linux", Options(colour, theme))


def play(
    script: Callable[[Player], Awaitable[None]],
    session: FakeSession | None = None,
    size: tuple[int, int] = (80, 24),
    language: Language = "en",
    theme: str = "console",
) -> RunbookApp:
    """Open the session in the real app, run the script, and return the app."""
    held = session or FakeSession()
    policy = policy_for(theme)
    app = RunbookApp(lambda: PlanScreen(held), language, policy, make_look(policy, language))

    async def act() -> None:
        async with app.run_test(size=size) as pilot:
            player = Player(app, pilot, held)
            await player.settle()
            await script(player)

    asyncio.run(act())
    return app
