"""What people at a practice site do by hand: a while after its ground is there, and not when something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.jobs import TestJob
from tests.practice.test_sql import Still, silent
from xprunbook.actions.catalogue import ActionKinds
from xprunbook.practice.faults import Fault
from xprunbook.practice.hands import PATIENCE, targets
from xprunbook.practice.kept_sql import KeptSql
from xprunbook.practice.machine import PracticeMachine
from xprunbook.practice.places import Places
from xprunbook.practice.rights import PracticeAccounts
from xprunbook.practice.services import PracticeServices
from xprunbook.practice.site import PracticeSite
from xprunbook.practice.sql import Server
from xprunbook.practice.story import (
    ADDRESSES,
    DATABASES,
    INSTALL_FOLDER,
    NEW,
    OLD,
    PATCHED,
    SERVICE_ACCOUNT,
    TABLES,
    script,
)
from xprunbook.practice.world import World, open_world
from xprunbook.run.contract import Finding
from xprunbook.systems.ports import NETWORK
from xprunbook.systems.ports_windows import SERVICE_RIGHT, SERVICES, ServiceState, StartType
from xprunbook.systems.sql import SCRIPT, Ask, Order, Request, Where
from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble

TARGET = "SQL01\\XPHONE"


class Place:
    """A world with a clock that a test moves."""

    def __init__(self, folder: Path, *faults: Fault) -> None:
        self.time = 1_800_000_000.0
        self.world: World = open_world(folder, lambda: self.time, faults)
        self.sql = KeptSql(self.world, NEW, lambda: self.time)

    def server(self, machine: str = "SQL01", instance: str = "XPHONE") -> Server:
        """A server of the world."""
        return next(item for item in self.world.sql if (item.machine, item.instance) == (machine, instance))

    def do(self, order: Order, **given: str | int) -> None:
        """Carry an order out on the target."""
        self.sql.connect(Where(TARGET), Still()).do(Request(order, (), (), given), Still(), silent)

    def look(self, server: str = TARGET) -> None:
        """Somebody looks, and again a while later."""
        self.sql.connect(Where(server), Still())
        self.time += PATIENCE
        self.sql.connect(Where(server), Still())

    def create(self) -> None:
        """Rows 2a and 8 are done: the databases are there, and the new server's atlas.xml names them."""
        for name in DATABASES:
            self.do(Order.CREATE_DATABASE, database=name)
        self.point(NEW, {f"(local)\\{name}": TARGET for name in ("XPCONNECT", "XPANALYTICS")})

    def point(self, host: str, instances: dict[str, str]) -> None:
        """Let atlas.xml of a machine name other instances."""
        drive, _, rest = INSTALL_FOLDER.partition(":\\")
        path = self.world.folder.joinpath(host, drive, *rest.split("\\"), "atlas.xml")
        data = path.read_bytes()
        for before, after in instances.items():
            data = data.replace(f'Source={before}"'.encode(), f'Source={after}"'.encode())
        path.write_bytes(data)
        assert set(targets(self.world.folder / host).values()) == set(instances.values())

    def grant(self) -> None:
        """Step E14 is done."""
        self.do(Order.CREATE_LOGIN, account=SERVICE_ACCOUNT)
        self.do(Order.ADD_SYSADMIN, account=SERVICE_ACCOUNT)


def test_the_account_is_entered_a_while_after_it_may_log_on(tmp_path: Path) -> None:
    place = Place(tmp_path)
    places = Places(place.world, NEW)
    services = PracticeServices(places, lambda: place.time)
    PracticeAccounts(places).grant(SERVICE_ACCOUNT, SERVICE_RIGHT)
    place.look()
    assert services.facts("AtlasServer").account == "LocalSystem", (
        "atlas.xml names an instance that is not there"
    )
    place.create()
    services.find("Atlas*")
    assert services.facts("AtlasServer").account == "LocalSystem"
    place.time += PATIENCE
    assert {item.account for item in services.find("Atlas*")} == {SERVICE_ACCOUNT}


def test_nobody_starts_the_service_unasked(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.create()
    place.look()
    assert not place.server().databases["xpdata"].tables


def test_a_restore_follows_sysadmin_and_brings_the_source(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.create()
    place.look()
    assert place.server().databases["xpdata"].restored is None
    place.grant()
    place.look()
    found = place.server().databases["xpdata"]
    assert (found.recovery, found.users, found.data_mb) == ("FULL", {}, 900)
    assert found.restored is not None
    assert found.tables == place.server(OLD, "XPCONNECT").databases["xpdata"].tables


@pytest.mark.parametrize("fault", [Fault.SQL_OLDER, Fault.SHARE_DENIED, Fault.SHARE_FULL])
def test_a_restore_that_cannot_be_does_not_happen(tmp_path: Path, fault: Fault) -> None:
    place = Place(tmp_path)
    place.create()
    place.grant()
    place.world.switch(on=(fault,))
    place.look()
    assert place.server().databases["xpdata"].restored is None
    place.world.switch(off=(fault,))
    place.look()
    assert place.server().databases["xpdata"].restored is not None


def test_the_update_of_express_is_restored_into_its_new_instances(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.look(f"{OLD}\\XPCONNECT2019")
    assert not place.server(OLD, "XPCONNECT2019").databases
    place.point(OLD, {f"(local)\\{name}": f"(local)\\{name}2019" for name in ("XPCONNECT", "XPANALYTICS")})
    place.look(f"{OLD}\\XPCONNECT2019")
    assert set(place.server(OLD, "XPCONNECT2019").databases) == {"xpdata", "xpvdir"}
    assert set(place.server(OLD, "XPANALYTICS2019").databases) == {"xpstats", "xpstatsraw"}


def test_the_service_is_restarted_a_while_after_filestream_was_set(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.do(Order.FILESTREAM, level=2)
    assert place.server().filestream == (2, 0)
    place.look()
    assert place.server().filestream == (2, 2)


def test_a_script_of_the_story_makes_its_database(tmp_path: Path) -> None:
    place = Place(tmp_path)
    session = place.sql.connect(Where(TARGET), Still())
    text = script("XPDATA").decode("utf-16")
    batches = text.split("\r\nGO\r\n")[:-1]
    place.world.switch(on=(Fault.SQL_FULL,))
    for batch in batches[:1]:
        session.do(Request(SCRIPT, (batch,)), Still(), silent)
    with pytest.raises(SqlRefused) as raised:
        session.do(Request(SCRIPT, (batches[4],)), Still(), silent)
    assert raised.value.trouble is SqlTrouble.FULL
    place.world.switch(off=(Fault.SQL_FULL,))
    for batch in batches[1:]:
        session.do(Request(SCRIPT, (batch,)), Still(), silent)
    assert place.server().databases["xpdata"].tables == TABLES


def test_the_old_name_moves_a_while_after_its_server_rests_and_back_when_it_wakes(tmp_path: Path) -> None:
    place = Place(tmp_path)
    here = PracticeSite(place.world, "en", now=lambda: place.time)
    services = here.at(OLD).system(SERVICES)

    def leads() -> str:
        (address,) = here.system(NETWORK).resolve(OLD, 5, Still())
        return next(host for host, known in ADDRESSES.items() if known == address)

    def found() -> Finding:
        check = ActionKinds().load("dns.resolves")
        assert check is not None
        return check.inspect(TestJob({"host": OLD, "same_as": NEW}, here.at(NEW))).finding

    def pass_time() -> None:
        services.find("Atlas*")
        place.time += PATIENCE

    for one in services.find("Atlas*"):
        services.set_start(one.name, StartType.DISABLED)
    pass_time()
    assert leads() == OLD, "its services still run"
    for name in ("AtlasUM", "AtlasVDir", "AtlasServer"):
        services.stop(name)
        pass_time()
        services.find("Atlas*")
    assert (leads(), found()) == (OLD, Finding.NEEDED), "somebody has only just seen them stopped"
    pass_time()
    assert (leads(), found()) == (NEW, Finding.SATISFIED)
    assert here.system(NETWORK).resolve(ADDRESSES[OLD], 5, Still()) == (ADDRESSES[OLD],)
    assert open_world(tmp_path, lambda: place.time).names == {OLD: NEW}
    services.set_start("AtlasServer", StartType.AUTOMATIC)
    pass_time()
    assert leads() == OLD


def test_the_memory_is_limited_once_somebody_has_seen_that_it_is_not(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.look()
    assert place.server().memory_mb > place.server().physical_mb, "nobody looked at it"
    asked = Request(Ask.SETTING, (), (), {"setting": "max server memory (MB)"})
    place.sql.connect(Where(TARGET), Still()).ask(asked, Still())
    place.look()
    assert place.server().memory_mb < place.server().physical_mb


def test_the_patches_follow_a_look_at_the_backup_manager(tmp_path: Path) -> None:
    """And are there when the rehearsal is taken up again. A fault is not mended by itself."""
    place = Place(tmp_path, Fault.BACKUP_MANAGER_OLD)
    manager = rf"{INSTALL_FOLDER}\XPhoneServerBackup.exe"
    old, new = (PracticeMachine(Places(place.world, host), lambda: place.time) for host in (OLD, NEW))
    before = old.file_version(manager), new.file_version(manager)
    assert PATCHED not in before
    place.look()
    assert (old.file_version(manager), new.file_version(manager)) == (PATCHED, before[1])
    again = PracticeMachine(Places(open_world(tmp_path, lambda: place.time), OLD), lambda: place.time)
    assert again.file_version(manager) == PATCHED


def test_only_instances_that_nothing_uses_are_stopped(tmp_path: Path) -> None:
    """Step E13c of the update of Express: XPhone runs with the new ones, and somebody looks at the old ones."""
    place = Place(tmp_path)
    services = PracticeServices(Places(place.world, OLD), lambda: place.time)

    def running() -> set[str]:
        found = services.find("MSSQL$*")
        return {item.name.partition("$")[2] for item in found if item.state is ServiceState.RUNNING}

    instances = ("XPCONNECT", "XPANALYTICS")
    both = {*instances, *(f"{name}2019" for name in instances)}
    assert running() == both
    place.look()
    assert running() == both, "atlas.xml names them"
    place.point(OLD, {rf"(local)\{name}": rf"(local)\{name}2019" for name in instances})
    assert running() == both, "nobody had the time"
    place.look()
    assert running() == {f"{name}2019" for name in instances}
