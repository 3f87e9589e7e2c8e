"""Files and folders: is it there, is there room, copy it so that the target is either as before or complete."""

from __future__ import annotations

from typing import ClassVar, Final

from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import flag, number, text
from xprunbook.actions.troubles import blocked, failed, helped_by, texts
from xprunbook.base.language import Texts
from xprunbook.run.contract import (
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
from xprunbook.systems.ports import FILES, FileFacts, Files
from xprunbook.systems.trouble import Refused, Trouble

MEBIBYTE: Final = 1024 * 1024

_TEXTS: Final = texts(
    {
        "file.there": ("{path} ist da ({size} Byte).", "{path} is there ({size} bytes)."),
        "file.folder-there": ("Der Ordner {path} ist da.", "The folder {path} is there."),
        "file.not-there": ("{path} gibt es nicht.", "{path} is not there."),
        "file.no-file": ("{path} ist keine Datei.", "{path} is no file."),
        "file.no-folder": ("{path} ist kein Ordner.", "{path} is no folder."),
        "file.small": (
            "{path} hat nur {size} Byte, erwartet sind mindestens {wanted}.",
            "{path} has only {size} bytes, at least {wanted} are expected.",
        ),
        "file.room": (
            "{path}: {free} MiB frei, gebraucht werden {wanted}.",
            "{path}: {free} MiB free, {wanted} are needed.",
        ),
        "file.no-room": (
            "{path}: nur {free} MiB frei, gebraucht werden {wanted}.",
            "{path}: only {free} MiB free, {wanted} are needed.",
        ),
        "file.copied": (
            "{target} ist eine Kopie von {source} (SHA-256 gleich).",
            "{target} is a copy of {source} (SHA-256 equal).",
        ),
        "file.to-copy": (
            "{source} ({size} Byte) ist nach {target} zu kopieren.",
            "{source} ({size} bytes) is to be copied to {target}.",
        ),
        "file.to-replace": (
            "{target} ist anders als {source} und wird ersetzt.",
            "{target} differs from {source} and will be replaced.",
        ),
        "file.other": (
            "{target} gibt es schon, mit anderem Inhalt als {source}.",
            "{target} exists already, with other content than {source}.",
        ),
    }
)


class FileExists:
    """``file.exists``: a file or folder is there, and not smaller than it should be."""

    spec: ClassVar[Kind] = spec_of("file.exists")
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.READ_ONLY, seconds=60)
    texts: ClassVar[Texts] = _TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Look at the path, links followed."""
        path, what = text(job.parameters, "path"), text(job.parameters, "what", "any")
        try:
            found = job.site.system(FILES).facts(path)
        except Refused as refused:
            return blocked(refused, job)
        says = _not_as_wanted(path, what, found, number(job.parameters, "at_least_bytes", 0))
        if says is not None or found is None:
            return Inspection(
                Finding.NEEDED, says or Statement("file.not-there", {"path": path}), jump=helped_by(job)
            )
        evidence: dict[str, Json] = {
            "path": path,
            "kind": found.kind,
            "size": found.size,
            "modified": found.modified,
        }
        code = "file.folder-there" if found.kind == "folder" else "file.there"
        values: dict[str, str | int] = {"path": path, "size": found.size}
        return Inspection(Finding.SATISFIED, Statement(code, values), evidence=evidence)


def _not_as_wanted(path: str, what: str, found: FileFacts | None, least: int) -> Statement | None:
    if found is None:
        return Statement("file.not-there", {"path": path})
    if what in ("file", "folder") and found.kind != what:
        return Statement(f"file.no-{what}", {"path": path})
    if found.kind == "file" and found.size < least:
        return Statement("file.small", {"path": path, "size": found.size, "wanted": least})
    return None


class FileFreeSpace:
    """``file.free-space``: the volume of a path has room, in MiB, for the account that looks."""

    spec: ClassVar[Kind] = spec_of("file.free-space")
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.READ_ONLY, seconds=60)
    texts: ClassVar[Texts] = _TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Ask the volume."""
        path, wanted = text(job.parameters, "path"), number(job.parameters, "at_least_mb", 0)
        try:
            space = job.site.system(FILES).space(path)
        except Refused as refused:
            return blocked(refused, job)
        enough = space.free >= wanted * MEBIBYTE
        says = Statement(
            "file.room" if enough else "file.no-room",
            {"path": path, "free": space.free // MEBIBYTE, "wanted": wanted},
        )
        evidence: dict[str, Json] = {"path": path, "free": space.free, "total": space.total}
        if enough:
            return Inspection(Finding.SATISFIED, says, evidence=evidence)
        return Inspection(
            Finding.NEEDED, says, Statement("helps.full"), evidence=evidence, jump=helped_by(job)
        )


class FileCopy:
    """``file.copy``: a file has an equal copy under another name. Equal means SHA-256, not size and time."""

    spec: ClassVar[Kind] = spec_of("file.copy")
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.CHANGING, seconds=3600)
    texts: ClassVar[Texts] = _TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Compare both files. A target of another content blocks, unless ``replace`` says otherwise."""
        try:
            return self._compare(job, job.site.system(FILES))
        except Refused as refused:
            return blocked(refused, job)

    def _compare(self, job: Job, files: Files) -> Inspection:
        source, target = text(job.parameters, "source"), text(job.parameters, "target")
        facts, there = files.facts(source), files.facts(target)
        if facts is None:
            raise Refused(Trouble.MISSING, source)
        if there is not None and there.kind != "file":
            raise Refused(Trouble.KIND, target)
        digest = files.digest(source, job)
        replaces = files.digest(target, job) if there is not None else ""
        values: dict[str, str | int] = {"source": source, "target": target}
        sized = {**values, "size": facts.size}
        evidence: dict[str, Json] = {**sized, "sha256": digest, "replaces": replaces}
        if replaces == digest:
            return Inspection(Finding.SATISFIED, Statement("file.copied", values), evidence=evidence)
        if replaces and not flag(job.parameters, "replace"):
            helps = Statement("helps.exists")
            return Inspection(Finding.BLOCKED, Statement("file.other", values), helps, evidence=evidence)
        code, shown = ("file.to-replace", values) if replaces else ("file.to-copy", sized)
        return Inspection(Finding.NEEDED, Statement(code, shown), evidence=evidence)

    def plan(self, job: Job, found: Inspection) -> Plan:
        """One operation: what is copied where, and what it replaces."""
        if found.finding is not Finding.NEEDED:
            return Plan(self.spec.name, ())
        data = {name: found.evidence[name] for name in ("source", "target", "size", "sha256", "replaces")}
        lines = [f"{data['source']} -> {data['target']}", f"{data['size']} B, SHA-256 {data['sha256']}"]
        if data["replaces"]:
            lines.append(f"- SHA-256 {data['replaces']}")
        return Plan(self.spec.name, (Operation("copy", str(data["target"]), "\n".join(lines), data),))

    def apply(self, plan: Plan, job: Job) -> None:
        """Copy exactly what was shown; anything that changed meanwhile stops it before the target changes."""
        for operation in plan.operations:
            data = {name: str(value) for name, value in operation.data.items()}
            try:
                job.site.system(FILES).copy(
                    data["source"], data["target"], data["sha256"], data["replaces"], job
                )
            except Refused as refused:
                raise failed(refused, job) from refused
            job.tell(operation.text)
