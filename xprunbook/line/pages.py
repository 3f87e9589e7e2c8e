"""What the plain face shows: the status, the list of steps, one step. Lines of text; words, not signs."""

from __future__ import annotations

from collections.abc import Iterator

from xprunbook.base.language import Language
from xprunbook.base.moments import hours, write_moment
from xprunbook.base.text import one_line, plain_text
from xprunbook.line.texts import LINE
from xprunbook.line.words import offered
from xprunbook.run.commands import file_of
from xprunbook.run.progress import Progress
from xprunbook.run.session import Snapshot
from xprunbook.run.state import StepState
from xprunbook.run.texts import STATES, WORDS
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import InputType, InputValue, Mark, Note, Phase
from xprunbook.runbook.substitute import as_text, fill_text


def filled(run: RunView, text: str) -> str:
    """A text of the runbook with the run's values in it."""
    return fill_text(text, run.state.inputs, run.runbook.inputs)


def numbers(rows: list[StepView]) -> str:
    """Steps by their numbers."""
    return ", ".join(one_line(row.step.number, 20) for row in rows)


def value_words(kind: InputType | None, value: InputValue, language: Language) -> str:
    """A value as people read it: yes and no in their language."""
    if kind is InputType.YES_NO and value in ("yes", "no"):
        return LINE.say(str(value), language)
    return as_text(value)


def status_lines(
    run: RunView, snapshot: Snapshot, figures: Progress, now: float, language: Language
) -> Iterator[str]:
    """Runbook, plan, machine, progress, times."""
    state = run.state

    def say(key: str, **values: object) -> str:
        return LINE.say(key, language, **values)

    marks = [say("practice")] if state.practice else []
    marks += [say("going-back")] if state.going_back else []
    title = say("head", title=one_line(run.runbook.title), plan=state.plan)
    yield " - ".join((*marks, title))
    here = run.runbook.machines[state.here].title if state.here in run.runbook.machines else say("here-none")
    yield say("here", here=here)
    yield say(
        "progress",
        done=figures.decided,
        total=figures.total,
        time=hours(figures.remaining),
        at=write_moment(figures.forecast, now, language),
    )
    if figures.window_end is not None:
        window = say("window-until", at=write_moment(figures.window_end, now, language))
        if figures.turn_back_by is not None:
            window += ", " + say("turn-back", at=write_moment(figures.turn_back_by, now, language))
        yield window
    if figures.duties or figures.deviations:
        yield say("duties", count=figures.duties, deviations=figures.deviations)
    yield say("saved-at", at=write_moment(snapshot.saved_at, now, language), person=state.person)
    if state.closing is not None:
        yield say("closed", closing=STATES.say(state.closing, language))
    elif snapshot.read_only:
        yield say("read-only", why=snapshot.read_only)


def list_lines(
    run: RunView, language: Language, *, outside: bool = False, folded: bool = False
) -> Iterator[str]:
    """Every step of the plan with its mark and state; with ``outside`` the others too."""
    for phase in run.runbook.phases:
        rows = [row for row in run.rows.values() if row.phase.id == phase.id and (outside or row.in_plan)]
        if folded:
            rows = [row for row in rows if not row.step.parent]
        if not rows:
            continue
        yield f"== {filled(run, phase.title)}"
        yield from (row_line(run, row, language) for row in rows)
        if phase.gate:
            key = "gate-passed" if phase.id in run.passed else "gate-open"
            gate = one_line(filled(run, phase.gate.strip()))
            yield LINE.say("gate-mark", language, gate=gate, state=LINE.say(key, language))


def row_line(run: RunView, row: StepView, language: Language) -> str:
    """A step on one line: number, mark, state, title, machine, minutes."""
    step = row.step
    state = (
        STATES.say(row.state, language) if row.in_plan else LINE.say("outside", language, plan=run.state.plan)
    )
    machine = run.runbook.machines.get(row.role)
    facts = [one_line(machine.title)] if machine and row.in_plan else []
    facts += [hours(row.minutes)] if row.minutes and step.leaf else []
    if not step.leaf:
        facts = [
            LINE.say("sub-steps", language, count=sum(run.state.plan in one.plans for one in step.steps))
        ]
    tail = f" ({', '.join(facts)})" if facts else ""
    lead = "  " if step.parent else ""
    mark = f" {row.mark}" if row.mark else ""
    return f"{lead}{one_line(step.number, 12)}{mark} {state}: {one_line(filled(run, step.title))}{tail}"


def step_lines(run: RunView, row: StepView, now: float, language: Language) -> Iterator[str]:
    """The whole step: facts, state, cautions, what to do, what helps, what was written down."""
    step, status = row.step, row.status

    def say(key: str, **values: object) -> str:
        return LINE.say(key, language, **values)

    yield f"{one_line(step.number)} {one_line(filled(run, step.title))}"
    facts = []
    for mark, key in ((Mark.MANDATORY, "mandatory"), (Mark.OPTIONAL, "optional")):
        if plans := ", ".join(plan for plan, of in step.plans.items() if of is mark):
            facts.append(say(key, plans=plans))
    machine = run.runbook.machines.get(row.role)
    facts += [one_line(machine.title)] if machine else []
    facts += [say("minutes", time=hours(row.minutes))] if row.minutes else []
    yield ", ".join(facts)
    yield say("state", state=_state(run, row, now, language))
    if status.reason:
        yield say("reason-was", reason=plain_text(status.reason))
    if status.sentence:
        yield plain_text(status.sentence)
    for kept in status.kept:
        key = "kept" if kept.file else "kept-hash"
        yield say(key, of=one_line(kept.of, 400), file=one_line(kept.file, 300))
    if row.criterion:
        yield say("criterion", title=run.runbook.inputs[row.criterion].title)
    elif row.undecided:
        yield say("undecided", title=run.runbook.inputs[row.undecided].title)
    if row.earlier_values:
        yield say("earlier", names=", ".join(row.earlier_values))
    yield from caution_lines(run, row, language)
    if step.do.strip():
        yield say("do")
        yield filled(run, step.do.strip())
    for child in step.steps:
        yield row_line(run, run.rows[child.id], language)
    yield from (_note(run, note, "hint", language) for note in step.hints)
    if needed := run.needs(row):
        yield say("needs")
        yield from (row_line(run, one, language) for one in needed)
    if step.observe is not None:
        yield say("write-down", title=filled(run, step.observe.title))
        if status.observed is not None:
            yield say("written", value=value_words(step.observe.type, status.observed, language))
    uses = (*step.before, *((step.action,) if step.action else ()), *step.after)
    if uses:
        yield say("automation", kinds=", ".join(dict.fromkeys(one_line(use.kind, 80) for use in uses)))
    for check in status.checks.values():
        result = WORDS.say(check.result, language) if check.result in WORDS.table else check.result
        yield say("result", kind=check.kind, result=result, sentence=one_line(check.sentence))
        yield from (f"  {one_line(detail)}" for detail in check.details)
    if step.runbook is not None:
        yield say("child-is", runbook=step.runbook.id)
    if step.undo.strip():
        yield say("way-back", text=filled(run, step.undo.strip()))
    for link in step.links:
        yield f"{one_line(link.title)}: {one_line(link.url)}"
    for remark in status.notes:
        at = write_moment(remark.at, now, language)
        yield say("note-was", at=at, person=remark.person, text=plain_text(remark.text))
    if words := [word.name(language) for word in offered(run, row)]:
        yield say("possible", words=", ".join(words))


def _state(run: RunView, row: StepView, now: float, language: Language) -> str:
    if not row.in_plan:
        return LINE.say("outside", language, plan=run.state.plan)
    status = row.status
    words = [STATES.say(row.state, language)]
    if row.step.leaf and row.state is not StepState.OPEN and status.at:
        words.append(
            LINE.say("by", language, person=status.person, at=write_moment(status.at, now, language))
        )
    if row.state is StepState.DEFERRED:
        words.append(f"{status.owner}, {status.due}")
    if status.proven:
        words.append(LINE.say("proven", language))
    if file := file_of(status.source):
        words.append(LINE.say("from-file", language, file=one_line(file, 200)))
    return ", ".join(words)


def caution_lines(run: RunView, row: StepView, language: Language) -> Iterator[str]:
    """What must be read before: the point of no return, what is overwritten, warnings."""
    if run.state.plan in row.step.no_return:
        yield LINE.say("caution", language, text=LINE.say("no-return", language))
    if row.step.overwrites:
        what = LINE.say("overwrites", language, what=filled(run, row.step.overwrites))
        yield LINE.say("caution", language, text=what)
    yield from (_note(run, note, "caution", language) for note in row.step.warnings)


def _note(run: RunView, note: Note, key: str, language: Language) -> str:
    tail = f" {LINE.say('unconfirmed', language)}" if note.unconfirmed else ""
    return LINE.say(key, language, text=filled(run, note.text.strip()) + tail)


def gate_lines(run: RunView, phase: Phase, language: Language) -> Iterator[str]:
    """What must hold, and what is still open."""
    yield filled(run, phase.title)
    yield LINE.say("gate", language)
    yield filled(run, phase.gate.strip())
    open_rows = [row for row in run.phase_leaves(phase.id) if not row.decided]
    if open_rows:
        yield LINE.say("gate-still-open", language, steps=numbers(open_rows))
