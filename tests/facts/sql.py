"""Facts of the chapters on SQL Express, databases by script, and the export wizard of the annex."""

from __future__ import annotations

from typing import Final

from tests.facts.fact import Fact, Order, fact, order

_FOLDER: Final = r"\.\\Software\\Server\\3rdParty\\sql\\"
_CONNECTION: Final = (
    r'connection="Integrated Security=SSPI;Persist Security Info=False;Initial Catalog=XPVDIR;'
    r"Data Source=\(local\)\\XPCONNECT"
)

EXPRESS: Final[tuple[Fact, ...]] = (
    fact("it is the local SQL Express", "express:.summary", de="lokale SQL Express", en="local SQL Express"),
    fact(
        "to the newest version XPhone supports",
        "express:.summary",
        de="neueste Version, die XPhone Connect unterstützt",
        en="newest version that XPhone Connect supports",
    ),
    fact(
        "the Backup Manager supports this move",
        "express:question/stay.answers",
        de="Backup-Manager trägt",
        en="Backup Manager carries",
    ),
    fact(
        "1: update XPhone",
        "express:update-server.title",
        de="XPhone Connect Server aktualisieren",
        en="Update XPhone Connect Server",
    ),
    fact(
        "1: to the current version",
        "express:install-update.title",
        de="Aktuelle Version",
        en="current version",
    ),
    fact(
        "1: then restart the service",
        "express:restart-service.title",
        de="Dienst neu starten",
        en="Restart the XPhone server service",
    ),
    fact(
        "1: SQL Server keeps the old version",
        "express:install-update.do",
        de="vorerst auf der alten Version",
        en="stays at the old version for now",
    ),
    fact(
        "2: backup with the Backup Manager",
        "express:backup.title",
        de="Sicherung mit dem Backup-Manager",
        en="Backup with the Backup Manager",
    ),
    fact("2: of the system", "express:backup.do", de="alles sichern", en="back up everything"),
    fact(
        "3: stop the service",
        "express:stop-service.title",
        de="XPhone Connect Server beenden",
        en="Stop XPhone Connect Server",
    ),
    fact(
        "4: install new instances",
        "express:run-scripts.title",
        de="Neue SQL-Instanzen installieren",
        en="Install the new SQL instances",
    ),
    fact(
        "4: with the scripts of the medium",
        "express:run-script-uc.do",
        de="Installationsmedium",
        en="installation medium",
    ),
    fact(
        "4: with admin rights",
        "express:run-script-uc.do",
        de="Als Administrator ausführen",
        en="Run as administrator",
    ),
    fact(
        "4: not without",
        "express:run-script-uc.hints",
        de="Ohne Admin-Rechte scheitert",
        en="Without admin rights the script fails",
    ),
    fact("4: the first script", "express:run-script-uc.do", _FOLDER + r"MigrateSQLServer_UC\.BAT"),
    fact("4: the second script", "express:run-script-stat.do", _FOLDER + r"MigrateSQLServer_STAT\.BAT"),
    fact("4: the new names", "express:check-instances.hints", "XPConnect2019", "XPAnalytics2019"),
    fact("4: the new names, in the summary", "express:.summary", "XPConnect2019", "XPAnalytics2019"),
    fact(
        "5: connection strings in atlas.xml",
        "express:atlas-xml.title",
        r"atlas\.xml",
        de="Verbindungen",
        en="connections",
    ),
    fact(
        "5: the new instance names",
        "express:atlas-xml.do",
        "XPCONNECT2019",
        de="Instanznamen ersetzen",
        en="Replace the instance name",
    ),
    fact("5: the old connection", "express:atlas-xml.do", _CONNECTION + '"', de="Alt", en="Old"),
    fact("5: the new connection", "express:atlas-xml.do", _CONNECTION + '2019"', de="Neu", en="New"),
    fact(
        "5: the document's blank is none",
        "express:atlas-xml.hints",
        r"\(local\)",
        de="Leerzeichen",
        en="blank",
    ),
    fact(
        "6: the old instances are no longer needed",
        "express:remove-old.hints",
        de="nötig ist es für den Betrieb nicht",
        en="operation does not need it",
    ),
    fact(
        "6: they may be uninstalled",
        "express:remove-old.title",
        de="Alte Instanzen deinstallieren",
        en="Uninstall the old instances",
    ),
    fact(
        "6: only after the move has succeeded",
        "express:remove-old.do",
        de="alles aus E13 erledigt",
        en="everything in E13 is done",
    ),
)

SQLCMD: Final[tuple[Fact, ...]] = (
    fact("databases move by script", "script:.title", de="SQL-Script", en="SQL script"),
    fact("exported first, imported then", "script:.summary", "SSMS", "SQLCMD"),
    fact("imported with SQLCMD", "script:run-script.title", "SQLCMD"),
    fact(
        "SQLCMD names the instance",
        "script:run-script.do",
        de="-S nennt Server und Instanz",
        en="-S names server and instance",
    ),
    fact("SQLCMD is a tool of the command line", "script:run-script.do", " cmd"),
    fact(
        "its syntax",
        "script:run-script.do",
        r'SQLCMD -S <computer\\sql_instance> -i "<full_path_of_sql_script>"',
    ),
    fact(
        "the document's example",
        "script:run-script.do",
        r'SQLCMD -S SQLSERVER\\SQL2016 -i "C:\\XPDATA-Export\\xpdata\.sql"',
    ),
    fact("the script with its full path", "script:run-script.do", de="mit vollem Pfad", en="full path"),
    fact(
        "the move knows of this way",
        "v8:compare-sql-versions.hints",
        "Generate Scripts",
        "Schema and Data",
        "sqlcmd -S",
    ),
)

WIZARD: Final[tuple[Fact, ...]] = (
    fact(
        "the article it comes from",
        "script:generate-scripts.links",
        r"https://www\.mssqltips\.com/sqlservertip/2810/how-to-migrate-a-sql-server-database-to-a-lower-version/",
    ),
    fact("it is SSMS's wizard", "script:generate-scripts.title", "SSMS"),
    fact(
        "for moving to a lower version",
        "script:plan/L.title",
        de="ältere SQL-Version",
        en="older SQL version",
    ),
    fact(
        "the article goes from 2012 to 2008 R2", "script:generate-scripts.hints", "SQL Server 2012", "2008 R2"
    ),
    fact(
        "connect to the source in Object Explorer",
        "script:open-wizard.do",
        "Object Explorer",
        de="Quelle",
        en="source",
    ),
    fact(
        "right-click the database",
        "script:open-wizard.do",
        de="Rechtsklick auf die Datenbank",
        en="Right-click the database",
    ),
    fact("Tasks, Generate Scripts...", "script:open-wizard.do", r"Tasks, Generate Scripts\.\.\."),
    fact("the wizard's name", "script:open-wizard.do", "Generate and Publish Scripts"),
    fact("Introduction is passed with Next", "script:open-wizard.do", r"Introduction.*Next"),
    fact("the page Choose Objects", "script:open-wizard.do", "Choose Objects"),
    fact(
        "everything is scripted", "script:open-wizard.do", "Script entire database and all database objects"
    ),
    fact(
        "Next leads to the options",
        "script:open-wizard.do",
        de="Mit Next weiter zu Set Scripting Options",
        en="on to Set Scripting Options with Next",
    ),
    fact("the place of the file", "script:choose-file.do", "Set Scripting Options", de="Datei", en="file"),
    fact("then the button Advanced", "script:choose-file.do", "Advanced"),
    fact("the dialog's name", "script:set-options.do", "Advanced Scripting Options"),
    fact(
        "the target's version",
        "script:set-options.do",
        "Script for Server Version",
        de="Version des Ziels",
        en="version of the target",
    ),
    fact("the group of the three switches", "script:set-options.do", "Table/View Options"),
    fact(
        "triggers on",
        "script:set-options.do",
        de="auf True stellen: Script Triggers",
        en="set to True: Script Triggers",
    ),
    fact(
        "indexes on",
        "script:set-options.do",
        de="auf True stellen: Script Triggers, Script Indexes",
        en="set to True: Script Triggers, Script Indexes",
    ),
    fact("primary keys on", "script:set-options.do", "Script Indexes, Script Primary Keys"),
    fact("schema and data", "script:set-options.do", "Types of data to script: Schema and data"),
    fact(
        "that is what brings the data",
        "script:set-options.warnings",
        "Schema only",
        de="leere Datenbank",
        en="empty database",
    ),
    fact("OK leads back to the options", "script:set-options.do", "OK.*Set Scripting Options"),
    fact("Next leads on to Summary", "script:run-wizard.do", "Set Scripting Options.*Next", "Summary"),
    fact(
        "Summary is looked over, then Next",
        "script:run-wizard.do",
        de="Einstellungen aufklappen.*Next",
        en="unfold the settings.*Next",
    ),
    fact("wait for success", "script:run-wizard.do", de="Erfolg meldet", en="reports success"),
    fact("Finish closes the wizard", "script:run-wizard.do", de="Finish schließt", en="Finish closes"),
)

IMPORT: Final[tuple[Fact, ...]] = (
    fact(
        "connect to the target",
        "script:refresh.do",
        de="mit dem Ziel verbinden",
        en="Connect to the target",
    ),
    fact(
        "small scripts may be run in SSMS",
        "script:run-script.hints",
        "SSMS",
        de="öffnen und ausführen",
        en="opened and run in SSMS",
    ),
    fact(
        "the paths in the script are changed",
        "script:adjust-paths.title",
        de="Dateipfade im Script anpassen",
        en="Adjust file paths in the script",
    ),
    fact("of the data file and the log file", "script:adjust-paths.do", r"\.mdf", r"\.ldf"),
    fact(
        "the script makes the database",
        "script:drop-empty.hints",
        de="Script legt die Datenbank selbst an",
        en="script creates the database",
    ),
    fact("refresh Databases", "script:refresh.do", "Databases", "Refresh"),
    fact(
        "then the database is there",
        "script:refresh.do",
        de="muss erscheinen",
        en="has to appear",
    ),
)

ORDERS: Final[tuple[Order, ...]] = (
    order(
        "Express: 1 to 6 as the document has it",
        "express:A",
        "update-server",
        "backup",
        "stop-service",
        "run-scripts",
        "atlas-xml",
        "remove-old",
    ),
    order("Express: update, then restart", "express:A", "install-update", "restart-service", "backup"),
    order("Express: UC before STAT", "express:A", "run-script-uc", "run-script-stat"),
    order(
        "Express: restored and started before anything is removed",
        "express:A",
        "atlas-xml",
        "restore",
        "start-service",
        "remove-old",
    ),
    order(
        "script: export, paths, import, refresh",
        "script:S,L",
        "generate-scripts",
        "adjust-paths",
        "run-script",
        "refresh",
    ),
    order("wizard: page by page", "script:S,L", "open-wizard", "choose-file", "set-options", "run-wizard"),
)
