"""The general kinds and those for atlas.xml on the practice site, with each of its faults: held to all they declare."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

import pytest

from tests.actions.conformance import Case, Setting, for_kind
from tests.actions.jobs import TestJob
from tests.practice.sites import site
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.practice.faults import FAULTS, Fault
from xprunbook.practice.story import (
    ADMIN,
    BACKUP_LOG,
    DATABASES,
    INSTALL_FOLDER,
    NEW,
    OLD,
    SERVICE_ACCOUNT,
    SHARE,
)
from xprunbook.run.contract import Action, ActionFailed, Check, Credential, Finding, Site
from xprunbook.runbook.substitute import Filled, SecretHandle

KINDS: Final = ActionKinds(("xphone.restore-latest",))
ATLAS: Final = rf"{INSTALL_FOLDER}\atlas.xml"
MANAGER: Final = rf"{INSTALL_FOLDER}\XPhoneServerBackup.exe"
XPHONE_KEY: Final = r"HKLM\SOFTWARE\C4B\XPhoneServer"
BACKUP: Final = r"D:\XPhoneBackup\full.zip"
COPY: Final[dict[str, Filled]] = {"source": ATLAS, "target": r"D:\XPhoneBackup\atlas.xml"}
TO_SHARE: Final[dict[str, Filled]] = {"source": BACKUP, "target": rf"{SHARE}\full.zip"}
POINT: Final[dict[str, Filled]] = {"server": r"SQL01\XPHONE", "databases": DATABASES}
ADMIN_URL: Final = "http://xph-new/XPhoneConnect/WebAdmin"
LONG: Final[dict[str, Filled]] = {"within_minutes": 1_000_000}
POOL: Final = "XPhoneConnectAnalytics"
BELOW: Final = "/XPhoneConnect"
N, S, B, U = Finding.NEEDED, Finding.SATISFIED, Finding.BLOCKED, Finding.UNKNOWN


def _case(
    kind: str,
    name: str,
    finds: Finding,
    *faults: Fault,
    at: str = NEW,
    given: Mapping[str, Filled] | None = None,
    **more: Filled,
) -> Case:
    def prepare(folder: Path) -> Setting:
        return Setting({**(given or {}), **more}, site(folder, *faults).at(at))

    return Case(kind, name, prepare, finds)


CASES: Final = (
    _case("command.run", "a practice command", N, program="hostname"),
    _case("file.exists", "atlas.xml", S, path=ATLAS),
    _case("file.exists", "in other letters", S, path=ATLAS.upper()),
    _case("file.exists", "the share", S, path=SHARE, what="folder"),
    _case("file.exists", "not there", N, path=r"C:\nothing.txt"),
    _case("file.exists", "no such share", B, path=r"\\SQL01\Nothing"),
    _case("file.exists", "host silent", B, Fault.HOST_SILENT, path=SHARE),
    _case("file.exists", "not a path of the story", B, path="/etc/passwd"),
    _case("file.copy", "new", N, given=COPY),
    _case("file.copy", "to the share", N, at=OLD, given=TO_SHARE),
    _case("file.copy", "host silent", B, Fault.HOST_SILENT, at=OLD, given=TO_SHARE),
    _case("file.free-space", "room", S, path=SHARE, at_least_mb=1000),
    _case("file.free-space", "full", N, Fault.SHARE_FULL, path=SHARE, at_least_mb=1000),
    _case("file.free-space", "no such path", B, path=r"E:\x", at_least_mb=1),
    _case("tcp.reachable", "web api", S, host=NEW, port=2231),
    _case("tcp.reachable", "sql server", S, host="SQL01.corp.example", port=1433),
    _case("tcp.reachable", "new in v9", B, host=OLD, port=2231),
    _case("tcp.reachable", "silent", B, Fault.HOST_SILENT, host="SQL01", port=1433),
    _case("tcp.reachable", "a real host", B, host="example.com", port=443),
    _case("dns.resolves", "there", S, host=OLD, address="192.0.2.10"),
    _case("dns.resolves", "other", N, host=OLD, address="192.0.2.11"),
    _case("dns.resolves", "not moved", N, host=OLD, same_as=NEW),
    _case("dns.resolves", "unknown", B, host="example.com"),
    _case("http.responds", "web-admin", S, url=ADMIN_URL, contains="Web-Admin"),
    _case("http.responds", "https of the story", S, url="https://xph-new/", contains="Web-Admin"),
    _case(
        "http.responds", "analytics", S, url="http://xph-new/XPhoneConnect/Analytics", contains="Analytics"
    ),
    _case("http.responds", "503", N, Fault.WEB_ADMIN, url=ADMIN_URL),
    _case(
        "http.responds",
        "analytics beside 503",
        S,
        Fault.WEB_ADMIN,
        url="http://xph-new/XPhoneConnect/Analytics",
    ),
    _case("http.responds", "silent", B, Fault.HOST_SILENT, url="http://sql01:1433/"),
    _case("iis.pools", "started", S, pools=("XPhone*",)),
    _case("iis.pools", "one is stopped", N, Fault.POOL_STOPPED, pools=("XPhone*",)),
    _case("iis.pools-stopped", "not yet", N, at=OLD, pools=("XPhone*",)),
    _case("iis.pool-account", "not yet", N, pool=POOL, account=SERVICE_ACCOUNT),
    _case("iis.applications", "both", S, below=BELOW, folders=("WebConfiguration=Web-Admin", "WebStats")),
    _case("iis.responds", "web-admin", S, below=BELOW, folder="WebConfiguration"),
    _case("iis.responds", "503", N, Fault.WEB_ADMIN, below=BELOW, folder="WebConfiguration"),
    _case("iis.responds", "analytics beside 503", S, Fault.WEB_ADMIN, below=BELOW, folder="WebStats"),
    _case("iis.responds", "its pool is stopped", N, Fault.POOL_STOPPED, below=BELOW, folder="WebStats"),
    _case("iis.open-page", "web-admin", N, below=BELOW, folder="WebConfiguration"),
    _case("iis.open-page", "no desktop", B, Fault.NO_DESKTOP, below=BELOW, folder="WebConfiguration"),
    _case("iis.start-pools", "one", N, Fault.POOL_STOPPED, pools=("XPhone*",)),
    _case("iis.stop-pools", "all", N, at=OLD, pools=("XPhone*",)),
    _case("iis.recycle-pool", "analytics", N, pool=POOL),
    _case("event-log.errors", "quiet", S, given=LONG, sources=("*",)),
    _case("event-log.errors", "web-admin", N, Fault.WEB_ADMIN, given=LONG, sources=("XPhone*",)),
    _case("event-log.errors", "another's", S, Fault.WEB_ADMIN, given=LONG, sources=("MSSQL*",)),
    _case("event-log.errors", "login", N, Fault.SQL_LOGIN, at="SQL01", given=LONG, sources=("MSSQL$*",)),
    _case("event-log.errors", "backup", N, Fault.SHARE_DENIED, at="SQL01", given=LONG, sources=("MSSQL$*",)),
    _case("event-log.errors", "disk full", N, Fault.SHARE_FULL, at="SQL01", given=LONG, sources=("MSSQL$*",)),
    _case("event-log.errors", "no room", N, Fault.SQL_FULL, at="SQL01", given=LONG, sources=("MSSQL$*",)),
    _case("share.writable", "mine", S, path=SHARE, account=ADMIN),
    _case("share.writable", "the engine's is another question", S, Fault.SHARE_DENIED, path=SHARE),
    _case("share.writable", "another's", U, path=SHARE, account=SERVICE_ACCOUNT),
    _case("share.writable", "full", B, Fault.SHARE_FULL, path=SHARE),
    _case("share.writable", "silent", B, Fault.HOST_SILENT, path=SHARE),
    _case("share.writable", "no such folder", B, path=rf"{SHARE}\none"),
    _case("backup-log.analyse", "without trouble", U, path=BACKUP_LOG),
    _case("backup-log.analyse", "denied", B, Fault.SHARE_DENIED, path=BACKUP_LOG),
    _case("backup-log.analyse", "full", B, Fault.SHARE_FULL, path=BACKUP_LOG),
    _case("backup-log.analyse", "errors", B, Fault.LOG_ERRORS, path=BACKUP_LOG),
    _case("backup-log.analyse", "errors on the old server", B, Fault.LOG_ERRORS, at=OLD, path=BACKUP_LOG),
    _case(
        "backup-log.analyse",
        "denied, seen from the old server",
        U,
        Fault.SHARE_DENIED,
        at=OLD,
        path=BACKUP_LOG,
    ),
    _case("atlas.point-databases", "to the sql server", N, given=POINT),
    _case("atlas.point-databases", "on the sql server", B, at="SQL01", given=POINT),
    _case("atlas.point-databases", "another machine's", B, file=rf"\\{OLD}\C$\{ATLAS[3:]}", given=POINT),
    _case("atlas.rename-instance", "express update", N),
    _case("atlas.targets", "not yet", N, given=POINT),
    _case("atlas.targets", "old instances", N, old_instances=("XPCONNECT",), use_login="keep"),
    _case("atlas.databases", "those of the story", S, at=OLD, databases=DATABASES),
    _case("atlas.databases", "others", N, at=OLD, databases=("XPHONE_UC", "xpdata")),
    _case("atlas.reachable", "instances nobody installed", B),
    _case("atlas.reachable", "local instances", S, at=OLD),
    _case("atlas.unchanged", "never changed", U),
    _case("machine.elevated", "full rights", S),
    _case("machine.elevated", "none", N, Fault.NOT_ELEVATED),
    _case("machine.windows", "the new server", S, build=17763, server=True, net="4.8"),
    _case("machine.windows", "the old server", N, at=OLD, net="4.8"),
    _case("machine.static-mac", "set by hand", S),
    _case("machine.static-mac", "drawn", N, Fault.MAC_DYNAMIC),
    _case("machine.static-mac", "hyper-v", U, at=OLD),
    _case("file.version", "backup-manager", S, path=MANAGER, at_least="9.8.138.1142"),
    _case("file.version", "of v8", N, at=OLD, path=MANAGER, at_least="9.0"),
    _case("file.version", "no program", U, path=ATLAS),
    _case("registry.value", "install folder", S, given={"key": XPHONE_KEY, "name": "installdir"}),
    _case("registry.value", "a key", S, key=XPHONE_KEY),
    _case("registry.value", "on the sql server", N, at="SQL01", key=XPHONE_KEY),
    _case("program.open", "backup-manager", N, program=MANAGER),
    _case(
        "program.open",
        "by the registry",
        N,
        program="XPhoneServerBackup.exe",
        registry=XPHONE_KEY + r"\InstallDir",
    ),
    _case("program.open", "no desktop", B, Fault.NO_DESKTOP, program=MANAGER),
    _case("program.open", "no password", B, program=MANAGER, account=SERVICE_ACCOUNT),
    _case("xphone.server", "new", S),
    _case("xphone.server", "on the sql server", N, at="SQL01"),
    _case("xphone.backup-manager", "patched", S),
    _case("xphone.backup-manager", "not patched", N, Fault.BACKUP_MANAGER_OLD),
    _case("xphone.backup-manager", "of v8", N, at=OLD),
    _case("xphone.licence", "there", S),
    _case("xphone.restore-latest", "newest", N),
    _case("xphone.restore-latest", "not patched", B, Fault.BACKUP_MANAGER_OLD),
    _case("xphone.restore-latest", "of v8", B, at=OLD),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_kinds_run_through_on_the_practice_site(case: Case, tmp_path: Path) -> None:
    """Look, plan, cancel, apply, look again, without systems: as on a real machine."""
    kind = KINDS.load(case.kind)
    assert kind is not None
    for_kind(kind, case, tmp_path)


def test_every_fault_can_be_said_in_both_languages() -> None:
    """``start --faults`` lists them all."""
    assert set(FAULTS.table) == {str(fault) for fault in Fault}


FAILING: Final = (
    ("file.copy", Fault.FILE_READ_ONLY, COPY, NEW),
    ("file.copy", Fault.FILE_HELD, COPY, NEW),
    ("file.copy", Fault.FILE_CHANGED, COPY, NEW),
    ("file.copy", Fault.SHARE_FULL, TO_SHARE, OLD),
    ("atlas.point-databases", Fault.FILE_READ_ONLY, POINT, NEW),
    ("atlas.point-databases", Fault.FILE_HELD, POINT, NEW),
    ("atlas.point-databases", Fault.FILE_CHANGED, POINT, NEW),
)


@pytest.mark.parametrize(("name", "fault", "given", "at"), FAILING)
def test_an_action_meets_the_fault_and_then_gets_through(
    name: str, fault: Fault, given: dict[str, Filled], at: str, tmp_path: Path
) -> None:
    """It fails with a sentence, in paths of the story; mended, planned anew, it is proven."""
    kind = KINDS.load(name)
    assert kind is not None
    world = site(tmp_path, fault)
    failed = _applied(kind, given, world.at(at))
    assert isinstance(failed, ActionFailed)
    assert failed.message
    assert str(tmp_path) not in failed.message + failed.hint
    world.world.switch(off=(fault,))
    assert _applied(kind, given, world.at(at)) is None
    assert kind.inspect(_job(given, world.at(at))).finding is Finding.SATISFIED


@pytest.mark.parametrize(
    ("faults", "finds", "code"),
    [
        ((), S, "told-answers"),
        ((Fault.SQL_BROWSER,), B, "browser-silent"),
        ((Fault.HOST_SILENT,), B, "browser-silent"),
    ],
)
def test_the_instance_a_file_names_is_asked_for(
    faults: tuple[Fault, ...], finds: Finding, code: str, tmp_path: Path
) -> None:
    """SQL Server Browser of the story tells the port; stopped, or the host silent, the guard of step 7 closes."""
    point, reachable = KINDS.load("atlas.point-databases"), KINDS.load("atlas.reachable")
    assert point is not None
    assert reachable is not None
    world = site(tmp_path)
    assert _applied(point, POINT, world.at(NEW)) is None
    world.world.switch(on=faults)
    found = reachable.inspect(_job({"helped_by": "atlas-xml"}, world.at(NEW)))
    assert (found.finding, found.details[0].code) == (finds, code)
    assert found.jump == ("atlas-xml" if finds is B else "")


def _applied(kind: Check | Action, given: dict[str, Filled], at: Site) -> ActionFailed | None:
    action = cast(Action, kind)
    plan = action.plan(_job(given, at), action.inspect(_job(given, at)))
    assert plan.operations
    try:
        action.apply(plan, _job(given, at))
    except ActionFailed as failed:
        return failed
    return None


def _job(given: dict[str, Filled], at: Site) -> TestJob:
    return TestJob(given, at)


def test_a_wrong_password_opens_no_window(tmp_path: Path) -> None:
    kind = cast(Action, KINDS.load("program.open"))
    world = site(tmp_path, Fault.ACCOUNT_PASSWORD)
    given: dict[str, Filled] = {
        "program": MANAGER,
        "account": SERVICE_ACCOUNT,
        "password": SecretHandle("svc"),
    }
    job = TestJob(given, world.at(NEW), secrets={"svc": Credential("", "x")})
    with pytest.raises(ActionFailed) as failed:
        kind.apply(kind.plan(job, kind.inspect(job)), job)
    assert "1326" in failed.value.message
    world.world.switch(off=(Fault.ACCOUNT_PASSWORD,))
    kind.apply(kind.plan(job, kind.inspect(job)), job)
    assert "is closed" in job.told[-1]


def test_the_newest_set_goes_where_atlas_xml_points(tmp_path: Path) -> None:
    """The databases of the story are restored, and the checks afterwards can see it."""
    world = site(tmp_path)
    point = cast(Action, KINDS.load("atlas.point-databases"))
    job = TestJob(POINT, world.at(NEW))
    point.apply(point.plan(job, point.inspect(job)), job)
    target = next(server for server in world.world.sql if server.machine == "SQL01")
    target.logins[SERVICE_ACCOUNT] = True
    restore = cast(Action, KINDS.load("xphone.restore-latest"))
    job = TestJob({}, world.at(NEW))
    plan = restore.plan(job, restore.inspect(job))
    assert plan.operations[0].text.count("SQL01\\XPHONE") == len(DATABASES)
    restore.apply(plan, job)
    assert all(target.database(name).restored for name in DATABASES)
