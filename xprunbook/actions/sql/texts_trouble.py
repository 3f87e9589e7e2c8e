"""The sentences for what driver and server refuse: what it means, and what helps. One each, by ``SqlTrouble``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "sql.no-pyodbc": (
        "Für SQL Server fehlt das Python-Paket pyodbc.",
        "The Python package pyodbc, needed for SQL Server, is missing.",
    ),
    "sql.no-manager": (
        "pyodbc ist da, aber der ODBC-Treibermanager fehlt{number}.",
        "pyodbc is there, but the ODBC driver manager is missing{number}.",
    ),
    "sql.no-driver": (
        "Einen ODBC-Treiber für SQL Server gibt es hier nicht ({target}).",
        "There is no ODBC driver for SQL Server here ({target}).",
    ),
    "sql.value": (
        "Diese Angabe kann der Treiber nicht entgegennehmen{number}.",
        "The driver cannot take this value{number}.",
    ),
    "sql.value.server": (
        "„{target}“ ist kein Name eines SQL Servers.",
        "“{target}” is no name of a SQL Server.",
    ),
    "sql.unchecked": (
        "FreeTDS prüft Zertifikate nicht; ohne Prüfung wird nur auf ausdrücklichen Wunsch verbunden.",
        "FreeTDS does not check certificates; without a check a connection is only made when asked for.",
    ),
    "sql.no-trust": (
        "Der Treiber „SQL Server“ aus Windows kann ein selbst ausgestelltes Zertifikat nicht annehmen.",
        "The driver “SQL Server” of Windows cannot accept a self-signed certificate.",
    ),
    "sql.unreachable": (
        "{target} ist nicht zu erreichen{number}.",
        "{target} cannot be reached{number}.",
    ),
    "sql.browser": (
        "Die Instanz {target} ist nicht zu finden: Der SQL Server-Browser antwortet nicht oder kennt sie nicht"
        "{number}.",
        "The instance {target} is not found: SQL Server Browser does not answer, or does not know it{number}.",
    ),
    "sql.slow-login": (
        "{target} hat die Anmeldung nicht rechtzeitig beantwortet{number}.",
        "{target} did not answer the logon in time{number}.",
    ),
    "sql.login": (
        "{target} weist die Anmeldung ab{number}.",
        "{target} refuses the logon{number}.",
    ),
    "sql.untrusted": (
        "{target} traut der Domäne dieses Kontos nicht{number}.",
        "{target} does not trust the domain of this account{number}.",
    ),
    "sql.kerberos": (
        "Für {target} gibt es kein Kerberos-Ticket{number}.",
        "There is no Kerberos ticket for {target}{number}.",
    ),
    "sql.disabled": (
        "Die Anmeldung an {target} ist deaktiviert{number}.",
        "The login at {target} is disabled{number}.",
    ),
    "sql.expired": (
        "Das Kennwort für {target} ist abgelaufen oder muss geändert werden{number}.",
        "The password for {target} has expired or must be changed{number}.",
    ),
    "sql.locked": (
        "Die Anmeldung an {target} ist gesperrt{number}.",
        "The login at {target} is locked{number}.",
    ),
    "sql.certificate": (
        "Dem Zertifikat von {target} ist nicht zu trauen{number}.",
        "The certificate of {target} is not to be trusted{number}.",
    ),
    "sql.tls": (
        "Mit {target} kommt keine verschlüsselte Verbindung zustande{number}.",
        "No encrypted connection to {target} comes about{number}.",
    ),
    "sql.database": (
        "Die Datenbank gibt es auf {target} nicht, oder diese Anmeldung darf nicht hinein{number}.",
        "There is no such database on {target}, or this login may not enter it{number}.",
    ),
    "sql.offline": (
        "Die Datenbank auf {target} ist nicht betriebsbereit{number}.",
        "The database on {target} is not operational{number}.",
    ),
    "sql.permission": (
        "Dieser Anmeldung fehlt auf {target} das Recht dazu{number}.",
        "This login lacks the permission for it on {target}{number}.",
    ),
    "sql.exists": ("Auf {target} gibt es das schon{number}.", "It exists on {target} already{number}."),
    "sql.absent": ("Auf {target} gibt es das nicht{number}.", "It does not exist on {target}{number}."),
    "sql.no-account": (
        "Windows kennt das Konto auf {target} nicht{number}.",
        "Windows on {target} does not know the account{number}.",
    ),
    "sql.owner": (
        "Die Anmeldung ist auf {target} schon Eigentümer der Datenbank oder geschützt{number}.",
        "The login already owns the database on {target}, or is a protected one{number}.",
    ),
    "sql.in-use": (
        "Die Datenbank auf {target} ist in Benutzung{number}.",
        "The database on {target} is in use{number}.",
    ),
    "sql.other-backup": (
        "Die Sicherung gehört zu einer anderen Datenbank{number}.",
        "The backup belongs to another database{number}.",
    ),
    "sql.newer-backup": (
        "Die Sicherung stammt von einem neueren SQL Server als {target}{number}.",
        "The backup was made by a newer SQL Server than {target}{number}.",
    ),
    "sql.device": (
        "SQL Server auf {target} kommt an die Datei oder den Ordner nicht heran{number}.",
        "SQL Server on {target} cannot get at the file or folder{number}.",
    ),
    "sql.bad-backup": (
        "Die Datei ist keine unversehrte Sicherung von SQL Server{number}.",
        "The file is no intact backup of SQL Server{number}.",
    ),
    "sql.full": ("Auf {target} ist kein Platz mehr{number}.", "There is no room left on {target}{number}."),
    "sql.filestream": (
        "FILESTREAM ist auf {target} nicht eingeschaltet{number}.",
        "FILESTREAM is not enabled on {target}{number}.",
    ),
    "sql.syntax": (
        "{target} versteht die Anweisung nicht{number}.",
        "{target} does not understand the statement{number}.",
    ),
    "sql.duplicate": (
        "Die Zeile gibt es auf {target} schon{number}.",
        "The row exists on {target} already{number}.",
    ),
    "sql.constraint": (
        "Die Daten passen auf {target} nicht zur Tabelle{number}.",
        "The data does not fit the table on {target}{number}.",
    ),
    "sql.deadlock": (
        "{target} hat die Anweisung wegen einer gegenseitigen Sperre beendet{number}.",
        "{target} ended the statement because of a deadlock{number}.",
    ),
    "sql.lock": (
        "Auf {target} hält jemand anderes die Sperre{number}.",
        "Somebody else holds the lock on {target}{number}.",
    ),
    "sql.transaction": (
        "Das geht auf {target} in diesem Zustand der Transaktion nicht{number}.",
        "{target} does not do this in this state of the transaction{number}.",
    ),
    "sql.starting": (
        "{target} läuft, nimmt aber gerade keine Anmeldung an{number}.",
        "{target} runs, but takes no logon right now{number}.",
    ),
    "sql.gone": (
        "Die Verbindung zu {target} ist abgerissen{number}.",
        "The connection to {target} broke{number}.",
    ),
    "sql.timeout": (
        "{target} hat die Anweisung nicht rechtzeitig beendet{number}.",
        "{target} did not finish the statement in time{number}.",
    ),
    "sql.other": ("{target} meldet einen Fehler{number}.", "{target} reports an error{number}."),
}
"""``{number}`` is empty or holds the native number and the server's words, in brackets."""

HELPS: Final[Mapping[str, tuple[str, str]]] = {
    "sql.helps.no-pyodbc": (
        'Nachinstallieren: pip install "xprunbook[sql]". Ohne das Paket bleibt der Weg von Hand mit SSMS.',
        'Install it: pip install "xprunbook[sql]". Without it the way by hand with SSMS remains.',
    ),
    "sql.helps.no-manager": (
        "Unter Linux das Paket unixodbc installieren (Debian: apt install unixodbc).",
        "On Linux install the package unixodbc (Debian: apt install unixodbc).",
    ),
    "sql.helps.no-driver": (
        "„ODBC Driver 18 for SQL Server“ von Microsoft installieren, unter Linux auch tdsodbc (FreeTDS).",
        "Install “ODBC Driver 18 for SQL Server” by Microsoft, on Linux tdsodbc (FreeTDS) will do.",
    ),
    "sql.helps.value": (
        "Angabe auf unsichtbare Zeichen, Länge (128 Zeichen) und Schreibweise prüfen.",
        "Check the value for invisible characters, length (128 characters) and spelling.",
    ),
    "sql.helps.value.server": (
        "Möglich sind RECHNER, RECHNER\\INSTANZ, RECHNER,PORT und (local), mit tcp: davor, wenn gewünscht.",
        "Possible are HOST, HOST\\INSTANCE, HOST,PORT and (local), with tcp: before it if wanted.",
    ),
    "sql.helps.brace": (
        "FreeTDS kann keine Werte mit einer schließenden geschweiften Klammer annehmen: den ODBC-Treiber von Microsoft "
        "installieren oder das Kennwort ändern.",
        "FreeTDS cannot take values with a closing curly bracket: install Microsoft's ODBC driver, or change the "
        "password.",
    ),
    "sql.helps.unchecked": (
        "Den ODBC Driver 18 installieren, oder mit trust_certificate (Befehlszeile: -C) ausdrücklich zustimmen.",
        "Install ODBC Driver 18, or agree explicitly with trust_certificate (command line: -C).",
    ),
    "sql.helps.no-trust": (
        "ODBC Driver 18 oder 17 installieren, oder dem SQL Server ein Zertifikat der eigenen Stelle geben.",
        "Install ODBC Driver 18 or 17, or give the SQL Server a certificate of your own authority.",
    ),
    "sql.helps.unreachable": (
        "Läuft der Dienst? Ist TCP/IP eingeschaltet (bei Express und Developer ab Werk aus)? Lässt die Firewall "
        "den Port durch (Standardinstanz 1433)?",
        "Does the service run? Is TCP/IP enabled (off from the start with Express and Developer)? Does the "
        "firewall let the port through (default instance 1433)?",
    ),
    "sql.helps.browser": (
        "Den Namen der Instanz prüfen, den Dienst SQLBrowser starten und UDP 1434 öffnen; oder den festen Port "
        "angeben: RECHNER,PORT.",
        "Check the instance's name, start the service SQLBrowser and open UDP 1434; or name the fixed port: "
        "HOST,PORT.",
    ),
    "sql.helps.slow-login": (
        "Meist hält eine Firewall die Pakete zurück, oder der Server ist überlastet. Port und Namen prüfen.",
        "Mostly a firewall drops the packets, or the server is overloaded. Check port and name.",
    ),
    "sql.helps.login": (
        "Benutzer und Kennwort prüfen; eine Windows-Anmeldung braucht ein Login auf dem Server, eine "
        "SQL-Anmeldung den gemischten Modus. Den Grund nennt das ERRORLOG des Servers (State).",
        "Check user and password; a Windows account needs a login on the server, a SQL login the mixed mode. "
        "The server's ERRORLOG names the reason (State).",
    ),
    "sql.helps.untrusted": (
        "Mit einem Konto der Domäne des Servers starten (runas), oder eine SQL-Anmeldung verwenden.",
        "Start with an account of the server's domain (runas), or use a SQL login.",
    ),
    "sql.helps.kerberos": (
        "kinit ausführen und den SPN prüfen (setspn -Q MSSQLSvc/*), oder eine SQL-Anmeldung verwenden.",
        "Run kinit and check the SPN (setspn -Q MSSQLSvc/*), or use a SQL login.",
    ),
    "sql.helps.disabled": (
        "Der DBA kann sie einschalten: ALTER LOGIN ... ENABLE.",
        "The DBA can enable it: ALTER LOGIN ... ENABLE.",
    ),
    "sql.helps.expired": (
        "Das Kennwort in SSMS ändern und hier neu eingeben.",
        "Change the password in SSMS and enter it again here.",
    ),
    "sql.helps.locked": (
        "Der DBA kann sie entsperren: ALTER LOGIN ... UNLOCK braucht ein neues Kennwort.",
        "The DBA can unlock it: ALTER LOGIN ... UNLOCK needs a new password.",
    ),
    "sql.helps.certificate": (
        "Ein frischer SQL Server stellt sich sein Zertifikat selbst aus. Wer das Netz kennt, stimmt mit "
        "trust_certificate (Befehlszeile: -C) zu; sonst ein Zertifikat der eigenen Stelle einrichten.",
        "A fresh SQL Server issues its own certificate. Who knows the network agrees with trust_certificate "
        "(command line: -C); otherwise set up a certificate of your own authority.",
    ),
    "sql.helps.tls": (
        "Alte Server (2014, 2016 ohne Updates) sprechen kein TLS 1.2: Updates einspielen oder einen älteren "
        "Treiber nehmen.",
        "Old servers (2014, 2016 without updates) speak no TLS 1.2: install the updates or take an older driver.",
    ),
    "sql.helps.database": (
        "Schreibweise prüfen; in SSMS nachsehen, ob die Datenbank da und ONLINE ist.",
        "Check the spelling; look in SSMS whether the database is there and ONLINE.",
    ),
    "sql.helps.offline": (
        "Zustand ansehen: SELECT name, state_desc FROM sys.databases. RESTORING heißt: ein Restore ist nicht zu Ende.",
        "Look at the state: SELECT name, state_desc FROM sys.databases. RESTORING means a restore has not ended.",
    ),
    "sql.helps.permission": (
        "Mit einer Anmeldung arbeiten, die sysadmin ist, oder den DBA bitten.",
        "Work with a login that is sysadmin, or ask the DBA.",
    ),
    "sql.helps.exists": (
        "Das Vorhandene ansehen und die Prüfung wiederholen.",
        "Look at what is there and check again.",
    ),
    "sql.helps.absent": ("Namen vergleichen.", "Compare the names."),
    "sql.helps.no-account": (
        "Schreibweise DOMÄNE\\name prüfen. Ein neues Konto braucht etwas, bis alle Domänencontroller es kennen.",
        "Check the form DOMAIN\\name. A new account takes a while until all domain controllers know it.",
    ),
    "sql.helps.owner": (
        "Als Eigentümer ist das Konto schon dbo. Der DBA kann den Eigentümer ändern: ALTER AUTHORIZATION.",
        "As owner the account is dbo already. The DBA can change the owner: ALTER AUTHORIZATION.",
    ),
    "sql.helps.in-use": (
        "Die XPhone-Dienste und offene Abfragefenster beenden; EXEC sp_who2 zeigt, wer verbunden ist.",
        "End the XPhone services and open query windows; EXEC sp_who2 shows who is connected.",
    ),
    "sql.helps.other-backup": (
        "Die richtige Datei wählen: Der Kopf der Sicherung nennt die Datenbank.",
        "Choose the right file: the backup's header names the database.",
    ),
    "sql.helps.newer-backup": (
        "Ein gleich alter oder neuerer SQL Server ist nötig, oder der Weg über SQL-Scripts.",
        "A SQL Server of the same or a newer version is needed, or the way by SQL scripts.",
    ),
    "sql.helps.device": (
        "Es zählt das Konto des SQL-Dienstes, nicht das eigene: Freigabe- und NTFS-Recht geben. "
        "Fehler 5 Zugriff, 3 Pfad, 53/67 Freigabe, 1326 Anmeldung.",
        "The account of the SQL service counts, not your own: give share and NTFS rights. "
        "Error 5 access, 3 path, 53/67 share, 1326 logon.",
    ),
    "sql.helps.bad-backup": (
        "Die Datei noch einmal kopieren und vergleichen; sonst neu sichern.",
        "Copy the file again and compare it; otherwise back up anew.",
    ),
    "sql.helps.full": (
        "Platz auf dem Datenträger des SQL Servers schaffen. Bei Express gilt auch die Grenze von 10 GB je Datenbank.",
        "Make room on the SQL Server's volume. With Express the limit of 10 GB a database counts too.",
    ),
    "sql.helps.filestream": (
        "Erst im Konfigurations-Manager einschalten, dann die Instanz, dann den SQL-Dienst neu starten.",
        "Enable it in Configuration Manager first, then on the instance, then restart the SQL service.",
    ),
    "sql.helps.syntax": (
        "Ist das Script für eine neuere Version gemacht? „xprunbook sql check“ zeigt, was der Zielserver nicht kennt.",
        "Was the script made for a newer version? “xprunbook sql check” shows what the target does not know.",
    ),
    "sql.helps.duplicate": (
        "Ist ein Teil des Scripts schon gelaufen? Dann mit der nächsten Nummer weitermachen, oder leer neu anfangen.",
        "Has part of the script run already? Then go on with the next number, or begin anew, empty.",
    ),
    "sql.helps.constraint": (
        "Die genannte Tabelle und Reihenfolge ansehen (Fremdschlüssel, IDENTITY_INSERT, Länge).",
        "Look at the table named and at the order (foreign keys, IDENTITY_INSERT, length).",
    ),
    "sql.helps.deadlock": ("Wiederholen, wenn sonst niemand arbeitet.", "Try again when nobody else works."),
    "sql.helps.lock": (
        "EXEC sp_who2 zeigt, wer wartet und wer blockiert (BlkBy).",
        "EXEC sp_who2 shows who waits and who blocks (BlkBy).",
    ),
    "sql.helps.transaction": (
        "CREATE, ALTER DATABASE, BACKUP und RESTORE dürfen in keiner Transaktion stehen.",
        "CREATE, ALTER DATABASE, BACKUP and RESTORE may not stand in a transaction.",
    ),
    "sql.helps.starting": (
        "Nach einem Update bringt der Server erst seine Systemdatenbanken auf Stand: ein paar Minuten warten. Sonst "
        "ist er angehalten oder im Einzelbenutzermodus; das ERRORLOG sagt es.",
        "After an update the server first brings its system databases up to date: wait a few minutes. Otherwise it "
        "is paused or in single user mode; the ERRORLOG says so.",
    ),
    "sql.helps.gone": (
        "Was der Server getan hat, ist ungewiss: nachsehen, bevor es wiederholt wird. Das ERRORLOG nennt den Grund.",
        "What the server did is uncertain: look before repeating it. The ERRORLOG names the reason.",
    ),
    "sql.helps.timeout": (
        "Nachsehen, was geschehen ist; dann mit einer längeren Zeit wiederholen.",
        "Look what happened; then repeat with more time.",
    ),
    "sql.helps.other": (
        "Die Nummer in der Dokumentation von Microsoft nachschlagen; mehr steht im ERRORLOG des Servers.",
        "Look the number up in Microsoft's documentation; the server's ERRORLOG says more.",
    ),
}
