"""A disk in memory that remembers every operation, so that all it may forget in a power cut can be tried."""

from __future__ import annotations

import errno
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Operation:
    """What was asked of the disk: folder, name, unname, write, cut, flush or flush-folder."""

    kind: str
    path: Path = Path()
    inode: int = 0
    offset: int = 0
    data: bytes = b""


@dataclass
class MemoryDisk:
    """The seam's operations in memory. ``capacity`` in bytes; ``deaf`` names operations that do nothing."""

    capacity: int = 1 << 60
    deaf: frozenset[str] = frozenset()
    log: list[Operation] = field(default_factory=list)
    folders: set[Path] = field(default_factory=lambda: {Path("/")})
    names: dict[Path, int] = field(default_factory=dict)
    contents: dict[int, bytearray] = field(default_factory=dict)
    handles: dict[int, int] = field(default_factory=dict)

    def used(self) -> int:
        """Bytes that are taken."""
        return sum(len(self.contents[inode]) for inode in set(self.names.values()))

    def _require_folder(self, path: Path) -> None:
        if path not in self.folders:
            raise FileNotFoundError(errno.ENOENT, "no such folder", str(path))

    def _inode(self, path: Path) -> int:
        if path not in self.names:
            raise FileNotFoundError(errno.ENOENT, "no such file", str(path))
        return self.names[path]

    def make_folder(self, path: Path) -> None:
        """See ``Files``."""
        self._require_folder(path.parent)
        if path in self.folders or path in self.names:
            raise FileExistsError(errno.EEXIST, "exists", str(path))
        self.folders.add(path)
        self.log.append(Operation("folder", path))

    def is_folder(self, path: Path) -> bool:
        """See ``Files``."""
        return path in self.folders

    def sync_folder(self, path: Path) -> None:
        """See ``Files``."""
        self._require_folder(path)
        if "flush-folder" not in self.deaf:
            self.log.append(Operation("flush-folder", path))

    def create(self, path: Path) -> int:
        """See ``Files``."""
        self._require_folder(path.parent)
        if path in self.names or path in self.folders:
            raise FileExistsError(errno.EEXIST, "exists", str(path))
        inode = len(self.contents) + 1
        self.contents[inode] = bytearray()
        self.names[path] = inode
        self.log.append(Operation("name", path, inode))
        return self._handle(inode)

    def open_existing(self, path: Path) -> int:
        """See ``Files``."""
        return self._handle(self._inode(path))

    def _handle(self, inode: int) -> int:
        handle = 100 + len(self.handles)
        self.handles[handle] = inode
        return handle

    def write(self, handle: int, data: bytes) -> int:
        """See ``Files``; takes what fits."""
        inode = self.handles[handle]
        taken = data[: max(0, self.capacity - self.used())]
        if not taken:
            raise OSError(errno.ENOSPC, "no space")
        offset = len(self.contents[inode])
        self.contents[inode] += taken
        self.log.append(Operation("write", inode=inode, offset=offset, data=taken))
        return len(taken)

    def sync(self, handle: int) -> None:
        """See ``Files``."""
        if "flush" not in self.deaf:
            self.log.append(Operation("flush", inode=self.handles[handle]))

    def truncate(self, handle: int, size: int) -> None:
        """See ``Files``."""
        inode = self.handles[handle]
        del self.contents[inode][size:]
        self.log.append(Operation("cut", inode=inode, offset=size))

    def size(self, handle: int) -> int:
        """See ``Files``."""
        return len(self.contents[self.handles[handle]])

    def is_at(self, handle: int, path: Path) -> bool:
        """See ``Files``."""
        return self._inode(path) == self.handles[handle]

    def close(self, handle: int) -> None:
        """See ``Files``."""

    def read(self, path: Path, offset: int = 0) -> bytes:
        """See ``Files``."""
        return bytes(self.contents[self._inode(path)][offset:])

    def unlink(self, path: Path) -> None:
        """See ``Files``."""
        inode = self._inode(path)
        del self.names[path]
        self.log.append(Operation("unname", path, inode))


def _some(pending: Sequence[Operation], chance: random.Random) -> list[Operation]:
    """What of the waiting operations reached the disk: nothing, everything, the first few, or any of them."""
    mode = chance.randrange(4)
    if mode == 0:
        return []
    if mode == 1:
        return list(pending)
    if mode == 2:
        return list(pending[: chance.randrange(len(pending) + 1)])
    return [operation for operation in pending if chance.random() < 0.5]


def _write(content: bytearray, operation: Operation, chance: random.Random) -> None:
    """Put a write on the disk: whole, or torn between sectors, the missing ones absent or full of zeros."""
    start, data = operation.offset, operation.data
    if len(content) < start:
        content += bytes(start - len(content))
    how = chance.randrange(4)
    if how == 0:
        content[start : start + len(data)] = data
        return
    first = SECTOR - start % SECTOR
    edges = [0, *range(first, len(data), SECTOR), len(data)]
    pieces = list(pairwise(edges))
    kept = pieces[: chance.randrange(len(pieces) + 1)] if how == 1 else []
    if how > 1:
        content += bytes(max(0, start + len(data) - len(content)))
        kept = [piece for piece in pieces if how == 3 and chance.random() < 0.5]
    for low, high in kept:
        content[start + low : start + high] = data[low:high]


def after_power_cut(log: Sequence[Operation], chance: random.Random, strict: bool) -> MemoryDisk:
    """Build one legal state of the disk after a power cut behind these operations.

    Flushed bytes are there. Names are there once their folder was flushed; unless ``strict``, flushing any
    file also settles the names before it, as ext4's journal does.
    """
    settled: dict[int, bytearray] = {}
    waiting: dict[int, list[Operation]] = {}
    names: list[Operation] = []
    waiting_names: list[Operation] = []
    for operation in log:
        if operation.kind in ("write", "cut"):
            waiting.setdefault(operation.inode, []).append(operation)
        elif operation.kind == "flush":
            content = settled.setdefault(operation.inode, bytearray())
            for done in waiting.pop(operation.inode, ()):
                if done.kind == "cut":
                    del content[done.offset :]
                else:
                    content[done.offset : done.offset + len(done.data)] = done.data
        elif operation.kind != "flush-folder":
            waiting_names.append(operation)
        if operation.kind == "flush" and not strict:
            names += waiting_names
            waiting_names = []
        elif operation.kind == "flush-folder":
            names += [name for name in waiting_names if not strict or name.path.parent == operation.path]
            waiting_names = [name for name in waiting_names if strict and name.path.parent != operation.path]
    for inode, operations in waiting.items():
        content = settled.setdefault(inode, bytearray())
        for done in _some(operations, chance):
            if done.kind == "cut":
                del content[done.offset :]
            else:
                _write(content, done, chance)
    return _assemble(settled, [*names, *_some(waiting_names, chance)])


def _assemble(contents: dict[int, bytearray], names: Sequence[Operation]) -> MemoryDisk:
    disk = MemoryDisk()
    kept: dict[Path, int] = {}
    for operation in names:
        if operation.kind == "folder":
            disk.folders.add(operation.path)
        elif operation.kind == "name":
            kept[operation.path] = operation.inode
        else:
            kept.pop(operation.path, None)
    disk.folders = {path for path in disk.folders if disk.folders.issuperset(path.parents)}
    for path, inode in kept.items():
        if path.parent in disk.folders:
            number = len(disk.contents) + 1
            disk.contents[number] = bytearray(contents.get(inode, b""))
            disk.names[path] = number
    for path in sorted(disk.folders - {Path("/")}):
        disk.log += [Operation("folder", path), Operation("flush-folder", path.parent)]
    for path, inode in disk.names.items():
        disk.log += [
            Operation("name", path, inode),
            Operation("write", inode=inode, data=bytes(disk.contents[inode])),
            Operation("flush", inode=inode),
            Operation("flush-folder", path.parent),
        ]
    return disk
