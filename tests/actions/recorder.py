"""Records what Python does to the outside: files written, processes started, connections made.

An audit hook (PEP 578) sees every call, whichever library makes it, so a kind that goes round its site is seen
too. Hooks cannot be removed; this one sleeps unless a recording is on.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FILES: Final = frozenset(
    f"os.{name}"
    for name in (
        *("chmod", "chown", "link", "mkdir", "mkfifo", "remove", "removexattr", "rename", "rmdir"),
        *("setxattr", "symlink", "truncate", "unlink", "utime"),
    )
)
_PROCESSES: Final = frozenset(
    ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.startfile")
)
_NETWORK: Final = frozenset(
    ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind")
)


@dataclass
class Record:
    """What was done, in words."""

    writes: list[str] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)
    network: list[str] = field(default_factory=list)

    @property
    def beyond(self) -> list[str]:
        """What went to other machines; loopback is this one."""
        return [call for call in self.network if not re.search(r"\b127\.0\.0\.1\b|\blocalhost\b", call)]


_on: list[Record] = []
_installed = False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _on:
        return
    record = _on[-1]
    if event == "open":
        path, mode, flags = arguments
        writes = bool(flags & _WRITING) if isinstance(flags, int) else "r" not in str(mode)
        if writes and not _own(path):
            record.writes.append(f"open {path}")
    elif event in _FILES:
        if not _own(arguments[0]):
            record.writes.append(f"{event} {arguments[0]}")
    elif event in _PROCESSES:
        record.processes.append(f"{event} {arguments[0] if arguments else ''}")
    elif event in _NETWORK:
        by_name = event in ("socket.getaddrinfo", "socket.gethostbyname")
        record.network.append(f"{event} {arguments[0] if by_name else arguments[-1]}")


def _own(path: object) -> bool:
    """Python's own: compiled modules, and the bin."""
    return isinstance(path, str) and ("__pycache__" in path or path == os.devnull)


@contextmanager
def recorded() -> Iterator[Record]:
    """Record until the block ends."""
    global _installed
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True
    record = Record()
    _on.append(record)
    try:
        yield record
    finally:
        _on.remove(record)


def snapshot(folder: Path) -> dict[str, object]:
    """Everything in a folder: names, contents, modes and times of change."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        facts = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else None
        found[str(path.relative_to(folder))] = (facts.st_mode, facts.st_mtime_ns, content)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """The files in a folder and what is in them."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
