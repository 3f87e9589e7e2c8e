"""The state of a practice site: kept in the run's folder, so that a run finds its world as it was left."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from xprunbook.base.errors import StoreError
from xprunbook.base.language import Texts, system_language
from xprunbook.practice.faults import Fault
from xprunbook.practice.pools import KeptPool, kept_pools, pools, read_pools, stop_one
from xprunbook.practice.sql import VERSIONS, Database, Faults, Server
from xprunbook.practice.story import ADDRESSES, FOLDERS, SQL_HOST, files, servers
from xprunbook.practice.windows import Service, read_services, services

FOLDER: Final = "practice"
"""The world's folder in a run's."""

STATE: Final = "world.json"
FORMAT: Final = 1

TEXTS: Final = Texts(
    {
        "unreadable": (
            "Die Übungswelt in {folder} ist nicht zu lesen: {why}",
            "The practice site in {folder} cannot be read: {why}",
        ),
        "unreadable.hint": (
            "Der Lauf selbst ist unbeschädigt; für eine neue Übung einen neuen Lauf beginnen.",
            "The run itself is undamaged; begin a new run for a new rehearsal.",
        ),
        "unwritable": (
            "Die Übungswelt in {folder} ist nicht zu speichern: {why}",
            "The practice site in {folder} cannot be stored: {why}",
        ),
    }
)


class World:
    """What a practice site remembers. ``began`` in UTC seconds; ``services`` by machine and name; ``rights``: SIDs by
    machine and right; ``names``: the machines that names of others lead to by now; ``patched``: machines whose
    Backup-Manager got its patches in the rehearsal."""

    def __init__(
        self,
        folder: Path,
        began: float,
        faults: Iterable[Fault],
        sql: list[Server],
        services: dict[str, dict[str, Service]],
        rights: dict[str, dict[str, list[str]]],
        pools: dict[str, dict[str, KeptPool]],
        names: dict[str, str] | None = None,
        patched: Iterable[str] = (),
    ) -> None:
        self.folder: Final = folder
        self.began: Final = began
        self.sql: Final = sql
        self.services: Final = services
        self.waiting: Final[dict[str, float]] = {}  #: deeds of people by since when they wait; not kept
        self.noticed: Final[set[str]] = set()  #: what somebody has seen and will mend; not kept
        self.rights: Final = rights
        self.pools: Final = pools
        self.names: Final[dict[str, str]] = names if names is not None else {}
        self.patched: Final = set(patched)
        self.faults: frozenset[Fault] = frozenset(faults)
        self.lock: Final = threading.RLock()

    def has(self, fault: Fault) -> bool:
        """Whether this is wrong now."""
        return fault in self.faults

    def switch(self, on: Iterable[Fault] = (), off: Iterable[Fault] = ()) -> None:
        """Make things go wrong, or mend them; kept."""
        with self.lock:
            before = self.faults
            self.faults = (before | frozenset(on)) - frozenset(off)
            _break(self.sql, before, self.faults)
            if Fault.POOL_STOPPED in self.faults - before:
                stop_one(self.pools)
            self.save()

    def spend(self, fault: Fault) -> bool:
        """Whether a fault that happens once happens now; then it is over."""
        with self.lock:
            if fault not in self.faults:
                return False
            self.switch(off=(fault,))
            return True

    def change(self, deed: Callable[[], None]) -> None:
        """Change the world and keep it, also when the change went wrong half way."""
        with self.lock:
            try:
                deed()
            finally:
                self.save()

    def save(self) -> None:
        """Write the state so that it is either as before or complete. StoreError when that cannot be."""
        with self.lock:
            data = {
                "format": FORMAT,
                "began": self.began,
                "faults": sorted(self.faults),
                "sql": [asdict(server) for server in self.sql],
                "services": {
                    host: {name: asdict(service) for name, service in found.items()}
                    for host, found in self.services.items()
                },
                "rights": self.rights,
                "pools": kept_pools(self.pools),
                "names": self.names,
                "patched": sorted(self.patched),
            }
            text = json.dumps(data, default=_plain, indent=1, ensure_ascii=False)
            ready = self.folder / f"{STATE}.part"
            try:
                with open(ready, "w", encoding="utf-8", newline="\n") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(ready, self.folder / STATE)
            except OSError as error:
                with suppress(OSError):
                    ready.unlink()
                raise _trouble("unwritable", self.folder, error) from error


def open_world(
    folder: Path, now: Callable[[], float], faults: Iterable[Fault] = (), express: bool = False
) -> World:
    """The world of a folder, made on first use. StoreError when it can be neither read nor made.

    ``express``: setup has made the new server local instances of SQL Server (plan A). Without, its ``atlas.xml`` names
    some all the same that nobody installed: the trap of row 7.
    """
    if (folder / STATE).is_file():
        return _load(folder)
    world = World(folder, now(), (), servers(), services(express), {}, pools())
    try:
        for host in ADDRESSES:
            _furnish(folder / host, files(host, express), FOLDERS[host])
    except OSError as error:
        raise _trouble("unwritable", folder, error) from error
    world.switch(on=faults)
    return world


def _furnish(folder: Path, found: Mapping[str, bytes], folders: Iterable[str]) -> None:
    for drive in ("C", "D"):
        (folder / drive).mkdir(parents=True, exist_ok=True)
    for path in folders:
        _below(folder, path).mkdir(parents=True, exist_ok=True)
    for path, data in found.items():
        place = _below(folder, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def _below(folder: Path, path: str) -> Path:
    drive, _, rest = path.partition(":\\")
    return folder.joinpath(drive, *rest.split("\\"))


def _load(folder: Path) -> World:
    try:
        data = json.loads((folder / STATE).read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']}")
        return World(
            folder,
            float(data["began"]),
            [Fault(name) for name in data["faults"]],
            [_server(item) for item in data["sql"]],
            read_services(data["services"]),
            {host: dict(found) for host, found in data.get("rights", {}).items()},
            read_pools(data.get("pools", {})),
            {
                name: host
                for name, host in data.get("names", {}).items()
                if name in ADDRESSES and host in ADDRESSES
            },
            data.get("patched", ()),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _trouble("unreadable", folder, error) from error


def _server(data: dict[str, Any]) -> Server:
    made = Server(
        **{
            **data,
            "databases": {},
            "filestream": tuple(data["filestream"]),
            "faults": Faults(**{**data["faults"], "partly": set(data["faults"]["partly"])}),
        }
    )
    for item in data["databases"].values():
        made.add(_database(item))
    return made


def _database(data: dict[str, Any]) -> Database:
    restored = data["restored"]
    return Database(
        **{
            **data,
            "created": datetime.fromisoformat(data["created"]),
            "owners": set(data["owners"]),
            "restored": datetime.fromisoformat(restored) if restored else None,
            "connected": [tuple(item) for item in data["connected"]],
        }
    )


def _break(sql: list[Server], before: frozenset[Fault], now: frozenset[Fault]) -> None:
    """Put the faults that concern SQL Server into the model of the target."""
    for server in sql:
        if server.machine != SQL_HOST:
            continue
        wrong = server.faults
        wrong.unreachable = Fault.HOST_SILENT in now
        wrong.refused = Fault.SQL_LOGIN in now
        wrong.full = Fault.SQL_FULL in now
        wrong.share = 112 if Fault.SHARE_FULL in now else 5 if Fault.SHARE_DENIED in now else 0
        server.version = VERSIONS["2016" if Fault.SQL_OLDER in now else "2019"]
        if Fault.SQL_PARTLY in now - before:
            wrong.partly = {"XPDATA"}
        elif Fault.SQL_PARTLY not in now:
            wrong.partly = set()


def _plain(value: object) -> object:
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _trouble(code: str, folder: Path, error: Exception) -> StoreError:
    language = system_language()
    hint = TEXTS.say("unreadable.hint", language) if code == "unreadable" else ""
    why = f"{type(error).__name__}: {error}"
    return StoreError(TEXTS.say(code, language, folder=folder, why=why), hint)
