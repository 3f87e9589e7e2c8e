"""The two lists of the home screen in one grid. Only lines in sight are painted, only changed cells sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from textual import events
from textual.content import Content

from xprunbook.base.text import cells, one_line, shorten
from xprunbook.runbook.library import Header
from xprunbook.tui.door import Figures, RunLine, Standing
from xprunbook.tui.face import Face, face_of
from xprunbook.tui.flow import hang
from xprunbook.tui.markdown import markdown_lines
from xprunbook.tui.moments import write_moment
from xprunbook.tui.screens.home_texts import HOME
from xprunbook.tui.theme import PLAN_COLOURS
from xprunbook.tui.widgets.lines import Line, Lines, Span


@dataclass(frozen=True, slots=True)
class Section:
    """The heading of a list; ``empty`` says why nothing follows."""

    key: str
    empty: str = ""


Row: TypeAlias = Section | RunLine | Header

_INK: Final = {
    Standing.OPEN: "st-open",
    Standing.CLOSED: "st-done",
    Standing.HELD: "st-warning",
    Standing.NEWER: "st-warning",
    Standing.DAMAGED: "st-failed",
}


class HomeList(Lines):
    """Runs and runbooks; one of them is selected."""

    DEFAULT_CSS = """
    HomeList { height: 1fr; background: $ground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._figures: dict[Path, Figures] = {}
        self._own: frozenset[Path] = frozenset()
        self._at = 0
        self._top = 0
        self._now = 0.0

    def fill(
        self, runs: Sequence[RunLine], runbooks: Sequence[Header], own: Collection[Path], now: float
    ) -> None:
        """Show these; what was selected stays selected if it is still there."""
        before = self.chosen
        self._own = frozenset(own)
        self._now = now
        self._rows = [Section("runs", "" if runs else "no-runs"), *runs]
        self._rows += [Section("runbooks", "" if runbooks else "no-runbooks"), *runbooks]
        same = (
            at
            for at, row in enumerate(self._rows)
            if (isinstance(row, RunLine) and isinstance(before, RunLine) and row.folder == before.folder)
            or (isinstance(row, Header) and isinstance(before, Header) and row.path == before.path)
        )
        first = next((at for at, row in enumerate(self._rows) if not isinstance(row, Section)), 0)
        self._at = next(same, first)
        self.repaint()

    def count(self, line: RunLine, figures: Figures | None) -> None:
        """A run's progress is known now."""
        if figures is None:
            figures = Figures(0, 0, "", whole=False)
        self._figures[line.folder] = figures
        self.repaint()

    @property
    def chosen(self) -> Row | None:
        """What is selected; a heading cannot be."""
        row = self._rows[self._at] if self._at < len(self._rows) else None
        return None if isinstance(row, Section) else row

    def move(self, by: int) -> None:
        """Select another row; headings are stepped over."""
        places = [at for at, row in enumerate(self._rows) if not isinstance(row, Section)]
        if places:
            at = places.index(self._at) if self._at in places else 0
            self._at = places[min(max(0, at + by), len(places) - 1)]
            self.repaint()

    def standing(self, line: RunLine) -> str:
        """The word for what one may expect of a run; ``here`` if this program has it open."""
        if line.folder in self._own:
            return "here"
        figures = self._figures.get(line.folder)
        if figures is not None and not figures.whole and line.standing is not Standing.NEWER:
            return Standing.DAMAGED.value
        return line.standing.value

    def about(self, width: int) -> list[Content]:
        """A sentence or two on what is selected, as lines."""
        language, row = face_of(self).language, self.chosen
        if isinstance(row, Header):
            version = HOME.say("version", language, version=one_line(row.version, 20)) if row.version else ""
            key = "about-new" if row.plans else "about-asks"
            first = Content.styled("  ".join(filter(None, (HOME.say(key, language), version))), "$faint")
            return [*hang(first, width), *markdown_lines(row.summary, width)]
        if isinstance(row, RunLine):
            sentence = HOME.say(
                f"about-{self.standing(row)}",
                language,
                at=write_moment(row.saved_at, self._now, language),
                person=row.person or "?",
                host=row.host or "?",
                holder=row.holder or "?",
            )
            folder = Content.styled(one_line(str(row.folder), 400), "$faint")
            return [*hang(Content(sentence), width), *hang(folder, width)]
        return []

    # Painting

    def repaint(self) -> None:
        """Paint the lines in sight."""
        height = self.size.height
        if not height or not self.size.width:
            return
        if self._at < self._top + 1:  # its heading stays in sight when there is room
            self._top = max(0, self._at - 1)
        self._top = max(self._top, self._at - height + 1)
        self._top = max(0, min(self._top, len(self._lines()) - height))
        self.show(self._lines()[self._top : self._top + height])

    def on_resize(self, event: events.Resize) -> None:
        """Another grid."""
        self.repaint()

    def _lines(self) -> list[Line]:
        face, width = face_of(self), self.size.width
        lines: list[Line] = []
        for at, row in enumerate(self._rows):
            if isinstance(row, Section):
                lines.append(_heading(row, width, face))
            elif isinstance(row, RunLine):
                lines.append(self._run(row, width, face, at == self._at))
            else:
                lines.append(_runbook(row, width, face, at == self._at))
        return lines

    def _run(self, row: RunLine, width: int, face: Face, here: bool) -> Line:
        """Title, plan, progress, when, where, who, standing; what matters less drops first."""
        style = face.palette.style
        on = "cursor-bg" if here else "ground"
        also = "cursor" if here else ""
        figures = self._figures.get(row.folder)
        colour = figures.colour if figures and figures.colour in PLAN_COLOURS else _guess(row.plan)
        standing = self.standing(row)
        progress = ""
        if figures is not None and figures.total:
            progress = HOME.say("of", face.language, done=figures.decided, total=figures.total)
        word = HOME.say(standing, face.language)
        ink = "saved" if standing == "here" else _INK[Standing(standing)]
        columns: list[tuple[str, int, str]] = [(progress, 10, "words")]
        if width >= 60:
            columns.append((_when(row.saved_at, self._now, face), 12, "faint"))
        if width >= 76:
            columns.append((word, 14, ink))
        if width >= 110:
            columns += [(row.host, 16, "faint"), (row.person, 16, "faint")]
        used = sum(size + 2 for _, size, _ in columns)
        room = max(8, width - used - 10)
        blank = style("words", on)
        spans: list[Span] = [(f"{face.glyphs.cursor if here else ' '} ", style("key", on))]
        title = f"{HOME.say('practice', face.language)} {row.title}" if row.practice else row.title
        spans.append((_fit(title, room), style("bright" if here else "words", on, also)))
        spans.append(("  ", blank))
        band = style(f"{colour}-solid-fg", f"{colour}-solid-bg", "solid") if colour else style("words", on)
        spans += [(f" {_fit(row.plan, 2)}", band), (" ", blank)]
        for text, size, shade in columns:
            spans += [("  ", blank), (_fit(text, size), style(shade, on))]
        return tuple(spans)


def _heading(row: Section, width: int, face: Face) -> Line:
    style = face.palette.style
    title = f" {HOME.say(row.key, face.language)} "
    if row.empty:
        text = HOME.say(row.empty, face.language)
        return ((title, style("faint")), (" ", style("faint")), (text, style("words")))
    rule = face.glyphs.line * max(0, width - cells(title) - 1)
    return ((title, style("faint")), (rule, style("line")))


def _runbook(row: Header, width: int, face: Face, here: bool) -> Line:
    """Title and, in their colours, the plans."""
    style = face.palette.style
    on = "cursor-bg" if here else "ground"
    letters = [one_line(plan, 12) for plan in row.plans] or [HOME.say("asks", face.language)]
    used = sum(cells(letter) + 1 for letter in letters)
    room = max(8, width - used - 6)
    spans: list[Span] = [(f"{face.glyphs.cursor if here else ' '} ", style("key", on))]
    spans.append(
        (
            _fit(one_line(row.title, 300), room),
            style("bright" if here else "words", on, "cursor" if here else ""),
        )
    )
    spans.append(("  ", style("words", on)))
    for letter in letters:
        colour = _guess(letter)
        other = "words" if row.plans else "key"
        spans.append((f"{letter} ", style(f"{colour}-bright" if colour else other, on)))
    return tuple(spans)


def _when(utc: float, now: float, face: Face) -> str:
    """A moment in at most twelve cells: without its time when it was in another year."""
    text = write_moment(utc, now, face.language)
    return text if cells(text) <= 12 else text.partition(" ")[0]


def _guess(plan: str) -> str:
    """The colour a plan's letter usually has, or none: the runbook's own is known once it was read."""
    colour = f"plan-{plan.lower()}"
    return colour if colour in PLAN_COLOURS else ""


def _fit(text: str, width: int) -> str:
    """Exactly this many cells."""
    short = shorten(text, width)
    return short + " " * max(0, width - cells(short))
