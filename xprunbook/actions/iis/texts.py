"""The sentences of the family ``iis``."""

from __future__ import annotations

from typing import Final

from xprunbook.actions.troubles import texts
from xprunbook.base.language import Texts

TEXTS: Final[Texts] = texts(
    {
        # One pool in a line
        "pool.starting": ("{pool}: startet gerade, {identity}", "{pool}: starting, {identity}"),
        "pool.started": ("{pool}: gestartet, {identity}", "{pool}: started, {identity}"),
        "pool.stopping": ("{pool}: wird gerade beendet, {identity}", "{pool}: stopping, {identity}"),
        "pool.stopped": ("{pool}: beendet, {identity}", "{pool}: stopped, {identity}"),
        "pool.unknown": ("{pool}: Zustand unbekannt, {identity}", "{pool}: state unknown, {identity}"),
        "pool.returns": (
            "Beendete Pools starten mit dem nächsten Neustart oder iisreset wieder von selbst.",
            "Stopped pools start again by themselves with the next reboot or iisreset.",
        ),
        # Pools together
        "pools.started": ("Gestartet: {pools}.", "Started: {pools}."),
        "pools.stopped": ("Beendet: {pools}.", "Stopped: {pools}."),
        "pools.not-started": ("Nicht gestartet: {pools}.", "Not started: {pools}."),
        "pools.not-stopped": ("Nicht beendet: {pools}.", "Not stopped: {pools}."),
        "pools.missing": (
            "Im IIS gibt es keinen Anwendungspool {pools}.",
            "IIS has no application pool {pools}.",
        ),
        "pools.state-unknown": (
            "IIS sagt nicht, ob die Pools laufen: {pools}.",
            "IIS does not say whether the pools run: {pools}.",
        ),
        "pools.missing.helps": (
            "Die Namen im IIS-Manager unter „Anwendungspools“ vergleichen.",
            "Compare the names in IIS Manager under “Application Pools”.",
        ),
        "pools.not-started.helps": (
            "Den Pool starten. Bleibt er nicht gestartet, kann sein Konto sich meist nicht anmelden: Kennwort, oder "
            "das Recht „Anmelden als Stapelverarbeitungsauftrag“. Die Ereignisanzeige nennt unter WAS den Grund.",
            "Start the pool. If it does not stay started, mostly its account cannot log on: the password, or the "
            "right “Log on as a batch job”. The event viewer names the reason under WAS.",
        ),
        "pools.state-unknown.helps": (
            "Laufen die Dienste WAS und W3SVC? Ohne sie läuft kein Pool.",
            "Do the services WAS and W3SVC run? Without them no pool does.",
        ),
        # The account of a pool
        "account.is": ("{pool} läuft als {identity}.", "{pool} runs as {identity}."),
        "account.other": (
            "{pool} läuft als {identity}, nicht als {account}.",
            "{pool} runs as {identity}, not as {account}.",
        ),
        "account.unsure": (
            "{pool} läuft als {identity}; ob das {account} ist, ließ sich nicht nachsehen.",
            "{pool} runs as {identity}; whether that is {account} could not be looked up.",
        ),
        "account.stopped": (
            "{pool} soll als {identity} laufen, ist aber nicht gestartet.",
            "{pool} is to run as {identity}, but is not started.",
        ),
        "account.other.helps": (
            "Im IIS-Manager: Anwendungspools, {pool}, Erweiterte Einstellungen, Prozessmodell, Identität.",
            "In IIS Manager: Application Pools, {pool}, Advanced Settings, Process Model, Identity.",
        ),
        "account.untried": (
            "Noch nicht auf einem echten Server erprobt: danach im IIS-Manager nachsehen.",
            "Not tried on a real server yet: look in IIS Manager afterwards.",
        ),
        "account.batch": (
            "{account} hat das Recht „Anmelden als Stapelverarbeitungsauftrag“ nicht selbst. IIS gibt es ihm sonst "
            "über die Gruppe IIS_IUSRS; eine Gruppenrichtlinie kann das verhindern.",
            "{account} has not the right “Log on as a batch job” itself. IIS otherwise gives it through the group "
            "IIS_IUSRS; a group policy can prevent that.",
        ),
        "account.no-password": (
            "Ohne Kennwort gelingt das nur mit einem verwalteten Dienstkonto (gMSA).",
            "Without a password this works with a managed service account (gMSA) only.",
        ),
        "account.unknown": (
            "Ein Konto {account} gibt es nicht ({number}).",
            "There is no account {account} ({number}).",
        ),
        "account.password-right": (
            "{account} meldet sich mit diesem Kennwort an.",
            "{account} logs on with this password.",
        ),
        "account.password-wrong": (
            "{account} kann sich mit diesem Kennwort nicht anmelden ({number}). Es wurde nichts geändert.",
            "{account} cannot log on with this password ({number}). Nothing was changed.",
        ),
        "account.password-untried": (
            "Ob das Kennwort stimmt, ließ sich hier nicht probieren.",
            "Whether the password is right could not be tried here.",
        ),
        # What is done
        "do.start": ("{pool} starten.", "Start {pool}."),
        "do.stop": ("{pool} beenden.", "Stop {pool}."),
        "do.recycle": ("{pool} wiederverwenden.", "Recycle {pool}."),
        "do.account": ("{pool}: Identität setzen.", "{pool}: set the identity."),
        "recycle.ready": (
            "{pool} ist gestartet und wird neu begonnen.",
            "{pool} is started and will begin anew.",
        ),
        "recycle.stopped": (
            "{pool} ist nicht gestartet: da gibt es nichts neu zu beginnen.",
            "{pool} is not started: there is nothing to begin anew.",
        ),
        "change.slow": (
            "{pool} ist nach {seconds} s noch nicht so weit.",
            "{pool} is not there after {seconds} s.",
        ),
        "change.fell": (
            "{pool} ist gestartet und gleich wieder stehengeblieben.",
            "{pool} started and stopped again at once.",
        ),
        # Applications
        "applications.found": ("Gefunden unter {below}: {names}.", "Found below {below}: {names}."),
        "applications.missing": (
            "Unter {below} fehlt: {names}.",
            "Missing below {below}: {names}.",
        ),
        "applications.none": (
            "Im IIS gibt es keine Anwendung unter {below}.",
            "IIS has no application below {below}.",
        ),
        "applications.missing.helps": (
            "Im IIS-Manager nachsehen, ob die Anwendung eingerichtet ist; sonst fehlt die Funktion im Setup.",
            "Look in IIS Manager whether the application is set up; otherwise the feature is missing from the setup.",
        ),
        "application.line": (
            "{name}: {url} (Pool {pool}, {folder})",
            "{name}: {url} (pool {pool}, {folder})",
        ),
        "application.no-url": (
            "{name}: ohne http-Bindung (Pool {pool}, {folder})",
            "{name}: without an http binding (pool {pool}, {folder})",
        ),
        # What an application answers
        "responds.fine": ("{url} antwortet ({status}).", "{url} answers ({status})."),
        "responds.logon": (
            "{url} verlangt eine Windows-Anmeldung ({status}): die Anwendung lebt.",
            "{url} wants a Windows logon ({status}): the application lives.",
        ),
        "responds.forbidden": (
            "{url} lehnt die Anfrage ab ({status}): der Webserver lebt, dieses Konto darf hier nicht lesen.",
            "{url} refuses the request ({status}): the web server lives, this account may not read here.",
        ),
        "responds.redirected": ("Weitergeleitet von {url}.", "Redirected from {url}."),
        "responds.missing": (
            "{url} antwortet mit {status}: unter dieser Adresse ist nichts.",
            "{url} answers {status}: there is nothing at this address.",
        ),
        "responds.stopped": (
            "{url} antwortet mit {status}: der Pool {pool} bedient sie nicht.",
            "{url} answers {status}: the pool {pool} does not serve it.",
        ),
        "responds.broken": (
            "{url} antwortet mit {status}: die Anwendung scheitert.",
            "{url} answers {status}: the application fails.",
        ),
        "responds.other": ("{url} antwortet mit {status}.", "{url} answers {status}."),
        "responds.certificate": (
            "{url} spricht TLS, aber das Zertifikat passt nicht zu diesem Namen: ob die Anwendung lebt, bleibt offen.",
            "{url} speaks TLS, but the certificate does not fit this name: whether the application lives stays open.",
        ),
        "page.ready": ("Zu öffnen: {url}", "To be opened: {url}"),
        "page.no-desktop": (
            "Dazu gehört ein Bildschirm: In dieser Sitzung (SSH, Dienst) sieht niemand einen Browser.",
            "This needs a desktop: in this session (SSH, a service) nobody sees a browser.",
        ),
        "page.by-hand": (
            "Am Rechner selbst oder per Remotedesktop im Browser öffnen: {url}",
            "Open in a browser at the machine itself or by Remote Desktop: {url}",
        ),
        "page.person": (
            "Geöffnet wird nur die Seite; was dort zu tun ist, tut ein Mensch und hakt es ab.",
            "Only the page is opened; what is to be done there a person does, and ticks it.",
        ),
        "page.opened": ("Im Browser geöffnet: {url}", "Opened in the browser: {url}"),
        "responds.no-url": (
            "{name} hat keine Bindung für http oder https.",
            "{name} has no binding for http or https.",
        ),
        "responds.stopped.helps": (
            "Den Pool starten. Steht er gleich wieder, kann sein Konto sich nicht anmelden, oder die Anwendung stürzt "
            "beim Start ab: Ereignisanzeige, System, Quelle WAS.",
            "Start the pool. If it stops at once, its account cannot log on, or the application crashes at its start: "
            "event viewer, System, source WAS.",
        ),
        "responds.broken.helps": (
            "Die Ereignisanzeige unter Anwendung und das Log der Anwendung ansehen.",
            "Look at the event viewer under Application, and at the application's log.",
        ),
        "responds.certificate.helps": (
            "Den Namen aus dem Zertifikat nehmen (Parameter host), oder die Seite im Browser öffnen.",
            "Use the name in the certificate (parameter host), or open the page in a browser.",
        ),
        # Numbers behind the point (Microsoft, "HTTP status codes in IIS" and "Troubleshoot ASP.NET Core on IIS")
        "code.500.19": (
            "500.19: Eine Konfiguration (web.config) ist ungültig oder für das Konto des Pools nicht zu lesen.",
            "500.19: a configuration (web.config) is not valid, or the pool's account cannot read it.",
        ),
        "code.500.21": (
            "500.21: Dem IIS fehlt ein Modul, meist ASP.NET 4.x als Windows-Feature.",
            "500.21: IIS lacks a module, mostly ASP.NET 4.x as a Windows feature.",
        ),
        "code.500.30": (
            "500.30: Die ASP.NET-Core-Anwendung ist beim Start gescheitert.",
            "500.30: the ASP.NET Core application failed at its start.",
        ),
        "code.500.31": (
            "500.31: Die verlangte .NET-Laufzeit ist nicht installiert (ASP.NET Core Hosting Bundle).",
            "500.31: the .NET runtime it wants is not installed (ASP.NET Core Hosting Bundle).",
        ),
        "code.502.5": (
            "502.5: Der Prozess der ASP.NET-Core-Anwendung ließ sich nicht starten.",
            "502.5: the process of the ASP.NET Core application could not be started.",
        ),
    }
)
