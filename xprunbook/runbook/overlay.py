"""Lays a language sibling over its main file: same nesting, same ids, other texts. Yields a whole tree."""

from __future__ import annotations

from collections.abc import Mapping

from xprunbook.runbook import access
from xprunbook.runbook.fields import RUNBOOK, SIBLING_HEAD
from xprunbook.runbook.findings import Findings, Place
from xprunbook.runbook.nodes import Entry, ListNode, MapNode, Node, ScalarNode
from xprunbook.runbook.read import Reader
from xprunbook.runbook.shapes import Either, Field, ListOf, MapOf, Record, Shape, Words


def overlay(main: MapNode, sibling: MapNode, reader: Reader, main_file: str) -> MapNode:
    """Return the main tree with the sibling's texts; what does not match goes to the reader's findings.

    Both trees are as parsed or checked; the sibling's head (format, id, language) was checked by the caller.
    """
    texts = {name: entry for name, entry in sibling.entries.items() if name not in SIBLING_HEAD}
    merger = _Merger(reader, main_file)
    fields = {name: field for name, field in RUNBOOK.fields.items() if name not in SIBLING_HEAD}
    body = MapNode(texts, sibling.line, sibling.column)
    merged = merger.record(main, body, RUNBOOK._replace(fields=fields), "runbook")
    language = {"language": sibling.entries["language"]} if "language" in sibling.entries else {}
    return MapNode({**merged.entries, **language}, main.line, main.column)


class _Merger:
    """Walks both trees along the shapes."""

    def __init__(self, reader: Reader, main_file: str) -> None:
        self.reader = reader
        self.findings: Findings = reader.findings
        self.main_file = main_file

    def merge(self, main: Node, other: Node, shape: Shape, field: str) -> Node:
        """The main node with the other's texts in it."""
        if isinstance(shape, Either):
            return self._either(main, other, shape, field)
        if isinstance(shape, Record) and isinstance(main, MapNode) and isinstance(other, MapNode):
            return self.record(main, other, shape, field)
        if isinstance(shape, MapOf) and isinstance(main, MapNode) and isinstance(other, MapNode):
            return self._map(main, other, shape, field)
        if isinstance(shape, ListOf) and isinstance(main, ListNode) and isinstance(other, ListNode):
            return self._list(main, other, shape, field)
        # A text; or the wrong kind of node, which the reader tells.
        if isinstance(shape, Record):
            shape = shape._replace(fields={})
        checked = self.reader.check(other, shape, field)
        return main if checked is None or isinstance(shape, Record | MapOf | ListOf) else checked

    def record(self, main: MapNode, other: MapNode, shape: Record, owner: str) -> MapNode:
        """Fields with words are taken over, all others must not be there."""
        merged: dict[str, Entry] = dict(main.entries)
        for name, entry in other.entries.items():
            field = shape.fields.get(name)
            if name == shape.key and field is not None:
                continue
            if field is None:
                words = [known for known, spec in shape.fields.items() if spec.words is not Words.NONE]
                self.findings.error(entry, "field.unknown", near=(name, words), field=name)
            elif field.words is Words.NONE:
                self.findings.error(entry, "sibling.not-text", field=name, main=self.main_file)
            elif name in main.entries:
                value = self.merge(main.entries[name].value, entry.value, field.shape, name)
                merged[name] = entry._replace(value=value)
            elif field.words is Words.OWN:
                checked = self.reader.check(entry.value, field.shape, name)
                if checked is not None:
                    merged[name] = entry._replace(value=checked)
            else:
                self.findings.error(entry, "sibling.surplus", field=name, main=self.main_file)
        for name, field in shape.fields.items():
            if name in main.entries and name not in other.entries:
                self._missing(name, field, other, merged, shape)
        return MapNode(merged, other.line, other.column)

    def _missing(
        self, name: str, field: Field, other: MapNode, merged: dict[str, Entry], shape: Record
    ) -> None:
        if field.words is Words.OWN and "title" in other.entries:
            del merged[name]
        elif field.words is Words.ALL:
            at: Place = other.entries.get(shape.key) or next(iter(other.entries.values()), other)
            self.findings.warning(at, "sibling.missing", field=name, main=self.main_file)

    def _map(self, main: MapNode, other: MapNode, shape: MapOf, owner: str) -> MapNode:
        merged: dict[str, Entry] = dict(main.entries)
        for name, entry in other.entries.items():
            if name not in main.entries:
                self._surplus(name, main.entries, entry)
                continue
            merged[name] = entry._replace(
                value=self.merge(main.entries[name].value, entry.value, shape.value, name)
            )
        for name in main.entries:
            if name not in other.entries:
                self.findings.warning(other, "sibling.missing-id", word=name, main=self.main_file)
        return MapNode(merged, main.line, main.column)

    def _list(self, main: ListNode, other: ListNode, shape: ListOf, field: str) -> ListNode:
        if shape.key:
            return self._keyed(main, other, shape, field)
        if len(main.items) != len(other.items):
            self.findings.error(
                other,
                "sibling.length",
                field=field,
                count=len(other.items),
                wanted=len(main.items),
                main=self.main_file,
            )
            return main
        pairs = zip(main.items, other.items, strict=True)
        merged = tuple(self.merge(mine, theirs, shape.item, field) for mine, theirs in pairs)
        return ListNode(merged, main.line, main.column)

    def _keyed(self, main: ListNode, other: ListNode, shape: ListOf, field: str) -> ListNode:
        """Entries are known by their id; their order in the sibling does not matter."""
        mine = {access.text(item, shape.key): item for item in main.items}
        theirs: dict[str, Node] = {}
        for item in other.items:
            word = access.text(item, shape.key)
            if not isinstance(item, MapNode):
                self.findings.error(item, "want.map", field=field)
            elif not word:
                at = next(iter(item.entries.values()), item)
                self.findings.error(at, "sibling.no-id", main=self.main_file)
            elif word in theirs:
                first = theirs[word]
                here = access.place(item, shape.key)
                self.findings.error(here, "id.twice", word=word, line=first.line, column=first.column)
            elif word not in mine:
                theirs[word] = item
                self._surplus(word, mine, access.place(item, shape.key))
            else:
                theirs[word] = item
        merged: list[Node] = []
        for word, item in mine.items():
            if word in theirs:
                merged.append(self.merge(item, theirs[word], shape.item, word))
            else:
                if word:
                    self.findings.warning(other, "sibling.missing-id", word=word, main=self.main_file)
                merged.append(item)
        return ListNode(tuple(merged), main.line, main.column)

    def _surplus(self, word: str, valid: Mapping[str, object], at: Place) -> None:
        self.findings.error(at, "sibling.surplus-id", near=(word, valid), word=word, main=self.main_file)

    def _either(self, main: Node, other: Node, shape: Either, field: str) -> Node:
        """A hint may be a text or a record in either file; the record's mark is the main file's."""
        record = shape.entries
        if not isinstance(record, Record) or shape.scalar is None:
            return main
        if isinstance(main, MapNode) and isinstance(other, ScalarNode):
            checked = self.reader.check(other, shape.scalar, field)
            if checked is None:
                return main
            text = Entry(other.line, other.column, checked)
            return MapNode({**main.entries, "text": text}, other.line, other.column)
        if isinstance(main, ScalarNode) and isinstance(other, MapNode):
            wrapped = MapNode({"text": Entry(main.line, main.column, main)}, main.line, main.column)
            return self.record(wrapped, other, record, field)
        return self.merge(main, other, record if isinstance(main, MapNode) else shape.scalar, field)
