"""What is handed out: an sdist, a wheel built from it, and a fresh environment that runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNBOOKS = {path.name for path in (ROOT / "runbooks").iterdir()}
THEMES = {path.name for path in (ROOT / "themes").iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]
    return folder


def test_the_sdist_carries_everything_a_wheel_and_the_tests_need(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"runbooks/{name}" for name in RUNBOOKS} <= names
    assert {f"themes/{name}" for name in THEMES} <= names
    assert {"pyproject.toml", "README.md", "xprunbook/cli/main.py", "tests/packaging/test_wheel.py"} <= names
    assert not [name for name in names if name.endswith(".pyc")]


def test_the_wheel_carries_runbooks_and_themes(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"xprunbook/_data/runbooks/{name}" for name in RUNBOOKS} <= names
    assert {f"xprunbook/_data/themes/{name}" for name in THEMES} <= names
    assert not [name for name in names if name.startswith("tests/")]


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script of the wheel in an environment that has nothing else of ours."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    (wheel,) = built.glob("*.whl")
    command = [str(scripts / "python"), "-m", "pip", "install", "--quiet", str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    return scripts / "xprunbook"


def run(program: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "XPRUNBOOK_HOME": str(home), "XPRUNBOOK_LANG": "en"}
    environ.pop("PYTHONPATH", None)
    return subprocess.run(
        [str(program), *arguments], capture_output=True, text=True, check=False, env=environ, cwd=home
    )


def test_the_installed_program_finds_its_runbooks_and_makes_a_run(installed: Path, tmp_path: Path) -> None:
    shown = run(installed, "show", "xphone-v8-to-v9", "--plan", "C", "--json", home=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "12" in [step["number"] for step in json.loads(shown.stdout)["steps"]]
    started = run(
        installed, "start", "xphone-v8-to-v9", "--plan", "C", "--person", "Ada", "--no-open", home=tmp_path
    )
    assert started.returncode == 0, started.stderr
    name = started.stdout.strip()
    assert run(installed, "verify", name, home=tmp_path).returncode == 0
    report = run(installed, "report", name, "-o", str(tmp_path), home=tmp_path)
    assert report.returncode == 0, report.stderr
    assert Path(report.stdout.strip()).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
