"""A script in words: what is wrong with it, what it holds, where it stopped. For the kinds and the command line."""

from __future__ import annotations

import ntpath

from xprunbook.actions.sql.common import YEARS, Values, sentence
from xprunbook.actions.sql.script.problem import Problem
from xprunbook.actions.sql.script.run import Failure, Ran
from xprunbook.actions.sql.script.script import Checked
from xprunbook.actions.sql.texts import TEXTS
from xprunbook.base.language import Language
from xprunbook.base.text import one_line
from xprunbook.run.contract import Statement


def problem_statement(problem: Problem) -> Statement:
    """A problem of a script as a sentence."""
    values: Values = {"place": one_line(str(problem.place), 300)}
    for called, value in problem.values.items():
        values[called] = one_line(value, 300) if isinstance(value, str) else value
    return Statement(f"script.{problem.code}", values)


def facts_statements(checked: Checked, major: int, database: str = "") -> list[Statement]:
    """What a person should know of a script before it runs; ``major``: of the target, 0 if nobody said;
    ``database``: the one it begins in, if somebody said."""
    facts = checked.facts
    said = [Statement("script.holds", {"tables": len(facts.created), "rows": facts.inserts})]
    if facts.created and not facts.inserts:
        said.append(Statement("script.no-rows"))
    if not facts.databases and not database:
        said.append(Statement("script.nowhere"))
    for code, found in (
        ("script.databases", facts.databases),
        ("script.creates", facts.creates),
        ("script.flags", facts.flags),
    ):
        if found:
            said.append(Statement(code, {"names": one_line(", ".join(found), 400)}))
    folders = {
        ntpath.dirname(path).casefold(): (place, ntpath.dirname(path))
        for place, path in reversed(facts.files)
    }
    for place, folder in reversed(folders.values()):
        said.append(Statement("script.folder", {"place": str(place), "folder": one_line(folder, 300)}))
    for trap in facts.traps:
        year = YEARS.get(trap.major, str(trap.major))
        said.append(
            Statement("script.trap", {"place": str(trap.place), "feature": trap.feature, "year": year})
        )
    for place, level in facts.levels:
        if major and level > major * 10:
            year = YEARS.get(major, str(major))
            said.append(Statement("script.level", {"place": str(place), "level": level, "year": year}))
    return [*said, *(problem_statement(note) for note in checked.notes)]


def failure_statement(failure: Failure, language: Language) -> Statement:
    """A failed batch with its place in the file."""
    what, _ = sentence(failure.refused)
    said = TEXTS.say(what.code, language, **what.values)
    values: Values = {
        "place": str(failure.place),
        "last": failure.last,
        "batch": failure.number,
        "said": said,
    }
    return Statement("script.failed", values)


def ran_statements(ran: Ran, resume: str = "script.resume") -> list[Statement]:
    """How a script ended, and how to go on: ``resume`` says that."""
    if not ran.failures:
        return [Statement("script.done", {"sent": ran.sent})]
    said = [Statement("script.rolled-back")] if ran.rolled_back else []
    if ran.stopped:
        values: Values = {"done": ran.done, "batch": ran.failures[-1].number}
        return [Statement("script.stopped", values), *said, Statement(resume, {"done": ran.done})]
    return [Statement("script.done-failed", {"sent": ran.sent, "failed": ran.failed}), *said]


def estimate(batch: int, seconds: float, language: Language) -> str:
    """Where it is, and how long it will go on."""
    return TEXTS.say("script.on", language, batch=batch, minutes=max(1, round(seconds / 60)))
