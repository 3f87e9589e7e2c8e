"""Asking again, for a bounded time, while a virus scanner or an indexer holds a file (Win32 5, 32, 33)."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")

SECONDS: Final = 2.5
PAUSE: Final = 0.05
HELD: Final = frozenset((5, 32, 33))
"""ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""


class Patience:
    """How long to ask again; counted anew for every operation."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        windows: bool = sys.platform == "win32",
    ) -> None:
        self._clock: Final = clock
        self._sleep: Final = sleep
        self._windows: Final = windows
        self._ends = 0.0

    def begin(self) -> None:
        """A new operation."""
        self._ends = self._clock() + SECONDS

    def wait(self) -> bool:
        """Wait a moment; False when the time is over."""
        if self._clock() + PAUSE > self._ends:
            return False
        self._sleep(PAUSE)
        return True

    def held(self, error: OSError) -> bool:
        """Whether the error may pass: the three numbers, and EACCES of ``open``, which carries no number."""
        number: int | None = getattr(error, "winerror", None)
        return number in HELD or (self._windows and number is None and error.errno == errno.EACCES)

    def patiently(self, deed: Callable[[], T]) -> T:
        """Do it, again and again while the file is held; then the last error."""
        self.begin()
        while True:
            try:
                return deed()
            except OSError as error:
                if not self.held(error) or not self.wait():
                    raise
