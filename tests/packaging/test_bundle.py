"""What runs without installing: the Windows zip from its unpacked folder, the Linux wheels without a registry."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.windows.wine import Laboratory, NoLaboratory, laboratory

ROOT = Path(__file__).parents[2]
BUILDER = ROOT / ".ci" / "bundle.py"
PATCH_DAY = ROOT / "tests" / "data" / "patch-day.yaml"
LISTS = ("wheels-windows.txt", "wheels-windows-test.txt", "wheels-linux.txt")

pytestmark = [
    pytest.mark.skipif(not BUILDER.is_file(), reason="the bundles' builder is not among these files"),
    pytest.mark.skipif(sys.platform != "linux", reason="bundles are tried out on Linux, the zip under Wine"),
]


def build(system: str, folder: Path) -> Path:
    """Build one from what this machine has."""
    done = subprocess.run(
        [sys.executable, BUILDER, system, "--to", folder], capture_output=True, text=True, check=False
    )
    if "no bundle" in done.stderr and "3.11" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    path, digest = done.stdout.split()
    assert hashlib.sha256(Path(path).read_bytes()).hexdigest() == digest
    return Path(path)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("windows", tmp_path_factory.mktemp("windows"))


@pytest.fixture(scope="module")
def windows() -> Laboratory:
    try:
        return laboratory()
    except NoLaboratory as missing:
        pytest.skip(str(missing))


class Unpacked:
    """The zip as an admin unpacks it: in a folder with a blank and an umlaut, on a server without a Python."""

    def __init__(self, lab: Laboratory, archive: Path) -> None:
        self._lab = lab
        self.folder = lab.drive / f"Umzug für Köln {os.getpid()}"
        with zipfile.ZipFile(archive) as source:
            source.extractall(self.folder)
        (self.top,) = self.folder.iterdir()
        self.home = self.folder / "Läufe"
        self.before = self.seen()

    def seen(self) -> dict[str, int]:
        """Every file of the program, with the moment it was last changed."""
        return {str(path): path.stat().st_mtime_ns for path in self.top.rglob("*")}

    def __call__(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Start it by its command file. There is no other Python on the path."""
        command = f"C:\\{self.folder.name}\\{self.top.name}\\xprunbook.cmd"
        surroundings = {
            "WINEPATH": "",
            "PYTHONPYCACHEPREFIX": "",
            "XPRUNBOOK_HOME": f"C:\\{self.folder.name}\\{self.home.name}",
            "XPRUNBOOK_LANG": "de",
            **more,
        }
        return self._lab.run(
            "/c", command, *words, seconds=300, cwd=self.folder, more=surroundings, python="cmd"
        )


@pytest.fixture(scope="module")
def unpacked(windows: Laboratory, archive: Path) -> Iterator[Unpacked]:
    made = Unpacked(windows, archive)
    yield made
    shutil.rmtree(made.folder)


def test_the_zip_holds_the_program_and_nothing_it_does_not_need(archive: Path) -> None:
    names = zipfile.ZipFile(archive).namelist()
    (top,) = {name.partition("/")[0] for name in names}
    inside = {name.removeprefix(f"{top}/") for name in names}
    assert {"xprunbook.cmd", "python/python.exe", "python/python311._pth", "python/LICENSE.txt"} <= inside
    packages = "python/Lib/site-packages"
    runbooks = {path.name for path in (ROOT / "runbooks").iterdir()}
    assert {f"{packages}/xprunbook/_data/runbooks/{name}" for name in runbooks} <= inside
    assert {f"{packages}/win32/win32service.pyd", f"{packages}/lxml/etree.cp311-win_amd64.pyd"} <= inside
    assert any(name.startswith(f"{packages}/pyodbc.") for name in inside)
    unwanted = re.compile(
        r"/(pip|setuptools|idlelib|tkinter|ensurepip|pytest|tests?)/|direct_url\.json|/Scripts/"
    )
    assert [name for name in inside if unwanted.search(name)] == []
    compiled = {re.sub(r"__pycache__/(.*)\.cpython-311\.pyc$", r"\1.py", name) for name in inside}
    sources = {name for name in inside if name.endswith(".py")}
    assert sources <= compiled
    assert len([name for name in inside if name.endswith(".pyc")]) == len(sources)


def test_it_holds_no_path_of_the_machine_that_built_it(archive: Path) -> None:
    places = [os.fsencode(str(ROOT)), b"/tmp/", os.fsencode(os.path.expanduser("~") + "/")]
    own = re.compile(r"/xprunbook(-[\d.]+\.dist-info)?/")
    with zipfile.ZipFile(archive) as source:
        for name in source.namelist():
            if own.search(name) or name.endswith(("RECORD", ".pth")):
                data = source.read(name)
                assert [place for place in (places[0], places[2]) if place in data] == [], name


def test_from_its_folder_it_looks_lists_shows_and_makes_a_run(unpacked: Unpacked) -> None:
    looked = unpacked("doctor", "--json")
    found = json.loads(looked.stdout)["findings"]
    versions = next(one for one in found if one["topic"] == "versions")
    assert "pyodbc" in str(versions)
    assert "WinVault" in looked.stdout
    assert "XPhone Connect V8 nach V9" in unpacked("list").stdout
    shown = unpacked("show", "xphone-v8-to-v9", "--plan", "C", "--json")
    assert shown.returncode == 0, shown.stdout
    assert "12" in [step["number"] for step in json.loads(shown.stdout)["steps"]]
    begin = ("start", "example-patch-day", "--plan", "R", "--practice", "--person", "Ada", "--no-open")
    made = unpacked(*begin)
    assert made.returncode == 0, made.stdout
    run = made.stdout.split()[-1]
    answers = unpacked.folder / "answers.txt"
    answers.write_text('note - "aus dem Ordner, für Köln"\n', encoding="utf-8")
    answered = unpacked("answer", run, "answers.txt")
    assert answered.returncode == 0, answered.stdout
    assert unpacked("verify", run).returncode == 0
    report = unpacked("report", run, "--format", "html", "-o", "-")
    assert "<!DOCTYPE html>" in report.stdout
    assert "aus dem Ordner, für Köln" in report.stdout
    assert unpacked.seen() == unpacked.before, "it writes nothing beside the program"
    assert {path.name for path in unpacked.home.iterdir()} <= {"runs", "settings.json"}


def test_a_script_sees_the_exit_code(unpacked: Unpacked) -> None:
    assert unpacked("verify", "nothing").returncode == 2


def test_it_takes_nothing_from_the_machine_it_stands_on(unpacked: Unpacked, windows: Laboratory) -> None:
    """A Python of the machine, with its variables and the user's own packages, would be a foreign program."""
    foreign = unpacked.folder / "foreign"
    foreign.mkdir()
    for name in ("sitecustomize.py", "json.py", "xprunbook.py"):
        (foreign / name).write_text("raise SystemExit('foreign')\n", "ascii")
    place = f"C:\\{unpacked.folder.name}\\foreign"
    told = unpacked("list", PYTHONPATH=place, PYTHONHOME=place, PYTHONSTARTUP=place, PYTHONUSERBASE=place)
    assert told.returncode == 0, told.stdout
    assert "foreign" not in told.stdout
    assert unpacked.seen() == unpacked.before


def test_the_linux_wheels_install_without_a_registry(tmp_path: Path) -> None:
    """The two lines of INSTALL.txt, with a pip that can reach nothing."""
    if sys.version_info[:2] not in ((3, 11), (3, 12), (3, 13)) or os.uname().machine != "x86_64":
        pytest.skip("the wheels are for Python 3.11 to 3.13 on x86-64")
    with tarfile.open(build("linux", tmp_path)) as source:
        source.extractall(tmp_path, filter="data")
    (top,) = tmp_path.glob("xprunbook-*-linux-x86_64")
    lines = (top / "INSTALL.txt").read_text("ascii").splitlines()
    assert len(lines) == 2
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    unreachable = {**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/"}
    for line in lines:
        words = [sys.executable if word == "python3" else word for word in line.split()]
        done = subprocess.run(words, cwd=top, env=unreachable, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    program = top / "xprunbook" / "bin" / "xprunbook"
    environ = {**unreachable, "XPRUNBOOK_HOME": str(tmp_path / "home"), "XPRUNBOOK_LANG": "en"}
    shown = subprocess.run(
        [program, "list"], env=environ, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert shown.returncode == 0, shown.stderr
    assert "xphone-v8-to-v9" in shown.stdout


def test_the_lists_hold_what_the_project_asks_for() -> None:
    """A dependency that is added without ``python .ci/lock.py`` would be missing in what is handed out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {re.split(r"[<>=;\s\[]", wish, maxsplit=1)[0].lower() for wish in project["dependencies"]} | {
        "pyodbc"
    }
    listed = {
        name: {
            line.partition("==")[0].lower()
            for line in (BUILDER.parent / name).read_text("ascii").splitlines()
        }
        for name in LISTS
    }
    assert asked <= listed["wheels-windows.txt"]
    assert asked - {"pywin32"} <= listed["wheels-linux.txt"]
    assert "pytest" in listed["wheels-windows-test.txt"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_pins_and_hashes_without_an_address(name: str) -> None:
    for line in (BUILDER.parent / name).read_text("ascii").splitlines():
        assert re.fullmatch(r'[a-z0-9-]+==[\w.]+( ; [\w =."]+?)?( --hash=sha256:[0-9a-f]{64})+', line), line
