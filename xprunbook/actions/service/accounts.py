"""The accounts of services: what they run under, by SID; and changing it, which is off unless switched on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import secret, text
from xprunbook.actions.service.carrying import SET_ACCOUNT, carry_out
from xprunbook.actions.service.changes import ServiceAction
from xprunbook.actions.service.common import Matched, ServiceCheck, Values, named, needed
from xprunbook.actions.service.logon import NO_PASSWORD, account_evidence, denial_of, given, try_password
from xprunbook.actions.service.texts_numbers import refusal_says
from xprunbook.actions.service.waiting import Waiting, failed
from xprunbook.base.text import one_line
from xprunbook.run.contract import (
    Finding,
    Inspection,
    Job,
    Json,
    Operation,
    Plan,
    Statement,
    secret_reference,
)
from xprunbook.runbook.kinds import Kind
from xprunbook.runbook.substitute import SecretHandle
from xprunbook.systems.ports_windows import (
    ACCOUNTS,
    SERVICE_RIGHT,
    SERVICES,
    AccountFacts,
    AccountKind,
    ServiceFacts,
    ServiceState,
)
from xprunbook.systems.trouble import Refused

_MANAGER_NAMES: Final = {
    "S-1-5-18": "LocalSystem",
    "S-1-5-19": r"NT AUTHORITY\LocalService",
    "S-1-5-20": r"NT AUTHORITY\NetworkService",
}
"""How the service manager wants the built-in accounts written, in every language (Microsoft, "CreateServiceW")."""


_NOBODY: Final = frozenset((1317, 1332))
"""Numbers that mean: there is no such account. Every other one means that it cannot be told."""


class RunsAs(ServiceCheck):
    """``service.account``: all of them are set to the account, and those that run really run under it."""

    spec: ClassVar[Kind] = spec_of("service.account")

    def look(self, job: Job, found: Matched) -> Inspection:
        """By SID. An account whose name means nothing any more is another one; a process that cannot be looked into
        is said, and not counted against it."""
        wanted_name = text(job.parameters, "account")
        accounts = job.site.system(ACCOUNTS)
        sids = {item.name: sid_of(job, item.account) for item in found.services}
        evidence: dict[str, Json] = {"sids": dict(sids)}
        if not wanted_name:
            pairs = ", ".join(f"{item.name}: {one_line(item.account, 120)}" for item in found.services)
            says = Statement("account.listed", {**found.values, "accounts": pairs})
            return found.found(Finding.SATISFIED, says, None, None, evidence)
        wanted = accounts.find(wanted_name)
        values: Values = {**found.values, "account": one_line(wanted.name, 120)}
        evidence["wanted"] = account_evidence(wanted)
        others = [item for item in found.services if sids[item.name] not in (wanted.sid, None)]
        if others:
            names = ", ".join(f"{item.name} ({one_line(item.account, 120)})" for item in others)
            says = Statement("account.other", {**values, "names": names})
            return found.found(Finding.NEEDED, says, Statement("account.other.helps"), None, evidence)
        unclear = [item for item in found.services if sids[item.name] is None]
        if unclear:
            says = Statement("account.unclear", {**values, "names": named(unclear)})
            return found.found(Finding.UNKNOWN, says, None, None, evidence)
        owners = {item.name: accounts.owner(item.process) for item in found.services if item.process}
        evidence["owners"] = {name: owner.sid if owner else None for name, owner in owners.items()}
        old = [
            item for item in found.services if (owner := owners.get(item.name)) and owner.sid != wanted.sid
        ]
        if old:
            says = Statement("account.still", {**values, "names": named(old)})
            return found.found(Finding.NEEDED, says, Statement("account.still.helps"), None, evidence)
        seen = [
            Statement("account.seen", {"name": name, "account": one_line(owner.name, 120)})
            if owner
            else Statement("account.unseen", {"name": name})
            for name, owner in owners.items()
        ]
        says = Statement("account.ok", values)
        return found.found(Finding.SATISFIED, says, None, (*found.lines(), *seen), evidence)


def sid_of(job: Job, account: str) -> str | None:
    """The SID of a service's account; empty if its name means nothing (any more), None if nobody could be asked."""
    try:
        return job.site.system(ACCOUNTS).find(account).sid
    except Refused as refused:
        return "" if refused.number in _NOBODY else None


class SetAccount(ServiceAction):
    """``service.set-account``: the services, and those that share a process with them, alike (domain fact G2, 1079).

    Off by default: the vendor's Server Manager may set more than the logon.
    """

    spec: ClassVar[Kind] = spec_of("service.set-account")

    def look(self, job: Job, found: Matched) -> Inspection:
        """What stands in the way is said before anything is planned; the password itself is tried when applied."""
        account = job.site.system(ACCOUNTS).find(text(job.parameters, "account"))
        values: Values = {**found.values, "account": one_line(account.name, 120)}
        evidence: dict[str, Json] = {"wanted": account_evidence(account)}
        together = _sharing(job, found)
        every = (*found.services, *together)
        others = [item for item in every if sid_of(job, item.account) != account.sid]
        if not others:
            return found.found(Finding.SATISFIED, Statement("account.ok", values), None, None, evidence)
        code = self._in_the_way(job, account)
        if code:
            return found.found(Finding.BLOCKED, Statement(code, values), _helps(code), None, evidence)
        names = ", ".join(f"{item.name} ({one_line(item.account, 120)})" for item in others)
        says = Statement("set-account.needed", {**values, "names": names})
        warnings = [Statement("set-account.untried"), Statement("set-account.vendor")]
        if sharing := [item for item in others if item in together]:
            warnings.append(Statement("set-account.together", {"names": named(sharing)}))
        if any(item.state is not ServiceState.STOPPED for item in others):
            warnings.append(Statement("set-account.next-start"))
        operations = [self._operation(job, item, account) for item in others]
        return needed(found.found(Finding.NEEDED, says, None, None, evidence), operations, warnings)

    def _in_the_way(self, job: Job, account: AccountFacts) -> str:
        """The code of what keeps a service from running under the account; empty if nothing is known."""
        if account.kind in (AccountKind.GROUP, AccountKind.OTHER):
            return "set-account.group"
        if account.kind not in NO_PASSWORD and secret(job.parameters, "password") is None:
            return "set-account.no-password"
        if account.kind is AccountKind.BUILT_IN:
            return ""
        system = job.site.system(ACCOUNTS)
        held = system.right(account.name, SERVICE_RIGHT)
        denied = system.right(account.name, denial_of(SERVICE_RIGHT))
        return "set-account.no-right" if held.held is False or denied.held else ""

    def _operation(self, job: Job, service: ServiceFacts, account: AccountFacts) -> Operation:
        written = _MANAGER_NAMES.get(account.sid, account.name)
        data: dict[str, Json] = {"service": service.name, "account": written, "sid": account.sid}
        handle = job.parameters.get("password")
        if account.kind not in NO_PASSWORD and isinstance(handle, SecretHandle):
            data["password"] = secret_reference(handle)
        return Operation(SET_ACCOUNT, service.name, f"{service.name}: {service.account} -> {written}", data)

    def apply(self, plan: Plan, job: Job) -> None:
        """Try the password once, then set every service."""
        if plan.operations and not job.cancelled():
            self._verify(job, plan.operations)
        carry_out(plan, job, self.pace, {SET_ACCOUNT: _set_account})

    def _verify(self, job: Job, operations: Sequence[Operation]) -> None:
        """A wrong password must not reach the service manager: it takes any."""
        first = operations[0].data
        if "password" not in first:
            return
        try:
            account = job.site.system(ACCOUNTS).find(str(first["account"]))
            credential = given(job)
            if credential is None:
                raise failed(job, Statement("set-account.no-password", {"account": account.name}))
            if try_password(job, account, credential.password):
                job.tell(self.texts.say("password.ok", job.language, account=account.name))
            else:
                job.tell(self.texts.say("password.elsewhere", job.language, account=account.name))
        except Refused as refused:
            raise failed(job, *refusal_says(refused)) from None


def _helps(code: str) -> Statement | None:
    return None if code == "set-account.group" else Statement(f"{code}.helps")


def _set_account(job: Job, operation: Operation, waiting: Waiting) -> None:
    credential = given(job) if "password" in operation.data else None
    password = credential.password if credential else None
    services = job.site.system(SERVICES)
    account = str(operation.data["account"])
    waiting.ask(lambda: services.set_account(operation.target, account, password), begun=False)
    job.tell(operation.text)


def _sharing(job: Job, found: Matched) -> tuple[ServiceFacts, ...]:
    """Further services in the same shared process: by its id while it runs, by its command line otherwise."""
    shared = [item for item in found.services if item.shared]
    if not shared:
        return ()
    meant = {item.name.casefold() for item in found.services}
    processes = {item.process for item in shared if item.process}
    programs = {item.program.casefold() for item in shared if item.program}
    return tuple(
        item
        for item in job.site.system(SERVICES).find("*")
        if item.shared
        and item.name.casefold() not in meant
        and (item.process in processes or item.program.casefold() in programs)
    )
