"""What a Windows machine is and has: an administrator's rights, build and .NET, file versions, registry values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.kinds_machine import NET_RELEASES
from xprunbook.actions.machine.place import place
from xprunbook.actions.machine.texts import TEXTS
from xprunbook.actions.machine.versions import reaches, read_version
from xprunbook.actions.parameters import flag, number, text
from xprunbook.actions.troubles import blocked, helped_by
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Json, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports_windows import MACHINE, REGISTRY, WindowsFacts
from xprunbook.systems.trouble import Refused, Trouble

LOOK: Final = Traits(Reach.LOCAL, Effect.READ_ONLY, seconds=30)

SERVERS: Final[Mapping[int, str]] = {
    14393: "Windows Server 2016",
    17763: "Windows Server 2019",
    20348: "Windows Server 2022",
    26100: "Windows Server 2025",
}
"""Builds by name (Microsoft, "Windows Server release information"; domain fact G34)."""

_SHOWN: Final = 200
"""Characters of a value that are shown and recorded."""


class Elevated:
    """``machine.elevated``: this program has an administrator's full rights."""

    spec: ClassVar[Kind] = spec_of("machine.elevated")
    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Look at the rights of this process."""
        if job.site.system(MACHINE).elevated():
            return Inspection(Finding.SATISFIED, Statement("elevated"), evidence={"elevated": True})
        helps = Statement("elevated.helps")
        return Inspection(
            Finding.NEEDED,
            Statement("not-elevated"),
            helps,
            evidence={"elevated": False},
            jump=helped_by(job),
        )


class Windows:
    """``machine.windows``: the Windows and the .NET Framework of this machine are new enough."""

    spec: ClassVar[Kind] = spec_of("machine.windows")
    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Compare; every number is evidence, whatever was asked for."""
        try:
            found = job.site.system(MACHINE).windows()
        except Refused as refused:
            return blocked(refused, job)
        evidence: dict[str, Json] = {
            "build": found.build,
            "server": found.server,
            "net_release": found.net_release,
            "virtual": found.virtual,
        }
        wrong = tuple(_lacking(job, found))
        is_what = told(found)
        if wrong:
            helps = Statement("windows.helps")
            details = (*wrong[1:], *is_what)
            return Inspection(Finding.NEEDED, wrong[0], helps, "", evidence, details, helped_by(job))
        return Inspection(Finding.SATISFIED, is_what[0], evidence=evidence, details=is_what[1:])


def told(found: WindowsFacts) -> tuple[Statement, ...]:
    """What a Windows is: its name, its .NET Framework, and whether it is a virtual machine."""
    virtual = Statement("windows.virtual", {"maker": found.virtual})
    return (
        Statement("windows.is", {"name": windows_name(found), "build": found.build}),
        net_statement(found.net_release),
        virtual if found.virtual else Statement("windows.physical"),
    )


def say_windows(found: WindowsFacts, language: Language) -> str:
    """The same in words."""
    return " ".join(TEXTS.say(item.code, language, **item.values) for item in told(found))


def windows_name(found: WindowsFacts) -> str:
    """The name of a Windows; of a build between two, that of the one before."""
    if not found.server:
        return "Windows 11" if found.build >= 22000 else "Windows 10"
    return next(
        (name for build, name in sorted(SERVERS.items(), reverse=True) if found.build >= build),
        "Windows Server",
    )


def net_statement(release: int) -> Statement:
    """The .NET Framework as a sentence."""
    versions = [name for name, least in NET_RELEASES.items() if release >= least]
    version = versions[-1] if versions else ""
    if version:
        return Statement("net.is", {"version": version, "release": release})
    return Statement("net.old", {"release": release}) if release else Statement("net.none")


def _lacking(job: Job, found: WindowsFacts) -> Iterator[Statement]:
    build, net = number(job.parameters, "build", 0), text(job.parameters, "net")
    if found.build < build:
        yield Statement(
            "windows.old", {"build": found.build, "wanted": build, "name": SERVERS.get(build, "Windows")}
        )
    if flag(job.parameters, "server") and not found.server:
        yield Statement("windows.no-server", {"build": found.build})
    if net and found.net_release < NET_RELEASES.get(net, 0):
        yield Statement("net.lacking", {"wanted": net, "release": found.net_release})


class FileVersion:
    """``file.version``: a program's file version, which must not be older than it should be."""

    spec: ClassVar[Kind] = spec_of("file.version")
    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Read the version; it is evidence, whatever was asked for."""
        least = text(job.parameters, "at_least")
        if least and read_version(least) is None:
            return Inspection(Finding.BLOCKED, Statement("version.wanted", {"wanted": one_line(least, 40)}))
        try:
            path = place(job, "path")
            version = job.site.system(MACHINE).file_version(path)
        except Refused as refused:
            return _not_read(job, refused)
        values: dict[str, str | int] = {"path": path, "version": version, "wanted": least}
        evidence: dict[str, Json] = {"path": path, "version": version}
        if not version:
            return Inspection(Finding.UNKNOWN, Statement("version.none", {"path": path}), evidence=evidence)
        if least and not reaches(version, least):
            says = Statement("version.old", values)
            return Inspection(Finding.NEEDED, says, evidence=evidence, jump=helped_by(job))
        return Inspection(Finding.SATISFIED, Statement("version.is", values), evidence=evidence)


def _not_read(job: Job, refused: Refused) -> Inspection:
    """A program that is not there is something to be done; anything else is in the way."""
    if refused.trouble is not Trouble.MISSING:
        return blocked(refused, job)
    says = Statement("version.missing", {"path": refused.target})
    return Inspection(
        Finding.NEEDED, says, evidence={"path": refused.target, "version": ""}, jump=helped_by(job)
    )


class RegistryValue:
    """``registry.value``: a key or value of the registry is there, and is what it should be."""

    spec: ClassVar[Kind] = spec_of("registry.value")
    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Look in both views."""
        key, name, wanted = (text(job.parameters, item) for item in ("key", "name", "equals"))
        registry = job.site.system(REGISTRY)
        try:
            found = registry.value(key, name) if name else None
            there = found is not None if name else registry.has(key)
        except Refused as refused:
            return blocked(refused, job)
        place_of = f"{key}\\{name}" if name else key
        shown = "" if found is None else one_line(str(found), _SHOWN)
        values: dict[str, str | int] = {"place": one_line(place_of, 400), "value": shown, "wanted": wanted}
        evidence: dict[str, Json] = {"key": key, "name": name, "there": there, "value": shown}
        if not there:
            finding, code = Finding.NEEDED, "registry.missing"
        elif "equals" in job.parameters and str(found).casefold() != wanted.casefold():
            finding, code = Finding.NEEDED, "registry.other"
        else:
            finding, code = Finding.SATISFIED, "registry.is" if name else "registry.key"
        jump = "" if finding is Finding.SATISFIED else helped_by(job)
        return Inspection(finding, Statement(code, values), evidence=evidence, jump=jump)
