"""What a word leads to: a few questions, and a command. Whether it may happen is decided by the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from xprunbook.base.language import Language
from xprunbook.base.moments import hours, read_moment
from xprunbook.line.console import Console
from xprunbook.line.pages import caution_lines, filled, gate_lines, numbers, value_words
from xprunbook.line.texts import LINE
from xprunbook.run import asking
from xprunbook.run import commands as c
from xprunbook.run.commands import Command, Verb
from xprunbook.run.decide import Refusal, decide
from xprunbook.run.events import Skipped
from xprunbook.run.state import StepState
from xprunbook.run.texts import say_refusal
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import Input, InputType, InputValue, Mark, Observation
from xprunbook.runbook.values import ValueProblem, check_value

VERDICTS: Final = ("happened", "did-not-happen", "again")
"""How a doubt may be settled."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One exchange: whom to ask, about which run and row, at what time; ``rest``: what followed the word."""

    console: Console
    run: RunView
    row: StepView | None
    now: float
    rest: str = ""
    warned: bool = False

    @property
    def step(self) -> StepView:
        """The row a word about a step has."""
        assert self.row is not None
        return self.row

    @property
    def language(self) -> Language:
        """The language."""
        return self.console.language

    def word(self, key: str) -> str:
        """A word of the face."""
        return LINE.say(key, self.language)

    def reason(self, key: str = "reason") -> str | None:
        """What followed the word, else asked for; None when nothing is said where it must be."""
        if self.rest:
            return self.rest
        return self.console.ask(key) if key.endswith("optional") else self.console.needed(key)


def ask_value(
    console: Console, asked: Input | Observation, before: InputValue | None, title: str
) -> InputValue | None:
    """Ask for a value until it fits; None when nothing is said."""
    if asked.type in (InputType.YES_NO, InputType.CHOICE):
        words = ("yes", "no") if asked.type is InputType.YES_NO else asked.choices
        choices = [(word, value_words(asked.type, word, console.language)) for word in words]
        return console.choose(title, choices, before if isinstance(before, str) else None)
    console.say(title)
    if asked.help:
        console.say(asked.help)
    if asked.example:
        console.tell("example", example=asked.example)
    while True:
        raw = console.ask("value", value_words(asked.type, before, console.language) if before else "")
        if not raw:
            return None
        try:
            return check_value(asked, raw, console.language)
        except ValueProblem as problem:
            console.say(f"{problem.message} {problem.hint}".strip())


def _tick(talk: Talk) -> Command | None:
    run, row, console = talk.run, talk.step, talk.console
    if not talk.warned:
        console.many(caution_lines(run, row, talk.language))
    steps, phases = asking.missing_of(run, row)
    if steps:
        console.tell("missing", steps=filled(run, steps))
    if phases:
        console.tell("missing-gate", phase=phases)
    if steps or phases:
        console.tell("missing-anyway")
    if row.step.overwrites and not confirm_target(talk):
        return None
    observed = None
    if row.step.observe is not None:
        title = filled(run, row.step.observe.title)
        observed = ask_value(console, row.step.observe, row.status.observed, title)
        if observed is None:
            console.tell("nothing-done")
            return None
    needed = asking.reason_needed(row)
    if row.mark is Mark.MANDATORY and not console.confirm("tick", number=row.step.number):
        console.tell("nothing-done")
        return None
    note = talk.reason() if needed else talk.rest
    return None if note is None else c.Tick(row.step.id, note, observed)


def confirm_target(talk: Talk) -> bool:
    """Have the target of something that overwrites typed."""
    target = asking.target_of(talk.run, talk.step)
    if talk.console.ask("target", target=target).casefold() == target.casefold():
        return True
    talk.console.tell("target-wrong")
    return False


def _observe(talk: Talk) -> Command | None:
    observe = talk.step.step.observe
    assert observe is not None
    title = filled(talk.run, observe.title)
    value = ask_value(talk.console, observe, talk.step.status.observed, title)
    return None if value is None else c.Observe(talk.step.step.id, value)


def _note(talk: Talk) -> Command | None:
    first, _, more = talk.rest.partition(" ")
    of_run = first.lower() in ("run", "lauf") or talk.row is None
    text = more if of_run and first.lower() in ("run", "lauf") else talk.rest
    text = text or talk.console.needed("note-text") or ""
    return c.AddNote(text, "" if of_run else talk.step.step.id) if text else None


def _leave_out(talk: Talk) -> Command | None:
    row = talk.step
    children = asking.open_sub_steps(talk.run, row)
    if children:
        talk.console.tell("gate-still-open", steps=numbers(children))
    if Verb.SKIP in row.verbs:
        reason = talk.reason("reason-optional")
        return None if reason is None else c.Skip(row.step.id, reason)
    talk.console.tell("deviation")
    reason = talk.reason()
    return c.Deviate(row.step.id, reason) if reason else None


def _not_applicable(talk: Talk) -> Command | None:
    reason = talk.reason()
    return c.FindNotApplicable(talk.step.step.id, reason) if reason else None


def _defer(talk: Talk) -> Command | None:
    owner = talk.console.ask("owner", talk.run.state.person)
    due = talk.console.needed("due") if owner else None
    return c.Defer(talk.step.step.id, talk.console.ask("reason-optional"), owner, due) if due else None


def _reopen(talk: Talk) -> Command | None:
    row = talk.step
    if asking.is_slip(row, talk.now) or row.state is not StepState.DONE:
        return c.Reopen(row.step.id, talk.rest)
    reason = talk.reason()
    return c.Reopen(row.step.id, reason) if reason else None


def _settle(talk: Talk) -> Command | None:
    intent = talk.step.status.intent
    if intent is not None and intent.summary:
        talk.console.exact(intent.summary)
    verdicts = [(name, talk.word(name)) for name in VERDICTS]
    verdict = talk.console.choose("settle", verdicts)
    reason = talk.reason() if verdict else None
    return c.Settle(talk.step.step.id, reason, verdict) if verdict and reason else None


def _undo(talk: Talk) -> Command | None:
    step = talk.step.step
    talk.console.tell("undo")
    talk.console.say(filled(talk.run, step.undo.strip()))
    ways = [(False, talk.word("undo-done")), (True, talk.word("undo-left"))]
    left = talk.console.choose("undo-which", ways)
    if left is None:
        return None
    note = talk.reason("reason" if left else "reason-optional")
    return None if note is None else c.Undo(step.id, note, left)


def _gate(talk: Talk) -> Command | None:
    phase = asking.gate_at(talk.run, talk.row) if talk.row and not talk.run.gates_waiting() else None
    phase = phase or next(iter(talk.run.gates_waiting()), None)
    if phase is None:
        return None
    talk.console.many(gate_lines(talk.run, phase, talk.language))
    if not talk.console.sure("gate-pass"):
        talk.console.tell("nothing-done")
        return None
    return c.PassGate(phase.id, talk.console.ask("note"))


def _inputs(talk: Talk) -> Command | None:
    run, console = talk.run, talk.console
    choices = []
    for item in run.runbook.inputs_of(run.state.plan):
        value = run.state.inputs.get(item.id)
        shown = talk.word("unset") if value is None else value_words(item.type, value, talk.language)
        users = numbers(asking.users_of(run, item.id))
        choices.append((item, f"{item.title}: {shown}" + (f" ({users})" if users else "")))
    chosen = console.choose("which-input", choices)
    if chosen is None:
        return None
    before = run.state.inputs.get(chosen.id)
    value = ask_value(console, chosen, before, chosen.title)
    if value is None:
        return None
    reason = ""
    if before is not None and value != before and asking.is_used(run, chosen.id):
        reason = console.needed("reason-used") or ""
        if not reason:
            return None
    return c.SetInput(chosen.id, value, reason)


def _plan(talk: Talk) -> Command | None:
    run, console = talk.run, talk.console
    others = [
        (plan.id, f"{plan.id}: {plan.title}")
        for plan in run.runbook.plans.values()
        if plan.id != run.state.plan
    ]
    plan = talk.rest if talk.rest in run.runbook.plans else console.choose("which-plan", others)
    if plan is None:
        return None
    for kind, rows in asking.plan_changes(run, plan).items():
        if rows:
            console.tell(f"plan-{kind}", steps=numbers(rows))
    reason = console.needed("reason")
    return c.ChangePlan(plan, reason) if reason else None


def _window(talk: Talk) -> Command | None:
    given = talk.rest or talk.console.needed("window")
    if not given:
        return None
    end = None if given == "-" else read_moment(given, talk.now)
    if end is None and given != "-":
        talk.console.tell("window-bad")
        return None
    return c.SetWindow(end, talk.console.ask("reason-optional"))


def _here(talk: Talk) -> Command | None:
    roles = [(machine.id, machine.title) for machine in talk.run.runbook.machines.values()]
    roles.append(("", talk.word("here-none")))
    chosen = talk.console.choose("which-here", roles)
    return None if chosen is None else c.SetHere(chosen)


def _hand_over(talk: Talk) -> Command | None:
    person = talk.rest or talk.console.needed("person")
    if not person:
        return None
    return c.HandOver(person, talk.console.ask("company"), talk.console.ask("note"))


def _go_back(talk: Talk) -> Command | None:
    run, console = talk.run, talk.console
    if run.state.going_back:
        console.tell("go-forward")
        reason = talk.reason()
        return c.GoForward(reason) if reason else None
    rows = run.to_undo()
    console.tell("go-back", count=len(rows), time=hours(sum(row.step.undo_minutes for row in rows)))
    if run.past_no_return():
        console.tell("go-back-late")
    reason = talk.reason()
    return c.GoBack(reason) if reason else None


def _close(talk: Talk) -> Command | None:
    run, console = talk.run, talk.console
    decision = decide(run.runbook, run.state, c.Close(), talk.now)
    if isinstance(decision, Refusal):
        console.say(say_refusal(decision, talk.language))
        ways = [("keep", talk.word("close-keep")), ("abandon", talk.word("close-abandon"))]
        if console.choose("close-how", ways, "keep") != "abandon":
            return None
        reason = console.needed("reason")
        return c.Close(True, reason) if reason else None
    skipped = [run.rows[event.step] for event in decision if isinstance(event, Skipped)]
    if skipped:
        console.tell("close-skips", steps=numbers(skipped))
    return c.Close(False, console.ask("reason-optional")) if console.sure("close") else None


ASKS: Final[Mapping[str, Callable[[Talk], Command | None]]] = {
    "tick": _tick,
    "observe": _observe,
    "note": _note,
    "leave-out": _leave_out,
    "not-applicable": _not_applicable,
    "defer": _defer,
    "reopen": _reopen,
    "settle": _settle,
    "undo": _undo,
    "gate": _gate,
    "inputs": _inputs,
    "plan": _plan,
    "window": _window,
    "here": _here,
    "hand-over": _hand_over,
    "go-back": _go_back,
    "close": _close,
}
"""The questions behind every word that ends in a command to the run; the others are the loop's own."""
