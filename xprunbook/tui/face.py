"""What every widget may ask of the app it lives in: the language, the glyphs, the palette. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from textual.dom import DOMNode

from xprunbook.base.language import Language
from xprunbook.tui.glyphs import SETS, Glyphs
from xprunbook.tui.theme import Look, Palette


@dataclass(frozen=True, slots=True)
class Face:
    """How the face looks and speaks now. A new one takes its place when the language or the theme changes."""

    language: Language
    glyphs: Glyphs
    palette: Palette


@runtime_checkable
class HasFace(Protocol):
    """An app that carries a face."""

    face: Face


def face_of(node: DOMNode) -> Face:
    """The face of the app a widget lives in; a plain one in an app that has none (tests of one widget)."""
    app = node.app
    return app.face if isinstance(app, HasFace) else Face("en", SETS["rich"], Palette(Look.bare()))


def in_practice(node: DOMNode) -> bool:
    """Whether the run that a widget's screen belongs to is a rehearsal: the uppermost run below the screen."""
    for screen in reversed(node.app.screen_stack):
        session = getattr(screen, "session", None)
        if session is not None:
            return bool(session.snapshot().state.practice)
    return False
