"""The completed runbook as Markdown, for tickets and wikis: the same facts as the HTML report, in plain structure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xprunbook.base.markdown import block, code, escaped, paragraph, strong
from xprunbook.report.clock import duration
from xprunbook.report.facts import PhaseFact, Report, StepFact
from xprunbook.report.html_cover import alert_words, outcome_words
from xprunbook.report.html_details import earlier_words, kept_words, particular_steps, reopened_words
from xprunbook.report.markdown import Block, BlockKind, Span, SpanKind
from xprunbook.report.parts import Page, page_of
from xprunbook.run.verify import explain
from xprunbook.runbook.substitute import as_text


def markdown_report(report: Report) -> bytes:
    """Set a report as Markdown (UTF-8)."""
    page = page_of(report)
    parts = (_cover(page), _matrix(page), _details(page), _log(page))
    return ("\n".join(line for part in parts for line in part) + "\n").encode()


def _heading(level: int, words: str) -> Iterator[str]:
    yield ""
    yield f"{'#' * level} {escaped(words) or '&#32;'}"
    yield ""


def _pairs(items: Iterable[tuple[str, str]]) -> Iterator[str]:
    for label, words in items:
        if words:
            yield f"- {escaped(label)}: {paragraph(words, '  ')}"


def _items(items: Iterable[str]) -> Iterator[str]:
    yield from (f"- {paragraph(item, '  ')}" for item in items)


def _cover(page: Page) -> Iterator[str]:
    """Page one."""
    report = page.report
    yield f"# {escaped(report.title)}"
    yield ""
    yield escaped(page.say("kind" if report.closing.code else "kind-open"))
    yield ""
    outcome = f"{page.say('plan', plan=report.plan.id)} {report.plan.title}: {outcome_words(page)}"
    yield escaped(f"{outcome}, {page.clock.second(report.closed_at or report.last_at)}")
    if report.closing_reason:
        yield ""
        yield paragraph(report.closing_reason)
    yield ""
    yield from _items(words for _, words in alert_words(page))
    yield from _pairs(
        (
            (page.say("begun"), page.clock.second(report.opened_at)),
            (page.say("window-end"), page.clock.second(report.window_end) if report.window_end else ""),
            (page.say("worked"), duration(report.worked)),
            (page.say("steps-decided"), page.say("n-of-m", decided=report.decided, total=report.total)),
        )
    )
    for key, none, steps in (
        ("deviations", "no-deviations" if report.closing.code else "no-deviations-yet", report.deviations),
        ("duties", "no-duties", report.duties),
    ):
        yield from _heading(2, page.say(key))
        yield from _items(_step_words(page, step) for step in steps)
        if not steps:
            yield escaped(page.say(none))
    for key, found in particular_steps(page):
        if found:
            yield from _heading(2, f"{page.say(key)} ({len(found)})")
            yield from _items(
                f"{step.number} {step.title}{': ' if words else ''}{words}" for step, words in found
            )
    yield from _heading(2, page.say("who"))
    for person in report.people:
        places = f"{', '.join(person.accounts)} {page.say('at-host')} {', '.join(person.hosts)}"
        yield from _items((f"{person.name}{', ' if person.company else ''}{person.company}: {places}",))
    yield from _pairs((machine.title, machine.host) for machine in report.machines)
    yield from _heading(2, page.say("inputs"))
    yield from _pairs((value.words, value.shown) for value in report.inputs)
    yield from _heading(2, page.say("proof"))
    yield from _items(explain(report.evidence.found, report.language))
    yield from _pairs(((page.say("run"), report.run), (page.say("head"), report.evidence.head)))
    yield from _pairs((file.name, file.recorded) for file in report.files)
    if report.notes:
        yield from _heading(2, page.say("run-notes"))
        yield from _items(
            f"{note.person}, {page.clock.minute(note.at)}: {note.text}" for note in report.notes
        )
    if report.happenings:
        yield from _heading(2, page.say("happenings"))
        yield from _items(
            f"{page.clock.minute(one.at)} {one.person}: {one.sentence}" for one in report.happenings
        )


def _step_words(page: Page, step: StepFact) -> str:
    duty = page.say("duty", owner=step.owner, due=step.due) if step.owner else ""
    parts = (f"{step.number} {step.title}", duty, step.reason, step.person, page.clock.minute(step.at))
    return "\n".join(part for part in parts if part)


def _matrix(page: Page) -> Iterator[str]:
    """The plan as a table."""
    report = page.report
    yield from _heading(2, page.say("matrix"))
    plans = [plan.id for plan in report.plans]
    keys = ("number", *plans, "step", "where", "state", "person", "time")
    titles = [page.say(key) if key not in plans else key for key in keys]
    yield "| " + " | ".join(map(escaped, titles)) + " |"
    yield "|" + " --- |" * len(titles)
    for step in report.steps():
        time = page.clock.minute(step.at) if step.at else ""
        marks = [step.marks.get(plan, "") for plan in plans]
        cells = (step.number, *marks, step.title, step.where.words, step.state.words, step.person, time)
        yield "| " + " | ".join(escaped(cell) for cell in cells) + " |"


def _details(page: Page) -> Iterator[str]:
    """Every step of the plan, and what the record says of it."""
    yield from _heading(2, page.say("details"))
    for phase in page.report.phases:
        yield from _heading(3, phase.title)
        for step in phase.steps:
            if step.in_plan or step.touched:
                yield from _step(page, step)
        yield from _gate(page, phase)


def _step(page: Page, step: StepFact) -> Iterator[str]:
    yield from _heading(4, f"{step.number} {step.title}")
    words = [step.state.words, page.clock.minute(step.at) if step.at else "", step.person]
    if step.by_action:
        words.append(page.say("proven" if step.proven else "by-action"))
    yield escaped(" · ".join(word for word in words if word)) or "&#32;"
    yield ""
    for note in step.warnings:
        extra = f" ({page.say('unconfirmed')})" if note.unconfirmed else ""
        yield f"{strong(page.say('warning'))}&#58; {_spans(note.spans)}{escaped(extra)}"
        yield ""
    if step.overwrites:
        yield escaped(f"{page.say('overwrites')}: {step.overwrites}")
        yield ""
    yield from _blocks(step.do)
    yield from _pairs(_record(page, step))


def _record(page: Page, step: StepFact) -> Iterator[tuple[str, str]]:
    """What the record says beyond state, time and person."""
    if step.criterion is not None:
        yield page.say("criterion"), f"{step.criterion.words} {step.criterion.shown}"
    if step.owner:
        yield page.say("duty-of"), page.say("duty", owner=step.owner, due=step.due)
    yield page.say("reason"), step.reason
    if step.observed is not None:
        yield step.observe or page.say("observed"), as_text(step.observed)
    for note in step.notes:
        yield page.say("note"), f"{note.text}\n{note.person}, {page.clock.minute(note.at)}"
    yield page.say("missing"), ", ".join(need.words for need in step.missing)
    yield page.say("earlier"), earlier_words(page, step)
    yield page.say("file"), step.file
    for check in step.checks:
        seen = f" ({page.say('proven-for', identity=check.identity)})" if check.identity else ""
        words = f"{check.words}{seen}"
        yield page.say(check.label), "\n".join((words, *check.details))
    if step.intent is not None:
        digest = page.say("digest", digest=step.intent.digest)
        yield page.say("action"), f"{step.intent.kind}\n{step.intent.summary}\n{digest}"
    yield page.say("result"), step.sentence
    yield page.say("output"), step.output
    for kept in step.kept:
        yield page.say("kept"), kept_words(page, kept)
    if step.child is not None:
        how = step.child.closing.words or page.say("child-open")
        words = page.say("child-words", runbook=step.child.runbook, run=step.child.run)
        yield page.say("child"), f"{words}, {how} {step.child.code}"
    if step.reopened:
        yield page.say("was-reopened"), reopened_words(page, step)
    if step.undone or step.undo_left:
        yield page.say("to-undo"), page.say("taken-back-words" if step.undone else "undo-left")


def _gate(page: Page, phase: PhaseFact) -> Iterator[str]:
    if phase.gate is None:
        return
    yield from _heading(4, page.say("gate-of", phase=phase.title))
    yield from _blocks(phase.gate.text)
    if not phase.gate.code:
        yield escaped(page.say("gate-waits"))
        return
    words = (
        f"{page.say('gate-passed')}, {phase.gate.person}, {page.clock.minute(phase.gate.at)}",
        f"{page.say('code')} {phase.gate.code}",
        phase.gate.note,
        page.say("still-open", steps=", ".join(step.words for step in phase.gate.open_steps))
        if phase.gate.open_steps
        else "",
    )
    yield from _items(word for word in words if word)


def _blocks(found: tuple[Block, ...]) -> Iterator[str]:
    for part in found:
        if part.kind is BlockKind.CODE:
            yield block(part.text)
        elif part.kind is BlockKind.PARAGRAPH:
            yield from (_spans(line) for line in part.lines)
        else:
            lead = "1." if part.kind is BlockKind.NUMBERS else "-"
            yield from (f"{lead} {_spans(line)}" for line in part.lines)
        yield ""


def _spans(found: tuple[Span, ...]) -> str:
    makers = {SpanKind.TEXT: escaped, SpanKind.STRONG: strong, SpanKind.CODE: code}
    return "".join(makers[span.kind](span.text) for span in found) or "&#32;"


def _log(page: Page) -> Iterator[str]:
    yield from _heading(2, page.say("log"))
    for line in page.report.log:
        stamp = line.record.stamp
        details = "".join(f"\n{label}: {words}" for label, words in line.details)
        head = f"{line.record.seq} {page.clock.second(stamp.utc)} {stamp.person}"
        yield from _items((f"{head}: {line.sentence}{details}",))
    yield ""
    yield escaped(
        page.say("made-at", version=page.report.maker_version, time=page.clock.second(page.report.made_at))
    )
