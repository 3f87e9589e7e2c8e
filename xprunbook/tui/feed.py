"""The output of the running action as the face sees it: asked four times a second, and only while something runs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from xprunbook.run.session import Automatic

EVERY: Final = 0.25
"""Seconds between two looks."""

KEPT: Final = 2_000
"""Lines the face keeps; the file has more."""


@dataclass
class Feed:
    """What an action has told so far. ``lines``: when each was first seen (UTC seconds), and the line."""

    session: Automatic
    step: str
    kind: str
    began: float
    lines: deque[tuple[float, str]] = field(default_factory=lambda: deque(maxlen=KEPT))
    total: int = 0
    part: float | None = None
    says: str = ""
    ended: float = 0.0

    def look(self) -> bool:
        """Take what is new; whether there was anything."""
        output = self.session.output(self.step)
        if output is None:
            return False
        total, new = output.since(self.total)
        now = self.session.now()
        self.lines.extend((now, line) for line in new)
        part, says = output.part
        changed = bool(new) or (part, says) != (self.part, self.says)
        self.total, self.part, self.says = total, part, says
        return changed

    @property
    def seconds(self) -> float:
        """How long the action runs, or ran."""
        return max(0.0, (self.ended or self.session.now()) - self.began)


Tell = Callable[[Feed], None]
