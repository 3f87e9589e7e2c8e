"""File versions as numbers: ``9.8.138.1142``. Pure."""

from __future__ import annotations

import re
from typing import Final

_VERSION: Final = re.compile(r"\d{1,5}(?:\.\d{1,5}){0,3}")

Version = tuple[int, int, int, int]


def read_version(text: str) -> Version | None:
    """The four numbers, zeros where fewer are written; None for what is no version."""
    if not _VERSION.fullmatch(text.strip()):
        return None
    parts = [int(part) for part in text.strip().split(".")] + [0, 0, 0]
    return parts[0], parts[1], parts[2], parts[3]


def reaches(version: str, least: str) -> bool:
    """Whether a version is the other one or newer; no when either is none."""
    one, other = read_version(version), read_version(least)
    return one is not None and other is not None and one >= other
