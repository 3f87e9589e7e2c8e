"""The fields of dialogs: one line of text, several lines, one of a few choices. Only these accept a paste."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key, Paste
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult

from xprunbook.base.text import cells, one_line, plain_text
from xprunbook.tui.face import face_of
from xprunbook.tui.flow import hang, joined

LONGEST_LINE = 2_000
"""Characters a line takes; the record keeps fewer of some fields."""


class LineInput(Input):
    """One line of text. The cursor does not blink: that would cost 2 kB a second on a remote terminal."""

    DEFAULT_CSS = """
    LineInput, LineInput:ansi {
        height: 1;
        border: none;
        border-left: solid $line;
        padding: 0 1;
        background: $ground;
        color: $bright;
        background-tint: transparent;
    }
    LineInput:focus, LineInput:focus:ansi {
        border: none;
        border-left: solid $key;
        background: $cursor-bg;
        background-tint: transparent;
    }
    LineInput > .input--placeholder, LineInput:ansi > .input--placeholder { color: $faint; text-style: none; }
    LineInput > .input--cursor, LineInput:ansi > .input--cursor {
        text-style: reverse; color: $bright; background: $ground;
    }
    LineInput > .input--selection { color: $ground; background: $words; }
    """

    def __init__(
        self,
        value: str = "",
        *,
        example: str = "",
        password: bool = False,
        id: str | None = None,  # noqa: A002  # Textual's name
    ) -> None:
        super().__init__(
            one_line(value, LONGEST_LINE),
            placeholder=one_line(example, 200),
            password=password,
            max_length=LONGEST_LINE,
            select_on_focus=False,
            id=id,
        )
        self.cursor_blink = False

    def _on_paste(self, event: Paste) -> None:
        """Take the paste as one line: what ends it is cut, further line breaks become blanks."""
        event.prevent_default()
        event.stop()
        text = event.text.strip("\r\n")
        if text:
            self.replace(text, *self.selection)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in, made harmless: a typed or pasted control character is shown as what it is."""
        room = max(0, LONGEST_LINE - len(self.value))
        super().replace(one_line(text, room) if len(text) <= room else one_line(text)[:room], start, end)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its value, its words, and a fainter explanation."""

    value: str
    title: str
    note: str = ""


class Choices(Widget, can_focus=True):
    """A short list of which one is chosen; arrows and digits move, Enter goes on."""

    DEFAULT_CSS = """
    Choices { height: auto; color: $words; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", id="choices.up", show=False),
        Binding("down", "move(1)", id="choices.down", show=False),
        Binding("home", "end(-1)", id="choices.first", show=False),
        Binding("end", "end(1)", id="choices.last", show=False),
        Binding("space,enter", "choose", id="choices.choose", show=False),
    ]

    at: reactive[int] = reactive(0)

    class Chosen(Message):
        """Enter or Space was pressed on a choice."""

    class Moved(Message):
        """Another choice is the chosen one."""

    def __init__(
        self,
        choices: Sequence[Choice],
        chosen: str = "",
        *,
        numbered: bool = False,
        id: str | None = None,  # noqa: A002  # Textual's name
    ) -> None:
        super().__init__(id=id)
        self.numbered = numbered
        self.choices = tuple(choices)
        self.set_reactive(
            Choices.at, next((at for at, choice in enumerate(self.choices) if choice.value == chosen), 0)
        )

    @property
    def chosen(self) -> str:
        """The value of the chosen one; empty if there are none."""
        return self.choices[self.at].value if self.choices else ""

    def _blocks(self, width: int) -> list[list[Content]]:
        mark = face_of(self).glyphs.cursor
        column = max((cells(choice.title) for choice in self.choices if choice.note), default=0)
        column = column if column <= width // 2 else 0
        blocks = []
        for at, choice in enumerate(self.choices):
            here = at == self.at
            style = ("bold $bright" if self.has_focus else "$bright") if here else "$words"
            number = f"{at + 1}  " if self.numbered else ""
            first = Content.styled(f"{mark if here else ' '} {number}", "bold $key")
            text = Content.styled(one_line(choice.title, 400), style)
            if choice.note and column:
                # Explanations stand in a column of their own.
                gap = " " * (column - cells(choice.title) + 2)
                before = first + text + gap
                blocks.append(hang(Content.styled(one_line(choice.note, 400), "$faint"), width, before))
                continue
            if choice.note:
                text = text + Content.styled("  " + one_line(choice.note, 400), "$faint")
            blocks.append(hang(text, width, first))
        return blocks

    def render(self) -> Content:
        """All choices, the chosen one marked."""
        return joined(line for block in self._blocks(self.content_size.width) for line in block)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines all choices take at this width."""
        return sum(len(block) for block in self._blocks(width))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as there is room."""
        return container.width

    def watch_at(self) -> None:
        """Keep the chosen one in view."""
        self.post_message(self.Moved())
        blocks = self._blocks(self.content_size.width)
        if isinstance(self.parent, Widget) and blocks:
            top = self.virtual_region.y + sum(len(block) for block in blocks[: self.at])
            region = Region(0, top, 1, len(blocks[self.at]))
            self.parent.scroll_to_region(region, animate=False, force=True)

    def action_move(self, by: int) -> None:
        """Choose the one above or below."""
        self.at = min(max(0, self.at + by), max(0, len(self.choices) - 1))

    def action_end(self, which: int) -> None:
        """Choose the first or the last."""
        self.at = 0 if which < 0 else max(0, len(self.choices) - 1)

    def action_choose(self) -> None:
        """Go on with the chosen one."""
        self.post_message(self.Chosen())

    def on_key(self, event: Key) -> None:
        """A digit chooses; the list shows none beyond nine."""
        if event.key.isdecimal() and 0 < int(event.key) <= len(self.choices):
            event.stop()
            self.at = int(event.key) - 1


class TextBlock(TextArea):
    """Several lines of text; Enter is a line break here, Tab goes on to the next field."""

    DEFAULT_CSS = """
    TextBlock, TextBlock:ansi, TextBlock:focus {
        height: 7;
        border: none;
        border-left: solid $line;
        padding: 0 1;
        background: $ground;
        color: $bright;
        background-tint: transparent;
        scrollbar-size-vertical: 1;
    }
    TextBlock:focus, TextBlock:focus:ansi { border: none; border-left: solid $key; }
    TextBlock .text-area--cursor, TextBlock:ansi .text-area--cursor {
        text-style: reverse; color: $bright; background: $ground;
    }
    TextBlock .text-area--selection { color: $ground; background: $words; }
    """

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(
            plain_text(text), id=id, tab_behavior="focus", highlight_cursor_line=False, theme="css"
        )
        self.cursor_blink = False

    async def _on_paste(self, event: Paste) -> None:
        """TextArea takes it; a paste that went on to the app would come back a second time."""
        event.stop()

    def edit(self, edit: Edit) -> EditResult:
        """Put text in, made harmless: a control character is shown as what it is."""
        edit.text = plain_text(edit.text)
        return super().edit(edit)
