"""The world of a rehearsal: kept as it was left, broken and mended, refused beside a real XPhone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.actions.jobs import TestJob
from tests.practice.sites import no_sign, site
from xprunbook.base.errors import StoreError, UsageError
from xprunbook.practice.faults import Fault
from xprunbook.practice.site import practice_site
from xprunbook.practice.story import NEW, OLD, SERVICE_ACCOUNT
from xprunbook.practice.world import STATE
from xprunbook.systems.ports_windows import SERVICES, ServiceState
from xprunbook.systems.sql import SQL, Order, Request, Where
from xprunbook.systems.sql_trouble import SqlRefused

TARGET = r"SQL01\XPHONE"


def _do(folder: Path, order: Order, **given: str) -> None:
    session = site(folder).system(SQL).connect(Where(TARGET), TestJob({}))
    session.do(Request(order, (), given=given), TestJob({}), lambda told: None)


def test_a_world_is_found_as_it_was_left(tmp_path: Path) -> None:
    """Databases, rights and restores of the SQL model survive, equal in every field."""
    _do(tmp_path, Order.CREATE_DATABASE, database="XPDATA")
    _do(tmp_path, Order.CREATE_LOGIN, account=SERVICE_ACCOUNT)
    _do(tmp_path, Order.CREATE_USER, database="XPDATA", account=SERVICE_ACCOUNT)
    _do(tmp_path, Order.ADD_DB_OWNER, database="XPDATA", user=SERVICE_ACCOUNT)
    first = site(tmp_path).world
    database = first.sql[0].database("XPDATA")
    assert database.owners == {SERVICE_ACCOUNT}
    first.change(lambda: first.sql[0].restore("XPDATA", {"dbo.a": 1}, database.created))
    assert site(tmp_path).world.sql == first.sql
    assert not (tmp_path / f"{STATE}.part").exists()


def test_a_change_that_fails_is_kept_as_far_as_it_came(tmp_path: Path) -> None:
    """As on a server: what was done before the error stays."""
    with pytest.raises(SqlRefused):
        _do(tmp_path, Order.CREATE_USER, database="none", account=SERVICE_ACCOUNT)
    assert site(tmp_path).world.sql == site(tmp_path).world.sql


def test_faults_are_switched_on_and_off(tmp_path: Path) -> None:
    """They stay on over sessions until they are mended; a fault that happens once is over then."""
    world = site(tmp_path, Fault.SHARE_DENIED, Fault.SQL_OLDER, Fault.FILE_CHANGED, Fault.SQL_PARTLY).world
    target = site(tmp_path).world.sql[0]
    assert (target.faults.share, target.version[:2], target.faults.partly) == (5, "13", {"XPDATA"})
    world.switch(on=[Fault.SHARE_FULL, Fault.HOST_SILENT], off=[Fault.SQL_OLDER, Fault.SQL_PARTLY])
    target = site(tmp_path).world.sql[0]
    assert (target.faults.share, target.version[:2], target.faults.partly) == (112, "15", set())
    assert target.faults.unreachable
    assert world.spend(Fault.FILE_CHANGED)
    assert not site(tmp_path).world.spend(Fault.FILE_CHANGED)


def test_local_means_the_machine_itself(tmp_path: Path) -> None:
    """``(local)\\XPCONNECT`` answers on the old server and not on the new one."""
    made = site(tmp_path)
    assert made.at(OLD).system(SQL).connect(Where(r"(local)\XPCONNECT"), TestJob({}))
    with pytest.raises(SqlRefused):
        made.system(SQL).connect(Where(r"(local)\XPCONNECT"), TestJob({}))


def test_no_rehearsal_beside_a_real_xphone(tmp_path: Path) -> None:
    """Refused with the sign that was seen; nothing is made."""
    folder = tmp_path / "practice"
    with pytest.raises(UsageError, match="HKLM"):
        practice_site(folder, "en", sign=lambda: r"HKLM\SOFTWARE\C4B\XPhoneServer")
    assert not folder.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2}', '{"format": 1, "began": "x"}'])
def test_a_damaged_world_is_a_sentence(text: str, tmp_path: Path) -> None:
    """No traceback, and not a new world in its place."""
    site(tmp_path)
    (tmp_path / STATE).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError):
        practice_site(tmp_path, "en", sign=no_sign)


def test_a_world_from_before_services_had_accounts_is_read(tmp_path: Path) -> None:
    """A state alone, and no rights: everything else is as at the beginning."""
    site(tmp_path)
    state = tmp_path / STATE
    data = json.loads(state.read_text(encoding="utf-8"))
    data["services"] = {OLD: {"AtlasService": "running"}, NEW: {"AtlasService": "stopped"}}
    del data["rights"]
    state.write_text(json.dumps(data), encoding="utf-8")
    old = site(tmp_path).at(OLD).system(SERVICES)
    (service,) = old.find("Atlas*")
    assert (service.state, service.account) == (ServiceState.RUNNING, "LocalSystem")
    assert old.stop("AtlasService")
    assert site(tmp_path).at(OLD).system(SERVICES).facts("AtlasService").state is not ServiceState.RUNNING


def test_a_world_kept_before_names_moved_is_read(tmp_path: Path) -> None:
    """It says nothing of names: each leads to its own machine."""
    assert site(tmp_path).world.names == {}
    data = json.loads((tmp_path / STATE).read_text(encoding="utf-8"))
    del data["names"]
    (tmp_path / STATE).write_text(json.dumps(data), encoding="utf-8")
    assert site(tmp_path).world.names == {}
