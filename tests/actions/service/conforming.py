"""The situations in which the kinds for services and accounts are held to their declarations, on the practice site."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.actions.conformance import CANARY, Case, Setting
from xprunbook.practice.faults import Fault
from xprunbook.practice.site import practice_site
from xprunbook.practice.story import NEW, OLD, SERVICE_ACCOUNT, SQL_HOST
from xprunbook.run.contract import Credential, Finding
from xprunbook.runbook.substitute import Filled, SecretHandle

N, S, B, U = Finding.NEEDED, Finding.SATISFIED, Finding.BLOCKED, Finding.UNKNOWN


class _Hurry:
    """A clock in which an hour passes at every look: the kinds of the table wait by the real one."""

    def __init__(self) -> None:
        self.at = 1_795_000_000.0

    def __call__(self) -> float:
        self.at += 3600
        return self.at


def _case(kind: str, name: str, finds: Finding, *faults: Fault, at: str = NEW, **given: Filled) -> Case:
    def prepare(folder: Path) -> Setting:
        site = practice_site(folder, "en", faults, sign=lambda: "", now=_Hurry()).at(at)
        secrets = {"pw": Credential("", CANARY)} if "password" in given else {}
        return Setting(given, site, secrets)

    return Case(kind, name, prepare, finds)


_PW: Final = SecretHandle("pw")

CASES: Final[tuple[Case, ...]] = (
    _case("service.found", "three", S, services="Atlas*"),
    _case("service.found", "none", N, Fault.SERVICE_MISSING, services="Atlas*"),
    _case("service.found", "one of two", S, at=SQL_HOST, services=("MSSQLSERVER", "MSSQL$*")),
    _case("service.running", "all", S, at=OLD, services="Atlas*"),
    _case("service.running", "none", N, services="Atlas*"),
    _case("service.running", "not there", B, Fault.SERVICE_MISSING, services="Atlas*"),
    _case("service.running", "one is missing", B, at=OLD, services=("AtlasServer", "AtlasNo")),
    _case(
        "service.running",
        "with a prefix",
        S,
        at=OLD,
        services=("XPConnect", "XPAnalytics2019"),
        prefix="MSSQL$",
    ),
    _case("service.stopped", "all", S, services="Atlas*"),
    _case("service.stopped", "running", N, at=OLD, services="Atlas*"),
    _case("service.stopped", "one with a prefix", N, at=OLD, services=("XPCONNECT",), prefix="MSSQL$"),
    _case("service.stopped", "not there", B, services="Nothing*"),
    _case("service.start-type", "so", S, services="Atlas*", start="automatic"),
    _case("service.start-type", "not so", N, services="Atlas*", start="disabled"),
    _case("service.account", "listed", S, at=SQL_HOST, services="MSSQL$*"),
    _case("service.account", "the system's", S, services="Atlas*", account="LocalSystem"),
    _case("service.account", "another", N, services="Atlas*", account=SERVICE_ACCOUNT),
    _case("service.account", "nobody", B, services="Atlas*", account=r"CORP\nobody"),
    _case("service.start", "stopped ones", N, services="Atlas*"),
    _case("service.start", "and how they start", N, services="Atlas*", start="automatic"),
    _case("service.start", "running ones", S, at=OLD, services="Atlas*"),
    _case("service.start", "not there", B, Fault.SERVICE_MISSING, services="Atlas*"),
    _case("service.stop", "running ones", N, at=OLD, services="Atlas*"),
    _case("service.stop", "one that others need", N, at=OLD, services="AtlasServer", start="disabled"),
    _case("service.stop", "stopped ones", S, services="Atlas*"),
    _case("service.restart", "running ones", N, at=OLD, services="Atlas*"),
    _case("service.restart", "not there", B, services="Nothing*"),
    _case("service.set-start-type", "manual", N, services="Atlas*", start="manual"),
    _case("service.set-start-type", "so already", S, services="Atlas*", start="automatic"),
    _case("service.set-account", "no right", B, services="Atlas*", account=SERVICE_ACCOUNT, password=_PW),
    _case("service.set-account", "no password", B, services="Atlas*", account=SERVICE_ACCOUNT),
    _case("service.set-account", "a group", B, services="Atlas*", account=r"CORP\Domain Users"),
    _case("service.set-account", "so already", S, services="Atlas*", account="LocalSystem"),
    _case("service.set-account", "built in", N, services="Atlas*", account=r"NT AUTHORITY\NetworkService"),
    _case("account.password", "right", S, account=SERVICE_ACCOUNT, password=_PW),
    _case("account.password", "not given", U, account=SERVICE_ACCOUNT),
    _case("account.password", "wrong", B, Fault.ACCOUNT_PASSWORD, account=SERVICE_ACCOUNT, password=_PW),
    _case("account.password", "managed", S, account=r"CORP\gmsa-xphone$"),
    _case("account.password", "a group", B, account=r"CORP\Domain Users"),
    _case("account.service-right", "missing", N, account=SERVICE_ACCOUNT),
    _case("account.service-right", "built in", S, account="LocalSystem"),
    _case("account.service-right", "nobody", B, account=r"CORP\nobody"),
    _case("account.batch-right", "missing", N, account=SERVICE_ACCOUNT),
)
