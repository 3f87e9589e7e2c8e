"""The selected step below the table, where the screen has room for both. What does not fit, Enter shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer

from xprunbook.base.language import Language
from xprunbook.base.text import one_line, plain_text
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import Mark, Note
from xprunbook.runbook.substitute import fill_text
from xprunbook.tui.face import face_of
from xprunbook.tui.texts import PANE
from xprunbook.tui.times import clock
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

    def tell(self, run: RunView, row: StepView | None, *, at_once: bool = False) -> None:
        """Show this step, as soon as the cursor rests."""
        self._run, self._row = run, row
        if not self.display:
            return
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
        sheet = _Sheet(run, row, face_of(self).language, width)
        text, beside = list(sheet.main()), list(sheet.beside())
        if not wide:
            text += [Content(""), *beside] if beside else []
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


class _Sheet:
    """The lines of one step at one width."""

    def __init__(self, run: RunView, row: StepView, language: Language, width: int) -> None:
        self.run = run
        self.row = row
        self.language = language
        self.width = width

    def main(self) -> Iterator[Content]:
        """Title, facts, warnings, what to do."""
        from xprunbook.tui.flow import hang
        from xprunbook.tui.markdown import markdown_lines

        step = self.row.step
        yield from hang(Content.styled(f"{one_line(step.number)}  {self._filled(step.title)}", "bold $bright"), self.width)
        yield from hang(Content.styled(self._facts(), "$faint"), self.width)
        for note in step.warnings:
            yield Content("")
            word = Content.styled(PANE.say("caution", self.language) + "  ", "bold $st-warning")
            yield from markdown_lines(note.text, self.width, self._fill, prefix=word)
            yield from self._unconfirmed(note)
        if step.do:
            yield Content("")
            yield from markdown_lines(step.do, self.width, self._fill)
        elif step.steps:
            yield Content("")
            for child in step.steps:
                yield from hang(Content(self._filled(child.title)), self.width, f"{one_line(child.number):<5}")

    def beside(self) -> Iterator[Content]:
        """Value to write down, hints, links, notes."""
        from xprunbook.tui.flow import hang
        from xprunbook.tui.markdown import markdown_lines

        step, status = self.row.step, self.row.status
        if step.observe is not None:
            value = status.observed if status.observed is not None else PANE.say("nothing-yet", self.language)
            text = ", ".join(value) if isinstance(value, tuple) else value
            yield Content.styled(self._filled(step.observe.title), "bold $bright")
            yield from hang(Content(plain_text(text)), self.width, "  ")
        if step.hints:
            yield Content.styled(PANE.say("hints", self.language), "bold $bright")
            for note in step.hints:
                yield from markdown_lines(note.text, self.width, self._fill, prefix=Content.styled("- ", "$faint"))
                yield from self._unconfirmed(note)
        if step.links:
            yield Content.styled(PANE.say("links", self.language), "bold $bright")
            for link in step.links:
                yield from hang(Content(self._filled(link.title)), self.width, "  ")
                yield from hang(Content.styled(one_line(link.url), "$faint"), self.width, "  ")
        if status.notes:
            yield Content.styled(PANE.say("notes", self.language), "bold $bright")
            for remark in status.notes:
                head = f"{clock(remark.at, self.run.state.last_utc)} {one_line(remark.person)}  "
                yield from hang(Content(plain_text(remark.text)), self.width, Content.styled(head, "$faint"))
        if status.reason:
            yield Content.styled(PANE.say("reason", self.language), "bold $bright")
            yield from hang(Content(plain_text(status.reason)), self.width, "  ")

    def _facts(self) -> str:
        """``Pflicht in B, C · optional in A · alter Server · ~15 min``."""
        step, say = self.row.step, PANE.say
        facts = []
        for mark, key in ((Mark.MANDATORY, "mandatory"), (Mark.OPTIONAL, "optional")):
            plans = ", ".join(plan for plan, of in step.plans.items() if of is mark)
            if plans:
                facts.append(say(key, self.language, plans=plans))
        machine = self.run.runbook.machines.get(self.row.role)
        if machine is not None:
            facts.append(one_line(machine.title))
        if self.row.minutes:
            facts.append(f"~{self.row.minutes} min")
        if step.ours:
            facts.append(say("ours", self.language))
        return " · ".join(facts)

    def _unconfirmed(self, note: Note) -> Iterator[Content]:
        if note.unconfirmed:
            yield Content.styled("  " + PANE.say("unconfirmed", self.language), "$faint")

    def _fill(self, text: str) -> str:
        return fill_text(text, self.run.state.inputs, self.run.runbook.inputs)

    def _filled(self, text: str) -> str:
        return one_line(self._fill(text))

