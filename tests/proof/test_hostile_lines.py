"""Hostile log lines through every widget: no kind of sequence that a harmless run has not; brackets are letters."""

from __future__ import annotations

import asyncio
import itertools
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from tests.proof.widgets import ROWS, Showing
from tests.tui.stage import Stage, shown

SABOTAGES: Final = ("skip-gate",)

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


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """A harmless and a hostile run of the same widgets in a pseudo terminal."""
    name = "hostile lines through every widget"
    if sys.platform == "win32":
        return Summary(f"{name} (skipped)", 0, 0)
    count = times(scale, LINES, 300)
    harmless, code = _run(min(count, 3_000), seed, "harmless", "")
    hostile, ended = _run(count, seed, "hostile", sabotage)
    new = kinds(hostile) - kinds(harmless)
    faults = [f"new: {sorted(new)}"] if new else []
    if code or ended:
        faults.append(f"ended with {code}, {ended}")
    return Summary(name, count, len(new) + bool(code or ended), "; ".join(faults)[:140])


def _run(count: int, seed: int, kind: str, sabotage: str) -> tuple[bytes, int]:
    from tests.terminal.terminal import Terminal, environment

    with tempfile.TemporaryDirectory() as home:
        arguments = ["-m", "tests.proof.widgets", str(count), str(seed), kind, sabotage]
        with Terminal(arguments, environment(Path(home)), 120, 50) as terminal:
            # Only the bytes matter; the emulator would be what takes the time.
            terminal._stream.feed = lambda data: None  # type: ignore[method-assign]
            code = terminal.wait(600)
            return bytes(terminal.received), code


def prove_brackets(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Every string up to four characters over the letters of markup: shown as it is, nothing ends, nothing acts."""
    del sabotage
    strings = [
        "".join(letters) for size in range(1, 5) for letters in itertools.product(ALPHABET, repeat=size)
    ]
    if scale < 1:
        strings = random_for(seed, "brackets").sample(strings, times(scale, len(strings), ROWS))
    faults = asyncio.run(_show_all(strings))
    return Summary("strings of markup in every widget", len(strings), len(faults), "; ".join(faults)[:140])


async def _show_all(strings: list[str]) -> list[str]:
    faults: list[str] = []
    app = Stage("en")
    async with app.run_test(size=(100, 50)) as pilot:
        screen = Showing()
        app.push_screen(screen)
        await pilot.pause()
        for texts in _batches(strings):
            # Framed, so that a string that lost a letter is seen.
            screen.put([f"<{text}>" for text in texts])
            await pilot.pause()
            picture = shown(app)
            faults += [f"{text!r} is not shown" for text in texts[:18] if f"<{text}>" not in picture]
            if app.return_code is not None or not app.is_running:
                return [*faults, f"it ended at {texts!r}"]
    return faults


def _batches(strings: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(strings), 18):
        part = strings[at : at + 18]
        yield (part * ROWS)[: max(ROWS, len(part))]


@pytest.mark.parametrize("proof", [prove, prove_brackets])
def test_the_proof_holds(proof: Any) -> None:
    """A fraction of the promised cases."""
    check(proof(scale_from(), seed_from()), seed_from())


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are a POSIX thing")
def test_it_can_fail() -> None:
    """Without the gate it fails."""
    assert prove(0.01, seed_from(), "skip-gate").failed
