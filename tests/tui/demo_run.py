"""A run for the demo: made by the real engine, with some steps already decided."""

from __future__ import annotations

import time
from pathlib import Path

from xprunbook.base.language import Language
from xprunbook.run import commands as c
from xprunbook.run.clock import RealClock
from xprunbook.run.engine import Engine
from xprunbook.run.session import By
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.runbook.library import Library
from xprunbook.runbook.model import Mark

DATA = Path(__file__).parents[1] / "data"
BY = By("Ada Lovelace", "Engines Ltd", "corp\\ada", "XPH-NEW")
INPUTS = {
    "web_server": "XPH-NEW",
    "db_server": "SQL01",
    "old_server": "XPH-OLD",
    "new_server": "XPH-NEW",
    "sql_server": "SQL01\\XPHONE",
    "sql_instance": "SQL01\\XPHONE",
    "database": "yes",
    "analytics": "yes",
}


def begin(runs: Path, runbook: str, plan: str, language: Language, done: int = 0) -> Engine:
    """Start a run and decide its first steps."""
    own = (DATA / f"{runbook}.yaml").is_file()
    book = Library(DATA if own else None, language=language).load(runbook)[0]
    known = book.speak(language).inputs
    inputs = {name: value for name, value in INPUTS.items() if name in known}
    beginning = Beginning(plan, inputs, window_end=time.time() + 5 * 3600)
    engine = start_run(runs, book, beginning, Sitting(BY, RealClock(), language))
    for at, step in enumerate(book.speak(language).leaves(plan)[:done]):
        if at % 4 == 3 and step.plans[plan] is Mark.OPTIONAL:
            engine.submit(c.Skip(step.id)).result(5)
        else:
            engine.submit(c.Tick(step.id, observed="12 GB" if step.observe else None)).result(5)
        if at % 3 == 0:
            engine.submit(c.AddNote("Mit [Klammern] und \x1b[31mEscape", step.id)).result(5)
    return engine
