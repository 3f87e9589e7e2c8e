"""Reads theme files: strict YAML, and a sentence with the place for everything that does not fit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from xprunbook.base.errors import UsageError
from xprunbook.base.language import Language
from xprunbook.base.text import one_line
from xprunbook.runbook.findings import Findings, Place
from xprunbook.runbook.nodes import MapNode, Node, ScalarNode
from xprunbook.runbook.problems import nearest
from xprunbook.runbook.yaml_events import parse
from xprunbook.tui.texts import THEMES
from xprunbook.tui.theme import ATTRIBUTES, NAMES, STYLED, Look

_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
ANSI_COLOURS: Final = (
    "ansi_default",
    *(f"ansi_{bright}{name}" for bright in ("", "bright_") for name in (
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"
    )),
)  # fmt: skip
_FIELDS: Final = ("format", "id", "title", "kind", "colours", "styles")
_KINDS: Final = ("dark", "light", "ansi")


def read_theme(path: Path, language: Language) -> Look:
    """Read a theme file. UsageError with place and sentence if it cannot be used."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(THEMES.say("unreadable", language, file=path, why=error.strerror or error)) from None
    return load_theme(data, path.name, language)


def load_theme(data: bytes, file: str, language: Language) -> Look:
    """Read a theme from its bytes."""
    findings = Findings(file, language)
    root = parse(data, findings)
    if findings.broken or root is None:
        problem = findings.problems()[0]
        raise UsageError(f"{file}:{problem.line}:{problem.column}: {problem.message}", problem.hint)
    return _Reader(file, language).theme(root)


class _Reader:
    def __init__(self, file: str, language: Language) -> None:
        self.file = file
        self.language = language

    def theme(self, root: Node) -> Look:
        fields = self._map(root, _FIELDS)
        for name in ("format", "id", "kind", "colours"):
            if name not in fields:
                raise self._error(root, "missing", name=name)
        if not isinstance(fields["format"], ScalarNode) or fields["format"].value != 1:
            raise self._error(fields["format"], "format")
        kind = self._word(fields["kind"], _KINDS)
        titles = self._map(fields["title"], ("de", "en")) if "title" in fields else {}
        styles = self._map(fields["styles"], STYLED) if "styles" in fields else {}
        return Look(
            id=self._text(fields["id"]),
            titles={name: self._text(node) for name, node in titles.items()},
            dark=kind != "light",
            ansi=kind == "ansi",
            colours=self._colours(fields["colours"], ansi=kind == "ansi"),
            styles={name: self._attributes(node) for name, node in styles.items()},
        )

    def _colours(self, node: Node, *, ansi: bool) -> Mapping[str, str]:
        given = self._map(node, NAMES)
        for name in NAMES:
            if name not in given:
                raise self._error(node, "missing", name=name)
        return {name: self._colour(given[name], ansi=ansi) for name in NAMES}

    def _colour(self, node: Node, *, ansi: bool) -> str:
        text = self._text(node)
        if ansi:
            return self._word(node, ANSI_COLOURS)
        if not _COLOUR.fullmatch(text):
            raise self._error(node, "colour", given=one_line(text, 40))
        return text

    def _attributes(self, node: Node) -> str:
        text = self._text(node)
        for word in text.split():
            if word not in ATTRIBUTES:
                raise self._unknown(node, word, ATTRIBUTES)
        return text

    def _word(self, node: Node, valid: tuple[str, ...]) -> str:
        text = self._text(node)
        if text not in valid:
            raise self._unknown(node, text, valid)
        return text

    def _text(self, node: Node) -> str:
        if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
            raise self._error(node, "text")
        return node.value

    def _map(self, node: Node, valid: tuple[str, ...]) -> dict[str, Node]:
        if not isinstance(node, MapNode):
            raise self._error(node, "map")
        for name, entry in node.entries.items():
            if name not in valid:
                raise self._unknown(entry, name, valid)
        return {name: entry.value for name, entry in node.entries.items()}

    def _unknown(self, place: Place, word: str, valid: tuple[str, ...]) -> UsageError:
        near = nearest(word, valid)
        hint = THEMES.say("near", self.language, word=near) if near else ""
        return self._error(place, "unknown", hint, given=one_line(word, 40))

    def _error(self, place: Place, code: str, hint: str = "", **values: object) -> UsageError:
        sentence = THEMES.say(code, self.language, **values)
        return UsageError(f"{self.file}:{place.line}:{place.column}: {sentence}", hint)
