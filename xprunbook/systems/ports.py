"""What a kind may ask of the outside: protocols and their ports. The real and the practice site stand behind.

Paths, hosts and accounts are texts as the runbook names them: a practice site on another system answers
for ``D:\\Backup`` too. Every method raises ``Refused`` when the outside says no, ``Cancelled`` and
``TimedOut`` as its ``watch`` says; nothing here raises OSError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, TypeAlias

from xprunbook.run.contract import Port

FileKind: TypeAlias = Literal["file", "folder", "other"]

READ_LIMIT: Final = 8 * 1024 * 1024
"""Bytes of one ``read`` at most."""

BODY_LIMIT: Final = 1024 * 1024
"""Bytes of an HTTP answer's body that are read."""


class Watch(Protocol):
    """How long something may go on; a job is one."""

    def cancelled(self) -> bool:
        """Whether a person asked to stop."""
        ...

    def remaining(self) -> float:
        """Seconds until the time limit."""
        ...

    def progress(self, part: float, says: str = "") -> None:
        """Say how much is done: 0 to 1."""
        ...


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a path names, links followed. ``size`` in bytes; ``modified`` in UTC seconds; ``identity`` changes
    when another file takes the name."""

    kind: FileKind
    size: int
    modified: float
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Space:
    """Bytes of the volume a path lies on: free for this account, and in all."""

    free: int
    total: int


class Files(Protocol):
    """Files and folders of this machine, and of shares it can reach."""

    def facts(self, path: str) -> FileFacts | None:
        """What is there; None if nothing is."""
        ...

    def read(self, path: str, offset: int = 0, size: int = READ_LIMIT) -> bytes:
        """At most ``size`` bytes of an ordinary file. Held open only for this moment, so that others may
        write, rename or remove it."""
        ...

    def digest(self, path: str, watch: Watch) -> str:
        """SHA-256 of an ordinary file, in hexadecimal digits."""
        ...

    def space(self, path: str) -> Space:
        """The room on the volume of an existing path."""
        ...

    def copy(self, source: str, target: str, digest: str, replaces: str, watch: Watch) -> None:
        """Copy a file so that ``target`` is either as before or complete, flushed to the disk.

        ``digest``: what the source must be; ``replaces``: what may be replaced, empty for nothing. Anything
        else is ``Refused`` (``CHANGED``, ``EXISTS``), and the target stays as it is.
        """
        ...

    def write(self, path: str, data: bytes, replaces: str) -> None:
        """As ``copy``, from bytes. Rights and attributes of a replaced file stay."""
        ...


@dataclass(frozen=True, slots=True)
class Command:
    """A program to run: an absolute ``program`` and its arguments, or a ``line`` for the system's shell.

    ``environment`` comes on top of the few variables every child gets. Never printed: it may hold a secret.
    """

    program: str = ""
    arguments: tuple[str, ...] = ()
    line: str = ""
    folder: str = ""
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended. ``code``: its exit code, negative for a signal that ended it; ``left``: processes
    it left running; ``lines``: lines of output."""

    code: int
    left: int = 0
    lines: int = 0


class Processes(Protocol):
    """Programs on this machine."""

    def find(self, program: str) -> str:
        """The absolute path of a program: itself, or by the search path without the current folder; Refused
        (``MISSING``) if there is none."""
        ...

    def check(self, command: Command) -> None:
        """Refused if the command could not be handed over exactly as it is; starts nothing."""
        ...

    def run(
        self, command: Command, watch: Watch, told: Callable[[str], None], began: Callable[[int, str], None]
    ) -> Ended:
        """Run it to its end; every line of its output goes to ``told``, process id and start time to
        ``began``. When cancelled or out of time the whole tree is ended first, then it raises."""
        ...

    def runs_still(self, pid: int, started: str) -> bool:
        """Whether the process that ``began`` was told of still runs, and is no other with its number."""
        ...


@dataclass(frozen=True, slots=True)
class Connected:
    """A TCP connection that was made and closed again. ``seconds`` it took, look-up included."""

    address: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a GET, redirects followed. ``body``: the first mebibyte; ``seconds`` in all."""

    status: int
    url: str
    body: bytes
    cut: bool
    charset: str
    seconds: float
    redirects: int = 0


class Network(Protocol):
    """Names, ports and HTTP, from this machine. ``seconds`` is the limit for the whole, look-up included."""

    def resolve(self, host: str, seconds: float, watch: Watch) -> tuple[str, ...]:
        """The addresses of a host name, each once, in the system's order."""
        ...

    def connect(self, host: str, port: int, seconds: float, watch: Watch) -> Connected:
        """Connect and hang up. An open port says nothing of the service behind it (domain fact G33)."""
        ...

    def exchange(self, host: str, port: int, question: bytes, seconds: float, watch: Watch) -> bytes:
        """Send a datagram (UDP) and return the first one that comes back from there; asked again while none does.

        ``SILENT`` when none came: nobody listens, it is filtered, or there is nothing to answer.
        """
        ...

    def get(self, url: str, seconds: float, watch: Watch) -> Answer:
        """GET without credentials, proxy or cookies; certificates are verified; at most 5 redirects."""
        ...


@dataclass(frozen=True, slots=True)
class Probed:
    """A file was written, read back and removed. ``identity``: the account that did it; ``remains``: the
    probe that could not be removed, else empty."""

    identity: str
    remains: str = ""


class Shares(Protocol):
    """Folders others share. The one honest look is to write (domain fact G32), so this is a probe."""

    def identity(self) -> str:
        """The account this program works under."""
        ...

    def probe(self, folder: str, watch: Watch) -> Probed:
        """Write a small file of a new name, read it back, remove it."""
        ...


FILES: Final[Port[Files]] = Port("files")
PROCESSES: Final[Port[Processes]] = Port("processes")
NETWORK: Final[Port[Network]] = Port("network")
SHARES: Final[Port[Shares]] = Port("shares")
