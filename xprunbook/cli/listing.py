"""``xprunbook list``: the runbooks there are, and the runs that were started."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, Any

from xprunbook.base.errors import ExitCode
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
from xprunbook.cli.streams import print_json
from xprunbook.run.store import RunEntry, list_runs, runs_folder
from xprunbook.runbook.library import Library

if TYPE_CHECKING:
    from argparse import Namespace

TEXTS = Texts(
    {
        "runbooks": ("Runbooks", "Runbooks"),
        "runs": ("Läufe in {folder}", "Runs in {folder}"),
        "none": ("  (noch keine)", "  (none yet)"),
        "closed": ("beendet", "closed"),
        "open": ("offen", "open"),
        "held": ("offen, gerade in Arbeit: {who}", "open, being worked on: {who}"),
        "newer": ("von einer neueren Fassung", "by a newer version"),
        "asks": ("fragt nach dem Weg: xprunbook choose", "asks which way: xprunbook choose"),
        "plan": ("Plan {plan}", "plan {plan}"),
        "practice": ("ÜBUNG", "PRACTICE"),
    }
)


def run(arguments: Namespace, language: Language) -> int:
    """List both."""
    runbooks = Library(language=language).list()
    folder = runs_folder(os.environ)
    runs = list_runs(folder)
    if arguments.json:
        data = {
            "runbooks": [
                {"id": item.id, "title": item.title, "version": item.version, "plans": list(item.plans)}
                for item in runbooks
            ],
            "runs": [run_data(entry) for entry in runs],
        }
        print_json(data)
        return ExitCode.OK
    print(TEXTS.say("runbooks", language))
    for item in runbooks:
        plans = " ".join(item.plans) or TEXTS.say("asks", language)
        print(f"  {item.id:<28} {one_line(item.title, 60)}  [{plans}]")
    print()
    print(TEXTS.say("runs", language, folder=folder))
    for entry in runs:
        print(run_line(entry, language))
    if not runs:
        print(TEXTS.say("none", language))
    return ExitCode.OK


def run_data(entry: RunEntry) -> dict[str, Any]:
    """A run as JSON values; times in UTC seconds."""
    opened = entry.first.data if entry.first else {}
    return {
        "run": entry.name,
        "folder": str(entry.folder),
        "runbook": opened.get("runbook"),
        "plan": opened.get("plan"),
        "opened": entry.first.stamp.utc if entry.first else None,
        "last": entry.last[-1].stamp.utc if entry.last else None,
        "closed": entry.closed,
        "held": entry.holder is not None,
        "newer": entry.newer,
        "practice": opened.get("practice") is True,
    }


def run_line(entry: RunEntry, language: Language) -> str:
    """A run on one line."""
    opened = entry.first.data if entry.first else {}
    last = entry.last[-1].stamp.utc if entry.last else 0.0
    if entry.closed:
        state = TEXTS.say("closed", language)
    elif entry.holder is not None:
        state = TEXTS.say("held", language, who=entry.holder)
    else:
        state = TEXTS.say("open", language)
    if entry.newer:
        state += f", {TEXTS.say('newer', language)}"
    if opened.get("practice") is True:
        state += f", {TEXTS.say('practice', language)}"
    when = f"{datetime.fromtimestamp(last):%Y-%m-%d %H:%M}"
    plan = TEXTS.say("plan", language, plan=one_line(str(opened.get("plan", "?")), 8))
    return f"  {entry.name:<44} {plan}  {when}  {state}"
