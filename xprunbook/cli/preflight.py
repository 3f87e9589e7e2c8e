"""``xprunbook preflight`` and ``xprunbook dry-run``: what a plan can look at before anybody starts.

Nothing is changed, nothing is ticked, no probe runs. A runbook from elsewhere must be trusted first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xprunbook.base.errors import ExitCode, UsageError
from xprunbook.base.language import Language, Texts
from xprunbook.base.settings import load_settings, settings_path
from xprunbook.base.text import cells, one_line, plain_text
from xprunbook.cli.automation import Trust, automation
from xprunbook.cli.beginning import check_plan, read_inputs
from xprunbook.cli.streams import print_json
from xprunbook.run.automation import Bench, Preview, Result
from xprunbook.run.clock import RealClock
from xprunbook.run.contract import Finding
from xprunbook.run.elevation import say_lacking, steps_lacking
from xprunbook.run.identity import account, host
from xprunbook.run.preflight import Looked, dry_run, imagined, preflight, stands_in_the_way
from xprunbook.run.secrets import SecretKeeper, with_secrets
from xprunbook.run.sessions import find_here
from xprunbook.run.texts import word
from xprunbook.run.trust import surface
from xprunbook.run.view import StepView
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Book, Runbook
from xprunbook.runbook.problems import nearest

if TYPE_CHECKING:
    from argparse import Namespace

TEXTS = Texts(
    {
        "names": (
            "„{title}“ kommt nicht mit dem Programm und nennt {count} Prüfungen und Aktionen:",
            "“{title}” does not come with the program and names {count} checks and actions:",
        ),
        "not-trusted": ("Diesem Runbook wird nicht vertraut.", "This runbook is not trusted."),
        "not-trusted.hint": (
            "Mit --trust gilt Vertrauen genau diesen Bytes, auch künftig.",
            "With --trust, exactly these bytes are trusted, from now on.",
        ),
        "no-role": ("Einen Rechner {name} gibt es nicht.", "There is no machine {name}."),
        "roles": ("Es gibt: {roles}", "There are: {roles}"),
        "helps": ("hilft: {helps}", "what helps: {helps}"),
        "see": ("siehe: {jump}", "see: {jump}"),
        "as": ("gesehen als {identity}", "seen as {identity}"),
        "nothing": ("In diesem Plan gibt es nichts zu prüfen.", "This plan has nothing to look at."),
        "no-action": ("In diesem Plan gibt es keine Aktion.", "This plan has no action."),
        "in-the-way": ("Im Weg: {count} von {total}", "In the way: {count} of {total}"),
        "clear": ("Nichts im Weg: {total} geprüft", "Nothing in the way: {total} looked at"),
        "would": ("würde tun:", "would do:"),
        "already": ("ist schon so", "is so already"),
    }
)


def run(arguments: Namespace, language: Language) -> int:
    """Look and print; exit code 1 when something stands in the way."""
    bench = make_bench(arguments, language)
    if arguments.command == "dry-run":
        return _dry_run(bench, arguments.json)
    return _preflight(bench, arguments.json)


def make_bench(arguments: Namespace, language: Language) -> Bench:
    """A run that is only imagined: plan and inputs as said. UsageError, also when the runbook is not trusted."""
    book, _ = Library(language=language).load(arguments.runbook)
    runbook = book.speak(language)
    plan = check_plan(runbook, arguments.plan, language)
    inputs = read_inputs(runbook, arguments.set, language)
    here = _here(runbook, arguments.here, language) or find_here(runbook, inputs, host())
    _check_trust(book, runbook, language, trust=arguments.trust)
    able = automation(book, language)
    # Credentials of all runs may be used; those of one run there are not, for there is no run.
    keeper = SecretKeeper(able.store, runbook, "", language) if able.store else None
    return Bench(with_secrets(able, keeper), runbook, imagined(runbook, plan, inputs, here), language)


def _here(runbook: Runbook, named: str | None, language: Language) -> str:
    if not named or named in runbook.machines:
        return named or ""
    near = nearest(named, runbook.machines) or ", ".join(runbook.machines)
    raise UsageError(
        TEXTS.say("no-role", language, name=one_line(named, 40)), TEXTS.say("roles", language, roles=near)
    )


def _check_trust(book: Book, runbook: Runbook, language: Language, *, trust: bool) -> None:
    """Before anything is looked at: trusted, or all it names on stderr."""
    known = Trust(book, language)
    if known.given():
        return
    named = list(surface(runbook))
    title = one_line(runbook.title, 200)
    print(TEXTS.say("names", language, title=title, count=len(named)), file=sys.stderr)
    for one in named:
        print(f"  {one_line(one.number, 12):<4} {one.place:<7} {one.kind}  {one.parameters}", file=sys.stderr)
    if not trust:
        raise UsageError(TEXTS.say("not-trusted", language), TEXTS.say("not-trusted.hint", language))
    person = load_settings(settings_path()).person or account()
    known.give(person, RealClock().utc())


# Preflight


def _preflight(bench: Bench, as_json: bool) -> int:
    if (lacking := say_lacking(bench)) and not as_json:
        print(lacking)
    looked = preflight(bench)
    hindering = stands_in_the_way(looked)
    if as_json:
        checks = [{**_place(item.row), **_found(item.result)} for item in looked]
        lacking_rights = [row.step.id for row in steps_lacking(bench)]
        head = {**_head(bench), "lacking_rights": lacking_rights}
        print_json({**head, "checks": checks, "in_the_way": len(hindering)})
    else:
        for line in _table(bench, looked):
            print(line)
        _sum(bench.language, len(hindering), len(looked), "nothing")
    return ExitCode.NO if hindering else ExitCode.OK


def _table(bench: Bench, looked: tuple[Looked, ...]) -> Iterator[str]:
    before = ""
    for item in looked:
        if item.row.step.id != before:
            yield f"{one_line(item.row.step.number, 12)}  {one_line(item.row.step.title)}"
            before = item.row.step.id
        yield from _lines(bench.language, item.result)


def _lines(language: Language, result: Result) -> Iterator[str]:
    column = max(cells(word(one, language)) for one in Finding)
    state = word(result.inspection.finding, language)
    yield f"  {state}{' ' * (column - cells(state))}  {one_line(result.sentence)}"
    indent = " " * (column + 4)
    facts = [one_line(result.kind)]
    if result.inspection.identity:
        facts.append(TEXTS.say("as", language, identity=one_line(result.inspection.identity)))
    yield indent + ", ".join(facts)
    for detail in result.details:
        yield indent + one_line(detail)
    if result.helps:
        yield indent + TEXTS.say("helps", language, helps=one_line(result.helps))
    if result.inspection.jump:
        yield indent + TEXTS.say("see", language, jump=one_line(result.inspection.jump))


def _sum(language: Language, hindering: int, total: int, nothing: str) -> None:
    if not total:
        print(TEXTS.say(nothing, language), file=sys.stderr)
    elif hindering:
        print(TEXTS.say("in-the-way", language, count=hindering, total=total), file=sys.stderr)
    else:
        print(TEXTS.say("clear", language, total=total), file=sys.stderr)


# Dry run


def _dry_run(bench: Bench, as_json: bool) -> int:
    previews = dry_run(bench)
    rows = bench.runbook.steps
    hindering = sum(preview.blocked for preview in previews)
    if as_json:
        actions = [_planned(preview, rows[preview.step].number) for preview in previews]
        print_json({**_head(bench), "actions": actions, "in_the_way": hindering})
    else:
        for preview in previews:
            print(f"{one_line(rows[preview.step].number, 12)}  {one_line(rows[preview.step].title)}")
            for line in _would(bench.language, preview):
                print(line)
        _sum(bench.language, hindering, len(previews), "no-action")
    return ExitCode.NO if hindering else ExitCode.OK


def _would(language: Language, preview: Preview) -> Iterator[str]:
    for result in (*preview.checks, preview.result):
        yield from _lines(language, result)
    operations = preview.plan.operations if preview.plan else ()
    if operations:
        yield "  " + TEXTS.say("would", language)
    elif preview.result.inspection.finding is Finding.SATISFIED:
        yield "  " + TEXTS.say("already", language)
    for operation in operations:
        yield f"    {one_line(operation.verb)}  {one_line(operation.target)}"
        for line in plain_text(operation.text, limit=len(operation.text) * 8 + 1).split("\n"):
            yield f"      {line}"
    for warning in preview.warnings:
        yield f"    ! {one_line(warning)}"


# JSON


def _head(bench: Bench) -> dict[str, Any]:
    state = bench.state
    return {"runbook": bench.runbook.id, "plan": state.plan, "here": state.here or None}


def _place(row: StepView) -> dict[str, Any]:
    return {"step": row.step.id, "number": row.step.number, "title": row.step.title}


def _found(result: Result) -> dict[str, Any]:
    found = result.inspection
    return {
        "place": result.place,
        "kind": result.kind,
        "finding": found.finding,
        "sentence": result.sentence,
        "identity": found.identity or None,
        "helps": result.helps or None,
        "details": list(result.details),
        "jump": found.jump or None,
        "evidence": dict(found.evidence),
    }


def _planned(preview: Preview, number: str) -> dict[str, Any]:
    plan = preview.plan
    operations = plan.operations if plan else ()
    return {
        "step": preview.step,
        "number": number,
        "checks": [_found(result) for result in preview.checks],
        "action": _found(preview.result),
        "blocked": preview.blocked,
        "digest": plan.digest if plan and operations else None,
        "operations": [{"verb": one.verb, "target": one.target, "text": one.text} for one in operations],
        "warnings": list(preview.warnings),
    }
