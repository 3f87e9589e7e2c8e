"""The servers of a practice site: real ones, on loopback and free ports only, started when somebody first asks."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Final

from xprunbook.practice.faults import Fault
from xprunbook.practice.world import World

LOOPBACK: Final = "127.0.0.1"
WEB_ADMIN: Final = "/XPhoneConnect/WebAdmin/"
ANALYTICS: Final = "/XPhoneConnect/Analytics/"
"""Paths of the story; where a real server has them is unknown (domain fact B13)."""

_PAGE: Final = (
    '<!doctype html><html lang="de"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1></html>\n'
)


class _Handler(BaseHTTPRequestHandler):
    server: _Web

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].rstrip("/") + "/"
        if path.casefold() == self.server.place.casefold():
            if self.server.place == WEB_ADMIN and self.server.world.has(Fault.WEB_ADMIN):
                self._answer(503, "503 Service Unavailable")
            else:
                self._answer(200, self.server.title)
        elif path == "/":
            self.send_response(302)
            self.send_header("Location", self.server.place)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._answer(404, "404")

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

    def __init__(self, world: World, place: str, title: str) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.world: Final = world
        self.place: Final = place
        self.title: Final = title
        threading.Thread(target=self.serve_forever, name=f"practice {title}", daemon=True).start()


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
    """Web-Admin, Analytics, and one listener for every other port of the story."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._web: _Web | None = None
        self._analytics: _Web | None = None
        self._listener: _Listener | None = None

    def web(self, path: str) -> int:
        """The port that answers for a path of the web servers."""
        with self._lock:
            if path.casefold().startswith(ANALYTICS.rstrip("/").casefold()):
                if self._analytics is None:
                    self._analytics = _Web(self._world, ANALYTICS, "XPhone Analytics (Übung)")
                return int(self._analytics.server_address[1])
            if self._web is None:
                self._web = _Web(self._world, WEB_ADMIN, "XPhone Web-Admin (Übung)")
            return int(self._web.server_address[1])

    def listener(self) -> int:
        """The port of the listener."""
        with self._lock:
            if self._listener is None:
                self._listener = _Listener()
            return self._listener.port

    def close(self) -> None:
        """Stop them all."""
        with self._lock:
            for server in (self._web, self._analytics):
                if server is not None:
                    server.shutdown()
                    server.server_close()
            if self._listener is not None:
                self._listener.close()
            self._web = self._analytics = self._listener = None
