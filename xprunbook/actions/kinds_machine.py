"""The kinds of the families ``machine``, ``file.version``, ``registry``, ``program`` and ``xphone``: names, parameters,
places. Declarations only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xprunbook.actions.declaring import TEXT, Row, action_row, check_row, optional
from xprunbook.runbook.kinds import Kind, ParameterSpec, ParameterType

NET_RELEASES: Final[Mapping[str, int]] = {
    "4.6.2": 394_802,
    "4.7.2": 461_808,
    "4.8": 528_040,
    "4.8.1": 533_320,
}
"""The least value of ``Release`` by version (Microsoft, "How to: Determine which .NET Framework versions are
installed"; domain fact G35)."""

_IN_FOLDER: Final[Mapping[str, ParameterSpec]] = {
    "registry": optional(ParameterType.TEXT),
    "folder": optional(ParameterType.PATH),
}
"""Where a program lies that is named without its folder. ``registry``: key and value that hold the folder
(``HKLM\\…\\InstallDir``); ``folder``: where to look when the registry has none."""

_AS_ACCOUNT: Final[Mapping[str, ParameterSpec]] = {
    "account": optional(ParameterType.ACCOUNT),
    "password": optional(ParameterType.PASSWORD),
}

MACHINE: Final[tuple[Row, ...]] = (
    check_row("machine.elevated", "machine.checks:Elevated", {}),
    check_row(
        "machine.windows",
        "machine.checks:Windows",
        {
            "build": optional(ParameterType.INTEGER),
            "server": optional(ParameterType.FLAG),
            "net": optional(ParameterType.TEXT, tuple(NET_RELEASES)),
        },
    ),
    check_row("machine.static-mac", "machine.mac:StaticMac", {}),
    check_row(
        "file.version",
        "machine.checks:FileVersion",
        {"path": TEXT, **_IN_FOLDER, "at_least": optional(ParameterType.TEXT)},
    ),
    check_row(
        "registry.value",
        "machine.checks:RegistryValue",
        {"key": TEXT, "name": optional(ParameterType.TEXT), "equals": optional(ParameterType.TEXT)},
    ),
    Row(
        Kind(
            "program.open",
            {
                "program": TEXT,
                **_IN_FOLDER,
                "arguments": optional(ParameterType.NAMES),
                **_AS_ACCOUNT,
                "go_on": optional(ParameterType.FLAG),
            },
            check=False,
        ),
        "machine.opening:ProgramOpen",
    ),
    check_row("xphone.server", "xphone.server:Server", {}),
    check_row(
        "xphone.backup-manager",
        "xphone.backup_manager:BackupManager",
        {"at_least": optional(ParameterType.TEXT)},
    ),
    check_row("xphone.licence", "xphone.licence:Licence", {}),
    action_row(
        "xphone.restore-latest",
        "xphone.restore_latest:RestoreLatest",
        {"file": optional(ParameterType.PATH), **_AS_ACCOUNT},
        off=True,
    ),
)
"""``build``: the least build of Windows; ``server``: it must be a Windows Server; ``net``: the least .NET Framework.
``at_least``: a file version. ``go_on``: nobody waits until the window is closed. ``equals``: what a value must be;
without ``name`` the key itself is meant."""
