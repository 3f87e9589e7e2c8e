"""SQL Server Browser: the question, its answers, hostile ones, and the datagrams on loopback."""

from __future__ import annotations

import socket
from contextlib import suppress

import pytest

from tests.actions.jobs import TestJob
from tests.actions.servers import datagram_server
from tests.proof.summary import random_for, seed_from
from xprunbook.run.contract import Cancelled
from xprunbook.systems.network import RealNetwork
from xprunbook.systems.sql_browser import MAX_ANSWER, ask_instance, tell_instance, told_port
from xprunbook.systems.trouble import Refused, Trouble

NETWORK = RealNetwork()


def answer(text: str, size: int | None = None, first: int = 5) -> bytes:
    """An answer with this text."""
    data = text.encode("cp1252")
    return bytes([first]) + (len(data) if size is None else size).to_bytes(2, "little") + data


def test_the_question() -> None:
    assert ask_instance("XPHONE") == b"\x04XPHONE\0"
    assert ask_instance("Büro") == b"\x04B\xfcro\0"
    for name in ("", "x" * 33, "漢字", "a\0b", "a;b"):
        with pytest.raises(Refused) as no:
            ask_instance(name)
        assert no.value.trouble is Trouble.NAME


@pytest.mark.parametrize(
    ("text", "port"),
    [
        ("ServerName;SQL01;InstanceName;XPHONE;IsClustered;No;Version;15.0.2000.5;tcp;50123;;", 50123),
        (r"ServerName;A;InstanceName;xphone;IsClustered;No;Version;8;np;\\A\pipe\sql\query;tcp;1433;;", 1433),
        (r"ServerName;A;InstanceName;XPHONE;IsClustered;No;Version;8;np;\\A\pipe\sql\query;;", 0),
        ("ServerName;A;InstanceName;XPHONE;TCP;65535;;", 65535),
        ("ServerName;A;InstanceName;XPHONE;tcp;1;;ServerName;A;InstanceName;XPHONE;tcp;2;;", 1),
        ("ServerName;A;InstanceName;XPHONE", 0),
        ("ServerName;A;InstanceName;XPHONE;tcp;;", 0),
    ],
)
def test_answers(text: str, port: int) -> None:
    assert told_port(answer(text), "XPHONE") == port


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\x05",
        b"\x05\0\0",
        answer("ServerName;A;InstanceName;OTHER;tcp;1433;;"),
        answer("ServerName;InstanceName;XPHONE;tcp;1433;;"),
        answer("ServerName;A;InstanceName;XPHONE;tcp;1433;;", first=4),
        answer("ServerName;A;InstanceName;XPHONE;tcp;1433;;", size=9),
        answer("ServerName;A;InstanceName;XPHONE;tcp;65536;;"),
        answer("ServerName;A;InstanceName;XPHONE;tcp;-1;;"),
        answer("ServerName;A;InstanceName;XPHONE;tcp;1433 ;;"),
        answer("ServerName;A;InstanceName;XPHONE;tcp;\u00b2;;"),
        answer("ServerName;A;InstanceName;XPHONE;tcp;" + "1" * 900 + ";;"),
        answer("ServerName;A;InstanceName;XPHONE;tcp;1433;" + "x" * MAX_ANSWER + ";;"),
        b"\x05" + b"\xff" * 65_000,
    ],
)
def test_hostile_answers(said: bytes) -> None:
    with pytest.raises(Refused) as no:
        told_port(said, "XPHONE")
    assert no.value.trouble is Trouble.PROTOCOL


def test_any_bytes_are_an_answer_or_none() -> None:
    chance = random_for(seed_from(), "browser")
    good = tell_instance("SQL01", "XPHONE", 50123)
    for _ in range(3_000):
        mutated = bytearray(good if chance.random() < 0.8 else chance.randbytes(chance.randrange(2_000)))
        for _ in range(chance.randrange(4)):
            if mutated:
                mutated[chance.randrange(len(mutated))] = chance.randrange(256)
        with suppress(Refused):
            assert 0 <= told_port(bytes(mutated), "XPHONE") <= 65_535


def test_what_the_practice_site_tells_is_what_is_read() -> None:
    assert told_port(tell_instance("SQL01", "XPHONE", 1433), "xphone") == 1433
    assert told_port(tell_instance("SQL01", "XPHONE", 0), "XPHONE") == 0


def test_a_datagram_and_its_answer() -> None:
    with datagram_server(lambda asked: b"heard " + asked) as port:
        assert NETWORK.exchange("127.0.0.1", port, b"this", 5, TestJob()) == b"heard this"
        assert NETWORK.exchange("localhost", port, b"that", 5, TestJob()) == b"heard that"


def test_a_lost_datagram_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xprunbook.systems.network._ASK_AGAIN", 0.05)
    asked: list[bytes] = []

    def second(question: bytes) -> bytes | None:
        asked.append(question)
        return b"at last" if len(asked) == 2 else None

    with datagram_server(second) as port:
        assert NETWORK.exchange("127.0.0.1", port, b"x", 5, TestJob()) == b"at last"


def test_the_largest_datagram() -> None:
    large = b"\x05\xff\xff" + b";" * 60_000
    with datagram_server(lambda asked: large) as port:
        assert NETWORK.exchange("127.0.0.1", port, b"x", 5, TestJob()) == large


def test_silence_ends_with_the_limit() -> None:
    with datagram_server(lambda asked: None) as port:
        with pytest.raises(Refused) as no:
            NETWORK.exchange("127.0.0.1", port, b"x", 0.2, TestJob())
        assert no.value.trouble is Trouble.SILENT
        with pytest.raises(Cancelled):
            NETWORK.exchange("127.0.0.1", port, b"x", 30, TestJob(stop_after=0.1))
    with pytest.raises(Refused) as no:
        NETWORK.exchange("no-such-host.invalid", 1434, b"x", 3, TestJob())
    assert no.value.trouble is Trouble.UNRESOLVED


def test_nobody_listens() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with pytest.raises(Refused) as no:
        NETWORK.exchange("127.0.0.1", port, b"x", 2, TestJob())
    assert no.value.trouble in (Trouble.CLOSED, Trouble.GONE, Trouble.SILENT)


def test_an_answer_from_elsewhere_does_not_count() -> None:
    """Another sender who guesses the port: its datagram is never read."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:

        def answer_elsewhere(asked: bytes) -> bytes | None:
            stranger.sendto(b"forged", ("127.0.0.1", int(asked)))
            return b"true"

        with datagram_server(answer_elsewhere) as port:
            original = socket.socket.send

            def send(connection: socket.socket, data: bytes) -> int:
                del data
                return original(connection, str(connection.getsockname()[1]).encode())

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(socket.socket, "send", send)
                assert NETWORK.exchange("127.0.0.1", port, b"", 5, TestJob()) == b"true"
