"""Opens the terminal face: at home, at a new run, or at one that is taken up again.

Everything that can be wrong is said before Textual is imported and before anything is created.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from xprunbook.base.errors import ExitCode, UsageError
from xprunbook.base.language import Language, Texts
from xprunbook.cli.beginning import check_plan, read_inputs, read_window
from xprunbook.run.store import find_run, list_runs, runs_folder

if TYPE_CHECKING:
    from argparse import Namespace

    from xprunbook.run.session import Session
    from xprunbook.run.sessions import Sitting
    from xprunbook.tui.dialogs.export import ExportChoice

TEXTS = Texts(
    {
        "no-terminal": ("Hier ist kein Terminal.", "There is no terminal here."),
        "no-terminal.hint": (
            "Mit --no-open wird der Lauf nur angelegt; show, check, report und verify gehen überall.",
            "With --no-open the run is only made; show, check, report and verify work anywhere.",
        ),
        "no-plan": ("Mit --no-open muss --plan gesagt werden.", "With --no-open, --plan must be given."),
        "no-runs": ("Es gibt noch keinen Lauf.", "There is no run yet."),
        "no-runs.hint": (
            "Mit „xprunbook start RUNBOOK“ beginnt einer.",
            "“xprunbook start RUNBOOK” begins one.",
        ),
    }
)


def run(arguments: Namespace, language: Language) -> int:
    """Do what was asked; the exit code of the face."""
    if arguments.command == "start":
        return _start(arguments, language)
    if arguments.command == "resume":
        return _resume(arguments, language)
    return _home(arguments, language)
