"""5,000 damaged files: understood or refused with a sentence, never a traceback, never slow, never half changed."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest.mock import patch

import pytest

from tests.proof.mutate import mutate
from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from tests.proof.test_atlas_edits import Generator
from xprunbook.actions.atlas.change import Integrate, PointAt, RenameInstances, SetUseLogin, change
from xprunbook.actions.atlas.diff import difference, unified
from xprunbook.actions.atlas.document import read
from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.table import as_data, left_statement, notes, rows
from xprunbook.actions.atlas.texts import TEXTS
from xprunbook.base.language import LANGUAGES
from xprunbook.base.text import is_clean

SABOTAGES = ("index-error",)

SLOW: Final = 2.0
_SERVER: Final = (Path(__file__).parents[1] / "data" / "atlas" / "server.xml").read_bytes()

PIECES: Final = (
    "<", ">", "/>", "</", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE r>", "<!DOCTYPE r [", "&", "&amp;",
    "&#0;", "&#x110000;", "&#xD800;", "&#9;", "&#x41;", "&quot;", "&nosuch;", '"', "'", "=", ";", "==", "''", "\\",
    "\x00", "\x1b[2J", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffe", "😀", "ä", "<Databases>", "</Databases>",
    "<x:Databases>", " connection=''", ' connection="Data Source=a;Database=b"', " Connection='x'", " useLogin='SQL'",
    " uselogin='x'", "Data Source=", "Server='", "Driver={x};", "Provider=MSDASQL;", "Password=geheim;", "Pwd='",
    " xmlns='urn:x'", " xmlns:x='urn:x'", " xml:base='file:///'", " configProtectionProvider='x'", "<EncryptedData/>",
    "<SignedInfo/>", "encoding='utf-16'", "encoding='cp1252'", "encoding='x'", "standalone='yes'", "version='1.1'",
    " \\", ",1433", ",0", "np:\\\\x\\pipe", "x" * 5_000, "<a>" * 250, " " * 3_000, "\r", "\n", "\r\n", "\t",
)  # fmt: skip
_TOKEN: Final = re.compile(rb"<[^<>]{0,80}>|[A-Za-z]{3,20}|[\"'=;&]")


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    codec = chance.choice(("utf-8", "utf-8", "utf-8", "utf-16-le", "cp1252"))
    return data[:at] + chance.choice(PIECES).encode(codec, "replace") + data[at:]


def _token(data: bytes, chance: random.Random) -> bytes:
    """One piece of the file in another one's place, taken away, or doubled."""
    tokens = list(_TOKEN.finditer(data))
    if not tokens:
        return data
    target, other = chance.choice(tokens), chance.choice(tokens)
    put = chance.choice((other[0], b"", target[0] * 2, chance.choice(PIECES).encode("utf-8", "replace")))
    return data[: target.start()] + put + data[target.end() :]


def _recode(data: bytes, chance: random.Random) -> bytes:
    """The bytes in another encoding than they say."""
    text = data.decode("utf-8", "replace")
    return text.encode(
        chance.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-8-sig")), "replace"
    )


def _general(data: bytes, chance: random.Random) -> bytes:
    return mutate(data, chance)


_DEEDS: Final[tuple[Callable[[bytes, random.Random], bytes], ...]] = (
    *(_insert,) * 6, *(_token,) * 6, *(_general,) * 3, _recode,
)  # fmt: skip


def damaged(chance: random.Random) -> bytes:
    """A file after some deeds of damage."""
    if chance.random() < 0.4:
        data = _SERVER
    else:
        case = Generator(chance).make()
        data = case.encoded(case.before)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        data = chance.choice(_DEEDS)(data, chance)
    return data


def _say(code: str, values: dict[str, str | int]) -> None:
    for language in LANGUAGES:
        TEXTS.say(code, language, **values)


def complaint(data: bytes) -> tuple[str, bool]:
    """What is wrong with how a file is met, and whether it was understood."""
    try:
        document = read(data)
        for statement in (*map(left_statement, document.left_alone), *notes(document)):
            _say(statement.code, dict(statement.values))
        if not all(is_clean(str(value)) for row in rows(document) for value in row.values()):
            return "not harmless", True
        shown = str(as_data("atlas.xml", document))
        made = change(document, [PointAt("SQL01\\X"), RenameInstances(), SetUseLogin(), Integrate()])
        lines = difference(document, read(made.after))
        if not all(is_clean(line.text) for line in lines):
            return "a line is not harmless", True
        if "geheim" in shown + unified(lines) and b"Password=geheim;" in data and not _torn(data):
            return "a password is shown", True
        if len(made.after) < len(made.before) - 600 or (bool(made) and not lines):
            return "more is gone than was meant", True
    except Refused as error:
        _say(error.code, error.values)
        return "", False
    except Exception as error:
        return f"{type(error).__name__}: {error}", False
    return "", True


def _torn(data: bytes) -> bool:
    """Whether the word stands somewhere else too, where nothing says that it is a password."""
    return data.count(b"geheim") != data.count(b"Password=geheim")


@contextmanager
def _broken_on_purpose(sabotage: str) -> Iterator[None]:
    def short(text: str, at: int) -> int:
        while text[at] == ";" or text[at].isspace():
            at += 1
        return at

    if sabotage == "index-error":
        with patch("xprunbook.actions.atlas.connection._skip", short):
            yield
    else:
        yield


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """5,000 damaged files at scale 1."""
    tried, failed, understood, worst, slowest = 0, 0, 0, "", 0.0
    with _broken_on_purpose(sabotage):
        for number in range(times(scale, 5_000)):
            data = damaged(random_for(seed, "atlas-damage", number))
            started = time.perf_counter()
            wrong, whole = complaint(data)
            took = time.perf_counter() - started
            if not wrong and took > SLOW:
                wrong = f"took {took:.1f} s"
            slowest = max(slowest, took)
            tried += 1
            understood += whole
            failed += bool(wrong)
            worst = worst or (f"case {number}: {wrong}" if wrong else "")
    said = f"{understood:,} understood, slowest {slowest * 1000:.0f} ms"
    return Summary("atlas.xml: damaged files", tried, failed, worst or said)


def test_no_traceback() -> None:
    """The promise."""
    check(prove(scale_from(), seed_from()), seed_from())


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_sabotage_turns_it_red(sabotage: str) -> None:
    """A reader that runs over the end is noticed."""
    assert prove(0.02, seed_from(), sabotage).failed > 0
