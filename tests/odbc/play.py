"""Building the driver, telling it what to answer, and reading what it was told.

What it plays is text, a step a line. Before the first ``on``: ``refuse STATE NUMBER words`` (logon), ``wait MS``,
``echo`` (refuses, and repeats the whole connection string as bad drivers do). ``on WORDS`` begins the steps for
statements that hold the words: ``say STATE NUMBER words``, ``columns a:int b:text``, ``row 1<TAB>x``, ``set`` (the
end of a result without rows), ``fail STATE NUMBER words``, ``slow MS`` (can be cancelled), ``stuck``, ``drop``.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from xprunbook.run.contract import Credential
from xprunbook.systems.sql import Session, Where
from xprunbook.systems.sql_odbc import OdbcSql

LOG: Final = "XPRUNBOOK_ODBC_LOG"
PLAY: Final = "XPRUNBOOK_ODBC_PLAY"


class Missing(Exception):
    """What is needed is not here; the text says what."""


@cache
def library() -> str:
    """The path of the built driver; Missing with the reason why there is none."""
    if find_spec("pyodbc") is None:
        raise Missing("pyodbc is not installed")
    if ctypes.util.find_library("odbc") is None:
        raise Missing("unixODBC is not installed (unixodbc)")
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise Missing("no C compiler (gcc)")
    made = Path(tempfile.mkdtemp(prefix="xprunbook-odbc-")) / "libtestodbc.so"
    source = Path(__file__).with_name("driver.c")
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(source), "-lpthread"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"the driver does not build (unixodbc-dev): {done.stderr.strip()[:200]}")
    return str(made)


class Watching:
    """A watch whose wish to stop is set by hand."""

    def __init__(self, seconds: float = 30.0) -> None:
        self.stop = False
        self.seconds = seconds

    def cancelled(self) -> bool:
        """Whether to stop."""
        return self.stop

    def remaining(self) -> float:
        """Seconds left."""
        return self.seconds

    def progress(self, part: float, says: str = "") -> None:
        """Nothing to do."""


class Played:
    """What the driver plays, and its log."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "odbc.log"
        self._play = folder / "odbc.play"

    def play(self, text: str) -> None:
        """From now on it answers like this; the log begins anew."""
        self._play.write_text(text, encoding="utf-8")
        self._log.write_bytes(b"")

    def told(self, kind: str) -> list[str]:
        """The texts of one kind (``connect``, ``execute``, ``parameter``) in order."""
        return [text for what, _, text in self._lines() if what == kind]

    def numbers(self, kind: str) -> list[int]:
        """The numbers of one kind: attribute * 1,000,000 + value."""
        return [number for what, number, _ in self._lines() if what == kind]

    def _lines(self) -> Iterator[tuple[str, int, str]]:
        for line in self._log.read_text(encoding="ascii").splitlines():
            kind, number, text = line.split(" ")
            yield kind, int(number), bytes.fromhex(text).decode("utf-16-be", "surrogatepass")


@contextmanager
def played() -> Iterator[Played]:
    """A folder for log and answers, and the environment that points there."""
    before = {name: os.environ.get(name) for name in (LOG, PLAY)}
    with tempfile.TemporaryDirectory(prefix="xprunbook-odbc-") as name:
        folder = Path(name)
        os.environ[LOG], os.environ[PLAY] = str(folder / "odbc.log"), str(folder / "odbc.play")
        found = Played(folder)
        found.play("")
        try:
            yield found
        finally:
            for variable, value in before.items():
                if value is None:
                    del os.environ[variable]
                else:
                    os.environ[variable] = value


def connect(
    server: str = "SQL01,1433",
    database: str = "",
    credential: Credential | None = None,
    watch: Watching | None = None,
    strict: bool = True,
    login_seconds: int = 15,
) -> Session:
    """Log on through pyodbc and the driver manager."""
    where = Where(
        server,
        database,
        credential,
        driver=library(),
        strict=strict,
        login_seconds=login_seconds,
        query_seconds=7,
    )
    return OdbcSql().connect(where, watch or Watching())
