"""The report of a run's folder: the one door for command line and faces. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import Final, Literal, TypeAlias, get_args

from xprunbook.base.errors import XprunbookError
from xprunbook.base.language import Language
from xprunbook.base.redact import NothingToHide, Redactor
from xprunbook.report.document import document
from xprunbook.report.facts import Below, Report, StepFact
from xprunbook.report.fold import fold_known
from xprunbook.report.texts import TEXTS
from xprunbook.run.chain import Reading
from xprunbook.run.children import MAX_DEPTH, folder_of
from xprunbook.run.journal import JOURNAL_NAME, read_journal
from xprunbook.run.state import RunState
from xprunbook.run.store import load_book
from xprunbook.run.trouble import store_error
from xprunbook.run.verify import read_code, verify_reading
from xprunbook.runbook.model import Book
from xprunbook.runbook.recorded import load_recorded

Format: TypeAlias = Literal["html", "json", "markdown"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

_NO_SECRETS: Final = NothingToHide()


def report_of(
    folder: Path,
    language: Language,
    now: float,
    *,
    code: str | None = None,
    zone: tzinfo | None = None,
    redactor: Redactor = _NO_SECRETS,
    depth: int = 0,
) -> Report:
    """Make the report of a run's folder (or its journal file) as data, with the runs below it; nothing is written.

    ``now`` in UTC seconds; ``code`` is one that was written down before, and is compared. A torn, broken or
    unfinished record gives a report that says so; so does a lost or changed runbook. StoreError when not one
    record can be read, UsageError when the code is not one.
    """
    if folder.name == JOURNAL_NAME and not folder.is_dir():
        folder = folder.parent
    reading = read_journal(folder)
    if not reading.records:
        raise store_error("empty", folder / JOURNAL_NAME)
    verification = verify_reading(reading, code, folder)
    given = read_code(code) if code is not None else ""
    book = _book(folder, reading, language)
    report = document(
        book, reading, verification, language, now, given_code=given, zone=zone, redactor=redactor
    )
    below = tuple(
        _below(folder, report, step, language, now, zone, redactor, depth)
        for step in report.steps()
        if step.child is not None
    )
    return replace(report, below=below) if below else report


def _below(
    folder: Path,
    report: Report,
    step: StepFact,
    language: Language,
    now: float,
    zone: tzinfo | None,
    redactor: Redactor,
    depth: int,
) -> Below:
    """The run a step was carried out as; its record is compared with the code the step's record holds."""
    child = step.child
    assert child is not None
    place = folder_of(folder, child.run)
    why = ""
    if depth >= MAX_DEPTH:
        why = TEXTS.say("below-deep", language, count=MAX_DEPTH)
    elif place is None or not place.is_dir():
        why = TEXTS.say("below-gone", language)
    if why or place is None:
        return Below(step.id, child.run, None, why)
    try:
        code = child.code or None
        found = report_of(place, language, now, code=code, zone=zone, redactor=redactor, depth=depth + 1)
    except XprunbookError as error:
        return Below(step.id, child.run, None, error.message)
    if (found.parent_run, found.parent_step) != (report.run, step.id):
        return Below(step.id, child.run, None, TEXTS.say("below-stranger", language))
    return Below(step.id, child.run, found)


def render(report: Report, kind: Format) -> bytes:
    """Set a report as a file's bytes (UTF-8)."""
    if kind == "json":
        from xprunbook.report.json_report import json_report

        return json_report(report)
    if kind == "markdown":
        from xprunbook.report.markdown_report import markdown_report

        return markdown_report(report)
    from xprunbook.report.html import html_report

    return html_report(report)


def make_report(
    folder: Path,
    kind: Format,
    language: Language,
    now: float,
    *,
    code: str | None = None,
    zone: tzinfo | None = None,
    redactor: Redactor = _NO_SECRETS,
) -> bytes:
    """Make the report of a run's folder as a file's bytes; see ``report_of``."""
    return render(report_of(folder, language, now, code=code, zone=zone, redactor=redactor), kind)


def _book(folder: Path, reading: Reading, language: Language) -> Book | None:
    """The runbook recorded with the run; None when it is lost or no runbook (any more)."""
    state: RunState = fold_known(reading.records)[0]
    try:
        files: Mapping[str, bytes] = load_book(folder)
        wanted = {name: files[name] for name in state.files if name in files}
        return load_recorded(wanted, language) if wanted else None
    except XprunbookError:
        return None
