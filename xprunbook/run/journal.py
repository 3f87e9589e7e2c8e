"""The journal: the only truth of a run. One record is one write and one flush; saved means on the disk.

Promise: when ``append`` returns, that record and all before it survive kill -9, a crash of the operating
system and a power cut, if the disk honours flush requests. After any fault nothing more is written, and a
sentence says why.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NoReturn

from xprunbook.base.errors import StoreError
from xprunbook.run.chain import (
    Flaw,
    LineError,
    Reading,
    Status,
    decode_line,
    encode_record,
    join,
    read_lines,
)
from xprunbook.run.files import REAL_FILES, Files, write_whole
from xprunbook.run.lock import Held, RunHeld, read_holder
from xprunbook.run.record import Record, Stamp
from xprunbook.run.trouble import is_disk_full, reading_failed, store_error, writing_failed

__all__ = [
    "JOURNAL_NAME",
    "Flaw",
    "Follower",
    "Journal",
    "LineError",
    "Reading",
    "Status",
    "TornTail",
    "decode_line",
    "encode_record",
    "read_journal",
    "read_lines",
]

JOURNAL_NAME: Final = "run.jsonl"
RESERVE_NAME: Final = "run.reserve"
TORN_NAME: Final = "run.torn-{}"

RESERVE_BYTES: Final = 64 * 1024
"""Kept free for the outcomes and the last record of a run whose disk fills up: about 100 records."""


SHARING_VIOLATION: Final = 32
"""Windows: another program has the file open for writing (ERROR_SHARING_VIOLATION)."""


@dataclass(frozen=True, slots=True)
class TornTail:
    """An unfinished last line that opening set aside: name of the file, its bytes and their SHA-256."""

    name: str
    length: int
    sha256: str


class Journal:
    """The journal as its only writer holds it, with the lock. Use it from one thread.

    ``failed`` is the sentence of the first fault, after which nothing is written; ``low_on_space``
    tells that the reserve is used up or could not be made; ``torn`` what opening had to set aside
    (append a ``recovered`` record).
    """

    def __init__(self, folder: Path, handle: int, files: Files, lock: Held, reading: Reading) -> None:
        """Take an open file over; use ``create`` or ``open`` instead."""
        self.folder: Final = folder
        self.path: Final = folder / JOURNAL_NAME
        self.reading: Final = reading
        self.failed: str | None = None
        self.low_on_space = False
        self.torn: TornTail | None = None
        self._handle = handle
        self._files = files
        self._lock = lock
        self._size = reading.good_size
        self._seq = len(reading.records)
        self._head = reading.head

    @property
    def files(self) -> Files:
        """The disk the run is on."""
        return self._files

    @classmethod
    def create(cls, folder: Path, lock: Held, files: Files = REAL_FILES) -> Journal:
        """Begin the journal of a new run in an existing folder. StoreError when that is impossible."""
        _require(lock)
        path = folder / JOURNAL_NAME
        try:
            handle = files.create(path)
        except OSError as error:
            raise writing_failed(error, path) from error
        journal = cls(folder, handle, files, lock, read_lines(b""))
        journal._keep_reserve()
        return journal

    @classmethod
    def open(cls, folder: Path, lock: Held, files: Files = REAL_FILES) -> Journal:
        """Open a run's journal to go on; an unfinished last line is set aside (see ``torn``).

        StoreError when it cannot be opened, is damaged before its end, holds no record, or is of a
        newer version: then it can still be read (``read_journal``).
        """
        _require(lock)
        path = folder / JOURNAL_NAME
        try:
            handle = files.open_existing(path)
        except OSError as error:
            raise _opening_failed(error, path) from error
        try:
            data = files.read(path)
            reading = read_lines(data)
            _require_continuable(reading, path)
            journal = cls(folder, handle, files, lock, reading)
            journal._check(len(data))
            # What a killed process wrote or cut may not be on the disk yet: it is before anyone builds on it.
            if reading.torn_bytes:
                journal._set_aside(data[reading.good_size :])
            else:
                files.sync(handle)
            files.sync_folder(folder)
            journal._keep_reserve()
        except BaseException as error:
            with suppress(OSError):
                files.close(handle)
            if isinstance(error, OSError):
                raise writing_failed(error, path) from error
            raise
        return journal

    @property
    def size(self) -> int:
        """Bytes that are known to be on the disk."""
        return self._size

    @property
    def head(self) -> str:
        """Hash of the last record."""
        return self._head

    @property
    def next_seq(self) -> int:
        """Number of the record that comes next."""
        return self._seq

    def append(
        self, kind: str, data: Mapping[str, Any], stamp: Stamp, said: str = "", language: str = ""
    ) -> Record:
        """Save one record of the type ``kind`` and return it as written.

        StoreError when it could not be saved; then ``failed`` is set and every later call is
        refused. ValueError or TypeError when the data is not JSON or too long; then nothing
        happened.
        """
        if self.failed is not None:
            raise store_error("earlier", why=self.failed)
        line = encode_record(self._seq, self._head, kind, data, stamp, said, language)
        writing = False
        try:
            self._check(self._size)
            writing = True
            self._write(line)
            self._files.sync(self._handle)
            if self._seq == 0:
                self._files.sync_folder(self.folder)
            writing = False
            self._check(self._size + len(line))
        except BaseException as error:
            self._fail(error, len(line) if writing else 0)
        record = decode_line(line[:-1])
        self._size += len(line)
        self._seq, self._head = record.seq + 1, record.hash
        return record

    def give_up(self, why: str) -> None:
        """Write nothing more, for a reason outside the file; the first reason stays."""
        self.failed = self.failed or why

    def close(self) -> None:
        """Close the file and release the lock; again is harmless. A last record is the caller's business."""
        handle, self._handle = self._handle, -1
        if handle != -1:
            self.failed = self.failed or store_error("unlocked").message
            with suppress(OSError):
                self._files.close(handle)
        self._lock.release()

    def _check(self, size: int) -> None:
        """Refuse when the lock is gone, or the file was removed, replaced, or written to by another."""
        if not self._lock.held:
            raise store_error("unlocked")
        if not self._files.is_at(self._handle, self.path):
            raise store_error("swapped", self.path)
        if self._files.size(self._handle) != size:
            raise store_error("size", self.path)

    def _write(self, line: bytes) -> None:
        """Write once; when the disk is full, give up the reserve and write once more."""
        try:
            if self._files.write(self._handle, line) == len(line):
                return
        except OSError as error:
            if not is_disk_full(error):
                raise
        self._files.truncate(self._handle, self._size)
        self._give_up_reserve()
        if self._files.write(self._handle, line) != len(line):
            raise _disk_full()

    def _fail(self, error: BaseException, written: int) -> NoReturn:
        """Write nothing more and say why. What this record may have ``written`` is cut off, if possible.

        The handle is never flushed again: Linux may have dropped the pages whose flush failed, and
        lets a second flush succeed (the PostgreSQL finding). Bytes of another writer are left
        alone.
        """
        trouble = writing_failed(error, self.path) if isinstance(error, OSError) else error
        self.failed = trouble.message if isinstance(trouble, StoreError) else type(error).__name__
        with suppress(OSError):
            if self._size < self._files.size(self._handle) <= self._size + written:
                self._files.truncate(self._handle, self._size)
        raise trouble from error

    def _set_aside(self, tail: bytes) -> None:
        """Move an unfinished last line to ``run.torn-<n>``: the copy is durable before the journal is cut."""
        number = 1
        while True:
            path = self.folder / TORN_NAME.format(number)
            try:
                write_whole(self._files, path, tail)
                break
            except FileExistsError:
                number += 1
            except OSError as error:
                if not is_disk_full(error):
                    raise
                self._files.unlink(path)
                self._give_up_reserve()
        self._files.sync_folder(self.folder)
        self._files.truncate(self._handle, self._size)
        self._files.sync(self._handle)
        self.torn = TornTail(path.name, len(tail), sha256(tail).hexdigest())

    def _give_up_reserve(self) -> None:
        """Make room by removing the reserve. OSError (ENOSPC) when that was done before."""
        self.low_on_space = True
        try:
            self._files.unlink(self.folder / RESERVE_NAME)
        except FileNotFoundError as error:
            raise _disk_full() from error

    def _keep_reserve(self) -> None:
        """Make the reserve unless it is there. Random bytes: zeros take no room on a disk that compresses."""
        path = self.folder / RESERVE_NAME
        try:
            write_whole(self._files, path, os.urandom(RESERVE_BYTES))
        except FileExistsError:
            return
        except OSError:
            self.low_on_space = True
            with suppress(OSError):
                self._files.unlink(path)


def _disk_full() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _require(lock: Held) -> None:
    if not lock.held:
        raise store_error("unlocked")


def _require_continuable(reading: Reading, path: Path) -> None:
    if reading.status is Status.BROKEN:
        raise store_error("broken", path, line=reading.broken_line)
    if reading.newer:
        raise store_error("newer", path)
    if not reading.records:
        raise store_error("empty", path)


def _opening_failed(error: OSError, path: Path) -> StoreError:
    if getattr(error, "winerror", None) == SHARING_VIOLATION:
        return RunHeld(read_holder(path.parent))
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return writing_failed(error, path)
    return reading_failed(error, path)


def read_journal(path: Path, files: Files = REAL_FILES) -> Reading:
    """Read a run folder's journal, or a journal file; nothing is written. StoreError when unreadable."""
    path = path / JOURNAL_NAME if os.path.isdir(path) else path
    try:
        return read_lines(files.read(path))
    except OSError as error:
        raise reading_failed(error, path) from error


class Follower:
    """Reads along with a run that another process writes; ``reading`` is what is known so far."""

    def __init__(self, path: Path, files: Files = REAL_FILES) -> None:
        """Read the journal of a run folder, or a journal file, once. StoreError when unreadable."""
        self.path: Final = path / JOURNAL_NAME if os.path.isdir(path) else path
        self._files = files
        self.reading = read_journal(self.path, files)

    def poll(self) -> tuple[Record, ...] | None:
        """The records that came since; None when the journal is another one now (take ``reading`` anew).

        StoreError when it can no longer be read.
        """
        before = self.reading
        offset = before.good_size
        try:
            data = self._files.read(self.path, max(0, offset - 1))
        except OSError as error:
            raise reading_failed(error, self.path) from error
        if offset:
            if data[:1] != b"\n":
                return self._start_again()
            data = data[1:]
        last = before.records[-1] if before.records else None
        after = read_lines(data, last.seq + 1 if last else 0, before.head)
        if after.status is Status.BROKEN and before.status is not Status.BROKEN:
            return self._start_again()
        self.reading = join(before, after)
        return after.records

    def _start_again(self) -> tuple[Record, ...] | None:
        before, self.reading = self.reading, read_journal(self.path, self._files)
        count = len(before.records)
        if self.reading.records[:count] == before.records:
            return self.reading.records[count:]
        return None
