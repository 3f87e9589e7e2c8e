"""The dummy service itself, and the service manager that the other tests build on: numbers, never texts."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.windows.dummies import DISABLED, RUNNING, START_PENDING, STOP_PENDING, STOPPED, Dummies, Dummy

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the service manager is a part of Windows")


def api() -> Any:
    return pytest.importorskip("win32service")


def ask(service: Dummy) -> None:
    """Ask for a start and do not wait."""
    api().StartService(service._handle, None)


def refused(service: Dummy) -> int:
    """The number a start is refused with."""
    with pytest.raises(api().error) as failed:
        ask(service)
    return int(failed.value.winerror)


def test_it_starts_and_stops_and_tells_of_it(dummy: Dummies) -> None:
    service = dummy("AtlasDummy", "start=200", "stop=200")
    assert service.state == STOPPED
    service.start()
    assert service.pid
    assert service.log[0].startswith("starting ")
    assert service.log[1] == f"running {service.pid}"
    assert refused(service) == 1056
    api().ControlService(service._handle, 1)
    service.wait(STOPPED)
    assert service.log[2:] == ["stop asked", "stopped"]
    with pytest.raises(api().error) as failed:
        api().ControlService(service._handle, 1)
    assert failed.value.winerror == 1062


def test_a_slow_start_moves_its_checkpoint_and_a_stuck_one_does_not(dummy: Dummies) -> None:
    slow, stuck = dummy("AtlasSlow", "start=1500"), dummy("AtlasStuck", "stuck=start")
    ask(slow)
    ask(stuck)
    seen = set()
    while slow.state == START_PENDING:
        seen.add(slow._status()["CheckPoint"])
    assert len(seen) > 3
    assert stuck.state == START_PENDING
    assert stuck._status()["CheckPoint"] == stuck._status()["CheckPoint"]
    stuck.let_go()
    stuck.wait(RUNNING)


def test_it_can_be_stuck_on_its_way_down(dummy: Dummies) -> None:
    service = dummy("AtlasDummy", "stuck=stop").start()
    api().ControlService(service._handle, 1)
    assert service.state == STOP_PENDING
    service.let_go()
    service.wait(STOPPED)


@pytest.mark.parametrize(("word", "codes"), [("fail=1068", (1068, 0)), ("own=4711", (1066, 4711))])
def test_a_start_fails_with_a_code(dummy: Dummies, word: str, codes: tuple[int, int]) -> None:
    service = dummy("AtlasDummy", word)
    ask(service)
    service.wait(STOPPED)
    status = service._status()
    assert (status["Win32ExitCode"], status["ServiceSpecificExitCode"]) == codes
    service.behave()
    service.start()


def test_what_is_registered_is_read_back(dummy: Dummies) -> None:
    service = dummy("AtlasDummy")
    service.set_account(r"CORP\svc-xphone", "geheim")
    assert service.account == r"CORP\svc-xphone"
    service.set_account("LocalSystem", None)
    service.set_start_type(DISABLED)
    assert service.start_type == DISABLED
    assert refused(service) == 1058


def test_a_program_that_is_not_there(dummy: Dummies) -> None:
    service = dummy("AtlasDummy")
    service.break_program()
    assert refused(service) == 2


def test_nothing_stays_registered(tmp_path: Any) -> None:
    from tests.windows.dummies import dummies

    with dummies(tmp_path) as made:
        name = made("AtlasDummy").name
        manager = made._manager
        assert api().OpenService(manager, name, 4)
    manager = api().OpenSCManager(None, None, 4)
    with pytest.raises(api().error) as failed:
        api().OpenService(manager, name, 4)
    assert failed.value.winerror == 1060
