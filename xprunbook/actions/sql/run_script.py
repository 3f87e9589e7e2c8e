"""``sql.run-script``: a script carried out like SQLCMD does it, looked through first, stopped at the first error."""

from __future__ import annotations

from typing import ClassVar

from xprunbook.actions import troubles
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import flag, names, number, text
from xprunbook.actions.sql import quoting
from xprunbook.actions.sql.common import YEARS, Values, bad_value, blocked, opened, sentence, where
from xprunbook.actions.sql.script.problem import Place, Problem, ScriptError
from xprunbook.actions.sql.script.run import Failure, Ran, run
from xprunbook.actions.sql.script.script import Checked, Options, Script
from xprunbook.actions.sql.texts import TEXTS
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
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
)
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports import FILES
from xprunbook.systems.sql import SQL, Request
from xprunbook.systems.sql_connection import BadValue
from xprunbook.systems.sql_trouble import SqlRefused
from xprunbook.systems.trouble import Refused


def problem_statement(problem: Problem) -> Statement:
    """A problem of a script as a sentence."""
    values: Values = {"place": one_line(str(problem.place), 300)}
    for called, value in problem.values.items():
        values[called] = one_line(value, 300) if isinstance(value, str) else value
    return Statement(f"script.{problem.code}", values)


def facts_statements(checked: Checked, major: int) -> list[Statement]:
    """What a person should know of a script before it runs; ``major``: of the target, 0 if nobody said."""
    facts = checked.facts
    said = [Statement("script.holds", {"tables": len(facts.created), "rows": facts.inserts})]
    for code, found in (
        ("script.databases", facts.databases),
        ("script.creates", facts.creates),
        ("script.flags", facts.flags),
    ):
        if found:
            said.append(Statement(code, {"names": one_line(", ".join(found), 400)}))
    for place, path in facts.files:
        said.append(Statement("script.paths", {"place": str(place), "path": one_line(path, 300)}))
    for trap in facts.traps:
        year = YEARS.get(trap.major, str(trap.major))
        said.append(
            Statement("script.trap", {"place": str(trap.place), "feature": trap.feature, "year": year})
        )
    for place, level in facts.levels:
        if major and level > major * 10:
            year = YEARS.get(major, str(major))
            said.append(Statement("script.level", {"place": str(place), "level": level, "year": year}))
    return [*said, *(problem_statement(note) for note in checked.notes)]


def failure_statement(failure: Failure, language: Language) -> Statement:
    """A failed batch with its place in the file."""
    what, _ = sentence(failure.refused)
    said = TEXTS.say(what.code, language, **what.values)
    values: Values = {
        "place": str(failure.place),
        "last": failure.last,
        "batch": failure.number,
        "said": said,
    }
    return Statement("script.failed", values)


def ran_statements(ran: Ran) -> list[Statement]:
    """How a script ended, and how to go on."""
    if not ran.failures:
        return [Statement("script.done", {"sent": ran.sent})]
    said = [Statement("script.rolled-back")] if ran.rolled_back else []
    if ran.stopped:
        values: Values = {"done": ran.done, "batch": ran.failures[-1].number}
        return [Statement("script.stopped", values), *said, Statement("script.resume", {"done": ran.done})]
    return [Statement("script.done-failed", {"sent": ran.sent, "failed": ran.failed}), *said]


class RunScript:
    """The effect of a script cannot be seen from the script: an ``after`` check proves it, or a person's word."""

    spec: ClassVar[Kind] = spec_of("sql.run-script")
    traits: ClassVar[Traits] = Traits(
        Reach.REMOTE, Effect.CHANGING, idempotent=False, provable=False, seconds=6 * 3600
    )
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Look the whole script through and log on; nothing of it runs."""
        try:
            with opened(job, strict=False) as seen:
                checked = self._script(job).check(job, seen.major)
                values: Values = {"file": text(job.parameters, "file"), "server": seen.target}
                values |= {"batches": checked.facts.batches, "size": checked.size}
                values["encoding"] = checked.files[0].encoding
                details = tuple(facts_statements(checked, seen.major))
                return seen.found(
                    Finding.NEEDED, Statement("script.ready", values), None, _evidence(checked), details
                )
        except SqlRefused as refused:
            return blocked(job, refused)
        except BadValue as bad:
            return bad_value(job, bad)
        except ScriptError as error:
            says = problem_statement(error.problem)
            return Inspection(Finding.BLOCKED, says, Statement("script.helps"), jump=troubles.helped_by(job))
        except Refused as refused:
            return troubles.blocked(refused, job)

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation: this file with these bytes, on this server."""
        if found.finding is not Finding.NEEDED:
            return Plan(self.spec.name, ())
        data: dict[str, Json] = {
            name: found.evidence[name] for name in ("files", "batches", "encoding", "tables", "inserts")
        }
        data |= {
            "database": text(job.parameters, "database"),
            "sqlcmd": flag(job.parameters, "sqlcmd"),
            "variables": list(names(job.parameters, "variables")),
            "after": number(job.parameters, "after_batch", 0),
            "continue": flag(job.parameters, "continue_on_error"),
        }
        server, path = text(job.parameters, "server"), text(job.parameters, "file")
        lines = [f"sqlcmd -S {server} -i {path}", f"{data['batches']} x GO, {data['inserts']} x INSERT"]
        if data["database"]:
            lines.insert(0, f"USE {quoting.name(str(data['database']))};")
        files = found.evidence["files"]
        if isinstance(files, list):
            lines += [f"SHA-256 {item['sha256']}  {item['path']}" for item in files if isinstance(item, dict)]
        operation = Operation("sql-script", server, "\n".join(lines), data)
        return Plan(self.spec.name, (operation,), (*found.details, Statement("script.partly")))

    def apply(self, plan: Plan, job: Job) -> None:
        """Send it, batch after batch; ActionFailed says where it stopped and how to go on."""
        for operation in plan.operations:
            try:
                ran = self._run(operation, job)
            except SqlRefused as refused:
                raise _refused(refused, job) from None
            except ScriptError as error:
                says = problem_statement(error.problem)
                raise ActionFailed(says, TEXTS.say(says.code, job.language, **says.values)) from None
            except Refused as refused:
                raise troubles.failed(refused, job) from refused
            statements = [failure_statement(failure, job.language) for failure in ran.failures]
            ending = [TEXTS.say(item.code, job.language, **item.values) for item in ran_statements(ran)]
            for item in statements:
                job.tell(TEXTS.say(item.code, job.language, **item.values))
            for line in ending:
                job.tell(line)
            if statements:
                message = TEXTS.say(statements[-1].code, job.language, **statements[-1].values)
                raise ActionFailed(statements[-1], message, " ".join(ending))

    def _run(self, operation: Operation, job: Job) -> Ran:
        script, data = self._script(job), operation.data
        checked = script.check(job)
        if _evidence(checked)["files"] != data["files"]:
            raise ActionFailed(
                Statement("script.changed", {"file": script.path}),
                TEXTS.say("script.changed", job.language, file=script.path),
            )
        after, database = number({"after": str(data["after"])}, "after", 0), str(data["database"])
        session = job.site.system(SQL).connect(where(job, strict=False), job)
        try:
            if database:
                session.do(Request("use", (f"USE {quoting.name(database)};",)), job, lambda news: None)
            if after:
                job.tell(TEXTS.say("script.again", job.language, after=after))
            return run(
                session,
                script.batches(job),
                checked.size,
                job,
                job.tell,
                lambda batch, seconds: estimate(batch, seconds, job.language),
                after,
                data["continue"] is True,
            )
        finally:
            session.close()

    def _script(self, job: Job) -> Script:
        pairs = (item.partition("=") for item in names(job.parameters, "variables"))
        options = Options(
            flag(job.parameters, "sqlcmd"),
            {name.strip(): value for name, _, value in pairs},
            text(job.parameters, "encoding"),
        )
        return Script(job.site.system(FILES), text(job.parameters, "file"), options)


def estimate(batch: int, seconds: float, language: Language) -> str:
    """Where it is, and how long it will go on."""
    return TEXTS.say("script.on", language, batch=batch, minutes=max(1, round(seconds / 60)))


def _evidence(checked: Checked) -> dict[str, Json]:
    files: list[Json] = [
        {"path": item.path, "sha256": item.sha256, "bytes": item.size} for item in checked.files
    ]
    facts = checked.facts
    return {
        "files": files,
        "encoding": checked.files[0].encoding,
        "batches": facts.batches,
        "tables": len(facts.created),
        "inserts": facts.inserts,
        "traps": len(facts.traps),
        "paths": [str(Place(place.file, place.line)) for place, _ in facts.files],
    }


def _refused(refused: SqlRefused, job: Job) -> ActionFailed:
    what, helps = sentence(refused)
    message, hint = (TEXTS.say(item.code, job.language, **item.values) for item in (what, helps))
    return ActionFailed(what, message, hint)
