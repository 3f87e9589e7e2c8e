"""Choosing the plan: one question after the other, then the plans side by side with the proposal lit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line, plain_text
from xprunbook.runbook.choose import Walk, answer, back, begin
from xprunbook.runbook.model import Book, Runbook
from xprunbook.tui.dialogs.fields import Choice, Choices
from xprunbook.tui.flow import Flow, hang
from xprunbook.tui.keys import key_name
from xprunbook.tui.plans import PlanColumns
from xprunbook.tui.scroll import Scroll
from xprunbook.tui.widgets.keybar import KeyBar
from xprunbook.tui.widgets.messagebar import MessageBar
from xprunbook.tui.widgets.words import Words

CHOOSER: Final = Texts(
    {
        "title": ("{title}: den Plan wählen", "{title}: choose the plan"),
        "title-asks": ("{title}", "{title}"),
        "question": ("Frage {at} von höchstens {most}", "Question {at} of at most {most}"),
        "proposal": ("Vorschlag: Plan {plan}", "Proposal: plan {plan}"),
        "elsewhere": ("Vorschlag: {title}", "Proposal: {title}"),
        "elsewhere-plan": ("Plan {plan}", "Plan {plan}"),
        "elsewhere-asks": (
            "Welcher Plan, klären seine eigenen Fragen.",
            "Its own questions settle the plan.",
        ),
        "elsewhere-way": ("Ein Weg aus mehreren Läufen:", "A way of several runs:"),
        "nowhere": ("Dorthin geht es nicht: {why}", "There is no way there: {why}"),
        "no-plan": ("Einen Plan {plan} gibt es dort nicht.", "There is no plan {plan} there."),
        "other-answer": (
            "Eine andere Antwort geben: {name} nimmt die letzte zurück.",
            "Give another answer: {name} takes the last one back.",
        ),
        "refused": ("So nicht", "Not like this"),
        "any": (
            "Jeder andere Plan lässt sich trotzdem nehmen.",
            "Any other plan can be taken all the same.",
        ),
        "no-questions": ("Welcher Plan passt?", "Which plan fits?"),
        "anyway": ("Trotzdem einen Plan nehmen:", "Take a plan all the same:"),
        "arrows": ("Pfeile", "Arrows"),
        "key-answer": ("antworten", "answer"),
        "key-take": ("Plan nehmen", "take the plan"),
        "key-go": ("weiter", "go on"),
        "key-plans": ("Plan", "plan"),
        "key-back": ("zurück", "back"),
        "key-leave": ("verlassen", "leave"),
    }
)
"""What the chooser says."""

_HIGH: Final = 36
"""Rows from which the answers stay in sight beside the plans."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The answers lead to another runbook; ``plan`` empty: its own questions choose."""

    runbook: str
    plan: str = ""


class ChooserScreen(Screen["str | Elsewhere"], inherit_bindings=False):
    """Answers with the id of the chosen plan, with another runbook, or with None when one left.

    ``find`` loads a runbook that answers lead to; XprunbookError if it cannot.
    """

    DEFAULT_CSS = """
    ChooserScreen { background: $ground; layers: base above; }
    ChooserScreen #dialogue { height: 1fr; padding: 0 1; }
    ChooserScreen #dialogue > * { margin-bottom: 1; }
    ChooserScreen.-low #dialogue > * { margin-bottom: 0; }
    """
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # Textual's own name and type

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "answer_back", id="chooser.answer-back", show=False),
        Binding("left", "answer_back", id="chooser.left", show=False),
        Binding("pageup", "turn(-1)", id="chooser.page-up", show=False),
        Binding("pagedown", "turn(1)", id="chooser.page-down", show=False),
        Binding("enter", "go_on", id="chooser.go-on", show=False),
        Binding("escape", "leave", id="chooser.leave", show=False),
        Binding("f1", "help", id="chooser.help", show=False),
        Binding("q", "quit_program", id="chooser.quit", show=False),
    ]

    def __init__(
        self, runbook: Runbook, language: Language, find: Callable[[str], Book] | None = None
    ) -> None:
        super().__init__()
        self._find = find
        self._other: Runbook | None = None
        self.runbook = runbook
        self.language: Language = language
        self.walk: Walk = begin(runbook)

    def _say(self, key: str, **values: object) -> str:
        return CHOOSER.say(key, self.language, **values)

    def say(self, sentence: str) -> None:
        """Say something in the message line; the next move takes it away."""
        self.query_one(MessageBar).say(sentence)

    def compose(self) -> ComposeResult:
        """The dialogue, messages, keys."""
        yield Scroll(*self._stage(), id="dialogue")
        yield MessageBar()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin."""
        self._ready()

    def _stage(self) -> Iterator[Widget]:
        """What stands there now: what was answered, then the question or the plans."""
        title = self._say(
            "title" if self.runbook.plans else "title-asks", title=one_line(self.runbook.title, 300)
        )
        yield Words(Content.styled(title, "bold $bright"))
        if self.walk.given and (self.walk.question is not None or self.app.size.height >= _HIGH):
            yield Flow(self._given)
        if self.walk.question is not None:
            yield from self._question()
        elif self.walk.runbook:
            yield from self._elsewhere()
        else:
            yield from self._result()

    def _given(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for given in self.walk.given:
            text = Content.assemble(
                (one_line(given.question.ask, 300), "$faint"),
                "  ",
                (one_line(given.answer.say, 300), "$words"),
            )
            lines += hang(text, width, "", "  ")
        return lines

    def _question(self) -> Iterator[Widget]:
        question = self.walk.question
        assert question is not None
        at = len(self.walk.given) + 1
        progress = self._say("question", at=at, most=at + self._longest(question.id) - 1)
        yield Words(
            Content.assemble(
                (f"{progress}\n", "$faint"), (plain_text(question.ask.strip(), 2_000), "bold $bright")
            )
        )
        if question.help:
            yield Words(Content.styled(plain_text(question.help.strip(), 4_000), "$faint"))
        answers = [Choice(str(at), item.say) for at, item in enumerate(question.answers)]
        yield Choices(answers, numbered=True, id="answers")

    def _longest(self, question: str, seen: frozenset[str] = frozenset()) -> int:
        """How many questions at most there are from this one on, itself included."""
        asked = next((item for item in self.runbook.questions if item.id == question), None)
        if asked is None or question in seen:
            return 0
        return 1 + max((self._longest(item.next, seen | {question}) for item in asked.answers), default=0)

    def _result(self) -> Iterator[Widget]:
        walk = self.walk
        if walk.refusal:
            yield Words(
                Content.assemble(
                    (self._say("refused"), "bold $st-warning"), "  ", plain_text(walk.refusal.strip(), 4_000)
                )
            )
            if not self.runbook.plans:
                back_key = key_name("backspace", self.language)
                yield Words(Content.styled(self._say("other-answer", name=back_key), "$faint"))
                return
            yield Words(Content.styled(self._say("anyway"), "$faint"))
        elif walk.plan and walk.given:
            yield Words(self._proposal())
        else:
            yield Words(Content.styled(self._say("no-questions"), "$bright"))
        yield PlanColumns(self.runbook, self.language, marked=walk.plan if walk.given else "", id="plans")

    def _elsewhere(self) -> Iterator[Widget]:
        """The other runbook: its title, its plan and why; of a way of several runs also those."""
        self._other, trouble = self._look_up()
        other, plan = self._other, self.walk.plan
        title = one_line(other.title if other else self.walk.runbook, 300)
        yield Words(Content.styled(self._say("elsewhere", title=title), "bold $bright"))
        if other is None:
            yield Words(Content.styled(self._say("nowhere", why=trouble), "$st-warning"))
            return
        if plan:
            known = other.plans[plan]
            name = self._say("elsewhere-plan", plan=one_line(plan, 12))
            yield Words(
                Content.assemble(
                    (f" {name} ", f"${known.colour}-solid-fg on ${known.colour}-solid-bg"),
                    (f" {one_line(known.title, 300)}", f"${known.colour}-bright"),
                )
            )
        else:
            yield Words(Content.styled(self._say("elsewhere-asks"), "$faint"))
        yield Flow(self._whys)
        if plan and any(step.runbook and plan in step.plans for step in other.steps.values()):
            yield Flow(self._way)

    def _look_up(self) -> tuple[Runbook | None, str]:
        """The other runbook, or why it cannot be had."""
        from xprunbook.base.errors import XprunbookError

        if self._find is None:
            return None, ""
        try:
            other = self._find(self.walk.runbook).speak(self.language)
        except XprunbookError as error:
            return None, f"{error.message} {error.hint}".strip()
        if self.walk.plan and self.walk.plan not in other.plans:
            return None, self._say("no-plan", plan=one_line(self.walk.plan, 12))
        return other, ""

    def _whys(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for why in self.walk.why:
            lines += hang(Content(plain_text(why.strip(), 2_000)), width, "- ")
        return lines

    def _way(self, width: int) -> list[Content]:
        """The steps of a journey, when every step of the plan is a run of its own."""
        other, plan = self._other, self.walk.plan
        steps = other.leaves(plan) if other else ()
        if not steps or not all(step.runbook for step in steps):
            return []
        lines = [Content.styled(self._say("elsewhere-way"), "$faint")]
        for step in steps:
            there = step.runbook.plans.get(plan, "") if step.runbook else ""
            words = one_line(step.title, 300)
            if there:
                words += f" ({self._say('elsewhere-plan', plan=one_line(there, 12))})"
            lines += hang(Content(words), width, f"{one_line(step.number, 12):>3}  ")
        return lines

    def _proposal(self) -> Content:
        plan = self.runbook.plans[self.walk.plan]
        lines = [
            Content.assemble(
                (self._say("proposal", plan=one_line(plan.id, 12)), "bold $bright"),
                "  ",
                (self._say("any"), "$faint"),
            )
        ]
        lines += [Content(plain_text(why.strip(), 2_000)) for why in self.walk.why]
        return Content("\n").join(lines)

    def _ready(self) -> None:
        """The cursor goes to the answers or the plans; the keys are named."""
        self.query_one("#dialogue", Scroll).scroll_home(animate=False)
        field = next(iter(self.query("Choices, PlanColumns")), None)
        hints = [("F1", key_help(self.language))]
        if field is not None:
            field.focus(scroll_visible=False)
            hints.append(("Enter", self._say("key-answer" if self.walk.question else "key-take")))
        elif self._goes_on:
            hints.append(("Enter", self._say("key-go")))
        if field is not None and self.walk.question is None:
            hints.append((self._say("arrows"), self._say("key-plans")))
        if self.walk.given:
            hints.append((key_name("backspace", self.language), self._say("key-back")))
        self.query_one(KeyBar).name_keys([*hints, ("Esc", self._say("key-leave"))])

    async def _go(self, walk: Walk) -> None:
        """Stand somewhere else in the dialogue."""
        self.walk = walk
        self._other = None
        dialogue = self.query_one("#dialogue", Scroll)
        async with self.batch():
            await dialogue.remove_children()
            await dialogue.mount_all(self._stage())
        self.say("")
        self._ready()

    async def on_choices_chosen(self) -> None:
        """Give the answer."""
        chosen = self.query_one("#answers", Choices).chosen
        if chosen:
            await self._go(answer(self.runbook, self.walk, int(chosen)))

    @property
    def _goes_on(self) -> bool:
        return bool(self.walk.runbook) and self._other is not None

    def action_go_on(self) -> None:
        """Go on in the other runbook."""
        if self._goes_on:
            self.dismiss(Elsewhere(self.walk.runbook, self.walk.plan))

    def on_plan_columns_chosen(self) -> None:
        """Take the plan."""
        self.dismiss(self.query_one(PlanColumns).chosen)

    async def action_answer_back(self) -> None:
        """Take the last answer back."""
        if self.walk.given:
            await self._go(back(self.walk))

    def action_turn(self, pages: int) -> None:
        """Scroll by pages."""
        self.query_one("#dialogue", Scroll).turn(pages)

    def action_leave(self) -> None:
        """Leave without a plan."""
        self.dismiss(None)

    def action_quit_program(self) -> None:
        """Leave the program."""
        leave = getattr(self.app, "action_leave", self.app.exit)
        leave()

    def action_help(self) -> None:
        """Show the keys."""
        from xprunbook.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.language, topic="chooser"))


def key_help(language: Language) -> str:
    """The word for help, as the registry has it."""
    from xprunbook.tui.keys import BY_ID

    return BY_ID["help"].says(language)
