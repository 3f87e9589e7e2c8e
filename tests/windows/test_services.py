"""Services in the real service manager: the product's systems and kinds against dummy services that are slow, stuck,
failing, refused. What the dummies are seen to do counts, not what the product says of itself."""

from __future__ import annotations

import sys
from typing import cast

import pytest

from tests.actions.jobs import TestJob, in_words
from tests.windows.dummies import (
    AUTOMATIC,
    DISABLED,
    ON_DEMAND,
    RUNNING,
    START_PENDING,
    STOPPED,
    Dummies,
    Dummy,
)
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.actions.service.changes import ServiceAction
from xprunbook.actions.service.waiting import Pace
from xprunbook.run.contract import Action, ActionFailed, Cancelled, Check, Finding, Plan, TimedOut
from xprunbook.runbook.substitute import Filled
from xprunbook.systems.ports_windows import ACCOUNTS, SERVICES, ServiceState, StartType
from xprunbook.systems.real import RealSite
from xprunbook.systems.trouble import Refused

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the service manager is a part of Windows")

SITE = RealSite("me")


def kind(name: str) -> Check | Action:
    """A kind of the table; actions look ten times a second."""
    made = ActionKinds(["service.set-account"]).load(name)
    assert made is not None
    return type(made)(Pace(0.1)) if isinstance(made, ServiceAction) else made


def job(service: Dummy, **more: Filled) -> TestJob:
    """A job about one dummy."""
    return TestJob({"services": service.name, **more}, SITE)


def look(name: str, service: Dummy, **more: Filled) -> tuple[Finding, str]:
    """What a kind finds, and its code."""
    found = kind(name).inspect(job(service, **more))
    return found.finding, found.says.code


def planned(name: str, service: Dummy, **more: Filled) -> tuple[Action, Plan, TestJob]:
    """An action with its plan."""
    action, given = cast(Action, kind(name)), job(service, **more)
    return action, action.plan(given, action.inspect(given)), given


def do(name: str, service: Dummy, **more: Filled) -> TestJob:
    """Look, plan, apply."""
    action, plan, given = planned(name, service, **more)
    action.apply(plan, given)
    return given


def test_a_slow_service_is_started_and_stopped(dummy: Dummies) -> None:
    service = dummy("AtlasSlow", "start=1200", "stop=800")
    told = do("service.start", service).told
    assert service.state == RUNNING
    assert any("START_PENDING" in line for line in told)
    assert look("service.running", service) == (Finding.SATISFIED, "running.ok")
    do("service.stop", service)
    assert service.state == STOPPED
    assert look("service.stopped", service) == (Finding.SATISFIED, "stopped.ok")


def test_a_stuck_start_is_left_alone(dummy: Dummies) -> None:
    service = dummy("AtlasStuck", "stuck=start")
    action, plan, given = planned("service.start", service)
    given = TestJob(given.parameters, SITE, seconds=2.0)
    with pytest.raises(TimedOut, match="still START_PENDING"):
        action.apply(plan, given)
    assert service.state == START_PENDING
    assert service.pid
    with pytest.raises(Cancelled) as cancelled:
        action.apply(plan, TestJob(given.parameters, SITE, stop_after=1.0))
    assert not cancelled.value.known
    service.let_go()
    service.wait(RUNNING)
    assert look("service.running", service)[0] is Finding.SATISFIED


def test_a_stuck_stop_is_left_alone(dummy: Dummies) -> None:
    service = dummy("AtlasStuck", "stuck=stop").start()
    action, plan, given = planned("service.stop", service)
    with pytest.raises(TimedOut, match="STOP_PENDING"):
        action.apply(plan, TestJob(given.parameters, SITE, seconds=2.0))
    assert service.pid
    assert look("service.stopped", service) == (Finding.NEEDED, "stopped.not")


@pytest.mark.parametrize(("word", "code"), [("fail=1068", "win.1068"), ("own=4711", "win.1066")])
def test_a_start_that_fails_says_its_number(dummy: Dummies, word: str, code: str) -> None:
    service = dummy("AtlasDummy", word)
    with pytest.raises(ActionFailed) as failed:
        do("service.start", service)
    assert failed.value.says.code == code
    if code == "win.1066":
        assert "4711" in failed.value.message
    found = kind("service.running").inspect(job(service))
    assert (word.partition("=")[2]) in in_words(kind("service.running"), found)


def test_what_the_service_manager_refuses_is_a_sentence(dummy: Dummies) -> None:
    service = dummy("AtlasDummy")
    service.break_program()
    with pytest.raises(ActionFailed) as failed:
        do("service.start", service)
    assert failed.value.says.code == "win.2"
    service.set_start_type(DISABLED)
    assert look("service.start", service) == (Finding.BLOCKED, "running.disabled")
    with pytest.raises(Refused) as refused:
        SITE.system(SERVICES).start(service.name)
    assert refused.value.number == 1058
    with pytest.raises(Refused) as refused:
        SITE.system(SERVICES).facts("AtlasThatIsNot")
    assert refused.value.number == 1060


def test_starting_what_runs_and_stopping_what_stands_is_no_trouble(dummy: Dummies) -> None:
    service, services = dummy("AtlasDummy"), SITE.system(SERVICES)
    assert not services.stop(service.name)
    assert services.start(service.name)
    service.wait(RUNNING)
    assert not services.start(service.name)


def test_start_types_are_set_and_set_back(dummy: Dummies) -> None:
    service = dummy("AtlasDummy").start()
    do("service.stop", service, start="disabled")
    assert (service.state, service.start_type) == (STOPPED, DISABLED)
    assert look("service.start-type", service, start="disabled")[0] is Finding.SATISFIED
    do("service.set-start-type", service, start="automatic", disabled_too=True)
    assert service.start_type == AUTOMATIC
    do("service.set-start-type", service, start="manual")
    assert service.start_type == ON_DEMAND
    do("service.start", service, start="automatic")
    assert (service.state, service.start_type) == (RUNNING, AUTOMATIC)


def test_a_restart_is_another_process(dummy: Dummies) -> None:
    service = dummy("AtlasDummy").start()
    before = service.pid
    do("service.restart", service)
    assert service.state == RUNNING
    assert service.pid != before
    assert service.log.count("stop asked") == 1


def test_services_are_found_by_pattern_with_their_facts(dummy: Dummies) -> None:
    one, other = dummy("AtlasPairA").start(), dummy("AtlasPairB")
    found = {item.name: item for item in SITE.system(SERVICES).find("ATLASPAIR*")}
    assert set(found) == {one.name, other.name}
    facts = found[one.name]
    assert (facts.state, facts.process, facts.start) == (ServiceState.RUNNING, one.pid, StartType.MANUAL)
    assert facts.account == "LocalSystem"
    assert found[other.name].process == 0
    given = TestJob({"services": "AtlasPair*"}, SITE)
    seen = kind("service.found").inspect(given)
    assert seen.finding is Finding.SATISFIED
    assert one.name in in_words(kind("service.found"), seen)


def test_the_account_is_set_and_read_back(dummy: Dummies) -> None:
    """The built-in ones here; what a domain's account needs stands on the check card."""
    service = dummy("AtlasDummy")
    account = r"NT AUTHORITY\NetworkService"
    assert look("service.account", service, account="LocalSystem")[0] is Finding.SATISFIED
    assert look("service.account", service, account=account)[0] is Finding.NEEDED
    do("service.set-account", service, account=account)
    assert service.account.casefold() == account.casefold()
    assert look("service.account", service, account=account)[0] is Finding.SATISFIED


def test_the_account_of_a_process_is_seen(dummy: Dummies) -> None:
    """Whose it is, by its token: here the services run as whoever runs the tests."""
    service = dummy("AtlasDummy").start()
    accounts = SITE.system(ACCOUNTS)
    owner = accounts.owner(service.pid)
    assert owner is not None
    assert owner.sid.startswith("S-1-5-")
    assert accounts.owner(0) is None
    me = accounts.current()
    assert accounts.find(me.name).sid == me.sid
    assert accounts.find("LocalSystem").sid == "S-1-5-18"
    with pytest.raises(Refused) as refused:
        accounts.find("CORP\\nobody-at-all")
    assert refused.value.number == 1332
