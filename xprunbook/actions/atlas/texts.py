"""Every sentence of this family: why a file is refused or left alone, what was found, what is done."""

from __future__ import annotations

from typing import Final

from xprunbook.actions.troubles import texts
from xprunbook.base.language import Texts

REFUSALS: Final = {
    "too-large": (
        "Die Datei ist größer als {limit} MiB.",
        "The file is larger than {limit} MiB.",
    ),
    "empty": ("Die Datei ist leer.", "The file is empty."),
    "encoding": (
        "Die Kodierung {name} wird nicht gelesen.",
        "The encoding {name} is not read.",
    ),
    "encodings-differ": (
        "Die Datei gibt {declared} an, ist aber {found}.",
        "The file says it is {declared}, but it is {found}.",
    ),
    "not-encoded": (
        "Ab Byte {at} ist die Datei kein {name}.",
        "From byte {at} on the file is no {name}.",
    ),
    "doctype": (
        "Zeile {line}: Ein DOCTYPE gehört nicht in diese Datei; sie wird nicht gelesen.",
        "Line {line}: a DOCTYPE does not belong into this file; it is not read.",
    ),
    "not-xml": (
        "Zeile {line}, Spalte {column}: kein fehlerfreies XML ({why}).",
        "Line {line}, column {column}: no well-formed XML ({why}).",
    ),
    "too-deep": (
        "Elemente sind mehr als {limit} Ebenen tief verschachtelt.",
        "Elements are nested more than {limit} levels deep.",
    ),
    "too-many": ("Mehr als {limit} Elemente.", "More than {limit} elements."),
    "readers-differ": (
        "Zeile {line}: Zwei Leser verstehen die Datei verschieden; sie wird nicht angefasst.",
        "Line {line}: two readers understand the file differently; it is not touched.",
    ),
    "encrypted": (
        "Zeile {line}: Der Abschnitt ist verschlüsselt; nur das Werkzeug des Herstellers kann ihn ändern.",
        "Line {line}: the section is encrypted; only the vendor's tool can change it.",
    ),
    "signed": (
        "Zeile {line}: Die Datei ist signiert; eine Änderung machte sie ungültig.",
        "Line {line}: the file is signed; a change would make it invalid.",
    ),
    "not-proven": (
        "Das Ergebnis ist nicht genau das Gewollte; es wurde nichts geschrieben.",
        "The result is not exactly what was meant; nothing was written.",
    ),
    "no-edit": ("Diese Änderung ist unbekannt.", "This edit is unknown."),
    "no-source": (
        "„{value}“ ist kein Server und keine Instanz.",
        "“{value}” is no server and no instance.",
    ),
    "no-pair": (
        "„{value}“ ist kein Paar der Form NAME=WERT.",
        "“{value}” is no pair of the form NAME=VALUE.",
    ),
    "missing": ("{path} gibt es nicht.", "{path} does not exist."),
    "no-plain-file": (
        "{path} ist ein Verweis oder hat mehrere Namen; bitte die Datei selbst angeben.",
        "{path} is a link or has several names; please give the file itself.",
    ),
    "changed": (
        "{path} wurde inzwischen von jemand anderem geändert; es wurde nichts geschrieben.",
        "{path} was changed by somebody else meanwhile; nothing was written.",
    ),
    "changed-after": (
        "{path} wurde gleich nach dem Schreiben von jemand anderem geändert. Die Sicherung: {backup}",
        "{path} was changed by somebody else right after it was written. The backup: {backup}",
    ),
    "not-flushed": (
        "{path} ist geschrieben, aber das System meldete danach einen Fehler. Noch einmal prüfen. Sicherung: {backup}",
        "{path} is written, but the system reported an error after that. Check it again. Backup: {backup}",
    ),
    "not-written": (
        "{path} steht nicht so auf der Platte, wie geschrieben wurde; die Datei selbst ist unberührt.",
        "{path} is not on the disk as it was written; the file itself is untouched.",
    ),
    "backup-changed": (
        "{path} passt nicht mehr zum Prüfwert in seinem Namen; es wurde nichts geschrieben.",
        "{path} no longer fits the hash in its name; nothing was written.",
    ),
    "no-backup": (
        "Neben {path} liegt keine Sicherung von xprunbook.",
        "There is no backup by xprunbook beside {path}.",
    ),
    "missing-file": (
        "Keine atlas.xml gefunden. Gesucht in: {folders}",
        "No atlas.xml was found. Looked in: {folders}",
    ),
    "many-files": (
        "Mehrere atlas.xml gefunden: {paths}",
        "Several atlas.xml were found: {paths}",
    ),
    "other-machine": (
        "{path} liegt auf {machine}, nicht auf diesem Rechner.",
        "{path} lies on {machine}, not on this machine.",
    ),
    "no-entries": (
        "In {path} wurde keine Datenbank gefunden, die sich verstehen lässt.",
        "No database that can be understood was found in {path}.",
    ),
    "absent": (
        "In {path} fehlt: {databases}. Dort steht: {found}",
        "{path} lacks: {databases}. It has: {found}",
    ),
    "port-fixed": (
        "{database} nennt {source} mit festem Port; ein neuer Name führte nicht zur neuen Instanz.",
        "{database} names {source} with a fixed port; a new name would not lead to the new instance.",
    ),
}

LEFT_ALONE: Final = {
    "left-malformed": (
        "Zeile {line}, {path}: die Verbindungszeichenfolge ist fehlerhaft",
        "Line {line}, {path}: the connection string is malformed",
    ),
    "left-odbc": (
        "Zeile {line}, {path}: ODBC ({detail})",
        "Line {line}, {path}: ODBC ({detail})",
    ),
    "left-provider": (
        "Zeile {line}, {path}: kein SQL Server ({detail})",
        "Line {line}, {path}: no SQL Server ({detail})",
    ),
    "left-attach": (
        "Zeile {line}, {path}: bindet eine Datenbankdatei an ({detail})",
        "Line {line}, {path}: attaches a database file ({detail})",
    ),
    "left-no-server": (
        "Zeile {line}, {path}: ohne Data Source",
        "Line {line}, {path}: without Data Source",
    ),
    "left-no-database": (
        "Zeile {line}, {path}: ohne Initial Catalog ({detail})",
        "Line {line}, {path}: without Initial Catalog ({detail})",
    ),
    "left-empty": ("Zeile {line}, {path}: leer", "Line {line}, {path}: empty"),
    "left-source": (
        "Zeile {line}, {path}: Data Source von unbekannter Form ({detail})",
        "Line {line}, {path}: Data Source of an unknown form ({detail})",
    ),
    "left-name": (
        "Zeile {line}, {path}: Attribut {detail} statt connection",
        "Line {line}, {path}: attribute {detail} instead of connection",
    ),
    "left-login": (
        "Zeile {line}, {path}: Attribut {detail} statt useLogin",
        "Line {line}, {path}: attribute {detail} instead of useLogin",
    ),
    "left-outside": (
        "Zeile {line}, {path}: {detail} außerhalb von <Databases>",
        "Line {line}, {path}: {detail} outside of <Databases>",
    ),
    "left-text": (
        "Zeile {line}, {path}: Verbindungszeichenfolge als Text",
        "Line {line}, {path}: connection string as text",
    ),
    "left-encrypted": (
        "Zeile {line}: verschlüsselter Teil{path}{detail}",
        "Line {line}: encrypted part{path}{detail}",
    ),
}

FINDINGS: Final = {
    "entry": (
        "Zeile {line}: {database} auf {source}, Anmeldung {login}, useLogin {use_login}",
        "Line {line}: {database} on {source}, logon {login}, useLogin {use_login}",
    ),
    "differs": (
        "Zeile {line}, {database}, {attribute}: {before} -> {after}",
        "Line {line}, {database}, {attribute}: {before} -> {after}",
    ),
    "note-blank": (
        "Zeile {line}, {database}: überflüssiges Leerzeichen in „{source}“",
        "Line {line}, {database}: stray blank in “{source}”",
    ),
    "note-repeated": (
        "Zeile {line}, {database}: eine Angabe steht mehrfach da; die letzte zählt",
        "Line {line}, {database}: a key is given more than once; the last one counts",
    ),
    "note-partner": (
        "Zeile {line}, {database}: nennt auch den Failover Partner {partner}",
        "Line {line}, {database}: also names the Failover Partner {partner}",
    ),
    "note-password": (
        "Zeile {line}, {database}: enthält ein Kennwort",
        "Line {line}, {database}: holds a password",
    ),
    "to-change": (
        "{count} Angaben in {path} sind zu ändern.",
        "{count} values in {path} are to be changed.",
    ),
    "as-wanted": (
        "{path} nennt alles so, wie es sein soll.",
        "{path} names everything as it should be.",
    ),
    "services-running": (
        "Es laufen noch XPhone-Dienste: {names}. Vor der Änderung beenden.",
        "XPhone services are still running: {names}. Stop them before the change.",
    ),
    "services-unknown": (
        "Ob die XPhone-Dienste laufen, ließ sich nicht feststellen. Sie müssen beendet sein.",
        "Whether the XPhone services run could not be told. They have to be stopped.",
    ),
    "credentials-stay": (
        "{database}: Benutzer und Kennwort in der Zeichenfolge bleiben stehen.",
        "{database}: user and password in the string stay there.",
    ),
    "partner-stays": (
        "{database}: Failover Partner {partner} bleibt stehen.",
        "{database}: Failover Partner {partner} stays.",
    ),
    "not-meant": (
        "{database} auf {source} gehört nicht zur Liste und bleibt, wie es ist.",
        "{database} on {source} is not in the list and stays as it is.",
    ),
    "kept": ("Kopie im Ordner des Laufs: {file}", "Copy in the run's folder: {file}"),
    "not-copied": (
        "Keine Kopie im Ordner des Laufs, denn in der Datei steht ein Kennwort; ihre Prüfsumme ist aufgezeichnet.",
        "No copy in the run's folder, because a password stands in the file; its checksum is recorded.",
    ),
    "backed-up": ("Sicherung: {backup}", "Backup: {backup}"),
    "written": (
        "Geschrieben und nachgelesen: {path}, SHA-256 {sha256}",
        "Written and read again: {path}, SHA-256 {sha256}",
    ),
    "wrong-target": (
        "{database} nennt {source}, soll aber {wanted} nennen.",
        "{database} names {source}, but should name {wanted}.",
    ),
    "still-old": (
        "{database} nennt noch {source}.",
        "{database} still names {source}.",
    ),
    "partner-old": (
        "{database} nennt als Failover Partner noch {source}.",
        "{database} still names {source} as Failover Partner.",
    ),
    "no-use-login": (
        'Bei {database} fehlt useLogin="Windows".',
        '{database} lacks useLogin="Windows".',
    ),
    "targets-wrong": (
        "{count} Angaben in {path} stimmen noch nicht.",
        "{count} values in {path} are not right yet.",
    ),
    "targets-unclear": (
        "Die genannten Datenbanken stimmen; anderes in {path} muss ein Mensch ansehen.",
        "The databases named are right; a person has to look at other parts of {path}.",
    ),
    "point-first": (
        "Nennt atlas.xml noch eine alte Instanz, sie zuerst umstellen; sonst den SQL Server erreichbar machen.",
        "If atlas.xml still names an old instance, point it elsewhere first; else make the SQL Server reachable.",
    ),
    "list-as-file": (
        "Die Liste des Laufs nennt die {count} Datenbanken, die in {path} stehen.",
        "The run's list names the {count} databases that stand in {path}.",
    ),
    "list-differs": (
        "Die Liste des Laufs ist nicht die aus {path}: Dort stehen {databases}.",
        "The run's list is not that of {path}: there it says {databases}.",
    ),
    "take-over": (
        "Die Liste aus der Datei als Angabe des Laufs übernehmen, oder von Hand klären.",
        "Take the file's list over as the run's input, or find out by hand.",
    ),
    "not-in-list": ("Nur in der Datei: {databases}", "Only in the file: {databases}"),
    "not-in-file": ("Nur in der Liste: {databases}", "Only in the list: {databases}"),
    "answers": ("{source} nimmt Verbindungen an.", "{source} accepts connections."),
    "silent": ("{source} antwortet nicht{said}.", "{source} does not answer{said}."),
    "told-answers": (
        "{source} nimmt Verbindungen an: Port {port} laut SQL Server Browser.",
        "{source} accepts connections: port {port}, as SQL Server Browser tells.",
    ),
    "told-silent": (
        "{source}: Der SQL Server Browser nennt Port {port}, dort antwortet niemand{said}. Firewall?",
        "{source}: SQL Server Browser tells port {port}, where nobody answers{said}. Firewall?",
    ),
    "browser-silent": (
        "{source}: Niemand nennt den Port der Instanz (UDP 1434{said}). Entweder läuft der SQL Server Browser nicht, "
        "oder die Firewall sperrt ihn, oder es gibt die Instanz dort nicht.",
        "{source}: nobody tells the instance's port (UDP 1434{said}). Either SQL Server Browser does not run, or the "
        "firewall blocks it, or there is no such instance.",
    ),
    "no-tcp": (
        "{source} ist da, nimmt aber kein TCP/IP an; ob es anders geht, ließ sich hier nicht prüfen.",
        "{source} is there but takes no TCP/IP; whether another way leads there could not be tested here.",
    ),
    "by-pipe": (
        "{source} geht über eine Named Pipe oder gemeinsamen Speicher; das ließ sich hier nicht prüfen.",
        "{source} goes through a named pipe or shared memory; this could not be tested here.",
    ),
    "local-unsure": (
        "{source}: Auf diesem Rechner geht es auch ohne TCP; das ließ sich hier nicht prüfen{said}.",
        "{source}: on this machine it also works without TCP; this could not be tested here{said}.",
    ),
    "local-runs": (
        "{source}: Die Instanz gehört zu diesem Rechner, ihr Dienst {service} läuft; TCP braucht sie hier nicht.",
        "{source}: the instance belongs to this machine, its service {service} runs; it needs no TCP here.",
    ),
    "local-stopped": (
        "{source}: Der Dienst {service} der Instanz läuft nicht ({state}).",
        "{source}: the instance's service {service} does not run ({state}).",
    ),
    "local-missing": (
        "{source}: Eine solche Instanz ist auf diesem Rechner nicht installiert (Dienst {service}).",
        "{source}: no such instance is installed on this machine (service {service}).",
    ),
    "all-answer": (
        "Jede Instanz, die {path} nennt, ist zu erreichen.",
        "Every instance that {path} names can be reached.",
    ),
    "some-silent": (
        "Nicht jeder Server, den {path} nennt, antwortet; es fehlt: {count}.",
        "Not every server that {path} names answers; missing: {count}.",
    ),
    "some-untested": (
        "Nicht jede Instanz, die {path} nennt, ließ sich prüfen.",
        "Not every instance that {path} names could be tested.",
    ),
    "unchanged": (
        "{path} ist so, wie xprunbook sie am {made} (UTC) geschrieben hat.",
        "{path} is as xprunbook wrote it on {made} (UTC).",
    ),
    "as-expected": ("{path} hat den erwarteten Prüfwert.", "{path} has the expected hash."),
    "taken-back": (
        "{path} ist wieder so wie vor der Änderung am {made} (UTC).",
        "{path} is again as before the change on {made} (UTC).",
    ),
    "rewritten": (
        "{path} wurde nach dem {made} (UTC) von jemand anderem geändert.",
        "{path} was changed by somebody else after {made} (UTC).",
    ),
    "not-expected": (
        "{path} hat einen anderen Prüfwert als erwartet.",
        "{path} has another hash than expected.",
    ),
    "never-changed": (
        "{path} wurde von xprunbook noch nicht geändert; es gibt nichts zu vergleichen.",
        "{path} has not been changed by xprunbook yet; there is nothing to compare.",
    ),
    "look-again": (
        "Die Einträge ansehen und, falls nötig, neu setzen.",
        "Look at the entries and set them again if needed.",
    ),
    "give-file": (
        "Den Pfad der atlas.xml angeben (Parameter file).",
        "Give the path of atlas.xml (parameter file).",
    ),
    "fix-list": (
        "Die Liste der Datenbanken oder die Datei berichtigen.",
        "Correct the list of databases, or the file.",
    ),
    "by-hand": (
        "Diesen Eintrag von Hand ändern.",
        "Change this entry by hand.",
    ),
}

TEXTS: Final[Texts] = texts({**REFUSALS, **LEFT_ALONE, **FINDINGS})
