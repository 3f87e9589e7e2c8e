"""Small pieces that every page of the HTML report is set from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xprunbook.report.clock import NEVER, Clock, iso, offset
from xprunbook.report.facts import Report, StepFact
from xprunbook.report.markup import Html, el, join
from xprunbook.report.texts import TEXTS


@dataclass(frozen=True, slots=True)
class Page:
    """A report being set: its facts, its clock, the offset from UTC if there is only one (else empty).

    ``anchors``: the place of every step in the page, by position, so that no id from outside stands in it.
    ``number``: of the chapter (``1.2``), empty for the first; ``below``: the chapters of the runs below, None for
    one that cannot be read.
    """

    report: Report
    clock: Clock
    offset: str
    anchors: Mapping[str, str]
    number: str = ""
    below: Mapping[str, Page | None] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """What every id of the chapter begins with."""
        return f"c{self.number.replace('.', '-')}-" if self.number else ""

    def chapters(self) -> Iterator[Page]:
        """This chapter and all below, in order."""
        yield self
        for page in self.below.values():
            if page is not None:
                yield from page.chapters()

    def section(self, key: str, title: str, *children: str, class_: str = "") -> Html:
        """A part of the report with its heading."""
        return el(
            "section",
            el("h2", title, id=f"{self.prefix}{key}-title"),
            *children,
            class_=f"{key} {class_}".strip(),
            aria_labelledby=f"{self.prefix}{key}-title",
        )

    def say(self, key: str, **values: object) -> str:
        """A sentence in the report's language."""
        return TEXTS.say(key, self.report.language, **values)

    def minute(self, utc: float) -> Html:
        """Date and minute; with the offset where the report holds more than one."""
        moment = self.clock.local(utc)
        words = self.clock.minute(utc)
        if moment is not None and utc and not self.offset:
            words = f"{words} {offset(moment)}"
        return self._time(utc, words)

    def full(self, utc: float) -> Html:
        """Date, second and offset."""
        return self._time(utc, self.clock.second(utc))

    def _time(self, utc: float, words: str) -> Html:
        return el("time", words, datetime=iso(utc)) if words != NEVER else el("span", NEVER)

    @property
    def zone_words(self) -> str:
        """The offsets of all times in the report."""
        found = self.clock.offsets(_moments(self.report))
        return ", ".join(found) or self.clock.offsets([self.report.made_at])[0]

    def by(self, person: str, utc: float) -> Html:
        """Who and when."""
        return join((el("span", person, class_="who"), ", ", self.minute(utc)))

    def step_link(self, step: StepFact) -> Html:
        """The step's number and title, leading to its details."""
        number = (el("span", step.number, class_="n"), " ") if step.number else ()
        return el("a", *number, step.title, href=f"#{self.anchors[step.id]}")


def step_words(step: StepFact) -> str:
    """Number and title of a step."""
    return f"{step.number} {step.title}".strip()


def page_of(report: Report, number: str = "") -> Page:
    """Begin to set a report, as the chapter of this number; the runs below are its sub-chapters."""
    clock = Clock(report.zone)
    prefix = f"c{number.replace('.', '-')}-" if number else ""
    anchors = {step.id: f"{prefix}s{at}" for at, step in enumerate(report.steps(), 1)}
    offsets = clock.offsets(_moments(report))
    below = {
        part.step: page_of(part.report, f"{number}.{at}".lstrip(".")) if part.report is not None else None
        for at, part in enumerate(report.below, 1)
    }
    return Page(report, clock, offsets[0] if len(offsets) == 1 else "", anchors, number, below)


def _moments(report: Report) -> Iterator[float]:
    yield from (moment for moment in (report.opened_at, report.last_at) if moment)
    yield from (line.record.stamp.utc for line in report.log if line.record.stamp.utc)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], class_: str = "") -> Html:
    """A table; the first cell of a row is its heading. On a phone each cell shows its column's name."""
    head = el("tr", *(el("th", column, scope="col") for column in columns))
    body = [
        el(
            "tr",
            el("th", row[0], scope="row"),
            *(el("td", cell, data_label=column) for column, cell in zip(columns[1:], row[1:], strict=True)),
        )
        for row in rows
    ]
    return el("table", el("thead", head), el("tbody", *body), class_=f"plain {class_}".strip())


def pairs(items: Iterable[tuple[str, str]], class_: str = "") -> Html:
    """Labels and what belongs to them; empty ones are left out."""
    groups = [el("div", el("dt", label), el("dd", words)) for label, words in items if words]
    return el("dl", *groups, class_=class_) if groups else Html("")


def user(words: str, tag: str = "span", class_: str = "") -> Html:
    """Words that someone typed or a machine printed: line breaks kept, direction kept to itself."""
    return el(tag, words, class_=f"said {class_}".strip())
