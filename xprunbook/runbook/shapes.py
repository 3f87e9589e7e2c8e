"""What a field may look like, as data. The reader, the sibling merge and the JSON Schema walk these."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple, TypeAlias


class Words(Enum):
    """What a language sibling does with a field."""

    NONE = "none"  #: not language: must not stand in a sibling
    ALL = "all"  #: a sibling should have it; else the main language is shown and ``check`` tells
    MAY = "may"  #: a sibling may have it; else the main file's is good in every language
    OWN = "own"  #: as MAY, also where the main file has none; never taken over beside a translated title


class Text(NamedTuple):
    """A text. ``lines``: may have several; ``fills``: inputs are substituted; ``cells``: most it may take."""

    lines: bool = False
    fills: bool = False
    cells: int = 0


class Word(NamedTuple):
    """An id that is defined here; ``what`` names it in messages, ``pattern`` is a regular expression."""

    what: str
    pattern: str


class Reference(NamedTuple):
    """An id that is defined elsewhere in the file: plan, machine, step, question, input."""

    what: str


class OneOf(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]


class Url(NamedTuple):
    """An address a person opens: ``http`` or ``https``."""


class Whole(NamedTuple):
    """A plain integer within bounds, both included."""

    low: int
    high: int


class Flag(NamedTuple):
    """``true`` or ``false``; with ``only_true`` there is no reason to write ``false``."""

    only_true: bool = False


class Default(NamedTuple):
    """A value for an input: text, a plain integer, or a list of texts; the input's type checks it further."""


class Parameters(NamedTuple):
    """What a check or action is given: free here, checked against the kind if kinds are known."""


class ListOf(NamedTuple):
    """A list; ``key`` names the field by which entries are known in a sibling, else their position."""

    item: Shape
    key: str = ""
    at_least: int = 1


class MapOf(NamedTuple):
    """A map from defined or referred ids; ``single``: exactly one entry."""

    key: Word | Reference
    value: Shape
    at_least: int = 1
    at_most: int = 1_000


class Either(NamedTuple):
    """One of several shapes, told apart by what is written: a scalar, a list or a map."""

    scalar: Shape | None = None
    items: Shape | None = None
    entries: Shape | None = None


class Record(NamedTuple):
    """A map with named fields."""

    name: str
    docs: str
    fields: dict[str, Field]
    key: str = ""


class Field(NamedTuple):
    """One field: its shape, whether it must be there, whether it is language, a sentence for the schema."""

    shape: Shape
    docs: str
    required: bool = False
    words: Words = Words.NONE


Shape: TypeAlias = (
    Text
    | Word
    | Reference
    | OneOf
    | Url
    | Whole
    | Flag
    | Default
    | Parameters
    | ListOf
    | MapOf
    | Either
    | Record
)
