"""Answer files: one answer a line, by step id, read whole before anything happens.

A line is a word, what it is about, and options: ``done restore --note "took 40 min" --observed 12``. Quotes (``"`` or
``'``) hold words together, a backslash is a backslash, a line that begins with ``#`` is a remark.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from xprunbook.base.errors import XprunbookError
from xprunbook.base.language import Language
from xprunbook.base.moments import read_moment
from xprunbook.base.text import one_line
from xprunbook.line.script_texts import SCRIPT
from xprunbook.run import commands as c
from xprunbook.run.commands import Command
from xprunbook.runbook.model import InputValue, Runbook
from xprunbook.runbook.problems import nearest
from xprunbook.runbook.values import ValueProblem, check_value

MAX_BYTES: Final = 1024 * 1024
"""Of an answer file."""


class NoAnswer(XprunbookError):
    """A line is no answer."""


@dataclass(frozen=True, slots=True)
class Act:
    """Carry a step's action out; ``overwrite``: the target that a person named in the file."""

    step: str
    overwrite: str = ""


Deed: TypeAlias = Command | Act


@dataclass(frozen=True, slots=True)
class Line:
    """An answer with its line number (from 1)."""

    number: int
    deed: Deed


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class _Given:
    """One line taken apart, with what is needed to understand it."""

    word: str
    about: tuple[str, ...]
    options: Mapping[str, str]
    runbook: Runbook
    language: Language
    source: str
    now: float

    def fault(self, key: str, **values: object) -> NoAnswer:
        return NoAnswer(SCRIPT.say(key, self.language, **values).strip())

    def near(self, given: str, known: Sequence[str]) -> str:
        word = nearest(given, known)
        return SCRIPT.say("near", self.language, word=word) if word else ""

    def step(self) -> str:
        given = self.about[0]
        if given not in self.runbook.steps:
            near = self.near(given, tuple(self.runbook.steps))
            raise self.fault("unknown-step", step=one_line(given, 80), near=near)
        return given

    def of(self, option: str) -> str:
        return self.options.get(option, "")

    def observed(self, raw: str) -> InputValue:
        observe = self.runbook.steps[self.step()].observe
        if observe is None:
            raise self.fault("no-observation")
        return check_value(observe, raw, self.language)


def _tick(given: _Given) -> Deed:
    raw = given.options.get("--observed")
    observed = given.observed(raw) if raw is not None else None
    return c.Tick(given.step(), given.of("--note") or given.of("--reason"), observed, source=given.source)


def _settle(given: _Given) -> Deed:
    if given.about[1] not in ("happened", "did-not-happen", "again"):
        raise given.fault("arguments", usage=USAGES[given.word].usage)
    return c.Settle(given.step(), given.of("--reason"), given.about[1], source=given.source)


def _note(given: _Given) -> Deed:
    step = "" if given.about[0] == "-" else given.step()
    return c.AddNote(given.about[1], step, source=given.source)


def _gate(given: _Given) -> Deed:
    phases = [phase.id for phase in given.runbook.phases]
    wanted = given.about[0]
    if wanted not in phases:
        raise given.fault("unknown-phase", phase=one_line(wanted, 80), near=given.near(wanted, phases))
    return c.PassGate(wanted, given.of("--note"), source=given.source)


def _set(given: _Given) -> Deed:
    name, equals, raw = given.about[0].partition("=")
    if not equals:
        raise given.fault("arguments", usage=USAGES[given.word].usage)
    if name not in given.runbook.inputs:
        near = given.near(name, tuple(given.runbook.inputs))
        raise given.fault("unknown-input", name=one_line(name, 80), near=near)
    value = check_value(given.runbook.inputs[name], raw, given.language)
    return c.SetInput(name, value, given.of("--reason"), source=given.source)


def _window(given: _Given) -> Deed:
    raw = given.about[0]
    end = None if raw == "-" else read_moment(raw, given.now)
    if end is None and raw != "-":
        raise given.fault("bad-time", given=one_line(raw, 40))
    return c.SetWindow(end, given.of("--reason"), source=given.source)


def _act(given: _Given) -> Deed:
    if given.runbook.steps[given.step()].action is None:
        raise given.fault("no-action")
    return Act(given.step(), given.of("--overwrite"))


@dataclass(frozen=True, slots=True)
class Usage:
    """A word of the language: how it is written, how many arguments, which options, and what it means.

    Options in ``flags`` stand alone, the others take a value.
    """

    usage: str
    arguments: int
    means: Callable[[_Given], Deed]
    options: tuple[str, ...] = ("--reason",)
    flags: tuple[str, ...] = ()


_NOTE: Final = ("--note",)

USAGES: Final[Mapping[str, Usage]] = {
    "done": Usage(
        "done STEP [--note TEXT] [--observed VALUE]", 1, _tick, ("--note", "--observed", "--reason")
    ),
    "observe": Usage(
        "observe STEP VALUE", 2, lambda g: c.Observe(g.step(), g.observed(g.about[1]), source=g.source), ()
    ),
    "skip": Usage(
        "skip STEP [--reason TEXT]", 1, lambda g: c.Skip(g.step(), g.of("--reason"), source=g.source)
    ),
    "deviate": Usage(
        "deviate STEP --reason TEXT", 1, lambda g: c.Deviate(g.step(), g.of("--reason"), source=g.source)
    ),
    "na": Usage(
        "na STEP --reason TEXT", 1, lambda g: c.FindNotApplicable(g.step(), g.of("--reason"), source=g.source)
    ),
    "defer": Usage(
        "defer STEP --owner NAME --due WHEN [--reason TEXT]",
        1,
        lambda g: c.Defer(g.step(), g.of("--reason"), g.of("--owner"), g.of("--due"), source=g.source),
        ("--owner", "--due", "--reason"),
    ),
    "reopen": Usage(
        "reopen STEP [--reason TEXT]", 1, lambda g: c.Reopen(g.step(), g.of("--reason"), source=g.source)
    ),
    "settle": Usage("settle STEP happened|did-not-happen|again --reason TEXT", 2, _settle),
    "run": Usage("run STEP [--overwrite TARGET]", 1, _act, ("--overwrite",)),
    "note": Usage("note STEP|- TEXT", 2, _note, ()),
    "gate": Usage("gate PHASE [--note TEXT]", 1, _gate, _NOTE),
    "set": Usage("set NAME=VALUE [--reason TEXT]", 1, _set),
    "plan": Usage(
        "plan PLAN --reason TEXT", 1, lambda g: c.ChangePlan(g.about[0], g.of("--reason"), source=g.source)
    ),
    "here": Usage(
        "here ROLE|-", 1, lambda g: c.SetHere(g.about[0] if g.about[0] != "-" else "", source=g.source), ()
    ),
    "window": Usage("window TIME|- [--reason TEXT]", 1, _window),
    "hand-over": Usage(
        "hand-over NAME [--company NAME] [--note TEXT]",
        1,
        lambda g: c.HandOver(g.about[0], g.of("--company"), g.of("--note"), source=g.source),
        ("--company", "--note"),
    ),
    "go-back": Usage("go-back --reason TEXT", 0, lambda g: c.GoBack(g.of("--reason"), source=g.source)),
    "undo": Usage(
        "undo STEP [--note TEXT] [--left]",
        1,
        lambda g: c.Undo(g.step(), g.of("--note"), "--left" in g.options, source=g.source),
        _NOTE,
        ("--left",),
    ),
    "go-forward": Usage(
        "go-forward --reason TEXT", 0, lambda g: c.GoForward(g.of("--reason"), source=g.source)
    ),
    "close": Usage(
        "close [--abandon] [--reason TEXT]",
        0,
        lambda g: c.Close("--abandon" in g.options, g.of("--reason"), source=g.source),
        ("--reason",),
        ("--abandon",),
    ),
}
"""Every word of an answer file."""


def read_script(
    text: str, runbook: Runbook, name: str, language: Language, now: float
) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """Read a whole file: its answers, and everything that is wrong with single lines."""
    lines: list[Line] = []
    faults: list[Fault] = []
    source = c.from_file(one_line(name, 200))
    for number, written in enumerate(text.split("\n"), 1):
        if not written.strip() or written.lstrip().startswith("#"):
            continue
        try:
            lines.append(Line(number, _read_line(written, runbook, source, language, now)))
        except NoAnswer as fault:
            faults.append(Fault(number, fault.message))
        except ValueProblem as problem:
            faults.append(Fault(number, f"{problem.message} {problem.hint}".strip()))
    return tuple(lines), tuple(faults)


def _read_line(written: str, runbook: Runbook, source: str, language: Language, now: float) -> Deed:
    try:
        words = _words(written)
    except ValueError:
        raise NoAnswer(SCRIPT.say("quote", language)) from None
    word = words[0]
    usage = USAGES.get(word)
    empty = _Given(word, (), {}, runbook, language, source, now)
    if usage is None:
        raise empty.fault("unknown-word", word=one_line(word, 40), near=empty.near(word, tuple(USAGES)))
    about: list[str] = []
    options: dict[str, str] = {}
    rest = iter(words[1:])
    for part in rest:
        if not part.startswith("--"):
            about.append(part)
            continue
        option, equals, value = part.partition("=")
        if option in options:
            raise empty.fault("twice", option=option)
        if option in usage.flags and not equals:
            options[option] = ""
        elif option in usage.options:
            following = value if equals else next(rest, None)
            if following is None:
                raise empty.fault("option-value", option=option)
            options[option] = following
        else:
            raise empty.fault("unknown-option", word=word, option=one_line(option, 40))
    if len(about) != usage.arguments:
        raise empty.fault("arguments", usage=usage.usage)
    return usage.means(_Given(word, tuple(about), options, runbook, language, source, now))


def _words(written: str) -> list[str]:
    lexer = shlex.shlex(written, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.escape = ""
    return list(lexer)
