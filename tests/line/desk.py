"""A person at the plain face in one process: a real run in a folder, answers from a list, the words collected."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from tests.run.fake_clock import FakeClock
from xprunbook.base.language import Language
from xprunbook.line.console import Console
from xprunbook.line.loop import House, Line
from xprunbook.run.session import By, Session
from xprunbook.run.sessions import Beginning, Sitting, open_run, start_run
from xprunbook.run.state import RunState
from xprunbook.runbook.library import Library

ROOT = Path(__file__).parents[2]
PATCH_DAY = ROOT / "tests" / "data" / "patch-day.yaml"
INPUTS = {"web_server": "web01", "db_server": "db01", "database": "yes"}


def sitting(language: Language = "en", person: str = "Ada") -> Sitting:
    """Who sits here in tests."""
    return Sitting(By(person, "Engines", "corp\\ada", "host"), FakeClock(), language)


def begin(
    folder: Path,
    *,
    language: Language = "en",
    allow_file_ticks: bool = False,
    practice: bool = False,
    runbook: str = str(PATCH_DAY),
    plan: str = "A",
) -> Session:
    """A new run of the small runbook."""
    book, _ = Library(language=language).load(runbook)
    inputs = {name: value for name, value in INPUTS.items() if name in book.speak(language).inputs}
    beginning = Beginning(plan, inputs, practice=practice, allow_file_ticks=allow_file_ticks)
    return start_run(folder, book, beginning, sitting(language))


def house() -> House:
    """A front door that lends nothing."""
    return House(
        ("html",),
        lambda *_: (Path("report.html"), "0" * 64),
        lambda *_: None,
        lambda path: open_run(path, sitting()),
    )


def work(
    session: Session, answers: Sequence[str], *, language: Language = "en", human: bool = True
) -> tuple[str, RunState]:
    """Type the answers and leave; what was said, and the state afterwards."""
    out = io.StringIO()
    source = io.StringIO("".join(f"{answer}\n" for answer in answers))
    console = Console(source, out, language, human=human, hidden=lambda prompt: "")
    how = Line(session, console, house()).work()
    state = session.snapshot().state
    session.leave("quit" if how == "closed" else how)
    return out.getvalue(), state
