"""What the versions of the Backup-Manager mean, and what a licence file says, in words."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from tests.actions.conformance import Case
from tests.actions.jobs import TestJob, in_words
from tests.actions.xphone.conforming import CASES
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.actions.machine.versions import reaches, read_version
from xprunbook.run.contract import Action

KINDS = ActionKinds(("xphone.restore-latest",))


def _case(kind: str, called: str) -> Case:
    return next(case for case in CASES if (case.kind, case.name) == (kind, called))


def _words(kind: str, called: str, tmp_path: Path) -> str:
    setting, loaded = _case(kind, called).prepare(tmp_path), KINDS.load(kind)
    assert loaded is not None
    return in_words(loaded, loaded.inspect(TestJob(setting.parameters, setting.site)))


@pytest.mark.parametrize(
    ("one", "other", "reaches_it"),
    [
        ("9.0.330.1359", "9.0.330.1359", True),
        ("9.0.330.1358", "9.0.330.1359", False),
        ("9.0.1000.0", "9.0.330.1359", True),
        ("10.0", "9.8.138.1142", True),
        ("9.8", "9.8.0.0", True),
        ("", "9.8", False),
        ("9.8", "x", False),
    ],
)
def test_versions_are_compared_as_numbers(one: str, other: str, reaches_it: bool) -> None:
    assert reaches(one, other) == reaches_it


def test_what_is_no_version() -> None:
    for text in ("", "9.", "9.8.1.2.3", "9.8a", "-1.0", "9,8", "999999.0"):
        assert read_version(text) is None


def test_the_meaning_of_a_version_is_said(tmp_path: Path) -> None:
    new = _words("xphone.backup-manager", "new", tmp_path)
    assert "runs the installers it needs by itself" in new
    assert "knows the call /restoreLatest" in new
    between = _words("xphone.backup-manager", "new enough", tmp_path)
    assert "runs the installers it needs by itself" in between
    assert "does not know the call /restoreLatest" in between
    old = _words("xphone.backup-manager", "old", tmp_path)
    assert "adjustments to V9 are missing" in old
    assert old.count("C4B's list of patches") == 1


def test_the_licence_names_system_and_customer(tmp_path: Path) -> None:
    told = _words("xphone.licence", "in the one folder", tmp_path)
    assert "Muster GmbH, system ID X-1" in told
    assert "licence administration only" in told
    assert "root:" not in _words("xphone.licence", "entities of other files", tmp_path)


def test_the_inventory_names_services_and_the_meter(tmp_path: Path) -> None:
    told = _words("xphone.server", "installed", tmp_path)
    assert "Services: AtlasServer" in told
    assert "40 % Datenbanken" in told
    assert "atlasservice.exe: file version 9.8.69.1" in told


def test_the_restore_shows_every_database_it_overwrites(tmp_path: Path) -> None:
    setting = _case("xphone.restore-latest", "as the service account").prepare(tmp_path)
    kind = cast(Action, KINDS.load("xphone.restore-latest"))
    job = TestJob(setting.parameters, setting.site, secrets=setting.secrets)
    plan = kind.plan(job, kind.inspect(job))
    assert plan.operations[0].text.splitlines() == [
        r"D:\Apps\XPhone\XPhoneServerBackup.exe /restoreLatest",
        r"CORP\svc <svc>",
        r"XPDATA -> SQL01\XPHONE",
    ]
    warnings = " ".join(kind.texts.say(item.code, "en", **item.values) for item in plan.warnings)
    assert "not been tried on a real server" in warnings
    assert "exit code" in warnings
    kind.apply(plan, job)
    assert "meaning unknown" in "\n".join(job.told)
