"""The web server of a machine of the story: its pools and applications, kept, and held to what an IIS does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from xprunbook.base.language import Language, Texts
from xprunbook.practice.hands import lend_a_hand
from xprunbook.practice.pools import OTHERS, PAGES, SITE, KeptPool, begin
from xprunbook.practice.story import INSTALL_FOLDER
from xprunbook.practice.world import World
from xprunbook.run.contract import NotHere
from xprunbook.systems.ports_windows import Pool, PoolIdentity, PoolState, WebApplication
from xprunbook.systems.trouble import Refused, Trouble

LOOKS: Final = 2
"""A pool whose account cannot log on is seen started so often before it is seen stopped."""

NO_IIS: Final = Texts({"no-iis": ("Auf {host} ist kein IIS eingerichtet.", "There is no IIS on {host}.")})


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
            lend_a_hand(self._world, self._now())
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
        self._world.change(lambda: begin(self._world, kept, self._now()))
        if kept.falls:
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
