"""Passwords that were refused a moment ago: none is tried again meanwhile, or a few looks would lock the account."""

from __future__ import annotations

import hashlib
import hmac
import os
import threading
import time
from collections.abc import Callable
from typing import Final

WRONG: Final = 1326
"""ERROR_LOGON_FAILURE: user or password are wrong; each such try counts against the account."""

SECONDS: Final = 600.0
"""How long the same password is not tried again. Domains lock an account after a handful of wrong tries (Microsoft,
"Account lockout threshold")."""


class RefusedPasswords:
    """What was refused, as a keyed hash that means nothing outside this process."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now: Final = now
        self._key: Final = os.urandom(32)
        self._when: Final[dict[bytes, float]] = {}
        self._lock: Final = threading.Lock()

    def has(self, account: str, password: str) -> bool:
        """Whether it was refused within the time."""
        with self._lock:
            when = self._when.get(self._mark(account, password))
            return when is not None and self._now() - when < SECONDS

    def add(self, account: str, password: str) -> None:
        """It was refused now."""
        with self._lock:
            self._when[self._mark(account, password)] = self._now()

    def _mark(self, account: str, password: str) -> bytes:
        text = f"{account.casefold()}\0{password}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, text, hashlib.sha256)
