"""The Windows laboratory: a real Windows Python, the product's wheels and a dummy service, under Debian's Wine.

``python .ci/windows_lab.py --install`` builds it from nothing (as root, on Debian or Ubuntu; without ``--install``
it only uses what is there) and prints how to use it as JSON: ``python`` (the command), ``environment`` (what to set
besides), ``drive`` (its C:), ``service`` (the dummy service, as Windows names it). Built before: it answers at once.
Exit code 3 and one line on stderr when there can be no laboratory here.

It lies in ``.ci/cache`` (not committed), or where ``XPRUNBOOK_WINDOWS_LAB`` says. A part is built anew when what it
is made of has changed. One laboratory may serve several runs at once.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from windows_python import HERE, Missing, fetch_python, install_wheels, run, unpack_python

CACHE: Final = HERE / "cache"

# Rust's standard library wants random numbers from a DLL that Wine 8 has not; Windows has had it since Vista.
RANDOM: Final = """\
#include <windows.h>
BOOLEAN WINAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, size); }
"""

SERVICE: Final = HERE.parent / "tests" / "windows" / "dummy_service.c"
SERVICE_FLAGS: Final = ("-O1", "-Wall", "-Wextra", "-Werror", "-municode", "-static")
LISTS: Final = ("wheels-windows.txt", "wheels-windows-test.txt")

PACKAGES: Final = ("wine", "wine64", "gcc-mingw-w64-x86-64-win32", "locales")
"""Debian's names."""

COMPILERS: Final = ("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-gcc-win32", "x86_64-w64-mingw32-gcc-posix")
LOCALES: Final = ("de_DE", "en_US")
NONE_HERE: Final = 3


def main() -> int:
    """Build what is missing and say how to use it."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument(
        "--install", action="store_true", help="fetch Wine and the compiler with apt-get (root)"
    )
    wish = words.parse_args()
    try:
        if wish.install:
            install()
        print(json.dumps(Laboratory(folder()).build(), indent=2))
    except Missing as missing:
        print(f"no Windows laboratory: {missing}", file=sys.stderr)
        return NONE_HERE
    return 0


def folder() -> Path:
    """Where the laboratory lies."""
    return Path(os.environ.get("XPRUNBOOK_WINDOWS_LAB") or CACHE / "windows-lab").resolve()


def install() -> None:
    """Have Debian's packages; Missing when they cannot be had."""
    if (
        shutil.which("dpkg")
        and not subprocess.run(["dpkg", "--status", *PACKAGES], capture_output=True).returncode
    ):
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        if absent():
            raise Missing(f"{absent()}, and without apt-get as root it cannot be installed")
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=quiet)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES, env=quiet)


def absent() -> str:
    """What of the system is not here, as a sentence's beginning; empty when all is."""
    if sys.platform != "linux":
        return "Wine is asked for on Linux only"
    for program in ("wine", "wineboot", "wineserver", "localedef"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if compiler() is None:
        return "no compiler for Windows is installed"
    return ""


def compiler() -> str | None:
    """A C compiler that makes Windows programs."""
    return next((found for name in COMPILERS if (found := shutil.which(name))), None)


class Laboratory:
    """The laboratory in one folder. Each part has a stamp: the hash of what it was made of."""

    def __init__(self, place: Path) -> None:
        self.place: Final = place
        self.prefix: Final = place / "prefix"
        self.drive: Final = self.prefix / "drive_c"
        self.stamps: Final = place / "stamps"
        self.environment: Final = {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "WINEPATH": "C:\\python",
            "LOCPATH": str(place / "locale"),
            "LC_ALL": "de_DE.UTF-8",
            "PYTHONPYCACHEPREFIX": "C:\\lab\\compiled",
        }

    def build(self) -> dict[str, object]:
        """Build what is missing; how to use it."""
        if trouble := absent():
            raise Missing(f"{trouble}; apt-get install {' '.join(PACKAGES)}")
        with self._alone():
            self._part("locale", *LOCALES, make=self._locales)
            self._part(
                "prefix",
                run("wine", "--version", env={**os.environ, "WINEDEBUG": "-all"}),
                make=self._windows,
            )
            self._part("random", RANDOM, make=self._random)
            self._part("python", _text("windows_python.py"), *map(_text, LISTS), make=self._python)
            self._part("service", SERVICE.read_text("utf-8"), make=self._service)
        return {
            "python": ["wine", "C:\\python\\python.exe"],
            "environment": self.environment,
            "drive": str(self.drive),
            "service": "C:\\lab\\dummy_service.exe",
        }

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One builder at a time."""
        self.stamps.mkdir(parents=True, exist_ok=True)
        with (self.place / "building").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _part(self, name: str, *made_of: str, make: Callable[[], None]) -> None:
        """Make a part whose stamp is not that of what it would be made of now."""
        digest = hashlib.sha256("\0".join(made_of).encode()).hexdigest()
        stamp = self.stamps / name
        if stamp.is_file() and stamp.read_text("ascii") == digest:
            return
        stamp.unlink(missing_ok=True)
        print(f"Windows laboratory: {name}", file=sys.stderr)
        make()
        stamp.write_text(digest, "ascii")

    def _locales(self) -> None:
        """The languages, in our own folder: nothing of the system is changed."""
        where = self.place / "locale"
        where.mkdir(exist_ok=True)
        for name in LOCALES:
            run("localedef", "-i", name, "-f", "UTF-8", where / f"{name}.UTF-8")

    def _windows(self) -> None:
        """An empty Windows 10. Everything that stood in the old one is made anew."""
        for part in ("random", "python", "service"):
            (self.stamps / part).unlink(missing_ok=True)
        if self.prefix.exists():
            self._wine("wineserver", "-k", check=False)
            shutil.rmtree(self.prefix)
        self._wine("wineboot", "--init", check=False)
        self._wine("wineserver", "--wait")
        self._wine("wine", "winecfg", "-v", "win10")
        self._wine("wineserver", "--wait")
        if not (self.drive / "windows" / "system32" / "kernel32.dll").is_file():
            raise Missing("Wine made no Windows (wineboot --init)")
        (self.drive / "lab").mkdir(exist_ok=True)

    def _python(self) -> None:
        """The Windows Python with the wheels of the product and of its tests."""
        home = self.drive / "python"
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(self.drive / "lab" / "compiled", ignore_errors=True)
        unpack_python(fetch_python(Path(os.environ.get("XPRUNBOOK_DOWNLOADS") or CACHE / "downloads")), home)
        packages = home / "Lib" / "site-packages"
        shutil.rmtree(packages, ignore_errors=True)
        install_wheels(packages, *LISTS)
        said = self._wine(
            "wine", "C:\\python\\python.exe", "-c", "import sys, win32service; print(sys.platform)"
        )
        if said.strip() != "win32":
            raise Missing(f"the Windows Python does not start: {said.strip()[-200:]}")

    def _random(self) -> None:
        """The DLL of RANDOM, where this Wine lacks it."""
        made = self.drive / "windows" / "system32" / "bcryptprimitives.dll"
        if not made.exists():
            source = self.drive / "lab" / "random.c"
            source.write_text(RANDOM, "ascii")
            run(_compiler(), "-O1", "-Wall", "-shared", "-o", made, source, "-ladvapi32")

    def _service(self) -> None:
        """The dummy service."""
        made = self.drive / "lab" / "dummy_service.exe"
        run(_compiler(), *SERVICE_FLAGS, "-o", made, SERVICE, "-ladvapi32")

    def _wine(self, *command: str, check: bool = True) -> str:
        """Run something in Windows; what it said. Wine's Python wants pipes, no files, for its streams."""
        surroundings = {**os.environ, **self.environment}
        for name in ("DISPLAY", "PYTHONPATH", "PYTHONHOME", "PYTHONUTF8"):
            surroundings.pop(name, None)
        if check:
            return run(*command, env=surroundings)
        subprocess.run(command, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True)
        return ""


def _compiler() -> str:
    found = compiler()
    assert found is not None, "absent() has looked"
    return found


def _text(name: str) -> str:
    return (HERE / name).read_text("utf-8")


if __name__ == "__main__":
    sys.exit(main())
