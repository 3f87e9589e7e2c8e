"""F1: the keys of the screen one came from, the marks, the states, and what "saved" promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, Final, Literal, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from xprunbook.base.language import Language
from xprunbook.base.text import cells, one_line
from xprunbook.run.state import StepState
from xprunbook.run.texts import STATES
from xprunbook.tui.face import face_of
from xprunbook.tui.flow import Flow, hang, stack
from xprunbook.tui.glyphs import Glyphs
from xprunbook.tui.keys import COMMANDS, KeyCommand, Where, key_name
from xprunbook.tui.screens.help_texts import HELP, KEYS
from xprunbook.tui.scroll import Scroll
from xprunbook.tui.states import STATE_STYLES
from xprunbook.tui.widgets.keybar import KeyBar

Topic: TypeAlias = Literal["plan", "detail", "home", "chooser", "action", "preflight"]

_PLACES: Final[dict[Topic, tuple[Where, ...]]] = {
    "plan": (Where.STEP, Where.VIEW, Where.RUN, Where.LIST, Where.APP),
    "detail": (Where.STEP, Where.APP),
    "home": (Where.APP,),
    "chooser": (Where.APP,),
    "action": (Where.STEP, Where.APP),
    "preflight": (Where.APP,),
}
"""Which commands of the registry a screen knows."""

_OWN: Final[dict[Topic, tuple[tuple[tuple[str, ...], str], ...]]] = {
    "plan": ((("up", "down"), "move"), (("pageup", "pagedown"), "page"), (("escape",), "back")),
    "detail": (
        (("up", "down", "pageup", "pagedown"), "scroll"),
        (("left", "right"), "neighbour"),
        (("escape",), "back-to-plan"),
    ),
    "action": (
        (("enter", "a"), "action-go"),
        (("f5",), "action-again"),
        (("p",), "action-probe"),
        (("j",), "action-jump"),
        (("i",), "action-inputs"),
        (("tab",), "action-switch"),
        (("up", "down", "pageup", "pagedown"), "scroll"),
        (("escape",), "action-back"),
    ),
    "preflight": (
        (("up", "down"), "move"),
        (("enter",), "preflight-go"),
        (("a",), "preflight-open"),
        (("j",), "action-jump"),
        (("r",), "preflight-one"),
        (("f5",), "preflight-all"),
        (("d",), "preflight-mode"),
        (("escape", "v"), "back-to-plan"),
    ),
    "home": ((("up", "down"), "move"), (("enter",), "home-open")),
    "chooser": (
        (("up", "down", "1", "9"), "answer"),
        (("enter",), "choose"),
        (("backspace", "left"), "answer-back"),
        (("left", "right"), "plans"),
        (("escape",), "back"),
    ),
}
"""Keys that are a screen's own: moving, going back."""

_WIDEST: Final = 100


class HelpScreen(Screen[None], inherit_bindings=False):
    """One page that scrolls; Esc, Enter or F1 leaves it."""

    DEFAULT_CSS = """
    HelpScreen { background: $ground; layers: base above; }
    HelpScreen Scroll { height: 1fr; padding: 0 1; }
    """
    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", id="help.up", show=False),
        Binding("down,space", "scroll(1)", id="help.down", show=False),
        Binding("pageup", "page(-1)", id="help.page-up", show=False),
        Binding("pagedown", "page(1)", id="help.page-down", show=False),
        Binding("home", "scroll(-100000)", id="help.first", show=False),
        Binding("end", "scroll(100000)", id="help.last", show=False),
        Binding("escape,enter,f1,q", "back", id="help.back", show=False),
    ]

    def __init__(self, language: Language, topic: Topic = "plan") -> None:
        super().__init__()
        self.language: Language = language
        self.topic: Topic = topic

    def compose(self) -> ComposeResult:
        """The page and its keys."""
        with Scroll():
            yield Flow(self._page)
        yield KeyBar()

    def on_mount(self) -> None:
        """Name the keys of this page."""
        up, down = key_name("pageup", self.language), key_name("pagedown", self.language)
        self.query_one(KeyBar).name_keys(
            [(f"{up}/{down}", self._say("scroll-page")), ("Esc", self._say("back-word"))]
        )

    def _page(self, width: int) -> list[Content]:
        sessions = getattr(self.app, "sessions", ())
        folder = str(sessions[-1].folder) if sessions else ""
        return help_lines(self.topic, self.language, min(width, _WIDEST), face_of(self).glyphs, folder)

    def _say(self, key: str) -> str:
        return HELP.say(key, self.language)

    def say(self, sentence: str) -> None:
        """Nothing can be refused here."""

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(Scroll).scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll by screens, one line less."""
        self.query_one(Scroll).turn(by)

    def action_back(self) -> None:
        """Go back to where help was asked for."""
        self.dismiss(None)


def help_lines(
    topic: Topic, language: Language, width: int, glyphs: Glyphs, folder: str = ""
) -> list[Content]:
    """The page: the screen's keys by what they are about, marks, states, the promise, the run's place."""
    tables = [("where-move", _own(topic, language))]
    tables += [(f"where-{place.value}", _keys(place, topic, language)) for place in _PLACES[topic]]
    column = max(cells(name) for _, rows in tables for name, _ in rows)
    blocks = [hang(Content.styled(HELP.say(f"title-{topic}", language), "bold $bright"), width)]
    blocks += [[_title(title, language), *_table(rows, width, column)] for title, rows in tables if rows]
    if topic == "action":
        blocks += [_prose("action", ("action-1", "action-2", "action-3"), language, width)]
    if topic == "preflight":
        blocks += [_prose("preflight", ("preflight-1", "preflight-2"), language, width)]
    if topic in ("plan", "detail"):
        blocks += [_marks(language, width, glyphs), _states(language, width)]
        blocks += [_prose("saved", ("saved-1", "saved-2", "saved-3"), language, width)]
        blocks += [_prose("code", ("code-1",), language, width)]
        if folder:
            lines = hang(Content.styled(one_line(folder), "$bright"), width, "  ")
            blocks += [[_title("folder", language), *lines]]
    if topic == "chooser":
        blocks += [_prose("chooser", ("chooser-1", "chooser-2"), language, width)]
    if topic == "home":
        blocks += [_prose("home", ("home-1", "home-2"), language, width)]
    return stack(blocks)


def _title(key: str, language: Language) -> Content:
    return Content.styled(HELP.say(key, language), "bold $bright")


def _own(topic: Topic, language: Language) -> list[tuple[str, str]]:
    return [(_names(keys, language), KEYS.say(what, language)) for keys, what in _OWN[topic]]


def _names(keys: Sequence[str], language: Language) -> str:
    """``Auf Ab``; a range of digits as ``1-9``."""
    names = [key_name(key, language) for key in keys]
    digits = [name for name in names if name.isdecimal()]
    words = [name for name in names if not name.isdecimal()]
    return " ".join([*words, "-".join(digits)] if digits else words)


def _keys(place: Where, topic: Topic, language: Language) -> list[tuple[str, str]]:
    return [
        (" ".join(key_name(key, language) for key in command.keys[:2]), command.explains(language))
        for command in _known(place, topic)
    ]


def _known(place: Where, topic: Topic) -> Iterator[KeyCommand]:
    for command in COMMANDS:
        left_out = {"detail": ("open",), "chooser": ("language",), "action": ("open", "run")}.get(topic, ())
        if command.where is place and command.id not in left_out:
            yield command


def _marks(language: Language, width: int, glyphs: Glyphs) -> list[Content]:
    rows = [
        ("X", HELP.say("mark-x", language)),
        ("(X)", HELP.say("mark-optional", language)),
        (glyphs.automated, HELP.say("mark-automated", language)),
        (glyphs.note, HELP.say("mark-note", language)),
        (glyphs.danger, HELP.say("mark-danger", language)),
        ("~", HELP.say("mark-planned", language)),
    ]
    return [_title("marks", language), *_table(rows, width, 4)]


def _states(language: Language, width: int) -> list[Content]:
    rows = [
        (STATES.say(state, language), HELP.say(f"state-{state.value}", language), STATE_STYLES[state])
        for state in StepState
    ]
    column = max(cells(word) for word, _, _ in rows)
    lines: list[Content] = []
    for word, sentence, ink in rows:
        lines += _beside(Content.styled(f"  {word}", ink), sentence, width, column)
    return [_title("states", language), *lines]


def _prose(title: str, keys: Iterable[str], language: Language, width: int) -> list[Content]:
    lines: list[Content] = []
    for key in keys:
        lines += hang(Content(HELP.say(key, language)), width, "  ")
    return [_title(title, language), *lines]


def _table(rows: Sequence[tuple[str, str]], width: int, column: int) -> list[Content]:
    """Keys in a column, their sentences beside them."""
    lines: list[Content] = []
    for name, sentence in rows:
        lines += _beside(Content.styled(f"  {name}", "bold $key"), sentence, width, column)
    return lines


def _beside(word: Content, sentence: str, width: int, column: int) -> list[Content]:
    """A sentence beside its word; on a narrow screen below it."""
    if column + 4 > width * 3 // 5:
        return [*hang(word, width), *hang(Content(sentence), width, "    ")]
    return hang(Content(sentence), width, word.pad_right(column + 4 - word.cell_length))
