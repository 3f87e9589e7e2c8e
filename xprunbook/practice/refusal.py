"""No rehearsal where an XPhone Connect Server is installed: nobody should wonder which of the two was touched."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Final

from xprunbook.base.errors import UsageError
from xprunbook.base.language import Language, Texts
from xprunbook.practice.story import INSTALL_FOLDER

REGISTRY_KEY: Final = r"HKLM\SOFTWARE\C4B\XPhoneServer"
"""Domain fact B1; the default folder is that of B3."""

TEXTS: Final = Texts(
    {
        "installed": (
            "Auf diesem Rechner ist ein XPhone Connect Server installiert ({sign}): hier wird nicht geübt.",
            "An XPhone Connect Server is installed on this machine ({sign}): no practice here.",
        ),
        "installed.hint": (
            "Auf einem anderen Rechner üben; er braucht weder XPhone noch SQL Server.",
            "Practise on another machine; it needs neither XPhone nor SQL Server.",
        ),
    }
)


if sys.platform == "win32":

    def sign_of_xphone() -> str:
        """The sign that XPhone is installed here; empty if there is none."""
        from xprunbook.systems.registry_windows import WindowsRegistry

        if WindowsRegistry().has(REGISTRY_KEY):
            return REGISTRY_KEY
        return INSTALL_FOLDER if os.path.lexists(INSTALL_FOLDER) else ""

else:

    def sign_of_xphone() -> str:
        """XPhone runs on Windows only."""
        return ""


def refuse_beside_xphone(language: Language, sign: Callable[[], str] = sign_of_xphone) -> None:
    """UsageError where XPhone is installed."""
    if found := sign():
        raise UsageError(TEXTS.say("installed", language, sign=found), TEXTS.say("installed.hint", language))
