"""``xprunbook doctor``: what this terminal, keyring, drivers and disk can do, and what helps where they cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xprunbook.base.errors import ExitCode
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
from xprunbook.cli.findings import Grade, findings
from xprunbook.cli.streams import print_json

if TYPE_CHECKING:
    from argparse import Namespace

TEXTS = Texts(
    {
        "good": ("gut", "good"),
        "note": ("Hinweis", "note"),
        "bad": ("Problem", "problem"),
        "session": ("Sitzung", "Session"),
        "machine": ("Rechner", "Machine"),
        "terminal": ("Terminal", "Terminal"),
        "keyring": ("Schlüsselbund", "Keyring"),
        "sql": ("SQL Server", "SQL Server"),
        "automation": ("Automatik", "Automation"),
        "storage": ("Ablage", "Storage"),
        "versions": ("Fassungen", "Versions"),
    }
)


def run(arguments: Namespace, language: Language) -> int:
    """Look at everything; exit code 1 when something keeps the program from working."""
    found = findings(language)
    if arguments.json:
        data = [
            {
                "topic": item.topic,
                "code": item.code,
                "grade": item.grade,
                "says": item.says,
                "helps": item.helps,
                "facts": dict(item.facts),
            }
            for item in found
        ]
        print_json({"findings": data})
    else:
        topic = ""
        for item in found:
            if item.topic != topic:
                print(("\n" if topic else "") + TEXTS.say(item.topic, language))
                topic = item.topic
            mark = "" if item.grade is Grade.GOOD else f"{TEXTS.say(item.grade.value, language)}: "
            print(f"  {mark}{one_line(item.says)}")
            if item.helps:
                print(f"      {one_line(item.helps)}")
    return ExitCode.NO if any(item.grade is Grade.BAD for item in found) else ExitCode.OK
