"""Dummy services in the real service manager, seen by the tests' own eyes and not by the product's.

The fixture ``dummy`` (conftest) makes them::

    def test_it_takes_its_time(dummy: Dummies) -> None:
        service = dummy("AtlasDummy", "start=1500", "stop=500")
        ...                                 # the product starts and stops service.name
        assert service.state == RUNNING
        assert "stop asked" in service.log

What it can do stands in ``dummy_service.c``. ``behave`` changes it between two starts. Afterwards everything that
runs is stopped and everything registered is removed; the registered name carries the process number, so that two test
runs do not meet (``dummy(..., exact=True)`` takes the name as it is).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

import pytest

STOPPED: Final = 1
START_PENDING: Final = 2
STOP_PENDING: Final = 3
RUNNING: Final = 4

AUTOMATIC: Final = 2
ON_DEMAND: Final = 3
DISABLED: Final = 4

PROGRAM: Final = "XPRUNBOOK_DUMMY_SERVICE"
"""The environment variable that names the built program; without it, it is built here."""

_ALL: Final = 0xF003F, 0xF01FF  # SC_MANAGER_ALL_ACCESS, SERVICE_ALL_ACCESS
_OWN_PROCESS: Final = 0x10
_PATIENCE: Final = 30.0


def program(folder: Path) -> str:
    """The dummy service's program; skips where there is none and no compiler."""
    named = os.environ.get(PROGRAM)
    if named:
        return named
    compiler = shutil.which("gcc") or shutil.which("x86_64-w64-mingw32-gcc")
    if compiler is None:
        pytest.skip(f"no dummy service: {PROGRAM} does not name one, and there is no gcc to build it")
    made = folder / "dummy_service.exe"
    source = Path(__file__).with_name("dummy_service.c")
    subprocess.run([compiler, "-municode", "-static", "-o", made, source, "-ladvapi32"], check=True)
    return str(made)


class Dummy:
    """One registered service."""

    def __init__(self, manager: Any, name: str, binary: str, folder: Path, words: tuple[str, ...]) -> None:
        import win32service

        self._api: Final = win32service
        self.name: Final = name
        self._binary: Final = binary
        self._log: Final = folder / f"{name}.log"
        self._go: Final = folder / f"{name}.go"
        self._handle: Final = win32service.CreateService(
            manager,
            name,
            f"Dummy {name}",
            _ALL[1],
            _OWN_PROCESS,
            ON_DEMAND,
            1,
            self._line(words),
            None,
            False,
            None,
            None,
            None,
        )

    def _line(self, words: tuple[str, ...]) -> str:
        return " ".join((f'"{self._binary}"', f'log="{self._log}"', f'go="{self._go}"', *words))

    def behave(self, *words: str) -> Self:
        """From the next start on it behaves like this."""
        self._change(binary=self._line(words))
        return self

    def set_account(self, account: str, password: str | None) -> None:
        """Register another account, as an admin would have done."""
        self._change(account=account, password=password)

    def set_start_type(self, start_type: int) -> None:
        """AUTOMATIC, ON_DEMAND or DISABLED."""
        self._change(start_type=start_type)

    def break_program(self) -> None:
        """Its program is not where it is said to be."""
        self._change(binary=r"C:\nowhere\atlas.exe")

    def _change(
        self,
        start_type: int = -1,
        binary: str | None = None,
        account: str | None = None,
        password: str | None = None,
    ) -> None:
        self._api.ChangeServiceConfig(
            self._handle, -1, start_type, -1, binary, None, False, None, account, password, None
        )

    @property
    def state(self) -> int:
        """STOPPED, START_PENDING, STOP_PENDING or RUNNING."""
        return int(self._status()["CurrentState"])

    @property
    def pid(self) -> int:
        """Its process; 0 when it has none."""
        return int(self._status()["ProcessId"])

    def _status(self) -> dict[str, int]:
        found: dict[str, int] = self._api.QueryServiceStatusEx(self._handle)
        return found

    @property
    def account(self) -> str:
        """The registered account."""
        return str(self._api.QueryServiceConfig(self._handle)[7])

    @property
    def start_type(self) -> int:
        """AUTOMATIC, ON_DEMAND or DISABLED."""
        return int(self._api.QueryServiceConfig(self._handle)[1])

    @property
    def log(self) -> list[str]:
        """What it noted, a line a thing."""
        if not self._log.is_file():
            return []
        return self._log.read_text(encoding="utf-8").splitlines()

    def start(self) -> Self:
        """Start it by hand and wait until it runs."""
        self._api.StartService(self._handle, None)
        return self.wait(RUNNING)

    def let_go(self) -> None:
        """What is stuck goes on."""
        self._go.touch()

    def wait(self, state: int) -> Self:
        """Wait for a state; AssertionError when it does not come."""
        ends = time.monotonic() + _PATIENCE
        while self.state != state:
            assert time.monotonic() < ends, f"{self.name} stays in state {self.state}; {self.log}"
            time.sleep(0.05)
        return self

    def remove(self) -> None:
        """Stop it and take it out of the service manager."""
        self.let_go()
        with suppress(self._api.error):
            if self.state == START_PENDING:
                self.wait(RUNNING)
        with suppress(self._api.error):
            self._api.ControlService(self._handle, 1)
        with suppress(self._api.error, AssertionError):
            self.wait(STOPPED)
        try:
            self._api.DeleteService(self._handle)
        finally:
            self._api.CloseServiceHandle(self._handle)


class Dummies:
    """Registers dummy services, and knows them all."""

    def __init__(self, folder: Path) -> None:
        import win32service

        self._folder: Final = folder
        self._program: Final = program(folder)
        self._manager: Final = win32service.OpenSCManager(None, None, _ALL[0])
        self._made: Final[list[Dummy]] = []

    def __call__(self, name: str, *words: str, exact: bool = False) -> Dummy:
        """Register one that behaves as the words of ``dummy_service.c`` say."""
        full = name if exact else f"{name}{os.getpid()}"
        made = Dummy(self._manager, full, self._program, self._folder, words)
        self._made.append(made)
        return made

    def remove_all(self) -> None:
        """Take every one out of the service manager."""
        import win32service

        for one in reversed(self._made):
            one.remove()
        win32service.CloseServiceHandle(self._manager)


@contextmanager
def dummies(folder: Path) -> Iterator[Dummies]:
    """A way to register dummy services; none is left afterwards."""
    made = Dummies(folder)
    try:
        yield made
    finally:
        made.remove_all()
