"""The sentences of the kinds for services, in our own words."""

from __future__ import annotations

from typing import Final

from xprunbook.actions.service import texts_numbers
from xprunbook.base.language import Texts

_RIGHTS: Final[texts_numbers.Table] = {
    "right.held": (
        "{account} hat {right}, erteilt an: {through}.",
        "{account} has {right}, granted to: {through}.",
    ),
    "right.not-needed": (
        "{account} ist ein eingebautes Konto und braucht {right} nicht.",
        "{account} is a built-in account and does not need {right}.",
    ),
    "right.missing": (
        "{account} fehlt auf diesem Rechner {right}.",
        "{account} lacks {right} on this machine.",
    ),
    "right.taken": (
        "{right} wurde {account} erteilt und ist schon wieder weg.",
        "{right} was granted to {account} and is gone again already.",
    ),
    "right.unclear": (
        "Ob {account} {right} hat, lässt sich hier nicht sagen: es haben auch Gruppen der Domäne, deren Mitglieder nur "
        "sie kennt.",
        "Whether {account} has {right} cannot be told here: groups of the domain have it, whose members only the "
        "domain knows.",
    ),
    "right.denied": (
        "{account} ist {right} ausdrücklich verweigert, durch: {through}. Das geht jeder Erteilung vor.",
        "{account} is expressly denied {right}, through: {through}. That goes before every grant.",
    ),
}
"""Sentences about a right; which one stands in its place."""

_RIGHT_NAMES: Final = {
    "SeServiceLogonRight": ("„Anmelden als Dienst“", "“Log on as a service”"),
    "SeBatchLogonRight": ("„Anmelden als Stapelverarbeitungsauftrag“", "“Log on as a batch job”"),
}
"""As ``secpol.msc`` names them."""


def _of_rights() -> dict[str, tuple[str, str]]:
    """Each sentence for each right: ``right.held.SeBatchLogonRight``."""
    return {
        f"{code}.{right}": (
            german.replace("{right}", names[0]),
            english.replace("{right}", names[1]),
        )
        for code, (german, english) in _RIGHTS.items()
        for right, names in _RIGHT_NAMES.items()
    }


TEXTS: Final = Texts(
    {
        **texts_numbers.SENTENCES,
        **_of_rights(),
        # Which services
        "none": (
            "Zu {patterns} gibt es auf diesem Rechner keinen Dienst.",
            "This machine has no service for {patterns}.",
        ),
        "none.helps": (
            "Ist dies der richtige Rechner? Sonst ist die Software hier nicht installiert, oder der Name stimmt nicht.",
            "Is this the right machine? Otherwise the software is not installed here, or the name is wrong.",
        ),
        "found": ("Dienste zu {patterns}: {count}.", "Services for {patterns}: {count}."),
        "line": (
            "{name}: {state}, Startart {start}, Konto {account}",
            "{name}: {state}, start type {start}, account {account}",
        ),
        "line.process": (
            "{name}: {state}, Startart {start}, Konto {account}, Prozess {process}",
            "{name}: {state}, start type {start}, account {account}, process {process}",
        ),
        "line.needs": ("{name} braucht: {others}", "{name} needs: {others}"),
        "line.disabled": (
            "{name} ist deaktiviert und bleibt es.",
            "{name} is disabled and stays so.",
        ),
        # Running, stopped
        "running.ok": (
            "Alle Dienste zu {patterns} laufen ({count}).",
            "All services for {patterns} are running ({count}).",
        ),
        "running.rest-disabled": (
            "Alle Dienste zu {patterns}, die starten dürfen, laufen ({count}). Deaktiviert: {names}.",
            "All services for {patterns} that may start are running ({count}). Disabled: {names}.",
        ),
        "running.not": (
            "Nicht alle Dienste zu {patterns} laufen: {names}.",
            "Not all services for {patterns} are running: {names}.",
        ),
        "running.pending": (
            "Dienste zu {patterns} sind noch unterwegs: {names}.",
            "Services for {patterns} are still on their way: {names}.",
        ),
        "running.pending.helps": (
            "Warten und neu prüfen. Nicht abschießen.",
            "Wait and look again. Do not kill anything.",
        ),
        "running.disabled": (
            "Alle Dienste zu {patterns} sind deaktiviert.",
            "All services for {patterns} are disabled.",
        ),
        "running.disabled.helps": (
            "Soll dieser Rechner arbeiten, erst die Startart zurückstellen. War er stillgelegt, ist das Absicht.",
            "If this machine is to work, set the start type back first. If it was retired, that is on purpose.",
        ),
        "stopped.ok": (
            "Alle Dienste zu {patterns} sind beendet ({count}).",
            "All services for {patterns} are stopped ({count}).",
        ),
        "stopped.not": (
            "Nicht beendet sind: {names}.",
            "Still not stopped: {names}.",
        ),
        # Start type
        "start.ok": (
            "Startart {start} für alle Dienste zu {patterns}, die nicht deaktiviert sind ({count}).",
            "Start type {start} for all services for {patterns} that are not disabled ({count}).",
        ),
        "start.all-disabled": (
            "Alle Dienste zu {patterns} sind deaktiviert ({count}).",
            "All services for {patterns} are disabled ({count}).",
        ),
        "start.other": (
            "Eine andere Startart als {start} haben: {names}.",
            "These have another start type than {start}: {names}.",
        ),
        # Account
        "account.listed": (
            "Dienste zu {patterns} und ihre Konten: {accounts}.",
            "Services for {patterns} and their accounts: {accounts}.",
        ),
        "account.ok": (
            "Alle Dienste zu {patterns} laufen unter {account} oder sind dafür eingestellt ({count}).",
            "All services for {patterns} run as {account} or are set to it ({count}).",
        ),
        "account.other": (
            "Nicht auf {account} eingestellt sind: {names}.",
            "Not set to {account}: {names}.",
        ),
        "account.other.helps": (
            "Das Dienstkonto im Server Manager des Herstellers eintragen, dann neu prüfen.",
            "Enter the service account in the vendor's Server Manager, then look again.",
        ),
        "account.unclear": (
            "Wessen Konto bei {names} eingetragen ist, lässt sich nicht feststellen: die Domäne antwortet nicht.",
            "Whose account is entered for {names} cannot be told now: the domain does not answer.",
        ),
        "account.still": (
            "Auf {account} eingestellt, aber noch unter dem alten Konto laufen: {names}.",
            "Set to {account}, but still running under the old account: {names}.",
        ),
        "account.still.helps": (
            "Das neue Konto gilt ab dem nächsten Start: diese Dienste neu starten.",
            "The new account counts from the next start: restart these services.",
        ),
        "account.seen": (
            "{name} läuft wirklich unter {account}.",
            "{name} really runs as {account}.",
        ),
        "account.unseen": (
            "{name}: eingestellt, aber unter wem der Prozess läuft, ist von hier nicht zu sehen.",
            "{name}: set, but whose process it is cannot be seen from here.",
        ),
        # Start, stop, restart
        "start.needed": (
            "Zu starten sind: {names}.",
            "To be started: {names}.",
        ),
        "start.paused": (
            "Angehalten ist: {names}. Das ändert nur ein Mensch.",
            "Paused: {names}. Only a person changes that.",
        ),
        "start.paused.helps": (
            "In services.msc fortsetzen oder beenden, dann neu prüfen.",
            "Continue or stop it in services.msc, then look again.",
        ),
        "start.and-start": (
            "Alle laufen, aber von Hand gestartet wird noch: {names}. Gewünscht ist {start}.",
            "All are running, but these are still started by hand: {names}. Wanted: {start}.",
        ),
        "start.manual": (
            "Auf manuell stehen: {names}. War ein Dienst schon vorher manuell, ihn danach wieder so stellen; die "
            "alten Startarten stehen im Protokoll des Schritts, der sie geändert hat.",
            "Set to manual: {names}. If one was manual before, set it back afterwards; the old start "
            "types are in the record of the step that changed them.",
        ),
        "start.long": (
            "Ein Start kann Minuten dauern. Abbrechen beendet nur das Warten, nie einen Dienst.",
            "A start can take minutes. Cancelling ends only the waiting, never a service.",
        ),
        "stop.needed": ("Zu beenden sind: {names}.", "To be stopped: {names}."),
        "stop.and-start": (
            "Beendet sind alle, aber eine andere Startart als {start} haben: {names}.",
            "All are stopped, but these have another start type than {start}: {names}.",
        ),
        "stop.long": (
            "Das Beenden kann Minuten dauern; es wird gewartet und nie ein Prozess abgeschossen.",
            "Stopping can take minutes; it is waited for, and no process is ever killed.",
        ),
        "stop.dependents": (
            "Vorher werden auch diese Dienste beendet, weil sie darauf aufbauen: {names}.",
            "These services build on it and are stopped before: {names}.",
        ),
        "restart.needed": ("Neu zu starten sind: {names}.", "To be restarted: {names}."),
        "restart.dependents": (
            "Dabei werden auch diese Dienste beendet und wieder gestartet: {names}.",
            "These services are stopped and started again with it: {names}.",
        ),
        # Start type, as an action
        "set-start.needed": (
            "Startart {start} fehlt noch bei: {names}.",
            "Start type {start} is still to be set for: {names}.",
        ),
        "set-start.recorded": (
            "Die bisherigen Startarten stehen im Plan und im Protokoll dieses Schritts: danach lassen sie sich "
            "zurückstellen.",
            "The present start types stand in the plan and in the record of this step: they can be set back by it.",
        ),
        # The account, as an action
        "set-account.needed": (
            "Auf {account} umzustellen sind: {names}.",
            "To be set to {account}: {names}.",
        ),
        "set-account.group": (
            "{account} ist kein Konto, unter dem ein Dienst laufen kann.",
            "{account} is no account that a service can run under.",
        ),
        "set-account.no-password": (
            "Für {account} fehlt das Kennwort.",
            "The password of {account} is missing.",
        ),
        "set-account.no-password.helps": (
            "Mit T unter den Zugangsdaten angeben, dann neu prüfen.",
            "Press T and give it among the credentials, then look again.",
        ),
        "set-account.no-right": (
            "{account} fehlt auf diesem Rechner das Recht „Anmelden als Dienst“.",
            "{account} lacks the right “Log on as a service” on this machine.",
        ),
        "set-account.no-right.helps": (
            "Erst das Recht erteilen: sonst scheitert der nächste Start mit Fehler 1069.",
            "Grant the right first: otherwise the next start fails with error 1069.",
        ),
        "set-account.untried": (
            "An einem echten XPhone-Server nicht erprobt, solange die Prüfkarte nichts anderes sagt.",
            "Not tried on a real XPhone server until the check card says otherwise.",
        ),
        "set-account.vendor": (
            "Der Server Manager des Herstellers stellt womöglich mehr um als die Anmeldung; er ist der empfohlene Weg.",
            "The vendor's Server Manager may set more than the logon; it is the recommended way.",
        ),
        "set-account.next-start": (
            "Das neue Konto gilt ab dem nächsten Start der Dienste.",
            "The new account counts from the next start of the services.",
        ),
        "set-account.together": (
            "Diese Dienste teilen sich einen Prozess damit und werden mit umgestellt: {names}.",
            "These services share a process with it and are changed too: {names}.",
        ),
        # Accounts, passwords, rights
        "password.ok": ("Das Kennwort von {account} stimmt.", "The password of {account} is right."),
        "password.none": (
            "Das Kennwort von {account} ist nicht angegeben und wurde nicht erprobt.",
            "The password of {account} was not given and not tried.",
        ),
        "password.not-needed": (
            "{account} hat kein Kennwort, das jemand eingibt.",
            "{account} has no password that anybody enters.",
        ),
        "password.group": (
            "{account} ist kein Benutzerkonto.",
            "{account} is no user account.",
        ),
        "password.elsewhere": (
            "Ob das Kennwort von {account} stimmt, ist hier nicht zu sehen: das Konto darf sich hier auf keine der "
            "erprobten Arten anmelden (Fehler 1385).",
            "Whether the password of {account} is right cannot be seen here: the account may log on here in none of "
            "the ways that were tried (error 1385).",
        ),
        "right.missing.helps": (
            "Erteilen lassen, oder in secpol.msc unter „Zuweisen von Benutzerrechten“ eintragen.",
            "Have it granted, or enter it in secpol.msc under “User Rights Assignment”.",
        ),
        "right.denied.helps": (
            "In secpol.msc oder der Gruppenrichtlinie den Eintrag unter „… verweigern“ entfernen.",
            "Remove the entry under “Deny …” in secpol.msc or in the group policy.",
        ),
        "right.policy": (
            "Vergibt eine Gruppenrichtlinie dieses Recht, nimmt sie es bei der nächsten Auffrischung wieder weg: dann "
            "gehört das Konto dort eingetragen. Prüfen: gpresult /h gp.html",
            "If a group policy assigns this right, it takes it away at its next refresh: then the account must be "
            "entered there. Check with: gpresult /h gp.html",
        ),
        # While it is done
        "told.waits": (
            "{name}: {state}, Meldepunkt {checkpoint}",
            "{name}: {state}, checkpoint {checkpoint}",
        ),
        "told.runs": ("{name} läuft, Prozess {process}.", "{name} is running, process {process}."),
        "told.stopped": ("{name} ist beendet.", "{name} is stopped."),
        "told.already": ("{name} ist schon so: {state}.", "{name} is so already: {state}."),
        "told.later": (
            "{name} nimmt gerade nichts an (Fehler {number}); wird wiederholt.",
            "{name} cannot take this now (error {number}); trying again.",
        ),
        "told.still": (
            "{name}: seit {seconds} Sekunden kein Fortschritt (Meldepunkt {checkpoint}).",
            "{name}: no progress for {seconds} seconds (checkpoint {checkpoint}).",
        ),
        "late": (
            "{name} steht nach {minutes} min noch auf {state}. Gewartet wird nicht mehr; der Dienst macht weiter, "
            "beendet wurde nichts.",
            "{name} is still {state} after {minutes} min. The waiting is over; the service goes on, and nothing "
            "was killed.",
        ),
        "cancelled": (
            "Abgebrochen ist nur das Warten: {name} steht auf {state} und macht weiter. Später neu prüfen.",
            "Only the waiting was cancelled: {name} is {state} and goes on. Look again later.",
        ),
        "cancelled.between": (
            "Abgebrochen vor {name}: {done} von {of} Vorgängen sind getan.",
            "Cancelled before {name}: {done} of {of} operations are done.",
        ),
        "fell": (
            "{name} lief schon und ist wieder beendet.",
            "{name} was running already and has ended again.",
        ),
        "again": (
            "{name} war beendet und läuft schon wieder.",
            "{name} was stopped and is running again already.",
        ),
        "again.helps": (
            "Etwas startet den Dienst: eine Überwachung, seine Wiederherstellung, ein anderer Mensch. Startart auf "
            "manuell oder deaktiviert stellen, dann noch einmal.",
            "Something starts the service: a monitor, its recovery, another person. Set its start type to manual or "
            "disabled, then try again.",
        ),
        "odd": (
            "{name} steht auf {state} statt zu starten.",
            "{name} is {state} instead of starting.",
        ),
        "partly": (
            "{done} von {of} Vorgängen waren vorher gelungen.",
            "{done} of {of} operations had succeeded before.",
        ),
    }
)
