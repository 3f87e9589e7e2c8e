"""A web server, accounts, pages and an event log in memory, with every way to go wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tests.actions.jobs import ChosenSite
from xprunbook.systems.patterns import fits
from xprunbook.systems.ports import Answer, Connected, Watch
from xprunbook.systems.ports_windows import (
    AccountFacts,
    AccountKind,
    EventFacts,
    Logon,
    Pool,
    PoolIdentity,
    PoolState,
    RightFacts,
    WebApplication,
)
from xprunbook.systems.trouble import Refused, Trouble

BELOW = "/XPhoneConnect"
ADMIN_FOLDER = r"C:\Program Files\C4B\XPhone Connect Server\WebConfiguration"
STATS_FOLDER = r"C:\Program Files\C4B\XPhone Connect Server\WebStats"
ADMIN_URL = "http://localhost/XPhoneConnect/Config"


def pool(name: str, state: PoolState = PoolState.STARTED, user: str = "") -> Pool:
    """A pool; with a user it is a specific one's."""
    identity = PoolIdentity.SPECIFIC_USER if user else PoolIdentity.APPLICATION_POOL
    return Pool(name, state, identity, user)


@dataclass
class FakeWebServer:
    """``falls``: pools that stop when they are looked at a second time after their start; ``refuses``: what an order
    is refused with."""

    found: dict[str, Pool]
    apps: tuple[WebApplication, ...] = ()
    falls: set[str] = field(default_factory=set)
    refuses: Refused | None = None
    passwords: dict[str, str | None] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    slow: bool = False
    _falling: dict[str, int] = field(default_factory=dict)

    def pools(self) -> tuple[Pool, ...]:
        """All; what falls does it now."""
        for name in list(self._falling):
            self._falling[name] -= 1
            if self._falling[name] < 0:
                del self._falling[name]
                self.found[name] = replace(self.found[name], state=PoolState.STOPPED)
        return tuple(self.found.values())

    def applications(self) -> tuple[WebApplication, ...]:
        """All."""
        return self.apps

    def set_pool_user(self, pool: str, user: str, password: str | None) -> None:
        """Take a user."""
        self._order("set", pool)
        self.passwords[pool] = password
        self.found[pool] = replace(self.found[pool], identity=PoolIdentity.SPECIFIC_USER, user=user)

    def set_pool_identity(self, pool: str, identity: PoolIdentity) -> None:
        """Take a built-in identity."""
        self._order("identity", pool)
        self.found[pool] = replace(self.found[pool], identity=identity, user="")

    def start_pool(self, pool: str) -> None:
        """Start."""
        self._order("start", pool)
        state = PoolState.STARTING if self.slow else PoolState.STARTED
        self.found[pool] = replace(self.found[pool], state=state)
        if pool in self.falls:
            self._falling[pool] = 1

    def stop_pool(self, pool: str) -> None:
        """Stop."""
        self._order("stop", pool)
        state = PoolState.STOPPING if self.slow else PoolState.STOPPED
        self.found[pool] = replace(self.found[pool], state=state)

    def recycle_pool(self, pool: str) -> None:
        """Begin anew."""
        self._order("recycle", pool)
        if pool in self.falls:
            self._falling[pool] = 1

    def _order(self, what: str, pool: str) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.done.append(f"{what} {pool}")


@dataclass
class FakeAccounts:
    """``known``: SID by name in lower case; ``password``: the right one; ``batch``: whether the right is held."""

    known: Mapping[str, str]
    password: str = ""
    batch: bool | None = True
    kind: AccountKind = AccountKind.USER
    number: int = 1326
    tried: list[tuple[str, Logon]] = field(default_factory=list)

    def current(self) -> AccountFacts:
        """Somebody."""
        return AccountFacts("CORP\\admin", "S-1-5-21-1", AccountKind.USER)

    def elevated(self) -> bool:
        """Always."""
        return True

    def find(self, account: str) -> AccountFacts:
        """By name."""
        if account.casefold() not in self.known:
            raise Refused(Trouble.OTHER, account, 1332)
        return AccountFacts(account, self.known[account.casefold()], self.kind)

    def log_on(self, account: str, password: str, how: Logon) -> None:
        """Accepted or not."""
        self.tried.append((account, how))
        if password != self.password:
            raise Refused(Trouble.LOGON, account, self.number)

    def right(self, account: str, right: str) -> RightFacts:
        """Held or not."""
        return RightFacts(self.batch)

    def grant(self, account: str, right: str) -> None:
        """Nobody asks for it."""
        raise AssertionError(right)


@dataclass
class FakePages:
    """Pages by address: a status and a body, or a refusal."""

    pages: Mapping[str, tuple[int, bytes] | Refused]

    def resolve(self, host: str, seconds: float, watch: Watch) -> tuple[str, ...]:
        """Nobody asks."""
        raise AssertionError(host)

    def connect(self, host: str, port: int, seconds: float, watch: Watch) -> Connected:
        """Nobody asks."""
        raise AssertionError(host)

    def get(self, url: str, seconds: float, watch: Watch) -> Answer:
        """The page of an address."""
        page = self.pages[url]
        if isinstance(page, Refused):
            raise page
        return Answer(page[0], url, page[1], False, "utf-8", 0.01)


@dataclass
class FakeEventLog:
    """Events, the newest first."""

    events: Sequence[EventFacts] = ()
    refuses: Refused | None = None
    asked: list[float] = field(default_factory=list)

    def recent(self, since: float, sources: Sequence[str], most: int, watch: Watch) -> tuple[EventFacts, ...]:
        """Those of the sources since then."""
        self.asked.append(since)
        if self.refuses is not None:
            raise self.refuses
        return tuple(
            event
            for event in self.events
            if event.utc >= since and any(fits(event.source, source) for source in sources)
        )[:most]


APPS = (
    WebApplication("Default Web Site", "/", "DefaultAppPool", r"C:\inetpub\wwwroot", ("http://localhost/",)),
    WebApplication(
        "Default Web Site", "/XPhoneConnect/Config", "XPhoneConnectSites", ADMIN_FOLDER, (ADMIN_URL,)
    ),
    WebApplication(
        "Default Web Site",
        "/XPhoneConnect/Stats",
        "XPhoneConnectAnalytics",
        STATS_FOLDER,
        ("https://localhost/XPhoneConnect/Stats", "http://localhost/XPhoneConnect/Stats"),
    ),
    WebApplication("Default Web Site", "/XPhoneConnectOther", "Other", r"C:\other", ("http://localhost/o",)),
)


def iis(*pools: Pool, falls: Sequence[str] = (), apps: tuple[WebApplication, ...] = APPS) -> FakeWebServer:
    """A web server with these pools."""
    return FakeWebServer({item.name: item for item in pools}, apps, set(falls))


def site(server: FakeWebServer, **more: object) -> ChosenSite:
    """A site with it."""
    return ChosenSite(**{"web-server": server}, **more)
