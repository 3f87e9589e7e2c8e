"""``atlas.point-databases`` and ``atlas.rename-instance``: the two actions that change an ``atlas.xml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Final

from xprunbook.actions.atlas.change import (
    EXPRESS_2019,
    WINDOWS,
    Change,
    Edit,
    Integrate,
    PointAt,
    RenameInstances,
    SetUseLogin,
    change,
    edit_data,
    edit_from,
)
from xprunbook.actions.atlas.common import Opened, blocked, names, opened, pairs, reason, text
from xprunbook.actions.atlas.diff import difference, holds_password, unified
from xprunbook.actions.atlas.document import Document, read
from xprunbook.actions.atlas.ports import CONFIG_FILES, INSTALLATION
from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.table import as_data
from xprunbook.actions.atlas.texts import TEXTS
from xprunbook.actions.atlas.write import write
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import flag
from xprunbook.base.language import Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import (
    ActionFailed,
    Cancelled,
    Effect,
    Finding,
    Inspection,
    Job,
    NotHere,
    Operation,
    Plan,
    Reach,
    Statement,
    Traits,
)
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.trouble import Refused as OutsideRefused

NONE: Final = "–"
"""Shown for an attribute that is not there."""


class _Edits:
    """An action that carries out edits. What differs between the two is which."""

    texts: ClassVar[Texts] = TEXTS
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.CHANGING, elevation=True, seconds=120)
    spec: ClassVar[Kind]

    def edits(self, job: Job) -> tuple[Edit, ...]:
        """The edits the parameters ask for; Refused when they ask for none that can be."""
        raise NotImplementedError

    def refuse(self, document: Document, edits: Sequence[Edit], path: str) -> None:
        """Refused when the edits do not fit the file."""

    def inspect(self, job: Job) -> Inspection:
        """What differs from what is wanted. Nothing is changed."""
        try:
            found, made = self._look(job)
        except (Refused, OutsideRefused) as error:
            return blocked(job, error)
        count = len(made.differences)
        says = Statement("to-change" if made else "as-wanted", {"path": found.path, "count": count})
        return Inspection(
            Finding.NEEDED if made else Finding.SATISFIED,
            says,
            evidence={**as_data(found.path, found.document), "after": made.sha256},
            details=(*_entries(found), *_differing(made), *found.odd),
        )

    def plan(self, job: Job, found: Inspection) -> Plan:
        """The edit of the one file, with the difference as its text."""
        del found
        try:
            seen, made = self._look(job)
        except (Refused, OutsideRefused) as error:
            raise _failed(job, error) from error
        if not made:
            return Plan(self.spec.name, ())
        lines = difference(seen.document, read(made.after))
        operation = Operation(
            "edit",
            seen.path,
            unified(lines),
            {
                "path": seen.path,
                "before": seen.document.sha256,
                "after": made.sha256,
                "edits": [_json(edit_data(edit)) for edit in self.edits(job)],
            },
        )
        return Plan(self.spec.name, (operation,), tuple(self._warnings(job, seen, made)))

    def apply(self, plan: Plan, job: Job) -> None:
        """Write exactly the bytes that were planned; ActionFailed when anything is not as it was then."""
        if job.cancelled():
            raise Cancelled(known=True)
        for operation in plan.operations:
            try:
                self._carry_out(operation, job)
            except (Refused, OutsideRefused) as error:
                raise _failed(job, error) from error

    def _carry_out(self, operation: Operation, job: Job) -> None:
        data: Mapping[str, Any] = operation.data
        path = str(data["path"])
        files = job.site.system(CONFIG_FILES)
        made = change(read(files.read(path)), [edit_from(item) for item in data["edits"]])
        if made.document.sha256 != data["before"] or made.sha256 != data["after"]:
            raise Refused("changed", path=path)
        secret = holds_password(made.document)
        kept = job.keep(path, made.before, secret)
        done = write(files, path, made.document.sha256, made.after, datetime.now(UTC))
        job.tell(TEXTS.say("backed-up", job.language, backup=done.backup))
        if kept or secret:
            job.tell(TEXTS.say("kept" if kept else "not-copied", job.language, file=kept))
        job.tell(TEXTS.say("written", job.language, path=path, sha256=done.sha256))
        job.progress(1.0)

    def _look(self, job: Job) -> tuple[Opened, Change]:
        found = opened(job)
        edits = self.edits(job)
        if not found.document.entries and found.document.sealed is None:
            raise Refused("no-entries", path=found.path)
        made = change(found.document, edits)
        self.refuse(found.document, edits, found.path)
        return found, made

    def _warnings(self, job: Job, found: Opened, made: Change) -> list[Statement]:
        said = []
        try:
            running = job.site.system(INSTALLATION).running()
            if running:
                said.append(Statement("services-running", {"names": one_line(", ".join(running), 400)}))
        except NotHere:
            said.append(Statement("services-unknown"))
        touched = {item.number for item in made.differences}
        for entry in found.document.entries:
            database = one_line(entry.database, 128)
            if entry.number not in touched:
                continue
            if entry.string.has_password:
                said.append(Statement("credentials-stay", {"database": database}))
            if entry.partner:
                partner = one_line(entry.partner, 128)
                said.append(Statement("partner-stays", {"database": database, "partner": partner}))
        return [*said, *self._not_meant(job, found), *found.odd]

    def _not_meant(self, job: Job, found: Opened) -> list[Statement]:
        return [
            Statement("not-meant", {"database": one_line(entry.database, 128), "source": entry.source.text})
            for entry in found.document.entries
            if not any(entry.is_of(edit.databases) for edit in self.edits(job))
        ]


class PointDatabases(_Edits):
    """Server and instance of the databases, and who logs on."""

    spec: ClassVar[Kind] = spec_of("atlas.point-databases")

    def edits(self, job: Job) -> tuple[Edit, ...]:
        """``server`` for all or for ``databases``, then what ``targets`` names one by one."""
        wanted = names(job, "databases")
        login = text(job, "use_login") or "windows"
        single = pairs(names(job, "targets"))
        edits: list[Edit] = [PointAt(text(job, "server"), wanted)]
        edits += [PointAt(source, (database,)) for database, source in single]
        if wanted:
            wanted = (*wanted, *(database for database, _ in single))
        if login != "keep":
            edits.append(SetUseLogin(WINDOWS if login == "windows" else None, wanted))
        if flag(job.parameters, "integrated"):
            edits.append(Integrate(wanted))
        return tuple(edits)

    def refuse(self, document: Document, edits: Sequence[Edit], path: str) -> None:
        """A database that is named and not there: list or file is wrong, and only a person knows which."""
        known = {name.casefold() for name in document.databases}
        absent = dict.fromkeys(
            name for edit in edits for name in edit.databases if name.casefold() not in known
        )
        if absent:
            shown = ", ".join(document.databases)
            raise Refused("absent", path=path, databases=", ".join(absent), found=shown)


class RenameInstance(_Edits):
    """New names of the local instances, as after the update of SQL Server Express."""

    spec: ClassVar[Kind] = spec_of("atlas.rename-instance")

    def edits(self, job: Job) -> tuple[Edit, ...]:
        """``instances`` as OLD=NEW; without it those of the vendor's update."""
        mapping = pairs(names(job, "instances")) or tuple(EXPRESS_2019.items())
        return (RenameInstances(mapping, names(job, "databases")),)

    def refuse(self, document: Document, edits: Sequence[Edit], path: str) -> None:
        """An old instance named together with a port: the client looks at the port alone."""
        del path
        for edit in edits:
            old = {name.casefold() for name, _ in edit.names} if isinstance(edit, RenameInstances) else set()
            for entry in document.entries:
                if entry.is_of(edit.databases) and entry.source.port and entry.source.named in old:
                    raise Refused("port-fixed", database=entry.database, source=entry.source.text)


def _entries(found: Opened) -> list[Statement]:
    return [
        Statement(
            "entry",
            {
                "line": entry.line,
                "database": one_line(entry.database, 128),
                "source": entry.source.text,
                "login": entry.login.value,
                "use_login": one_line(entry.use_login.value, 64) if entry.use_login else NONE,
            },
        )
        for entry in found.document.entries
    ]


def _differing(made: Change) -> list[Statement]:
    return [
        Statement(
            "differs",
            {
                "line": item.line,
                "database": one_line(item.database, 128),
                "attribute": item.attribute,
                "before": NONE if item.before is None else one_line(item.before, 400),
                "after": NONE if item.after is None else one_line(item.after, 400),
            },
        )
        for item in made.differences
    ]


def _failed(job: Job, error: Refused | OutsideRefused) -> ActionFailed:
    says, helps = reason(error)
    hint = TEXTS.say(helps.code, job.language, **helps.values) if helps else ""
    return ActionFailed(says, TEXTS.say(says.code, job.language, **says.values), hint)


def _json(data: Mapping[str, object]) -> dict[str, Any]:
    return dict(data)
