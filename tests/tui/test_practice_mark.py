"""A rehearsal is marked on every screen: by the header, or in the key bar of a screen without one."""

from __future__ import annotations

from xprunbook.tui.face import Face
from xprunbook.tui.glyphs import SETS
from xprunbook.tui.theme import Look, Palette
from xprunbook.tui.widgets.keybar import key_line

HINTS = (("F1", "help"), ("Enter", "open"), ("Space", "done"), ("Esc", "back"))


def test_the_mark_stands_before_the_keys_and_costs_the_least_useful() -> None:
    """It is never dropped; the way out stays too."""
    face = Face("en", SETS["rich"], Palette(Look.bare()))
    for width in (80, 40, 24):
        text = "".join(part for part, _ in key_line(HINTS, width, face, "PRACTICE"))
        assert text.startswith(" PRACTICE ")
        assert text.rstrip().endswith("Esc back")
        assert len(text) <= width
    assert "PRACTICE" not in "".join(part for part, _ in key_line(HINTS, 80, face))
