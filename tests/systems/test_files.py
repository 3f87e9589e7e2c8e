"""The real files and shares: facts, bounds, whole or not at all, and the system's refusals in our words."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from tests.actions.jobs import TestJob
from xprunbook.systems import shares as real_shares
from xprunbook.systems.files import RealFiles
from xprunbook.systems.ports import READ_LIMIT
from xprunbook.systems.shares import PREFIX, RealShares
from xprunbook.systems.trouble import POSIX, WINDOWS, Refused, Trouble, refused

FILES = RealFiles()
DIGEST = hashlib.sha256(b"before").hexdigest()


def test_facts(tmp_path: Path) -> None:
    """A file, a folder, nothing, and below a file."""
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    found = FILES.facts(str(path))
    assert found is not None
    assert (found.kind, found.size) == ("file", 5)
    folder = FILES.facts(str(tmp_path))
    assert folder is not None
    assert folder.kind == "folder"
    assert FILES.facts(str(tmp_path / "none")) is None
    assert FILES.facts(str(path / "below")) is None


def test_reading_is_bounded(tmp_path: Path) -> None:
    """From any place, at most the limit."""
    path = tmp_path / "a"
    path.write_bytes(bytes(range(256)) * 40_000)
    assert FILES.read(str(path), 10, 3) == b"\x0a\x0b\x0c"
    assert len(FILES.read(str(path), 0, 1 << 40)) == READ_LIMIT
    assert FILES.read(str(path), 1 << 30) == b""


def test_paths_no_system_can_take(tmp_path: Path) -> None:
    """A sentence, not a ValueError. Windows calls a path that is too long one that is not there."""
    for path in ("a\0b", str(tmp_path / ("x" * 5000))):
        with pytest.raises(Refused) as no:
            FILES.read(path)
        assert no.value.trouble in (Trouble.NAME, Trouble.MISSING)


def test_space(tmp_path: Path) -> None:
    """Free is not more than all there is."""
    space = FILES.space(str(tmp_path))
    assert 0 < space.free <= space.total
    with pytest.raises(Refused) as no:
        FILES.space(str(tmp_path / "none"))
    assert no.value.trouble is Trouble.MISSING


def test_writing(tmp_path: Path) -> None:
    """New only when new, replaced only when it is what was expected."""
    path = tmp_path / "a"
    FILES.write(str(path), b"before", "")
    with pytest.raises(Refused) as no:
        FILES.write(str(path), b"after", "")
    assert no.value.trouble is Trouble.EXISTS
    with pytest.raises(Refused) as no:
        FILES.write(str(path), b"after", "0" * 64)
    assert no.value.trouble is Trouble.CHANGED
    assert path.read_bytes() == b"before"
    FILES.write(str(path), b"after", DIGEST)
    assert path.read_bytes() == b"after"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("links", [True, False])
def test_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    """On a file system without them a new name is still never taken from another."""
    if sys.platform == "win32":
        pytest.skip("other calls there")

    def fail(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    if not links:
        monkeypatch.setattr(os, "link", fail)
    path = tmp_path / "a"
    FILES.write(str(path), b"before", "")
    with pytest.raises(Refused) as no:
        FILES.write(str(path), b"after", "")
    assert no.value.trouble is Trouble.EXISTS
    assert path.read_bytes() == b"before"


def test_a_share_probe(tmp_path: Path) -> None:
    """Leaves nothing, names who it was."""
    probed = RealShares("EXAMPLE\\anna").probe(str(tmp_path), TestJob())
    assert (probed.identity, probed.remains) == ("EXAMPLE\\anna", "")
    assert list(tmp_path.iterdir()) == []


def test_a_probe_that_cannot_be_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, so that a person can remove it."""
    monkeypatch.setattr(real_shares, "_removed", lambda path: False)
    probed = RealShares("anna").probe(str(tmp_path), TestJob())
    (left,) = tmp_path.iterdir()
    assert probed.remains == str(left)
    assert left.name.startswith(PREFIX)


def test_a_probe_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused, and cleaned up."""

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused) as no:
        RealShares("anna").probe(str(tmp_path), TestJob())
    assert no.value.trouble is Trouble.FULL
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "trouble"),
    [
        (2, Trouble.MISSING),
        (3, Trouble.MISSING),
        (5, Trouble.DENIED),
        (53, Trouble.NETWORK_PATH),
        (64, Trouble.GONE),
        (67, Trouble.SHARE_NAME),
        (112, Trouble.FULL),
        (1326, Trouble.LOGON),
    ],
)
def test_numbers_of_windows(number: int, trouble: Trouble) -> None:
    """The eight numbers that are promised; Windows' number counts before errno."""
    assert WINDOWS[number] is trouble
    error = OSError(22, "Zugriff verweigert")
    error.winerror = number  # type: ignore[attr-defined, unused-ignore]
    found = refused(error, "\\\\fs01\\backup")
    assert (found.trouble, found.number) == (trouble, number)


def test_numbers_of_posix() -> None:
    """Their counterparts, and one nobody knows."""
    import errno

    assert POSIX[errno.ENOENT] is Trouble.MISSING
    assert POSIX[errno.EACCES] is Trouble.DENIED
    assert POSIX[errno.EHOSTUNREACH] is Trouble.NETWORK_PATH
    assert POSIX[errno.ENOSPC] is Trouble.FULL
    assert refused(OSError(12345, "?"), "x").trouble is Trouble.OTHER


def test_every_trouble_has_its_words() -> None:
    """Each can be said, and each has something that helps."""
    from xprunbook.actions.troubles import SENTENCES

    for trouble in Trouble:
        assert f"trouble.{trouble}" in SENTENCES
        assert f"helps.{trouble}" in SENTENCES
