"""SQL Server over pyodbc, imported when it is first needed. What is sent is exactly the request's T-SQL.

Facts (``reference``, measured with pyodbc 5.5): ``messages`` holds those of the latest call only; an error in a
later statement of a batch is raised by ``nextset`` alone, so every batch is read to its last result set;
``cancel`` works from another thread; ``timeout`` reaches the driver as SQL_ATTR_QUERY_TIMEOUT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from importlib import import_module
from typing import Any, Final, TypeAlias, cast

from xprunbook.base.text import one_line
from xprunbook.run.contract import Cancelled, TimedOut
from xprunbook.systems.ports import Watch
from xprunbook.systems.sql import Request, Row, Said, Session, Table, Told, Value, Where
from xprunbook.systems.sql_connection import (
    BadValue,
    Driver,
    Instance,
    choose_driver,
    connection_string,
    read_instance,
)
from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble, message_of, refused
from xprunbook.systems.sql_worker import Worker

STRICT: Final = ("SET XACT_ABORT ON; SET NOCOUNT ON;", "SET LOCK_TIMEOUT 30000;")
"""Sent after the logon of a strict session. The second is a comfort; a server that lacks it is fine too. CREATE, ALTER
and DROP DATABASE do not heed it (Microsoft, SET LOCK_TIMEOUT): there the query's own time limit counts."""

SCRIPTED: Final = ("SET QUOTED_IDENTIFIER ON; SET ANSI_NULLS ON;",)
"""Sent after the logon of a session for scripts: as SSMS has it (sqlcmd without -I has it OFF)."""

SHOWN_ROWS: Final = 100
"""Rows of a result set that are shown."""

SHORTEST_SECRET: Final = 6
"""A shorter password is not looked for in what a server says after the logon: it would hit by chance."""

UNREADABLE: Final = (-150, -16, -155)
"""Types that pyodbc does not read: sql_variant (two codes seen), datetimeoffset. Scripts may select them."""

# pyodbc has no usable types of its own: these are the few of its methods that are called.
Module: TypeAlias = Any
Connection: TypeAlias = Any
Cursor: TypeAlias = Any

_BAD: Final[Mapping[str, SqlTrouble]] = {
    "unchecked": SqlTrouble.UNCHECKED,
    "no-trust": SqlTrouble.NO_TRUST,
}


def load() -> Module:
    """pyodbc with its pooling off; SqlRefused if it or the driver manager is missing."""
    try:
        module: Module = import_module("pyodbc")
    except ModuleNotFoundError:
        raise SqlRefused(SqlTrouble.NO_PYODBC, "pyodbc") from None
    except ImportError as error:
        raise SqlRefused(SqlTrouble.NO_MANAGER, "pyodbc", said=str(error)) from None
    module.pooling = False
    return module


def drivers() -> tuple[tuple[str, ...], str]:
    """The ODBC drivers of this machine, and the one that would be taken (empty: none fits); for the doctor.

    SqlRefused if pyodbc or the driver manager is missing.
    """
    installed = tuple(str(name) for name in load().drivers())
    best = choose_driver(installed)
    return installed, best.name if best else ""


class OdbcSql:
    """The SQL Servers that a driver on this machine reaches."""

    def connect(self, where: Where, watch: Watch) -> Session:
        """Log on, with a driver that was asked for or the best one."""
        module = load()
        driver = choose_driver(module.drivers(), where.driver)
        if driver is None:
            raise SqlRefused(SqlTrouble.NO_DRIVER, where.driver or "ODBC")
        instance, text = _built(driver, where)
        worker: Worker[Said | Table] = Worker("sql")
        secret = where.credential.password if where.credential else ""
        dial = _Dial(module, text, where, instance, secret)
        try:
            connection = worker.call(dial.work, watch, _nothing, dial.abandon, where.server)
        except BaseException:
            worker.stop(dial.hang_up)
            raise
        session = OdbcSession(connection, worker, driver.name, where.server, secret)
        session.prepare(STRICT if where.strict else SCRIPTED, watch)
        return session


def _built(driver: Driver, where: Where) -> tuple[Instance, str]:
    """The connection string; what cannot be carried is refused by its name, never by its value."""
    try:
        instance = read_instance(where.server)
        text = connection_string(driver, instance, where.database, where.credential, where.trust)
    except BadValue as bad:
        trouble, said = _BAD.get(bad.code, SqlTrouble.VALUE), f"{bad.what}: {bad.code}"
    else:
        return instance, text
    raise SqlRefused(trouble, driver.name if trouble in _BAD.values() else where.server, said=said)


class _Dial:
    """One attempt to log on. If nobody waits for it any more, it hangs up as soon as it is through."""

    def __init__(self, module: Module, text: str, where: Where, instance: Instance, secret: str) -> None:
        self._module = module
        self._text = text
        self._where = where
        self._instance = instance
        self._secret = secret
        self._connection: Connection = None

    def work(self, told: Callable[[Said | Table], None]) -> Connection:
        """On the worker."""
        del told
        arguments: Sequence[object] = ()
        try:
            self._connection = self._module.connect(
                self._text, autocommit=True, timeout=max(1, self._where.login_seconds)
            )
            self._connection.timeout = max(0, self._where.query_seconds)
        except self._module.Error as error:
            arguments = error.args or ("", type(error).__name__)
        if arguments:
            # Raised out here: an exception inside the handler would carry the driver's own with it.
            raise refused(arguments, self._where.server, self._secret, True, self._instance.needs_browser)
        for code in UNREADABLE:
            self._connection.add_output_converter(code, _raw)
        return self._connection

    def abandon(self) -> None:
        """A logon cannot be cancelled; it ends by its own time limit."""

    def hang_up(self) -> None:
        """On the worker, after the attempt."""
        if self._connection is not None:
            self._connection.close()


def _nothing(news: Said | Table) -> None:
    """News nobody asked for."""


class OdbcSession:
    """One connection and its thread."""

    def __init__(
        self, connection: Connection, worker: Worker[Said | Table], driver: str, target: str, secret: str
    ) -> None:
        self.driver: Final = driver
        self._connection = connection
        self._worker = worker
        self._target = target
        self._secret = secret if len(secret) >= SHORTEST_SECRET else ""
        self._error: type[Exception] = load().Error
        self._cursor: Cursor = None
        self._closed = False

    def prepare(self, batches: Sequence[str], watch: Watch) -> None:
        """Send the settings of the session; hang up if that fails."""
        try:
            for number, text in enumerate(batches):
                with suppress(*((SqlRefused,) if number else ())):
                    self.do(Request("settings", (text,)), watch, _nothing)
        except BaseException:
            self.close()
            raise

    def ask(self, request: Request, watch: Watch) -> tuple[Row, ...]:
        """See ``Session``."""
        return self._send(request, watch, _nothing, _rows)

    def do(self, request: Request, watch: Watch, told: Told) -> None:
        """See ``Session``."""
        self._send(request, watch, told, _shown)

    def _send(
        self, request: Request, watch: Watch, told: Told, read: Callable[[Cursor, Told], tuple[Row, ...]]
    ) -> tuple[Row, ...]:
        found: tuple[Row, ...] = ()
        for number, text in enumerate(request.batches):
            values = request.values if number == len(request.batches) - 1 else ()
            try:
                found = self._worker.call(
                    partial(self._batch, text, values, read), watch, told, self._cancel, self._target
                )
            except SqlRefused as error:
                error.batch = number
                raise
            except (Cancelled, TimedOut):
                # The request to stop is no result: what is open is undone, and the connection is not used again.
                self._hang_up_after("IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;")
                raise
        return found

    def _batch(
        self,
        text: str,
        values: tuple[Value, ...],
        read: Callable[[Cursor, Told], tuple[Row, ...]],
        told: Told,
    ) -> tuple[Row, ...]:
        """On the worker: one batch to its very last result set."""
        arguments: Sequence[object] = ()
        found: tuple[Row, ...] = ()
        cursor = self._cursor = self._connection.cursor()
        # No ODBC escapes ({fn ...}): braces in a script are the script's. A driver without the attribute is fine.
        with suppress(self._error):
            cursor.noscan = not values
        try:
            cursor.execute(text, *values)
            while True:
                _tell(cursor, told)
                if cursor.description:
                    found = read(cursor, told)
                if not cursor.nextset():
                    break
            _tell(cursor, told)
        except self._error as error:
            _tell(cursor, told)
            arguments = error.args or ("", type(error).__name__)
        finally:
            self._cursor = None
            with suppress(self._error):
                cursor.close()
        if arguments:
            raise refused(arguments, self._target, self._secret)
        return found

    def _cancel(self) -> None:
        """From the thread that waits."""
        cursor = self._cursor
        if cursor is not None:
            cursor.cancel()

    def rollback(self, watch: Watch) -> bool:
        """See ``Session``."""
        found = self.ask(Request("transactions", ("SELECT @@TRANCOUNT AS open_transactions;",)), watch)
        if not found or not found[0]["open_transactions"]:
            return False
        self.do(Request("rollback", ("IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;",)), watch, _nothing)
        return True

    def close(self) -> None:
        """See ``Session``."""
        self._hang_up_after("")

    def _hang_up_after(self, text: str) -> None:
        """Hang up on the worker: a driver that does not come back holds nobody else."""
        if self._closed:
            return
        self._closed = True
        connection = self._connection

        def last() -> None:
            if text:
                with suppress(self._error):
                    connection.execute(text)
            connection.close()

        self._worker.stop(last)


def _tell(cursor: Cursor, told: Told) -> None:
    """What the latest call brought along."""
    for kind, text in cursor.messages or ():
        number, words = message_of(str(kind), str(text))
        told(Said(words, number))


def _rows(cursor: Cursor, told: Told) -> tuple[Row, ...]:
    """All rows, by the names of their columns."""
    del told
    names = [str(column[0]).casefold() for column in cursor.description]
    return tuple({name: plain(value) for name, value in zip(names, row, strict=True)} for row in cursor)


def _shown(cursor: Cursor, told: Told) -> tuple[Row, ...]:
    """The first rows as texts; the others are counted, and nothing is kept of them."""
    shown: list[tuple[str, ...]] = []
    count = 0
    columns = tuple(one_line(str(column[0]), 128) for column in cursor.description)
    for row in _fetched(cursor):
        if count < SHOWN_ROWS:
            shown.append(tuple(_text(value) for value in row))
        count += 1
    told(Table(columns, tuple(shown), count))
    return ()


def _fetched(cursor: Cursor) -> Iterator[Sequence[Any]]:
    while rows := cursor.fetchmany(500):
        yield from rows


def _raw(value: bytes | None) -> str | None:
    """A value of a type pyodbc does not read."""
    return None if value is None else f"0x{value.hex()}"


def _text(value: Any) -> str:
    found = plain(value)
    if found is None:
        return "NULL"
    return f"0x{found.hex()}" if isinstance(found, bytes) else one_line(str(found), 400)


def plain(value: Any) -> Value:
    """A driver's value as one of ours."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return cast("Value", value)
    return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else str(value)
