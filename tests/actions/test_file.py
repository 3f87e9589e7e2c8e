"""``file.copy``: complete or not at all, exactly what was shown, and what stops it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.actions.jobs import TestJob
from xprunbook.actions.file import FileCopy
from xprunbook.run.contract import ActionFailed, Cancelled, Finding, Plan

COPY = FileCopy()


def _planned(folder: Path, there: bytes | None = None) -> tuple[TestJob, Plan, Path, Path]:
    source, target = folder / "source.bin", folder / "target.bin"
    source.write_bytes(os.urandom(3 << 20))
    if there is not None:
        target.write_bytes(there)
    job = TestJob({"source": str(source), "target": str(target), "replace": True})
    found = COPY.inspect(job)
    assert found.finding is Finding.NEEDED
    return job, COPY.plan(job, found), source, target


def test_a_copy(tmp_path: Path) -> None:
    """Equal, with the same time of change, and nothing else in the folder."""
    job, plan, source, target = _planned(tmp_path)
    COPY.apply(plan, job)
    assert target.read_bytes() == source.read_bytes()
    assert target.stat().st_mtime_ns == source.stat().st_mtime_ns
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source.bin", "target.bin"]
    assert job.parts[-1] == 1.0


def test_the_source_changed_after_the_plan(tmp_path: Path) -> None:
    """Nothing is copied but what was shown."""
    job, plan, source, target = _planned(tmp_path)
    source.write_bytes(b"changed")
    with pytest.raises(ActionFailed) as failure:
        COPY.apply(plan, job)
    assert failure.value.says.code == "trouble.changed"
    assert not target.exists()
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("there", [None, b"before"])
def test_the_target_changed_after_the_plan(tmp_path: Path, there: bytes | None) -> None:
    """Nothing is replaced but what was shown; a file that appeared is kept."""
    job, plan, _, target = _planned(tmp_path, there)
    target.write_bytes(b"somebody else's")
    with pytest.raises(ActionFailed) as failure:
        COPY.apply(plan, job)
    assert failure.value.says.code in ("trouble.changed", "trouble.exists")
    assert target.read_bytes() == b"somebody else's"
    assert len(list(tmp_path.iterdir())) == 2


def test_cancelled_in_the_middle(tmp_path: Path) -> None:
    """The state is known: as before."""
    job, plan, _, target = _planned(tmp_path, b"before")
    job.stop_after = 0.0
    with pytest.raises(Cancelled) as stopped:
        COPY.apply(plan, job)
    assert stopped.value.known
    assert target.read_bytes() == b"before"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("name", ["fsync", "replace", "chmod", "utime"])
def test_a_failure_at_any_call_leaves_the_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Disk full or denied at a call: the old file stands there, the temporary one is gone."""
    if sys.platform == "win32":
        pytest.skip("other calls there")
    job, plan, _, target = _planned(tmp_path, b"before")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, name, fail)
    with pytest.raises(ActionFailed) as failure:
        COPY.apply(plan, job)
    monkeypatch.undo()
    assert failure.value.says.code == "trouble.full"
    assert target.read_bytes() == b"before"
    assert len(list(tmp_path.iterdir())) == 2


def test_rights_of_the_replaced_file_stay(tmp_path: Path) -> None:
    """A replaced file keeps its mode."""
    if sys.platform == "win32":
        pytest.skip("rights are ACLs there")
    job, plan, _, target = _planned(tmp_path, b"before")
    target.chmod(0o640)
    COPY.apply(plan, job)
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    """Neither a pipe nor a device is a file."""
    if sys.platform == "win32":
        pytest.skip("no named pipes in folders there")
    os.mkfifo(tmp_path / "pipe")
    job = TestJob({"source": str(tmp_path / "pipe"), "target": str(tmp_path / "x")})
    assert COPY.inspect(job).finding is Finding.BLOCKED
