"""The situations in which the kinds ``iis`` and ``event-log`` are held to their declarations."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.actions.conformance import CANARY, Case, Setting
from tests.actions.iis.fakes import (
    ADMIN_URL,
    BELOW,
    FakeAccounts,
    FakeEventLog,
    FakePages,
    FakeWebServer,
    iis,
    pool,
    site,
)
from tests.actions.jobs import ChosenSite
from tests.actions.machine.fakes import FakeMachine
from xprunbook.run.contract import Credential, Finding
from xprunbook.runbook.substitute import Filled, SecretHandle
from xprunbook.systems.ports_windows import EventFacts, Level, PoolState
from xprunbook.systems.trouble import Refused, Trouble

N, S, B, U = Finding.NEEDED, Finding.SATISFIED, Finding.BLOCKED, Finding.UNKNOWN
SVC: Final = r"CORP\svc"
ANALYTICS: Final = "XPhoneConnectAnalytics"
STOPPED, STARTED, UNKNOWN = PoolState.STOPPED, PoolState.STARTED, PoolState.UNKNOWN


def _pools() -> FakeWebServer:
    return iis(pool(ANALYTICS), pool("XPhoneConnectApi", STOPPED), pool("DefaultAppPool"))


def _case(
    kind: str,
    name: str,
    finds: Finding,
    server: FakeWebServer | None = None,
    desktop: bool = True,
    **given: Filled,
) -> Case:
    def prepare(folder: Path) -> Setting:
        fresh = _pools()
        if server is not None:
            fresh = iis(*server.found.values(), apps=server.apps)
        pages = FakePages({ADMIN_URL: (200, b"")})
        return Setting(given, site(fresh, network=pages, machine=FakeMachine(has_desktop=desktop)))

    return Case(kind, name, prepare, finds)


def _account(
    name: str, finds: Finding, server: FakeWebServer, right: str = CANARY, known: str = SVC, **given: Filled
) -> Case:
    def prepare(folder: Path) -> Setting:
        accounts = FakeAccounts({known.casefold(): "S-1-5-21-7"}, right)
        parameters: dict[str, Filled] = {
            "pool": ANALYTICS,
            "account": SVC,
            "password": SecretHandle("service_password"),
            **given,
        }
        fresh = iis(*server.found.values())
        secrets = {"service_password": Credential("", CANARY)}
        return Setting(parameters, site(fresh, accounts=accounts), secrets)

    return Case("iis.set-pool-account", name, prepare, finds)


def _events(name: str, finds: Finding, log: FakeEventLog) -> Case:
    given: dict[str, Filled] = {"sources": ("MSSQL*", "Service Control Manager"), "within_minutes": 5}
    return Case("event-log.errors", name, lambda _: Setting(given, ChosenSite(**{"event-log": log})), finds)


LATER: Final = 9e9
ERROR: Final = EventFacts(LATER, "Application", "MSSQL$XP", 18456, Level.ERROR, "Login failed")
WARNING: Final = EventFacts(LATER, "System", "Service Control Manager", 7039, Level.WARNING, "…")
BOTH: Final = ("WebConfiguration=Web-Admin", "WebStats=Analytics")

CASES: Final[tuple[Case, ...]] = (
    _case("iis.pools", "one is stopped", N, pools=("XPhone*",)),
    _case("iis.pools", "this one is started", S, pools=(ANALYTICS.upper(),)),
    _case("iis.pools", "a name that is not there", B, pools=("XPhone*", "Nothing")),
    _case("iis.pools", "a pattern that fits none", B, pools=("Nothing*",)),
    _case("iis.pools", "nobody knows", U, iis(pool("XPhoneConnectApi", UNKNOWN)), pools=("XPhone*",)),
    _case("iis.pools-stopped", "one is started", N, pools=("XPhone*",)),
    _case("iis.pools-stopped", "stopped", S, pools=("XPhoneConnectApi",)),
    _case("iis.pool-account", "another", N, pool=ANALYTICS, account=SVC),
    _case(
        "iis.pool-account", "this one", S, iis(pool(ANALYTICS, user=SVC)), pool=ANALYTICS, account=SVC.lower()
    ),
    _case(
        "iis.pool-account",
        "by another name",
        U,
        iis(pool(ANALYTICS, user=SVC)),
        pool=ANALYTICS,
        account="svc@corp.example",
    ),
    _case("iis.pool-account", "no such pool", B, pool="Nothing", account=SVC),
    _case("iis.applications", "both", S, below=BELOW, folders=BOTH),
    _case("iis.applications", "all", S, below=BELOW),
    _case("iis.applications", "one is missing", N, below=BELOW, folders=("PushProxy",)),
    _case("iis.applications", "none at all", N, below="/Other", folders=BOTH),
    _case("iis.responds", "fine", S, below=BELOW, folder="webconfiguration"),
    _case("iis.responds", "no such folder", N, below=BELOW, folder="PushProxy"),
    _case("iis.open-page", "fine", N, below=BELOW, folder="webconfiguration"),
    _case("iis.open-page", "no such folder", B, below=BELOW, folder="PushProxy"),
    _case("iis.open-page", "no desktop", B, desktop=False, below=BELOW, folder="webconfiguration"),
    _case("iis.start-pools", "one", N, pools=("XPhone*",)),
    _case("iis.start-pools", "started", S, pools=(ANALYTICS,)),
    _case("iis.start-pools", "none", B, pools=("Nothing",)),
    _case("iis.stop-pools", "one", N, pools=("XPhone*",)),
    _case("iis.recycle-pool", "started", N, pool=ANALYTICS),
    _case("iis.recycle-pool", "stopped", B, pool="XPhoneConnectApi"),
    _case("iis.recycle-pool", "no such pool", B, pool="Nothing"),
    _account("from the pool's own identity", N, iis(pool(ANALYTICS))),
    _account("stopped, to be started", N, iis(pool(ANALYTICS, STOPPED))),
    _account("an old password", N, iis(pool(ANALYTICS, STOPPED, SVC))),
    _account("already", S, iis(pool(ANALYTICS, user=SVC))),
    _account("nobody knows the account", B, iis(pool(ANALYTICS)), known="CORP\\other"),
    _account("no such pool", B, iis(pool("Other"))),
    _events("nothing", S, FakeEventLog()),
    _events("an error", N, FakeEventLog((ERROR, WARNING))),
    _events("a warning", S, FakeEventLog((WARNING,))),
    _events("denied", B, FakeEventLog(refuses=Refused(Trouble.DENIED, "System", 5))),
)
