"""The situations in which the kinds of a Windows machine are held to their declarations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.actions.conformance import CANARY, Case, Setting
from tests.actions.jobs import ACCOUNT
from tests.actions.machine.fakes import FOLDER, KEY, SERVER, FakeMachine, site
from xprunbook.run.contract import Credential, Finding
from xprunbook.runbook.substitute import Filled, SecretHandle
from xprunbook.systems.ports_windows import Adapter, MacRange

TOOL: Final = rf"{FOLDER}\tool.exe"
N, S, B, U = Finding.NEEDED, Finding.SATISFIED, Finding.BLOCKED, Finding.UNKNOWN


def _case(
    kind: str, called: str, finds: Finding, machine: FakeMachine | None = None, /, **given: Filled
) -> Case:
    def prepare(folder: Path) -> Setting:
        del folder
        registry: dict[str, str | int] = {rf"{KEY}\InstallDir": f"{FOLDER}\\", rf"{KEY}\Build": 9869}
        return Setting(
            given,
            site(machine, registry, {TOOL: b"MZ"}),
            {"svc": Credential("", CANARY)},
        )

    return Case(kind, called, prepare, finds)


def _cards(*ranges: MacRange) -> tuple[Adapter, ...]:
    return tuple(
        Adapter(f"Ethernet{at}", f"02-00-00-00-00-{at:02}", "", one) for at, one in enumerate(ranges)
    )


def _mac(name: str, finds: Finding, *ranges: MacRange, virtual: str = "VMware") -> Case:
    machine = FakeMachine(replace(SERVER, virtual=virtual), cards=_cards(*ranges))
    return _case("machine.static-mac", name, finds, machine)


_VERSION: Final = FakeMachine(
    versions={TOOL: "9.8.69.1", rf"{FOLDER}\bare.exe": "", rf"{FOLDER}\no.exe": "denied"}
)
_IN_FOLDER: Final[dict[str, Filled]] = {"registry": rf"{KEY}\InstallDir"}
_AS: Final[dict[str, Filled]] = {"account": r"CORP\svc", "password": SecretHandle("svc")}

CASES: Final[tuple[Case, ...]] = (
    _case("machine.elevated", "yes", S),
    _case("machine.elevated", "no", N, FakeMachine(has_rights=False), helped_by="x"),
    _case("machine.windows", "nothing asked", S),
    _case("machine.windows", "new enough", S, build=17763, server=True, net="4.8"),
    _case("machine.windows", "old", N, FakeMachine(replace(SERVER, build=14393)), build=17763),
    _case("machine.windows", "a workstation", N, FakeMachine(replace(SERVER, server=False)), server=True),
    _case("machine.windows", "no 4.8", N, FakeMachine(replace(SERVER, net_release=461_814)), net="4.8"),
    _case("machine.windows", "no .net", N, FakeMachine(replace(SERVER, net_release=0)), build=1, net="4.8"),
    _mac("physical", S, MacRange.UNKNOWN, virtual=""),
    _mac("by hand", S, MacRange.FIXED, MacRange.FIXED),
    _mac("drawn", N, MacRange.FIXED, MacRange.AUTOMATIC),
    _mac("either", U, MacRange.FIXED, MacRange.EITHER),
    _mac("not known", U, MacRange.UNKNOWN),
    _mac("no adapter", U),
    _case("file.version", "there", S, _VERSION, path=TOOL),
    _case("file.version", "by the registry's folder", S, _VERSION, path="tool.exe", **_IN_FOLDER),
    _case("file.version", "by the runbook's folder", S, _VERSION, path="tool.exe", folder=FOLDER),
    _case("file.version", "new enough", S, _VERSION, path=TOOL, at_least="9.8.69.1"),
    _case("file.version", "old", N, _VERSION, path=TOOL, at_least="9.10"),
    _case("file.version", "no version", U, _VERSION, path=rf"{FOLDER}\bare.exe", at_least="1"),
    _case("file.version", "not there", N, _VERSION, path=r"C:\x.exe"),
    _case("file.version", "no folder", B, _VERSION, path="tool.exe"),
    _case("file.version", "not in the registry", N, _VERSION, path="tool.exe", registry=rf"{KEY}\Nothing"),
    _case("file.version", "denied", B, _VERSION, path=rf"{FOLDER}\no.exe"),
    _case("file.version", "half a path", B, _VERSION, path=r"a\x.exe", folder=FOLDER),
    _case("file.version", "no such wish", B, _VERSION, path=TOOL, at_least="new"),
    _case("registry.value", "there", S, key=KEY, name="InstallDir"),
    _case("registry.value", "equal", S, key=KEY, name="InstallDir", equals=f"{FOLDER}\\".upper()),
    _case("registry.value", "a number", S, key=KEY, name="Build", equals="9869"),
    _case("registry.value", "other", N, key=KEY, name="Build", equals="1"),
    _case("registry.value", "a key", S, key=KEY),
    _case("registry.value", "no value", N, key=KEY, name="nothing"),
    _case("registry.value", "no key", N, key=rf"{KEY}\none"),
    _case("registry.value", "denied", B, key=rf"{KEY}\denied", name="x"),
    _case("program.open", "as oneself", N, program=TOOL, arguments=("/a b",)),
    _case("program.open", "nobody waits", N, program=TOOL, go_on=True),
    _case("program.open", "in the registry's folder", N, program="tool.exe", **_IN_FOLDER),
    _case("program.open", "as another account", N, program=TOOL, **_AS),
    _case("program.open", "its own account", N, program=TOOL, account=ACCOUNT.upper()),
    _case("program.open", "without its password", B, program=TOOL, account=r"CORP\svc"),
    _case("program.open", "a managed account", B, program=TOOL, account="CORP\\gmsa$"),
    _case("program.open", "no desktop", B, FakeMachine(has_desktop=False), program=TOOL, **_AS),
    _case("program.open", "not there", B, program=r"C:\x.exe"),
    _case("program.open", "no folder named", B, program="tool.exe"),
    _case("program.open", "Windows does not tell when it closes", N, FakeMachine(code=None), program=TOOL),
)
