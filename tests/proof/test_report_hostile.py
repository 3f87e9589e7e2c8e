"""Reports of hostile texts: 0 extra tags, 0 altered texts, nothing that reaches out; JSON and names alike."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final
from unittest.mock import patch

import pytest

from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from tests.report.hostile import Trap, hostile
from tests.report.reader import Page
from xprunbook.report.export import export_name
from xprunbook.report.html import html_report
from xprunbook.report.json_report import json_report
from xprunbook.report.markdown import blocks
from xprunbook.report.markup import el, flow
from xprunbook.run.chain import harmless
from xprunbook.run.state import RunState

SABOTAGES: Final = ("skip-escape",)

RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


class _Harmless(random.Random):
    """A generator whose texts are plain words, each another one."""

    def choice(self, seq: object) -> str:  # type: ignore[override]
        self.count = getattr(self, "count", 0) + 1
        return f"word{self.count}"

    def random(self) -> float:
        return 1.0

    def randint(self, a: int, b: int) -> int:
        return 1


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Fill every field of a run with hostile texts, make its reports, and read them back."""
    goal = times(scale, 10_000)
    tried, failed, worst, round_ = 0, 0, "", 0
    neutral = Page(html_report(Trap(_Harmless()).desk.report())).tags
    while tried < goal:
        trap = Trap(random_for(seed, "report", round_))
        round_ += 1
        tried += len(trap.texts)
        for fault in _faults(trap, neutral, sabotage):
            failed += 1
            worst = worst or f"round {round_}: {fault}"[:120]
    return Summary("report: hostile texts in HTML and JSON", tried, failed, worst)


def _faults(trap: Trap, neutral: list[str], sabotage: str) -> Iterator[str]:
    report = trap.desk.report()
    if sabotage == "skip-escape":
        with patch("xprunbook.report.markup.escape", lambda words, quote: words):
            page = Page(html_report(report))
    else:
        page = Page(html_report(report))
    yield from page.faults
    if page.tags != neutral:
        yield f"tags: {Counter(page.tags) - Counter(neutral)} {Counter(neutral) - Counter(page.tags)}"
    for words in trap.texts:
        if not any(words in found for found in page.texts):
            yield f"altered: {words!r}"
    data = json.loads(json_report(report))
    records = [entry["record"]["data"] for entry in data["records"]]
    if records != [record.data for record in trap.desk.reading.records]:
        yield "JSON: records"
    told = json.dumps(data, ensure_ascii=False)
    for words in trap.typed:
        if json.dumps(words, ensure_ascii=False)[1:-1] not in told:
            yield f"JSON: {words!r}"


def prove_markdown(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Texts of steps keep every character but their own marks, and become no other markup."""
    tried, failed, worst = times(scale, 2_000), 0, ""
    for case in range(tried):
        rng = random_for(seed, "markdown", case)
        lines = (rng.choice(("", "- ", "1. ", "  ")) + hostile(rng) for _ in range(3))
        text = str(harmless("\n".join(lines)))
        if sabotage == "skip-escape":
            with patch("xprunbook.report.markup.escape", lambda words, quote: words):
                html = el("main", flow(blocks(text)))
        else:
            html = el("main", flow(blocks(text)))
        page = Page(html.encode())
        extra = set(page.tags) - {"main", "p", "ul", "ol", "li", "strong", "code", "div"}
        lost = Counter(text) - Counter("".join(page.texts))
        if extra or set(lost) - set("*`-1. \n\t"):
            failed += 1
            worst = worst or f"case {case}: {extra} {lost}"[:120]
    return Summary("report: hostile texts in Markdown", tried, failed, worst)


def prove_names(scale: float, seed: int, sabotage: str = "") -> Summary:
    """File names stay inside the folder and are allowed on every system."""
    tried, failed, worst = times(scale, 10_000), 0, ""
    starts = ("", "../", "..\\", "/", "C:", "con", "NUL.txt", "lpt1", ".", "-", "com0.")
    for case in range(tried):
        rng = random_for(seed, "names", case)
        run = rng.choice(starts) + rng.choice(("", hostile(rng)))
        name = export_name(RunState(run=run), rng.choice(("html", "json")))
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", name) or RESERVED.fullmatch(name):
            failed += 1
            worst = worst or f"{run!r} -> {name!r}"[:120]
    return Summary("report: file names", tried, failed, worst)


@pytest.mark.parametrize("proof", [prove, prove_markdown, prove_names])
def test_the_proof_holds(proof: object) -> None:
    """A fraction of the promised cases."""
    assert callable(proof)
    check(proof(scale_from(), seed_from(), ""), seed_from())


@pytest.mark.parametrize("proof", [prove, prove_markdown])
def test_unescaped_texts_turn_it_red(proof: object) -> None:
    """Without escaping the proof fails."""
    assert callable(proof)
    assert proof(0.02, seed_from(), "skip-escape").failed
