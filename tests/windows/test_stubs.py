"""No test may lean on a program that Wine only pretends to have: it prints nothing, returns 0, and proves nothing.

The list was seen with Wine 8. A test here runs under Wine as well as on Windows, so it may start none of them, and
neither may the product: what it wants to know of Windows it asks the API.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.windows.test_under_wine import ELSEWHERE

ROOT = Path(__file__).parents[2]

STUBS = frozenset(
    (
        *(
            "cacls",
            "certutil",
            "cmdkey",
            "dism",
            "fc",
            "findstr",
            "fsutil",
            "icacls",
            "netsh",
            "powershell",
            "pwsh",
        ),
        *(
            "robocopy",
            "schtasks",
            "secedit",
            "shutdown",
            "systeminfo",
            "takeown",
            "tasklist",
            "timeout",
            "wevtutil",
        ),
        *("where", "appcmd", "iisreset"),
    )
)


CALLS = frozenset(
    (
        *(
            "run",
            "Popen",
            "call",
            "check_call",
            "check_output",
            "system",
            "popen",
            "startfile",
            "execv",
            "spawnv",
        ),
        *("create_subprocess_exec", "create_subprocess_shell", "Command", "told"),
    )
)


def programs(source: str) -> Iterator[tuple[int, str]]:
    """The program of everything that starts one: the first word of its first argument, or of a named one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in CALLS:
            for argument in node.args[:1]:
                first = (
                    argument.elts[0]
                    if isinstance(argument, ast.List | ast.Tuple) and argument.elts
                    else argument
                )
                yield from _word(first)
            for keyword in node.keywords:
                if keyword.arg in ("args", "program", "line", "executable"):
                    yield from _word(keyword.value)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _word(node: ast.expr) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
        first = node.value.split()[0].strip('"').replace("\\", "/").rpartition("/")[2].lower()
        yield node.lineno, first.removesuffix(".exe")


def files() -> list[Path]:
    """What runs in Windows Python under Wine, and the product."""
    named = [ROOT / name for names in ELSEWHERE.values() for name in names]
    found = [path for name in named for path in (name.rglob("*.py") if name.is_dir() else [name])]
    return [path for path in (*found, *(ROOT / "xprunbook").rglob("*.py")) if path != Path(__file__)]


def leaning(path: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line}: {program}"
        for line, program in programs(path.read_text(encoding="utf-8"))
        if program in STUBS
    ]


def test_no_test_and_no_part_of_the_product_starts_a_program_that_wine_only_pretends_to_have() -> None:
    assert [line for path in files() for line in leaning(path)] == []


@pytest.mark.parametrize(
    "code",
    [
        'subprocess.run(["icacls", path], check=True)',
        'subprocess.run("tasklist /fo csv")',
        'Popen(("C:\\\\Windows\\\\System32\\\\where.exe", "x"))',
        'Command("powershell", ("-Command", "exit 3"))',
        'Command(program="schtasks.exe")',
        'os.system("findstr x y")',
    ],
)
def test_sabotage_one_that_does_is_found(code: str) -> None:
    assert {program for _, program in programs(code)} & STUBS
