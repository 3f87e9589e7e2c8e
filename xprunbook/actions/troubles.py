"""The sentences for what the outside refuses, shared by all kinds: what it means, and what helps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xprunbook.actions.parameters import text
from xprunbook.base.language import Texts
from xprunbook.run.contract import ActionFailed, Finding, Inspection, Job, Json, Statement
from xprunbook.systems.trouble import Refused, Trouble

Table = Mapping[str, tuple[str, str]]

SENTENCES: Final[Table] = {
    "trouble.missing": ("{target} gibt es nicht{number}.", "{target} does not exist{number}."),
    "trouble.denied": (
        "Der Zugriff auf {target} wird verweigert{number}.",
        "Access to {target} is denied{number}.",
    ),
    "trouble.network-path": (
        "Der Rechner zu {target} ist im Netz nicht zu finden{number}.",
        "The machine of {target} is not found on the network{number}.",
    ),
    "trouble.gone": (
        "Die Verbindung zu {target} ist abgerissen{number}.",
        "The connection to {target} broke{number}.",
    ),
    "trouble.share-name": (
        "Der Rechner antwortet, aber die Freigabe {target} kennt er nicht{number}.",
        "The machine answers, but it has no share {target}{number}.",
    ),
    "trouble.full": (
        "Auf {target} ist kein Platz mehr{number}.",
        "There is no room left on {target}{number}.",
    ),
    "trouble.logon": (
        "Die Anmeldung für {target} wird nicht angenommen{number}.",
        "The logon for {target} is not accepted{number}.",
    ),
    "trouble.read-only": ("{target} ist schreibgeschützt{number}.", "{target} is read-only{number}."),
    "trouble.in-use": (
        "{target} wird gerade von einem anderen Programm benutzt{number}.",
        "{target} is in use by another program{number}.",
    ),
    "trouble.exists": ("{target} gibt es schon{number}.", "{target} exists already{number}."),
    "trouble.changed": (
        "{target} ist nicht mehr so, wie es gezeigt wurde{number}.",
        "{target} is no longer what was shown{number}.",
    ),
    "trouble.name": (
        "{target} kann das System so nicht annehmen{number}.",
        "The system cannot take {target} as it is{number}.",
    ),
    "trouble.kind": (
        "{target} ist keine gewöhnliche Datei{number}.",
        "{target} is no ordinary file{number}.",
    ),
    "trouble.unresolved": (
        "Zu {target} gibt es keine Adresse{number}.",
        "There is no address for {target}{number}.",
    ),
    "trouble.closed": (
        "{target} lehnt die Verbindung ab: dort hört niemand zu{number}.",
        "{target} refuses the connection: nobody listens there{number}.",
    ),
    "trouble.silent": (
        "{target} antwortet nicht rechtzeitig{number}.",
        "{target} does not answer in time{number}.",
    ),
    "trouble.certificate": (
        "Dem Zertifikat von {target} ist nicht zu trauen{number}.",
        "The certificate of {target} is not to be trusted{number}.",
    ),
    "trouble.protocol": (
        "{target} antwortet, aber nicht wie ein Webserver{number}.",
        "{target} answers, but not as a web server does{number}.",
    ),
    "trouble.redirects": (
        "Die Weiterleitungen bis {target} führen nicht zum Ziel{number}.",
        "The redirects up to {target} lead nowhere{number}.",
    ),
    "trouble.address": (
        "{target} ist keine Adresse, die hier abgefragt wird{number}.",
        "{target} is no address that is asked for here{number}.",
    ),
    "trouble.not-started": (
        "{target} lässt sich nicht starten{number}.",
        "{target} cannot be started{number}.",
    ),
    "trouble.argument": (
        "Das Argument {target} könnte eine Batch-Datei als Befehl verstehen{number}.",
        "A batch file could take the argument {target} for a command{number}.",
    ),
    "trouble.other": ("{target}: das System meldet{number}.", "{target}: the system says{number}."),
    "helps.missing": (
        "Den Pfad vergleichen: Laufwerk, Ordner, Schreibweise.",
        "Compare the path: drive, folder, spelling.",
    ),
    "helps.denied": (
        "Dem Konto {identity} das Recht geben, bei einer Freigabe an zwei Stellen: Freigabe und NTFS. "
        "Es gilt das engere der beiden.",
        "Give the account {identity} the right, for a share in two places: share and NTFS. "
        "The tighter of the two counts.",
    ),
    "helps.network-path": (
        "Name des Rechners, DNS und die Firewall für SMB (TCP 445) prüfen.",
        "Check the machine's name, DNS, and the firewall for SMB (TCP 445).",
    ),
    "helps.gone": (
        "Noch einmal versuchen. Kommt es wieder: Netz, Ruhezustand und Dienst der Gegenseite prüfen.",
        "Try again. If it returns, check the network, and sleep mode and service on the other side.",
    ),
    "helps.share-name": (
        "Den Namen der Freigabe auf dem Zielrechner nachsehen oder die Freigabe dort anlegen.",
        "Look the share's name up on the target machine, or create the share there.",
    ),
    "helps.full": (
        "Platz schaffen oder einen anderen Datenträger nehmen; auch Kontingente prüfen.",
        "Make room or take another volume; check quotas too.",
    ),
    "helps.logon": (
        "Benutzer und Kennwort prüfen, auch ob das Konto gesperrt oder abgelaufen ist; mit „net use“ nachsehen, "
        "ob schon eine Verbindung unter anderem Namen besteht.",
        "Check user and password, and whether the account is locked or expired; look with “net use” for a "
        "connection under another name.",
    ),
    "helps.read-only": (
        "Schreibschutz des Datenträgers oder der Freigabe aufheben.",
        "Lift the write protection of the volume or the share.",
    ),
    "helps.in-use": (
        "Das andere Programm beenden (oft ein offener Editor oder ein Virenscanner) und wiederholen.",
        "End the other program (often an open editor or a virus scanner) and try again.",
    ),
    "helps.exists": (
        "Das Vorhandene ansehen; ersetzt wird es nur, wenn der Schritt es ausdrücklich sagt.",
        "Look at what is there; it is only replaced if the step says so.",
    ),
    "helps.changed": ("Den Plan neu zeigen lassen.", "Have the plan shown again."),
    "helps.name": (
        "Verbotene Zeichen, Länge und Kodierung prüfen.",
        "Check for forbidden characters, length and encoding.",
    ),
    "helps.kind": ("Den Pfad einer Datei angeben.", "Name the path of a file."),
    "helps.unresolved": (
        "Schreibweise und DNS-Eintrag prüfen; mit dem vollen Namen versuchen.",
        "Check spelling and DNS record; try the full name.",
    ),
    "helps.closed": (
        "Läuft der Dienst, und lauscht er auf diesem Port?",
        "Is the service running, and does it listen on this port?",
    ),
    "helps.silent": (
        "Meist hält eine Firewall die Pakete zurück, oder der Rechner ist aus.",
        "Mostly a firewall drops the packets, or the machine is off.",
    ),
    "helps.certificate": (
        "Name, Ablaufdatum und ausstellende Stelle ansehen; eine eigene Zertifizierungsstelle gehört in den "
        "Zertifikatsspeicher dieses Rechners.",
        "Look at name, expiry date and issuer; an authority of your own belongs into this machine's store.",
    ),
    "helps.protocol": (
        "Stimmen Port und http oder https?",
        "Are the port, and http or https, right?",
    ),
    "helps.redirects": (
        "Die Adresse im Browser öffnen und das eigentliche Ziel eintragen.",
        "Open the address in a browser and use the final one.",
    ),
    "helps.address": (
        "Nur http:// und https:// ohne Benutzer und Kennwort.",
        "Only http:// and https:// without user and password.",
    ),
    "helps.not-started": (
        "Prüfen, ob es ein Programm für dieses System ist.",
        "Check whether it is a program for this system.",
    ),
    "helps.argument": (
        "Das Programm statt der Batch-Datei aufrufen oder den Wert ändern.",
        "Call the program instead of the batch file, or change the value.",
    ),
    "helps.other": (
        "Die Meldung des Systems nachschlagen.",
        "Look the system's message up.",
    ),
}
"""``{number}`` is empty or names the system's own number and words, in brackets."""

_SHARED: Final = Texts(SENTENCES)


def texts(own: Table) -> Texts:
    """A kind's own sentences with the shared ones."""
    return Texts({**SENTENCES, **own})


def says(refused: Refused, identity: str = "") -> tuple[Statement, Statement]:
    """What happened and what helps."""
    brackets = ", ".join(part for part in (str(refused.number or ""), refused.said) if part)
    number = f" ({brackets})" if brackets else ""
    values: dict[str, str | int] = {"target": refused.target, "number": number}
    helps = {"identity": identity or "?"} if refused.trouble is Trouble.DENIED else {}
    return Statement(f"trouble.{refused.trouble}", values), Statement(f"helps.{refused.trouble}", helps)


def blocked(refused: Refused, job: Job, identity: str = "") -> Inspection:
    """The inspection for something that could not even be looked at."""
    what, helps = says(refused, identity)
    evidence: dict[str, Json] = {
        "trouble": str(refused.trouble),
        "number": refused.number,
        "said": refused.said,
    }
    return Inspection(Finding.BLOCKED, what, helps, identity, evidence, jump=helped_by(job))


def failed(refused: Refused, job: Job) -> ActionFailed:
    """The error of an apply that the outside refused; the target is as before."""
    what, helps = says(refused)
    message, hint = (_SHARED.say(item.code, job.language, **item.values) for item in (what, helps))
    return ActionFailed(what, message, hint)


def helped_by(job: Job) -> str:
    """The step or runbook that the runbook's author names as help."""
    return text(job.parameters, "helped_by")
