"""The kinds of the XPhone server against a real registry, real files and a real program with a version."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest

from tests.actions.jobs import TestJob, in_words, real_site
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.actions.xphone.facts import KEY, METER, SERVER_STATE
from xprunbook.run.contract import Finding, Inspection
from xprunbook.runbook.substitute import Filled

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="XPhone runs on Windows")

winreg: Any = pytest.importorskip("winreg")

KINDS: Final = ActionKinds(("xphone.restore-latest",))
LICENCE: Final = "<License><SystemID>X-1</SystemID><CustomerData Name='Müller'/></License>"


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Path]:
    """An installation: this Python stands in for its programs, so they have a version and run."""
    below = KEY.partition("\\")[2]
    with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, below):
        pytest.skip("XPhone is installed here")
    folder = tmp_path / "XPhone Connect Server"
    (folder / "licenses").mkdir(parents=True)
    for name in ("XPhoneServerBackup.exe", "atlasservice.exe"):
        shutil.copy(sys.executable, folder / name)
    (folder / "licenses" / "license.xml").write_text(LICENCE, encoding="utf-8")
    with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, below) as key:
        winreg.SetValueEx(key, "InstallDir", 0, winreg.REG_SZ, f"{folder}\\")
    with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, SERVER_STATE.partition("\\")[2]) as key:
        winreg.SetValueEx(key, METER, 0, winreg.REG_DWORD, 40)
    yield folder
    winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, SERVER_STATE.partition("\\")[2])
    winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, below)


def _look(called: str, /, **given: Filled) -> tuple[Inspection, str]:
    kind = KINDS.load(called)
    assert kind is not None
    found = kind.inspect(TestJob(given, real_site()))
    return found, in_words(kind, found)


def test_the_inventory_of_a_server(installed: Path) -> None:
    found, told = _look("xphone.server")
    assert found.finding is Finding.SATISFIED
    assert str(installed) in told
    version = ".".join(map(str, sys.version_info[:2]))
    assert f"atlasservice.exe: file version {version}" in told
    assert "40 %" in told


def test_an_old_backup_manager_and_what_it_cannot_do(installed: Path) -> None:
    found, told = _look("xphone.backup-manager")
    assert found.finding is Finding.NEEDED
    assert "adjustments to V9 are missing" in told
    found, told = _look("xphone.restore-latest")
    assert found.finding is Finding.BLOCKED
    assert "does not know /restoreLatest" in told
    assert _look("file.version", path=str(installed / "atlasservice.exe"), at_least="3.11")[0].evidence[
        "version"
    ]


def test_the_licence_file(installed: Path) -> None:
    found, told = _look("xphone.licence")
    assert found.finding is Finding.SATISFIED
    assert "Müller, system ID X-1" in told
    (installed / "licenses" / "license.xml").unlink()
    assert _look("xphone.licence")[0].finding is Finding.NEEDED


def test_nothing_is_installed() -> None:
    for name in ("xphone.server", "xphone.backup-manager", "xphone.licence"):
        found, told = _look(name)
        if found.finding is not Finding.NEEDED:
            pytest.skip("XPhone is installed here")
        assert "No XPhone Connect Server is installed" in told


def test_machine_and_mac_answer(installed: Path) -> None:
    assert _look("machine.windows", build=10_000)[0].finding is Finding.SATISFIED
    assert _look("machine.windows", build=99_999)[0].finding is Finding.NEEDED
    assert _look("machine.static-mac")[0].finding in (Finding.SATISFIED, Finding.NEEDED, Finding.UNKNOWN)
    found, _ = _look("registry.value", key=KEY, name="InstallDir", equals=f"{installed}\\")
    assert found.finding is Finding.SATISFIED
