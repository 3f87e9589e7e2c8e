"""The systems of the practice site and the real ones, asked the same: the same answers and the same troubles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.actions.atlas.support import SMALL
from tests.actions.jobs import ACCOUNT, TestJob
from tests.actions.servers import closed_port
from tests.links import link
from tests.practice.sites import site
from xprunbook.actions.atlas.files import RealConfigFiles
from xprunbook.actions.atlas.ports import CONFIG_FILES, INSTALLATION, ConfigFiles, Installation
from xprunbook.practice.config_files import PracticeConfigFiles, PracticeInstallation
from xprunbook.practice.faults import Fault
from xprunbook.practice.files import PracticeFiles
from xprunbook.practice.kept_sql import KeptSql
from xprunbook.practice.network import PracticeNetwork
from xprunbook.practice.processes import PracticeProcesses
from xprunbook.practice.shares import PracticeShares
from xprunbook.practice.story import BACKUP_LOG, OLD, SHARE
from xprunbook.run.contract import Cancelled, NotHere, Port
from xprunbook.systems.files import RealFiles
from xprunbook.systems.network import RealNetwork
from xprunbook.systems.ports import (
    FILES,
    NETWORK,
    PROCESSES,
    SHARES,
    Command,
    Files,
    Network,
    Processes,
    Shares,
)
from xprunbook.systems.shares import RealShares
from xprunbook.systems.sql import SQL, Sql
from xprunbook.systems.trouble import Refused, Trouble

A_FILES: Final[type[Files]] = PracticeFiles
A_NETWORK: Final[type[Network]] = PracticeNetwork
PROGRAMS: Final[type[Processes]] = PracticeProcesses
A_SHARES: Final[type[Shares]] = PracticeShares
A_SQL: Final[type[Sql]] = KeptSql
CONFIGS: Final[type[ConfigFiles]] = PracticeConfigFiles
INSTALLED: Final[type[Installation]] = PracticeInstallation
"""The types fit the ports; the type checker reads this."""

JOB: Final = TestJob({}, seconds=1e9)
ONE: Final = hashlib.sha256(b"one").hexdigest()
TWO: Final = hashlib.sha256(b"two").hexdigest()


def _told(deed: Callable[[], object]) -> object:
    """What came back, or which trouble it was."""
    try:
        return deed()
    except Refused as refused:
        return refused.trouble


def _story(files: Files, root: str) -> list[object]:
    """The same questions and orders, in the same order."""
    at = root.__add__
    return [
        _told(lambda: files.facts(at("none"))),
        _told(lambda: files.read(at("none"))),
        _told(lambda: files.digest(at("none"), JOB)),
        _told(lambda: files.space(at("none"))),
        _told(lambda: files.write(at("a.txt"), b"one", "")),
        _told(lambda: files.write(at("a.txt"), b"two", "")),
        _told(lambda: files.write(at("a.txt"), b"two", TWO)),
        _told(lambda: files.read(at("a.txt"), 1, 9)),
        _told(lambda: files.digest(at("a.txt"), JOB)),
        _told(lambda: files.copy(at("a.txt"), at("b.txt"), TWO, "", JOB)),
        _told(lambda: files.copy(at("a.txt"), at("b.txt"), ONE, "", JOB)),
        _told(lambda: files.copy(at("a.txt"), at("b.txt"), ONE, "", JOB)),
        _told(lambda: files.copy(at("none"), at("c.txt"), ONE, "", JOB)),
        _told(lambda: files.write(at("a.txt"), b"two", ONE)),
        _told(lambda: files.copy(at("a.txt"), at("b.txt"), TWO, ONE, JOB)),
        _told(lambda: files.read(at("b.txt"))),
        _told(lambda: files.write(at("none/x.txt"), b"x", "")),
        _told(lambda: files.read(root)),
        [_kind(files, at(name)) for name in ("a.txt", "b.txt", "")],
    ]


def _kind(files: Files, path: str) -> str:
    found = files.facts(path)
    return found.kind if found else ""


def test_files_behave_as_real_ones(tmp_path: Path) -> None:
    """Every answer and every trouble, in order."""
    real = tmp_path / "real"
    real.mkdir()
    files = site(tmp_path / "practice").system(FILES)
    assert _story(files, "D:\\XPhoneBackup\\") == _story(RealFiles(), f"{real}/")


def test_shares_behave_as_real_ones(tmp_path: Path) -> None:
    """A probe leaves nothing behind; a folder that is not there is the same trouble."""
    (tmp_path / "real").mkdir()
    real, practice = RealShares(ACCOUNT), site(tmp_path / "practice").system(SHARES)
    assert real.probe(str(tmp_path / "real"), JOB).remains == practice.probe(SHARE, JOB).remains == ""
    assert _told(lambda: real.probe(str(tmp_path / "none"), JOB)) is Trouble.MISSING
    assert _told(lambda: practice.probe(rf"{SHARE}\none", JOB)) is Trouble.MISSING
    assert not list((tmp_path / "practice" / "SQL01" / "C" / "XPhoneBackup").iterdir())


def test_the_network_behaves_as_a_real_one(tmp_path: Path) -> None:
    """Closed, unknown, an address, a cancelled look: the same troubles."""
    real, practice = RealNetwork(), site(tmp_path).system(NETWORK)
    stopped = TestJob({}, stop_after=0.0)
    assert _told(lambda: real.connect("127.0.0.1", closed_port(), 5, JOB)) is Trouble.CLOSED
    assert _told(lambda: practice.connect("localhost", 9, 5, JOB)) is Trouble.CLOSED
    assert _told(lambda: practice.get("file:///etc/passwd", 5, JOB)) is Trouble.ADDRESS
    assert practice.get("http://xph-new/", 5, JOB).url == "http://xph-new/XPhoneConnect/WebAdmin/"
    assert practice.get("http://xph-new/nothing", 5, JOB).status == 404
    with pytest.raises(Cancelled):
        practice.connect("localhost", 2231, 5, stopped)


def test_nothing_outside_the_story_is_reached(tmp_path: Path) -> None:
    """Every connection goes to loopback; other names have no address."""
    from tests.actions.recorder import recorded

    made = site(tmp_path)
    with recorded() as record:
        network = made.system(NETWORK)
        for host in ("example.com", "192.0.2.99", "10.0.0.1", "xph-new.example.com"):
            assert _told(lambda host=host: network.connect(host, 80, 5, JOB)) is Trouble.UNRESOLVED  # type: ignore[misc]
        network.connect("XPH-NEW", 2231, 5, JOB)
        network.get("https://xph-new/XPhoneConnect/Analytics", 5, JOB)
    made.close()
    reached = [call for call in record.network if "getaddrinfo" not in call]
    assert len(reached) == 4
    assert all("'127.0.0.1'" in call for call in reached), reached


PATHS: Final = (
    (r"\\.\PhysicalDrive0", Trouble.NETWORK_PATH),
    (r"\\?\C:\x", Trouble.NETWORK_PATH),
    ("/etc/passwd", Trouble.NAME),
    ("relative.txt", Trouble.NAME),
    ("C:relative.txt", Trouble.NAME),
    ("C:\\a:b", Trouble.NAME),
    ("C:\\x\0y", Trouble.NAME),
    (r"\\OTHER\share\x", Trouble.NETWORK_PATH),
    (r"\\SQL01\none\x", Trouble.SHARE_NAME),
)


@pytest.mark.parametrize(("path", "trouble"), PATHS)
def test_paths_stay_in_the_world(path: str, trouble: Trouble, tmp_path: Path) -> None:
    """A path of this machine means nothing there."""
    files = site(tmp_path).system(FILES)
    assert _told(lambda: files.facts(path)) is trouble


@pytest.mark.parametrize("path", [r"C:\..\..\..\world.json", r"\\XPH-NEW\C$\..\..\..\world.json"])
def test_no_dots_lead_out(path: str, tmp_path: Path) -> None:
    """``..`` ends at the drive, as on Windows."""
    assert site(tmp_path).system(FILES).facts(path) is None


def test_a_link_does_not_lead_out(tmp_path: Path) -> None:
    """Also one that somebody put there."""
    made = site(tmp_path / "practice")
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    link(tmp_path / "practice" / "XPH-NEW" / "C" / "link", tmp_path)
    assert _told(lambda: made.system(FILES).read(r"C:\link\secret.txt")) is Trouble.DENIED


def test_the_log_grows_and_can_be_copied(tmp_path: Path) -> None:
    """On reading, without anything being written; what is copied is what was read."""
    from tests.practice.sites import BEGAN

    clock = [BEGAN]
    files = site(tmp_path, Fault.SHARE_DENIED, now=lambda: clock[0]).system(FILES)
    first = files.read(BACKUP_LOG)
    clock[0] += 60
    second = files.read(BACKUP_LOG.upper())
    assert second.startswith(first)
    assert len(second) > len(first)
    assert b"Operating system error 5" in first
    digest = files.digest(BACKUP_LOG, JOB)
    files.copy(BACKUP_LOG, rf"{SHARE}\log.txt", digest, "", JOB)
    assert files.read(rf"{SHARE}\log.txt") == second
    assert _told(lambda: files.copy(BACKUP_LOG, rf"{SHARE}\2.txt", ONE, "", JOB)) is Trouble.CHANGED


def test_programs_only_say_something(tmp_path: Path) -> None:
    """A wait can be cancelled; everything else is refused with a sentence that names what there is."""
    programs = site(tmp_path).at(OLD).system(PROCESSES)
    said: list[str] = []
    ended = programs.run(Command(programs.find("HOSTNAME.exe")), JOB, said.append, lambda *_: None)
    assert (ended.code, said) == (0, [OLD])
    wait = Command(programs.find("practice-wait"), ("30",))
    with pytest.raises(Cancelled):
        programs.run(wait, TestJob({}, stop_after=0.3), said.append, lambda *_: None)
    for program in ("powershell.exe", "/bin/sh", r"C:\Temp\hostname.exe"):
        with pytest.raises(NotHere, match="practice-wait"):
            programs.find(program)
    with pytest.raises(NotHere):
        programs.check(Command(line="hostname & del /s *"))
    assert not programs.runs_still(1, "")


def test_config_files_know_whose_they_are(tmp_path: Path) -> None:
    """A file reached over the network belongs to the other machine; steps on the disk are the real ones."""
    made = site(tmp_path)
    files, installed = made.system(CONFIG_FILES), made.system(INSTALLATION)
    path = files.below(installed.folders()[0], "atlas.xml")
    here, there = files.look(path), files.look(rf"\\{OLD}\C$\{path[3:]}")
    assert here is not None
    assert there is not None
    assert (here.machine, there.machine) == ("", OLD)
    assert files.read(path).startswith(b"\xef\xbb\xbf<?xml")
    assert made.at(OLD).system(INSTALLATION).running()
    real = tmp_path / "atlas.xml"
    real.write_bytes(SMALL.encode())
    assert RealConfigFiles().look(str(real)) is not None
    files.give_name(files.beside(path, "b"), path)
    files.remove(files.beside(path, "b"))
    assert files.look(path) is None


def test_a_later_family_brings_its_own_model(tmp_path: Path) -> None:
    """By the name of its port; the others are missing with a sentence."""
    from tests.practice.sites import no_sign
    from xprunbook.practice.site import practice_site

    made = practice_site(tmp_path, "en", more={"services": lambda places: places.here}, sign=no_sign)
    assert made.at(OLD).system(Port[str]("services")) == OLD
    with pytest.raises(NotHere, match="iis"):
        made.system(Port[str]("iis"))
    with pytest.raises(NotHere, match="XPH-OTHER"):
        made.at("XPH-OTHER")
    assert made.system(SQL)
