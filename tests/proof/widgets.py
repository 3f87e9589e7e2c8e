"""Every widget that shows data, on one screen, fed with texts.

``python -m tests.proof.widgets SCREEN COUNT SEED KIND SABOTAGE``; ``SCREEN`` is ``words`` (those here) or ``tables``
(those of ``tables.py``), ``KIND`` is ``harmless`` or ``hostile``. The program ends when all texts were shown.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final

from xprunbook.tui.policy import terminal_policy

POLICY: Final = terminal_policy(os.environ, sys.platform)
if __name__ == "__main__":
    POLICY.apply(os.environ)

from textual.app import ComposeResult  # noqa: E402  # after the policy
from textual.content import Content  # noqa: E402
from textual.screen import Screen  # noqa: E402

from xprunbook.tui.dialogs.fields import Choice, Choices, LineInput, TextBlock  # noqa: E402
from xprunbook.tui.dialogs.secret import SecretInput  # noqa: E402
from xprunbook.tui.flow import Flow, hang  # noqa: E402
from xprunbook.tui.markdown import markdown_lines  # noqa: E402
from xprunbook.tui.widgets.keybar import KeyBar  # noqa: E402
from xprunbook.tui.widgets.lines import Lines  # noqa: E402
from xprunbook.tui.widgets.messagebar import MessageBar  # noqa: E402
from xprunbook.tui.widgets.words import Words, words  # noqa: E402

ROWS: Final = 30
"""Texts of one picture."""

PAINTED: Final = 0.02
"""Seconds from one picture to the next: a little more than the face's frame, so that each is painted."""

PIECES: Final = (
    "\x1b]0;title\x07", "\x1b]52;c;aGk=\x07", "\x1b[6n", "\x1b[c", "\x1bP+q544e\x1b\\", "\x1b[2J", "\x1b[?1049l",
    "\x9b31m", "\x9d0;x\x9c", "\x90q\x9c", "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "\u202etxt", "\u200b",
    "\x07", "\r",
    "\x08", "\x0e", "\x0f", "\x1b(0", "\x1bc", "\x1b#8", "\x1b_Gf=24;AA\x1b\\", "\x1b[31m", "\x1b[1;31", "\x1b", "\x7f",
    "[/]", "[@click=app.quit]x[/]", "[red]", "[/red]", "\\[", "{x}", "$(id)", "`", "**", "ü", "漢",
    "\ud800", "\ufeff", "\t",
)  # fmt: skip
"""What log lines of an attacker are made of."""


def text_of(source: random.Random, kind: str) -> str:
    """One line: words, or words with pieces in between."""
    plain = ("backup", "done", "0x80070005", "D:\\Backup\\x.bak", "error 5", "user 'sa'")
    parts = [source.choice(plain) for _ in range(source.randint(1, 4))]
    if kind == "hostile":
        parts += [source.choice(PIECES) for _ in range(source.randint(1, 4))]
        source.shuffle(parts)
    return " ".join(parts) if source.random() < 0.5 else "".join(parts)


class Showing(Screen[None]):
    """The widgets."""

    DEFAULT_CSS = "Showing { layers: base above; layout: vertical; } Showing Words { height: 1; }"

    def compose(self) -> ComposeResult:
        """One of each kind."""
        for at in range(8):
            yield Words(id=f"words{at}")
        yield Lines(id="lines")
        yield Flow(lambda width: [], id="flow")
        yield Flow(lambda width: [], id="markdown")
        yield Choices([Choice("a", "a")], id="choices")
        yield LineInput(id="line")
        yield SecretInput(id="secret")
        yield TextBlock(id="block")
        yield MessageBar()
        yield KeyBar()

    def put(self, texts: Sequence[str]) -> None:
        """Show these texts, each somewhere."""
        from xprunbook.tui.face import face_of

        style = face_of(self).palette.style("words")
        shown: Iterator[str] = iter(texts)
        for at in range(8):
            self.query_one(f"#words{at}", Words).say(next(shown))
        self.query_one("#lines", Lines).show([((next(shown), style), (" ", style)) for _ in range(6)])
        flowing = [next(shown) for _ in range(4)]
        self.query_one("#flow", Flow).show(
            lambda width: [line for t in flowing for line in hang(words(t), width)]
        )
        marked = next(shown)
        self.query_one("#markdown", Flow).show(lambda width: markdown_lines(marked, width))
        chooser = self.query_one("#choices", Choices)
        chooser.choices = tuple(Choice(str(at), next(shown), next(shown)) for at in range(2))
        chooser.refresh(layout=True)
        line = self.query_one("#line", LineInput)
        line.replace(next(shown), 0, len(line.value))
        secret = self.query_one("#secret", SecretInput)
        secret.replace(next(shown)[:60], 0, len(secret.value))
        block = self.query_one("#block", TextBlock)
        block.text = ""
        block.insert(next(shown))
        self.query_one(MessageBar).say(next(shown))
        self.query_one(KeyBar).name_keys([("F1", next(shown)), ("Esc", next(shown))])
        block.border_title = Content(next(shown).replace("\x1b", "^["))  # titles take Content only


def main(arguments: list[str]) -> None:
    """Feed the widgets until all texts were shown."""
    which, count, seed, kind, sabotage = arguments[0], int(arguments[1]), *arguments[2:5]
    if sabotage == "skip-gate":
        _open_the_gate()
    from xprunbook.tui.app import RunbookApp, make_look

    source = random.Random(f"{seed}:{kind}")

    from tests.proof.tables import TABLE_ROWS, Tables

    base, rows = (Tables, TABLE_ROWS) if which == "tables" else (Showing, ROWS)

    class Feeding(base):  # type: ignore[valid-type, misc]  # chosen by the argument
        """Shows the next picture when the last one was painted."""

        left = count

        def on_mount(self) -> None:
            self.call_after_refresh(self.more)

        def more(self) -> None:
            self.put([text_of(source, kind) for _ in range(rows)])
            self.left -= rows
            if self.left > 0:
                self.set_timer(PAINTED, self.more)
            else:
                self.set_timer(0.1, lambda: self.app.exit(0))

    app: Any = RunbookApp(Feeding, "en", POLICY, make_look(POLICY, "en"))
    app.run()
    print("fed", file=sys.stderr)
    sys.exit(1 if app.crash else 0)


def _open_the_gate() -> None:
    """Sabotage: texts go as they are."""
    import xprunbook.base.text as text
    from xprunbook.tui import filters
    from xprunbook.tui.widgets import lines, messagebar
    from xprunbook.tui.widgets import words as word_widgets

    def same(raw: str, limit: int = 0) -> str:
        return raw

    for module in (text, lines, messagebar, word_widgets):
        for name in ("one_line", "plain_text"):
            if hasattr(module, name):
                setattr(module, name, same)
    filters.SafeCells.apply = lambda self, segments, background: segments  # type: ignore[method-assign]


if __name__ == "__main__":
    main(sys.argv[1:])
