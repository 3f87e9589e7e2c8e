"""The page of a step's automation as lines: what the step is, its checks, and exactly what would be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from textual.content import Content

from xprunbook.base.language import Language
from xprunbook.base.text import plain_text
from xprunbook.run.automation import Preview, Result
from xprunbook.run.contract import Finding
from xprunbook.run.state import StepState
from xprunbook.run.view import RunView, StepView
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.checks import PROBE, check_lines, known_of, plan_lines, text_lines
from xprunbook.tui.flow import hang, stack
from xprunbook.tui.glyphs import Glyphs
from xprunbook.tui.sheet import Sheet


class ActionPage:
    """One step at one width."""

    def __init__(self, run: RunView, row: StepView, language: Language, width: int, glyphs: Glyphs) -> None:
        self.run: Final = run
        self.row: Final = row
        self.language: Final[Language] = language
        self.width: Final = width
        self.glyphs: Final = glyphs

    def lines(
        self, results: Mapping[str, Result], preview: Preview | None, *, looking: bool
    ) -> list[Content]:
        """All of it, with what this session found and planned."""
        sheet = Sheet(self.run, self.row, self.language, self.width, self.glyphs)
        known = known_of(self.row, results)
        checks: list[Content] = []
        for one in known:
            checks += check_lines(one, self.run, self.language, self.width, self.glyphs.dot)
        if any(one.code == PROBE for one in known):
            checks += hang(Content.styled(self._say("probe"), "$key"), self.width, "  ")
        return stack([sheet.top(), self._section("checks", checks), *self._plan(preview, looking=looking)])

    def _say(self, key: str, **values: object) -> str:
        return ACTION.say(key, self.language, **values)

    def _section(self, key: str, lines: list[Content]) -> list[Content]:
        return [Content.styled(self._say(key), "bold $bright"), *lines] if lines else []

    def _plan(self, preview: Preview | None, *, looking: bool) -> Iterator[list[Content]]:
        """What would be done, or why not."""
        if self.row.state is StepState.RUNNING:
            intent = self.row.status.intent
            summary = intent.summary if intent else ""
            lines = list(text_lines(summary, self.width, "  ")) if summary else []
            yield self._section("plan-running", lines)
        elif looking:
            yield hang(Content.styled(self._say("looking"), "$st-running"), self.width)
        elif preview is not None:
            yield from self._previewed(preview)
        elif self.row.step.action is None:
            yield hang(Content.styled(self._say("checks-only"), "$faint"), self.width)
        elif self.row.step.action.kind in self.run.off:
            yield hang(Content.styled(self._say("switched-off"), "$st-warning"), self.width)

    def _previewed(self, preview: Preview) -> Iterator[list[Content]]:
        if preview.plan is not None and preview.plan.operations:
            yield self._section("plan", plan_lines(preview.plan, self.language, self.width))
            warnings = [plain_text(text) for text in preview.warnings]
            lines = [line for text in warnings for line in hang(Content(text), self.width, "  ")]
            yield self._section("warnings", lines)
        if preview.blocked:
            yield hang(Content.styled(self._say("blocked"), "$st-warning"), self.width)
        elif not preview.ready and preview.result.inspection.finding is Finding.SATISFIED:
            yield hang(Content.styled(self._say("nothing"), "$st-done"), self.width)
        elif not preview.ready:
            yield hang(Content.styled(self._say("by-hand"), "$st-warning"), self.width)
