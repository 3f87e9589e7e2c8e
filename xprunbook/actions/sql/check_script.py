"""``sql.check-script``: a script on disk looked through, with no server: what SSMS wrote, and for whom."""

from __future__ import annotations

from typing import ClassVar, Final

from xprunbook.actions import troubles
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import text
from xprunbook.actions.sql.common import YEARS, Values, bad_value
from xprunbook.actions.sql.saying import facts_statements, problem_statement
from xprunbook.actions.sql.script.problem import ScriptError
from xprunbook.actions.sql.script.script import Checked
from xprunbook.actions.sql.scripts import Part, evidence_of, part_statement, parts_of, script_of
from xprunbook.actions.sql.texts import TEXTS
from xprunbook.base.language import Texts
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Json, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.sql_connection import BadValue
from xprunbook.systems.trouble import Refused

MAJORS: Final = {year: major for major, year in YEARS.items()}


class CheckScript:
    """Before hours are spent on an import: is the file whole, does it hold data, does the target know all of it."""

    spec: ClassVar[Kind] = spec_of("sql.check-script")
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.READ_ONLY, seconds=3600)
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """The first script with something wrong decides; all are looked through."""
        try:
            found = [(part, self._check(job, part)) for part in parts_of(job)]
        except ScriptError as error:
            says = problem_statement(error.problem)
            return Inspection(Finding.NEEDED, says, Statement("script.helps"), jump=troubles.helped_by(job))
        except BadValue as bad:
            return bad_value(job, bad)
        except Refused as refused:
            return troubles.blocked(refused, job)
        major = self._major(job)
        wrong = [odd for part, checked in found if (odd := _odd(part, checked, major))]
        evidence: dict[str, Json] = {"scripts": [evidence_of(checked) for _, checked in found]}
        details = [item for part, checked in found for item in _details(part, checked, major)]
        if wrong:
            helps, jump = Statement(f"{wrong[0].code}.helps"), troubles.helped_by(job)
            more = (*wrong[1:], *details)
            return Inspection(Finding.NEEDED, wrong[0], helps, evidence=evidence, details=more, jump=jump)
        says = part_statement(*found[0], "script.fit")
        rest = tuple(part_statement(*item, "script.fit") for item in found[1:])
        return Inspection(Finding.SATISFIED, says, evidence=evidence, details=(*rest, *details))

    def _check(self, job: Job, part: Part) -> Checked:
        return script_of(job, part.file).check(job, self._major(job))

    def _major(self, job: Job) -> int:
        return MAJORS.get(text(job.parameters, "target"), 0)


def _odd(part: Part, checked: Checked, major: int) -> Statement | None:
    facts = checked.facts
    levels = [level for _, level in facts.levels if major and level > major * 10]
    values: Values = {"file": part.file, "tables": len(facts.created)}
    if facts.created and not facts.inserts:
        return Statement("script.empty", values)
    if facts.traps or levels:
        year = YEARS.get(major, "?")
        return Statement(
            "script.odd", {"file": part.file, "count": len(facts.traps) + len(levels), "year": year}
        )
    return None


def _details(part: Part, checked: Checked, major: int) -> list[Statement]:
    """Without what the sentences above say already."""
    said = facts_statements(checked, major, part.database)
    return [item for item in said if item.code not in ("script.holds", "script.no-rows")]
