"""What the tests of Windows share; on other systems only ``test_under_wine`` is collected here."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from tests.windows.dummies import Dummies, dummies
from tests.windows.wine import Outcome

collect_ignore_glob = ["test_under_wine.py"] if sys.platform == "win32" else ["test_[!u]*.py"]

_OUTCOMES: Final[dict[str, Outcome]] = {}

_POOLS: Final[list[ThreadPoolExecutor]] = []


def pytest_collection_finish(session: pytest.Session) -> None:
    """In a run of everything, Windows need not wait until the last test before it has ended."""
    if sys.platform == "win32" or session.config.option.collectonly:
        return
    from tests.windows.test_under_wine import beginning

    if (pool := beginning(session, Path(tempfile.mkdtemp(prefix="xprunbook-windows-")))) is not None:
        _POOLS.append(pool)


def pytest_unconfigure() -> None:
    """What has not begun by then never does."""
    for pool in _POOLS:
        pool.shutdown(cancel_futures=True)


@pytest.fixture
def dummy(tmp_path: Path) -> Iterator[Dummies]:
    """Registers dummy services, and removes them afterwards: see ``dummies``."""
    with dummies(tmp_path) as made:
        yield made


@pytest.fixture
def record_windows() -> Callable[[str, Outcome], None]:
    """Keeps what a suite came to in Windows Python, for the summary."""
    return _OUTCOMES.__setitem__


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran in Windows Python: here they count as one each."""
    if not _OUTCOMES:
        return
    terminalreporter.section("Windows Python under Wine")
    for suite, outcome in _OUTCOMES.items():
        terminalreporter.write_line(f"{suite}: {outcome}")
        for reason, count in outcome.skips.items():
            terminalreporter.write_line(f"    {count} skipped: {reason}")
