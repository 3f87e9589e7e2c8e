"""What an action keeps before it changes something: a copy in the run's folder, written once, named in the record.

A copy is on the disk before its record, and its record before the change: after a crash at any call what is recorded
is there. Bytes that hold a password are not copied; their hash alone is recorded.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from xprunbook.base.redact import Redactor
from xprunbook.run.events import Kept
from xprunbook.run.files import Files, write_whole
from xprunbook.run.store import BACKUP_FOLDER, is_safe_name, slug

MAX_KEPT: Final = 64 * 1024 * 1024
"""Bytes of the largest copy: a run's folder is evidence, not a place for backups of databases."""

_MAX_SAME_NAME: Final = 100


def keep(files: Files, folder: Path, step: str, number: int, path: str, data: bytes, copied: bool) -> Kept:
    """Copy the bytes into the run's folder, flushed, and return what is to be recorded of them.

    ``number``: the record of the intent, which tells one attempt from another; ``path``: where the bytes come from;
    ``copied``: False if only their hash is to be known. OSError when they cannot be written; then nothing is left.
    """
    digest, size = hashlib.sha256(data).hexdigest(), len(data)
    if not copied:
        return Kept(step, path, digest, size)
    if size > MAX_KEPT:
        raise OSError(f"{size} > {MAX_KEPT}")
    written = path.replace("\\", "/").rpartition("/")[2]
    name = written if is_safe_name(written) else slug(written)
    return Kept(step, path, digest, size, _written(files, folder, f"{number:06d}", name, data))


def _written(files: Files, folder: Path, number: str, name: str, data: bytes) -> str:
    if not files.is_folder(folder / BACKUP_FOLDER):
        files.make_folder(folder / BACKUP_FOLDER)
        files.sync_folder(folder)
    for again in range(1, _MAX_SAME_NAME):
        file = (
            f"{BACKUP_FOLDER}/{number}-{name}" if again == 1 else f"{BACKUP_FOLDER}/{number}-{again}-{name}"
        )
        try:
            write_whole(files, folder / file, data)
            files.sync_folder(folder / BACKUP_FOLDER)
        except FileExistsError:
            continue  # written once: an earlier copy of this action stays what it is
        except OSError:
            with suppress(OSError):
                files.unlink(folder / file)
            raise
        return file
    raise FileExistsError(f"{number}-{name}")


def holds_secret(data: bytes, redactor: Redactor) -> bool:
    """Whether a secret of this session stands in the bytes, however they are encoded."""
    texts = (data.decode("utf-8", "replace"), data.decode("latin-1"))
    return any(redactor.redact(text) != text for text in texts)
