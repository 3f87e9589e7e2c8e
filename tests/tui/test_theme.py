"""Themes: complete, readable, distinguishable after a downgrade, and wrong files told in sentences."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from rich.color import ColorSystem
from rich.style import Style

from tests.tui.playing import Player, play
from xprunbook.base.errors import UsageError
from xprunbook.run.state import StepState
from xprunbook.runbook.library import data_folder
from xprunbook.tui.policy import Options, terminal_policy
from xprunbook.tui.theme import NAMES, PLAN_COLOURS, Look, Palette
from xprunbook.tui.theme_files import load_theme, read_theme
from xprunbook.tui.widgets.rows import INK

FILES = sorted(data_folder("themes").glob("*.yaml"))
THEMES = [path.stem for path in FILES]


def look(name: str) -> Look:
    return read_theme(data_folder("themes") / f"{name}.yaml", "en")


def test_the_shipped_ones_are_there() -> None:
    assert {"dark", "light", "console", "mono"} <= set(THEMES)


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_is_complete_and_named(name: str) -> None:
    read = look(name)
    assert read.id == name
    assert set(read.titles) == {"de", "en"}
    assert set(read.colours) == set(NAMES)
    assert read.to_textual().variables["ground"] == read.colours["ground"]


def sixteen(style: Style) -> tuple[object, ...]:
    """What is left of a style on a terminal with sixteen colours."""
    parts = [
        colour.downgrade(ColorSystem.STANDARD).number
        if colour is not None and not colour.is_default
        else None
        for colour in (style.color, style.bgcolor)
    ]
    return (*parts, style.bold, style.reverse, style.dim)


@pytest.mark.parametrize("name", ["dark", "light", "console"])
def test_what_differs_still_differs_in_sixteen_colours(name: str) -> None:
    palette = Palette(look(name))
    groups = ["st-done", "st-running", "st-failed", "st-open"]
    for one, other in combinations(groups, 2):
        assert sixteen(palette.style(one)) != sixteen(palette.style(other)), (one, other)
    # The policy never brings a rich theme down to sixteen colours, where its plans would be alike.
    for one, other in combinations(PLAN_COLOURS if name == "console" else (), 2):
        assert sixteen(palette.style(f"{one}-bright")) != sixteen(palette.style(f"{other}-bright")), (
            one,
            other,
        )


@pytest.mark.parametrize("name", THEMES)
def test_ink_is_never_the_colour_of_its_ground(name: str) -> None:
    palette = Palette(look(name))
    pairs = [
        (ink, on)
        for ink in ("words", "bright", "faint", "key", *INK.values())
        for on in ("ground", "panel", "cursor-bg")
    ]
    pairs += [(f"{plan}-solid-fg", f"{plan}-solid-bg") for plan in PLAN_COLOURS]
    pairs += [(f"{plan}-tint-fg", f"{plan}-tint-bg") for plan in PLAN_COLOURS]
    for ink, on in pairs:
        style = palette.style(ink, on)
        assert style.color is None or style.color != style.bgcolor, (ink, on)


def test_every_state_has_an_ink() -> None:
    assert set(INK) == set(StepState)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2: from 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_words_can_be_read(name: str) -> None:
    colour = look(name).colours
    for ink in ("words", "bright", "key", "st-done", "st-failed", "st-warning", "st-other", "saved"):
        assert contrast(colour[ink], colour["ground"]) >= 4.5, ink
    for ink in ("faint", "plan-a", "plan-b", "plan-c", "plan-d", "st-running"):
        assert contrast(colour[ink], colour["ground"]) >= 3.0, ink
    for plan in PLAN_COLOURS:
        assert contrast(colour[f"{plan}-solid-fg"], colour[f"{plan}-solid-bg"]) >= 4.5, plan


@pytest.mark.parametrize("name", THEMES)
def test_no_cell_is_invisible_with_and_without_no_color(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def script(player: Player) -> None:
        for strip in player.app.screen._compositor.render_strips():
            for segment in strip:
                style = segment.style
                if style is None or not segment.text.strip():
                    continue
                assert style.color is None or style.color.is_default or style.color != style.bgcolor, segment

    play(script, theme=name)
    monkeypatch.setenv("NO_COLOR", "1")
    play(script, theme=name)


def test_colours_wished_by_name_win_over_no_color() -> None:
    environ = {"TERM": "xterm", "NO_COLOR": "1"}
    terminal_policy(environ, "linux", Options(colour="16")).apply(environ)
    assert "NO_COLOR" not in environ


def test_without_colours_the_screen_sends_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(player: Player) -> None:
        for strip in player.app.screen._compositor.render_strips():
            for segment in strip:
                for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                    assert colour is None or colour.is_default, segment

    play(script, theme="mono")


GOOD = (data_folder("themes") / "dark.yaml").read_text(encoding="utf-8")

MISTAKES: list[tuple[Callable[[str], str], str]] = [
    (lambda text: text.replace('ground: "#12151c"', "ground: darkish"), "colour"),
    (lambda text: text.replace("  words:", "  wrods:"), "words"),
    (lambda text: text.replace("kind: dark", "kind: drak"), "dark"),
    (lambda text: text.replace("format: 1", "format: 2"), "format"),
    (lambda text: text.replace("  key: bold", "  key: bald"), "bold"),
    (lambda text: text.replace("id: dark\n", ""), "id"),
    (lambda text: text.replace('  saved: "#7fc98f"\n', ""), "saved"),
    (lambda text: text + "\tx: [", ""),
    (lambda text: "- a\n- b\n", "name: value"),
    (lambda text: text.replace("id: dark", "id: [a]"), "text"),
    (lambda text: "", ""),
]


@pytest.mark.parametrize("at", range(len(MISTAKES)))
def test_a_mistake_is_told_with_its_place(at: int) -> None:
    spoil, word = MISTAKES[at]
    with pytest.raises(UsageError) as caught:
        load_theme(spoil(GOOD).encode(), "mine.yaml", "en")
    assert caught.value.message.startswith("mine.yaml:")
    assert word in f"{caught.value.message} {caught.value.hint}"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_theme(tmp_path / "no.yaml", "en")
