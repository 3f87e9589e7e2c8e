"""Starting and stopping pools, giving one an account: what is done, what is not, and where the password goes."""

from __future__ import annotations

import json
from typing import cast

import pytest

from tests.actions.conformance import CANARY
from tests.actions.iis.fakes import FakeAccounts, FakeWebServer, iis, pool, site
from tests.actions.jobs import TestJob, in_words
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.actions.iis import changes
from xprunbook.run.contract import Action, ActionFailed, Credential, Finding, Plan
from xprunbook.runbook.substitute import Filled, SecretHandle
from xprunbook.systems.ports_windows import AccountKind, Logon, PoolState
from xprunbook.systems.trouble import Refused, Trouble

KINDS = ActionKinds(("iis.set-pool-account",))
SVC = r"CORP\svc"
SID = "S-1-5-21-7"
HANDLE = SecretHandle("service_password")
STOPPED = PoolState.STOPPED


def _action(name: str) -> Action:
    return cast(Action, KINDS.load(name))


def _job(
    server: FakeWebServer, accounts: FakeAccounts | None = None, typed: str = CANARY, **given: Filled
) -> TestJob:
    more: dict[str, object] = {} if accounts is None else {"accounts": accounts}
    return TestJob(given, site(server, **more), secrets={HANDLE.id: Credential("", typed)})


def _plan(action: Action, job: TestJob) -> Plan:
    return action.plan(job, action.inspect(job))


def _accounts(**more: object) -> FakeAccounts:
    return FakeAccounts({SVC.casefold(): SID, "svc@corp.example": SID}, CANARY, **more)  # type: ignore[arg-type]


def test_only_what_is_not_so_yet_is_done() -> None:
    """In the order of the server, shown old and new."""
    server = iis(pool("XA", STOPPED), pool("XB"), pool("XC", STOPPED), pool("Other", STOPPED))
    job = _job(server, pools=("X*",))
    plan = _plan(_action("iis.start-pools"), job)
    assert [item.text for item in plan.operations] == ["XA: stopped -> started", "XC: stopped -> started"]
    _action("iis.start-pools").apply(plan, job)
    assert server.done == ["start XA", "start XC"]


def test_a_pool_that_does_not_stay_started_is_a_failure() -> None:
    """IIS starts it, its account cannot log on, it stops: the sentence names the account as the cause."""
    server = iis(pool("XA", STOPPED), pool("XB", STOPPED), falls=("XB",))
    job = _job(server, pools=("X*",))
    with pytest.raises(ActionFailed) as failed:
        _action("iis.start-pools").apply(_plan(_action("iis.start-pools"), job), job)
    assert "XB" in failed.value.message
    assert "batch job" in failed.value.hint


def test_a_pool_that_stays_pending_is_waited_for_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is forced."""
    monkeypatch.setattr(changes, "SECONDS", 0)
    server = iis(pool("XA"))
    server.slow = True
    job = _job(server, pools=("XA",))
    with pytest.raises(ActionFailed, match="not there after"):
        _action("iis.stop-pools").apply(_plan(_action("iis.stop-pools"), job), job)


def test_what_iis_refuses_has_its_number() -> None:
    """Not elevated."""
    server = iis(pool("XA"))
    job = _job(server, pools=("XA",))
    plan = _plan(_action("iis.stop-pools"), job)
    server.refuses = Refused(Trouble.DENIED, "XA", 5)
    with pytest.raises(ActionFailed, match="denied \\(5\\)"):
        _action("iis.stop-pools").apply(plan, job)


@pytest.mark.parametrize(("state", "then"), [(PoolState.STARTED, "recycle"), (STOPPED, "start")])
def test_an_account_is_set_and_the_pool_begins_anew(state: PoolState, then: str) -> None:
    """Old and new stand in the plan, the password as a reference; it is tried before anything is changed."""
    server, accounts = iis(pool("P", state)), _accounts()
    job = _job(server, accounts, pool="P", account=SVC, password=HANDLE)
    plan = _plan(_action("iis.set-pool-account"), job)
    assert plan.operations[0].text == r"P: ApplicationPoolIdentity -> CORP\svc <service_password>"
    assert CANARY not in json.dumps([dict(item.data) for item in plan.operations])
    _action("iis.set-pool-account").apply(plan, job)
    assert server.done == ["set P", f"{then} P"]
    assert server.passwords == {"P": CANARY}
    assert accounts.tried == [(SVC, Logon.NETWORK)]
    assert CANARY not in "\n".join(job.told)


def test_a_wrong_password_changes_nothing() -> None:
    """The number says why."""
    server = iis(pool("P"))
    job = _job(server, _accounts(), "wrong", pool="P", account=SVC, password=HANDLE)
    plan = _plan(_action("iis.set-pool-account"), job)
    with pytest.raises(ActionFailed, match=r"1326.*Nothing was changed"):
        _action("iis.set-pool-account").apply(plan, job)
    assert server.done == []


def test_a_password_that_cannot_be_tried_is_said() -> None:
    """1385 is no verdict on it; nor is a site without accounts."""
    for accounts in (_accounts(number=1385), None):
        server = iis(pool("P"))
        job = _job(server, accounts, "unknown", pool="P", account=SVC, password=HANDLE)
        _action("iis.set-pool-account").apply(_plan(_action("iis.set-pool-account"), job), job)
        assert server.passwords == {"P": "unknown"}
        assert "could not be tried" in job.told[0]


def test_a_managed_account_needs_no_password() -> None:
    """Any other does, and the plan says so, as it says that the right is not held."""
    action = _action("iis.set-pool-account")
    for kind, batch, codes in (
        (AccountKind.MANAGED, True, ["account.untried"]),
        (AccountKind.USER, False, ["account.untried", "account.no-password", "account.batch"]),
    ):
        server = iis(pool("P"))
        job = _job(server, _accounts(kind=kind, batch=batch), pool="P", account=SVC)
        plan = _plan(action, job)
        assert [item.code for item in plan.warnings] == codes
        action.apply(plan, job)
        assert server.passwords == {"P": None}


def test_accounts_are_compared_by_sid() -> None:
    """``svc@corp.example`` and ``CORP\\svc`` are one; without accounts nobody knows."""
    server = iis(pool("P", user="svc@corp.example"))
    check = _action("iis.pool-account")
    found = check.inspect(_job(server, _accounts(), pool="P", account=SVC))
    assert (found.finding, found.identity) == (Finding.SATISFIED, "svc@corp.example")
    assert check.inspect(_job(server, pool="P", account=SVC)).finding is Finding.UNKNOWN
    assert check.inspect(_job(server, pool="P", account=r"CORP\other")).finding is Finding.NEEDED


@pytest.mark.parametrize("word", ["ApplicationPoolIdentity", "applicationpoolidentity"])
def test_built_in_identities_are_accounts_too(word: str) -> None:
    """The way back names them."""
    job = _job(iis(pool("P")), pool="P", account=word)
    assert _action("iis.pool-account").inspect(job).finding is Finding.SATISFIED


def test_a_secret_can_be_tried_beforehand() -> None:
    """Right, wrong, and not to be told."""
    kind = KINDS.load("iis.set-pool-account")
    for password, number, finding in (
        (CANARY, 0, Finding.SATISFIED),
        ("wrong", 1326, Finding.BLOCKED),
        ("wrong", 1385, Finding.UNKNOWN),
    ):
        job = _job(iis(pool("P")), _accounts(number=number), password, pool="P", account=SVC)
        found = kind.test_secret(job, HANDLE)  # type: ignore[union-attr]
        assert found.finding is finding
        assert kind is not None
        assert in_words(kind, found)


def test_stopped_pools_come_back_and_that_is_said() -> None:
    """A stop does not last beyond a reboot."""
    found = _action("iis.pools-stopped").inspect(_job(iis(pool("P", STOPPED)), pools=("P",)))
    assert [item.code for item in found.details] == ["pool.stopped", "pool.returns"]
