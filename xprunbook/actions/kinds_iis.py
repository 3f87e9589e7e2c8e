"""The kinds of the families ``iis`` and ``event-log``: names, parameters, places. Declarations only."""

from __future__ import annotations

from typing import Final

from xprunbook.actions.declaring import TEXT, Row, action_row, check_row, optional
from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType

_NAMES: Final = ParameterSpec(ParameterType.NAMES)
_ACCOUNT: Final = ParameterSpec(ParameterType.ACCOUNT)

IIS: Final[tuple[Row, ...]] = (
    check_row("iis.pools", "iis.checks:Pools", {"pools": _NAMES}),
    check_row("iis.pools-stopped", "iis.checks:PoolsStopped", {"pools": _NAMES}),
    check_row("iis.pool-account", "iis.checks:PoolAccount", {"pool": TEXT, "account": _ACCOUNT}),
    check_row(
        "iis.applications",
        "iis.applications:Applications",
        {"below": TEXT, "folders": optional(ParameterType.NAMES)},
    ),
    check_row(
        "iis.responds",
        "iis.applications:Responds",
        {
            "below": TEXT,
            "folder": TEXT,
            "host": optional(ParameterType.HOST),
            "seconds": optional(ParameterType.INTEGER),
        },
    ),
    Row(
        Kind(
            "iis.open-page",
            {"below": TEXT, "folder": TEXT, "host": optional(ParameterType.HOST)},
            check=False,
        ),
        "iis.opening:OpenPage",
    ),
    action_row("iis.start-pools", "iis.changes:StartPools", {"pools": _NAMES}),
    action_row("iis.stop-pools", "iis.changes:StopPools", {"pools": _NAMES}),
    Row(Kind("iis.recycle-pool", {"pool": TEXT}, check=False), "iis.changes:RecyclePool"),
    action_row(
        "iis.set-pool-account",
        "iis.account:SetPoolAccount",
        {"pool": TEXT, "account": _ACCOUNT, "password": optional(ParameterType.PASSWORD)},
        off=True,
    ),
)
"""``pools``: names, or patterns with ``*``; a pattern takes what is there, a name must be there. ``below``: the path
of the applications; ``folders``: ``FOLDER=what people call it``, found by the folder their files lie in; ``host``: in
the place of ``localhost`` in addresses."""

EVENT_LOG: Final[tuple[Row, ...]] = (
    check_row(
        "event-log.errors",
        "events:EventLogErrors",
        {"sources": _NAMES, "within_minutes": optional(ParameterType.INTEGER)},
    ),
)
"""``sources``: names of event sources, or patterns with ``*``; ``within_minutes``: otherwise since the step's action
began, or an hour."""
