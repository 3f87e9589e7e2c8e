"""``backup-log.analyse``: reads a Backup-Manager log, follows it while it grows, says what went wrong.

Never green: how a success is worded is unknown (domain fact B46), and a log without errors is no backup.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import ClassVar, Final

from xprunbook.actions.backup_log.causes import SHARE_CAUSES, Cause
from xprunbook.actions.backup_log.scan import Scan
from xprunbook.actions.backup_log.story import Group, Moment, Story
from xprunbook.actions.backup_log.texts import TEXTS
from xprunbook.actions.kinds import spec_of
from xprunbook.actions.parameters import number, text
from xprunbook.actions.troubles import blocked, helped_by
from xprunbook.base.language import Texts
from xprunbook.base.text import one_line
from xprunbook.run.contract import Effect, Finding, Inspection, Job, Json, Reach, Statement, Traits
from xprunbook.runbook.kinds import Kind
from xprunbook.systems.ports import FILES, Files
from xprunbook.systems.trouble import Refused, Trouble
from xprunbook.systems.watching import heed

SHARE_RUNBOOK: Final = "xphone-backup-share"
"""The runbook that repairs a share, where the step's author names no other."""

CHUNK: Final = 1024 * 1024
"""Bytes read at once; memory stays at a few of these."""

PAUSE: Final = 0.5
"""Seconds between two looks at a log that is followed."""

_MARGIN: Final = 2.0
_MAX_DETAILS: Final = 40
_MAX_TIMELINE: Final = 50


class BackupLogAnalyse:
    """Finds what went wrong in a backup or restore, with what helps."""

    spec: ClassVar[Kind] = spec_of("backup-log.analyse")
    traits: ClassVar[Traits] = Traits(Reach.LOCAL, Effect.READ_ONLY, seconds=600)
    texts: ClassVar[Texts] = TEXTS

    def inspect(self, job: Job) -> Inspection:
        """Read to the end; with ``follow_seconds`` wait for more until a share test has ended."""
        path = text(job.parameters, "path")
        try:
            reading = _read(job, job.site.system(FILES), path)
        except Refused as refused:
            if refused.trouble is Trouble.MISSING:
                says = Statement("log.missing", {"path": path})
                return Inspection(Finding.BLOCKED, says, Statement("log.missing-helps"), jump=helped_by(job))
            return blocked(refused, job)
        return judged(reading.scan, reading.story(), path, job)


class _Reading:
    """A log as far as it has been read."""

    def __init__(self, since: str) -> None:
        self.since: Final = since
        self.scan = Scan()
        self.offset = 0
        self.identity = ""
        self._story = Story(since)

    def take(self, data: bytes) -> None:
        self.offset += len(data)
        self._story.tell(self.scan.feed(data))

    def story(self) -> Story:
        """The story up to here, an entry that may still grow included."""
        return self._story.with_rest(self.scan.rest())


def _read(job: Job, files: Files, path: str) -> _Reading:
    hours = number(job.parameters, "newest_hours", 0)
    since = (datetime.now() - timedelta(hours=hours)).strftime("%Y%m%d%H%M%S") if hours else ""
    ends = time.monotonic() + number(job.parameters, "follow_seconds", 0)
    reading, told = _Reading(since), 0
    while True:
        facts = files.facts(path)
        if facts is None:
            raise Refused(Trouble.MISSING, path)
        if facts.kind != "file":
            raise Refused(Trouble.KIND, path)
        if reading.offset and (facts.size < reading.offset or facts.identity != reading.identity):
            job.tell(TEXTS.say("log.restarted", job.language))
            reading, told = _Reading(since), 0
        reading.identity = facts.identity
        while data := files.read(path, reading.offset, CHUNK):
            heed(job, path)
            reading.take(data)
            job.progress(min(1.0, reading.offset / max(1, facts.size)))
        if time.monotonic() >= ends or job.remaining() < _MARGIN:
            return reading
        told = _tell(job, reading.story(), told)
        if reading.story().ended:
            return reading
        heed(job, path)
        time.sleep(PAUSE)


def _tell(job: Job, story: Story, told: int) -> int:
    """Tell what is new on the timeline; how many moments have been told."""
    new = min(story.moments - told, len(story.timeline))
    for moment in list(story.timeline)[len(story.timeline) - new :]:
        job.tell(f"{moment.at} {_in_words(moment, job)}")
    return story.moments


def _in_words(moment: Moment, job: Job) -> str:
    return TEXTS.say(moment.code, job.language, **moment.values)


def judged(scan: Scan, story: Story, path: str, job: Job) -> Inspection:
    """The finding: blocked by a known cause, needed with errors nobody knows, otherwise unknown."""
    errors = [group for group in story.groups if group.kind == "error" and not group.earlier]
    evidence = _evidence(scan, story, path)
    details = tuple(_details(story, job))[:_MAX_DETAILS]
    known = [(group, group.cause) for group in errors if group.cause is not None]
    if known:
        return _known(known[-1][1], evidence, details, job)
    if errors or story.more:
        count = sum(group.count for group in errors) + story.more
        says = Statement("log.unknown-errors", {"count": count, "text": _text(errors[-1]) if errors else "?"})
        return Inspection(
            Finding.NEEDED,
            says,
            Statement("log.unknown-helps"),
            evidence=evidence,
            details=details,
            jump=helped_by(job),
        )
    if not scan.first_at:
        code = "log.no-log" if scan.lines else "log.empty"
        return Inspection(Finding.UNKNOWN, Statement(code, {"path": path}), evidence=evidence)
    says = Statement("log.no-error", {"lines": scan.lines, "last": scan.last_at})
    return Inspection(Finding.UNKNOWN, says, evidence=evidence, details=details)


def _known(cause: Cause, evidence: dict[str, Json], details: tuple[Statement, ...], job: Job) -> Inspection:
    """Blocked by the cause that came last; the others stand in the details."""
    share = SHARE_RUNBOOK if cause.code in SHARE_CAUSES else ""
    return Inspection(
        Finding.BLOCKED,
        Statement(f"cause.{cause.code}", _clean(cause)),
        Statement(f"helps.{cause.code}"),
        evidence=evidence,
        details=details,
        jump=helped_by(job) or share,
    )


def _details(story: Story, job: Job) -> list[Statement]:
    """Current errors first, then warnings, earlier errors and notices; nothing without a count."""
    order = {"error": 0, "warning": 1, "notice": 3}
    groups = sorted(story.groups, key=lambda group: 2 if group.earlier else order[group.kind])
    details = [_detail(group) for group in groups]
    if len(details) > _MAX_DETAILS - 2:
        rest = groups[_MAX_DETAILS - 2 :]
        details = details[: _MAX_DETAILS - 2]
        story_more = sum(group.count for group in rest) + story.more + story.more_earlier
    else:
        story_more = story.more + story.more_earlier
    if story_more:
        details.append(Statement("log.more", {"count": story_more}))
    if story.before:
        hours = number(job.parameters, "newest_hours", 0)
        details.append(Statement("log.old", {"count": story.before, "hours": hours}))
    return details


def _detail(group: Group) -> Statement:
    values: dict[str, str | int] = {"line": group.last.line, "count": group.count, "text": _text(group)}
    if group.kind == "notice":
        return Statement("log.notice", values)
    code = "log.earlier" if group.earlier else "log.warning" if group.kind == "warning" else "log.entry"
    return Statement(code, {**values, "at": group.last.at})


def _text(group: Group) -> str:
    return one_line(group.text, 500)


def _clean(cause: Cause) -> dict[str, str | int]:
    return {
        name: one_line(value, 400) if isinstance(value, str) else value
        for name, value in cause.values.items()
    }


def _evidence(scan: Scan, story: Story, path: str) -> dict[str, Json]:
    counts = {"error": 0, "warning": 0, "notice": 0, "earlier": story.more_earlier}
    for group in story.groups:
        counts["earlier" if group.earlier else group.kind] += group.count
    counts["error"] += story.more
    timeline: list[Json] = [
        [moment.at, moment.code, {name: one_line(str(value), 400) for name, value in moment.values.items()}]
        for moment in list(story.timeline)[-_MAX_TIMELINE:]
    ]
    return {
        "path": path,
        "encoding": scan.encoding,
        "lines": scan.lines,
        "first": scan.first_at,
        "last": scan.last_at,
        "counts": dict(counts),
        "causes": sorted({group.cause.code for group in story.groups if group.cause}),
        "timeline": timeline,
    }
