"""The registry of this machine, read only: HKEY_LOCAL_MACHINE, first as 64-bit programs see it, then as 32-bit ones.

An installer of 32 bits writes below ``WOW6432Node``; whoever looks in one view only, misses it (Microsoft, "Registry
Redirector"). Windows only; ``systems.real`` makes it.
"""

from __future__ import annotations

import sys
from typing import Final, TypeAlias

from xprunbook.systems.trouble import Refused, Trouble

Value: TypeAlias = "str | int"

_ROOTS: Final = ("hklm", "hkey_local_machine")


def below_machine(key: str) -> str:
    """The part of a key below ``HKLM``; Refused (NAME) for a key of another root."""
    root, _, rest = key.strip().strip("\\").partition("\\")
    if root.casefold() not in _ROOTS or not rest:
        raise Refused(Trouble.NAME, key, 161)  # ERROR_BAD_PATHNAME
    return rest


def plain(value: object) -> Value:
    """A value's data as a text or a number: lists one entry a line, bytes as hexadecimal digits."""
    if isinstance(value, str | int):
        return value
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return value.hex() if isinstance(value, bytes) else ""


if sys.platform == "win32":
    import winreg
    from collections.abc import Iterator
    from contextlib import contextmanager

    from xprunbook.systems.trouble import refused

    _VIEWS: Final = (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY)
    _NONE: Final = frozenset((2, 3, 1018))  # no such key or value; a key marked for deletion

    @contextmanager
    def _asking(target: str) -> Iterator[None]:
        """What is not there is skipped; every other refusal is told."""
        try:
            yield
        except OSError as error:
            if error.winerror not in _NONE:
                raise refused(error, target) from error

    class WindowsRegistry:
        """The registry through winreg."""

        def value(self, key: str, name: str) -> Value | None:
            """A value; variables in a REG_EXPAND_SZ are filled in."""
            below = below_machine(key)
            for view in _VIEWS:
                with (
                    _asking(key),
                    winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, below, 0, winreg.KEY_READ | view) as opened,
                ):
                    found, kind = winreg.QueryValueEx(opened, name)
                    if kind == winreg.REG_EXPAND_SZ:
                        return winreg.ExpandEnvironmentStrings(str(found))
                    return plain(found)
            return None

        def names(self, key: str) -> tuple[str, ...]:
            """The names of a key's values, each once, in order."""
            below = below_machine(key)
            found: set[str] = set()
            for view in _VIEWS:
                with (
                    _asking(key),
                    winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, below, 0, winreg.KEY_READ | view) as opened,
                ):
                    count = winreg.QueryInfoKey(opened)[1]
                    found |= {winreg.EnumValue(opened, number)[0] for number in range(count)}
            return tuple(sorted(found, key=str.casefold))

        def has(self, key: str) -> bool:
            """Whether there is such a key; one that is not for us is there too."""
            below = below_machine(key)
            for view in _VIEWS:
                try:
                    winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, below, 0, winreg.KEY_READ | view).Close()
                except OSError as error:
                    if error.winerror in _NONE:
                        continue
                return True
            return False
