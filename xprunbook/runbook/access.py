"""Small helpers to look into a tree of nodes that the reader has checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xprunbook.runbook.findings import Place
from xprunbook.runbook.nodes import Entry, ListNode, MapNode, Node, ScalarNode


class Row(NamedTuple):
    """A step or sub-step as nodes, with its phase and parent."""

    phase: MapNode
    step: MapNode
    parent: MapNode | None


def entries(node: Node | None, name: str) -> Mapping[str, Entry]:
    """The entries of a map field; none if it is absent or no map."""
    value = field(node, name)
    return value.entries if isinstance(value, MapNode) else {}


def field(node: Node | None, name: str) -> Node | None:
    """The value of a field, or None."""
    if isinstance(node, MapNode):
        entry = node.entries.get(name)
        return entry.value if entry else None
    return None


def items(node: Node | None, name: str) -> tuple[Node, ...]:
    """The items of a list field; none if it is absent or no list."""
    value = field(node, name)
    return value.items if isinstance(value, ListNode) else ()


def text(node: Node | None, name: str) -> str:
    """The text of a field; empty if it is absent or no text."""
    return as_text(field(node, name))


def as_text(node: Node | None) -> str:
    """The text of a scalar; empty for anything else."""
    return node.value if isinstance(node, ScalarNode) and isinstance(node.value, str) else ""


def values(node: Node | None) -> tuple[str, ...]:
    """The texts of a list, or of a scalar alone."""
    return tuple(map(as_text, node.items)) if isinstance(node, ListNode) else (as_text(node),)


def number(node: Node | None, name: str) -> int:
    """The integer of a field; 0 if it is absent."""
    value = field(node, name)
    return value.value if isinstance(value, ScalarNode) and isinstance(value.value, int) else 0


def flag(node: Node | None, name: str) -> bool:
    """The truth value of a field; False if it is absent."""
    value = field(node, name)
    return isinstance(value, ScalarNode) and value.value is True


def texts(node: Node | None, name: str) -> tuple[str, ...]:
    """The texts of a list field."""
    return tuple(as_text(item) for item in items(node, name))


def place(node: MapNode, name: str) -> Place:
    """Where a field's value stands, or the map if the field is absent."""
    entry = node.entries.get(name)
    return entry.value if entry else node


def rows(root: Node | None) -> Iterator[Row]:
    """Every step and sub-step in order, a parent before its sub-steps."""
    for phase in items(root, "phases"):
        if not isinstance(phase, MapNode):
            continue
        for step in items(phase, "steps"):
            if not isinstance(step, MapNode):
                continue
            yield Row(phase, step, None)
            for child in items(step, "steps"):
                if isinstance(child, MapNode):
                    yield Row(phase, child, step)
