"""The plan matrix: a virtual list that paints what is seen and repaints the cells that changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from xprunbook.run.progress import phase_progress
from xprunbook.run.state import StepState
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.substitute import fill_text
from xprunbook.tui.face import face_of
from xprunbook.tui.widgets.columns import Columns, columns
from xprunbook.tui.widgets.lines import changed_cells, to_strip
from xprunbook.tui.widgets.rows import PhaseRow, Row, StepRow, heading, phase_line, step_line, style_of_sign

FOLD_FROM = 6
"""A step with at least this many sub-steps starts folded."""


@dataclass(frozen=True, slots=True)
class _Painted:
    """What a line was painted from; equal parts mean an equal line."""

    row: Row
    selected: bool
    minute: int


class PlanMatrix(ScrollView, can_focus=False, inherit_bindings=False):
    """The table. It knows which row is selected and what is folded or hidden; all else is in the view it is given."""

    DEFAULT_CSS = """
    PlanMatrix {
        background: $ground; color: $words;
        overflow-x: hidden; overflow-y: scroll; scrollbar-size: 0 0;
    }
    """

    @dataclass
    class Selected(Message):
        """Another step is selected."""

        step: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.run: RunView | None = None
        self.now = 0.0
        self.selected = ""
        self.hide_others = False
        self.reserve = 0
        self._grid: Columns | None = None
        self._rows: tuple[Row, ...] = ()
        self._unfolded: dict[str, bool] = {}
        self._strips: dict[int, tuple[_Painted, Strip]] = {}

    # What is shown

    def show(self, run: RunView, now: float) -> None:
        """Show a newer view; only the lines that look different are sent."""
        first = (
            self.run is None or self.run.runbook is not run.runbook or self.run.state.plan != run.state.plan
        )
        self.run, self.now = run, now
        self._rows = tuple(self._lines_of(run))
        if self.selected not in self._visible():
            self._select_near()
        if first:
            self.repaint()
        else:
            self._measure()
            self._send_changes()

    def repaint(self) -> None:
        """Paint all anew, after a change of size, theme, language or plan."""
        self._strips.clear()
        if self.run is not None and self.size.width:
            self._grid = columns(self.run.runbook, self.run.state.plan, self.size.width)
            self._measure()
        self.refresh()

    @property
    def wanted_height(self) -> int:
        """Lines that would show all of it."""
        return max(1, len(self._rows))

    @property
    def row(self) -> StepView | None:
        """The selected row."""
        return self.run.rows.get(self.selected) if self.run else None

    def heading(self) -> Strip | None:
        """The line that stands above the table."""
        if self.run is None or self._grid is None:
            return None
        line = heading(self.run.runbook, self.run.state.plan, self._grid, face_of(self))
        return to_strip(line, self._grid.width)

    def _lines_of(self, run: RunView) -> Iterator[Row]:
        waiting = {phase.id for phase in run.gates_waiting()}
        for phase in run.runbook.phases:
            steps = [run.rows[step.id] for step in phase.steps]
            if self.hide_others:
                steps = [step for step in steps if step.in_plan]
                if not steps:
                    continue
            done, total = phase_progress(run, phase.id)
            gate = run.state.gates.get(phase.id) if phase.id in run.passed else None
            passed = "passed" if gate else "waiting" if phase.id in waiting else "ahead"
            yield PhaseRow(phase, done, total, passed if phase.gate else "", gate.at if gate else 0.0)
            for view in steps:
                yield from self._step_lines(run, view)

    def _step_lines(self, run: RunView, view: StepView) -> Iterator[Row]:
        children = [run.rows[child.id] for child in view.step.steps]
        mine = [child for child in children if child.in_plan]
        folded = bool(children) and not self._is_unfolded(view)
        yield StepRow(view, _title(run, view), folded, sum(child.decided for child in mine), len(mine))
        if not folded:
            for child in mine if self.hide_others else children:
                yield StepRow(child, _title(run, child))

    def _is_unfolded(self, view: StepView) -> bool:
        default = view.in_plan and len(view.step.steps) < FOLD_FROM
        return self._unfolded.get(view.step.id, default)

    # Moving

    def select(self, step: str) -> None:
        """Select a step, unfold its parent if need be, and bring it into sight."""
        if self.run is None or step not in self.run.rows:
            return
        parent = self.run.rows[step].step.parent
        if parent and not self._is_unfolded(self.run.rows[parent]):
            self.fold(parent, folded=False)
        if step not in self._visible():
            return
        if step != self.selected:
            self.selected = step
            self.post_message(self.Selected(step))
        self._send_changes()
        self.keep_in_sight()

    def move(self, by: int) -> None:
        """Go up or down by this many steps."""
        steps = self._visible()
        if steps:
            at = steps.index(self.selected) if self.selected in steps else 0
            self.select(steps[max(0, min(len(steps) - 1, at + by))])

    def page(self, pages: int) -> None:
        """Go up or down by screens."""
        self.move(pages * max(1, self.size.height - 2))

    def fold(self, step: str, *, folded: bool) -> None:
        """Hide or show the sub-steps of a step."""
        if (
            self.run is None
            or not (view := self.run.rows[step]).step.steps
            or self._is_unfolded(view) != folded
        ):
            return
        self._unfolded[step] = not folded
        self.show(self.run, self.now)

    def hide(self, others: bool) -> None:
        """Hide or show the steps outside the plan."""
        self.hide_others = others
        if self.run is not None:
            self.show(self.run, self.now)
            self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Scroll if the selected row is out of sight: by half a screen, since every scroll repaints all of it."""
        height = self.size.height - self.reserve
        at = self._line_of(self.selected)
        if at is None or height <= 0:
            return
        top = int(self.scroll_y)
        # The line of the phase above the first step of the table comes along.
        first = 0 if at == 1 else at
        if top <= first and at < top + height:
            return
        wanted = first - height // 2 if first < top or at >= top + height else top
        self.scroll_to(y=max(0, min(wanted, len(self._rows) - height)), animate=False, immediate=True)

    def _select_near(self) -> None:
        """The selected row is gone: its parent, else the next open step, else the first row."""
        assert self.run is not None
        steps = self._visible()
        view = self.run.rows.get(self.selected)
        following = self.run.next_open(self.selected)
        candidates = (view.step.parent if view else "", following.step.id if following else "", *steps[:1])
        chosen = next((step for step in candidates if step in steps), "")
        if not chosen and following is not None:
            chosen = following.step.parent
        if chosen != self.selected:
            self.selected = chosen
            self.post_message(self.Selected(chosen))

    def _visible(self) -> list[str]:
        return [row.view.step.id for row in self._rows if isinstance(row, StepRow)]

    def _line_of(self, step: str) -> int | None:
        for at, row in enumerate(self._rows):
            if isinstance(row, StepRow) and row.view.step.id == step:
                return at
        return None

    # Painting

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._rows))

    def _send_changes(self) -> None:
        """Compare the lines in sight with what was sent, and send the cells that differ."""
        top = self.scroll_offset.y
        for y in range(min(self.size.height, max(len(self._rows), len(self._strips)))):
            before = self._strips.get(top + y)
            after = self._strip(top + y)
            if before is None:
                self.refresh(Region(0, y, self.size.width, 1))
            elif before[1] is not after:
                for first, last in changed_cells(before[1], after):
                    self.refresh(Region(first, y, last - first, 1))

    def _strip(self, at: int) -> Strip:
        if self._grid is None or self.run is None or at >= len(self._rows):
            self._strips.pop(at, None)
            return Strip.blank(self.size.width, face_of(self).palette.style("words"))
        row = self._rows[at]
        selected = isinstance(row, StepRow) and row.view.step.id == self.selected
        timed = isinstance(row, StepRow) and row.view.state is StepState.RUNNING
        painted = _Painted(row, selected, int(self.now // 60) if timed else 0)
        known = self._strips.get(at)
        if known is not None and known[0] == painted:
            return known[1]
        strip = self._paint(row, selected=selected)
        self._strips[at] = (painted, strip)
        return strip

    def _paint(self, row: Row, *, selected: bool) -> Strip:
        assert self._grid is not None
        assert self.run is not None
        face = face_of(self)
        if isinstance(row, PhaseRow):
            line = phase_line(row, self._grid, face, self.now)
        else:
            plan = self.run.state.plan
            line = step_line(row, self.run.runbook, plan, self._grid, face, self.now, selected=selected)
        return to_strip(line, self._grid.width - 1)

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the row and, in the last cell, how far the table is scrolled."""
        at = self.scroll_offset.y + y
        strip = self._strip(at)
        if self._grid is None or at >= len(self._rows):
            return strip
        sign = Segment(self._scroll_sign(y), style_of_sign(face_of(self)))
        return Strip([*strip, sign], self._grid.width)

    def _scroll_sign(self, y: int) -> str:
        """The cell of a scroll bar at this line; blank while everything is in sight."""
        height, rows = self.size.height, len(self._rows)
        if rows <= height:
            return " "
        glyphs = face_of(self).glyphs
        size = max(1, height * height // rows)
        start = round((height - size) * self.scroll_offset.y / (rows - height))
        return glyphs.upright if start <= y < start + size else " "

    def on_click(self, event: events.Click) -> None:
        """A click selects; ticking stays with the keyboard."""
        at = self.scroll_offset.y + event.y
        row = self._rows[at] if at < len(self._rows) else None
        if isinstance(row, StepRow):
            self.select(row.view.step.id)

    def on_resize(self, event: events.Resize) -> None:
        """Another width, another grid."""
        self.repaint()
        self.keep_in_sight()


def _title(run: RunView, view: StepView) -> str:
    return fill_text(view.step.title, run.state.inputs, run.runbook.inputs)
