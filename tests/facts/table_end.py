"""Facts of the vendor's table, rows 9 to 13: from the first start to the rework."""

from __future__ import annotations

from typing import Final

from tests.facts.fact import Fact, fact

ROW_9: Final[tuple[Fact, ...]] = (
    fact(
        "9: the service is started",
        "v8:start-service.title",
        de="XPhone-Server-Dienst starten",
        en="Start the XPhone server service",
    ),
    fact(
        "9: this initialises the databases",
        "v8:first-start.title",
        de="Datenbanken initialisieren",
        en="initialise the databases",
    ),
    fact(
        "9: needed for later operation",
        "v8:start-service.hints",
        de="Ohne diesen Start fehlen die Strukturen",
        en="Without this start, the structures",
    ),
    fact("9a: start Web-Admin", "v8:setup-wizard.do", de="Web-Admin öffnen", en="Open Web-Admin"),
    fact(
        "9a: the wizard to its end",
        "v8:setup-wizard.do",
        de="Wizard bis zum Ende",
        en="wizard to the very end",
    ),
    fact("9a: with any values", "v8:setup-wizard.do", de="Werte sind beliebig", en="Any values will do"),
    fact(
        "9a: only whether Web-Admin runs",
        "v8:setup-wizard.hints",
        de="Geprüft wird nur, ob Web-Admin läuft",
        en="All this proves is that Web-Admin works",
    ),
    fact("9a: without errors", "v8:setup-wizard.do", de="ohne Fehlermeldung", en="without errors"),
    fact(
        "9a: the restore brings the configuration",
        "v8:setup-wizard.hints",
        de="ersetzt der Restore",
        en="restore replaces",
    ),
    fact(
        "9b: open the Analytics site once",
        "v8:open-analytics.title",
        de="Analytics-Webseite einmal öffnen",
        en="Open the Analytics site once",
    ),
    fact("9b: if Analytics is installed", "v8:open-analytics.when", "analytics=yes"),
    fact(
        "9b: its pages run without errors",
        "v8:open-analytics.do",
        de="Fehlermeldungen nicht",
        en="error messages are not",
    ),
    fact(
        "9: not all tables at the first time",
        "v8:start-service.hints",
        de="externem SQL Server.*nur einige Tabellen",
        en="external SQL Server.*only some of the tables",
    ),
    fact(
        "9: then the service does not start",
        "v8:start-service.hints",
        de="Startet der Dienst.*nicht",
        en="service does not start",
    ),
    fact(
        "9: delete them in SSMS and try again",
        "v8:start-service.hints",
        "SSMS",
        de="Tabellen in SSMS löschen, erneut starten",
        en="delete all tables.*start again",
    ),
    fact(
        "9: one or two repeats",
        "v8:start-service.hints",
        de="Ein bis zwei Wiederholungen",
        en="One or two repeats",
    ),
    fact(
        "9: the same after V4",
        "v4:start-service.hints",
        de="Ein bis zwei Wiederholungen",
        en="One or two repeats",
    ),
)

ROWS_10_TO_12: Final[tuple[Fact, ...]] = (
    fact("10: licences, change of hardware", "v8:licences.do", de="Hardware-Tausch", en="change of hardware"),
    fact("10: can be done later", "v8:licences.hints", de="Darf später geschehen", en="Can be done later"),
    fact(
        "10: the restore keeps a licence file",
        "v8:restore.hints",
        de="vorhandene Lizenzdatei lässt der Restore stehen",
        en="leaves an existing licence file in place",
    ),
    fact("11: with the System Info Collector", "v8:patches.do", "System Info Collector"),
    fact(
        "11: those of the Backup Manager above all",
        "v8:patches.do",
        de="an erster Stelle die für den Backup-Manager",
        en="those for the Backup Manager first",
    ),
    fact("11: System Info Collector after V4", "v4:patches.do", "System Info Collector"),
    fact(
        "12: the restore is started in the Backup Manager",
        "v8:restore.do",
        de="Backup-Manager starten.*Restore starten",
        en="Start the Backup Manager.*Start the restore",
    ),
    fact(
        "12: its targets come from atlas.xml",
        "v8:atlas-xml.warnings",
        de="Backup-Manager liest hier sein Ziel ab",
        en="Backup Manager reads its target from here",
    ),
    fact("12: the targets are looked at before", "v8:restore.do", r"atlas\.xml", "Data Source="),
    fact(
        "12: existing databases are overwritten",
        "v8:restore.warnings",
        de="überschreibt jede Datenbank",
        en="overwrites every database",
    ),
    fact("12: what is overwritten is named", "v8:restore.overwrites", r"\$\{databases\}", r"atlas\.xml"),
    fact(
        "12: heed messages in the log file",
        "v8:restore.hints",
        de="Meldungen im Logfile ernst nehmen",
        en="messages in the log file seriously",
    ),
    fact("12: the restore needs SYSADMIN", "v8:restore.warnings", "SYSADMIN"),
    fact(
        "12: SYSADMIN is granted before",
        "v8:grant-sysadmin.hints",
        "SYSADMIN",
        de="verlangt der Hersteller",
        en="vendor demands",
    ),
    fact(
        "12: especially on an external SQL Server",
        "v8:restore.warnings",
        de="externen SQL Server scheitert",
        en="external SQL Server the restore fails",
    ),
)

ROW_13: Final[tuple[Fact, ...]] = (
    fact("13: as needed", "v8:rework-items.title", de="nach Bedarf", en="as needed"),
    fact("13: IP addresses", "v8:rework-ip.title", de="IP-Adressen anpassen", en="Adjust IP addresses"),
    fact(
        "13: certificates again",
        "v8:rework-certificates.title",
        de="Zertifikate neu einspielen",
        en="Install certificates again",
    ),
    fact(
        "13: for federation, say",
        "v8:rework-certificates.do",
        de="zum Beispiel für Federation",
        en="for example for federation",
    ),
    fact(
        "13: UM programs for rendering on the server",
        "v8:rework-rendering.title",
        de="UM: Programme zum Rendern",
        en="UM: install programs for rendering",
    ),
    fact("13: MS Office, say", "v8:rework-rendering.do", "MS Office"),
    fact(
        "13: VDir, MAPI adapter",
        "v8:rework-mapi-adapter.title",
        de="VDir: MAPI-Adapter",
        en="VDir: adapt the MAPI adapter",
    ),
    fact("13: adapted or made anew", "v8:rework-mapi-adapter.do", de="neu anlegen", en="create it anew"),
    fact(
        "13: VDir, access to further data sources",
        "v8:rework-sources.title",
        de="VDir: weitere Datenquellen prüfen",
        en="VDir: check other data sources",
    ),
    fact(
        "13: VDir, Notes installed",
        "v8:rework-notes.do",
        de="Notes-Client installieren",
        en="Install the Notes client",
    ),
    fact(
        "13: VDir, the Notes adapter checked",
        "v8:rework-notes.do",
        de="Notes-Adapter öffnen",
        en="Open the Notes adapter",
    ),
    fact(
        "13: access to external systems",
        "v8:rework-external.title",
        de="Zugriff auf externe Systeme",
        en="access to external systems",
    ),
    fact(
        "13: DMZ server with the mobile application",
        "v8:rework-external.do",
        de="DMZ-Server mit der mobilen Anwendung",
        en="DMZ server with the mobile application",
    ),
    fact("13: e-mail smarthost", "v8:rework-external.do", de="E-Mail-Smarthost", en="E-mail smarthost"),
    fact("13: port 2231", "v8:rework-web-api-port.do", "2231"),
    fact("13: it is the WebApi", "v8:rework-web-api-port.title", "WebApi"),
    fact(
        "13: from the IIS of the mobile web application",
        "v8:rework-web-api-port.do",
        de="IIS die mobile Web-Anwendung",
        en="IIS runs the mobile web application",
    ),
    fact("13: the port is new in V9", "v8:rework-web-api-port.hints", de="Neu in V9", en="New in V9"),
    fact(
        "13: a new URL in the mobile app",
        "v8:rework-mobile-address.do",
        de="In der Mobile App die neue URL",
        en="new URL in the mobile app",
    ),
    fact(
        "13: the URL of XPhone Web-API for telephony",
        "v8:rework-mobile-address.do",
        de="XPhone Web-API für Telefonie",
        en="XPhone Web-API for telephony",
    ),
    fact(
        "13: see system settings, general", "v8:rework-mobile-address.do", "Systemeinstellungen", "Allgemein"
    ),
    fact("13: the URL is new in V9", "v8:rework-mobile-address.hints", de="Neu in V9", en="New in V9"),
    fact("13: port 2231 after V4", "v4:rework-web-api-port.do", "2231"),
    fact("13: the URL after V4", "v4:rework-mobile-address.do", "Web-API"),
)
