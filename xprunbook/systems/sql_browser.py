"""Asking SQL Server Browser for the port of a named instance: question and answer as bytes.

Source: Microsoft, [MC-SQLR] SQL Server Resolution Protocol, 2.2.3 CLNT_UCAST_INST and 2.2.5 SVR_RESP. A server that
knows no such instance says nothing at all. What it tells is the port it was configured for.
"""

from __future__ import annotations

from typing import Final

from xprunbook.systems.trouble import Refused, Trouble

BROWSER_PORT: Final = 1434
"""UDP."""

MAX_NAME: Final = 32
"""Bytes of an instance's name in a question."""

MAX_ANSWER: Final = 1024
"""Bytes of the data of an answer to a question for one instance."""

_ASK_INSTANCE: Final = b"\x04"
_ANSWER: Final = 0x05
_HEADER: Final = 3
_CODE_PAGE: Final = "cp1252"


def ask_instance(instance: str) -> bytes:
    """The question for one instance; Refused for a name that no question can hold."""
    try:
        name = instance.encode(_CODE_PAGE)
    except UnicodeEncodeError:
        name = b""
    if not name or len(name) > MAX_NAME or b"\0" in name or b";" in name:
        raise Refused(Trouble.NAME, instance)
    return _ASK_INSTANCE + name + b"\0"


def told_port(answer: bytes, instance: str) -> int:
    """The TCP port an answer names for the instance; 0 if it takes no TCP. Refused when it is no such answer.

    Whoever can send a datagram can send an answer: it must be about this instance, and its port one that exists.
    """
    size = int.from_bytes(answer[1:_HEADER], "little")
    if len(answer) <= _HEADER or answer[0] != _ANSWER or size != len(answer) - _HEADER or size > MAX_ANSWER:
        raise Refused(Trouble.PROTOCOL, instance)
    words = answer[_HEADER:].decode(_CODE_PAGE, "replace").partition(";;")[0].split(";")
    told = {key.casefold(): value for key, value in zip(words[::2], words[1::2], strict=False)}
    if told.get("instancename", "").casefold() != instance.casefold():
        raise Refused(Trouble.PROTOCOL, instance)
    port = told.get("tcp", "0")
    if not (port.isascii() and port.isdecimal() and len(port) <= 5 and int(port) <= 65_535):
        raise Refused(Trouble.PROTOCOL, instance)
    return int(port)


def tell_instance(server: str, instance: str, port: int) -> bytes:
    """The answer of a server that has the instance; ``port`` 0 for one without TCP."""
    tcp = f"tcp;{port};" if port else ""
    text = f"ServerName;{server};InstanceName;{instance};IsClustered;No;Version;15.0.2000.5;{tcp};"
    data = text.encode(_CODE_PAGE)
    return bytes([_ANSWER]) + len(data).to_bytes(2, "little") + data
