"""Symbolic links, where this system lets the tests make them."""

from __future__ import annotations

from pathlib import Path

import pytest


def link(where: Path, target: Path) -> None:
    """Make a link; skips the test where none can be made (Windows without the right to), or none that leads on."""
    try:
        where.symlink_to(target, target_is_directory=target.is_dir())
    except (OSError, NotImplementedError) as error:
        pytest.skip(f"no symbolic links here: {error}")
    if not where.exists() or not where.samefile(target):
        pytest.skip("symbolic links lead nowhere here (Wine)")
