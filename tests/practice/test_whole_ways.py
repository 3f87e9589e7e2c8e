"""Every shipped way is rehearsed from its first step to a closed run, without faults: nothing stands in the way of a
person who does what the text says, and nothing is missing when the runbook comes to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from tests.practice.whole_way import Habits, Walk, walk
from xprunbook.actions.iis import changes as pools
from xprunbook.actions.service import changes as service_changes
from xprunbook.actions.service.waiting import Pace
from xprunbook.practice import hands, machine, services
from xprunbook.run.state import Closing, StepState
from xprunbook.run.verify import verify_journal
from xprunbook.runbook.library import Library

ANSWERS: Final[Mapping[str, str]] = {
    "interactive_logon": "no",
    "mac_swap": "yes",
    "dynamic_lines": "yes",
    "auto_attendants": "yes",
    "voicemail": "yes",
    "external_sql": "yes",
    "version_now": "V5",
}
"""What the story leaves open; each answer is the one with more steps, or with more automation."""

DETOURS: Final[Mapping[str, tuple[str, ...]]] = {"check-atlas-instance": ("stop-for-atlas", "atlas-xml")}
"""E9 of the move: an instance that does not answer has row 8 done before row 7 (fact A9); so says its text."""

DETOURS_OF: Final = {("xphone-v8-to-v9", "B"), ("xphone-v8-to-v9", "C")}
"""Where no local SQL Server was installed, so that what setup wrote into ``atlas.xml`` never answers."""

LEFT_OUT: Final = {"recreate-databases"}
"""E9c of the move: only for a first start that went wrong; it asks for the databases it is to destroy."""

EXCEPTIONS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("xphone-v4-to-v9", plan): ("take-over-names: dns.resolves dns.elsewhere",) for plan in "ABC"
}
"""What stands in the way although nothing is wrong, by runbook and plan; whoever adds one says why. V4 is stopped and
disabled by hand, its services are not those of the story: so nobody at the practice site sees that its name is free."""

HABITS: Final = Habits(ANSWERS, DETOURS, LEFT_OUT)


def ways() -> Iterator[tuple[str, str]]:
    """The runbooks of XPhone with their plans. The example is about machines that the practice site has not."""
    library = Library(language="en")
    for name in (header.id for header in library.list()):
        if name.startswith("xphone-"):
            for plan in library.load(name)[0].speak("en").plans:
                yield name, plan


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits: people do what is theirs with the next look, services and pools are quick."""
    monkeypatch.setattr(hands, "PATIENCE", 0.0)
    monkeypatch.setattr(machine, "OPEN", 0.0)
    for takes in ("FIRST_START", "NEXT_START", "STOP"):
        monkeypatch.setattr(services, takes, 0.05)
    monkeypatch.setattr(service_changes, "Pace", partial(Pace, 0.01))
    monkeypatch.setattr(pools, "PAUSE", 0.01)
    monkeypatch.setattr(pools, "STAYS", 0.05)


def closed(way: Walk) -> None:
    """The run is through, nothing is owed, and its record holds; so do the runs below it."""
    state = way.run().state
    assert state.closing is Closing.COMPLETED
    found = verify_journal(way.engine.folder)
    assert (found.ok, found.closed, found.stored.changed, found.stored.missing) == (True, True, (), ())
    for row in way.run().leaves():
        left_out = row.step.id in LEFT_OUT
        fine = (StepState.SKIPPED,) if left_out else (StepState.DONE, StepState.NOT_APPLICABLE)
        assert row.state in fine, row.step.id
        if row.step.observe is not None and row.state is StepState.DONE:
            assert row.status.observed is not None, row.step.id
    for below in way.below.values():
        closed(below)


@pytest.mark.parametrize(("name", "plan"), list(ways()))
def test_a_whole_way(tmp_path: Path, name: str, plan: str) -> None:
    way = walk(tmp_path, name, plan, HABITS)
    assert tuple(way.wrong) == EXCEPTIONS.get((name, plan), ())
    assert way.first == (DETOURS if (name, plan) in DETOURS_OF else {})
    closed(way)


def test_what_is_left_out_cannot_be_done_here(tmp_path: Path) -> None:
    """Without the exception the walk says what is lacking: the names of the databases to destroy."""
    way = walk(tmp_path, "xphone-v8-to-v9", "B", Habits(ANSWERS, DETOURS, ()))
    assert set(way.wrong) == {
        f"{step}: sql.recreate-empty-databases automation.unset-input" for step in LEFT_OUT
    }


def test_without_the_detour_the_walk_says_so(tmp_path: Path) -> None:
    """The proof that a check which stands in the way is seen."""
    way = walk(tmp_path, "xphone-v8-to-v9", "C", Habits(ANSWERS, {}, LEFT_OUT))
    assert "check-atlas-instance: atlas.reachable some-silent" in way.wrong
    assert "service-account: service.account account.other" in way.wrong
