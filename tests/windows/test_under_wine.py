"""On Linux: the tests of Windows, and those others that meet the system, in a real Windows Python under Wine.

Each case here is a whole pytest in there; it fails with the text of every test that failed, and the counts stand in
the summary at the end. Without Wine all are skipped, with the reason. Windows runs the same tests without this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeGuard

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


@dataclass(frozen=True, slots=True)
class Told:
    """What a pytest in there left behind. ``report`` is missing when it did not get so far."""

    code: int
    said: str
    report: Path


@pytest.fixture(scope="module")
def suites(
    windows: Laboratory, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Future[Told]]]:
    """Every suite that is asked for. Alone they run two at a time: most of them wait for Windows rather than for a
    core. Among many other tests (see ``beginning``) they run one after another beside those."""
    begun = request.config.stash.get(BEGUN, None)
    if begun is not None:
        yield begun
        return
    with ThreadPoolExecutor(2) as pool:
        yield _begin(pool, windows, request.session, tmp_path_factory.mktemp("windows"))
        pool.shutdown(cancel_futures=True)


def _begin(
    pool: ThreadPoolExecutor, windows: Laboratory, session: pytest.Session, folder: Path
) -> dict[str, Future[Told]]:
    asked = [str(item.callspec.params["suite"]) for item in session.items if _is_suite(item)]
    return {suite: pool.submit(_run, windows, suite, folder) for suite in asked}


BEGUN: Final = pytest.StashKey[dict[str, Future[Told]]]()

MANY: Final = 1_000
"""Tests of this run from which on the suites begin with the first of them."""


def beginning(session: pytest.Session, folder: Path) -> ThreadPoolExecutor | None:
    """Begin beside the other tests of a long run, if there are suites in it and a laboratory for them."""
    if len(session.items) < MANY or not any(map(_is_suite, session.items)):
        return None
    try:
        windows = laboratory()
    except NoLaboratory:
        return None  # the fixture says so
    pool = ThreadPoolExecutor(1)
    session.config.stash[BEGUN] = _begin(pool, windows, session, folder)
    return pool


def _is_suite(item: pytest.Item) -> TypeGuard[pytest.Function]:
    return (
        isinstance(item, pytest.Function)
        and item.originalname == test_the_tests_pass_on_windows_python.__name__
    )


def _run(windows: Laboratory, suite: str, folder: Path) -> Told:
    report = folder / f"{suite}.xml"
    # German, and the code pages of a German Windows: what prints or reads without saying how, fails.
    done = windows.run(
        *("-m", "pytest", "-p", "no:cacheprovider", "--tb=short"),
        *(f"--junitxml={in_windows(report)}", *SUITES[suite]),
        seconds=LONGEST,
        more={"PYTHONUTF8": "0"},
    )
    return Told(done.returncode, done.stdout, report)


@pytest.mark.parametrize("suite", SUITES, ids="{}-suite".format)
def test_the_tests_pass_on_windows_python(
    suites: Mapping[str, Future[Told]], suite: str, record_windows: Callable[[str, Outcome], None]
) -> None:
    told = suites[suite].result()
    assert told.report.is_file(), f"pytest made no report:\n{told.said[-4_000:]}"
    outcome = Outcome.read(told.report)
    record_windows(suite, outcome)
    assert not outcome.troubles, f"on Windows: {outcome}\n" + "\n".join(outcome.troubles)
    assert told.code == 0, told.said[-4_000:]
    assert outcome.passed
