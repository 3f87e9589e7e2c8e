"""``sql.run-script``: a script carried out like SQLCMD does it, looked through first, stopped at the first error.

Run again while its step still stands as it ended, it goes on after the last finished batch, says so in the preview,
and says why when it does not (``resume``).
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from xprunbook.actions import troubles
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import flag, names, number, text
from xprunbook.actions.sql import asks, orders, quoting
from xprunbook.actions.sql.common import Seen, Values, bad_value, blocked, by_name, opened, sentence, where
from xprunbook.actions.sql.resume import Attempt, Verdict, judge, read
from xprunbook.actions.sql.saying import (
    estimate,
    facts_statements,
    failure_statement,
    problem_statement,
    ran_statements,
)
from xprunbook.actions.sql.script.problem import ScriptError
from xprunbook.actions.sql.script.run import Ran, run
from xprunbook.actions.sql.script.script import Checked, Script
from xprunbook.actions.sql.scripts import (
    FACTS,
    Part,
    evidence_of,
    files_of,
    part_statement,
    parts_of,
    reading_of,
    script_of,
    works_in,
)
from xprunbook.actions.sql.texts import TEXTS
from xprunbook.base.language import Texts
from xprunbook.base.text import one_line
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
)
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.sql import SQL, Request, Row, Session
from xprunbook.systems.sql_connection import BadValue
from xprunbook.systems.sql_trouble import SqlRefused
from xprunbook.systems.trouble import Refused

VERB: Final = "sql-script"


@dataclass(frozen=True, slots=True)
class Ready:
    """A script that was looked through, and whether it goes on where it stopped."""

    part: Part
    checked: Checked
    attempt: Attempt
    verdict: Verdict
    warnings: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Looked(Inspection):
    """An inspection that knows what it looked through. ``marked``: databases with the mark of an empty one."""

    ready: tuple[Ready, ...] = ()
    marked: tuple[str, ...] = ()


class RunScript:
    """The effect of a script cannot be seen from the script: an ``after`` check proves it, or a person's word."""

    spec: ClassVar[Kind] = spec_of("sql.run-script")
    traits: ClassVar[Traits] = Traits(
        Reach.REMOTE, Effect.CHANGING, idempotent=False, provable=False, seconds=6 * 3600
    )
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Look all scripts through and log on; nothing of them runs."""
        identity = ""
        try:
            with opened(job, strict=False) as seen:
                identity = seen.identity
                return self._look(job, seen)
        except SqlRefused as refused:
            return blocked(job, refused, identity)
        except BadValue as bad:
            return bad_value(job, bad)
        except ScriptError as error:
            says = problem_statement(error.problem)
            return Inspection(Finding.BLOCKED, says, Statement("script.helps"), jump=troubles.helped_by(job))
        except Refused as refused:
            return troubles.blocked(refused, job)

    def _look(self, job: Job, seen: Seen) -> Inspection:
        parts = parts_of(job)
        began = str(seen.server.get("server_time") or "")
        found = [(part, script_of(job, part.file).check(job, seen.major)) for part in parts]
        named = {name.casefold(): name for part, checked in found for name in works_in(part, checked)}
        databases = by_name(seen.ask(asks.databases(tuple(named.values())))) if named else {}
        earlier = _earlier(job)
        ready = tuple(self._ready(job, seen, part, item, began, earlier, databases) for part, item in found)
        marked = tuple(
            name
            for key, name in named.items()
            if (row := databases.get(key))
            and row.get("state") == "ONLINE"
            and seen.one(asks.mark(name)).get("mark")
        )
        several = len(parts) > 1
        details = tuple(item for one in ready for item in (*one.warnings, *_words(one, seen.major, several)))
        first = found[0][1]
        values: Values = {"file": parts[0].file, "server": seen.target, "count": len(parts)}
        values |= {"batches": sum(item.facts.batches for _, item in found)}
        values |= {"size": sum(item.size for _, item in found), "encoding": first.files[0].encoding}
        says = Statement("script.ready" if len(parts) == 1 else "script.ready.many", values)
        evidence: dict[str, Json] = {"scripts": [evidence_of(item) for _, item in found]}
        base = seen.found(Finding.NEEDED, says, None, evidence, details)
        return Looked(
            base.finding,
            base.says,
            base.helps,
            base.identity,
            base.evidence,
            base.details,
            base.jump,
            ready,
            marked,
        )

    def _ready(
        self,
        job: Job,
        seen: Seen,
        part: Part,
        checked: Checked,
        began: str,
        earlier: Mapping[str, Attempt],
        databases: Mapping[str, Row],
    ) -> Ready:
        now = Attempt(files_of(checked), reading_of(job, seen.target, part), began)
        asked = number(job.parameters, "after_batch", 0)
        if asked:
            again = Statement("script.again", {"after": asked})
            return Ready(part, checked, now, Verdict(after=asked), (again,))
        before = earlier.get(part.file.casefold())
        verdict = judge(before, now, checked, databases, works_in(part, checked))
        values: Values = {"file": part.file, "done": before.done if before else 0}
        values |= {"batches": checked.facts.batches, "next": values["done"]}
        if verdict.skip:
            return Ready(part, checked, now, verdict, (Statement("script.skipped", values),))
        if verdict.after:
            values["next"] = verdict.after + 1
            return Ready(part, checked, now, verdict, (Statement("script.resumes", values),))
        if verdict.why:
            values["database"] = one_line(verdict.name, 128)
            return Ready(
                part, checked, now, verdict, (Statement(verdict.why, values), Statement("script.twice"))
            )
        return Ready(part, checked, now, verdict, ())

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation a script: this file with these bytes, on this server. Marks of empty databases go first."""
        if found.finding is not Finding.NEEDED or not isinstance(found, Looked):
            return Plan(self.spec.name, ())
        server = text(job.parameters, "server")
        todo = [item for item in found.ready if not item.verdict.skip]
        unmarked = tuple(orders.unmark(server, name) for name in found.marked)
        operations = (*unmarked, *(_operation(job, server, item) for item in todo))
        warnings = [item for item in found.details if item.code not in FACTS]
        return Plan(self.spec.name, operations if todo else (), (*warnings, Statement("script.partly")))

    def apply(self, plan: Plan, job: Job) -> None:
        """Send it, batch after batch; ActionFailed says where it stopped and how to go on."""
        kept = Keeping(job)
        for operation in plan.operations:
            try:
                if operation.verb == VERB:
                    self._run(operation, job, kept)
                else:
                    self._order(operation, job)
            except SqlRefused as refused:
                raise _refused(refused, job) from None
            except ScriptError as error:
                says = problem_statement(error.problem)
                raise ActionFailed(says, TEXTS.say(says.code, job.language, **says.values)) from None
            except Refused as refused:
                raise troubles.failed(refused, job) from refused

    def _order(self, operation: Operation, job: Job) -> None:
        with opened(job) as seen:
            for line in operation.text.split("\n"):
                job.tell(line)
            seen.session.do(orders.request_of(operation), job, lambda news: None)

    def _run(self, operation: Operation, job: Job, kept: Keeping) -> None:
        data = operation.data
        part = Part(str(data["file"]), str(data["database"]))
        script = script_of(job, part.file)
        checked = script.check(job)
        if files_of(checked) != data["files"]:
            raise _failure("script.changed", job, file=script.path)
        after = number({"after": str(data["after"])}, "after", 0)
        job.tell(part.file)
        session = job.site.system(SQL).connect(where(job, strict=False), job)
        try:
            ran = self._send(session, script, checked, part, after, data["continue"] is True, job, kept)
        except (Cancelled, TimedOut) as stopped:
            # Where it stopped is known, as after an error; whether the batch under way ran is not.
            says = Statement("script.stopped", {"done": kept.done, "batch": kept.done + 1})
            stopped.message = TEXTS.say(says.code, job.language, **says.values)
            raise
        finally:
            session.close()
        kept.ended(ran)
        self._tell(ran, job)

    def _send(
        self,
        session: Session,
        script: Script,
        checked: Checked,
        part: Part,
        after: int,
        go_on: bool,
        job: Job,
        kept: Keeping,
    ) -> Ran:
        server = session.ask(asks.SERVER, job)
        began = str(server[0].get("server_time") or "") if server else ""
        target = text(job.parameters, "server")
        kept.begin(part.file, Attempt(files_of(checked), reading_of(job, target, part), began, done=after))
        if part.database:
            session.do(Request("use", (f"USE {quoting.name(part.database)};",)), job, lambda news: None)
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
            go_on,
            kept.finished,
        )

    def _tell(self, ran: Ran, job: Job) -> None:
        statements = [failure_statement(failure, job.language) for failure in ran.failures]
        ending = [
            TEXTS.say(item.code, job.language, **item.values)
            for item in ran_statements(ran, "script.resume-step")
        ]
        for item in statements:
            job.tell(TEXTS.say(item.code, job.language, **item.values))
        for line in ending:
            job.tell(line)
        if statements:
            message = TEXTS.say(statements[-1].code, job.language, **statements[-1].values)
            raise ActionFailed(statements[-1], message, " ".join(ending))


@dataclass(slots=True)
class Keeping:
    """What is kept of a run of scripts, as it goes on. ``done``: of the script under way."""

    job: Job
    scripts: dict[str, Attempt] = field(default_factory=dict)
    done: int = 0
    _file: str = ""
    _began: float = 0.0

    def __post_init__(self) -> None:
        """What an earlier attempt finished stays finished."""
        self.scripts = dict(_earlier(self.job))

    def begin(self, file: str, attempt: Attempt) -> None:
        """A script begins."""
        self._file, self._began, self.done = file, time.monotonic(), attempt.done
        self._keep(attempt)

    def finished(self, batch: int) -> None:
        """A batch is done."""
        self.done = batch
        seconds = time.monotonic() - self._began
        self._keep(replace(self.scripts[self._file.casefold()], done=batch, seconds=seconds))

    def ended(self, ran: Ran) -> None:
        """The script is over. One that went on after errors has nothing to go on with."""
        attempt = self.scripts[self._file.casefold()]
        if not ran.failures:
            self._keep(replace(attempt, finished=True, seconds=time.monotonic() - self._began))
        elif not ran.stopped:
            self._keep(replace(attempt, done=0))
        elif ran.rolled_back:
            self._keep(replace(attempt, undone=True))

    def _keep(self, attempt: Attempt) -> None:
        self.scripts[self._file.casefold()] = attempt
        self.job.checkpoint({"scripts": {file: item.facts() for file, item in self.scripts.items()}})


def _earlier(job: Job) -> dict[str, Attempt]:
    scripts = job.earlier.get("scripts")
    if not isinstance(scripts, Mapping):
        return {}
    return {file: attempt for file, facts in scripts.items() if (attempt := read(facts)) is not None}


def _words(ready: Ready, major: int, several: bool) -> Sequence[Statement]:
    if ready.verdict.skip:
        return ()
    said = facts_statements(ready.checked, major, ready.part.database)
    if not several:
        return said
    return [part_statement(ready.part, ready.checked), *(item for item in said if item.code not in FACTS)]


def _operation(job: Job, server: str, ready: Ready) -> Operation:
    facts, part, after = ready.checked.facts, ready.part, ready.verdict.after
    data: dict[str, Json] = {
        "file": part.file,
        "files": files_of(ready.checked),
        "database": part.database,
        "sqlcmd": flag(job.parameters, "sqlcmd"),
        "variables": list(names(job.parameters, "variables")),
        "after": after,
        "continue": flag(job.parameters, "continue_on_error"),
    }
    lines = [f"USE {quoting.name(part.database)};"] if part.database else []
    lines.append(f"sqlcmd -S {server} -i {part.file}")
    lines.append(f"{facts.batches} x GO, {facts.inserts} x INSERT")
    if after:
        lines.append(f"GO 1 - {after}: done, {after + 1} - {facts.batches}: to do")
    lines += [f"SHA-256 {item.sha256}  {item.path}" for item in ready.checked.files]
    return Operation(VERB, server, "\n".join(lines), data)


def _failure(code: str, job: Job, **values: str | int) -> ActionFailed:
    return ActionFailed(Statement(code, values), TEXTS.say(code, job.language, **values))


def _refused(refused: SqlRefused, job: Job) -> ActionFailed:
    what, helps = sentence(refused)
    message, hint = (TEXTS.say(item.code, job.language, **item.values) for item in (what, helps))
    return ActionFailed(what, message, hint)
