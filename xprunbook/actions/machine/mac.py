"""``machine.static-mac``: does this virtual machine keep its network address? The licence hangs on it (B21, B22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.machine.checks import LOOK
from xprunbook.actions.machine.texts import TEXTS
from xprunbook.actions.troubles import blocked, helped_by
from xprunbook.base.language import Texts
from xprunbook.run.contract import Finding, Inspection, Job, Json, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports_windows import MACHINE, Adapter, MacRange
from xprunbook.systems.trouble import Refused


class StaticMac:
    """Whether the address is fixed stands in the hypervisor's settings. From inside, its range makes it likely or not;
    where it says neither, the answer is ``unknown``."""

    spec: ClassVar[Kind] = spec_of("machine.static-mac")
    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Look at the firmware and the adapters that are up."""
        machine = job.site.system(MACHINE)
        try:
            virtual, adapters = machine.windows().virtual, machine.adapters()
        except Refused as refused:
            return blocked(refused, job)
        evidence: dict[str, Json] = {
            "virtual": virtual,
            "adapters": [
                {"name": item.name, "mac": item.mac, "permanent": item.permanent, "range": item.range}
                for item in adapters
            ],
        }
        finding, code = _judged(virtual, adapters)
        return Inspection(
            finding,
            Statement(code, {"maker": virtual} if virtual else {}),
            None if finding is Finding.SATISFIED else Statement("mac.helps"),
            evidence=evidence,
            details=tuple(map(_told, adapters)),
            jump="" if finding is Finding.SATISFIED else helped_by(job),
        )


def _judged(virtual: str, adapters: Sequence[Adapter]) -> tuple[Finding, str]:
    ranges = {item.range for item in adapters}
    if not adapters:
        return Finding.UNKNOWN, "mac.no-adapter"
    if not virtual:
        return Finding.SATISFIED, "mac.physical"
    if MacRange.AUTOMATIC in ranges:
        return Finding.NEEDED, "mac.automatic"
    if ranges == {MacRange.FIXED}:
        return Finding.SATISFIED, "mac.fixed"
    return Finding.UNKNOWN, "mac.either" if MacRange.EITHER in ranges else "mac.unknown"


def _told(adapter: Adapter) -> Statement:
    values: dict[str, str | int] = {"name": adapter.name or "?", "mac": adapter.mac}
    if adapter.permanent and adapter.permanent != adapter.mac:
        return Statement("mac.overridden", {**values, "permanent": adapter.permanent})
    return Statement("mac.adapter", values)
