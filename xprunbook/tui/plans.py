"""Plans side by side, each in its colour: for the chooser and for changing the plan. Narrow ones stack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from xprunbook.base.language import Language, Texts
from xprunbook.base.text import cells, one_line, shorten
from xprunbook.runbook.model import Mark, Plan, Runbook
from xprunbook.tui.face import face_of
from xprunbook.tui.flow import hang, joined
from xprunbook.tui.moments import hours

PLANS: Final = Texts(
    {
        "plan": ("Plan {id}", "Plan {id}"),
        "recommended": ("empfohlen", "proposed"),
        "now": ("gilt jetzt", "holds now"),
        "mandatory": ("{count} Pflicht", "{count} mandatory"),
        "optional": ("{count} optional", "{count} optional"),
        "planned": ("~{time}", "~{time}"),
    }
)
"""What the columns say."""

_GAP: Final = 2
_NARROWEST: Final = 16
"""Cells a column needs; below that the plans are stacked."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What one compares. ``minutes`` are planned minutes of the mandatory steps, ``machines`` short names."""

    plan: Plan
    mandatory: int
    optional: int
    minutes: int
    machines: tuple[str, ...]


def plan_facts(runbook: Runbook, plan: str) -> PlanFacts:
    """Count a plan's steps and minutes and name its machines, in the runbook's order."""
    leaves = runbook.leaves(plan)
    mandatory = [step for step in leaves if step.plans[plan] is Mark.MANDATORY]
    roles = {step.on.get(plan, "") for step in leaves}
    return PlanFacts(
        runbook.plans[plan],
        len(mandatory),
        len(leaves) - len(mandatory),
        sum(step.minutes.get(plan, 0) for step in mandatory),
        tuple(machine.short or machine.title for machine in runbook.machines.values() if machine.id in roles),
    )


def _breakable(text: str, width: int) -> str:
    """Let words that are wider than the column break behind their slashes, not anywhere."""
    words = (word.replace("/", "/ ") if len(word) > width else word for word in text.split(" "))
    return " ".join(words)


class PlanColumns(Widget, can_focus=True):
    """All plans of a runbook, one of them lit. Arrows and the plans' letters move, Enter chooses."""

    DEFAULT_CSS = """
    PlanColumns { height: auto; color: $words; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "move(-1)", id="plans.previous", show=False),
        Binding("right,down", "move(1)", id="plans.next", show=False),
        Binding("enter,space", "choose", id="plans.choose", show=False),
    ]

    at: reactive[int] = reactive(0)

    class Chosen(Message):
        """Enter was pressed on a plan."""

    class Moved(Message):
        """Another plan is lit."""

    def __init__(
        self,
        runbook: Runbook,
        language: Language,
        chosen: str = "",
        *,
        marked: str = "",
        marked_as: str = "recommended",
        brief: bool = False,
        id: str | None = None,  # noqa: A002  # Textual's name
    ) -> None:
        """``marked`` bears the word ``marked_as``; ``brief`` leaves out whom a plan fits."""
        super().__init__(id=id)
        self.language: Language = language
        self.facts = tuple(plan_facts(runbook, plan) for plan in runbook.plans)
        self.marked = marked
        self.marked_as = marked_as
        self.brief = brief
        wanted = chosen or marked
        self.set_reactive(
            PlanColumns.at, next((at for at, facts in enumerate(self.facts) if facts.plan.id == wanted), 0)
        )

    @property
    def chosen(self) -> str:
        """The lit plan's id."""
        return self.facts[self.at].plan.id if self.facts else ""

    def _say(self, key: str, **values: object) -> str:
        return PLANS.say(key, self.language, **values)

    def stacked(self, width: int) -> bool:
        """Whether the columns do not fit beside each other."""
        count = max(1, len(self.facts))
        return (width - _GAP * (count - 1)) // count < _NARROWEST

    def _head(self, facts: PlanFacts, width: int, lit: bool) -> Content:
        """The plan's name; the lit one is a band in its colour across the whole column."""
        colour = facts.plan.colour
        name = self._say("plan", id=one_line(facts.plan.id, 12))
        tail = self._say(self.marked_as) if facts.plan.id == self.marked else ""
        mark = face_of(self).glyphs.cursor if lit and self.has_focus else " "
        text = shorten(f"{mark}{name} {tail}".rstrip(), width)
        if not lit:
            return Content.styled(text, f"bold ${colour}-bright")
        # Bold black is dark grey in sixteen colours: the theme says whether the band may be bold.
        attributes = face_of(self).palette.look.styles.get("solid", "")
        ink = f"{attributes} ${colour}-solid-fg on ${colour}-solid-bg".strip()
        return Content.styled(text + " " * max(0, width - cells(text)), ink)

    def _sections(self, facts: PlanFacts, width: int, lit: bool) -> list[list[Content]]:
        """Title, fit, counts and machines, each wrapped to the column."""
        ink = "$words" if lit else "$faint"
        plan = facts.plan
        time = self._say("planned", time=hours(facts.minutes)) if facts.minutes else ""
        counts = [
            self._say("mandatory", count=facts.mandatory),
            self._say("optional", count=facts.optional),
            *([time] if time else []),
        ]
        machines = " ".join(facts.machines)
        inset = max(8, width - 1)
        title = _breakable(one_line(plan.title, 300), inset)
        sections = [
            [Content("")],
            hang(Content.styled(title, "bold $bright" if lit else "$words"), inset),
            [Content("")],
            [Content.styled(shorten(line, inset), ink) for line in counts],
            hang(Content.styled(one_line(machines, 200), ink), inset),
        ]
        if plan.fits and not self.brief:
            fits = _breakable(one_line(plan.fits, 600), inset)
            sections += [[Content("")], hang(Content.styled(fits, ink), inset)]
        return sections

    def _columns(self, width: int) -> list[Content]:
        count = len(self.facts)
        column = (width - _GAP * (count - 1)) // count
        heads = [self._head(facts, column, at == self.at) for at, facts in enumerate(self.facts)]
        columns = [self._sections(facts, column, at == self.at) for at, facts in enumerate(self.facts)]
        lines = [self._beside(heads, column)]
        # Sections of all columns begin on the same line; a plan without machines has one section less.
        most = max(len(sections) for sections in columns)
        for index in range(most):
            parts = [sections[index] if index < len(sections) else [] for sections in columns]
            for line in range(max(len(part) for part in parts)):
                cells = [Content(" ") + part[line] if line < len(part) else Content("") for part in parts]
                lines.append(self._beside(cells, column))
        return lines

    def _beside(self, parts: Sequence[Content], column: int) -> Content:
        line = Content("")
        for at, part in enumerate(parts):
            fitted = part.truncate(column, pad=True) if part.cell_length != column else part
            line = line + (" " * _GAP if at else "") + fitted
        return line

    def _stack(self, width: int) -> list[list[Content]]:
        blocks = []
        for at, facts in enumerate(self.facts):
            lit = at == self.at
            lines = [self._head(facts, width, lit)]
            sections = self._sections(facts, width, lit)
            wanted = sections if lit else sections[1:2]
            for section in wanted:
                lines += [Content(" ") + line for line in section if line]
            blocks.append(lines)
        return blocks

    def _lines(self, width: int) -> list[Content]:
        if not self.facts:
            return [Content("")]
        if self.stacked(width):
            return [line for block in self._stack(width) for line in block]
        return self._columns(width)

    def render(self) -> Content:
        """The columns, or the stack."""
        return joined(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines at this width."""
        return len(self._lines(width))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as there is room."""
        return container.width

    def watch_at(self) -> None:
        """Say so; a stack keeps the lit plan in view and may change its height."""
        self.post_message(self.Moved())
        width = self.content_size.width
        if width and self.stacked(width):
            self.refresh(layout=True)
            blocks = self._stack(width)
            top = self.virtual_region.y + sum(len(block) for block in blocks[: self.at])
            region = Region(0, top, 1, len(blocks[self.at]))
            if isinstance(self.parent, Widget):
                parent = self.parent
                self.call_after_refresh(lambda: parent.scroll_to_region(region, animate=False, force=True))

    def action_move(self, by: int) -> None:
        """Light the plan beside."""
        self.at = min(max(0, self.at + by), max(0, len(self.facts) - 1))

    def action_choose(self) -> None:
        """Take the lit plan."""
        self.post_message(self.Chosen())

    def on_key(self, event: Key) -> None:
        """A plan's letter lights it."""
        letter = (event.character or "").casefold()
        for at, facts in enumerate(self.facts):
            if letter and facts.plan.id.casefold() == letter:
                event.stop()
                self.at = at
