"""Strict YAML on libyaml's event stream: bounded, without anchors, tags, merge keys and duplicate keys.

Events do not recurse; PyYAML's composer does and takes the process with it on deep input, its pure parser
disagrees with libyaml. So there is neither a composer nor a fallback here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from xprunbook.base.errors import XprunbookError
from xprunbook.base.language import Language
from xprunbook.base.text import forbidden_characters, is_clean
from xprunbook.runbook.findings import Findings, Spot
from xprunbook.runbook.nodes import Entry, ListNode, MapNode, Node, ScalarNode, Value
from xprunbook.runbook.yaml_source import read_source

MAX_DEPTH: Final = 40
"""Lists and maps inside each other."""

MAX_NODES: Final = 50_000
"""Scalars (keys too), lists and maps of one file."""

_CONSTANTS: Final[dict[str, Value]] = {"": None, "null": None, "true": True, "false": False}
_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,17}")
_INTEGER_START: Final = frozenset("-0123456789")
_ESCAPE: Final = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.|\n))")
_NAMED_ESCAPES: Final = {
    "0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_LOST: Final = re.compile(r"[ \t]#[^ \t\n#!-]")


def parse(data: bytes, findings: Findings) -> Node | None:
    """Read one document; everything wrong goes to ``findings``. None if there is no tree to go on with."""
    text = read_source(data, findings)
    if text is None:
        return None
    return _Reader(text, findings).read()


def _parser(text: str, language: Language) -> Any:
    """libyaml's parser. Imported on first use: PyYAML costs about 13 ms."""
    try:
        from yaml._yaml import CParser
    except ImportError:
        from xprunbook.runbook.texts import PROBLEMS

        raise XprunbookError(
            PROBLEMS.say("no-libyaml", language), PROBLEMS.say("no-libyaml.hint", language)
        ) from None
    return CParser(text)


class _Open:
    """A list or map that is being read."""

    __slots__ = ("column", "entries", "is_key", "items", "key", "line", "skip")

    def __init__(self, line: int, column: int, is_map: bool, is_key: bool) -> None:
        self.line = line
        self.column = column
        self.is_key = is_key
        self.items: list[Node] = []
        self.entries: dict[str, Entry] | None = {} if is_map else None
        self.key: tuple[str, int, int] | None = None
        self.skip = False

    @property
    def wants_key(self) -> bool:
        return self.entries is not None and self.key is None and not self.skip

    def closed(self) -> Node:
        if self.entries is None:
            return ListNode(tuple(self.items), self.line, self.column)
        return MapNode(self.entries, self.line, self.column)


class _Reader:
    """Builds the tree from events, with a stack of its own instead of recursion."""

    def __init__(self, text: str, findings: Findings) -> None:
        self.text = text
        self.findings = findings
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.nodes = 0
        self.last: Any = None
        self.hashes = _LOST.search(text) is not None

    def read(self) -> Node | None:
        """Run through the events; stop at a syntax error or a limit."""
        from yaml.error import MarkedYAMLError, YAMLError

        parser = _parser(self.text, self.findings.language)
        try:
            if not self._run(parser.get_event):
                return None
        except MarkedYAMLError as error:
            from xprunbook.runbook.yaml_mistakes import explain

            explain(error, self.last, self.findings)
            return None
        except (YAMLError, ValueError) as error:
            self.findings.error(Spot(1, 1), "yaml.syntax", said=str(error))
            return None
        if self.root is None and not self.findings.broken:
            self.findings.error(Spot(1, 1), "yaml.empty")
        return self.root

    def _run(self, get_event: Callable[[], Any]) -> bool:
        """Take every event in; False if a limit ended it. The hot loop: most events are scalars."""
        take_scalar = self._scalar
        others: dict[str, Callable[[Any], bool]] = {
            "MappingStartEvent": self._start_map,
            "SequenceStartEvent": self._start_list,
            "MappingEndEvent": self._end,
            "SequenceEndEvent": self._end,
            "AliasEvent": self._alias,
            "DocumentStartEvent": self._document,
        }
        while (event := get_event()) is not None:
            kind = type(event).__name__
            if kind == "ScalarEvent":
                self.nodes += 1
                odd = event.anchor is not None or event.tag is not None or self.nodes > MAX_NODES
                if odd and not self._refuse(event):
                    return False
                self.last = event
                take_scalar(event)
            elif kind in others and not others[kind](event):
                return False
        return True

    def _document(self, event: Any) -> bool:
        if self.root is not None:
            self.findings.error(_spot(event.start_mark), "yaml.documents")
            return False
        if event.version or event.tags:
            self.findings.error(_spot(event.start_mark), "yaml.directive")
        return True

    def _refuse(self, event: Any) -> bool:
        """Tell what a node must not have; False if there are too many nodes."""
        if self.nodes > MAX_NODES:
            self.findings.error(_spot(event.start_mark), "yaml.nodes", limit=MAX_NODES)
            return False
        if event.anchor is not None:
            self.findings.error(_spot(event.start_mark), "yaml.anchor", name=event.anchor)
        if event.tag is not None:
            self.findings.error(
                _spot(event.start_mark), "yaml.tag", tag=event.tag.replace("tag:yaml.org,2002:", "!!")
            )
        return True

    def _start_map(self, event: Any) -> bool:
        return self._start(event, is_map=True)

    def _start_list(self, event: Any) -> bool:
        return self._start(event, is_map=False)

    def _start(self, event: Any, is_map: bool) -> bool:
        self.nodes += 1
        if not self._refuse(event):
            return False
        spot = _spot(event.start_mark)
        if len(self.stack) >= MAX_DEPTH:
            self.findings.error(spot, "yaml.depth", limit=MAX_DEPTH)
            return False
        is_key = bool(self.stack) and self.stack[-1].wants_key
        self.stack.append(_Open(spot.line, spot.column, is_map, is_key))
        return True

    def _end(self, event: Any) -> bool:
        done = self.stack.pop()
        self._put(done.closed(), done.is_key)
        return True

    def _alias(self, event: Any) -> bool:
        """Tell an alias and read it as the text it is written as."""
        self.nodes += 1
        spot = _spot(event.start_mark)
        self.findings.error(spot, "yaml.alias", name=event.anchor)
        if self.stack and self.stack[-1].wants_key:
            self._key(self.stack[-1], "*" + event.anchor, False, spot.line, spot.column)
        else:
            self._put(ScalarNode("*" + event.anchor, *spot, spot.line, False), is_key=False)
        return True

    def _scalar(self, event: Any) -> None:
        text: str = event.value
        plain = not event.style
        if plain:
            if self.hashes and text:
                self._lost(event.end_mark)
        elif event.style == '"' and not is_clean(text):
            self._escapes(event)
        mark = event.start_mark
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.entries is not None and parent.key is None and not parent.skip:
            self._key(parent, text, plain, mark.line + 1, mark.column + 1)
            return
        value: Value = text
        if plain:
            if text in _CONSTANTS:
                value = _CONSTANTS[text]
            elif text[0] in _INTEGER_START and _INTEGER.fullmatch(text):
                value = int(text)
        self._put(
            ScalarNode(value, mark.line + 1, mark.column + 1, event.end_mark.line + 1, plain), is_key=False
        )

    def _key(self, parent: _Open, text: str, plain: bool, line: int, column: int) -> None:
        """Remember the key of the value to come; a bad one is told and its value left out."""
        assert parent.entries is not None
        if text and text not in parent.entries and not (plain and text == "<<"):
            parent.key = (text, line, column)
            return
        parent.skip = True
        spot = Spot(line, column)
        if not text:
            self.findings.error(spot, "yaml.empty-key")
        elif text == "<<":
            self.findings.error(spot, "yaml.merge")
        else:
            first = parent.entries[text]
            self.findings.error(spot, "yaml.duplicate", word=text, line=first.line, column=first.column)

    def _put(self, node: Node, is_key: bool) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if parent.entries is None:
            parent.items.append(node)
        elif is_key:
            self.findings.error(node, "yaml.complex-key")
            parent.skip = True
        elif parent.key is None:
            parent.skip = False
        else:
            key, line, column = parent.key
            parent.entries[key] = Entry(line, column, node)
            parent.key = None

    def _escapes(self, event: Any) -> None:
        """Tell forbidden characters that are written as escapes; raw ones were told before parsing."""
        start, end = event.start_mark.index, event.end_mark.index
        for match in _ESCAPE.finditer(self.text, start, end):
            digits = match[1] or match[2] or match[3]
            character = chr(int(digits, 16)) if digits else _NAMED_ESCAPES.get(match[4], "")
            for _, name in forbidden_characters(character):
                line = self.text.count("\n", 0, match.start()) + 1
                column = match.start() - self.text.rfind("\n", 0, match.start())
                self.findings.error(Spot(line, column), "character.escape", character=name)

    def _lost(self, end: Any) -> None:
        """Warn where `` #`` without a blank behind it ends an unquoted text: the author meant it as text."""
        rest = self.findings.lines[end.line][end.column :] if end.line < len(self.findings.lines) else ""
        blanks = len(rest) - len(rest.lstrip(" \t"))
        if blanks and _LOST.match(rest, blanks - 1):
            self.findings.warning(Spot(end.line + 1, end.column + blanks + 1), "yaml.hash")


def _spot(mark: Any) -> Spot:
    return Spot(mark.line + 1, mark.column + 1)
