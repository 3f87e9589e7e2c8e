"""Writing: backup, replacement, restore, retries; rights stay; nothing is ever cut and written over."""

from __future__ import annotations

import errno
import os
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.actions.atlas.support import PATH, MemoryFiles
from tests.links import link
from xprunbook.actions.atlas.files import RealConfigFiles, RealInstallation, machine_of, own_names
from xprunbook.actions.atlas.locate import candidates, choose
from xprunbook.actions.atlas.ports import Look
from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.write import backups, restore, sha256, write
from xprunbook.systems.trouble import Refused as OutsideRefused
from xprunbook.systems.trouble import Trouble

NOW = datetime(2026, 11, 3, 22, 40, 11, 123_000, UTC)
OLD, NEW = b"<old/>", b"<new/>"


def test_backup_then_replacement() -> None:
    files = MemoryFiles({PATH: OLD})
    done = write(files, PATH, sha256(OLD), NEW, NOW)
    stem = PATH + f".20261103-224011-123Z.{sha256(OLD)[:12]}-{sha256(NEW)[:12]}.bak"
    assert files.files == {PATH: NEW, stem: OLD}
    assert done.backup == stem
    assert done.sha256 == sha256(NEW)
    assert files.calls.index("create") < files.calls.index("replace")


def test_the_same_backup_serves_again() -> None:
    files = MemoryFiles({PATH: OLD}, fault="fail")
    files.at = 9  # the replacement
    with pytest.raises(OutsideRefused):
        write(files, PATH, sha256(OLD), NEW, NOW)
    assert len(files.files) == 2
    assert files.calls[9] == "replace", files.calls
    files.at = -1
    write(files, PATH, sha256(OLD), NEW, NOW + timedelta(hours=1))
    assert len(files.files) == 2


def test_restore_by_hash_and_back_again() -> None:
    files = MemoryFiles({PATH: OLD})
    write(files, PATH, sha256(OLD), NEW, NOW)
    restore(files, PATH, backups(files, PATH)[0], NOW + timedelta(minutes=1))
    assert files.files[PATH] == OLD
    newest = backups(files, PATH)[0]
    assert (newest.before, newest.after) == (sha256(NEW)[:12], sha256(OLD)[:12])


def test_a_clock_set_back_does_not_hide_the_newest_backup() -> None:
    files = MemoryFiles({PATH: OLD})
    write(files, PATH, sha256(OLD), NEW, NOW)
    write(files, PATH, sha256(NEW), b"<third/>", NOW - timedelta(days=1))
    assert backups(files, PATH)[0].after == sha256(b"<third/>")[:12]


def test_restore_of_a_file_that_is_gone() -> None:
    files = MemoryFiles({PATH: OLD})
    write(files, PATH, sha256(OLD), NEW, NOW)
    del files.files[PATH]
    restore(files, PATH, backups(files, PATH)[0], NOW)
    assert files.files[PATH] == OLD


def test_restore_refuses_a_changed_backup() -> None:
    files = MemoryFiles({PATH: OLD})
    backup = write(files, PATH, sha256(OLD), NEW, NOW).backup
    files.files[backup] = b"<forged/>"
    with pytest.raises(Refused) as caught:
        restore(files, PATH, backups(files, PATH)[0], NOW)
    assert caught.value.code == "backup-changed"
    assert files.files[PATH] == NEW


def test_restore_refuses_another_state_than_expected() -> None:
    files = MemoryFiles({PATH: OLD})
    write(files, PATH, sha256(OLD), NEW, NOW)
    with pytest.raises(Refused) as caught:
        restore(files, PATH, backups(files, PATH)[0], NOW, sha256(OLD))
    assert caught.value.code == "changed"


def test_somebody_else_writes_before() -> None:
    files = MemoryFiles({PATH: b"<theirs/>"})
    with pytest.raises(Refused) as caught:
        write(files, PATH, sha256(OLD), NEW, NOW)
    assert caught.value.code == "changed"
    assert files.files == {PATH: b"<theirs/>"}


@pytest.mark.parametrize("moment", range(1, 8))
def test_somebody_else_writes_meanwhile(moment: int) -> None:
    files = MemoryFiles({PATH: OLD})

    def meddle(name: str) -> None:
        if len(files.calls) == moment + 1:
            files.files[PATH] = b"<theirs/>"

    files.after = meddle
    with pytest.raises(Refused) as caught:
        write(files, PATH, sha256(OLD), NEW, NOW)
    assert caught.value.code == "changed"
    assert files.files[PATH] == b"<theirs/>"
    assert not [name for name in files.files if name.endswith(".part")]


def test_somebody_else_writes_right_after() -> None:
    files = MemoryFiles({PATH: OLD})

    def meddle(name: str) -> None:
        if name == "replace":
            files.files[PATH] = b"<theirs/>"

    files.after = meddle
    with pytest.raises(Refused) as caught:
        write(files, PATH, sha256(OLD), NEW, NOW)
    assert caught.value.code == "changed-after"


def test_links_and_missing_files_are_refused() -> None:
    files = MemoryFiles({PATH: OLD})
    files.look_as = Look(0, 0.0, plain=False)
    with pytest.raises(Refused) as caught:
        write(files, PATH, sha256(OLD), NEW, NOW)
    assert caught.value.code == "no-plain-file"
    with pytest.raises(Refused) as caught:
        write(MemoryFiles({}), PATH, sha256(OLD), NEW, NOW)
    assert caught.value.code == "missing"


def test_leftovers_of_ours_are_cleared_and_nothing_else() -> None:
    folder = PATH.rpartition("\\")[0]
    ours = [f"{folder}\\.atlas.xml.0a1b2c3d.part", f"{folder}\\.atlas.xml.0a1b2c3d.old"]
    theirs = [f"{folder}\\atlas.xml.old", f"{folder}\\.atlas.xml.backup", f"{folder}\\other.0a1b2c3d.part"]
    files = MemoryFiles({PATH: OLD, **dict.fromkeys((*ours, *theirs), b"x")})
    write(files, PATH, sha256(OLD), NEW, NOW)
    assert not set(ours) & set(files.files)
    assert set(theirs) <= set(files.files)


# --- the real disk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A real file."""
    target = tmp_path / "atlas.xml"
    target.write_bytes(OLD)
    return target


def test_the_real_disk(path: Path) -> None:
    files = RealConfigFiles()
    done = write(files, str(path), sha256(OLD), NEW, NOW)
    assert path.read_bytes() == NEW
    assert Path(done.backup).read_bytes() == OLD
    restore(files, str(path), backups(files, str(path))[0], NOW)
    assert path.read_bytes() == OLD
    assert len(list(path.parent.iterdir())) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o400])
def test_mode_and_owner_stay(path: Path, mode: int) -> None:
    os.chmod(path, mode)
    if sys.platform != "win32" and os.geteuid() == 0:
        os.chown(path, 65534, 65534)
    was = path.stat()
    done = write(RealConfigFiles(), str(path), sha256(OLD), NEW, NOW)
    for made in (path, Path(done.backup)):
        now = made.stat()
        assert (now.st_mode, now.st_uid, now.st_gid) == (was.st_mode, was.st_uid, was.st_gid)


@pytest.mark.skipif(sys.platform == "win32", reason="chown is POSIX's")
def test_an_owner_that_cannot_be_kept_stops_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no")

    monkeypatch.setattr(os, "fchown", denied)
    monkeypatch.setattr(os, "fstat", lambda handle, real=os.fstat: _other_owner(real(handle)))
    with pytest.raises(OutsideRefused) as caught:
        RealConfigFiles().create(str(path) + ".x", NEW, str(path))
    assert caught.value.trouble is Trouble.DENIED
    assert [item.name for item in path.parent.iterdir()] == ["atlas.xml"]


def _other_owner(found: os.stat_result) -> os.stat_result:
    values = list(found)
    values[4] += 1
    return os.stat_result(values)


def test_looks(path: Path) -> None:
    files = RealConfigFiles()
    found = files.look(str(path))
    assert found is not None
    assert (found.size, found.plain, found.machine) == (len(OLD), True, "")
    assert files.look(str(path) + "x") is None
    assert files.look(str(path / "below")) is None
    os.link(path, path.with_name("second"))
    twice = files.look(str(path))
    assert twice is not None
    assert not twice.plain


def test_looks_at_a_link(path: Path) -> None:
    linked = path.with_name("link")
    link(linked, path)
    found = RealConfigFiles().look(str(linked))
    assert found is not None
    assert not found.plain


def test_a_folder_or_pipe_is_no_file(path: Path) -> None:
    with pytest.raises(OutsideRefused):
        RealConfigFiles().read(str(path.parent))
    if sys.platform != "win32":
        pipe = path.with_name("pipe")
        os.mkfifo(pipe)
        with pytest.raises(OutsideRefused):
            RealConfigFiles().read(str(pipe))
        assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_name_the_system_cannot_take() -> None:
    with pytest.raises(OutsideRefused) as caught:
        RealConfigFiles().read("a\0b")
    assert caught.value.trouble is Trouble.NAME


def test_whose_file_it_is() -> None:
    own = own_names()[0]
    assert machine_of(r"\\XPH-OLD\c$\atlas.xml") == "XPH-OLD"
    assert machine_of(r"\\?\UNC\XPH-OLD\c$\atlas.xml") == "XPH-OLD"
    assert machine_of(rf"\\{own.upper()}\c$\atlas.xml") == ""
    assert machine_of(r"\\localhost\c$\atlas.xml") == ""
    assert machine_of(r"C:\x\atlas.xml") == ""
    assert machine_of("/x/atlas.xml") == ""


def test_candidates() -> None:
    folder = r"C:\XP"
    files = MemoryFiles(
        {rf"{folder}\Atlas.XML": OLD, rf"{folder}\Config\atlas.xml": NEW, rf"{folder}\b.txt": b""}
    )

    class One(RealInstallation):
        def folders(self) -> tuple[str, ...]:
            return (folder, r"C:\nowhere")

    assert [item.path for item in candidates(files, One())] == [
        rf"{folder}\Atlas.XML",
        rf"{folder}\Config\atlas.xml",
    ]
    with pytest.raises(Refused) as caught:
        choose(files, One())
    assert caught.value.code == "many-files"
    assert " UTC)" in str(caught.value.values["paths"])
    del files.files[rf"{folder}\Atlas.XML"]
    assert choose(files, One()) == rf"{folder}\Config\atlas.xml"
    files.look_as = Look(0, 0.0, machine="XPH-OLD")
    with pytest.raises(Refused) as caught:
        choose(files, One())
    assert caught.value.code == "other-machine"
    files.files.clear()
    with pytest.raises(Refused) as caught:
        choose(files, One())
    assert caught.value.code == "missing-file"


def test_the_default_folder_is_always_looked_into() -> None:
    assert RealInstallation().folders()[-1] == r"C:\Program Files\C4B\XPhone Connect Server"
