"""The state of any record, also of a damaged or newer one: what cannot be understood is named, not fatal."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from xprunbook.base.redact import NothingToHide, Redactor
from xprunbook.run.chain import harmless
from xprunbook.run.events import EVENTS, Event, from_data
from xprunbook.run.evolve import evolve
from xprunbook.run.record import Record
from xprunbook.run.state import Closing, RunState

CODES: Final = frozenset(
    [
        "backend",
        "closing",
        "digest",
        "file",
        "files",
        "format",
        "head",
        "here",
        "how",
        "kind",
        "language",
        "missing",
        "name",
        "open_steps",
        "outcome",
        "output_sha256",
        "parent_run",
        "parent_step",
        "phase",
        "place",
        "plan",
        "result",
        "run",
        "runbook",
        "runbook_version",
        "secret",
        "sha256",
        "step",
        "tool_version",
        "verdict",
    ]
)
"""Fields that hold codes, never what a person typed or a machine printed: nothing is hidden in them."""


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_texts(value: Any) -> bool:
    return isinstance(value, tuple) and all(map(_is_text, value))


def _is_input(value: Any) -> bool:
    return _is_text(value) or _is_texts(value)


def _is_map_of(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, Mapping) and all(_is_text(key) and fits(item) for key, item in value.items())
    )


_FITS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "str": _is_text,
    "int": _is_number,
    "float": _is_number,
    "float | None": lambda value: value is None or _is_number(value),
    "bool": lambda value: isinstance(value, bool),
    "tuple[str, ...]": _is_texts,
    "InputValue": _is_input,
    "Mapping[str, InputValue]": _is_map_of(_is_input),
    "Mapping[str, str]": _is_map_of(_is_text),
    "Mapping[str, Any]": _is_map_of(lambda _: True),
}


_SHAPES: Final = {
    code: tuple((item.name, _FITS[str(item.type)]) for item in dataclasses.fields(kind))
    for code, kind in EVENTS.items()
}
"""What every field of every event must be."""


def event_of(record: Record) -> Event | None:
    """The record's event; None for one this version does not know, or whose fields have other types."""
    try:
        event = from_data(record.type, record.data)
    except (KeyError, TypeError, ValueError):
        return None
    for name, fits in _SHAPES[event.code]:
        if not fits(getattr(event, name)):
            return None
    closing = getattr(event, "closing", "")
    return event if not closing or closing in frozenset(Closing) else None


def fold_known(records: Iterable[Record]) -> tuple[RunState, tuple[int, ...]]:
    """The state after every record that can be understood, and the numbers of the others."""
    state = RunState()
    unknown = []
    for record in records:
        try:
            if event_of(record) is None:
                raise ValueError(record.type)
            state = evolve(state, record)
        except (KeyError, TypeError, ValueError, AttributeError):
            unknown.append(record.seq)
            state = replace(state, seq=record.seq, head=record.hash, last_utc=record.stamp.utc)
    return state, tuple(unknown)


def hide(record: Record, redactor: Redactor) -> Record:
    """The record with every secret in its free texts hidden; codes, hashes and times stay."""
    if isinstance(redactor, NothingToHide):
        return record
    data = {name: value if name in CODES else _hidden(value, redactor) for name, value in record.data.items()}
    stamp = replace(
        record.stamp,
        person=redactor.redact(record.stamp.person),
        account=redactor.redact(record.stamp.account),
        host=redactor.redact(record.stamp.host),
    )
    return replace(record, data=data, stamp=stamp, said=redactor.redact(record.said))


def _hidden(value: Any, redactor: Redactor) -> Any:
    if isinstance(value, str):
        return redactor.redact(value)
    if isinstance(value, Mapping):
        return {name: _hidden(item, redactor) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_hidden(item, redactor) for item in value]
    return value


def clean(text: str, redactor: Redactor) -> str:
    """A text of the runbook as it may leave the program: harmless, and without a secret."""
    return redactor.redact(str(harmless(text)))
