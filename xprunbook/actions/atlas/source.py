"""The value of ``Data Source``: ``[protocol:]server[\\instance][,port]``, read with its oddities, written
without.

Sources: Microsoft, "SqlConnection.ConnectionString" (prefixes tcp, np, lpc; ``(local)``; a port behind a
comma) and "Instance names" (at most 16 characters, letters of any script, digits, ``_ # $``; not case
sensitive; MSSQLSERVER is the default instance's own name).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from xprunbook.base.text import is_clean

LOCAL_NAMES: Final = frozenset((".", "(local)", "localhost", "127.0.0.1", "::1", "[::1]"))
"""Names of the machine itself, in small letters."""

LOCAL_DB: Final = "(localdb)"

MAX_SOURCE: Final = 512
"""Characters of the longest data source that is read."""

_SOURCE: Final = re.compile(
    r"(?:(?P<protocol>tcp|np|lpc|admin)\s*:)?\s*"
    r"(?P<server>[^\\,;:\s]+(?::[^\\,;:\s]*)*)\s*"
    r"(?:\\\s*(?P<instance>[^\W\d][\w#$]{0,15}|#[\w#$]{0,15}))?\s*"
    r"(?:,\s*(?P<port>\d{1,5}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a connection goes. ``port`` 0 is none; ``tidy`` is False when stray blanks stood in the text."""

    server: str
    instance: str = ""
    port: int = 0
    protocol: str = ""
    tidy: bool = True

    @property
    def text(self) -> str:
        """As it is written: never with a blank."""
        protocol = f"{self.protocol}:" if self.protocol else ""
        instance = f"\\{self.instance}" if self.instance else ""
        port = f",{self.port}" if self.port else ""
        return f"{protocol}{self.server}{instance}{port}"

    @property
    def is_local(self) -> bool:
        """Whether it names the machine it is used on."""
        return self.server.lower() in LOCAL_NAMES or self.server.lower() == LOCAL_DB

    @property
    def named(self) -> str:
        """The instance's name in small letters; empty for the default instance."""
        folded = self.instance.casefold()
        return "" if folded == "mssqlserver" else folded

    def same_as(self, other: Source, here: Collection[str] = ()) -> bool:
        """Whether both lead to the same instance. ``here``: further names of this machine.

        With a port the client does not look at the instance's name; without one the default instance is 1433.
        A name with and without its domain may or may not be the same machine: here they differ.
        """
        if _machine(self, here) != _machine(other, here):
            return False
        if self.port or other.port:
            return _port(self) == _port(other)
        return self.named == other.named

    def renamed(self, instance: str) -> Source:
        """The same server, another instance."""
        return replace(self, instance=instance, tidy=True)


def _machine(source: Source, here: Collection[str]) -> str:
    server = source.server.lower()
    if server in LOCAL_NAMES or server in {name.lower() for name in here}:
        return "(local)"
    return server


def _port(source: Source) -> int:
    return source.port or (0 if source.named else 1433)


def parse_source(text: str) -> Source | None:
    """Read a data source; None for what is no plain server (a named pipe's path, a file, hidden characters)."""
    match = _SOURCE.fullmatch(text.strip()) if len(text) <= MAX_SOURCE and is_clean(text) else None
    if match is None or match["server"].startswith("/"):
        return None
    port = int(match["port"] or 0)
    if port > 65_535 or (match["port"] and not port):
        return None
    found = Source(match["server"], match["instance"] or "", port, (match["protocol"] or "").lower())
    if re.fullmatch(r"[A-Za-z]:.*", found.server):
        return None
    return replace(found, tidy=text.strip().lower() == found.text.lower())
