"""The application pools and applications of the story, and how they are kept.

The names of the pools and folders are those of a real server (domain facts B10 to B12); which pool serves what, and
the paths of Web-Admin and Analytics, are made up (B13).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from xprunbook.practice.faults import Fault
from xprunbook.practice.story import NEW, OLD
from xprunbook.systems.ports_windows import PoolIdentity

if TYPE_CHECKING:
    from xprunbook.practice.world import World

SITE: Final = "Default Web Site"
BELOW: Final = "/XPhoneConnect"
ANALYTICS_POOL: Final = "XPhoneConnectAnalytics"
ADMIN_POOL: Final = "XPhoneConnectSites"
POOLS: Final = (
    ADMIN_POOL,
    ANALYTICS_POOL,
    "XPhoneConnectMobile",
    "XPhoneConnectWebClientApi",
    "XPhoneConnectPushProxy",
    "XPhoneConnectNetCore",
    "XPhoneConnectApi",
)
OTHERS: Final = ("DefaultAppPool",)


@dataclass(frozen=True, slots=True)
class Page:
    """An application and its page. ``folder`` below the installation."""

    path: str
    pool: str
    folder: str
    title: str


PAGES: Final = (
    Page(f"{BELOW}/WebAdmin", ADMIN_POOL, "WebConfiguration", "XPhone Web-Admin (Übung)"),
    Page(f"{BELOW}/Analytics", ANALYTICS_POOL, "WebStats", "XPhone Analytics (Übung)"),
    Page(f"{BELOW}/webclientapi", "XPhoneConnectWebClientApi", "WebClientApi", "XPhone WebClientApi (Übung)"),
    Page(f"{BELOW}/PushProxy", "XPhoneConnectPushProxy", "PushProxy", "XPhone PushProxy (Übung)"),
)
ADMIN_PAGE: Final = PAGES[0]


@dataclass(slots=True)
class KeptPool:
    """A pool as it is kept. ``falls``: its account could not log on when it was started, at ``since`` (UTC seconds)."""

    state: str = "started"
    identity: int = int(PoolIdentity.APPLICATION_POOL)
    user: str = ""
    falls: bool = False
    since: float = 0.0


def pools() -> dict[str, dict[str, KeptPool]]:
    """The pools of each machine at the beginning."""
    return {host: {name: KeptPool() for name in (*POOLS, *OTHERS)} for host in (OLD, NEW)}


def read_pools(data: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, dict[str, KeptPool]]:
    """As they were kept; a world that is older than they are has them as at the beginning."""
    found = {
        str(host): {str(name): KeptPool(**item) for name, item in kept.items()} for host, kept in data.items()
    }
    return found or pools()


def kept_pools(found: Mapping[str, Mapping[str, KeptPool]]) -> dict[str, dict[str, dict[str, Any]]]:
    """As they are written."""
    return {host: {name: asdict(pool) for name, pool in kept.items()} for host, kept in found.items()}


def stop_one(found: Mapping[str, Mapping[str, KeptPool]]) -> None:
    """What the fault of a stopped pool does to the new server when it is switched on."""
    found[NEW][ANALYTICS_POOL].state = "stopped"


def serves(world: World, host: str, pool: str) -> bool:
    """Whether requests for a pool are answered; the first one brings a pool down whose account cannot log on."""
    kept = world.pools.get(host, {}).get(pool)
    return kept is not None and kept.state == "started" and not kept.falls


def cannot_log_on(world: World) -> bool:
    """Whether the account of a pool could not log on now."""
    return world.has(Fault.POOL_LOGON) or world.has(Fault.ACCOUNT_PASSWORD)


def begin(world: World, pool: KeptPool, now: float) -> None:
    """A pool begins, or begins anew; if its account cannot log on it will not stay started."""
    pool.state, pool.falls, pool.since = "started", bool(pool.user) and cannot_log_on(world), now


def give_account(world: World, pool: KeptPool, account: str, now: float) -> None:
    """What a person does in IIS Manager: the identity; a pool that runs begins anew with it."""
    pool.identity, pool.user = int(PoolIdentity.SPECIFIC_USER), account
    if pool.state == "started":
        begin(world, pool, now)
