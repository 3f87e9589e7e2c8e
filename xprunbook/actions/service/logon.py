"""Whether an account may log on here: its password, and the rights to do so as a service and as a batch job."""

from __future__ import annotations

from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import secret, text
from xprunbook.actions.service.common import CHANGE, LOOK, Needed, Values, blocked, needed
from xprunbook.actions.service.texts import TEXTS
from xprunbook.actions.service.texts_numbers import refusal_says
from xprunbook.actions.service.waiting import failed
from xprunbook.actions.troubles import helped_by
from xprunbook.base.language import Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import (
    Cancelled,
    Credential,
    Finding,
    Inspection,
    Job,
    Json,
    NotHere,
    Operation,
    Plan,
    Statement,
    Traits,
)
from xprunbook.runbook.kinds import Kind
from xprunbook.runbook.substitute import SecretHandle
from xprunbook.systems.ports_windows import (
    ACCOUNTS,
    BATCH_RIGHT,
    SERVICE_RIGHT,
    AccountFacts,
    AccountKind,
    Logon,
)
from xprunbook.systems.trouble import Refused

GRANT: Final = "grant"

NO_PASSWORD: Final = frozenset(
    (AccountKind.BUILT_IN, AccountKind.VIRTUAL, AccountKind.MANAGED, AccountKind.COMPUTER)
)
"""Kinds of accounts whose password nobody enters."""

_NOT_GRANTED: Final = 1385


def denial_of(right: str) -> str:
    """The right that takes another away: ``SeDenyServiceLogonRight`` (Microsoft, "Account Rights Constants")."""
    return f"SeDeny{right.removeprefix('Se')}"


def given(job: Job, called: str = "password") -> Credential | None:
    """The password a job names; None if there is none."""
    handle = secret(job.parameters, called)
    if handle is None:
        return None
    try:
        return job.secret(handle)
    except NotHere:
        return None  # an optional one that nobody gave: the finding says so


def try_password(job: Job, account: AccountFacts, password: str) -> bool:
    """Whether it is right; False when the account may not log on here in either way. Refused when it is wrong.

    Over the network first, which needs no right. Only when that is forbidden, and the password thereby accepted,
    as a service: no try with a wrong password is made twice.
    """
    system = job.site.system(ACCOUNTS)
    for how in (Logon.NETWORK, Logon.SERVICE):
        try:
            system.log_on(account.name, password, how)
        except Refused as refused:
            if refused.number != _NOT_GRANTED:
                raise
        else:
            return True
    return False


class Password:
    """``account.password``: the account and its password log on here."""

    spec: ClassVar[Kind] = spec_of("account.password")
    traits: ClassVar[Traits] = LOOK
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Log on and off once. A password that was not given is unknown, never wrong."""
        try:
            account = job.site.system(ACCOUNTS).find(text(job.parameters, "account"))
            values: Values = {"account": one_line(account.name, 120)}
            evidence = account_evidence(account)
            if account.kind in NO_PASSWORD:
                return _found(job, Finding.SATISFIED, "password.not-needed", values, evidence)
            if account.kind in (AccountKind.GROUP, AccountKind.OTHER):
                return _found(job, Finding.BLOCKED, "password.group", values, evidence)
            credential = given(job)
            if credential is None:
                helps = Statement("set-account.no-password.helps")
                return _found(job, Finding.UNKNOWN, "password.none", values, evidence, helps)
            right = try_password(job, account, credential.password)
            finding, code = (
                (Finding.SATISFIED, "password.ok") if right else (Finding.UNKNOWN, "password.elsewhere")
            )
            return _found(job, finding, code, values, evidence)
        except Refused as refused:
            return blocked(job, refused)

    def test_secret(self, job: Job, handle: SecretHandle) -> Inspection:
        """Log on with the password that was given, and do nothing else."""
        return self.inspect(job)


class Right:
    """The right to log on in a way: looked at by SID, through groups too, and granted to the account itself."""

    spec: ClassVar[Kind]
    traits: ClassVar[Traits] = CHANGE
    texts: ClassVar[Texts] = TEXTS
    right: ClassVar[str]

    def inspect(self, job: Job) -> Inspection:
        """Denied goes before granted; what only the domain knows is unknown."""
        system = job.site.system(ACCOUNTS)
        try:
            account = system.find(text(job.parameters, "account"))
            values: Values = {"account": one_line(account.name, 120)}
            evidence = account_evidence(account)
            if account.kind is AccountKind.BUILT_IN:
                return _found(job, Finding.SATISFIED, f"right.not-needed.{self.right}", values, evidence)
            if account.kind is AccountKind.GROUP:
                return _found(job, Finding.BLOCKED, "password.group", values, evidence)
            denied = system.right(account.name, denial_of(self.right))
            held = system.right(account.name, self.right)
        except Refused as refused:
            return blocked(job, refused)
        evidence |= {"held": held.held, "through": list(held.through), "denied": denied.held}
        if denied.held:
            values["through"] = one_line(", ".join(denied.through), 300)
            helps = Statement("right.denied.helps")
            return _found(job, Finding.BLOCKED, f"right.denied.{self.right}", values, evidence, helps)
        if held.held:
            values["through"] = one_line(", ".join(held.through), 300)
            return _found(job, Finding.SATISFIED, f"right.held.{self.right}", values, evidence)
        unclear = held.held is None
        finding, code = (Finding.UNKNOWN, "right.unclear") if unclear else (Finding.NEEDED, "right.missing")
        code = f"{code}.{self.right}"
        found = _found(job, finding, code, values, evidence, Statement("right.missing.helps"))
        data: dict[str, Json] = {"account": account.name, "sid": account.sid, "right": self.right}
        operation = Operation(GRANT, account.name, f"{account.name} + {self.right}", data)
        return needed(found, [operation], [Statement("right.policy")])

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation, or none."""
        if not isinstance(found, Needed):
            return Plan(self.spec.name, ())
        return Plan(self.spec.name, found.operations, found.warnings)

    def apply(self, plan: Plan, job: Job) -> None:
        """Grant it."""
        system = job.site.system(ACCOUNTS)
        for operation in plan.operations:
            if job.cancelled():
                raise Cancelled(operation.target, known=True)
            account, right = str(operation.data["account"]), str(operation.data["right"])
            try:
                system.grant(account, right)
                held = system.right(account, right).held
            except Refused as refused:
                raise failed(job, *refusal_says(refused)) from None
            job.tell(operation.text)
            if held is False:
                says = Statement(f"right.taken.{right}", {"account": account})
                raise failed(job, says, Statement("right.policy"))


class ServiceRight(Right):
    """``account.service-right``: “log on as a service” (domain facts G2, G6)."""

    spec: ClassVar[Kind] = spec_of("account.service-right")
    right: ClassVar[str] = SERVICE_RIGHT


class BatchRight(Right):
    """``account.batch-right``: “log on as a batch job”, as application pools do (domain fact G23)."""

    spec: ClassVar[Kind] = spec_of("account.batch-right")
    right: ClassVar[str] = BATCH_RIGHT


def _found(
    job: Job,
    finding: Finding,
    code: str,
    values: Values,
    evidence: dict[str, Json],
    helps: Statement | None = None,
) -> Inspection:
    """An inspection of this module; a password that was tried was seen by the account itself."""
    jump = "" if finding is Finding.SATISFIED else helped_by(job)
    who = str(values["account"]) if code == "password.ok" else ""
    return Inspection(finding, Statement(code, values), helps, who, evidence, jump=jump)


def account_evidence(account: AccountFacts) -> dict[str, Json]:
    """An account as evidence."""
    return {"account": account.name, "sid": account.sid, "kind": account.kind}
