"""What actions keep before they change something: on the disk, in the record, in the report, and compared by verify."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from tests.proof.summary import random_for, seed_from
from tests.run.disk import MemoryDisk, after_power_cut
from tests.run.fake_clock import FakeClock
from tests.run.faults import FaultyFiles, Killed
from tests.run.kinds import Put, Shelf, ShelfSite, TestKinds
from tests.run.vaults import MemoryVault
from xprunbook.base.language import LANGUAGES
from xprunbook.report.make import FORMATS, make_report
from xprunbook.run.acting import ActingEngine
from xprunbook.run.automation import Automation
from xprunbook.run.contract import Credential, Job, Plan
from xprunbook.run.evidence import MAX_KEPT, keep
from xprunbook.run.evolve import fold
from xprunbook.run.files import REAL_FILES
from xprunbook.run.journal import JOURNAL_NAME, read_journal
from xprunbook.run.secrets import SecretStore
from xprunbook.run.session import By, Refused, Saved
from xprunbook.run.sessions import Beginning, Sitting, start_run
from xprunbook.run.state import StepState
from xprunbook.run.verify import explain, verify_journal, verify_stored
from xprunbook.runbook.load import load_book
from xprunbook.runbook.substitute import SecretHandle

DATA = b"<Databases/>\r\n" * 300
PATH = r"C:\Program Files\C4B\atlas.xml"
PASSWORD = "Kanarienvogel-4711!\u00fc"

RUNBOOK = b"""format: 1
id: keeping
language: en
version: "1"
title: Keeping
plans: {A: {title: One}}
inputs: {host: {type: host, title: Host}}
secrets: {admin: {type: login, title: Admin}}
phases:
  - id: work
    title: Work
    steps:
      - {id: install, number: "1", plans: {A: X}, title: Install, action: {demo.install: {host: "${host}"}}}
"""


class KeepingPut(Put):
    """Keeps something before it puts its thing on the shelf; ``does`` may look a secret up first."""

    def __init__(self, *kept: tuple[str, bytes, bool], does: Callable[[Job], object] | None = None) -> None:
        self.kept = kept
        self.does = does
        self.names: list[str] = []

    def apply(self, plan: Plan, job: Job) -> None:
        """Keep, then change."""
        if self.does is not None:
            self.does(job)
        self.names = [job.keep(path, data, secret) for path, data, secret in self.kept]
        super().apply(plan, job)


class Night:
    """A run with one step, and a shelf."""

    def __init__(self, runs: Path, kind: KeepingPut) -> None:
        self.shelf = Shelf()
        self.kind = kind
        store = SecretStore(MemoryVault())
        automation = Automation(
            TestKinds({"demo.install": kind}), ShelfSite(self.shelf), lambda: True, store=store
        )
        book = load_book(("keeping.yaml", RUNBOOK), [])[0]
        sitting = Sitting(By("Ada", "", "ada", "HOST"), FakeClock(), "en", automation)
        engine = start_run(runs, book, Beginning("A", {"host": "web01"}), sitting)
        assert isinstance(engine, ActingEngine)
        assert engine.secrets is not None
        self.engine = engine
        engine.secrets.give("admin", Credential("sa", PASSWORD), keep=False)

    @property
    def folder(self) -> Path:
        return self.engine.folder

    def act(self) -> StepState:
        plan = self.engine.prepare("install").result(10).plan
        assert plan is not None
        assert isinstance(self.engine.apply("install", plan.digest).result(10), Saved)
        self.engine._idle.wait(10)
        state = self.engine.snapshot().state.status("install").state
        self.engine.leave()
        return state

    def records(self) -> list[str]:
        return [record.type for record in read_journal(self.folder).records]


def test_a_copy_is_recorded_before_the_change(tmp_path: Path) -> None:
    night = Night(tmp_path, KeepingPut((PATH, DATA, False), (PATH, DATA + b"x", False)))
    assert night.act() is StepState.DONE
    names = night.kind.names
    assert [name.rpartition("-")[2] for name in names] == ["atlas.xml", "atlas.xml"]
    assert [(night.folder / name).read_bytes() for name in names] == [DATA, DATA + b"x"]
    kept = fold(read_journal(night.folder).records).status("install").kept
    assert [(item.of, item.file, item.size) for item in kept] == [
        (PATH, names[0], len(DATA)),
        (PATH, names[1], len(DATA) + 1),
    ]
    assert kept[0].sha256 == sha256(DATA).hexdigest()
    order = night.records()
    assert order.index("intended") < order.index("kept") < order.index("ended")


@pytest.mark.parametrize("said", [True, False])
def test_of_what_holds_a_password_only_the_hash_is_known(tmp_path: Path, said: bool) -> None:
    """Whether the kind says so, or a password of this run is found in the bytes, in any encoding."""
    holding = b"nothing" if said else DATA + f'pwd="{PASSWORD}"'.encode("utf-16")
    night = Night(tmp_path, KeepingPut((PATH, holding, said)))
    assert night.act() is StepState.DONE
    assert night.kind.names == [""]
    assert not list((night.folder / "backup").iterdir())
    (kept,) = fold(read_journal(night.folder).records).status("install").kept
    assert (kept.file, kept.sha256) == ("", sha256(holding).hexdigest())
    for language in LANGUAGES:
        for kind in FORMATS:
            assert kept.sha256 in make_report(night.folder, kind, language, 0.0).decode()


def test_a_password_too_short_to_be_found_lets_no_copy_be_made(tmp_path: Path) -> None:
    night = Night(tmp_path, KeepingPut((PATH, DATA, False)))
    assert night.engine.secrets is not None
    night.engine.secrets.give("admin", Credential("sa", "zq7"), keep=False)
    night.kind.does = lambda job: job.secret(SecretHandle("admin"))
    night.act()
    assert night.kind.names == [""]


def test_what_cannot_be_kept_is_not_changed(tmp_path: Path) -> None:
    night = Night(tmp_path, KeepingPut((PATH, DATA, False)))
    (night.folder / "backup").rmdir()
    (night.folder / "backup").write_bytes(b"in the way")
    assert night.act() is StepState.FAILED
    assert night.shelf.things == []
    sentence = fold(read_journal(night.folder).records).status("install").sentence
    assert "nothing was changed" in sentence
    assert PASSWORD not in sentence


def test_a_full_disk_changes_nothing_and_says_so(tmp_path: Path) -> None:
    disk = MemoryDisk(capacity=len(DATA) // 2, folders={Path("/"), Path("/run"), Path("/run/backup")})
    with pytest.raises(OSError, match="no space"):
        keep(disk, Path("/run"), "step", 7, PATH, DATA, copied=True)
    assert disk.names == {}, "half a copy is none"
    with pytest.raises(OSError, match=str(MAX_KEPT)):
        keep(disk, Path("/run"), "step", 7, PATH, bytes(MAX_KEPT + 1), copied=True)


def test_a_copy_is_written_once(tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    first = keep(REAL_FILES, tmp_path, "step", 7, PATH, b"one", copied=True)
    second = keep(REAL_FILES, tmp_path, "step", 7, PATH, b"two", copied=True)
    assert (first.file, second.file) == ("backup/000007-atlas.xml", "backup/000007-2-atlas.xml")
    assert (tmp_path / first.file).read_bytes() == b"one"


@pytest.mark.parametrize("path", ["CON", "a/../..", "", "x\x00y", "/etc/", "atlas.xml:stream", "ü" * 300])
def test_a_copy_stays_in_its_folder(tmp_path: Path, path: str) -> None:
    kept = keep(REAL_FILES, tmp_path, "step", 7, path, b"one", copied=True)
    (found,) = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert found.parent == tmp_path / "backup"
    assert found == tmp_path / kept.file


def lost_copies(strict: bool, deaf: frozenset[str] = frozenset()) -> int:
    """In how many of 300 power cuts a copy is not there, or not whole, though ``keep`` had returned."""
    lost = 0
    for number in range(300):
        chance = random_for(seed_from(), "keep", strict, number)
        disk = MemoryDisk(folders={Path("/")}, deaf=deaf)
        for folder in (Path("/run"), Path("/run/backup")):
            disk.make_folder(folder)
            disk.sync_folder(folder.parent)
        kept = keep(disk, Path("/run"), "step", 7, PATH, DATA, copied=True)
        after = after_power_cut(disk.log, chance, strict)
        try:
            lost += after.read(Path("/run") / kept.file) != DATA
        except FileNotFoundError:
            lost += 1
    return lost


@pytest.mark.parametrize("strict", [False, True])
def test_a_recorded_copy_survives_a_power_cut(strict: bool) -> None:
    """Whatever a disk may forget: once ``keep`` has returned, the copy is there, whole; without a flush it is not."""
    assert lost_copies(strict) == 0
    assert lost_copies(strict, frozenset({"flush"}))


def test_killed_or_failed_at_any_call(tmp_path: Path) -> None:
    """What is returned is on the disk; what failed left no half copy behind, what was killed no record."""
    counting = FaultyFiles(REAL_FILES)
    (tmp_path / "all").mkdir()
    keep(counting, tmp_path / "all", "step", 7, PATH, DATA, copied=True)
    for fault in ("kill", "kill-half", "ENOSPC", "EIO", "short"):
        for at in range(len(counting.calls)):
            folder = tmp_path / f"{fault}-{at}"
            folder.mkdir()
            try:
                kept = keep(FaultyFiles(REAL_FILES, at, fault), folder, "step", 7, PATH, DATA, copied=True)
            except Killed:
                continue
            except OSError:
                if counting.calls[at] == "close":
                    continue  # whole; and where a file that is still open cannot be removed, it stays
                assert not [file for file in folder.rglob("*") if file.is_file()], (fault, counting.calls[at])
                continue
            assert (folder / kept.file).read_bytes() == DATA


def test_verify_compares_what_was_kept(tmp_path: Path) -> None:
    night = Night(tmp_path, KeepingPut((PATH, DATA, False)))
    night.act()
    whole = verify_journal(night.folder)
    assert whole.ok
    assert whole.stored.same == 2, "the copy, and the output"
    copy = night.folder / night.kind.names[0]
    copy.write_bytes(DATA[:-1] + b"\r")
    changed = verify_journal(night.folder)
    assert (changed.ok, changed.stored.changed) == (False, (night.kind.names[0],))
    copy.unlink()
    gone = verify_journal(night.folder)
    assert (gone.ok, gone.stored.missing) == (False, (night.kind.names[0],))
    for language in LANGUAGES:
        assert night.kind.names[0] in " ".join(explain(gone, language))
        for kind in FORMATS:
            assert "000" in make_report(night.folder, kind, language, 0.0).decode()
    report = json.loads(make_report(night.folder, "json", "en", 0.0))
    assert report["evidence"]["stored"] == {"same": 1, "changed": [], "missing": [night.kind.names[0]]}
    assert verify_journal((night.folder / JOURNAL_NAME).read_bytes()).ok, "bytes alone name no folder"


def test_a_record_that_names_a_file_elsewhere_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"x")
    (tmp_path / "run").mkdir()
    night = Night(tmp_path / "runs", KeepingPut((PATH, DATA, False)))
    night.act()
    kept = next(record for record in read_journal(night.folder).records if record.type == "kept")
    for name in ("../outside", str(outside), "a/../../outside", "backup/.."):
        forged = replace(kept, data={**kept.data, "file": name, "sha256": sha256(b"x").hexdigest()})
        found = verify_stored(tmp_path / "run", [forged])
        assert found.same == 0
        assert found.changed == (name,)


def test_the_record_cannot_be_written(tmp_path: Path) -> None:
    """The copy is there, its record is not: nothing is changed."""
    night = Night(tmp_path, KeepingPut((PATH, DATA, False)))
    night.kind.does = lambda job: night.engine._journal.give_up("full")
    plan = night.engine.prepare("install").result(10).plan
    assert plan is not None
    assert not isinstance(night.engine.apply("install", plan.digest).result(10), Refused)
    night.engine._idle.wait(10)
    night.engine.leave()
    assert night.shelf.things == []
