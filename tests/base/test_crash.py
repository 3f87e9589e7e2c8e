"""A crash leaves one sentence and a file without values."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from xprunbook.base.crash import crash_lines, report_crash, write_crash_file
from xprunbook.base.errors import ExitCode

SECRET = "hunter2-geheim"


def crash() -> BaseException:
    """An error whose locals, message and cause hold a secret."""

    def deep(password: str) -> None:
        local = {"password": password}
        try:
            raise OSError(28, f"disk full while writing {local}")
        except OSError as error:
            raise ValueError(f"could not log in with {password}") from error

    try:
        deep(SECRET)
    except ValueError as error:
        return error
    raise AssertionError


def test_the_file_names_types_and_places_and_no_values(tmp_path: Path) -> None:
    text = write_crash_file(crash(), tmp_path).read_text()
    assert "builtins.ValueError" in text
    assert "caused by builtins.OSError errno 28" in text
    assert "test_crash.py" in text
    assert "deep" in text
    assert f"Python {sys.version.split()[0]}" in text
    assert SECRET not in text
    assert str(Path.home()) not in text


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    assert stat.S_IMODE(os.stat(write_crash_file(crash(), tmp_path)).st_mode) == 0o600


def test_two_crashes_in_a_second_are_two_files(tmp_path: Path) -> None:
    assert len({write_crash_file(crash(), tmp_path) for _ in range(3)}) == 3


def test_the_sentence_on_stderr_and_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report_crash(crash(), tmp_path, "de") is ExitCode.CRASH
    err = capsys.readouterr().err
    assert "Was gespeichert war, ist gespeichert." in err
    assert "Traceback" not in err
    assert SECRET not in err


def test_a_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert report_crash(crash(), blocked / "sub", "en") is ExitCode.CRASH
    assert "could not be written" in capsys.readouterr().err


def test_chains_and_recursion_are_bounded() -> None:
    def forever(depth: int) -> None:
        forever(depth + 1)

    with pytest.raises(RecursionError) as caught:
        forever(0)
    assert len(list(crash_lines(caught.value))) < 100
