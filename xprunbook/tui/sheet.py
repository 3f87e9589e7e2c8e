"""A step as lines of text at one width: what it is, what to watch, what to do; then what helps.

Faces of any size use it: the full screen shows all of it, a pane as much as it has room for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content

from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line, plain_text
from xprunbook.run.state import StepState
from xprunbook.run.texts import STATES
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import Mark, Note
from xprunbook.runbook.substitute import as_text, fill_text
from xprunbook.tui.flow import hang, stack
from xprunbook.tui.glyphs import SETS, Glyphs
from xprunbook.tui.markdown import markdown_lines
from xprunbook.tui.moments import hours, write_moment
from xprunbook.tui.states import STATE_STYLES

SHEET: Final = Texts(
    {
        "mandatory": ("Pflicht in {plans}", "mandatory in {plans}"),
        "optional": ("optional in {plans}", "optional in {plans}"),
        "ours": ("nicht aus der Tabelle des Herstellers", "not from the vendor's table"),
        "outside": ("nicht in Plan {plan}", "not in plan {plan}"),
        "caution": ("Achtung", "Caution"),
        "hint": ("Tipp", "Hint"),
        "unconfirmed": ("(vom Hersteller nicht bestätigt)", "(not confirmed by the vendor)"),
        "no-return": ("Danach gibt es keinen Rückweg mehr.", "After this there is no way back."),
        "overwrites": ("Überschreibt: {what}", "Overwrites: {what}"),
        "needs": ("Vorher", "Before"),
        "gate": ("Freigabe {phase}", "Gate {phase}"),
        "gate-open": ("nicht freigegeben", "not passed"),
        "sub-steps": ("Teilschritte", "Sub-steps"),
        "observe": ("Festzuhalten", "To write down"),
        "automation": ("Automatik", "Automation"),
        "checks": ("Prüfungen", "Checks"),
        "child": ("ein eigener Lauf von {runbook}", "a run of {runbook}"),
        "undo": ("Rückweg", "Way back"),
        "links": ("Verweise", "Links"),
        "notes": ("Notizen", "Notes"),
        "nothing-yet": ("noch nichts", "nothing yet"),
        "reason": ("Begründung: {reason}", "Reason: {reason}"),
        "duty": ("{owner} bis {due}", "{owner} by {due}"),
        "reopened": ("wieder geöffnet: {count} Mal", "reopened: {count} times"),
        "proven": ("durch Prüfung bewiesen", "proven by a check"),
        "kept": (
            "Aufbewahrt im Ordner des Laufs: {file}",
            "Kept in the run's folder: {file}",
        ),
        "kept-hash": (
            "Ohne Kopie festgehalten, denn darin steht ein Kennwort: {of}",
            "Noted without a copy, because a password stands in it: {of}",
        ),
        "earlier": (
            "Mit einem früheren Wert erledigt: {names}",
            "Done with an earlier value: {names}",
        ),
        "without": ("Abgehakt, obwohl fehlte: {names}", "Ticked although missing: {names}"),
        "criterion": ("Entfällt, denn {title}: {value}", "Not applicable, since {title}: {value}"),
        "undecided": ("Ob nötig, entscheidet: {title}", "Whether needed is decided by: {title}"),
        "yes": ("Ja", "Yes"),
        "no": ("Nein", "No"),
    }
)
"""What a step's page says."""

_GATE: Final = "gate:"


class Sheet:
    """The page of one step."""

    def __init__(
        self, run: RunView, row: StepView, language: Language, width: int, glyphs: Glyphs = SETS["rich"]
    ) -> None:
        self.run: Final = run
        self.row: Final = row
        self.language: Final[Language] = language
        self.width: Final = max(10, width)
        self.glyphs: Final = glyphs

    def lines(self) -> list[Content]:
        """All of it."""
        return stack([self.main(), self.beside()])

    def top(self) -> list[Content]:
        """Title, facts, state; warnings; what is missing before."""
        return stack([self._head(), *self._cautions(), self._needs() if self.row.missing else []])

    def main(self) -> list[Content]:
        """Title, facts, state; warnings; what to do."""
        return stack([self._head(), *self._cautions(), self._do(), self._checks(), self._sub_steps()])

    def beside(self) -> list[Content]:
        """What helps, what the automation is, what was written down."""
        return stack(
            [
                *self._hints(),
                self._needs(),
                self._observed(),
                self._child(),
                self._undo(),
                self._links(),
                self._notes(),
            ]
        )

    # Small pieces

    def _say(self, key: str, **values: object) -> str:
        return SHEET.say(key, self.language, **values)

    def _fill(self, text: str) -> str:
        return fill_text(text, self.run.state.inputs, self.run.runbook.inputs)

    def _line(self, text: str) -> str:
        return one_line(self._fill(text))

    def _section(self, key: str, lines: Sequence[Content]) -> list[Content]:
        return [Content.styled(self._say(key), "bold $bright"), *lines] if lines else []

    def _indented(self, text: Content) -> list[Content]:
        return hang(text, self.width, "  ")

    def _word(self, key: str, ink: str) -> Content:
        return Content.styled(self._say(key), f"bold {ink}") + "  "

    # The head

    def _head(self) -> list[Content]:
        step = self.row.step
        title = Content.styled(f"{one_line(step.number)}  {self._line(step.title)}", "bold $bright")
        lines = hang(title, self.width)
        lines += hang(Content.styled(self._facts(), "$faint"), self.width)
        for sentence in self._state():
            lines += hang(sentence, self.width)
        return lines

    def _facts(self) -> str:
        """``Pflicht in B, C, D · optional in A · neuer Server · 15 min``."""
        step = self.row.step
        facts = []
        for mark, key in ((Mark.MANDATORY, "mandatory"), (Mark.OPTIONAL, "optional")):
            plans = ", ".join(one_line(plan, 12) for plan, of in step.plans.items() if of is mark)
            if plans:
                facts.append(self._say(key, plans=plans))
        machine = self.run.runbook.machines.get(self.row.role)
        if machine is not None:
            facts.append(one_line(machine.title))
        if self.row.minutes:
            facts.append(hours(self.row.minutes))
        if step.ours:
            facts.append(self._say("ours"))
        if not self.row.in_plan:
            facts.append(self._say("outside", plan=one_line(self.run.state.plan, 12)))
        return f" {self.glyphs.dot} ".join(facts)

    def _state(self) -> Iterator[Content]:
        row, status = self.row, self.row.status
        if not row.in_plan:
            return
        dot = f" {self.glyphs.dot} "
        words = Content.styled(STATES.say(row.state, self.language), STATE_STYLES[row.state])
        facts = []
        if row.state is not StepState.OPEN and status.at and row.step.leaf:
            facts += [
                write_moment(status.at, self.run.state.last_utc, self.language),
                one_line(status.person),
            ]
        if row.state is StepState.DEFERRED:
            facts.append(self._say("duty", owner=one_line(status.owner), due=one_line(status.due)))
        if status.proven:
            facts.append(self._say("proven"))
        if status.reopened:
            facts.append(self._say("reopened", count=status.reopened))
        yield words + Content.styled("".join(dot + fact for fact in facts if fact), "$faint")
        if status.reason:
            yield Content(self._say("reason", reason=plain_text(status.reason)))
        if status.sentence:
            yield Content(plain_text(status.sentence))
        for kept in status.kept:
            key, of = ("kept" if kept.file else "kept-hash"), one_line(kept.of, 400)
            yield Content.styled(self._say(key, of=of, file=one_line(kept.file, 300)), "$faint")
        if row.criterion:
            yield Content.styled(self._criterion(row.criterion), "$faint")
        elif row.undecided:
            title = one_line(self.run.runbook.inputs[row.undecided].title)
            yield Content.styled(self._say("undecided", title=title), "$st-warning")
        if row.earlier_values:
            names = ", ".join(self._input(name) for name in row.earlier_values)
            yield Content.styled(self._say("earlier", names=names), "$st-warning")
        if status.missing and row.state is StepState.DONE:
            names = ", ".join(self._need(name) for name in status.missing)
            yield Content.styled(self._say("without", names=names), "$st-warning")

    def _input(self, name: str) -> str:
        known = self.run.runbook.inputs.get(name)
        return one_line(known.title if known else name, 200)

    def _criterion(self, name: str) -> str:
        value = as_text(self.run.state.inputs.get(name, ""))
        shown = self._say(value) if value in ("yes", "no") else one_line(value, 200)
        return self._say("criterion", title=self._input(name), value=shown)

    def _need(self, name: str) -> str:
        if name.startswith(_GATE):
            wanted = name.removeprefix(_GATE)
            title = next((phase.title for phase in self.run.runbook.phases if phase.id == wanted), wanted)
            return self._say("gate", phase=one_line(title))
        step = self.run.runbook.steps.get(name)
        return f"{one_line(step.number)} {self._line(step.title)}" if step else one_line(name)

    # What to watch and what to do

    def _cautions(self) -> Iterator[list[Content]]:
        step = self.row.step
        if self.run.state.plan in step.no_return:
            yield hang(self._word("caution", "$st-warning") + self._say("no-return"), self.width)
        if step.overwrites:
            what = self._say("overwrites", what=self._line(step.overwrites))
            yield hang(self._word("caution", "$st-warning") + what, self.width)
        for note in step.warnings:
            yield self._note(note, self._word("caution", "$st-warning"))

    def _hints(self) -> Iterator[list[Content]]:
        for note in self.row.step.hints:
            yield self._note(note, self._word("hint", "$key"))

    def _note(self, note: Note, word: Content) -> list[Content]:
        lines = markdown_lines(note.text, self.width, self._fill, word)
        if note.unconfirmed:
            lines += hang(Content.styled(self._say("unconfirmed"), "$faint"), self.width)
        return lines

    def _do(self) -> list[Content]:
        return markdown_lines(self.row.step.do, self.width, self._fill) if self.row.step.do.strip() else []

    def _sub_steps(self) -> list[Content]:
        lines: list[Content] = []
        for child in self.row.step.steps:
            lines += self._pointer(child.id)
        return self._section("sub-steps", lines)

    def _pointer(self, name: str) -> list[Content]:
        """Another step in one line: number, title, state."""
        row = self.run.rows.get(name)
        if row is None:
            return []
        number = Content.styled(f"  {one_line(row.step.number, 12):<4} ", "$faint")
        state = STATES.say(row.state, self.language) if row.in_plan else self.glyphs.dash
        ink = STATE_STYLES[row.state] if row.in_plan else "$faint"
        return hang(
            Content(self._line(row.step.title)) + "  " + Content.styled(state, ink), self.width, number
        )

    # What helps

    def _needs(self) -> list[Content]:
        lines: list[Content] = []
        for needed in self.run.needs(self.row):
            lines += self._pointer(needed.step.id)
        for name in self.row.missing:
            if name.startswith(_GATE):
                gate = f"{self._need(name)}  "
                lines += self._indented(Content(gate) + Content.styled(self._say("gate-open"), "$st-warning"))
        return self._section("needs", lines)

    def _observed(self) -> list[Content]:
        observe, value = self.row.step.observe, self.row.status.observed
        if observe is None:
            return []
        title = Content(self._line(observe.title)) + "  "
        if value is None:
            return self._section(
                "observe", self._indented(title + Content.styled(self._say("nothing-yet"), "$faint"))
            )
        text = as_text(value)
        shown = self._say(text) if text in ("yes", "no") else plain_text(text)
        return self._section("observe", self._indented(title + Content.styled(shown, "bold $bright")))

    def _checks(self) -> list[Content]:
        """The checks and the action with their newest results."""
        if not self.row.step.uses:
            return []
        from xprunbook.tui.checks import check_lines, known_of

        lines: list[Content] = []
        for known in known_of(self.row):
            lines += check_lines(known, self.run, self.language, self.width, self.glyphs.dot)
        return self._section("checks", lines)

    def _child(self) -> list[Content]:
        child = self.row.step.runbook
        if child is None:
            return []
        return self._section(
            "automation", self._indented(Content(self._say("child", runbook=one_line(child.id))))
        )

    def _undo(self) -> list[Content]:
        step = self.row.step
        if not step.undo.strip():
            return []
        minutes = (
            Content.styled(f"  {hours(step.undo_minutes)}", "$faint") if step.undo_minutes else Content("")
        )
        title = Content.styled(self._say("undo"), "bold $bright") + minutes
        return [
            title,
            *(Content("  ") + line for line in markdown_lines(step.undo, self.width - 2, self._fill)),
        ]

    def _links(self) -> list[Content]:
        lines: list[Content] = []
        for link in self.row.step.links:
            lines += self._indented(Content(self._line(link.title)))
            lines += hang(Content.styled(one_line(link.url), "$faint"), self.width, "    ")
        return self._section("links", lines)

    def _notes(self) -> list[Content]:
        lines: list[Content] = []
        for remark in self.row.status.notes:
            when = write_moment(remark.at, self.run.state.last_utc, self.language)
            head = Content.styled(f"{when} {one_line(remark.person)}", "$faint")
            lines += self._indented(head)
            lines += hang(Content(plain_text(remark.text)), self.width, "    ")
        return self._section("notes", lines)


def step_content(
    run: RunView, row: StepView, language: Language, width: int, glyphs: Glyphs = SETS["rich"]
) -> list[Content]:
    """A step's whole page at a width, one Content a line; its colours are names of the theme."""
    return Sheet(run, row, language, width, glyphs).lines()
