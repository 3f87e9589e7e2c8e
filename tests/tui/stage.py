"""A stage for the face's parts: a bare app with the real themes, a run of the small runbook, the screen as text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from xprunbook.base.language import Language
from xprunbook.run import commands as c
from xprunbook.run import events as e
from xprunbook.run.decide import Refusal, decide
from xprunbook.run.evolve import evolve
from xprunbook.run.record import Record, Stamp
from xprunbook.run.state import RunState
from xprunbook.run.view import RunView, view
from xprunbook.runbook.library import data_folder
from xprunbook.runbook.load import load_book
from xprunbook.runbook.model import Book, InputValue, Runbook
from xprunbook.tui.face import Face
from xprunbook.tui.glyphs import SETS
from xprunbook.tui.theme import Look, Palette
from xprunbook.tui.theme_files import read_theme

DATA = Path(__file__).parents[1] / "data"
NOW = 1_773_500_000.0
"""A moment in March 2026, UTC seconds."""

Result = TypeVar("Result")
HOSTILE = (
    "[/foo]",
    "[@click=app.quit]boom[/]",
    "\x1b[31mred\x1b[0m",
    "\u202egnp.exe",
    "D:\\Backup\\[SAP]\\",
    "x" * 10_000,
    "`**[`",
    "\x9b2J\x07\x00",
)
"""Texts that broke other programs."""


@cache
def small_book() -> Book:
    """The small general runbook in both languages."""
    files = [(path.name, path.read_bytes()) for path in (DATA / "patch-day.yaml", DATA / "patch-day.en.yaml")]
    return load_book(files[0], files[1:])[0]


@cache
def look(theme: str) -> Look:
    """A shipped theme."""
    return read_theme(data_folder("themes") / f"{theme}.yaml", "en")


def run_of(
    runbook: Runbook, plan: str, *asked: c.Command, inputs: Mapping[str, InputValue] | None = None
) -> RunView:
    """A run of the runbook after these commands, a second apart."""
    opened = e.Opened(
        "r1", runbook.id, runbook.version, runbook.title, plan, {}, dict(inputs or {}), "ACME GmbH", "web"
    )
    state = _evolved(RunState(), opened)
    for command in asked:
        decided = decide(runbook, state, command, NOW + state.seq)
        assert not isinstance(decided, Refusal), decided
        for event in decided:
            state = _evolved(state, event)
    return view(runbook, state)


def _evolved(state: RunState, event: e.Event) -> RunState:
    seq = state.seq + 1
    stamp = Stamp(NOW + seq, float(seq), "boot", "Ada Admin", "CORP\\ada", "WEB01")
    digest = f"{seq:064x}"
    return evolve(state, Record(1, seq, "0" * 64, event.code, e.to_data(event), stamp, "", "en", digest))


class Stage(App[Any]):
    """An app with a face and nothing else."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, language: Language = "de", theme: str = "dark") -> None:
        chosen = look(theme)
        super().__init__(ansi_color=chosen.ansi)
        self.face = Face(language, SETS["rich"], Palette(chosen))
        self.register_theme(chosen.to_textual())
        self.theme = chosen.id
        self.answers: list[Any] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The stylesheet is read once before the theme is active."""
        return dict(look("dark").colours)

    def ask(self, screen: Screen[Any]) -> None:
        """Open a screen and keep its answer."""
        self.push_screen(screen, self.answers.append)


def shown(app: App[Any]) -> str:
    """The screen as plain text, without blanks at the ends of lines."""
    width = app.size.width
    lines = []
    for strip in app.screen._compositor.render_strips():
        text = "".join(segment.text for segment in strip)
        lines.append(text[:width].rstrip())
    return "\n".join(lines)


Play = Callable[[Pilot[Any], Stage], Awaitable[None]]


def on_stage(
    make: Callable[[], Screen[Any]],
    play: Play | None = None,
    *,
    keys: tuple[str, ...] = (),
    size: tuple[int, int] = (80, 24),
    language: Language = "de",
    theme: str = "dark",
) -> tuple[list[Any], str]:
    """Open a screen, press keys, play; return its answers and the last picture before the keys were pressed."""

    async def act() -> tuple[list[Any], str]:
        app = Stage(language, theme)
        async with app.run_test(size=size) as pilot:
            app.ask(make())
            await pilot.pause()
            await pilot.pause()
            picture = shown(app)
            for key in keys:
                await pilot.press(key)
            if play is not None:
                await play(pilot, app)
            await pilot.pause()
            return app.answers, picture

    return asyncio.run(act())


def each_on_stage(
    makers: Iterable[Callable[[], Screen[Any]]], *, keys: tuple[str, ...], size: tuple[int, int] = (80, 24)
) -> list[tuple[Any, str]]:
    """Open one screen after the other in one app, press keys in each; its answer and its first picture."""

    async def act() -> list[tuple[Any, str]]:
        app = Stage()
        found: list[tuple[Any, str]] = []
        async with app.run_test(size=size) as pilot:
            for make in makers:
                app.ask(make())
                await pilot.pause()
                picture = shown(app)
                await pilot.press(*keys)
                await pilot.pause()
                assert len(app.screen_stack) == 1, "the screen did not close"
                found.append((app.answers[-1], picture))
        return found

    return asyncio.run(act())


def typed(text: str) -> tuple[str, ...]:
    """The keys that type a text."""
    names = {" ": "space", ".": "full_stop", ":": "colon", "\\": "backslash", "-": "minus", ",": "comma"}
    return tuple(names.get(character, character) for character in text)
