"""Accounts and rights of a practice site: a domain with a few accounts. Passwords are right unless a fault says no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from xprunbook.practice.faults import Fault
from xprunbook.practice.places import Places
from xprunbook.practice.story import ADDRESSES, ADMIN, SERVICE_ACCOUNT
from xprunbook.systems.ports_windows import (
    BATCH_RIGHT,
    SERVICE_RIGHT,
    AccountFacts,
    AccountKind,
    Logon,
    RightFacts,
)
from xprunbook.systems.trouble import WINDOWS, Refused, Trouble

if TYPE_CHECKING:
    from xprunbook.practice.world import World

_DOMAIN: Final = "S-1-5-21-1004336348-1177238915-682003330"
_SYSTEM, _LOCAL, _NETWORK = "S-1-5-18", "S-1-5-19", "S-1-5-20"

_BUILT_IN: Final[Mapping[str, tuple[str, str]]] = {
    "localsystem": (r"NT AUTHORITY\SYSTEM", _SYSTEM),
    r"nt authority\system": (r"NT AUTHORITY\SYSTEM", _SYSTEM),
    r"nt authority\localservice": (r"NT AUTHORITY\LOCAL SERVICE", _LOCAL),
    r"nt authority\local service": (r"NT AUTHORITY\LOCAL SERVICE", _LOCAL),
    r"nt authority\networkservice": (r"NT AUTHORITY\NETWORK SERVICE", _NETWORK),
    r"nt authority\network service": (r"NT AUTHORITY\NETWORK SERVICE", _NETWORK),
}
_USERS: Final = (ADMIN, SERVICE_ACCOUNT)
_MANAGED: Final = r"CORP\gmsa-xphone$"
_GROUPS: Final = (r"CORP\Domain Users",)


def look_up(account: str) -> AccountFacts:
    """An account of the story; Refused 1332 for everybody else."""
    name = account.strip().casefold()
    if name in _BUILT_IN:
        return AccountFacts(*_BUILT_IN[name], AccountKind.BUILT_IN)
    if name.endswith("@corp.example"):
        name = f"corp\\{name.partition('@')[0]}"
    for prefix in ("nt service\\", "iis apppool\\"):
        if name.startswith(prefix):
            known = account.strip()
            return AccountFacts(known, f"S-1-5-80-{_number(name)}", AccountKind.VIRTUAL)
    computers = tuple(rf"CORP\{host}$" for host in ADDRESSES)
    for names, kind in (
        (_USERS, AccountKind.USER),
        ((_MANAGED,), AccountKind.MANAGED),
        (computers, AccountKind.COMPUTER),
        (_GROUPS, AccountKind.GROUP),
    ):
        for known in names:
            if known.casefold() == name:
                return AccountFacts(known, f"{_DOMAIN}-{_number(name)}", kind)
    raise _refused(account, 1332)


def _number(name: str) -> int:
    return 1000 + sum((at + 1) * ord(letter) for at, letter in enumerate(name)) % 100_000


def may_log_on(world: World, host: str, account: str) -> bool:
    """Whether a service may start under an account: the right is there, and the password it was given is right."""
    facts = look_up(account)
    if facts.kind in (AccountKind.BUILT_IN, AccountKind.VIRTUAL):
        return True
    if facts.kind is AccountKind.USER and world.has(Fault.ACCOUNT_PASSWORD):
        return False
    return holds(world, host, facts, SERVICE_RIGHT)


def holds(world: World, host: str, account: AccountFacts, right: str) -> bool:
    """Whether an account itself has a right on a machine; a group policy may have taken it."""
    taken = right == SERVICE_RIGHT and world.has(Fault.RIGHT_TAKEN)
    return not taken and account.sid in world.rights.get(host, {}).get(right, [])


class PracticeAccounts:
    """The accounts as one machine sees them."""

    def __init__(self, places: Places) -> None:
        self._places: Final = places
        self._world: Final = places.world

    def current(self) -> AccountFacts:
        """The administrator of the story."""
        return look_up(ADMIN)

    def find(self, account: str) -> AccountFacts:
        """Look a name up; this machine has no accounts of its own."""
        return look_up(account)

    def log_on(self, account: str, password: str, how: Logon) -> None:
        """Every password that is not empty is right, unless a fault says no; the right for the way is asked for."""
        facts = self.find(account)
        if not password or self._world.has(Fault.ACCOUNT_PASSWORD):
            raise _refused(account, 1326)
        needs = {Logon.SERVICE: SERVICE_RIGHT, Logon.BATCH: BATCH_RIGHT}.get(how)
        if needs and not holds(self._world, self._places.here, facts, needs):
            raise _refused(account, 1385)

    def owner(self, process: int) -> AccountFacts | None:
        """Whose process it is."""
        for service in self._world.services.get(self._places.here, {}).values():
            if process and service.process == process and service.runs_as:
                return look_up(service.runs_as)
        return None

    def right(self, account: str, right: str) -> RightFacts:
        """Whether the account itself has it."""
        facts = self.find(account)
        held = holds(self._world, self._places.here, facts, right) or (
            right == SERVICE_RIGHT and facts.kind is AccountKind.VIRTUAL
        )
        return RightFacts(held, (facts.name,) if held else ())

    def grant(self, account: str, right: str) -> None:
        """Give it; with the fault of a group policy it does not last."""
        facts = self.find(account)
        rights = self._world.rights.setdefault(self._places.here, {}).setdefault(right, [])

        def deed() -> None:
            if facts.sid not in rights:
                rights.append(facts.sid)

        self._world.change(deed)


def _refused(account: str, number: int) -> Refused:
    return Refused(WINDOWS.get(number, Trouble.OTHER), account, number)
