"""Looking at application pools: whether they run, and whom they run as."""

from __future__ import annotations

from typing import ClassVar

from xprunbook.actions.iis.common import (
    LOOK,
    chosen,
    evidence,
    identity_of,
    judged,
    line,
    missing,
    pool_named,
    runs_as,
)
from xprunbook.actions.iis.texts import TEXTS
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import text
from xprunbook.actions.troubles import blocked, helped_by
from xprunbook.base.language import Texts
from xprunbook.run.contract import Finding, Inspection, Job, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports_windows import PoolState
from xprunbook.systems.trouble import Refused


class _States:
    """What both looks at states share."""

    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS
    wanted: ClassVar[PoolState]

    def inspect(self, job: Job) -> Inspection:
        """Ask IIS for the state of each."""
        try:
            return judged(job, chosen(job), self.wanted)
        except Refused as refused:
            return blocked(refused, job)


class Pools(_States):
    """``iis.pools``: these application pools are started."""

    spec: ClassVar[Kind] = spec_of("iis.pools")
    wanted: ClassVar[PoolState] = PoolState.STARTED


class PoolsStopped(_States):
    """``iis.pools-stopped``: these application pools are stopped."""

    spec: ClassVar[Kind] = spec_of("iis.pools-stopped")
    wanted: ClassVar[PoolState] = PoolState.STOPPED


class PoolAccount:
    """``iis.pool-account``: an application pool runs under this account. Whether it is started is another check."""

    spec: ClassVar[Kind] = spec_of("iis.pool-account")
    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Read the identity, and compare accounts by SID where they can be looked up."""
        name, account = text(job.parameters, "pool"), text(job.parameters, "account")
        try:
            pool = pool_named(job, name)
        except Refused as refused:
            return blocked(refused, job)
        if pool is None:
            return missing((name,), job)
        same = runs_as(job, pool, account)
        values: dict[str, str | int] = {"pool": pool.name, "identity": identity_of(pool)}
        facts, details = evidence((pool,)), (line(pool),)
        if same:
            says = Statement("account.is", values)
            return Inspection(
                Finding.SATISFIED, says, identity=identity_of(pool), evidence=facts, details=details
            )
        values["account"] = account
        helps = Statement("account.other.helps", {"pool": pool.name})
        finding, code = (
            (Finding.UNKNOWN, "account.unsure") if same is None else (Finding.NEEDED, "account.other")
        )
        return Inspection(
            finding,
            Statement(code, values),
            helps,
            identity_of(pool),
            facts,
            details,
            helped_by(job),
        )
