"""``xprunbook automation list|on|off``: kinds, and packages of kinds, that are off unless the settings name them.

A kind is off by default where the manual's way is by hand, or where nobody has tried it on a real server yet.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from xprunbook.base.errors import ExitCode, UsageError
from xprunbook.base.language import Language, Texts
from xprunbook.base.settings import load_settings, save_settings, settings_path
from xprunbook.base.text import one_line

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from xprunbook.cli.arguments import Commands

SWITCHED_ON: Final = "actions"
"""The entry of the settings that names them."""

TEXTS: Final = Texts(
    {
        "on": ("an", "on"),
        "off": ("aus", "off"),
        "package": ("ein Paket weiterer Arten", "a package of further kinds"),
        "unused": (
            "nicht mehr bekannt: weder eine Art noch ein installiertes Paket",
            "not known any more: neither a kind nor an installed package",
        ),
        "unknown": (
            "„{name}“ ist weder eine Art, die ausgeschaltet ist, noch ein installiertes Paket.",
            "“{name}” is neither a kind that is off nor an installed package.",
        ),
        "unknown.hint": ("Einschalten lassen sich: {names}", "These can be switched on: {names}"),
        "default": (
            "„{name}“ ist immer da und lässt sich nicht schalten.",
            "“{name}” is always there and cannot be switched.",
        ),
        "now-on": (
            "{name} ist eingeschaltet. Offene Läufe merken es, wenn sie wieder geöffnet werden.",
            "{name} is switched on. Open runs notice when they are opened again.",
        ),
        "now-off": (
            "{name} ist ausgeschaltet. Offene Läufe merken es, wenn sie wieder geöffnet werden.",
            "{name} is switched off. Open runs notice when they are opened again.",
        ),
        # What each switch lets the program do
        "command.shell": (
            "führt eine Zeile der Shell aus, wie sie im Runbook steht",
            "runs a line of the shell as it stands in the runbook",
        ),
        "iis.set-pool-account": (
            "stellt das Konto eines Anwendungspools selbst um, statt im IIS-Manager; an keinem echten Server erprobt",
            "changes the account of an application pool itself, instead of IIS Manager; not tried on a real server",
        ),
        "xphone.restore-latest": (
            "spielt ohne Rückfrage die neueste Sicherung ein, überschreibt Datenbanken; an keinem Server erprobt",
            "restores the newest backup without asking, overwrites databases; not tried on a real server",
        ),
        "service.set-account": (
            "stellt das Konto von Diensten selbst um, statt im Server Manager; an keinem echten Server erprobt",
            "changes the account of services itself, instead of the Server Manager; not tried on a real server",
        ),
    }
)


def switched_on() -> tuple[str, ...]:
    """What the settings name under ``actions``."""
    named = load_settings(settings_path()).other.get(SWITCHED_ON)
    return tuple(name for name in named if isinstance(name, str)) if isinstance(named, list) else ()


def add(commands: Commands) -> None:
    """Declare the command and its three deeds."""
    text = "list, switch on and switch off the kinds of automation that are off by default"
    family = commands.add_parser("automation", help=text, description=text[0].upper() + text[1:] + ".")
    family.set_defaults(module="switches", command="automation")
    deeds = family.add_subparsers(title="commands", metavar="COMMAND", dest="deed", required=True)
    _deed(deeds, "list", "list them, and what each lets the program do")
    for name, text in (("on", "switch kinds or packages on"), ("off", "switch them off again")):
        deed = _deed(deeds, name, text)
        deed.add_argument(
            "names", metavar="NAME", nargs="+", help="a kind, as service.set-account, or a package"
        )


def _deed(deeds: Commands, name: str, text: str) -> ArgumentParser:
    deed = deeds.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    deed.add_argument("--json", action="store_true", help="as JSON on stdout")
    deed.add_argument("--lang", choices=("de", "en"), help="language of texts (default: the system's)")
    return deed


def run(arguments: Namespace, language: Language) -> int:
    """List, or change the settings. UsageError for a name that cannot be switched."""
    if arguments.deed == "list":
        return _list(arguments, language)
    names = tuple(dict.fromkeys(arguments.names))
    present = switched_on()
    for name in names:
        _check(name, present, language, on=arguments.deed == "on")
    rest = tuple(name for name in present if name not in names)
    _save((*rest, *names) if arguments.deed == "on" else rest)
    if arguments.json:
        _print_json({"on": list(switched_on())})
    else:
        for name in names:
            print(TEXTS.say(f"now-{arguments.deed}", language, name=one_line(name, 80)))
    return ExitCode.OK


def switchable() -> tuple[str, ...]:
    """The kinds of the program that are off by default."""
    from xprunbook.actions.kinds import ROWS

    return tuple(row.kind.name for row in ROWS if row.off)


def explained(name: str, language: Language) -> str:
    """What a switch lets the program do; empty for one that has no sentence yet."""
    return TEXTS.say(name, language) if name in TEXTS.table else ""


def _packages() -> tuple[str, ...]:
    from importlib.metadata import entry_points

    from xprunbook.actions.catalogue import GROUP

    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def _check(name: str, present: tuple[str, ...], language: Language, *, on: bool) -> None:
    """UsageError unless the name can be switched; whatever the settings name can be switched off."""
    possible = (*switchable(), *_packages())
    if name in possible or (not on and name in present):
        return
    from xprunbook.actions.kinds import ROWS

    shown = one_line(name, 80)
    if any(row.kind.name == name for row in ROWS):
        raise UsageError(TEXTS.say("default", language, name=shown))
    hint = TEXTS.say("unknown.hint", language, names=", ".join(possible))
    raise UsageError(TEXTS.say("unknown", language, name=shown), hint)


def _save(names: tuple[str, ...]) -> None:
    path = settings_path(os.environ)
    settings = load_settings(path)
    other = {key: value for key, value in settings.other.items() if key != SWITCHED_ON}
    if names:
        other[SWITCHED_ON] = list(names)
    save_settings(path, replace(settings, other=other))


def _list(arguments: Namespace, language: Language) -> int:
    present = switched_on()
    packages = _packages()
    names = dict.fromkeys((*switchable(), *packages, *present))
    rows = []
    for name in names:
        what = explained(name, language)
        if not what and name in packages:
            what = TEXTS.say("package", language)
        elif not what and name not in switchable():
            what = TEXTS.say("unused", language)
        rows.append({"name": name, "on": name in present, "what": what})
    if arguments.json:
        _print_json({"automation": rows})
        return ExitCode.OK
    for row in rows:
        word = TEXTS.say("on" if row["on"] else "off", language)
        print(f"{one_line(str(row['name']), 40):<24} {word:<4} {row['what']}".rstrip())
    return ExitCode.OK


def _print_json(data: dict[str, Any]) -> None:
    json.dump({"format": 1, **data}, sys.stdout, ensure_ascii=False, indent=2)
    print()
