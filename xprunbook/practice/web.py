"""The servers of a practice site: real ones, on loopback and free ports only, started when somebody first asks."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Final

from xprunbook.practice.faults import Fault
from xprunbook.practice.pools import ADMIN_PAGE, PAGES, serves
from xprunbook.practice.world import World

LOOPBACK: Final = "127.0.0.1"

_PAGE: Final = (
    '<!doctype html><html lang="de"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1></html>\n'
)


class _Handler(BaseHTTPRequestHandler):
    server: _Web

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].rstrip("/").casefold()
        world, host = self.server.world, self.server.host
        page = next((page for page in PAGES if page.path.casefold() == path), None)
        if not path:
            self.send_response(302)
            self.send_header("Location", f"{ADMIN_PAGE.path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif page is None:
            self._answer(404, "404")
        elif not serves(world, host, page.pool) or (page is ADMIN_PAGE and world.has(Fault.WEB_ADMIN)):
            self._answer(503, "503 Service Unavailable")
        else:
            self._answer(200, page.title)

    def _answer(self, status: int, title: str) -> None:
        body = _PAGE.format(title=title).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Nothing goes to the terminal."""


class _Web(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Without asking the network for the name of loopback."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    def __init__(self, world: World, host: str) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.world: Final = world
        self.host: Final = host
        threading.Thread(target=self.serve_forever, name=f"practice {host}", daemon=True).start()


class _Listener:
    """Takes connections and hangs up."""

    def __init__(self) -> None:
        self._socket = socket.create_server((LOOPBACK, 0))
        self.port: Final = int(self._socket.getsockname()[1])
        threading.Thread(target=self._serve, name="practice listener", daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            connection.close()

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class Servers:
    """The web server of each machine that has one, and one listener for every other port of the story."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._webs: Final[dict[str, _Web]] = {}
        self._listener: _Listener | None = None

    def web(self, host: str) -> int:
        """The port of a machine's web server."""
        with self._lock:
            if host not in self._webs:
                self._webs[host] = _Web(self._world, host)
            return int(self._webs[host].server_address[1])

    def listener(self) -> int:
        """The port of the listener."""
        with self._lock:
            if self._listener is None:
                self._listener = _Listener()
            return self._listener.port

    def close(self) -> None:
        """Stop them all."""
        with self._lock:
            for server in self._webs.values():
                server.shutdown()
                server.server_close()
            self._webs.clear()
            if self._listener is not None:
                self._listener.close()
            self._listener = None
