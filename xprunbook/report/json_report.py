"""The report as JSON, version 1: codes and values for scripts, every record included.

Times are ISO 8601 in UTC with milliseconds, or null. Titles are in ``language``; everything else is the same
in every language. ``records`` holds each record as it stands in the journal, so that the chain can be
computed again: a line is canonical JSON (sorted keys, no spaces, ASCII), its ``hash`` the SHA-256 of the
bytes before ``,"hash":`` (not where a secret was hidden in a record). ``json_schema.py`` describes every
field; later versions of this format only add.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from xprunbook.base.text import forbidden_characters
from xprunbook.report import facts as f
from xprunbook.report.clock import iso
from xprunbook.run.record import Record
from xprunbook.run.state import Remark

REPORT_VERSION: Final = 1

Data = dict[str, Any]


def json_report(report: f.Report) -> bytes:
    """Set the report as JSON in UTF-8; characters that a terminal would act on are escaped."""
    words = json.dumps(as_data(report), ensure_ascii=False, indent=1, allow_nan=False)
    parts, at = [], 0
    for offset, _ in forbidden_characters(words):
        parts += [words[at:offset], json.dumps(words[offset])[1:-1]]
        at = offset + 1
    return "".join((*parts, words[at:], "\n")).replace("\x7f", "\\u007f").encode()


def as_data(report: f.Report) -> Data:
    """The report as JSON-ready values."""
    return {
        "report": REPORT_VERSION,
        "made_at": _time(report.made_at),
        "made_with": report.maker_version,
        "language": report.language,
        "run": _run(report),
        "runbook": _runbook(report),
        "plan": report.plan.id,
        "plans": [{"id": plan.id, "title": plan.title, "fits": plan.fits} for plan in report.plans],
        "people": [_person(person) for person in report.people],
        "sessions": [_sitting(sitting) for sitting in report.sittings],
        "machines": [_machine(report, machine) for machine in report.machines],
        "inputs": {item.code: item.value for item in report.inputs},
        "findings": _findings(report),
        "happenings": [
            {"code": event.code, "at": _time(event.at), "person": event.person} for event in report.happenings
        ],
        "notes": [_note(note) for note in report.notes],
        "phases": [_phase(phase) for phase in report.phases],
        "evidence": _evidence(report.evidence),
        "records": [_record(line.record) for line in report.log],
        "children": [
            {
                "step": part.step,
                "run": part.run,
                "report": part.report and as_data(part.report),
                "unreadable": part.why,
            }
            for part in report.below
        ],
    }


def _time(utc: float | None) -> str | None:
    return iso(utc) or None if utc else None


def _run(report: f.Report) -> Data:
    return {
        "id": report.run,
        "closing": report.closing.code or None,
        "closing_reason": report.closing_reason,
        "practice": report.practice,
        "allow_file_ticks": report.allow_file_ticks,
        "going_back": report.going_back,
        "past_no_return": report.past_no_return,
        "opened_at": _time(report.opened_at),
        "last_record_at": _time(report.last_at),
        "closed_at": _time(report.closed_at),
        "worked_seconds": round(report.worked, 3),
        "window_end": _time(report.window_end),
        "steps_decided": report.decided,
        "steps_total": report.total,
        "here": report.here.code,
        "parent_run": report.parent_run,
        "parent_step": report.parent_step,
        "tool_versions": list(report.tool_versions),
    }


def _runbook(report: f.Report) -> Data:
    return {
        "id": report.runbook,
        "version": report.runbook_version,
        "title": report.title,
        "found": report.runbook_found,
        "source": {"title": report.source, "edition": report.source_edition, "url": report.source_url},
        "files": [
            {"name": file.name, "sha256": file.recorded, "found_sha256": file.found or None}
            for file in report.files
        ],
    }


def _person(person: f.Person) -> Data:
    return {
        "name": person.name,
        "company": person.company,
        "accounts": list(person.accounts),
        "hosts": list(person.hosts),
    }


def _sitting(sitting: f.Sitting) -> Data:
    return {
        "person": sitting.person,
        "company": sitting.company,
        "account": sitting.account,
        "host": sitting.host,
        "here": sitting.here.code,
        "began": _time(sitting.began),
        "last_record_at": _time(sitting.ended),
        "seconds": round(sitting.seconds, 3),
        "ended": sitting.how.code or None,
    }


def _machine(report: f.Report, machine: f.MachineFact) -> Data:
    return {
        "role": machine.id,
        "title": machine.title,
        "host": machine.host,
        "here": machine.id == report.here.code,
        "worked_at": list(machine.sat_at),
    }


def _findings(report: f.Report) -> Data:
    """Step ids by what is noteworthy of them."""
    steps = tuple(report.steps())
    return {
        "deviations": [step.id for step in report.deviations],
        "duties": [step.id for step in report.duties],
        "reopened": [step.id for step in steps if step.reopened],
        "done_with_missing": [step.id for step in steps if step.missing],
        "done_against_checks": [step.id for step in steps if step.against],
        "done_with_earlier_values": [step.id for step in steps if step.earlier],
        "done_from_file": [step.id for step in steps if step.file],
        "taken_back": [step.id for step in steps if step.undone],
    }


def _note(note: Remark) -> Data:
    return {"text": note.text, "at": _time(note.at), "person": note.person}


def _phase(phase: f.PhaseFact) -> Data:
    gate = phase.gate
    return {
        "id": phase.id,
        "title": phase.title,
        "gate": gate
        and {
            "passed_at": _time(gate.at),
            "person": gate.person,
            "note": gate.note,
            "code": gate.code,
            "open_steps": [step.code for step in gate.open_steps],
        },
        "steps": [_step(step) for step in phase.steps],
    }


def _step(step: f.StepFact) -> Data:
    return {
        "id": step.id,
        "number": step.number,
        "title": step.title,
        "parent": step.parent,
        "plans": dict(step.marks),
        "mark": step.mark or None,
        "origin": "ours" if step.ours else None,
        "no_return": step.no_return,
        "machine": step.where.code,
        "planned_minutes": step.minutes,
        "state": step.state.code or None,
        "at": _time(step.at),
        "person": step.person,
        "reason": step.reason,
        "by_action": step.by_action,
        "proven": step.proven,
        "answer_file": step.file,
        "criterion": step.criterion and {"input": step.criterion.code, "value": step.criterion.value},
        "missing": [need.code for need in step.missing],
        "values": {value.code: value.value for value in step.values},
        "earlier_values": [
            {
                "input": value.then.code,
                "then": value.then.value,
                "now": value.now.value if value.now else None,
            }
            for value in step.earlier
        ],
        "observed": step.observed,
        "notes": [_note(note) for note in step.notes],
        "owner": step.owner,
        "due": step.due,
        "checks": [_check(check) for check in step.checks],
        "intent": _intent(step),
        "sentence": step.sentence,
        "output": step.output,
        "kept": [
            {"of": kept.of, "file": kept.file, "bytes": kept.size, "sha256": kept.sha256}
            for kept in step.kept
        ],
        "child": step.child and _child(step.child),
        "reopened": step.reopened,
        "undone": step.undone,
        "undo_left": step.undo_left,
    }


def _check(check: f.CheckFact) -> Data:
    return {
        "place": check.place,
        "kind": check.kind,
        "result": check.result.code,
        "sentence": check.sentence,
        "identity": check.identity,
        "at": _time(check.at),
        "details": list(check.details),
    }


def _intent(step: f.StepFact) -> Data | None:
    if step.intent is None:
        return None
    return {
        "kind": step.intent.kind,
        "digest": step.intent.digest,
        "summary": step.intent.summary,
        "at": _time(step.intent.at),
    }


def _child(child: f.ChildFact) -> Data:
    return {
        "runbook": child.runbook,
        "plan": child.plan,
        "run": child.run,
        "closing": child.closing.code or None,
        "code": child.code,
    }


def _evidence(evidence: f.Evidence) -> Data:
    found = evidence.found
    return {
        "grade": found.grade,
        "chain": found.status,
        "records": found.records,
        "closed": found.closed,
        "broken_line": found.broken_line,
        "flaw": found.flaw,
        "torn_bytes": found.torn_bytes,
        "head": evidence.head,
        "code": found.code_now,
        "given_code": evidence.given,
        "compared": found.compared,
        "matched_record": found.matched_seq,
        "newer": found.newer,
        "stored": {
            "same": found.stored.same,
            "changed": list(found.stored.changed),
            "missing": list(found.stored.missing),
        },
        "unknown_records": list(evidence.unknown),
    }


def _record(record: Record) -> Data:
    stamp = record.stamp
    data: Mapping[str, Any] = record.data
    return {
        "at": _time(stamp.utc),
        "record": {
            "v": record.v,
            "seq": record.seq,
            "prev": record.prev,
            "type": record.type,
            "data": data,
            "utc": stamp.utc,
            "mono": stamp.mono,
            "boot": stamp.boot,
            "person": stamp.person,
            "account": stamp.account,
            "host": stamp.host,
            "said": record.said,
            "language": record.language,
            "hash": record.hash,
        },
    }
