"""``xprunbook show --format markdown``: a runbook, or one plan of it, for a ticket or a wiki."""

from __future__ import annotations

from collections.abc import Iterator

from xprunbook.base.language import Language
from xprunbook.base.markdown import block, code, escaped, paragraph, strong
from xprunbook.cli.show import TEXTS
from xprunbook.report.markdown import BlockKind, SpanKind, blocks
from xprunbook.runbook.model import Runbook, Step
from xprunbook.runbook.substitute import fill_text


def markdown(runbook: Runbook, plan: str, language: Language) -> Iterator[str]:
    """The table of all plans; with a plan its steps too, with everything a person needs."""
    yield f"# {escaped(runbook.title)}"
    yield ""
    for item in runbook.plans.values():
        if not plan or item.id == plan:
            yield f"- {escaped(f'{item.id}: {item.title}')}" + (f" {escaped(item.fits)}" if item.fits else "")
    yield ""
    plans = [plan] if plan else list(runbook.plans)
    yield "| &#35; | " + " | ".join(map(escaped, plans)) + " | |"
    yield "|" + " --- |" * (len(plans) + 2)
    for _, step in runbook.rows():
        if not plan or plan in step.plans:
            cells = (
                step.number,
                *(str(step.plans.get(one, "")) for one in plans),
                _filled(runbook, step.title),
            )
            yield "| " + " | ".join(map(escaped, cells)) + " |"
    if plan:
        yield from _steps(runbook, plan, language)


def _steps(runbook: Runbook, plan: str, language: Language) -> Iterator[str]:
    for phase in runbook.phases:
        if not any(plan in step.plans for step in phase.steps):
            continue
        yield f"\n## {escaped(phase.title)}\n"
        for top in phase.steps:
            for step in (top, *top.steps):
                if plan in step.plans:
                    yield from _step(runbook, step, plan, language)
        if phase.gate:
            yield f"### {escaped(TEXTS.say('gate', language, gate=''))}\n"
            yield from _blocks(runbook, phase.gate)


def _step(runbook: Runbook, step: Step, plan: str, language: Language) -> Iterator[str]:
    yield f"### {escaped(f'{step.number} {step.plans[plan]} {_filled(runbook, step.title)}')}\n"
    machine = runbook.machines.get(step.on.get(plan, ""))
    facts = [machine.title] if machine else []
    facts += [TEXTS.say("minutes", language, minutes=step.minutes[plan])] if step.minutes.get(plan) else []
    facts += [TEXTS.say("no-return", language)] if plan in step.no_return else []
    if facts:
        yield escaped(", ".join(facts)) + "\n"
    said = [("warning", note.text, note.unconfirmed) for note in step.warnings]
    said += [("overwrites", step.overwrites, False)] if step.overwrites else []
    for key, text, unconfirmed in said:
        yield paragraph(_labelled(runbook, key, text, unconfirmed, language)) + "\n"
    yield from _blocks(runbook, step.do)
    after = [("observe", step.observe.title, False)] if step.observe else []
    after += [("hint", note.text, note.unconfirmed) for note in step.hints]
    after += [("undo", step.undo, False)] if step.undo else []
    for key, text, unconfirmed in after:
        yield paragraph(_labelled(runbook, key, text, unconfirmed, language)) + "\n"
    yield from (f"- {escaped(link.title)}&#58; {code(link.url)}" for link in step.links)
    yield ""


def _labelled(runbook: Runbook, key: str, text: str, unconfirmed: bool, language: Language) -> str:
    tail = TEXTS.say("unconfirmed", language) if unconfirmed else ""
    return TEXTS.say(key, language, text=_filled(runbook, text.strip()) + tail)


def _blocks(runbook: Runbook, text: str) -> Iterator[str]:
    makers = {SpanKind.TEXT: escaped, SpanKind.STRONG: strong, SpanKind.CODE: code}
    for part in blocks(text, lambda stretch: _filled(runbook, stretch)):
        if part.kind is BlockKind.CODE:
            yield block(part.text)
        else:
            lead = {BlockKind.PARAGRAPH: "", BlockKind.BULLETS: "- ", BlockKind.NUMBERS: "1. "}[part.kind]
            for line in part.lines:
                yield lead + "".join(makers[span.kind](span.text) for span in line)
        yield ""


def _filled(runbook: Runbook, text: str) -> str:
    return fill_text(text, {}, runbook.inputs)
