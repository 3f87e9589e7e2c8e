"""Themes: YAML files that give the semantic colours of the face. TCSS and widgets use these names only.

Textual's own variables (``$primary``, ``$surface`` …) follow from them, so that its Input or Button fit in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

PLAN_COLOURS: Final = ("plan-a", "plan-b", "plan-c", "plan-d", "plan-e", "plan-f")
"""The colours a runbook may give its plans. ``$plan-a`` is the letter of a plan that is not active."""

ROLES: Final = (
    "ground",  #: behind everything
    "panel",  #: behind header, key bar, dialogs
    "words",  #: text
    "bright",  #: what matters in a text: titles, hosts
    "faint",  #: what matters less: labels, times, rows outside the plan
    "line",  #: rules, the rest of a progress bar
    "key",  #: names of keys, the cursor
    "cursor-bg",  #: behind the selected row
    "saved",
    "st-done",
    "st-running",
    "st-warning",
    "st-failed",
    "st-open",
    "st-other",
)

PLAN_ROLES: Final = ("", "-bright", "-solid-bg", "-solid-fg", "-tint-bg", "-tint-fg")
"""Per plan: a dim letter, its name, the band of the active plan (``X``), and its tint (``(X)``, blank)."""

NAMES: Final = (*ROLES, *(f"{plan}{role}" for plan in PLAN_COLOURS for role in PLAN_ROLES))

STYLED: Final = ("bright", "faint", "key", "cursor", "solid", "tint", "running", "warning", "failed", "done")
"""What a theme may also give text attributes to: in 16 colours and without any they carry the meaning."""

ATTRIBUTES: Final = ("bold", "dim", "underline", "reverse")


@dataclass(frozen=True, slots=True)
class Look:
    """A theme as read. ``colours`` holds every name of ``NAMES``, ``styles`` attributes by names of ``STYLED``.

    ``ansi``: the colours are the terminal's own sixteen, sent as such.
    """

    id: str
    titles: Mapping[str, str]
    dark: bool
    ansi: bool
    colours: Mapping[str, str]
    styles: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def bare() -> Look:
        """No colours at all: the terminal's own. What is left when there is no theme."""
        styles = {"bright": "bold", "faint": "dim", "key": "bold", "cursor": "reverse", "solid": "reverse"}
        return Look("bare", {}, True, True, dict.fromkeys(NAMES, "ansi_default"), styles)

    def to_textual(self) -> Theme:
        """The theme Textual works with: its own roles are ours under other names."""
        colour = self.colours
        own = {
            "border": colour["line"],
            "border-blurred": colour["line"],
            "block-cursor-foreground": colour["bright"],
            "block-cursor-background": colour["cursor-bg"],
            "block-cursor-text-style": self.styles.get("cursor", "bold"),
            "block-cursor-blurred-foreground": colour["words"],
            "block-cursor-blurred-background": colour["ground"],
            "input-cursor-text-style": "reverse",
            "input-cursor-background": colour["ground"],
            "input-cursor-foreground": colour["bright"],
            "input-selection-background": colour["cursor-bg"],
            "scrollbar": colour["faint"],
            "scrollbar-hover": colour["faint"],
            "scrollbar-active": colour["key"],
            "scrollbar-background": colour["panel"],
            "scrollbar-background-hover": colour["panel"],
            "scrollbar-background-active": colour["panel"],
            "scrollbar-corner-color": colour["panel"],
            "link-color": colour["key"],
            "ansi-background": colour["ground"],
            "ansi-foreground": colour["words"],
        }
        return Theme(
            name=self.id,
            primary=colour["key"],
            secondary=colour["faint"],
            warning=colour["st-warning"],
            error=colour["st-failed"],
            success=colour["st-done"],
            accent=colour["key"],
            foreground=colour["words"],
            background=colour["ground"],
            surface=colour["panel"],
            panel=colour["panel"],
            dark=self.dark,
            ansi=self.ansi,
            variables={**own, **colour},
        )


class Palette:
    """The styles widgets paint with, made once per theme."""

    def __init__(self, look: Look) -> None:
        self.look: Final = look
        self._made: dict[tuple[str, str, str], Style] = {}

    def style(self, ink: str, on: str = "ground", also: str = "") -> Style:
        """Paint in the colour ``ink`` on ``on``; ``also`` names entries of ``STYLED`` whose attributes are added."""
        key = (ink, on, also)
        if key not in self._made:
            self._made[key] = self._make(ink, on, also)
        return self._made[key]

    def _make(self, ink: str, on: str, also: str) -> Style:
        style = Style.from_color(self._colour(ink), self._colour(on))
        for name in (ink.removeprefix("st-"), *also.split()):
            attributes = self.look.styles.get(name, "")
            if attributes:
                style += Style.parse(attributes)
        return style

    def _colour(self, name: str) -> RichColor | None:
        """The terminal's own colour is no colour: naming it (``39;49``) would cost 12 bytes a stretch."""
        value = self.look.colours[name]
        return None if value == "ansi_default" else Color.parse(value).rich_color
