"""The machine itself: its Windows, versions of files, adapters, and programs that are opened."""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest

from tests.actions.jobs import TestJob
from xprunbook.run.contract import Cancelled, TimedOut
from xprunbook.systems.hypervisors import mac_range
from xprunbook.systems.ports_windows import MACHINE, Machine
from xprunbook.systems.processes import RealProcesses
from xprunbook.systems.real import RealSite
from xprunbook.systems.trouble import Refused, Trouble

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="this is about a Windows machine")

CANARY: Final = "Kanarienvogel-4711!"

CHILD: Final = """
import json, os, pathlib, sys, time
line = ""
time.sleep(float(sys.argv[2]))
if sys.platform == "win32":
    import ctypes
    ctypes.windll.kernel32.GetCommandLineW.restype = ctypes.c_wchar_p
    line = ctypes.windll.kernel32.GetCommandLineW()
told = {"argv": sys.argv[1:], "line": line, "environment": dict(os.environ), "pid": os.getpid(), "cwd": os.getcwd()}
ready = pathlib.Path(sys.argv[1] + ".part")
ready.write_text(json.dumps(told), encoding="utf-8")
os.replace(ready, sys.argv[1])
sys.exit(3)
"""


@pytest.fixture
def machine() -> Machine:
    """The real one."""
    return RealSite("me").system(MACHINE)


def test_this_windows_has_a_build_and_a_kind(machine: Machine) -> None:
    found = machine.windows()
    told: Any = sys
    assert found.build == told.getwindowsversion().build
    assert found.server == (told.getwindowsversion().product_type != 1)
    assert found.net_release >= 0
    assert isinstance(machine.elevated(), bool)
    assert isinstance(machine.desktop(), bool)


def test_a_programs_version_and_what_has_none(machine: Machine, tmp_path: Path) -> None:
    parts = machine.file_version(sys.executable).split(".")
    assert tuple(map(int, parts[:2])) == sys.version_info[:2]
    assert len(parts) == 4
    plain = tmp_path / "plain.exe"
    plain.write_bytes(b"MZ no program")
    assert machine.file_version(str(plain)) == ""
    for path, trouble in (
        (tmp_path / "none.exe", Trouble.MISSING),
        (tmp_path, Trouble.KIND),
        ("a\0b", Trouble.NAME),
    ):
        with pytest.raises(Refused) as refused:
            machine.file_version(str(path))
        assert refused.value.trouble is trouble


def test_adapters_are_those_that_are_up(machine: Machine) -> None:
    for adapter in machine.adapters():
        assert adapter.name
        assert len(adapter.mac.split("-")) == 6
        assert adapter.range is mac_range(adapter.permanent or adapter.mac)


def _open(machine: Machine, program: str, given: tuple[str, ...], user: str, password: str) -> None:
    machine.open(program, given, TestJob(), lambda pid, started: None, user, password)


def _arguments(folder: Path, *more: str) -> tuple[str, ...]:
    code = folder / "child.py"
    code.write_text(CHILD, encoding="utf-8")
    return ("-I", str(code), str(folder / "told by child.json"), *more)


def _told(folder: Path) -> dict[str, object]:
    place, ends = folder / "told by child.json", time.monotonic() + 60
    while not place.exists():
        assert time.monotonic() < ends, "nothing came up"
        time.sleep(0.05)
    found: dict[str, object] = json.loads(place.read_text(encoding="utf-8"))
    return found


def test_a_program_opens_with_its_arguments_and_is_waited_for(machine: Machine, tmp_path: Path) -> None:
    job = TestJob()
    given = _arguments(tmp_path, "0", 'a "b" c\\')
    assert machine.open(sys.executable, given, job, job.process) == 3
    told = _told(tmp_path)
    assert told["argv"] == [*given[2:]]
    assert [pid for pid, _ in job.processes] == [told["pid"]]
    assert os.path.samefile(str(told["cwd"]), os.path.dirname(sys.executable))
    assert not RealProcesses().runs_still(*job.processes[0])


def test_who_stops_waiting_ends_nothing(machine: Machine, tmp_path: Path) -> None:
    job = TestJob(stop_after=0.5)
    with pytest.raises(Cancelled) as cancelled:
        machine.open(sys.executable, _arguments(tmp_path, "4"), job, job.process)
    assert not cancelled.value.known
    assert RealProcesses().runs_still(*job.processes[0])
    _told(tmp_path)
    late = TestJob(seconds=0.5)
    with pytest.raises(TimedOut):
        machine.open(sys.executable, _arguments(tmp_path, "2"), late, late.process)
    assert RealProcesses().runs_still(*late.processes[0])


def test_nobody_need_wait(machine: Machine, tmp_path: Path) -> None:
    job = TestJob()
    assert machine.open(sys.executable, _arguments(tmp_path, "2"), job, job.process, wait=False) is None
    assert RealProcesses().runs_still(*job.processes[0])
    _told(tmp_path)


def test_another_user_is_asked_for_by_name_and_password(machine: Machine, tmp_path: Path) -> None:
    """A wrong password is refused (1326); Wine has no other users and refuses them all."""
    with pytest.raises(Refused) as refused:
        _open(machine, sys.executable, ("-V",), r".\xprunbook-nobody", CANARY)
    assert refused.value.number in (1326, 1327, 31)
    assert CANARY not in f"{refused.value} {refused.value.said} {refused.value.target}"


class _Library:
    """Stands in for advapi32: remembers what it is told, the password at that moment apart."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.password = ""
        self.CreateProcessWithLogonW = self._create  # ctypes wants to set argtypes on it

    class _Create:
        argtypes: object = None

        def __init__(self, deed: Callable[..., int]) -> None:
            self.deed = deed

        def __call__(self, *told: object) -> int:
            return self.deed(*told)

    @property
    def _create(self) -> _Create:
        return self._Create(self._record)

    def _record(self, *told: object) -> int:
        self.password = told[2]._obj.value  # type: ignore[attr-defined]  # byref of a buffer
        self.held = told[2]._obj  # type: ignore[attr-defined]
        self.told = [getattr(item, "value", item) for index, item in enumerate(told) if index != 2]
        return 0


def test_the_password_is_one_argument_of_one_call_and_gone_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opening: Any = import_module("xprunbook.systems.opening_windows")
    windows: Any = ctypes
    library, real = _Library(), windows.WinDLL
    monkeypatch.setattr(
        ctypes,
        "WinDLL",
        lambda name, **how: library if name == "advapi32" else real(name, **how),
    )
    with pytest.raises(Refused):
        opening.open_as(r"C:\a b\x.exe", ("/x y",), r"CORP\svc", CANARY)
    assert library.password == CANARY
    assert library.told[:5] == ["svc", "CORP", 1, r"C:\a b\x.exe", r'"C:\a b\x.exe" "/x y"']
    assert library.told[6:8] == [None, r"C:\a b"]  # the environment of that user's profile; the folder
    assert CANARY not in repr(library.told)
    assert library.held.value == ""
    for user, parts in (("a@b.example", ["a@b.example", None]), ("solo", ["solo", "."])):
        with pytest.raises(Refused):
            opening.open_as(r"C:\x.exe", (), user, CANARY)
        assert library.told[:2] == parts


@pytest.mark.parametrize(
    "url", ["C:\\Windows\\notepad.exe", "file:///C:/x.exe", "calc", "", "javascript:1", "ms-settings:"]
)
def test_only_pages_are_shown(machine: Machine, url: str) -> None:
    """The shell would open a program or any other scheme just as gladly."""
    with pytest.raises(Refused) as refused:
        machine.show(url)
    assert refused.value.trouble is Trouble.ADDRESS


def test_what_cannot_be_opened_is_refused_with_its_number(machine: Machine, tmp_path: Path) -> None:
    for user in ("", "somebody"):
        with pytest.raises(Refused) as refused:
            _open(machine, str(tmp_path / "none.exe"), (), user, "x")
        assert refused.value.number in (2, 3, 1326, 31)
    with pytest.raises(Refused) as refused:
        _open(machine, sys.executable, ("x" * 1100,), "somebody", "x")
    assert refused.value.number == 206
