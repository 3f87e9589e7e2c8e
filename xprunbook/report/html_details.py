"""The pages about the run: inputs, gates, sessions, particulars, notes, origin."""

from __future__ import annotations

from collections.abc import Iterator

from xprunbook.report.clock import duration
from xprunbook.report.facts import GateFact, PhaseFact, StepFact
from xprunbook.report.markup import Html, el, flow, join
from xprunbook.report.parts import Page, pairs, table, user
from xprunbook.run.state import KeptFile


def run_details(page: Page) -> Html:
    """Everything about the run that is no step's."""
    return page.section(
        "about",
        page.say("run-details"),
        _inputs(page),
        _gates(page),
        _sittings(page),
        _particulars(page),
        _notes(page),
        _origin(page),
        class_="newpage",
    )


def _titled(title: str, *body: str) -> Html:
    return el("section", el("h3", title), *body, class_="sub")


def _inputs(page: Page) -> Html:
    inputs = page.report.inputs
    if not inputs:
        return _titled(page.say("inputs"), el("p", page.say("no-inputs"), class_="none"))
    rows = [(item.words, user(item.shown)) for item in inputs]
    return _titled(page.say("inputs"), table([page.say("input"), page.say("value")], rows, class_="inputs"))


def _gate_row(page: Page, phase: PhaseFact, gate: GateFact) -> tuple[str, ...]:
    if not gate.code:
        return (phase.title, flow(gate.text), page.say("gate-waits"), "")
    extra = [user(gate.note, "p")] if gate.note else []
    if gate.open_steps:
        names = ", ".join(step.words for step in gate.open_steps)
        extra.append(el("p", page.say("still-open", steps=names), class_="soft"))
    passed = join((page.by(gate.person, gate.at), *extra))
    return (phase.title, flow(gate.text), passed, el("span", gate.code, class_="code"))


def _gates(page: Page) -> Html:
    rows = [_gate_row(page, phase, phase.gate) for phase in page.report.phases if phase.gate]
    if not rows:
        return Html("")
    columns = [page.say("gate"), "", page.say("gate-passed").capitalize(), page.say("code")]
    return _titled(page.say("gates"), table(columns, rows, class_="gates"))


def _sittings(page: Page) -> Html:
    rows = []
    for sitting in page.report.sittings:
        who = join((user(sitting.person), *((", ", user(sitting.company)) if sitting.company else ())))
        place = join((user(sitting.account), f" {page.say('at-host')} ", user(sitting.host)))
        how = sitting.how.words or page.say("still-sitting")
        rows.append(
            (
                page.minute(sitting.began),
                page.minute(sitting.ended),
                duration(sitting.seconds),
                who,
                place,
                sitting.here.words,
                how,
            )
        )
    keys = ("from", "to", "worked", "person", "account", "here", "ended-how")
    return _titled(
        page.say("sittings"),
        table([page.say(key) for key in keys], rows, class_="sittings"),
        el("p", page.say("worked-note"), class_="soft"),
    )


def _particulars(page: Page) -> Html:
    groups = [
        el("div", el("h4", page.say(key)), el("ul", *items))
        for key, items in particular_groups(page)
        if items
    ]
    body = groups or [el("p", page.say("no-particulars"), class_="none")]
    return _titled(page.say("particulars"), *body)


def particular_groups(page: Page) -> Iterator[tuple[str, list[Html]]]:
    """What deserves a look, by kind: the key of its title and one item each."""
    for key, steps in particular_steps(page):
        yield key, [_with(page, step, words) for step, words in steps]
    yield (
        "happenings",
        [
            el("li", user(event.sentence), " ", el("span", page.by(event.person, event.at), class_="by"))
            for event in page.report.happenings
        ],
    )


def particular_steps(page: Page) -> Iterator[tuple[str, list[tuple[StepFact, str]]]]:
    """The steps that deserve a look, by kind: the key of the title, and what is to be said of each."""
    steps = tuple(page.report.steps())
    yield "reopened", [(step, reopened_words(page, step)) for step in steps if step.reopened]
    yield "done-missing", [(step, _missing_words(page, step)) for step in steps if step.missing]
    yield "done-against", [(step, _against_words(step)) for step in steps if step.against]
    yield "done-earlier", [(step, earlier_words(page, step)) for step in steps if step.earlier]
    yield "from-file", [(step, step.file) for step in steps if step.file]
    yield "taken-back", [(step, step.reason) for step in steps if step.undone]


def _missing_words(page: Page, step: StepFact) -> str:
    return page.say("missing-list", names=", ".join(need.words for need in step.missing))


def _against_words(step: StepFact) -> str:
    return "; ".join(check.words for check in step.against)


def kept_words(page: Page, kept: KeptFile) -> str:
    """What was kept before a change: the copy, or the hash alone."""
    key = "kept-words" if kept.file else "kept-hash"
    return page.say(key, of=kept.of, file=kept.file, size=kept.size, sha256=kept.sha256)


def reopened_words(page: Page, step: StepFact) -> str:
    """How often a step was reopened."""
    if step.reopened == 1:
        return page.say("reopened-once")
    return page.say("reopened-times", count=step.reopened)


def earlier_words(page: Page, step: StepFact) -> str:
    """The values a step was done with that have changed since."""
    return "; ".join(
        page.say(
            "earlier-value",
            name=value.then.words,
            then=value.then.shown,
            now=page.say("no-value") if value.now is None else value.now.shown,
        )
        for value in step.earlier
    )


def _with(page: Page, step: StepFact, words: str) -> Html:
    return el("li", page.step_link(step), *((": ", user(words)) if words else ()))


def _notes(page: Page) -> Html:
    if not page.report.notes:
        return Html("")
    items = (
        el("li", user(note.text), " ", el("span", page.by(note.person, note.at), class_="by"))
        for note in page.report.notes
    )
    return _titled(page.say("run-notes"), el("ul", *items))


def _origin(page: Page) -> Html:
    report = page.report
    files = [
        el("span", file.name, " ", el("span", file.recorded, class_="hash"), class_="file")
        for file in report.files
    ]
    source = ", ".join(part for part in (report.source, report.source_edition, report.source_url) if part)
    parent = (
        page.say("parent-words", run=report.parent_run, step=report.parent_step) if report.parent_run else ""
    )
    items = [
        (page.say("run"), el("span", report.run, class_="hash")),
        (page.say("parent-run"), parent),
        (page.say("runbook"), page.say("version-of", id=report.runbook, version=report.runbook_version)),
        (page.say("files"), join(files)),
        (page.say("source"), user(source) if source else ""),
        (page.say("head"), el("span", report.evidence.head, class_="hash")),
        (
            page.say("made-with"),
            f"xprunbook {', '.join(report.tool_versions)}" if report.tool_versions else "",
        ),
        (
            page.say("made-by"),
            page.say("made-at", version=report.maker_version, time=page.clock.second(report.made_at)),
        ),
        (page.say("zone"), page.say("zone-words", offsets=page.zone_words)),
    ]
    return _titled(page.say("origin"), pairs(items, "origin"))
