"""The plan screen: the table of a run, worked through key by key. It asks, shows, and knows nothing of its own."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from xprunbook.run import commands as c
from xprunbook.run.commands import Command
from xprunbook.run.events import GatePassed
from xprunbook.run.session import Saved, Session
from xprunbook.run.state import StepState
from xprunbook.run.view import StepView
from xprunbook.tui.feed import Feed
from xprunbook.tui.keys import COMMANDS, KeyCommand, Where, applies, bindings, for_plan_screen, key_name
from xprunbook.tui.lean import make_lean
from xprunbook.tui.screens.acting_screen import ActingScreen
from xprunbook.tui.screens.asking import MOVES_ON, ask, dialog
from xprunbook.tui.screens.below import RunsBelow
from xprunbook.tui.texts import SCREEN
from xprunbook.tui.widgets.header import Heading, RunHeader
from xprunbook.tui.widgets.keybar import KeyBar
from xprunbook.tui.widgets.matrix import PlanMatrix
from xprunbook.tui.widgets.messagebar import MessageBar
from xprunbook.tui.widgets.pane import StepPane
from xprunbook.tui.widgets.tablehead import TableHead

PANE_FROM: Final = 34
"""Lines of screen from which the selected step is shown below the table."""

PANE_LEAST: Final = 12
"""Lines the pane gets at least."""

AROUND: Final = 5
"""Lines of header, heading and key bar."""


class PlanScreen(ActingScreen, inherit_bindings=False):
    """One run. Leaves with Esc to where it came from; the session stays open until the program ends."""

    DEFAULT_CSS = """
    PlanScreen { background: $ground; layers: base above; layout: vertical; }
    PlanScreen PlanMatrix { height: 1fr; }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Where.STEP, Where.RUN, Where.VIEW, Where.APP),
        Binding("up", "move(-1)", show=False, id="move.up"),
        Binding("down", "move(1)", show=False, id="move.down"),
        Binding("pageup", "page(-1)", show=False, id="move.page-up"),
        Binding("pagedown", "page(1)", show=False, id="move.page-down"),
        Binding("home", "move(-100000)", show=False, id="move.first"),
        Binding("end", "move(100000)", show=False, id="move.last"),
        Binding("escape", "back", show=False, id="plan.back"),
    ]

    def __init__(self, session: Session, path: tuple[str, ...] = ()) -> None:
        super().__init__(session)
        make_lean(self)
        self.below = RunsBelow(self, path)
        self._read: set[str] = set()
        self._told_gates: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """Header, table, pane, messages, keys."""
        yield RunHeader()
        yield TableHead()
        yield PlanMatrix()
        yield StepPane()
        yield MessageBar()
        yield KeyBar()

    @property
    def matrix(self) -> PlanMatrix:
        """The table."""
        return self.query_one(PlanMatrix)

    # Pictures of the run

    def on_mount(self) -> None:
        """Begin at the first open step."""
        self.begin()
        following = self.run.next_open() if self.run else None
        if following is not None:
            self.matrix.select(following.step.id)
        self._wait_for_minute()
        self.below.look()
        if self.snapshot is not None and self.snapshot.read_only:
            self.say(SCREEN.say("read-only", self.language, why=self.snapshot.read_only), "st-warning")
        self.tell_lacking()

    def show(self) -> None:
        """Hand the picture to the widgets; each sends only what differs."""
        if self.run is None or self.snapshot is None:
            return
        now = self.session.now()
        figures, host, path = self.below.figures(self.run, now), self.session.by.host, self.below.path
        heading = Heading(self.run, figures, self.snapshot, now, host, self.slow, bool(self.trouble), path)
        self.query_one(RunHeader).tell(heading)
        self.matrix.show(self.run, now)
        self.query_one(TableHead).show_heading(self.matrix.heading())
        self._show_keys()
        self.query_one(StepPane).tell(self.run, self.matrix.row, self.feed)
        self._tell_gates()

    def _show_keys(self) -> None:
        if self.run is not None:
            commands = for_plan_screen(self.run, self.matrix.row, read_only=self.read_only)
            self.query_one(KeyBar).name_commands(commands)

    def _tell_gates(self) -> None:
        """Say once that a gate was reached; its phase's line says it all the time."""
        assert self.run is not None
        waiting = {phase.id: phase for phase in self.run.gates_waiting()}
        new = [phase for name, phase in waiting.items() if name not in self._told_gates]
        self._told_gates = frozenset(waiting)
        if new and self.run.state.closing is None and not self.read_only:
            self.say(SCREEN.say("gate", self.language, phase=new[0].title), "st-running")

    def _wait_for_minute(self) -> None:
        """The forecast and a running step's time change by the minute: one timer, a few bytes, nothing between."""
        self.set_timer(60.05 - self.session.now() % 60, self._minute)

    def _minute(self) -> None:
        self.show()
        self._wait_for_minute()

    def repaint(self) -> None:
        """Paint anew, after a change of language or theme."""
        if self.snapshot is not None:
            self.run = self.see(self.snapshot.state)
            self.matrix.repaint()
            self.show()
            self.query_one(RunHeader).repaint()

    def on_resize(self, event: events.Resize) -> None:
        """Room for the pane or not; then the table's heading follows the table's new grid."""
        self._make_room(event.size.height)
        self.call_after_refresh(self._after_resize)

    def _make_room(self, height: int) -> None:
        pane = self.query_one(StepPane)
        pane.display = height >= PANE_FROM
        room = height - AROUND - PANE_LEAST
        self.matrix.styles.height = min(self.matrix.wanted_height, room) if pane.display else "1fr"

    def _after_resize(self) -> None:
        self.show()
        self.matrix.keep_in_sight()

    def on_screen_suspend(self) -> None:
        """Under a dialog the keys are the dialog's, which names them itself."""
        self.query_one(KeyBar).name_keys(())

    def on_screen_resume(self) -> None:
        """The keys are ours again."""
        self._show_keys()

    # Messages

    def say(self, sentence: str, ink: str = "words") -> None:
        """Say something in the message line; the next key takes it away. A page above says it itself."""
        above = getattr(self.app.screen, "say", None) if self.app.screen in self.pages() else None
        if above is not None and sentence and not self.app.screen.is_modal:
            above(sentence, ink)
            return
        bar = self.query_one(MessageBar)
        bar.say(sentence, ink)
        self.matrix.reserve = bar.lines
        if sentence:
            self.matrix.keep_in_sight()

    def _hush(self) -> None:
        bar = self.query_one(MessageBar)
        if bar.sentence and not self.trouble:
            self.say("")

    # Keys

    def action_move(self, by: int) -> None:
        """Go up or down."""
        self._hush()
        self.matrix.move(by)

    def action_page(self, pages: int) -> None:
        """Go up or down by screens."""
        self._hush()
        self.matrix.page(pages)

    def action_back(self) -> None:
        """Esc: take the message away, or go back to where this screen was opened from."""
        if self.query_one(MessageBar).sentence and not self.trouble:
            self._hush()
        elif self.is_acting:
            self.tell_acting()
        elif len(self.app.screen_stack) > 1:
            close = getattr(self.app, "close_session", None)
            if close is not None:
                close(self.session)
            self.dismiss(None)

    def on_plan_matrix_selected(self) -> None:
        """Other commands, another step in the pane."""
        self._show_keys()
        if self.run is not None:
            self.query_one(StepPane).tell(self.run, self.matrix.row, self.feed)

    def show_output(self, feed: Feed | None) -> None:
        """Newer output: beside the step it belongs to."""
        if self.run is not None:
            self.query_one(StepPane).tell(self.run, self.matrix.row, feed)

    def action_press_key(self, key: str) -> None:
        """A key of the registry: do what it means for the selected step, or say why it means nothing here."""
        self._hush()
        if self.run is None:
            return
        row, read_only = self.matrix.row, self.read_only
        meant = [command for command in COMMANDS if key in command.keys]
        command = next((one for one in meant if applies(one, self.run, row, read_only=read_only)), None)
        if command is None:
            self._explain(key, row)
        else:
            self.act(command, row)

    def act(self, command: KeyCommand, row: StepView | None) -> None:
        """Do what a command means for this row; the page of a step asks this too."""
        handler = getattr(self, f"_do_{command.id.replace('-', '_')}", None)
        if handler is not None:
            handler()
        else:
            self._ask(command, row)

    def select_step(self, step: str) -> None:
        """Move the cursor to a step, from wherever it was asked for."""
        self.matrix.select(step)

    def show_step(self, step: str) -> None:
        """A step's page is open: its warnings count as read, the cursor follows."""
        self._read.add(step)
        self.matrix.select(step)

    def _explain(self, key: str, row: StepView | None) -> None:
        """Why a key does nothing now; Space on a parent goes to its first open sub-step instead."""
        assert self.run is not None
        say, run = SCREEN.say, self.run
        if self.read_only:
            why = self.trouble or (self.snapshot.read_only if self.snapshot else "")
            self.say(say("read-only", self.language, why=why), "st-warning")
        elif run.state.closing is not None:
            self.say(say("closed", self.language))
        elif key == "space" and row is not None and row.in_plan and row.step.steps:
            children = [run.rows[child.id] for child in row.step.steps]
            first = next((child for child in children if child.in_plan and not child.decided), None)
            self.matrix.fold(row.step.id, folded=False)
            if first is not None:
                self.matrix.select(first.step.id)
            self.say(say("sub-steps", self.language))
        elif row is not None and not row.in_plan:
            self.say(say("outside", self.language, plan=run.state.plan))
        else:
            self.say(say("no-key", self.language, pressed=key_name(key, self.language)))

    def _ask(self, command: KeyCommand, row: StepView | None) -> None:
        assert self.run is not None
        read = row is not None and row.step.id in self._read
        asked = ask(command.id, self.run, row, self.language, self.session.now(), warnings_read=read)
        if isinstance(asked, Command):
            self.submit((asked,))
        elif asked is not None:
            self.app.push_screen(asked, self._decided)

    def _decided(self, answer: object) -> None:
        """A dialog was left: with a command, several, or none."""
        if isinstance(answer, Command):
            self.submit((answer,))
        elif isinstance(answer, tuple):
            self.submit(item for item in answer if isinstance(item, Command))
        elif answer is not None:
            self._export(answer)

    # After a command

    def follow_up(self, command: Command, reply: Saved) -> None:
        """The cursor goes on, a code is shown."""
        run = self.run
        if run is None:
            return
        if isinstance(command, c.StepCommand) and command.step in run.rows:
            number = run.rows[command.step].step.number
            if isinstance(command, MOVES_ON) and run.rows[command.step].state is not StepState.OPEN:
                following = run.next_open(command.step)
                if following is not None:
                    self.matrix.select(following.step.id)
                elif not run.gates_waiting() and run.state.closing is None:
                    self.say(SCREEN.say("all-done", self.language))
            elif isinstance(command, c.Reopen):
                self.say(SCREEN.say("taken-back", self.language, number=number))
        for event in reply.events:
            if isinstance(event, GatePassed) and event.phase in run.state.gates:
                self._show_code(run.state.gates[event.phase].head)
        if isinstance(command, c.CloseChild):
            self.below.learned(command)
        if isinstance(command, c.Close):
            self._show_code(run.state.head)

    def _show_code(self, head: str) -> None:
        """The code to write down; a stand-in hash of a test has none."""
        from xprunbook.run.verify import code_of

        assert self.run is not None
        try:
            code = code_of(head)
        except ValueError:
            return
        verify = f"xprunbook verify {self.session.folder.name} --code {code}"
        self.app.push_screen(dialog("code", self.run, None, self.language, code=code, command=verify))

    # Commands of the screen itself

    def _do_open(self) -> None:
        row = self.matrix.row
        if self.run is not None and row is not None:
            from xprunbook.tui.screens.detail import DetailScreen

            self.app.push_screen(DetailScreen(self.run, row, self.language, self))

    def _do_child_begin(self) -> None:
        self.below.begin(self.matrix.row)

    def _do_child_open(self) -> None:
        self.below.open(self.matrix.row)

    def _do_help(self) -> None:
        from xprunbook.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.language, topic="plan"))

    def _do_next(self) -> None:
        following = self.run.next_open(self.matrix.selected) if self.run else None
        if following is not None:
            self.matrix.select(following.step.id)

    def _do_filter(self) -> None:
        self.matrix.hide(not self.matrix.hide_others)
        assert self.run is not None
        hidden = sum(not row.in_plan for row in self.run.rows.values())
        key = "hidden" if self.matrix.hide_others else "shown"
        self.say(SCREEN.say(key, self.language, count=hidden))

    def _do_fold(self) -> None:
        row = self.matrix.row
        if row is not None:
            parent = row.step.parent
            if parent:
                self.matrix.select(parent)
            self.matrix.fold(parent or row.step.id, folded=True)

    def _do_unfold(self) -> None:
        if self.matrix.row is not None:
            self.matrix.fold(self.matrix.row.step.id, folded=False)

    def _do_run(self) -> None:
        self.open_action(self.matrix.row)

    def _do_cancel(self) -> None:
        self.cancel_action()

    def _do_settle(self) -> None:
        self.open_doubt(self.matrix.row)

    def _do_preflight(self) -> None:
        self.open_preflight()

    def _do_secrets(self) -> None:
        self.open_secrets()

    def _do_language(self) -> None:
        speak = getattr(self.app, "speak", None)
        if speak is not None:
            speak("en" if self.language == "de" else "de")

    def _do_quit(self) -> None:
        leave = getattr(self.app, "action_leave", self.app.exit)
        leave()

    def _export(self, choice: Any) -> None:
        exporter = getattr(self.app, "exporter", None)
        if exporter is None:
            self.say(SCREEN.say("later", self.language))
            return
        from xprunbook.base.errors import XprunbookError

        try:
            sha256 = exporter(self.session, choice, self.language)
        except XprunbookError as error:
            self.say(f"{error.message} {error.hint}".strip(), "st-failed")
            return
        self.say(SCREEN.say("exported", self.language, path=choice.path), "saved")
        if not self.read_only:
            self.submit((c.RecordExport(choice.format, sha256),))
