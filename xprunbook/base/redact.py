"""The redactor's interface: the second line of defence behind "secrets never enter strings that are stored"."""

from __future__ import annotations

from typing import Protocol


class Redactor(Protocol):
    """Hides known secret values in a text that leaves the program."""

    def redact(self, text: str) -> str:
        """Return the text with every known form of every known secret replaced by a fixed mark."""
        ...


class NothingToHide:
    """The redactor of a session that holds no secret."""

    def redact(self, text: str) -> str:
        """Return the text as it is."""
        return text
