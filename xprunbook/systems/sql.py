"""What a kind may ask of a SQL Server: requests as data, a session that carries them out, and its port.

A request holds the exact T-SQL and, beside it, what it means (``name`` and ``given``). The real session sends the
T-SQL and never looks at the meaning; a practice session answers by the meaning and parses no SQL. Every method
raises ``SqlRefused`` when driver or server say no, ``Cancelled`` and ``TimedOut`` as its ``watch`` says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol, TypeAlias

from xprunbook.run.contract import Credential, Json, Port
from xprunbook.systems.ports import Watch

Value: TypeAlias = "str | int | float | bool | bytes | None"
"""What a column holds. Everything else is CAST on the server (``sql_variant`` and ``datetimeoffset`` cannot be
read by pyodbc at all)."""

Row: TypeAlias = Mapping[str, Value]


class Ask(StrEnum):
    """The questions there are. The columns of their rows stand with the T-SQL in ``actions/sql/asks.py``."""

    SERVER = "server"
    ENCRYPTION = "encryption"
    LOGIN = "login"
    DATABASES = "databases"
    ACCOUNT = "account"
    USER = "user"
    SETTING = "setting"
    MEMORY = "memory"
    VOLUMES = "volumes"
    RESTORES = "restores"
    BACKUP_HEADER = "backup-header"
    BACKUP_FILES = "backup-files"
    BACKUP_VERIFY = "backup-verify"
    MARK = "mark"
    SESSIONS = "sessions"
    OBJECTS = "objects"
    ROWS = "rows"
    CHECKSUM = "checksum"


class Order(StrEnum):
    """The changes there are."""

    CREATE_DATABASE = "create-database"
    MARK_DATABASE = "mark-database"
    UNMARK_DATABASE = "unmark-database"
    RECOVERY_MODEL = "recovery-model"
    CREATE_LOGIN = "create-login"
    CREATE_USER = "create-user"
    REMAP_USER = "remap-user"
    ADD_DB_OWNER = "add-db-owner"
    ADD_SYSADMIN = "add-sysadmin"
    DROP_SYSADMIN = "drop-sysadmin"
    FILESTREAM = "filestream"
    DROP_DATABASE = "drop-database"
    BACKUP_PROBE = "backup-probe"
    REMOVE_PROBE = "remove-probe"


SCRIPT: Final = "script"
"""The name of a request that is a batch of somebody's script."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to send. ``batches`` go one after another, as if ``GO`` stood between them; ``values`` are the
    parameters of the last one. ``given``: what it is about, for those who read no SQL."""

    name: str
    batches: tuple[str, ...]
    values: tuple[Value, ...] = ()
    given: Mapping[str, Json] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """As a person reads it, and can paste it."""
        return "\nGO\n".join(self.batches)


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the server: PRINT, RAISERROR up to severity 10, notices. ``number`` 0 if it has none."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A result set of a script: the names of its columns, its first rows as texts, and how many it had."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int


Told: TypeAlias = Callable[["Said | Table"], None]


@dataclass(frozen=True, slots=True)
class Where:
    """A server and how to log on. Without ``credential`` it is the account this program works under.

    ``server``: ``(local)``, ``.``, ``HOST``, ``HOST\\INSTANCE``, ``HOST,PORT``, each with ``tcp:`` if wanted.
    ``trust``: take a certificate that nobody vouches for. ``driver``: by name; otherwise the best installed one.
    ``strict``: errors end a batch and undo its transaction, nobody waits for a lock longer than 30 s.
    """

    server: str
    database: str = ""
    credential: Credential | None = field(default=None, repr=False)
    trust: bool = False
    driver: str = ""
    login_seconds: int = 15
    query_seconds: int = 0
    strict: bool = True


class Session(Protocol):
    """One connection. Not for two threads at a time."""

    @property
    def driver(self) -> str:
        """The name of the driver."""
        ...

    def ask(self, request: Request, watch: Watch) -> tuple[Row, ...]:
        """The rows of the request's last result set; every result set is read to its end."""
        ...

    def do(self, request: Request, watch: Watch, told: Told) -> None:
        """Carry it out to its last result set. ``told`` gets messages as they come."""
        ...

    def rollback(self, watch: Watch) -> bool:
        """Undo what is open; whether there was something."""
        ...

    def close(self) -> None:
        """Hang up; never raises."""
        ...


class Sql(Protocol):
    """SQL Servers this machine can reach."""

    def connect(self, where: Where, watch: Watch) -> Session:
        """Log on."""
        ...


SQL: Final[Port[Sql]] = Port("sql")
