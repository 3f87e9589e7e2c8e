"""Folders others share: proven by writing, because a list of a read-only share succeeds too."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import Final

from xprunbook.systems.files import speaking
from xprunbook.systems.ports import Probed, Watch
from xprunbook.systems.trouble import Refused, Trouble
from xprunbook.systems.watching import heed

PREFIX: Final = "xprunbook-probe-"
"""How a probe's name begins, so that an admin who finds one knows where it is from."""

_SIZE: Final = 4096


class RealShares:
    """Shares as this machine reaches them, under the account the program runs under."""

    def __init__(self, account: str) -> None:
        self._account = account

    def identity(self) -> str:
        """The operating system's account. A share may know it by other credentials (``net use``)."""
        return self._account

    def probe(self, folder: str, watch: Watch) -> Probed:
        """Write a small file of a new name, read it back, remove it."""
        heed(watch, folder)
        path = os.path.join(folder, f"{PREFIX}{os.urandom(8).hex()}.tmp")
        data = os.urandom(_SIZE)
        with speaking(folder):
            file = open(path, "xb", buffering=0)  # noqa: SIM115  # closed before it is read back
        try:
            with speaking(folder), file:
                file.write(data)
                os.fsync(file.fileno())
            with speaking(folder), open(path, "rb") as written:
                if written.read(_SIZE + 1) != data:
                    raise Refused(Trouble.CHANGED, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(path)
            raise
        return Probed(self._account, "" if _removed(path) else path)


def _removed(path: str) -> bool:
    """Remove a probe; a virus scanner may hold a new file for a moment (Win32 32)."""
    for attempt in range(10):
        if attempt:
            time.sleep(0.1)
        with suppress(OSError):
            os.unlink(path)
            return True
    return False
