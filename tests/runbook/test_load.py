"""Whole books: what the model holds, and the language siblings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.runbook.helpers import (
    PATCH_DAY,
    PATCH_DAY_EN,
    ROOT,
    SMALL,
    codes,
    patch_day,
    problems_of,
    with_change,
)
from xprunbook.runbook.compare import differing_steps
from xprunbook.runbook.load import load_book
from xprunbook.runbook.model import Mark, Note, Step
from xprunbook.runbook.problems import Severity

SIBLING = """\
format: 1
id: small
language: de
title: Klein
plans:
  A: {title: Eins}
  B: {title: Zwei}
machines:
  web: {title: Webserver}
choose:
  - id: second
    ask: Sicher?
    answers:
      - {say: Ja}
      - {say: Nein, refuse: Kommen Sie wieder.}
  - id: first
    ask: Welcher?
    answers:
      - {say: Einer}
      - {say: Anderer}
inputs:
  server: {title: Server}
  ready: {title: Bereit}
  ring: {title: Ring}
  bases: {title: Datenbanken}
secrets:
  admin: {title: Anmeldung}
phases:
  - id: work
    title: Arbeit
    steps:
      - {id: one, title: Erster}
      - id: two
        title: Zweiter
        steps:
          - {id: two-a, title: Hälfte}
          - {id: two-b, title: Andere Hälfte}
      - {id: three, title: Dritter, undo: Zurück.}
"""


def _step(text: str, id_: str) -> Step:
    book, _ = load_book(("small.yaml", text.encode()))
    return book.speak("en").steps[id_]


def test_the_fixture_in_both_languages() -> None:
    """Same ids, same plans, other texts."""
    book = patch_day()
    german, english = book.speak("de"), book.speak("en")
    assert book.main == "de"
    assert list(book.files) == ["patch-day.yaml", "patch-day.en.yaml"]
    assert list(german.steps) == list(english.steps)
    assert german.title == "Updates auf dem Webserver einspielen"
    assert english.title == "Install updates on the web server"
    assert english.version == german.version == "1.2"
    assert english.questions[0].answers[0].plan == "A"
    assert english.questions[0].answers[0].say == "Yes"
    install = english.steps["install"]
    assert install.hints[1] == Note(
        "The runtime's update sometimes comes with the second run only.", unconfirmed=True
    )
    assert install.links[0].url == "https://example.org/updates"
    assert install.minutes == {"A": 30, "B": 45}
    assert install.action is not None
    assert install.action.kind == "demo.install"
    assert install.action.parameters == {"host": "${web_server}", "login": "${admin}", "reboot": True}
    assert german.steps["drain"].short == "Knoten herausnehmen"
    assert english.steps["go-live"].no_return == frozenset("B")
    assert english.steps["go-live"].ours
    assert [step.id for step in english.leaves("A")][:3] == ["announce", "backup-files", "backup-database"]
    assert [item.id for item in english.inputs_of("A")] == ["web_server", "db_server", "database"]
    assert english.inputs["database"].default == "yes"
    assert english.plans["A"].short == "While in serv…"


def test_what_sub_steps_take_over() -> None:
    """Plans, needs, conditions, origin, and the machine if they have none."""
    text = with_change(
        "needs: [one]", "needs: [one]\n        on: web\n        origin: ours\n        when: {ring: inner}"
    )
    half, other = _step(text, "two-a"), _step(text, "two-b")
    assert half.plans == {"A": Mark.MANDATORY}
    assert other.plans == {"A": Mark.OPTIONAL}
    assert half.when == {"ring": ("inner",), "ready": ("yes",)}
    assert (half.needs, half.on, half.ours, half.parent) == (("one",), {"A": "web"}, True, "two")


def test_defaults() -> None:
    """What is left out has its meaning."""
    step = _step(SMALL, "one")
    assert (step.short, step.on, step.minutes) == ("First", {"A": "web", "B": "web"}, {"A": 5})
    assert _step(with_change("undo: Go back.", "point_of_no_return: true"), "three").no_return == frozenset(
        "B"
    )
    book, _ = load_book(("small.yaml", SMALL.encode()))
    assert [plan.colour for plan in book.speak("de").plans.values()] == ["plan-a", "plan-b"]
    assert book.speak("en").machines["web"].short == "Web…"


def test_a_whole_sibling() -> None:
    """No problem at all; lists with ids in any order."""
    assert problems_of(SMALL, SIBLING) == ()
    book, _ = load_book(("small.yaml", SMALL.encode()), [("small.de.yaml", SIBLING.encode())])
    german = book.speak("de")
    assert [question.ask for question in german.questions] == ["Welcher?", "Sicher?"]
    assert german.steps["two-b"].title == "Andere Hälfte"
    assert german.steps["three"].undo == "Zurück."


SIBLING_ERRORS = [
    ("id: small", "id: smal", "sibling.id"),
    ("language: de", "language: en", "sibling.language"),
    ("language: de", "language: xx", "word.not-one"),
    ("language: de\n", "", "field.missing"),
    ("format: 1", "format: 3", "format"),
    ("title: Klein", 'title: Klein\nversion: "1"', "sibling.not-text"),
    ("title: Klein", "titel: Klein", "field.unknown"),
    ("title: Klein", "title: Klein\nsummary: Mehr.", "sibling.surplus"),
    ("title: Klein", "title: [Klein]", "text.is-list"),
    ("B: {title: Zwei}", "B: {title: Zwei}\n  C: {title: Drei}", "sibling.surplus-id"),
    ("B: {title: Zwei}", "B: {title: Zwei, colour: x}", "sibling.not-text"),
    ("- {say: Ja}", "- {say: Ja, plan: B}", "sibling.not-text"),
    ("- {say: Ja}\n", "", "sibling.length"),
    ("{id: one, title: Erster}", "{id: uno, title: Erster}", "sibling.surplus-id"),
    ("{id: one, title: Erster}", "{title: Erster}", "sibling.no-id"),
    ("{id: one, title: Erster}", "{id: two, title: Erster}", "id.twice"),
    ("{id: one, title: Erster}", "Erster", "want.map"),
    ("{id: one, title: Erster}", "{id: one, title: Erster, plans: {A: X}}", "sibling.not-text"),
    ("{id: one, title: Erster}", "{id: one, title: Erster, hints: [x]}", "sibling.surplus"),
    ("title: Erster", "title: 'Erster ${servr}'", "name.unknown"),
    ("title: Erster", "title: Erster: eins", "yaml.colon"),
    ("phases:", "phases: x\nx:", "want.list"),
]


@pytest.mark.parametrize(("old", "new", "code"), SIBLING_ERRORS)
def test_sibling_errors(old: str, new: str, code: str) -> None:
    """Each with the sibling's file name and a place in it."""
    found = problems_of(SMALL, with_change(old, new, SIBLING))
    assert code in codes(found, Severity.ERROR), codes(found)
    assert {problem.file for problem in found} == {"small.0.yaml"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("title: Klein\n", "", "sibling.missing"),
        ("{title: Eins}", "{short: Eins}", "sibling.missing"),
        ("  A: {title: Eins}\n", "", "sibling.missing-id"),
        ("      - {id: one, title: Erster}\n", "", "sibling.missing-id"),
        (", undo: Zurück.", "", "sibling.missing"),
        ("title: Erster", "title: Der allererste Schritt von wirklich allen", "short.missing"),
    ],
)
def test_missing_texts_are_warnings(old: str, new: str, code: str) -> None:
    """The main language is shown instead."""
    text = with_change(old, new, SIBLING)
    assert codes(problems_of(SMALL, text)) == [code]
    book, _ = load_book(("small.yaml", SMALL.encode()), [("small.de.yaml", text.encode())])
    assert len(book.speak("de").steps) == 5


def test_both_files_are_told_at_once() -> None:
    """A broken main file does not hide what is wrong in the sibling, nor the other way round."""
    found = problems_of(with_change("on: web", "on: wbe"), with_change("B: {", "C: {", SIBLING))
    assert [(problem.file, problem.code) for problem in found if problem.severity is Severity.ERROR] == [
        ("small.yaml", "unknown.machine"),
        ("small.0.yaml", "sibling.surplus-id"),
    ]
    found = problems_of("[", with_change("title: Klein", "title: @", SIBLING))
    assert [problem.file for problem in found] == ["small.yaml", "small.0.yaml"]


def test_problems_speak_german() -> None:
    """The sentences come in the language asked for."""
    from xprunbook.runbook.problems import RunbookProblems

    with pytest.raises(RunbookProblems) as caught:
        load_book(("small.yaml", with_change("on: web", "on: wbe").encode()), language="de")
    assert caught.value.problems[0].message == "Eine Maschine „wbe“ gibt es nicht."
    assert caught.value.hint == "Gemeint ist vielleicht „web“."


def test_differing_steps() -> None:
    """Changed, added and removed ids; not what merely moved in the file."""
    old, _ = load_book(("small.yaml", SMALL.encode()))
    moved, _ = load_book(("small.yaml", ("# a comment\n\n" + SMALL).encode()))
    assert differing_steps(old.speak("en"), moved.speak("en")) == ()
    text = with_change("title: Half", "title: Part")
    text = with_change("- id: three", "- id: four", text)
    new, _ = load_book(("small.yaml", text.encode()))
    assert differing_steps(old.speak("en"), new.speak("en")) == ("two-a", "four", "three")
    assert replace(old.speak("en").steps["one"]) == moved.speak("en").steps["one"]


@pytest.mark.parametrize(
    "main", sorted(path for path in (ROOT / "runbooks").glob("*.yaml") if path.name.count(".") == 1)
)
def test_shipped_runbooks_have_no_problem(main: object) -> None:
    """Not even a warning, with all their siblings; and their file is named after their id."""
    from xprunbook.runbook.library import Library

    book, warnings = Library().load(str(main))
    assert warnings == ()
    assert str(main).endswith(f"{book.id}.yaml")


def test_the_fixture_files_exist() -> None:
    """Other rooms use them."""
    assert PATCH_DAY.is_file()
    assert PATCH_DAY_EN.is_file()
