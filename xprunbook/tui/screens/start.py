"""Before a run: who sits here, and what is known already. Asked once; name and company are remembered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from textual.content import Content
from textual.widget import Widget

from xprunbook.base.language import Language, Texts
from xprunbook.base.settings import Settings
from xprunbook.base.text import one_line
from xprunbook.runbook.model import Input, InputValue, Runbook
from xprunbook.tui.dialogs.base import Form
from xprunbook.tui.dialogs.fields import LineInput
from xprunbook.tui.dialogs.value import raw_value, read_value, value_field
from xprunbook.tui.door import Start
from xprunbook.tui.moments import read_moment
from xprunbook.tui.widgets.words import Words

START: Final = Texts(
    {
        "title-who": ("Wer sitzt hier?", "Who sits here?"),
        "title-begin": ("{title}, Plan {plan}", "{title}, plan {plan}"),
        "who-why": (
            "Der Name steht bei jedem Eintrag der Aufzeichnung und im Bericht.",
            "The name stands with every entry of the record, and in the report.",
        ),
        "person": ("Name", "Name"),
        "company": ("Firma (freiwillig)", "Company (optional)"),
        "inputs": (
            "Angaben: Was noch nicht bekannt ist, kann leer bleiben und später folgen.",
            "Inputs: what is not known yet can stay empty and follow later.",
        ),
        "key-begin": ("Lauf beginnen", "start the run"),
        "key-on": ("weiter", "go on"),
    }
)
"""What the form says; shared sentences are those of the dialogs."""


class StartForm(Form[Start]):
    """Name and company; with a runbook and a plan also its inputs and the end of the window.

    ``now``: UTC seconds, for reading times. ``suggested``: the name to suggest when none is remembered.
    """

    WIDE: ClassVar[bool] = False

    def __init__(
        self,
        language: Language,
        settings: Settings,
        now: float,
        runbook: Runbook | None = None,
        plan: str = "",
        *,
        suggested: str = "",
        handed: Mapping[str, InputValue] | None = None,
    ) -> None:
        """``handed``: the run is a part of another one, which hands these values on; who and until when is known."""
        super().__init__(language)
        self.settings = settings
        self.now = now
        self.runbook = runbook
        self.plan = plan
        self.suggested = suggested
        self.handed = handed
        self.inputs: tuple[Input, ...] = runbook.inputs_of(plan) if runbook else ()

    def _words(self, key: str, **values: object) -> str:
        return START.say(key, self.language, **values)

    def heading(self) -> str:
        """Who, or what begins."""
        if self.runbook is None:
            return self._words("title-who")
        return self._words("title-begin", title=self.runbook.title, plan=self.plan)

    def fields(self) -> Iterator[Widget]:
        """Who; the inputs; the window."""
        if self.handed is None:
            yield from self._who()
        if self.inputs:
            yield Words(self.inked(self._words("inputs"), "$bright"))
        for item in self.inputs:
            yield Words(_title(item), classes="label")
            value = (self.handed or {}).get(item.id, item.default)
            yield value_field(item, value, self.language, f"input-{item.id}", unset=value is None)

    def _who(self) -> Iterator[Widget]:
        yield Words(self.inked(self._words("who-why"), "$faint"))
        yield Words(self._words("person"), classes="label")
        yield LineInput(self.settings.person or self.suggested, id="person")
        yield Words(self._words("company"), classes="label")
        yield LineInput(self.settings.company, id="company")
        if self.runbook is not None:
            yield self.label("window-long")
            example = self.sentence("example", example=self.sentence("window-example"))
            yield LineInput(example=example, id="end")

    def fault(self) -> tuple[str, Widget | None]:
        """A name; a time that can be read; values that fit."""
        if self.handed is None:
            sentence, field = self._who_fault()
            if sentence:
                return sentence, field
        for item in self.inputs:
            name = f"input-{item.id}"
            if raw_value(self, name):
                _, sentence = read_value(self, item, name, self.language)
                if sentence:
                    return f"{one_line(item.title, 80)}: {sentence}", self.query_one(f"#{name}", Widget)
        return "", None

    def _who_fault(self) -> tuple[str, Widget | None]:
        if not self.text("person"):
            return self.sentence("person-missing"), self.query_one("#person")
        if self.runbook is not None and self.text("end"):
            end = read_moment(self.text("end"), self.now)
            if end is None:
                return self.sentence("window-bad"), self.query_one("#end")
            if end <= self.now:
                return self.sentence("window-past"), self.query_one("#end")
        return "", None

    def result(self) -> Start:
        """What was said; inputs left empty are left out."""
        values: dict[str, InputValue] = {}
        for item in self.inputs:
            if raw_value(self, f"input-{item.id}"):
                value, _ = read_value(self, item, f"input-{item.id}", self.language)
                if value is not None:
                    values[item.id] = value
        if self.handed is not None:
            return Start(self.settings.person, self.settings.company, values)
        end = read_moment(self.text("end"), self.now) if self.runbook and self.text("end") else None
        return Start(self.text("person"), self.text("company"), values, end)

    def hints(self) -> list[tuple[str, str]]:
        """Enter begins."""
        what = self._words("key-on" if self.runbook is None else "key-begin")
        return [("Enter", what), *self._tab(), ("Esc", self.sentence("key-cancel"))]


def _title(item: Input) -> Content:
    title = Content.styled(one_line(item.title, 300), "$words")
    return title + Content.styled(f"\n{one_line(item.help, 600)}", "$faint") if item.help else title
