"""The application pools and applications of the story, and the web server that has them.

The names of the pools and folders are those of a real server (domain facts B10 to B12); which pool serves what, and
the paths of Web-Admin and Analytics, are made up (B13).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from xprunbook.base.language import Language, Texts
from xprunbook.practice.faults import Fault
from xprunbook.practice.story import INSTALL_FOLDER, NEW, OLD
from xprunbook.run.contract import NotHere
from xprunbook.systems.ports_windows import Pool, PoolIdentity, PoolState, WebApplication
from xprunbook.systems.trouble import Refused, Trouble

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

LOOKS: Final = 2
"""A pool whose account cannot log on is seen started so often before it is seen stopped."""

NO_IIS: Final = Texts({"no-iis": ("Auf {host} ist kein IIS eingerichtet.", "There is no IIS on {host}.")})


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


class PracticeWebServer:
    """The IIS of one machine of the story."""

    def __init__(self, world: World, here: str, now: Callable[[], float], language: Language) -> None:
        """NotHere on a machine without one."""
        self._world: Final = world
        self._here: Final = here
        self._now: Final = now
        self._language: Final[Language] = language
        self._lock: Final = threading.RLock()
        self._seen: Final[dict[str, int]] = {}
        self._all()

    def pools(self) -> tuple[Pool, ...]:
        """All application pools."""
        with self._lock:
            return tuple(self._pool(name, kept) for name, kept in self._all().items())

    def applications(self) -> tuple[WebApplication, ...]:
        """All applications of the one site."""
        bases = ("http://localhost", "https://localhost")
        root = WebApplication(
            SITE, "/", OTHERS[0], r"C:\inetpub\wwwroot", tuple(f"{base}/" for base in bases)
        )
        return (
            root,
            *(
                WebApplication(
                    SITE,
                    page.path,
                    page.pool,
                    rf"{INSTALL_FOLDER}\{page.folder}",
                    tuple(f"{base}{page.path}" for base in bases),
                )
                for page in PAGES
            ),
        )

    def set_pool_user(self, pool: str, user: str, password: str | None) -> None:
        """Any user and password is taken, as by a real IIS: whether they are right shows when the pool starts."""
        self._identify(pool, PoolIdentity.SPECIFIC_USER, user)

    def set_pool_identity(self, pool: str, identity: PoolIdentity) -> None:
        """A built-in identity."""
        self._identify(pool, identity, "")

    def start_pool(self, pool: str) -> None:
        """Start it; if its account cannot log on it does not stay so."""
        with self._lock:
            kept = self._named(pool)
            if kept.state != "started" or kept.falls:
                self._begin(pool, kept)

    def stop_pool(self, pool: str) -> None:
        """Stop it."""
        with self._lock:
            kept = self._named(pool)

            def deed() -> None:
                kept.state, kept.falls = "stopped", False

            self._world.change(deed)

    def recycle_pool(self, pool: str) -> None:
        """Begin anew; one that does not run cannot."""
        with self._lock:
            kept = self._named(pool)
            if kept.state != "started" or kept.falls:
                raise Refused(Trouble.OTHER, pool, 1062)
            self._begin(pool, kept)

    def _begin(self, name: str, kept: KeptPool) -> None:
        falls = bool(kept.user) and cannot_log_on(self._world)

        def deed() -> None:
            kept.state, kept.falls, kept.since = "started", falls, self._now()

        self._world.change(deed)
        if falls:
            self._seen[name] = 0

    def _identify(self, name: str, identity: PoolIdentity, user: str) -> None:
        with self._lock:
            kept = self._named(name)

            def deed() -> None:
                kept.identity, kept.user = int(identity), user

            self._world.change(deed)

    def _pool(self, name: str, kept: KeptPool) -> Pool:
        state = PoolState(kept.state)
        if kept.falls:
            self._seen[name] = self._seen.get(name, LOOKS) + 1
            state = PoolState.STARTED if self._seen[name] <= LOOKS else PoolState.STOPPED
        return Pool(name, state, PoolIdentity(kept.identity), kept.user)

    def _all(self) -> dict[str, KeptPool]:
        found = self._world.pools.get(self._here)
        if not found:
            raise NotHere(NO_IIS.say("no-iis", self._language, host=self._here))
        return found

    def _named(self, name: str) -> KeptPool:
        for known, kept in self._all().items():
            if known.casefold() == name.casefold():
                return kept
        raise Refused(Trouble.MISSING, name, 2)


def cannot_log_on(world: World) -> bool:
    """Whether the account of a pool could not log on now."""
    return world.has(Fault.POOL_LOGON) or world.has(Fault.ACCOUNT_PASSWORD)
