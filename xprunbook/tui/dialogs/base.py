"""What all dialogs are: a box with a title, text and fields that scroll, one line of keys.

Enter acts, Esc leaves, Tab goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from xprunbook.base.language import Language
from xprunbook.base.text import one_line, plain_text
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.substitute import fill_text
from xprunbook.tui.dialogs.fields import Choices, LineInput
from xprunbook.tui.dialogs.texts import DIALOGS
from xprunbook.tui.flow import hang, joined
from xprunbook.tui.markdown import markdown_text
from xprunbook.tui.scroll import Scroll
from xprunbook.tui.widgets.words import Words

Result = TypeVar("Result")

LOW = 16
"""Rows below which a dialog drops its frame and its empty lines."""

FULL = 90
"""Columns below which a dialog takes the whole width: a strip of the screen beside it would be no help."""


class Form(ModalScreen[Result | None], Generic[Result]):
    """Base of all dialogs. A subclass says ``heading``, ``fields``, ``fault`` and ``result``, and no more."""

    DEFAULT_CSS = """
    Form {
        align: center middle;
        background: transparent;
    }
    Form > #box {
        width: 76;
        max-width: 100%;
        height: auto;
        background: $panel;
        color: $words;
        border: solid $line;
        padding: 0 0 0 1;
    }
    Form.-wide > #box { width: 100; }
    Form.-full > #box { width: 100%; }
    Form #title { color: $bright; text-style: bold; margin-bottom: 1; }
    Form #body { height: auto; }
    Form #body > * { margin: 0 1 1 0; }
    Form #body > .label { margin-bottom: 0; color: $faint; }
    Form #fault { color: $st-failed; display: none; margin-bottom: 1; }
    Form #keys { height: auto; }
    Form.-low > #box { border: none; }
    Form.-low #title { margin-bottom: 0; }
    Form.-low #body > * { margin-bottom: 0; }
    Form.-low #fault { margin-bottom: 0; }
    """

    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", id="dialog.cancel", show=False),
        Binding("enter", "submit", id="dialog.submit", show=False),
        Binding("pageup", "turn(-1)", id="dialog.page-up", show=False),
        Binding("pagedown", "turn(1)", id="dialog.page-down", show=False),
    ]

    WIDE: ClassVar[bool] = False
    """Whether the dialog profits from more than 80 columns."""

    def __init__(self, language: Language) -> None:
        super().__init__(classes="-wide" if self.WIDE else None)
        self.language: Language = language

    def sentence(self, key: str, **values: object) -> str:
        """A sentence of the dialogs in this dialog's language."""
        return DIALOGS.say(key, self.language, **values)

    # What a dialog says of itself

    def heading(self) -> str:
        """The title."""
        raise NotImplementedError

    def fields(self) -> Iterator[Widget]:
        """The words and the fields, in order."""
        raise NotImplementedError

    def fault(self) -> tuple[str, Widget | None]:
        """What keeps Enter from acting, and the field to mend; an empty sentence if nothing does."""
        return "", None

    def result(self) -> Result:
        """What the dialog answers with, once nothing is at fault."""
        raise NotImplementedError

    def hints(self) -> list[tuple[str, str]]:
        """The keys and what they do; Esc is always the last."""
        return [("Enter", self.sentence("key-save")), *self._tab(), ("Esc", self.sentence("key-cancel"))]

    def _tab(self) -> list[tuple[str, str]]:
        fields = sum(1 for widget in self.query("#body *") if widget.focusable)
        return [("Tab", self.sentence("key-field"))] if fields > 1 else []

    # How it works

    def compose(self) -> ComposeResult:
        """Title, the scrolling part, the fault, the keys."""
        with Vertical(id="box"):
            yield Words(one_line(self.heading(), 400), id="title")
            yield Scroll(*self.fields(), id="body")
            yield Words(id="fault")
            yield Words(id="keys")

    def on_mount(self) -> None:
        """Put the cursor into the first field and show the keys."""
        # Inline, since an app's rule for all screens would win over the style sheet above. What lies below stays
        # visible, and is not sent again when the dialog opens.
        self.styles.background = "transparent"
        self.show_keys()
        self.call_after_refresh(self.focus_first)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        for widget in self.query("#body *"):
            if widget.focusable:
                widget.focus(scroll_visible=False)
                return

    def show_keys(self) -> None:
        """Name the keys again, after what they do has changed."""
        parts: list[Content] = []
        for key, what in self.hints():
            parts.append(Content.assemble((key, "bold $key"), " ", (what, "$faint")))
        # A hint never breaks between the key and its word.
        lines: list[Content] = []
        for part in parts:
            if lines and lines[-1].cell_length + 3 + part.cell_length <= self._inner_width():
                lines[-1] = lines[-1] + "   " + part
            else:
                lines.append(part)
        self.query_one("#keys", Words).say(joined(lines))

    def on_resize(self, event: Resize) -> None:
        """A very low screen has no frame and no empty lines; a narrow one gives all its width."""
        self.set_class(event.size.height < LOW, "-low")
        self.set_class(event.size.width < FULL, "-full")
        self.show_keys()
        self._fit()

    def _inner_width(self) -> int:
        """Cells of a line inside the box."""
        width = self.size.width
        outer = width if width < FULL else 100 if self.WIDE else 76
        return max(10, outer - (2 if self.size.height < LOW else 4))

    def _fit(self) -> None:
        """Let the middle part scroll on a screen lower than the dialog: title and keys always stay."""
        height, inner = self.size.height, self._inner_width()
        low = height < LOW
        title = min(len(hang(Content(one_line(self.heading(), 400)), inner)), 2 if low else 4)
        self.query_one("#title").styles.max_height = title
        around = title if low else title + 3  # the frame, and the empty line below the title
        around += str(self.query_one("#keys", Words).content).count("\n") + 1
        fault = self.query_one("#fault", Words)
        if fault.display:
            lines = min(len(hang(Content(str(fault.content)), inner)), 3 if low else 4)
            fault.styles.max_height = lines
            around += lines if low else lines + 1
        self.query_one("#body").styles.max_height = max(1, height - around)

    def say(self, sentence: str) -> None:
        """Show a sentence that changes nothing, such as that a paste was not taken."""
        self.complain(sentence, None)

    def complain(self, sentence: str, field: Widget | None) -> None:
        """Say what is missing and put the cursor there."""
        fault = self.query_one("#fault", Words)
        fault.say(one_line(sentence, 600))
        fault.display = bool(sentence)
        self._fit()
        if field is not None:
            field.focus()

    def action_submit(self) -> None:
        """Act, or say what is missing."""
        sentence, field = self.fault()
        if sentence:
            self.complain(sentence, field)
            return
        self.dismiss(self.result())

    def action_cancel(self) -> None:
        """Leave without doing anything."""
        self.dismiss(None)

    def action_turn(self, pages: int) -> None:
        """Scroll by pages."""
        self.query_one("#body", Scroll).turn(pages)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is being typed in view; text that is read first may have scrolled it away."""
        if event.input.has_focus:
            event.input.scroll_visible(animate=False)

    def on_input_submitted(self) -> None:
        """Enter in a line acts for the whole dialog."""
        self.action_submit()

    def on_choices_chosen(self) -> None:
        """Enter on a choice acts for the whole dialog."""
        self.action_submit()

    # Small pieces for subclasses

    def inked(self, text: str, ink: str) -> Content:
        """A text in a style of the theme, made harmless."""
        return Content.styled(plain_text(text), ink)

    def label(self, key: str, **values: object) -> Words:
        """The words above a field."""
        return Words(self.sentence(key, **values), classes="label")

    def caution(self, text: str | Content) -> Words:
        """A text behind the word for caution."""
        ready = self.inked(text, "$words") if isinstance(text, str) else text
        return Words(Content.assemble((self.sentence("caution"), "bold $st-warning"), "  ", ready))

    def text(self, field: str) -> str:
        """What stands in a line, without blanks around it."""
        return self.query_one(f"#{field}", LineInput).value.strip()

    def chosen(self, field: str) -> str:
        """What is chosen in a list."""
        return self.query_one(f"#{field}", Choices).chosen


class Dialog(Form[Result]):
    """A form about a run, or about one of its rows."""

    def __init__(self, run: RunView, row: StepView | None, language: Language) -> None:
        super().__init__(language)
        self.run = run
        self.row = row

    def heading(self) -> str:
        """The title: the step, or the runbook's where there is none."""
        if self.row is None:
            return self.run.runbook.title
        return f"{self.row.step.number}  {self.row.step.title}"

    def marked(self, text: str, ink: str = "$words") -> Content:
        """Markdown of the runbook with the run's values in it; a value is never markup."""
        return markdown_text(text, self.filled).stylize_before(ink)

    def filled(self, text: str) -> str:
        """A text of the runbook with the run's values in it."""
        return fill_text(text, self.run.state.inputs, self.run.runbook.inputs)
