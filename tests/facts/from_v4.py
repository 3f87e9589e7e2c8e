"""Facts of the chapter on V4: what has to be there first, what is lost, what is carried over."""

from __future__ import annotations

from typing import Final

from tests.facts.fact import Fact, Order, fact, order

FACTS: Final[tuple[Fact, ...]] = (
    fact("V4 is XPhone UC 2011", "v4:.title", r"XPhone UC 2011 \(V4\)", "V9"),
    fact(
        "V4 is XPhone UC 2011, in the conversation",
        "which:question/version.answers",
        r"V4 \(XPhone UC 2011\)",
    ),
    fact("first the last release of V4", "v4:update-v4.title", r"4\.5\.35 SR5"),
    fact(
        "no older V4 will do",
        "v4:update-v4.warnings",
        de="älteren V4.*letzten Stand",
        en="older V4.*only the last release",
    ),
    fact(
        "the link to SR5 comes from support",
        "v4:obtain-software.do",
        r"4\.5\.35 SR5",
        de="Support.*Links",
        en="support.*links",
    ),
    fact(
        "the Migration Manager is brought up to date",
        "v4:update-migration-manager.title",
        de="Migrations-Manager aktualisieren",
        en="Migration Manager",
    ),
    fact(
        "the current Migration Manager comes from support",
        "v4:obtain-software.do",
        de="aktuellen Migrations-Manager",
        en="current Migration Manager",
    ),
    fact(
        "no update in place",
        "v4:question/machine.answers",
        de="weder über V4 installieren",
        en="neither be installed over V4",
    ),
    fact(
        "not both on one machine",
        "v4:question/machine.answers",
        de="noch daneben auf demselben Rechner",
        en="nor run beside it on the same",
    ),
    fact(
        "not both on one machine, at the machine",
        "v4:new-machine.warnings",
        de="Beide vertragen sich nicht auf einem Rechner",
        en="do not get along on one computer",
    ),
    fact(
        "no update in place, in the conversation",
        "which:question/v4-target.answers",
        de="nicht an Ort und Stelle",
        en="in place",
    ),
    fact(
        "a new machine is recommended",
        "v4:new-machine.hints",
        de="neue Maschine ist die Empfehlung",
        en="new machine is what the vendor recommends",
    ),
    fact(
        "what follows assumes the new machine",
        "v4:new-machine.hints",
        de="dieses Runbook setzt sie voraus",
        en="this runbook assumes it",
    ),
    fact(
        "the database is built differently",
        "v4:agree-losses.do",
        de="Aufbau der Datenbank ist in V9 ein anderer",
        en="different database structure",
    ),
    fact(
        "configuration cannot be taken over one to one",
        "v4:agree-losses.do",
        de="nicht 1:1.*Konfiguration",
        en="not come one to one: the configuration",
    ),
    fact(
        "journals are lost completely",
        "v4:agree-losses.do",
        de="verloren.*alle Journale, vollständig",
        en="lost.*all journals",
    ),
    fact(
        "journals are lost, in the summary",
        "v4:.summary",
        de="Journale gehen verloren",
        en="[Jj]ournals are lost",
    ),
    fact(
        "personal voicemail greetings are carried over",
        "v4:agree-losses.do",
        de="persönliche Voicemail-Ansagen",
        en="personal voicemail greetings",
    ),
    fact(
        "recorded names are carried over",
        "v4:agree-losses.do",
        de="aufgesprochene Namen",
        en="recorded names",
    ),
    fact(
        "greetings and names have a step",
        "v4:import-greetings.do",
        de="Voicemail-Ansagen und aufgesprochene Namen",
        en="greetings and recorded names",
    ),
    fact("AutoAttendants are carried over", "v4:agree-losses.do", "AutoAttendants"),
    fact(
        "AutoAttendants have a step",
        "v4:import-attendants.do",
        de="AutoAttendants aus dem Export",
        en="AutoAttendants from the export",
    ),
    fact(
        "dynamic lines are carried over", "v4:agree-losses.do", de="dynamische Leitungen", en="dynamic lines"
    ),
    fact(
        "dynamic lines have a step",
        "v4:import-dynamic-lines.title",
        de="Dynamische Leitungen",
        en="[Dd]ynamic lines",
    ),
    fact(
        "PBX and dialling parameters are carried over",
        "v4:agree-losses.do",
        de="TK-Anlage und Wahlparameter",
        en="PBX and dialling parameters",
    ),
    fact(
        "PBX and dialling parameters have a step",
        "v4:import-pbx.title",
        de="TK-Anlage und Wahlparameter",
        en="PBX and dialling parameters",
    ),
    fact("users leave V4 as CSV", "v4:agree-losses.do", "CSV", de="Benutzer als CSV", en="users as a CSV"),
    fact(
        "users enter V9 by the text connector",
        "v4:import-users.title",
        "CSV",
        de="Text-Konnektor",
        en="[Tt]ext connector",
    ),
    fact(
        "everything is exported with the Migration Manager",
        "v4:export-v4.title",
        de="Migrations-Manager",
        en="Migration Manager",
    ),
    fact(
        "all five things are exported",
        "v4:export-v4.do",
        "AutoAttendants",
        "CSV",
        de=("Ansagen und aufgesprochene Namen", "dynamische Leitungen", "TK-Anlage und Wahlparameter"),
        en=("greetings and recorded names", "dynamic lines", "PBX and dialling parameters"),
    ),
    fact(
        "more in the vendor's help",
        "v4:obtain-software.links",
        r"https://help\.c4b\.com/de/xphone-connect-8/admin/#2827\.htm#o2920",
    ),
    fact(
        "the import stands in for backup and restore",
        "v4:import.hints",
        de="an der Stelle von Sicherung und Restore",
        en="stands in for backup and restore",
    ),
)

ORDERS: Final[tuple[Order, ...]] = (
    order(
        "V4: release, then manager, then export, then import",
        "v4:A,B,C",
        "update-v4",
        "update-migration-manager",
        "export-v4",
        "import-pbx",
        "import-users",
    ),
    order("V4: backed up before it is updated", "v4:A,B,C", "backup-v4", "update-v4"),
    order(
        "V4: the new machine before anything is installed",
        "v4:A,B,C",
        "new-machine",
        "install-server",
        "first-start",
        "import",
    ),
)
