"""Runs within runs share their secrets; two top runs never do; and the last one to close forgets them all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.run.fake_clock import FakeClock
from tests.run.kinds import Shelf, ShelfSite, TestKinds
from tests.run.vaults import MemoryVault
from xprunbook.run import commands as c
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Automation
from xprunbook.run.contract import Credential, NotHere
from xprunbook.run.family import runs_below, top_run
from xprunbook.run.secrets import SecretKeeper, SecretStore
from xprunbook.run.session import By, Saved
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.runbook.load import load_book
from xprunbook.runbook.model import Book
from xprunbook.runbook.substitute import SecretHandle

SECRET = Credential("sa", "Kanarienvogel-4711!")
ADMIN = SecretHandle("admin")

RUNBOOK = """format: 1
id: {name}
language: en
version: "1"
title: {name}
plans: {{A: {{title: One}}}}
{secrets}
phases:
  - id: work
    title: Work
    steps:
      - {{id: one, number: "1", plans: {{A: X}}, title: One}}
      - {{id: below, number: "2", plans: {{A: "(X)"}}, title: Below, runbook: {{id: child, plan: A}}}}
"""


def book(name: str, *secrets: str) -> Book:
    declared = "secrets:\n" + "".join(f"  {line}\n" for line in secrets) if secrets else ""
    return load_book((f"{name}.yaml", RUNBOOK.format(name=name, secrets=declared).encode()), [])[0]


TOP = book("top", "admin: {type: login, title: Admin}")
JOURNEY = book("journey")
CHILD = book(
    "child", "admin: {type: login, title: Admin}", "own: {type: password, title: Own, optional: true}"
)
OTHER = book("other", "admin: {type: password, title: A password}")


class House:
    """Runs of one user beside each other; every session shares the program's memory and vault."""

    def __init__(self, runs: Path) -> None:
        self.runs = runs
        self.vault = MemoryVault()
        self.store = SecretStore(self.vault)
        self.worlds: list[str] = []

    def practise(self, automation: Automation, folder: Path, top: str) -> Automation:
        """Remember whose world a rehearsal works in."""
        self.worlds.append(top or folder.name)
        return automation

    def begin(self, book: Book, parent: ActingEngine | None = None, practice: bool = False) -> ActingEngine:
        automation = Automation(TestKinds(), ShelfSite(Shelf()), lambda: True, store=self.store)
        sitting = Sitting(
            By("Ada", "", "ada", "HOST"),
            FakeClock(),
            "en",
            automation,
            practise=self.practise,
        )
        above = parent.folder.name if parent is not None else ""
        beginning = Beginning("A", {}, practice=practice, parent_run=above, parent_step=above and "below")
        engine = start_run(self.runs, book, beginning, sitting)
        assert isinstance(engine, ActingEngine)
        return engine


def keeper(engine: ActingEngine) -> SecretKeeper:
    assert engine.secrets is not None
    return engine.secrets


def close(engine: ActingEngine) -> None:
    reply = engine.submit(c.Close(abandon=True, reason="enough")).result(10)
    assert isinstance(reply, Saved), reply
    engine.leave()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.mark.parametrize("keep", [True, False])
def test_what_was_given_above_is_not_asked_for_below(house: House, keep: bool) -> None:
    top = house.begin(TOP)
    keeper(top).give("admin", SECRET, keep)
    child = house.begin(CHILD, top)
    grandchild = house.begin(CHILD, child)
    for engine in (child, grandchild):
        assert keeper(engine).secret(ADMIN) == SECRET
    keeper(grandchild).give("own", Credential("", "of the child"), keep)
    assert keeper(child).standing("own").place
    for engine in (grandchild, child, top):
        engine.leave()


def test_doing_without_is_said_once(house: House) -> None:
    top = house.begin(TOP)
    keeper(top).decline("admin")
    child = house.begin(CHILD, top)
    assert keeper(child).standing("admin").declined
    keeper(child).give("admin", SECRET, keep=False)
    assert not keeper(top).standing("admin").declined
    child.leave()
    top.leave()


def test_two_top_runs_share_nothing(house: House) -> None:
    """Two customers, one evening, the same runbooks."""
    first, second = house.begin(TOP), house.begin(TOP)
    below = house.begin(CHILD, second)
    keeper(first).give("admin", SECRET, keep=True)
    for engine in (second, below):
        with pytest.raises(NotHere):
            keeper(engine).secret(ADMIN)
    for engine in (below, second, first):
        engine.leave()


def test_a_login_and_a_password_of_one_id_are_two_secrets(house: House) -> None:
    top = house.begin(TOP)
    keeper(top).give("admin", SECRET, keep=True)
    other = house.begin(OTHER, top)
    with pytest.raises(NotHere):
        keeper(other).secret(ADMIN)
    other.leave()
    top.leave()


def test_a_rehearsal_gets_nothing_of_a_real_run(house: House) -> None:
    top = house.begin(TOP)
    keeper(top).give("admin", SECRET, keep=True)
    played = house.begin(CHILD, top, practice=True)
    assert not keeper(played).standing("admin").place
    played.leave()
    top.leave()


def test_a_rehearsal_has_one_world_for_all_runs_below(house: House) -> None:
    top = house.begin(TOP, practice=True)
    child = house.begin(CHILD, top, practice=True)
    grandchild = house.begin(CHILD, child, practice=True)
    assert house.worlds == [top.folder.name] * 3
    for engine in (grandchild, child, top):
        engine.leave()


def test_a_run_below_keeps_what_the_next_one_needs(house: House) -> None:
    journey = house.begin(JOURNEY)
    assert journey.secrets is None
    first = house.begin(CHILD, journey)
    keeper(first).give("admin", SECRET, keep=True)
    keeper(first).give("own", Credential("", "something else"), keep=True)
    close(first)
    second = house.begin(CHILD, journey)
    assert keeper(second).secret(ADMIN) == SECRET
    second.leave()
    close(journey)
    assert house.vault.kept == {}, "with the top run all go, also those it does not declare itself"


def test_what_is_closed_last_forgets(house: House) -> None:
    top = house.begin(TOP)
    child = house.begin(CHILD, top)
    close(top)
    keeper(child).give("admin", SECRET, keep=True)
    close(child)
    assert house.vault.kept == {}


def test_a_run_whose_parent_is_gone_is_a_top_run(house: House) -> None:
    top = house.begin(TOP)
    child = house.begin(CHILD, top)
    name = top.folder.name
    assert top_run(child.folder, name, practice=False) == top.folder
    assert runs_below(top.folder) == (child.folder,)
    for engine in (child, top):
        engine.leave()
    # A copy under another name is not the run it was: somebody else's secrets are not taken over.
    shutil.move(top.folder, top.folder.with_name("copy"))
    assert top_run(child.folder, name, practice=False) == child.folder
    assert top_run(child.folder, "copy", practice=False) == child.folder
    for odd in ("", "..", "no-such-run", child.folder.name, "a/b"):
        assert top_run(child.folder, odd, practice=False) == child.folder


def test_runs_in_a_ring_end_somewhere(house: House) -> None:
    top = house.begin(TOP)
    one = house.begin(CHILD, top)
    assert top_run(top.folder, one.folder.name, practice=False).name in (top.folder.name, one.folder.name)
    one.leave()
    top.leave()
