"""The sentences of the families ``machine``, ``file.version``, ``registry`` and ``program``."""

from __future__ import annotations

from typing import Final

from xprunbook.actions.troubles import Table, texts

_MACHINE: Final[Table] = {
    "elevated": (
        "xprunbook läuft mit vollen Administratorrechten.",
        "xprunbook runs with an administrator's full rights.",
    ),
    "not-elevated": (
        "xprunbook läuft ohne Administratorrechte.",
        "xprunbook runs without an administrator's rights.",
    ),
    "elevated.helps": (
        "Das Terminal schließen, mit „Als Administrator ausführen“ neu öffnen und den Lauf fortsetzen.",
        "Close the terminal, open it anew with “Run as administrator” and take the run up again.",
    ),
    "windows.is": ("{name}, Build {build}.", "{name}, build {build}."),
    "windows.old": (
        "Windows hat den Build {build}, gebraucht wird mindestens {wanted} ({name}).",
        "Windows has build {build}, at least {wanted} is needed ({name}).",
    ),
    "windows.no-server": (
        "Das ist ein Windows für Arbeitsplätze (Build {build}), kein Windows Server.",
        "This is a Windows for workstations (build {build}), no Windows Server.",
    ),
    "windows.virtual": (
        "Virtuelle Maschine ({maker}).",
        "A virtual machine ({maker}).",
    ),
    "windows.physical": (
        "Die Firmware nennt keinen Hypervisor: wohl eine physische Maschine.",
        "The firmware names no hypervisor: probably a physical machine.",
    ),
    "windows.helps": (
        "Windows Update ausführen oder das Fehlende installieren, neu starten und noch einmal prüfen.",
        "Run Windows Update or install what is missing, restart, and look again.",
    ),
    "net.is": (
        ".NET Framework {version} oder neuer (Release {release}).",
        ".NET Framework {version} or newer (release {release}).",
    ),
    "net.old": (
        ".NET Framework 4 in einem alten Stand (Release {release}).",
        "An old .NET Framework 4 (release {release}).",
    ),
    "net.none": ("Es gibt kein .NET Framework 4.", "There is no .NET Framework 4."),
    "net.lacking": (
        ".NET Framework {wanted} fehlt (gefundener Release: {release}).",
        ".NET Framework {wanted} is missing (release found: {release}).",
    ),
    "version.is": ("{path} hat die Dateiversion {version}.", "{path} has file version {version}."),
    "version.old": (
        "{path} hat die Dateiversion {version}, gebraucht wird mindestens {wanted}.",
        "{path} has file version {version}, at least {wanted} is needed.",
    ),
    "version.none": ("{path} trägt keine Dateiversion.", "{path} carries no file version."),
    "version.missing": ("{path} gibt es nicht.", "{path} is not there."),
    "version.wanted": ("„{wanted}“ ist keine Dateiversion.", "“{wanted}” is no file version."),
    "registry.is": ("{place} = {value}", "{place} = {value}"),
    "registry.key": ("Den Schlüssel {place} gibt es.", "The key {place} is there."),
    "registry.missing": ("In der Registry gibt es {place} nicht.", "The registry has no {place}."),
    "registry.other": (
        "{place} ist „{value}“, erwartet wird „{wanted}“.",
        "{place} is “{value}”, “{wanted}” is expected.",
    ),
    "mac.physical": (
        "Die Firmware nennt keinen Hypervisor: die MAC-Adresse gehört wohl zur Netzwerkkarte und bleibt.",
        "The firmware names no hypervisor: the MAC address probably is the network card's, and stays.",
    ),
    "mac.fixed": (
        "Die MAC-Adresse liegt in dem Bereich, der bei {maker} von Hand vergeben wird: wohl fest eingestellt.",
        "The MAC address lies in the range that is set by hand on {maker}: probably it is fixed.",
    ),
    "mac.automatic": (
        "Die MAC-Adresse hat {maker} wohl selbst vergeben: sie kann wechseln, und dann ist die Lizenz ungültig.",
        "{maker} probably gave this MAC address out by itself: it can change, and then the licence is invalid.",
    ),
    "mac.either": (
        "Ob die MAC-Adresse fest ist, lässt sich von innen nicht sehen: {maker} vergibt feste und dynamische aus "
        "demselben Bereich. An ihr hängt die Lizenz.",
        "Whether the MAC address is fixed cannot be seen from inside: {maker} takes fixed and dynamic ones from the "
        "same range. The licence hangs on it.",
    ),
    "mac.unknown": (
        "Ob {maker} die MAC-Adresse fest vergeben hat, lässt sich von innen nicht sehen. An ihr hängt die Lizenz.",
        "Whether {maker} keeps this MAC address cannot be seen from inside. The licence hangs on it.",
    ),
    "mac.no-adapter": (
        "Keine Netzwerkkarte ist verbunden.",
        "No network adapter is connected.",
    ),
    "mac.helps": (
        "In den Einstellungen der VM beim Netzwerkadapter „statisch“ (Hyper-V) oder „manuell“ (VMware) einstellen, "
        "bevor eine Lizenz eingespielt wird. Steht es schon so: von Hand abhaken.",
        "In the VM's settings set the network adapter to “static” (Hyper-V) or “manual” (VMware) before a licence "
        "is loaded. If it says so already, tick the step by hand.",
    ),
    "mac.adapter": ("{name}: {mac}", "{name}: {mac}"),
    "mac.overridden": (
        "{name}: {mac}, in Windows so eingetragen; die Hardware hat {permanent}.",
        "{name}: {mac}, as set in Windows; the hardware has {permanent}.",
    ),
}  # fmt: skip

_PROGRAM: Final[Table] = {
    "open.ready": (
        "{program} wird mit Fenster geöffnet.",
        "{program} is opened with a window.",
    ),
    "open.ready-as": (
        "{program} wird als {account} mit Fenster geöffnet.",
        "{program} is opened with a window, as {account}.",
    ),
    "open.waits": (
        "xprunbook wartet, bis es geschlossen ist, und prüft erst dann.",
        "xprunbook waits until it is closed, and only then looks.",
    ),
    "open.goes-on": (
        "Es bleibt für die nächsten Schritte offen.",
        "It stays open for the next steps.",
    ),
    "open.missing": ("{program} gibt es nicht.", "{program} is not there."),
    "open.no-desktop": (
        "Dazu gehört ein Bildschirm: In dieser Sitzung (SSH, Dienst) sieht niemand ein Fenster.",
        "This needs a desktop: in this session (SSH, a service) nobody sees a window.",
    ),
    "open.by-hand": (
        "Am Rechner selbst oder per Remotedesktop ausführen: {command}",
        "Run at the machine itself or by Remote Desktop: {command}",
    ),
    "open.no-password": (
        "Um als {account} zu öffnen, fehlt das Kennwort.",
        "To open it as {account}, the password is missing.",
    ),
    "open.no-password-helps": (
        "Das Kennwort unter „Anmeldedaten“ eingeben, oder von Hand ausführen: {command}",
        "Enter the password under “credentials”, or run by hand: {command}",
    ),
    "open.managed": (
        "Als verwaltetes Konto {account} öffnet sich kein Fenster.",
        "As the managed account {account} no window can be opened.",
    ),
    "open.managed-helps": (
        "Das Programm als ein Konto öffnen, mit dem sich ein Mensch anmelden kann.",
        "Open the program as an account that a person can log on with.",
    ),
    "open.unproven": (
        "Was in dem Fenster geschieht, sieht xprunbook nicht.",
        "What happens in the window, xprunbook does not see.",
    ),
    "open.opened": ("{program} ist offen.", "{program} is open."),
    "open.closed": (
        "{program} ist geschlossen (Exit-Code {code}).",
        "{program} is closed (exit code {code}).",
    ),
    "open.no-process": (
        "{program} ist offen; Windows sagt nicht, wann es geschlossen wird.",
        "{program} is open; Windows does not tell when it is closed.",
    ),
    "open.left": (
        "xprunbook wartet nicht mehr; {program} bleibt offen.",
        "xprunbook no longer waits; {program} stays open.",
    ),
    "open.logon": (
        "Die Anmeldung als {account} wird nicht angenommen ({number}).",
        "The logon as {account} is not accepted ({number}).",
    ),
    "open.logon-helps": (
        "Das Kennwort prüfen, auch ob das Konto gesperrt, abgelaufen oder deaktiviert ist.",
        "Check the password, and whether the account is locked, expired or disabled.",
    ),
    "open.no-local-logon": (
        "{account} darf sich an diesem Rechner nicht anmelden ({number}).",
        "{account} may not log on at this machine ({number}).",
    ),
    "open.no-local-logon-helps": (
        "Dem Konto für die Dauer des Umzugs das Recht „Lokal anmelden zulassen“ geben (secpol.msc).",
        "Give the account the right “Allow log on locally” while the move lasts (secpol.msc).",
    ),
    "open.wants-more": (
        "{program} verlangt Administratorrechte; ein anderes Konto bekommt sie auf diesem Weg nicht ({number}).",
        "{program} wants an administrator's rights; another account does not get them this way ({number}).",
    ),
    "open.wants-more-helps": (
        "Als {account} am Rechner anmelden und das Programm dort mit „Als Administrator ausführen“ öffnen.",
        "Log on at the machine as {account} and open the program there with “Run as administrator”.",
    ),
    "open.declined": (
        "Die Rückfrage von Windows wurde verneint; {program} wurde nicht geöffnet ({number}).",
        "Windows' question was declined; {program} was not opened ({number}).",
    ),
    "open.declined-helps": (
        "Noch einmal öffnen und die Rückfrage bestätigen.",
        "Open it again and confirm the question.",
    ),
    "open.no-second-logon": (
        "Der Windows-Dienst „Sekundäre Anmeldung“ (seclogon) ist deaktiviert ({number}).",
        "The Windows service “Secondary Logon” (seclogon) is disabled ({number}).",
    ),
    "open.no-second-logon-helps": (
        "Den Dienst zulassen, oder als {account} am Rechner anmelden.",
        "Allow the service, or log on at the machine as {account}.",
    ),
}

TEXTS: Final = texts({**_MACHINE, **_PROGRAM})
PROGRAM: Final[Table] = _PROGRAM
"""For others that open programs."""
