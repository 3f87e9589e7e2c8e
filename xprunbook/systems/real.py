"""The real site: this machine and what it reaches. A system is built when a kind first asks for it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from typing import Final, TypeVar, cast

from xprunbook.base.language import Language, Texts
from xprunbook.run.contract import NotHere, Port

System = TypeVar("System")

TEXTS: Final = Texts(
    {
        "not-here": (
            "„{name}“ gibt es auf diesem Rechner nicht.",
            "“{name}” is not there on this machine.",
        ),
        "no-windows": (
            "Das geht nur auf dem XPhone-Server selbst: dieser Rechner hat kein Windows.",
            "This works on the XPhone server itself only: this machine has no Windows.",
        ),
    }
)


WINDOWS_ONLY: Final = frozenset(
    ("services", "registry", "accounts", "web-server", "event-log", "machine")
)  # the ports of ``ports_windows``


class RealSite:
    """The systems of this machine, one of each for the whole program."""

    def __init__(
        self, account: str, language: Language = "en", more: Mapping[str, Callable[[], object]] | None = None
    ) -> None:
        """``account``: whom the operating system takes this program for; ``language``: of what is missing;
        ``more``: makers of further systems by the names of their ports."""
        self._language: Final[Language] = language
        self._lock = threading.Lock()
        self._made: dict[str, object] = {}
        self._makers: Final[Mapping[str, Callable[[], object]]] = {
            "files": _files,
            "processes": _processes,
            "network": _network,
            "shares": lambda: _shares(account),
            **_windows(language),
            **(more or {}),
        }

    def system(self, port: Port[System]) -> System:
        """The system behind a port; raises NotHere when this machine has it not."""
        with self._lock:
            if port.name not in self._made:
                if port.name not in self._makers:
                    elsewhere = port.name in WINDOWS_ONLY and sys.platform != "win32"
                    code = "no-windows" if elsewhere else "not-here"
                    raise NotHere(TEXTS.say(code, self._language, name=port.name))
                self._made[port.name] = self._makers[port.name]()
            return cast(System, self._made[port.name])


def _files() -> object:
    from xprunbook.systems.files import RealFiles

    return RealFiles()


def _processes() -> object:
    from xprunbook.systems.processes import RealProcesses

    return RealProcesses()


def _network() -> object:
    from xprunbook.systems.network import RealNetwork

    return RealNetwork()


def _shares(account: str) -> object:
    from xprunbook.systems.shares import RealShares

    return RealShares(account)


if sys.platform == "win32":

    def _windows(language: Language) -> dict[str, Callable[[], object]]:
        """The makers that only Windows has."""
        return {
            "accounts": _accounts,
            "event-log": lambda: _event_log(language),
            "machine": _machine,
            "registry": _registry,
            "services": _services,
            "web-server": lambda: _web_server(language),
        }

    def _accounts() -> object:
        from xprunbook.systems.accounts_windows import WindowsAccounts

        return WindowsAccounts()

    def _services() -> object:
        from xprunbook.systems.services_windows import WindowsServices

        return WindowsServices()

    def _registry() -> object:
        from xprunbook.systems.registry_windows import WindowsRegistry

        return WindowsRegistry()

    def _machine() -> object:
        from xprunbook.systems.machine_windows import WindowsMachine

        return WindowsMachine()

    def _web_server(language: Language) -> object:
        from xprunbook.systems.web_server_windows import IisWebServer

        return IisWebServer(language)

    def _event_log(language: Language) -> object:
        from xprunbook.systems.event_log_windows import WindowsEventLog

        return WindowsEventLog(language)

else:

    def _windows(language: Language) -> dict[str, Callable[[], object]]:
        """There is nothing of Windows here."""
        return {}
