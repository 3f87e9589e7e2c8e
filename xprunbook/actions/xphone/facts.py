"""What is known of an installation of the XPhone Connect Server, with the number of the domain fact."""

from __future__ import annotations

from typing import Final

KEY: Final = r"HKLM\SOFTWARE\C4B\XPhoneServer"
"""B1: its value ``InstallDir`` names the folder, with or without a backslash at the end."""

SERVER_STATE: Final = rf"{KEY}\ServerState"
"""B2: ``ServerStartupMeter``, a percent number, and ``ServerStartupInfo``, a text, while the server starts or stops."""

METER: Final = "ServerStartupMeter"
INFO: Final = "ServerStartupInfo"

DEFAULT_FOLDER: Final = r"C:\Program Files\C4B\XPhone Connect Server"
"""B3."""

BACKUP_MANAGER: Final = "XPhoneServerBackup.exe"
"""B3: directly in the folder."""

PROGRAMS: Final = ("atlasservice.exe", BACKUP_MANAGER, "ServerMng.exe")
"""B6, B3, B9. Where the first and the last lie is not documented: they are named when they are in the folder."""

LICENCES: Final = (r"licenses\license.xml", r"license\license.xml")
"""B19: two sources, two folders."""

SERVICES: Final = "Atlas*"
"""B5."""

RUNS_INSTALLERS: Final = "9.0.330.1359"
"""D5: from this file version on the Backup-Manager runs the installers itself after a restore."""

RESTORES_LATEST: Final = "9.8.138.1142"
"""D4: from this file version on it knows ``/restoreLatest``."""
