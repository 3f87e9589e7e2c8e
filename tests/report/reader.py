"""Reads an HTML report back as a browser would: its tags, its texts, and everything that could reach out."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "hr"})
TAGS = frozenset(
    """a article b body caption code dd div dl dt em h1 h2 h3 h4 h5 head header html li main meta ol p section
    span strong style table tbody td th thead time title tr ul""".split()  # noqa: SIM905
)
ATTRIBUTES = frozenset(
    """aria-labelledby charset class colspan content data-label datetime href http-equiv id lang name
    scope""".split()  # noqa: SIM905
)


class Page(HTMLParser):
    """``tags`` in order, ``texts`` between tags, ``faults``: what must not be in a report."""

    def __init__(self, html: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self._text = ""
        self.feed(html.decode())
        self.close()
        self._cut()
        if self._open:
            self.faults.append(f"not closed: {self._open}")
        self.faults += self._policy_faults()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self._cut()
        self.tags.append(tag)
        if tag not in TAGS:
            self.faults.append(f"tag {tag}")
        if tag not in VOID:
            self._open.append(tag)
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"attribute twice in {tag}")
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name not in ATTRIBUTES:
                self.faults.append(f"attribute {name}")
            if name == "href" and not re.fullmatch("#(s[0-9]+|c[0-9]+(-[0-9]+)*(-s[0-9]+)?)", value or ""):
                self.faults.append(f"link {value}")

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element; anything else is a fault."""
        self._cut()
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"end of {tag}")

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self._text += data

    def handle_comment(self, data: str) -> None:
        """There are none."""
        self.faults.append("comment")

    def handle_pi(self, data: str) -> None:
        """There are none."""
        self.faults.append("processing instruction")

    def unknown_decl(self, data: str) -> None:
        """There are none."""
        self.faults.append("declaration")

    def _cut(self) -> None:
        if self._text:
            self.texts.append(self._text)
        self._text = ""

    def values(self, tag: str, name: str) -> list[str]:
        """All values of an attribute."""
        return [value for found, key, value in self.attributes if (found, key) == (tag, name)]

    @property
    def words(self) -> str:
        """The whole text, blanks folded."""
        return " ".join(" ".join(self.texts).split())

    def _policy_faults(self) -> Iterator[str]:
        style = next((text for text in self.texts if ":root" in text), "")
        digest = b64encode(sha256(style.encode()).digest()).decode()
        policies = [value for value in self.values("meta", "content") if "default-src" in value]
        wanted = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        if policies != [wanted]:
            yield f"policy {policies}"
        if re.search(r"url\(|@import|expression|https?:", style):
            yield "style reaches out"
        if self.tags.count("style") != 1 or self.tags[:3] != ["html", "head", "meta"]:
            yield "head"
