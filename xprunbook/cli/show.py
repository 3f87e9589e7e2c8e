"""``xprunbook show``: a runbook, or one plan of it, as text or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from xprunbook.base.errors import ExitCode, UsageError
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import cells, shorten
from xprunbook.cli.streams import print_json
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Answer, Mark, Note, Phase, Runbook, Step
from xprunbook.runbook.problems import nearest
from xprunbook.runbook.substitute import fill_text

if TYPE_CHECKING:
    from argparse import Namespace

WIDTH: Final = 79

TEXTS = Texts(
    {
        "no-plan": ("Einen Plan {plan} gibt es nicht.", "There is no plan {plan}."),
        "plans": ("Es gibt: {plans}", "There are: {plans}"),
        "minutes": ("{minutes} min", "{minutes} min"),
        "sum": (
            "{count} Schritte, davon {optional} optional; geplant {minutes} min, optional {more} min",
            "{count} steps, {optional} of them optional; planned {minutes} min, optional {more} min",
        ),
        "gate": ("Freigabe: {gate}", "Gate: {gate}"),
        "warning": ("Achtung: {text}", "Caution: {text}"),
        "hint": ("Tipp: {text}", "Hint: {text}"),
        "unconfirmed": (" (vom Hersteller nicht bestätigt)", " (not confirmed by the vendor)"),
        "overwrites": ("Überschreibt: {text}", "Overwrites: {text}"),
        "no-return": ("Ab hier führt kein Weg zurück.", "Nobody goes back from here."),
        "undo": ("Weg zurück: {text}", "Way back: {text}"),
        "observe": ("Festhalten: {text}", "Write down: {text}"),
        "child": ("Eigener Lauf: {runbook}{plan}", "A run of its own: {runbook}{plan}"),
        "child-plan": (", Plan {plan}", ", plan {plan}"),
        "refuses": ("So nicht: {text}", "Not like this: {text}"),
        "next": ("weiter mit Frage {number}", "go on with question {number}"),
        "where": ("{machine}", "{machine}"),
        "ours": ("eigener Schritt", "our own step"),
    }
)


def run(arguments: Namespace, language: Language) -> int:
    """Print the runbook. UsageError for an unknown runbook or plan."""
    runbook = _load(arguments.runbook, language)
    plan = arguments.plan or ""
    if plan and plan not in runbook.plans:
        hint = nearest(plan, runbook.plans) or ", ".join(runbook.plans)
        raise UsageError(
            TEXTS.say("no-plan", language, plan=shorten(plan, 40)), TEXTS.say("plans", language, plans=hint)
        )
    if arguments.json:
        print_json(as_data(runbook, plan))
        return ExitCode.OK
    if arguments.format == "markdown":
        from xprunbook.cli.show_markdown import markdown

        print("\n".join(markdown(runbook, plan, language)))
        return ExitCode.OK
    lines = table(runbook, language) if runbook.plans else questions(runbook, language)
    for line in plan_text(runbook, plan, language) if plan else lines:
        print(line.rstrip())
    return ExitCode.OK


def _load(name: str, language: Language) -> Runbook:
    book, _ = Library(language=language).load(name)
    return book.speak(language)


def as_data(runbook: Runbook, plan: str = "") -> dict[str, Any]:
    """The runbook as JSON values; with a plan only that plan's steps."""
    return {
        "format": 1,
        "id": runbook.id,
        "language": runbook.language,
        "version": runbook.version,
        "title": runbook.title,
        "summary": runbook.summary,
        "plan": plan or None,
        "plans": {
            item.id: {"title": item.title, "fits": item.fits, "colour": item.colour}
            for item in runbook.plans.values()
        },
        "machines": {item.id: {"title": item.title, "host": item.host} for item in runbook.machines.values()},
        "inputs": {
            item.id: {"type": item.type, "title": item.title, "plans": list(item.plans)}
            for item in runbook.inputs.values()
        },
        "questions": [
            {
                "id": question.id,
                "ask": question.ask,
                "answers": [
                    {
                        "say": answer.say,
                        "next": answer.next or None,
                        "runbook": answer.runbook or None,
                        "plan": answer.plan or None,
                        "refuse": answer.refuse or None,
                        "why": answer.why,
                    }
                    for answer in question.answers
                ],
            }
            for question in runbook.questions
        ],
        "phases": [{"id": phase.id, "title": phase.title, "gate": phase.gate} for phase in runbook.phases],
        "steps": [
            _step_data(step, phase, plan)
            for phase in runbook.phases
            for step in phase.steps
            if not plan or plan in step.plans
        ],
    }


def _step_data(step: Step, phase: Phase, plan: str) -> dict[str, Any]:
    return {
        "id": step.id,
        "number": step.number,
        "phase": phase.id,
        "plans": dict(step.plans),
        "title": step.title,
        "short": step.short,
        "origin": "ours" if step.ours else None,
        "on": dict(step.on),
        "minutes": dict(step.minutes),
        "needs": list(step.needs),
        "when": {name: list(values) for name, values in step.when.items()},
        "do": step.do,
        "warnings": [_note_data(note) for note in step.warnings],
        "hints": [_note_data(note) for note in step.hints],
        "links": [{"title": link.title, "url": link.url} for link in step.links],
        "observe": {"type": step.observe.type, "title": step.observe.title} if step.observe else None,
        "overwrites": step.overwrites or None,
        "runbook": step.runbook and {"id": step.runbook.id, "plans": dict(step.runbook.plans)},
        "undo": step.undo or None,
        "undo_minutes": step.undo_minutes,
        "point_of_no_return": sorted(step.no_return),
        "steps": [_step_data(child, phase, plan) for child in step.steps if not plan or plan in child.plans],
    }


def _note_data(note: Note) -> dict[str, Any]:
    return {"text": note.text, "unconfirmed": note.unconfirmed}


def questions(runbook: Runbook, language: Language) -> Iterator[str]:
    """What a runbook that only asks would ask, and where every answer leads."""
    yield f"{runbook.title}  ({runbook.id} {runbook.version})"
    numbers = {question.id: at for at, question in enumerate(runbook.questions, 1)}
    for question in runbook.questions:
        yield ""
        yield from _wrapped(f"{numbers[question.id]}. {question.ask}", "")
        for answer in question.answers:
            yield from _wrapped(f"- {answer.say}", "   ")
            yield from _wrapped(f"> {_end(answer, numbers, language)}", "     ")


def _end(answer: Answer, numbers: Mapping[str, int], language: Language) -> str:
    if answer.refuse:
        return TEXTS.say("refuses", language, text=" ".join(answer.refuse.split()))
    if answer.next:
        return TEXTS.say("next", language, number=numbers[answer.next])
    return answer.runbook + (TEXTS.say("child-plan", language, plan=answer.plan) if answer.plan else "")


def table(runbook: Runbook, language: Language) -> Iterator[str]:
    """Every step with the marks of every plan, in at most 79 columns."""
    yield f"{runbook.title}  ({runbook.id} {runbook.version})"
    yield ""
    for plan in runbook.plans.values():
        yield f"  {plan.id}  {plan.title}"
    yield ""
    yield f"{'#':>5} " + "".join(f"{plan:^5}" for plan in runbook.plans)
    for phase in runbook.phases:
        yield f"-- {phase.title} {'-' * max(0, WIDTH - 4 - cells(phase.title))}"
        for step in phase.steps:
            for row in (step, *step.steps):
                marks = "".join(f"{row.plans.get(plan, ''):^5}" for plan in runbook.plans)
                lead = f"{row.number:>5} {marks} {'  ' if row.parent else ''}"
                yield lead + shorten(_filled(runbook, row.title), WIDTH - cells(lead))
        if phase.gate:
            yield f"{'':>5} {'':{5 * len(runbook.plans)}} " + shorten(
                TEXTS.say("gate", language, gate=phase.gate), WIDTH - 7 - 5 * len(runbook.plans)
            )


def plan_text(runbook: Runbook, plan: str, language: Language) -> Iterator[str]:
    """One plan, step by step, with everything a person needs to carry it out."""
    chosen = runbook.plans[plan]
    yield f"{runbook.title}"
    yield f"{plan}: {chosen.title}"
    if chosen.fits:
        yield from _wrapped(chosen.fits, "")
    leaves = runbook.leaves(plan)
    optional = [step for step in leaves if step.plans[plan] is Mark.OPTIONAL]
    more = sum(step.minutes.get(plan, 0) for step in optional)
    minutes = sum(step.minutes.get(plan, 0) for step in leaves) - more
    yield TEXTS.say("sum", language, count=len(leaves), optional=len(optional), minutes=minutes, more=more)
    for phase in runbook.phases:
        steps = [step for step in phase.steps if plan in step.plans]
        if not steps:
            continue
        yield ""
        yield f"== {phase.title} {'=' * max(0, WIDTH - 4 - cells(phase.title))}"
        for step in steps:
            yield from _step_text(runbook, step, plan, language)
            for child in step.steps:
                if plan in child.plans:
                    yield from _step_text(runbook, child, plan, language)
        if phase.gate:
            yield ""
            for line in TEXTS.say("gate", language, gate=_filled(runbook, phase.gate)).splitlines():
                yield from _wrapped(line, "   ")


def _step_text(runbook: Runbook, step: Step, plan: str, language: Language) -> Iterator[str]:
    yield ""
    yield f"{step.number:>4} {step.plans[plan]:<3} {_filled(runbook, step.title)}"
    machine = runbook.machines.get(step.on.get(plan, ""))
    facts = [machine.title if machine else ""]
    if minutes := step.minutes.get(plan):
        facts.append(TEXTS.say("minutes", language, minutes=minutes))
    if step.ours:
        facts.append(TEXTS.say("ours", language))
    if shown := [fact for fact in facts if fact]:
        yield f"         {', '.join(shown)}"
    for note in step.warnings:
        yield from _note_text(runbook, "warning", note, language)
    if step.overwrites:
        yield from _labelled(runbook, "overwrites", step.overwrites, language)
    if plan in step.no_return:
        yield f"         {TEXTS.say('no-return', language)}"
    for line in _filled(runbook, step.do).splitlines():
        yield from _wrapped(line, "         ")
    if step.runbook is not None:
        there = step.runbook.plans.get(plan, "")
        words = TEXTS.say("child-plan", language, plan=there) if there else ""
        yield f"         {TEXTS.say('child', language, runbook=step.runbook.id, plan=words)}"
        yield f"         xprunbook show {step.runbook.id}{f' --plan {there}' if there else ''}"
    if step.observe:
        yield from _labelled(runbook, "observe", step.observe.title, language)
    for note in step.hints:
        yield from _note_text(runbook, "hint", note, language)
    for link in step.links:
        yield f"         {link.title}: {link.url}"
    if step.undo:
        yield from _labelled(runbook, "undo", step.undo.strip(), language)


def _note_text(runbook: Runbook, key: str, note: Note, language: Language) -> Iterator[str]:
    text = note.text + (TEXTS.say("unconfirmed", language) if note.unconfirmed else "")
    yield from _labelled(runbook, key, text, language)


def _labelled(runbook: Runbook, key: str, text: str, language: Language) -> Iterator[str]:
    for line in TEXTS.say(key, language, text=_filled(runbook, text)).splitlines():
        yield from _wrapped(line, "         ")


def _filled(runbook: Runbook, text: str) -> str:
    return fill_text(text, {}, runbook.inputs)


def _wrapped(line: str, indent: str) -> Iterator[str]:
    """Wrap a line at blanks; a list item hangs under its text."""
    from textwrap import wrap

    body = line.lstrip()
    hang = " " * (len(line) - len(body) + (2 if body.startswith(("- ", "* ")) else 0))
    first = indent + line[: len(line) - len(body)]
    yield from wrap(
        body,
        WIDTH,
        initial_indent=first,
        subsequent_indent=indent + hang,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]
