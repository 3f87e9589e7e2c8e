"""The last resort: a defect of the program ends with one sentence and a file that holds no values, never a traceback.

A traceback with locals would put passwords, host names and notes on the screen and into mails to support. The file
names what helps to find the defect: versions, types of the errors, places in the code. Not even the errors' messages:
they often quote what was typed.
"""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final

from xprunbook import __version__
from xprunbook.base.errors import ExitCode
from xprunbook.base.language import Language, Texts

MAX_FRAMES: Final = 60
"""Frames of one error that are named, the innermost ones."""

MAX_CHAIN: Final = 8
"""Errors of one chain that are named."""

TEXTS: Final = Texts(
    {
        "crashed": (
            "xprunbook hat sich wegen eines Programmfehlers beendet. Was gespeichert war, ist gespeichert.",
            "xprunbook met a defect of its own and ended. What was saved is saved.",
        ),
        "file": (
            "Einzelheiten ohne Ihre Daten: {path}",
            "Details without your data: {path}",
        ),
        "no-file": (
            "Der Bericht darüber ließ sich nicht schreiben.",
            "The report about it could not be written.",
        ),
    }
)


def report_crash(error: BaseException, folder: Path, language: Language) -> ExitCode:
    """Write the crash file, say so on stderr, and return the exit code. Never raises."""
    lines = [TEXTS.say("crashed", language)]
    try:
        path = write_crash_file(error, folder)
    except OSError:
        lines.append(TEXTS.say("no-file", language))
    else:
        lines.append(TEXTS.say("file", language, path=path))
    # A stderr that is gone means that there is nobody left to tell.
    with contextlib.suppress(OSError, ValueError):
        print(*lines, sep="\n", file=sys.stderr, flush=True)
    return ExitCode.CRASH


def quiet_threads(folder: Path) -> None:
    """From now on a thread that ends by an error leaves a crash file and prints nothing.

    Python would print the traceback, with the error's text, over the screen of the face.
    """
    import threading

    def keep(error: BaseException | None) -> None:
        if error is not None and not isinstance(error, SystemExit):
            with contextlib.suppress(OSError):
                write_crash_file(error, folder)

    threading.excepthook = lambda arguments: keep(arguments.exc_value)
    sys.unraisablehook = lambda arguments: keep(arguments.exc_value)


def write_crash_file(error: BaseException, folder: Path) -> Path:
    """Write ``crash-<time>.txt`` (readable by its owner only) into the folder. OSError if that fails."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = time.strftime("crash-%Y%m%d-%H%M%S")
    for name in (f"{stem}.txt", *(f"{stem}-{count}.txt" for count in range(2, 100))):
        try:
            handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with open(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write("\n".join(crash_lines(error)) + "\n")
        return folder / name
    raise FileExistsError(stem)


def crash_lines(error: BaseException) -> Iterator[str]:
    """Versions, then every error of the chain: its type and where it came from. No values, no messages."""
    yield f"xprunbook {__version__}"
    yield f"Python {platform.python_version()} on {sys.platform} ({platform.machine()})"
    for module in ("textual", "rich", "yaml"):
        loaded = sys.modules.get(module)
        if loaded is not None:
            yield f"{module} {_version_of(module)}"
    for at, link in enumerate(_chain(error)):
        yield ""
        yield f"{'caused by ' if at else ''}{type(link).__module__}.{type(link).__qualname__}{_number_of(link)}"
        yield from _frames(link.__traceback__)


def _version_of(module: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version({"yaml": "PyYAML"}.get(module, module))
    except PackageNotFoundError:
        return "?"


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    seen: set[int] = set()
    while link is not None and id(link) not in seen and len(seen) < MAX_CHAIN:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _number_of(error: BaseException) -> str:
    """The operating system's number: it says ``disk full`` and names no file."""
    return f" errno {error.errno}" if isinstance(error, OSError) and error.errno is not None else ""


def _frames(traceback: TracebackType | None) -> list[str]:
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        found.append(f"  {_short(code.co_filename)}:{traceback.tb_lineno} {code.co_qualname}")
        traceback = traceback.tb_next
    return found[-MAX_FRAMES:]


def _short(file: str) -> str:
    """The file below the folder packages lie in: a full path may hold the user's name."""
    parts = Path(file).parts
    for anchor in ("site-packages", "xprunbook"):
        if anchor in parts:
            at = len(parts) - 1 - parts[::-1].index(anchor)
            return "/".join(parts[at + (anchor == "site-packages") :])
    return Path(file).name
