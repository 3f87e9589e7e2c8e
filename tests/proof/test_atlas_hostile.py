"""20 hostile files are refused: a canary file is never opened, nobody connects, nothing takes long.

The canary is watched by the kernel (inotify), so that a reader in C is seen too; the network by a listening socket.
"""

from __future__ import annotations

import ctypes
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest

from tests.actions.atlas.support import connection
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from
from xprunbook.actions.atlas import tree
from xprunbook.actions.atlas.document import read
from xprunbook.actions.atlas.refused import Refused

SABOTAGES = ("resolve",)

CANARY: Final = "canary-5f1c"
SLOW: Final = 2.0
_BODY: Final = f'<Databases><D connection="{connection("X", "S")}"/></Databases>'


def attacks(canary: str, port: int) -> dict[str, bytes]:
    """The files, by what they try."""
    url = f"http://127.0.0.1:{port}/x"
    bomb = "".join(f"<!ENTITY b{n} '{f'&b{n - 1};' * 10}'>" for n in range(1, 12))
    flat = "x" * 30_000
    texts = {
        "external entity": f"<!DOCTYPE r [<!ENTITY e SYSTEM 'file://{canary}'>]><r>&e;{_BODY}</r>",
        "external entity in an attribute": f"<!DOCTYPE r [<!ENTITY e SYSTEM '{canary}'>]><r a='&e;'>{_BODY}</r>",
        "external entity by network": f"<!DOCTYPE r [<!ENTITY e SYSTEM '{url}'>]><r>&e;{_BODY}</r>",
        "external parameter entity": f"<!DOCTYPE r [<!ENTITY % e SYSTEM 'file://{canary}'>%e;]><r>{_BODY}</r>",
        "parameter entity by network": f"<!DOCTYPE r [<!ENTITY % e SYSTEM '{url}'>%e;]><r>{_BODY}</r>",
        "external document type": f"<!DOCTYPE r SYSTEM 'file://{canary}'><r>{_BODY}</r>",
        "document type by network": f"<!DOCTYPE r SYSTEM '{url}'><r>{_BODY}</r>",
        "public document type": f"<!DOCTYPE r PUBLIC '-//x//y' '{url}'><r>{_BODY}</r>",
        "billion laughs": f"<!DOCTYPE r [<!ENTITY b0 'ha'>{bomb}]><r>&b11;{_BODY}</r>",
        "quadratic blow-up": f"<!DOCTYPE r [<!ENTITY a '{flat}'>]><r>{'&a;' * 20_000}{_BODY}</r>",
        "recursive entity": f"<!DOCTYPE r [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><r>&a;{_BODY}</r>",
        "bomb in a default attribute": f"<!DOCTYPE r [{bomb}<!ATTLIST r a CDATA '&b11;'>]><r>{_BODY}</r>",
        "entity for the connection": (
            "<!DOCTYPE r [<!ENTITY s 'Data Source=EVIL;Database=X'>]><r><Databases>"
            "<D connection='&s;'/></Databases></r>"
        ),
        "empty document type": f"<!DOCTYPE r><r>{_BODY}</r>",
        "document type behind a comment": f"<!-- <r/> --><?x?>\n<!DOCTYPE r [<!ENTITY e SYSTEM '{canary}'>]><r>&e;</r>",
        "depth": "<a>" * 100_000 + _BODY + "</a>" * 100_000,
        "depth just above the limit": "<a>" * 201 + "</a>" * 201,
        "elements": f"<r>{'<a/>' * 400_000}{_BODY}</r>",
        "size": f"<r a='{'x' * 9_000_000}'>{_BODY}</r>",
    }
    files = {name: text.encode() for name, text in texts.items()}
    utf16 = f"<!DOCTYPE r [<!ENTITY e SYSTEM 'file://{canary}'>]><r>&e;{_BODY}</r>"
    files["external entity in UTF-16"] = b"\xff\xfe" + utf16.encode("utf-16-le")
    files["UTF-7 to hide a document type"] = (
        b"<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE r+AD4-<r/>"
    )
    files["attributes without end"] = f"<r {' '.join(f'a{n}=' for n in range(50_000))}>{_BODY}</r>".encode()
    return files


class Watched:
    """A canary file and a socket that remember whether anybody came."""

    def __init__(self, folder: Path) -> None:
        self.canary = folder / "canary.txt"
        self.canary.write_text(f"{CANARY}<!ELEMENT r ANY>", encoding="ascii")
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setblocking(False)
        self.port: int = self.listener.getsockname()[1]
        self._watch = -1
        if sys.platform == "linux":
            libc = ctypes.CDLL(None, use_errno=True)
            self._watch = libc.inotify_init1(os.O_NONBLOCK)
            opened_or_read = 0x20 | 0x1  # IN_OPEN, IN_ACCESS
            libc.inotify_add_watch(self._watch, os.fsencode(self.canary), opened_or_read)

    def was_opened(self) -> bool:
        """Whether the canary was opened since the last question."""
        if self._watch < 0:
            return False
        try:
            return bool(os.read(self._watch, 4096))
        except BlockingIOError:
            return False

    def was_called(self) -> bool:
        """Whether somebody connected since the last question."""
        try:
            self.listener.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Let go."""
        self.listener.close()
        if self._watch >= 0:
            os.close(self._watch)


def complaint(data: bytes, watched: Watched, deep: bool) -> str:
    """What is wrong with how a file is met, or nothing. ``deep``: by the second reader alone, as if the first look
    had missed it; it may then read a harmless file, but never what lies outside."""
    started = time.perf_counter()
    shown = ""
    try:
        if deep:
            from lxml import etree

            shown = etree.tostring(tree.parse(data), encoding="unicode")
        else:
            read(data)
            return "not refused"
    except Refused as error:
        shown = str(error.values)
    except Exception as error:
        return f"{type(error).__name__} came through"
    took = time.perf_counter() - started
    if watched.was_opened() or CANARY in shown:
        return "the canary was read"
    if watched.was_called():
        return "somebody connected"
    return f"took {took:.1f} s" if took > SLOW else ""


@contextmanager
def _broken_on_purpose(sabotage: str) -> Iterator[None]:
    from lxml import etree

    honest = etree.XMLParser

    def trusting(**_: Any) -> etree.XMLParser:
        return honest(resolve_entities=True, load_dtd=True, no_network=False, attribute_defaults=True)

    def nothing(*_: object) -> None:
        return None

    with ExitStack() as stack:
        if sabotage == "resolve":
            stack.enter_context(patch.object(etree, "XMLParser", trusting))
            stack.enter_context(patch("xprunbook.actions.atlas.encoding._refuse_doctype", nothing))
            stack.enter_context(patch("xprunbook.actions.atlas.stream._Reader._doctype", nothing))
        yield


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """Each file by the front door, and by the second reader alone. The scale does not matter: there are few."""
    del scale
    tried, failed, worst = 0, 0, ""
    with tempfile.TemporaryDirectory() as folder, _broken_on_purpose(sabotage):
        watched = Watched(Path(folder))
        files = list(attacks(str(watched.canary), watched.port).items())
        random_for(seed, "hostile").shuffle(files)
        for name, data in files:
            for deep in (False, True):
                wrong = complaint(data, watched, deep)
                tried += 1
                failed += bool(wrong)
                worst = worst or (f"{name}{' (second reader)' if deep else ''}: {wrong}" if wrong else "")
        watched.close()
    return Summary("atlas.xml: hostile files refused", tried, failed, worst)


def test_hostile_files_are_refused() -> None:
    """The promise."""
    assert len(attacks("c", 1)) >= 20
    check(prove(scale_from(), seed_from()), seed_from())


def test_the_watch_sees_a_reader_in_c() -> None:
    """The proof would notice: the kernel tells of any opening, and the socket of any caller."""
    with tempfile.TemporaryDirectory() as folder:
        watched = Watched(Path(folder))
        assert not watched.was_opened()
        watched.canary.read_bytes()
        assert watched.was_opened() or sys.platform != "linux"
        socket.create_connection(("127.0.0.1", watched.port)).close()
        assert watched.was_called()
        watched.close()


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_sabotage_turns_it_red(sabotage: str) -> None:
    """A parser that resolves, without the looks before it, is noticed."""
    assert prove(1, seed_from(), sabotage).failed > 0
