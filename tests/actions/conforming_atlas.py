"""The situations in which the kinds for ``atlas.xml`` are held to their declarations, on a real folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from tests.actions.atlas.support import SMALL
from tests.actions.conformance import Case, Setting
from tests.actions.conforming import FakeNetwork
from tests.actions.jobs import ChosenSite
from xprunbook.run.contract import Finding
from xprunbook.runbook.substitute import Filled


class _Installed:
    """An installation in the folder of the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folders(self) -> tuple[str, ...]:
        """The one folder."""
        return (str(self._folder),)

    def running(self) -> tuple[str, ...]:
        """No service runs."""
        return ()

    def names(self) -> tuple[str, ...]:
        """This machine."""
        return ("XPH-NEW",)


def _atlas(folder: Path, parameters: dict[str, Filled], text: str = SMALL) -> Setting:
    from xprunbook.actions.atlas.files import RealConfigFiles

    (folder / "atlas.xml").write_bytes(text.encode())
    systems: dict[str, object] = {"config-files": RealConfigFiles(), "installation": _Installed(folder)}
    return Setting(parameters, ChosenSite(**systems, network=FakeNetwork()))


_DIGEST: Final = hashlib.sha256(SMALL.encode()).hexdigest()

CASES: Final[tuple[Case, ...]] = (
    Case(
        "atlas.point-databases",
        "another server",
        lambda folder: _atlas(folder, {"server": "SQL01\\XP"}),
        Finding.NEEDED,
    ),
    Case(
        "atlas.point-databases",
        "no database",
        lambda folder: _atlas(folder, {"server": "SQL01\\XP"}, "<Atlas/>"),
        Finding.BLOCKED,
    ),
    Case("atlas.rename-instance", "old instances", lambda folder: _atlas(folder, {}), Finding.NEEDED),
    Case(
        "atlas.targets",
        "not there yet",
        lambda folder: _atlas(folder, {"server": "SQL01\\XP"}),
        Finding.NEEDED,
    ),
    Case(
        "atlas.databases",
        "another list",
        lambda folder: _atlas(folder, {"databases": ("XPHONE_UC",)}),
        Finding.NEEDED,
    ),
    Case("atlas.reachable", "as it is", lambda folder: _atlas(folder, {}), Finding.UNKNOWN),
    Case("atlas.unchanged", "never changed", lambda folder: _atlas(folder, {}), Finding.UNKNOWN),
    Case(
        "atlas.unchanged", "as it was", lambda folder: _atlas(folder, {"sha256": _DIGEST}), Finding.SATISFIED
    ),
)
