"""A step on the whole screen: its page, scrolled with the arrows; its keys are those of the plan screen."""

from __future__ import annotations

from typing import ClassVar, Final, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from xprunbook.base.language import Language, Texts
from xprunbook.run.view import RunView, StepView
from xprunbook.tui.face import face_of
from xprunbook.tui.flow import Flow
from xprunbook.tui.keys import COMMANDS, KeyCommand, Where, applies, bindings, key_name, named
from xprunbook.tui.scroll import Scroll
from xprunbook.tui.sheet import step_content
from xprunbook.tui.texts import SCREEN
from xprunbook.tui.widgets.keybar import KeyBar
from xprunbook.tui.widgets.messagebar import MessageBar

DETAIL: Final = Texts(
    {
        "neighbour": ("Schritt", "step"),
        "back": ("zurück", "back"),
    }
)
"""The words of this screen's own keys."""

_WIDEST: Final = 100
"""Cells of text in a line; longer ones are hard to read."""


class StepHost(Protocol):
    """Who carries out what a key of a step means: the plan screen."""

    def act(self, command: KeyCommand, row: StepView) -> None:
        """Do what the command means for this row."""
        ...

    def show_step(self, step: str) -> None:
        """The step is on the screen now: its warnings count as read, the cursor of the table follows."""
        ...


class DetailScreen(Screen[None], inherit_bindings=False):
    """One step of a run. Without ``host`` it only shows; with one it takes the step's keys."""

    DEFAULT_CSS = """
    DetailScreen { background: $ground; layers: base above; }
    DetailScreen Scroll { height: 1fr; padding: 0 1; }
    DetailScreen Flow { max-width: 100; }
    """
    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "neighbour(-1)", id="detail.previous", show=False),
        Binding("right", "neighbour(1)", id="detail.next", show=False),
        *(
            binding
            for binding in bindings(Where.STEP, Where.APP)
            if isinstance(binding, Binding) and binding.key not in ("enter", "left", "right")
        ),
        Binding("up", "scroll(-1)", id="detail.up", show=False),
        Binding("down", "scroll(1)", id="detail.down", show=False),
        Binding("pageup", "page(-1)", id="detail.page-up", show=False),
        Binding("pagedown", "page(1)", id="detail.page-down", show=False),
        Binding("home", "scroll(-100000)", id="detail.first", show=False),
        Binding("end", "scroll(100000)", id="detail.last", show=False),
        Binding("escape,enter", "back", id="detail.back", show=False),
    ]

    def __init__(self, run: RunView, row: StepView, language: Language, host: StepHost | None = None) -> None:
        super().__init__()
        self.run = run
        self.step = row.step.id
        self.host = host
        self._language: Language = language

    @property
    def row(self) -> StepView:
        """The step as it is now."""
        return self.run.rows[self.step]

    @property
    def language(self) -> Language:
        """The language the face speaks now."""
        return face_of(self).language

    def compose(self) -> ComposeResult:
        """The page, messages, keys."""
        with Scroll():
            yield Flow(self._page)
        yield MessageBar()
        yield KeyBar()

    def _page(self, width: int) -> list[Content]:
        return step_content(self.run, self.row, self._language, min(width, _WIDEST), face_of(self).glyphs)

    def on_mount(self) -> None:
        """The step counts as read from now."""
        self._tell_host()
        self._show_keys()

    def on_screen_suspend(self) -> None:
        """Under a dialog the keys are the dialog's, which names them itself."""
        self.query_one(KeyBar).name_keys(())

    def on_screen_resume(self) -> None:
        """The keys are this screen's again."""
        self._show_keys()

    def show_run(self, run: RunView) -> None:
        """A newer picture of the run (the host calls this); the place on the page stays."""
        self.run = run
        self.repaint()

    def repaint(self) -> None:
        """Show the page anew, after a change of the run, the language or the theme."""
        self._language = self.run.runbook.language if self.host else self._language
        self.query_one(Flow).show(self._page)
        if self.is_current:
            self._show_keys()

    def say(self, sentence: str, ink: str = "words") -> None:
        """Say something in the message line; the next key takes it away."""
        self.query_one(MessageBar).say(sentence, ink)

    def _tell_host(self) -> None:
        if self.host is not None:
            self.host.show_step(self.step)

    def _commands(self) -> list[KeyCommand]:
        if self.host is None:
            return []
        return [
            command
            for command in COMMANDS
            if command.where is Where.STEP and command.id != "open" and applies(command, self.run, self.row)
        ]

    def _show_keys(self) -> None:
        language = self.language
        ranked = sorted((one for one in self._commands() if one.rank), key=lambda command: command.rank)
        arrows = f"{key_name('left', language)}/{key_name('right', language)}"
        self.query_one(KeyBar).name_keys(
            [
                ("F1", _word("help", language)),
                *(
                    (command.key_name(language), named(command, self.row).says(language))
                    for command in ranked[:2]
                ),
                (arrows, DETAIL.say("neighbour", language)),
                *(
                    (command.key_name(language), named(command, self.row).says(language))
                    for command in ranked[2:]
                ),
                ("Esc", DETAIL.say("back", language)),
            ]
        )

    def action_neighbour(self, by: int) -> None:
        """Go to the step before or after, among those of the plan."""
        order = [row.step.id for row in self.run.rows.values() if row.in_plan or row.step.id == self.step]
        at = order.index(self.step) + by
        if not 0 <= at < len(order):
            return
        self.say("")
        self.step = order[at]
        self._tell_host()
        self.query_one(Scroll).scroll_home(animate=False)
        self.repaint()

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.say("")
        self.query_one(Scroll).scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll by screens, one line less."""
        self.query_one(Scroll).turn(by)

    def action_back(self) -> None:
        """Take the message away, or go back."""
        if self.query_one(MessageBar).sentence:
            self.say("")
        else:
            self.dismiss(None)

    def action_press_key(self, key: str) -> None:
        """A key of the registry: the host does it for this step."""
        self.say("")
        meant = [command for command in COMMANDS if key in command.keys]
        everywhere = next((command for command in meant if command.where is Where.APP), None)
        if everywhere is not None:
            self._everywhere(everywhere)
            return
        command = next((one for one in self._commands() if one in meant), None)
        if command is not None and self.host is not None:
            self.host.act(command, self.row)
        else:
            self.say(SCREEN.say("no-key", self.language, pressed=key_name(key, self.language)))

    def _everywhere(self, command: KeyCommand) -> None:
        if command.id == "help":
            from xprunbook.tui.screens.help import HelpScreen

            self.app.push_screen(HelpScreen(self.language, topic="detail"))
        elif command.id == "quit":
            leave = getattr(self.app, "action_leave", self.app.exit)
            leave()
        elif command.id == "language" and hasattr(self.app, "speak"):
            self.app.speak("en" if self.language == "de" else "de")


def _word(command: str, language: Language) -> str:
    return next(one for one in COMMANDS if one.id == command).says(language)
