"""The rest of the widgets on one screen: header, plan table, a step's page, live output, checks, home, an action."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from textual.app import ComposeResult
from textual.screen import Screen

from tests.tui.fakes import FakeSession
from tests.tui.runs import hostile
from tests.tui.stage import NOW
from xprunbook.run.automation import Preview, Result
from xprunbook.run.contract import Finding, Inspection, Operation, Plan, Statement
from xprunbook.run.progress import progress
from xprunbook.run.record import Record, Stamp
from xprunbook.run.session import Snapshot
from xprunbook.run.store import RunEntry
from xprunbook.run.view import RunView, StepView
from xprunbook.tui.door import run_line
from xprunbook.tui.face import face_of
from xprunbook.tui.feed import Feed
from xprunbook.tui.flow import Flow
from xprunbook.tui.plans import PlanColumns
from xprunbook.tui.screens.action_page import ActionPage
from xprunbook.tui.screens.home_list import HomeList
from xprunbook.tui.widgets.checktable import CheckTable, Entry
from xprunbook.tui.widgets.header import Heading, RunHeader
from xprunbook.tui.widgets.matrix import PlanMatrix
from xprunbook.tui.widgets.output import OutputView
from xprunbook.tui.widgets.pane import StepPane
from xprunbook.tui.widgets.tablehead import TableHead

TABLE_ROWS: Final = 20
"""Texts of one picture."""

SIZE: Final = (120, 90)
"""Cells that show all of it."""


class Tables(Screen[None]):
    """The widgets, one below the other."""

    DEFAULT_CSS = """
    Tables { layers: base above; layout: vertical; }
    Tables PlanMatrix { height: 12; }
    Tables StepPane { height: 9; display: block; }
    Tables #output { height: 8; }
    Tables CheckTable { height: 6; }
    Tables HomeList { height: 7; }
    Tables PlanColumns { height: 9; overflow: hidden hidden; }
    Tables Flow { height: 34; }
    """

    def compose(self) -> ComposeResult:
        """One of each kind."""
        yield RunHeader()
        yield TableHead()
        yield PlanMatrix()
        yield StepPane()
        yield OutputView(id="output")
        yield CheckTable()
        yield HomeList()
        yield Flow(lambda width: [], id="action")

    def put(self, texts: Sequence[str]) -> None:
        """Show these texts, each somewhere; the first one in every text of a run."""
        run = hostile(texts[0])
        row = run.rows["install"]
        shown = iter(texts[1:])
        self._run(run, row, texts[0])
        feed = Feed(FakeSession(), "install", next(shown), NOW)  # type: ignore[arg-type]  # its clock is enough
        feed.lines, feed.part, feed.says = deque((NOW, next(shown)) for _ in range(4)), 0.5, next(shown)
        self.query_one("#output", OutputView).tell(feed)
        self.query_one(StepPane).tell(run, row, at_once=True)
        entries = tuple(Entry(row, Finding.BLOCKED, next(shown)) for _ in range(4))
        self.query_one(CheckTable).tell(texts[0], entries)
        self.query_one(HomeList).fill([_line(next(shown), next(shown), next(shown))], (), (), NOW)
        results, preview = _found(row, [next(shown) for _ in range(6)])

        def page(width: int) -> list[Any]:
            face = face_of(self)
            return ActionPage(run, row, face.language, width, face.glyphs).lines(
                results, preview, looking=False
            )

        self.query_one("#action", Flow).show(page)

    def _run(self, run: RunView, row: StepView, text: str) -> None:
        matrix = self.query_one(PlanMatrix)
        matrix.show(run, NOW)
        matrix.select(row.step.id)
        self.query_one(TableHead).show_heading(matrix.heading())
        figures, snapshot = progress(run, NOW), Snapshot(run.state, NOW)
        self.query_one(RunHeader).tell(Heading(run, figures, snapshot, NOW, text))
        for old in self.query(PlanColumns):
            old.remove()
        self.mount(PlanColumns(run.runbook, "en", "B"))


def _line(title: str, plan: str, person: str) -> Any:
    """A run as home shows it, from the first record of its journal."""
    stamp = Stamp(NOW, 0.0, "boot", person, "ada", person)
    record = Record(1, 0, "", "opened", {"title": title, "plan": plan}, stamp, "", "en", "")
    return run_line(RunEntry(Path("/runs/one"), record, (record,), False, False, None))


def _found(row: StepView, texts: Sequence[str]) -> tuple[dict[str, Result], Preview]:
    """What an action's look found, and its plan."""
    says, helps, detail, target, first, second = texts
    found = Inspection(Finding.NEEDED, Statement("x"), identity=detail)
    result = Result("action", "demo.install", found, says, helps, (detail,))
    operation = Operation("edit", target, f"{first}\n{second}")
    plan = Plan("demo.install", (operation,))
    results = {place: result for place, _ in row.step.uses}
    return results, Preview(row.step.id, (), result, plan, (first,))
