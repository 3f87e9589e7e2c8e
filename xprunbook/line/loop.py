"""Line mode at a run: reads a word, asks what is needed, submits, says what was saved. Nothing is redrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from xprunbook.base.errors import XprunbookError
from xprunbook.base.language import Language
from xprunbook.base.text import one_line
from xprunbook.line import acting
from xprunbook.line.asks import ASKS, Talk
from xprunbook.line.console import Console, InputEnded
from xprunbook.line.pages import list_lines, row_line, status_lines, step_lines
from xprunbook.line.replies import reply_words
from xprunbook.line.texts import LINE
from xprunbook.line.words import WORDS, About, Word, applies, find_word
from xprunbook.run.children import children, folder_of, news_of, whole_progress
from xprunbook.run.commands import Command, PassGate, RecordExport, StartChild, StepCommand, from_file
from xprunbook.run.events import Closed
from xprunbook.run.session import NotStored, Reply, Saved, Session, automatic
from xprunbook.run.verify import code_of
from xprunbook.run.view import RunView, StepView, view

STDIN: Final = from_file("stdin")
"""The source of answers that no terminal typed."""


def _nothing() -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class House:
    """What the front door lends: writing a report, and the runs below a step.

    ``export``: format, path and language; gives path and SHA-256. ``begin`` makes the run of a step with a plan
    (empty: asked), ``take_up`` opens a run's folder. ``heard`` is called when something was recorded.
    """

    formats: tuple[str, ...]
    export: Callable[[Session, str, Path, Language], tuple[Path, str]]
    begin: Callable[[Console, RunView, StepView], Session | None]
    take_up: Callable[[Path], Session]
    heard: Callable[[], None] = _nothing


class Line:
    """A person at a run."""

    def __init__(self, session: Session, console: Console, house: House, depth: int = 0) -> None:
        self._session = session
        self._console = console
        self._house = house
        self._depth = depth
        self._current = ""
        self._warned: set[str] = set()
        self._outside = False
        self._folded = False
        self._over = False
        self._words: Final[Mapping[str, Callable[[Talk], None]]] = {
            "open": self._open,
            "look": lambda talk: acting.look(talk, session),
            "run": self._run,
            "cancel": self._cancel,
            "child-open": self._child,
            "child-begin": self._child,
            "preflight": lambda talk: acting.survey(talk, session),
            "dry-run": lambda talk: acting.rehearse(talk, session),
            "trust": self._trust,
            "secrets": lambda talk: acting.secrets(talk, session),
            "export": self._export,
            "list": self._list,
            "status": self._status,
            "next": lambda talk: self._next(talk.run),
            "filter": self._filter,
            "fold": lambda talk: self._fold(True, talk),
            "unfold": lambda talk: self._fold(False, talk),
            "language": self._language,
            "help": self._help,
            "quit": self._quit,
        }

    @property
    def words(self) -> frozenset[str]:
        """The ids of all words that lead somewhere."""
        return frozenset((*self._words, *ASKS))

    def work(self) -> str:
        """Work until the person leaves or the input ends: ``quit``, ``hang-up`` or ``closed``."""
        console = self._console
        run = self._view()
        console.many(self._status_lines(run))
        if not self._depth:
            console.tell("welcome")
        if not console.human:
            console.tell("not-a-person")
        if self._session.differing:
            steps = [run.rows[step].step.number for step in self._session.differing if step in run.rows]
            console.tell("differs", steps=", ".join(steps))
        acting.tell_lacking(self._session, console)
        self._hear_children(run)
        self._next(self._view())
        while not self._over:
            try:
                self._take(console.read(self._prompt()))
            except KeyboardInterrupt:
                console.say()
                console.tell("hang-on")
            except InputEnded:
                return "quit"
            except XprunbookError as error:
                console.say(f"{error.message} {error.hint}".strip())
        return "closed" if self._view().state.closing is not None else "quit"

    def _prompt(self) -> str:
        row = self._view().rows.get(self._current)
        return f"{one_line(row.step.number, 12) if row else ''}>"

    def _view(self) -> RunView:
        runbook = self._session.book.speak(self._console.language)
        return view(runbook, self._session.snapshot().state)

    def _take(self, text: str) -> None:
        """One line of input: a step's number, or a word, a number and the rest."""
        run = self._view()
        parts = text.split(maxsplit=2)
        if not parts:
            self._next(run)
            return
        row = self._row(run, parts[0])
        if row is not None:
            parts = parts[1:] or ["open"]
            word, rest = find_word(parts[0]), " ".join(parts[1:])
        else:
            word, rest = find_word(parts[0]), text.strip()[len(parts[0]) :].strip()
            row = self._row(run, parts[1]) if len(parts) > 1 else None
            rest = " ".join(parts[2:]) if row is not None else rest
        if word is None:
            self._console.tell("unknown-word", word=one_line(parts[0], 40))
            return
        self._do(word, run, row or run.rows.get(self._current), rest)

    def _row(self, run: RunView, given: str) -> StepView | None:
        """The step of this number or id."""
        if given in run.rows:
            return run.rows[given]
        wanted = given.rstrip(".").lower()
        return next((row for row in run.rows.values() if row.step.number.lower() == wanted), None)

    def _do(self, word: Word, run: RunView, row: StepView | None, rest: str) -> None:
        console = self._console
        if word.about is About.STEP and row is None and word.id != "note":
            console.tell("no-step", word=word.name(console.language))
            return
        read_only = bool(self._session.snapshot().read_only)
        if not (word.id == "note" and row is None) and not applies(word, run, row, read_only=read_only):
            console.tell("not-now", word=word.name(console.language))
            return
        if word.about is About.STEP and row is not None:
            self._current = row.step.id
        talk = Talk(console, run, row, self._session.now(), rest, bool(row and row.step.id in self._warned))
        if word.id in self._words:
            self._words[word.id](talk)
            return
        command = ASKS[word.id](talk)
        if command is not None:
            self._submit(command, run)

    def _submit(self, command: Command, run: RunView) -> Reply:
        if not self._console.human:
            command = replace(command, source=STDIN)
        reply = acting.wait(self._session.submit(command))
        self._house.heard()
        words = reply_words(reply, self._console.language, run.runbook, run.state)
        if words:
            self._console.say(words)
        if isinstance(reply, Saved):
            self._after(command, reply)
        return reply

    def _after(self, command: Command, reply: Saved) -> None:
        """The code after a gate and at the end; else the way on."""
        console = self._console
        closed = any(isinstance(event, Closed) for event in reply.events)
        if isinstance(command, PassGate) or closed:
            console.tell("code", code=code_of(reply.state.head))
        if closed:
            self._over = True
        elif isinstance(command, StepCommand | PassGate):
            self._next(self._view())

    def _next(self, run: RunView) -> None:
        """Say which step comes next, and make it the current one."""
        console = self._console
        for phase in run.gates_waiting():
            console.tell("gate-waits", phase=phase.title)
        row = next(iter(run.to_undo()), None) if run.state.going_back else run.next_open(self._current)
        if row is None:
            if run.state.closing is None:
                console.tell("all-done")
            return
        self._current = row.step.id
        console.tell("next")
        console.say(row_line(run, row, console.language))

    def _open(self, talk: Talk) -> None:
        self._warned.add(talk.step.step.id)
        talk.console.many(step_lines(talk.run, talk.step, talk.now, talk.language))

    def _list(self, talk: Talk) -> None:
        talk.console.many(list_lines(talk.run, talk.language, outside=self._outside, folded=self._folded))

    def _filter(self, talk: Talk) -> None:
        self._outside = not self._outside
        self._list(talk)

    def _fold(self, folded: bool, talk: Talk) -> None:
        self._folded = folded
        self._list(talk)

    def _status(self, talk: Talk) -> None:
        talk.console.many(self._status_lines(talk.run))

    def _status_lines(self, run: RunView) -> list[str]:
        now = self._session.now()
        figures = whole_progress(run, self._session.folder, now)
        return list(status_lines(run, self._session.snapshot(), figures, now, self._console.language))

    def _language(self, talk: Talk) -> None:
        talk.console.language = "en" if talk.language == "de" else "de"
        self._status(replace(talk, run=self._view()))

    def _help(self, talk: Talk) -> None:
        console = talk.console
        for about, key in ((About.STEP, "help-step"), (About.RUN, "help-run"), (About.VIEW, "help-view")):
            console.tell(key)
            for word in WORDS:
                if word.about is about:
                    letter = f" ({word.key})" if word.key else ""
                    text = f"{word.name(talk.language)}{letter}: {word.explains(talk.language)}"
                    console.say(text, "  ", "    ")

    def _quit(self, talk: Talk) -> None:
        self._over = True

    def _run(self, talk: Talk) -> None:
        acting.run(talk, self._session, self._console.say)
        self._house.heard()
        run = self._view()
        if run.rows[talk.step.step.id].decided:
            self._next(run)

    def _cancel(self, talk: Talk) -> None:
        found = automatic(self._session)
        if found is not None:
            words = reply_words(acting.wait(found.cancel(talk.step.step.id)), talk.language)
            talk.console.say(words or talk.word("cancelling"))

    def _trust(self, talk: Talk) -> None:
        found = automatic(self._session)
        if found is None:
            talk.console.tell("no-automation")
        else:
            acting.trust(talk, found)

    def _export(self, talk: Talk) -> None:
        kinds = [(kind, kind) for kind in self._house.formats]
        kind = talk.console.choose("which-format", kinds, self._house.formats[0])
        if kind is None:
            return
        target = Path(talk.rest or talk.console.ask("path", "."))
        path, digest = self._house.export(self._session, kind, target, talk.language)
        talk.console.exact(LINE.say("written-to", talk.language, path=one_line(str(path))))
        if talk.run.state.closing is None and not self._session.snapshot().read_only:
            reply = acting.wait(self._session.submit(RecordExport(kind, digest)))
            if isinstance(reply, NotStored):
                talk.console.say(reply_words(reply, talk.language))

    def _child(self, talk: Talk) -> None:
        """Open the run that a step is; begin it first if there is none yet."""
        name = talk.step.status.child_run
        folder = folder_of(self._session.folder, name) if name else None
        if folder is not None:
            child: Session | None = self._house.take_up(folder)
        else:
            child = self._house.begin(talk.console, talk.run, talk.step)
            if child is not None:
                self._submit(StartChild(talk.step.step.id, child.folder.name), talk.run)
        if child is None:
            return
        how = "quit"
        try:
            how = Line(child, self._console, self._house, self._depth + 1).work()
        finally:
            child.leave(how)
        self._hear_children(self._view())
        self._next(self._view())

    def _hear_children(self, run: RunView) -> None:
        """Record which child runs were closed since."""
        if self._session.snapshot().read_only or run.state.closing is not None:
            return
        for child in children(run, self._session.folder):
            news = news_of(child)
            if news is not None:
                self._submit(news, run)
