"""Where a report goes: a name that is safe on every system, a file that replaces no other by accident.

A report is made to be handed over, and holds no secret: its file has the mode that the umask leaves of 0644.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from xprunbook.base.errors import StoreError
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
from xprunbook.run.journal import JOURNAL_NAME
from xprunbook.run.state import RunState

MAX_NAME: Final = 80
"""Characters of a report's file name, its ending included."""

MODE: Final = 0o644

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED: Final = re.compile(
    r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9]|lpt[0-9])(?:\..*)?", re.I
)

TEXTS: Final = Texts(
    {
        "exists": ("{path} gibt es schon.", "{path} exists already."),
        "exists.hint": (
            "Einen anderen Namen wählen oder das Überschreiben erlauben.",
            "Choose another name, or allow overwriting.",
        ),
        "no-file": ("{path} ist keine gewöhnliche Datei.", "{path} is not an ordinary file."),
        "no-file.hint": ("Einen anderen Namen wählen.", "Choose another name."),
        "no-folder": ("Den Ordner {folder} gibt es nicht.", "There is no folder {folder}."),
        "no-folder.hint": (
            "Den Ordner anlegen oder einen anderen wählen.",
            "Make the folder, or choose another.",
        ),
        "in-run": (
            "{folder} gehört zu einem Lauf: dort wird kein Bericht abgelegt.",
            "{folder} belongs to a run: no report is put there.",
        ),
        "in-run.hint": ("Einen anderen Ordner wählen.", "Choose another folder."),
        "refused": ("{folder} darf nicht beschrieben werden.", "{folder} cannot be written to."),
        "refused.hint": ("Einen anderen Ordner wählen.", "Choose another folder."),
        "full": (
            "Der Datenträger ist voll: {path} wurde nicht geschrieben.",
            "The disk is full: {path} was not written.",
        ),
        "full.hint": (
            "Platz schaffen oder einen anderen Ordner wählen.",
            "Free some space, or choose another folder.",
        ),
        "fault": ("{path} konnte nicht geschrieben werden: {why}.", "{path} could not be written: {why}."),
        "fault.hint": ("Einen anderen Namen oder Ordner wählen.", "Choose another name or folder."),
    }
)


def export_name(state: RunState, kind: str) -> str:
    """The name of a run's report: ``[A-Za-z0-9._-]``, at most 80 characters, none that Windows reserves."""
    ending = ".md" if kind == "markdown" else f".{_UNSAFE.sub('', kind)[:8] or 'txt'}"
    stem = _UNSAFE.sub("-", state.run or state.runbook).strip(".-_") or "run"
    if _RESERVED.fullmatch(stem):
        stem = f"run-{stem}"
    return stem[: MAX_NAME - len(ending)].rstrip(".-_") + ending


def write_export(
    target: Path, data: bytes, default_name: str, language: Language, *, overwrite: bool = False
) -> Path:
    """Write a report to a file, or under its default name into a folder; return the file's path.

    A file that exists is replaced only with ``overwrite``, and then as a whole or not at all; a link, a
    device or a run's own folder never. StoreError in ``language`` when it cannot be written; nothing
    half-written stays.
    """
    path = target / default_name if target.is_dir() else target
    folder = path.parent
    if any((place / JOURNAL_NAME).exists() for place in (folder.absolute(), folder.absolute().parent)):
        raise _error("in-run", path, language)
    try:
        if not overwrite:
            _write_new(path, data)
            return path
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(path.lstat().st_mode):
                raise _error("no-file", path, language)
        beside = path.with_name(f".{os.getpid()}-{os.urandom(4).hex()}.part")
        _write_new(beside, data)
        try:
            os.replace(beside, path)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise
    except (OSError, ValueError) as error:
        raise _failed(error, path, language) from error
    return path


def _write_new(path: Path, data: bytes) -> None:
    """Make a file that was not there, follow no link; take it away when it cannot be written whole."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, MODE)
    try:
        with open(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def _error(key: str, path: Path, language: Language, why: str = "") -> StoreError:
    shown, folder = one_line(str(path), 300), one_line(str(path.parent), 300)
    return StoreError(
        TEXTS.say(key, language, path=shown, folder=folder, why=why),
        TEXTS.say(f"{key}.hint", language),
    )


def _failed(error: OSError | ValueError, path: Path, language: Language) -> StoreError:
    code = error.errno if isinstance(error, OSError) else None
    if isinstance(error, FileExistsError):
        return _error("exists", path, language)
    if code in (errno.ENOENT, errno.ENOTDIR):
        return _error("no-folder", path, language)
    if code in (errno.EISDIR, errno.ELOOP):
        return _error("no-file", path, language)
    if code in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _error("refused", path, language)
    if code in (errno.ENOSPC, errno.EDQUOT):
        return _error("full", path, language)
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return _error("fault", path, language, one_line(why, 200))
