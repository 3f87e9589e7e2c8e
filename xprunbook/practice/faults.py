"""What can be wrong at a practice site: names for the command line, sentences for people. What each does stands
with the model that shows it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from xprunbook.base.language import Texts


class Fault(StrEnum):
    """The faults that can be switched on."""

    SHARE_DENIED = "share-denied"
    SHARE_FULL = "share-full"
    HOST_SILENT = "host-silent"
    WEB_ADMIN = "web-admin-503"
    POOL_STOPPED = "pool-stopped"
    POOL_LOGON = "pool-logon"
    LOG_ERRORS = "log-errors"
    FILE_READ_ONLY = "file-read-only"
    FILE_HELD = "file-held"
    FILE_CHANGED = "file-changed"
    SQL_BROWSER = "sql-browser"
    SQL_LOGIN = "sql-login"
    SQL_FULL = "sql-full"
    SQL_PARTLY = "sql-partly"
    SQL_OLDER = "sql-older"
    NOT_ELEVATED = "not-elevated"
    NO_DESKTOP = "no-desktop"
    MAC_DYNAMIC = "mac-dynamic"
    BACKUP_MANAGER_OLD = "backup-manager-old"
    SERVICE_STUCK = "service-stuck"
    SERVICE_ERROR = "service-error"
    SERVICE_MISSING = "service-missing"
    ACCOUNT_PASSWORD = "account-password"
    RIGHT_TAKEN = "right-taken"


FAULTS: Final = Texts(
    {
        Fault.SHARE_DENIED: (
            "Das Konto der Datenbank-Engine darf nicht in die Backup-Freigabe schreiben (Fehler 5).",
            "The account of the database engine may not write to the backup share (error 5).",
        ),
        Fault.SHARE_FULL: (
            "Der Datenträger der Backup-Freigabe ist voll (Fehler 112).",
            "The disk of the backup share is full (error 112).",
        ),
        Fault.HOST_SILENT: (
            "Der SQL Server SQL01 ist im Netz nicht zu erreichen.",
            "The SQL Server SQL01 cannot be reached on the network.",
        ),
        Fault.WEB_ADMIN: (
            "Web-Admin des neuen Servers antwortet mit 503.",
            "Web-Admin of the new server answers 503.",
        ),
        Fault.POOL_STOPPED: (
            "Der Pool XPhoneConnectAnalytics des neuen Servers ist beendet.",
            "The pool XPhoneConnectAnalytics of the new server is stopped.",
        ),
        Fault.POOL_LOGON: (
            "Das Konto eines Anwendungspools kann sich nicht anmelden: Nach dem Start bleibt der Pool wieder stehen.",
            "The account of an application pool cannot log on: started, the pool stops again.",
        ),
        Fault.LOG_ERRORS: (
            "Im Logfile des Backup-Managers stehen Fehler.",
            "The log of the Backup-Manager holds errors.",
        ),
        Fault.FILE_READ_ONLY: (
            "Dateien lassen sich nicht ersetzen: schreibgeschützt.",
            "Files cannot be replaced: read-only.",
        ),
        Fault.FILE_HELD: (
            "Dateien lassen sich nicht ersetzen: ein anderes Programm hält sie offen.",
            "Files cannot be replaced: another program holds them open.",
        ),
        Fault.FILE_CHANGED: (
            "Eine Datei wird ein Mal geändert, während sie ersetzt werden soll.",
            "A file is changed once while it is about to be replaced.",
        ),
        Fault.SQL_BROWSER: (
            "Der SQL Server Browser ist beendet: Niemand nennt den Port einer benannten Instanz.",
            "SQL Server Browser is stopped: nobody tells the port of a named instance.",
        ),
        Fault.SQL_LOGIN: (
            "Der SQL Server lehnt die Anmeldung ab.",
            "The SQL Server refuses the login.",
        ),
        Fault.SQL_FULL: (
            "Auf dem SQL Server ist kein Platz für Datenbanken.",
            "The SQL Server has no room for databases.",
        ),
        Fault.SQL_PARTLY: (
            "Beim ersten Start entsteht nur ein Teil der Tabellen in XPDATA.",
            "The first start makes only part of the tables in XPDATA.",
        ),
        Fault.SQL_OLDER: (
            "Der SQL Server des Ziels ist älter (2016) als die Quelle (2019).",
            "The target SQL Server is older (2016) than the source (2019).",
        ),
        Fault.NOT_ELEVATED: (
            "xprunbook läuft ohne Administratorrechte.",
            "xprunbook runs without an administrator's rights.",
        ),
        Fault.NO_DESKTOP: (
            "Die Sitzung hat keinen Desktop (SSH): Fenster sieht niemand.",
            "The session has no desktop (SSH): nobody sees a window.",
        ),
        Fault.MAC_DYNAMIC: (
            "Die MAC-Adresse des neuen Servers hat der Hypervisor selbst vergeben.",
            "The MAC address of the new server was given out by the hypervisor itself.",
        ),
        Fault.BACKUP_MANAGER_OLD: (
            "Dem Backup-Manager des neuen Servers fehlen die Patches.",
            "The Backup-Manager of the new server lacks its patches.",
        ),
        Fault.SERVICE_STUCK: (
            "Der XPhone-Dienst bleibt beim Starten hängen.",
            "The XPhone service hangs while starting.",
        ),
        Fault.SERVICE_ERROR: (
            "Der XPhone-Dienst beendet sich beim Start mit einem eigenen Fehler (1066).",
            "The XPhone service ends with an error of its own when it is started (1066).",
        ),
        Fault.SERVICE_MISSING: (
            "Auf dem neuen Server gibt es keine XPhone-Dienste.",
            "The new server has no XPhone services.",
        ),
        Fault.ACCOUNT_PASSWORD: (
            "Das Kennwort des Dienstkontos ist falsch (Fehler 1326, beim Start 1069).",
            "The password of the service account is wrong (error 1326, when starting 1069).",
        ),
        Fault.RIGHT_TAKEN: (
            "Eine Gruppenrichtlinie entzieht dem Dienstkonto „Anmelden als Dienst“ (beim Start Fehler 1069).",
            "A group policy takes “Log on as a service” from the service account (when starting error 1069).",
        ),
    }
)
"""A sentence a fault."""
