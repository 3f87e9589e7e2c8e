"""The part of a run's screen that acts: it opens a step's automation, follows the running action, and cancels it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from xprunbook.base.text import one_line, plain_text
from xprunbook.run.commands import Command
from xprunbook.run.elevation import say_lacking_shortly
from xprunbook.run.session import Automatic, NotStored, Refused, Reply, Saved, Session, Snapshot, automatic
from xprunbook.run.state import StepState
from xprunbook.run.texts import STATES, say_refusal
from xprunbook.run.view import StepView
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.feed import EVERY, Feed
from xprunbook.tui.keys import KeyCommand
from xprunbook.tui.screens.run_screen import RunScreen
from xprunbook.tui.texts import SCREEN

if TYPE_CHECKING:
    from xprunbook.tui.screens.help import Topic


class ActingScreen(RunScreen, inherit_bindings=False):
    """Follows the action of a session that can act. Nothing ticks while nothing runs."""

    @dataclass
    class Applied(Message):
        """The reply to an action that was to begin. Sent from the session's thread."""

        step: str
        reply: Reply

    @dataclass
    class Asked(Message):
        """The reply to the wish to stop. Sent from the session's thread."""

        reply: Reply

    @dataclass
    class Lacking(Message):
        """What this program may not do here, in one sentence. Sent from the session's thread."""

        sentence: str

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.feed: Feed | None = None
        self._ticking: Timer | None = None

    @property
    def acting(self) -> Automatic | None:
        """The session, if it can act and may write."""
        return None if self.read_only else automatic(self.session)

    @property
    def is_acting(self) -> bool:
        """Whether an action runs: leaving would wait for it, while somebody wants to see the next screen."""
        session = automatic(self.session)
        return session is not None and bool(session.acting())

    def tell_acting(self) -> None:
        """Say what still runs."""
        session = automatic(self.session)
        step = session.acting() if session is not None else ""
        if self.run is not None and step in self.run.rows:
            number = self.run.rows[step].step.number
            self.say(ACTION.say("still-running", self.language, number=number), "st-warning")

    def tell_lacking(self) -> None:
        """Ask what needs more rights than this program has; said when it is known."""
        session = self.acting
        if session is not None:
            session.survey(say_lacking_shortly).when_answered(self._lacking)

    def _lacking(self, sentence: str | None) -> None:
        """On the session's thread: pass it on."""
        if sentence:
            self.post_message(self.Lacking(sentence))

    def on_acting_screen_lacking(self, message: Lacking) -> None:
        """Said where a person looks now."""
        self.say(message.sentence, "st-warning")

    def select_step(self, step: str) -> None:
        """Move the cursor to a step."""
        raise NotImplementedError

    def act(self, command: KeyCommand, row: StepView | None) -> None:
        """Do what a command means for this row."""
        raise NotImplementedError

    def show_step(self, step: str) -> None:
        """A step's page is open."""
        raise NotImplementedError

    # Following what runs

    def take(self, snapshot: Snapshot) -> None:
        """Show a snapshot; begin or end following an action."""
        super().take(snapshot)
        self._follow()

    def _follow(self) -> None:
        session = automatic(self.session)
        if session is None or self.run is None:
            return
        state, feed = self.run.state, self.feed
        step = next((name for name, of in state.steps.items() if of.state is StepState.RUNNING), "")
        if feed is not None and not feed.ended and feed.step != step:
            feed.look()
            feed.ended = state.status(feed.step).at
            if self._ticking is not None:
                self._ticking.stop()
                self._ticking = None
            self._tell_output()
            self._tell_end(self.run.rows[feed.step])
        if step and (feed is None or feed.step != step or feed.ended):
            status = state.status(step)
            kind = status.intent.kind if status.intent else ""
            self.feed = Feed(session, step, kind, status.at)
            self._tick()

    def _tick(self) -> None:
        """One look at the output; the next one is due only while the action runs."""
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        if self.feed is not None and not self.feed.ended:
            self.feed.look()
            self._tell_output()
            self._ticking = self.set_timer(EVERY, self._tick)

    def _tell_output(self) -> None:
        for screen in self.app.screen_stack:
            show: Callable[[Feed | None], None] | None = getattr(screen, "show_output", None)
            if show is not None:
                show(self.feed)

    def _tell_end(self, row: StepView) -> None:
        """How the action ended, in the message line of whatever page is open."""
        sentence = plain_text(row.status.sentence)
        if row.status.proven:
            sentence = f"{ACTION.say('proven', self.language)}. {sentence}".strip()
        values = {"number": row.step.number, "state": STATES.say(row.state, self.language)}
        key = "ended" if sentence else "ended-bare"
        inks = {StepState.DONE: "saved", StepState.OPEN: "st-warning"}
        self.say(
            one_line(ACTION.say(key, self.language, sentence=sentence, **values)),
            inks.get(row.state, "st-failed"),
        )

    # What a key leads to

    def open_action(self, row: StepView | None) -> None:
        """Open the automation of a step."""
        if row is None or self.run is None or not row.step.uses:
            return
        from xprunbook.tui.screens.action import ActionScreen

        self.app.push_screen(ActionScreen(self.run, row, self))

    def open_preflight(self) -> None:
        """Open the preflight of the plan."""
        if self.run is None:
            return
        if not any(row.step.uses for row in self.run.rows.values()):
            self.say(ACTION.say("no-checks", self.language))
        elif self.acting is None:
            self.say(ACTION.say("no-automation", self.language), "st-warning")
        else:
            from xprunbook.tui.screens.preflight import PreflightScreen

            self.app.push_screen(PreflightScreen(self.run, self))

    def open_secrets(self) -> None:
        """Open the list of the runbook's credentials."""
        keeper = getattr(self.acting, "secrets", None)
        if self.acting is None or keeper is None:
            self.say(SCREEN.say("no-secrets", self.language))
            return
        from xprunbook.tui.dialogs.credentials import Credentials

        self.app.push_screen(Credentials(keeper, self.language, getattr(self.acting, "test_secret", None)))

    def open_doubt(self, row: StepView | None) -> None:
        """Ask how a step in doubt really ended, with all that can be found out."""
        if row is None or self.run is None:
            return
        from xprunbook.tui.dialogs.doubt import SettleDoubt

        self.app.push_screen(SettleDoubt(self.run, row, self.language, session=self.acting), self._settled)

    def _settled(self, answer: Command | None) -> None:
        if answer is not None:
            self.submit((answer,))

    def do_everywhere(self, command: KeyCommand, topic: Topic) -> None:
        """Help on this topic, the language, or quitting."""
        if command.id == "help":
            from xprunbook.tui.screens.help import HelpScreen

            self.app.push_screen(HelpScreen(self.language, topic=topic))
        elif command.id == "language" and hasattr(self.app, "speak"):
            self.app.speak("en" if self.language == "de" else "de")
        elif command.id == "quit":
            leave: Callable[[], None] = getattr(self.app, "action_leave", self.app.exit)
            leave()

    def apply(self, step: str, digest: str) -> None:
        """Do the plan with this digest; the reply comes to the page that is open by then."""
        session = self.acting
        if session is not None:
            session.apply(step, digest).when_answered(
                lambda reply: self.post_message(self.Applied(step, reply))
            )

    def on_acting_screen_applied(self, message: Applied) -> None:
        """Begun, or refused: the step's own page says it, else this one."""
        if isinstance(message.reply, Saved):
            self.take(self.session.snapshot())
        for screen in self.app.screen_stack:
            told: Callable[[str, Reply], bool] | None = getattr(screen, "applied", None)
            if told is not None and told(message.step, message.reply):
                return
        self.tell_reply(message.reply)

    def tell_reply(self, reply: Reply) -> None:
        """Say why something was refused or not stored."""
        if isinstance(reply, Refused):
            self.say(one_line(say_refusal(reply.refusal, self.language)), "st-warning")
        elif isinstance(reply, NotStored):
            self.trouble = f"{reply.message} {reply.hint}".strip()
            self.show()
            self.say(self.trouble, "st-failed")

    def cancel_action(self) -> None:
        """Ask the running action to stop."""
        session, feed = self.acting, self.feed
        if session is None or feed is None or feed.ended:
            self.say(ACTION.say("nothing-runs", self.language))
            return
        self.say(ACTION.say("cancelling", self.language), "st-warning")
        session.cancel(feed.step).when_answered(lambda reply: self.post_message(self.Asked(reply)))

    def on_acting_screen_asked(self, message: Asked) -> None:
        """The wish to stop was heard, or came too late."""
        self.tell_reply(message.reply)

    def jump_to(self, target: str) -> None:
        """Go to what helps: a step of this plan, or another runbook."""
        if self.run is not None and target in self.run.rows:
            self._return_here()
            self.select_step(target)
            return
        starter: Callable[[str], Screen[Any]] | None = getattr(self.app, "starter", None)
        if starter is None:
            self.say(ACTION.say("no-runbook", self.language, runbook=one_line(target, 80)))
            return
        self._return_here()
        self.app.push_screen(starter(target))

    def _return_here(self) -> None:
        while self.app.screen is not self and len(self.app.screen_stack) > 1:
            self.app.pop_screen()
