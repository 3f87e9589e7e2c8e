"""A script on disk with what was said about it: looked through first, then streamed, batch after batch."""

from __future__ import annotations

import ntpath
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from xprunbook.actions.sql.script.commands import Sqlcmd, check_variables
from xprunbook.actions.sql.script.facts import Facts
from xprunbook.actions.sql.script.problem import Place, Problem, ScriptError
from xprunbook.actions.sql.script.source import Block, Survey, blocks, survey
from xprunbook.actions.sql.script.split import Batch, split
from xprunbook.systems.ports import Files, Watch
from xprunbook.systems.trouble import Refused
from xprunbook.systems.watching import heed

MOST_NOTES: Final = 100


@dataclass(frozen=True, slots=True)
class Options:
    """How a script is read. ``sqlcmd``: variables and commands; off for data. ``encoding``: insisted on."""

    sqlcmd: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A script that can be run. ``files``: itself first, then what ``:r`` names."""

    files: tuple[Survey, ...]
    facts: Facts
    notes: tuple[Problem, ...]

    @property
    def size(self) -> int:
        """Bytes of the script itself."""
        return self.files[0].size


class Script:
    """One file, read through the site's files."""

    def __init__(self, files: Files, path: str, options: Options) -> None:
        self._files = files
        self.path: Final = path
        self._options = options
        self._surveys: dict[str, Survey] = {}

    def check(self, watch: Watch, major: int = 0) -> Checked:
        """Read all of it and run nothing. ScriptError if it is unfit, Refused if it cannot be read."""
        notes: list[Problem] = []
        facts = Facts()
        self._surveys.clear()

        def note(problem: Problem) -> None:
            if len(notes) < MOST_NOTES:
                notes.append(problem)

        for batch in self.batches(watch, note):
            heed(watch, self.path)
            facts.add(batch, major)
        if self._surveys[self.path].guessed:
            notes.insert(0, Problem("guessed", Place(self.path), {"name": self._surveys[self.path].encoding}))
        if facts.command is not None and not self._options.sqlcmd:
            note(Problem("commands-off", facts.command[0], {"line": facts.command[1]}))
        if facts.variables and not self._options.sqlcmd:
            note(Problem("dollar", Place(self.path)))
        return Checked(tuple(self._surveys.values()), facts, tuple(notes))

    def batches(self, watch: Watch, note: Callable[[Problem], None] | None = None) -> Iterator[Batch]:
        """The batches in order; memory holds one at a time."""
        heard = note or _unheard
        source = self._open(self.path, watch)
        if not self._options.sqlcmd:
            return split(source, self.path, heard)
        check_variables(self._options.variables)

        def include(name: str, place: Place) -> tuple[str, Iterator[Block]]:
            try:
                path = self._find(name, place)
                return path, self._open(path, watch)
            except Refused as refused:
                raise ScriptError("include", place, file=refused.target[:200]) from refused

        return Sqlcmd(self._options.variables, include, heard).split(source, self.path)

    def surveys(self, watch: Watch) -> tuple[Survey, ...]:
        """The files as they are now, those known from the check."""
        return tuple(
            survey(self._files, path, watch, self._options.encoding) for path in tuple(self._surveys)
        )

    def _open(self, path: str, watch: Watch) -> Iterator[Block]:
        if path not in self._surveys:
            self._surveys[path] = survey(self._files, path, watch, self._options.encoding)
        return blocks(self._files, self._surveys[path])

    def _find(self, name: str, place: Place) -> str:
        """A file that ``:r`` names: beside the file that names it, unless the path is whole."""
        style = posixpath if place.file.startswith("/") else ntpath
        path = str(style.normpath(style.join(style.dirname(place.file), name)))
        facts = self._files.facts(path)
        if facts is None or facts.kind != "file":
            raise ScriptError("include", place, file=path[:200])
        return path


def _unheard(problem: Problem) -> None:
    """Already said when the script was looked through."""
