"""The practice site: the systems of every machine of the story, in place of the real ones.

A later family adds its model by the name of its port: a maker in ``more`` gets the places of one machine, and with
them the world it keeps its state in.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, TypeAlias, TypeVar, cast

from xprunbook.base.language import Language, Texts
from xprunbook.practice.config_files import PracticeConfigFiles, PracticeInstallation, RealConfigFiles
from xprunbook.practice.event_log import PracticeEventLog
from xprunbook.practice.faults import Fault
from xprunbook.practice.files import PracticeFiles
from xprunbook.practice.kept_sql import KeptSql
from xprunbook.practice.machine import PracticeMachine
from xprunbook.practice.network import PracticeNetwork
from xprunbook.practice.places import Places
from xprunbook.practice.processes import PracticeProcesses
from xprunbook.practice.refusal import refuse_beside_xphone, sign_of_xphone
from xprunbook.practice.registry import PracticeRegistry
from xprunbook.practice.rights import PracticeAccounts
from xprunbook.practice.services import PracticeServices
from xprunbook.practice.shares import PracticeShares
from xprunbook.practice.story import ADDRESSES, NEW, machine
from xprunbook.practice.web import Servers
from xprunbook.practice.web_server import PracticeWebServer
from xprunbook.practice.world import World, open_world
from xprunbook.run.contract import NotHere, Port

System = TypeVar("System")

Maker: TypeAlias = Callable[[Places], object]

TEXTS: Final = Texts(
    {
        "no-system": (
            "„{name}“ gibt es auf dem Übungsplatz nicht.",
            "The practice site has no “{name}”.",
        ),
        "no-machine": (
            "Einen Rechner {host} gibt es auf dem Übungsplatz nicht; es gibt: {known}.",
            "The practice site has no machine {host}; it has: {known}.",
        ),
    }
)


class PracticeSite:
    """All machines of the story. As a site it is the new server; ``at`` is the same from another machine."""

    def __init__(
        self,
        world: World,
        language: Language,
        more: Mapping[str, Maker] | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.world: Final = world
        self.servers: Final = Servers(world)
        self._language: Final[Language] = language
        self._more: Final = more or {}
        self._now: Final = now
        self._machines: Final = {host: _Machine(self, host) for host in ADDRESSES}

    def at(self, host: str) -> _Machine:
        """The site as a machine of the story sees it; empty means the new server. NotHere for any other."""
        found = machine(host) if host else NEW
        if not found:
            known = ", ".join(ADDRESSES)
            raise NotHere(TEXTS.say("no-machine", self._language, host=host, known=known))
        return self._machines[found]

    def system(self, port: Port[System]) -> System:
        """A system as the new server sees it."""
        return self.at(NEW).system(port)

    def make(self, name: str, places: Places) -> object:
        """A system of one machine; NotHere if the site has it not."""
        here, world = places.here, self.world
        makers: dict[str, Maker] = {
            "files": lambda _: PracticeFiles(places, self._now),
            "processes": lambda _: PracticeProcesses(here, self._language),
            "network": lambda _: PracticeNetwork(world, here, self.servers, self._now),
            "shares": PracticeShares,
            "sql": lambda _: KeptSql(world, here, self._now),
            "installation": PracticeInstallation,
            "services": lambda _: PracticeServices(places, self._now),
            "registry": lambda _: PracticeRegistry(here, PracticeServices(places, self._now)),
            "accounts": PracticeAccounts,
            "machine": lambda _: PracticeMachine(places, self._now),
            "web-server": lambda _: PracticeWebServer(world, here, self._now, self._language),
            "event-log": lambda _: PracticeEventLog(world, here, self._now, self._language),
            **self._more,
        }
        if name not in makers:
            raise NotHere(TEXTS.say("no-system", self._language, name=name))
        return makers[name](places)

    def close(self) -> None:
        """Stop the servers on loopback; they start again when somebody asks."""
        self.servers.close()


class _Machine:
    """The systems of one machine, each made when it is first asked for."""

    def __init__(self, site: PracticeSite, host: str) -> None:
        self._site: Final = site
        self._places: Final = Places(site.world, host)
        self._made: Final[dict[str, object]] = {}
        self._lock: Final = threading.Lock()

    def system(self, port: Port[System]) -> System:
        """The system behind a port."""
        with self._lock:
            if port.name not in self._made:
                self._made[port.name] = self._site.make(port.name, self._places)
            return cast(System, self._made[port.name])


def with_config_files(real: Callable[[], RealConfigFiles]) -> Mapping[str, Maker]:
    """The maker of the configuration files, whose steps on the disk are those of the real implementation."""
    return {"config-files": lambda places: PracticeConfigFiles(places, real())}


def practice_site(
    folder: Path,
    language: Language,
    faults: Iterable[Fault] = (),
    more: Mapping[str, Maker] | None = None,
    sign: Callable[[], str] = sign_of_xphone,
    now: Callable[[], float] = time.time,
    express: bool = False,
) -> PracticeSite:
    """The practice site of a folder, made on first use with these faults. UsageError where XPhone is installed;
    StoreError when its state cannot be kept. ``express``: see ``open_world``."""
    refuse_beside_xphone(language, sign)
    return PracticeSite(open_world(folder, now, faults, express), language, more, now)
