"""The network of a practice site: the story's names and ports, led to servers on loopback. Nothing goes further."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from xprunbook.practice.faults import Fault
from xprunbook.practice.hands import lend_a_hand
from xprunbook.practice.story import ADDRESSES, INSTANCES, PORTS, SQL_HOST, WEB, machine
from xprunbook.practice.web import LOOPBACK, Servers
from xprunbook.practice.world import World
from xprunbook.systems.http import take_apart
from xprunbook.systems.network import RealNetwork
from xprunbook.systems.ports import Answer, Connected, Watch
from xprunbook.systems.sql_browser import BROWSER_PORT, ask_instance, tell_instance
from xprunbook.systems.trouble import Refused, Trouble
from xprunbook.systems.watching import heed

_HERE: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_UNRESOLVED: Final = 11001
_REFUSED: Final = 10061


class PracticeNetwork:
    """Names, ports and pages as one machine of the story sees them."""

    def __init__(self, world: World, here: str, servers: Servers, now: Callable[[], float]) -> None:
        self._world: Final = world
        self._here: Final = here
        self._now: Final = now
        self._servers: Final = servers
        self._real: Final = RealNetwork()

    def resolve(self, host: str, seconds: float, watch: Watch) -> tuple[str, ...]:
        """The address of a machine of the story; nobody else has one here."""
        heed(watch, host)
        lend_a_hand(self._world, self._now())
        return (ADDRESSES[self._machine(host)],)

    def connect(self, host: str, port: int, seconds: float, watch: Watch) -> Connected:
        """Connect to the server that stands in for host and port."""
        target, begun = f"{host}:{port}", time.monotonic()
        heed(watch, target)
        found = self._machine(host)
        self._real.connect(LOOPBACK, self._stand_in(found, port, target), seconds, watch)
        return Connected(ADDRESSES[found], time.monotonic() - begun)

    def exchange(self, host: str, port: int, question: bytes, seconds: float, watch: Watch) -> bytes:
        """SQL Server Browser is the only one who answers datagrams here, for the instances of its machine."""
        target = f"{host}:{port} (UDP)"
        heed(watch, target)
        found = self._machine(host)
        known = {ask_instance(name): name for name in INSTANCES[found]} if port == BROWSER_PORT else {}
        name = known.get(question, "")
        cut_off = found == SQL_HOST and self._here != SQL_HOST and self._world.has(Fault.HOST_SILENT)
        if not name or cut_off or self._world.has(Fault.SQL_BROWSER):
            raise Refused(Trouble.SILENT, target)
        return tell_instance(found, name, INSTANCES[found][name])

    def get(self, url: str, seconds: float, watch: Watch) -> Answer:
        """GET from the server that stands in; the answer names the story's address again."""
        heed(watch, url)
        address = take_apart(url)
        found = self._machine(address.host)
        if PORTS[found].get(address.port) not in (None, WEB):
            raise Refused(Trouble.PROTOCOL, url)
        port = self._stand_in(found, address.port, f"{address.host}:{address.port}")
        try:
            answer = self._real.get(f"http://{LOOPBACK}:{port}{address.target}", seconds, watch)
        except Refused as refused:
            raise Refused(refused.trouble, url, refused.number) from refused
        story, there = urlsplit(url), urlsplit(answer.url)
        shown = urlunsplit(
            (story.scheme, story.netloc, there.path if answer.redirects else story.path, story.query, "")
        )
        return Answer(
            answer.status, shown, answer.body, answer.cut, answer.charset, answer.seconds, answer.redirects
        )

    def _machine(self, host: str) -> str:
        found = self._here if host.casefold() in _HERE else machine(host)
        if not found:
            raise Refused(Trouble.UNRESOLVED, host, _UNRESOLVED)
        is_address = host.strip().strip("[]") in ADDRESSES.values()
        return found if is_address else self._world.names.get(found, found)

    def _stand_in(self, found: str, port: int, target: str) -> int:
        if found == SQL_HOST and self._here != SQL_HOST and self._world.has(Fault.HOST_SILENT):
            raise Refused(Trouble.SILENT, target)
        server = PORTS[found].get(port)
        if server is None:
            raise Refused(Trouble.CLOSED, target, _REFUSED)
        return self._servers.web(found) if server == WEB else self._servers.listener()
