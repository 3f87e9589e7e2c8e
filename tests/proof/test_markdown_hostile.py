"""Proof: hostile texts in Markdown, read back by a CommonMark parser: no markup of theirs, no character changed."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.proof.summary import Summary, check, random_for, sabotage_from, scale_from, seed_from, times
from tests.report.hostile import Trap, hostile
from xprunbook.base import markdown
from xprunbook.report.markdown_report import markdown_report

SABOTAGES = ("skip-entities",)

FULL = 10_000
"""Texts at scale 1."""

OURS = frozenset(
    """heading paragraph bullet_list ordered_list list_item inline text strong code_inline fence hardbreak softbreak
    table thead tbody tr th td""".split()  # noqa: SIM905
)
"""Everything our own reports are made of: no HTML, no link, no image, no rule, no indented code, no emphasis."""


def _tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _tokens(token.children or [])


def _read(text: str) -> tuple[set[str], str]:
    """The kinds of markup, and the text as a reader sees it."""
    parser = MarkdownIt("commonmark").enable("table")
    kinds: set[str] = set()
    seen: list[str] = []
    for token in _tokens(parser.parse(text)):
        kinds.add(token.type.removesuffix("_open").removesuffix("_close"))
        if token.type in ("text", "code_inline", "fence"):
            seen.append(token.content)
        elif token.type == "hardbreak":
            seen.append("\n")
    return kinds, "".join(seen)


def _broken(text: str) -> str:
    """What one text does in every place a report may put it; empty if it stays what it is."""
    line = text.replace("\n", " ")
    places = {
        f"# {markdown.escaped(line)}": {"heading"},
        markdown.escaped(line): {"paragraph"},
        f"- {markdown.escaped(line)}": {"bullet_list", "list_item", "paragraph"},
        f"| a | b |\n| --- | --- |\n| x | {markdown.escaped(line)} |": {
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        },
    }
    for written, kinds in places.items():
        found, seen = _read(written)
        if found - kinds - {"inline", "text"}:
            return f"{found - kinds} in {written[:40]!r}"
        if line not in seen:
            return f"altered in {written[:40]!r}"
    found, seen = _read(markdown.block(text))
    if found - {"fence"} or seen.rstrip("\n") != text.rstrip("\n"):
        return "block"
    found, seen = _read(f"a {markdown.code(line)} b")
    if found - {"paragraph", "inline", "text", "code_inline"}:
        return "code"
    return ""


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Single texts in every place."""
    tried, complaints = times(scale, FULL), []
    for case in range(tried):
        text = hostile(random_for(seed, "markdown", case)).replace("\r", "").replace("\0", "")
        text = "".join(letter for letter in text if letter.isprintable() or letter == "\n").strip() or "x"
        if sabotage:
            with patch.object(markdown, "_entity", lambda match: match[0]):
                complaint = _broken(text)
        else:
            complaint = _broken(text)
        if complaint:
            complaints.append(f"case {case} {text[:30]!r}: {complaint}"[:160])
    return Summary(
        "Markdown: hostile texts, single", tried, len(complaints), complaints[0] if complaints else ""
    )


def prove_reports(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Whole reports of runs in which every field is hostile."""
    tried, complaints, number, goal = 0, [], 0, times(scale, FULL)
    while tried < goal:
        trap = Trap(random_for(seed, "markdown report", number))
        number += 1
        tried += len(trap.texts)
        if sabotage:
            with patch.object(markdown, "_entity", lambda match: match[0]):
                written = markdown_report(trap.desk.report()).decode()
        else:
            written = markdown_report(trap.desk.report()).decode()
        kinds, _ = _read(written)
        if kinds - OURS:
            complaints.append(f"report {number}: {kinds - OURS}")
    return Summary(
        "Markdown: reports of hostile runs", tried, len(complaints), complaints[0] if complaints else ""
    )


@pytest.mark.parametrize("proof", [prove, prove_reports])
def test_hostile_texts_stay_text(proof: object) -> None:
    assert callable(proof)
    check(proof(scale_from(), seed_from(), sabotage_from()), seed_from())


@pytest.mark.parametrize("proof", [prove, prove_reports])
def test_the_proof_can_fail(proof: object) -> None:
    assert callable(proof)
    assert proof(scale_from(), seed_from(), "skip-entities").failed
