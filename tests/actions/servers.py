"""Small servers on loopback for tests: HTTP and HTTPS with chosen answers, and ports that are silent or closed."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Reply = tuple[int, Mapping[str, str], bytes]
Answering = Callable[[str, BaseHTTPRequestHandler], Reply | None]


@contextmanager
def http_server(answer: Answering, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """A web server; yields its address without the last slash. ``answer`` may write by itself and give None."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = answer(self.path, self)
            if reply is None:
                return
            status, headers, body = reply
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        scheme, name = ("https", "localhost") if context else ("http", "127.0.0.1")
        yield f"{scheme}://{name}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def datagram_server(answer: Callable[[bytes], bytes | None]) -> Iterator[int]:
    """A UDP port; ``answer`` gets each datagram, and None is silence."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(0.02)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                with suppress(TimeoutError):
                    asked, where = server.recvfrom(65_535)
                    said = answer(asked)
                    if said is not None:
                        server.sendto(said, where)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            ended.set()
            thread.join()


@contextmanager
def listener() -> Iterator[int]:
    """A port where somebody listens and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def certificate(folder: Path, name: str = "localhost", days: int = 2) -> tuple[Path, Path]:
    """A self-signed certificate and its key, made by ``openssl``."""
    made, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days)]
    command += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True)
    return made, key
