"""Holds a tree of nodes against the declared shapes: everything that does not fit is told and left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from xprunbook.base.text import cells
from xprunbook.runbook.findings import Findings, Place, Spot
from xprunbook.runbook.nodes import Entry, ListNode, MapNode, Node, ScalarNode
from xprunbook.runbook.shapes import (
    Default,
    Either,
    Flag,
    ListOf,
    MapOf,
    OneOf,
    Parameters,
    Record,
    Reference,
    Shape,
    Text,
    Url,
    Whole,
    Word,
)
from xprunbook.runbook.substitute import tokens_in

Known = Mapping[str, Collection[str]]
"""The ids a file defines, by what they name: plan, machine, step, question, input, secret."""

_URL: Final = r"https?://[A-Za-z0-9.:_\[\]-]{1,253}(?:[/?#][^\s]*)?"


class Reader:
    """Reads nodes by shape. ``check`` returns the node without what is wrong in it, None if none is left."""

    def __init__(self, findings: Findings, known: Known) -> None:
        self.findings = findings
        self.known = known

    def check(self, node: Node, shape: Shape, field: str) -> Node | None:
        """Check a node; ``field`` names it in messages."""
        return _READERS[type(shape)](self, node, shape, field)

    def check_names(self, node: ScalarNode, fills: bool) -> None:
        """Check the ``${name}`` of a text: only inputs, and only where something is put in."""
        text = node.value
        if not isinstance(text, str) or "${" not in text:
            return
        for token in tokens_in(text):
            written = f"${{{token.name}}}" if token.name else text[token.offset : token.offset + 12]
            place = self.place_in(node, f"${{{token.name}")
            inputs = self.known.get("input", ())
            if not fills:
                self.findings.error(place, "name.not-here", name=written, literal="$${")
            elif not token.name:
                self.findings.error(place, "name.broken", name=written, literal="$${", example="${name}")
            elif token.name in self.known.get("secret", ()):
                self.findings.error(place, "name.secret", name=token.name)
            elif token.name not in inputs:
                self.findings.error(place, "name.unknown", near=(token.name, inputs), name=token.name)

    def place_in(self, node: ScalarNode, words: str) -> Place:
        """Where words of a text stand in the file; the text's start if they cannot be found."""
        lines = self.findings.lines
        column = node.column - 1
        for number in range(node.line, min(node.end, len(lines)) + 1):
            found = lines[number - 1].find(words, column)
            if found >= 0:
                return Spot(number, found + 1)
            column = 0
        return node

    def record(self, node: Node, shape: Record, field: str) -> Node | None:
        """Check a map with named fields."""
        entries = self._entries(node, shape, field)
        if entries is None:
            return None
        fields = shape.fields
        wrong: set[str] = set()
        changed: dict[str, Node] = {}
        for name, entry in entries.items():
            known = fields.get(name)
            if known is None:
                wrong.add(name)
                self.findings.error(entry, "field.unknown", near=(name, fields), field=name)
                continue
            value = self.check(entry.value, known.shape, name)
            if value is None:
                wrong.add(name)
            elif value is not entry.value:
                changed[name] = value
        for name, known in fields.items():
            if known.required and name not in entries:
                self.findings.error(_first(node), "field.missing", field=name, owner=field)
        if not wrong and not changed:
            return node
        return _without(node, entries, wrong, changed)

    def _map(self, node: Node, shape: MapOf, field: str) -> Node | None:
        entries = self._entries(node, shape, field)
        if entries is None:
            return None
        if len(entries) > shape.at_most:
            code = "map.single" if shape.at_most == 1 else "map.too-many"
            self.findings.error(_first(node), code, field=field, limit=shape.at_most, count=len(entries))
            if shape.at_most == 1:
                return None
        wrong: set[str] = set()
        changed: dict[str, Node] = {}
        for name, entry in entries.items():
            good = self._word(name, shape.key, entry)
            value = self.check(entry.value, shape.value, name)
            if not good:
                wrong.add(name)
            elif value is None:
                if isinstance(shape.value, Record):
                    changed[name] = MapNode({}, entry.line, entry.column)
                else:
                    wrong.add(name)
            elif value is not entry.value:
                changed[name] = value
        return _without(node, entries, wrong, changed) if wrong or changed else node

    def _entries(self, node: Node, shape: Record | MapOf, field: str) -> Mapping[str, Entry] | None:
        if isinstance(node, MapNode):
            if not node.entries and isinstance(shape, MapOf) and shape.at_least:
                self.findings.error(node, "empty", field=field)
            return node.entries
        self._wrong_kind(node, field, "map")
        return None

    def _list(self, node: Node, shape: ListOf, field: str) -> Node | None:
        if not isinstance(node, ListNode):
            self._wrong_kind(node, field, "list")
            return None
        if len(node.items) < shape.at_least:
            self.findings.error(node, "empty", field=field)
        items = [self.check(item, shape.item, field) for item in node.items]
        kept = tuple(item for item in items if item is not None)
        if len(kept) == len(items) and all(new is old for new, old in zip(kept, node.items, strict=True)):
            return node
        return ListNode(kept, node.line, node.column)

    def _either(self, node: Node, shape: Either, field: str) -> Node | None:
        inner = shape.scalar if isinstance(node, ScalarNode) else shape.items
        if isinstance(node, MapNode):
            inner = shape.entries
        if inner is not None:
            return self.check(node, inner, field)
        first = shape.scalar or shape.items or shape.entries
        assert first is not None
        return self.check(node, first, field)

    def _text(self, node: Node, shape: Text, field: str) -> Node | None:
        text = self._string(node, field)
        if text is None:
            return None
        assert isinstance(node, ScalarNode)
        if "${" in text:
            self.check_names(node, shape.fills)
        if not shape.lines and "\n" in text.strip("\n"):
            self.findings.error(node, "text.lines", field=field)
        elif not shape.lines and text != text.strip():
            return node._replace(value=text.strip())
        if shape.cells and cells(text) > shape.cells:
            self.findings.error(node, "text.long", field=field, limit=shape.cells, cells=cells(text))
        return node

    def _string(self, node: Node, field: str) -> str | None:
        """The text of a node that must be one."""
        if not isinstance(node, ScalarNode):
            self._wrong_kind(node, field, "text")
            return None
        value = node.value
        if isinstance(value, bool):
            self.findings.error(node, "text.truth", field=field, value=str(value).lower())
        elif isinstance(value, int):
            self.findings.error(node, "text.number", field=field, value=str(value))
        elif value is None or not value.strip():
            self.findings.error(node, "empty", field=field)
        else:
            return value
        return None

    def _wrong_kind(self, node: Node, field: str, wanted: str) -> None:
        """Tell that a text, list or map was expected and another one is there."""
        if isinstance(node, ScalarNode) and node.value is None:
            self.findings.error(node, "empty", field=field)
            return
        is_kind = "list" if isinstance(node, ListNode) else "map" if isinstance(node, MapNode) else "text"
        if wanted == "text":
            self.findings.error(node, f"text.is-{is_kind}", field=field)
        elif is_kind == "text" and wanted == "map" and _glued_key(node):
            self.findings.error(node, "yaml.no-blank", word=_glued_key(node))
        else:
            self.findings.error(node, f"want.{wanted}", field=field)

    def _whole(self, node: Node, shape: Whole, field: str) -> Node | None:
        if isinstance(node, ScalarNode) and isinstance(node.value, int) and not isinstance(node.value, bool):
            if shape.low <= node.value <= shape.high:
                return node
            if field == "format" and shape.low == shape.high:
                self.findings.error(node, "format", value=str(node.value), known=shape.high)
            else:
                self.findings.error(node, "number.range", field=field, low=shape.low, high=shape.high)
        elif isinstance(node, ScalarNode) and node.value is None:
            self.findings.error(node, "empty", field=field)
        else:
            self.findings.error(node, "number", field=field)
        return None

    def _flag(self, node: Node, shape: Flag, field: str) -> Node | None:
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            if node.value or not shape.only_true:
                return node
            self.findings.error(node, "flag.only-true", field=field)
        elif isinstance(node, ScalarNode) and node.value is None:
            self.findings.error(node, "empty", field=field)
        else:
            self.findings.error(node, "flag", field=field)
        return None

    def _one_of(self, node: Node, shape: OneOf, field: str) -> Node | None:
        word = self._string(node, field)
        if word is None or word in shape.words:
            return node if word is not None else None
        self.findings.error(
            node,
            "word.not-one",
            near=(word, shape.words),
            field=field,
            word=word,
            words=", ".join(shape.words),
        )
        return None

    def _id(self, node: Node, shape: Word | Reference, field: str) -> Node | None:
        word = self._string(node, field)
        return node if word is not None and self._word(word, shape, node) else None

    def _word(self, word: str, shape: Word | Reference, at: Place) -> bool:
        if isinstance(shape, Reference):
            valid = self.known.get(shape.what)
            if valid is None or word in valid:
                return True
            self.findings.error(at, f"unknown.{shape.what}", near=(word, valid), word=word)
            return False
        if re.fullmatch(shape.pattern, word):
            return True
        self.findings.error(at, f"id.{shape.what}", word=word)
        return False

    def _url(self, node: Node, shape: Url, field: str) -> Node | None:
        text = self._string(node, field)
        if text is None:
            return None
        if re.fullmatch(_URL, text):
            return node
        self.findings.error(node, "url", field=field, url=text)
        return None

    def _default(self, node: Node, shape: Default, field: str) -> Node | None:
        if isinstance(node, ListNode):
            return self._list(node, ListOf(Text()), field)
        if isinstance(node, ScalarNode) and isinstance(node.value, int) and not isinstance(node.value, bool):
            return node._replace(value=str(node.value))
        if isinstance(node, ScalarNode) and isinstance(node.value, str) and "${" in node.value:
            self.findings.error(node, "name.in-input", example="${name}")
            return None
        return self._text(node, Text(), field)

    def _parameters(self, node: Node, shape: Parameters, field: str) -> Node | None:
        if isinstance(node, ScalarNode) and node.value is None:
            return MapNode({}, node.line, node.column)
        if not isinstance(node, MapNode):
            self._wrong_kind(node, field, "map")
            return None
        return node


def _first(node: Node) -> Place:
    """Where a map is pointed at: its first key."""
    if isinstance(node, MapNode):
        return next(iter(node.entries.values()), node)
    return node


def _without(
    node: Node, entries: Mapping[str, Entry], wrong: set[str], changed: Mapping[str, Node]
) -> MapNode:
    kept = {
        name: entry._replace(value=changed[name]) if name in changed else entry
        for name, entry in entries.items()
        if name not in wrong
    }
    return MapNode(kept, node.line, node.column)


def _glued_key(node: Node) -> str:
    """The key of ``key:value`` written without a blank."""
    text = node.value if isinstance(node, ScalarNode) and isinstance(node.value, str) else ""
    match = re.match(r"([A-Za-z][\w-]{0,60}):[^\s/\\:]", text)
    return match[1] if match else ""


_READERS: Final[Mapping[type[Any], Callable[[Reader, Node, Any, str], Node | None]]] = {
    Text: Reader._text,
    Word: Reader._id,
    Reference: Reader._id,
    OneOf: Reader._one_of,
    Url: Reader._url,
    Whole: Reader._whole,
    Flag: Reader._flag,
    Default: Reader._default,
    Parameters: Reader._parameters,
    ListOf: Reader._list,
    MapOf: Reader._map,
    Either: Reader._either,
    Record: Reader.record,
}
