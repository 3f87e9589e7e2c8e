"""The registry of a practice site: what an installation leaves there, and the meter of a server that runs or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from xprunbook.practice.story import INSTALL_FOLDER, SQL_HOST
from xprunbook.systems.registry_windows import below_machine

XPHONE: Final = r"SOFTWARE\C4B\XPhoneServer"
STATE: Final = rf"{XPHONE}\ServerState"

Values = Mapping[str, str | int]


class Metered(Protocol):
    """Who knows how far the server is."""

    def meter(self) -> tuple[int, str]:
        """A percent and a text."""
        ...


class PracticeRegistry:
    """The keys of one machine of the story, below HKEY_LOCAL_MACHINE; both views are one here."""

    def __init__(self, here: str, metered: Metered) -> None:
        self._here: Final = here
        self._metered: Final = metered

    def value(self, key: str, name: str) -> str | int | None:
        """A value, names in any letter case."""
        values = self._values(key) or {}
        return next((value for known, value in values.items() if known.casefold() == name.casefold()), None)

    def names(self, key: str) -> tuple[str, ...]:
        """The names of a key's values."""
        return tuple(sorted(self._values(key) or (), key=str.casefold))

    def has(self, key: str) -> bool:
        """Whether there is such a key."""
        return self._values(key) is not None

    def _values(self, key: str) -> Values | None:
        wanted = below_machine(key).casefold()
        return next((values for name, values in self._keys().items() if name.casefold() == wanted), None)

    def _keys(self) -> Mapping[str, Values]:
        if self._here == SQL_HOST:
            return {}
        percent, said = self._metered.meter()
        return {
            XPHONE: {"InstallDir": f"{INSTALL_FOLDER}\\"},
            STATE: {"ServerStartupMeter": percent, "ServerStartupInfo": said},
        }
