"""The sentences about scripts and about comparing databases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SCRIPT: Final[Mapping[str, tuple[str, str]]] = {
    "script.open-string": (
        "{place}: Eine Zeichenkette beginnt hier und endet nirgends.",
        "{place}: a string begins here and ends nowhere.",
    ),
    "script.open-quoted": (
        "{place}: Ein Name in Anführungszeichen beginnt hier und endet nirgends.",
        "{place}: a name in double quotes begins here and ends nowhere.",
    ),
    "script.open-bracket": (
        "{place}: Ein Name in eckigen Klammern beginnt hier und endet nirgends.",
        "{place}: a name in brackets begins here and ends nowhere.",
    ),
    "script.open-comment": (
        "{place}: Ein Kommentar /* beginnt hier und endet nirgends.",
        "{place}: a comment /* begins here and ends nowhere.",
    ),
    "script.go-count": (
        "{place}: Hinter GO steht „{count}“; möglich ist eine Zahl von 1 bis 2147483647.",
        "{place}: “{count}” stands after GO; a number from 1 to 2147483647 may.",
    ),
    "script.go-text": (
        "{place}: „{line}“ trennt keinen Batch; es bleibt Text (womöglich ein Alias).",
        "{place}: “{line}” separates no batch; it remains text (perhaps an alias).",
    ),
    "script.variable": (
        "{place}: Die Variable {name} hat keinen Wert.",
        "{place}: the variable {name} has no value.",
    ),
    "script.variable-form": (
        "{place}: „{text}“ ist keine Variable. Trägt das Script Daten, ohne Variablen einlesen.",
        "{place}: “{text}” is no variable. If the script carries data, read it without variables.",
    ),
    "script.command": (
        "{place}: „{command}“ wird hier nicht ausgeführt.",
        "{place}: “{command}” is not carried out here.",
    ),
    "script.setvar": (
        '{place}: „{line}“ ist keine Zuweisung; gemeint ist :setvar NAME "Wert".',
        '{place}: “{line}” is no assignment; :setvar NAME "value" is meant.',
    ),
    "script.include": ("{place}: Die Datei {file} gibt es nicht.", "{place}: there is no file {file}."),
    "script.cycle": ("{place}: {file} bindet sich selbst ein.", "{place}: {file} includes itself."),
    "script.deep": (
        "{place}: Dateien sind mehr als {limit} Ebenen tief eingebunden.",
        "{place}: files are included more than {limit} levels deep.",
    ),
    "script.encoding-name": (
        "{place}: Die Kodierung {name} wird nicht gelesen.",
        "{place}: the encoding {name} is not read.",
    ),
    "script.encoding-byte": (
        "{place}: Ab Byte {at} ist die Datei kein {name}.",
        "{place}: from byte {at} on the file is no {name}.",
    ),
    "script.guessed": (
        "{place}: Die Datei nennt ihre Kodierung nicht und ist kein UTF-8; gelesen wird sie als {name}.",
        "{place}: the file does not name its encoding and is no UTF-8; it is read as {name}.",
    ),
    "script.dollar": (
        "{place}: Das Script enthält $(...); Variablen sind ausgeschaltet, es bleibt Text.",
        "{place}: the script holds $(...); variables are off, it remains text.",
    ),
    "script.commands-off": (
        "{place}: „{line}“ ist ein Befehl von SQLCMD; ohne SQLCMD-Modus ginge er als Text an den Server (--sqlcmd).",
        "{place}: “{line}” is a command of SQLCMD; without its mode it would go to the server as text (--sqlcmd).",
    ),
    "script.helps": (
        "Nichts ist ausgeführt. Die Stelle ansehen; oft fehlt ein Anführungszeichen.",
        "Nothing has run. Look at the place; often a quotation mark is missing.",
    ),
    "script.ready": (
        "{file}: {batches} Batches, {size} Byte, {encoding}; einzulesen auf {server}.",
        "{file}: {batches} batches, {size} bytes, {encoding}; to be run on {server}.",
    ),
    "script.ready.many": (
        "{count} Scripts, zusammen {batches} Batches, {size} Byte; einzulesen auf {server}.",
        "{count} scripts, {batches} batches and {size} bytes in all; to be run on {server}.",
    ),
    "script.resumes": (
        "{file} geht weiter: {done} von {batches} Batches sind vom letzten Versuch fertig. Batch {next} lief "
        "womöglich zum Teil: erst ansehen. Von vorn beginnt es, wenn der Schritt wieder geöffnet wird.",
        "{file} goes on: {done} of {batches} batches are finished from the last attempt. Batch {next} may have run in "
        "part: look at it first. It begins anew when the step is reopened.",
    ),
    "script.skipped": (
        "{file} ist vom letzten Versuch fertig ({batches} Batches) und wird ausgelassen.",
        "{file} is finished from the last attempt ({batches} batches) and is left out.",
    ),
    "script.anew.changed": (
        "{file} beginnt von vorn: Datei oder Lesart ist eine andere als beim letzten Versuch ({done} Batches fertig).",
        "{file} begins anew: file or reading is another than in the last attempt ({done} batches finished).",
    ),
    "script.anew.dropped": (
        "{file} beginnt von vorn: {database} gibt es nicht mehr ({done} Batches waren fertig).",
        "{file} begins anew: {database} does not exist any more ({done} batches were finished).",
    ),
    "script.anew.other": (
        "{file} beginnt von vorn: {database} ist seit dem letzten Versuch neu angelegt ({done} Batches waren fertig).",
        "{file} begins anew: {database} was created anew since the last attempt ({done} batches were finished).",
    ),
    "script.anew.lasting": (
        "{file} beginnt von vorn: Es arbeitet mit Transaktionen oder temporären Tabellen, die mit der Verbindung "
        "endeten ({done} Batches waren fertig).",
        "{file} begins anew: it works with transactions or temporary tables that ended with the connection ({done} "
        "batches were finished).",
    ),
    "script.twice": (
        "Was vom letzten Versuch noch da ist, steht dann doppelt oder stört: vorher ansehen.",
        "What is left of the last attempt is then there twice, or in the way: look at it first.",
    ),
    "script.no-rows": (
        "Es enthält keine Daten (im Assistenten: Types of data to script, Schema and data).",
        "It holds no data (in the wizard: Types of data to script, Schema and data).",
    ),
    "script.nowhere": (
        "Es nennt keine Datenbank und läuft in der, in der es beginnt (ohne Angabe meist master).",
        "It names no database and runs in the one it begins in (without being told mostly master).",
    ),
    "script.part": (
        "{file}: {batches} Batches, {tables} Tabellen, {rows} INSERT-Anweisungen, {encoding}.",
        "{file}: {batches} batches, {tables} tables, {rows} INSERT statements, {encoding}.",
    ),
    "script.fit": (
        "{file}: {batches} Batches, {tables} Tabellen, {rows} INSERT-Anweisungen, {encoding}; nichts zu beanstanden.",
        "{file}: {batches} batches, {tables} tables, {rows} INSERT statements, {encoding}; nothing to object to.",
    ),
    "script.odd": (
        "{count} Stellen in {file} passen nicht zu SQL Server {year}.",
        "{count} places in {file} do not fit SQL Server {year}.",
    ),
    "script.odd.helps": (
        "Das Script mit dieser Zielversion neu erzeugen, oder jede Stelle mit DBA oder Support klären.",
        "Generate the script anew for this target version, or settle every place with the DBA or support.",
    ),
    "script.empty": (
        "{file} enthält keine Daten: {tables} Tabellen, keine einzige INSERT-Anweisung.",
        "{file} holds no data: {tables} tables, not one INSERT statement.",
    ),
    "script.empty.helps": (
        "Im Assistenten „Types of data to script“ auf „Schema and data“ stellen und das Script neu erzeugen.",
        "Set “Types of data to script” to “Schema and data” in the wizard and generate the script anew.",
    ),
    "script.holds": (
        "Tabellen, die es anlegt: {tables}; INSERT-Anweisungen: {rows}.",
        "Tables it creates: {tables}; INSERT statements: {rows}.",
    ),
    "script.databases": ("Es wechselt in: {names}", "It changes to: {names}"),
    "script.creates": ("Es legt Datenbanken an: {names}", "It creates databases: {names}"),
    "script.folder": (
        "{place}: Datenbankdateien kommen nach {folder}; den Ordner muss es auf dem Ziel geben.",
        "{place}: database files go to {folder}; the folder has to exist on the target.",
    ),
    "script.trap": (
        "{place}: {feature} gibt es erst ab SQL Server {year}.",
        "{place}: {feature} exists from SQL Server {year} on only.",
    ),
    "script.level": (
        "{place}: Kompatibilitätsstufe {level} kennt SQL Server {year} nicht.",
        "{place}: SQL Server {year} does not know compatibility level {level}.",
    ),
    "script.flags": (
        "Es enthält, was ein Script leicht verliert oder was schon da sein muss: {names}",
        "It holds what a script easily loses, or what must be there already: {names}",
    ),
    "script.partly": (
        "Ein Abbruch lässt fertige Batches stehen: Ein Script ist keine Transaktion.",
        "Stopping leaves finished batches in place: a script is no transaction.",
    ),
    "script.changed": (
        "{file} ist nicht mehr die Datei, die gezeigt wurde.",
        "{file} is no longer the file that was shown.",
    ),
    "script.on": ("Batch {batch}, noch etwa {minutes} min", "batch {batch}, about {minutes} min left"),
    "script.cut": (
        "{done} Batches sind fertig. Batch {next} lief womöglich zum Teil: ansehen, dann weiter mit --after {done}",
        "{done} batches are finished. Batch {next} may have run in part: look at it, then go on with --after {done}",
    ),
    "script.again": (
        "Weiter nach Batch {after}; vorher wird gesetzt, was die ausgelassenen hinterlassen hätten.",
        "Going on after batch {after}; first what the skipped ones would have left behind is set.",
    ),
    "script.failed": (
        "{place} bis Zeile {last}, Batch {batch}: {said}",
        "{place} to line {last}, batch {batch}: {said}",
    ),
    "script.stopped": (
        "Angehalten: {done} Batches sind fertig, Batch {batch} ist womöglich teilweise ausgeführt.",
        "Stopped: {done} batches are finished, batch {batch} may be partly applied.",
    ),
    "script.resume": (
        "Ursache beheben, dann nach Batch {done} weitermachen: --after {done}",
        "Remedy the cause, then go on after batch {done}: --after {done}",
    ),
    "script.resume-step": (
        "Ursache beheben und den Schritt noch einmal ausführen: Er macht nach Batch {done} weiter. Von vorn beginnt "
        "er, wenn er wieder geöffnet wird.",
        "Remedy the cause and run the step again: it goes on after batch {done}. It begins anew when it is reopened.",
    ),
    "script.rolled-back": (
        "Eine offene Transaktion wurde zurückgerollt.",
        "An open transaction was rolled back.",
    ),
    "script.done": ("{sent} Batches ausgeführt.", "{sent} batches carried out."),
    "script.done-failed": (
        "{sent} Batches gesendet, {failed} davon gescheitert.",
        "{sent} batches sent, {failed} of them failed.",
    ),
    "compare.equal": (
        "{count} Datenbanken sind gleich: {objects} Objekte, {rows} Zeilen.",
        "{count} databases are equal: {objects} objects, {rows} rows.",
    ),
    "compare.differs": (
        "{differences} Unterschiede zwischen {source} und {server}.",
        "{differences} differences between {source} and {server}.",
    ),
    "compare.helps": (
        "Schreibt noch jemand in eine der Seiten? Sonst Restore oder Import wiederholen.",
        "Does somebody still write to one of the sides? Otherwise repeat the restore or import.",
    ),
    "compare.missing": (
        "{database}: {object} ({type}) fehlt auf dem Ziel.",
        "{database}: {object} ({type}) is missing on the target.",
    ),
    "compare.surplus": (
        "{database}: {object} ({type}) gibt es nur auf dem Ziel.",
        "{database}: {object} ({type}) exists on the target only.",
    ),
    "compare.rows": (
        "{database}: {object} hat {there} Zeilen in der Quelle, {here} auf dem Ziel.",
        "{database}: {object} has {there} rows in the source, {here} on the target.",
    ),
    "compare.checksum": (
        "{database}: {object} hat gleich viele Zeilen, aber andere Werte.",
        "{database}: {object} has equally many rows, but other values.",
    ),
    "compare.unchecked": (
        "{database}: Von {object} lässt sich keine Prüfsumme bilden.",
        "{database}: no checksum can be made of {object}.",
    ),
    "compare.more": ("und {count} weitere Unterschiede", "and {count} more differences"),
}
