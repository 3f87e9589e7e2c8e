"""Logs for tests: the documented sample, and lines to build others from."""

from __future__ import annotations

from typing import Final

SAMPLE: Final = r"""23.01.2021 22:39:49 INF Start testing backup on a shared folder.Remotepath:
\\sqlserver\backupshare LocalPath: \\sqlserver\backupshare
23.01.2021 22:39:49 ERR Benutzer 'Atlas' nicht verfügbar. Restore XPHONE_UC
23.01.2021 22:39:49 ERR Benutzer 'sa' mit Erstinstallationspasswort nicht verfügbar. Restore
XPHONE_UC
23.01.2021 22:39:49 INF Connecting to SQL-Server: sqlserver\sql2016
23.01.2021 22:39:49 INF Sicherung der Datenbank XPHONE_UC
23.01.2021 22:39:49 ERR SQLHelper.SaveDatabase Error while saving Database XPHONE_UC
23.01.2021 22:39:49 ERR SQLHelper.SaveDatabase Cannot open backup device
'\\sqlserver\backupshare\XPHONE_UC'. Operating system error 5(Zugriff verweigert).
BACKUP DATABASE is terminating abnormally.
23.01.2021 22:39:51 INF Shared folder test ends here
"""
"""The one sample that is documented (domain fact B44)."""


def line(text: str, level: str = "ERR", minute: int = 0) -> str:
    """One entry."""
    return f"24.01.2021 08:{minute:02}:00 {level} {text}\n"
