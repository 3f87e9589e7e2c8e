"""The JSON Schema of the JSON report, version 1: what every field is. Later versions only add fields."""

from __future__ import annotations

from typing import Any, Final

from xprunbook.run.chain import Flaw, Status
from xprunbook.run.state import Closing, StepState
from xprunbook.run.verify import Grade

Schema = dict[str, Any]


def _is(kind: str | list[str], description: str = "") -> Schema:
    return {"type": kind, "description": description} if description else {"type": kind}


_TEXT: Final = _is("string")
_COUNT: Final = {"type": "integer", "minimum": 0}
_YES: Final = _is("boolean")
_TIME: Final[Schema] = {
    "type": ["string", "null"],
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$",
    "description": "ISO 8601, UTC, milliseconds; null where there is none",
}
_VALUE: Final[Schema] = {"type": ["string", "array"], "items": {"type": "string"}}
_HASH: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _list(of: Schema, description: str = "") -> Schema:
    schema: Schema = {"type": "array", "items": of}
    return {**schema, "description": description} if description else schema


def _map(of: Schema, description: str) -> Schema:
    return {"type": "object", "additionalProperties": of, "description": description}


def _object(fields: Schema, *, null: bool = False) -> Schema:
    """An object with exactly these fields."""
    return {
        "type": ["object", "null"] if null else "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _one_of(
    values: type[Status | Grade | Closing | StepState | Flaw], description: str, null: bool
) -> Schema:
    codes: list[str | None] = [str(value) for value in values]
    return {"enum": [*codes, None] if null else codes, "description": description}


_NOTE: Final = _object({"text": _TEXT, "at": _TIME, "person": _TEXT})

_RUN: Final = _object(
    {
        "id": _TEXT,
        "closing": _one_of(Closing, "how the run ended; null while it is unfinished", True),
        "closing_reason": _TEXT,
        "practice": _is("boolean", "a rehearsal on a practice site"),
        "allow_file_ticks": _is("boolean", "answer files were allowed to decide mandatory steps and gates"),
        "going_back": _is("boolean", "the way back was under way at the end of the record"),
        "past_no_return": _is("boolean", "going back began behind the point of no return"),
        "opened_at": _TIME,
        "last_record_at": _TIME,
        "closed_at": _TIME,
        "worked_seconds": _is("number", "the sum of all sessions, each up to its last record"),
        "window_end": _TIME,
        "steps_decided": _COUNT,
        "steps_total": _is("integer", "steps of the active plan that are ticked by themselves"),
        "here": _is("string", "the role of the machine of the last session; empty: none"),
        "parent_run": _TEXT,
        "parent_step": _TEXT,
        "tool_versions": _list(_TEXT, "versions of xprunbook the run was recorded with"),
    }
)

_RUNBOOK: Final = _object(
    {
        "id": _TEXT,
        "version": _TEXT,
        "title": _TEXT,
        "found": _is("boolean", "false: the runbook could not be read, steps are those the record names"),
        "source": _object({"title": _TEXT, "edition": _TEXT, "url": _TEXT}),
        "files": _list(
            _object({"name": _TEXT, "sha256": _TEXT, "found_sha256": _is(["string", "null"])}),
            "the runbook's files: hash in the record, and of the file beside it when the report was made",
        ),
    }
)

_SESSION: Final = _object(
    {
        "person": _TEXT,
        "company": _TEXT,
        "account": _TEXT,
        "host": _TEXT,
        "here": _TEXT,
        "began": _TIME,
        "last_record_at": _TIME,
        "seconds": _is("number"),
        "ended": _is(["string", "null"], "quit, hang-up, crash, handed-over, closed; null: it has not"),
    }
)

_FINDINGS: Final = _object(
    {
        name: _list(_TEXT, "ids of steps")
        for name in (
            "deviations",
            "duties",
            "reopened",
            "done_with_missing",
            "done_against_checks",
            "done_with_earlier_values",
            "done_from_file",
            "taken_back",
        )
    }
)

_STEP: Final = _object(
    {
        "id": _TEXT,
        "number": _TEXT,
        "title": _TEXT,
        "parent": _is("string", "id of the step this one is a sub-step of; empty: none"),
        "plans": _map({"enum": ["X", "(X)"]}, "plan to mark"),
        "mark": {"enum": ["X", "(X)", None], "description": "of the active plan; null outside it"},
        "origin": {"enum": ["ours", None], "description": "ours: not in the source document"},
        "no_return": _YES,
        "machine": _is("string", "role"),
        "planned_minutes": _COUNT,
        "state": _one_of(StepState, "null outside the plan when nothing happened", True),
        "at": _TIME,
        "person": _TEXT,
        "reason": _TEXT,
        "by_action": _is("boolean", "carried out by an action, not ticked by a person"),
        "proven": _is("boolean", "the action's result was verified"),
        "answer_file": _is("string", "name of the file the tick came from; empty: a person's word"),
        "criterion": _object({"input": _TEXT, "value": _VALUE}, null=True),
        "missing": _list(_TEXT, "needs that did not hold at the tick: step ids, gate:<phase>"),
        "values": _map(_VALUE, "the inputs the step was done with"),
        "earlier_values": _list(
            _object({"input": _TEXT, "then": _VALUE, "now": {**_VALUE, "type": ["string", "array", "null"]}})
        ),
        "observed": {**_VALUE, "type": ["string", "array", "null"]},
        "notes": _list(_NOTE),
        "owner": _is("string", "of an open duty"),
        "due": _is("string", "of an open duty, free text"),
        "checks": _list(
            _object(
                {
                    "place": _is("string", "before:0, action, after:1, failure:0"),
                    "kind": _TEXT,
                    "result": _TEXT,
                    "sentence": _TEXT,
                    "identity": _TEXT,
                    "at": _TIME,
                    "details": _list(_TEXT, "lines below the sentence"),
                }
            ),
            "the newest result of each check",
        ),
        "intent": _object({"kind": _TEXT, "digest": _TEXT, "summary": _TEXT, "at": _TIME}, null=True),
        "sentence": _TEXT,
        "output": _TEXT,
        "kept": _list(
            _object(
                {
                    "of": _is("string", "the path of what was about to be changed"),
                    "file": _is("string", "the copy in the run's folder; empty: it holds a password"),
                    "bytes": _COUNT,
                    "sha256": _HASH,
                }
            ),
            "what actions kept before they changed it",
        ),
        "child": _object(
            {
                "runbook": _TEXT,
                "plan": _TEXT,
                "run": _TEXT,
                "closing": _is(["string", "null"]),
                "code": _is("string", "of the child run's last record"),
            },
            null=True,
        ),
        "reopened": _is("integer", "how often, slips not counted"),
        "undone": _YES,
        "undo_left": _YES,
    }
)

_GATE: Final = _object(
    {
        "passed_at": _TIME,
        "person": _TEXT,
        "note": _TEXT,
        "code": _is("string", "of the gate's record; empty while not passed"),
        "open_steps": _list(_TEXT),
    },
    null=True,
)

_EVIDENCE: Final = _object(
    {
        "grade": _one_of(Grade, "matched: a code kept elsewhere belongs to a record", False),
        "chain": _one_of(Status, "what the journal's bytes are", False),
        "records": _COUNT,
        "closed": _YES,
        "broken_line": _is(["integer", "null"], "from 1"),
        "flaw": _one_of(Flaw, "of the broken line", True),
        "torn_bytes": _COUNT,
        "head": _HASH,
        "code": _is("string", "16 characters from the hash of the last record"),
        "given_code": _is("string", "the code that was compared; empty: none"),
        "compared": _is(["boolean", "null"]),
        "matched_record": _is(["integer", "null"]),
        "newer": _is("boolean", "a newer version wrote to the journal"),
        "stored": _object(
            {
                "same": _COUNT,
                "changed": _list(_TEXT, "outputs and kept copies that are not what was recorded"),
                "missing": _list(_TEXT),
            }
        ),
        "unknown_records": _list(_COUNT, "records the report had to leave out of account"),
    }
)

_RECORD: Final = _object(
    {
        "at": _TIME,
        "record": _object(
            {
                "v": _COUNT,
                "seq": _COUNT,
                "prev": _HASH,
                "type": _TEXT,
                "data": _is("object"),
                "utc": _is("number", "seconds since 1970"),
                "mono": _is("number", "seconds of the boot's monotonic clock"),
                "boot": _TEXT,
                "person": _TEXT,
                "account": _TEXT,
                "host": _TEXT,
                "said": _is("string", "the sentence shown then"),
                "language": _TEXT,
                "hash": _HASH,
            }
        ),
    }
)

SCHEMA: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "xprunbook report 1",
    **_object(
        {
            "report": {"const": 1},
            "made_at": _TIME,
            "made_with": _is("string", "version of xprunbook that made the report"),
            "language": {"enum": ["de", "en"]},
            "run": _RUN,
            "runbook": _RUNBOOK,
            "plan": _is("string", "id of the active plan"),
            "plans": _list(_object({"id": _TEXT, "title": _TEXT, "fits": _TEXT})),
            "people": _list(
                _object({"name": _TEXT, "company": _TEXT, "accounts": _list(_TEXT), "hosts": _list(_TEXT)})
            ),
            "sessions": _list(_SESSION),
            "machines": _list(
                _object(
                    {
                        "role": _TEXT,
                        "title": _TEXT,
                        "host": _TEXT,
                        "here": _is("boolean", "the last session sat there"),
                        "worked_at": _list(_TEXT, "hosts people sat at as this role"),
                    }
                )
            ),
            "inputs": _map(_VALUE, "the values at the end of the record"),
            "findings": _FINDINGS,
            "happenings": _list(_object({"code": _TEXT, "at": _TIME, "person": _TEXT})),
            "notes": _list(_NOTE, "on the run"),
            "phases": _list(_object({"id": _TEXT, "title": _TEXT, "gate": _GATE, "steps": _list(_STEP)})),
            "evidence": _EVIDENCE,
            "records": _list(_RECORD, "every record, in order"),
            "children": _list(
                _object(
                    {
                        "step": _is("string", "id of the step that is a run of its own"),
                        "run": _TEXT,
                        "report": {"anyOf": [{"$ref": "#"}, {"type": "null"}]},
                        "unreadable": _is("string", "why there is no report of it; empty: there is"),
                    }
                ),
                "the runs below, each a whole report",
            ),
        }
    ),
}
"""What ``xprunbook report --format json`` writes."""
