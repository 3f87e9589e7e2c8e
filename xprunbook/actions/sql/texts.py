"""Every sentence of this family: what was found, what is needed, what a person should know before."""

from __future__ import annotations

from typing import Final

from xprunbook.actions.sql.texts_script import SCRIPT
from xprunbook.actions.sql.texts_trouble import HELPS, SENTENCES
from xprunbook.actions.troubles import texts
from xprunbook.base.language import Texts

_SEEN: Final = {
    "connect.ok": (
        "{server}: SQL Server {year}, {edition} ({version}), angemeldet als {login}.",
        "{server}: SQL Server {year}, {edition} ({version}), logged on as {login}.",
    ),
    "connect.how": (
        "Rechner {machine}, Instanz {instance}, {authentication} über {transport}, Treiber {driver}.",
        "Machine {machine}, instance {instance}, {authentication} over {transport}, driver {driver}.",
    ),
    "connect.encrypted": ("Die Verbindung ist verschlüsselt.", "The connection is encrypted."),
    "connect.plain": ("Die Verbindung ist nicht verschlüsselt.", "The connection is not encrypted."),
    "connect.unseen": (
        "Ob die Verbindung verschlüsselt ist, darf diese Anmeldung nicht sehen (VIEW SERVER STATE).",
        "This login may not see whether the connection is encrypted (VIEW SERVER STATE).",
    ),
    "version.ok": (
        "{server} ist SQL Server {year} ({version}), verlangt ist mindestens {least}.",
        "{server} is SQL Server {year} ({version}), at least {least} is required.",
    ),
    "version.ok-source": (
        "{server} ist SQL Server {year} ({version}), nicht älter als die Quelle ({source}).",
        "{server} is SQL Server {year} ({version}), not older than the source ({source}).",
    ),
    "version.unknown": (
        "{server} nennt seine Version nicht verständlich ({version}).",
        "{server} does not name its version intelligibly ({version}).",
    ),
    "version.old": (
        "{server} ist SQL Server {year}; verlangt ist mindestens {least}.",
        "{server} is SQL Server {year}; at least {least} is required.",
    ),
    "version.old.helps": (
        "Den SQL Server aktualisieren oder einen anderen wählen.",
        "Upgrade the SQL Server or choose another.",
    ),
    "version.older-than-source": (
        "{server} ist SQL Server {year}, die Quelle {source}: Deren Sicherungen lassen sich hier nicht einspielen.",
        "{server} is SQL Server {year}, the source {source}: its backups cannot be restored here.",
    ),
    "version.older-than-source.helps": (
        "Ein gleich altes oder neueres Ziel wählen, oder die Datenbanken als SQL-Script übertragen.",
        "Choose a target of the same or a newer version, or carry the databases over as SQL scripts.",
    ),
    "version.express": (
        "{server} ist Express und nimmt {limit} GB je Datenbank; größer sind: {databases}.",
        "{server} is Express and takes {limit} GB a database; larger are: {databases}.",
    ),
    "version.express.helps": (
        "Standard oder Enterprise nehmen (Plan B oder C).",
        "Take Standard or Enterprise (plan B or C).",
    ),
    "version.near": (
        "Nahe an der Grenze von Express ({limit} GB je Datenbank): {databases}.",
        "Near the limit of Express ({limit} GB a database): {databases}.",
    ),
    "version.unseen": (
        "Diese Anmeldung darf die Größe nicht sehen, Express nimmt {limit} GB: {databases}.",
        "This login may not see the size, Express takes {limit} GB: {databases}.",
    ),
    "version.ended": (
        "Die Unterstützung für SQL Server {year} ist seit {ends} zu Ende.",
        "Support for SQL Server {year} ended in {ends}.",
    ),
    "version.ends": (
        "Die Unterstützung für SQL Server {year} endet {ends}.",
        "Support for SQL Server {year} ends in {ends}.",
    ),
    "sysadmin.yes": ("{account} ist sysadmin auf {server}.", "{account} is sysadmin on {server}."),
    "sysadmin.no": ("{account} ist nicht sysadmin auf {server}.", "{account} is not sysadmin on {server}."),
    "sysadmin.unknown": (
        "Ob {account} sysadmin auf {server} ist, lässt sich nicht sagen.",
        "Whether {account} is sysadmin on {server} cannot be told.",
    ),
    "sysadmin.unknown.helps": (
        "Das Konto hat kein eigenes Login; vielleicht kommt es über eine Gruppe. Als dieses Konto anmelden und "
        "nachsehen.",
        "The account has no login of its own; perhaps it comes in through a group. Log on as it and look.",
    ),
    "sysadmin.groups": (
        "Mitgliedschaft über verschachtelte Gruppen ist hier nicht zu sehen.",
        "Membership through nested groups is not seen here.",
    ),
    "sysadmin.group": (
        "{account} ist nicht selbst eingetragen, aber über eine Gruppe sysadmin auf {server}.",
        "{account} is not a member itself, but sysadmin on {server} through a group.",
    ),
    "sysadmin.needed": (
        "{account} bekommt sysadmin auf {server}.",
        "{account} is given sysadmin on {server}.",
    ),
    "sysadmin.duty": (
        "Das Recht gilt für die ganze Instanz und ist nach dem Restore wieder zu entziehen.",
        "The right covers the whole instance and is to be taken back after the restore.",
    ),
    "sysadmin.to-revoke": (
        "{account} verliert sysadmin auf {server}.",
        "{account} loses sysadmin on {server}.",
    ),
    "sysadmin.last": (
        "{account} ist der letzte eingetragene sysadmin auf {server}; das Recht wird nicht entzogen.",
        "{account} is the last listed sysadmin on {server}; the right is not taken away.",
    ),
    "sysadmin.own": (
        "Das ist die Anmeldung, mit der gerade gearbeitet wird.",
        "This is the login that is being worked with.",
    ),
    "databases.ok": (
        "{count} Datenbanken auf {server} sind da, ONLINE und wie verlangt.",
        "{count} databases on {server} are there, ONLINE and as required.",
    ),
    "databases.line": (
        "{database}: {state}, {recovery}, {size} MB Daten, Stufe {compatibility}, {collation}, Eigentümer {owner}.",
        "{database}: {state}, {recovery}, {size} MB of data, level {compatibility}, {collation}, owner {owner}.",
    ),
    "databases.missing": (
        "{database} gibt es auf {server} nicht.",
        "{database} does not exist on {server}.",
    ),
    "databases.state": ("{database} ist {state}, nicht ONLINE.", "{database} is {state}, not ONLINE."),
    "databases.read-only": ("{database} ist schreibgeschützt.", "{database} is read-only."),
    "databases.recovery": (
        "{database} hat das Wiederherstellungsmodell {found}, verlangt ist {wanted}.",
        "{database} has recovery model {found}, {wanted} is required.",
    ),
    "databases.collation": (
        "{database} hat die Sortierung {found}, verlangt ist {wanted}.",
        "{database} has collation {found}, {wanted} is required.",
    ),
    "databases.collations": (
        "Nicht alle haben die Sortierung der Instanz ({collation}); temporäre Tabellen haben diese.",
        "Not all have the instance's collation ({collation}), which temporary tables have.",
    ),
    "owner.ok": (
        "{account} ist db_owner aller {count} Datenbanken.",
        "{account} is db_owner of all {count} databases.",
    ),
    "owner.no": ("{account} ist in {database} nicht db_owner.", "{account} is not db_owner in {database}."),
    "owner.orphan": (
        "In {database} gibt es den Benutzer {account}, er gehört aber zu keinem Login dieses Servers.",
        "In {database} there is a user {account}, but it belongs to no login of this server.",
    ),
    "owner.unknown": (
        "{account} hat in {database} keinen eigenen Benutzer; ob es über eine Gruppe db_owner ist, ist unbekannt.",
        "{account} has no user of its own in {database}; whether a group makes it db_owner is unknown.",
    ),
    "owner.no-login": (
        "{account} ist in {database} db_owner, hat auf {server} aber kein eigenes Login; nur über eine Gruppe käme es "
        "herein.",
        "{account} is db_owner in {database}, but has no login of its own on {server}; only a group would let it in.",
    ),
    "owner.unseen": (
        "Ob {account} in {database} db_owner ist, darf diese Anmeldung nicht sehen.",
        "This login may not see whether {account} is db_owner in {database}.",
    ),
    "owner.helps": (
        "Login, Benutzer und Rolle mit sql.grant-db-owner anlegen lassen.",
        "Have login, user and role made with sql.grant-db-owner.",
    ),
    "filestream.ok": (
        "FILESTREAM auf {server}: Stufe {effective} ist in Kraft.",
        "FILESTREAM on {server}: level {effective} is in effect.",
    ),
    "filestream.unknown": (
        "{server} sagt nicht, ob FILESTREAM eingeschaltet ist.",
        "{server} does not say whether FILESTREAM is enabled.",
    ),
    "filestream.restart": (
        "FILESTREAM auf {server}: Stufe {configured} ist eingestellt, in Kraft ist {effective}.",
        "FILESTREAM on {server}: level {configured} is configured, {effective} is in effect.",
    ),
    "filestream.restart.helps": (
        "Den SQL-Dienst neu starten, nach Absprache mit dem DBA. Hilft das nicht, fehlt der Schalter im "
        "Konfigurations-Manager.",
        "Restart the SQL service, as agreed with the DBA. If that does not help, the switch in Configuration "
        "Manager is missing.",
    ),
    "filestream.off": (
        "FILESTREAM auf {server}: Stufe {configured}, verlangt ist mindestens {level}.",
        "FILESTREAM on {server}: level {configured}, at least {level} is required.",
    ),
    "filestream.off.helps": (
        "Erst im Konfigurations-Manager einschalten (Dienst, Reiter FILESTREAM), dann sql.filestream-enable.",
        "Enable it in Configuration Manager first (service, tab FILESTREAM), then sql.filestream-enable.",
    ),
    "filestream.level": (
        "Die Stufe {level} gibt es nicht; 1 ist Transact-SQL, 2 auch Dateizugriff.",
        "There is no level {level}; 1 is Transact-SQL, 2 file access too.",
    ),
    "filestream.set": (
        "Die Instanz {server} ist auf FILESTREAM-Stufe {value} eingestellt.",
        "The instance {server} is set to FILESTREAM level {value}.",
    ),
    "filestream.waits": (
        "In Kraft ist Stufe {effective}: Der SQL-Dienst muss noch neu gestartet werden.",
        "Level {effective} is in effect: the SQL service still has to be restarted.",
    ),
    "filestream.needed": (
        "Die Instanz {server} steht auf FILESTREAM-Stufe {value} und kommt auf {level}.",
        "The instance {server} is at FILESTREAM level {value} and goes to {level}.",
    ),
    "filestream.no-right": (
        "FILESTREAM auf {server} einstellen darf nur sysadmin.",
        "Only sysadmin may set FILESTREAM on {server}.",
    ),
    "filestream.windows": (
        "Ohne den Schalter im Konfigurations-Manager bleibt diese Einstellung wirkungslos.",
        "Without the switch in Configuration Manager this setting has no effect.",
    ),
    "filestream.by-hand": (
        "Den SQL-Dienst startet niemand neu: Das ist danach von Hand zu tun.",
        "Nobody restarts the SQL service: that is to be done by hand afterwards.",
    ),
    "filestream.others": (
        "Der Neustart trifft auch diese Datenbanken der Instanz: {names}",
        "The restart affects these databases of the instance too: {names}",
    ),
    "memory.ok": (
        "{server} nimmt höchstens {limit} MB Arbeitsspeicher.",
        "{server} takes at most {limit} MB of memory.",
    ),
    "memory.unlimited": (
        "Der Arbeitsspeicher von {server} ist nicht begrenzt (die Maschine hat {physical} MB).",
        "The memory of {server} is not limited (the machine has {physical} MB).",
    ),
    "memory.above": (
        "{server} darf {limit} MB Arbeitsspeicher nehmen, vorgesehen sind höchstens {most} MB.",
        "{server} may take {limit} MB of memory, at most {most} MB are intended.",
    ),
    "memory.all": (
        "{server} darf {limit} MB nehmen, so viel wie die ganze Maschine hat ({physical} MB).",
        "{server} may take {limit} MB, as much as the whole machine has ({physical} MB).",
    ),
    "memory.unknown": (
        "{server} sagt nicht, wie viel Arbeitsspeicher er nehmen darf.",
        "{server} does not say how much memory it may take.",
    ),
    "memory.helps": (
        "In SSMS: Eigenschaften des Servers, Seite Arbeitsspeicher, Maximum setzen.",
        "In SSMS: properties of the server, page Memory, set the maximum.",
    ),
    "space.ok": (
        "{volume} auf {server}: {free} MB frei, gebraucht werden {wanted}.",
        "{volume} on {server}: {free} MB free, {wanted} are needed.",
    ),
    "space.short": (
        "{volume} auf {server}: nur {free} MB frei, gebraucht werden {wanted}.",
        "{volume} on {server}: only {free} MB free, {wanted} are needed.",
    ),
    "space.unseen": (
        "{volume} auf {server}: {free} MB frei; wie groß {databases} sind, ist nicht zu sehen (fehlendes Recht oder "
        "FILESTREAM).",
        "{volume} on {server}: {free} MB free; how large {databases} are cannot be seen (a missing right, or "
        "FILESTREAM).",
    ),
    "space.unknown": (
        "{server} sagt nicht, wie viel Platz auf seinen Datenträgern ist.",
        "{server} does not say how much room its volumes have.",
    ),
    "restore.ok": (
        "Alle {count} Datenbanken auf {server} wurden in den letzten {hours} Stunden wiederhergestellt.",
        "All {count} databases on {server} were restored within the last {hours} hours.",
    ),
    "restore.line": (
        "{database}: {restored} von {restored_by}; Sicherung {finished} aus {source}.",
        "{database}: {restored} by {restored_by}; backup {finished} of {source}.",
    ),
    "restore.none": (
        "{database}: Von einem Restore ist nichts verzeichnet.",
        "{database}: no restore is recorded.",
    ),
    "restore.old": (
        "{database}: Der letzte Restore war {restored}, also vor diesem Lauf oder dem gefragten Zeitraum.",
        "{database}: the last restore was {restored}, which is before this run or the time asked for.",
    ),
    "backup.ok": (
        "{path} ist eine Vollsicherung von {database} (SQL Server {made}, {finished}) und passt auf {server}.",
        "{path} is a full backup of {database} (SQL Server {made}, {finished}) and fits {server}.",
    ),
    "backup.none": (
        "In {path} ist keine Vollsicherung von {database}.",
        "There is no full backup of {database} in {path}.",
    ),
    "backup.newer": (
        "{path} stammt von SQL Server {made}; {server} ist {year} und kann sie nicht wiederherstellen.",
        "{path} is of SQL Server {made}; {server} is {year} and cannot restore it.",
    ),
    "backup.damaged": (
        "{path} ist schon beim Sichern als beschädigt gekennzeichnet worden.",
        "{path} was marked as damaged when it was made.",
    ),
    "backup.filestream": (
        "{path} enthält FILESTREAM-Daten, auf {server} ist FILESTREAM aber nicht in Kraft.",
        "{path} holds FILESTREAM data, but FILESTREAM is not in effect on {server}.",
    ),
    "backup.express": (
        "{path} enthält mehr als {limit} GB Daten; so viel nimmt Express auf {server} nicht.",
        "{path} holds more than {limit} GB of data; Express on {server} does not take that.",
    ),
    "share.ok": (
        "SQL Server auf {server} hat unter seinem eigenen Konto nach {path} gesichert.",
        "SQL Server on {server} has backed up to {path} under its own account.",
    ),
    "share.remains": (
        "Die Probe {file} konnte SQL Server nicht wieder löschen ({number}): bitte von Hand.",
        "SQL Server could not remove the probe {file} ({number}): please do it by hand.",
    ),
}

_CHANGED: Final = {
    "create.missing": ("Auf {server} anzulegen: {names}", "To be created on {server}: {names}"),
    "create.model": (
        "Die Datenbanken auf {server} sind da; das Wiederherstellungsmodell ist zu ändern.",
        "The databases on {server} are there; the recovery model is to be changed.",
    ),
    "create.there": (
        "Alle {count} Datenbanken auf {server} sind da.",
        "All {count} databases on {server} are there.",
    ),
    "create.no-right": (
        "Diese Anmeldung darf auf {server} keine Datenbanken anlegen.",
        "This login may not create databases on {server}.",
    ),
    "model.ok": (
        "Alle Datenbanken haben das Wiederherstellungsmodell {model}.",
        "All databases have recovery model {model}.",
    ),
    "model.other": ("Auf {model} umzustellen: {names}", "To be set to {model}: {names}"),
    "model.chain": (
        "Mit SIMPLE endet die Kette der Protokollsicherungen; wer solche macht, sichert danach neu.",
        "With SIMPLE the chain of log backups ends; who makes such has to back up anew afterwards.",
    ),
    "model.backup": (
        "Ab jetzt braucht es Protokollsicherungen, sonst wächst das Protokoll ohne Ende.",
        "From now on log backups are needed, or the log grows without end.",
    ),
    "grant.needed": ("{account} wird db_owner von: {names}", "{account} becomes db_owner of: {names}"),
    "grant.no-right": (
        "Diese Anmeldung darf auf {server} keine Rechte für {account} vergeben.",
        "This login may not give rights to {account} on {server}.",
    ),
    "grant.remap": (
        "Der Benutzer {account} in {database} kam mit einer Sicherung und wird dem Login neu zugeordnet.",
        "The user {account} in {database} came with a backup and is mapped to the login anew.",
    ),
    "recreate.empty": (
        "In den Datenbanken {names} ist keine Tabelle.",
        "There is no table in the databases {names}.",
    ),
    "recreate.typed": (
        "Die eingetippten Namen sind nicht die der Datenbanken: {names}",
        "The names typed are not those of the databases: {names}",
    ),
    "recreate.typed.helps": (
        "Genau diese Namen eintippen, jeden: {names}",
        "Type exactly these names, each one: {names}",
    ),
    "recreate.needed": (
        "Zu löschen und leer neu anzulegen: {names}",
        "To be dropped and created anew, empty: {names}",
    ),
    "recreate.line": ("{database}: {tables} Tabellen.", "{database}: {tables} tables."),
    "recreate.drops": (
        "Auf {server} werden gelöscht, mit allem, was darin ist: {names}",
        "On {server} these are dropped, with everything in them: {names}",
    ),
    "recreate.not-ours": (
        "{database} hat nicht dieser Lauf leer angelegt (oder ein Restore oder Script kam dazwischen).",
        "{database} was not created empty by this run (or a restore or script came in between).",
    ),
    "recreate.restored": (
        "In {database} wurde am {restored} wiederhergestellt.",
        "{database} was restored on {restored}.",
    ),
    "recreate.filled": (
        "{database} enthält {rows} Zeilen: Das sieht nach echten Daten aus.",
        "{database} holds {rows} rows: that looks like real data.",
    ),
    "recreate.unseen": (
        "Ob jemand mit {database} verbunden ist, darf diese Anmeldung nicht sehen (VIEW SERVER STATE).",
        "This login may not see whether somebody is connected to {database} (VIEW SERVER STATE).",
    ),
    "recreate.connected": (
        "Mit {database} ist jemand verbunden: {who}",
        "Somebody is connected to {database}: {who}",
    ),
    "recreate.create": (
        "Da ist nichts neu anzulegen: die Datenbank wie beim ersten Mal anlegen (sql.create-databases).",
        "There is nothing to create anew: create the database as the first time (sql.create-databases).",
    ),
    "recreate.by-hand": (
        "Hier nur von Hand: in SSMS ansehen und selbst entscheiden.",
        "By hand only: look at it in SSMS and decide yourself.",
    ),
    "recreate.stop": (
        "Die XPhone-Dienste beenden und Abfragefenster schließen.",
        "End the XPhone services and close query windows.",
    ),
    "partly": (
        "{done} von {of} Anweisungen sind ausgeführt.",
        "{done} of {of} operations were carried out.",
    ),
}

_BAD: Final = {
    "bad.nul": ("{what}: enthält ein NUL-Zeichen.", "{what}: holds a NUL character."),
    "bad.surrogate": ("{what}: enthält ein halbes Zeichen.", "{what}: holds half a character."),
    "bad.long": ("{what}: ist zu lang.", "{what}: is too long."),
    "bad.empty": ("{what}: ist leer.", "{what}: is empty."),
    "bad.name": ("{what}: so heißt nichts auf SQL Server.", "{what}: nothing on SQL Server is called that."),
    "bad.port": ("{what}: der Port ist keiner.", "{what}: the port is none."),
    "bad.account": (
        "{what}: SQL Server braucht die Form DOMÄNE\\name, bei einem Computerkonto DOMÄNE\\RECHNER$.",
        "{what}: SQL Server needs the form DOMAIN\\name, for a machine account DOMAIN\\HOST$.",
    ),
}

TEXTS: Final[Texts] = texts({**SENTENCES, **HELPS, **_SEEN, **_CHANGED, **_BAD, **SCRIPT})
