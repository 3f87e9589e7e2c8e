"""A sentence of any length is read whole, or as far as three lines go; the next one takes its own room."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import ComposeResult
from textual.screen import Screen

from tests.tui.stage import Stage, shown
from xprunbook.tui.widgets.messagebar import MOST, MessageBar
from xprunbook.tui.widgets.words import Words

LONG = (
    "8 erledigt: durch Prüfung bewiesen. C:\\Program Files\\C4B\\XPhone Connect Server\\atlas.xml nennt alles so, wie "
    "es sein soll, und der Administrator liest es um zwei Uhr morgens in einem Fenster von achtzig Zeichen."
)


class Page(Screen[None]):
    """A page with a bar."""

    DEFAULT_CSS = "Page { layers: base above; }"

    def compose(self) -> ComposeResult:
        """Text behind the bar."""
        yield Words("\n".join(f"line {at}" for at in range(40)))
        yield MessageBar()


def said(*sentences: str, size: tuple[int, int] = (80, 24)) -> list[tuple[int, str]]:
    """How many lines each takes, and the picture."""

    async def act() -> list[tuple[int, str]]:
        app = Stage("de")
        found = []
        async with app.run_test(size=size) as pilot:
            page = Page()
            app.push_screen(page)
            await pilot.pause()
            for sentence in sentences:
                bar = page.query_one(MessageBar)
                bar.say(sentence)
                await pilot.pause()
                found.append((bar.lines, shown(app)))
        return found

    return asyncio.run(act())


def test_a_long_sentence_is_read_whole() -> None:
    ((lines, picture),) = said(LONG)
    assert lines == 3
    assert " ".join(picture.split()).count(LONG) == 1


def test_each_sentence_takes_its_own_room() -> None:
    (long, _), (short, picture), (none, bare) = said(LONG, "Gespeichert.", "")
    assert (long, short, none) == (3, 1, 0)
    assert "Gespeichert." in picture
    assert "achtzig" not in picture
    assert "Gespeichert." not in bare


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (20, 6)], ids=str)
def test_a_longer_one_is_cut_where_the_bar_ends(size: tuple[int, int]) -> None:
    ((lines, picture),) = said(LONG * 9 + "x" * 500, size=size)
    assert lines == MOST
    assert "…" in picture
    assert "line 0" in picture, "the page is not covered"
