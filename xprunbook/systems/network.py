"""Names, ports and HTTP from this machine. Every question has one time limit for the whole of it.

The question is asked on a thread of its own: a look-up cannot be interrupted, and a server that sends a byte
a second would outlive every limit on single reads.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

from xprunbook.systems.ports import Answer, Connected, Watch
from xprunbook.systems.trouble import Refused, Trouble, refused
from xprunbook.systems.watching import heed

if TYPE_CHECKING:
    import ssl

_TICK: Final = 0.05

_ASK_AGAIN: Final = 1.0
"""Seconds after which a datagram that was not answered is sent again."""

_DATAGRAM: Final = 65_535
"""Bytes no datagram exceeds."""

Found = TypeVar("Found")


class Errand:
    """One question on its thread: how long it may still take, and what to hang up when it may no longer."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._over = False

    def left(self) -> float:
        """Seconds left; raises TimeoutError when there are none."""
        left = self._ends - time.monotonic()
        if left <= 0 or self._over:
            raise TimeoutError
        return left

    def hold(self, connection: socket.socket) -> None:
        """Remember a connection, to hang it up when the time is over."""
        with self._lock:
            self._socket = connection
            if self._over:
                _hang_up(connection)

    def over(self) -> None:
        """Hang up: whoever waits on the connection is woken with an error."""
        with self._lock:
            self._over = True
            if self._socket is not None:
                _hang_up(self._socket)


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):  # it was not connected yet, or is closed already
        connection.shutdown(socket.SHUT_RDWR)


def ask(
    question: Callable[[Errand], Found], target: str, seconds: float, watch: Watch, name: str = "network"
) -> Found:
    """The answer; raises Refused (``SILENT`` when the time is over), Cancelled or TimedOut (the watch's)."""
    answers: queue.SimpleQueue[Found | BaseException] = queue.SimpleQueue()
    errand = Errand(min(seconds, max(0.0, watch.remaining())))

    def go() -> None:
        try:
            answers.put(question(errand))
        except BaseException as error:
            answers.put(error)

    threading.Thread(target=go, name=name, daemon=True).start()
    ends = time.monotonic() + seconds
    try:
        while True:
            try:
                answer = answers.get(timeout=max(0.001, min(_TICK, ends - time.monotonic())))
            except queue.Empty:
                heed(watch, target)
                if time.monotonic() > ends:
                    raise Refused(Trouble.SILENT, target) from None
                continue
            break
    finally:
        errand.over()
    if isinstance(answer, BaseException):
        raise _explained(answer, target) from answer
    return answer


def _explained(error: BaseException, target: str) -> BaseException:
    if isinstance(error, Refused) or not isinstance(error, OSError | UnicodeError):
        return error
    if isinstance(error, UnicodeError):  # the idna codec, for labels no host can have
        return Refused(Trouble.UNRESOLVED, target, said=str(error))
    if isinstance(error, socket.gaierror):
        return Refused(Trouble.UNRESOLVED, target, error.errno or 0, error.strerror or "")
    if isinstance(error, TimeoutError):
        return Refused(Trouble.SILENT, target, error.errno or 0, error.strerror or "")
    return refused(error, target)


def look_up(host: str, port: int = 0) -> tuple[tuple[int, tuple[object, ...]], ...]:
    """Family and socket address of everything a host name means, each once; raises socket.gaierror."""
    found = socket.getaddrinfo(host, port or None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys((int(family), tuple(address)) for family, _, _, _, address in found))


def open_connection(host: str, port: int, errand: Errand) -> socket.socket:
    """Connect to the first address that answers; each gets an equal share of the time that is left."""
    addresses = look_up(host, port)
    trouble: OSError = socket.gaierror(socket.EAI_NONAME, "no address")
    for index, (family, address) in enumerate(addresses):
        connection = socket.socket(family, socket.SOCK_STREAM)
        errand.hold(connection)
        try:
            connection.settimeout(errand.left() / (len(addresses) - index))
            connection.connect(address)
        except OSError as error:
            connection.close()
            trouble = error
        else:
            return connection
    raise trouble


def exchange_datagrams(host: str, port: int, question: bytes, errand: Errand) -> bytes:
    """Ask each address in turn, and again while it says nothing: datagrams get lost. Only its own answer counts."""
    addresses = look_up(host, port)
    trouble: OSError = socket.gaierror(socket.EAI_NONAME, "no address")
    for index, (family, address) in enumerate(addresses):
        with socket.socket(family, socket.SOCK_DGRAM) as connection:
            errand.hold(connection)
            ends = time.monotonic() + errand.left() / (len(addresses) - index)
            try:
                connection.connect(address)
                while (left := min(ends - time.monotonic(), errand.left())) > 0:
                    connection.settimeout(min(_ASK_AGAIN, left))
                    connection.send(question)
                    with suppress(TimeoutError):
                        return connection.recv(_DATAGRAM)
                trouble = TimeoutError()
            except OSError as error:
                trouble = error
    raise trouble


class RealNetwork:
    """The network as this machine sees it. ``trust``: whose certificates count, otherwise the system's."""

    def __init__(self, trust: Callable[[], ssl.SSLContext] | None = None) -> None:
        self._trust = trust

    def resolve(self, host: str, seconds: float, watch: Watch) -> tuple[str, ...]:
        """The addresses of a host name, each once, in the system's order."""
        found = ask(lambda errand: look_up(host), host, seconds, watch)
        return tuple(dict.fromkeys(str(address[0]) for _, address in found))

    def connect(self, host: str, port: int, seconds: float, watch: Watch) -> Connected:
        """Connect and hang up."""
        begun = time.monotonic()

        def question(errand: Errand) -> str:
            with open_connection(host, port, errand) as connection:
                return str(connection.getpeername()[0])

        address = ask(question, f"{host}:{port}", seconds, watch)
        return Connected(address, time.monotonic() - begun)

    def exchange(self, host: str, port: int, question: bytes, seconds: float, watch: Watch) -> bytes:
        """Send a datagram and wait for the answer."""
        target = f"{host}:{port} (UDP)"
        return ask(lambda errand: exchange_datagrams(host, port, question, errand), target, seconds, watch)

    def get(self, url: str, seconds: float, watch: Watch) -> Answer:
        """GET without credentials, proxy or cookies."""
        from xprunbook.systems.http import fetch

        return ask(lambda errand: fetch(url, errand, self._trust), url, seconds, watch, "http")
