"""A practice site with SQL Servers and files in memory, and a job for the kinds of this family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast

from xprunbook.actions.sql.script.problem import Problem
from xprunbook.actions.sql.script.source import Block
from xprunbook.actions.sql.script.split import Batch, split
from xprunbook.base.language import Language
from xprunbook.practice.sql import Database, PracticeSql, Server
from xprunbook.run.contract import Credential, Json, NotHere, Port
from xprunbook.runbook.substitute import Filled, SecretHandle
from xprunbook.systems.ports import FILES, FileFacts, Space, Watch
from xprunbook.systems.sql import SQL
from xprunbook.systems.trouble import Refused, Trouble

System = TypeVar("System")

NOW = datetime(2026, 11, 21, 23, 0, 0)
NAMES = ("XPDATA", "XPVDIR")
SERVICE = "CORP\\svc-xphone"


class MemoryFiles:
    """Files in memory; only what scripts need."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)

    def facts(self, path: str) -> FileFacts | None:
        """See ``Files``."""
        return FileFacts("file", len(self.files[path]), 0.0) if path in self.files else None

    def read(self, path: str, offset: int = 0, size: int = 1 << 20) -> bytes:
        """See ``Files``."""
        if path not in self.files:
            raise Refused(Trouble.MISSING, path, 2)
        return self.files[path][offset : offset + size]

    def digest(self, path: str, watch: Watch) -> str:
        """See ``Files``."""
        raise NotImplementedError

    def space(self, path: str) -> Space:
        """See ``Files``."""
        raise NotImplementedError

    def copy(self, source: str, target: str, digest: str, replaces: str, watch: Watch) -> None:
        """See ``Files``."""
        raise NotImplementedError

    def write(self, path: str, data: bytes, replaces: str) -> None:
        """See ``Files``."""
        raise NotImplementedError


class Site:
    """The systems by their ports."""

    def __init__(self, sql: Any, files: MemoryFiles | None = None) -> None:
        self._systems = {SQL.name: sql, FILES.name: files or MemoryFiles({})}

    def system(self, port: Port[System]) -> System:
        """See ``xprunbook.run.contract.Site``."""
        return cast("System", self._systems[port.name])


class Job:
    """A job that remembers what it was told. ``secrets``: by id."""

    def __init__(self, site: Site, secrets: Mapping[str, Credential] | None = None, **given: Filled) -> None:
        self.site = site
        self.language: Language = "de"
        self.parameters: Mapping[str, Filled] = given
        self.secrets = dict(secrets or {})
        self.run = "run-1"
        self.earlier: Mapping[str, Json] = {}
        self.reached: Mapping[str, Json] = {}
        self.opened = 0.0
        self.began = 0.0
        self.told: list[str] = []
        self.kept: list[tuple[str, bytes, bool]] = []
        self.parts: list[float] = []
        self.stop = False
        self.left = 60.0

    def checkpoint(self, facts: Mapping[str, Json]) -> None:
        """Remember how far it came."""
        self.reached = facts

    def tell(self, line: str) -> None:
        """Remember a line."""
        self.told.append(line)

    def progress(self, part: float, says: str = "") -> None:
        """Remember how far it was."""
        self.parts.append(part)

    def cancelled(self) -> bool:
        """Whether to stop."""
        return self.stop

    def remaining(self) -> float:
        """A minute, unless a test says otherwise."""
        return self.left

    def process(self, pid: int, started: str) -> None:
        """Nothing to do."""

    def keep(self, path: str, data: bytes, secret: bool = False) -> str:
        """Remember what was kept."""
        self.kept.append((path, data, secret))
        return "" if secret else f"backup/{len(self.kept):06d}"

    def secret(self, handle: SecretHandle) -> Credential:
        """As given."""
        if handle.id not in self.secrets:
            raise NotHere("no secret")
        return self.secrets[handle.id]


def watch() -> Watch:
    """Somebody who does not stop anything."""
    return Job(Site(None))


def server(*databases: str) -> Server:
    """SQL01 with some databases of the application."""
    made = Server("SQL01")
    for name in databases:
        made.add(Database(name))
    return made


def site(*servers: Server, files: Mapping[str, bytes] | None = None) -> Site:
    """A site with these servers."""
    return Site(PracticeSql(list(servers), lambda: NOW), MemoryFiles(files or {}))


def blocks(text: str, size: int = 1 << 20) -> Iterator[Block]:
    """A text in pieces."""
    for at in range(0, len(text), size):
        yield Block(text[at : at + size], at + size)


def batches(text: str, size: int = 1 << 20) -> list[Batch]:
    """The batches of a text."""
    return list(split(blocks(text, size), "f.sql", lambda problem: None))


def notes(text: str) -> list[Problem]:
    """What is odd in a text."""
    heard: list[Problem] = []
    list(split(blocks(text), "f.sql", heard.append))
    return heard
