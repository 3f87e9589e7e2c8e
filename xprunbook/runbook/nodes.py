"""The tree a YAML file is read into: scalars, lists and maps, each with its place. Frozen, no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

Value: TypeAlias = str | int | bool | None
"""What a scalar can mean; everything that is not ``true``, ``false``, ``null`` or a plain integer is text."""


class ScalarNode(NamedTuple):
    """A text, number, truth value or nothing. ``end`` is its last line; ``plain``: written without quotes."""

    value: Value
    line: int
    column: int
    end: int
    plain: bool


class ListNode(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


class MapNode(NamedTuple):
    """A map from texts; every key stands in it once."""

    entries: Mapping[str, Entry]
    line: int
    column: int


class Entry(NamedTuple):
    """One entry of a map: the place of its key, and its value."""

    line: int
    column: int
    value: Node


Node: TypeAlias = ScalarNode | ListNode | MapNode
