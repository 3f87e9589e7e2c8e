"""Proof: values reach a program exactly as they are, through runbook, plan and process; nothing expands them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from random import Random
from typing import Final

from tests.actions.jobs import TestJob
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from xprunbook.actions.command import CommandRun, CommandShell
from xprunbook.run.contract import ActionFailed
from xprunbook.runbook.model import InputValue
from xprunbook.runbook.substitute import Filled, fill_parameter

SABOTAGES: Final = ("second-pass", "shell")

_VALUES: Final = 1_000
_TOGETHER: Final = 20

_PARTS: Final = (
    *(
        "${other}",
        "$${other}",
        "${",
        "$(id)",
        "`id`",
        "$HOME",
        "$0",
        "%PATH%",
        "%VAR%",
        "!x!",
        "^",
        "&",
        "|",
        ";",
    ),
    *(
        "'",
        '"',
        '\\"',
        "\\",
        "\\\\",
        "'\"'",
        "a b",
        "\t",
        "\n",
        "*",
        "?",
        "[x]",
        "~",
        "#",
        "<",
        ">",
        "(",
        ")",
    ),
    *(
        "{{ x }}",
        "{0}",
        "--",
        "-",
        "/c",
        "ü",
        "ß",
        "–",
        "\U0001f512",
        "e\u0301",
        "\u202e",
        "\u200b",
        "\ufeff",
    ),
    *("XPH-NEW", "C:\\Program Files\\", "\\\\fs01\\b$\\", "=", ",", "a=b", "\\$", "\\n", "%%", "$$"),
)

_CHILD: Final = (
    "import os, sys, json;"
    "print(json.dumps([[os.fsencode(a).hex() for a in sys.argv[1:]], os.fsencode(os.environ['VALUE']).hex()]))"
)


def _value(chance: Random) -> str:
    """A text no shell, template or code page should get between its teeth."""
    return "".join(chance.choice(_PARTS) for _ in range(chance.randint(1, 6)))


def _filled(value: str, inputs: Mapping[str, InputValue], sabotage: str) -> Filled:
    """``${value}`` substituted as the engine does; sabotaged, what was put in is substituted again."""
    filled = fill_parameter("${value}", {**inputs, "value": value})
    if sabotage == "second-pass" and isinstance(filled, str):
        filled = fill_parameter(filled, inputs)
    return filled


def _seen(values: list[Filled], sabotage: str) -> list[str]:
    """What the child says it was given, in hexadecimal digits; the last is from its environment."""
    job = TestJob()
    if sabotage == "shell":
        words = " ".join(f'"{value}"' for value in values)
        line = f'{sys.executable} -X utf8 -c "{_CHILD}" {words}'
        job.parameters = {"line": line, "environment": (f"VALUE={values[0]}",), "exit_codes": ("0", "1", "2")}
        kind: CommandRun | CommandShell = CommandShell()
    else:
        job.parameters = {
            "program": sys.executable,
            "arguments": ("-X", "utf8", "-c", _CHILD, *values),
            "environment": (f"VALUE={values[0]}",),
        }
        kind = CommandRun()
    kind.apply(kind.plan(job, kind.inspect(job)), job)
    try:
        arguments, variable = json.loads(job.told[-1])
    except (ValueError, IndexError):
        return []
    return [*arguments, variable]


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Hand values over and compare bytes."""
    chance = random_for(seed, "arguments")
    inputs: dict[str, InputValue] = {"other": "EXPANDED"}
    values = [_value(chance) for _ in range(times(scale, _VALUES, _TOGETHER))]
    failed, worst = 0, ""
    for start in range(0, len(values), _TOGETHER):
        some = values[start : start + _TOGETHER]
        wanted = [os.fsencode(value).hex() for value in (*some, some[0])]
        try:
            seen = _seen([_filled(value, inputs, sabotage) for value in some], sabotage)
        except (KeyError, ActionFailed):
            seen = []
        for index, value in enumerate(some):
            if seen[index : index + 1] != wanted[index : index + 1] or len(seen) != len(wanted):
                failed += 1
                worst = repr(value)
        failed += len(seen) == len(wanted) and seen[-1] != wanted[-1]
    return Summary("values in argv, byte-identical", len(values), failed, worst)


def test_values_arrive_as_they_are() -> None:
    """The promise."""
    check(prove(scale_from(), seed_from()), seed_from())


def test_a_second_pass_is_noticed() -> None:
    """Sabotage: what was put in is substituted again."""
    assert prove(0.1, seed_from(), "second-pass").failed > 0


def test_a_shell_is_noticed() -> None:
    """Sabotage: the values travel inside a line."""
    assert prove(0.1, seed_from(), "shell").failed > 0
