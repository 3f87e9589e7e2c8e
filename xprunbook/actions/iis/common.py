"""What the kinds of this family share: choosing pools, naming identities, comparing accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from xprunbook.actions.iis.texts import TEXTS
from xprunbook.actions.parameters import names
from xprunbook.actions.troubles import helped_by
from xprunbook.base.text import one_line
from xprunbook.run.contract import (
    ActionFailed,
    Effect,
    Finding,
    Inspection,
    Job,
    Json,
    NotHere,
    Reach,
    Statement,
    Traits,
)
from xprunbook.systems.patterns import fits
from xprunbook.systems.ports_windows import ACCOUNTS, WEB_SERVER, Pool, PoolIdentity, PoolState
from xprunbook.systems.trouble import Refused

LOOK: Final = Traits(Reach.LOCAL, Effect.READ_ONLY, elevation=True, seconds=60)
CHANGE: Final = Traits(Reach.LOCAL, Effect.CHANGING, elevation=True, seconds=300)

_WORDS: Final = {
    PoolIdentity.LOCAL_SYSTEM: "LocalSystem",
    PoolIdentity.LOCAL_SERVICE: "LocalService",
    PoolIdentity.NETWORK_SERVICE: "NetworkService",
    PoolIdentity.SPECIFIC_USER: "SpecificUser",
    PoolIdentity.APPLICATION_POOL: "ApplicationPoolIdentity",
}
"""As IIS Manager shows them, in every language."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pools that names and patterns mean, and the names there is no pool for."""

    pools: tuple[Pool, ...]
    missing: tuple[str, ...]


def chosen(job: Job) -> Chosen:
    """The pools of the parameter ``pools``. A pattern takes what is there (domain fact G24), unless there is nothing
    at all; a name must be there."""
    wanted = tuple(item.strip() for item in names(job.parameters, "pools") if item.strip())
    every = job.site.system(WEB_SERVER).pools()
    found = tuple(pool for pool in every if any(fits(pool.name, pattern) for pattern in wanted))
    plain = tuple(
        name for name in wanted if "*" not in name and not any(fits(pool.name, name) for pool in every)
    )
    return Chosen(found, plain if found or plain else wanted)


def pool_named(job: Job, name: str) -> Pool | None:
    """The pool of a name."""
    return next((pool for pool in job.site.system(WEB_SERVER).pools() if fits(pool.name, name)), None)


def identity_of(pool: Pool) -> str:
    """Whom a pool runs as, as IIS Manager shows it."""
    return one_line(pool.user, 200) if pool.user else _WORDS[pool.identity]


def joined(pools: Iterable[Pool]) -> str:
    """Their names."""
    return ", ".join(one_line(pool.name, 100) for pool in pools)


def line(pool: Pool) -> Statement:
    """A pool in one line."""
    return Statement(f"pool.{pool.state}", {"pool": one_line(pool.name, 100), "identity": identity_of(pool)})


def evidence(pools: Iterable[Pool]) -> dict[str, Json]:
    """What goes into the record."""
    return {
        "pools": [
            {"name": pool.name, "state": str(pool.state), "identity": int(pool.identity), "user": pool.user}
            for pool in pools
        ]
    }


def missing(wanted: Iterable[str], job: Job) -> Inspection:
    """There is no such pool."""
    says = Statement("pools.missing", {"pools": ", ".join(one_line(name, 100) for name in wanted)})
    return Inspection(Finding.BLOCKED, says, Statement("pools.missing.helps"), jump=helped_by(job))


def judged(job: Job, found: Chosen, wanted: PoolState) -> Inspection:
    """Whether all are in a state."""
    pools, details = found.pools, [line(pool) for pool in found.pools]
    values: dict[str, str | int] = {"pools": joined(pools)}
    facts = evidence(pools)
    others = [pool for pool in pools if pool.state is not wanted]
    if found.missing:
        absent = missing(found.missing, job)
        return Inspection(
            absent.finding, absent.says, absent.helps, evidence=facts, details=details, jump=absent.jump
        )
    if not others:
        if wanted is PoolState.STOPPED and any(pool.automatic for pool in pools):
            details.append(Statement("pool.returns"))
        says = Statement(f"pools.{wanted}", values)
        return Inspection(Finding.SATISFIED, says, evidence=facts, details=details)
    values["pools"] = joined(others)
    code = f"pools.not-{wanted}"
    helps = Statement("pools.not-started.helps") if wanted is PoolState.STARTED else None
    finding = Finding.NEEDED
    if all(pool.state is PoolState.UNKNOWN for pool in others):
        finding, code, helps = (
            Finding.UNKNOWN,
            "pools.state-unknown",
            Statement("pools.state-unknown.helps"),
        )
    return Inspection(
        finding, Statement(code, values), helps, evidence=facts, details=details, jump=helped_by(job)
    )


def runs_as(job: Job, pool: Pool, account: str) -> bool | None:
    """Whether a pool runs as an account; None when nobody could look that up."""
    word = account.strip().casefold()
    if pool.identity is not PoolIdentity.SPECIFIC_USER:
        built_in = word.rpartition("\\")[2].replace(" ", "")
        return built_in == _WORDS[pool.identity].casefold()
    return same_account(job, pool.user, account)


def same_account(job: Job, one: str, other: str) -> bool | None:
    """Whether two names mean one account: by SID where it can be asked for (domain fact G14), else by the names."""
    if one.strip().casefold() == other.strip().casefold():
        return True
    try:
        accounts = job.site.system(ACCOUNTS)
        return accounts.find(one).sid == accounts.find(other).sid
    except (NotHere, Refused):
        return _same_name(one, other)


def _same_name(one: str, other: str) -> bool | None:
    (domain, user), (other_domain, other_user) = _parts(one), _parts(other)
    if user != other_user:
        return False
    return True if domain == other_domain else None


def _parts(account: str) -> tuple[str, str]:
    """Domain and user of ``DOMAIN\\user`` or ``user@domain``, in lower case."""
    name = account.strip().casefold()
    if "\\" in name:
        domain, _, user = name.partition("\\")
    else:
        user, _, domain = name.partition("@")
    return domain, user


def failure(job: Job, code: str, helps: str = "", **values: str | int) -> ActionFailed:
    """The error of an apply in the words of this family."""
    says = Statement(code, values)
    hint = TEXTS.say(helps, job.language) if helps else ""
    return ActionFailed(says, TEXTS.say(code, job.language, **values), hint)
