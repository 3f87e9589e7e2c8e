"""The sentences of ``backup-log.analyse``: milestones, known causes, and what helps."""

from __future__ import annotations

from typing import Final

from xprunbook.actions.troubles import texts
from xprunbook.base.language import Texts

TEXTS: Final[Texts] = texts(
    {
        "log.test-started": (
            "Test der Freigabe beginnt: {remote} (hier: {local})",
            "Test of the share begins: {remote} (here: {local})",
        ),
        "log.test-ended": ("Test der Freigabe ist zu Ende", "Test of the share has ended"),
        "log.connecting": ("Verbindung zum SQL Server {server}", "Connecting to SQL Server {server}"),
        "log.saving": ("Sicherung der Datenbank {database}", "Backup of the database {database}"),
        "log.restoring": (
            "Wiederherstellung der Datenbank {database}",
            "Restore of the database {database}",
        ),
        "log.error": ("Unbekannter Fehler: {text}", "Unknown error: {text}"),
        "log.missing": ("Das Protokoll {path} gibt es nicht.", "There is no log {path}."),
        "log.missing-helps": (
            "Den Ordner zeigt der Kopf des Backup-Manager-Fensters; die neueste Datei darin nehmen.",
            "The head of the Backup-Manager's window shows the folder; take the newest file in it.",
        ),
        "log.empty": ("Das Protokoll {path} ist leer.", "The log {path} is empty."),
        "log.no-log": (
            "In {path} hat keine Zeile die Form eines Backup-Manager-Protokolls.",
            "No line of {path} has the form of a Backup-Manager log.",
        ),
        "log.no-error": (
            "Kein Fehler in {lines} Zeilen bis {last}. Das allein beweist keine Sicherung: nachsehen, ob sie da ist.",
            "No error in {lines} lines up to {last}. That alone proves no backup: look whether it is there.",
        ),
        "log.unknown-errors": (
            "{count} Fehler, deren Ursache nicht bekannt ist. Der letzte: {text}",
            "{count} errors whose cause is not known. The last one: {text}",
        ),
        "log.unknown-helps": (
            "Den Wortlaut beim Hersteller nachfragen oder von Hand beurteilen.",
            "Ask the vendor about the wording, or judge it by hand.",
        ),
        "log.entry": (
            "Zeile {line}, {at}, {count} mal: {text}",
            "Line {line}, {at}, {count} times: {text}",
        ),
        "log.earlier": (
            "Früher, danach erneut versucht: Zeile {line}, {at}, {count} mal: {text}",
            "Earlier, tried again since: line {line}, {at}, {count} times: {text}",
        ),
        "log.warning": (
            "Warnung in Zeile {line}, {at}, {count} mal: {text}",
            "Warning in line {line}, {at}, {count} times: {text}",
        ),
        "log.notice": (
            "Wahrscheinlich harmlos, nicht bestätigt (Zeile {line}, {count} mal): {text}",
            "Probably harmless, not confirmed (line {line}, {count} times): {text}",
        ),
        "log.more": (
            "{count} weitere Fehler sind gezählt, aber nicht einzeln aufgeführt.",
            "{count} more errors are counted, but not listed.",
        ),
        "log.old": (
            "{count} Einträge sind älter als {hours} Stunden und wurden nicht beurteilt.",
            "{count} entries are older than {hours} hours and were not judged.",
        ),
        "log.restarted": (
            "Das Protokoll wurde währenddessen neu begonnen.",
            "The log was begun anew meanwhile.",
        ),
        "cause.share-rights": (
            "Das Konto des SQL-Server-Dienstes darf auf {device} nicht schreiben (Betriebssystemfehler {number}).",
            "The account of the SQL Server service may not write to {device} (operating system error {number}).",
        ),
        "helps.share-rights": (
            "Dem Konto der Datenbank-Engine Vollzugriff geben, auf der Freigabe und in NTFS: NT SERVICE\\MSSQL$INSTANZ "
            "(Standardinstanz NT SERVICE\\MSSQLSERVER), wenn der Ordner auf dem SQL Server liegt; liegt er woanders, "
            "dem Rechnerkonto DOMÄNE\\SQLHOST$. Welches Konto es ist, steht beim Dienst.",
            "Grant the database engine's account full control, on the share and in NTFS: NT SERVICE\\MSSQL$INSTANCE "
            "(default instance NT SERVICE\\MSSQLSERVER) if the folder is on the SQL Server; if it is elsewhere, the "
            "computer account DOMAIN\\SQLHOST$. The service says which account it is.",
        ),
        "cause.share-path": (
            "Der SQL Server findet den Pfad {device} nicht (Betriebssystemfehler {number}).",
            "The SQL Server does not find the path {device} (operating system error {number}).",
        ),
        "helps.share-path": (
            "Backup-Manager und SQL Server brauchen denselben UNC-Pfad; den Ordner anlegen.",
            "Backup-Manager and SQL Server need the same UNC path; create the folder.",
        ),
        "cause.share-server": (
            "Der SQL Server erreicht den Rechner von {device} nicht (Betriebssystemfehler {number}).",
            "The SQL Server does not reach the machine of {device} (operating system error {number}).",
        ),
        "helps.share-server": (
            "Auf dem SQL Server prüfen: Name, DNS und Firewall für SMB (TCP 445).",
            "On the SQL Server check name, DNS and the firewall for SMB (TCP 445).",
        ),
        "cause.share-name": (
            "Die Freigabe {device} gibt es auf ihrem Rechner nicht (Betriebssystemfehler {number}).",
            "The share {device} does not exist on its machine (operating system error {number}).",
        ),
        "helps.share-name": (
            "Die Freigabe anlegen oder den Namen im Backup-Manager berichtigen.",
            "Create the share, or correct the name in the Backup-Manager.",
        ),
        "cause.share-gone": (
            "Die Verbindung zu {device} ist abgerissen (Betriebssystemfehler {number}).",
            "The connection to {device} broke (operating system error {number}).",
        ),
        "helps.share-gone": (
            "Noch einmal versuchen; kommt es wieder, das Netz zwischen SQL Server und Freigabe prüfen.",
            "Try again; if it returns, check the network between SQL Server and share.",
        ),
        "cause.share-logon": (
            "Die Anmeldung an {device} wird nicht angenommen (Betriebssystemfehler {number}).",
            "The logon at {device} is not accepted (operating system error {number}).",
        ),
        "helps.share-logon": (
            "Konto und Kennwort des SQL-Server-Dienstes prüfen; lokale Konten gelten auf anderen Rechnern nicht.",
            "Check account and password of the SQL Server service; local accounts mean nothing on other machines.",
        ),
        "cause.disk-full": (
            "Es ist kein Platz mehr auf dem Datenträger des Ziels oder der Datenbank.",
            "There is no room left on the volume of the target or the database.",
        ),
        "helps.disk-full": (
            "Platz schaffen (alte Sicherungen) oder einen anderen Ordner nehmen, dann wiederholen.",
            "Make room (old backups) or take another folder, then try again.",
        ),
        "cause.file-in-use": (
            "{device} wird von einem anderen Programm benutzt (Betriebssystemfehler {number}).",
            "{device} is in use by another program (operating system error {number}).",
        ),
        "helps.file-in-use": (
            "Virenscanner und andere Sicherungsprogramme für den Ordner ausnehmen und wiederholen.",
            "Exempt the folder from virus scanners and other backup programs, and try again.",
        ),
        "cause.sysadmin": (
            "Dem Konto, das sich am SQL Server anmeldet, fehlen Rechte für Sicherung oder Wiederherstellung.",
            "The account that logs on to SQL Server lacks the rights for backup or restore.",
        ),
        "helps.sysadmin": (
            "Dem Dienstkonto des XPhone Servers für den Umzug die Serverrolle sysadmin geben, danach wieder nehmen.",
            "Give the XPhone server's service account the server role sysadmin for the move; take it back later.",
        ),
        "cause.newer-backup": (
            "Die Sicherung stammt von SQL Server {backup}; dieser Server ist älter ({server}).",
            "The backup is from SQL Server {backup}; this server is older ({server}).",
        ),
        "helps.newer-backup": (
            "SQL Server stellt nie auf eine ältere Version wieder her: einen gleich alten oder neueren SQL Server "
            "nehmen oder die Datenbank als Skript übertragen.",
            "SQL Server never restores to an older version: take a SQL Server of the same or a newer version, or "
            "carry the database over as a script.",
        ),
        "cause.express-limit": (
            "Die Datenbank ist größer, als SQL Server Express erlaubt ({limit} MB).",
            "The database is larger than SQL Server Express allows ({limit} MB).",
        ),
        "helps.express-limit": (
            "Die Datenbank verkleinern oder eine größere Edition nehmen.",
            "Shrink the database, or take a larger edition.",
        ),
        "cause.login": (
            "Der SQL Server nimmt die Anmeldung von {user} nicht an.",
            "The SQL Server does not accept the login of {user}.",
        ),
        "helps.login": (
            "Den Backup-Manager unter dem Dienstkonto starten und diesem Konto einen Login am SQL Server geben.",
            "Start the Backup-Manager as the service account, and give that account a login at the SQL Server.",
        ),
        "cause.database-in-use": (
            "Die Datenbank ist noch in Benutzung.",
            "The database is still in use.",
        ),
        "helps.database-in-use": (
            "Den XPhone Server anhalten und andere Verbindungen schließen, dann wiederholen.",
            "Stop the XPhone server and close other connections, then try again.",
        ),
        "cause.other-database": (
            "Die Sicherung gehört zu einer anderen Datenbank als der vorhandenen.",
            "The backup belongs to another database than the one that is there.",
        ),
        "helps.other-database": (
            "Namen der Datenbanken und des Sicherungssatzes vergleichen.",
            "Compare the names of the databases and of the backup set.",
        ),
        "cause.sql-unreachable": (
            "Der SQL Server ist unter dem angegebenen Namen nicht zu erreichen.",
            "The SQL Server is not reached by the name that was given.",
        ),
        "helps.sql-unreachable": (
            "Instanzname, Dienst, TCP/IP-Protokoll, SQL Browser (UDP 1434) und Firewall prüfen.",
            "Check instance name, service, the TCP/IP protocol, SQL Browser (UDP 1434) and the firewall.",
        ),
    }
)
