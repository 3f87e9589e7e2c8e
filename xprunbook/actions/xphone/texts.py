"""The sentences of the family ``xphone``."""

from __future__ import annotations

from typing import Final

from xprunbook.actions.machine.texts import PROGRAM
from xprunbook.actions.troubles import Table, texts

_SERVER: Final[Table] = {
    "server.none": (
        "Auf diesem Rechner ist kein XPhone Connect Server installiert.",
        "No XPhone Connect Server is installed on this machine.",
    ),
    "server.is": ("XPhone Connect Server liegt in {folder}.", "XPhone Connect Server is in {folder}."),
    "server.not-registered": (
        "Die Registry nennt den Ordner nicht ({key}); gefunden wurde der übliche.",
        "The registry does not name the folder ({key}); the usual one was found.",
    ),
    "server.program": ("{name}: Dateiversion {version}", "{name}: file version {version}"),
    "server.no-version": ("{name}: ohne Dateiversion", "{name}: no file version"),
    "server.no-program": (
        "In dem Ordner liegt keines seiner Programme ({names}).",
        "None of its programs lies in the folder ({names}).",
    ),
    "server.services": ("Dienste: {services}", "Services: {services}"),
    "server.no-services": (
        "Es gibt keinen Dienst, dessen Name mit „Atlas“ beginnt.",
        "There is no service whose name begins with “Atlas”.",
    ),
    "server.services-unknown": (
        "Die Dienste lassen sich hier nicht abfragen.",
        "The services cannot be asked for here.",
    ),
    "server.meter": (
        "Anzeige des Servers beim Starten und Beenden: {meter} % {info}",
        "The server's own display while it starts or stops: {meter} % {info}",
    ),
    "server.helps": (
        "Gehört der Schritt zu diesem Rechner? Sonst zuerst XPhone installieren.",
        "Does the step belong to this machine? Otherwise install XPhone first.",
    ),
}  # fmt: skip

_BACKUP_MANAGER: Final[Table] = {
    "manager.new": (
        "Der Backup-Manager ist neu genug (Dateiversion {version}).",
        "The Backup-Manager is new enough (file version {version}).",
    ),
    "manager.old": (
        "Dem Backup-Manager fehlt ein Patch (Dateiversion {version}, gebraucht wird {wanted}).",
        "The Backup-Manager lacks a patch (file version {version}, {wanted} is needed).",
    ),
    "manager.no-version": (
        "{path} trägt keine Dateiversion: mit Rechtsklick, „Eigenschaften“, „Details“ vergleichen.",
        "{path} carries no file version: compare by right-click, “Properties”, “Details”.",
    ),
    "manager.missing": ("{path} gibt es nicht.", "{path} is not there."),
    "manager.installers": (
        "Nach einem Restore führt er die nötigen Installer selbst aus (ab {least}, laut Patch-Liste von C4B).",
        "After a restore it runs the installers it needs by itself (from {least} on, says C4B's list of patches).",
    ),
    "manager.no-installers": (
        "Nach dem Restore einer älteren Version fehlen Anpassungen an V9: das kann er erst ab {least} "
        "(laut Patch-Liste von C4B).",
        "After restoring an older version, adjustments to V9 are missing: it can do that from {least} on only "
        "(says C4B's list of patches).",
    ),
    "manager.latest": (
        "Er kennt den Aufruf /restoreLatest (ab {least}, laut Patch-Liste von C4B).",
        "It knows the call /restoreLatest (from {least} on, says C4B's list of patches).",
    ),
    "manager.no-latest": (
        "Den Aufruf /restoreLatest kennt er nicht (erst ab {least}).",
        "It does not know the call /restoreLatest (from {least} on only).",
    ),
    "manager.helps": (
        "Den Patch des Backup-Managers einspielen (Server Manager, „System Info Collector“), dann noch einmal prüfen.",
        "Install the Backup-Manager's patch (Server Manager, “System Info Collector”), then look again.",
    ),
}  # fmt: skip

_LICENCE: Final[Table] = {
    "licence.is": (
        "Lizenzdatei für {customer}, System-ID {system}.",
        "A licence file for {customer}, system ID {system}.",
    ),
    "licence.no-system": (
        "Die Lizenzdatei {path} nennt keine System-ID.",
        "The licence file {path} names no system ID.",
    ),
    "licence.path": ("Sie liegt in {path}.", "It is {path}."),
    "licence.none": ("Es gibt noch keine Lizenzdatei.", "There is no licence file yet."),
    "licence.looked": ("Gesucht in: {paths}", "Looked for: {paths}"),
    "licence.two": (
        "Es gibt zwei Lizenzdateien mit verschiedenen System-IDs: {systems}. Welche gilt, zeigt die Lizenzverwaltung.",
        "There are two licence files with different system IDs: {systems}. The licence administration shows which "
        "one counts.",
    ),
    "licence.unreadable": (
        "Die Lizenzdatei {path} ist nicht zu lesen ({why}).",
        "The licence file {path} cannot be read ({why}).",
    ),
    "licence.adapter": (
        "Netzwerkkarte {name}: {mac} (an der Hardware hängt die Lizenz).",
        "Network adapter {name}: {mac} (the licence hangs on the hardware).",
    ),
    "licence.validity": (
        "Ob sie für diese Hardware gilt, steht nur in der Lizenzverwaltung von XPhone.",
        "Whether it is valid for this hardware is shown by XPhone's licence administration only.",
    ),
}  # fmt: skip

_RESTORE: Final[Table] = {
    "latest.ready": (
        "Der Backup-Manager spielt den neuesten Satz zurück, den er findet, und überschreibt {count} Datenbanken.",
        "The Backup-Manager restores the newest set it finds, and overwrites {count} databases.",
    ),
    "latest.too-old": (
        "Dieser Backup-Manager (Dateiversion {version}) kennt /restoreLatest nicht; das gibt es ab {least}.",
        "This Backup-Manager (file version {version}) does not know /restoreLatest; it is there from {least} on.",
    ),
    "latest.too-old-helps": (
        "Den Restore im Fenster des Backup-Managers starten, oder zuerst den Patch einspielen.",
        "Start the restore in the Backup-Manager's window, or install the patch first.",
    ),
    "latest.running": (
        "XPhone-Dienste laufen noch: {services}.",
        "XPhone services are still running: {services}.",
    ),
    "latest.running-helps": ("Zuerst beenden.", "Stop them first."),
    "latest.no-targets": (
        "{path} nennt keine Datenbank.",
        "{path} names no database.",
    ),
    "latest.atlas": (
        "atlas.xml ist nicht so, dass sie Ziele nennt: {why}",
        "atlas.xml is not such that it names targets: {why}",
    ),
    "latest.target": (
        "{database} in {source} wird überschrieben.",
        "{database} in {source} is overwritten.",
    ),
    "latest.newest": (
        "Welcher Satz der neueste ist, sagt vorher niemand: in seinem Sicherungsordner darf nur die letzte "
        "Sicherung liegen.",
        "Nobody says beforehand which set is the newest: only the last backup may be in its backup folder.",
    ),
    "latest.untried": (
        "Auf einem echten Server ist dieser Aufruf noch nicht erprobt.",
        "This call has not been tried on a real server yet.",
    ),
    "latest.no-proof": (
        "Was sein Exit-Code bedeutet, ist unbekannt: nur die Prüfungen danach beweisen etwas.",
        "What its exit code means is unknown: only the checks afterwards prove anything.",
    ),
    "latest.ended": (
        "Der Backup-Manager ist zu Ende (Exit-Code {code}, Bedeutung unbekannt).",
        "The Backup-Manager has ended (exit code {code}, meaning unknown).",
    ),
    "latest.left": (
        "Der Backup-Manager arbeitet; beendet wird er von hier nie.",
        "The Backup-Manager is at work; it is never ended from here.",
    ),
}  # fmt: skip

TEXTS: Final = texts({**_SERVER, **_BACKUP_MANAGER, **_LICENCE, **_RESTORE, **PROGRAM})
