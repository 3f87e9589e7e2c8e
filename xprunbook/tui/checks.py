"""A step's checks and its plan as lines of text: state in its colour, who saw it, what helps, operations exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from textual.content import Content

from xprunbook.base.language import Language
from xprunbook.base.moments import write_moment
from xprunbook.base.text import cells, one_line, plain_text
from xprunbook.run.automation import OFF, Result
from xprunbook.run.automation import TEXTS as AUTOMATION
from xprunbook.run.contract import Finding, Operation, Plan
from xprunbook.run.texts import word
from xprunbook.run.view import RunView, StepView
from xprunbook.runbook.model import Use
from xprunbook.runbook.substitute import fill_text
from xprunbook.tui.action_texts import ACTION
from xprunbook.tui.flow import hang

FINDING_INKS: Final[Mapping[str, str]] = {
    Finding.SATISFIED: "st-done",
    Finding.NEEDED: "st-running",
    Finding.BLOCKED: "st-failed",
    Finding.UNKNOWN: "st-other",
    "": "faint",
}
"""The colour of each finding; empty: not looked at."""

MOST_LINES: Final = 1_000
"""Lines of a plan that a screen shows; a script of 100,000 lines is not read there."""

PROBE: Final = "automation.probe"
"""The code of a check that writes, and was not asked for yet."""


@dataclass(frozen=True, slots=True)
class Known:
    """The newest that is known of one use: recorded, and what a look of this session adds. ``finding`` is empty if
    nobody looked; ``at`` in UTC seconds."""

    place: str
    kind: str
    finding: str = ""
    sentence: str = ""
    identity: str = ""
    at: float = 0.0
    helps: str = ""
    details: tuple[str, ...] = ()
    jump: str = ""
    code: str = ""


def known_of(row: StepView, results: Mapping[str, Result] | None = None) -> tuple[Known, ...]:
    """What is known of each check and the action of a step, in the order they are done; then what was found when its
    action ended badly."""
    known = [_known(row, place, use, (results or {}).get(place)) for place, use in row.step.uses]
    known += [
        Known(
            place, check.kind, check.result, check.sentence, check.identity, check.at, details=check.details
        )
        for place, check in row.status.checks.items()
        if place.startswith("failure:")
    ]
    return tuple(known)


def _known(row: StepView, place: str, use: Use, result: Result | None) -> Known:
    recorded = row.status.checks.get(place)
    if result is not None and (recorded is None or recorded.sentence == result.sentence):
        return known_from(result, recorded.at if recorded else 0.0)
    if recorded is None or recorded.kind != use.kind:
        return Known(place, use.kind)
    return Known(place, use.kind, recorded.result, recorded.sentence, recorded.identity, recorded.at)


def known_from(result: Result, at: float = 0.0) -> Known:
    """A result as something known."""
    found = result.inspection
    return Known(
        place=result.place,
        kind=result.kind,
        finding=found.finding,
        sentence=result.sentence,
        identity=found.identity,
        at=at,
        helps=result.helps,
        details=result.details,
        jump=found.jump,
        code=found.says.code,
    )


def check_lines(known: Known, run: RunView, language: Language, width: int, dot: str = "·") -> list[Content]:
    """One check: its state and sentence; below, fainter, when and by whom it was seen, and what helps."""
    finding = word(known.finding, language) if known.finding else ACTION.say("not-looked", language)
    if known.place.startswith("failure:") and f"found-{known.finding}" in ACTION.table:
        finding = ACTION.say(f"found-{known.finding}", language)
    ink = FINDING_INKS.get(known.finding, "words")
    style = f"bold ${ink}" if known.finding == Finding.BLOCKED else f"${ink}"
    column = max(cells(word(one, language)) for one in Finding) + 2
    first = Content("  ") + Content.styled(finding, style).pad_right(column - cells(finding))
    facts = [ACTION.say(known.place.partition(":")[0], language), one_line(known.kind)]
    if not known.finding:
        lines = hang(Content.styled(f" {dot} ".join(facts), "$faint"), width, first)
        return [*lines, *_off_lines(known, run, language, width, first.cell_length)]
    lines = hang(Content.styled(plain_text(known.sentence), "$words"), width, first)
    if known.identity:
        facts.append(ACTION.say("identity", language, identity=one_line(known.identity, 200)))
    if known.at:
        facts.append(write_moment(known.at, run.state.last_utc, language))
    indent = " " * first.cell_length
    lines += hang(Content.styled(f" {dot} ".join(facts), "$faint"), width, indent)
    for detail in known.details:
        lines += hang(Content(plain_text(detail)), width, indent)
    if known.helps:
        helps = ACTION.say("helps", language, helps=plain_text(known.helps))
        lines += hang(Content.styled(helps, "$bright"), width, indent)
    if known.jump:
        lines += hang(Content.styled(jump_words(known.jump, run, language), "$key"), width, indent)
    return lines


def _off_lines(known: Known, run: RunView, language: Language, width: int, indent: int) -> list[Content]:
    """That a kind is switched off, also before anybody looked."""
    if known.kind not in run.off:
        return []
    says, helps = (AUTOMATION.say(code, language, kind=known.kind) for code in OFF)
    lines = hang(Content.styled(says, "$words"), width, " " * indent)
    return [
        *lines,
        *hang(Content.styled(ACTION.say("helps", language, helps=helps), "$bright"), width, " " * indent),
    ]


def jump_words(jump: str, run: RunView, language: Language) -> str:
    """Where J leads: a step of this runbook, or another runbook."""
    step = run.runbook.steps.get(jump)
    if step is None:
        return ACTION.say("jump-runbook", language, runbook=one_line(jump, 80))
    title = fill_text(step.title, run.state.inputs, run.runbook.inputs)
    return ACTION.say("jump-step", language, number=one_line(step.number, 12), title=one_line(title, 200))


def plan_lines(plan: Plan, language: Language, width: int) -> list[Content]:
    """Every operation: on what, and exactly what; a diff in its colours."""
    lines: list[Content] = []
    for operation in plan.operations:
        if lines:
            lines.append(Content(""))
        lines += _operation(operation, width)
    if len(lines) > MOST_LINES:
        more = ACTION.say("plan-lines", language, count=len(lines) - MOST_LINES)
        lines = [*lines[:MOST_LINES], Content.styled(more, "$st-warning")]
    return lines


def _operation(operation: Operation, width: int) -> Iterator[Content]:
    head = Content.assemble(
        (one_line(operation.verb, 40), "$key"), "  ", (one_line(operation.target), "$bright")
    )
    yield from hang(head, width, "  ")
    yield from text_lines(operation.text, width, "    ")


def text_lines(text: str, width: int, indent: str) -> Iterator[Content]:
    """Text to be carried out, whole; a diff in its colours."""
    lines = plain_text(text, limit=len(text) * 8 + 1).split("\n")
    diff = _is_diff(lines)
    for line in lines:
        yield from hang(Content.styled(line, _ink(line, diff)), width, indent)


def _is_diff(lines: Sequence[str]) -> bool:
    return any(line.startswith("@@") for line in lines) or any(line.startswith("--- ") for line in lines)


def _ink(line: str, diff: bool) -> str:
    if not diff:
        return "$words"
    if line.startswith(("+++", "---", "@@")):
        return "$faint"
    if line.startswith("+"):
        return "$st-done"
    return "$st-failed" if line.startswith("-") else "$words"
