"""The inputs of a run: each with its value, what it is for, and a field that fits its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from textual.content import Content
from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.base.text import one_line
from xprunbook.run.asking import is_used, users_of
from xprunbook.run.commands import SetInput
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import Input, InputValue
from xprunbook.runbook.substitute import as_text
from xprunbook.tui.dialogs.base import Dialog
from xprunbook.tui.dialogs.fields import LineInput
from xprunbook.tui.dialogs.value import raw_value, read_value, value_field
from xprunbook.tui.widgets.words import Words


class EditInputs(Dialog[tuple[SetInput, ...]]):
    """All inputs of the plan; answers with one command for each value that changed.

    ``first``: the id of the input where the cursor begins; ``proposed``: values that stand in their fields, to be
    confirmed or changed.
    """

    def __init__(
        self,
        run: RunView,
        row: StepView | None,
        language: Language,
        *,
        first: str = "",
        proposed: Mapping[str, InputValue] = MappingProxyType({}),
    ) -> None:
        super().__init__(run, None, language)
        self.first = first
        self.proposed = proposed
        self.inputs = run.runbook.inputs_of(run.state.plan)

    def focus_first(self) -> None:
        """The cursor begins at the input that is needed now, if one is."""
        field = next(iter(self.query(f"#input-{self.first}")), None) if self.first else None
        if field is None:
            super().focus_first()
        else:
            field.focus(scroll_visible=False)
            field.scroll_visible(animate=False, top=True)

    def heading(self) -> str:
        """The plan they belong to."""
        return self.sentence("inputs", plan=self.run.state.plan)

    def fields(self) -> Iterator[Widget]:
        """Title, field and users of each input; the reason if one may be needed."""
        if not self.inputs:
            yield Words(self.sentence("inputs-none"))
            return
        values = {**self.run.state.inputs, **self.proposed}
        for item in self.inputs:
            yield Words(self._title(item), classes="label")
            yield value_field(item, values.get(item.id), self.language, f"input-{item.id}")
        if any(is_used(self.run, item.id) for item in self.inputs):
            yield self.label("inputs-reason")
            yield LineInput(id="reason")

    def _title(self, item: Input) -> Content:
        users = ", ".join(one_line(row.step.number, 20) for row in users_of(self.run, item.id))
        tail = f"  {self.sentence('inputs-used', steps=users)}" if users else ""
        line = Content.assemble((one_line(item.title, 300), "$words"), (tail, "$faint"))
        if item.id in self.proposed:
            before = as_text(self.run.state.inputs.get(item.id, ""))
            line += self.inked(
                f"\n{self.sentence('inputs-proposed', before=one_line(before, 300))}", "$st-running"
            )
        return line + self.inked(f"\n{one_line(item.help, 600)}", "$faint") if item.help else line

    def _changes(self) -> tuple[list[tuple[Input, InputValue]], str, Widget | None]:
        """What changed, or the first sentence that speaks against it with its field."""
        changed: list[tuple[Input, InputValue]] = []
        for item in self.inputs:
            field = self.query_one(f"#input-{item.id}", Widget)
            before = self.run.state.inputs.get(item.id)
            if not raw_value(self, f"input-{item.id}"):
                if before is not None:
                    return [], self.sentence("input-keep", title=one_line(item.title, 80)), field
                continue
            value, sentence = read_value(self, item, f"input-{item.id}", self.language)
            if value is None:
                return [], f"{one_line(item.title, 80)}: {sentence}", field
            if value != before:
                changed.append((item, value))
        return changed, "", None

    def fault(self) -> tuple[str, Widget | None]:
        """Every value must fit; a used one that changes needs a reason."""
        changed, sentence, field = self._changes()
        if sentence:
            return sentence, field
        for item, _ in changed:
            known = self.run.state.inputs.get(item.id) is not None
            if known and is_used(self.run, item.id) and not self.text("reason"):
                title = one_line(item.title, 80)
                return self.sentence("inputs-reason-missing", title=title), self.query_one("#reason")
        return "", None

    def result(self) -> tuple[SetInput, ...]:
        """One command for each changed value; nothing changed: none."""
        reason = self.text("reason") if self.query("#reason") else ""
        changed, _, _ = self._changes()
        return tuple(SetInput(item.id, value, reason) for item, value in changed)
