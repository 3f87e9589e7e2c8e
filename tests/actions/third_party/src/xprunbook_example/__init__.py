"""A package of kinds as others would write it: one check, one action."""

from __future__ import annotations

from typing import ClassVar, Final

from xprunbook.base.language import Texts
from xprunbook.run.contract import (
    Cancelled,
    Effect,
    Finding,
    Inspection,
    Job,
    Operation,
    Plan,
    Reach,
    Statement,
    Traits,
)
from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType
from xprunbook.systems.ports import FILES

_PATH: Final = {"path": ParameterSpec(ParameterType.PATH)}
_TEXTS: Final = Texts(
    {"there": ("{path} ist da.", "{path} is there."), "absent": ("{path} fehlt.", "{path} is absent.")}
)


class Marked:
    """``example.marked``: a mark is there."""

    spec: ClassVar[Kind] = Kind("example.marked", _PATH, action=False)
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.READ_ONLY)
    texts: ClassVar[Texts] = _TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Look."""
        path = str(job.parameters["path"])
        there = job.site.system(FILES).facts(path) is not None
        says = Statement("there" if there else "absent", {"path": path})
        return Inspection(Finding.SATISFIED if there else Finding.NEEDED, says)


class Mark(Marked):
    """``example.mark``: make the mark."""

    spec: ClassVar[Kind] = Kind("example.mark", _PATH)
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.CHANGING)

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One file."""
        path = str(job.parameters["path"])
        needed = found.finding is Finding.NEEDED
        return Plan(self.spec.name, (Operation("write", path, path, {"path": path}),) if needed else ())

    def apply(self, plan: Plan, job: Job) -> None:
        """Write it."""
        if job.cancelled():
            raise Cancelled(known=True)
        for operation in plan.operations:
            job.site.system(FILES).write(str(operation.data["path"]), b"marked", "")


KINDS: Final = (Marked, Mark)
