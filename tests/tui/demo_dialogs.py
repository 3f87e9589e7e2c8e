"""Shows every dialog and screen over the plan's table, to be looked at: ``python -m tests.tui.demo_dialogs``.

``--theme dark|light|console|mono``, ``--language de|en``, ``--only NAME``. F12 goes on to the next one.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from tests.tui.runs import fresh, going_back, live, over, prepared
from tests.tui.stage import NOW, Stage
from tests.tui.test_detail import Host
from xprunbook.base.errors import UsageError
from xprunbook.base.language import Language
from xprunbook.base.settings import Settings
from xprunbook.run.commands import Verb
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Runbook
from xprunbook.tui import dialogs
from xprunbook.tui.flow import Flow
from xprunbook.tui.screens.chooser import ChooserScreen
from xprunbook.tui.screens.detail import DetailScreen
from xprunbook.tui.screens.help import HelpScreen
from xprunbook.tui.screens.start import StartForm

Make = Callable[[], Screen[Any]]


def _large(language: Language) -> Runbook:
    return Library().load("xphone-v8-to-v9")[0].speak(language)


def _chooser(language: Language, *answers: int) -> ChooserScreen:
    from xprunbook.runbook.choose import answer

    screen = ChooserScreen(_large(language), language)
    for choice in answers:
        screen.walk = answer(screen.runbook, screen.walk, choice)
    return screen


def scenes(language: Language) -> Mapping[str, Make]:
    """Everything there is to see, by name."""
    run, de = fresh(language), language
    return {
        "tick": lambda: dialogs.ConfirmTick(run, run.rows["restart"], de),
        "overwrite": lambda: dialogs.ConfirmTick(run, run.rows["install"], de),
        "no-return": lambda: dialogs.ConfirmTick(run, run.rows["go-live"], de),
        "value": lambda: dialogs.ConfirmTick(run, run.rows["backup-files"], de),
        "note": lambda: dialogs.WriteNote(run, run.rows["install"], de),
        "deviate": lambda: dialogs.GiveReason(run, run.rows["install"], de, verb=Verb.DEVIATE),
        "settle": lambda: dialogs.GiveReason(run, run.rows["install"], de, verb=Verb.SETTLE),
        "defer": lambda: dialogs.DeferStep(run, run.rows["install"], de),
        "gate": lambda: dialogs.PassGate(prepared(de), None, de),
        "code": lambda: dialogs.ShowCode(
            run,
            None,
            de,
            code="7K2M-9QXD-40TB-ZC5N",
            command="xprunbook verify RUN --code 7K2M-9QXD-40TB-ZC5N",
        ),
        "plan": lambda: dialogs.ChangePlan(run, None, de),
        "inputs": lambda: dialogs.EditInputs(run, None, de),
        "hand-over": lambda: dialogs.HandOver(run, None, de),
        "window": lambda: dialogs.SetWindow(run, None, de, now=NOW),
        "here": lambda: dialogs.SetHere(run, None, de),
        "close": lambda: dialogs.CloseRun(run, None, de),
        "close-duties": lambda: dialogs.CloseRun(over(de), None, de),
        "go-back": lambda: dialogs.GoBack(live(de), None, de),
        "undo": lambda: dialogs.UndoStep(going_back(de), going_back(de).rows["install"], de),
        "export": lambda: dialogs.ExportDialog(run, None, de),
        "fault": lambda: dialogs.ShowFault(UsageError("[/kaputt] D:\\Backup\\[SAP]", "So geht es."), de),
        "chooser": lambda: _chooser(de, 0),
        "proposal": lambda: _chooser(de, 0, 0, 1, 0),
        "start": lambda: StartForm(de, Settings(), NOW, _large(de), "C"),
        "detail": lambda: DetailScreen(prepared(de), prepared(de).rows["install"], de, Host()),
        "help": lambda: HelpScreen(de),
    }


class Backdrop(Screen[None]):
    """Something to lie below the dialogs."""

    def compose(self) -> ComposeResult:
        """Lines."""
        yield Flow(
            lambda width: [
                Content.styled(f"  {at:>3}  {'. ' * (width // 2 - 6)}", "$faint") for at in range(60)
            ]
        )


class Demo(Stage):
    """One scene after the other."""

    CSS = "Screen { background: $ground; color: $words; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f12", "next", priority=True)]

    def __init__(self, language: Language, theme: str, only: str) -> None:
        super().__init__(language, theme)
        made = scenes(language)
        self._left: Final = [made[only]] if only else list(made.values())

    def on_mount(self) -> None:
        """Begin."""
        self.push_screen(Backdrop())
        self.set_timer(0.3, self.action_next)

    def action_next(self) -> None:
        """The next scene, or the end."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if self._left:
            self.push_screen(self._left.pop(0)())
        else:
            self.exit()


def main() -> None:
    """Show the scenes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--theme", default="dark")
    parser.add_argument("--language", choices=("de", "en"), default="de")
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    Demo(given.language, given.theme, given.only).run(mouse=False)


if __name__ == "__main__":
    main()
