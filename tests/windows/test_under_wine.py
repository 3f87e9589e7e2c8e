"""On Linux: the tests of Windows, and those others that meet the system, in a real Windows Python under Wine.

Each case here is a whole pytest in there; it fails with the text of every test that failed, and the counts stand in
the summary at the end. Without Wine all are skipped, with the reason. Windows runs the same tests without this.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.windows.wine import Laboratory, NoLaboratory, Outcome, in_windows, laboratory

ELSEWHERE: Final = {
    "record": ("tests/run", "tests/base", "tests/runbook"),
    "systems": ("tests/systems", "tests/actions", "tests/practice"),
    "faces": ("tests/cli", "tests/line", "tests/tui/test_plan.py", "tests/tui/test_home.py"),
    "report": ("tests/report",),
    "proofs": ("tests/proof/test_two_processes.py", "tests/proof/test_arguments.py"),
}
"""Tests of any system that are worth the time on this one: locks, share modes, code pages, consoles, processes."""

SUITES: Final = {"windows": ("tests/windows",), **ELSEWHERE}
"""What is run there, a process each."""

LONGEST: Final = 600.0
"""Seconds for one of them: to end what hangs, not to measure."""


@pytest.fixture(scope="module")
def windows() -> Laboratory:
    """The laboratory; without one the tests are skipped with a clear line."""
    try:
        return laboratory()
    except NoLaboratory as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("suite", SUITES)
def test_the_tests_pass_on_windows_python(
    windows: Laboratory, suite: str, tmp_path: Path, record_windows: Callable[[str, Outcome], None]
) -> None:
    report = tmp_path / "report.xml"
    # German, and the code pages of a German Windows: what prints or reads without saying how, fails.
    done = windows.run(
        *("-m", "pytest", "-p", "no:cacheprovider", "--tb=short"),
        *(f"--junitxml={in_windows(report)}", *SUITES[suite]),
        seconds=LONGEST,
        more={"PYTHONUTF8": "0"},
    )
    assert report.is_file(), f"pytest made no report:\n{done.stdout[-4_000:]}"
    outcome = Outcome.read(report)
    record_windows(suite, outcome)
    assert not outcome.troubles, f"on Windows: {outcome}\n" + "\n".join(outcome.troubles)
    assert done.returncode == 0, done.stdout[-4_000:]
    assert outcome.passed
