"""An error somebody can do something about, as a dialog: what is wrong, what helps. No traceback."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from xprunbook.base.errors import XprunbookError
from xprunbook.base.language import Language
from xprunbook.base.text import plain_text
from xprunbook.tui.dialogs.texts import DIALOGS
from xprunbook.tui.scroll import Scroll
from xprunbook.tui.widgets.words import Words


class ShowFault(ModalScreen[None]):
    """Says what went wrong and what helps; Enter or Esc goes on."""

    DEFAULT_CSS = """
    ShowFault { align: center middle; background: transparent; }
    ShowFault > #box {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        background: $panel; color: $words; border: solid $st-failed; padding: 0 1;
    }
    ShowFault #what { height: auto; max-height: 12; margin-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space", "leave", id="fault.leave", show=False),
    ]

    def __init__(self, error: XprunbookError, language: Language) -> None:
        super().__init__()
        self.error = error
        self.language: Language = language

    def compose(self) -> ComposeResult:
        """What is wrong, what helps, the key."""
        hint = f"\n\n{plain_text(self.error.hint)}" if self.error.hint else ""
        with Vertical(id="box"):
            yield Words(Content.styled(DIALOGS.say("fault", self.language), "bold $st-failed"))
            yield Scroll(Words(Content.assemble(plain_text(self.error.message), (hint, "$faint"))), id="what")
            yield Words(
                Content.assemble(
                    ("Enter", "bold $key"), " ", (DIALOGS.say("key-close", self.language), "$faint")
                )
            )

    def on_mount(self) -> None:
        """What lies below stays visible (inline: an app's rule for all screens would win)."""
        self.styles.background = "transparent"

    def action_leave(self) -> None:
        """Go on."""
        self.dismiss(None)
