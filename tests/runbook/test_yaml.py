"""Strict YAML: limits, what is text, what is refused, and in which words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.runbook.helpers import SMALL, codes, problems_of, with_change
from xprunbook.base.text import forbidden_characters, is_clean
from xprunbook.runbook.findings import MAX_PROBLEMS, Findings
from xprunbook.runbook.nodes import ListNode, MapNode, Node, ScalarNode, Value
from xprunbook.runbook.yaml_events import MAX_DEPTH, MAX_NODES, parse
from xprunbook.runbook.yaml_source import MAX_BYTES, MAX_LINE


def _parse(text: str | bytes) -> tuple[Node | None, list[str]]:
    findings = Findings("x.yaml", "en")
    node = parse(text if isinstance(text, bytes) else text.encode(), findings)
    return node, [problem.code for problem in findings.problems()]


def _value(text: str) -> Value:
    node, found = _parse(f"value: {text}\n")
    assert found == []
    assert isinstance(node, MapNode)
    value = node.entries["value"].value
    assert isinstance(value, ScalarNode)
    return value.value


TEXTS = (
    "no", "No", "NO", "yes", "Yes", "YES", "on", "On", "ON", "off", "Off", "OFF", "y", "Y", "n", "N",
    "True", "TRUE", "False", "FALSE", "tRue", "Null", "NULL", "~", "nil", "none", "1.10", "1.0", "1.",
    ".5", "1e3", "1E3", "1_000", "010", "007", "0o10", "0x1F", "0b11", "+5", "-0", "--", "--1", "1-2",
    "12:30:00", "1:20", "190:20:30", "2026-01-01", "2026-01-01T10:00:00Z", ".inf", "-.inf", ".nan",
    "=", "1,000", "NaN", "Infinity", "(X)", "X", "V8 -> V9", "a#b", "http://example.org:80/x",
    "C:\\Temp", "\\\\server\\share", "DOM\\user$", "50 %", "x: y"[:1], "1 000", "½", "9" * 19,
    "-" + "9" * 19, "9" * 5_000,
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_norway(text: str) -> None:
    """Nearly everything is text, as it is written."""
    assert _value(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("false", False), ("null", None), ("", None), ("0", 0), ("1", 1), ("-1", -1),
        ("65535", 65535), ("9" * 18, int("9" * 18)), ('"true"', "true"), ("'null'", "null"),
        ('"1"', "1"), ('""', ""), ("|-\n  1", "1"), (">\n  a\n  b\n", "a b\n"),
    ],
)  # fmt: skip
def test_what_is_not_text(text: str, value: Value) -> None:
    """Truth values, nothing and plain integers; quotes make any of them text."""
    assert _value(text) == value
    assert type(_value(text)) is type(value)


def test_keys_are_always_text() -> None:
    """``on`` and ``true`` are good field names."""
    node, found = _parse("on: 1\ntrue: 2\n3: 4\nnull: 5\n")
    assert isinstance(node, MapNode)
    assert list(node.entries) == ["on", "true", "3", "null"]
    assert found == []


def test_places() -> None:
    """Nodes know line and column from 1, keys too, and where a text ends."""
    node, _ = _parse("# c\na: {b: [x, ä y]}\nc: |\n  1\n  2\n")
    assert isinstance(node, MapNode)
    entry = node.entries["a"]
    assert (entry.line, entry.column) == (2, 1)
    inner = entry.value
    assert isinstance(inner, MapNode)
    items = inner.entries["b"].value
    assert isinstance(items, ListNode)
    assert [(item.line, item.column) for item in items.items] == [(2, 9), (2, 12)]
    block = node.entries["c"].value
    assert isinstance(block, ScalarNode)
    assert (block.line, block.end >= 5) == (3, True)


def test_line_ends_of_windows() -> None:
    """A file with CRLF reads as one with LF."""
    assert _parse(SMALL.encode().replace(b"\n", b"\r\n"))[0] == _parse(SMALL)[0]


@pytest.mark.parametrize(("over", "found"), [(0, []), (1, ["file.too-large"])])
def test_size_limit(over: int, found: list[str]) -> None:
    """Exactly the limit is read, one byte more is not."""
    line = b"#" + b"x" * 98 + b"\n"
    data = b"a: 1\n" + line * ((MAX_BYTES - 5) // 100)
    data += b"#" * (MAX_BYTES - len(data) + over)
    assert len(data) == MAX_BYTES + over
    assert _parse(data)[1] == found


@pytest.mark.parametrize(("over", "found"), [(0, []), (1, ["file.long-line"])])
def test_line_limit(over: int, found: list[str]) -> None:
    """Characters count, not bytes."""
    assert _parse("a: " + "ä" * (MAX_LINE - 3 + over) + "\nb: 1\n")[1] == found


@pytest.mark.parametrize(("over", "found"), [(0, []), (1, ["yaml.depth"])])
@pytest.mark.parametrize("shape", ["list", "map", "block"])
def test_depth_limit(over: int, found: list[str], shape: str) -> None:
    """Lists and maps count alike, in either style."""
    depth = MAX_DEPTH + over
    texts = {
        "list": "[" * depth + "]" * depth,
        "map": "{a: " * depth + "1" + "}" * depth,
        "block": "- " * depth + "1",
    }
    assert _parse(texts[shape])[1] == found


@pytest.mark.parametrize(("over", "found"), [(0, []), (1, ["yaml.nodes"])])
def test_node_limit(over: int, found: list[str]) -> None:
    """The list itself counts, too."""
    assert _parse("- x\n" * (MAX_NODES - 1 + over))[1] == found


@pytest.mark.parametrize(
    "piece", ["[", "{a: ", "- ", "? ", "[\n", "{a:\n", "a: &a [*a, *a]\n", "!!x ", '"', "|\n", "%"]
)
@pytest.mark.parametrize("width", [100_000, 19_000])
def test_bombs(piece: str, width: int) -> None:
    """Refused quickly, by whichever limit comes first."""
    started = time.process_time()
    found = problems_of((piece * width)[: 500_000 if width == 100_000 else 19_999])
    assert found
    assert time.process_time() - started < 1
    assert len(found) <= MAX_PROBLEMS + 1


def test_hostile_files_are_cheap() -> None:
    """Many problems are counted, not told; the last one says how many."""
    rows = "".join(
        f"      - {{id: step-number-{n}, title: s, plans: {{A: X}}, needs: [step-numbre-{n}x]}}\n"
        for n in range(3_000)
    )
    for text in (
        SMALL + rows,
        "a: 1\n" * 60_000,
        "".join(f"k{n}: 1\n" for n in range(24_000)),
        "- &a x\n" * 20_000,
    ):
        started = time.process_time()
        found = problems_of(text)
        assert time.process_time() - started < 2
        assert len(found) == MAX_PROBLEMS + 1
        assert found[-1].code == "more"


def _line_of(words: str) -> int:
    return SMALL[: SMALL.index(words)].count("\n") + 1


CHANGES = [
    ('host: "${server}"}', "host: ${server}}", "yaml.dollar"),
    ("needs: [one]", "needs: [${x}]", "yaml.dollar"),
    ("title: First", "title: [First] one", "yaml.bracket"),
    ("title: First", "title: {First} one", "yaml.bracket"),
    ("title: First", "title: [First]", "text.is-list"),
    ("say: One,", "say: One [1],", "yaml.flow-bracket"),
    ("        title: First", "\ttitle: First", "yaml.tab"),
    ("title: First", "title:First", "yaml.no-blank"),
    ("- id: one", "- id:one", "yaml.no-blank"),
    ("title: First", "title: First: one", "yaml.colon"),
    ("say: One,", "say: One: two,", "yaml.colon"),
    ("title: First", "title: @First", "yaml.reserved"),
    ("title: First", "title: `First`", "yaml.reserved"),
    ("title: First", "title: %First", "yaml.reserved"),
    ("format: 1", "%YAML 1.1\n---\nformat: 1", "yaml.directive"),
    ("format: 1", "%x\nformat: 1", "yaml.directive"),
    ("title: First", 'title: "C:\\data"', "yaml.backslash"),
    ("title: First", 'title: "C:\\backup"', "character.escape"),
    ("title: First", 'title: "\\u202ex"', "character.escape"),
    ("title: First", 'title: "\\x1b[2J"', "character.escape"),
    ("title: First", 'title: "First', "yaml.open-quote"),
    ("title: Third", 'title: "Third', "yaml.open-quote"),
    ("title: First", 'title: "First" one', "yaml.after-quote"),
    ("title: First", "title: 'it's'", "yaml.after-quote"),
    ("        title: First", "       title: First", "yaml.indent"),
    ("        title: First", "         title: First", "yaml.indent"),
    ("title: First", "title", "yaml.no-colon"),
    ("needs: [one]", "needs: - one", "yaml.dash"),
    ("{title: One}", "{title: One", "yaml.flow"),
    ("title: First", "title: |x\n  y", "yaml.block"),
    ("title: First", "title: &a First", "yaml.anchor"),
    ("title: First", "title: *a", "yaml.alias"),
    ("title: First", "title: !!str First", "yaml.tag"),
    ("title: First", "<<: {title: First}", "yaml.merge"),
    ("title: First", "title: First\n        title: First", "yaml.duplicate"),
    ("title: First", "? [a]\n        : b\n        title: First", "yaml.complex-key"),
    ("title: First", '"": b\n        title: First', "yaml.empty-key"),
    ("phases:", "---\nphases:", "yaml.documents"),
    ("title: First", "title: First #1 of all", "yaml.hash"),
    ("title: First", "title: Fi\u202erst", "character"),
    ("title: First", "title: Fi\x1brst", "character"),
    ("title: First", "title: Fi\rrst", "character"),
    ("title: First", "title: Fi\ufffe\uffffrst", "character"),
]


@pytest.mark.parametrize(("old", "new", "code"), CHANGES)
def test_mistakes_have_their_own_words(old: str, new: str, code: str) -> None:
    """The frequent mistakes of authors are named where they were made (a duplicate on its second line)."""
    line = _line_of(old) + (code == "yaml.duplicate")
    found = [problem for problem in problems_of(with_change(old, new)) if problem.code == code]
    assert found, codes(problems_of(with_change(old, new)))
    assert found[0].line == line
    assert found[0].excerpt.count("\n") == 1


def test_a_duplicate_names_both_places() -> None:
    """And the first one counts."""
    (problem,) = problems_of(with_change("title: First", "title: First\n        title: Again"))
    first = _line_of("title: First")
    assert (problem.line, problem.column) == (first + 1, 9)
    assert f"line {first}, column 9" in problem.message


def test_escape_is_pointed_at() -> None:
    """The caret stands below the escape, also in a text of several lines."""
    found = problems_of(with_change("title: First", 'do: "a\n          b \\x07 c"\n        title: First'))
    assert [(problem.line, problem.column) for problem in found] == [(_line_of("title: First") + 1, 13)]
    line, caret = found[0].excerpt.split("\n")
    assert line[caret.index("^") :].startswith("\\x07")


@pytest.mark.parametrize(
    ("data", "code", "column"),
    [
        (b"", "yaml.empty", 1),
        (b"# nothing\n", "yaml.empty", 1),
        (b"\xef\xbb\xbfa: 1", "file.bom", 1),
        ("a: 1".encode("utf-16"), "file.utf-16", 1),
        (b"a: caf\xe9", "file.not-utf-8", 7),
        (b"a: \xed\xa0\x80", "file.not-utf-8", 4),
    ],
)
def test_encodings(data: bytes, code: str, column: int) -> None:
    """UTF-8 without byte order mark, nothing else."""
    problem = next(problem for problem in problems_of(data) if problem.code == code)
    assert (problem.line, problem.column) == (1, column)


@given(st.text(max_size=60))
def test_any_text_is_read_or_told(text: str) -> None:
    """Whatever is written as a value: no exception, and what comes out is harmless."""
    node, found = _parse(f"a: {text}\n".encode("utf-8", "replace"))
    assert node is not None or found
    if isinstance(node, MapNode) and not found:
        assert all(is_clean(key) for key in node.entries)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_every_forbidden_character_is_told(text: str) -> None:
    """In comments, too: what is not seen must not be in the file."""
    text = text.replace("\r\n", "")
    expected = len(list(forbidden_characters(text.replace("\n", ""))))
    _, found = _parse("a: 1 # " + text.replace("\n", ""))
    assert found.count("character") >= expected
