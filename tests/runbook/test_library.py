"""Finding runbooks: shipped ones by id, others by path, and what is said when there is none."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.runbook.helpers import DATA, PATCH_DAY, PATCH_DAY_EN, ROOT, SMALL
from xprunbook.base.errors import UsageError
from xprunbook.runbook.library import Library, data_folder
from xprunbook.runbook.problems import RunbookProblems


def test_list_speaks_the_language() -> None:
    """Headers come from what stands before the phases."""
    (german,) = Library(DATA, language="de").list()
    (english,) = Library(DATA, language="en").list()
    assert (german.id, german.version, german.plans) == ("patch-day", "1.2", ("A", "B"))
    assert german.title == "Updates auf dem Webserver einspielen"
    assert english.title == "Install updates on the web server"
    assert english.summary.startswith("Installs the updates")
    assert english.path == PATCH_DAY


def test_by_id_by_path_and_by_sibling(tmp_path: Path) -> None:
    """All lead to the main file with its siblings."""
    for path in (PATCH_DAY, PATCH_DAY_EN):
        shutil.copy(path, tmp_path)
    library = Library(tmp_path)
    for name in ("patch-day", str(tmp_path / "patch-day.yaml"), str(tmp_path / "patch-day.en.yaml")):
        book, warnings = library.load(name)
        assert (list(book.files), warnings) == (["patch-day.yaml", "patch-day.en.yaml"], ())
    assert library.find("patch-day") == tmp_path / "patch-day.yaml"


def test_a_file_that_is_not_named_after_its_id(tmp_path: Path) -> None:
    """It is found by its id all the same; phases that come first do no harm; broken files are not listed."""
    head, phases = SMALL.split("phases:")
    (tmp_path / "other.yaml").write_text(f"phases:{phases}{head}", encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    library = Library(tmp_path)
    assert [header.id for header in library.list()] == ["small"]
    assert library.load("small")[0].id == "small"
    with pytest.raises(RunbookProblems):
        library.load("broken")


@pytest.mark.parametrize(
    ("name", "said", "hint"),
    [
        ("patch-dy", "There is no runbook “patch-dy”.", "Perhaps “patch-day” is meant."),
        ("something", "There is no runbook “something”.", "There are: patch-day."),
        ("a\x00b", "There is no runbook “a^@b”.", "There are: patch-day."),
        ("x" * 5_000, "There is no runbook", "There are: patch-day."),
        ("nowhere/file.yaml", "nowhere/file.yaml cannot be read", ""),
        (str(DATA), "cannot be read: it is no file", ""),
    ],
)
def test_what_is_not_there(name: str, said: str, hint: str) -> None:
    """A sentence with the nearest name, never a traceback."""
    with pytest.raises(UsageError) as caught:
        Library(DATA).load(name)
    assert said in caught.value.message.replace("\\", "/")
    assert caught.value.hint == hint


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are not files there")
def test_pipes_and_devices_are_not_read(tmp_path: Path) -> None:
    """A pipe would wait for ever, a device never ends."""
    os.mkfifo(tmp_path / "pipe.yaml")
    for name in (str(tmp_path / "pipe.yaml"), "/dev/zero"):
        with pytest.raises(UsageError):
            Library(DATA).load(name)


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    """One byte more than the limit is enough to know."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(10**9)
    with pytest.raises(RunbookProblems) as caught:
        Library(DATA).load(str(path))
    assert caught.value.problems[0].code == "file.too-large"


def test_no_folder() -> None:
    """An empty list, and a sentence."""
    library = Library(Path("nowhere"))
    assert library.list() == ()
    with pytest.raises(UsageError):
        library.load("patch-day")


def test_the_shipped_folder() -> None:
    """In a checkout it stands beside the package."""
    assert data_folder("runbooks") == ROOT / "runbooks"
