"""Write the lists of wheels anew: ``python .ci/lock.py`` (needs uv). One wheel and one hash a line, no address.

uv decides the versions, for the system they are meant for and not for the one this runs on; pip fetches the
wheels; what was fetched is hashed.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from windows_python import HERE, Missing, pip, run

PROJECT: Final = HERE.parent / "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list of wheels: its file, uv's name of the system, pip's names, and the versions of Python."""

    file: str
    system: str
    platforms: tuple[str, ...]
    pythons: tuple[str, ...]
    extras: tuple[str, ...]
    without: str = ""


_LINUX: Final = ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")

SHELVES: Final = (
    Shelf("wheels-windows.txt", "x86_64-pc-windows-msvc", ("win_amd64",), ("3.11",), ("sql",)),
    Shelf(
        "wheels-windows-test.txt",
        "x86_64-pc-windows-msvc",
        ("win_amd64",),
        ("3.11",),
        ("sql", "test"),
        without="wheels-windows.txt",
    ),
    Shelf("wheels-linux.txt", "x86_64-manylinux_2_28", _LINUX, ("3.11", "3.12", "3.13"), ("sql",)),
)


def wishes(extras: tuple[str, ...]) -> list[str]:
    """What pyproject.toml asks for."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    found = list(project["dependencies"])
    for extra in extras:
        found += project["optional-dependencies"][extra]
    return found


def decide(shelf: Shelf, python: str, folder: Path) -> list[str]:
    """``name==version`` of everything that is needed there."""
    asked = folder / "asked.txt"
    asked.write_text("\n".join(wishes(shelf.extras)), encoding="utf-8")
    said = run(
        *("uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--only-binary=:all:"),
        *("--python-platform", shelf.system, "--python-version", python, asked),
    )
    return [line for line in said.splitlines() if re.match(r"[A-Za-z0-9]", line)]


def fetch(shelf: Shelf, python: str, pins: list[str], folder: Path) -> dict[str, set[str]]:
    """The hashes of the wheels, by ``name==version``."""
    found: dict[str, set[str]] = {}
    places = [word for name in shelf.platforms for word in ("--platform", name)]
    for pin in pins:
        target = folder / re.sub(r"\W", "-", f"{python}-{pin}")
        pip(
            *("download", "--no-deps", "--only-binary=:all:", "--implementation", "cp"),
            *("--python-version", python, *places, "--dest", str(target), pin),
        )
        found[pin] = {hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in target.iterdir()}
    return found


def lines(shelf: Shelf) -> list[str]:
    """The lines of the list."""
    pins: dict[str, set[str]] = {}
    asked: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as name:
        for python in shelf.pythons:
            for pin, hashes in fetch(shelf, python, decide(shelf, python, Path(name)), Path(name)).items():
                pins.setdefault(pin, set()).update(hashes)
                asked.setdefault(pin, []).append(python)
    known = set((HERE / shelf.without).read_text("ascii").splitlines()) if shelf.without else set()
    written = []
    for pin in sorted(pins):
        marker = ""
        if len(asked[pin]) < len(shelf.pythons):
            marker = " ; " + " or ".join(f'python_version == "{python}"' for python in asked[pin])
        line = f"{pin}{marker}" + "".join(f" --hash=sha256:{one}" for one in sorted(pins[pin]))
        if line not in known:
            written.append(line)
    return written


def main() -> int:
    """Write every list."""
    try:
        for shelf in SHELVES:
            (HERE / shelf.file).write_text("\n".join(lines(shelf)) + "\n", encoding="ascii")
            print(shelf.file)
    except Missing as missing:
        print(f"the lists could not be written: {missing}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
