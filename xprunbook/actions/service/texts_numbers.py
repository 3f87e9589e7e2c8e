"""What the service manager and the logon say by number (domain facts, "Exit / error codes"), and what helps.

Sources: Microsoft, "System Error Codes (1000-1299)" and "(1300-1699)". The system's own words are never read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xprunbook.run.contract import Statement
from xprunbook.systems.trouble import Refused

Table = Mapping[str, tuple[str, str]]

_ELEVATE: Final = (
    "xprunbook als Administrator starten, dann noch einmal.",
    "Start xprunbook as administrator, then try again.",
)
_EVENTS: Final = (
    "In der Ereignisanzeige unter System (Quelle Service Control Manager) und Anwendung nach der Ursache sehen.",
    "Look for the cause in the event log: System (source Service Control Manager) and Application.",
)
_LATER: Final = (
    "Eine Weile warten und noch einmal versuchen; der Dienst wird nicht abgeschossen.",
    "Wait a while and try again; the service is not killed.",
)
_PASSWORD: Final = (
    "Konto und Kennwort prüfen und neu angeben. Zu viele Fehlversuche sperren das Konto; darum wird dasselbe Kennwort "
    "zehn Minuten lang nicht noch einmal probiert.",
    "Check the account and its password and give them anew. Too many wrong tries lock the account; so the same "
    "password is not tried again for ten minutes.",
)
_DIRECTORY: Final = (
    "Das löst der Administrator der Domäne.",
    "The administrator of the domain can solve this.",
)
_NAME: Final = (
    "Auf Tippfehler sehen. Bei einem Konto aus einer anderen Domäne muss das Vertrauen zwischen den Domänen bestehen.",
    "Look for a typing error. An account of another domain needs a trust between the domains.",
)

_NUMBERS: Final[Mapping[int, tuple[tuple[str, str], tuple[str, str]]]] = {
    0: (
        ("{target} hat sich ohne Fehler beendet.", "{target} ended without an error."),
        _EVENTS,
    ),
    2: (
        (
            "Das Programm zu {target} fehlt auf der Platte (Fehler 2).",
            "The program of {target} is missing (error 2).",
        ),
        (
            "Die Installation ist unvollständig, oder ein Virenschutz hat die Datei entfernt.",
            "The installation is incomplete, or a virus scanner removed the file.",
        ),
    ),
    5: (
        ("Der Zugriff auf {target} wird verweigert (Fehler 5).", "Access to {target} is denied (error 5)."),
        _ELEVATE,
    ),
    53: (
        (
            "Der Rechner zu {target} ist im Netz nicht zu finden (Fehler 53).",
            "The machine of {target} is not found (error 53).",
        ),
        ("Namen, DNS und Firewall prüfen.", "Check name, DNS and firewall."),
    ),
    64: (
        (
            "Die Verbindung zu {target} ist abgerissen (Fehler 64).",
            "The connection to {target} broke (error 64).",
        ),
        ("Das Netz prüfen und noch einmal versuchen.", "Check the network and try again."),
    ),
    67: (
        (
            "Den Netzwerknamen {target} gibt es nicht (Fehler 67).",
            "There is no network name {target} (error 67).",
        ),
        ("Den Namen der Freigabe prüfen.", "Check the name of the share."),
    ),
    193: (
        (
            "Das Programm zu {target} ist keine gültige Anwendung (Fehler 193).",
            "The program of {target} is no valid application (error 193).",
        ),
        (
            "Enthält der Pfad Leerzeichen, muss er in Anführungszeichen stehen; sonst ist die Datei beschädigt.",
            "A path with blanks must be quoted; otherwise the file is damaged.",
        ),
    ),
    1051: (
        (
            "Andere Dienste, die laufen, brauchen {target} (Fehler 1051).",
            "Other services that run need {target} (error 1051).",
        ),
        (
            "Erst jene beenden: neu prüfen, der Plan nennt sie.",
            "Stop those first: look again, the plan names them.",
        ),
    ),
    1052: (
        (
            "{target} nimmt diese Anweisung nicht an (Fehler 1052).",
            "{target} does not take this control (error 1052).",
        ),
        _LATER,
    ),
    1053: (
        (
            "{target} hat sich beim Start nicht rechtzeitig gemeldet (Fehler 1053).",
            "{target} did not answer in time when it was started (error 1053).",
        ),
        _EVENTS,
    ),
    1055: (
        (
            "Der Dienstmanager ist gerade gesperrt: {target} (Fehler 1055).",
            "The service manager is locked now: {target} (error 1055).",
        ),
        _LATER,
    ),
    1056: (
        ("{target} läuft schon (1056).", "{target} runs already (1056)."),
        ("Nichts zu tun.", "Nothing to do."),
    ),
    1057: (
        (
            "Das Konto für {target} gibt es nicht, oder das Kennwort passt nicht (Fehler 1057).",
            "The account for {target} does not exist, or the password does not fit (error 1057).",
        ),
        _PASSWORD,
    ),
    1058: (
        (
            "{target} ist deaktiviert, oder ein Gerät dazu fehlt (Fehler 1058).",
            "{target} is disabled, or has no device (error 1058).",
        ),
        (
            "Erst die Startart auf manuell oder automatisch stellen.",
            "Set its start type to manual or automatic first.",
        ),
    ),
    1059: (
        (
            "{target} hängt im Kreis von sich selbst ab (Fehler 1059).",
            "{target} depends on itself in a circle (error 1059).",
        ),
        ("Die Abhängigkeiten des Dienstes berichtigen.", "Correct the dependencies of the service."),
    ),
    1060: (
        (
            "Einen Dienst {target} gibt es auf diesem Rechner nicht (Fehler 1060).",
            "There is no service {target} on this machine (error 1060).",
        ),
        (
            "Ist dies der richtige Rechner? Sonst ist die Software hier nicht installiert, oder der Name stimmt nicht.",
            "Is this the right machine? Otherwise the software is not installed here, or the name is wrong.",
        ),
    ),
    1061: (
        (
            "{target} kann gerade keine Anweisung annehmen (Fehler 1061).",
            "{target} cannot take a control now (error 1061).",
        ),
        _LATER,
    ),
    1062: (
        ("{target} läuft nicht (1062).", "{target} is not running (1062)."),
        ("Nichts zu tun.", "Nothing to do."),
    ),
    1064: (
        (
            "In {target} trat bei der Anweisung eine Ausnahme auf (Fehler 1064).",
            "An exception occurred in {target} (error 1064).",
        ),
        _EVENTS,
    ),
    1066: (
        (
            "{target} hat sich mit einem eigenen Fehler beendet: {own} (1066).",
            "{target} ended with an error of its own: {own} (1066).",
        ),
        (
            "Die Zahl kennt nur der Hersteller: in der Ereignisanzeige und im Log des Programms nachsehen. Nach einem "
            "ersten Start mit leeren Datenbanken: sind alle Tabellen entstanden?",
            "Only the vendor knows the number: look at the event log and the program's log. After a first start with "
            "empty databases: were all tables made?",
        ),
    ),
    1067: (
        (
            "Der Prozess von {target} ist unerwartet geendet (1067).",
            "The process of {target} ended unexpectedly (1067).",
        ),
        _EVENTS,
    ),
    1068: (
        (
            "Ein Dienst, den {target} braucht, ließ sich nicht starten (Fehler 1068).",
            "A service that {target} needs could not be started (error 1068).",
        ),
        (
            "Die Einzelheiten nennen, wovon er abhängt: zuerst diese Dienste zum Laufen bringen.",
            "The details name what it depends on: bring those services up first.",
        ),
    ),
    1069: (
        (
            "{target} konnte sich nicht anmelden (Fehler 1069).",
            "{target} could not log on (error 1069).",
        ),
        (
            "Entweder ist das Kennwort falsch, oder dem Konto fehlt „Anmelden als Dienst“; eine Gruppenrichtlinie kann "
            "das Recht wieder entziehen. Beides lässt sich prüfen.",
            "Either the password is wrong, or the account lacks “Log on as a service”; a group policy can take the "
            "right away again. Both can be checked.",
        ),
    ),
    1070: (
        ("{target} hängt beim Starten (Fehler 1070).", "{target} hangs while starting (error 1070)."),
        (
            "Länger warten; wie weit er ist, zeigt die Anzeige, sofern das Programm eine führt. Nicht abschießen.",
            "Wait longer; how far it is, the meter shows if the program keeps one. Do not kill it.",
        ),
    ),
    1072: (
        (
            "{target} ist zum Löschen vorgemerkt (Fehler 1072).",
            "{target} is marked for deletion (error 1072).",
        ),
        (
            "Alle Konsolen schließen, die Dienste zeigen (services.msc, Task-Manager); sonst den Rechner neu starten.",
            "Close every console that shows services (services.msc, Task Manager); else restart the machine.",
        ),
    ),
    1075: (
        (
            "Ein Dienst, den {target} braucht, fehlt oder wird gelöscht (Fehler 1075).",
            "A service that {target} needs is missing or is being deleted (error 1075).",
        ),
        ("Die Einzelheiten nennen, wovon er abhängt.", "The details name what it depends on."),
    ),
    1077: (
        (
            "{target} wurde seit dem Start des Rechners nie gestartet (1077).",
            "{target} was never started since the machine booted (1077).",
        ),
        ("Das ist kein Fehler.", "That is no error."),
    ),
    1079: (
        (
            "{target} teilt einen Prozess mit Diensten, die ein anderes Konto haben (Fehler 1079).",
            "{target} shares a process with services of another account (error 1079).",
        ),
        (
            "Alle Dienste dieses Prozesses auf dasselbe Konto stellen.",
            "Give all services of this process the same account.",
        ),
    ),
    1311: (
        (
            "Kein Anmeldeserver ist erreichbar: {target} (Fehler 1311).",
            "No logon server can be reached: {target} (error 1311).",
        ),
        ("DNS und die Verbindung zur Domäne prüfen.", "Check DNS and the connection to the domain."),
    ),
    1312: (
        (
            "Die Anmeldesitzung gibt es nicht: {target} (Fehler 1312).",
            "The logon session does not exist: {target} (error 1312).",
        ),
        (
            "Über SSH fehlt einer Sitzung manches: an der Konsole oder per Remotedesktop versuchen.",
            "A session over SSH lacks some things: try at the console or by Remote Desktop.",
        ),
    ),
    1314: (
        (
            "Für {target} fehlt ein Recht des Systems (Fehler 1314).",
            "A privilege is missing for {target} (error 1314).",
        ),
        _ELEVATE,
    ),
    1317: (
        ("Ein Konto {target} gibt es nicht (Fehler 1317).", "There is no account {target} (error 1317)."),
        _NAME,
    ),
    1326: (
        (
            "Benutzer oder Kennwort sind falsch: {target} (Fehler 1326).",
            "User or password are wrong: {target} (error 1326).",
        ),
        _PASSWORD,
    ),
    1327: (
        (
            "Das Konto {target} ist eingeschränkt: leeres Kennwort, Zeiten oder eine Richtlinie (Fehler 1327).",
            "The account {target} is restricted: blank password, hours or a policy (error 1327).",
        ),
        _DIRECTORY,
    ),
    1328: (
        (
            "Das Konto {target} darf sich zu dieser Zeit nicht anmelden (Fehler 1328).",
            "The account {target} may not log on at this time (error 1328).",
        ),
        _DIRECTORY,
    ),
    1329: (
        (
            "Das Konto {target} darf sich an diesem Rechner nicht anmelden (Fehler 1329).",
            "The account {target} may not log on at this machine (error 1329).",
        ),
        _DIRECTORY,
    ),
    1330: (
        (
            "Das Kennwort von {target} ist abgelaufen (Fehler 1330).",
            "The password of {target} has expired (error 1330).",
        ),
        (
            "Ein neues setzen lassen, ohne Ablauf. Danach gehört es überall eingetragen, wo das Konto arbeitet.",
            "Have a new one set that does not expire. Then it must be entered wherever the account works.",
        ),
    ),
    1331: (
        (
            "Das Konto {target} ist deaktiviert (Fehler 1331).",
            "The account {target} is disabled (error 1331).",
        ),
        _DIRECTORY,
    ),
    1332: (
        (
            "Zum Namen {target} findet Windows kein Konto (Fehler 1332).",
            "Windows finds no account named {target} (error 1332).",
        ),
        _NAME,
    ),
    1385: (
        (
            "{target} hat das Recht für diese Art der Anmeldung nicht (Fehler 1385).",
            "{target} has not the right for this kind of logon (error 1385).",
        ),
        (
            "Das Recht erteilen; entzieht es eine Gruppenrichtlinie, gehört es dort eingetragen.",
            "Grant the right; if a group policy takes it away, it must be entered there.",
        ),
    ),
    1789: (
        (
            "Das Vertrauen zwischen diesem Rechner und der Domäne ist gestört: {target} (Fehler 1789).",
            "The trust between this machine and the domain is broken: {target} (error 1789).",
        ),
        _DIRECTORY,
    ),
    1907: (
        (
            "Das Kennwort von {target} muss erst geändert werden (Fehler 1907).",
            "The password of {target} must be changed first (error 1907).",
        ),
        (
            "Das Konto ohne „Benutzer muss Kennwort ändern“ führen und das Kennwort einmal neu setzen lassen.",
            "Clear “User must change password” for the account and have the password set once.",
        ),
    ),
    1909: (
        (
            "Das Konto {target} ist gesperrt (Fehler 1909).",
            "The account {target} is locked out (error 1909).",
        ),
        _DIRECTORY,
    ),
}

NUMBERS: Final = frozenset(_NUMBERS)
"""Every number that has a sentence of its own."""

SENTENCES: Final[Table] = {
    **{f"win.{number}": says for number, (says, _) in _NUMBERS.items()},
    **{f"win.{number}.helps": helps for number, (_, helps) in _NUMBERS.items()},
    "win.other": (
        "{target}: Windows meldet den Fehler {number}.",
        "{target}: Windows says error {number}.",
    ),
    "win.other.helps": _EVENTS,
}


def number_says(number: int, target: str, own: int = 0) -> tuple[Statement, Statement]:
    """What a number means for a target, and what helps. ``own``: the service's own code, for 1066."""
    code = f"win.{number}" if number in NUMBERS else "win.other"
    values: dict[str, str | int] = {"target": target}
    if code == "win.1066":
        values["own"] = f"{own} (0x{own & 0xFFFFFFFF:08X})"
    if code == "win.other":
        values["number"] = number
    return Statement(code, values), Statement(f"{code}.helps")


def refusal_says(refused: Refused) -> tuple[Statement, Statement]:
    """What a refusal means; only its number counts."""
    return number_says(refused.number, refused.target)
