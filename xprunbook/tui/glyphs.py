"""The few characters that are not letters, in three sets: today's terminals, old code pages, ASCII."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

GlyphSet: TypeAlias = Literal["rich", "plain", "ascii"]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set. Every entry is one cell wide."""

    cursor: str  #: marks the selected row
    automated: str  #: the step has an action
    note: str  #: the step has a note
    danger: str  #: nobody goes back past this step
    cut: str  #: ends a text that was cut
    line: str  #: rules
    upright: str  #: between two panes
    full: str  #: the done part of a progress bar
    rest: str  #: what is to come of it
    dash: str  #: nothing stands here
    dot: str  #: between two facts
    folded: str  #: sub-steps are hidden


SETS: Final[dict[GlyphSet, Glyphs]] = {
    "rich": Glyphs("►", "»", "¶", "!", "…", "─", "│", "█", "░", "─", "·", "+"),
    # CP437 and CP850 have all of these, raster fonts too. They lack the ellipsis: a full stop ends a cut word.
    "plain": Glyphs("►", "»", "¶", "!", ".", "─", "│", "█", "░", "─", "·", "+"),
    "ascii": Glyphs(">", "*", "n", "!", ".", "-", "|", "#", ".", "-", ",", "+"),
}
"""The sets by name; ``policy`` chooses."""
