"""The catalogue: cheap to have, loaded on first use; capabilities and third parties only when named."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.actions.conformance import Case, Setting, for_kind
from xprunbook.actions.catalogue import ActionKinds, third_party
from xprunbook.actions.kinds import ROWS
from xprunbook.run.contract import Finding

PACKAGE = Path(__file__).parent / "third_party"


def _modules(code: str) -> set[str]:
    """The modules a fresh Python has after running some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(' '.join(sys.modules))"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_names_cost_no_code() -> None:
    """The table imports neither a kind, nor a system, nor what looks for entry points."""
    loaded = _modules("from xprunbook.actions.catalogue import ActionKinds; ActionKinds().specs")
    assert not loaded & {"importlib.metadata", "subprocess", "socket", "ssl", "http.client", "hashlib.sha256"}
    assert not any(name.startswith("xprunbook.systems") for name in loaded)
    ours = {
        name.removeprefix("xprunbook.actions.") for name in loaded if name.startswith("xprunbook.actions.")
    }
    assert {name for name in ours if not name.startswith("kinds_")} == {"catalogue", "declaring", "kinds"}


def test_a_kind_brings_only_what_it_needs() -> None:
    """Loading a kind imports no real system; those come when its site is asked."""
    loaded = _modules(
        "from xprunbook.actions.catalogue import ActionKinds; ActionKinds().load('http.responds')"
    )
    assert "xprunbook.systems.ports" in loaded
    assert not loaded & {
        "ssl",
        "http.client",
        "socket",
        "xprunbook.systems.network",
        "xprunbook.systems.real",
    }


def test_loading() -> None:
    """The same object each time; nothing for a name that is not there."""
    kinds = ActionKinds()
    assert kinds.load("file.copy") is kinds.load("file.copy")
    assert kinds.load("no.such-kind") is None


def test_the_shell_is_off_unless_named() -> None:
    """A capability of its own."""
    without = ActionKinds()
    assert "command.shell" in without.specs, "a runbook that names it can be checked"
    assert without.load("command.shell") is None
    assert without.off("command.shell")
    kinds = ActionKinds(["command.shell"])
    assert kinds.load("command.shell") is not None
    assert not kinds.off("command.shell")
    assert not kinds.off("no.such-kind")
    assert not kinds.problems


def test_names_are_unique() -> None:
    """Each kind stands once."""
    names = [row.kind.name for row in ROWS]
    assert len(names) == len(set(names))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The example package as if it were installed: its module and its metadata on the path."""
    shutil.copytree(PACKAGE / "src" / "xprunbook_example", tmp_path / "xprunbook_example")
    _install(tmp_path, "xprunbook_example", "example = xprunbook_example:KINDS")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith(("xprunbook_example", "broken_example"))]:
        del sys.modules[name]


def _install(folder: Path, name: str, entry: str) -> None:
    """The metadata an installer would write."""
    metadata = folder / f"{name}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8"
    )
    (metadata / "entry_points.txt").write_text(f"[xprunbook.actions]\n{entry}\n", encoding="utf-8")


def test_the_metadata_is_that_of_the_project() -> None:
    """What is written here by hand is what its pyproject.toml says."""
    import tomllib

    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["xprunbook.actions"] == {"example": "xprunbook_example:KINDS"}


def test_third_parties_are_off(installed: Path) -> None:
    """Installed is not switched on: the module is not even imported."""
    del installed
    assert ActionKinds().load("example.mark") is None
    assert "xprunbook_example" not in sys.modules


def test_third_parties_when_named(installed: Path, tmp_path: Path) -> None:
    """Named in the settings: there, and held to the same rules as our own."""
    del installed
    kinds = ActionKinds(["example"])
    assert not kinds.problems
    assert {"example.mark", "example.marked"} <= set(kinds.specs)
    work = tmp_path / "work"
    work.mkdir()
    for name, finds in (("example.marked", Finding.NEEDED), ("example.mark", Finding.NEEDED)):
        kind = kinds.load(name)
        assert kind is not None
        case = Case(name, "new", lambda folder: Setting({"path": str(folder / "mark")}), finds)
        for_kind(kind, case, work)


BROKEN = {
    "no sequence": "KINDS = 3",
    "raises": "raise RuntimeError('[red]boom\\x1b[0m')",
    "no kind": "KINDS = (str,)",
    "another's name": (
        "from xprunbook.runbook.kinds import Kind\nclass K:\n    spec = Kind('file.copy', {})\nKINDS = (K,)"
    ),
    "another's prefix": (
        "from xprunbook.runbook.kinds import Kind\nclass K:\n    spec = Kind('other.kind', {})\nKINDS = (K,)"
    ),
    "no class": "KINDS = (lambda: 1 / 0,)",
    "exits": "import sys\nKINDS = (sys.exit,)",
}


@pytest.mark.parametrize("code", BROKEN.values(), ids=BROKEN)
def test_broken_third_parties_stop_nothing(code: str, installed: Path) -> None:
    """A sentence in both languages, no traceback, and the program's own kinds work."""
    (installed / "broken_example.py").write_text(code, encoding="utf-8")
    _install(installed, "broken_example", "broken = broken_example:KINDS")
    for language in ("de", "en"):
        kinds = ActionKinds(["broken", "example"], language)
        assert len(kinds.problems) == 1
        assert "broken" in kinds.problems[0].message
        assert "\x1b" not in kinds.problems[0].message
        assert kinds.load("file.copy") is not None
        assert kinds.load("example.mark") is not None


@pytest.mark.parametrize("name", ["missing", "Ex ample", "", "../x", "example.mark"])
def test_names_that_are_not_installed(name: str, installed: Path) -> None:
    """Said, and nothing else."""
    del installed
    assert len(third_party([name]).problems) == 1


def test_two_packages_of_one_name(installed: Path) -> None:
    """Neither is used: nobody knows which was meant."""
    _install(installed, "other_example", "example = xprunbook_example:KINDS")
    found = third_party(["example"])
    assert not found.kinds
    assert len(found.problems) == 1
