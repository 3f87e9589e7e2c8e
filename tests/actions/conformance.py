"""What every kind must keep to, following what it declares of itself.

A case prepares a situation in a new folder. For each the suite looks, plans, applies, looks again, cancels and
takes systems away, under a recorder of everything that is done to the outside. Others' kinds can be held to it
in the same way: ``for_kind(kind, case, folder)``.
"""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from tests.actions.jobs import ChosenSite, TestJob, speaks_both
from tests.actions.recorder import contents, recorded, snapshot
from xprunbook.base.errors import XprunbookError
from xprunbook.run.contract import (
    Action,
    ActionFailed,
    Cancelled,
    Check,
    Credential,
    Effect,
    Finding,
    Inspection,
    Plan,
    Reach,
    Site,
    TimedOut,
    changes,
)
from xprunbook.runbook.substitute import Filled

CANARY: Final = "Kanarienvogel-4711!"
"""A password that must be seen nowhere."""


@dataclass(frozen=True)
class Setting:
    """A situation: the parameters of the kind in it, its site if not this machine, and secrets."""

    parameters: Mapping[str, Filled]
    site: Site | None = None
    secrets: Mapping[str, Credential] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A kind in a situation, and what it must find there."""

    kind: str
    name: str
    prepare: Callable[[Path], Setting]
    finds: Finding

    @property
    def id(self) -> str:
        """Its name in the list of tests."""
        return f"{self.kind}: {self.name}"


def for_kind(kind: Check | Action, case: Case, folder: Path) -> None:
    """Hold a kind to everything in one situation; AssertionError says what it broke."""
    declared(kind)
    setting = case.prepare(folder)
    before = snapshot(folder)
    found = looks(kind, setting, folder)
    assert found.finding is case.finds, (found.finding, found.says)
    without_systems(kind, setting)
    if not changes(kind):
        assert snapshot(folder) == before or kind.traits.effect is Effect.PROBE
        return
    if found.finding is Finding.BLOCKED:
        return  # nobody plans what is blocked
    action = cast(Action, kind)
    plan = plans(action, setting, folder, found)
    if found.finding is Finding.NEEDED and plan.operations:
        cancels(action, setting, folder, plan)
        applies(action, setting, folder, plan)


def declared(kind: Check | Action) -> None:
    """Declarations fit each other, and both languages name the same values."""
    traits, spec = kind.traits, kind.spec
    assert traits.seconds > 0
    assert spec.check or spec.action
    assert spec.action == changes(kind) or not spec.action
    assert changes(kind) or traits.provable
    for code, sentences in kind.texts.table.items():
        german, english = (
            {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in sentences
        )
        assert german == english, code


def looks(kind: Check | Action, setting: Setting, folder: Path) -> Inspection:
    """Looking writes nothing, starts nothing, and reaches another machine only if the kind says remote."""
    before = contents(folder)
    with recorded() as record:
        found = kind.inspect(_job(setting))
    assert not record.processes, record.processes
    if kind.traits.effect is Effect.PROBE:
        assert contents(folder) == before
    else:
        assert not record.writes, record.writes
    if kind.traits.reach is Reach.LOCAL:
        assert not record.beyond, record.beyond
    speaks_both(kind, found)
    _plain(found.evidence)
    return found


def plans(action: Action, setting: Setting, folder: Path, found: Inspection) -> Plan:
    """Planning does nothing at all; planning twice gives the same digest; no secret stands in the plan."""
    before = snapshot(folder)
    with recorded() as record:
        plan = action.plan(_job(setting), found)
        again = action.plan(_job(setting), found)
    assert (record.writes, record.processes, record.network) == ([], [], [])
    assert snapshot(folder) == before
    assert plan.digest == again.digest
    assert plan.kind == action.spec.name
    speaks_both(action, found, plan)
    for operation in plan.operations:
        assert CANARY not in operation.text + json.dumps(_plain(operation.data))
        assert operation.verb
        assert operation.text
    if found.finding is Finding.SATISFIED:
        assert not plan.operations
    return plan


def cancels(action: Action, setting: Setting, folder: Path, plan: Plan) -> None:
    """Cancelled before anything: the state is known, and is the old one."""
    before, known = contents(folder), True
    try:
        action.apply(plan, _job(setting, stop_after=0.0))
    except Cancelled as error:
        known = error.known
    except (ActionFailed, TimedOut):
        pass
    else:
        raise AssertionError("cancelled, and went on")
    assert contents(folder) == before or not known


def applies(action: Action, setting: Setting, folder: Path, plan: Plan) -> None:
    """After apply the kind's own look proves it, if it says so; idempotent ones change nothing then."""
    job = _job(setting)
    action.apply(plan, job)
    assert CANARY not in "\n".join(job.told)
    found = looks(action, setting, folder)
    if not action.traits.provable:
        assert found.finding is not Finding.SATISFIED, "it cannot know"
        return
    assert found.finding is Finding.SATISFIED, found.says
    if action.traits.idempotent:
        before = snapshot(folder)
        second = action.plan(_job(setting), found)
        action.apply(second, _job(setting))
        assert not second.operations
        assert snapshot(folder) == before


def without_systems(kind: Check | Action, setting: Setting) -> None:
    """A site that has nothing: a sentence, never a traceback."""
    bare = TestJob(setting.parameters, ChosenSite())
    with suppress(XprunbookError):
        found = kind.inspect(bare)
        assert found.finding in (Finding.BLOCKED, Finding.UNKNOWN)


def _job(setting: Setting, stop_after: float = float("inf")) -> TestJob:
    return TestJob(setting.parameters, setting.site, secrets=setting.secrets, stop_after=stop_after)


def _plain(data: object) -> object:
    """JSON values, read-only mappings allowed; TypeError otherwise."""
    if isinstance(data, Mapping):
        return {str(name): _plain(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    json.dumps(data, allow_nan=False)
    return data
