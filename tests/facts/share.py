"""Facts of the troubleshooting chapter: log files, the share, the Backup Manager on an external SQL Server."""

from __future__ import annotations

from typing import Final

from tests.facts.fact import Fact, Order, fact, order

LOGS: Final[tuple[Fact, ...]] = (
    fact("look into the log files first", "share:read-log.number", "^1$"),
    fact(
        "every backup and restore writes one",
        "share:read-log.hints",
        de="zu jeder Sicherung und jedem Restore",
        en="every backup and every restore",
    ),
    fact("by itself", "share:read-log.hints", de="von selbst", en="by itself"),
    fact(
        "the window's header says where they are",
        "share:read-log.do",
        de="Kopfbereich des Fensters",
        en="header of the window",
    ),
    fact(
        "from there the folder can be opened",
        "share:read-log.do",
        de="Von dort den Ordner öffnen",
        en="Open the folder from there",
    ),
    fact("the move says so, too", "v8:full-backup.do", de="Kopfbereich", en="header of the window"),
)

_SHARE: Final = r"\\\\sqlserver\\backupshare"

SYMPTOM: Final[tuple[Fact, ...]] = (
    fact(
        "SQL Server is on another machine",
        "share:question/place.answers",
        de="anderen Maschine",
        en="another machine",
    ),
    fact(
        "the Backup Manager fails at backup or restore",
        "share:plan/A.fits",
        de="bei Sicherung oder Restore",
        en="at backup or restore",
    ),
    fact(
        "log: the test begins",
        "share:read-symptom.do",
        rf"INF Start testing backup on a shared folder\.Remotepath: {_SHARE} LocalPath: {_SHARE}",
    ),
    fact("log: user Atlas", "share:read-symptom.hints", "ERR Benutzer 'Atlas' nicht verfügbar"),
    fact(
        "log: user sa",
        "share:read-symptom.hints",
        "ERR Benutzer 'sa' mit Erstinstallationspasswort nicht verfügbar",
    ),
    fact("log: connecting", "share:read-symptom.do", r"INF Connecting to SQL-Server: sqlserver\\sql2016"),
    fact("log: the database", "share:read-symptom.do", "INF Sicherung der Datenbank XPHONE_UC"),
    fact(
        "log: saving failed",
        "share:read-symptom.do",
        r"ERR SQLHelper\.SaveDatabase Error while saving Database XPHONE_UC",
    ),
    fact(
        "log: the device",
        "share:read-symptom.do",
        r"Cannot open backup device '\\\\sqlserver\\backupshare\\XPHONE_UC'",
    ),
    fact(
        "log: error 5, access denied",
        "share:read-symptom.do",
        r"Operating system error 5\(Zugriff verweigert\)",
    ),
    fact("log: the end of the backup", "share:read-symptom.do", r"BACKUP DATABASE is terminating abnormally"),
    fact("log: the test ends", "share:read-symptom.do", "INF Shared folder test ends here"),
    fact("log: date and time at the start of a line", "share:read-log.hints", r"23\.01\.2021 22:39:51"),
    fact(
        "error 5 is the frequent one",
        "share:read-symptom.do",
        de="Der häufigste Fall",
        en="most frequent case",
    ),
    fact(
        "the cause is missing rights",
        "share:read-symptom.do",
        de="Konto der SQL-Engine fehlen Rechte",
        en="account of the SQL engine lacks rights",
    ),
    fact(
        "of the account SQL Server runs under",
        "share:engine-account.hints",
        de="schreibt SQL Server selbst, unter dem Konto",
        en="SQL Server writes the backup itself, under the account",
    ),
    fact("the account in the document's picture", "share:engine-account.hints", r"MSSQL\$2016"),
    fact(
        "it gets full control on the folder", "share:ntfs-permission.do", de="Vollzugriff", en="Full Control"
    ),
    fact(
        "it gets full control on the share",
        "share:share-permission.do",
        de="Vollzugriff.*Engine-Konto",
        en="Full Control.*engine account",
    ),
    fact(
        "the log in the move",
        "v8:backup-share-probe.hints",
        "Cannot open backup device",
        "Operating system error 5",
    ),
)

SHARE: Final[tuple[Fact, ...]] = (
    fact(
        "a shared folder is needed",
        "share:question/place.answers",
        de="brauchen dann einen Ordner",
        en="need a folder",
    ),
    fact(
        "for the Backup Manager and SQL Server",
        "share:question/place.answers",
        de="SQL Server und Backup-Manager",
        en="SQL Server and the Backup Manager",
    ),
    fact(
        "under the same UNC path",
        "share:question/place.answers",
        de="beide unter demselben UNC-Pfad",
        en="both reach under the same UNC path",
    ),
    fact(
        "the same path on both machines",
        "share:create-share.do",
        de="beiden Maschinen den UNC-Pfad",
        en="UNC path in Explorer on both machines",
    ),
    fact(
        "best on the SQL Server's machine",
        "share:input/share_folder.help",
        de="Am besten auf dem SQL Server",
        en="Preferably on the SQL Server",
    ),
    fact("C:\\XPhoneBackup, say", "share:input/share_folder.default", r"C:\\XPhoneBackup"),
    fact("C:\\XPhoneBackup in the move", "v8:backup-share-folder.do", r"C:\\XPhoneBackup"),
    fact("enough free space", "share:create-folder.do", de="Freien Platz", en="free space"),
    fact(
        "because SQL Server is fastest on its own disks",
        "share:create-folder.hints",
        de="auf eigene Platten",
        en="disks of its own",
    ),
    fact(
        "but it may be anywhere on the network",
        "share:create-folder.hints",
        de="überall im Netz",
        en="anywhere on the network",
    ),
    fact(
        "the document wants the share on both machines",
        "share:create-share.hints",
        de="Freigabe auf beiden Rechnern",
        en="share on both machines",
    ),
    fact(
        "\\\\SQLSERVER\\XPhoneBackup, say", "share:input/backup_share.example", r"\\\\SQLSERVER\\XPhoneBackup"
    ),
    fact(
        "full control for the service account, share",
        "share:share-permission.do",
        r"service_account",
        de="Vollzugriff",
        en="Full Control",
    ),
    fact(
        "full control for the service account, folder",
        "share:ntfs-permission.do",
        r"svc-xphone:\(OI\)\(CI\)F",
    ),
    fact("the document's SQL Backup Agent Service", "share:engine-account.hints", "SQL Backup Agent Service"),
    fact(
        "rights for both in the move",
        "v8:backup-share-rights.do",
        "service_account",
        de="Engine-Konto",
        en="engine account",
    ),
    fact(
        "SQL Server puts the backup there",
        "share:probe-account.hints",
        de="SQL Server legt die Sicherung in der Freigabe ab",
        en="SQL Server puts the backup into the share",
    ),
    fact(
        "the Backup Manager tells it to and fetches it",
        "share:probe-account.hints",
        de="Backup-Manager holt sie in seinen eigenen Ordner",
        en="Backup Manager fetches it",
    ),
    fact(
        "into a folder of the XPhone server",
        "share:probe-account.hints",
        de="auf dem XPhone-Server",
        en="on the XPhone server",
    ),
    fact(
        "so it needs rights itself",
        "share:probe-account.hints",
        de="brauchen beide Konten Rechte",
        en="both accounts need rights",
    ),
)

MANAGER: Final[tuple[Fact, ...]] = (
    fact(
        "the Backup Manager runs as the service account",
        "share:start-as-account.title",
        de="als Dienstkonto starten",
        en="as the service account",
    ),
    fact(
        "this is what matters",
        "share:start-as-account.warnings",
        de="sagt der Test nichts",
        en="the test says nothing",
    ),
    fact(
        "first way: log on as the account",
        "share:start-logged-on.do",
        "service_account",
        de="anmelden",
        en="Log on",
    ),
    fact("on the XPhone server", "share:start-logged-on.do", "xphone_server"),
    fact("second way, if that is impossible", "share:start-as-other-user.when", "interactive_logon=no"),
    fact("the program", "share:start-as-other-user.do", r"XPhoneServerBackup\.exe"),
    fact("in its folder", "share:start-as-other-user.do", r"C:\\Program Files\\C4B\\XPhone Connect Server\\"),
    fact("run as different user", "share:start-as-other-user.do", "Als anderen Benutzer ausführen"),
    fact("with Shift held", "share:start-as-other-user.do", de="Shift gedrückt halten", en="Hold Shift"),
    fact("in the context menu", "share:start-as-other-user.do", de="rechten Maustaste", en="right-click"),
    fact(
        "not without Shift",
        "share:start-as-other-user.hints",
        de="Ohne Shift fehlt",
        en="Without Shift the menu lacks",
    ),
    fact("the dialog", "share:enter-path.do", "Zugriff auf externen SQL-Server konfigurieren"),
    fact("takes the UNC path", "share:enter-path.do", "backup_share", "UNC"),
    fact("and has a button Test", "share:press-test.do", "Test"),
    fact(
        "the move tests the share as well",
        "v8:test-share.do",
        "Zugriff auf externen SQL-Server konfigurieren",
        "Test",
    ),
    fact(
        "the move starts it as the account",
        "v8:test-share.do",
        "Shift",
        de="als Dienstkonto",
        en="as the service account",
    ),
)

ORDERS: Final[tuple[Order, ...]] = (
    order(
        "log, symptom, cause, folder, share, rights, start, path, test",
        "share:A",
        "read-log",
        "read-symptom",
        "engine-account",
        "create-folder",
        "create-share",
        "share-rights",
        "start-as-account",
        "enter-path",
        "press-test",
    ),
    order(
        "in the move the share is there before the restore", "v8:C,D", "backup-share", "test-share", "restore"
    ),
)
