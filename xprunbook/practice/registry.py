"""The registry of a machine of the story: what the XPhone Connect Server keeps there (domain facts B1, B2)."""

from __future__ import annotations

from typing import Final, Protocol

from xprunbook.practice.story import INSTALL_FOLDER

KEY: Final = r"HKLM\SOFTWARE\C4B\XPhoneServer"
STATE: Final = rf"{KEY}\ServerState"


class Metered(Protocol):
    """Who knows how far the server is."""

    def meter(self) -> tuple[int, str]:
        """A percent and a text."""
        ...


class PracticeRegistry:
    """A handful of values."""

    def __init__(self, metered: Metered) -> None:
        self._metered: Final = metered

    def value(self, key: str, name: str) -> str | int | None:
        """A value; None if there is none."""
        return self._values(key).get(name.casefold())

    def names(self, key: str) -> tuple[str, ...]:
        """The names of a key's values."""
        return tuple(self._values(key))

    def _values(self, key: str) -> dict[str, str | int]:
        wanted = key.strip("\\").casefold()
        if wanted == KEY.casefold():
            return {"installdir": INSTALL_FOLDER}
        if wanted == STATE.casefold():
            percent, said = self._metered.meter()
            return {"serverstartupmeter": percent, "serverstartupinfo": said}
        return {}
