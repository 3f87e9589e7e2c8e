"""Passwords and rights: tried once, denied before granted, taken away by a policy; accounts of services, by SID."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from tests.actions.jobs import ChosenSite, TestJob, in_words, speaks_both
from tests.actions.service.support import GIVEN, PASSWORD, Clock, Rig, kind_of
from xprunbook.practice.faults import Fault
from xprunbook.practice.story import OLD, SERVICE_ACCOUNT
from xprunbook.run import contract
from xprunbook.run.contract import Action, ActionFailed, Credential, Finding
from xprunbook.runbook.substitute import Filled
from xprunbook.systems.ports_windows import (
    ACCOUNTS,
    SERVICES,
    AccountFacts,
    AccountKind,
    Logon,
    RightFacts,
    ServiceFacts,
)
from xprunbook.systems.trouble import Refused, Trouble

ATLAS = "Atlas*"


class Counting:
    """Accounts that count how often a password was tried, and answer with numbers."""

    def __init__(self, *answers: int, denied: bool = False, held: bool | None = False) -> None:
        self.answers = list(answers)
        self.tries: list[Logon] = []
        self.denied = denied
        self.held = held

    def find(self, account: str) -> AccountFacts:
        """A user."""
        return AccountFacts(account, "S-1-5-21-1-2-3-1001", AccountKind.USER)

    def log_on(self, account: str, password: str, how: Logon) -> None:
        """The next answer; 0 is yes."""
        del password
        self.tries.append(how)
        if number := self.answers.pop(0):
            raise Refused(Trouble.LOGON, account, number)

    def right(self, account: str, right: str) -> RightFacts:
        """Held or denied."""
        del account
        if right.startswith("SeDeny"):
            return RightFacts(self.denied, ("CORP\\Lock",) if self.denied else ())
        return RightFacts(self.held)


def _password(accounts: Counting) -> tuple[Finding, str]:
    job = TestJob(
        {"account": SERVICE_ACCOUNT, "password": PASSWORD}, ChosenSite(accounts=accounts), secrets=GIVEN
    )
    found = kind_of("account.password", Clock()).inspect(job)
    return found.finding, found.says.code


def test_a_wrong_password_is_tried_once() -> None:
    """Every further try counts against the account."""
    accounts = Counting(1326)
    assert _password(accounts) == (Finding.BLOCKED, "win.1326")
    assert accounts.tries == [Logon.NETWORK]


def test_only_a_forbidden_way_leads_to_another() -> None:
    """1385 says that the password was taken, and the way was not."""
    accounts = Counting(1385, 0)
    assert _password(accounts) == (Finding.SATISFIED, "password.ok")
    assert accounts.tries == [Logon.NETWORK, Logon.SERVICE]
    assert _password(Counting(1385, 1385)) == (Finding.UNKNOWN, "password.elsewhere")


@pytest.mark.parametrize("number", [1327, 1328, 1329, 1330, 1331, 1907, 1909, 1311, 1789])
def test_every_refusal_has_its_own_sentence(number: int) -> None:
    """What the directory's administrator must do is not “check the password”."""
    assert _password(Counting(number)) == (Finding.BLOCKED, f"win.{number}")


def test_denied_goes_before_granted() -> None:
    """And what only the domain knows is unknown, with the grant offered."""
    job = TestJob({"account": SERVICE_ACCOUNT}, ChosenSite(accounts=Counting(denied=True, held=True)))
    kind = kind_of("account.service-right", Clock())
    found = kind.inspect(job)
    assert found.finding is Finding.BLOCKED
    assert "CORP\\Lock" in in_words(kind, found)
    job = TestJob({"account": SERVICE_ACCOUNT}, ChosenSite(accounts=Counting(held=None)))
    found = kind.inspect(job)
    assert found.finding is Finding.UNKNOWN
    assert len(cast(Action, kind).plan(job, found).operations) == 1


def test_a_right_that_a_policy_takes_at_once_is_a_failure(tmp_path: Path) -> None:
    """Granting worked; that it did not last is what is said."""
    rig = Rig(tmp_path, Fault.RIGHT_TAKEN)
    with pytest.raises(ActionFailed, match="gone again") as error:
        rig.do("account.service-right", account=SERVICE_ACCOUNT)
    assert "gpresult" in error.value.hint


def test_the_account_that_runs_counts_and_not_only_the_one_that_is_set(tmp_path: Path) -> None:
    """Set for the next start, and still running under the old one: that is not done."""
    rig = Rig(tmp_path, at=OLD)
    services = rig.site.system(SERVICES)
    for item in services.find(ATLAS):
        services.set_account(item.name, SERVICE_ACCOUNT, "x")
    kind = kind_of("service.account", rig.clock)
    given = {"services": ATLAS, "account": SERVICE_ACCOUNT}
    found = kind.inspect(rig.job(given))
    assert (found.finding, found.says.code) == (Finding.NEEDED, "account.still")
    rig.do("account.service-right", account=SERVICE_ACCOUNT)
    rig.do("service.restart", services=ATLAS)
    found = kind.inspect(rig.job(given))
    assert found.finding is Finding.SATISFIED
    assert "AtlasServer really runs as CORP\\svc-xphone" in in_words(kind, found)


def test_accounts_are_compared_by_sid(tmp_path: Path) -> None:
    """The same account in another writing is the same; a name that means nothing is another one."""
    rig = Rig(tmp_path)
    services = rig.site.system(SERVICES)
    kind = kind_of("service.account", rig.clock)
    for written in ("svc-xphone@corp.example", "corp\\SVC-XPHONE"):
        for item in services.find(ATLAS):
            services.set_account(item.name, written, "x")
        given = {"services": ATLAS, "account": SERVICE_ACCOUNT}
        assert kind.inspect(rig.job(given)).finding is Finding.SATISFIED
    services.set_account("AtlasUM", "CORP\\gone", "x")
    assert kind.inspect(rig.job(given)).finding is Finding.NEEDED


def test_the_account_is_set_for_all_alike_once_the_password_was_tried(tmp_path: Path) -> None:
    """A wrong one never reaches the service manager, which would take it."""
    rig = Rig(tmp_path)
    rig.do("account.service-right", account=SERVICE_ACCOUNT)
    given: dict[str, Filled] = {"services": ATLAS, "account": SERVICE_ACCOUNT, "password": PASSWORD}
    plan = rig.plan("service.set-account", GIVEN, **given)
    assert [item.text for item in plan.operations] == [
        f"{name}: LocalSystem -> {SERVICE_ACCOUNT}" for name in ("AtlasServer", "AtlasUM", "AtlasVDir")
    ]
    assert {item.code for item in plan.warnings} >= {"set-account.untried", "set-account.vendor"}
    assert GIVEN["service_password"].password not in repr(plan)
    rig.practice.world.switch(on=[Fault.ACCOUNT_PASSWORD])
    with pytest.raises(ActionFailed) as error:
        rig.do("service.set-account", GIVEN, **given)
    assert error.value.says.code == "win.1326"
    assert {item.account for item in rig.site.system(SERVICES).find(ATLAS)} == {"LocalSystem"}
    rig.practice.world.switch(off=[Fault.ACCOUNT_PASSWORD])
    job = rig.do("service.set-account", GIVEN, **given)
    assert {item.account for item in rig.site.system(SERVICES).find(ATLAS)} == {SERVICE_ACCOUNT}
    assert not any(GIVEN["service_password"].password in line for line in job.told)


def test_a_managed_account_needs_no_password(tmp_path: Path) -> None:
    """Only the right; no secret stands in the plan."""
    rig = Rig(tmp_path)
    account = r"CORP\gmsa-xphone$"
    rig.do("account.service-right", account=account)
    plan = rig.plan("service.set-account", services=ATLAS, account=account)
    assert all("password" not in item.data for item in plan.operations)
    rig.do("service.set-account", services=ATLAS, account=account)
    assert {item.account for item in rig.site.system(SERVICES).find(ATLAS)} == {account}


def test_services_that_share_the_process_are_changed_alike(tmp_path: Path) -> None:
    """By the process while it runs, by the command line otherwise: 1079 comes from forgetting one."""
    rig = Rig(tmp_path)
    real = rig.site.system(SERVICES)

    class Sharing:
        """AtlasUM and AtlasVDir live in one process."""

        def find(self, pattern: str) -> tuple[ServiceFacts, ...]:
            """With the flag and the same program."""
            return tuple(
                replace(item, shared=True, program="svc.exe") if item.name != "AtlasServer" else item
                for item in real.find(pattern)
            )

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

    site = ChosenSite(services=Sharing(), accounts=rig.site.system(ACCOUNTS))
    given = {"services": "AtlasUM", "account": r"NT AUTHORITY\LocalService"}
    job = TestJob(given, site)
    action = rig.action("service.set-account")
    plan = action.plan(job, action.inspect(job))
    assert [item.target for item in plan.operations] == ["AtlasUM", "AtlasVDir"]
    (together,) = [item for item in plan.warnings if item.code == "set-account.together"]
    assert together.values["names"] == "AtlasVDir"


def test_the_secret_can_be_tried_beforehand(tmp_path: Path) -> None:
    """``test_secret`` registers the kind for it."""
    rig = Rig(tmp_path)
    kind = kind_of("account.password", rig.clock)
    job = rig.job({"account": SERVICE_ACCOUNT, "password": PASSWORD}, secrets=GIVEN)
    assert cast(contract.TestsSecret, kind).test_secret(job, PASSWORD).finding is Finding.SATISFIED
    empty = rig.job(
        {"account": SERVICE_ACCOUNT, "password": PASSWORD},
        secrets={"service_password": Credential("", "")},
    )
    assert kind.inspect(empty).finding is Finding.BLOCKED


def test_a_domain_that_does_not_answer_is_no_other_account(tmp_path: Path) -> None:
    """1332 means nobody of that name; 1789 or 1311 mean that nobody can be asked: unknown."""
    rig = Rig(tmp_path)
    real = rig.site.system(ACCOUNTS)

    class Silent:
        """Only the account that is wanted can be looked up."""

        def find(self, account: str) -> AccountFacts:
            """The trust is broken for every other."""
            if account == "LocalSystem":
                raise Refused(Trouble.OTHER, account, 1789)
            return real.find(account)

    site = ChosenSite(services=rig.site.system(SERVICES), accounts=Silent())
    kind = kind_of("service.account", rig.clock)
    found = kind.inspect(TestJob({"services": ATLAS, "account": SERVICE_ACCOUNT}, site))
    assert (found.finding, found.says.code) == (Finding.UNKNOWN, "account.unclear")
    speaks_both(kind, found)
