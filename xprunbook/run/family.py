"""The runs under one top run: a run, the runs its steps are, and theirs. Read from their first records alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from xprunbook.base.errors import StoreError
from xprunbook.run.store import is_safe_name, list_runs, look_at

MAX_HEIGHT: Final = 8
"""Runs above a run that are followed; a journey of journeys of journeys needs three."""


def top_run(folder: Path, parent: str, practice: bool) -> Path:
    """The folder of the run that all this is for; ``folder`` itself if nothing is above it.

    ``parent``: the name of the run above. A rehearsal and a real run never belong together; a run above that is gone
    or cannot be read is none.
    """
    top = folder
    for _ in range(MAX_HEIGHT):
        above = folder.parent / parent if is_safe_name(parent) else None
        opened = _opened(above) if above is not None and above != folder else None
        if above is None or opened is None or (opened.get("practice") is True) != practice:
            return top
        top, parent = above, str(opened.get("parent_run") or "")
    return top


def _opened(folder: Path) -> Mapping[str, Any] | None:
    """What the first record of a run says; None if there is no such run."""
    try:
        first = look_at(folder, 1).first
    except (StoreError, OSError):
        return None
    return first.data if first is not None and first.data.get("run") == folder.name else None


def runs_below(top: Path) -> tuple[Path, ...]:
    """The runs below a run, whether its record names them or they were given up. StoreError when unreadable."""
    above = {
        entry.folder: str(entry.first.data.get("parent_run") or "")
        for entry in list_runs(top.parent, 1)
        if entry.first is not None
    }
    found: dict[str, Path] = {top.name: top}
    for _ in range(MAX_HEIGHT):
        more = {
            folder.name: folder
            for folder, name in above.items()
            if name in found and folder.name not in found
        }
        if not more:
            break
        found |= more
    return tuple(folder for folder in found.values() if folder != top)
