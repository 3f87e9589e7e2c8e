"""The one door: a run's folder in any state gives a report, and is never written to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.report.builders import ZONE, Desk
from tests.report.reader import Page
from tests.report.test_document import worked_through
from xprunbook.base.errors import StoreError, UsageError
from xprunbook.report.make import FORMATS, make_report, report_of
from xprunbook.run.chain import read_lines
from xprunbook.run.verify import code_of

NOW = 1_800_000_000.0


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_folder_becomes_a_file(tmp_path: Path, kind: str) -> None:
    run = worked_through().store(tmp_path / "run")
    before = contents(run)
    chosen = next(found for found in FORMATS if found == kind)
    data = make_report(run, chosen, "de", NOW, zone=ZONE)
    assert data == make_report(run / "run.jsonl", chosen, "de", NOW, zone=ZONE)
    assert contents(run) == before


def test_every_prefix_gives_a_report(tmp_path: Path) -> None:
    desk = worked_through()
    run = desk.store(tmp_path / "run")
    for size in range(len(desk.lines.split(b"\n", 1)[0]) + 1, len(desk.lines), 997):
        (run / "run.jsonl").write_bytes(desk.lines[:size])
        assert Page(make_report(run, "html", "de", NOW, zone=ZONE)).faults == []


def test_a_damaged_record_gives_the_good_part(tmp_path: Path) -> None:
    desk = worked_through()
    run = desk.store(tmp_path / "run")
    (run / "run.jsonl").write_bytes(desk.lines.replace(b"Macht der DBA.", b"Macht der ABD."))
    report = report_of(run, "de", NOW)
    assert report.evidence.found.status == "broken"
    assert 0 < len(report.log) < len(desk.reading.records)


def test_no_record_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").write_bytes(b"")
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(StoreError):
            make_report(folder, "html", "de", NOW)


def test_a_changed_runbook_is_named(tmp_path: Path) -> None:
    run = worked_through().store(tmp_path / "run")
    path = run / "runbook" / "patch-day.en.yaml"
    path.write_bytes(path.read_bytes() + b"# later\n")
    assert report_of(run, "de", NOW).changed_files == ("patch-day.en.yaml",)
    assert "patch-day.en.yaml" in Page(make_report(run, "html", "de", NOW)).words


def test_a_lost_sibling_is_named_and_a_lost_runbook_too(tmp_path: Path) -> None:
    run = worked_through().store(tmp_path / "run")
    (run / "runbook" / "patch-day.en.yaml").unlink()
    assert report_of(run, "en", NOW).changed_files == ("patch-day.en.yaml",)
    (run / "runbook" / "patch-day.yaml").write_bytes(b"no: [runbook")
    assert not report_of(run, "en", NOW).runbook_found
    assert "could not be read" in Page(make_report(run, "html", "en", NOW)).words


def test_the_code_is_compared(tmp_path: Path) -> None:
    desk = worked_through()
    run = desk.store(tmp_path / "run")
    code = code_of(desk.state.head).lower().replace("-", " ")
    assert report_of(run, "de", NOW, code=code).evidence.found.proven_whole
    with pytest.raises(UsageError):
        report_of(run, "de", NOW, code="short")


def test_records_of_another_kind_are_named_not_fatal(tmp_path: Path) -> None:
    from xprunbook.run.chain import encode_record

    desk = Desk()
    stamp = desk.reading.records[0].stamp
    lines = desk.lines
    strange: list[tuple[str, dict[str, object]]] = [
        ("teleported", {"where": "moon"}),
        ("ticked", {"step": 5}),
        ("ticked", {}),
        ("ended", {"step": "install", "outcome": "odd"}),
        ("closed", {"closing": "odd"}),
        ("input-set", {"name": "ring", "value": {"a": 1}}),
        ("checked", {"step": ["x"], "place": "", "kind": "", "result": ""}),
    ]
    for kind, data in strange:
        found = read_lines(lines)
        lines += encode_record(len(found.records), found.head, kind, data, stamp)
    desk.lines = lines
    run = desk.store(tmp_path / "run")
    report = report_of(run, "en", NOW)
    assert report.evidence.unknown == tuple(range(1, len(strange) + 1))
    assert "does not know 7 entries" in Page(make_report(run, "html", "en", NOW)).words
    make_report(run, "json", "en", NOW)


def test_light_imports() -> None:
    code = (
        "import sys; before = set(sys.modules); import xprunbook.report.make, xprunbook.report.html, "
        "xprunbook.report.json_report, xprunbook.report.export; "
        "heavy = {'textual', 'rich', 'lxml', 'jinja2', 'pyodbc', 'keyring', 'asyncio', 'xprunbook.tui', "
        "'xprunbook.actions', 'xprunbook.systems', 'xprunbook.cli'} & set(sys.modules); print(sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
