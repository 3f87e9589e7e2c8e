"""``atlas.targets``, ``atlas.reachable`` and ``atlas.unchanged``: what the file says, asked before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from xprunbook.actions.atlas.change import WINDOWS
from xprunbook.actions.atlas.common import Opened, blocked, evidence, here, names, opened, pairs, text
from xprunbook.actions.atlas.document import Entry
from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.source import Source, parse_source
from xprunbook.actions.atlas.texts import TEXTS
from xprunbook.actions.atlas.write import backups
from xprunbook.actions.kinds import spec_of
from xprunbook.base.language import Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Json, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.trouble import Refused as OutsideRefused

_LOOKING: Final = Traits(Reach.LOCAL, Effect.READ_ONLY, seconds=120)


class Targets:
    """Every database is there, points where it should, and nothing points to an old instance."""

    spec: ClassVar[Kind] = spec_of("atlas.targets")
    traits: ClassVar[Traits] = _LOOKING
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Compare the file with what the inputs say. ``unknown`` when a person has to look at parts of it."""
        try:
            found = opened(job)
            if not found.document.entries:
                raise Refused("no-entries", path=found.path)
            wrong = [*_absent(job, found), *_misdirected(job, found), *_still_old(job, found)]
        except (Refused, OutsideRefused) as error:
            return blocked(job, error)
        unclear = [*_not_meant(job, found), *found.odd]
        finding = Finding.NEEDED if wrong else Finding.UNKNOWN if unclear else Finding.SATISFIED
        code = {
            Finding.NEEDED: "targets-wrong",
            Finding.UNKNOWN: "targets-unclear",
            Finding.SATISFIED: "as-wanted",
        }[finding]
        return Inspection(
            finding,
            Statement(code, {"path": found.path, "count": len(wrong)}),
            None if finding is Finding.SATISFIED else Statement("look-again"),
            evidence=_json(evidence(found)),
            details=(*wrong, *unclear),
            jump="" if finding is Finding.SATISFIED else text(job, "helped_by"),
        )


def _wanted(job: Job) -> tuple[Source | None, dict[str, Source]]:
    """The server of all databases, None if that is not said, and those of single ones."""

    def read(value: str) -> Source:
        source = parse_source(value)
        if source is None:
            raise Refused("no-source", value=value)
        return source

    single = {name.casefold(): read(value) for name, value in pairs(names(job, "targets"))}
    server = text(job, "server")
    return (read(server) if server else None), single


def _absent(job: Job, found: Opened) -> Iterator[Statement]:
    _, single = _wanted(job)
    known = {name.casefold() for name in found.document.databases}
    asked = {name.casefold(): name for name in (*single, *names(job, "databases"))}
    missing = [name for folded, name in asked.items() if folded not in known]
    if missing:
        values: Mapping[str, str | int] = {
            "path": found.path,
            "databases": one_line(", ".join(missing), 400),
            "found": one_line(", ".join(found.document.databases), 400),
        }
        yield Statement("absent", values)


def _meant(job: Job, entry: Entry) -> bool:
    _, single = _wanted(job)
    return entry.is_of(names(job, "databases")) or entry.database.casefold() in single


def _misdirected(job: Job, found: Opened) -> Iterator[Statement]:
    server, single = _wanted(job)
    login = text(job, "use_login") or "windows"
    for entry in found.document.entries:
        if not _meant(job, entry):
            continue
        wanted = single.get(entry.database.casefold(), server)
        if wanted is None:
            continue
        database = one_line(entry.database, 128)
        if not entry.source.same_as(wanted, here(job)) or not entry.source.tidy:
            yield Statement(
                "wrong-target",
                {"database": database, "source": one_line(entry.written_source, 200), "wanted": wanted.text},
            )
        if login == "windows" and (entry.use_login is None or entry.use_login.value != WINDOWS):
            yield Statement("no-use-login", {"database": database})


def _still_old(job: Job, found: Opened) -> Iterator[Statement]:
    old = (*names(job, "old"), *(f"\\{name}" for name in names(job, "old_instances")))
    for entry in found.document.entries:
        database = one_line(entry.database, 128)
        if _is_old(entry.source, old):
            yield Statement("still-old", {"database": database, "source": entry.source.text})
        partner = parse_source(entry.partner) if entry.partner else None
        if partner is not None and _is_old(partner, old):
            yield Statement("partner-old", {"database": database, "source": partner.text})


def _is_old(source: Source, old: tuple[str, ...]) -> bool:
    """``SERVER`` is any instance there, ``\\INSTANCE`` is that name on any server, ``SERVER\\INSTANCE`` is both."""
    for item in old:
        server, _, instance = item.partition("\\")
        if server and not _same_server(source, server):
            continue
        if instance and source.named != instance.strip().casefold():
            continue
        if server or instance:
            return True
    return False


def _same_server(source: Source, server: str) -> bool:
    other = parse_source(server)
    return other is not None and Source(source.server).same_as(Source(other.server))


def _not_meant(job: Job, found: Opened) -> Iterator[Statement]:
    for entry in found.document.entries:
        if not _meant(job, entry):
            values = {"database": one_line(entry.database, 128), "source": entry.source.text}
            yield Statement("not-meant", values)


class Unchanged:
    """The file is as our last change left it: did the restore rewrite it (A12)?"""

    spec: ClassVar[Kind] = spec_of("atlas.unchanged")
    traits: ClassVar[Traits] = _LOOKING
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Compare the hash with ``sha256``, else with the one in the newest backup's name."""
        try:
            found = opened(job)
            known = backups(found.files, found.path)
        except (Refused, OutsideRefused) as error:
            return blocked(job, error)
        now = found.document.sha256
        proof = _json(evidence(found))
        if expected := text(job, "sha256").lower():
            same = len(expected) >= 12 and now.startswith(expected)
            says = Statement("as-expected" if same else "not-expected", {"path": found.path})
            return _compared(job, same, says, proof)
        if not known:
            return Inspection(
                Finding.UNKNOWN, Statement("never-changed", {"path": found.path}), evidence=proof
            )
        last = known[0]
        values: dict[str, str | int] = {"path": found.path, "made": f"{last.made:%Y-%m-%d %H:%M:%S}"}
        if now.startswith(last.after):
            return _compared(job, True, Statement("unchanged", values), proof)
        code = "taken-back" if now.startswith(last.before) else "rewritten"
        return _compared(job, False, Statement(code, values), proof)


def _compared(job: Job, same: bool, says: Statement, proof: Mapping[str, Json]) -> Inspection:
    if same:
        return Inspection(Finding.SATISFIED, says, evidence=proof)
    helps = Statement("look-again")
    return Inspection(Finding.NEEDED, says, helps, evidence=proof, jump=text(job, "helped_by"))


def _json(data: Mapping[str, object]) -> dict[str, Json]:
    return dict(data)  # type: ignore[arg-type]
