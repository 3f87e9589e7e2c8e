"""One GET: certificates verified, redirects counted, the body capped. No credentials, proxies or cookies."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import time
from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from xprunbook import __version__
from xprunbook.systems.network import Errand, open_connection
from xprunbook.systems.ports import BODY_LIMIT, Answer
from xprunbook.systems.trouble import Refused, Trouble

MAX_REDIRECTS: Final = 5

_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_HIDDEN: Final = re.compile(r"[\x00-\x20\x7f\\]")
_PATH: Final = "/%:@!$&'()*+,;=~"
_QUERY: Final = "/?%:@!$&'()*+,;=~"
_CHUNK: Final = 65536


class Address(NamedTuple):
    """A URL, taken apart."""

    secure: bool
    host: str
    port: int
    target: str


def take_apart(url: str) -> Address:
    """Read a URL; Refused (``ADDRESS``) for anything but plain http and https."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as error:
        raise Refused(Trouble.ADDRESS, url, said=str(error)) from error
    if _HIDDEN.search(url) or parts.scheme not in ("http", "https") or not host:
        raise Refused(Trouble.ADDRESS, url)
    if "@" in parts.netloc:
        raise Refused(Trouble.ADDRESS, f"{parts.scheme}://…@{host}")
    secure = parts.scheme == "https"
    target = quote(parts.path, safe=_PATH) or "/"
    if parts.query:
        target += "?" + quote(parts.query, safe=_QUERY)
    return Address(secure, host, port or (443 if secure else 80), target)


def fetch(url: str, errand: Errand, trust: Callable[[], ssl.SSLContext] | None) -> Answer:
    """Ask for a URL and follow where it leads; never from https to http."""
    begun, shown = time.monotonic(), url
    address = take_apart(url)
    for count in range(MAX_REDIRECTS + 1):
        answer, onward = _once(shown, address, errand, trust)
        if not onward:
            return Answer(*answer, time.monotonic() - begun, count)
        shown = urljoin(shown, onward)
        was_secure, address = address.secure, take_apart(shown)
        if was_secure and not address.secure:
            break
    raise Refused(Trouble.REDIRECTS, shown)


def _once(
    url: str, address: Address, errand: Errand, trust: Callable[[], ssl.SSLContext] | None
) -> tuple[tuple[int, str, bytes, bool, str], str]:
    """One question: status, url, body, whether it was cut, charset; and where it leads, if anywhere."""
    connection = open_connection(address.host, address.port, errand)
    try:
        if address.secure:
            connection = _secured(connection, address.host, errand, trust)
        asking = http.client.HTTPConnection(address.host, address.port)
        asking.sock = connection
        asking.default_port = 443 if address.secure else 80  # left out of the Host header
        connection.settimeout(errand.left())
        headers = {"User-Agent": f"xprunbook/{__version__}", "Accept": "*/*", "Connection": "close"}
        asking.request("GET", address.target, headers=headers)
        response = asking.getresponse()
        onward = response.headers.get("Location", "") if response.status in _REDIRECTS else ""
        body = b"" if onward else _body(response, connection, errand)
        charset = response.headers.get_content_charset("") or ""
        cut = len(body) > BODY_LIMIT
        return (response.status, url, body[:BODY_LIMIT], cut, charset), onward
    except ssl.SSLCertVerificationError as error:
        raise Refused(Trouble.CERTIFICATE, url, error.verify_code, error.verify_message) from error
    except ssl.SSLError as error:
        raise Refused(Trouble.PROTOCOL, url, said=error.reason or str(error)) from error
    except http.client.HTTPException as error:
        errand.left()
        raise Refused(Trouble.PROTOCOL, url, said=f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()


def _secured(
    connection: socket.socket, host: str, errand: Errand, trust: Callable[[], ssl.SSLContext] | None
) -> ssl.SSLSocket:
    context = trust() if trust else ssl.create_default_context()
    secured = context.wrap_socket(connection, server_hostname=host, do_handshake_on_connect=False)
    errand.hold(secured)
    secured.settimeout(errand.left())
    secured.do_handshake()
    return secured


def _body(response: http.client.HTTPResponse, connection: socket.socket, errand: Errand) -> bytes:
    """The body, one byte past the limit at most."""
    parts: list[bytes] = []
    wanted = BODY_LIMIT + 1
    while wanted and not response.isclosed():  # closed: read to its end, and the socket with it
        connection.settimeout(errand.left())
        part = response.read1(min(_CHUNK, wanted))
        if not part:
            break
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)
