"""The JSON report: fits its schema, holds every record, is the same in every language."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tests.report.builders import Desk
from tests.report.example import plan_c, work_through
from tests.report.test_document import worked_through
from xprunbook.base.language import LANGUAGES, Language
from xprunbook.base.text import is_clean
from xprunbook.report.json_report import json_report
from xprunbook.report.json_schema import SCHEMA
from xprunbook.run import commands as c
from xprunbook.run.chain import read_lines


def data_of(desk: Desk, language: Language = "de") -> dict[str, Any]:
    """The report read back."""
    found: dict[str, Any] = json.loads(json_report(desk.report(language)))
    return found


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_its_schema(language: Language) -> None:
    jsonschema.validate(data_of(worked_through(), language), SCHEMA)
    jsonschema.validate(data_of(Desk(), language), SCHEMA)


def test_the_example_fits_too() -> None:
    desk = plan_c()
    work_through(desk)
    data = data_of(desk)
    jsonschema.validate(data, SCHEMA)
    assert data["findings"]["deviations"] == ["restore-rights"]
    assert data["findings"]["done_from_file"] == ["test-calendar"]


def test_the_chain_can_be_computed_again_from_it() -> None:
    desk = worked_through()
    lines = b""
    for entry in data_of(desk)["records"]:
        record = entry["record"]
        own = record.pop("hash")
        body = json.dumps(record, sort_keys=True, separators=(",", ":"))
        lines += f'{body[:-1]},"hash":"{own}"}}\n'.encode("ascii")
    assert lines == desk.lines
    assert read_lines(lines) == desk.reading


def test_only_titles_differ_between_languages() -> None:
    desk = worked_through()
    german, english = data_of(desk, "de"), data_of(desk, "en")

    def without_titles(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: without_titles(item)
                for key, item in value.items()
                if key not in ("title", "fits", "language")
            }
        if isinstance(value, list):
            return [without_titles(item) for item in value]
        return value

    assert german != english
    assert without_titles(german) == without_titles(english)


def test_codes_and_times() -> None:
    data = data_of(worked_through())
    assert data["report"] == 1
    assert data["run"]["closing"] == "completed-with-duties"
    assert data["run"]["opened_at"] == "2026-11-06T21:02:11.250Z"
    steps = {step["id"]: step for phase in data["phases"] for step in phase["steps"]}
    assert steps["restart"]["state"] == "deferred"
    assert steps["drain"]["state"] is None
    assert steps["go-live"]["origin"] == "ours"
    assert steps["install"]["earlier_values"] == [{"input": "web_server", "then": "WEB01", "now": "WEB02"}]


def test_nothing_in_it_moves_a_terminal() -> None:
    desk = Desk()
    desk.ask(c.AddNote("ok\n\x1b[31m\u202e\x9b"), 1)
    written = json_report(desk.report()).decode()
    assert is_clean(written)
    assert data_of(desk)["notes"][0]["text"] == desk.state.notes[0].text
