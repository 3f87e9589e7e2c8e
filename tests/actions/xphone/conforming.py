"""The situations in which the kinds of the XPhone Connect Server are held to their declarations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.actions.conformance import CANARY, Case, Setting
from tests.actions.machine.fakes import FOLDER, KEY, FakeMachine, site
from xprunbook.actions.atlas.ports import Look
from xprunbook.actions.xphone.facts import DEFAULT_FOLDER
from xprunbook.run.contract import Credential, Finding, NotHere
from xprunbook.runbook.substitute import Filled, SecretHandle
from xprunbook.systems.ports_windows import ServiceFacts, ServiceState, StartType

N, S, B, U = Finding.NEEDED, Finding.SATISFIED, Finding.BLOCKED, Finding.UNKNOWN

MANAGER: Final = rf"{FOLDER}\XPhoneServerBackup.exe"
INSTALLED: Final[Mapping[str, str | int]] = {rf"{KEY}\InstallDir": f"{FOLDER}\\"}
STATE: Final[Mapping[str, str | int]] = {
    rf"{KEY}\ServerState\ServerStartupMeter": 40,
    rf"{KEY}\ServerState\ServerStartupInfo": "Datenbanken",
}
FILES: Final = {MANAGER: b"MZ", rf"{FOLDER}\atlasservice.exe": b"MZ"}
LICENCE: Final = (
    b'<?xml version="1.0"?><License><SystemID>X-1</SystemID><CustomerData Name="Muster GmbH"/></License>'
)
NAMESPACED: Final = (
    b'<l:License xmlns:l="urn:x"><l:SystemID> X-1 </l:SystemID><l:CustomerData Name="M"/></l:License>'
)
BOMB: Final = (
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><License><SystemID>&a;</SystemID></License>'
)
ATLAS: Final = rb"""<Root><Databases>
<Database name="XPDATA" useLogin="Windows"
 connection="Integrated Security=SSPI;Persist Security Info=False;Initial Catalog=XPDATA;Data Source=SQL01\XPHONE" />
</Databases></Root>"""


def _versions(version: str = "9.8.138.1142") -> FakeMachine:
    return FakeMachine(versions={MANAGER: version, rf"{FOLDER}\atlasservice.exe": "9.8.69.1"})


class _Services:
    """Two services."""

    def find(self, pattern: str) -> tuple[ServiceFacts, ...]:
        assert pattern == "Atlas*"
        made = ServiceFacts(
            "AtlasServer", "XPhone Connect Server", ServiceState.RUNNING, StartType.AUTOMATIC, "LocalSystem"
        )
        return (made, made)


class _NoServices:
    """None of its own."""

    def find(self, pattern: str) -> tuple[ServiceFacts, ...]:
        del pattern
        return ()


class _Configuration:
    """One atlas.xml in the folder."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def look(self, path: str) -> Look | None:
        return Look(len(self._data), 0.0) if path.endswith(r"\atlas.xml") else None

    def read(self, path: str) -> bytes:
        del path
        return self._data

    def below(self, folder: str, name: str) -> str:
        return rf"{folder}\{name}"

    def neighbours(self, path: str) -> tuple[str, ...]:
        return ("atlas.xml",) if path == rf"{FOLDER}\atlas.xml" else ()


class _Installed:
    """The folder, and what runs; None when that cannot be told."""

    def __init__(self, running: tuple[str, ...] | None = ()) -> None:
        self._running = running

    def folders(self) -> tuple[str, ...]:
        return (FOLDER,)

    def running(self) -> tuple[str, ...]:
        if self._running is None:
            raise NotHere("nobody knows")
        return self._running

    def names(self) -> tuple[str, ...]:
        return ("XPH-NEW",)


def _case(
    kind: str,
    name: str,
    finds: Finding,
    machine: FakeMachine | None = None,
    *,
    registry: Mapping[str, str | int] = INSTALLED,
    files: Mapping[str, bytes] = FILES,
    more: Mapping[str, object] | None = None,
    given: Mapping[str, Filled] | None = None,
) -> Case:
    def prepare(folder: Path) -> Setting:
        del folder
        made = site(machine or _versions(), registry, files, **(more or {}))
        return Setting(given or {}, made, {"svc": Credential("", CANARY)})

    return Case(kind, name, prepare, finds)


def _licence(name: str, finds: Finding, **found: bytes) -> Case:
    files = {**FILES, **{rf"{FOLDER}\{folder}\license.xml": data for folder, data in found.items()}}
    return _case("xphone.licence", name, finds, files=files)


def _latest(
    name: str,
    finds: Finding,
    machine: FakeMachine | None = None,
    data: bytes = ATLAS,
    running: tuple[str, ...] | None = (),
    given: Mapping[str, Filled] | None = None,
) -> Case:
    more = {"config-files": _Configuration(data), "installation": _Installed(running)}
    return _case("xphone.restore-latest", name, finds, machine, more=more, given=given)


_AS: Final[dict[str, Filled]] = {"account": r"CORP\svc", "password": SecretHandle("svc")}

CASES: Final[tuple[Case, ...]] = (
    _case("xphone.server", "installed", S, more={"services": _Services()}, registry={**INSTALLED, **STATE}),
    _case("xphone.server", "without services", S, more={"services": _NoServices()}),
    _case("xphone.server", "services cannot be asked", S),
    _case("xphone.server", "the usual folder", S, registry={}, files={rf"{DEFAULT_FOLDER}\x.txt": b""}),
    _case("xphone.server", "nothing", N, registry={}, files={}, given={"helped_by": "install-server"}),
    _case("xphone.server", "a folder that is gone", N, files={}),
    _case("xphone.backup-manager", "new", S),
    _case("xphone.backup-manager", "new enough", S, _versions("9.0.330.1359")),
    _case("xphone.backup-manager", "old", N, _versions("9.0.330.1358"), given={"helped_by": "patches"}),
    _case("xphone.backup-manager", "older than asked for", N, given={"at_least": "10.0"}),
    _case("xphone.backup-manager", "no such version", B, given={"at_least": "new"}),
    _case("xphone.backup-manager", "without a version", U, _versions("")),
    _case("xphone.backup-manager", "denied", B, _versions("denied")),
    _case("xphone.backup-manager", "no program", N, FakeMachine()),
    _case("xphone.backup-manager", "no xphone", N, registry={}, files={}),
    _licence("none", N),
    _licence("in the one folder", S, licenses=LICENCE),
    _licence("in the other, with a namespace", S, license=NAMESPACED),
    _licence("the same in both", S, licenses=LICENCE, license=LICENCE),
    _licence("two systems", U, licenses=LICENCE, license=LICENCE.replace(b"X-1", b"X-2")),
    _licence("no system", U, license=b"<License/>"),
    _licence("no xml", U, license=b"<License>"),
    _licence("entities of other files", U, license=BOMB),
    _licence("far too large", U, license=b"<License>" + b" " * 1_100_000 + b"</License>"),
    _case("xphone.licence", "no xphone", N, registry={}, files={}),
    _latest("as oneself", N),
    _latest("as the service account", N, given=_AS),
    _latest("nobody knows what runs", N, running=None),
    _latest("without a desktop", N, FakeMachine(has_desktop=False, versions={MANAGER: "9.8.138.1142"})),
    _latest("no password", B, given={"account": r"CORP\svc"}),
    _latest("an old Backup-Manager", B, _versions("9.8.138.1141")),
    _latest("services run", B, running=("AtlasServer",)),
    _latest("no database", B, data=b"<Root><Databases/></Root>"),
    _latest("no xml", B, data=b"<Root>"),
    _case("xphone.restore-latest", "no xphone", B, registry={}, files={}),
)
