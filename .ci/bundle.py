"""What runs without installing: ``python .ci/bundle.py windows`` and ``python .ci/bundle.py linux``.

windows  a zip with a Python of its own, the wheels and the program: unpack it, start ``xprunbook.cmd``. Needs Python
         3.11 to build (the files are compiled ahead), on any system.
linux    a tar with the wheels for Python 3.11 to 3.13 on x86-64 and a list of their hashes: two lines install it.

Both need no internet where they are used, and are the same bytes when they are built from the same files. They go to
``dist`` (``--to``); the path and its SHA-256 are printed.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import os
import py_compile
import re
import shutil
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from windows_python import HERE, Missing, fetch_python, install_wheels, pip, unpack_python

ROOT: Final = HERE.parent
MOMENT: Final = (2020, 1, 1, 0, 0, 0)
EPOCH: Final = 1577836800
"""The time of every file in a bundle, as a date and in UTC seconds."""

LINUX: Final = ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")
PYTHONS: Final = ("3.11", "3.12", "3.13")

# Of the Python: what only building, installing, drawing windows or testing needs.
_NOT_OF_PYTHON: Final = (
    *("include", "libs", "Scripts", "Tools", "tcl", "NEWS.txt", "pythonw.exe"),
    *("vcamp140.dll", "vccorlib140.dll", "vcomp140.dll", "concrt140.dll", "msvcp140_codecvt_ids.dll"),
    *(f"DLLs/{name}" for name in ("_tkinter.pyd", "tcl86t.dll", "tk86t.dll", "_msi.pyd", "winsound.pyd")),
    *(f"DLLs/{name}" for name in ("py.ico", "pyc.ico", "pyd.ico", "python_tools.cat")),
    *(f"Lib/{name}" for name in ("ensurepip", "idlelib", "lib2to3", "msilib", "pydoc_data", "site-packages")),
    *(f"Lib/{name}" for name in ("test", "tkinter", "turtle.py", "turtledemo", "venv", "__pycache__")),
)
# Of the wheels: a window library and its editor, examples, help, what pip notes for its own use.
_NOT_OF_WHEELS: Final = (
    *(
        "bin",
        "PyWin32.chm",
        "pythonwin",
        "adodbapi",
        "isapi",
        "win32com/demos",
        "win32com/test",
        "win32com/HTML",
    ),
    *("win32/Demos", "win32/test", "win32/scripts", "win32/include", "win32/libs", "win32com/include"),
    *("win32com/libs", "pyodbc.pyi", "lxml/includes", "lxml/isoschematron"),
)
_NOTES_OF_PIP: Final = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")

# With this file beside it, python.exe looks nowhere else: no registry, no environment, no packages of the user.
_PATHS: Final = "Lib\nDLLs\nLib\\site-packages\nimport site\n"
# -B: nothing is ever written beside the program. Without chcp: the console stays as the admin has it.
_COMMAND: Final = '@"%~dp0python\\python.exe" -B -m xprunbook %*\r\n'
_INSTALL: Final = """\
python3 -m venv xprunbook
xprunbook/bin/python -m pip install --no-index --find-links wheels --require-hashes -r requirements.txt
"""


def main() -> int:
    """Build one and say where it lies."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("system", choices=("windows", "linux"))
    words.add_argument("--to", type=Path, default=ROOT / "dist", metavar="FOLDER")
    wish = words.parse_args()
    build: Callable[[Path, Path], Path] = windows if wish.system == "windows" else linux
    try:
        wish.to.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as name:
            made = build(Path(name), wish.to.resolve())
    except Missing as missing:
        print(f"no bundle: {missing}", file=sys.stderr)
        return 1
    print(made)
    print(hashlib.sha256(made.read_bytes()).hexdigest())
    return 0


def version() -> str:
    """The program's."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def own_wheel(folder: Path) -> Path:
    """The program as a wheel."""
    os.environ["SOURCE_DATE_EPOCH"] = str(EPOCH)
    pip("wheel", "--no-deps", "--wheel-dir", folder, ROOT)
    (wheel,) = folder.glob("xprunbook-*.whl")
    return wheel


# Windows


def windows(work: Path, to: Path) -> Path:
    """The zip: one folder with ``xprunbook.cmd`` and a Python."""
    if sys.version_info[:2] != (3, 11):
        raise Missing(f"the Windows zip is built with Python 3.11; this is {sys.version.split()[0]}")
    name = f"xprunbook-{version()}-windows"
    top = work / name
    python = top / "python"
    unpack_python(fetch_python(downloads()), python)
    remove(python, _NOT_OF_PYTHON)
    packages = python / "Lib" / "site-packages"
    install_wheels(packages, "wheels-windows.txt")
    with zipfile.ZipFile(own_wheel(work)) as wheel:
        wheel.extractall(packages)
    remove(packages, _NOT_OF_WHEELS)
    for notes in packages.glob("*.dist-info"):
        remove(notes, _NOTES_OF_PIP)
    for folder in [path for path in python.rglob("*") if path.name in ("test", "tests") and path.is_dir()]:
        shutil.rmtree(folder, ignore_errors=True)
    compile_all(python)
    (python / "python311._pth").write_text(_PATHS, "ascii", newline="\r\n")
    (top / "xprunbook.cmd").write_text(_COMMAND, "ascii", newline="")
    made = to / f"{name}.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files(top):
            entry = zipfile.ZipInfo(path.relative_to(work).as_posix(), MOMENT)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return made


def downloads() -> Path:
    """Where the archive with the Windows Python is kept."""
    return Path(os.environ.get("XPRUNBOOK_DOWNLOADS") or HERE / "cache" / "downloads")


def remove(folder: Path, names: tuple[str, ...]) -> None:
    """Take files and folders out; what is not there need not go."""
    for name in names:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def compile_all(folder: Path) -> None:
    """Compile every module ahead, so that the first start is as quick as any and writes nothing.

    Unchecked: Python does not compare a source's time, which unpacking changes.
    """
    for path in files(folder):
        if path.suffix == ".py":
            py_compile.compile(
                str(path),
                dfile=path.relative_to(folder).as_posix(),
                doraise=True,
                cfile=str(path.parent / "__pycache__" / f"{path.stem}.cpython-311.pyc"),
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
            )


def files(folder: Path) -> Iterator[Path]:
    """Every file below, in an order that depends on names only."""
    yield from sorted((path for path in folder.rglob("*") if path.is_file()), key=PurePosixPath)


# Linux


def linux(work: Path, to: Path) -> Path:
    """The tar: wheels, their hashes, and the two lines."""
    name = f"xprunbook-{version()}-linux-x86_64"
    top = work / name
    wheels = top / "wheels"
    wheels.mkdir(parents=True)
    listed = (HERE / "wheels-linux.txt").read_text("ascii").splitlines()
    places = [word for place in LINUX for word in ("--platform", place)]
    for python in PYTHONS:
        wanted = work / f"wanted-{python}.txt"
        wanted.write_text("\n".join(wanted_for(listed, python)) + "\n", "ascii")
        pip(
            *("download", "--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation", "cp"),
            *("--python-version", python, *places, "--dest", str(wheels), "-r", str(wanted)),
        )
    own = own_wheel(work)
    shutil.copy(own, wheels)
    digest = hashlib.sha256(own.read_bytes()).hexdigest()
    listed.append(f"xprunbook=={version()} --hash=sha256:{digest}")
    (top / "requirements.txt").write_text("\n".join(sorted(listed)) + "\n", "ascii")
    (top / "INSTALL.txt").write_text(_INSTALL, "ascii")
    made = to / f"{name}.tar.gz"
    with (
        made.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, EPOCH) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for path in files(top):
            data = path.read_bytes()
            entry = tarfile.TarInfo(path.relative_to(work).as_posix())
            entry.size, entry.mtime, entry.mode = len(data), EPOCH, 0o644
            archive.addfile(entry, io.BytesIO(data))
    return made


def wanted_for(listed: list[str], python: str) -> list[str]:
    """The lines for one Python, without their conditions: pip would take them as said of the Python it runs in."""
    found = []
    for line in listed:
        pin, _, rest = line.partition(" --hash=")
        name, _, condition = pin.partition(" ; ")
        if not condition or python in re.findall(r'python_version == "([\d.]+)"', condition):
            found.append(f"{name} --hash={rest}")
    return found


if __name__ == "__main__":
    sys.exit(main())
