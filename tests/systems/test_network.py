"""The real network on loopback: time limits for the whole, redirects, bounds, certificates."""

from __future__ import annotations

import shutil
import socket
import ssl
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.actions.jobs import TestJob
from tests.actions.servers import Reply, certificate, closed_port, http_server, listener
from xprunbook.run.contract import Cancelled, TimedOut
from xprunbook.systems.http import take_apart
from xprunbook.systems.network import RealNetwork
from xprunbook.systems.ports import BODY_LIMIT
from xprunbook.systems.trouble import Refused, Trouble

NETWORK = RealNetwork()


def refusal(url: str, seconds: float = 3.0, network: RealNetwork = NETWORK) -> Refused:
    """How a GET is refused."""
    with pytest.raises(Refused) as no:
        network.get(url, seconds, TestJob())
    return no.value


def test_ports() -> None:
    """Open and closed; a name that means nothing."""
    with listener() as port:
        made = NETWORK.connect("127.0.0.1", port, 3, TestJob())
        assert made.address == "127.0.0.1"
    with pytest.raises(Refused) as no:
        NETWORK.connect("127.0.0.1", closed_port(), 3, TestJob())
    assert no.value.trouble is Trouble.CLOSED
    for name in ("no-such-host.invalid", "a..b", "x" * 300):
        with pytest.raises(Refused) as no:
            NETWORK.connect(name, 80, 3, TestJob())
        assert no.value.trouble is Trouble.UNRESOLVED


def test_the_second_address_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with a dead address first."""
    with listener() as port:
        found = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", closed_port())),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        assert NETWORK.connect("two", port, 3, TestJob()).address == "127.0.0.1"


def test_a_look_up_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit holds though the resolver cannot be interrupted; so do cancel and the job's own limit."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(2))
    begun = time.monotonic()
    with pytest.raises(Refused) as no:
        NETWORK.resolve("slow", 0.2, TestJob())
    assert no.value.trouble is Trouble.SILENT
    with pytest.raises(Cancelled):
        NETWORK.resolve("slow", 5, TestJob(stop_after=0.1))
    with pytest.raises(TimedOut):
        NETWORK.resolve("slow", 5, TestJob(seconds=0.1))
    assert time.monotonic() - begun < 2


def test_a_page() -> None:
    """Status, body, charset, address; no credentials, no proxy, and the host it was asked for."""
    seen: dict[str, str] = {}

    def answer(path: str, handler: BaseHTTPRequestHandler) -> Reply:
        seen.update(handler.headers.items())
        return 200, {"Content-Type": "text/html; charset=latin-1"}, f"Grüße {path}".encode("latin-1")

    with http_server(answer) as address, pytest.MonkeyPatch.context() as patch:
        patch.setenv("http_proxy", "http://127.0.0.1:1")
        found = NETWORK.get(address + "/ä?c=ü&f=%20", 3, TestJob())
    assert (found.status, found.charset, found.cut, found.redirects) == (200, "latin-1", False, 0)
    assert found.body == "Grüße /%C3%A4?c=%C3%BC&f=%20".encode("latin-1")
    assert seen["Host"] == address.removeprefix("http://")
    assert not {"Authorization", "Cookie"} & set(seen)


@pytest.mark.parametrize("status", [404, 500, 401])
def test_other_answers(status: int) -> None:
    """Not an error: an answer with its status."""
    with http_server(lambda *_: (status, {}, b"no")) as address:
        assert NETWORK.get(address, 3, TestJob()).status == status


def test_redirects() -> None:
    """Five are followed, the sixth is not; a loop ends; no other scheme, no credentials."""

    def answer(path: str, handler: BaseHTTPRequestHandler) -> Reply:
        del handler
        kind, _, rest = path[1:].partition("-")
        if kind == "hop":
            left = int(rest)
            return (302, {"Location": f"hop-{left - 1}"}, b"") if left else (200, {}, b"there")
        targets = {"loop": "/loop", "file": "file:///etc/passwd", "login": "http://a:b@127.0.0.1/"}
        return 301, {"Location": targets[kind]}, b""

    with http_server(answer) as address:
        found = NETWORK.get(address + "/hop-5", 3, TestJob())
        assert (found.body, found.redirects) == (b"there", 5)
        assert refusal(address + "/hop-6").trouble is Trouble.REDIRECTS
        assert refusal(address + "/loop").trouble is Trouble.REDIRECTS
        assert refusal(address + "/file").trouble is Trouble.ADDRESS
        no = refusal(address + "/login")
        assert no.trouble is Trouble.ADDRESS
        assert "a:b" not in str(no)


def test_a_large_body_is_cut() -> None:
    """A mebibyte is read, the rest is not."""
    with http_server(lambda *_: (200, {}, b"x" * (BODY_LIMIT * 4))) as address:
        found = NETWORK.get(address, 5, TestJob())
    assert found.cut
    assert len(found.body) == BODY_LIMIT


@pytest.mark.parametrize(
    "part", [b"HTTP/1.1 200 OK\r\nX", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx"]
)
def test_a_server_that_drips(part: bytes) -> None:
    """A byte now and then does not outlive the limit, in the head or in the body."""

    def answer(_: str, handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(part)
            for _number in range(100):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    with http_server(answer) as address:
        begun = time.monotonic()
        assert refusal(address, 0.5).trouble is Trouble.SILENT
        assert time.monotonic() - begun < 1.5


def test_silence_and_nonsense() -> None:
    """A port that says nothing, and one that speaks something else."""
    with listener() as port:
        assert refusal(f"http://127.0.0.1:{port}/", 0.3).trouble is Trouble.SILENT

    def nonsense(_: str, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")

    with http_server(nonsense) as address:
        assert refusal(address).trouble is Trouble.PROTOCOL
        assert refusal(address.replace("http:", "https:")).trouble is Trouble.PROTOCOL


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://x/", "file:///etc/passwd", "http://", "//x", "x", "", "http://a:b@x/", "https://@x/"),
        *("http://x:99999/", "http://x/a b", "http://x/\r\nHost: y", "http://x\\y/", "http://[::1/"),
    ],
)
def test_addresses_that_are_not_asked_for(url: str) -> None:
    """Refused before anything is looked up."""
    with pytest.raises(Refused) as no:
        take_apart(url)
    assert no.value.trouble is Trouble.ADDRESS


openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes the certificates")


def _server_context(folder: Path, **parameters: object) -> tuple[ssl.SSLContext, Path]:
    made, key = certificate(folder, **parameters)  # type: ignore[arg-type]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context, made


@openssl
def test_certificates_are_verified(tmp_path: Path) -> None:
    """Nobody's certificate is refused; one of an authority this machine trusts is not."""
    context, made = _server_context(tmp_path)
    with http_server(lambda *_: (200, {}, b"safe"), context) as address:
        no = refusal(address)
        assert no.trouble is Trouble.CERTIFICATE
        assert no.said
        trusting = RealNetwork(lambda: ssl.create_default_context(cafile=str(made)))
        assert trusting.get(address, 3, TestJob()).body == b"safe"
        wrong = address.replace("localhost", "127.0.0.1")
        assert refusal(wrong, network=trusting).trouble is Trouble.CERTIFICATE


@openssl
def test_never_from_https_to_http(tmp_path: Path) -> None:
    """A redirect may not take the protection away."""
    context, made = _server_context(tmp_path)
    trusting = RealNetwork(lambda: ssl.create_default_context(cafile=str(made)))
    with (
        http_server(lambda *_: (200, {}, b"plain")) as plain,
        http_server(lambda *_: (302, {"Location": plain}, b""), context) as address,
    ):
        assert refusal(address, network=trusting).trouble is Trouble.REDIRECTS
