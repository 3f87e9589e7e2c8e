"""A site and a job for the kinds of this family, a file to work on, and a disk in memory that fails on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from xprunbook.actions.atlas.ports import CONFIG_FILES, INSTALLATION, Look
from xprunbook.actions.atlas.texts import TEXTS
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.base.language import LANGUAGES, Language
from xprunbook.run.contract import Action, Check, Credential, Inspection, Json, NotHere, Plan, Port, changes
from xprunbook.runbook.substitute import Filled, SecretHandle
from xprunbook.systems.ports import NETWORK, Answer, Connected, Watch
from xprunbook.systems.ports_windows import SERVICES, ServiceFacts, ServiceState, StartType
from xprunbook.systems.trouble import Refused, Trouble

System = TypeVar("System")
T = TypeVar("T")

DATA = Path(__file__).parents[2] / "data" / "atlas"

KINDS = ActionKinds()

PATH = r"C:\Program Files\C4B\XPhone Connect Server\atlas.xml"


def action(name: str) -> Action:
    """An action by name."""
    kind = KINDS.load(name)
    assert kind is not None
    assert changes(kind)
    return kind  # type: ignore[return-value]


def check(name: str) -> Check:
    """A check by name."""
    kind = KINDS.load(name)
    assert kind is not None
    return kind


def told(found: Inspection | Plan) -> list[str]:
    """Every sentence, in both languages; a placeholder without a value fails."""
    if isinstance(found, Plan):
        statements = list(found.warnings)
    else:
        statements = [found.says, *([found.helps] if found.helps else []), *found.details]
    for language in LANGUAGES:
        for item in statements:
            assert "{database}" not in TEXTS.say(item.code, language, **item.values)
    return [item.code for item in statements]


def connection(database: str, source: str, more: str = "") -> str:
    """A connection string in the order of the vendor's sample."""
    return (
        f"Integrated Security=SSPI;Persist Security Info=False;Initial Catalog={database};"
        f"Data Source={source}{more}"
    )


SMALL = (
    '<?xml version="1.0" encoding="utf-8"?>\r\n'
    "<Atlas>\r\n"
    "  <!-- <Databases><Old connection='Data Source=(local)\\XPCONNECT'/></Databases> -->\r\n"
    "  <Databases>\r\n"
    f'    <Database name="data" connection="{connection("XPDATA", "(local)" + chr(92) + "XPCONNECT")}" />\r\n'
    f'    <Database name="vdir" connection="{connection("XPVDIR", "(local) " + chr(92) + "XPCONNECT")}" />\r\n'
    f"    <Statistics connection='{connection('XPSTATS', '(local)' + chr(92) + 'XPANALYTICS')}' />\r\n"
    "  </Databases>\r\n"
    '  <Connectors><schedule enabled="true" startDelay="00:10:00" /></Connectors>\r\n'
    "</Atlas>"
)
"""A small file of the presumed form."""


class Killed(BaseException):
    """The process ends here."""


class MemoryFiles:
    """Files in memory, by Windows' rules for names. Call number ``at`` (from 0) meets ``fault``: ``fail`` refuses
    before it does anything, ``late`` after it did, ``kill`` and ``kill-late`` end the process there."""

    def __init__(self, files: Mapping[str, bytes], at: int = -1, fault: str = "") -> None:
        self.files = dict(files)
        self.at = at
        self.fault = fault
        self.calls: list[str] = []
        self.met = False
        self.changes: list[bytes | None] = []
        self.look_as = Look(0, 0.0)
        self.after: Callable[[str], None] = lambda _: None

    def _call(self, name: str, deed: Callable[[], T]) -> T:
        if self.met and self.fault.startswith("kill"):
            raise Killed
        number = len(self.calls)
        self.calls.append(name)
        if number != self.at:
            found = deed()
            self.after(name)
            return found
        self.met = True
        if self.fault in ("late", "kill-late"):
            deed()
        if self.fault.startswith("kill"):
            raise Killed
        raise Refused(Trouble.IN_USE, name, 32, "held")

    def look(self, path: str) -> Look | None:
        """See ``ConfigFiles``."""

        def deed() -> Look | None:
            if path not in self.files:
                return None
            return Look(len(self.files[path]), 1_700_000_000.0, self.look_as.plain, self.look_as.machine)

        return self._call("look", deed)

    def read(self, path: str) -> bytes:
        """See ``ConfigFiles``."""

        def deed() -> bytes:
            if path not in self.files:
                raise Refused(Trouble.MISSING, path, 2, "missing")
            return self.files[path]

        return self._call("read", deed)

    def beside(self, path: str, name: str) -> str:
        """See ``ConfigFiles``."""
        return path.rpartition("\\")[0] + "\\" + name

    def name(self, path: str) -> str:
        """See ``ConfigFiles``."""
        return path.rpartition("\\")[2]

    def below(self, folder: str, name: str) -> str:
        """See ``ConfigFiles``."""
        return folder.rstrip("\\") + "\\" + name

    def neighbours(self, path: str) -> tuple[str, ...]:
        """See ``ConfigFiles``; folders too."""
        start = path.rpartition("\\")[0] + "\\"

        def deed() -> tuple[str, ...]:
            inside = (name[len(start) :] for name in self.files if name.startswith(start))
            return tuple(sorted({name.partition("\\")[0] for name in inside}))

        return self._call("neighbours", deed)

    def create(self, path: str, data: bytes, like: str) -> None:
        """See ``ConfigFiles``. A kill may leave a part of it."""
        if path in self.files:
            raise Refused(Trouble.EXISTS, path, 183, "exists")
        if self.fault == "kill-late" and len(self.calls) == self.at:
            self.files[path] = data[: len(data) // 2]
            self._call("create", lambda: None)
        self._call("create", lambda: self.files.__setitem__(path, data))

    def replace(self, path: str, ready: str) -> None:
        """See ``ConfigFiles``."""
        self._call("replace", lambda: self.files.__setitem__(path, self.files.pop(ready)))

    def give_name(self, path: str, ready: str) -> None:
        """See ``ConfigFiles``."""
        self._call("give_name", lambda: self.files.__setitem__(path, self.files.pop(ready)))

    def remove(self, path: str) -> None:
        """See ``ConfigFiles``."""

        def deed() -> None:
            if self.files.pop(path, None) is None:
                raise Refused(Trouble.MISSING, path, 2, "missing")

        self._call("remove", deed)


class Installed:
    """An installation as a test wants it."""

    def __init__(self, *folders: str, running: tuple[str, ...] | None = ()) -> None:
        self._folders = folders or (PATH.rpartition("\\")[0],)
        self._running = running

    def folders(self) -> tuple[str, ...]:
        """See ``Installation``."""
        return self._folders

    def running(self) -> tuple[str, ...]:
        """See ``Installation``."""
        if self._running is None:
            raise NotHere("no service manager")
        return self._running

    def names(self) -> tuple[str, ...]:
        """See ``Installation``."""
        return ("XPH-NEW",)


class Ports:
    """A network on which only some ports answer. ``browser``: what SQL Server Browser of a host answers."""

    def __init__(self, *answering: tuple[str, int], browser: Mapping[str, bytes] | None = None) -> None:
        self.answering = answering
        self.browser = browser or {}
        self.asked: list[tuple[str, int]] = []

    def resolve(self, host: str, seconds: float, watch: Watch) -> tuple[str, ...]:
        """See ``Network``."""
        raise NotImplementedError

    def connect(self, host: str, port: int, seconds: float, watch: Watch) -> Connected:
        """See ``Network``."""
        self.asked.append((host, port))
        if (host, port) not in self.answering:
            raise Refused(Trouble.CLOSED, host, 10061, "closed")
        return Connected("192.0.2.1", 0.01)

    def exchange(self, host: str, port: int, question: bytes, seconds: float, watch: Watch) -> bytes:
        """See ``Network``."""
        assert question.startswith(b"\x04")
        if port != 1434 or host not in self.browser:
            raise Refused(Trouble.SILENT, host)
        return self.browser[host]

    def get(self, url: str, seconds: float, watch: Watch) -> Answer:
        """See ``Network``."""
        raise NotImplementedError


class Instances:
    """A service manager with the service of one instance of SQL Server."""

    def __init__(self, name: str, state: ServiceState) -> None:
        self._facts = ServiceFacts(name, name, state, StartType.AUTOMATIC, "LocalSystem")

    def facts(self, name: str) -> ServiceFacts:
        """See ``Services``."""
        if name.casefold() != self._facts.name.casefold():
            raise Refused(Trouble.MISSING, name, 1060)
        return self._facts


class Site:
    """The systems by their ports; without ``services`` there is no service manager."""

    def __init__(
        self,
        files: Any,
        installed: Installed | None = None,
        network: Ports | None = None,
        services: Instances | None = None,
    ) -> None:
        self._systems = {
            CONFIG_FILES.name: files,
            INSTALLATION.name: installed or Installed(),
            NETWORK.name: network or Ports(),
            SERVICES.name: services,
        }

    def system(self, port: Port[System]) -> System:
        """See ``xprunbook.run.contract.Site``."""
        if self._systems.get(port.name) is None:
            raise NotHere(port.name)
        return cast("System", self._systems[port.name])


class Job:
    """A job that remembers what it was told."""

    def __init__(self, site: Site, **parameters: Filled) -> None:
        self.site = site
        self.language: Language = "de"
        self.parameters: Mapping[str, Filled] = parameters
        self.run = ""
        self.earlier: Mapping[str, Json] = {}
        self.opened = 0.0
        self.began = 0.0
        self.told: list[str] = []
        self.kept: list[tuple[str, bytes, bool]] = []
        self.stop = False

    def checkpoint(self, facts: Mapping[str, Json]) -> None:
        """Nothing to do."""

    def tell(self, line: str) -> None:
        """Remember a line."""
        self.told.append(line)

    def progress(self, part: float, says: str = "") -> None:
        """Nothing to do."""

    def cancelled(self) -> bool:
        """Whether to stop."""
        return self.stop

    def remaining(self) -> float:
        """A minute."""
        return 60.0

    def process(self, pid: int, started: str) -> None:
        """Nothing to do."""

    def keep(self, path: str, data: bytes, secret: bool = False) -> str:
        """Remember what was kept."""
        self.kept.append((path, data, secret))
        return "" if secret else f"backup/{len(self.kept):06d}"

    def secret(self, handle: SecretHandle) -> Credential:
        """There is none."""
        raise NotHere("no secret")
