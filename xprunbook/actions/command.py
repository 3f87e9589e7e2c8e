"""Running programs: ``command.run`` with an argument list, ``command.shell`` with a line for the shell.

Values reach a program as elements of its argument list or as environment variables, never as text inside a
line. What such a program does, nobody but it knows: both kinds need an ``after`` check, or end on a person's
word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import names, secret, text
from xprunbook.actions.troubles import blocked, failed, texts
from xprunbook.base.language import Texts
from xprunbook.run.contract import (
    ActionFailed,
    Effect,
    Finding,
    Inspection,
    Job,
    Json,
    Operation,
    Plan,
    Reach,
    Statement,
    Traits,
    secret_reference,
)
from xprunbook.runbook.kinds import Kind
from xprunbook.runbook.substitute import SecretHandle
from xprunbook.systems.ports import FILES, PROCESSES, Command
from xprunbook.systems.trouble import Refused, Trouble

_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_().]{0,254}")
_CODE: Final = re.compile(r"-?[0-9]{1,10}")
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.,:;=+@%/\\-]+")
_PASSWORD: Final = "XPRUNBOOK_PASSWORD"

_TEXTS: Final = texts(
    {
        "command.ready": ("{program} wird ausgeführt.", "{program} will be run."),
        "command.environment": (
            "„{entry}“ ist keine Umgebungsvariable der Form NAME=Wert.",
            "“{entry}” is no environment variable of the form NAME=value.",
        ),
        "command.exit-codes": ("„{entry}“ ist kein Exit-Code.", "“{entry}” is no exit code."),
        "command.exit": (
            "{program} hat mit dem Exit-Code {code} geendet.",
            "{program} ended with exit code {code}.",
        ),
        "command.left": (
            "{program} ist fertig; {count} Prozesse laufen weiter.",
            "{program} has ended; {count} processes go on running.",
        ),
        "command.unproven": (
            "Ob das Gewollte geschehen ist, zeigt nur eine Prüfung danach.",
            "Only a check afterwards shows whether it did what was wanted.",
        ),
    }
)


class _Command:
    """What both kinds share: environment, password, folder, exit codes, and the run itself."""

    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.CHANGING, idempotent=False, provable=False)
    texts: ClassVar[Texts] = _TEXTS

    def _look(self, job: Job, command: Command) -> Inspection:
        """Needed, unless it could not be handed over as it is."""
        for entry in names(job.parameters, "environment"):
            name, equals, _ = entry.partition("=")
            if not equals or not _VARIABLE.fullmatch(name):
                return Inspection(Finding.BLOCKED, Statement("command.environment", {"entry": name}))
        for code in names(job.parameters, "exit_codes"):
            if not _CODE.fullmatch(code):
                return Inspection(Finding.BLOCKED, Statement("command.exit-codes", {"entry": code}))
        try:
            job.site.system(PROCESSES).check(command)
            if command.folder:
                found = job.site.system(FILES).facts(command.folder)
                if found is None or found.kind != "folder":
                    raise Refused(Trouble.MISSING, command.folder)
        except Refused as refused:
            return blocked(refused, job)
        shown = command.program or command.line
        return Inspection(
            Finding.NEEDED, Statement("command.ready", {"program": shown}), evidence=_data(command, job)
        )

    def _plan(self, name: str, verb: str, command: Command, job: Job) -> Plan:
        operation = Operation(verb, command.program, _shown(command, job), _data(command, job))
        return Plan(name, (operation,), (Statement("command.unproven"),))

    def apply(self, plan: Plan, job: Job) -> None:
        """Run it and listen; raises ActionFailed for any exit code that is not named as success."""
        for operation in plan.operations:
            _run(operation.data, job)


class CommandRun(_Command):
    """``command.run``: a program and its arguments, each handed over exactly as it is."""

    spec: ClassVar[Kind] = spec_of("command.run")

    def inspect(self, job: Job) -> Inspection:
        """Look whether the program is there and would get exactly these arguments."""
        try:
            command = _program(job)
        except Refused as refused:
            return blocked(refused, job)
        return self._look(job, command)

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation: the program's full path, its arguments, folder and variables."""
        del found
        return self._plan(self.spec.name, "run", _program(job), job)


class CommandShell(_Command):
    """``command.shell``: a line for the system's shell, as it is written. Off unless the settings name it."""

    spec: ClassVar[Kind] = spec_of("command.shell")

    def inspect(self, job: Job) -> Inspection:
        """Look whether the line can be handed over."""
        return self._look(job, _line(job))

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation: the line."""
        del found
        return self._plan(self.spec.name, "shell", _line(job), job)


def _program(job: Job) -> Command:
    program = job.site.system(PROCESSES).find(text(job.parameters, "program"))
    folder = text(job.parameters, "folder")
    return Command(program, names(job.parameters, "arguments"), folder=folder, environment=_variables(job))


def _line(job: Job) -> Command:
    line, folder = text(job.parameters, "line"), text(job.parameters, "folder")
    return Command(line=line, folder=folder, environment=_variables(job))


def _variables(job: Job) -> dict[str, str]:
    entries = (entry.partition("=") for entry in names(job.parameters, "environment"))
    return {name: value for name, equals, value in entries if name and equals}


def _password(job: Job) -> tuple[str, SecretHandle] | None:
    handle = secret(job.parameters, "password")
    if handle is None:
        return None
    return text(job.parameters, "password_variable", _PASSWORD), handle


def _data(command: Command, job: Job) -> dict[str, Json]:
    """Exactly what is carried out. The password stands as a reference."""
    codes = names(job.parameters, "exit_codes") or ("0",)
    data: dict[str, Json] = {
        "folder": command.folder,
        "environment": dict(command.environment),
        "exit_codes": [int(code) for code in codes if _CODE.fullmatch(code)],
    }
    if command.line:
        data["line"] = command.line
    else:
        data |= {"program": command.program, "arguments": list(command.arguments)}
    if (password := _password(job)) is not None:
        data["password"] = {"variable": password[0], **secret_reference(password[1])}
    return data


def quoted(argument: str) -> str:
    """An argument as people read it: itself, or in quotes with everything unusual written out."""
    return argument if _PLAIN.fullmatch(argument) else json.dumps(argument, ensure_ascii=False)


def _shown(command: Command, job: Job) -> str:
    """The preview: the folder, the variables, the argument list. Without words, so without language."""
    lines = [f"cd {quoted(command.folder)}"] if command.folder else []
    lines += [f"{name}={quoted(value)}" for name, value in command.environment.items()]
    if (password := _password(job)) is not None:
        lines.append(f"{password[0]}=<{password[1].id}>")
    lines.append(command.line or " ".join(map(quoted, (command.program, *command.arguments))))
    return "\n".join(lines)


def _run(data: Mapping[str, Json], job: Job) -> None:
    command = Command(
        program=_text(data.get("program")),
        arguments=_texts(data.get("arguments")),
        line=_text(data.get("line")),
        folder=_text(data.get("folder")),
        environment={**_mapping(data.get("environment")), **_revealed(data.get("password"), job)},
    )
    shown = command.program or command.line
    try:
        ended = job.site.system(PROCESSES).run(command, job, job.tell, job.process)
    except Refused as refused:
        raise failed(refused, job) from refused
    if ended.left:
        job.tell(_TEXTS.say("command.left", job.language, program=shown, count=ended.left))
    allowed = data.get("exit_codes")
    if ended.code not in (allowed if isinstance(allowed, list | tuple) else (0,)):
        says = Statement("command.exit", {"program": shown, "code": ended.code})
        raise ActionFailed(says, _TEXTS.say(says.code, job.language, **says.values))


def _revealed(reference: Json, job: Job) -> dict[str, str]:
    """The password in its variable, at the moment of use."""
    if not isinstance(reference, Mapping):
        return {}
    credential = job.secret(SecretHandle(_text(reference.get("secret"))))
    return {_text(reference.get("variable")): credential.password}


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(map(_text, value)) if isinstance(value, list | tuple) else ()


def _mapping(value: Json) -> dict[str, str]:
    return {name: _text(item) for name, item in value.items()} if isinstance(value, Mapping) else {}
