"""One run with a secret in a process of its own; one function of the program fails with the secret in its text.

``python -m tests.proof.secret_worker FOLDER SABOTAGE [MODULE QUALNAME]``; without a function it names on stdout those
that the run calls.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any, Final

from tests.actions.jobs import real_site
from tests.proof.canary import CANARY, Night, book_with
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.base.crash import quiet_threads, report_crash

ROOT: Final = Path(__file__).parents[2]

CODE: Final = (
    "import json, os, sys; sys.path.insert(0, sys.argv[1]); secret = os.environ.pop('PW'); "
    "from tests.proof.canary import forms; "
    "told = [part for form in forms(secret).values() for part in (form, form[:9], form[9:])]; "
    "seen = {'argv': sys.orig_argv, 'environ': dict(os.environ)}; "
    "open(sys.argv[2], 'w').write(json.dumps(seen)); "
    "[print(line) for line in told[::3]]; print(told[0], file=sys.stderr)"
)
"""What the child does: writes down how it was started, without the variable it was promised, then tells all forms."""


def night(folder: Path) -> Night:
    """A run of ``command.run`` with a child that tells everything."""
    arguments = json.dumps(["-I", "-c", CODE, str(ROOT), str(folder / "child.json")])
    parameters = f'program: {json.dumps(sys.executable)}, arguments: {arguments}, password: "${{admin}}", '
    parameters += "password_variable: PW"
    return Night(folder, ActionKinds(), real_site(), book_with("command.run", parameters, "password"))


def main(arguments: list[str]) -> int:
    """Play it; what was shown goes to ``shown.json``."""
    folder, sabotage = Path(arguments[0]), arguments[1]
    if sabotage != "raw-threads":
        quiet_threads(folder / "crash")
    calls: set[tuple[str, str]] = set()
    if len(arguments) > 2:
        _break(arguments[2], arguments[3])
    else:
        threading.setprofile(_collector(calls))
        sys.setprofile(_collector(calls))
    shown: list[str] = []
    try:
        shown = night(folder).play(seconds=3)
    except Exception as error:
        if sabotage == "raw-crash":
            print(error)
        report_crash(error, folder / "crash", "en")
    sys.setprofile(None)
    (folder / "shown.json").write_text(json.dumps(shown), encoding="utf-8")
    print(json.dumps(sorted(calls)))
    return 0


def _collector(calls: set[tuple[str, str]]) -> Any:
    """Notes every function of the program that is called."""

    def note(frame: FrameType, event: str, argument: object) -> None:
        del argument
        module = str(frame.f_globals.get("__name__", ""))
        name = frame.f_code.co_qualname
        if event == "call" and module.startswith("xprunbook.") and "<" not in name and "__" not in name:
            calls.add((module, name))

    return note


def _break(module: str, qualname: str) -> None:
    """Have this function fail, the secret in its text."""
    owner: Any = importlib.import_module(module)
    *way, name = qualname.split(".")
    for part in way:
        owner = getattr(owner, part)

    def fails(*arguments: object, **named: object) -> None:
        raise RuntimeError(f"cannot log on with {CANARY}: {arguments!r}")

    setattr(owner, name, property(fails) if isinstance(vars(owner).get(name), property) else fails)


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # threads that hang because something was broken must not hold the proof
