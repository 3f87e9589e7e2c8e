"""Facts of the overview: for whom it is, what moving from V8 means, and which plan fits."""

from __future__ import annotations

from typing import Final

from tests.facts.fact import Fact, fact

ABOUT: Final[tuple[Fact, ...]] = (
    fact(
        "the document is the vendor's, about V4 and V5 to V8",
        "v8:.source",
        "XPhone Connect Server Umzug",
        "V4, V5-8",
    ),
    fact("V4 runbook, same document", "v4:.source", "XPhone Connect Server Umzug"),
    fact(
        "it is about moving a server to another machine",
        "v8:.summary",
        de="neuen V9-Server",
        en="new V9 server",
    ),
    fact(
        "a machine may be physical or virtual",
        "which:question/matter.help",
        de="physisch.*virtuell",
        en="physical.*virtual",
    ),
    fact(
        "the XPhone server itself may be physical or virtual",
        "v8:question/server.help",
        de="virtuell oder physisch",
        en="virtual or physical",
    ),
    fact(
        "the vendor's support by mail and phone",
        "v8:arrange-window.hints",
        r"support@c4b\.de",
        r"\+49 \(89\) 840798",
    ),
    fact(
        "the vendor's support for V4", "v4:obtain-software.hints", r"support@c4b\.de", r"\+49 \(89\) 840798"
    ),
)

MOVING: Final[tuple[Fact, ...]] = (
    fact("V8 or V9 moves to a new V9 server", "v8:.summary", r"V8 (oder|or) V9"),
    fact(
        "the old server runs until the switch",
        "v8:.summary",
        de="bleibt in Betrieb, bis umgeschaltet wird",
        en="stays in service until you switch over",
    ),
    fact(
        "the switch has a date",
        "v8:arrange-window.do",
        de="Wartungsfenster festlegen",
        en="Fix the maintenance window",
    ),
    fact(
        "then the old one is shut off",
        "v8:retire-old-server.title",
        de="Alten Server stilllegen",
        en="Shut off the old server",
    ),
    fact("and the new one put into service", "v8:go-live.title", de="Live schalten", en="Go live"),
    *(
        fact(f"plan {plan} has a colour of its own", f"v8:plan/{plan}.colour", f"^plan-{plan.lower()}$")
        for plan in "ABCD"
    ),
    fact("Windows Server 2022 is recommended", "v8:new-machine.do", "Windows Server 2022"),
    fact(
        "Windows 2022 with SQL Server 2019",
        "v8:compare-sql-versions.hints",
        de="empfiehlt Windows Server 2022 mit SQL Server 2019",
        en="recommends Windows Server 2022 with SQL Server 2019",
    ),
    fact("the same for V4", "v4:install-sql.hints", "Windows Server 2022", "SQL Server 2019"),
    fact(
        "an external SQL Server is 2014 at least",
        "v8:question/age-separate.answers",
        de="mindestens die Version 2014",
        en="at least version 2014",
    ),
    fact(
        "2014 for the databases alone",
        "v8:question/age-databases-only.answers",
        de="mindestens die Version 2014",
        en="at least version 2014",
    ),
    fact(
        "2014 is looked at before the move",
        "v8:compare-sql-versions.do",
        "12 = 2014",
        de="mindestens 12",
        en="at least 12",
    ),
    fact("2014 after V4", "v4:question/age.answers", "2014"),
    fact("2014 by script", "script:question/age.answers", "2014"),
    fact(
        "2014 in the conversation",
        "which:question/age.answers",
        de="mindestens Version 2014",
        en="version 2014 at least",
    ),
)

PLANS: Final[tuple[Fact, ...]] = (
    fact(
        "the plan depends on where V9 is to run",
        "which:question/v8-target.ask",
        de="Wo soll V9 laufen",
        en="Where is V9 to run",
    ),
    fact(
        "using an existing SQL Server",
        "v8:create-databases.links",
        r"https://help\.c4b\.com/xphone-connect-9/doc/de/admin/start/app-int/sql\.html#ext-sql",
    ),
    fact(
        "A: one machine with SQL Express",
        "v8:plan/A.title",
        "SQL Express",
        de="Eine Maschine",
        en="One machine",
    ),
    fact(
        "A is for small and medium sites", "v8:plan/A.fits", de="Kleine und mittlere", en="Small and medium"
    ),
    fact("A: Express comes with XPhone", "v8:plan/A.fits", de="mitgelieferte SQL-Express", en="ships with"),
    fact(
        "B: one machine with Standard or Enterprise",
        "v8:plan/B.title",
        "SQL Standard/Enterprise",
        de="Eine Maschine",
        en="One machine",
    ),
    fact("B is for large sites", "v8:plan/B.fits", de="Große Anlagen", en="Large sites"),
    fact("B: more than 500 users", "v8:plan/B.fits", de="mehr als 500 Benutzern", en="more than 500 users"),
    fact(
        "500 users, where it is asked",
        "which:question/size.answers",
        de="mehr als 500 Benutzer",
        en="more than 500 users",
    ),
    fact("C: XPhone and SQL apart", "v8:plan/C.title", de="XPhone und SQL getrennt", en="separate machines"),
    fact("D: only the databases move", "v8:plan/D.title", de="Nur die Datenbanken", en="databases only"),
    fact(
        "D: to an existing external SQL Server",
        "v8:plan/D.fits",
        de="vorhandenen SQL Server",
        en="existing SQL Server",
    ),
    fact(
        "D: the XPhone server stays",
        "v8:plan/D.fits",
        de="bleibt auf seiner Maschine",
        en="keeps its machine",
    ),
    fact(
        "every plan: a complete backup of the server",
        "v8:full-backup.title",
        de="Vollsicherung des XPhone-Servers",
        en="Full backup of the XPhone server",
    ),
    fact(
        "with the Backup Manager",
        "v8:full-backup.do",
        r"XPhoneServerBackup\.exe",
        de="Alles auswählen",
        en="Select everything",
    ),
    fact(
        "ahead of everything in the table",
        "v8:full-backup.hints",
        de="vor der ersten Zeile",
        en="ahead of the first row",
    ),
    fact("the same for V4", "v4:backup-v4.title", de="V4 vollständig sichern", en="Back up V4 completely"),
)
