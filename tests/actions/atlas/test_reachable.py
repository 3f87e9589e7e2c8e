"""``atlas.reachable``: which instances answer, by TCP, by SQL Server Browser, by the service of this machine."""

from __future__ import annotations

import pytest

from tests.actions.atlas.support import (
    PATH,
    Instances,
    Job,
    MemoryFiles,
    Ports,
    Site,
    check,
    connection,
    told,
)
from xprunbook.run.contract import Finding
from xprunbook.systems.ports_windows import ServiceState
from xprunbook.systems.sql_browser import tell_instance


@pytest.mark.parametrize(
    ("source", "answering", "finding", "code"),
    [
        ("SQL01", [("SQL01", 1433)], Finding.SATISFIED, "answers"),
        ("SQL01,5000", [("SQL01", 5000)], Finding.SATISFIED, "answers"),
        ("SQL01\\I,5000", [("SQL01", 5000)], Finding.SATISFIED, "answers"),
        ("SQL01", [], Finding.BLOCKED, "silent"),
        ("SQL01\\I", [], Finding.BLOCKED, "browser-silent"),
        ("SQL02\\I", [("SQL02", 50123)], Finding.SATISFIED, "told-answers"),
        ("SQL02\\i", [], Finding.BLOCKED, "told-silent"),
        ("SQL03\\I", [("SQL03", 1433)], Finding.UNKNOWN, "no-tcp"),
        ("SQL04\\I", [("SQL04", 1433)], Finding.BLOCKED, "browser-silent"),
        ("np:SQL01\\I", [], Finding.UNKNOWN, "by-pipe"),
        ("(local)", [], Finding.UNKNOWN, "local-unsure"),
        ("(local)\\I", [], Finding.UNKNOWN, "local-unsure"),
        ("XPH-NEW\\I", [], Finding.UNKNOWN, "local-unsure"),
        ("(local)", [("localhost", 1433)], Finding.SATISFIED, "answers"),
    ],
)
def test_reachable(source: str, answering: list[tuple[str, int]], finding: Finding, code: str) -> None:
    data = f'<r><Databases><D connection="{connection("X", source)}"/></Databases></r>'.encode()
    browser = {
        "SQL02": tell_instance("SQL02", "I", 50123),
        "SQL03": tell_instance("SQL03", "I", 0),
        "SQL04": tell_instance("SQL04", "ANOTHER", 1433),
    }
    where = Site(MemoryFiles({PATH: data}), network=Ports(*answering, browser=browser))
    found = check("atlas.reachable").inspect(Job(where, helped_by="atlas-xml"))
    assert found.finding is finding
    assert code in told(found)
    assert found.jump == ("atlas-xml" if finding is Finding.BLOCKED else "")


@pytest.mark.parametrize(
    ("source", "state", "finding", "code"),
    [
        ("(local)\\I", ServiceState.RUNNING, Finding.SATISFIED, "local-runs"),
        (".\\i", ServiceState.RUNNING, Finding.SATISFIED, "local-runs"),
        ("XPH-NEW\\I", ServiceState.RUNNING, Finding.SATISFIED, "local-runs"),
        ("(local)\\I", ServiceState.START_PENDING, Finding.BLOCKED, "local-stopped"),
        ("(local)\\I", ServiceState.STOPPED, Finding.BLOCKED, "local-stopped"),
        ("(local)\\XPCONNECT", ServiceState.RUNNING, Finding.BLOCKED, "local-missing"),
        ("(local)", ServiceState.RUNNING, Finding.BLOCKED, "local-missing"),
        ("SQL01\\I", ServiceState.RUNNING, Finding.BLOCKED, "browser-silent"),
    ],
)
def test_an_instance_of_this_machine_is_told_by_its_service(
    source: str, state: ServiceState, finding: Finding, code: str
) -> None:
    """The trap of step 7: an Express instance that setup names and nobody installed must block, not stay unsure."""
    data = f'<r><Databases><D connection="{connection("X", source)}"/></Databases></r>'.encode()
    where = Site(MemoryFiles({PATH: data}), services=Instances("MSSQL$I", state))
    found = check("atlas.reachable").inspect(Job(where, helped_by="atlas-xml"))
    assert (found.finding, found.jump) == (finding, "atlas-xml" if finding is Finding.BLOCKED else "")
    assert code in told(found)


def test_reachable_asks_each_server_once() -> None:
    entries = "".join(f'<D connection="{connection(name, "SQL01")}"/>' for name in "ABC")
    network = Ports(("SQL01", 1433))
    where = Site(MemoryFiles({PATH: f"<r><Databases>{entries}</Databases></r>".encode()}), network=network)
    check("atlas.reachable").inspect(Job(where))
    assert network.asked == [("SQL01", 1433)]
