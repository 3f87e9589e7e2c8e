"""Moments as the face writes and reads them: those of every face."""

from __future__ import annotations

from xprunbook.base.moments import hours, read_moment, write_moment

__all__ = ["hours", "read_moment", "write_moment"]
