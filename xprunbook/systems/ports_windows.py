"""What a kind may ask of a Windows machine: services, registry, accounts, web server, event log, the machine itself.

As in ``ports``: protocols and their names; the real systems (pywin32) and the practice site stand behind. Every
method raises ``Refused`` with the Win32 number when the system says no; numbers mean the same in every language.
Elsewhere than on Windows a real site has none of them: ``NotHere``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final, Protocol

from xprunbook.run.contract import Port
from xprunbook.systems.ports import Watch


class ServiceState(IntEnum):
    """The states of the service manager (Microsoft, "SERVICE_STATUS structure")."""

    STOPPED = 1
    START_PENDING = 2
    STOP_PENDING = 3
    RUNNING = 4
    CONTINUE_PENDING = 5
    PAUSE_PENDING = 6
    PAUSED = 7


class StartType(StrEnum):
    """When a service is started. A delayed one is automatic with a flag of its own."""

    BOOT = "boot"
    SYSTEM = "system"
    AUTOMATIC = "automatic"
    DELAYED = "delayed"
    MANUAL = "manual"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service as the service manager knows it.

    ``account`` as it is written there (``LocalSystem``, ``.\\user``, ``DOMAIN\\user``); ``process``: its id, 0 if
    none; ``shared``: it may share a process with others; ``depends_on``: names of services; ``exit_code``: Win32
    number of its last end, 1066 means ``own_code`` counts; ``checkpoint`` grows while it is pending; ``hint``: the
    milliseconds it asks for until the next one.
    """

    name: str
    title: str
    state: ServiceState
    start: StartType
    account: str
    process: int = 0
    shared: bool = False
    program: str = ""
    depends_on: tuple[str, ...] = ()
    exit_code: int = 0
    own_code: int = 0
    checkpoint: int = 0
    hint: int = 0


class Services(Protocol):
    """The services of this machine. Names are exact, in any case; nothing here waits or kills."""

    def find(self, pattern: str) -> tuple[ServiceFacts, ...]:
        """All whose name fits: exact, or with ``*`` (``Atlas*``), in the order of names; none is no trouble."""
        ...

    def facts(self, name: str) -> ServiceFacts:
        """One service; Refused 1060 if there is none."""
        ...

    def dependents(self, name: str) -> tuple[str, ...]:
        """Names of the services that run and need this one, in the order they must stop."""
        ...

    def start(self, name: str) -> bool:
        """Ask it to start; False if it runs already (1056)."""
        ...

    def stop(self, name: str) -> bool:
        """Ask it to stop; False if it is not running (1062)."""
        ...

    def set_start(self, name: str, start: StartType) -> None:
        """Change when it is started."""
        ...

    def set_account(self, name: str, account: str, password: str | None) -> None:
        """Change the account it logs on as; no password for managed and built-in accounts. It counts from the next
        start. Grants no right (domain fact G2)."""
        ...


class Registry(Protocol):
    """The registry of this machine, read only."""

    def value(self, key: str, name: str) -> str | int | None:
        """A value below ``HKLM\\…``, in the 64-bit view, else in the 32-bit one; None if there is none. A list has
        one entry a line, bytes are hexadecimal digits."""
        ...

    def names(self, key: str) -> tuple[str, ...]:
        """The names of a key's values, both views, in order; none when there is no such key."""
        ...

    def has(self, key: str) -> bool:
        """Whether there is such a key, also one that this account may not read."""
        ...


class AccountKind(StrEnum):
    """What stands behind the name of an account."""

    USER = "user"
    GROUP = "group"
    COMPUTER = "computer"
    MANAGED = "managed"  #: a group managed service account: its password is the domain's
    BUILT_IN = "built-in"  #: LocalSystem, LocalService, NetworkService
    VIRTUAL = "virtual"  #: NT SERVICE\\…, IIS APPPOOL\\…
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An account. ``name`` as ``DOMAIN\\name``; names are localised, so accounts are compared by ``sid`` (G14)."""

    name: str
    sid: str
    kind: AccountKind


class Logon(StrEnum):
    """How a password is tried: over the network needs no special right, as a service and as a batch job do."""

    NETWORK = "network"
    SERVICE = "service"
    BATCH = "batch"


SERVICE_RIGHT: Final = "SeServiceLogonRight"
"""Log on as a service (Microsoft, "Account Rights Constants")."""

BATCH_RIGHT: Final = "SeBatchLogonRight"
"""Log on as a batch job."""


@dataclass(frozen=True, slots=True)
class RightFacts:
    """Whether an account has a right. ``held`` is None when its groups could not all be looked at; ``through``: the
    names that hold it for the account, itself or its groups."""

    held: bool | None
    through: tuple[str, ...] = ()


class Accounts(Protocol):
    """Accounts and their rights on this machine."""

    def current(self) -> AccountFacts:
        """The account this program works under."""
        ...

    def find(self, account: str) -> AccountFacts:
        """Look a name up: ``DOMAIN\\user``, ``.\\user``, ``user@domain``, ``LocalSystem``; Refused 1332 if unknown."""
        ...

    def log_on(self, account: str, password: str, how: Logon) -> None:
        """Log on and off again; Refused with the number (1326, 1385, 1330, 1331, 1907, 1909 …)."""
        ...

    def owner(self, process: int) -> AccountFacts | None:
        """The account a process of this machine works under; None if it has ended or that cannot be told."""
        ...

    def right(self, account: str, right: str) -> RightFacts:
        """Whether the account may, itself or through a group."""
        ...

    def grant(self, account: str, right: str) -> None:
        """Give the account itself a right; a group policy may take it away again."""
        ...


class PoolState(StrEnum):
    """The states of an application pool."""

    STARTING = "starting"
    STARTED = "started"
    STOPPING = "stopping"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


class PoolIdentity(IntEnum):
    """``processModel.identityType`` (Microsoft, "Process Model Settings for an Application Pool"; G20)."""

    LOCAL_SYSTEM = 0
    LOCAL_SERVICE = 1
    NETWORK_SERVICE = 2
    SPECIFIC_USER = 3
    APPLICATION_POOL = 4


@dataclass(frozen=True, slots=True)
class Pool:
    """An application pool. ``user`` counts for a specific user only; ``automatic``: started with the web server."""

    name: str
    state: PoolState
    identity: PoolIdentity
    user: str = ""
    automatic: bool = True


@dataclass(frozen=True, slots=True)
class WebApplication:
    """An application of a site. ``path`` begins with ``/``; ``folder``: where its files lie; ``urls``: it can be asked
    for at these, without host name where the binding names none (then ``localhost``)."""

    site: str
    path: str
    pool: str
    folder: str
    urls: tuple[str, ...] = ()


class WebServer(Protocol):
    """The IIS of this machine, through its administration objects; NotHere without one."""

    def pools(self) -> tuple[Pool, ...]:
        """All application pools."""
        ...

    def applications(self) -> tuple[WebApplication, ...]:
        """All applications of all sites."""
        ...

    def set_pool_user(self, pool: str, user: str, password: str | None) -> None:
        """Give a pool a specific user; the web server stores the password encrypted (G21). No password for a managed
        account."""
        ...

    def set_pool_identity(self, pool: str, identity: PoolIdentity) -> None:
        """Give a pool a built-in identity."""
        ...

    def start_pool(self, pool: str) -> None:
        """Start a pool; one that is started stays so."""
        ...

    def stop_pool(self, pool: str) -> None:
        """Stop a pool; one that is stopped stays so."""
        ...

    def recycle_pool(self, pool: str) -> None:
        """Let a pool begin anew with its present identity."""
        ...


class Level(StrEnum):
    """How grave an event is."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class EventFacts:
    """An event of the Windows event log. ``utc`` in seconds; ``number``: the event's id; ``text``: its first lines,
    made harmless, in the language of the machine."""

    utc: float
    log: str
    source: str
    number: int
    level: Level
    text: str


class EventLog(Protocol):
    """The Windows event log of this machine."""

    def recent(self, since: float, sources: Sequence[str], most: int, watch: Watch) -> tuple[EventFacts, ...]:
        """Errors and warnings of the logs System and Application since a moment (UTC seconds) from these sources (with
        ``*``), the newest first, ``most`` at the most."""
        ...


@dataclass(frozen=True, slots=True)
class WindowsFacts:
    """The Windows of this machine. ``build``: 17763 is 2019, 20348 is 2022, 26100 is 2025 (G34); ``net_release``: of
    .NET Framework 4, 528040 means 4.8 (G35), 0 without; ``virtual``: the maker of the virtual machine, else empty."""

    build: int
    server: bool
    net_release: int = 0
    virtual: str = ""


class MacRange(StrEnum):
    """What the range of a network address says in a virtual machine. It makes something likely, no more."""

    FIXED = "fixed"  #: meant for addresses that are set by hand
    AUTOMATIC = "automatic"  #: the hypervisor draws from it by itself; those set by hand lie elsewhere
    EITHER = "either"  #: both lie there
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Adapter:
    """A network adapter. ``mac`` as ``00-15-5D-01-02-03``; ``permanent``: that of the (virtual) hardware, empty if it
    cannot be told; ``range``: the one that it lies in."""

    name: str
    mac: str
    permanent: str = ""
    range: MacRange = MacRange.UNKNOWN


class Machine(Protocol):
    """This machine itself, and the desktop of the person at it."""

    def windows(self) -> WindowsFacts:
        """Version and make."""
        ...

    def elevated(self) -> bool:
        """Whether this program has an administrator's full rights."""
        ...

    def file_version(self, path: str) -> str:
        """The file version of a program, as ``9.8.138.1142``; empty if it has none; Refused if it is not there."""
        ...

    def adapters(self) -> tuple[Adapter, ...]:
        """The network adapters that are up."""
        ...

    def desktop(self) -> bool:
        """Whether a person can see a window that this program opens (console or RDP; not SSH, not a service)."""
        ...

    def open(
        self,
        program: str,
        arguments: Sequence[str],
        watch: Watch,
        began: Callable[[int, str], None],
        user: str = "",
        password: str = "",
        wait: bool = True,
    ) -> int | None:
        """Open a program with a window, as another user if one is named, and wait until it is closed: its exit code,
        None if the system does not tell, or nobody waits. ``began`` is told process id and start time. Nobody ends it
        here: when the wait is cancelled or out of time, it goes on."""
        ...

    def show(self, url: str) -> None:
        """Show an http or https address in the person's browser; Refused for every other."""
        ...


SERVICES: Final[Port[Services]] = Port("services")
REGISTRY: Final[Port[Registry]] = Port("registry")
ACCOUNTS: Final[Port[Accounts]] = Port("accounts")
WEB_SERVER: Final[Port[WebServer]] = Port("web-server")
EVENT_LOG: Final[Port[EventLog]] = Port("event-log")
MACHINE: Final[Port[Machine]] = Port("machine")
