"""The kinds of the families ``service`` and ``account``: names, parameters, places. Declarations only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xprunbook.actions.declaring import Row, action_row, check_row, optional
from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType

_SERVICES: Final[Mapping[str, ParameterSpec]] = {"services": ParameterSpec(ParameterType.NAMES)}
"""Exact names, or patterns with ``*`` for any text: ``Atlas*``."""

_LOOKING: Final[Mapping[str, ParameterSpec]] = {**_SERVICES, "prefix": optional(ParameterType.TEXT)}
"""``prefix``: stands before each name: ``MSSQL$`` makes services of instances."""

_WAITING: Final[Mapping[str, ParameterSpec]] = {
    **_SERVICES,
    "minutes": optional(ParameterType.INTEGER),
    "meter_key": optional(ParameterType.TEXT),
    "meter_value": optional(ParameterType.TEXT),
    "meter_text": optional(ParameterType.TEXT),
}
"""``minutes``: how long one service may take. ``meter_…``: a registry key below ``HKLM\\`` and the names of its values
in which the program says how far it is, as a percent and as a text."""

_STARTS: Final = ("automatic", "delayed", "manual", "disabled")
_START: Final = ParameterSpec(ParameterType.TEXT, choices=_STARTS)
_ACCOUNT: Final = ParameterSpec(ParameterType.ACCOUNT)
_RIGHT: Final[Mapping[str, ParameterSpec]] = {
    "account": _ACCOUNT,
    "helped_by": optional(ParameterType.TEXT),
}

SERVICE: Final[tuple[Row, ...]] = (
    check_row("service.found", "service.checks:Found", _LOOKING),
    check_row("service.running", "service.checks:Running", _LOOKING),
    check_row("service.stopped", "service.checks:Stopped", _LOOKING),
    check_row("service.start-type", "service.checks:Start", {**_LOOKING, "start": _START}),
    check_row(
        "service.account",
        "service.accounts:RunsAs",
        {**_SERVICES, "account": optional(ParameterType.ACCOUNT)},
    ),
    action_row(
        "service.start",
        "service.changes:StartServices",
        {**_WAITING, "start": optional(ParameterType.TEXT, ("automatic", "delayed"))},
    ),
    action_row(
        "service.stop",
        "service.changes:StopServices",
        {**_WAITING, "start": optional(ParameterType.TEXT, ("manual", "disabled"))},
    ),
    Row(Kind("service.restart", _WAITING, check=False), "service.changes:RestartServices"),
    action_row(
        "service.set-start-type",
        "service.changes:SetStartType",
        {**_SERVICES, "start": _START, "disabled_too": optional(ParameterType.FLAG)},
    ),
    action_row(
        "service.set-account",
        "service.accounts:SetAccount",
        {**_SERVICES, "account": _ACCOUNT, "password": optional(ParameterType.PASSWORD)},
        off=True,
    ),
    check_row(
        "account.password",
        "service.logon:Password",
        {"account": _ACCOUNT, "password": optional(ParameterType.PASSWORD)},
    ),
    action_row("account.service-right", "service.logon:ServiceRight", _RIGHT),
    action_row("account.batch-right", "service.logon:BatchRight", _RIGHT),
)
"""``start`` of ``service.stop``: the start type they get before they are stopped; of ``service.start``: the one that
manual ones get before they are started. ``disabled_too``: enable disabled
ones as well. ``account``: without it the accounts are only listed."""
