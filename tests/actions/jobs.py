"""A job for tests: parameters in, everything that was told out; and a site of chosen systems."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TypeVar, cast

from xprunbook.base.language import LANGUAGES, Language
from xprunbook.run.contract import Check, Credential, Inspection, Json, NotHere, Plan, Port, Site, Statement
from xprunbook.runbook.substitute import Filled, SecretHandle
from xprunbook.systems.real import RealSite

System = TypeVar("System")

ACCOUNT = "EXAMPLE\\anna"


def real_site() -> RealSite:
    """The systems of this machine, under an invented account."""
    return RealSite(ACCOUNT)


class ChosenSite:
    """A site that has exactly the systems it is given, by the names of their ports."""

    def __init__(self, **systems: object) -> None:
        self.systems = systems

    def system(self, port: Port[System]) -> System:
        """The system of this name; raises NotHere."""
        if port.name not in self.systems:
            raise NotHere(f"no {port.name} here")
        return cast(System, self.systems[port.name])


class TestJob:
    """What a kind is given in tests. ``stop_after``: seconds until a person asks to stop."""

    __test__ = False

    def __init__(
        self,
        parameters: Mapping[str, Filled] | None = None,
        site: Site | None = None,
        language: Language = "en",
        seconds: float = 30.0,
        stop_after: float = float("inf"),
        secrets: Mapping[str, Credential] | None = None,
        began: float = 0.0,
    ) -> None:
        self.opened = 0.0
        self.began = began
        self.parameters = parameters or {}
        self.site: Site = site or real_site()
        self.language: Language = language
        self.told: list[str] = []
        self.parts: list[float] = []
        self.processes: list[tuple[int, str]] = []
        self.asked: list[str] = []
        self.kept: list[tuple[str, bytes, bool]] = []
        self.run = "run-1"
        self.earlier: Mapping[str, Json] = {}
        self.reached: Mapping[str, Json] = {}
        self._secrets = secrets or {}
        self._begun = time.monotonic()
        self._seconds = seconds
        self.stop_after = stop_after

    def checkpoint(self, facts: Mapping[str, Json]) -> None:
        """Remember how far it came."""
        self.reached = facts

    def tell(self, line: str) -> None:
        """Keep a line of output."""
        self.told.append(line)

    def progress(self, part: float, says: str = "") -> None:
        """Keep how much is done."""
        del says
        self.parts.append(part)

    def cancelled(self) -> bool:
        """Whether the time to stop has come."""
        return time.monotonic() - self._begun >= self.stop_after

    def remaining(self) -> float:
        """Seconds until the time limit."""
        return max(0.0, self._begun + self._seconds - time.monotonic())

    def process(self, pid: int, started: str) -> None:
        """Keep a process."""
        self.processes.append((pid, started))

    def keep(self, path: str, data: bytes, secret: bool = False) -> str:
        """Keep it here."""
        self.kept.append((path, data, secret))
        return "" if secret else f"backup/{len(self.kept):06d}"

    def secret(self, handle: SecretHandle) -> Credential:
        """A secret of the test; raises NotHere."""
        self.asked.append(handle.id)
        if handle.id not in self._secrets:
            raise NotHere(handle.id)
        return self._secrets[handle.id]


def statements(inspection: Inspection, plan: Plan | None = None) -> list[Statement]:
    """Every statement of an inspection, and of the plan made of it."""
    found = [inspection.says, *inspection.details]
    if inspection.helps is not None:
        found.append(inspection.helps)
    return found + list(plan.warnings if plan else ())


def in_words(kind: Check, inspection: Inspection, language: Language = "en") -> str:
    """Everything an inspection says, one sentence a line; KeyError where a code or a value is missing."""
    return "\n".join(kind.texts.say(item.code, language, **item.values) for item in statements(inspection))


def speaks_both(kind: Check, inspection: Inspection, plan: Plan | None = None) -> None:
    """Every statement can be said in both languages, and no placeholder stays unfilled."""
    for item in statements(inspection, plan):
        for language in LANGUAGES:
            sentence = kind.texts.table[item.code][LANGUAGES.index(language)]
            assert sentence.format(**item.values), item.code
