"""The service manager of a machine of the story: states that pass in time, and faults that show in its numbers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from xprunbook.practice.faults import Fault
from xprunbook.practice.hands import lend_a_hand, see_service, server_of, targets
from xprunbook.practice.places import Places
from xprunbook.practice.rights import may_log_on
from xprunbook.practice.story import FRESH, NEW
from xprunbook.practice.windows import FIRST_START, MAIN, NEXT_START, STOP, Service
from xprunbook.systems.patterns import fits
from xprunbook.systems.ports_windows import ServiceFacts, ServiceState, StartType
from xprunbook.systems.trouble import Refused, Trouble

STEPS: Final = 10
"""Checkpoints of a start or a stop."""

STUCK_AT: Final = 3
OWN_CODE: Final = 17
"""Where a stuck start stands, and the made-up error of a service of the story."""


class PracticeServices:
    """The services of one machine. Asking is what lets time pass: what is over by then has happened."""

    def __init__(self, places: Places, now: Callable[[], float]) -> None:
        self._places: Final = places
        self._world: Final = places.world
        self._now: Final = now
        self._lock: Final = threading.RLock()

    def find(self, pattern: str) -> tuple[ServiceFacts, ...]:
        """All whose name fits."""
        with self._lock:
            lend_a_hand(self._world, self._now())
            names = sorted((name for name in self._all() if fits(name, pattern)), key=str.casefold)
            return tuple(self.facts(name) for name in names)

    def facts(self, name: str) -> ServiceFacts:
        """One service, as it is by now."""
        with self._lock:
            known, service = self._named(name)
            self._settle(known, service)
            see_service(self._world, self._places.here, known)
            pending = service.state.endswith("_PENDING")
            return ServiceFacts(
                known,
                service.title or known,
                ServiceState[service.state],
                StartType(service.start),
                service.account,
                service.process,
                False,
                service.program,
                tuple(service.depends_on),
                service.exit_code,
                service.own_code,
                self._checkpoint(known, service) if pending else 0,
                3000 if pending else 0,
            )

    def dependents(self, name: str) -> tuple[str, ...]:
        """Those that run and need it, the last in the chain first."""
        with self._lock:
            known, _ = self._named(name)
            found: list[str] = []
            for other, service in self._all().items():
                needs = {item.casefold() for item in service.depends_on}
                if known.casefold() in needs and self.facts(other).state is not ServiceState.STOPPED:
                    found += [*(item for item in self.dependents(other) if item not in found), other]
            return tuple(dict.fromkeys(found))

    def start(self, name: str) -> bool:
        """Begin to start, what it needs first."""
        with self._lock:
            known, service = self._named(name)
            self._settle(known, service)
            if service.state != "STOPPED":
                return False
            if service.start == StartType.DISABLED:
                raise _refused(known, 1058)
            if not may_log_on(self._world, self._places.here, service.account):
                self._world.change(lambda: _ended(service, 1069))
                raise _refused(known, 1069)
            wait = 0.0
            for needed in service.depends_on:
                wait = max(wait, self._start_before(known, needed))
            takes = FIRST_START if known == MAIN and not service.began else NEXT_START
            self._world.change(lambda: self._begin(service, "START_PENDING", wait + takes))
            return True

    def stop(self, name: str) -> bool:
        """Begin to stop."""
        with self._lock:
            known, service = self._named(name)
            self._settle(known, service)
            if service.state == "STOPPED":
                return False
            if service.state != "RUNNING":
                raise _refused(known, 1061)
            if self.dependents(known):
                raise _refused(known, 1051)
            self._world.change(lambda: self._begin(service, "STOP_PENDING", STOP))
            return True

    def set_start(self, name: str, start: StartType) -> None:
        """Change the start type."""
        with self._lock:
            _, service = self._named(name)
            self._world.change(lambda: setattr(service, "start", start.value))

    def set_account(self, name: str, account: str, password: str | None) -> None:
        """Any account and password is taken, as by a real service manager (domain fact G2)."""
        with self._lock:
            _, service = self._named(name)
            self._world.change(lambda: setattr(service, "account", account))

    def meter(self) -> tuple[int, str]:
        """The percent and the text of the main service, as a real one keeps them in the registry (fact B2)."""
        with self._lock:
            service = self._all().get(MAIN)
            if service is None:
                return 0, ""
            self._settle(MAIN, service)
            percent = 100 if service.state == "RUNNING" else 0
            if service.state.endswith("_PENDING"):
                percent = 100 * self._checkpoint(MAIN, service) // STEPS
            return percent, f"ÜBUNG: {service.state}"

    def _start_before(self, name: str, needed: str) -> float:
        """Seconds until a service that another needs will run; 1068 when it cannot."""
        try:
            self.start(needed)
        except Refused:
            raise _refused(name, 1068) from None
        _, service = self._named(needed)
        return max(0.0, service.since + service.seconds - self._now())

    def _begin(self, service: Service, state: str, seconds: float) -> None:
        service.state, service.since, service.seconds = state, self._now(), seconds
        service.exit_code = service.own_code = 0
        if not service.process:
            taken = [item.process for found in self._world.services.values() for item in found.values()]
            service.process = max([3000, *taken]) + 4
            service.runs_as = service.account

    def _settle(self, name: str, service: Service) -> None:
        """What should have happened by now happens."""
        if not service.state.endswith("_PENDING"):
            return
        if service.state == "START_PENDING" and name == MAIN and self._world.has(Fault.SERVICE_STUCK):
            return
        if self._now() < service.since + service.seconds:
            return
        self._world.change(lambda: self._arrive(name, service))

    def _arrive(self, name: str, service: Service) -> None:
        if service.state == "STOP_PENDING":
            _ended(service, 0)
        elif name == MAIN and (self._world.has(Fault.SERVICE_ERROR) or not self._tables()):
            _ended(service, 1066, OWN_CODE)
        else:
            service.state, service.began = "RUNNING", True

    def _checkpoint(self, name: str, service: Service) -> int:
        if service.state == "START_PENDING" and name == MAIN and self._world.has(Fault.SERVICE_STUCK):
            return STUCK_AT
        passed = (self._now() - service.since) / service.seconds if service.seconds else 1.0
        return 1 + min(STEPS - 1, int(passed * STEPS))

    def _tables(self) -> bool:
        """The first start makes the tables in the databases that ``atlas.xml`` names; False if it came half way, or
        a database is not there. Servers the story has not are left alone."""
        whole, here = True, self._places.here
        for name, instance in targets(self._world.folder / here).items():
            found = server_of(self._world, here, instance)
            if found is None:
                continue
            database = found.databases.get(name.casefold())
            if found.faults.unreachable or database is None:
                return False
            if len(database.tables) < len(FRESH):
                whole = found.start_application(name, FRESH) and whole
        return whole

    def _all(self) -> dict[str, Service]:
        found = self._world.services.get(self._places.here, {})
        if self._places.here == NEW and self._world.has(Fault.SERVICE_MISSING):
            return {name: service for name, service in found.items() if not name.startswith("Atlas")}
        return found

    def _named(self, name: str) -> tuple[str, Service]:
        for known, service in self._all().items():
            if known.casefold() == name.casefold():
                return known, service
        raise _refused(name, 1060)


def _ended(service: Service, code: int, own: int = 0) -> None:
    service.state, service.process, service.runs_as = "STOPPED", 0, ""
    service.exit_code, service.own_code = code, own


def _refused(name: str, number: int) -> Refused:
    return Refused(Trouble.MISSING if number == 1060 else Trouble.OTHER, name, number)
