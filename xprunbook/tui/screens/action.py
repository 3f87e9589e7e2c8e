"""A step's automation: its checks, exactly what would be done, the key that does it, and the output while it is done.

What is applied is what was shown: the plan must have been read to its end, and only its digest is handed on.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from xprunbook.base.language import Language
from xprunbook.run.asking import unset_inputs
from xprunbook.run.automation import Preview, Result
from xprunbook.run.commands import Command, Verb
from xprunbook.run.session import Automatic, Refused, Reply, Saved
from xprunbook.run.state import StepState
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import InputValue
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.face import face_of
from xprunbook.tui.feed import Feed
from xprunbook.tui.flow import Flow
from xprunbook.tui.keys import COMMANDS, Where, applies, bindings, key_name
from xprunbook.tui.screens.action_host import ActionHost
from xprunbook.tui.screens.action_keys import ActionKeys
from xprunbook.tui.screens.action_page import ActionPage
from xprunbook.tui.scroll import Scroll
from xprunbook.tui.texts import SCREEN
from xprunbook.tui.widgets.keybar import KeyBar
from xprunbook.tui.widgets.messagebar import MessageBar
from xprunbook.tui.widgets.output import OutputView

_WIDEST: Final = 100
"""Cells of text in a line; longer ones are hard to read."""

BESIDE: Final = 100
"""Columns from which the output stands beside the plan; below, Tab changes between them."""

REST: Final = 0.4
"""Seconds a plan must have stood there before a key carries it out: a second press of A is no consent."""

_OWN: Final = ("enter", "left", "right", "a")


class ActionScreen(Screen[None], inherit_bindings=False):
    """One step with an action or checks. The host carries out what belongs to the run."""

    DEFAULT_CSS = """
    ActionScreen { background: $ground; layers: base above; }
    ActionScreen #work { height: 1fr; }
    ActionScreen Scroll { width: 1fr; height: 100%; padding: 0 1; }
    ActionScreen Flow { max-width: 100; }
    ActionScreen OutputView { width: 1fr; height: 100%; display: none; }
    ActionScreen.-beside.-output OutputView { display: block; border-left: solid $line; }
    ActionScreen.-output.-show OutputView { display: block; }
    ActionScreen.-output.-show Scroll { display: none; }
    ActionScreen.-output.-show.-beside Scroll { display: block; }
    """
    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,a,A", "go", id="action.go", show=False),
        Binding("f5", "again", id="action.again", show=False),
        Binding("p,P", "probe", id="action.probe", show=False),
        Binding("j,J", "jump", id="action.jump", show=False),
        Binding("i,I", "inputs", id="action.inputs", show=False),
        Binding("tab", "switch", id="action.switch", show=False),
        *(
            binding
            for binding in bindings(Where.STEP, Where.APP)
            if isinstance(binding, Binding) and binding.key.lower() not in _OWN
        ),
        Binding("up", "scroll(-1)", id="action.up", show=False),
        Binding("down", "scroll(1)", id="action.down", show=False),
        Binding("pageup", "page(-1)", id="action.page-up", show=False),
        Binding("pagedown", "page(1)", id="action.page-down", show=False),
        Binding("home", "scroll(-100000)", id="action.first", show=False),
        Binding("end", "scroll(100000)", id="action.last", show=False),
        Binding("escape", "back", id="action.back", show=False),
    ]

    @dataclass
    class Prepared(Message):
        """What a look found, and the plan if there is one. Sent from the session's thread."""

        turn: int
        results: tuple[Result, ...]
        preview: Preview | None

    def __init__(self, run: RunView, row: StepView, host: ActionHost) -> None:
        super().__init__()
        self.run = run
        self.step = row.step.id
        self.host = host
        self.preview: Preview | None = None
        self.results: dict[str, Result] = {}
        self.looking = False
        self._turn = 0
        self._since = 0.0
        self._asked_inputs = False
        self._applying = False

    @property
    def row(self) -> StepView:
        """The step as it is now."""
        return self.run.rows[self.step]

    @property
    def language(self) -> Language:
        """The language the face speaks now."""
        return face_of(self).language

    @property
    def acting(self) -> bool:
        """Whether the step's action runs."""
        return self.row.state is StepState.RUNNING

    def compose(self) -> ComposeResult:
        """The page and the output; messages, keys."""
        with Horizontal(id="work"):
            with Scroll():
                yield Flow(self._page)
            yield OutputView()
        yield MessageBar()
        yield KeyBar()

    def on_mount(self) -> None:
        """The step counts as read; look, unless it runs already."""
        self.host.show_step(self.step)
        feed = self.host.feed
        if feed is not None and feed.step == self.step:
            self.show_output(feed)
        self._show_keys()
        if not self.acting:
            self.call_after_refresh(self._begin)

    # Looking

    def _begin(self) -> None:
        """Trust first, then the inputs that are missing, then a look."""
        session = self.host.acting
        if session is None:
            self.say(ACTION.say("no-automation", self.language), "st-warning")
        elif not session.trusted():
            from xprunbook.tui.screens.trust import TrustScreen

            self.app.push_screen(TrustScreen(self.run, session), self._trusted)
        else:
            missing = unset_inputs(self.run, self.row)
            if missing and not self._asked_inputs and Verb.RUN in self.row.verbs:
                self._asked_inputs = True
                self._ask_inputs(missing[0])
            else:
                self._look()

    def _trusted(self, sentence: str | None) -> None:
        """Trusted, or not: then nothing is looked at."""
        if sentence:
            self.say(sentence, "saved")
            self._begin()
        else:
            self.say(ACTION.say("not-trusted", self.language), "st-warning")

    def _ask_inputs(self, first: str = "", proposed: Mapping[str, InputValue] | None = None) -> None:
        from xprunbook.tui.screens.asking import dialog

        made = dialog("inputs", self.run, None, self.language, first=first, proposed=proposed or {})
        self.app.push_screen(made, self._inputs_given)

    def _inputs_given(self, answer: object) -> None:
        commands = [item for item in answer if isinstance(item, Command)] if isinstance(answer, tuple) else []
        if commands:
            self.host.submit(commands)  # the new picture of the run starts a look
        elif not self.results:
            self._look()

    def _look(self, probes: bool = False) -> None:
        """Look and plan; the answer comes as a message."""
        session = self.host.acting
        if session is None or self.acting:
            return
        self._turn += 1
        self.looking, self.preview = True, None
        self.repaint()
        keeper = getattr(session, "secrets", None)
        if keeper is None:
            self._look_now(session, self._turn, probes)
            return
        from xprunbook.tui.dialogs.missing import ask_secrets

        turn = self._turn

        def given(go: bool, sentence: str) -> None:
            """Look also without them: what needs one says so."""
            if sentence:
                self.say(sentence)
            self._look_now(session, turn, probes)

        ask_secrets(self.app, keeper, self.row.step, self.language, given)

    def _look_now(self, session: Automatic, turn: int, probes: bool) -> None:
        action = self.row.step.action
        if action is not None and action.kind not in self.run.off and Verb.RUN in self.row.verbs:
            session.prepare(self.step, probes).when_answered(
                lambda preview: self.post_message(
                    self.Prepared(turn, (*preview.checks, preview.result), preview)
                )
            )
        else:
            session.look(self.step, probes).when_answered(
                lambda results: self.post_message(self.Prepared(turn, results, None))
            )

    def on_action_screen_prepared(self, message: Prepared) -> None:
        """Show what was found; an answer to an older question is dropped."""
        if message.turn != self._turn:
            return
        self.looking = False
        self.results.update({result.place: result for result in message.results})
        self.preview = None if self.acting else message.preview
        self._since = time.monotonic()
        self.repaint()

    # The page

    def _page(self, width: int) -> list[Content]:
        face = face_of(self)
        page = ActionPage(self.run, self.row, self.language, min(width, _WIDEST), face.glyphs)
        return page.lines(self.results, self.preview, looking=self.looking)

    def _say(self, key: str, **values: object) -> str:
        return ACTION.say(key, self.language, **values)

    # What is shown

    def show_run(self, run: RunView) -> None:
        """A newer picture of the run (the host calls this)."""
        was_acting, inputs = self.acting, self.run.state.inputs
        self.run = run
        if self.acting != was_acting:
            self.set_class(self.acting, "-show")
            self.preview = None
        if Verb.RUN not in self.row.verbs:
            self.preview = None
        if run.state.inputs != inputs and not self.acting:
            self._begin()
        self.repaint()

    def show_output(self, feed: Feed | None) -> None:
        """Newer output of the running action (the host calls this)."""
        if feed is None or feed.step != self.step:
            return
        if not self.has_class("-output"):
            self.add_class("-output")
            self.set_class(self.acting, "-show")
            self._show_keys()
        self.query_one(OutputView).tell(feed)

    def repaint(self) -> None:
        """Show the page anew."""
        self.query_one(Flow).show(self._page)
        self.query_one(OutputView).repaint()
        if self.is_current:
            self.call_after_refresh(self._show_keys)

    def on_resize(self, event: events.Resize) -> None:
        """Beside each other or one after the other."""
        self.set_class(event.size.width >= BESIDE, "-beside")
        self.call_after_refresh(self._show_keys)

    def on_screen_suspend(self) -> None:
        """Under a dialog the keys are the dialog's, which names them itself."""
        self.query_one(KeyBar).name_keys(())

    def on_screen_resume(self) -> None:
        """The keys are this screen's again."""
        self._show_keys()

    def say(self, sentence: str, ink: str = "words") -> None:
        """Say something in the message line; the next key takes it away."""
        self.query_one(MessageBar).say(sentence, ink)

    @property
    def keys(self) -> ActionKeys:
        """What the keys mean now."""
        read = self._read_to_end()
        return ActionKeys(self.run, self.row, self.language, self.results, self.preview, self.looking, read)

    def _show_keys(self) -> None:
        if self.is_mounted:
            hidden = self.has_class("-output") and not self.has_class("-beside")
            self.query_one(KeyBar).name_keys(self.keys.hints(hidden_output=hidden))

    def _read_to_end(self) -> bool:
        scroll = self.query_one(Scroll)
        return scroll.max_scroll_y <= scroll.scroll_target_y

    # Keys

    def action_go(self) -> None:
        """Carry out what is shown, or read on first."""
        self.say("")
        preview = self.preview
        if self.acting or self.looking or self._applying:
            return
        if preview is None or not self.keys.go_word():
            self._begin()
        elif preview.ready and not self._read_to_end():
            self.query_one(Scroll).turn(1)
            self.call_after_refresh(self._show_keys)
            self._since = time.monotonic()
        elif time.monotonic() - self._since >= REST:
            self._confirm(preview)

    def _confirm(self, preview: Preview) -> None:
        step = self.row.step
        if preview.ready and (step.overwrites or self.run.state.plan in step.no_return):
            from xprunbook.tui.screens.asking import dialog

            made = dialog("apply", self.run, self.row, self.language)
            self.app.push_screen(made, lambda yes: self._apply(preview) if yes else None)
        else:
            self._apply(preview)

    def _apply(self, preview: Preview) -> None:
        self._applying = True
        self.host.apply(self.step, preview.plan.digest if preview.plan else "")

    def applied(self, step: str, reply: Reply) -> bool:
        """The reply to ``apply``; whether it was for this page."""
        if step != self.step:
            return False
        self._applying = False
        if isinstance(reply, Saved):
            self.repaint()
            return True
        if isinstance(reply, Refused) and reply.refusal.code == "plan-changed":
            self.say(self._say("changed"), "st-warning")
        else:
            self.host.tell_reply(reply)
        self._look()
        return True

    def action_again(self) -> None:
        """Look again."""
        self.say("")
        self._begin()

    def action_probe(self) -> None:
        """Look again, with the checks that write."""
        self.say("")
        self._look(probes=True)

    def action_jump(self) -> None:
        """Go to what helps."""
        if target := self.keys.jump():
            self.host.jump_to(target)

    def action_inputs(self) -> None:
        """Give the inputs that are missing, or change them."""
        proposed = self.keys.proposed()
        self._ask_inputs(next(iter((*proposed, *unset_inputs(self.run, self.row))), ""), proposed)

    def action_switch(self) -> None:
        """The plan or its output, where there is no room for both."""
        if self.has_class("-output"):
            self.toggle_class("-show")
            self.query_one(OutputView).repaint()

    def action_scroll(self, by: int) -> None:
        """Scroll what is shown, by lines."""
        self.say("")
        if self._output_in_front():
            self.query_one(OutputView).turn(by)
        else:
            self.query_one(Scroll).scroll_relative(y=by, animate=False)
            self.call_after_refresh(self._show_keys)

    def action_page(self, by: int) -> None:
        """Scroll what is shown, by screens."""
        if self._output_in_front():
            self.query_one(OutputView).turn(by * max(1, self.size.height - 4))
        else:
            self.query_one(Scroll).turn(by)
            self.call_after_refresh(self._show_keys)

    def _output_in_front(self) -> bool:
        return self.has_class("-output") and self.has_class("-show")

    def action_back(self) -> None:
        """Take the message away, or go back; a running action goes on."""
        if self.query_one(MessageBar).sentence:
            self.say("")
        else:
            self.dismiss(None)

    def action_press_key(self, key: str) -> None:
        """A key of the registry: the host does it for this step."""
        self.say("")
        meant = [command for command in COMMANDS if key in command.keys]
        command = next(
            (one for one in meant if one.where is Where.STEP and applies(one, self.run, self.row)), None
        )
        everywhere = next((one for one in meant if one.where is Where.APP), None)
        if everywhere is not None:
            self.host.do_everywhere(everywhere, "action")
        elif command is not None:
            self.host.act(command, self.row)
        else:
            self.say(SCREEN.say("no-key", self.language, pressed=key_name(key, self.language)))
