"""``atlas.reachable``: do the instances that the file names answer? The guard of everything that needs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from xprunbook.actions.atlas.common import blocked, evidence, here, names, opened, text
from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.source import Source
from xprunbook.actions.atlas.texts import TEXTS
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import number
from xprunbook.base.language import Texts
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Json, NotHere, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports import NETWORK
from xprunbook.systems.ports_windows import SERVICES, ServiceState
from xprunbook.systems.sql_browser import BROWSER_PORT, ask_instance, told_port
from xprunbook.systems.trouble import Refused as OutsideRefused

SECONDS: Final = 8
"""Seconds one server may take to answer, unless the runbook says otherwise."""

BROWSER_SECONDS: Final = 4
"""Seconds SQL Server Browser is asked; it answers within the first or not at all."""

SQL_PORT: Final = 1433
"""The default instance's port (Microsoft, "Configure a server to listen on a specific TCP port")."""

NO_SERVICE: Final = 1060
"""ERROR_SERVICE_DOES_NOT_EXIST."""

_LOOKING: Final = Traits(Reach.LOCAL, Effect.READ_ONLY, seconds=120)


class Reachable:
    """Each server the file names accepts connections: before the service account is changed (A9)."""

    spec: ClassVar[Kind] = spec_of("atlas.reachable")
    traits: ClassVar[Traits] = _LOOKING
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Connect by TCP and hang up; SQL Server Browser is asked for the port of a named instance that has none.

        An open port says nothing of the logon. An instance of this machine needs no TCP (a fresh Express has it
        switched off, C18): then its service tells whether it is there and runs. Named pipes are not tried: there it is
        ``unknown``.
        """
        try:
            found = opened(job)
            if not found.document.entries:
                raise Refused("no-entries", path=found.path)
        except (Refused, OutsideRefused) as error:
            return blocked(job, error)
        sources: dict[str, Source] = {}
        for entry in found.document.entries:
            if entry.is_of(names(job, "databases")):
                sources.setdefault(entry.source.text.lower(), entry.source)
        answers = [_ask(job, source) for source in sources.values()]
        silent = [item for item in answers if item.code in _SILENT]
        unsure = [item for item in answers if item.code in _UNSURE]
        path = found.path
        details = (*answers, *found.odd)
        proof = _json(
            {**evidence(found), "answers": {str(item.values["source"]): item.code for item in answers}}
        )
        if silent:
            says = Statement("some-silent", {"path": path, "count": len(silent)})
            return Inspection(
                Finding.BLOCKED,
                says,
                Statement("point-first"),
                evidence=proof,
                details=details,
                jump=text(job, "helped_by"),
            )
        if unsure or found.odd:
            says = Statement("some-untested", {"path": path})
            return Inspection(Finding.UNKNOWN, says, evidence=proof, details=details)
        return Inspection(
            Finding.SATISFIED, Statement("all-answer", {"path": path}), evidence=proof, details=details
        )


_SILENT: Final = frozenset(("silent", "browser-silent", "told-silent", "local-missing", "local-stopped"))
_UNSURE: Final = frozenset(("by-pipe", "no-tcp", "local-unsure"))


def _ask(job: Job, source: Source) -> Statement:
    """Whether one server answers: the code of a sentence."""
    if source.protocol in ("np", "lpc"):
        return Statement("by-pipe", {"source": source.text})
    local = source.is_local or source.server.casefold() in {name.casefold() for name in here(job)}
    host = "localhost" if local else source.server
    code, values = _by_name(job, host, source) if source.named and not source.port else ("", {})
    if not code:
        port = int(values.get("port", source.port or SQL_PORT))
        code, values = _by_port(job, host, port, bool(values))
    if local and code in (*_SILENT, "no-tcp"):
        code, values = _by_service(job, source, values)
    return Statement(code, {"source": source.text, **values})


def _by_service(
    job: Job, source: Source, values: Mapping[str, str | int]
) -> tuple[str, dict[str, str | int]]:
    """Whether an instance of this machine is installed and runs (F23); unsure where no service manager answers."""
    name = f"MSSQL${source.instance}" if source.named else "MSSQLSERVER"
    try:
        facts = job.site.system(SERVICES).facts(name)
    except NotHere:
        return "local-unsure", {"said": values.get("said", "")}
    except OutsideRefused as error:
        if error.number != NO_SERVICE:
            return "local-unsure", {"said": _said(error)}
        return "local-missing", {"service": name}
    if facts.state is not ServiceState.RUNNING:
        return "local-stopped", {"service": name, "state": facts.state.name}
    return "local-runs", {"service": name}


def _by_name(job: Job, host: str, source: Source) -> tuple[str, dict[str, str | int]]:
    """The port SQL Server Browser tells, or the code of why there is none."""
    network = job.site.system(NETWORK)
    try:
        question = ask_instance(source.instance)
        answer = network.exchange(host, BROWSER_PORT, question, min(BROWSER_SECONDS, _seconds(job)), job)
        port = told_port(answer, source.instance)
    except OutsideRefused as error:
        return "browser-silent", {"said": _said(error)}
    return ("", {"port": port}) if port else ("no-tcp", {})


def _by_port(job: Job, host: str, port: int, told: bool) -> tuple[str, dict[str, str | int]]:
    """Whether somebody takes connections there; ``told``: SQL Server Browser named the port."""
    named: dict[str, str | int] = {"port": port} if told else {}
    try:
        job.site.system(NETWORK).connect(host, port, _seconds(job), job)
    except OutsideRefused as error:
        return "told-silent" if told else "silent", {**named, "said": _said(error)}
    return "told-answers" if told else "answers", named


def _said(error: OutsideRefused) -> str:
    """The system's own words, in brackets; where it had none, nothing."""
    return f" ({error.said})" if error.said else ""


def _seconds(job: Job) -> float:
    return min(number(job.parameters, "seconds", SECONDS), job.remaining())


def _json(data: Mapping[str, object]) -> dict[str, Json]:
    return dict(data)  # type: ignore[arg-type]
