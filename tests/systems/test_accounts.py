"""Accounts and rights by the answers that Microsoft documents for each call; Wine has no domain and no policy."""

from __future__ import annotations

import pytest

from xprunbook.systems.accounts_windows import Found, Use, WindowsAccounts
from xprunbook.systems.patterns import fits
from xprunbook.systems.ports_windows import BATCH_RIGHT, SERVICE_RIGHT, AccountKind, Logon
from xprunbook.systems.refused_passwords import SECONDS, RefusedPasswords
from xprunbook.systems.trouble import Refused, Trouble

DOMAIN = "S-1-5-21-1-2-3"

KNOWN = (
    Found(f"{DOMAIN}-1105", "svc-xphone", "CORP", Use.USER),
    Found(f"{DOMAIN}-1106", "gmsa-xphone$", "CORP", Use.USER),
    Found(f"{DOMAIN}-1107", "XPH-NEW$", "CORP", Use.USER),
    Found(f"{DOMAIN}-1108", "SQL01$", "CORP", Use.USER),
    Found(f"{DOMAIN}-1200", "Dienste", "CORP", Use.GROUP),
    Found("S-1-5-21-9-9-9-1001", "local", "XPH-NEW", Use.USER),
    Found("S-1-5-32-544", "Administratoren", "VORDEFINIERT", Use.ALIAS),
    Found("S-1-5-32-568", "IIS_IUSRS", "VORDEFINIERT", Use.ALIAS),
    Found("S-1-5-18", "SYSTEM", "NT-AUTORITÄT", Use.WELL_KNOWN),
    Found("S-1-5-20", "Netzwerkdienst", "NT-AUTORITÄT", Use.WELL_KNOWN),
    Found("S-1-1-0", "Jeder", "", Use.WELL_KNOWN),
    Found("S-1-5-80-0", "ALLE DIENSTE", "NT SERVICE", Use.WELL_KNOWN),
    Found("S-1-5-80-1-2-3", "MSSQL$XPHONE", "NT SERVICE", Use.WELL_KNOWN),
)
"""A German machine. A computer's and a managed account are both SidTypeUser with a dollar sign: LookupAccountNameW."""


class Calls:
    """Windows, as its documentation says it answers."""

    def __init__(self) -> None:
        self.rights: dict[str, list[str]] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self.logged_on: list[tuple[str, str | None, Logon]] = []
        self.silent = False

    def computer(self) -> str:
        """GetComputerNameW."""
        return "XPH-NEW"

    def look_up(self, name: str) -> Found:
        """LookupAccountNameW: ERROR_NONE_MAPPED for everybody else."""
        for found in KNOWN:
            written = (found.name, f"{found.domain}\\{found.name}", f"{found.name}@corp.example")
            if name.casefold() in (item.casefold() for item in written):
                return found
        raise Refused(Trouble.OTHER, name, 1332)

    def name_of(self, sid: str) -> Found:
        """LookupAccountSidW."""
        for found in KNOWN:
            if found.sid == sid:
                return found
        raise Refused(Trouble.OTHER, sid, 1332)

    def owner(self, process: int) -> str:
        """OpenProcess: ERROR_INVALID_PARAMETER for one that has ended, ERROR_ACCESS_DENIED for a protected one."""
        if process not in (0, 42):
            raise Refused(Trouble.DENIED, str(process), 87 if process == 99 else 5)
        return f"{DOMAIN}-1105"

    def log_on(self, user: str, domain: str | None, password: str, how: Logon) -> None:
        """LogonUserW: ERROR_LOGON_FAILURE."""
        self.logged_on.append((user, domain, how))
        if password != "right":
            raise Refused(Trouble.LOGON, user, 1326)

    def holders(self, right: str) -> tuple[str, ...]:
        """LsaEnumerateAccountsWithUserRight: STATUS_NO_MORE_ENTRIES is nobody."""
        return tuple(self.rights.get(right, ()))

    def local_groups(self, account: str) -> tuple[str, ...]:
        """NetUserGetLocalGroups: NERR_DCNotFound when the domain cannot be asked."""
        if self.silent:
            raise Refused(Trouble.OTHER, account, 2453)
        return self.groups.get(account, ())

    def add_right(self, sid: str, right: str) -> None:
        """LsaAddAccountRights: to the account itself; twice is no trouble."""
        self.rights.setdefault(right, []).append(sid)

    def is_managed(self, account: str) -> bool:
        """NetQueryServiceAccount: MsaInfoInstalled for the one, MsaInfoNotService for every other."""
        return "gmsa" in account


@pytest.fixture
def calls() -> Calls:
    """A Windows of its own for each test."""
    return Calls()


@pytest.mark.parametrize(
    ("name", "kind", "sid"),
    [
        (r"CORP\svc-xphone", AccountKind.USER, f"{DOMAIN}-1105"),
        ("svc-xphone@corp.example", AccountKind.USER, f"{DOMAIN}-1105"),
        (r".\local", AccountKind.USER, "S-1-5-21-9-9-9-1001"),
        (r"CORP\gmsa-xphone$", AccountKind.MANAGED, f"{DOMAIN}-1106"),
        (r"CORP\XPH-NEW$", AccountKind.COMPUTER, f"{DOMAIN}-1107"),
        (r"CORP\SQL01$", AccountKind.COMPUTER, f"{DOMAIN}-1108"),
        (r"CORP\Dienste", AccountKind.GROUP, f"{DOMAIN}-1200"),
        ("LocalSystem", AccountKind.BUILT_IN, "S-1-5-18"),
        (r"NT AUTHORITY\NetworkService", AccountKind.BUILT_IN, "S-1-5-20"),
        (r"NT-AUTORITÄT\Netzwerkdienst", AccountKind.BUILT_IN, "S-1-5-20"),
        (r"NT SERVICE\MSSQL$XPHONE", AccountKind.VIRTUAL, "S-1-5-80-1-2-3"),
    ],
)
def test_every_writing_of_an_account_leads_to_its_sid(
    calls: Calls, name: str, kind: AccountKind, sid: str
) -> None:
    """Also the English ones that the service manager keeps on a German machine."""
    found = WindowsAccounts(calls).find(name)
    assert (found.kind, found.sid) == (kind, sid)


def test_nobody_of_that_name(calls: Calls) -> None:
    with pytest.raises(Refused) as refused:
        WindowsAccounts(calls).find(r"CORP\nobody")
    assert refused.value.number == 1332


def test_a_right_of_its_own_and_by_groups(calls: Calls) -> None:
    """By the account, by everybody, by a local group it is in; otherwise not."""
    accounts, name = WindowsAccounts(calls), r"CORP\svc-xphone"
    assert accounts.right(name, SERVICE_RIGHT).held is False
    calls.rights[SERVICE_RIGHT] = ["S-1-5-80-0"]
    assert accounts.right(name, SERVICE_RIGHT).held is False
    assert accounts.right(r"NT SERVICE\MSSQL$XPHONE", SERVICE_RIGHT).held is True
    accounts.grant(name, SERVICE_RIGHT)
    assert accounts.right(name, SERVICE_RIGHT).through == (r"CORP\svc-xphone",)
    calls.rights[BATCH_RIGHT] = ["S-1-5-32-544", "S-1-5-32-568"]
    assert accounts.right(name, BATCH_RIGHT).held is False
    calls.groups[name] = ("IIS_IUSRS",)
    assert accounts.right(name, BATCH_RIGHT).through == (r"VORDEFINIERT\IIS_IUSRS",)
    calls.rights[BATCH_RIGHT] = ["S-1-1-0"]
    assert accounts.right(name, BATCH_RIGHT).through == ("Jeder",)


def test_what_only_the_domain_knows_is_not_told(calls: Calls) -> None:
    """A domain group among the holders, or groups that could not be listed: neither yes nor no."""
    accounts, name = WindowsAccounts(calls), r"CORP\svc-xphone"
    calls.rights[SERVICE_RIGHT] = [f"{DOMAIN}-1200"]
    assert accounts.right(name, SERVICE_RIGHT).held is None
    calls.rights[SERVICE_RIGHT] = [f"{DOMAIN}-1200", f"{DOMAIN}-1105"]
    assert accounts.right(name, SERVICE_RIGHT).held is True
    calls.rights[SERVICE_RIGHT], calls.silent = ["S-1-5-32-544"], True
    assert accounts.right(name, SERVICE_RIGHT).held is None
    calls.rights[SERVICE_RIGHT], calls.silent = [f"{DOMAIN}-4711"], False
    assert accounts.right(name, SERVICE_RIGHT).held is False, "the account of that SID is gone"


def test_user_and_domain_as_a_logon_takes_them(calls: Calls) -> None:
    """A user principal name stands alone; a name without a domain is this machine's (LogonUserW)."""
    accounts = WindowsAccounts(calls)
    for name in (r"CORP\svc", r".\local", "svc@corp.example", "local"):
        accounts.log_on(name, "right", Logon.NETWORK)
    given = [(user, domain) for user, domain, _ in calls.logged_on]
    assert given == [("svc", "CORP"), ("local", "."), ("svc@corp.example", None), ("local", ".")]
    with pytest.raises(Refused) as refused:
        accounts.log_on(r"CORP\svc", "wrong", Logon.NETWORK)
    assert refused.value.number == 1326


def test_a_wrong_password_is_not_tried_again_for_a_while() -> None:
    """Five looks with the same wrong password are one try; another one, or another account, is tried at once."""
    calls, time = Calls(), [0.0]
    accounts = WindowsAccounts(calls, RefusedPasswords(lambda: time[0]))

    def tries(account: str, password: str) -> int:
        before = len(calls.logged_on)
        for _ in range(5):
            with pytest.raises(Refused) as refused:
                accounts.log_on(account, password, Logon.NETWORK)
            assert refused.value.number == 1326
            assert password not in str(refused.value)
        return len(calls.logged_on) - before

    assert tries(r"CORP\svc", "wrong-1") == 1
    assert tries(r"corp\SVC", "wrong-1") == 0
    assert tries(r"CORP\svc", "wrong-2") == 1
    assert tries(r"CORP\other", "wrong-1") == 1
    time[0] = SECONDS
    assert tries(r"CORP\svc", "wrong-1") == 1
    accounts.log_on(r"CORP\svc", "right", Logon.NETWORK)


def test_whose_process_it_is(calls: Calls) -> None:
    """One that has ended, or that we may not look into, is not told."""
    accounts = WindowsAccounts(calls)
    owner = accounts.owner(42)
    assert owner is not None
    assert owner.name == r"CORP\svc-xphone"
    assert accounts.current() == owner
    assert [accounts.owner(process) for process in (0, 99, 4)] == [None, None, None]


@pytest.mark.parametrize(
    ("name", "pattern", "fit"),
    [
        ("AtlasServer", "Atlas*", True),
        ("atlasserver", "ATLAS*", True),
        ("Atlas", "Atlas*", True),
        ("XAtlas", "Atlas*", False),
        ("AtlasServer", "AtlasServer", True),
        ("AtlasServer2", "AtlasServer", False),
        ("MSSQL$XPHONE", "MSSQL$*", True),
        ("AtlasUMServer", "Atlas*Server", True),
        ("AtlasServer", "Atlas*er*er*er", False),
        ("a[b]c", "a[b]*", True),
        ("ab", "a?", False),
        ("anything", "*", True),
    ],
)
def test_only_a_star_is_a_pattern(name: str, pattern: str, fit: bool) -> None:
    """In any letter case; brackets and question marks are letters of a name."""
    assert fits(name, pattern) is fit
