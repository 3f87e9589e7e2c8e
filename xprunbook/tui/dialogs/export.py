"""Exporting the runbook as it stands: the format and the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from textual.widget import Widget

from xprunbook.base.language import Language
from xprunbook.base.text import one_line
from xprunbook.run.store import slug
from xprunbook.run.view import RunView, StepView
from xprunbook.tui.dialogs.base import Dialog
from xprunbook.tui.dialogs.fields import Choice, Choices, LineInput

FORMATS: Final = ("html", "json")
"""What a run is exported as."""


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What to write, and where."""

    format: str
    path: Path


class ExportDialog(Dialog[ExportChoice]):
    """Ask for format and file; a file that exists is replaced only after a second Enter."""

    def __init__(
        self, run: RunView, row: StepView | None, language: Language, *, folder: Path | None = None
    ) -> None:
        super().__init__(run, None, language)
        self.folder = folder or Path.cwd()
        self._suggested = self._suggest("html")
        self._warned = ""

    def _suggest(self, kind: str) -> str:
        name = slug(f"{self.run.runbook.id} {self.run.state.plan}")
        return str(self.folder / f"{name}.{kind}")

    def heading(self) -> str:
        """What it is."""
        return self.sentence("export")

    def fields(self) -> Iterator[Widget]:
        """Format and file."""
        yield Choices(
            [
                Choice(kind, self.sentence(f"export-{kind}"), self.sentence(f"export-{kind}-note"))
                for kind in FORMATS
            ],
            id="format",
        )
        yield self.label("export-path")
        yield LineInput(self._suggested, id="path")

    def on_choices_moved(self) -> None:
        """Suggest the fitting name as long as nobody wrote another."""
        field = self.query_one("#path", LineInput)
        if field.value == self._suggested:
            self._suggested = self._suggest(self.chosen("format"))
            field.value = self._suggested

    def fault(self) -> tuple[str, Widget | None]:
        """A file in a folder that exists; once more if it would be replaced."""
        given = self.text("path")
        field = self.query_one("#path")
        if not given:
            return self.sentence("export-path-missing"), field
        path = self._path()
        try:
            if path.is_dir():
                return self.sentence("export-is-folder"), field
            if not path.parent.is_dir():
                return self.sentence("export-folder-missing", folder=one_line(str(path.parent), 200)), field
            if path.exists() and self._warned != given:
                self._warned = given
                return self.sentence("export-replace"), field
        except (OSError, ValueError) as error:
            return one_line(str(error), 200), field
        return "", None

    def _path(self) -> Path:
        return self.folder / Path(self.text("path")).expanduser()

    def result(self) -> ExportChoice:
        """What to write, and where."""
        return ExportChoice(self.chosen("format"), self._path())

    def hints(self) -> list[tuple[str, str]]:
        """Enter exports."""
        return [("Enter", self.sentence("key-export")), *self._tab(), ("Esc", self.sentence("key-cancel"))]
