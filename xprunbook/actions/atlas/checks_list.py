"""``atlas.databases``: the run's list of databases is the one the server's own file holds."""

from __future__ import annotations

from typing import ClassVar

from xprunbook.actions.atlas.common import blocked, evidence, names, opened, text
from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.texts import TEXTS
from xprunbook.actions.kinds import spec_of
from xprunbook.base.language import Texts
from xprunbook.base.text import is_clean, one_line
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.trouble import Refused as OutsideRefused


class Databases:
    """The names of the databases, asked of the old server's file (A26: names other than those of V9 do occur)."""

    spec: ClassVar[Kind] = spec_of("atlas.databases")
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.READ_ONLY, seconds=60)
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Compare the list with the file; where they differ, the file's list is proposed.

        ``unknown`` beside something that could be a database and is not understood.
        """
        try:
            found = opened(job)
            if not found.document.entries:
                raise Refused("no-entries", path=found.path)
        except (Refused, OutsideRefused) as error:
            return blocked(job, error)
        there, listed = found.document.databases, names(job, "databases")
        only_there = _without(there, listed)
        only_listed = _without(listed, there)
        details = [
            Statement(code, {"databases": one_line(", ".join(left), 400)})
            for code, left in (("not-in-list", only_there), ("not-in-file", only_listed))
            if left
        ]
        proof: dict[str, object] = evidence(found)
        if not details:
            finding = Finding.UNKNOWN if found.odd else Finding.SATISFIED
            says = Statement("list-as-file", {"path": found.path, "count": len(there)})
            return Inspection(finding, says, evidence=proof, details=found.odd)  # type: ignore[arg-type]
        shown = one_line(", ".join(there), 400)
        return Inspection(
            Finding.NEEDED,
            Statement("list-differs", {"path": found.path, "databases": shown}),
            Statement("take-over"),
            evidence=proof,  # type: ignore[arg-type]
            details=(*details, *found.odd),
            jump=text(job, "helped_by"),
            proposes={"databases": there} if all(is_clean(name) for name in there) else {},
        )


def _without(names_: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    known = {name.casefold() for name in others}
    return [name for name in names_ if name.casefold() not in known]
