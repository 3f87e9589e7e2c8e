"""SQL Servers of a practice site: a model that answers questions and takes orders by their meaning. No SQL is read.

Faults are set by hand or by an exercise: not reachable, login refused, tables created only partly, disk full, an
older version. What a driver would say is said with the same numbers, so the sentences are the real ones.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from xprunbook.run.contract import Json
from xprunbook.systems.ports import Watch
from xprunbook.systems.sql import SCRIPT, Ask, Order, Request, Row, Said, Session, Told, Where
from xprunbook.systems.sql_connection import BadValue, read_instance
from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble
from xprunbook.systems.watching import heed

VERSIONS: Final = {
    "2014": "12.0.6449.1",
    "2016": "13.0.7037.1",
    "2017": "14.0.3465.1",
    "2019": "15.0.4382.1",
    "2022": "16.0.4135.4",
}

SAYS: Final = "-- practice: "
"""Begins a line in a script of the story that says what its batch does: ``create NAME``, ``table NAME TABLE ROWS``,
``nothing``."""

FULL_MB: Final = 50
"""Room on a full disk."""


@dataclass(slots=True)
class Database:
    """A database. ``data_mb``: None where nobody may see it; ``tables``: rows by ``schema.name``; ``owners``: members
    of db_owner; ``users``: by name, whether a login of this server stands behind."""

    name: str
    recovery: str = "SIMPLE"
    collation: str = "Latin1_General_CI_AS"
    owner: str = "sa"
    created: datetime = datetime(2026, 11, 1)
    state: str = "ONLINE"
    data_mb: int | None = 8
    mark: str = ""
    tables: dict[str, int] = field(default_factory=dict)
    users: dict[str, bool] = field(default_factory=dict)
    owners: set[str] = field(default_factory=set)
    restored: datetime | None = None
    streams: int = 0  #: FILESTREAM containers
    connected: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Faults:
    """What is wrong with a server. ``partly``: databases whose first start leaves only part of the tables;
    ``share``: the operating system's number when the engine writes to a share, 0 for success."""

    unreachable: bool = False
    refused: bool = False
    full: bool = False
    partly: set[str] = field(default_factory=set)
    share: int = 0


@dataclass(slots=True)
class Server:
    """An instance of the model. ``logins``: whether each is sysadmin; ``memory_seen``: somebody has looked at its limit
    of memory."""

    machine: str
    instance: str = ""
    version: str = VERSIONS["2019"]
    edition: str = "Standard Edition (64-bit)"
    engine_edition: int = 2
    collation: str = "Latin1_General_CI_AS"
    login: str = "CORP\\admin"
    logins: dict[str, bool] = field(default_factory=lambda: {"sa": True, "CORP\\admin": True})
    databases: dict[str, Database] = field(default_factory=dict)
    filestream: tuple[int, int] = (0, 0)
    windows_filestream: bool = False
    memory_mb: int = 2_147_483_647
    memory_seen: bool = False
    physical_mb: int = 32_768
    free_mb: int = 200_000
    files: dict[str, Row] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    batches: int = 0

    def database(self, name: object, server: str = "") -> Database:
        """By name in any letter case; refused as a server does."""
        found = self.databases.get(str(name).casefold())
        if found is None:
            raise SqlRefused(
                SqlTrouble.DATABASE, server or self.machine, 911, f"Database '{name}' does not exist."
            )
        return found

    def add(self, database: Database) -> Database:
        """Put a database there."""
        self.databases[database.name.casefold()] = database
        return database

    def start_application(self, name: str, tables: Mapping[str, int]) -> bool:
        """The application's first start makes its tables; False if it only came half way (domain fact F21)."""
        database = self.database(name)
        wanted = dict(tables)
        if name.casefold() in {item.casefold() for item in self.faults.partly}:
            wanted = dict(list(wanted.items())[: max(1, len(wanted) // 2)])
            self.faults.partly = {item for item in self.faults.partly if item.casefold() != name.casefold()}
        database.tables.update(wanted)
        return len(wanted) == len(tables)

    def restart(self) -> None:
        """A restart of the service puts FILESTREAM into effect."""
        configured = self.filestream[0]
        self.filestream = (configured, configured if self.windows_filestream else 0)

    def restore(self, name: str, tables: Mapping[str, int], when: datetime, data_mb: int | None = 8) -> None:
        """A restore replaces everything that is inside: tables, users, mark, recovery model."""
        old = self.databases.get(name.casefold())
        made = Database(
            name,
            "FULL",
            created=old.created if old else when,
            data_mb=data_mb,
            tables=dict(tables),
            restored=when,
        )
        self.add(made)


class PracticeSql:
    """The servers of a site, by machine and instance. ``now``: the clock all of them have; ``here``: the machine
    that ``(local)`` means, otherwise the first server's."""

    def __init__(self, servers: list[Server], now: Callable[[], datetime], here: str = "") -> None:
        self._servers = {
            (server.machine.casefold(), server.instance.casefold()): server for server in servers
        }
        self._now = now
        self._here = here or (servers[0].machine if servers else "")
        self._lock = threading.Lock()

    def connect(self, where: Where, watch: Watch) -> Session:
        """See ``Sql``."""
        heed(watch, where.server)
        try:
            wanted = read_instance(where.server)
        except BadValue as bad:
            raise SqlRefused(SqlTrouble.VALUE, where.server, said=f"{bad.what}: {bad.code}") from None
        host = (wanted.host or self._here).partition(".")[0].casefold()
        instance = "" if wanted.port or wanted.name.casefold() == "mssqlserver" else wanted.name.casefold()
        server = self._servers.get((host, instance))
        if server is None:
            known = any(name == host for name, _ in self._servers)
            raise SqlRefused(
                SqlTrouble.BROWSER if known and instance else SqlTrouble.UNREACHABLE, where.server
            )
        if server.faults.unreachable:
            raise SqlRefused(SqlTrouble.UNREACHABLE, where.server, 10061)
        login = where.credential.user if where.credential else server.login
        if server.faults.refused or login not in server.logins:
            raise SqlRefused(SqlTrouble.LOGIN, where.server, 18456, f"Login failed for user '{login}'.")
        return PracticeSession(server, where.server, login, self._now, self._lock)


class PracticeSession:
    """A connection to the model."""

    driver: Final = "Practice"

    def __init__(
        self, server: Server, target: str, login: str, now: Callable[[], datetime], lock: threading.Lock
    ) -> None:
        self.server: Final = server
        self.target: Final = target
        self.login: Final = login
        self.now: Final = now
        self._lock = lock

    def ask(self, request: Request, watch: Watch) -> tuple[Row, ...]:
        """See ``Session``."""
        from xprunbook.practice.sql_answers import ANSWERS

        heed(watch, self.target)
        with self._lock:
            return tuple(ANSWERS[Ask(request.name)](self, request.given))

    def do(self, request: Request, watch: Watch, told: Told) -> None:
        """See ``Session``."""
        from xprunbook.practice.sql_answers import DEEDS

        heed(watch, self.target)
        with self._lock:
            if request.name == SCRIPT:
                self.server.batches += 1
                self._scripted(request.text)
            elif request.name in set(Order):
                DEEDS[Order(request.name)](self, request.given)
        if request.name == Order.FILESTREAM:
            told(Said("Configuration option 'filestream access level' changed.", 15457))

    def _scripted(self, text: str) -> None:
        """A batch of a script. Those of the story say beside their SQL what they do, in lines of ``SAYS``; on a full
        disk every other batch is refused, too."""
        from xprunbook.practice.sql_answers import DEEDS

        said = [line[len(SAYS) :].split() for line in text.splitlines() if line.startswith(SAYS)]
        if self.server.faults.full and (not said or any(words[0] == "table" for words in said)):
            self.refuse(SqlTrouble.FULL, 1105, "Could not allocate space for object.")
        for words in said:
            if words[0] == "create":
                DEEDS[Order.CREATE_DATABASE](self, {"database": words[1]})
            elif words[0] == "table":
                self.server.database(words[1], self.target).tables[words[2]] = int(words[3])

    def rollback(self, watch: Watch) -> bool:
        """See ``Session``."""
        return False

    def close(self) -> None:
        """See ``Session``."""

    def refuse(self, trouble: SqlTrouble, number: int, said: str, os_error: int = 0) -> None:
        """As a server does."""
        raise SqlRefused(trouble, self.target, number, said, os_error)

    def need_sysadmin(self) -> None:
        """Permission denied, unless this login has it."""
        if not self.server.logins.get(self.login):
            self.refuse(SqlTrouble.PERMISSION, 15247, "User does not have permission to perform this action.")


Given = Mapping[str, Json]
