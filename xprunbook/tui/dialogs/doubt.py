"""Settling a doubt with all that is known: what was to be done, whether its process still runs, how things are now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.base.moments import write_moment
from xprunbook.base.text import one_line, plain_text
from xprunbook.run.automation import Result
from xprunbook.run.commands import Verb
from xprunbook.run.doubt import process_runs
from xprunbook.run.session import Automatic
from xprunbook.run.view import RunView, StepView
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.checks import check_lines, known_of
from xprunbook.tui.dialogs.fields import Choice, Choices, LineInput
from xprunbook.tui.dialogs.reason import VERDICTS, GiveReason
from xprunbook.tui.flow import Flow, hang
from xprunbook.tui.widgets.words import Words


class SettleDoubt(GiveReason):
    """As giving a reason; ``session`` finds out more, if there is one that can."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f5", "look", id="doubt.look", show=False)]
    WIDE: ClassVar[bool] = True

    @dataclass
    class Process(Message):
        """Whether the process still runs. Sent from the session's thread."""

        runs: bool | None

    @dataclass
    class Looked(Message):
        """What a look found. Sent from the session's thread."""

        results: tuple[Result, ...]

    def __init__(
        self, run: RunView, row: StepView, language: Language, *, session: Automatic | None = None
    ) -> None:
        super().__init__(run, row, language, verb=Verb.SETTLE)
        self.session = session
        self.process: bool | str | None = "asking"
        self.results: dict[str, Result] = {}
        self.looking = False

    def fields(self) -> Iterator[Widget]:
        """What is known, the verdict, the reason."""
        yield Words(self.inked(self.sentence("settle"), "$bright"))
        yield Flow(self._known, id="known")
        verdicts = [
            Choice(verdict, self.sentence(f"settle-{verdict}"), self.sentence(f"settle-{verdict}-note"))
            for verdict in VERDICTS
        ]
        yield Choices(verdicts, id="verdict")
        yield self.label("settle-reason")
        yield LineInput(id="reason")

    def on_mount(self) -> None:
        """Ask for the process at once; looking at the system itself waits for F5."""
        super().on_mount()
        intent = self.step_row.status.intent
        if self.session is not None and intent is not None and intent.pid:
            step = self.step_row.step.id
            self.session.survey(lambda bench: process_runs(bench, step)).when_answered(
                lambda runs: self.post_message(self.Process(runs))
            )
        else:
            self.process = None

    def on_settle_doubt_process(self, message: Process) -> None:
        """Show whether it runs."""
        self.process = message.runs
        self.query_one("#known", Flow).show(self._known)

    def action_look(self) -> None:
        """Look how things are now."""
        if self.session is not None and not self.looking and self.step_row.step.uses:
            self.looking = True
            self.query_one("#known", Flow).show(self._known)
            self.session.look(self.step_row.step.id).when_answered(
                lambda results: self.post_message(self.Looked(results))
            )

    def on_settle_doubt_looked(self, message: Looked) -> None:
        """Show what was seen."""
        self.looking = False
        self.results = {result.place: result for result in message.results}
        self.query_one("#known", Flow).show(self._known)

    def show_run(self, run: RunView) -> None:
        """A newer picture of the run: the results are recorded with their time."""
        self.run, self.step_row = run, run.rows[self.step_row.step.id]

    def hints(self) -> list[tuple[str, str]]:
        """F5 looks."""
        enter, *rest = super().hints()
        can = self.session is not None and bool(self.step_row.step.uses)
        look = [("F5", ACTION.say("doubt-key", self.language))] if can else []
        return [enter, *look, *rest]

    # What is known

    def _say(self, key: str, **values: object) -> str:
        return ACTION.say(key, self.language, **values)

    def _at(self, utc: float) -> str:
        return write_moment(utc, self.run.state.last_utc, self.language)

    def _known(self, width: int) -> list[Content]:
        status = self.step_row.status
        intent = status.intent
        lines: list[Content] = []
        if intent is not None:
            began = self._say("doubt-kind", at=self._at(intent.at), kind=one_line(intent.kind, 80))
            lines += hang(Content(began), width)
            lines += self._process(width, intent.pid)
        if status.sentence:
            said = self._say("doubt-said", sentence=plain_text(status.sentence))
            lines += hang(Content(said), width)
        if intent is not None and intent.summary:
            lines += hang(Content.styled(self._say("doubt-plan"), "$faint"), width)
            lines += hang(Content(plain_text(intent.summary)), width, "  ")
        if self.looking:
            lines += hang(Content.styled(self._say("looking"), "$st-running"), width)
        elif self.results:
            lines += hang(Content.styled(self._say("doubt-now"), "$faint"), width)
            for known in known_of(self.step_row, self.results):
                lines += check_lines(known, self.run, self.language, width)
        elif self.session is not None and self.step_row.step.uses:
            lines += hang(Content.styled(self._say("doubt-again"), "$key"), width)
        return lines

    def _process(self, width: int, pid: int) -> list[Content]:
        if not pid:
            return hang(Content.styled(self._say("doubt-none"), "$faint"), width)
        words = {"asking": "doubt-asking", True: "doubt-runs", False: "doubt-ended", None: "doubt-unknown"}
        key = words[self.process]
        ink = "bold $st-failed" if self.process is True else "$words"
        process = Content(self._say("doubt-process", pid=pid) + "  ")
        return hang(process + Content.styled(self._say(key), ink), width)
