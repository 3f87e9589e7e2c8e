"""Home: the runs one can go on with, the newest first, and the runbooks one can begin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen

from xprunbook.base.errors import XprunbookError
from xprunbook.base.language import Language
from xprunbook.run.identity import account
from xprunbook.run.session import Session
from xprunbook.runbook.library import Header
from xprunbook.runbook.model import Book
from xprunbook.tui.dialogs.fault import ShowFault
from xprunbook.tui.door import Door, Figures, RunLine, Start
from xprunbook.tui.face import face_of
from xprunbook.tui.flow import Flow
from xprunbook.tui.keys import BY_ID, COMMANDS, Where, bindings
from xprunbook.tui.screens.home_list import HomeList
from xprunbook.tui.screens.home_texts import HOME
from xprunbook.tui.widgets.keybar import KeyBar
from xprunbook.tui.widgets.messagebar import MessageBar

_COUNTED = 30
"""Runs whose progress is counted; older ones show none."""


class HomeScreen(Screen[None], inherit_bindings=False):
    """Opens runs and begins them. ``now``: the clock, in UTC seconds.

    ``runbook``: the id or path of the runbook whose plan is asked for at once.
    """

    DEFAULT_CSS = """
    HomeScreen { background: $ground; layers: base above; layout: vertical; }
    HomeScreen HomeList { height: 1fr; }
    HomeScreen #about { height: auto; max-height: 7; border-top: solid $line; padding: 0 1; }
    HomeScreen.-low #about { display: none; }
    """
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # Textual's own name and type

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Where.APP),
        Binding("up", "move(-1)", id="home.up", show=False),
        Binding("down", "move(1)", id="home.down", show=False),
        Binding("pageup", "page(-1)", id="home.page-up", show=False),
        Binding("pagedown", "page(1)", id="home.page-down", show=False),
        Binding("home", "move(-100000)", id="home.first", show=False),
        Binding("end", "move(100000)", id="home.last", show=False),
        Binding("enter", "open", id="home.open", show=False),
    ]

    class Counted(Message):
        """A run's progress is known. Sent from a worker."""

        def __init__(self, line: RunLine, figures: Figures | None) -> None:
            super().__init__()
            self.line = line
            self.figures = figures

    def __init__(self, door: Door, now: Callable[[], float], runbook: str = "") -> None:
        super().__init__()
        self._runbook = runbook
        self.door = door
        self.now = now

    @property
    def language(self) -> Language:
        """The language the face speaks now."""
        return face_of(self).language

    def _say(self, key: str, **values: object) -> str:
        return HOME.say(key, self.language, **values)

    def compose(self) -> ComposeResult:
        """The lists, a word on what is selected, messages, keys."""
        yield HomeList()
        with Vertical(id="about"):
            yield Flow(lambda width: self.list.about(min(width, 100)))
        yield MessageBar()
        yield KeyBar()

    @property
    def list(self) -> HomeList:
        """Both lists."""
        return self.query_one(HomeList)

    def on_mount(self) -> None:
        """Name the keys; go on to the runbook that was asked for."""
        self._show_keys()
        if self._runbook:
            self.call_after_refresh(self._choose_plan, self._runbook)

    def on_screen_resume(self) -> None:
        """Coming back from a run: look again what there is."""
        self.read()
        self._show_keys()

    def on_screen_suspend(self) -> None:
        """Under a dialog the keys are the dialog's, which names them itself."""
        self.query_one(KeyBar).name_keys(())

    def read(self) -> None:
        """List what there is; progress follows from a worker, so that the first picture need not wait."""
        try:
            runs = self.door.runs()
        except XprunbookError as error:
            self.say(f"{error.message} {error.hint}")
            runs = ()
        self.list.fill(runs, self.door.runbooks(), self._own(), self.now())
        self._tell_about()
        self.run_worker(
            partial(self._count, runs[:_COUNTED], self.language),
            thread=True,
            exclusive=True,
            exit_on_error=False,
        )

    def _own(self) -> dict[Any, Session]:
        """Sessions this program holds already, by folder: opening one again goes back to it."""
        return {session.folder: session for session in getattr(self.app, "sessions", ())}

    def _count(self, runs: tuple[RunLine, ...], language: Language) -> None:
        for line in runs:
            self.post_message(self.Counted(line, self.door.figures(line, language)))

    def on_home_screen_counted(self, message: Counted) -> None:
        """Show a run's progress."""
        self.list.count(message.line, message.figures)
        self._tell_about()

    # Words

    def say(self, sentence: str) -> None:
        """Say something in the message line; the next move takes it away."""
        self.query_one(MessageBar).say(sentence)

    def repaint(self) -> None:
        """Paint anew, after a change of language."""
        self.read()
        self._show_keys()

    def _show_keys(self) -> None:
        language = self.language
        middle = [("Enter", self._say("key-open")), ("L", BY_ID["language"].says(language))]
        first, last = BY_ID["help"], BY_ID["quit"]
        self.query_one(KeyBar).name_keys(
            [
                (first.key_name(language), first.says(language)),
                *middle,
                (last.key_name(language), last.says(language)),
            ]
        )

    def _tell_about(self) -> None:
        self.query_one(Flow).show(lambda width: self.list.about(min(width, 100)))

    # Keys

    def action_move(self, by: int) -> None:
        """Up or down."""
        self.say("")
        self.list.move(by)
        self._tell_about()

    def action_page(self, pages: int) -> None:
        """Up or down by screens."""
        self.action_move(pages * max(1, self.list.size.height - 2))

    def action_press_key(self, key: str) -> None:
        """Help, language, quit."""
        command = next(one for one in COMMANDS if one.where is Where.APP and key in one.keys)
        if command.id == "help":
            from xprunbook.tui.screens.help import HelpScreen

            self.app.push_screen(HelpScreen(self.language, topic="home"))
        elif command.id == "language" and hasattr(self.app, "speak"):
            self.app.speak("en" if self.language == "de" else "de")
        elif command.id == "quit":
            leave = getattr(self.app, "action_leave", self.app.exit)
            leave()

    def action_open(self) -> None:
        """Open the selected run, or begin the selected runbook."""
        chosen = self.list.chosen
        if isinstance(chosen, RunLine):
            self._take_up(chosen)
        elif isinstance(chosen, Header):
            self._choose_plan(str(chosen.path))

    # Into a run

    def _take_up(self, line: RunLine) -> None:
        own = self._own().get(line.folder)
        if own is not None:
            self._show(own)
        elif self.door.settings.person:
            self._enter(lambda: self.door.take_up(line))
        else:
            self._ask_who(lambda: self._take_up(line))

    def _ask_who(self, then: Callable[[], None]) -> None:
        from xprunbook.tui.screens.start import StartForm

        def answered(start: Start | None) -> None:
            if start is not None:
                self.say(self.door.remember(start))
                then()

        self.app.push_screen(
            StartForm(self.language, self.door.settings, self.now(), suggested=account().split("\\")[-1]),
            answered,
        )

    def _choose_plan(self, runbook: str) -> None:
        try:
            book = self.door.load(runbook)
        except XprunbookError as error:
            self.app.push_screen(ShowFault(error, self.language))
            return
        self._ask_plan(book)

    def _ask_plan(self, book: Book) -> None:
        from xprunbook.tui.screens.chooser import ChooserScreen, Elsewhere

        def chosen(answer: str | Elsewhere | None) -> None:
            if isinstance(answer, Elsewhere):
                self._go_on(answer.runbook, answer.plan)
            elif answer is not None:
                self._ask_start(book, answer)

        known = book.speak(self.language)
        self.app.push_screen(ChooserScreen(known, self.language, self.door.follow), chosen)

    def _go_on(self, runbook: str, plan: str) -> None:
        """Answers led to another runbook: to its start, or to its own questions."""
        try:
            book = self.door.follow(runbook)
        except XprunbookError as error:
            self.app.push_screen(ShowFault(error, self.language))
            return
        if plan in book.speak(self.language).plans:
            self._ask_start(book, plan)
        else:
            self._ask_plan(book)

    def _ask_start(self, book: Book, plan: str) -> None:
        from xprunbook.tui.screens.start import StartForm

        def answered(start: Start | None) -> None:
            if start is not None:
                self.say(self.door.remember(start))
                self._enter(lambda: self.door.begin(book, plan, start))

        form = StartForm(
            self.language,
            self.door.settings,
            self.now(),
            book.speak(self.language),
            plan,
            suggested=account().split("\\")[-1],
        )
        self.app.push_screen(form, answered)

    def _enter(self, make: Callable[[], Session]) -> None:
        try:
            session = make()
        except XprunbookError as error:
            self.app.push_screen(ShowFault(error, self.language))
            return
        opened = getattr(self.app, "open_session", None)
        if opened is not None:
            opened(session)

    def _show(self, session: Session) -> None:
        from xprunbook.tui.screens.plan import PlanScreen

        self.app.push_screen(PlanScreen(session))
