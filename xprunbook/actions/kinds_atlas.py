"""The kinds of the family ``atlas``: names, parameters, places. Declarations only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xprunbook.actions.declaring import Row, action_row, check_row, optional
from xprunbook.runbook.kinds import ParameterSpec, ParameterType

_ATLAS_TARGETS: Final[Mapping[str, ParameterSpec]] = {
    "file": optional(ParameterType.PATH),
    "server": ParameterSpec(ParameterType.SQL_INSTANCE),
    "databases": optional(ParameterType.NAMES),
    "targets": optional(ParameterType.NAMES),
    "use_login": optional(ParameterType.TEXT, ("windows", "none", "keep")),
}
"""Where an ``atlas.xml`` should point. ``file``: found if left out; ``databases``: otherwise all; ``targets``:
``DATABASE=SERVER\\INSTANCE`` entries for single ones; ``use_login``: otherwise windows."""

ATLAS: Final[tuple[Row, ...]] = (
    action_row(
        "atlas.point-databases",
        "atlas.kinds:PointDatabases",
        {**_ATLAS_TARGETS, "integrated": optional(ParameterType.FLAG)},
    ),
    action_row(
        "atlas.rename-instance",
        "atlas.kinds:RenameInstance",
        {
            "file": optional(ParameterType.PATH),
            "instances": optional(ParameterType.NAMES),
            "databases": optional(ParameterType.NAMES),
        },
    ),
    check_row(
        "atlas.targets",
        "atlas.checks:Targets",
        {
            **_ATLAS_TARGETS,
            "server": optional(ParameterType.SQL_INSTANCE),
            "old": optional(ParameterType.NAMES),
            "old_instances": optional(ParameterType.NAMES),
        },
    ),
    check_row(
        "atlas.databases",
        "atlas.checks_list:Databases",
        {"file": optional(ParameterType.PATH), "databases": ParameterSpec(ParameterType.NAMES)},
    ),
    check_row(
        "atlas.reachable",
        "atlas.reachable:Reachable",
        {
            "file": optional(ParameterType.PATH),
            "databases": optional(ParameterType.NAMES),
            "seconds": optional(ParameterType.INTEGER),
        },
    ),
    check_row(
        "atlas.unchanged",
        "atlas.checks:Unchanged",
        {"file": optional(ParameterType.PATH), "sha256": optional(ParameterType.TEXT)},
    ),
)
"""``instances``: ``OLD=NEW`` entries, otherwise those of the update of SQL Server Express; ``old``: ``SERVER``,
``\\INSTANCE`` or ``SERVER\\INSTANCE`` that nothing may name any more; ``old_instances``: the same for names of
instances. Without ``server`` only that is looked at, and that every database is there."""
