"""Preflight: every read-only check of the plan at once; and the dry run: what every action would do now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from xprunbook.base.language import Language
from xprunbook.base.text import one_line
from xprunbook.run.automation import Bench, Preview
from xprunbook.run.contract import Finding
from xprunbook.run.elevation import say_lacking_shortly
from xprunbook.run.preflight import Looked, findings_of, preflight, rehearse
from xprunbook.run.texts import word
from xprunbook.run.view import RunView, StepView, view
from xprunbook.runbook.substitute import fill_text
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.checks import check_lines, known_from, plan_lines
from xprunbook.tui.face import face_of
from xprunbook.tui.flow import Flow
from xprunbook.tui.keys import BY_ID, COMMANDS, Where, bindings
from xprunbook.tui.screens.action_host import ActionHost
from xprunbook.tui.scroll import Scroll
from xprunbook.tui.widgets.checktable import LOOKING, CheckTable, Entry
from xprunbook.tui.widgets.keybar import KeyBar
from xprunbook.tui.widgets.messagebar import MessageBar


class PreflightScreen(Screen[None], inherit_bindings=False):
    """The table, and below it all that is known of the selected entry."""

    DEFAULT_CSS = """
    PreflightScreen { background: $ground; layers: base above; layout: vertical; }
    PreflightScreen Scroll { height: 40%; border-top: solid $line; padding: 0 1; }
    PreflightScreen Flow { max-width: 100; }
    PreflightScreen.-low Scroll { display: none; }
    """
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (14, "-high")]  # noqa: RUF012  # Textual's own name and type

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", id="preflight.up", show=False),
        Binding("down", "move(1)", id="preflight.down", show=False),
        Binding("pageup", "page(-1)", id="preflight.page-up", show=False),
        Binding("pagedown", "page(1)", id="preflight.page-down", show=False),
        Binding("home", "move(-100000)", id="preflight.first", show=False),
        Binding("end", "move(100000)", id="preflight.last", show=False),
        Binding("enter", "go", id="preflight.go", show=False),
        Binding("a,A", "open", id="preflight.open", show=False),
        Binding("j,J", "jump", id="preflight.jump", show=False),
        Binding("f5", "all", id="preflight.all", show=False),
        Binding("r,R", "one", id="preflight.one", show=False),
        Binding("d,D", "mode", id="preflight.mode", show=False),
        Binding("escape,v,V", "back", id="preflight.back", show=False),
        *bindings(Where.APP),
    ]

    @dataclass
    class Answered(Message):
        """What was found at a step. Sent from the session's thread."""

        turn: int
        step: str
        looked: tuple[Looked, ...] | None = None
        preview: Preview | None = None

    @dataclass
    class Lacking(Message):
        """What this program may not do here, in one sentence. Sent from the session's thread."""

        sentence: str

    def __init__(self, run: RunView, host: ActionHost) -> None:
        super().__init__()
        self.run = run
        self.host = host
        self.dry = False
        self._turn = 0
        self._entries: dict[str, tuple[Entry, ...]] = {}

    @property
    def language(self) -> Language:
        """The language the face speaks now."""
        return face_of(self).language

    @property
    def table(self) -> CheckTable:
        """The table."""
        return self.query_one(CheckTable)

    def compose(self) -> ComposeResult:
        """Table, details, messages, keys."""
        yield CheckTable()
        with Scroll():
            yield Flow(self._about)
        yield MessageBar()
        yield KeyBar()

    def on_mount(self) -> None:
        """Ask for trust if need be, then look at everything."""
        self._show_keys()
        self.call_after_refresh(self.action_all)

    # Looking

    def _rows(self) -> list[StepView]:
        wanted = (row for row in self.run.leaves() if not row.decided and row.step.uses)
        if self.dry:
            return [row for row in wanted if row.step.action is not None]
        return [row for row in wanted if row.step.before or row.step.action is not None]

    def action_all(self) -> None:
        """Look at everything, side by side."""
        session = self.host.acting
        if session is None:
            self.say(self._say("no-automation"), "st-warning")
        elif not session.trusted():
            from xprunbook.tui.screens.trust import TrustScreen

            self.app.push_screen(TrustScreen(self.run, session), self._trusted)
        else:
            self._turn += 1
            self._entries = {}
            session.survey(say_lacking_shortly).when_answered(self._lacking)
            self._ask(self._rows())

    def _lacking(self, sentence: str | None) -> None:
        """On the session's thread: pass on what needs more rights than this program has."""
        if sentence:
            self.post_message(self.Lacking(sentence))

    def on_preflight_screen_lacking(self, message: Lacking) -> None:
        """Say it above the keys."""
        self.say(message.sentence, "st-warning")

    def _trusted(self, sentence: str | None) -> None:
        if sentence:
            self.say(sentence, "saved")
            self.action_all()
        else:
            self.dismiss(None)

    def _ask(self, rows: list[StepView]) -> None:
        session = self.host.acting
        if session is None:
            return
        for row in rows:
            self._entries[row.step.id] = (Entry(row, LOOKING, self._title(row)),)
        self._show()
        for row in rows:
            step, turn = row.step.id, self._turn
            if self.dry:
                session.survey(lambda bench, step=step: _preview(bench, step)).when_answered(  # type: ignore[misc]
                    lambda found, step=step, turn=turn: self._post(turn, step, None, found)  # type: ignore[misc]
                )
            else:
                session.survey(
                    lambda bench, step=step: preflight(bench, (step,)),  # type: ignore[misc]
                    findings_of,
                ).when_answered(lambda found, step=step, turn=turn: self._post(turn, step, found, None))  # type: ignore[misc]

    def _post(self, turn: int, step: str, looked: tuple[Looked, ...] | None, preview: Preview | None) -> None:
        """On the session's thread: pass the answer on."""
        self.post_message(self.Answered(turn, step, looked, preview))

    def on_preflight_screen_answered(self, message: Answered) -> None:
        """Show what was found; an answer to an older question is dropped."""
        if message.turn != self._turn or message.step not in self._entries:
            return
        row = self.run.rows[message.step]
        if message.preview is not None:
            found: tuple[Entry, ...] = (self._planned(row, message.preview),)
        else:
            found = tuple(_entry(row, item) for item in message.looked or ())
        self._entries[message.step] = found
        self._show()

    def _planned(self, row: StepView, preview: Preview) -> Entry:
        """One line of the dry run: what stands in the way, else how much would be done."""
        bad = (Finding.BLOCKED, Finding.NEEDED)
        hindered = next((one for one in preview.checks if one.inspection.finding in bad), None)
        result = hindered or preview.result
        count = len(preview.plan.operations) if preview.plan else 0
        if hindered is not None or result.inspection.finding is Finding.BLOCKED:
            return Entry(row, Finding.BLOCKED, result.sentence, preview=preview)
        key = "operations-none" if not count else "operations-one" if count == 1 else "operations"
        sentence = f"{self._say(key, count=count)}: {self._title(row)}" if count else result.sentence
        return Entry(row, result.inspection.finding, sentence, preview=preview)

    def _title(self, row: StepView) -> str:
        return one_line(fill_text(row.step.title, self.run.state.inputs, self.run.runbook.inputs))

    # What is shown

    def _say(self, key: str, **values: object) -> str:
        return ACTION.say(key, self.language, **values)

    def _all(self) -> tuple[Entry, ...]:
        return tuple(entry for row in self.run.leaves() for entry in self._entries.get(row.step.id, ()))

    def _heading(self, entries: tuple[Entry, ...]) -> str:
        title = self._say("dry-run" if self.dry else "preflight")
        if not entries:
            return f"{title}   {self._say('dry-run-none' if self.dry else 'preflight-none')}"
        counts = Counter(entry.finding for entry in entries)
        order = (Finding.BLOCKED, Finding.NEEDED, Finding.UNKNOWN, Finding.SATISFIED)
        parts = [
            self._say("count", count=counts[one], state=word(one, self.language))
            for one in order
            if counts[one]
        ]
        if counts[LOOKING]:
            parts.append(self._say("count-running", count=counts[LOOKING]))
        return f"{title}   {', '.join(parts)}"

    def _show(self) -> None:
        entries = self._all()
        self.table.tell(self._heading(entries), entries)
        self.query_one(Flow).show(self._about)
        self._show_keys()

    def _about(self, width: int) -> list[Content]:
        return list(self._about_lines(min(width, 100)))

    def _about_lines(self, width: int) -> Iterator[Content]:
        entry = self.table.chosen
        what = self._say("dry-run-what" if self.dry else "preflight-what")
        if entry is None:
            yield Content.styled(what, "$faint")
            return
        yield Content.assemble(
            (f"{one_line(entry.row.step.number)}  {self._title(entry.row)}", "bold $bright")
        )
        if entry.known is not None:
            yield from check_lines(entry.known, self.run, self.language, width)
        elif entry.preview is not None:
            for result in (*entry.preview.checks, entry.preview.result):
                yield from check_lines(known_from(result), self.run, self.language, width)
            if entry.preview.plan is not None and entry.preview.plan.operations:
                yield Content("")
                yield from plan_lines(entry.preview.plan, self.language, width)
        else:
            yield Content.styled(self._say("looking"), "$st-running")

    def say(self, sentence: str, ink: str = "words") -> None:
        """Say something in the message line; the next key takes it away."""
        self.query_one(MessageBar).say(sentence, ink)

    def show_run(self, run: RunView) -> None:
        """A newer picture of the run (the host calls this); what was found stays until it is looked at again."""
        self.run = run

    def repaint(self) -> None:
        """Paint anew, after a change of language."""
        self._show()

    def _show_keys(self) -> None:
        if not self.is_current:
            return
        language, entry = self.language, self.table.chosen
        hints = [("F1", BY_ID["help"].says(language))]
        if entry is not None:
            hints += [("Enter", self._say("key-go")), ("A", BY_ID["run"].says(language))]
            if entry.known is not None and entry.known.jump:
                hints.append(("J", self._say("key-jump")))
        hints += [("D", self._say("key-preflight" if self.dry else "key-dry-run"))]
        hints += [("F5", self._say("key-all")), *([("R", self._say("key-one"))] if entry else [])]
        self.query_one(KeyBar).name_keys([*hints, ("Esc", self._say("key-back"))])

    def on_screen_suspend(self) -> None:
        """Under another page the keys are that page's."""
        self.query_one(KeyBar).name_keys(())

    def on_screen_resume(self) -> None:
        """The keys are ours again."""
        self._show_keys()

    # Keys

    def action_move(self, by: int) -> None:
        """Select another entry."""
        self.say("")
        self.table.move(by)
        self.query_one(Flow).show(self._about)
        self.query_one(Scroll).scroll_home(animate=False)
        self._show_keys()

    def action_page(self, pages: int) -> None:
        """By screens in the details if they are longer than their room, else in the table."""
        scroll = self.query_one(Scroll)
        if scroll.display and scroll.max_scroll_y:
            scroll.turn(pages)
        else:
            self.action_move(pages * max(1, self.table.size.height - 2))

    def action_go(self) -> None:
        """To the step in the plan."""
        if self.table.chosen is not None:
            self.host.jump_to(self.table.chosen.row.step.id)

    def action_jump(self) -> None:
        """To what helps with the selected check."""
        entry = self.table.chosen
        if entry is not None and entry.known is not None and entry.known.jump:
            self.host.jump_to(entry.known.jump)

    def action_open(self) -> None:
        """The automation of the step."""
        if self.table.chosen is not None:
            self.host.open_action(self.run.rows[self.table.chosen.row.step.id])

    def action_one(self) -> None:
        """Look at this step again."""
        if self.table.chosen is not None:
            self._ask([self.run.rows[self.table.chosen.row.step.id]])

    def action_mode(self) -> None:
        """Checks, or what the actions would do."""
        self.dry = not self.dry
        self.table.at = self.table.top = 0
        self.action_all()

    def action_back(self) -> None:
        """Back to the plan; what is still looking is not waited for."""
        self.dismiss(None)

    def action_press_key(self, key: str) -> None:
        """Help, language, quit."""
        command = next(one for one in COMMANDS if one.where is Where.APP and key in one.keys)
        self.host.do_everywhere(command, "preflight")


def _preview(bench: Bench, step: str) -> Preview:
    """On a worker thread: what the action of a step would do; no probe runs."""
    return rehearse(bench, view(bench.runbook, bench.state).rows[step])


def _entry(row: StepView, looked: Looked) -> Entry:
    known = known_from(looked.result)
    return Entry(row, known.finding, known.sentence, known)
