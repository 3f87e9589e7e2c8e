"""The selected step below the table, where the screen has room for both. What does not fit, Enter shows."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer

from xprunbook.run.view import RunView, StepView
from xprunbook.tui.face import face_of
from xprunbook.tui.feed import Feed
from xprunbook.tui.widgets.output import OutputView
from xprunbook.tui.widgets.words import Words

REST: Final = 0.12
"""Seconds the cursor must rest before the pane follows: holding an arrow key must not send a page per step."""

WIDE: Final = 100
"""Cells from which hints, links and notes stand beside the text."""


class StepPane(Horizontal, can_focus=False):
    """Shows the step: what to do on the left, warnings first; hints, links and notes on the right."""

    DEFAULT_CSS = """
    StepPane { height: 1fr; background: $ground; border-top: solid $line; display: none; overflow: hidden hidden; }
    StepPane Words { width: 1fr; height: 100%; padding: 0 1; }
    StepPane #beside { border-left: solid $line; display: none; }
    StepPane.-wide #beside { display: block; }
    StepPane OutputView { width: 1fr; height: 100%; border-left: solid $line; display: none; }
    StepPane.-wide.-live OutputView { display: block; }
    StepPane.-wide.-live #beside { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._run: RunView | None = None
        self._row: StepView | None = None
        self._shown: object = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Two columns."""
        yield Words(id="text")
        yield Words(id="beside")
        yield OutputView()

    def tell(
        self, run: RunView, row: StepView | None, feed: Feed | None = None, *, at_once: bool = False
    ) -> None:
        """Show this step, as soon as the cursor rests; the output of its action beside it."""
        self._run, self._row = run, row
        if not self.display:
            return
        live = feed is not None and row is not None and feed.step == row.step.id and not row.decided
        self.set_class(live, "-live")
        if live:
            self.query_one(OutputView).tell(feed)
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if at_once or self._shown is None:
            self._show()
        elif self._key() != self._shown:
            self._timer = self.set_timer(REST, self._show)

    def _key(self) -> object:
        run = self._run
        inputs = tuple(sorted(run.state.inputs.items())) if run else ()
        return self._row, inputs, face_of(self).language, self.size

    def _show(self) -> None:
        self._timer = None
        run, row = self._run, self._row
        if not self.display or not self.size.width or run is None or row is None:
            return
        self._shown = self._key()
        wide = self.size.width >= WIDE
        self.set_class(wide, "-wide")
        width = (self.size.width // 2 if wide else self.size.width) - 3
        from xprunbook.tui.sheet import Sheet

        face = face_of(self)
        sheet = Sheet(run, row, face.language, width, face.glyphs)
        text, beside = sheet.main(), sheet.beside()
        if not wide:
            text = sheet.lines()
        self.query_one("#text", Words).say(_fitting(text, self.size.height))
        self.query_one("#beside", Words).say(_fitting(beside, self.size.height))

    def on_resize(self, event: events.Resize) -> None:
        """Another width, other line breaks."""
        self._show()


def _fitting(lines: list[Content], height: int) -> Content:
    """As many lines as there is room for; a mark where more would follow."""
    if len(lines) > height > 0:
        lines = [*lines[: height - 1], Content.styled("[…] Enter", "$faint")]
    return Content("\n").join(lines)
