"""``iis.set-pool-account``: give an application pool its account. Off unless the settings name it."""

from __future__ import annotations

from typing import ClassVar

from xprunbook.actions.iis.changes import carry_out, operation
from xprunbook.actions.iis.common import (
    CHANGE,
    evidence,
    failure,
    identity_of,
    line,
    missing,
    pool_named,
    runs_as,
)
from xprunbook.actions.iis.texts import TEXTS
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import secret, text
from xprunbook.actions.troubles import blocked, failed
from xprunbook.base.language import Texts
from xprunbook.run.contract import (
    Finding,
    Inspection,
    Job,
    Json,
    NotHere,
    Operation,
    Plan,
    Statement,
    Traits,
    secret_reference,
)
from xprunbook.runbook.kinds import Kind
from xprunbook.runbook.substitute import SecretHandle
from xprunbook.systems.ports_windows import (
    ACCOUNTS,
    BATCH_RIGHT,
    WEB_SERVER,
    AccountKind,
    Logon,
    PoolIdentity,
    PoolState,
)
from xprunbook.systems.trouble import Refused
from xprunbook.systems.watching import heed

_NOT_GRANTED = 1385
"""The password is right, this way of logging on is not allowed: a network logon may be denied to service accounts."""


class SetPoolAccount:
    """``iis.set-pool-account``: a pool runs under an account, and is started. IIS keeps the password encrypted."""

    spec: ClassVar[Kind] = spec_of("iis.set-pool-account")
    traits: ClassVar[Traits] = CHANGE
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Satisfied if the pool is that account's and runs; one that is stopped may have an old password."""
        name, account = text(job.parameters, "pool"), text(job.parameters, "account")
        try:
            pool = pool_named(job, name)
        except Refused as refused:
            return blocked(refused, job)
        if pool is None:
            return missing((name,), job)
        values: dict[str, str | int] = {"pool": pool.name, "identity": identity_of(pool)}
        facts, details = evidence((pool,)), (line(pool),)
        if unknown := _unknown(job, account):
            return Inspection(Finding.BLOCKED, unknown, evidence=facts, details=details)
        if not runs_as(job, pool, account):
            says = Statement("account.other", {**values, "account": account})
            return Inspection(Finding.NEEDED, says, evidence=facts, details=details)
        if pool.state is not PoolState.STARTED:
            return Inspection(
                Finding.NEEDED, Statement("account.stopped", values), evidence=facts, details=details
            )
        says = Statement("account.is", values)
        return Inspection(
            Finding.SATISFIED, says, identity=identity_of(pool), evidence=facts, details=details
        )

    def plan(self, job: Job, found: Inspection) -> Plan:
        """The identity, old and new; then the pool begins anew with it."""
        pool = pool_named(job, text(job.parameters, "pool"))
        if pool is None or found.finding is not Finding.NEEDED:
            return Plan(self.spec.name, ())
        account, handle = text(job.parameters, "account"), secret(job.parameters, "password")
        data: dict[str, Json] = {
            "pool": pool.name,
            "identity": int(PoolIdentity.SPECIFIC_USER),
            "user": account,
        }
        shown = f"{pool.name}: {identity_of(pool)} -> {account}"
        if handle is not None:
            data["password"] = secret_reference(handle)
            shown += f" <{handle.id}>"
        runs = pool.state is PoolState.STARTED
        operations = (
            Operation("set-pool-account", pool.name, shown, data),
            operation("recycle" if runs else "start", pool),
        )
        return Plan(self.spec.name, operations, _warnings(job, account, handle))

    def apply(self, plan: Plan, job: Job) -> None:
        """Try the password before anything is changed; then set it, and see that the pool stays started."""
        if not plan.operations:
            return
        first, *rest = plan.operations
        heed(job, first.target)
        pool, user = str(first.data["pool"]), str(first.data["user"])
        password = _password(first, job)
        if password is not None:
            _try(job, user, password)
        job.tell(TEXTS.say("do.account", job.language, pool=pool))
        try:
            job.site.system(WEB_SERVER).set_pool_user(pool, user, password)
        except Refused as refused:
            raise failed(refused, job) from None
        carry_out(rest, job)

    def test_secret(self, job: Job, handle: SecretHandle) -> Inspection:
        """Log on with the account and its password, and do nothing else."""
        account = text(job.parameters, "account")
        values: dict[str, str | int] = {"account": account}
        try:
            job.site.system(ACCOUNTS).log_on(account, job.secret(handle).password, Logon.NETWORK)
        except Refused as refused:
            if refused.number == _NOT_GRANTED:
                return Inspection(Finding.UNKNOWN, Statement("account.password-untried"))
            says = Statement("account.password-wrong", {**values, "number": refused.number})
            return Inspection(Finding.BLOCKED, says)
        return Inspection(Finding.SATISFIED, Statement("account.password-right", values), identity=account)


def _unknown(job: Job, account: str) -> Statement | None:
    """The sentence for an account that nobody knows; None if it is known, or could not be asked for."""
    try:
        job.site.system(ACCOUNTS).find(account)
    except NotHere:
        return None
    except Refused as refused:
        if refused.number in (1317, 1332):
            return Statement("account.unknown", {"account": account, "number": refused.number})
    return None


def _warnings(job: Job, account: str, handle: SecretHandle | None) -> tuple[Statement, ...]:
    said = [Statement("account.untried")]
    try:
        accounts = job.site.system(ACCOUNTS)
        if handle is None and accounts.find(account).kind is not AccountKind.MANAGED:
            said.append(Statement("account.no-password"))
        if accounts.right(account, BATCH_RIGHT).held is False:
            said.append(Statement("account.batch", {"account": account}))
    except (NotHere, Refused):
        if handle is None:
            said.append(Statement("account.no-password"))
    return tuple(said)


def _password(item: Operation, job: Job) -> str | None:
    """The password an operation refers to, at the moment of use."""
    reference = item.data.get("password")
    if not isinstance(reference, dict):
        return None
    return job.secret(SecretHandle(str(reference["secret"]))).password


def _try(job: Job, user: str, password: str) -> None:
    """Log on over the network, which needs no special right; raises ActionFailed when the password is not accepted."""
    number = 0
    try:
        job.site.system(ACCOUNTS).log_on(user, password, Logon.NETWORK)
    except NotHere:
        number = _NOT_GRANTED
    except Refused as refused:
        number = refused.number or -1
    if number == _NOT_GRANTED:
        job.tell(TEXTS.say("account.password-untried", job.language))
    elif number:
        raise failure(job, "account.password-wrong", account=user, number=number)
