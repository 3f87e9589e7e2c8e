"""The JSON Schema (draft 2020-12) of the format, for editors: generated from the declared fields."""

from __future__ import annotations

import json
from typing import Any, Final

from xprunbook.runbook.fields import RUNBOOK
from xprunbook.runbook.shapes import (
    Default,
    Either,
    Flag,
    ListOf,
    MapOf,
    OneOf,
    Parameters,
    Record,
    Reference,
    Shape,
    Text,
    Url,
    Whole,
    Word,
)

ADDRESS: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def runbook_schema() -> Schema:
    """The schema of a runbook's main file. What it cannot say (references, order), ``check`` says."""
    records: dict[str, Schema] = {}
    root = _record(RUNBOOK, records)
    return {
        "$schema": ADDRESS,
        "title": "xprunbook runbook, format 1",
        **root,
        "$defs": dict(sorted(records.items())),
    }


def schema_text() -> str:
    """The schema as the text of the committed file."""
    return json.dumps(runbook_schema(), indent=2, ensure_ascii=False) + "\n"


def _record(shape: Record, records: dict[str, Schema]) -> Schema:
    properties = {
        name: {"description": field.docs, **_schema(field.shape, records)}
        for name, field in shape.fields.items()
    }
    return {
        "description": shape.docs,
        "type": "object",
        "properties": properties,
        "required": [name for name, field in shape.fields.items() if field.required],
        "additionalProperties": False,
    }


def _schema(shape: Shape, records: dict[str, Schema]) -> Schema:
    """The schema of one shape; records are referred to by name."""
    match shape:
        case Text():
            return {"type": "string", "pattern": r"\S"}
        case Url():
            return {"type": "string", "pattern": "^https?://"}
        case Word():
            return {"type": "string", "pattern": f"^{shape.pattern}$"}
        case Reference():
            return {"type": "string", "minLength": 1}
        case OneOf():
            return {"enum": [str(word) for word in shape.words]}
        case Whole():
            return {"type": "integer", "minimum": shape.low, "maximum": shape.high}
        case Flag():
            return {"const": True} if shape.only_true else {"type": "boolean"}
        case Default():
            return {
                "anyOf": [{"type": ["string", "integer"]}, {"type": "array", "items": {"type": "string"}}]
            }
        case Parameters():
            return {"type": ["object", "null"]}
        case ListOf():
            return {"type": "array", "items": _schema(shape.item, records), "minItems": shape.at_least}
        case MapOf():
            names = {"pattern": f"^{shape.key.pattern}$"} if isinstance(shape.key, Word) else {"minLength": 1}
            return {
                "type": "object",
                "propertyNames": names,
                "additionalProperties": _schema(shape.value, records),
                "minProperties": shape.at_least,
                "maxProperties": shape.at_most,
            }
        case Either():
            parts = (shape.scalar, shape.items, shape.entries)
            return {"anyOf": [_schema(part, records) for part in parts if part is not None]}
        case Record():
            if shape.name not in records:
                records[shape.name] = {}
                records[shape.name] = _record(shape, records)
            return {"$ref": f"#/$defs/{shape.name}"}
