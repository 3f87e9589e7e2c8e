"""Starting and stopping: the right order, waited for, never killed; stuck, falling, refused, cancelled, too late."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.jobs import in_words
from tests.actions.service.support import Rig, kind_of
from xprunbook.practice.faults import Fault
from xprunbook.practice.services import OWN_CODE
from xprunbook.practice.story import NEW, OLD, SERVICE_ACCOUNT
from xprunbook.run.contract import ActionFailed, Cancelled, Finding, TimedOut
from xprunbook.runbook.substitute import Filled
from xprunbook.systems.ports_windows import SERVICES, ServiceState, StartType

ATLAS = "Atlas*"
METER: dict[str, Filled] = {
    "meter_key": r"HKLM\SOFTWARE\C4B\XPhoneServer\ServerState",
    "meter_value": "ServerStartupMeter",
    "meter_text": "ServerStartupInfo",
}


def _states(rig: Rig) -> dict[str, str]:
    return {item.name: item.state.name for item in rig.site.system(SERVICES).find(ATLAS)}


def test_what_is_needed_comes_first_and_all_run_in_the_end(tmp_path: Path) -> None:
    """AtlasUM needs AtlasServer: whatever the alphabet says."""
    rig = Rig(tmp_path)
    plan = rig.plan("service.start", services=ATLAS)
    order = [operation.target for operation in plan.operations]
    assert order.index("AtlasServer") < order.index("AtlasUM")
    job = rig.do("service.start", services=ATLAS)
    assert set(_states(rig).values()) == {"RUNNING"}
    assert job.parts[-1] == 1.0


def test_a_stop_takes_dependents_first_and_names_them(tmp_path: Path) -> None:
    """Also when only the one below was asked for."""
    rig = Rig(tmp_path, at=OLD)
    plan = rig.plan("service.stop", services="AtlasServer")
    assert [operation.target for operation in plan.operations] == ["AtlasUM", "AtlasServer"]
    (warning,) = [item for item in plan.warnings if item.code == "stop.dependents"]
    assert warning.values["names"] == "AtlasUM"
    rig.do("service.stop", services="AtlasServer")
    assert _states(rig) == {"AtlasServer": "STOPPED", "AtlasUM": "STOPPED", "AtlasVDir": "RUNNING"}


def test_start_types_are_set_before_the_stop_and_recorded(tmp_path: Path) -> None:
    """What was there stands in the plan and in the evidence; nothing wakes the services meanwhile."""
    rig = Rig(tmp_path, at=OLD)
    action, job = rig.action("service.stop"), rig.job({"services": ATLAS, "start": "disabled"})
    found = action.inspect(job)
    plan = action.plan(job, found)
    verbs = [operation.verb for operation in plan.operations]
    assert verbs == ["start-type"] * 3 + ["stop"] * 3
    assert plan.operations[0].text == "AtlasServer: Automatic -> Disabled"
    seen = found.evidence["services"]
    assert isinstance(seen, list)
    assert {item["start"] for item in seen} == {"automatic"}
    action.apply(plan, job)
    assert set(_states(rig).values()) == {"STOPPED"}
    assert {item.start for item in rig.site.system(SERVICES).find(ATLAS)} == {StartType.DISABLED}
    assert action.inspect(job).finding is Finding.SATISFIED


def test_disabled_services_are_left_alone(tmp_path: Path) -> None:
    """They are named; all disabled is a finding, and setting them back has to be said."""
    rig = Rig(tmp_path)
    services = rig.site.system(SERVICES)
    services.set_start("AtlasUM", StartType.DISABLED)
    assert [item.target for item in rig.plan("service.start", services=ATLAS).operations] == [
        "AtlasServer",
        "AtlasVDir",
    ]
    rig.do("service.start", services=ATLAS)
    seen = kind_of("service.running", rig.clock).inspect(rig.job({"services": ATLAS}))
    assert (seen.finding, seen.says.code) == (Finding.SATISFIED, "running.rest-disabled")
    for name in ("AtlasServer", "AtlasVDir"):
        services.set_start(name, StartType.DISABLED)
    rig.do("service.stop", services=ATLAS)
    start = rig.action("service.start")
    found = start.inspect(rig.job({"services": ATLAS}))
    assert (found.finding, found.says.code) == (Finding.BLOCKED, "running.disabled")
    back = {"services": ATLAS, "start": "automatic"}
    assert rig.action("service.set-start-type").inspect(rig.job(back)).finding is Finding.BLOCKED
    rig.do("service.set-start-type", services=ATLAS, start="automatic", disabled_too=True)
    assert start.inspect(rig.job({"services": ATLAS})).finding is Finding.NEEDED


def test_the_meter_of_the_program_is_shown(tmp_path: Path) -> None:
    """Percent and text of the registry, while the first start takes."""
    rig = Rig(tmp_path)
    job = rig.do("service.start", services="AtlasServer", **METER)
    assert any("ÜBUNG: START_PENDING" in line for line in job.told)
    assert any(0.0 < part < 1.0 for part in job.parts)


def test_a_stuck_start_is_given_up_by_waiting_alone(tmp_path: Path) -> None:
    """The service is still starting afterwards; the sentence says so, and how long it was."""
    rig = Rig(tmp_path, Fault.SERVICE_STUCK)
    with pytest.raises(TimedOut, match=r"AtlasServer is still START_PENDING after 3 min"):
        rig.do("service.start", services="AtlasServer", minutes=3)
    assert _states(rig)["AtlasServer"] == "START_PENDING"
    assert 180 <= rig.clock.seconds < 260


def test_cancelling_ends_the_waiting_and_says_so(tmp_path: Path) -> None:
    """Nobody knows how it ends: that is no known state; before the first call it is."""
    rig = Rig(tmp_path, Fault.SERVICE_STUCK)
    given = {"services": "AtlasServer"}
    action = rig.action("service.start")
    plan = action.plan(rig.job(given), action.inspect(rig.job(given)))
    with pytest.raises(Cancelled) as before:
        action.apply(plan, rig.job(given, stop_after=0.0))
    assert before.value.known
    assert _states(rig)["AtlasServer"] == "STOPPED"
    job = rig.job(given)
    asked = iter([False, False, True])
    job.cancelled = lambda: next(asked, True)  # type: ignore[method-assign]
    with pytest.raises(Cancelled, match="goes on") as during:
        action.apply(plan, job)
    assert not during.value.known
    assert _states(rig)["AtlasServer"] == "START_PENDING"


def test_a_service_that_ends_with_its_own_error_says_its_number(tmp_path: Path) -> None:
    """1066 means the service's own code counts; what was done before is said."""
    rig = Rig(tmp_path, Fault.SERVICE_ERROR)
    with pytest.raises(ActionFailed) as error:
        rig.do("service.start", services=("AtlasServer", "AtlasVDir"))
    assert error.value.says.code == "win.1066"
    assert f"{OWN_CODE} (0x{OWN_CODE:08X})" in error.value.message
    seen = rig.action("service.start").inspect(rig.job({"services": "AtlasServer"}))
    assert "1066" in in_words(rig.action("service.start"), seen)


@pytest.mark.parametrize("fault", [Fault.ACCOUNT_PASSWORD, Fault.RIGHT_TAKEN])
def test_a_failed_logon_names_both_causes(fault: Fault, tmp_path: Path) -> None:
    """1069: password or right."""
    rig = Rig(tmp_path)
    rig.do("account.service-right", account=SERVICE_ACCOUNT)
    rig.site.system(SERVICES).set_account("AtlasServer", SERVICE_ACCOUNT, "x")
    rig.practice.world.switch(on=[fault])
    with pytest.raises(ActionFailed) as error:
        rig.do("service.start", services="AtlasServer")
    assert error.value.says.code == "win.1069"
    assert "password is wrong" in error.value.hint
    assert "Log on as a service" in error.value.hint


def test_a_dependency_that_fails_is_named(tmp_path: Path) -> None:
    """1068, and the line above says what it needs."""
    rig = Rig(tmp_path)
    services = rig.site.system(SERVICES)
    services.set_start("AtlasServer", StartType.DISABLED)
    with pytest.raises(ActionFailed) as error:
        rig.do("service.start", services="AtlasUM")
    assert error.value.says.code == "win.1068"
    found = rig.action("service.start").inspect(rig.job({"services": "AtlasUM"}))
    assert "AtlasUM needs: AtlasServer" in in_words(rig.action("service.start"), found)


def test_a_restart_brings_dependents_back(tmp_path: Path) -> None:
    """Another process afterwards, and nothing that ran is left stopped."""
    rig = Rig(tmp_path, at=OLD)
    before = rig.site.system(SERVICES).facts("AtlasServer").process
    rig.do("service.restart", services="AtlasServer")
    assert set(_states(rig).values()) == {"RUNNING"}
    assert rig.site.system(SERVICES).facts("AtlasServer").process != before


def test_a_starting_service_is_stopped_once_it_can_hear(tmp_path: Path) -> None:
    """1061 is no failure: it is asked again."""
    rig = Rig(tmp_path)
    rig.site.system(SERVICES).start("AtlasServer")
    job = rig.do("service.stop", services="AtlasServer")
    assert any("error 1061" in line for line in job.told)
    assert rig.site.system(SERVICES).facts("AtlasServer").state is ServiceState.STOPPED


def test_the_first_start_makes_the_tables_where_atlas_xml_points(tmp_path: Path) -> None:
    """Half of them with the fault of row 9: the service ends with an error of its own, and the next start mends it."""
    from xprunbook.practice.sql import Database
    from xprunbook.practice.story import DATABASES, INSTALL_FOLDER

    rig = Rig(tmp_path, Fault.SQL_PARTLY)
    target = rig.practice.world.sql[0]
    for name in DATABASES:
        target.add(Database(name))
    path = tmp_path / NEW / "C" / "Program Files" / "C4B" / "XPhone Connect Server" / "atlas.xml"
    assert INSTALL_FOLDER.endswith(path.parent.name)
    text = path.read_text("utf-8-sig")
    for instance in ("XPCONNECT", "XPANALYTICS"):
        text = text.replace(rf"(local)\{instance}", r"SQL01\XPHONE")
    path.write_text(text, "utf-8-sig")
    with pytest.raises(ActionFailed) as error:
        rig.do("service.start", services="AtlasServer")
    assert error.value.says.code == "win.1066"
    assert 0 < len(target.database("XPDATA").tables) < len(target.database("XPVDIR").tables)
    rig.do("service.start", services="AtlasServer")
    assert len(target.database("XPDATA").tables) == len(target.database("XPVDIR").tables)


def test_manual_ones_get_their_start_type_back_before_they_start(tmp_path: Path) -> None:
    """Disabled ones do not; a run of only the start type is told as such."""
    rig = Rig(tmp_path)
    services = rig.site.system(SERVICES)
    services.set_start("AtlasServer", StartType.MANUAL)
    services.set_start("AtlasVDir", StartType.DISABLED)
    plan = rig.plan("service.start", services=ATLAS, start="automatic")
    assert [(item.verb, item.target) for item in plan.operations] == [
        ("start-type", "AtlasServer"),
        ("start", "AtlasServer"),
        ("start", "AtlasUM"),
    ]
    rig.do("service.start", services=ATLAS, start="automatic")
    services.set_start("AtlasServer", StartType.MANUAL)
    action, job = rig.action("service.start"), rig.job({"services": ATLAS, "start": "automatic"})
    found = action.inspect(job)
    assert found.says.code == "start.and-start"
    action.apply(action.plan(job, found), job)
    assert action.inspect(job).finding is Finding.SATISFIED
