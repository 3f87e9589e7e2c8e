"""The services and accounts of a practice site as they are kept: states that pass in time, rights, who logs on.

What is known of a real server (the prefix ``Atlas``, numbers of the service manager) follows the domain facts B5, G2
and the table of codes; the other names and how long things take are made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from xprunbook.practice.story import INSTALL_FOLDER, NEW, OLD, SQL_HOST

MAIN: Final = "AtlasServer"
"""The service that makes the tables when it is first started."""

FIRST_START: Final = 8.0
NEXT_START: Final = 2.0
STOP: Final = 1.5
"""Seconds of a rehearsal."""


@dataclass(slots=True)
class Service:
    """A service. ``since``: when its pending state began, in UTC seconds; ``seconds``: how long that takes; ``began``:
    it was started here before; ``runs_as``: the account of its process."""

    title: str = ""
    state: str = "STOPPED"
    start: str = "automatic"
    account: str = "LocalSystem"
    program: str = ""
    depends_on: list[str] = field(default_factory=list)
    process: int = 0
    runs_as: str = ""
    exit_code: int = 0
    own_code: int = 0
    since: float = 0.0
    seconds: float = 0.0
    began: bool = False


def _atlas(running: bool) -> dict[str, Service]:
    made = {
        MAIN: Service("XPhone Connect Server", program=rf'"{INSTALL_FOLDER}\atlasservice.exe"'),
        "AtlasVDir": Service("XPhone Connect Directory", program=rf'"{INSTALL_FOLDER}\vdir.exe"'),
        "AtlasUM": Service(
            "XPhone Connect Unified Messaging", program=rf'"{INSTALL_FOLDER}\UMS\um.exe"', depends_on=[MAIN]
        ),
    }
    for at, service in enumerate(made.values()):
        service.began = running
        if running:
            service.state, service.process, service.runs_as = "RUNNING", 2100 + 4 * at, service.account
        else:
            service.exit_code = 1077
    return made


def _sql(instance: str, process: int) -> Service:
    account = rf"NT SERVICE\MSSQL${instance}"
    program = r'"C:\Program Files\Microsoft SQL Server\MSSQL15\sqlservr.exe"'
    return Service(
        f"SQL Server ({instance})", "RUNNING", "automatic", account, program, [], process, account, began=True
    )


def services(express: bool = False) -> dict[str, dict[str, Service]]:
    """The services of each machine at the beginning. ``express``: setup made the new server instances of its own."""
    own = {
        "MSSQL$XPCONNECT2019": _sql("XPCONNECT2019", 1900),
        "MSSQL$XPANALYTICS2019": _sql("XPANALYTICS2019", 1904),
    }
    return {
        OLD: {
            **_atlas(running=True),
            "MSSQL$XPCONNECT": _sql("XPCONNECT", 1800),
            "MSSQL$XPANALYTICS": _sql("XPANALYTICS", 1804),
            "MSSQL$XPCONNECT2019": _sql("XPCONNECT2019", 1808),
            "MSSQL$XPANALYTICS2019": _sql("XPANALYTICS2019", 1812),
        },
        NEW: {**_atlas(running=False), **(own if express else {})},
        SQL_HOST: {
            "MSSQL$XPHONE": _sql("XPHONE", 1700),
            "SQLBrowser": Service(
                "SQL Server Browser",
                "RUNNING",
                account=r"NT AUTHORITY\LOCALSERVICE",
                process=1704,
                runs_as=r"NT AUTHORITY\LOCALSERVICE",
                began=True,
            ),
        },
    }


def read_services(data: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Service]]:
    """The services as they were kept; those of an older world are a state alone."""
    return {
        str(host): {str(name): _service(item) for name, item in found.items()} for host, found in data.items()
    }


def _service(item: Any) -> Service:
    if isinstance(item, str):
        running = item == "running"
        return Service(state=item.upper(), process=2100 if running else 0, began=running)
    return Service(**item)
