"""The event log of a machine of the story: made when it is read, of what went wrong there and what is wrong now.

The numbers are Microsoft's (Service Control Manager 7000, 7022, 7024, 7038, 7041; WAS 5021 and 5059; SQL Server 1105,
3041 and 18456); the sentences are ours, and the source of XPhone's own events is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from xprunbook.base.language import Language, Texts
from xprunbook.practice.faults import Fault
from xprunbook.practice.story import NEW, SHARE, SQL_HOST
from xprunbook.systems.patterns import fits
from xprunbook.systems.ports import Watch
from xprunbook.systems.ports_windows import EventFacts, Level
from xprunbook.systems.watching import heed

if TYPE_CHECKING:
    from xprunbook.practice.windows import Service
    from xprunbook.practice.world import World

SERVICE_CONTROL: Final = "Service Control Manager"
WAS: Final = "Microsoft-Windows-WAS"
ENGINE: Final = "MSSQL$XPHONE"
XPHONE: Final = "XPhone Connect Server"

TEXTS: Final = Texts(
    {
        "pool.logon": (
            "ÜBUNG: Der Anwendungspool {name} hat eine ungültige Identität: {account} kann sich nicht anmelden.",
            "PRACTICE: the application pool {name} has an invalid identity: {account} cannot log on.",
        ),
        "pool.disabled": (
            "ÜBUNG: Der Anwendungspool {name} wurde deaktiviert, weil kein Arbeitsprozess startet.",
            "PRACTICE: the application pool {name} was disabled because no worker process starts.",
        ),
        "service.failed": (
            "ÜBUNG: Der Dienst {name} wurde nicht gestartet: die Anmeldung ist fehlgeschlagen.",
            "PRACTICE: the service {name} was not started: the logon failed.",
        ),
        "service.logon": (
            "ÜBUNG: Der Dienst {name} konnte sich nicht als {account} anmelden: das Kennwort ist falsch.",
            "PRACTICE: the service {name} could not log on as {account}: the password is wrong.",
        ),
        "service.right": (
            "ÜBUNG: Der Dienst {name} konnte sich nicht als {account} anmelden: „Anmelden als Dienst“ fehlt.",
            "PRACTICE: the service {name} could not log on as {account}: “Log on as a service” is missing.",
        ),
        "service.own-error": (
            "ÜBUNG: Der Dienst {name} wurde mit dem eigenen Fehler {number} beendet.",
            "PRACTICE: the service {name} ended with its own error {number}.",
        ),
        "service.hung": (
            "ÜBUNG: Der Dienst {name} reagiert beim Starten nicht.",
            "PRACTICE: the service {name} does not react while starting.",
        ),
        "xphone.tables": (
            "ÜBUNG: Die Datenbanken ließen sich nicht initialisieren: in XPDATA fehlen Tabellen.",
            "PRACTICE: the databases could not be initialised: XPDATA lacks tables.",
        ),
        "sql.login": (
            "ÜBUNG: Fehler bei der Anmeldung für den Benutzer CORP\\admin.",
            "PRACTICE: login failed for the user CORP\\admin.",
        ),
        "sql.backup": (
            "ÜBUNG: BACKUP konnte {name} nicht schreiben (Betriebssystemfehler {number}).",
            "PRACTICE: BACKUP could not write {name} (operating system error {number}).",
        ),
        "sql.full": (
            "ÜBUNG: Für die Datenbank ist kein Speicherplatz mehr da.",
            "PRACTICE: there is no room left for the database.",
        ),
        "web.failed": (
            "ÜBUNG: Web-Admin konnte nicht gestartet werden.",
            "PRACTICE: Web-Admin could not be started.",
        ),
    }
)


class PracticeEventLog:
    """The event log as the port wants it."""

    def __init__(self, world: World, here: str, now: Callable[[], float], language: Language) -> None:
        self._world: Final = world
        self._here: Final = here
        self._now: Final = now
        self._language: Final[Language] = language

    def recent(self, since: float, sources: Sequence[str], most: int, watch: Watch) -> tuple[EventFacts, ...]:
        """What these sources wrote since then, the newest first."""
        heed(watch, self._here)
        found = [
            event
            for event in self._events()
            if event.utc >= since and any(fits(event.source, wanted) for wanted in sources)
        ]
        return tuple(sorted(found, key=lambda event: event.utc, reverse=True)[:most])

    def _events(self) -> Iterator[EventFacts]:
        for name, pool in self._world.pools.get(self._here, {}).items():
            if pool.falls:
                who = {"name": name, "account": pool.user}
                yield self._event(pool.since + 1, "System", WAS, 5059, "pool.disabled", who)
                yield self._event(pool.since + 1, "System", WAS, 5021, "pool.logon", who, Level.WARNING)
        for name, service in self._world.services.get(self._here, {}).items():
            yield from self._of_service(name, service)
        yield from self._now_wrong()

    def _of_service(self, name: str, service: Service) -> Iterator[EventFacts]:
        """What the service manager and the service wrote when it was last started in vain."""
        who: dict[str, str | int] = {
            "name": service.title or name,
            "account": service.account,
            "number": service.own_code,
        }
        ended = service.since + service.seconds
        if service.exit_code == 1069:
            taken = self._world.has(Fault.RIGHT_TAKEN)
            cause = (7041, "service.right") if taken else (7038, "service.logon")
            yield self._event(self._now(), "System", SERVICE_CONTROL, 7000, "service.failed", who)
            yield self._event(self._now(), "System", SERVICE_CONTROL, *cause, who)
        elif service.exit_code == 1066:
            yield self._event(ended, "System", SERVICE_CONTROL, 7024, "service.own-error", who)
            yield self._event(ended, "Application", XPHONE, 100, "xphone.tables", who)
        elif service.state == "START_PENDING" and self._now() > ended:
            yield self._event(ended, "System", SERVICE_CONTROL, 7022, "service.hung", who)

    def _now_wrong(self) -> Iterator[EventFacts]:
        """A fault that is on is met again whenever somebody looks: its events are of this moment."""
        for fault, (host, log, source, number, code, values) in _OF_FAULTS.items():
            if host == self._here and self._world.has(fault):
                yield self._event(self._now(), log, source, number, code, values)

    def _event(
        self,
        utc: float,
        log: str,
        source: str,
        number: int,
        code: str,
        values: Mapping[str, str | int],
        level: Level = Level.ERROR,
    ) -> EventFacts:
        text = TEXTS.say(code, self._language, **values)
        return EventFacts(utc, log, source, number, level, text)


_OF_FAULTS: Final[Mapping[Fault, tuple[str, str, str, int, str, Mapping[str, str | int]]]] = {
    Fault.SQL_LOGIN: (SQL_HOST, "Application", ENGINE, 18456, "sql.login", {}),
    Fault.SHARE_DENIED: (SQL_HOST, "Application", ENGINE, 3041, "sql.backup", {"name": SHARE, "number": 5}),
    Fault.SHARE_FULL: (SQL_HOST, "Application", ENGINE, 3041, "sql.backup", {"name": SHARE, "number": 112}),
    Fault.SQL_FULL: (SQL_HOST, "Application", ENGINE, 1105, "sql.full", {}),
    Fault.WEB_ADMIN: (NEW, "Application", XPHONE, 1000, "web.failed", {}),
}
"""What a fault writes: machine, log, source, number, sentence and its values."""
