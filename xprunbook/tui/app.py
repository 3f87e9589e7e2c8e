"""The app: thin. It carries the face, opens screens, and sees to it that every way out is an orderly one."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.filter import LineFilter
from textual.screen import Screen

from xprunbook.base.errors import ExitCode
from xprunbook.base.language import Language
from xprunbook.run.session import automatic
from xprunbook.run.view import view
from xprunbook.runbook.library import data_folder
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.bursts import KeyBurst
from xprunbook.tui.driver import DRIVER, restore_terminal
from xprunbook.tui.face import Face
from xprunbook.tui.filters import SafeCells
from xprunbook.tui.glyphs import SETS
from xprunbook.tui.policy import TerminalPolicy
from xprunbook.tui.texts import SCREEN
from xprunbook.tui.theme import NAMES, Look, Palette
from xprunbook.tui.theme_files import read_theme

if TYPE_CHECKING:
    from xprunbook.run.session import Session
    from xprunbook.tui.dialogs.export import ExportChoice
    from xprunbook.tui.door import Door

_SAFE: Final = SafeCells()

Exporter: TypeAlias = "Callable[[Session, ExportChoice, Language], str]"
"""Writes a run to a file and returns its SHA-256; XprunbookError if it cannot. The front door brings one along."""


class RunbookApp(App[int], inherit_bindings=False):
    """The terminal face. ``first`` makes the screen it begins with."""

    CSS = """
    App { background: $ground; color: $words; }
    """
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", id="app.leave", show=False, priority=True, system=True),
    ]

    face: Face

    def __init__(
        self, first: Callable[[], Screen[Any]], language: Language, policy: TerminalPolicy, look: Look
    ) -> None:
        # Textual decides at construction how NO_COLOR is met; with an ANSI theme chosen later every cell is black.
        super().__init__(driver_class=DRIVER, ansi_color=look.ansi)
        self._first = first
        self.policy = policy
        self.look = look
        self.face = Face(language, SETS[policy.glyphs], Palette(look))
        self.crash: BaseException | None = None
        self.on_hang_up: Callable[[], None] | None = None
        self.sessions: list[Session] = []
        self.exporter: Exporter | None = None
        self.starter: Callable[[str], Screen[Any]] | None = None
        self.make_door: Callable[[], Door] | None = None
        self.register_theme(look.to_textual())
        self.theme = look.id

    @property
    def language(self) -> Language:
        """The language the face speaks now."""
        return self.face.language

    @cached_property
    def door(self) -> Door | None:
        """The way to runbooks and other runs; made when it is first gone through."""
        return self.make_door() if self.make_door is not None else None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our names must be known when Textual parses its style sheets, before a theme is active."""
        return dict.fromkeys(NAMES, "ansi_default")

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The last net: no control character leaves for the terminal inside a cell."""
        return [*super().get_line_filters(), _SAFE]

    def get_default_screen(self) -> Screen[Any]:
        """The first screen is the bottom of the stack: an empty one below it would be laid out and sent first."""
        return self._first()

    def open_session(
        self, session: Session, path: tuple[str, ...] = (), left: Callable[[None], None] | None = None
    ) -> None:
        """Open the plan screen of a run. ``path``: what it is a part of; ``left`` is called when it was left."""
        from xprunbook.tui.screens.plan import PlanScreen

        self.sessions.append(session)
        self.push_screen(PlanScreen(session, path), lambda _: left(None) if left is not None else None)

    def close_session(self, session: Session) -> None:
        """A run was left for another screen: write that, and let others take it up."""
        if session in self.sessions:
            self.sessions.remove(session)
        session.leave("quit")

    def speak(self, language: Language) -> None:
        """Change the language; screens with a ``repaint`` paint anew."""
        self.face = Face(language, self.face.glyphs, self.face.palette)
        for screen in self.screen_stack:
            repaint = getattr(screen, "repaint", None)
            if repaint is not None:
                repaint()

    def action_leave(self) -> None:
        """Leave at once, since everything is saved; while an action runs, ask."""
        running = {acting_in(session): session for session in self.sessions}
        step = next(filter(None, running), "")
        if not step:
            self.exit(int(ExitCode.OK))
            return
        from xprunbook.tui.dialogs.leaving import LeaveRunning

        if isinstance(self.screen, LeaveRunning):
            return
        session = running[step]
        run = view(session.book.speak(self.language), session.snapshot().state)
        self.push_screen(
            LeaveRunning(run, run.rows[step], self.language),
            lambda yes: self.exit(int(ExitCode.OK)) if yes else None,
        )

    # Pastes and bursts

    def on_key_burst(self, burst: KeyBurst) -> None:
        """Keys nobody typed: an input takes them as a paste, everywhere else they are dropped, with a word."""
        focused = self.focused
        if focused is not None and hasattr(focused, "_on_paste") and not focused.disabled:
            focused.post_message(events.Paste(burst.text))
            return
        self._say_quietly(SCREEN.say("burst", self.language))

    def on_paste(self, event: events.Paste) -> None:
        """A paste that no input took."""
        self._say_quietly(SCREEN.say("burst", self.language))

    def _say_quietly(self, sentence: str) -> None:
        say: Callable[[str], None] | None = getattr(self.screen, "say", None)
        if say is not None:
            say(sentence)

    def notify(self, message: str, **options: Any) -> None:
        """A toast would parse markup and cover the table: words go to the screen's message line."""
        self._say_quietly(str(Content(message)))

    # Ways out that nobody chose

    def hung_up(self) -> None:
        """The driver found the terminal gone (its thread calls this)."""
        if self.on_hang_up is not None:
            self.on_hang_up()

    def _handle_exception(self, error: Exception) -> None:
        """Keep the error for the crash file and close. Textual would print a traceback with every local value."""
        self._return_code = int(ExitCode.CRASH)
        self.crash = self.crash or error
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """Textual calls this from its threads with a traceback to print: it is not printed."""
        self._return_code = int(ExitCode.CRASH)
        self.crash = self.crash or RuntimeError()
        self._close_messages_no_wait()


def make_look(policy: TerminalPolicy, language: Language, folder: Path | None = None) -> Look:
    """The theme of the policy. UsageError if its file cannot be used."""
    return read_theme((folder or data_folder("themes")) / f"{policy.theme}.yaml", language)


def run_face(
    session: Session | None,
    language: Language,
    policy: TerminalPolicy,
    data: Path,
    home: Callable[[], Screen[Any]] | None = None,
    exporter: Exporter | None = None,
    starter: Callable[[str], Screen[Any]] | None = None,
    door: Callable[[], Door] | None = None,
) -> ExitCode:
    """Run the face until it is left; return the process's exit code. ``data`` takes a crash file, ``door`` makes
    the way to the runs below a run.

    ``policy`` must have been applied to the environment before Textual was imported. Starts with the session's
    plan screen, or with ``home``.
    """
    from xprunbook.tui.screens.plan import PlanScreen

    if sys.__stderr__ is not None and hasattr(sys.__stderr__, "reconfigure"):
        # A character the locale lacks becomes a question mark: as an escape it would be wider than its cell.
        sys.__stderr__.reconfigure(errors="replace")
    first: Callable[[], Screen[Any]]
    if session is not None:
        opened = session
        first = lambda: PlanScreen(opened)  # noqa: E731
    elif home is not None:
        first = home
    else:
        raise ValueError("neither a session nor a home screen")
    app = RunbookApp(first, language, policy, make_look(policy, language))
    app.exporter = exporter
    app.starter = starter
    app.make_door = door
    if session is not None:
        app.sessions.append(session)
    ends = _Endings(app)
    try:
        with ends:
            app.run(mouse=policy.mouse)
    except Exception as error:  # the boundary: whatever it is, no traceback
        app.crash = app.crash or error
        restore_terminal()
    return _after(app, language, data)


def _after(app: RunbookApp, language: Language, data: Path) -> ExitCode:
    """Close the sessions in order and say how to go on. The terminal is back already."""
    crashed = app.crash is not None
    for session in reversed(app.sessions):  # a run below another one before that one
        step = acting_in(session)
        if step and not crashed:
            number = session.book.speak(language).steps[step].number
            print(ACTION.say("waiting", language, step=number), file=sys.stderr, flush=True)
        session.leave("crash" if crashed else "quit")
    if app.crash is not None:
        from xprunbook.base.crash import report_crash

        return report_crash(app.crash, data, language)
    names = {session.folder.name for session in app.sessions}
    for session in app.sessions:
        if session.snapshot().state.parent_run in names:
            continue
        key = "ended" if session.snapshot().state.closing is not None else "resume"
        print(SCREEN.say(key, language, run=session.folder.name), file=sys.stderr)
    return ExitCode(app.return_code or 0)


def acting_in(session: Session) -> str:
    """The id of the step whose action runs in a session; empty if none."""
    able = automatic(session)
    return able.acting() if able is not None else ""


class _Endings:
    """While the face runs: a hang-up or a request to end writes what is under way, then ends the process.

    From a thread of its own, since the face's loop may be stuck in a terminal that no longer reads.
    """

    def __init__(self, app: RunbookApp) -> None:
        self._app = app
        self._once = threading.Lock()
        self._before: dict[int, Any] = {}

    def __enter__(self) -> _Endings:
        self._app.on_hang_up = lambda: self._end(int(ExitCode.HANGUP))
        for name, code in _SIGNALS.items():
            number = getattr(signal, name, None)
            if number is not None and threading.current_thread() is threading.main_thread():
                self._before[number] = signal.signal(number, self._handler(code))
        return self

    def __exit__(self, *_: object) -> None:
        self._app.on_hang_up = None
        for number, before in self._before.items():
            signal.signal(number, before)

    def _handler(self, code: int) -> Callable[[int, Any], None]:
        return lambda number, frame: self._end(code)

    def _end(self, code: int) -> None:
        if self._once.acquire(blocking=False):
            threading.Thread(target=self._leave, args=(code,), name="xprunbook-ending", daemon=True).start()

    def _leave(self, code: int) -> None:
        try:
            for session in reversed(self._app.sessions):
                session.leave("hang-up")
        finally:
            restore_terminal()
            os._exit(code)


_SIGNALS: Final[Mapping[str, int]] = {"SIGHUP": int(ExitCode.HANGUP), "SIGTERM": 143, "SIGBREAK": 143}
"""Signals that end the program, with the exit code. Windows sends SIGBREAK when the console window is closed."""
