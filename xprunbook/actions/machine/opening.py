"""``program.open``: opens a program with a window for a person, as another account if asked, and waits until it is
closed. What happens in the window nobody here sees: it ends on a person's word, or by a check afterwards."""

from __future__ import annotations

import ntpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from xprunbook.actions.command import quoted
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.machine.place import place
from xprunbook.actions.machine.texts import TEXTS
from xprunbook.actions.parameters import flag, names, secret, text
from xprunbook.actions.troubles import blocked, failed
from xprunbook.base.language import Texts
from xprunbook.run.contract import (
    ActionFailed,
    Cancelled,
    Effect,
    Finding,
    Inspection,
    Job,
    Json,
    Operation,
    Plan,
    Reach,
    Statement,
    TimedOut,
    Traits,
    secret_reference,
)
from xprunbook.runbook.kinds import Kind
from xprunbook.runbook.substitute import SecretHandle
from xprunbook.systems.ports import FILES, SHARES
from xprunbook.systems.ports_windows import MACHINE
from xprunbook.systems.trouble import Refused
from xprunbook.systems.watching import heed

HOURS: Final = 12
"""How long a window may stay open."""

_REASONS: Final[Mapping[int, str]] = {
    **dict.fromkeys((1326, 1327, 1330, 1331, 1907, 1909), "open.logon"),
    1385: "open.no-local-logon",
    740: "open.wants-more",
    1223: "open.declined",
    1058: "open.no-second-logon",
}
"""Numbers with a sentence of their own (Microsoft, "System Error Codes"; 740, 1385: CreateProcessWithLogonW)."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A program to open. ``account`` is empty for the one this program works under."""

    program: str
    arguments: tuple[str, ...]
    account: str = ""
    password: SecretHandle | None = None
    wait: bool = True

    @property
    def command(self) -> str:
        """What a person would type for the same."""
        line = " ".join(map(quoted_here, (self.program, *self.arguments)))
        if not self.account:
            return line
        return f'runas /user:{quoted_here(self.account)} "{line.replace(chr(34), chr(92) + chr(34))}"'

    @property
    def shown(self) -> str:
        """The preview: the command line, and below it who it is opened as. Without words, so without language."""
        line = " ".join(map(quoted_here, (self.program, *self.arguments)))
        secret_of = f" <{self.password.id}>" if self.password else ""
        return f"{line}\n{self.account}{secret_of}" if self.account else line

    @property
    def data(self) -> dict[str, Json]:
        """Exactly what is carried out; the password stands as a reference."""
        data: dict[str, Json] = {
            "program": self.program,
            "arguments": list(self.arguments),
            "account": self.account,
            "wait": self.wait,
        }
        return data if self.password is None else {**data, "password": secret_reference(self.password)}


def quoted_here(argument: str) -> str:
    """An argument as Windows' command line wants it: in plain quotes when it has a blank."""
    return f'"{argument}"' if " " in argument and '"' not in argument else quoted(argument)


def opening(job: Job, program: str, arguments: tuple[str, ...]) -> Opening:
    """A program with the account and password of the step; its own account counts as none."""
    account = text(job.parameters, "account")
    if account and account.casefold() == job.site.system(SHARES).identity().casefold():
        account = ""
    password = secret(job.parameters, "password") if account else None
    return Opening(program, arguments, account, password, not flag(job.parameters, "go_on"))


def in_the_way(job: Job, wanted: Opening, window: bool = True) -> Inspection | None:
    """Why it cannot be opened; None if nothing is known to be in the way. ``window``: a person must see it."""
    values: dict[str, str | int] = {"program": wanted.program, "account": wanted.account}
    by_hand = {"command": wanted.command}
    facts = job.site.system(FILES).facts(wanted.program)
    if facts is None or facts.kind != "file":
        return Inspection(Finding.BLOCKED, Statement("open.missing", {"program": wanted.program}))
    if window and not job.site.system(MACHINE).desktop():
        says, helps = Statement("open.no-desktop"), Statement("open.by-hand", by_hand)
        return Inspection(Finding.BLOCKED, says, helps, by_hand=True)
    if wanted.account.endswith("$"):
        return Inspection(Finding.BLOCKED, Statement("open.managed", values), Statement("open.managed-helps"))
    if wanted.account and wanted.password is None:
        return Inspection(
            Finding.BLOCKED,
            Statement("open.no-password", values),
            Statement("open.no-password-helps", by_hand),
        )
    return None


def open_and_wait(
    data: Mapping[str, Json], job: Job, texts: Texts, *, left_is_known: bool = False
) -> int | None:
    """Open what an operation says and wait; its exit code. Raises ActionFailed, Cancelled, TimedOut.

    ``left_is_known``: a program that is left open when nobody waits any longer leaves nothing in doubt.
    """
    program, account = str(data["program"]), str(data["account"])
    arguments = data.get("arguments")
    given = tuple(map(str, arguments)) if isinstance(arguments, list | tuple) else ()
    reference = data.get("password")
    heed(job, program)
    password = ""
    if account and isinstance(reference, Mapping):
        password = job.secret(SecretHandle(str(reference["secret"]))).password
    shown: dict[str, str | int] = {"program": program, "account": account}

    opened = texts.say("open.opened", job.language, **shown)
    told: list[str] = []

    def began(pid: int, started: str) -> None:
        job.process(pid, started)
        told.append(opened)
        job.tell(opened)

    try:
        machine, wait = job.site.system(MACHINE), data.get("wait") is not False
        code = machine.open(program, given, job, began, account, password, wait)
    except Refused as refused:
        raise _refused(refused, job, texts, shown) from refused
    except Cancelled as error:
        if error.known:
            raise
        raise Cancelled(texts.say("open.left", job.language, **shown), known=left_is_known) from error
    except TimedOut as error:
        raise TimedOut(texts.say("open.left", job.language, **shown)) from error
    if not told:  # a system that has no process to tell of
        job.tell(opened)
    return code


def _refused(refused: Refused, job: Job, texts: Texts, shown: Mapping[str, str | int]) -> ActionFailed:
    code = _REASONS.get(refused.number)
    if code is None or (code == "open.logon" and not shown["account"]):
        return failed(refused, job)
    says = Statement(code, {**shown, "number": refused.number})
    message, hint = (texts.say(item, job.language, **says.values) for item in (code, f"{code}-helps"))
    return ActionFailed(says, message, hint)


class ProgramOpen:
    """Opens a program where a person can see it; elsewhere it says what to type there."""

    spec: ClassVar[Kind] = spec_of("program.open")
    traits: ClassVar[Traits] = Traits(
        Reach.LOCAL,
        Effect.CHANGING,
        idempotent=True,  # a window that is opened a second time changes nothing
        provable=False,
        seconds=HOURS * 3600,
    )
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Look whether it is there, whether there is a desktop, and whether the account can be used."""
        try:
            wanted = _wanted(job)
            found = in_the_way(job, wanted)
        except Refused as refused:
            return blocked(refused, job)
        if found is not None:
            return found
        shown = {"program": ntpath.basename(wanted.program), "account": wanted.account}
        says = Statement("open.ready-as" if wanted.account else "open.ready", shown)
        details = (Statement("open.waits" if wanted.wait else "open.goes-on"),)
        return Inspection(
            Finding.NEEDED, says, identity=wanted.account, evidence=wanted.data, details=details
        )

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation: the program, its arguments and the account."""
        if found.finding is not Finding.NEEDED:
            return Plan(self.spec.name, ())
        wanted = _wanted(job)
        operation = Operation("open", wanted.program, wanted.shown, wanted.data)
        return Plan(self.spec.name, (operation,), (Statement("open.unproven"),))

    def apply(self, plan: Plan, job: Job) -> None:
        """Open it and wait; how it ended is told, and proves nothing."""
        for operation in plan.operations:
            code = open_and_wait(operation.data, job, TEXTS, left_is_known=True)
            shown = {"program": operation.target}
            if operation.data.get("wait") is False:
                continue
            if code is None:
                job.tell(TEXTS.say("open.no-process", job.language, **shown))
            else:
                job.tell(TEXTS.say("open.closed", job.language, **shown, code=code))


def _wanted(job: Job) -> Opening:
    return opening(job, place(job, "program"), names(job.parameters, "arguments"))
