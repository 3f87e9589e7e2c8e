"""The table of all plans, and every step with what was to do beside what was done."""

from __future__ import annotations

from collections.abc import Iterator

from xprunbook.report.facts import NoteFact, PhaseFact, PlanFact, StepFact
from xprunbook.report.html_details import earlier_words, kept_words, reopened_words
from xprunbook.report.markup import Html, el, flow, inline, join
from xprunbook.report.parts import Page, pairs, user
from xprunbook.runbook.substitute import as_text


def matrix(page: Page) -> Html:
    """The runbook's table: every step, every plan, what became of it."""
    report = page.report
    zone = f" (UTC{page.offset})" if page.offset else ""
    heads = [
        el("th", page.say("number"), scope="col", class_="n"),
        *(
            el("th", plan.id, scope="col", class_=f"m {plan.colour}{' on' if plan is report.plan else ''}")
            for plan in report.plans
        ),
        el("th", page.say("step"), scope="col"),
        el("th", page.say("where"), scope="col", class_="where"),
        el("th", page.say("state"), scope="col", class_="state"),
        el("th", page.say("time") + zone, scope="col", class_="when"),
        el("th", page.say("person"), scope="col", class_="by"),
    ]
    caption = page.say(
        "matrix-caption", plan=f"{page.say('plan', plan=report.plan.id)} {report.plan.title}".strip()
    )
    bodies = [_matrix_phase(page, phase) for phase in report.phases]
    return page.section(
        "matrix",
        page.say("matrix"),
        el("table", el("caption", caption), el("thead", el("tr", *heads)), *bodies, class_="matrix"),
        el("p", page.say("legend"), class_="legend"),
        class_="newpage",
    )


def _matrix_phase(page: Page, phase: PhaseFact) -> Html:
    rows = []
    if phase.title:
        width = str(2 + len(page.report.plans))
        rest = (el("td", class_=kind) for kind in ("where", "state", "when", "by"))
        title = el("th", phase.title, scope="rowgroup", colspan=width)
        rows.append(el("tr", title, *rest, class_="phase"))
    rows += [_matrix_row(page, step) for step in phase.steps]
    if phase.gate is not None:
        rows.append(_matrix_gate(page, phase))
    return el("tbody", *rows)


def _matrix_gate(page: Page, phase: PhaseFact) -> Html:
    gate = phase.gate
    if gate is None:
        return Html("")
    blank = [
        el("td", class_=f"m {plan.colour}{' on none' if plan is page.report.plan else ''}")
        for plan in page.report.plans
    ]
    words = [page.say("gate")]
    if gate.code:
        words += [" ", el("span", gate.code, class_="code")]
    return el(
        "tr",
        el("td", class_="n"),
        *blank,
        el("td", *words, class_="title"),
        el("td", class_="where"),
        el("td", page.say("gate-passed" if gate.code else "gate-waits"), class_="state"),
        el("td", page.minute(gate.at) if gate.code else "", class_="when"),
        el("td", gate.person, class_="by"),
        class_="gate",
    )


def _mark_cell(page: Page, step: StepFact, plan: PlanFact) -> Html:
    mark = step.marks.get(plan.id, "")
    kind = {"X": "must", "(X)": "may", "": "none"}[mark]
    on = " on" if plan is page.report.plan else ""
    return el("td", mark, class_=f"m {plan.colour} {kind}{on}")


def _signs(step: StepFact) -> Html:
    """The signs behind a title, kept on the line of its last word; the legend explains them."""
    signs = (("!", "stop", step.no_return), ("¶", "", bool(step.notes)), ("+", "", step.ours))
    return join(
        join(("\u00a0", el("span", sign, class_=f"sign {kind}".strip())))
        for sign, kind, shown in signs
        if shown
    )


def _matrix_row(page: Page, step: StepFact) -> Html:
    planned = f"~{step.minutes} min" if step.in_plan and step.leaf and step.minutes else ""
    when = page.minute(step.at) if step.at else planned if step.state.code == "open" else ""
    kinds = (
        "outside" if not step.in_plan else "",
        "child" if step.parent else "",
        "parent" if not step.leaf else "",
    )
    return el(
        "tr",
        el("th", step.number, scope="row", class_="n"),
        *(_mark_cell(page, step, plan) for plan in page.report.plans),
        el(
            "td",
            el("a", step.title, href=f"#{page.anchors[step.id]}"),
            _signs(step),
            class_="title",
        ),
        el("td", step.where_short if step.leaf else "", class_="where"),
        el("td", step.state.words or "–", class_=f"state s-{step.state.code or 'none'}"),
        el("td", when, class_="when"),
        el("td", step.person, class_="by"),
        class_=" ".join(kind for kind in kinds if kind),
    )


def step_pages(page: Page) -> Html:
    """Every step: what was to do, small, and what the record says of it."""
    phases = []
    for phase in page.report.phases:
        title = (el("h3", phase.title),) if phase.title else ()
        phases.append(el("section", *title, *(_article(page, step) for step in phase.steps), class_="phase"))
    return page.section("steps", page.say("details"), *phases, class_="newpage")


def _article(page: Page, step: StepFact) -> Html:
    """What it is and what became of it side by side; what was to do small below, or beside a long record."""
    untouched = not step.in_plan and not step.touched
    heading = el(
        "h5" if step.parent else "h4", el("span", step.number, class_="n"), " ", el("span", step.title)
    )
    if untouched:
        record = [el("p", page.say("not-in-plan", plan=page.report.plan.id), class_="status")]
    else:
        record = [_status(page, step), pairs(_record(page, step))]
    words = join(_to_do(page, step)) if step.in_plan else Html("")
    to_do = (el("div", words, class_="todo"),) if words else ()
    beside = bool(step.checks or step.intent or len(step.notes) > 2)
    kinds = ("step", "child" if step.parent else "", "" if step.in_plan else "outside")
    what = el(
        "div", heading, el("p", _meta(page, step), class_="meta"), *(to_do if beside else ()), class_="what"
    )
    return el(
        "article",
        el("div", what, el("div", *record, class_="record"), class_="head"),
        *(() if beside else to_do),
        class_=" ".join(kind for kind in kinds if kind),
        id=page.anchors[step.id],
    )


def _meta(page: Page, step: StepFact) -> Html:
    """Marks of every plan, then where, how long, and what is special."""
    chips = [
        el(
            "span",
            f"{plan.id} {step.marks[plan.id]}",
            class_=f"chip {plan.colour}{' on' if plan is page.report.plan else ''}",
        )
        for plan in page.report.plans
        if plan.id in step.marks
    ]
    words = [
        step.where.words if step.leaf else "",
        page.say("planned", minutes=step.minutes) if step.minutes and step.leaf else "",
        page.say("ours") if step.ours else "",
        page.say("no-return") if step.no_return else "",
    ]
    return join([join(chips, " "), el("span", " · ".join(word for word in words if word))], " ")


def _to_do(page: Page, step: StepFact) -> Iterator[Html]:
    for warning in step.warnings:
        yield _note(page, "warning", warning)
    if step.overwrites:
        yield el("p", el("strong", page.say("overwrites"), ": "), step.overwrites, class_="warning")
    if step.do:
        yield el("div", flow(step.do), class_="do")
    for hint in step.hints:
        yield _note(page, "hint", hint)
    for link in step.links:
        yield el(
            "p",
            el("strong", page.say("link"), ": "),
            link.title,
            " ",
            el("span", link.url, class_="url"),
            class_="hint",
        )
    if step.undo and (step.undone or step.undo_left):
        yield el("div", el("p", el("strong", page.say("to-undo"), ":")), flow(step.undo), class_="undo")


def _note(page: Page, kind: str, note: NoteFact) -> Html:
    extra = (f" ({page.say('unconfirmed')})",) if note.unconfirmed else ()
    return el("p", el("strong", page.say(kind), ": "), inline(note.spans), *extra, class_=kind)


def _status(page: Page, step: StepFact) -> Html:
    parts: list[str] = [el("strong", step.state.words or "–", class_=f"state s-{step.state.code or 'none'}")]
    if step.at:
        parts.append(page.minute(step.at))
    if step.person:
        parts.append(user(step.person, class_="who"))
    if step.state.code == "done" and step.by_action:
        parts.append(page.say("proven" if step.proven else "by-action"))
    return el("p", join(parts, " · "), class_="status")


def _record(page: Page, step: StepFact) -> Iterator[tuple[str, str]]:
    """What the record says beyond state, time and person."""
    if step.criterion is not None:
        yield page.say("criterion"), user(f"{step.criterion.words} {step.criterion.shown}")
    if step.owner:
        yield page.say("duty-of"), user(page.say("duty", owner=step.owner, due=step.due))
    yield page.say("reason"), user(step.reason) if step.reason else ""
    if step.observed is not None:
        yield step.observe or page.say("observed"), user(as_text(step.observed))
    elif step.observe and step.in_plan and step.state.code not in ("not-applicable", "skipped"):
        yield step.observe, el("span", page.say("not-observed"), class_="soft")
    for note in step.notes:
        by = el("span", " ", page.by(note.person, note.at), class_="by")
        yield page.say("note"), join((user(note.text), by))
    if step.missing:
        yield page.say("missing"), ", ".join(need.words for need in step.missing)
    if step.earlier:
        yield page.say("earlier"), user(earlier_words(page, step))
    if step.values:
        words = "; ".join(f"{value.words} = {value.shown}" for value in step.values)
        yield page.say("with-values"), user(words, class_="values")
    yield page.say("file"), user(step.file) if step.file else ""
    yield from _machine_record(page, step)
    if step.reopened:
        yield page.say("was-reopened"), reopened_words(page, step)
    if step.undone or step.undo_left:
        yield page.say("to-undo"), page.say("taken-back-words" if step.undone else "undo-left")


def _machine_record(page: Page, step: StepFact) -> Iterator[tuple[str, str]]:
    """Checks, execution and child run."""
    for check in step.checks:
        seen = f" ({page.say('proven-for', identity=check.identity)})" if check.identity else ""
        words = f"{check.words}{seen}"
        told = user("\n".join(check.details), "div", "output") if check.details else ""
        when = el("span", page.minute(check.at), class_="by")
        yield page.say(check.label), join((user(words), " ", when, told))
    if step.intent is not None:
        words = " ".join(
            part
            for part in (step.intent.kind, step.intent.summary, page.say("digest", digest=step.intent.digest))
            if part
        )
        yield (
            page.say("action"),
            join((user(words), " ", el("span", page.minute(step.intent.at), class_="by"))),
        )
    yield page.say("result"), user(step.sentence) if step.sentence else ""
    yield page.say("output"), user(step.output, "div", "output") if step.output else ""
    for kept in step.kept:
        yield page.say("kept"), user(kept_words(page, kept))
    if step.child is not None:
        child = step.child
        words = page.say("child-words", runbook=child.runbook, run=child.run)
        how = child.closing.words or page.say("child-open")
        code = (" ", el("span", child.code, class_="code")) if child.code else ()
        yield page.say("child"), join((user(words), f", {how}", *code, *_chapter_of(page, step)))


def _chapter_of(page: Page, step: StepFact) -> Iterator[Html]:
    """Where the run of a step stands in the report, or why it does not."""
    below = page.below.get(step.id)
    if below is not None:
        words = page.say("to-chapter", number=below.number)
        yield join((". ", el("a", words, href=f"#c{below.number.replace('.', '-')}")))
    for part in page.report.below:
        if part.step == step.id and part.report is None:
            yield el("span", " ", page.say("below-unread", why=part.why), class_="soft")
