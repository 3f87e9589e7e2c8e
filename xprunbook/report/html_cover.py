"""Page one: outcome, deviations, open duties, who, where, when, the code and what it proves."""

from __future__ import annotations

from collections.abc import Iterator

from xprunbook.report.clock import duration
from xprunbook.report.facts import MachineFact, Person, StepFact
from xprunbook.report.html_details import particular_groups
from xprunbook.report.markup import Html, el, join
from xprunbook.report.parts import Page, pairs, step_words, table, user
from xprunbook.run.chain import Status
from xprunbook.run.verify import TEXTS as VERIFY
from xprunbook.run.verify import Grade, explain


def cover(page: Page) -> Html:
    """The first page."""
    return join(
        (
            _head(page),
            _alerts(page),
            _figures(page),
            _runs(page),
            el("div", _deviations(page), _duties(page), class_="pair"),
            _also(page),
            el("div", _who(page), _machines(page), class_="pair wide"),
            _proof(page),
        )
    )


def outcome_words(page: Page) -> str:
    """How the run ended, or that it did not."""
    report = page.report
    if report.closing.code:
        return report.closing.words
    return page.say("unfinished-back" if report.going_back else "unfinished")


def _head(page: Page) -> Html:
    report = page.report
    plan = report.plan
    when = report.closed_at or report.last_at
    as_of = () if report.closing.code else (page.say("as-of"), " ")
    line = (
        el("strong", outcome_words(page)),
        " ",
        el("span", *as_of, page.full(when), class_="when"),
    )
    reason = (user(report.closing_reason, "p", "reason"),) if report.closing_reason else ()
    return el(
        "header",
        el("p", page.say("kind" if report.closing.code else "kind-open"), class_="kind"),
        el("h1", report.title),
        el(
            "p",
            el("span", page.say("plan", plan=plan.id), class_=f"badge {plan.colour}"),
            " ",
            el("span", plan.title, class_=f"plan-title {plan.colour}"),
            class_="planline",
        ),
        *((el("p", plan.fits, class_="fits"),) if plan.fits else ()),
        el("div", el("p", *line), *reason, class_=f"outcome {outcome_class(page)}"),
        class_="cover",
    )


def outcome_class(page: Page) -> str:
    """The class of the outcome's colour."""
    return f"o-{page.report.closing.code or 'unfinished'}"


def _alerts(page: Page) -> Html:
    alerts = [el("li", user(words), class_=kind) for kind, words in alert_words(page)]
    return el("ul", *alerts, class_="alerts") if alerts else Html("")


def alert_words(page: Page) -> Iterator[tuple[str, str]]:
    """What must be known before anything else, the worst first."""
    report = page.report
    found = report.evidence.found
    if found.grade is Grade.FAILED:
        yield "bad", explain(found, report.language)[0]
    if names := (*found.stored.changed, *found.stored.missing):
        yield "bad", page.say("stored-differ", names=", ".join(names[:20]))
    if not report.runbook_found:
        yield "bad", page.say("no-runbook")
    elif report.changed_files:
        yield "bad", page.say("files-differ", names=", ".join(report.changed_files))
    if report.practice:
        yield "warn", page.say("practice")
    if report.allow_file_ticks:
        files = sum(bool(step.file) for step in report.steps())
        yield "warn", page.say("files-allowed", count=files)
    if not report.closing.code:
        yield "warn", page.say("unfinished-alert", time=page.clock.second(report.last_at))
    if found.status is Status.TORN:
        yield "warn", VERIFY.say("torn", report.language, bytes=found.torn_bytes)
    if report.past_no_return:
        yield "warn", page.say("past-no-return")
    yield from _below_alerts(page)
    if unknown := report.evidence.unknown:
        numbers = ", ".join(map(str, unknown[:20])) + (" …" if len(unknown) > 20 else "")
        yield "warn", page.say("unknown-records", count=len(unknown), numbers=numbers)


def _below_alerts(page: Page) -> Iterator[tuple[str, str]]:
    """Runs below that are missing, or whose record is not the one they were closed with."""
    report = page.report
    steps = {step.id: step for step in report.steps()}
    for part in report.below:
        if part.report is None:
            step = step_words(steps[part.step])
            yield "bad", page.say("below-unread-alert", run=part.run, step=step, why=part.why)
        elif part.report.evidence.found.grade is Grade.FAILED:
            yield "bad", page.say("below-differs", run=part.run)


def _figures(page: Page) -> Html:
    report = page.report
    end = report.closed_at or report.last_at
    figures = [
        (page.say("begun"), page.minute(report.opened_at)),
        (page.say("closed-at" if report.closed_at else "last-entry"), page.minute(end)),
        (page.say("window-end"), page.minute(report.window_end) if report.window_end else ""),
        (page.say("worked"), duration(report.worked)),
        (page.say("steps-decided"), _steps(page)),
        (page.say("deviations"), str(sum(len(part.deviations) for part in report.whole()))),
        (page.say("duties"), str(sum(len(part.duties) for part in report.whole()))),
    ]
    return pairs(figures, "figures")


def _steps(page: Page) -> str:
    decided, total = page.report.steps_decided()
    return page.say("n-of-m", decided=decided, total=total)


def _runs(page: Page) -> Html:
    """Every run below: its chapter, how it ended, how far it is, its code."""
    if not page.below:
        return Html("")
    columns = [page.say(key) for key in ("step", "runbook", "outcome", "steps-decided", "code")]
    rows = list(_run_rows(page))
    note = el("p", page.say("runs-note"), class_="soft")
    return page.section("runs", page.say("runs"), table(columns, rows), note)


def _run_rows(page: Page, above: str = "") -> Iterator[tuple[str, ...]]:
    """``above``: the numbers of the steps above, as ``2 / ``."""
    steps = {step.id: step for step in page.report.steps()}
    for part in page.report.below:
        below, step = page.below[part.step], above + step_words(steps[part.step])
        if below is None:
            yield step, part.run, page.say("below-unread", why=part.why), "", ""
            continue
        report = below.report
        title = el("a", report.title, href=f"#c{below.number.replace('.', '-')}")
        plan = el("span", page.say("plan", plan=report.plan.id), class_=f"badge {report.plan.colour}")
        outcome = el("span", outcome_words(below), class_=f"run-outcome {outcome_class(below)}")
        code = el("span", report.evidence.found.code_now, class_="code")
        yield step, join((plan, " ", title)), outcome, _steps(below), code
        yield from _run_rows(below, f"{above}{steps[part.step].number} / ")


def _step_item(page: Page, step: StepFact, *more: str) -> Html:
    """A step in a list of page one: what, why, by whom and when."""
    return el(
        "li",
        el("p", page.step_link(step), class_="step-name"),
        *((el("p", page.say("in-run", title=page.report.title), class_="soft"),) if page.number else ()),
        *(user(words, "p") for words in more if words),
        el("p", page.by(step.person, step.at), class_="by"),
    )


def _deviations(page: Page) -> Html:
    steps = [(part, step) for part in page.chapters() for step in part.report.deviations]
    if not steps:
        key = "no-deviations" if page.report.closing.code else "no-deviations-yet"
        body = el("p", page.say(key), class_="none")
    else:
        items = (_step_item(part, step, step.reason) for part, step in steps)
        body = el("ul", *items, class_="found deviating")
    return page.section("deviations", page.say("deviations"), body)


def _duties(page: Page) -> Html:
    steps = [(part, step) for part in page.chapters() for step in part.report.duties]
    if not steps:
        body = el("p", page.say("no-duties"), class_="none")
    else:
        items = (
            _step_item(part, step, page.say("duty", owner=step.owner, due=step.due), step.reason)
            for part, step in steps
        )
        body = el("ul", *items, class_="found owing")
    return page.section("duties", page.say("duties"), body)


def _also(page: Page) -> Html:
    """How many of each kind of particulars there are; they stand on the next page."""
    counts = [f"{page.say(key)}: {len(items)}" for key, items in particular_groups(page) if items]
    if not counts:
        return Html("")
    return el("p", el("strong", page.say("also")), " ", " · ".join(counts), class_="also")


def _person_row(page: Page, person: Person) -> tuple[str, ...]:
    return (
        user(person.name),
        user(person.company),
        user(", ".join(person.accounts)),
        user(", ".join(person.hosts)),
    )


def _who(page: Page) -> Html:
    columns = [page.say(key) for key in ("person", "company", "account", "host")]
    rows = [_person_row(page, person) for person in page.report.people]
    return page.section("who", page.say("who"), table(columns, rows))


def _machine_row(page: Page, machine: MachineFact) -> tuple[str, ...]:
    here = page.say("yes") if machine.sat_at else ""
    return (machine.title, user(machine.host), here)


def _machines(page: Page) -> Html:
    machines = page.report.machines
    if not machines:
        return page.section("machines", page.say("machines"), el("p", page.say("no-machines"), class_="none"))
    columns = [page.say("role"), page.say("host"), page.say("here")]
    rows = [_machine_row(page, machine) for machine in machines]
    return page.section("machines", page.say("machines"), table(columns, rows))


def _proof(page: Page) -> Html:
    report = page.report
    found = report.evidence.found
    command = f"xprunbook verify {report.run} --code {found.code_now}"
    sentences = [sentence for sentence in explain(found, report.language) if found.code_now not in sentence]
    use = page.say("code-use" if found.closed else "code-use-open", command="\0").split("\0")
    return page.section(
        "proof",
        page.say("proof"),
        el(
            "p",
            el("span", page.say("code-closed" if found.closed else "code-open"), class_="label"),
            el("strong", found.code_now, class_="code"),
            class_="codeline",
        ),
        el("p", use[0], el("code", command), use[1]),
        el("ul", *(el("li", sentence) for sentence in sentences)),
        el("p", page.say("not-proven"), class_="soft"),
        class_=f"grade-{found.grade}",
    )
