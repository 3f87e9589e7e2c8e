"""Starting, stopping and recycling application pools: one operation a pool, each waited for, none forced."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import ClassVar, Final

from xprunbook.actions.iis.common import (
    CHANGE,
    chosen,
    evidence,
    failure,
    judged,
    line,
    missing,
    pool_named,
)
from xprunbook.actions.iis.texts import TEXTS
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import text
from xprunbook.actions.troubles import blocked, failed
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
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports_windows import WEB_SERVER, Pool, PoolState, WebServer
from xprunbook.systems.trouble import Refused
from xprunbook.systems.watching import heed

SECONDS: Final = 90
"""How long one pool may take: what IIS itself allows a start and a stop, startupTimeLimit and shutdownTimeLimit."""

STAYS: Final = 3.0
"""Seconds that started pools are looked at before they count: one whose account cannot log on stops at once."""

PAUSE: Final = 0.25


class _Pools:
    """What starting and stopping share."""

    spec: ClassVar[Kind]
    traits: ClassVar[Traits] = CHANGE
    texts: ClassVar[Texts] = TEXTS
    wanted: ClassVar[PoolState]
    verb: ClassVar[str]

    def inspect(self, job: Job) -> Inspection:
        """Ask IIS for the state of each."""
        try:
            return judged(job, chosen(job), self.wanted)
        except Refused as refused:
            return blocked(refused, job)

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation for each pool that is not so yet."""
        del found
        pools = [pool for pool in chosen(job).pools if pool.state is not self.wanted]
        return Plan(self.spec.name, tuple(operation(self.verb, pool) for pool in pools))

    def apply(self, plan: Plan, job: Job) -> None:
        """One after the other; what was begun is waited for."""
        carry_out(plan.operations, job)


class StartPools(_Pools):
    """``iis.start-pools``: start application pools, and see that they stay started."""

    spec: ClassVar[Kind] = spec_of("iis.start-pools")
    wanted: ClassVar[PoolState] = PoolState.STARTED
    verb: ClassVar[str] = "start"


class StopPools(_Pools):
    """``iis.stop-pools``: stop application pools. They start again with the machine."""

    spec: ClassVar[Kind] = spec_of("iis.stop-pools")
    wanted: ClassVar[PoolState] = PoolState.STOPPED
    verb: ClassVar[str] = "stop"


class RecyclePool:
    """``iis.recycle-pool``: let an application pool begin anew. Nothing shows afterwards that it did."""

    spec: ClassVar[Kind] = spec_of("iis.recycle-pool")
    traits: ClassVar[Traits] = Traits(
        Reach.LOCAL, Effect.CHANGING, idempotent=False, elevation=True, provable=False, seconds=300
    )
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Whether it is started; a stopped one cannot begin anew."""
        name = text(job.parameters, "pool")
        try:
            pool = pool_named(job, name)
        except Refused as refused:
            return blocked(refused, job)
        if pool is None:
            return missing((name,), job)
        starts = pool.state in (PoolState.STARTED, PoolState.STARTING)
        says = Statement("recycle.ready" if starts else "recycle.stopped", {"pool": pool.name})
        finding = Finding.NEEDED if starts else Finding.BLOCKED
        return Inspection(finding, says, evidence=evidence((pool,)), details=(line(pool),))

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation."""
        del found
        pool = pool_named(job, text(job.parameters, "pool"))
        return Plan(self.spec.name, (operation("recycle", pool),) if pool else ())

    def apply(self, plan: Plan, job: Job) -> None:
        """Ask for it, and see that the pool runs."""
        carry_out(plan.operations, job)


def operation(verb: str, pool: Pool) -> Operation:
    """One thing done to a pool, without words: ``XPhoneApi: stopped -> started``."""
    after = {"start": "started", "stop": "stopped", "recycle": "recycled"}[verb]
    return Operation(f"{verb}-pool", pool.name, f"{pool.name}: {pool.state} -> {after}", {"pool": pool.name})


def carry_out(operations: Iterable[Operation], job: Job) -> None:
    """Do operations of these three verbs. Between two of them it can be cancelled: every state is known then."""
    server, started = job.site.system(WEB_SERVER), list[str]()
    every = tuple(operations)
    for at, item in enumerate(every):
        heed(job, item.target)
        pool = str(item.data["pool"])
        verb = item.verb.removesuffix("-pool")
        job.tell(TEXTS.say(f"do.{verb}", job.language, pool=pool))
        try:
            _DEEDS[verb](server, pool, job)
        except Refused as refused:
            raise failed(refused, job) from refused
        if verb != "stop":
            started.append(pool)
        job.progress((at + 1) / len(every))
    if started:
        stay(server, started, job)


def _start(server: WebServer, pool: str, job: Job) -> None:
    server.start_pool(pool)
    _wait(server, pool, PoolState.STARTED, job)


def _stop(server: WebServer, pool: str, job: Job) -> None:
    server.stop_pool(pool)
    _wait(server, pool, PoolState.STOPPED, job)


def _recycle(server: WebServer, pool: str, job: Job) -> None:
    server.recycle_pool(pool)


_DEEDS: Final[dict[str, Callable[[WebServer, str, Job], None]]] = {
    "start": _start,
    "stop": _stop,
    "recycle": _recycle,
}


def _wait(server: WebServer, pool: str, wanted: PoolState, job: Job) -> None:
    """Wait until a pool is in a state; a start that ends in a stop is left to ``stay``."""
    ends = time.monotonic() + SECONDS
    while (state := _state(server, pool)) is not wanted and state is not PoolState.UNKNOWN:
        if wanted is PoolState.STARTED and state is PoolState.STOPPED:
            return
        if job.cancelled():
            raise Cancelled(pool)
        if time.monotonic() > ends or job.remaining() <= 0:
            raise failure(job, "change.slow", pool=pool, seconds=SECONDS)
        time.sleep(PAUSE)


def stay(server: WebServer, pools: Iterable[str], job: Job) -> None:
    """See that started pools stay so; raises ActionFailed for one that does not."""
    names, ends = tuple(pools), time.monotonic() + min(STAYS, job.remaining())
    while True:
        over = time.monotonic() >= ends
        for pool in names:
            if _state(server, pool) in (PoolState.STOPPED, PoolState.STOPPING):
                raise failure(job, "change.fell", "pools.not-started.helps", pool=pool)
        if over or job.cancelled():
            return
        time.sleep(PAUSE)


def _state(server: WebServer, name: str) -> PoolState:
    return next(
        (pool.state for pool in server.pools() if pool.name.casefold() == name.casefold()), PoolState.UNKNOWN
    )
