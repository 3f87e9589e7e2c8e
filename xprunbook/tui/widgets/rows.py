"""Paints one line of the plan matrix: the heading, a phase, a step. Pure: what is seen follows from the arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich.style import Style

from xprunbook.base.text import cells, shorten
from xprunbook.run.state import StepState
from xprunbook.run.texts import STATES
from xprunbook.run.view import StepView
from xprunbook.runbook.model import Mark, Phase, Runbook
from xprunbook.tui.face import Face
from xprunbook.tui.texts import MATRIX
from xprunbook.tui.theme import PLAN_COLOURS
from xprunbook.tui.times import clock, duration, planned
from xprunbook.tui.widgets.columns import Columns
from xprunbook.tui.widgets.lines import Line, Span

S = StepState

INK: Final = {
    S.OPEN: "st-open",
    S.RUNNING: "st-running",
    S.DONE: "st-done",
    S.FAILED: "st-failed",
    S.TIMED_OUT: "st-failed",
    S.CANCELLED: "st-warning",
    S.IN_DOUBT: "st-warning",
    S.DEVIATION: "st-warning",
    S.DEFERRED: "st-warning",
    S.SKIPPED: "st-other",
    S.NOT_APPLICABLE: "st-other",
}
"""The colour of every state's word. The word carries the meaning, the colour helps."""

_SHORT: Final = frozenset({S.FAILED, S.CANCELLED, S.TIMED_OUT, S.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """The heading line of a phase. ``gate`` is ``""`` (none), ``ahead``, ``waiting`` or ``passed``."""

    phase: Phase
    done: int
    total: int
    gate: str = ""
    gate_at: float = 0.0


@dataclass(frozen=True, slots=True)
class StepRow:
    """The line of a step, its title filled in. ``folded``: its sub-steps are hidden; ``done``, ``total`` count them."""

    view: StepView
    title: str
    folded: bool = False
    done: int = 0
    total: int = 0


Row = PhaseRow | StepRow


def plan_colour(runbook: Runbook, plan: str) -> str:
    """The theme's name of a plan's colour; a runbook may only name known ones."""
    colour = runbook.plans[plan].colour if plan in runbook.plans else ""
    return colour if colour in PLAN_COLOURS else PLAN_COLOURS[0]


def heading(runbook: Runbook, active: str, grid: Columns, face: Face) -> Line:
    """The line above the table."""
    say, style = MATRIX.say, face.palette.style
    faint = style("faint")
    spans: list[Span] = [(" " + "#".rjust(grid.number) + "  ", faint)]
    for plan in grid.plans:
        colour = plan_colour(runbook, plan)
        if plan == active:
            spans.append(
                (_centred(plan, grid.plan), style(f"{colour}-solid-fg", f"{colour}-solid-bg", "solid"))
            )
        else:
            spans.append((_centred(plan, grid.plan), style(f"{colour}-bright", also="bright")))
    spans.append((" " + _fit(say("step", face.language), grid.title, face), faint))
    if grid.marks:
        spans.append((" " * (1 + grid.marks), faint))
    if grid.where:
        spans.append((" " + _fit(say("where", face.language), grid.where, face), faint))
    time = say("time", face.language) if grid.time else ""
    spans.append((" " + _apart(say("state", face.language), time, grid.state, face), faint))
    return tuple(spans)


def phase_line(row: PhaseRow, grid: Columns, face: Face, now: float) -> Line:
    """``Vorbereiten ──────── freigegeben 22:40 ── 3 von 3``."""
    style, say = face.palette.style, MATRIX.say
    rule = style("line")
    end: list[Span] = []
    if row.gate == "waiting":
        end += [(" G ", style("key")), (say("gate-waiting", face.language) + " ", style("st-running"))]
    elif row.gate == "passed":
        end.append(
            (" " + say("gate-passed", face.language, at=clock(row.gate_at, now)) + " ", style("st-done"))
        )
    elif row.gate and grid.roomy:
        end.append((" " + say("gate-ahead", face.language) + " ", style("faint")))
    if end:
        end.append((face.glyphs.line * 2, rule))
    end.append((" " + say("of", face.language, done=row.done, total=row.total), style("faint")))
    room = grid.width - 1 - sum(cells(text) for text, _ in end)
    title = shorten(row.phase.title, max(1, room - 4), face.glyphs.cut)
    line = face.glyphs.line * max(0, room - cells(title) - 2)
    return ((" " + title + " ", style("faint", also="bright")), (line, rule), *end)


def step_line(
    row: StepRow, runbook: Runbook, active: str, grid: Columns, face: Face, now: float, *, selected: bool
) -> Line:
    """The line of a step. The background of the selected one spares the plan columns: they keep their colours."""
    view = row.view
    style = face.palette.style
    on = "cursor-bg" if selected else "ground"
    plain = style("words" if view.in_plan else "faint", on)
    number = style("bright", on) if selected else plain
    faint = style("faint", on)
    spans: list[Span] = [
        (face.glyphs.cursor, style("key", on)) if selected else (" ", plain),
        (shorten(view.step.number, grid.number, face.glyphs.cut).rjust(grid.number) + "  ", number),
    ]
    for plan in grid.plans:
        spans.append(_plan_cell(runbook, plan, active, view, grid, face, on))
    # Where a theme has no background to give, the title alone is in reverse video.
    spans += [(" ", plain), (_title(row, grid, face), style("bright", on, "cursor") if selected else plain)]
    if grid.marks:
        spans += _marks(view, grid, face, on, active)
    if grid.where:
        machine = runbook.machines.get(view.role)
        spans.append((" " + _fit(machine.short if machine else "", grid.where, face), faint))
    spans.append((" ", plain))
    spans += _state(row, grid, face, now, on)
    return tuple(spans)


def _title(row: StepRow, grid: Columns, face: Face) -> str:
    step = row.view.step
    lead = f"{face.glyphs.folded} " if row.folded else "  " if step.parent else ""
    room = grid.title - len(lead)
    title = row.title if cells(row.title) <= room or not step.short else step.short
    return lead + _fit(title, room, face)


def _plan_cell(
    runbook: Runbook, plan: str, active: str, view: StepView, grid: Columns, face: Face, on: str
) -> Span:
    style, colour = face.palette.style, plan_colour(runbook, plan)
    mark = view.step.plans.get(plan)
    text = _centred(mark.value if mark else "", grid.plan)
    if plan != active:
        return text, style(colour if mark else "words", on)
    if mark is Mark.MANDATORY:
        return text, style(f"{colour}-solid-fg", f"{colour}-solid-bg", "solid")
    # A blank in the colour of words costs nothing extra where a theme has no tint.
    return text, style(f"{colour}-tint-fg" if mark else "words", f"{colour}-tint-bg", "tint" if mark else "")


def _marks(view: StepView, grid: Columns, face: Face, on: str, active: str) -> list[Span]:
    """At most as many as fit; the most important one stands next to the machine."""
    style, glyphs = face.palette.style, face.glyphs
    found: list[Span] = []
    if active in view.step.no_return:
        found.append((glyphs.danger, style("st-warning", on, "warning")))
    if view.status.notes:
        found.append((glyphs.note, style("faint", on)))
    if view.step.action is not None and view.in_plan:
        found.append((glyphs.automated, style("faint", on)))
    found = found[: grid.marks]
    pad = 1 + grid.marks - len(found)
    return [(" " * pad, style("faint", on)), *reversed(found)]


def _state(row: StepRow, grid: Columns, face: Face, now: float, on: str) -> list[Span]:
    view, style = row.view, face.palette.style
    if not view.in_plan:
        return [(_fit(face.glyphs.dash, grid.state, face), style("faint", on))]
    word = state_word(view, face, short=not grid.roomy)
    time = _time(row, face, now, grid) if grid.time else ""
    room = grid.state - (cells(time) + 1 if time else 0)
    ink = INK[view.state]
    gap = grid.state - cells(word := shorten(word, room, face.glyphs.cut)) - cells(time)
    return [(word, style(ink, on)), (" " * gap + time, style("faint", on))]


def state_word(view: StepView, face: Face, *, short: bool = False) -> str:
    """The word of a row's state; a star when it was done with values that have changed since."""
    table = MATRIX if short and view.state in _SHORT else STATES
    return table.say(view.state.value, face.language) + ("*" if view.earlier_values else "")


def _time(row: StepRow, face: Face, now: float, grid: Columns) -> str:
    view = row.view
    if row.total:
        return MATRIX.say("of", face.language, done=row.done, total=row.total)
    if view.state is S.OPEN:
        return planned(view.minutes)
    if view.state is S.RUNNING:
        since = duration(now - view.status.at)
        return MATRIX.say("since", face.language, time=since) if grid.roomy else since
    if view.state is S.DEFERRED:
        return shorten(view.status.due, 12 if grid.roomy else 8, face.glyphs.cut)
    # A state without a time of its own follows from an input, not from a person.
    at = clock(view.status.at, now) if view.status.at else ""
    return at if grid.roomy or len(at) <= 7 else at[:6]


def _fit(text: str, width: int, face: Face) -> str:
    cut = shorten(text, width, face.glyphs.cut)
    return cut + " " * (width - cells(cut))


def _centred(text: str, width: int) -> str:
    """``X`` under the middle of ``(X)``."""
    lead = " " * (1 if width > 4 else 0)
    body = text if text.startswith("(") else f" {text} "
    return (lead + body).ljust(width)[:width]


def _apart(left: str, right: str, width: int, face: Face) -> str:
    left = shorten(left, max(0, width - cells(right) - 1), face.glyphs.cut)
    return left + " " * (width - cells(left) - cells(right)) + right


def style_of_sign(face: Face) -> Style:
    """The style of the last cell of a row, where the scroll sign stands: the same for every row."""
    return face.palette.style("faint")
