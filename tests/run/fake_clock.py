"""A clock that stands still until it is moved."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class FakeClock:
    """Times in seconds; ``pass_by`` lets time pass, ``set_wall`` sets the wall clock, ``restart`` boots."""

    wall: float = 1_794_000_000.0
    mono: float = 5_000.0
    boots: int = 1

    def utc(self) -> float:
        """The wall clock."""
        return self.wall

    def monotonic(self) -> float:
        """Seconds since the boot."""
        return self.mono

    def boot(self) -> str:
        """The boot's name."""
        return f"boot-{self.boots}"

    def pass_by(self, seconds: float) -> None:
        """Time passes on both clocks."""
        self.wall += seconds
        self.mono += seconds

    def set_wall(self, seconds: float) -> None:
        """Somebody sets the wall clock forward, or back."""
        self.wall += seconds

    def restart(self, seconds: float = 90.0) -> None:
        """The machine starts again."""
        self.wall += seconds
        self.mono = 10.0
        self.boots += 1
