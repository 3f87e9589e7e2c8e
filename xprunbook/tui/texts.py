"""The sentences of the face: screens, header, messages, and what can be wrong with a theme."""

from __future__ import annotations

from typing import Final

from xprunbook.base.language import Texts

THEMES: Final = Texts(
    {
        "unreadable": ("{file} lässt sich nicht lesen: {why}", "{file} cannot be read: {why}"),
        "format": ("Das Format des Themas muss 1 sein.", "The theme's format must be 1."),
        "missing": ("Die Angabe {name} fehlt.", "The entry {name} is missing."),
        "unknown": ("{given} gibt es hier nicht.", "There is no {given} here."),
        "near": ("Gemeint ist wohl {word}.", "Perhaps {word} is meant."),
        "colour": ('Keine Farbe wie "#12151c": {given}', 'Not a colour such as "#12151c": {given}'),
        "text": ("Hier wird ein Text erwartet.", "A text is expected here."),
        "map": ("Hier werden Angaben der Form name: wert erwartet.", "Entries like name: value are expected here."),
    }
)
"""What can be wrong with a theme file."""
