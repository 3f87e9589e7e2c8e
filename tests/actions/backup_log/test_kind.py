"""``backup-log.analyse`` on files: findings, what helps, timeline, what is tried again, a growing file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.actions.backup_log.logs import SAMPLE, line
from tests.actions.jobs import TestJob, in_words, speaks_both
from xprunbook.actions.backup_log.kind import SHARE_RUNBOOK, BackupLogAnalyse
from xprunbook.run.contract import Cancelled, Finding, Inspection
from xprunbook.runbook.substitute import Filled

KIND = BackupLogAnalyse()
RIGHTS = r"Cannot open backup device '\\s\b\X'. Operating system error 5(Zugriff verweigert)."

Look = Callable[..., Inspection]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Write a log and look at it."""

    def write_and_look(text: str, **parameters: Filled) -> Inspection:
        path = tmp_path / "backup.log"
        path.write_text(text, encoding="utf-8")
        found = KIND.inspect(TestJob({"path": str(path), **parameters}))
        speaks_both(KIND, found)
        return found

    return write_and_look


def test_the_sample(look: Look) -> None:
    """The documented log: blocked by the rights on the share, with the way to help; the logins are a notice."""
    found = look(SAMPLE)
    said = in_words(KIND, found)
    assert found.finding is Finding.BLOCKED
    assert found.says.code == "cause.share-rights"
    assert found.says.values == {"device": r"\\sqlserver\backupshare\XPHONE_UC", "number": 5}
    assert found.jump == SHARE_RUNBOOK
    assert r"DOMAIN\SQLHOST$" in said
    assert said.count("Probably harmless, not confirmed") == 2
    assert found.evidence["counts"] == {"error": 1, "warning": 0, "notice": 2, "earlier": 0}
    assert [item[1] for item in found.evidence["timeline"]] == [  # type: ignore[index, union-attr]
        "log.test-started",
        "log.connecting",
        "log.saving",
        "cause.share-rights",
        "log.test-ended",
    ]


def test_any_database_name(look: Look) -> None:
    """The name of the database does not matter."""
    found = look(SAMPLE.replace("XPHONE_UC", "Meine Datenbank Ä"))
    assert found.says.code == "cause.share-rights"
    assert found.evidence["counts"] == {"error": 1, "warning": 0, "notice": 2, "earlier": 0}


def test_the_author_names_another_help(look: Look) -> None:
    """``helped_by`` of the step wins."""
    assert look(SAMPLE, helped_by="fix-share").jump == "fix-share"


def test_unknown_errors_are_shown_and_not_green(look: Look) -> None:
    """An error nobody knows: needed, with its words."""
    found = look(line("gut", "INF") + line("Objektverweis nicht festgelegt"))
    assert found.finding is Finding.NEEDED
    assert "Objektverweis nicht festgelegt" in in_words(KIND, found)


def test_a_known_cause_does_not_hide_an_unknown_error(look: Look) -> None:
    """Both stand there."""
    found = look(line("Objektverweis nicht festgelegt") + line(RIGHTS))
    assert found.finding is Finding.BLOCKED
    assert "Objektverweis nicht festgelegt" in in_words(KIND, found)


def test_no_error_is_not_green(look: Look) -> None:
    """How success is worded nobody knows: without errors it stays unknown."""
    found = look(line("Sicherung der Datenbank X", "INF") + line("fertig", "INF"))
    assert found.finding is Finding.UNKNOWN
    assert found.says.code == "log.no-error"


def test_notices_alone_are_not_green(look: Look) -> None:
    """The two logins are neither an error nor proof."""
    found = look(line("Benutzer 'Atlas' nicht verfügbar. Restore X"))
    assert found.finding is Finding.UNKNOWN
    assert found.details[0].code == "log.notice"


def test_a_lone_symptom_is_an_unknown_error(look: Look) -> None:
    """``SaveDatabase Error`` with nothing after it is not swallowed."""
    found = look(line("SQLHelper.SaveDatabase Error while saving Database X"))
    assert found.finding is Finding.NEEDED
    followed = look(
        line("SQLHelper.SaveDatabase Error while saving Database X")
        + line("Connecting to SQL-Server: s", "INF")
        + line(RIGHTS)
    )
    assert followed.evidence["counts"] == {"error": 2, "warning": 0, "notice": 0, "earlier": 0}


def test_tried_again_makes_earlier(look: Look) -> None:
    """Errors of a test that was begun again are earlier: shown, but not the verdict."""
    again = SAMPLE.split("ERR SQLHelper")[0].rpartition("\n")[0] + "\n"
    found = look(SAMPLE + SAMPLE + again + "23.01.2021 23:00:00 INF Shared folder test ends here\n")
    assert found.finding is Finding.UNKNOWN
    earlier = next(item for item in found.details if item.code == "log.earlier")
    assert earlier.values["count"] == 2


def test_another_database_does_not_make_earlier(look: Look) -> None:
    """The error of one database stays current while the next one is saved."""
    found = look(
        line("Sicherung der Datenbank A", "INF") + line("kaputt") + line("Sicherung der Datenbank B", "INF")
    )
    assert found.finding is Finding.NEEDED
    again = look(
        line("Sicherung der Datenbank A", "INF")
        + line("kaputt")
        + line("Sicherung der Datenbank B", "INF")
        + line("Sicherung der Datenbank A", "INF")
    )
    assert again.finding is Finding.UNKNOWN


def test_old_entries(look: Look) -> None:
    """``newest_hours`` leaves old errors out and says so."""
    assert look(SAMPLE, newest_hours=24).finding is Finding.UNKNOWN
    assert "older than 24 hours" in in_words(KIND, look(SAMPLE, newest_hours=24))


def test_warnings_and_unknown_levels(look: Look) -> None:
    """A warning is shown; a level nobody knows counts as an error."""
    warned = look(line("wenig Platz", "WRN"))
    assert warned.finding is Finding.UNKNOWN
    assert warned.details[0].code == "log.warning"
    assert look(line("wer weiß", "QQQ")).finding is Finding.NEEDED


@pytest.mark.parametrize("text", ["", "x", "nothing like a log\n" * 20])
def test_no_log(look: Look, text: str) -> None:
    """Something else than a log is unknown, not fine."""
    found = look(text)
    assert found.finding is Finding.UNKNOWN
    assert found.says.code in ("log.empty", "log.no-log")


def test_missing_and_folder(tmp_path: Path) -> None:
    """No file, or a folder: blocked, with what helps."""
    for path in (tmp_path / "nothing.log", tmp_path):
        found = KIND.inspect(TestJob({"path": str(path)}))
        speaks_both(KIND, found)
        assert found.finding is Finding.BLOCKED
        assert found.helps is not None


def test_many_errors_are_counted(look: Look) -> None:
    """A thousand different errors: bounded, and none uncounted."""
    found = look("".join(line(f"Fehler Nummer {number}") for number in range(1000)))
    assert found.evidence["counts"] == {"error": 1000, "warning": 0, "notice": 0, "earlier": 0}
    assert len(found.details) <= 40
    listed = sum(int(item.values["count"]) for item in found.details)
    assert listed == 1000


def test_hostile_lines_are_harmless(look: Look) -> None:
    """Escapes and markup in the log reach nobody's terminal."""
    found = look(line("\x1b]52;c;ZXZpbA==\x07 [@click=app.quit]x[/] {number}"))
    assert "\x1b" not in in_words(KIND, found)


def test_following_a_growing_log(tmp_path: Path) -> None:
    """The log grows while it is watched: each milestone is told once; the end of the test ends the watching."""
    path = tmp_path / "backup.log"
    lines = SAMPLE.splitlines(keepends=True)
    path.write_text(lines[0], encoding="utf-8")

    def grow() -> None:
        for text in lines[1:]:
            time.sleep(0.02)
            with open(path, "a", encoding="utf-8") as file:
                file.write(text)

    writer = threading.Thread(target=grow)
    writer.start()
    job = TestJob({"path": str(path), "follow_seconds": 20})
    found = KIND.inspect(job)
    writer.join()
    assert found.says.code == "cause.share-rights"
    assert sum("Connecting to SQL Server" in told for told in job.told) == 1
    assert job.remaining() > 20


def test_a_log_begun_anew(tmp_path: Path) -> None:
    """The file is replaced while it is watched: read from its beginning."""
    path = tmp_path / "backup.log"
    path.write_text(SAMPLE * 3 + line("noch nicht zu Ende"), encoding="utf-8")
    threading.Timer(0.3, lambda: path.write_text(SAMPLE, encoding="utf-8")).start()
    job = TestJob({"path": str(path), "follow_seconds": 10})
    found = KIND.inspect(job)
    assert found.evidence["lines"] == 12
    assert any("begun anew" in told for told in job.told)


def test_cancelled_while_following(tmp_path: Path) -> None:
    """A person may stop at any time."""
    path = tmp_path / "backup.log"
    path.write_text(line("gut", "INF"), encoding="utf-8")
    with pytest.raises(Cancelled):
        KIND.inspect(TestJob({"path": str(path), "follow_seconds": 20}, stop_after=0.2))
