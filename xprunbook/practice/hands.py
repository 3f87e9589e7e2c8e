"""What people at a practice site do by hand, where no step of a runbook can: they restart SQL Server and limit its
memory, enter the service account in the Server Manager and in IIS Manager, restore with the Backup-Manager, install its
patches, stop instances that nothing uses any more, let the old name lead to the new server.

Nobody there is told anything. Each deed follows from what can be seen (``atlas.xml`` names the server, the account is
sysadmin) and happens a while after somebody first looked at it: so the state before can be seen, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from xprunbook.practice.pools import ANALYTICS_POOL, give_account
from xprunbook.practice.rights import look_up
from xprunbook.practice.sql import Database, Server
from xprunbook.practice.story import INSTALL_FOLDER, NEW, OLD, SERVICE_ACCOUNT, SQL_HOST, machine
from xprunbook.practice.windows import Service
from xprunbook.practice.world import World
from xprunbook.systems.ports_windows import SERVICE_RIGHT, StartType
from xprunbook.systems.sql_connection import BadValue, read_instance

PATIENCE: Final = 15.0
"""Seconds from the first look to the deed."""

Deed = Callable[[], object]

_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
_CONNECTION: Final = re.compile(rb'connection="([^"]*)"')


def lend_a_hand(world: World, now: float) -> None:
    """Whatever has waited long enough is done and kept."""
    waiting, ripe = world.waiting, []
    with world.lock:  # several checks look at once
        deeds = dict(_deeds(world, now))
        for key in [key for key in waiting if key not in deeds]:
            del waiting[key]
        for key, deed in deeds.items():
            if now - waiting.setdefault(key, now) >= PATIENCE:
                ripe.append(deed)
                del waiting[key]
        if ripe:
            world.change(partial(_do, ripe))


def _do(deeds: Sequence[Deed]) -> None:
    for deed in deeds:
        deed()


def _deeds(world: World, now: float) -> Iterator[tuple[str, Deed]]:
    for server in world.sql:
        if server.filestream[0] != server.filestream[1]:
            yield f"restart {server.machine}", partial(_restart, server)
        if server.memory_seen and server.memory_mb > server.physical_mb:
            yield f"memory {server.machine}\\{server.instance}", partial(_limit_memory, server)
    for host in (NEW, OLD):
        found = targets(world.folder / host)
        for name, instance in found.items():
            if (named := server_of(world, host, instance)) is not None:
                yield from _on(world, named, name, now)
        if found and all(server_of(world, host, instance) for instance in found.values()):
            yield from _account(world, host)
        yield from _pool(world, host, now)
        yield from _old_instances(world, host)
        if _manager(host) in world.noticed and host not in world.patched:
            yield _manager(host), partial(world.patched.add, host)
    yield from _name(world)


def see_manager(world: World, host: str) -> None:
    """Somebody looks at the Backup-Manager of the old server: if it lacks its patches, they will be installed. That of
    the new one has them unless a fault says no, and a fault is not mended by itself."""
    if host == OLD and host not in world.patched:
        world.noticed.add(_manager(host))


def _manager(host: str) -> str:
    return f"patches {host}"


def see_service(world: World, host: str, name: str) -> None:
    """Somebody looks at a service: if it is an instance that nothing uses any more, it will be stopped."""
    if name in _unused(world, host):
        world.noticed.add(f"stop {host}\\{name}")


def _unused(world: World, host: str) -> Iterator[str]:
    """The services of the machine's instances that run although XPhone runs with others (Express update, E13)."""
    services = world.services.get(host, {})
    running = [name for name, item in services.items() if item.state == "RUNNING"]
    if not any(name.startswith("Atlas") for name in running):
        return
    used = [server_of(world, host, instance) for instance in targets(world.folder / host).values()]
    for server in world.sql:
        name = f"MSSQL${server.instance}"
        if server.machine == host and server.databases and server not in used and name in running:
            yield name


def _old_instances(world: World, host: str) -> Iterator[tuple[str, Deed]]:
    for name in _unused(world, host):
        if (key := f"stop {host}\\{name}") in world.noticed:
            yield key, partial(_stop_for_good, world.services[host][name])


def _stop_for_good(service: Service) -> None:
    """Stopped in the services console, and disabled."""
    service.state, service.start, service.process, service.runs_as = (
        "STOPPED",
        StartType.DISABLED.value,
        0,
        "",
    )


def _limit_memory(server: Server) -> None:
    """The DBA has seen that there is no limit, and sets one: a quarter of the machine's memory (step E7)."""
    server.memory_mb = server.physical_mb // 4


def _restart(server: Server) -> None:
    """The DBA has set the switch in Configuration Manager, and restarts the service."""
    server.windows_filestream = True
    server.restart()


def _name(world: World) -> Iterator[tuple[str, Deed]]:
    """E18a: the record of the old server leads to the new one once XPhone rests there, and back if it wakes."""
    services = [item for name, item in world.services[OLD].items() if name.startswith("Atlas")]
    at_rest = all(item.state == "STOPPED" and item.start == StartType.DISABLED for item in services)
    if at_rest and OLD not in world.names:
        yield "name there", partial(world.names.__setitem__, OLD, NEW)
    if not at_rest and OLD in world.names:
        yield "name back", partial(world.names.pop, OLD)


def _on(world: World, server: Server, name: str, now: float) -> Iterator[tuple[str, Deed]]:
    """What is done about a database that ``atlas.xml`` names."""
    found, key = server.databases.get(name.casefold()), f"{server.machine}\\{server.instance} {name}"
    if found is not None and found.restored is not None:
        return
    if _may_restore(world, server) and (source := _source(world, server, name)) is not None:
        tables, data_mb = dict(source.tables), source.data_mb
        when = datetime.fromtimestamp(now)
        yield f"restore {key}", lambda: server.restore(name, tables, when, data_mb)


def _account(world: World, host: str) -> Iterator[tuple[str, Deed]]:
    """Row 7: once the account may log on as a service, and the servers of ``atlas.xml`` are there (fact A9)."""
    if look_up(SERVICE_ACCOUNT).sid not in world.rights.get(host, {}).get(SERVICE_RIGHT, []):
        return
    services = [item for name, item in world.services[host].items() if name.startswith("Atlas")]
    if any(item.account != SERVICE_ACCOUNT for item in services):
        yield f"account {host}", partial(_enter_account, services)


def _enter_account(services: Sequence[Service]) -> None:
    """The Server Manager sets it for every service; what runs, runs on under the old one until its next start."""
    for service in services:
        service.account = SERVICE_ACCOUNT


def _pool(world: World, host: str, now: float) -> Iterator[tuple[str, Deed]]:
    """Row 7a: once the services have the account, somebody enters it for the pool of Analytics in IIS Manager."""
    services = [item for name, item in world.services[host].items() if name.startswith("Atlas")]
    pool = world.pools[host][ANALYTICS_POOL]
    if not pool.user and all(item.account == SERVICE_ACCOUNT for item in services):
        yield f"pool {host}", partial(give_account, world, pool, SERVICE_ACCOUNT, now)


def restore(world: World, host: str, now: float) -> None:
    """The restore of everything that a machine's ``atlas.xml`` names, as far as it can be done."""
    for name, instance in targets(world.folder / host).items():
        server = server_of(world, host, instance)
        if server is None or not _may_restore(world, server):
            continue
        if (source := _source(world, server, name)) is not None:
            server.restore(name, dict(source.tables), datetime.fromtimestamp(now), source.data_mb)


def _may_restore(world: World, server: Server) -> bool:
    wrong = server.faults
    if wrong.full or wrong.share or wrong.unreachable or wrong.refused:
        return False
    return server.machine != SQL_HOST or server.logins.get(SERVICE_ACCOUNT, False)


def _source(world: World, server: Server, name: str) -> Database | None:
    """The database of the old server, if a backup of it can be restored here."""
    for other in world.sql:
        found = other.databases.get(name.casefold())
        if other is server or other.machine != OLD or found is None or found.restored is not None:
            continue
        # A backup of a newer server is refused (3169).
        return found if _major(other) <= _major(server) else None
    return None


def _major(server: Server) -> int:
    return int(server.version.partition(".")[0])


def targets(folder: Path) -> Mapping[str, str]:
    """Database and instance of every entry in a machine's ``atlas.xml``; none if there is no such file."""
    drive, _, rest = INSTALL_FOLDER.partition(":\\")
    try:
        data = folder.joinpath(drive, *rest.split("\\"), "atlas.xml").read_bytes()
    except OSError:
        return {}
    found: dict[str, str] = {}
    for match in _CONNECTION.finditer(_COMMENT.sub(b"", data)):
        pairs = (item.partition("=") for item in match[1].decode("utf-8", "replace").split(";"))
        words = {key.strip().casefold(): value.strip() for key, _, value in pairs}
        if "initial catalog" in words and "data source" in words:
            found[words["initial catalog"]] = words["data source"]
    return found


def server_of(world: World, host: str, instance: str) -> Server | None:
    """The server of the story that an ``atlas.xml`` of a machine names; None if there is none."""
    try:
        wanted = read_instance(instance)
    except BadValue:
        return None
    name = machine(wanted.host) if wanted.host else host
    for server in world.sql:
        if server.machine == name and server.instance.casefold() == wanted.name.casefold():
            return server
    return None
