"""Before a runbook from elsewhere looks at anything for the first time: all it names, and the question."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from xprunbook.base.errors import XprunbookError
from xprunbook.base.language import Language
from xprunbook.base.text import one_line
from xprunbook.run.session import Automatic
from xprunbook.run.trust import digest_of, surface
from xprunbook.run.view import RunView
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.dialogs.fields import Choice, Choices
from xprunbook.tui.face import face_of
from xprunbook.tui.flow import Flow, hang, stack
from xprunbook.tui.scroll import Scroll
from xprunbook.tui.widgets.keybar import KeyBar
from xprunbook.tui.widgets.messagebar import MessageBar
from xprunbook.tui.widgets.words import Words


class TrustScreen(Screen[str | None], inherit_bindings=False):
    """Answers with a sentence when the runbook is trusted now, else with None."""

    DEFAULT_CSS = """
    TrustScreen { background: $ground; layers: base above; layout: vertical; }
    TrustScreen #title { padding: 0 1; color: $bright; text-style: bold; }
    TrustScreen Scroll { height: 1fr; padding: 0 1; }
    TrustScreen Choices { margin: 0 1; border-top: solid $line; max-height: 50%; }
    """
    AUTO_FOCUS = "Choices"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "refuse", id="trust.refuse", show=False),
        Binding("pageup", "page(-1)", id="trust.page-up", show=False),
        Binding("pagedown", "page(1)", id="trust.page-down", show=False),
    ]

    def __init__(self, run: RunView, session: Automatic) -> None:
        super().__init__()
        self.run = run
        self.session = session

    @property
    def language(self) -> Language:
        """The language the face speaks now."""
        return face_of(self).language

    def compose(self) -> ComposeResult:
        """The list, the answers, the keys."""
        say, language = ACTION.say, self.language
        person = one_line(self.run.state.person or self.session.by.person, 80)
        yield Words(say("trust", language), id="title")
        with Scroll():
            yield Flow(self._page)
        yield Choices(
            [
                Choice("no", say("trust-no", language)),
                Choice("yes", say("trust-yes", language, person=person)),
            ],
            "no",
        )
        yield MessageBar()
        yield KeyBar(
            [("Enter", say("key-choose", language)), ("Esc", say("key-back", language))],
        )

    def _page(self, width: int) -> list[Content]:
        say, language = ACTION.say, self.language
        width = min(width, 100)
        named = list(surface(self.run.runbook))
        rows: list[Content] = []
        for one in named:
            head = Content.assemble(
                (f"  {one_line(one.number, 12):<4} ", "$faint"),
                (f"{say(f'place-{one.place}', language)}  ", "$faint"),
                (one_line(one.kind, 80), "$key"),
            )
            rows += hang(head, width)
            if one.parameters:
                rows += hang(Content.styled(one.parameters, "$bright"), width, "       ")
        why = hang(Content(say("trust-why", language, title=one_line(self.run.runbook.title, 200))), width)
        count = hang(Content.styled(say("trust-count", language, count=len(named)), "bold $bright"), width)
        digest = say("trust-digest", language, digest=digest_of(self.session.book))
        return stack([why, [*count, *rows], hang(Content.styled(digest, "$faint"), width)])

    def say(self, sentence: str, ink: str = "words") -> None:
        """Say something in the message line."""
        self.query_one(MessageBar).say(sentence, ink)

    def on_choices_chosen(self) -> None:
        """Not trusting is what Enter does at first."""
        if self.query_one(Choices).chosen != "yes":
            self.dismiss(None)
            return
        try:
            self.session.trust()
        except XprunbookError as error:
            self.say(f"{error.message} {error.hint}".strip(), "st-failed")
            return
        person = one_line(self.run.state.person or self.session.by.person, 80)
        self.dismiss(
            ACTION.say("trust-given", self.language, person=person) if self.session.trusted() else None
        )

    def action_refuse(self) -> None:
        """Everything stays by hand."""
        self.dismiss(None)

    def action_page(self, by: int) -> None:
        """Scroll the list."""
        self.query_one(Scroll).turn(by)
