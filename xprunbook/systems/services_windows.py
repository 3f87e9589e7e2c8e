"""The service manager of this machine, through its API: numbers mean the same in every language.

Sources: Microsoft, "Service Control Manager" (StartServiceW, ControlService, ChangeServiceConfigW,
EnumDependentServicesW, QueryServiceStatusEx) and "SERVICE_DELAYED_AUTO_START_INFO". pywin32 is imported when the first
service is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Final

from xprunbook.run.contract import NotHere
from xprunbook.systems.patterns import fits
from xprunbook.systems.ports_windows import ServiceFacts, ServiceState, StartType
from xprunbook.systems.trouble import WINDOWS, Refused, Trouble

_NO_SUCH: Final = 1060
_RUNS: Final = 1056
_RUNS_NOT: Final = 1062

_CONNECT: Final = 0x0001  # SC_MANAGER_CONNECT
_ENUMERATE: Final = 0x0004  # SC_MANAGER_ENUMERATE_SERVICE
_QUERY: Final = 0x0001 | 0x0004  # SERVICE_QUERY_CONFIG | SERVICE_QUERY_STATUS
_CHANGE: Final = 0x0001 | 0x0002  # SERVICE_QUERY_CONFIG | SERVICE_CHANGE_CONFIG
_DEPENDENTS: Final = 0x0008  # SERVICE_ENUMERATE_DEPENDENTS
_START: Final = 0x0010
_STOP: Final = 0x0020

_WIN32: Final = 0x30  # SERVICE_WIN32: programs, no drivers
_SHARED: Final = 0x20  # SERVICE_WIN32_SHARE_PROCESS
_ACTIVE, _ALL = 1, 3  # SERVICE_ACTIVE, SERVICE_STATE_ALL
_NO_CHANGE: Final = 0xFFFFFFFF
_DELAYED_INFO: Final = 3  # SERVICE_CONFIG_DELAYED_AUTO_START_INFO
_CONTROL_STOP: Final = 1

_STARTS: Final[Mapping[int, StartType]] = {
    0: StartType.BOOT,
    1: StartType.SYSTEM,
    2: StartType.AUTOMATIC,
    3: StartType.MANUAL,
    4: StartType.DISABLED,
}
_START_NUMBERS: Final[Mapping[StartType, int]] = {
    **{start: number for number, start in _STARTS.items()},
    StartType.DELAYED: 2,
}


class WindowsServices:
    """The services through pywin32; a handle lives for one call."""

    def __init__(self) -> None:
        try:
            import pywintypes  # type: ignore[import-not-found, import-untyped, unused-ignore]
            import win32service  # type: ignore[import-not-found, import-untyped, unused-ignore]
        except ImportError as error:
            raise NotHere(f"pywin32: {error}") from None
        self._api: Final[Any] = win32service
        self._error: Final[Any] = pywintypes.error

    def find(self, pattern: str) -> tuple[ServiceFacts, ...]:
        """All whose name fits; a service that is deleted meanwhile is left out."""
        names = [pattern]
        if "*" in pattern:
            names = sorted((name for name in self._names() if fits(name, pattern)), key=str.casefold)
        return tuple(found for name in names if (found := self._if_there(name)) is not None)

    def _if_there(self, name: str) -> ServiceFacts | None:
        try:
            return self.facts(name)
        except Refused as refused:
            if refused.number != _NO_SUCH:
                raise
            return None

    def facts(self, name: str) -> ServiceFacts:
        """Its configuration and its state."""
        with self._open(name, _QUERY) as service:
            config = self._api.QueryServiceConfig(service)
            status = self._api.QueryServiceStatusEx(service)
            start = _STARTS.get(int(config[1]), StartType.MANUAL)
            if start is StartType.AUTOMATIC and self._is_delayed(service):
                start = StartType.DELAYED
        return ServiceFacts(
            name=name,
            title=str(config[8] or name),
            state=ServiceState(int(status["CurrentState"])),
            start=start,
            account=str(config[7] or "LocalSystem"),
            process=int(status["ProcessId"]),
            shared=bool(int(config[0]) & _SHARED),
            program=str(config[3] or ""),
            # A plus sign stands before the name of a group of services (QUERY_SERVICE_CONFIGW).
            depends_on=tuple(str(item) for item in config[6] or () if not str(item).startswith("+")),
            exit_code=int(status["Win32ExitCode"]),
            own_code=int(status["ServiceSpecificExitCode"]),
            checkpoint=int(status["CheckPoint"]),
            hint=int(status["WaitHint"]),
        )

    def dependents(self, name: str) -> tuple[str, ...]:
        """As EnumDependentServicesW gives them: in reverse order of start, those of dependents too."""
        with self._open(name, _DEPENDENTS) as service:
            return tuple(str(row[0]) for row in self._api.EnumDependentServices(service, _ACTIVE))

    def start(self, name: str) -> bool:
        """StartServiceW; 1056 is no trouble."""
        try:
            with self._open(name, _START) as service:
                self._api.StartService(service, None)
        except Refused as refused:
            if refused.number != _RUNS:
                raise
            return False
        return True

    def stop(self, name: str) -> bool:
        """ControlService, SERVICE_CONTROL_STOP; 1062 is no trouble."""
        try:
            with self._open(name, _STOP) as service:
                self._api.ControlService(service, _CONTROL_STOP)
        except Refused as refused:
            if refused.number != _RUNS_NOT:
                raise
            return False
        return True

    def set_start(self, name: str, start: StartType) -> None:
        """ChangeServiceConfigW, and the flag of a delayed start, where that is part of it."""
        with self._open(name, _CHANGE) as service:
            self._change(service, start=_START_NUMBERS[start])
            if start is StartType.DELAYED or (start is StartType.AUTOMATIC and self._is_delayed(service)):
                self._api.ChangeServiceConfig2(service, _DELAYED_INFO, start is StartType.DELAYED)

    def set_account(self, name: str, account: str, password: str | None) -> None:
        """ChangeServiceConfigW: no password (NULL) for a managed or virtual account, an empty one for the built-in
        ones, as its page asks for (domain fact G3)."""
        built_in = account.casefold() == "localsystem" or account.casefold().startswith("nt authority\\")
        with self._open(name, _CHANGE) as service:
            self._change(service, account=account, password="" if password is None and built_in else password)

    def _change(
        self, service: Any, start: int = _NO_CHANGE, account: str | None = None, password: str | None = None
    ) -> None:
        self._api.ChangeServiceConfig(
            service, _NO_CHANGE, start, _NO_CHANGE, None, None, 0, None, account, password, None
        )

    def _is_delayed(self, service: Any) -> bool:
        try:
            return bool(self._api.QueryServiceConfig2(service, _DELAYED_INFO))
        except self._error:
            return False  # a system without delayed starts knows no such level (124)

    def _names(self) -> tuple[str, ...]:
        with self._manager(_CONNECT | _ENUMERATE, "services.exe") as manager:
            return tuple(
                str(row["ServiceName"]) for row in self._api.EnumServicesStatusEx(manager, _WIN32, _ALL)
            )

    @contextmanager
    def _manager(self, access: int, target: str) -> Iterator[Any]:
        manager = None
        try:
            manager = self._api.OpenSCManager(None, None, access)
            yield manager
        except self._error as error:
            raise refusal(error, target) from None
        finally:
            if manager is not None:
                with suppress(self._error):
                    self._api.CloseServiceHandle(manager)

    @contextmanager
    def _open(self, name: str, access: int) -> Iterator[Any]:
        with self._manager(_CONNECT, name) as manager:
            service = self._api.OpenService(manager, name, access)
            try:
                yield service
            finally:
                with suppress(self._error):
                    self._api.CloseServiceHandle(service)


def refusal(error: Exception, target: str) -> Refused:
    """A ``pywintypes.error`` (number, function, text) as a refusal."""
    number = int(getattr(error, "winerror", 0) or 0)
    said = str(getattr(error, "strerror", "") or "")
    trouble = Trouble.MISSING if number == _NO_SUCH else WINDOWS.get(number, Trouble.OTHER)
    return Refused(trouble, target, number, said)
