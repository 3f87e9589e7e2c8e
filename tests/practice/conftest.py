"""Pools are watched for a moment after their start; rehearsals in tests need not wait as long as a server does."""

from __future__ import annotations

import pytest

from xprunbook.actions.iis import changes


@pytest.fixture(autouse=True)
def no_long_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few looks are enough."""
    monkeypatch.setattr(changes, "STAYS", 0.05)
    monkeypatch.setattr(changes, "PAUSE", 0.01)
