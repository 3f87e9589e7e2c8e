"""Where runs live: one folder a run, its name the UTC time and a slug. Making, finding and listing them.

``run.jsonl`` is the journal, ``run.lock`` the lock, ``run.reserve`` room for a full disk, ``runbook/`` the
exact bytes the run was started with, ``out/`` output of actions, ``backup/`` what they kept of changed
files.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from xprunbook.base.errors import UsageError
from xprunbook.base.language import system_language
from xprunbook.base.text import is_clean, one_line
from xprunbook.run.chain import CLOSED, LineError, decode_line
from xprunbook.run.files import REAL_FILES, Files, write_whole
from xprunbook.run.journal import JOURNAL_NAME
from xprunbook.run.lock import Holder, current_holder
from xprunbook.run.record import JOURNAL_VERSION, Record
from xprunbook.run.trouble import TEXTS, reading_failed, store_error, writing_failed

BOOK_FOLDER: Final = "runbook"
OUTPUT_FOLDER: Final = "out"
BACKUP_FOLDER: Final = "backup"

MAX_BOOK_BYTES: Final = 8 * 1024 * 1024
"""Bytes of one recorded runbook file that are read back; the loader's own limit is far lower."""

_HEAD_BYTES: Final = 256 * 1024
_TAIL_BYTES: Final = 64 * 1024
_MAX_SLUG: Final = 40
_MAX_SAME_SECOND: Final = 1_000

_LEVELS_ABOVE: Final = 5
"""Folders above that of all runs whose names are flushed with a new run: up to the user's home."""

_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", "clock$"}
    | {f"{device}{digit}" for device in ("com", "lpt") for digit in "0123456789¹²³"}
)
_NOT_IN_NAMES: Final = frozenset('<>:"/\\|?*\t\n')
_MAX_NAME_BYTES: Final = 200


@dataclass(frozen=True, slots=True)
class RunEntry:
    """A run as the home screen needs it, read from both ends of its journal without checking the chain.

    ``first`` is None when nothing readable was recorded; ``last`` are its newest records, oldest first
    (also the first one when it is short). ``closed``: its last record ends it. ``newer``: written by a
    newer program.
    """

    folder: Path
    first: Record | None
    last: tuple[Record, ...]
    closed: bool
    newer: bool
    holder: Holder | None

    @property
    def name(self) -> str:
        """The folder's name, made harmless."""
        return one_line(self.folder.name, 200)


def runs_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where runs are kept: ``$XPRUNBOOK_HOME/runs``, else ``runs`` in the user's data folder."""
    if home := environ.get("XPRUNBOOK_HOME"):
        return Path(home).absolute() / "runs"
    from platformdirs import user_data_path

    return user_data_path("xprunbook", appauthor=False) / "runs"


def slug(text: str) -> str:
    """Make a short name for a folder from any text: lower-case letters, digits, dashes; never empty."""
    plain = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:_MAX_SLUG].strip("-")
    return f"run-{name}" if name in _RESERVED else name or "run"


def is_safe_name(name: str) -> bool:
    """Tell whether every system takes this as a file's name: no separator, device, control, odd ending."""
    return (
        bool(name)
        and is_clean(name)
        and len(name.encode("utf-8")) <= _MAX_NAME_BYTES
        and not _NOT_IN_NAMES.intersection(name)
        and name[-1] not in ". "
        and name.partition(".")[0].rstrip().lower() not in _RESERVED
    )


def create_run(
    runs: Path, title: str, book: Mapping[str, bytes], utc: float, files: Files = REAL_FILES
) -> Path:
    """Make a run's folder with the runbook's files in it, all durable, and return it.

    ``title`` becomes part of the name, ``utc`` (seconds) the rest; ``book`` maps file names to exact bytes.
    UsageError when a name is not safe (``is_safe_name``), StoreError when the folder cannot be made.
    """
    for name in book:
        if not is_safe_name(name):
            raise UsageError(TEXTS.say("bad-name", system_language(), name=one_line(name, 80)))
    try:
        _make_parents(runs, files)
        folder = _make_new(runs, title, utc, files)
        for name in (BOOK_FOLDER, OUTPUT_FOLDER, BACKUP_FOLDER):
            files.make_folder(folder / name)
        for name, data in book.items():
            write_whole(files, folder / BOOK_FOLDER / name, data)
        files.sync_folder(folder / BOOK_FOLDER)
        files.sync_folder(folder)
        for path in (runs, *runs.parents[:_LEVELS_ABOVE]):
            _sync_name_folder(path, files)
    except OSError as error:
        path = error.filename or runs
        if isinstance(error, NotADirectoryError | FileExistsError):
            raise store_error("not-a-folder", path) from error
        raise writing_failed(error, path) from error
    return folder


def _make_parents(runs: Path, files: Files) -> None:
    """Make the folder of all runs and what is missing above it."""
    missing = []
    path = runs
    while not files.is_folder(path):
        missing.append(path)
        if path.parent == path:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        path = path.parent
    for path in reversed(missing):
        try:
            files.make_folder(path)
        except FileExistsError:
            if not files.is_folder(path):
                raise


def _sync_name_folder(path: Path, files: Files) -> None:
    """Make a folder's names durable, also those that an earlier start made and did not come to flush."""
    with suppress(PermissionError):
        # What we may not even read is older than we are.
        files.sync_folder(path)


def _make_new(runs: Path, title: str, utc: float, files: Files) -> Path:
    """Make a folder whose name is not taken; two runs may begin in the same second."""
    base = f"{datetime.fromtimestamp(utc, UTC):%Y-%m-%dT%H%M%SZ}-{slug(title)}"
    for number in range(1, _MAX_SAME_SECOND):
        folder = runs / (base if number == 1 else f"{base}-{number}")
        try:
            files.make_folder(folder)
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(runs / base))


def load_book(folder: Path, files: Files = REAL_FILES) -> dict[str, bytes]:
    """Read the runbook's files as the run was started with, by name. StoreError when that is impossible.

    Whether these are still the bytes that were hashed at the start is for the caller to compare.
    """
    path = folder / BOOK_FOLDER
    book: dict[str, bytes] = {}
    try:
        for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
            status = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(status.st_mode):
                raise store_error("not-a-file", entry.path)
            if status.st_size > MAX_BOOK_BYTES:
                raise store_error("too-large", entry.path, size=status.st_size)
            book[entry.name] = files.read(Path(entry.path))
    except OSError as error:
        raise reading_failed(error, error.filename or path) from error
    return book


def _decoded(line: bytes) -> Record | None:
    try:
        return decode_line(line)
    except LineError:
        return None


def look_at(folder: Path, newest: int = 5) -> RunEntry:
    """Read the first and the ``newest`` last records of a run. What cannot be read is left out."""
    try:
        head, tail, whole = _both_ends(folder / JOURNAL_NAME)
    except OSError:
        return RunEntry(folder, None, (), False, False, None)
    first = _decoded(head.partition(b"\n")[0])
    lines = tail.split(b"\n")
    ends_well = not lines.pop()
    last = tuple(
        record
        for record in map(_decoded, lines[(0 if whole else 1) :][-newest:] if newest else ())
        if record is not None
    )
    newer = any(record.v > JOURNAL_VERSION for record in (*last, *((first,) if first else ())))
    closed = bool(last) and ends_well and last[-1].type == CLOSED and _decoded(lines[-1]) is not None
    return RunEntry(folder, first, last, closed, newer, current_holder(folder))


def _both_ends(path: Path) -> tuple[bytes, bytes, bool]:
    """The first and the last bytes of a file, and whether the last ones are all of it. OSError when not."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, flags), "rb", buffering=0) as stream:
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.ELOOP, "not an ordinary file", str(path))
        head = stream.read(_HEAD_BYTES) or b""
        if found.st_size <= _HEAD_BYTES:
            return head, head, True
        stream.seek(found.st_size - _TAIL_BYTES)
        return head, stream.read(_TAIL_BYTES) or b"", False


def _run_folders(runs: Path) -> list[Path]:
    """Folders that may be runs, newest name first. StoreError when the folder of all runs cannot be read."""
    try:
        names = [name for name in os.listdir(runs) if os.path.isdir(runs / name)]
    except FileNotFoundError:
        return []
    except NotADirectoryError as error:
        raise store_error("not-a-folder", runs) from error
    except OSError as error:
        raise reading_failed(error, runs) from error
    return [runs / name for name in sorted(names, reverse=True)]


def list_runs(runs: Path, newest: int = 5) -> tuple[RunEntry, ...]:
    """Every run with at least one readable record, newest first. StoreError when the folder cannot be read.

    A folder without one is the trace of a start that was cut off before anything was saved.
    """
    return tuple(
        entry for folder in _run_folders(runs) if (entry := look_at(folder, newest)).first is not None
    )


def find_run(runs: Path, given: str) -> Path:
    """Find a run's folder by path, by name, or by the beginning or any part of a name that only one run has.

    UsageError when there is none (names the nearest) or more than one; StoreError when nothing can be read.
    """
    language = system_language()
    shown = one_line(given, 200)
    if "\x00" in given or not given.strip():
        raise UsageError(TEXTS.say("no-run", language, name=shown))
    path = Path(given)
    if path.name == JOURNAL_NAME and os.path.isfile(path):
        return path.parent.absolute()
    if os.path.isfile(path / JOURNAL_NAME):
        return path.absolute()
    folders = {folder.name: folder for folder in _run_folders(runs)}
    if given in folders:
        return folders[given]
    wanted = given.lower()
    matches = [name for name in folders if name.lower().startswith(wanted)]
    matches = matches or [name for name in folders if wanted in name.lower()]
    if len(matches) == 1:
        return folders[matches[0]]
    if matches:
        names = ", ".join(one_line(name, 80) for name in matches[:5])
        raise UsageError(
            TEXTS.say("many-runs", language, name=shown, count=len(matches)),
            TEXTS.say("many-runs.hint", language, names=names),
        )
    near = get_close_matches(given, list(folders), 1, 0.4)
    hint = TEXTS.say("no-run.hint", language, name=one_line(near[0], 80)) if near else ""
    raise UsageError(TEXTS.say("no-run", language, name=shown), hint)
