"""1,000 generated files of every form: exactly the intended bytes change, and the file says what was meant.

The generator writes each file twice, as it is and as it has to become; the product sees the first one only.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from unittest.mock import patch
from xml.etree import ElementTree

import pytest

from tests.proof.summary import Summary, check, random_for, scale_from, seed_from, times
from xprunbook.actions.atlas import change as module
from xprunbook.actions.atlas.change import Edit, PointAt, RenameInstances, SetUseLogin, change
from xprunbook.actions.atlas.connection import Splice, parse
from xprunbook.actions.atlas.diff import difference
from xprunbook.actions.atlas.document import Document, read
from xprunbook.actions.atlas.refused import Refused

SABOTAGES = ("normalise", "shift", "first-only")

NEW: Final = "SQL01\\XPHONE"
_ENCODINGS: Final = (
    ("utf-8", b"", "utf-8"),
    ("utf-8", b"", ""),
    ("utf-8", b"\xef\xbb\xbf", "UTF-8"),
    ("utf-16-le", b"\xff\xfe", "utf-16"),
    ("utf-16-be", b"\xfe\xff", "UTF-16"),
    ("utf-16-le", b"\xff\xfe", ""),
    ("cp1252", b"", "windows-1252"),
    ("latin-1", b"", "ISO-8859-1"),
)
_OLD: Final = (
    "(local)\\XPCONNECT",
    "(local) \\XPCONNECT",
    ".\\XPANALYTICS",
    "XPH-OLD",
    "tcp:XPH-OLD\\A",
    "10.0.0.7\\X",
)
_WORDS: Final = (
    "Größe",
    "Müller & Söhne",
    'sagt "ja"',
    "it's",
    "<nie>",
    "a=b;c",
    "",
    "x",
    "  ",
    "€",
    "日本",
    "😀",
)


@dataclass
class Case:
    """A file in two versions, and what its entries have to say afterwards."""

    codec: str
    bom: bytes
    edits: list[Edit]
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    databases: list[tuple[str, str, str | None]] = field(default_factory=list)

    def add(self, before: str, after: str | None = None) -> None:
        """Write a piece: the same in both, unless told otherwise."""
        self.before.append(before)
        self.after.append(before if after is None else after)

    def encoded(self, parts: list[str]) -> bytes:
        """The bytes of a version."""
        return self.bom + "".join(parts).encode(self.codec)


class Generator:
    """Makes one file from random choices."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        codec, bom, declared = chance.choice(_ENCODINGS)
        self.mode = chance.choice(("point", "rename", "login", "no-login"))
        edits: dict[str, list[Edit]] = {
            "point": [PointAt(NEW), SetUseLogin()],
            "rename": [RenameInstances()],
            "login": [SetUseLogin()],
            "no-login": [SetUseLogin(None)],
        }
        self.case = Case(codec, bom, edits[self.mode])
        self.declared = declared
        self.breaks = chance.choice(("\r\n", "\n", "mixed", ""))

    def pick(self, *choices: str) -> str:
        """One of these."""
        return self.chance.choice(choices)

    def line_break(self) -> str:
        """A line break of the file's kind."""
        return self.pick("\r\n", "\n", "\r", "\n\n") if self.breaks == "mixed" else self.breaks

    def word(self) -> str:
        """A word that the encoding holds."""
        word = self.chance.choice(_WORDS)
        try:
            word.encode(self.case.codec)
        except UnicodeEncodeError:
            return "Größe"
        return word

    def value(self, quote: str) -> str:
        """An attribute's value as it may stand between these marks."""
        raw = self.word().replace("&", "&amp;").replace("<", "&lt;")
        return raw.replace(quote, "&quot;" if quote == '"' else "&#39;")

    def attribute(self, name: str, value: str = "", quote: str = "") -> str:
        """An attribute with blanks where they may be."""
        quote = quote or self.pick('"', "'")
        equals = self.pick("=", "=", " = ", "= ")
        return f"{self.space()}{name}{equals}{quote}{value or self.value(quote)}{quote}"

    def space(self) -> str:
        """What parts attributes."""
        return self.pick(" ", " ", "  ", f"{self.line_break() or ' '}    ", "\t")

    def noise(self) -> None:
        """Something that must stay: decoys, other elements, long lines."""
        connection = f"Initial Catalog=DECOY;Data Source={self.chance.choice(_OLD)}"
        kind = self.chance.randrange(9)
        text = {
            0: f'<!-- <Databases><D connection="{connection}"/></Databases> -->',
            1: f'<![CDATA[ <Databases><D connection="{connection}"/></Databases> {self.word()} ]]>',
            2: f'<?keep <Databases connection="{connection}"?>',
            3: f'<Connectors><schedule{self.attribute("enabled", "true")} startDelay="00:10:00" /></Connectors>',
            4: f"<p:x xmlns:p='urn:p'{self.attribute('p:a')}{self.attribute('b')}></p:x>",
            5: f'<Outside connection="{connection}"/>' if not self.inside else "<Empty/>",
            6: f"<e>{self.value(chr(34))}&#x41;&amp;</e>",
            7: "".join(f'<k i="{number}"/>' for number in range(self.chance.choice((5, 3_000)))),
            8: f"<!--{self.word()}-->{self.line_break()}",
        }[kind]
        self.case.add(text + self.line_break())

    inside = False

    def entry(self) -> None:
        """A database, as it is and as it becomes."""
        quote = self.pick('"', "'")
        database = f"XP{self.chance.randrange(9_000)}"
        old = self.chance.choice(_OLD)
        new = self.target(old)
        key = self.pick("Data Source", "data source", "Server", "Addr")
        inner = self.pick("", "", "", "'" if quote == '"' else '"', "&quot;")
        pairs = [
            (self.pick("Integrated Security=SSPI", "Trusted_Connection=yes"),) * 2,
            ("Persist Security Info=False",) * 2,
            (f"{self.pick('Initial Catalog', 'DATABASE')} = {database}",) * 2,
            (f"{key}{self.pick('=', ' = ')}{inner}{old}{inner}", ""),
        ]
        pairs[3] = (pairs[3][0], pairs[3][0].replace(old, new))
        self.chance.shuffle(pairs)
        glue = self.pick(";", ";", "; ", " ;;", f";{self.line_break()}  ")
        login = self.pick("", "", "Windows", "SQL")
        others = [self.attribute(name) for name in ("name", "x-y", "z") if self.chance.random() < 0.4]
        ready = [(text, text) for text in others]
        ready += self.connection(quote, [glue.join(pair[at] for pair in pairs) for at in (0, 1)], login)
        if login:
            ready.append(self.login(login))
        self.chance.shuffle(ready)
        name = self.pick("Database", "D", "p:Stats", "Verzeichnis")
        tail = self.pick("/>", " />", f"{self.line_break()}/>", f"></{name}>", f"><inner/></{name}>")
        self.case.add(f"<{name}")
        for before, after in ready:
            self.case.add(before, after)
        self.case.add(tail + self.line_break())
        self.case.databases.append((database, self.meant(old), self.login_after(login)))

    def connection(self, quote: str, strings: list[str], login: str) -> list[tuple[str, str]]:
        """The attribute in both versions; a login that is added stands right behind it."""
        head = f"{self.space()}connection{self.pick('=', ' = ')}{quote}"
        adds = f" useLogin={quote}Windows{quote}" if not login and self.mode in ("point", "login") else ""
        return [(f"{head}{strings[0]}{quote}", f"{head}{strings[1]}{quote}{adds}")]

    def login(self, login: str) -> tuple[str, str]:
        """An attribute useLogin that is there, in both versions."""
        text = self.attribute("useLogin", login)
        if self.mode == "no-login":
            return text, ""
        return text, text if self.mode == "rename" else text.replace("SQL", "Windows")

    def login_after(self, login: str) -> str | None:
        """What useLogin has to be."""
        if self.mode in ("point", "login"):
            return "Windows"
        return None if self.mode == "no-login" else login or None

    def meant(self, old: str) -> str:
        """Where the entry has to point."""
        return self.target(old)

    def target(self, old: str) -> str:
        """The data source as it has to be written."""
        if self.mode == "point":
            return NEW
        if self.mode == "rename":
            names = {
                "(local)\\XPCONNECT": "(local)\\XPCONNECT2019",
                "(local) \\XPCONNECT": "(local)\\XPCONNECT2019",
                ".\\XPANALYTICS": ".\\XPAnalytics2019",
            }
            return names.get(old, old)
        return old

    def section(self, depth: int) -> None:
        """A section with entries, noise and perhaps a section inside."""
        name = self.pick("Databases", "Databases", "p:Databases")
        self.case.add(
            f"<{name}{self.attribute('x') if self.chance.random() < 0.3 else ''}>{self.line_break()}"
        )
        was, self.inside = self.inside, True
        for _ in range(self.chance.randrange(5)):
            deed = self.chance.randrange(4)
            if deed == 0:
                self.noise()
            elif deed == 1 and depth < 2:
                self.section(depth + 1)
            else:
                self.entry()
        self.inside = was
        self.case.add(f"</{name}>{self.line_break()}")

    def make(self) -> Case:
        """The whole file."""
        if self.declared:
            quote = self.pick('"', "'")
            head = f"<?xml version={quote}1.0{quote} encoding={quote}{self.declared}{quote}?>"
            self.case.add(head + self.line_break())
        if self.chance.random() < 0.3:
            self.case.add(f"<!-- {self.word().replace('--', '')} -->{self.line_break()}")
        default = self.pick("", " xmlns='urn:default'")
        self.case.add(f"<Atlas{default} xmlns:p='urn:p'>{self.line_break()}")
        for _ in range(self.chance.randrange(1, 4)):
            self.noise()
            self.section(0)
        self.entries_or_one()
        self.case.add(f"</Atlas>{self.line_break() if self.chance.random() < 0.7 else ''}")
        return self.case

    def entries_or_one(self) -> None:
        """Never a file without an entry."""
        if not self.case.databases:
            self.case.add("<Databases>")
            self.inside = True
            self.entry()
            self.case.add("</Databases>")


def _values(data: bytes) -> list[tuple[str, str, str | None]]:
    """What a third reader sees: database, data source, useLogin of every entry."""
    found: list[tuple[str, str, str | None]] = []

    def walk(element: ElementTree.Element, inside: bool) -> None:
        text = element.get("connection")
        if inside and text is not None:
            string = parse(text)
            found.append((string.get("initial catalog"), string.get("data source"), element.get("useLogin")))
        for child in element:
            walk(child, inside or element.tag.rpartition("}")[2] == "Databases")

    walk(ElementTree.fromstring(data), False)
    return found


def complaint(case: Case) -> str:
    """What is wrong with how the product treats the file, or nothing."""
    before, wanted = case.encoded(case.before), case.encoded(case.after)
    try:
        made = change(read(before), case.edits)
        if made.after != wanted:
            at = next(
                (at for at, pair in enumerate(zip(made.after, wanted, strict=False)) if pair[0] != pair[1]),
                -1,
            )
            return f"differs at byte {at}: {made.after[max(0, at - 20) : at + 20]!r}"
        if _values(made.after) != case.databases:
            return "other values than intended"
        if bool(made) != (before != wanted):
            return "does not know whether it changes anything"
        if bool(difference(made.document, read(made.after))) != bool(made):
            return "the difference does not show it"
        if change(read(made.after), case.edits):
            return "not done after the first time"
    except Refused as error:
        return f"refused: {error.code} {error.values}"
    return ""


@contextmanager
def _broken_on_purpose(sabotage: str) -> Iterator[None]:
    honest = module._spliced

    def normalise(document: Document, splices: list[Splice]) -> bytes:
        return honest(document, splices).replace(b"\r\n", b"\n").replace(b"' ", b"'  ")

    def shift(document: Document, splices: list[Splice]) -> bytes:
        return honest(document, [Splice(item.start, item.end + 1, item.text) for item in splices])

    def first_only(document: Document, splices: list[Splice]) -> bytes:
        return honest(document, splices[:1])

    def nothing(*_: object) -> None:
        return None

    sloppy = {"normalise": normalise, "shift": shift, "first-only": first_only}.get(sabotage)
    if sloppy is None:
        yield
        return
    with (
        patch.object(module, "_spliced", sloppy),
        patch("xprunbook.actions.atlas.tree.compare", nothing),
        patch.object(module, "_prove_values", nothing),
    ):
        yield


def prove(scale: float, seed: int, sabotage: str = "") -> Summary:
    """1,000 files at scale 1."""
    tried, failed, worst = 0, 0, ""
    with _broken_on_purpose(sabotage):
        for number in range(times(scale, 1_000)):
            case = Generator(random_for(seed, "atlas", number)).make()
            wrong = complaint(case)
            tried += 1
            failed += bool(wrong)
            worst = worst or (f"case {number} ({case.codec}): {wrong}" if wrong else "")
    return Summary("atlas.xml: exactly the intended bytes", tried, failed, worst)


def test_exactly_the_intended_bytes_change() -> None:
    """The promise."""
    check(prove(scale_from(), seed_from()), seed_from())


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_sabotage_turns_it_red(sabotage: str) -> None:
    """Bytes beside the spans, or entries left out, are noticed."""
    assert prove(0.1, seed_from(), sabotage).failed > 0
