"""What a runbook may say: every field's mistakes, plans, order, inputs, parameters, the chooser."""

from __future__ import annotations

import pytest

from tests.runbook.helpers import SMALL, codes, problems_of, with_change
from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType
from xprunbook.runbook.problems import RunbookProblems, Severity

ERRORS = [
    # shapes
    ("format: 1", "format: 2", "format"),
    ("format: 1", "format: one", "number"),
    ("id: small", "id: Small", "id.runbook"),
    ("id: small\n", "", "field.missing"),
    ("language: en", "language: fr", "word.not-one"),
    ('version: "1"', "version: 1", "text.number"),
    ("title: Small", "titel: Small", "field.unknown"),
    ("title: Small", "title:", "empty"),
    ("title: Small", 'title: "  "', "empty"),
    ("title: Small", "title: true", "text.truth"),
    ("title: Small", "title: {a: b}", "text.is-map"),
    ("title: Small", "title: [a]", "text.is-list"),
    ("title: Small", 'title: "a\\nb"', "text.lines"),
    ("{title: Two}", "{title: Two, short: A very long short}", "text.long"),
    ("B: {title: Two}", "Beta: {title: Two}", "id.plan"),
    ("plans:\n  A: {title: One}\n  B: {title: Two}", "plans: [A, B]", "want.map"),
    ("{title: Two}", "{title: Two, colour: Blue!}", "id.colour"),
    ("web: {", "Web: {", "id.machine"),
    ("title: Web server,", "title: Web server, short: WebSrv,", "text.long"),
    ("server: {type", "Server: {type", "id.input"),
    ("admin: {type", "ADMIN: {type", "id.secret"),
    ("type: login", "type: passwd", "word.not-one"),
    ("type: host", "type: hosts", "word.not-one"),
    ("title: Login", "title: Login, optional: maybe", "flag"),
    ("title: Login", "title: Login, scope: all", "word.not-one"),
    ("- id: work", "- id: Work", "id.phase"),
    ("- id: one", "- id: one_", "id.step"),
    ("- id: second", "- id: Second", "id.question"),
    ("needs: [one]", "needs: one", "want.list"),
    ("needs: [one]", "needs: []", "empty"),
    ("needs: [one]", "needs: [two-c]", "unknown.step"),
    ("on: web", "on: db", "unknown.machine"),
    ("minutes: {A: 5}", "minutes: -5", "number.range"),
    ("minutes: {A: 5}", "minutes: 5.5", "number"),
    ("minutes: {A: 5}", "minutes: true", "number"),
    ("minutes: {A: 5}", "minutes: {C: 5}", "unknown.plan"),
    ("plans: {A: X, B: (X)}", "plans: {A: X, C: X}", "unknown.plan"),
    ("plans: {A: X, B: (X)}", "plans: {A: x}", "word.not-one"),
    ("plans: {A: X, B: (X)}", "plans: {}", "empty"),
    ("undo: Go back.", "origin: theirs", "word.not-one"),
    ("undo: Go back.", "point_of_no_return: false", "flag.only-true"),
    ("undo: Go back.", "point_of_no_return: maybe", "flag"),
    ("undo: Go back.", "hints: Be careful", "want.list"),
    ("undo: Go back.", "hints: [{text: a, confirmed: true}]", "field.unknown"),
    ("undo: Go back.", "links: [{title: a, url: 'ftp://x'}]", "url"),
    ("undo: Go back.", "links: [{title: a, url: 'javascript:alert(1)'}]", "url"),
    ("undo: Go back.", "links: [{title: a}]", "field.missing"),
    ("undo: Go back.", "runbook: {id: Other}", "id.runbook"),
    ("undo: Go back.", "runbook: other", "want.map"),
    ("undo: Go back.", "before: [{a.b: {}, c.d: {}}]", "map.single"),
    ("undo: Go back.", "before: {a.b: {}}", "want.list"),
    ("undo: Go back.", "before: [{install: {}}]", "id.kind"),
    ("undo: Go back.", "action: {a.b: now}", "want.map"),
    ("undo: Go back.", "observe: {type: text}", "field.missing"),
    # names
    ("title: First", "title: First ${servr}", "name.unknown"),
    ("title: First", "title: First ${SERVER}", "name.broken"),
    ("title: First", "title: First ${admin}", "name.secret"),
    ("title: Small", "title: Small ${server}", "name.not-here"),
    ('default: "no"', 'default: "${server}"', "name.in-input"),
    ('login: "${admin}"', 'login: "x ${admin}"', "name.secret-inside"),
    ('login: "${admin}"', 'login: "${admn}"', "name.unknown"),
    ('login: "${admin}"', 'login: "${}"', "name.broken"),
    ('host: "${server}"}', 'host: "${srv}"}', "name.unknown"),
    # ids and plans
    ("- id: three", "- id: one", "id.twice"),
    ("- id: three", "- id: two-a", "id.twice"),
    ("- id: three", "- id: work", "id.twice"),
    ("- id: second", "- id: first", "id.twice"),
    ("  admin: {", "  server: {", "id.twice"),
    ("plans: {A: (X)}", "plans: {B: X}", "plan.not-parents"),
    (
        "plans: {A: X}\n        title: Second",
        "plans: {A: X}\n        on: {B: web}\n        title: Second",
        "plan.not-here",
    ),
    ("undo: Go back.", "point_of_no_return: [A]", "plan.not-here"),
    ("undo: Go back.", "minutes: {A: 4}", "plan.not-here"),
    # steps
    ("title: Second", "title: Second\n        minutes: 5", "step.not-leaf"),
    ("title: Second", "title: Second\n        action: {a.b: {}}", "step.not-leaf"),
    ("title: Second", "title: Second\n        runbook: {id: other}", "step.not-leaf"),
    ("undo: Go back.", "runbook: {id: other}\n        action: {a.b: {}}", "step.child-action"),
    ("needs: [one]", "needs: [two]", "needs.own"),
    ("needs: [one]", "needs: [two-a]", "needs.own"),
    ("title: Half", "title: Half\n            needs: [two]", "needs.own"),
    ("title: First", "title: First\n        needs: [two]", "needs.circle"),
    ("title: First", "title: First\n        needs: [two-b]", "needs.circle"),
    ("title: Half", "title: Half\n            steps: [{id: x, title: y}]", "field.unknown"),
    # chooser
    ("plan: A}", "plan: A, next: second}", "answer.ends"),
    ("plan: A}", "why: so}", "answer.ends"),
    ("next: second}", "next: scond}", "unknown.question"),
    ("next: second}", "plan: B}", "choose.unreached"),
    ("plan: B}", "next: first}", "choose.circle"),
    ("plan: B}", "next: second}", "choose.circle"),
    # inputs
    ("choices: [inner, outer]", "default: x", "choices.missing"),
    ("type: host,", "type: host, choices: [a],", "choices.not-here"),
    ("choices: [inner, outer]", "choices: [inner, inner]", "choices.twice"),
    ("choices: [inner, outer]", "choices: [inner, outer], default: outr", "value"),
    ("choices: [inner, outer]", "choices: [inner, outer], default: [inner]", "value.one"),
    ('default: "no"', "default: no way", "value"),
    ('default: "no"', "default: true", "text.truth"),
    ("default: [one, two]", "default: [one, ONE]", "value"),
    ("title: Server}", "title: Server, plans: [C]}", "unknown.plan"),
    ("title: Server}", "title: Server, default: a b}", "value"),
    ("undo: Go back.", "observe: {type: choice, title: x}", "choices.missing"),
    ('when: {ready: "yes"}', "when: {ready: true}", "text.truth"),
    ('when: {ready: "yes"}', "when: {ready: maybe}", "when.value"),
    ('when: {ready: "yes"}', "when: {ring: iner}", "when.value"),
    ('when: {ready: "yes"}', "when: {server: a}", "when.type"),
    ('when: {ready: "yes"}', "when: {redy: a}", "unknown.input"),
]


@pytest.mark.parametrize(("old", "new", "code"), ERRORS)
def test_each_mistake_is_told_with_its_place(old: str, new: str, code: str) -> None:
    """One mistake, its code, a place near it, an excerpt with a caret."""
    changed = with_change(old, new)
    found = [problem for problem in problems_of(changed) if problem.code == code]
    assert found, [(problem.code, problem.message) for problem in problems_of(changed)]
    assert all(problem.severity is Severity.ERROR for problem in found)
    assert all("\n" in problem.excerpt and problem.message for problem in found)
    if code not in ("field.missing", "choose.unreached", "id.twice", "choose.circle", "needs.circle"):
        first = changed[: changed.index(new)].count("\n") + 1
        assert first - 1 <= found[0].line <= first + new.count("\n")


WARNINGS = [
    ("title: First", "title: First of all the steps that have far too long a title", "short.missing"),
    ("undo: Go back.", "undo_minutes: 5", "step.undo-minutes"),
    ("undo: Go back.", 'number: "1"', "number.twice"),
    ("B: {title: Two}", "B: {title: Two}\n  C: {title: Three}", "plan.empty"),
    ("B: {title: Two}", "B: {title: Two}\n  C: {title: Three}", "choose.no-plan"),
    (
        "undo: Go back.",
        "\n".join(
            ["undo: Go back.", *(f"      - {{id: s{n}, title: s, plans: {{A: X}}}}" for n in range(7))]
        ),
        "phase.long",
    ),
]


@pytest.mark.parametrize(("old", "new", "code"), WARNINGS)
def test_warnings_do_not_close_the_runbook(old: str, new: str, code: str) -> None:
    """The runbook opens; only the warning asked for (and its companion) is told."""
    found = problems_of(with_change(old, new))
    assert code in codes(found, Severity.WARNING)
    assert codes(found, Severity.ERROR) == []


def test_the_small_one_is_clean() -> None:
    """Else the tests above would prove nothing."""
    assert problems_of(SMALL) == ()


def test_all_at_once_and_the_nearest_word() -> None:
    """Several mistakes are told together, in the order of the file, with what was probably meant."""
    text = with_change("needs: [one]", "needs: [onee]")
    text = with_change("on: web", "on: wbe", text)
    text = with_change("title: Small", "titel: Small", text)
    found = problems_of(text)
    assert codes(found) == ["field.missing", "field.unknown", "unknown.machine", "unknown.step"]
    assert [problem.hint for problem in found[1:]] == [
        "Perhaps “title” is meant.",
        "Perhaps “web” is meant.",
        "Perhaps “one” is meant.",
    ]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    error = RunbookProblems(found)
    assert error.message.startswith("small.yaml:1:1: ")


def test_a_long_circle_is_told_without_recursion() -> None:
    """Thousands of steps that need each other."""
    rows = "".join(
        f"      - {{id: s{n}, title: s, plans: {{A: X}}, needs: [s{(n + 1) % 2000}]}}\n" for n in range(2_000)
    )
    assert "needs.circle" in codes(problems_of(SMALL + rows))


SPECS = {
    "host": ParameterSpec(ParameterType.HOST),
    "login": ParameterSpec(ParameterType.LOGIN),
    "port": ParameterSpec(ParameterType.PORT, required=False),
    "names": ParameterSpec(ParameterType.NAMES, required=False),
    "force": ParameterSpec(ParameterType.FLAG, required=False),
    "mode": ParameterSpec(ParameterType.TEXT, required=False, choices=("fast", "safe")),
    "instance": ParameterSpec(ParameterType.SQL_INSTANCE, required=False),
    "text": ParameterSpec(ParameterType.TEXT, required=False),
}
KINDS = {"demo.install": Kind("demo.install", SPECS, check=False)}


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ('host: "${server}", login: "${admin}"', ""),
        ('host: web01, login: "${admin}", port: 443, names: [a, b], force: true, mode: safe', ""),
        ('host: "${server}.example.org", login: "${admin}", names: "${bases}"', ""),
        ('host: "${server}", login: "${admin}", instance: "${server}", text: "on ${server}"', ""),
        ('host: "${server}"', "parameter.missing"),
        ('host: "${server}", login: "${admin}", hots: x', "parameter.unknown"),
        ('host: "${bases}", login: "${admin}"', "parameter.type-of"),
        ('host: "${server}", login: "${server}"', "parameter.type-of"),
        ('host: "${server}", login: sa', "parameter.secret"),
        ('host: "a b", login: "${admin}"', "value"),
        ('host: [a], login: "${admin}"', "parameter.type"),
        ('host: 5, login: "${admin}"', "parameter.type"),
        ('host: "${server}", login: "${admin}", port: 70000', "parameter.type"),
        ('host: "${server}", login: "${admin}", port: http', "parameter.type"),
        ('host: "${server}", login: "${admin}", force: "yes"', "parameter.type"),
        ('host: "${server}", login: "${admin}", names: []', "parameter.type"),
        ('host: "${server}", login: "${admin}", mode: slow', "parameter.choice"),
        ('host: "${server}", login: "${admin}", instance: "a,b"', "value"),
    ],
)
def test_parameters(new: str, code: str) -> None:
    """Parameters are checked against the kind, by name and by type."""
    text = with_change('host: "${server}", login: "${admin}"', new)
    assert codes(problems_of(text, kinds=KINDS)) == ([code] if code else [])
    if code not in ("", "value"):
        assert problems_of(text) == ()


def test_unknown_kinds_are_warnings() -> None:
    """By hand only; but where a kind may stand is an error."""
    text = with_change("demo.install", "demo.instal")
    (problem,) = problems_of(text, kinds=KINDS)
    assert (problem.code, problem.severity) == ("kind.unknown", Severity.WARNING)
    assert "demo.install" in problem.hint
    text = with_change("undo: Go back.", 'after: [{demo.install: {host: a, login: "${admin}"}}]')
    assert codes(problems_of(text, kinds=KINDS)) == ["kind.no-check"]


GIVING = {
    "demo.give": Kind("demo.give", {}, taken_back_by="demo.take"),
    "demo.take": Kind("demo.take", {}),
    "demo.install": Kind(
        "demo.install",
        {"host": ParameterSpec(ParameterType.HOST), "login": ParameterSpec(ParameterType.LOGIN)},
    ),
}
GIVES = "      - {id: give, title: Give, plans: {A: X, B: X}, action: {demo.give: {}}}\n"
TAKES = "      - {id: take, title: Take, plans: {A: X}, action: {demo.take: {}}}\n"


def test_what_is_given_for_a_time_is_taken_back_in_every_plan() -> None:
    first, last = "      - id: one\n", "      - id: three\n"
    both = with_change(last, TAKES + last, with_change(first, GIVES + first))
    (problem,) = problems_of(both, kinds=GIVING)
    assert (problem.code, problem.severity) == ("kind.not-taken-back", Severity.WARNING)
    assert "plan B" in problem.message
    before = with_change(first, TAKES.replace("A: X", "A: X, B: X") + GIVES + first)
    (problem,) = problems_of(before, kinds=GIVING)
    assert "plan A, B" in problem.message
    whole = with_change(last, TAKES.replace("A: X", "A: X, B: X") + last, with_change(first, GIVES + first))
    assert problems_of(whole, kinds=GIVING) == ()
