"""Which way: for every version and target environment the runbook with its plan, or the refusal with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from xprunbook.base.language import LANGUAGES, Language
from xprunbook.runbook.choose import Walk, answer, begin
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Book, Runbook

CHOOSER = "xphone-which-way"
MOVE = "XPhone oder seine Datenbanken"

TABLE = f"""
{MOVE} | V4 | Alles | Ja | => xphone-v4-to-v9 A
{MOVE} | V4 | Alles | 500 Benutzer | => xphone-v4-to-v9 B
{MOVE} | V4 | Alles | 10 GB | => xphone-v4-to-v9 B
{MOVE} | V4 | Alles | trotzdem | => no: Plan B .*Plan C; plan B .*plan C
{MOVE} | V4 | getrennt | neuer | => xphone-v4-to-v9 C
{MOVE} | V4 | getrennt | Älter als SQL Server 2014 | => no: mindestens Version 2014; version 2014 at least
{MOVE} | V4 | nur die Datenbanken | => no: Plan D.*V9-Server.*Plan A, B oder C; plan D.*V9 server.*plan A, B or C
{MOVE} | V4 | V4 heute läuft | => no: nicht an Ort und Stelle.*nebeneinander; in place.*beside
{MOVE} | V5, V6 oder V7 | Alles | Ja | Lange | => xphone-journey-v5-v7 AI
{MOVE} | V5, V6 oder V7 | Alles | Ja | Kaum, für | => xphone-journey-v5-v7 AP
{MOVE} | V5, V6 oder V7 | Alles | Ja | Kaum, und | => no: Wochenende.*parallelen; weekend.*parallel
{MOVE} | V5, V6 oder V7 | Alles | 500 Benutzer | Lange | => xphone-journey-v5-v7 BI
{MOVE} | V5, V6 oder V7 | Alles | 500 Benutzer | Kaum, für | => xphone-journey-v5-v7 BP
{MOVE} | V5, V6 oder V7 | Alles | 500 Benutzer | Kaum, und | => no: Wochenende.*parallelen; weekend.*parallel
{MOVE} | V5, V6 oder V7 | Alles | 10 GB | Lange | => xphone-journey-v5-v7 BI
{MOVE} | V5, V6 oder V7 | Alles | 10 GB | Kaum, für | => xphone-journey-v5-v7 BP
{MOVE} | V5, V6 oder V7 | Alles | 10 GB | Kaum, und | => no: Wochenende.*parallelen; weekend.*parallel
{MOVE} | V5, V6 oder V7 | Alles | trotzdem | => no: 10 GB.*Plan B .*Plan C; 10 GB.*plan B .*plan C
{MOVE} | V5, V6 oder V7 | getrennt | nicht älter | Lange | => xphone-journey-v5-v7 CI
{MOVE} | V5, V6 oder V7 | getrennt | nicht älter | Kaum, für | => xphone-journey-v5-v7 CP
{MOVE} | V5, V6 oder V7 | getrennt | nicht älter | Kaum, und | => no: Wochenende.*parallelen; weekend.*parallel
{MOVE} | V5, V6 oder V7 | getrennt | aber älter | => no: nie.*database-by-script; never.*database-by-script
{MOVE} | V5, V6 oder V7 | getrennt | Älter als SQL | => no: Version 2014.*Script; version 2014.*script
{MOVE} | V5, V6 oder V7 | nur die Datenbanken | => no: Plan D.*V9-Server.*V8; plan D.*V9 server.*V8
{MOVE} | V8 | Alles | Ja | => xphone-v8-to-v9 A
{MOVE} | V8 | Alles | 500 Benutzer | => xphone-v8-to-v9 B
{MOVE} | V8 | Alles | 10 GB | => xphone-v8-to-v9 B
{MOVE} | V8 | Alles | trotzdem | => no: 10 GB.*Plan B .*Plan C; 10 GB.*plan B .*plan C
{MOVE} | V8 | getrennt | nicht älter | => xphone-v8-to-v9 C
{MOVE} | V8 | getrennt | aber älter | => no: nie.*database-by-script; never.*database-by-script
{MOVE} | V8 | getrennt | Älter als SQL | => no: Version 2014.*Script; version 2014.*script
{MOVE} | V8 | nur die Datenbanken | => no: Erst aktualisieren.*nicht bestätigt; Update first.*Not confirmed
{MOVE} | V9 | Alles | Ja | => xphone-v8-to-v9 A
{MOVE} | V9 | Alles | 500 Benutzer | => xphone-v8-to-v9 B
{MOVE} | V9 | Alles | 10 GB | => xphone-v8-to-v9 B
{MOVE} | V9 | Alles | trotzdem | => no: 10 GB.*Plan B .*Plan C; 10 GB.*plan B .*plan C
{MOVE} | V9 | getrennt | nicht älter | => xphone-v8-to-v9 C
{MOVE} | V9 | getrennt | aber älter | => no: nie.*database-by-script; never.*database-by-script
{MOVE} | V9 | getrennt | Älter als SQL | => no: Version 2014.*Script; version 2014.*script
{MOVE} | V9 | nur die Datenbanken | nicht älter | => xphone-v8-to-v9 D
{MOVE} | V9 | nur die Datenbanken | aber älter | => xphone-database-by-script L
{MOVE} | V9 | nur die Datenbanken | Älter als SQL | => no: Version 2014.*Script; version 2014.*script
SQL Express | V8 oder V9 | => xphone-sql-express-update A
SQL Express | V4, V5 | => no: ein Umzug; a move
SQL-Script | aber älter | => xphone-database-by-script L
SQL-Script | Gleich alt | nicht möglich | => xphone-database-by-script S
SQL-Script | Gleich alt | Freigabe | => xphone-backup-share A
SQL-Script | Gleich alt | Er ginge auch | => no: schneller; faster
SQL-Script | Älter als SQL | => no: Version 2014; version 2014
Backup-Manager | => xphone-backup-share A
"""

LONG, HARDLY = ("Lange",), ("Kaum, für",)
EXPRESS, STANDARD = ("Alles", "Ja"), ("Alles", "500 Benutzer")
ONLY_DATABASES = ("nur die Datenbanken",)


def wishes() -> Iterator[tuple[tuple[str, ...], str]]:
    """Every version with every target environment, as a conversation, and what is expected of it."""
    yield ("V4", *EXPRESS), "xphone-v4-to-v9 A"
    yield ("V4", *STANDARD), "xphone-v4-to-v9 B"
    yield ("V4", "getrennt", "neuer"), "xphone-v4-to-v9 C"
    yield ("V4", *ONLY_DATABASES), "no"
    for version in ("V5", "V6", "V7"):
        for interruption, letter in ((LONG, "I"), (HARDLY, "P")):
            yield (version, *EXPRESS, *interruption), f"xphone-journey-v5-v7 A{letter}"
            yield (version, *STANDARD, *interruption), f"xphone-journey-v5-v7 B{letter}"
            yield (version, "getrennt", "nicht älter", *interruption), f"xphone-journey-v5-v7 C{letter}"
        yield (version, *ONLY_DATABASES), "no"
    for version in ("V8", "V9"):
        yield (version, *EXPRESS), "xphone-v8-to-v9 A"
        yield (version, *STANDARD), "xphone-v8-to-v9 B"
        yield (version, "getrennt", "nicht älter"), "xphone-v8-to-v9 C"
    yield ("V8", *ONLY_DATABASES), "no"
    yield ("V9", *ONLY_DATABASES, "nicht älter"), "xphone-v8-to-v9 D"


@cache
def book(name: str) -> Book:
    return Library().load(name)[0]


def speak(name: str, language: Language = "de") -> Runbook:
    return book(name).speak(language)


def positions(words: tuple[str, ...]) -> tuple[int, ...]:
    """The answers of a conversation; each word must fit exactly one answer of its question."""
    runbook = speak(CHOOSER)
    walk, found = begin(runbook), []
    for word in words:
        assert walk.question is not None, (words, word)
        fitting = [at for at, said in enumerate(walk.question.answers) if word in said.say]
        assert len(fitting) == 1, (walk.question.id, word, fitting)
        found += fitting
        walk = answer(runbook, walk, fitting[0])
    assert walk.question is None, words
    return tuple(found)


def follow(path: tuple[int, ...], language: Language = "de") -> Walk:
    runbook = speak(CHOOSER, language)
    walk = begin(runbook)
    for choice in path:
        walk = answer(runbook, walk, choice)
    return walk


def every_path() -> Iterator[tuple[int, ...]]:
    """All conversations there are, depth first."""
    runbook = speak(CHOOSER)
    waiting: list[tuple[Walk, tuple[int, ...]]] = [(begin(runbook), ())]
    while waiting:
        walk, path = waiting.pop()
        if walk.question is None:
            yield path
            continue
        for at in range(len(walk.question.answers)):
            waiting.append((answer(runbook, walk, at), (*path, at)))


def outcome(walk: Walk) -> str:
    return "no" if walk.refusal else f"{walk.runbook} {walk.plan}"


ROWS = [
    (tuple(part.strip() for part in said.strip().rstrip("|").split("|")), ends.strip())
    for said, ends in (line.split("=>") for line in TABLE.strip().splitlines())
]


@pytest.mark.parametrize(("words", "ends"), ROWS)
def test_a_conversation_ends_where_the_table_says(words: tuple[str, ...], ends: str) -> None:
    path = positions(words)
    if not ends.startswith("no:"):
        assert outcome(follow(path)) == ends
        return
    reasons = zip(LANGUAGES, ends.removeprefix("no:").split(";"), strict=True)
    for language, reason in reasons:
        walk = follow(path, language)
        assert (walk.runbook, walk.plan) == ("", "")
        assert re.search(reason.strip(), " ".join(walk.refusal.split())), walk.refusal


def test_every_conversation_there_is_stands_in_the_table_once() -> None:
    named = [positions(words) for words, _ in ROWS]
    assert sorted(named) == sorted(every_path())
    assert len(set(named)) == len(named)


@pytest.mark.parametrize(("words", "expected"), [*wishes()])
def test_every_version_with_every_target(words: tuple[str, ...], expected: str) -> None:
    version = "V5, V6 oder V7" if words[0] in ("V5", "V6", "V7") else words[0]
    assert outcome(follow(positions((MOVE, version, *words[1:])))) == expected


def test_no_version_and_no_target_is_left_out() -> None:
    asked = [(words[0], expected) for words, expected in wishes()]
    assert {version for version, _ in asked} == {f"V{number}" for number in range(4, 10)}
    assert len(asked) == 4 + 3 * 7 + 2 * 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_end_says_why(language: Language) -> None:
    for path in every_path():
        walk = follow(path, language)
        assert walk.refusal or walk.why, path
        assert walk.given[-1].answer.why or walk.refusal, path


SHIPPED = [header.id for header in Library().list()]


def leads() -> Iterator[tuple[str, str, str, str]]:
    """Every way from a shipped runbook to another: where it starts, the other one, and its plan ("": asked)."""
    for name in SHIPPED:
        runbook = speak(name)
        for question in runbook.questions:
            for said in question.answers:
                if said.runbook:
                    yield name, question.id, said.runbook, said.plan
        for step in runbook.steps.values():
            if step.runbook is not None:
                for plan in step.plans:
                    yield name, step.id, step.runbook.id, step.runbook.plans.get(plan, "")


@pytest.mark.parametrize(("name", "at", "other", "plan"), [*leads()])
def test_another_runbook_and_its_plan_exist(name: str, at: str, other: str, plan: str) -> None:
    assert other != name
    target = speak(other)
    assert target.phases, (at, other)
    assert plan in target.plans if plan else target.questions


def test_the_chooser_leads_to_every_runbook_and_plan_of_the_manual() -> None:
    reached = {outcome(follow(path)) for path in every_path()} - {"no"}
    children = {"xphone-v5-v7-to-v8"}
    wanted = {
        f"{name} {plan}"
        for name in SHIPPED
        if name.startswith("xphone-") and name not in children
        for plan in speak(name).plans
    }
    assert reached == wanted
    steps = speak("xphone-journey-v5-v7").steps
    chain = steps["raise-to-v8"].runbook
    assert chain is not None
    assert set(chain.plans.values()) == set(speak("xphone-v5-v7-to-v8").plans)


def test_the_share_is_repaired_on_a_side_trip_of_the_move() -> None:
    step = speak("xphone-v8-to-v9").steps["repair-share"]
    assert step.runbook is not None
    assert (step.runbook.id, step.runbook.plans) == ("xphone-backup-share", {"C": "A", "D": "A"})
    assert {plan: str(mark) for plan, mark in step.plans.items()} == {"C": "(X)", "D": "(X)"}
    assert step.ours
