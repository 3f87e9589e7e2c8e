"""The runs below a run, as its plan screen meets them: begun from a step, opened, come back from, counted.

Their journals are read by a worker when the screen opens and when one comes back, never per key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xprunbook.base.errors import StoreError, XprunbookError
from xprunbook.base.text import one_line
from xprunbook.run import commands as c
from xprunbook.run.children import beginning_of, children, folder_of, news_of, progress_below, put_together
from xprunbook.run.progress import Progress, progress
from xprunbook.run.session import NotStored, Refused, Reply, Session
from xprunbook.run.state import CARRIED_THROUGH
from xprunbook.run.texts import STATES, say_refusal
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import Book, InputValue
from xprunbook.runbook.substitute import fill_text
from xprunbook.tui.dialogs.fault import ShowFault
from xprunbook.tui.screens.asking import dialog
from xprunbook.tui.texts import SCREEN

if TYPE_CHECKING:
    from xprunbook.tui.door import Door
    from xprunbook.tui.screens.chooser import Elsewhere
    from xprunbook.tui.screens.run_screen import RunScreen

PATIENCE: Final = 10.0
"""Seconds the parent's record may take to say that it knows its child."""


class RunsBelow:
    """What a plan screen knows of the runs below it, and the way into one of them."""

    def __init__(self, screen: RunScreen, path: tuple[str, ...] = ()) -> None:
        self._screen: Final = screen
        self.path: Final = path
        self._figures: Mapping[str, Progress] = {}
        self._came_back = ""

    @property
    def _door(self) -> Door:
        door: Door | None = getattr(self._screen.app, "door", None)
        if door is None:
            raise StoreError(self._say("child-no-door"))
        return door

    def _say(self, key: str, **values: object) -> str:
        return SCREEN.say(key, self._screen.language, **values)

    # What is known of them

    def figures(self, run: RunView, now: float) -> Progress:
        """The progress of the run and, as far as they were read, of the runs below it. Reads nothing."""
        return put_together(run, progress(run, now), self._figures, now)

    def look(self, step: str = "") -> None:
        """Read the runs below, if there are any; ``step``: the one whose run one came back from."""
        run = self._screen.run
        self._came_back = step
        if run is not None and any(row.status.child_run for row in run.rows.values()):
            work = partial(self._read, run, self._screen.session.folder, self._screen.session.now())
            self._screen.run_worker(work, thread=True, exclusive=True, group="below", exit_on_error=False)

    def _read(self, run: RunView, folder: Path, now: float) -> None:
        """On a worker's thread: read them, and tell."""
        found = tuple(children(run, folder))
        news = tuple(one for one in map(news_of, found) if one is not None)
        self._screen.call_later(self.take, progress_below(run, folder, now, found=found), news)

    def take(self, figures: Mapping[str, Progress], news: tuple[c.CloseChild, ...]) -> None:
        """Show the figures; the record learns the ``news`` that it does not know yet."""
        self._figures = figures
        self._screen.show()
        if news and not self._screen.read_only:
            self._screen.submit(news)
        else:
            self._came_back = ""

    def learned(self, command: c.CloseChild) -> None:
        """The record knows now how a child ended: offer the tick, or say what is missing for it."""
        row = self._row(command.step)
        if row is None:
            return
        asked, self._came_back = self._came_back, ""
        word = STATES.say(command.closing, self._screen.language)
        if row.decided:
            self._screen.say(self._say("child-ended", number=row.step.number, closing=word))
        elif command.closing not in CARRIED_THROUGH:
            self._screen.say(self._say("child-owing", number=row.step.number, closing=word), "st-warning")
        elif asked == command.step and self._screen.run is not None:
            tick = dialog("tick", self._screen.run, row, self._screen.language, warnings_read=True)
            self._screen.app.push_screen(tick, self._ticked)
        else:
            self._screen.say(self._say("child-tick", number=row.step.number, closing=word), "saved")

    def _row(self, step: str) -> StepView | None:
        return self._screen.run.rows.get(step) if self._screen.run else None

    def _ticked(self, answer: object) -> None:
        if isinstance(answer, c.Command):
            self._screen.submit((answer,))

    # Into one of them

    def open(self, row: StepView | None) -> None:
        """Take the run of a step up again, or look on."""
        if row is None:
            return
        folder = folder_of(self._screen.session.folder, row.status.child_run)
        try:
            if folder is None or not folder.is_dir():
                name = one_line(row.status.child_run, 80)
                raise StoreError(self._say("child-gone", run=name), self._say("child-gone.hint"))
            self._enter(row, self._door.open(folder, self._screen.session.by))
        except XprunbookError as error:
            self._tell(error)

    def begin(self, row: StepView | None) -> None:
        """Begin the run of a step: by the plan the step names, else by the answers to the runbook's questions."""
        run, child = self._screen.run, row.step.runbook if row is not None else None
        if row is not None and run is not None and child is not None:
            self._choose(row, child.id, child.plans.get(run.state.plan, ""))

    def _choose(self, row: StepView, runbook: str, plan: str) -> None:
        from xprunbook.tui.screens.chooser import ChooserScreen, Elsewhere

        try:
            door = self._door
            book = door.follow(runbook)
            known = book.speak(self._screen.language)
            if plan and plan not in known.plans:
                raise StoreError(self._say("child-no-plan", runbook=known.title, plan=plan))
        except XprunbookError as error:
            self._tell(error)
            return
        if not plan and len(known.plans) == 1:
            plan = next(iter(known.plans))
        if plan:
            self._ask(row, book, plan)
            return

        def chosen(answer: str | Elsewhere | None) -> None:
            if isinstance(answer, Elsewhere):
                self._choose(row, answer.runbook, answer.plan)
            elif answer:
                self._ask(row, book, answer)

        self._screen.app.push_screen(ChooserScreen(known, self._screen.language, door.follow), chosen)

    def _ask(self, row: StepView, book: Book, plan: str) -> None:
        """Ask for the values the parent could not hand on; with all of them there, begin at once."""
        from xprunbook.tui.screens.start import StartForm

        run, known = self._screen.run, book.speak(self._screen.language)
        if run is None:
            return
        handed = beginning_of(run, row, known, plan).inputs
        if all(asked.id in handed for asked in known.inputs_of(plan)):
            self._start(row, book, plan, handed)
            return

        def answered(start: object) -> None:
            values: Mapping[str, InputValue] | None = getattr(start, "inputs", None)
            if values is not None:
                self._start(row, book, plan, {**handed, **values})

        session = self._screen.session
        form = StartForm(
            self._screen.language, self._door.settings, session.now(), known, plan, handed=handed
        )
        self._screen.app.push_screen(form, answered)

    def _start(self, row: StepView, book: Book, plan: str, values: Mapping[str, InputValue]) -> None:
        """Make the child run, let the parent's record know, and open it."""
        run, session = self._screen.run, self._screen.session
        if run is None:
            return
        try:
            beginning = beginning_of(run, row, book.speak(self._screen.language), plan, values)
            child = self._door.begin_below(book, beginning, session.by, session.folder.parent)
        except XprunbookError as error:
            self._tell(error)
            return
        try:
            reply: Reply = session.submit(c.StartChild(row.step.id, child.folder.name)).result(PATIENCE)
        except TimeoutError:
            reply = NotStored(self._say("child-no-answer"))
        if isinstance(reply, (Refused, NotStored)):
            child.leave()
            self._tell(StoreError(self._why_not(reply)))
            return
        self._enter(row, child)

    def _why_not(self, reply: Refused | NotStored) -> str:
        if isinstance(reply, Refused):
            return say_refusal(reply.refusal, self._screen.language)
        return f"{reply.message} {reply.hint}".strip()

    def _enter(self, row: StepView, child: Session) -> None:
        """Open the child's screen; when it is left, look again."""
        opened: Callable[..., None] | None = getattr(self._screen.app, "open_session", None)
        run = self._screen.run
        if opened is None or run is None:
            child.leave()
            return
        path = self.path or (fill_text(run.runbook.title, run.state.inputs, run.runbook.inputs),)
        title = fill_text(row.step.short or row.step.title, run.state.inputs, run.runbook.inputs)
        opened(child, (*path, f"{row.step.number} {title}".strip()), lambda _: self.look(row.step.id))

    def _tell(self, error: XprunbookError) -> None:
        self._screen.app.push_screen(ShowFault(error, self._screen.language))
