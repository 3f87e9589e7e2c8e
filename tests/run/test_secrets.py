"""The secrets of a run: asked for, used, recorded without their value, and forgotten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from tests.run.fake_clock import FakeClock
from tests.run.kinds import Put, Shelf, ShelfSite, TestKinds
from tests.run.vaults import BACKEND, MemoryVault
from xprunbook.run import commands as c
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Automation
from xprunbook.run.contract import Credential, Finding, Inspection, Job, Json, NotHere, Statement
from xprunbook.run.events import from_data
from xprunbook.run.journal import JOURNAL_NAME, read_journal
from xprunbook.run.secrets import SecretKeeper, SecretStore, vault_name
from xprunbook.run.session import By, Saved
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.run.state import StepState
from xprunbook.run.texts import say_event
from xprunbook.run.vault import MEMORY, VaultTrouble
from xprunbook.runbook.load import load_book
from xprunbook.runbook.model import Book, Secret, SecretScope, SecretType
from xprunbook.runbook.substitute import SecretHandle

CANARY = "Kanarienvogel-4711!"
BY = By("Ada", "Engines", "corp\\ada", "ELSEWHERE")

RUNBOOK = b"""format: 1
id: small-secrets
language: en
version: "1"
title: Small
plans:
  A: {title: One, fits: All, colour: plan-a}
inputs:
  host: {type: host, title: Host, default: web01}
secrets:
  admin: {type: login, title: Admin login, scope: run}
  extra: {type: password, title: Extra password, scope: user, optional: true}
phases:
  - id: work
    title: Work
    steps:
      - id: install
        number: "1"
        plans: {A: X}
        title: Install
        action:
          demo.login: {host: "${host}", login: "${admin}", extra: "${extra}"}
"""


class LoggedPut(Put):
    """Puts a thing with a login; tells more than it should."""

    tells: ClassVar[str] = "{user} {password}"

    def inspect(self, job: Job) -> Inspection:
        """Look, and say who looked."""
        login = job.parameters["login"]
        assert isinstance(login, SecretHandle)
        credential = job.secret(login)
        found = super().inspect(job)
        extra = "extra" in job.parameters
        evidence: dict[str, Json] = {"extra": extra, "said": f"PWD={{{credential.password}}}"}
        return replace(found, identity=credential.user, evidence=evidence)

    def apply(self, plan: object, job: Job) -> None:
        """Say everything, then do it."""
        login = job.parameters["login"]
        assert isinstance(login, SecretHandle)
        job.tell(self.tells.format(user="sa", password=job.secret(login).password))
        super().apply(plan, job)  # type: ignore[arg-type]

    def test_secret(self, job: Job, handle: SecretHandle) -> Inspection:
        """Right if it is the canary."""
        right = job.secret(handle).password == CANARY
        return Inspection(
            Finding.SATISFIED if right else Finding.BLOCKED, Statement("there", {"thing": "login"})
        )


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(("small.yaml", RUNBOOK), [])[0]


class Night:
    """A run with a vault."""

    def __init__(self, folder: Path, book: Book, vault: MemoryVault | None = None) -> None:
        self.vault = vault or MemoryVault()
        self.store = SecretStore(self.vault)
        kinds = TestKinds({"demo.login": LoggedPut()})
        automation = Automation(kinds, ShelfSite(Shelf()), lambda: True, store=self.store)
        engine = start_run(
            folder, book, Beginning("A", {"host": "web01"}), Sitting(BY, FakeClock(), "en", automation)
        )
        assert isinstance(engine, ActingEngine)
        assert engine.secrets is not None
        self.engine = engine
        self.keeper: SecretKeeper = engine.secrets

    def run(self) -> None:
        plan = self.engine.prepare("install").result(10).plan
        assert plan is not None
        assert isinstance(self.engine.apply("install", plan.digest).result(10), Saved)
        self.engine._idle.wait(10)

    def used(self) -> list[dict[str, object]]:
        return [
            dict(record.data)
            for record in read_journal(self.engine.folder).records
            if record.type == "secret-used"
        ]

    def everything(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.engine.folder.rglob("*") if path.is_file())


def test_a_missing_secret_blocks_and_is_named(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    preview = night.engine.prepare("install").result(10)
    assert preview.result.inspection.finding is Finding.BLOCKED
    assert "Admin login" in preview.result.sentence
    step = book.speak("en").steps["install"]
    assert [secret.id for secret in night.keeper.uses(step)] == ["admin", "extra"]
    assert [secret.id for secret in night.keeper.missing(step)] == ["admin", "extra"]
    night.keeper.decline("extra")
    night.keeper.give("admin", Credential("sa", CANARY), keep=True)
    assert night.keeper.missing(step) == ()
    night.engine.leave()


@pytest.mark.parametrize(("keep", "place"), [(True, BACKEND), (False, MEMORY)])
def test_its_use_is_recorded_without_its_value(tmp_path: Path, book: Book, keep: bool, place: str) -> None:
    night = Night(tmp_path, book)
    assert night.keeper.give("admin", Credential("sa", CANARY), keep=keep) is None
    night.run()
    assert night.engine.snapshot().state.status("install").state is StepState.DONE
    assert night.used() == [{"step": "install", "secret": "admin", "backend": place}]
    assert CANARY.encode() not in night.everything()
    assert b"*****" in night.everything(), "what was told is redacted, not lost"
    event = from_data("secret-used", night.used()[0])
    said = say_event(event, book.speak("en"), "en")
    assert "Admin login" in said
    assert ("Secret Service" if keep else "this session only") in said
    night.engine.leave()


def test_an_optional_secret_that_nobody_gave_is_left_out(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.keeper.give("admin", Credential("sa", CANARY), keep=True)
    assert night.engine.prepare("install").result(10).result.inspection.evidence["extra"] is False
    night.keeper.give("extra", Credential("", "another-one"), keep=True)
    assert night.engine.prepare("install").result(10).result.inspection.evidence["extra"] is True
    night.engine.leave()


def test_a_short_password_keeps_its_output_away(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.keeper.give("admin", Credential("sa", "zq7"), keep=False)
    night.run()
    output = night.engine.output("install")
    assert output is not None
    assert output.since(0)[1] == (
        "The password in use is too short to be recognised in output: none is kept.",
    )
    assert b"sa zq7" not in night.everything()
    assert night.keeper.standing("admin").short
    night.engine.leave()


def test_two_runs_never_share_a_secret_unless_it_is_the_users(tmp_path: Path, book: Book) -> None:
    vault = MemoryVault()
    first, second = Night(tmp_path / "1", book, vault), Night(tmp_path / "2", book, vault)
    other = SecretKeeper(second.store, book.speak("en"), "another-run", "en")
    first.keeper.give("admin", Credential("sa", CANARY), keep=True)
    first.keeper.give("extra", Credential("", CANARY), keep=True)
    with pytest.raises(NotHere):
        other.secret(SecretHandle("admin"))
    assert other.secret(SecretHandle("extra")).password == CANARY
    first.engine.leave()
    second.engine.leave()


def test_a_closed_run_forgets_its_own(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.keeper.give("admin", Credential("sa", CANARY), keep=True)
    night.keeper.give("extra", Credential("", CANARY), keep=True)
    night.engine.submit(c.Tick("install")).result(10)
    assert isinstance(night.engine.submit(c.Close()).result(10), Saved)
    night.engine.leave()
    assert set(night.vault.kept) == {"xprunbook/user/password/extra"}


def test_forgetting_one_and_all(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.keeper.give("admin", Credential("sa", CANARY), keep=True)
    night.keeper.give("extra", Credential("", CANARY), keep=False)
    assert night.keeper.forget(["admin"]) == ("admin",)
    assert night.keeper.forget() == ("extra",)
    assert night.keeper.forget() == ()
    night.engine.leave()


def test_a_vault_that_fails_leaves_it_in_memory_and_says_why(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book, MemoryVault(writing=VaultTrouble.DIFFERS))
    failed = night.keeper.give("admin", Credential("sa", CANARY), keep=True)
    assert failed is not None
    assert failed.trouble is VaultTrouble.DIFFERS
    assert night.keeper.standing("admin").place == MEMORY
    night.run()
    night.engine.leave()


def test_trying(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    for password, finding in ((CANARY, Finding.SATISFIED), ("wrong-one", Finding.BLOCKED)):
        night.keeper.give("admin", Credential("sa", password), keep=True)
        result = night.engine.test_secret("admin").result(10)
        assert result is not None
        assert result.inspection.finding is finding
    assert night.used(), "trying is a use"
    night.engine.leave()


def test_a_note_with_a_known_password_is_recorded_without_it(tmp_path: Path, book: Book) -> None:
    night = Night(tmp_path, book)
    night.keeper.give("admin", Credential("sa", CANARY), keep=False)
    night.engine.submit(c.AddNote(f"login is sa / {CANARY}", "install")).result(10)
    night.engine.leave()
    assert CANARY.encode() not in (night.engine.folder / JOURNAL_NAME).read_bytes()
    assert "login is sa / *****" in str(read_journal(night.engine.folder).records)


def test_names_in_the_vault() -> None:
    run = Secret("a", SecretType.LOGIN, "A")
    assert vault_name(run, "r1") == "xprunbook/run/r1/login/a"
    assert vault_name(replace(run, scope=SecretScope.USER), "r1") == "xprunbook/user/login/a"
