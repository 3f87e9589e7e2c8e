"""What a runbook says in dialogs reads as on its page: Markdown set, values as they are, no step of another plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.line.desk import PATCH_DAY, begin, work
from tests.tui.runs import INPUTS
from tests.tui.stage import HOSTILE, on_stage, run_of
from xprunbook.run.view import RunView
from xprunbook.runbook.load import load_book
from xprunbook.tui import dialogs
from xprunbook.tui.sheet import step_content

EDITS = {
    "needs: [backup]": "needs: [drain, backup]",
    "title: Server neu starten": (
        "title: Server neu starten\n        warnings: ['Nie `net stop` auf **${web_server}**.']"
    ),
}


def edited() -> bytes:
    """The small runbook with code in its warnings and its gate, and a need that plan B does not have."""
    text = PATCH_DAY.read_text(encoding="utf-8")
    for before, after in EDITS.items():
        assert before in text
        text = text.replace(before, after)
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip().startswith("gate:"))
    lines[at] = lines[at].partition("gate:")[0] + "gate: 'Lesbar laut `RESTORE` auf ${web_server}.'"
    return "\n".join(lines).encode()


def a_run(plan: str = "B", server: str = "WEB01") -> RunView:
    book = load_book(("patch-day.yaml", edited()), ())[0]
    return run_of(book.speak("de"), plan, inputs={**INPUTS, "web_server": server})


def test_code_in_a_warning_has_no_backticks_in_the_dialog_of_a_tick() -> None:
    run = a_run()
    _, picture = on_stage(lambda: dialogs.ConfirmTick(run, run.rows["restart"], "de"))
    assert "Achtung  Nie net stop auf WEB01." in picture
    assert "`" not in picture


def test_code_in_a_gate_has_no_backticks_in_its_dialog() -> None:
    run = a_run()
    _, picture = on_stage(lambda: dialogs.PassGate(run, run.rows["backup-database"], "de"))
    assert "Lesbar laut RESTORE auf WEB01." in picture
    assert "`" not in picture


@pytest.mark.parametrize("value", [text for text in HOSTILE if len(text) < 100])
def test_a_value_is_never_markup(value: str) -> None:
    run = a_run(server=value)
    _, picture = on_stage(lambda: dialogs.ConfirmTick(run, run.rows["restart"], "de"))
    if value.isprintable():
        assert f"Nie net stop auf {value}." in picture
    assert "\x1b" not in picture
    assert "\u202e" not in picture


def test_a_need_that_the_plan_does_not_have_is_left_out(tmp_path: Path) -> None:
    def before(plan: str) -> str:
        run = a_run(plan)
        return "\n".join(line.plain for line in step_content(run, run.rows["install"], "de", 76))

    assert "4    Knoten" in before("A")
    assert "4    Knoten" not in before("B")
    assert "2    Sichern" in before("B")
    path = tmp_path / "patch-day.yaml"
    path.write_bytes(edited())
    for plan, listed in (("A", True), ("B", False)):
        said, _ = work(
            begin(tmp_path / plan, runbook=str(path), plan=plan, language="de"), ["5", "quit"], language="de"
        )
        needs = said.partition("Vorher:")[2].partition("Festgehalten")[0]
        assert "Sichern" in needs
        assert ("Knoten" in needs) is listed
