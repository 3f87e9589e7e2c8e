"""Hostile log lines through every widget: no kind of sequence that a harmless run has not; brackets are letters."""

from __future__ import annotations

import asyncio
import itertools
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from textual.content import Content
from textual.geometry import Region

from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from tests.proof.tables import SIZE, TABLE_ROWS, Tables
from tests.proof.widgets import ROWS, Showing
from tests.tui.stage import Stage, shown

SABOTAGES: Final = ("skip-gate", "parse-markup")

LINES: Final = 100_000
ALPHABET: Final = "[]/\\@=' a"
"""What markup is made of: every string of it up to four characters is tried."""

_KIND: Final = re.compile(
    rb"\x1b\[(?P<private>[<-?]?)[0-9;:]*(?P<between>[ -/]*)(?P<final>[@-~])"
    rb"|\x1b(?P<string>[\]P_^X])(?P<number>[0-9]*)"
    rb"|\x1b(?P<escape>[ -/]*[0-~])"
    rb"|(?P<control>[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f])"
    rb"|(?P<c1>\xc2[\x80-\x9f])"
    rb"|(?P<bidi>\xe2\x80[\x8b-\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf)"
)


def kinds(sent: bytes) -> set[tuple[bytes, ...]]:
    """The kinds of sequences and controls a terminal was sent."""
    return {tuple(part or b"" for part in match.groups()) for match in _KIND.finditer(sent)}


def prove_words(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Texts, lists, fields, bars."""
    return _prove("words", "hostile lines: texts, fields, bars", scale, seed, sabotage)


def prove_tables(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Header, plan table, a step's page, live output, checks, home, an action's page."""
    # A picture of these takes five times as long: the ordinary run tries fewer.
    part = scale if scale >= 1 else scale * 0.2
    return _prove("tables", "hostile lines: tables, header, action", part, seed, sabotage)


def _prove(which: str, name: str, scale: float, seed: int, sabotage: str) -> Summary:
    """A harmless and a hostile run of the same widgets in a pseudo terminal."""
    if sys.platform == "win32":
        return Summary(f"{name} (skipped)", 0, 0)
    count = times(scale, LINES, 300)
    harmless, code = _run(which, min(count, 3_000), seed, "harmless", "")
    hostile, ended = _run(which, count, seed, "hostile", sabotage)
    new = kinds(hostile) - kinds(harmless)
    faults = [f"new: {sorted(new)}"] if new else []
    if code or ended:
        faults.append(f"ended with {code}, {ended}")
    return Summary(name, count, len(new) + bool(code or ended), "; ".join(faults)[:140])


def _run(which: str, count: int, seed: int, kind: str, sabotage: str) -> tuple[bytes, int]:
    from tests.terminal.terminal import Terminal, environment

    with tempfile.TemporaryDirectory() as home:
        arguments = ["-m", "tests.proof.widgets", which, str(count), str(seed), kind, sabotage]
        with Terminal(arguments, environment(Path(home)), *SIZE) as terminal:
            # Only the bytes matter; the emulator would be what takes the time.
            terminal._stream.feed = lambda data: None  # type: ignore[method-assign]
            code = terminal.wait(1_800)
            return bytes(terminal.received), code


def prove_brackets(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Every string up to four characters over the letters of markup, in every field: shown as it is, nothing acts."""
    strings = [
        "".join(letters) for size in range(1, 5) for letters in itertools.product(ALPHABET, repeat=size)
    ]
    if scale < 1:
        strings = random_for(seed, "brackets").sample(strings, times(scale * 0.2, len(strings), ROWS))
    tried = 0
    faults: list[str] = []
    for screen, rows, places in ((Showing, ROWS, WORD_PLACES), (Tables, TABLE_ROWS, TABLE_PLACES)):
        with pytest.MonkeyPatch.context() as patch:
            if sabotage == "parse-markup":
                patch.setattr("xprunbook.tui.widgets.words.words", Content.from_markup)
            try:
                faults += asyncio.run(_show_all(screen, rows, places, strings))
            except Exception as error:
                faults.append(f"it broke: {type(error).__name__}")
        tried += len(strings) * len(places)
    return Summary("strings of markup in every field", tried, len(faults), "; ".join(faults)[:140])


Place = tuple[str, int]
"""A field: the selector of its widget, and which of a picture's texts stands there."""

WORD_PLACES: Final[tuple[Place, ...]] = (
    *((f"#words{at}", at) for at in range(8)),
    *(("#lines", 8 + at) for at in range(6)),
    *(("#flow", 14 + at) for at in range(4)),
    *(("#choices", 19 + at) for at in range(4)),
    ("#line", 23),
    ("#block", 25),
    ("MessageBar", 26),
    ("KeyBar", 27),
    ("KeyBar", 28),
)
"""The Markdown (18) is read as such, the password (24) is hidden."""

TABLE_PLACES: Final[tuple[Place, ...]] = (
    ("RunHeader", 0),
    ("PlanMatrix", 0),
    ("StepPane", 0),
    ("PlanColumns", 0),
    *(("#output", 1 + at) for at in range(6)),
    ("CheckTable", 0),
    *(("CheckTable", 7 + at) for at in range(4)),
    ("HomeList", 11),
    ("HomeList", 13),
    ("#action", 0),
    *(("#action", 14 + at) for at in range(6)),
)


async def _show_all(
    make: type[Showing | Tables], rows: int, places: Sequence[Place], strings: list[str]
) -> list[str]:
    """Each string comes by each place once."""
    faults: list[str] = []
    app = Stage("en")
    async with app.run_test(size=SIZE) as pilot:
        screen = make()
        app.push_screen(screen)
        await pilot.pause()
        for first in range(len(strings)):
            # Framed, so that a string that lost a letter is seen.
            texts = [f"<{strings[(first + at) % len(strings)]}>" for at in range(rows)]
            screen.put(texts)
            await pilot.pause()
            lines = shown(app).splitlines()
            for selector, at in places:
                seen = _cut(lines, screen.query(selector).last().region)
                if texts[at] not in seen:
                    faults.append(f"{texts[at]!r} is not shown in {selector}")
            if app.return_code is not None or not app.is_running:
                return [*faults, f"it ended at {texts!r}"]
    return faults


def _cut(lines: list[str], region: Region) -> str:
    """What of a picture stands in a widget."""
    return "\n".join(line[region.x : region.right] for line in lines[region.y : region.bottom])


@pytest.mark.parametrize("proof", [prove_words, prove_tables, prove_brackets])
def test_the_proof_holds(proof: Any) -> None:
    """A fraction of the promised cases."""
    check(proof(scale_from(), seed_from()), seed_from())


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are a POSIX thing")
@pytest.mark.parametrize("proof", [prove_words, prove_tables])
def test_it_can_fail(proof: Any) -> None:
    """Without the gate it fails."""
    assert proof(0.01, seed_from(), "skip-gate").failed


def test_markup_would_be_seen() -> None:
    """Where texts are parsed as markup it fails."""
    assert prove_brackets(0.01, seed_from(), "parse-markup").failed
