"""Accounts and rights on this machine: what they are, whether a password is right, who may log on how.

``WindowsAccounts`` thinks, ``AccountCalls`` calls: documented answers of Windows can be put in its place. Accounts are
compared by SID, since names are localised (domain fact G14). pywin32 is imported when first used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final, Protocol

from xprunbook.run.contract import NotHere
from xprunbook.systems.ports_windows import AccountFacts, AccountKind, Logon, RightFacts
from xprunbook.systems.refused_passwords import WRONG, RefusedPasswords
from xprunbook.systems.services_windows import refusal
from xprunbook.systems.trouble import Refused, Trouble

LOCAL_SYSTEM: Final = "S-1-5-18"
LOCAL_SERVICE: Final = "S-1-5-19"
NETWORK_SERVICE: Final = "S-1-5-20"
BUILT_IN: Final = frozenset((LOCAL_SYSTEM, LOCAL_SERVICE, NETWORK_SERVICE))
"""Well-known SIDs (Microsoft, "Security identifiers")."""

_WRITTEN: Final[Mapping[str, str]] = {
    "": LOCAL_SYSTEM,
    "localsystem": LOCAL_SYSTEM,
    r".\localsystem": LOCAL_SYSTEM,
    r"nt authority\system": LOCAL_SYSTEM,
    r"nt authority\localservice": LOCAL_SERVICE,
    r"nt authority\local service": LOCAL_SERVICE,
    r"nt authority\networkservice": NETWORK_SERVICE,
    r"nt authority\network service": NETWORK_SERVICE,
}
"""How the service manager writes the built-in accounts in every language (Microsoft, "Service User Accounts"); as
names of accounts the look-up knows only the localised ones."""

EVERYONE: Final = frozenset(("S-1-1-0", "S-1-5-11"))
"""Everyone and Authenticated Users: every account is in them."""

_VIRTUAL: Final = ("S-1-5-80-", "S-1-5-82-")  # NT SERVICE, IIS APPPOOL
_ALL_SERVICES: Final = "S-1-5-80-0"

_NO_MORE: Final = 259  # ERROR_NO_MORE_ITEMS, from STATUS_NO_MORE_ENTRIES
_UNKNOWN: Final = 1332  # ERROR_NONE_MAPPED


class Use(IntEnum):
    """SID_NAME_USE (Microsoft): what a SID belongs to."""

    USER = 1
    GROUP = 2
    DOMAIN = 3
    ALIAS = 4
    WELL_KNOWN = 5
    DELETED = 6
    INVALID = 7
    UNKNOWN = 8
    COMPUTER = 9


@dataclass(frozen=True, slots=True)
class Found:
    """A look-up's answer."""

    sid: str
    name: str
    domain: str
    use: int


class AccountCalls(Protocol):
    """The calls to Windows. Each raises Refused with the Win32 number."""

    def computer(self) -> str:
        """The name of this machine: GetComputerNameW."""
        ...

    def look_up(self, name: str) -> Found:
        """LookupAccountNameW; 1332 if nobody is called that."""
        ...

    def name_of(self, sid: str) -> Found:
        """LookupAccountSidW; 1332 if nobody has it (any more)."""
        ...

    def owner(self, process: int) -> str:
        """The SID of a process' token: OpenProcess (0 for this one), OpenProcessToken, TokenUser."""
        ...

    def log_on(self, user: str, domain: str | None, password: str, how: Logon) -> None:
        """LogonUserW, and close the token."""
        ...

    def holders(self, right: str) -> tuple[str, ...]:
        """The SIDs that were given a right: LsaEnumerateAccountsWithUserRight."""
        ...

    def local_groups(self, account: str) -> tuple[str, ...]:
        """Local groups an account is in, directly or by another group: NetUserGetLocalGroups, LG_INCLUDE_INDIRECT."""
        ...

    def add_right(self, sid: str, right: str) -> None:
        """LsaAddAccountRights."""
        ...

    def is_managed(self, account: str) -> bool:
        """Whether the domain keeps the password: NetQueryServiceAccount."""
        ...


class WindowsAccounts:
    """The accounts of this machine and of the domains it trusts."""

    def __init__(self, calls: AccountCalls | None = None, refused: RefusedPasswords | None = None) -> None:
        self._calls: Final[AccountCalls] = calls or PyWin32Calls()
        self._refused: Final = refused or RefusedPasswords()

    def current(self) -> AccountFacts:
        """The account of this process."""
        return self._facts(self._calls.name_of(self._calls.owner(0)))

    def find(self, account: str) -> AccountFacts:
        """Look a name up; the built-in ones also as the service manager writes them."""
        written = account.strip()
        sid = _WRITTEN.get(written.casefold())
        if sid is not None:
            return AccountFacts(self._name_of(sid) or written, sid, AccountKind.BUILT_IN)
        if written.startswith(".\\"):
            written = f"{self._calls.computer()}{written[1:]}"
        return self._facts(self._calls.look_up(written))

    def log_on(self, account: str, password: str, how: Logon) -> None:
        """Log on and off again. Each try with a wrong password counts against the account: the same one is not tried
        again for a while, and refused with the same number."""
        user, domain = _split(account.strip())
        if self._refused.has(account.strip(), password):
            raise Refused(Trouble.LOGON, account, WRONG)
        try:
            self._calls.log_on(user, domain, password, how)
        except Refused as refused:
            if refused.number == WRONG:
                self._refused.add(account.strip(), password)
            raise

    def owner(self, process: int) -> AccountFacts | None:
        """The account of another process; None without the right to look, and for one that has ended."""
        if not process:
            return None
        try:
            return self._facts(self._calls.name_of(self._calls.owner(process)))
        except Refused:
            return None

    def right(self, account: str, right: str) -> RightFacts:
        """By the account itself, a group everybody is in, or a local group, also one by another group. Whether a
        holder that is a domain's group contains the account, only the domain knows: then it is not told."""
        wanted = self.find(account)
        holders = self._calls.holders(right)
        own = {wanted.sid} | EVERYONE
        if wanted.sid.startswith("S-1-5-80-"):
            own.add(_ALL_SERVICES)
        through = [sid for sid in holders if sid in own]
        if not through:
            groups = self._groups(wanted)
            through = [sid for sid in holders if sid in (groups or ())]
            if not through and (groups is None or any(self._is_domain_group(sid) for sid in holders)):
                return RightFacts(None)
        return RightFacts(bool(through), tuple(self._name_of(sid) or sid for sid in through))

    def grant(self, account: str, right: str) -> None:
        """Give it to the account itself."""
        self._calls.add_right(self.find(account).sid, right)

    def _groups(self, account: AccountFacts) -> frozenset[str] | None:
        """SIDs of the local groups; None if they could not be listed. Built-in and virtual ones are in none."""
        if account.kind in (AccountKind.BUILT_IN, AccountKind.VIRTUAL, AccountKind.GROUP):
            return frozenset()
        try:
            names = self._calls.local_groups(account.name)
            return frozenset(self._calls.look_up(name).sid for name in names)
        except Refused:
            return None

    def _is_domain_group(self, sid: str) -> bool:
        """A group of a domain. An alias is a local group, whose members NetUserGetLocalGroups knows."""
        if not sid.startswith("S-1-5-21-"):
            return False
        try:
            return self._calls.name_of(sid).use == Use.GROUP
        except Refused:
            return False  # a SID whose account is gone

    def _facts(self, found: Found) -> AccountFacts:
        name = f"{found.domain}\\{found.name}" if found.domain else found.name
        return AccountFacts(name, found.sid, self._kind(found, name))

    def _kind(self, found: Found, name: str) -> AccountKind:
        if found.sid in BUILT_IN:
            return AccountKind.BUILT_IN
        if found.sid.startswith(_VIRTUAL):
            return AccountKind.VIRTUAL
        if found.use in (Use.GROUP, Use.ALIAS, Use.WELL_KNOWN):
            return AccountKind.GROUP
        if found.use == Use.COMPUTER:
            return AccountKind.COMPUTER
        if found.use != Use.USER:
            return AccountKind.OTHER
        if not found.name.endswith("$"):
            return AccountKind.USER
        # A machine's account and a managed one both look like a user whose name ends with a dollar sign.
        if found.name[:-1].casefold() == self._calls.computer().casefold():
            return AccountKind.COMPUTER
        return AccountKind.MANAGED if self._is_managed(name) else AccountKind.COMPUTER

    def _is_managed(self, name: str) -> bool:
        try:
            return self._calls.is_managed(name)
        except Refused:
            return False

    def _name_of(self, sid: str) -> str:
        try:
            found = self._calls.name_of(sid)
        except Refused:
            return ""
        return f"{found.domain}\\{found.name}" if found.domain else found.name


def _split(account: str) -> tuple[str, str | None]:
    """User and domain as LogonUserW takes them: a ``user@domain`` stands alone, ``.`` is this machine."""
    domain, backslash, user = account.partition("\\")
    if backslash:
        return user, domain
    return account, None if "@" in account else "."


_LOGONS: Final[Mapping[Logon, int]] = {Logon.NETWORK: 3, Logon.BATCH: 4, Logon.SERVICE: 5}  # LOGON32_LOGON_…
_LOOK: Final = 0x00000801  # POLICY_VIEW_LOCAL_INFORMATION | POLICY_LOOKUP_NAMES
_CREATE: Final = 0x00000810  # POLICY_CREATE_ACCOUNT | POLICY_LOOKUP_NAMES
_INDIRECT: Final = 1  # LG_INCLUDE_INDIRECT
_LIMITED: Final = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_TOKEN_QUERY: Final = 0x0008
_TOKEN_USER: Final = 1
_MANAGED_STATES: Final = (3, 4, 5)  # MsaInfoCannotInstall, MsaInfoCanInstall, MsaInfoInstalled


if sys.platform == "win32":
    import ctypes

    def _managed_state(name: str) -> int:
        """The MSA_INFO_STATE of an account, 0 when the domain cannot be asked; pywin32 has it not."""
        state = ctypes.POINTER(ctypes.c_int)()
        if ctypes.WinDLL("logoncli").NetQueryServiceAccount(
            None, ctypes.c_wchar_p(name), 0, ctypes.byref(state)
        ):
            return 0
        try:
            return int(state[0])
        finally:
            ctypes.WinDLL("netapi32").NetApiBufferFree(state)

else:

    def _managed_state(name: str) -> int:
        """There is no such domain here."""
        del name
        return 0


class PyWin32Calls:
    """Windows itself."""

    def __init__(self) -> None:
        try:
            import pywintypes  # type: ignore[import-not-found, import-untyped, unused-ignore]
            import win32api  # type: ignore[import-not-found, import-untyped, unused-ignore]
            import win32net  # type: ignore[import-not-found, import-untyped, unused-ignore]
            import win32security  # type: ignore[import-not-found, import-untyped, unused-ignore]
        except ImportError as error:
            raise NotHere(f"pywin32: {error}") from None
        self._api: Final[Any] = win32api
        self._net: Final[Any] = win32net
        self._security: Final[Any] = win32security
        self._error: Final[Any] = pywintypes.error

    @contextmanager
    def _asking(self, target: str) -> Iterator[None]:
        try:
            yield
        except self._error as error:
            raise refusal(error, target) from None

    def computer(self) -> str:
        """GetComputerNameW."""
        return str(self._api.GetComputerName())

    def look_up(self, name: str) -> Found:
        """LookupAccountNameW."""
        with self._asking(name):
            sid, domain, use = self._security.LookupAccountName(None, name)
            # The answer names the account as it is written in its domain, whatever was asked for.
            own, _, _ = self._security.LookupAccountSid(None, sid)
            return Found(
                self._security.ConvertSidToStringSid(sid), str(own or name), str(domain or ""), int(use)
            )

    def name_of(self, sid: str) -> Found:
        """LookupAccountSidW."""
        with self._asking(sid):
            name, domain, use = self._security.LookupAccountSid(None, self._sid(sid))
            return Found(sid, str(name or sid), str(domain or ""), int(use))

    def owner(self, process: int) -> str:
        """The token's user."""
        with self._asking(str(process)):
            own = self._api.GetCurrentProcess
            handle = self._api.OpenProcess(_LIMITED, False, process) if process else own()
            token = self._security.OpenProcessToken(handle, _TOKEN_QUERY)
            sid, _ = self._security.GetTokenInformation(token, _TOKEN_USER)
            return str(self._security.ConvertSidToStringSid(sid))

    def log_on(self, user: str, domain: str | None, password: str, how: Logon) -> None:
        """LogonUserW with the default provider."""
        with self._asking(f"{domain}\\{user}" if domain and domain != "." else user):
            self._security.LogonUser(user, domain, password, _LOGONS[how], 0).Close()

    def holders(self, right: str) -> tuple[str, ...]:
        """LsaEnumerateAccountsWithUserRight; nobody is no trouble."""
        with self._asking(right), self._policy(_LOOK) as policy:
            try:
                found = self._security.LsaEnumerateAccountsWithUserRight(policy, right)
            except self._error as error:
                if getattr(error, "winerror", 0) == _NO_MORE:
                    return ()
                raise
            return tuple(str(self._security.ConvertSidToStringSid(sid)) for sid in found)

    def local_groups(self, account: str) -> tuple[str, ...]:
        """NetUserGetLocalGroups on this machine."""
        with self._asking(account):
            return tuple(map(str, self._net.NetUserGetLocalGroups(None, account, _INDIRECT)))

    def add_right(self, sid: str, right: str) -> None:
        """LsaAddAccountRights."""
        with self._asking(right), self._policy(_CREATE) as policy:
            self._security.LsaAddAccountRights(policy, self._sid(sid), (right,))

    def is_managed(self, account: str) -> bool:
        """NetQueryServiceAccount."""
        return _managed_state(account.rpartition("\\")[2].removesuffix("$")) in _MANAGED_STATES

    def _sid(self, sid: str) -> Any:
        return self._security.ConvertStringSidToSid(sid)

    @contextmanager
    def _policy(self, access: int) -> Iterator[Any]:
        policy = self._security.LsaOpenPolicy(None, access)
        try:
            yield policy
        finally:
            self._security.LsaClose(policy)
