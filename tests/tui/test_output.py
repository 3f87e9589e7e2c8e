"""What leaves for the terminal: no control characters in cells, and partial updates equal a full repaint."""

from __future__ import annotations

import pyte
import pytest
from rich.segment import Segment
from rich.style import Style
from textual._compositor import CompositorUpdate
from textual.color import Color

from tests.tui.fakes import FakeSession, load
from tests.tui.playing import Player, play
from xprunbook.run import commands as c
from xprunbook.tui.filters import SafeCells
from xprunbook.tui.lean import LeanCompositor, LeanUpdate

HOSTILE = (
    "[/foo]",
    "[@click=app.quit]boom[/]",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\u202egnp.exe",
    "D:\\Backup\\[SAP]\\",
    "x" * 10_000,
    "`**[`",
    "\x9b2J\x07\x00\r\n",
    "漢字 e\u0301 \u200b\u200d",
)


def test_the_net_masks_what_slipped_through() -> None:
    segments = [Segment("ok äöü ►", Style()), Segment("a\x1b[2Jb\tc\u202ed\x9b", Style(bold=True))]
    first, second = SafeCells().apply(segments, Color(0, 0, 0))
    assert first.text == "ok äöü ►"
    assert second.text == "a?[2Jb?c?d?"
    assert second.style == Style(bold=True)


def test_clean_segments_pass_untouched() -> None:
    segments = [Segment("plain"), Segment("größer ── █░", Style())]
    assert SafeCells().apply(segments, Color(0, 0, 0)) is segments


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_every_field_is_shown_and_harmless(text: str) -> None:
    session = FakeSession(load(), "A", {"web_server": text, "db_server": text, "database": "yes"})
    session.ask(c.Defer("announce", text, owner=text, due=text))
    if session.submit(c.AddNote(text, "install")).result(0):
        session.submit(c.Deviate("drain", text))
        session.submit(c.HandOver(text, text, text))

    async def script(player: Player) -> None:
        for key in (
            "down",
            "down",
            "down",
            "enter",
            "escape",
            "end",
            "space",
            "escape",
            "i",
            "escape",
            "g",
            "escape",
        ):
            await player.press(key)
        for strip in player.app.screen._compositor.render_strips():
            for segment in strip:
                assert "\x1b" not in segment.text
                assert "\u202e" not in segment.text

    for size in ((80, 24), (120, 40), (40, 10)):
        play(script, session, size)


def cells_of(terminal: pyte.Screen) -> list[list[tuple[object, ...]]]:
    """Every cell with its colours and attributes."""
    return [
        [
            (cell.data, cell.fg, cell.bg, cell.bold, cell.reverse)
            for cell in map(terminal.buffer[y].__getitem__, range(80))
        ]
        for y in range(24)
    ]


def test_partial_updates_add_up_to_the_full_picture() -> None:
    """What a terminal shows after many lean updates is what a full repaint would show, colours and all."""

    async def script(player: Player) -> None:
        screen = player.plan
        assert isinstance(screen._compositor, LeanCompositor)
        terminal = pyte.Screen(80, 24)
        stream = pyte.Stream(terminal)
        console = player.app.console

        def paint() -> None:
            strips = screen._compositor.render_strips()
            stream.feed("".join(f"\x1b[{y + 1};1H{strip.render(console)}" for y, strip in enumerate(strips)))

        paint()
        updates: list[LeanUpdate] = []

        def display(_: object, renderable: object) -> None:
            """What the app does with an update in a real terminal; without one it throws it away."""
            if isinstance(renderable, CompositorUpdate):
                updates.extend([renderable] if isinstance(renderable, LeanUpdate) else [])
                stream.feed(renderable.render_segments(console))

        player.app._display = display  # type: ignore[method-assign,assignment]
        for _ in range(2):
            for key in ("down", "down", "down", "up", "left", "right", "n", "escape", "j", "d", "escape"):
                await player.press(key)
        assert updates, "no partial update was made: Textual works differently now"
        shown = cells_of(terminal)
        paint()
        assert shown == cells_of(terminal)

    play(script)
