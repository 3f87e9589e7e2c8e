"""``xprunbook check``: every problem of runbook files, for people or as JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, TextIO

from xprunbook.actions.catalogue import ActionKinds
from xprunbook.base.errors import ExitCode
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
from xprunbook.cli.streams import print_json
from xprunbook.cli.switches import switched_on
from xprunbook.runbook.library import Library
from xprunbook.runbook.problems import Problem, RunbookProblems, Severity

if TYPE_CHECKING:
    from argparse import Namespace

TEXTS = Texts(
    {
        "error": ("Fehler", "error"),
        "warning": ("Warnung", "warning"),
        "good": ("{file}: in Ordnung", "{file}: fine"),
        "count": ("{errors} Fehler, {warnings} Warnungen", "{errors} errors, {warnings} warnings"),
    }
)


def run(arguments: Namespace, language: Language) -> int:
    """Check every file; exit code 2 when one cannot be opened as a runbook."""
    problems: list[Problem] = []
    for file in arguments.files:
        found = check(file, language)
        problems += found
        if not arguments.json and not found:
            print(TEXTS.say("good", language, file=one_line(file)))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if arguments.json:
        print_json({"problems": [asdict(problem) for problem in problems]})
    elif problems:
        print_problems(problems, language, sys.stdout)
        print(TEXTS.say("count", language, errors=errors, warnings=len(problems) - errors), file=sys.stderr)
    return ExitCode.BAD_INPUT if errors else ExitCode.OK


def check(file: str, language: Language) -> tuple[Problem, ...]:
    """The problems of one file and its siblings. UsageError or StoreError when it cannot be read at all."""
    try:
        _, warnings = Library(kinds=ActionKinds(switched_on(), language).specs, language=language).load(
            file, follow=True
        )
    except RunbookProblems as found:
        return found.problems
    return warnings


def print_problems(problems: Sequence[Problem], language: Language, out: TextIO) -> None:
    """One block a problem: place, sentence, excerpt with a caret, what helps."""
    for problem in problems:
        word = TEXTS.say(problem.severity, language)
        place = f"{one_line(problem.file)}:{problem.line}:{problem.column}"
        print(f"{place}: {word}: {problem.message}", file=out)
        for line in problem.excerpt.splitlines():
            print(f"    {line}", file=out)
        if problem.hint:
            print(f"    {problem.hint}", file=out)
