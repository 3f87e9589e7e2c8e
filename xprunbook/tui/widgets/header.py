"""The three lines above the table: where one is, how far, on which machine and until when. Never the stock Header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich.style import Style
from textual import events

from xprunbook.base.text import cells, one_line, shorten
from xprunbook.run.progress import Progress
from xprunbook.run.session import Snapshot
from xprunbook.run.state import StepState
from xprunbook.run.texts import STATES
from xprunbook.run.view import RunView
from xprunbook.runbook.substitute import fill_text
from xprunbook.tui.face import Face, face_of
from xprunbook.tui.texts import HEADER
from xprunbook.tui.times import clock, duration
from xprunbook.tui.widgets.lines import Line, Lines, Span
from xprunbook.tui.widgets.rows import plan_colour

_ON: Final = "panel"
_CRUMB: Final = 8
"""Cells of the outer run's title below which only the step is named."""

_BADGE: Final = Style(reverse=True, bold=True)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header shows. ``now`` in UTC seconds; ``waiting``: something asked for is not answered yet;
    ``host`` is the name of this machine; ``trouble``: the record could not be written; ``path``: what the run is
    a part of, the outermost first."""

    run: RunView
    figures: Progress
    snapshot: Snapshot
    now: float
    host: str
    waiting: bool = False
    trouble: bool = False
    path: tuple[str, ...] = ()


class RunHeader(Lines):
    """The header. Repaints the cells that changed, so that a minute costs a few bytes and an idle second none."""

    DEFAULT_CSS = """
    RunHeader { height: 3; background: $panel; color: $words; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._heading: Heading | None = None

    def tell(self, heading: Heading) -> None:
        """Show newer figures."""
        self._heading = heading
        self.repaint()

    def repaint(self) -> None:
        """Paint again, after a change of theme, language or size."""
        if self._heading is not None and self.size.width:
            self.show(header_lines(self._heading, self.size.width, face_of(self)))

    def on_resize(self, event: events.Resize) -> None:
        """Another width, other parts."""
        self.repaint()


def header_lines(heading: Heading, width: int, face: Face) -> tuple[Line, Line, Line]:
    """The three lines for this width; what matters less drops first."""
    return _where(heading, width, face), _how_far(heading, width, face), _machines(heading, width, face)


def _where(heading: Heading, width: int, face: Face) -> Line:
    """Runbook, plan, saved."""
    style, language, run = face.palette.style, face.language, heading.run
    saved = _saved(heading, face, short=width < 60)
    plan, colour = run.state.plan, plan_colour(run.runbook, run.state.plan)
    band = style(f"{colour}-solid-fg", f"{colour}-solid-bg", "solid")
    badge = (f" {HEADER.say('plan', language, plan=plan)} ", band)
    known = run.runbook.plans.get(plan)
    room = width - 2 - cells(saved[0]) - 2 - cells(badge[0]) - 2
    above, title = _name(heading, max(4, room), face)
    spans: list[Span] = [(" ", style("bright", _ON)), (above, style("faint", _ON))]
    spans += [(title, style("bright", _ON)), ("  ", style("words", _ON)), badge]
    title = above + title
    left = room - cells(title) - 1
    if known:
        fitting = next((text for text in (known.title, known.short) if cells(text) <= left), known.short)
        if left > 8:
            spans.append((" " + shorten(fitting, left, face.glyphs.cut), style(f"{colour}-bright", _ON)))
    return _ends(spans, [saved, (" ", style("words", _ON))], width, face)


def _name(heading: Heading, room: int, face: Face) -> tuple[str, str]:
    """The runbook's title; within another run that run's title and the step, the step last and cut last."""
    if not heading.path:
        return "", shorten(one_line(heading.run.runbook.title), room, face.glyphs.cut)
    *above, step = map(one_line, heading.path)
    step = shorten(step, room, face.glyphs.cut)
    left = room - cells(step) - 3
    return (f"{shorten(' / '.join(above), left, face.glyphs.cut)} / " if left >= _CRUMB else ""), step


def _saved(heading: Heading, face: Face, *, short: bool) -> Span:
    style, language = face.palette.style, face.language
    if heading.trouble:
        return HEADER.say("not-saved", language), style("st-failed", _ON, "failed")
    if heading.snapshot.read_only:
        return HEADER.say("read-only", language), style("st-warning", _ON, "warning")
    if heading.waiting:
        return HEADER.say("saving", language), style("st-running", _ON)
    key = "saved-short" if short else "saved"
    return HEADER.say(key, language, at=clock(heading.snapshot.saved_at, heading.now)), style("saved", _ON)


def _how_far(heading: Heading, width: int, face: Face) -> Line:
    """A bar, so many of so many, worked, the end."""
    style, language, figures = face.palette.style, face.language, heading.figures
    faint, words = style("faint", _ON), style("words", _ON)
    count = HEADER.say("count", language, done=figures.decided, total=figures.total)
    closing = heading.run.state.closing
    # Number of each part: the higher, the sooner it goes when room is short.
    ranked: list[tuple[int, Span]] = [(0, (count, words))]
    ranked.append((2, (HEADER.say("worked", language, time=duration(figures.worked)), faint)))
    if closing is not None:
        word = STATES.say(closing.value, language)
        at = clock(heading.run.state.closed_at, heading.now)
        ranked.append((1, (HEADER.say("closed", language, closing=word, at=at), style("bright", _ON))))
    else:
        ranked.append((1, (_forecast(heading, face, span=width >= 76), faint)))
    if figures.deviations:
        key = "deviations" if figures.deviations == 1 else "deviations-many"
        ranked.append((4, (HEADER.say(key, language, count=figures.deviations), style("st-warning", _ON))))
    if figures.duties:
        ranked.append((3, (HEADER.say("duties", language, count=figures.duties), style("st-warning", _ON))))
    least = min(16, width // 4)
    while len(ranked) > 1 and sum(cells(text) + 3 for _, (text, _) in ranked) > width - least - 2:
        ranked.remove(max(ranked, key=lambda part: part[0]))
    parts = [span for _, span in ranked]
    room = width - 2 - sum(cells(text) + 3 for text, _ in parts)
    bar = max(0, min(room, width * 11 // 20))
    done = bar * figures.decided // figures.total if figures.total else 0
    # A bar that has begun shows it, one that is not full does not pretend to be.
    if figures.decided and not done and bar:
        done = 1
    spans: list[Span] = [
        (" ", words),
        (face.glyphs.full * done, style(_bar_colour(heading), _ON)),
        (face.glyphs.rest * (bar - done), style("line", _ON)),
    ]
    for text, ink in parts:
        spans += [("   ", faint), (text, ink)]
    return tuple(spans)


def _bar_colour(heading: Heading) -> str:
    return f"{plan_colour(heading.run.runbook, heading.run.state.plan)}-bright"


def _forecast(heading: Heading, face: Face, *, span: bool) -> str:
    figures = heading.figures
    at = clock(figures.forecast, heading.now)
    if not figures.undecided or not span:
        return HEADER.say("forecast", face.language, at=at)
    late = clock(figures.forecast + figures.undecided * 60, heading.now)
    return HEADER.say("forecast-span", face.language, at=at, late=late)


def _machines(heading: Heading, width: int, face: Face) -> Line:
    """Modes and this machine first: they guard production. Then the last moment to turn back, the other machines."""
    narrow = width < 60
    faint = face.palette.style("faint", _ON)
    fixed = [*_modes(heading, face), _here(heading, face, narrow=narrow)]
    deadline = _deadline(heading, face, narrow=narrow)
    gap = " " if narrow else "   "
    room = width - 1 - sum(_size(group) + len(gap) for group in fixed)
    if deadline and _size(deadline) <= room:
        room -= _size(deadline) + len(gap)
    else:
        deadline = []
    others = []
    for group in _others(heading, face):
        if _size(group) > room:
            break
        room -= _size(group) + len(gap)
        others.append(group)
    spans: list[Span] = [(" ", faint)]
    for at, group in enumerate(group for group in (*fixed, *others, deadline) if group):
        spans += [(gap if at else "", faint), *group]
    return tuple(spans)


def _size(group: list[Span]) -> int:
    return sum(cells(text) for text, _ in group)


def _modes(heading: Heading, face: Face) -> list[list[Span]]:
    style, state = face.palette.style, heading.run.state
    modes = [("practice", "st-running", state.practice), ("going-back", "st-warning", state.going_back)]
    words = [(HEADER.say(key, face.language), ink) for key, ink, on in modes if on]
    rows = heading.run.rows.values()
    running = next((row for row in rows if row.step.leaf and row.state is StepState.RUNNING), None)
    if running is not None:
        number = one_line(running.step.number, 8)
        words.append((HEADER.say("running", face.language, number=number), "st-running"))
    return [[(f" {text} ", style(ink, _ON) + _BADGE)] for text, ink in words]


def _here(heading: Heading, face: Face, *, narrow: bool) -> list[Span]:
    """This machine: its name, and the role it has in this run."""
    style, language, run = face.palette.style, face.language, heading.run
    role = run.runbook.machines.get(run.state.here)
    host = shorten(one_line(heading.host), 20 if narrow else 40, face.glyphs.cut)
    own = f"{host} ({role.short if role else HEADER.say('here-other', language)})"
    label = "" if narrow else HEADER.say("here", language) + " "
    return [(label, style("faint", _ON)), (host if narrow and not role else own, style("bright", _ON))]


def _others(heading: Heading, face: Face) -> list[list[Span]]:
    style, run = face.palette.style, heading.run
    return [
        [
            (machine.short + " ", style("faint", _ON)),
            (
                one_line(fill_text(machine.host, run.state.inputs, run.runbook.inputs), 40),
                style("words", _ON),
            ),
        ]
        for machine in run.runbook.machines.values()
        if machine.id != run.state.here and machine.host
    ]


def _deadline(heading: Heading, face: Face, *, narrow: bool) -> list[Span]:
    style, language, figures = face.palette.style, face.language, heading.figures
    if heading.run.state.closing is not None:
        return []
    if heading.run.past_no_return():
        return [(HEADER.say("no-return", language), style("st-warning", _ON))]
    if figures.turn_back_by is None:
        return []
    ink = style("st-failed", _ON) if heading.now > figures.turn_back_by else style("st-warning", _ON)
    label = HEADER.say("turn-back-short" if narrow else "turn-back", language) + " "
    return [(label, style("faint", _ON)), (clock(figures.turn_back_by, heading.now), ink)]


def _ends(left: list[Span], right: list[Span], width: int, face: Face) -> Line:
    gap = width - sum(cells(text) for text, _ in (*left, *right))
    return (*left, (" " * max(0, gap), face.palette.style("words", _ON)), *right)
