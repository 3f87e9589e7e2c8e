"""The web server of the story: kept, and held to what an IIS does; its faults show in states, pages and events."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, cast

import pytest

from tests.actions.jobs import TestJob
from tests.practice.sites import LATER, site
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.practice.event_log import PracticeEventLog
from xprunbook.practice.faults import Fault
from xprunbook.practice.hands import PATIENCE
from xprunbook.practice.pools import ANALYTICS_POOL, POOLS
from xprunbook.practice.story import NEW, OLD, SERVICE_ACCOUNT
from xprunbook.practice.web_server import PracticeWebServer
from xprunbook.practice.windows import MAIN
from xprunbook.practice.world import STATE
from xprunbook.run.contract import Action, ActionFailed, Credential, Finding, NotHere
from xprunbook.runbook.substitute import Filled, SecretHandle
from xprunbook.systems.ports import NETWORK
from xprunbook.systems.ports_windows import (
    EVENT_LOG,
    SERVICES,
    WEB_SERVER,
    EventLog,
    Pool,
    PoolIdentity,
    PoolState,
    WebServer,
)
from xprunbook.systems.trouble import Refused

A_WEB_SERVER: Final[type[WebServer]] = PracticeWebServer
AN_EVENT_LOG: Final[type[EventLog]] = PracticeEventLog
JOB: Final = TestJob({}, seconds=1e9)
URL: Final = "http://localhost/XPhoneConnect/Analytics"


def test_every_machine_with_xphone_has_the_pools_and_keeps_them(tmp_path: Path) -> None:
    """What one session changed the next one finds; an older world has them as at the beginning."""
    server = site(tmp_path).at(OLD).system(WEB_SERVER)
    server.stop_pool(POOLS[0].lower())
    server.set_pool_user(POOLS[1], SERVICE_ACCOUNT, "x")
    found = {pool.name: pool for pool in site(tmp_path).at(OLD).system(WEB_SERVER).pools()}
    assert found[POOLS[0]].state is PoolState.STOPPED
    assert (found[POOLS[1]].identity, found[POOLS[1]].user) == (PoolIdentity.SPECIFIC_USER, SERVICE_ACCOUNT)
    assert all(pool.state is PoolState.STARTED for pool in site(tmp_path).at(NEW).system(WEB_SERVER).pools())
    world = json.loads((tmp_path / STATE).read_text("utf-8"))
    del world["pools"]
    (tmp_path / STATE).write_text(json.dumps(world), "utf-8")
    assert len(site(tmp_path).at(NEW).system(WEB_SERVER).pools()) == len(POOLS) + 1


def test_there_is_none_on_the_sql_server(tmp_path: Path) -> None:
    """A sentence."""
    with pytest.raises(NotHere, match="SQL01"):
        site(tmp_path).at("SQL01").system(WEB_SERVER)


def test_orders_behave_as_those_of_iis(tmp_path: Path) -> None:
    """Twice is once; a stopped pool cannot be recycled; an unknown one is missing."""
    server = site(tmp_path).system(WEB_SERVER)
    server.stop_pool(ANALYTICS_POOL)
    server.stop_pool(ANALYTICS_POOL)
    with pytest.raises(Refused) as refused:
        server.recycle_pool(ANALYTICS_POOL)
    assert refused.value.number == 1062
    server.start_pool(ANALYTICS_POOL)
    server.start_pool(ANALYTICS_POOL)
    server.recycle_pool(ANALYTICS_POOL)
    with pytest.raises(Refused):
        server.start_pool("Nothing")


def test_found_addresses_are_answered(tmp_path: Path) -> None:
    """Every one of them, on the machine that has it; a stopped pool answers 503, on that machine only."""
    made = site(tmp_path)
    for host in (OLD, NEW):
        network = made.at(host).system(NETWORK)
        for app in made.at(host).system(WEB_SERVER).applications():
            assert [network.get(url, 5, JOB).status for url in app.urls] == [200, 200], app
    made.at(OLD).system(WEB_SERVER).stop_pool(ANALYTICS_POOL)
    assert made.at(OLD).system(NETWORK).get(URL, 5, JOB).status == 503
    assert made.at(NEW).system(NETWORK).get(URL, 5, JOB).status == 200
    made.close()


def test_a_pool_whose_account_cannot_log_on_falls_and_says_why(tmp_path: Path) -> None:
    """Started, stopped, 503, two events; mended and started again it stays."""
    made = site(tmp_path, Fault.POOL_LOGON)
    server = made.system(WEB_SERVER)
    server.set_pool_user(ANALYTICS_POOL, SERVICE_ACCOUNT, "x")
    server.stop_pool(ANALYTICS_POOL)
    server.start_pool(ANALYTICS_POOL)
    states = [next(p.state for p in server.pools() if p.name == ANALYTICS_POOL) for _ in range(4)]
    assert (states[0], states[-1]) == (PoolState.STARTED, PoolState.STOPPED)
    assert made.system(NETWORK).get(URL, 5, JOB).status == 503
    events = made.system(EVENT_LOG).recent(0.0, ["*WAS"], 9, JOB)
    assert {event.number for event in events} == {5021, 5059}
    made.world.switch(off=(Fault.POOL_LOGON,))
    again = site(tmp_path).system(WEB_SERVER)
    assert next(p.state for p in again.pools() if p.name == ANALYTICS_POOL) is PoolState.STOPPED
    again.start_pool(ANALYTICS_POOL)
    assert next(p.state for p in again.pools() if p.name == ANALYTICS_POOL) is PoolState.STARTED
    made.close()


def test_an_account_is_given_to_the_pool(tmp_path: Path) -> None:
    """With the fault it fails and says what helps; then it is proven."""
    kind = cast(Action, ActionKinds(("iis.set-pool-account",)).load("iis.set-pool-account"))
    made = site(tmp_path, Fault.POOL_LOGON)
    handle = SecretHandle("service_password")
    given: dict[str, Filled] = {"pool": ANALYTICS_POOL, "account": SERVICE_ACCOUNT, "password": handle}

    def job() -> TestJob:
        return TestJob(given, made.at(NEW), secrets={handle.id: Credential("", "right-one")})

    with pytest.raises(ActionFailed, match=ANALYTICS_POOL):
        kind.apply(kind.plan(job(), kind.inspect(job())), job())
    assert kind.inspect(job()).says.code == "account.stopped"
    made.world.switch(off=(Fault.POOL_LOGON,))
    kind.apply(kind.plan(job(), kind.inspect(job())), job())
    assert kind.inspect(job()).finding is Finding.SATISFIED
    assert "right-one" not in (tmp_path / STATE).read_text("utf-8")


@pytest.mark.parametrize(
    ("fault", "numbers"),
    [
        (Fault.ACCOUNT_PASSWORD, {7000, 7038}),
        (Fault.RIGHT_TAKEN, {7000, 7041}),
        (Fault.SERVICE_ERROR, {7024, 100}),
        (Fault.SERVICE_STUCK, {7022}),
    ],
)
def test_services_that_do_not_start_stand_in_the_log(fault: Fault, numbers: set[int], tmp_path: Path) -> None:
    """With the numbers of the service manager; before the start there was nothing."""
    moment = [LATER]
    made = site(tmp_path, fault, now=lambda: moment[0])
    log, services = made.system(EVENT_LOG), made.system(SERVICES)
    assert log.recent(0.0, ["*"], 9, JOB) == ()
    services.set_account(MAIN, SERVICE_ACCOUNT, "x")
    if fault in (Fault.SERVICE_ERROR, Fault.SERVICE_STUCK):
        services.set_account(MAIN, "LocalSystem", None)
        services.start(MAIN)
    else:
        with pytest.raises(Refused):
            services.start(MAIN)
    moment[0] += 60
    services.facts(MAIN)
    assert {event.number for event in log.recent(LATER, ["*"], 9, JOB)} == numbers


@pytest.mark.parametrize("fault", [None, Fault.POOL_LOGON, Fault.POOL_STOPPED])
def test_a_person_enters_the_account_in_the_end(fault: Fault | None, tmp_path: Path) -> None:
    """Once the services have it, and a while after somebody looked; what is wrong stays wrong."""
    moment = [LATER]
    made = site(tmp_path, *([fault] if fault else ()), now=lambda: moment[0])
    services, server = made.system(SERVICES), made.system(WEB_SERVER)

    def pool() -> Pool:
        return next(pool for pool in server.pools() if pool.name == ANALYTICS_POOL)

    moment[0] += PATIENCE * 2
    assert pool().user == ""
    for service in services.find("Atlas*"):
        services.set_account(service.name, SERVICE_ACCOUNT, "x")
    assert pool().user == ""
    moment[0] += PATIENCE
    states = [pool().state for _ in range(4)]
    assert pool().user == SERVICE_ACCOUNT
    assert states[-1] is (PoolState.STOPPED if fault else PoolState.STARTED)
