"""The report as data: what a night left behind is all there, in the asked language."""

from __future__ import annotations

import dataclasses

import pytest

from tests.report.builders import START, ZONE, Desk
from xprunbook.base.language import Language
from xprunbook.report.document import document
from xprunbook.run import commands as c
from xprunbook.run import events as e
from xprunbook.run.verify import Grade, code_of, verify_reading


def worked_through() -> Desk:
    """A finished run with one of everything."""
    desk = Desk(allow_file_ticks=True)
    desk.ask(c.Tick("announce"), 5)
    desk.ask(c.Tick("backup-files", observed=r"\\nas\backup"), 10)
    desk.ask(c.AddNote("Band 7", "backup-files"))
    desk.ask(c.Reopen("announce", "Falsche Uhrzeit genannt."), 2)
    desk.ask(c.Tick("announce"), 1)
    desk.ask(c.Deviate("backup-database", "Macht der DBA."), 1)
    desk.ask(c.Skip("check-space"), 1)
    desk.ask(c.PassGate("prepare", "CHG-7"), 1)
    desk.ask(c.Tick("install", source="answers.yaml"), 45)
    desk.ask(c.SetInput("web_server", "WEB02", "Umbenannt."), 1)
    desk.ask(c.Defer("restart", "Fenster zu Ende", "Herr Ohm", "morgen"), 1)
    desk.happen(e.HandedOver("Emmy Noether", "Ringe GmbH", "bis 6"), 1)
    desk.person, desk.company = "Emmy Noether", "Ringe GmbH"
    desk.ask(c.Tick("go-live"), 5)
    desk.ask(c.Tick("smoke-test"), 5)
    desk.ask(c.Close(), 1)
    return desk


def test_the_cover_says_how_it_ended() -> None:
    report = worked_through().report()
    assert report.closing.code == "completed-with-duties"
    assert report.closing.words == "abgeschlossen mit offenen Pflichten"
    assert [step.id for step in report.deviations] == ["backup-database"]
    assert [(step.id, step.owner, step.due) for step in report.duties] == [("restart", "Herr Ohm", "morgen")]
    assert (report.decided, report.total) == (7, 8)
    assert report.plan.id == "B"
    assert (report.opened_at, report.closed_at) == (START, report.last_at)
    assert report.changed_files == ()


def test_people_machines_and_sittings() -> None:
    report = worked_through().report()
    assert [(person.name, person.company) for person in report.people] == [
        ("Ada Lovelace", "Engines AG"),
        ("Emmy Noether", "Ringe GmbH"),
    ]
    assert [sitting.how.code for sitting in report.sittings] == ["handed-over", "closed"]
    assert report.worked == pytest.approx(sum(sitting.seconds for sitting in report.sittings))
    web, db = report.machines
    assert (web.id, web.host, web.sat_at) == ("web", "WEB02", ("WEB01",))
    assert (db.host, db.sat_at) == ("DB01", ())


def test_particulars_of_steps() -> None:
    steps = {step.id: step for step in worked_through().report().steps()}
    assert steps["announce"].reopened == 1
    assert steps["install"].file == "answers.yaml"
    assert [need.code for need in steps["install"].missing] == ["backup"]
    assert [(value.then.value, value.now and value.now.value) for value in steps["install"].earlier] == [
        ("WEB01", "WEB02")
    ]
    assert steps["install"].overwrites == "Die Programmdateien auf WEB01"
    assert steps["backup-files"].observed == r"\\nas\backup"
    assert [note.text for note in steps["backup-files"].notes] == ["Band 7"]
    assert (steps["drain"].in_plan, steps["drain"].state.code, steps["drain"].marks) == (
        False,
        "",
        {"A": "X"},
    )
    assert steps["go-live"].no_return
    assert steps["announce"].do[0].text.startswith("Schreiben Sie den Nutzern von WEB01")
    assert steps["smoke-test"].do[0].text.startswith("Melden Sie sich an WEB02")


def test_gates_carry_their_code() -> None:
    desk = worked_through()
    gate = desk.report().phases[0].gate
    assert gate is not None
    assert gate.code == code_of(desk.state.gates["prepare"].head)
    assert (gate.person, gate.note) == ("Ada Lovelace", "CHG-7")


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "3 Freien Platz prüfen: Ausgelassen"), ("en", "3 Check the free space: Skipped")],
)
def test_the_log_speaks_the_language(language: Language, words: str) -> None:
    report = worked_through().report(language)
    assert words in [line.sentence for line in report.log]
    assert len(report.log) == len(worked_through().reading.records)


def test_the_log_keeps_what_a_sentence_leaves_out() -> None:
    details = {line.record.type: dict(line.details) for line in worked_through().report("en").log}
    assert details["opened"]["inputs"].startswith("Is there a database on the server? = yes; Database server")
    ticks = [dict(line.details) for line in worked_through().report("en").log if line.record.type == "ticked"]
    assert any(tick.get("missing") == "2 Back up" for tick in ticks)
    said = [line.sentence for line in worked_through().report("en").log]
    assert any(sentence.endswith("(from file answers.yaml)") for sentence in said)


def test_what_happened_beside_the_plan() -> None:
    desk = worked_through()
    codes = [event.code for event in desk.report().happenings]
    assert codes == ["input-set", "handed-over"]


def test_a_crash_stands_before_what_followed() -> None:
    desk = Desk()
    desk.ask(c.Tick("announce"), 5)
    desk.happen(e.Recovered(17, "ab" * 32), 60)
    desk.happen(e.Resumed("Engines AG", "web", "0.1.0"))
    report = desk.report()
    assert [event.code for event in report.happenings] == ["crash", "recovered"]
    assert report.happenings[0].at == START + 300
    assert report.sittings[0].how.words == "ohne Abmeldung"


def test_going_back_and_plan_changes() -> None:
    desk = Desk(plan="A")
    desk.ask(c.Tick("drain"), 5)
    desk.ask(c.ChangePlan("B", "Der zweite Knoten fiel aus."), 1)
    desk.ask(c.Tick("install"), 5)
    desk.ask(c.GoBack("Abbruch durch den Kunden."), 1)
    desk.ask(c.Undo("install", "deinstalliert"), 9)
    desk.ask(c.Close(), 1)
    report = desk.report()
    assert report.closing.code == "gone-back"
    assert [event.code for event in report.happenings] == ["plan-changed", "going-back-started"]
    steps = {step.id: step for step in report.steps()}
    assert steps["install"].undone
    assert (steps["drain"].in_plan, steps["drain"].state.code) == (False, "done")


def test_an_unfinished_run_is_reported_as_it_stands() -> None:
    desk = Desk()
    desk.ask(c.Tick("announce"), 5)
    report = desk.report()
    assert report.closing.code == ""
    assert report.closed_at == 0.0
    assert report.evidence.found.grade is Grade.NOT_COMPARED


def test_a_compared_code_is_reported() -> None:
    desk = worked_through()
    code = code_of(desk.state.head)
    evidence = desk.report(code=code).evidence
    assert evidence.found.proven_whole
    assert evidence.given == code


def test_a_lost_runbook_still_gives_a_report() -> None:
    desk = worked_through()
    reading = desk.reading
    report = document(None, reading, verify_reading(reading), "de", desk.now, zone=ZONE)
    assert not report.runbook_found
    assert {step.id for step in report.steps()} == set(desk.state.steps)
    assert report.title == desk.runbook.title


class Hider:
    """A redactor that knows one secret."""

    def redact(self, text: str) -> str:
        """Hide it."""
        return text.replace("Band", "[***]")


def test_secrets_are_hidden_and_codes_are_not() -> None:
    desk = Desk()
    desk.ask(c.AddNote("Kennwort: Band", "backup-files"), 1)
    desk.ask(c.Deviate("backup-files", "Band"), 1)
    reading = desk.reading
    report = document(desk.book, reading, verify_reading(reading), "de", desk.now, redactor=Hider())
    assert "Band" not in repr(report)
    assert report.deviations[0].reason == "[***]"
    assert report.log[-1].record.hash == desk.state.head


def test_it_is_a_pure_function() -> None:
    desk = worked_through()
    assert desk.report() == desk.report()
    assert dataclasses.is_dataclass(desk.report())
