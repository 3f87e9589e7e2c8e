"""A clock that stands still until it is told otherwise."""

from __future__ import annotations


class FakeClock:
    """Wall clock and monotonic clock, moved together or apart."""

    def __init__(self, utc: float = 1_700_000_000.0, boot: str = "boot-1") -> None:
        self._utc = utc
        self._mono = 1_000.0
        self._boot = boot

    def utc(self) -> float:
        """UTC seconds."""
        return self._utc

    def monotonic(self) -> float:
        """Seconds since the boot."""
        return self._mono

    def boot(self) -> str:
        """The boot's name."""
        return self._boot

    def pass_time(self, seconds: float) -> None:
        """Both clocks go on."""
        self._utc += seconds
        self._mono += seconds

    def set_wall(self, seconds: float) -> None:
        """Somebody sets the wall clock by this much."""
        self._utc += seconds
