"""The plan of the house: which room may import which, read from the sources and seen in a fresh process."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "xprunbook"

MAY_IMPORT = {
    "base": set[str](),
    "runbook": {"base"},
    "run": {"base", "runbook"},
    "report": {"base", "runbook", "run"},
    "line": {"base", "runbook", "run"},
    "tui": {"base", "runbook", "run"},
    "systems": {"base", "runbook", "run"},
    "actions": {"base", "runbook", "run", "systems"},
    "practice": {"base", "runbook", "run", "systems"},
    "cli": {"base", "runbook", "run", "report", "line", "tui", "systems", "actions", "practice"},
}
"""Who may know whom. ``base`` knows nobody."""

OF_RUN = {
    "systems": {"xprunbook.run.contract", "xprunbook.run.vault"},
    "actions": {"xprunbook.run.contract"},
    "practice": {"xprunbook.run.contract"},
}
"""Of the room ``run`` these see the contract only; systems also the port of the vault."""

OF_RUNBOOK = {"xprunbook.runbook.kinds", "xprunbook.runbook.substitute", "xprunbook.runbook.model"}
"""Of the room ``runbook`` actions and systems see declarations only."""

FACES_ONLY = {"textual", "rich"}
HEAVY = {"textual", "rich", "lxml", "pyodbc", "keyring", "win32service", "win32api", "importlib.metadata"}
"""Never imported at the top of a module outside ``tui``."""


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every imported module of a file, and whether it stands at the top (not in a function, not for types only)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, id(node) in top
        elif isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, id(node) in top


def sources() -> list[tuple[str, Path]]:
    """Every module with its room."""
    return [(path.relative_to(PACKAGE).parts[0], path) for path in sorted(PACKAGE.glob("*/**/*.py"))]


@pytest.mark.parametrize(("room", "path"), sources(), ids=lambda part: str(part)[-40:])
def test_no_arrow_points_the_wrong_way(room: str, path: Path) -> None:
    for module, _ in imports(path):
        parts = module.split(".")
        if parts[0] != "xprunbook" or len(parts) == 1 or parts[1] == room:
            continue
        assert parts[1] in MAY_IMPORT[room], f"{room} must not know {module}"
        if parts[1] == "run" and room in OF_RUN:
            assert module in OF_RUN[room], f"{room} may know only the contract of run, not {module}"
        if parts[1] == "runbook" and room in OF_RUN:
            assert module in OF_RUNBOOK, f"{room} must not know {module}"


@pytest.mark.parametrize(("room", "path"), sources(), ids=lambda part: str(part)[-40:])
def test_heavy_things_are_imported_where_they_are_used(room: str, path: Path) -> None:
    for module, at_top in imports(path):
        root = module.split(".")[0]
        assert room == "tui" or root not in FACES_ONLY or room == "cli", f"{path}: {module}"
        if room != "tui" and at_top:
            assert module not in HEAVY, f"{path}: {module} at the top"
            assert root not in HEAVY, f"{path}: {module} at the top"


def loaded_after(code: str) -> set[str]:
    """The modules that a fresh process has after running some code."""
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_importing_the_package_imports_nothing() -> None:
    ours = {module for module in loaded_after("import xprunbook") if module.startswith("xprunbook")}
    assert ours == {"xprunbook"}


@pytest.mark.parametrize(
    "arguments",
    [["show", "xphone-v8-to-v9"], ["check", "runbooks/xphone-v8-to-v9.yaml"], ["list"], ["schema"]],
    ids=lambda arguments: str(arguments[0]),
)
def test_reading_commands_stay_without_the_face_and_the_drivers(arguments: list[str]) -> None:
    path = [str(PACKAGE.parent / part) if part.startswith("runbooks/") else part for part in arguments]
    loaded = loaded_after(f"from xprunbook.cli.main import main\nassert main({path!r}) == 0")
    assert not loaded & {"textual", "rich", "asyncio", "lxml", "pyodbc", "keyring", "importlib.metadata"}


@pytest.mark.parametrize("room", ["base", "runbook", "run", "report"])
def test_a_room_loads_without_the_face(room: str) -> None:
    modules = [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for path in sorted((PACKAGE / room).glob("*.py"))
        if path.stem != "files_windows"
    ]
    loaded = loaded_after("\n".join(f"import {module}" for module in modules))
    assert not loaded & {"textual", "rich", "lxml", "pyodbc", "keyring"}
