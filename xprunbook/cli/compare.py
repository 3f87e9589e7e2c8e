"""``xprunbook compare RUNBOOK A B``: which steps differ between two plans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xprunbook.base.errors import ExitCode
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
from xprunbook.cli.beginning import check_plan
from xprunbook.cli.streams import print_json
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Runbook, Step
from xprunbook.runbook.substitute import fill_text

if TYPE_CHECKING:
    from argparse import Namespace

    from xprunbook.cli.arguments import Commands

TEXTS = Texts(
    {
        "only": ("Nur in Plan {plan}:", "Only in plan {plan}:"),
        "both": ("In beiden, aber anders:", "In both, but different:"),
        "same": ("Die Pläne haben dieselben Schritte.", "The plans have the same steps."),
        "mark": ("{a} statt {b}", "{a}, not {b}"),
        "machine": ("auf {a}, nicht auf {b}", "on {a}, not on {b}"),
        "minutes": ("{a} min, nicht {b} min", "{a} min, not {b} min"),
    }
)


def add(commands: Commands) -> None:
    """Declare the command."""
    text = "say which steps differ between two plans"
    command = commands.add_parser("compare", help=text, description=text[0].upper() + text[1:] + ".")
    command.set_defaults(module="compare", command="compare")
    command.add_argument("runbook", metavar="RUNBOOK", help="id of a runbook, or a file")
    command.add_argument("a", metavar="A", help="a plan")
    command.add_argument("b", metavar="B", help="another plan")
    command.add_argument("--json", action="store_true", help="as JSON on stdout")
    command.add_argument("--lang", choices=("de", "en"), help="language of texts")


def run(arguments: Namespace, language: Language) -> int:
    """Print what differs; exit code 1 when something does, as diff does."""
    book, _ = Library(language=language).load(arguments.runbook)
    runbook = book.speak(language)
    a, b = (check_plan(runbook, plan, language) for plan in (arguments.a, arguments.b))
    found = list(differences(runbook, a, b))
    if arguments.json:
        print_json({"format": 1, "a": a, "b": b, "steps": found})
    else:
        print("\n".join(_lines(runbook, a, b, found, language)))
    return ExitCode.NO if found else ExitCode.OK


def differences(runbook: Runbook, a: str, b: str) -> Iterator[dict[str, Any]]:
    """The steps that a person ticks and that the plans have differently: id, number, and what each plan says."""
    for _, step in runbook.rows():
        if step.leaf and _facts(step, a) != _facts(step, b):
            yield {"id": step.id, "number": step.number, "a": _facts(step, a), "b": _facts(step, b)}


def _facts(step: Step, plan: str) -> dict[str, Any] | None:
    if plan not in step.plans:
        return None
    return {
        "mark": str(step.plans[plan]),
        "machine": step.on.get(plan, ""),
        "minutes": step.minutes.get(plan, 0),
    }


def _lines(
    runbook: Runbook, a: str, b: str, found: list[dict[str, Any]], language: Language
) -> Iterator[str]:
    if not found:
        yield TEXTS.say("same", language)
    for plan, has, other in ((a, "a", "b"), (b, "b", "a")):
        only = [item for item in found if item[other] is None]
        if only:
            yield TEXTS.say("only", language, plan=plan)
            yield from (f"  {_title(runbook, item)} ({item[has]['mark']})" for item in only)
    both = [item for item in found if item["a"] and item["b"]]
    if both:
        yield TEXTS.say("both", language)
    for item in both:
        says = [
            TEXTS.say(key, language, a=_word(runbook, item["a"][key]), b=_word(runbook, item["b"][key]))
            for key in ("mark", "machine", "minutes")
            if item["a"][key] != item["b"][key]
        ]
        yield f"  {_title(runbook, item)}: {a} {', '.join(says)}"


def _word(runbook: Runbook, value: object) -> object:
    machine = runbook.machines.get(value) if isinstance(value, str) else None
    return machine.title if machine else value or "-"


def _title(runbook: Runbook, item: dict[str, Any]) -> str:
    return f"{item['number']} {one_line(fill_text(runbook.steps[item['id']].title, {}, runbook.inputs))}"
