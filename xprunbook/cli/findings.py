"""The findings of ``doctor``: each a sentence, facts for scripts, and what helps. Nothing here changes anything."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeAlias

from xprunbook import __version__
from xprunbook.base.language import Language, Texts
from xprunbook.cli.keeping import allowed_keyring, secret_store
from xprunbook.cli.streams import is_terminal
from xprunbook.run.identity import account, host
from xprunbook.run.lock import remote_kind
from xprunbook.run.store import runs_folder
from xprunbook.run.vault import say_backend, say_help, say_trouble
from xprunbook.systems.computer import is_elevated, session_kind
from xprunbook.tui.policy import terminal_policy

Fact: TypeAlias = "str | int | bool | list[str] | None"


class Grade(StrEnum):
    """How good a finding is."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``code`` and ``facts`` are for scripts."""

    topic: str
    code: str
    grade: Grade
    says: str
    helps: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


LEAST: Final = (80, 24)
"""Columns and lines the face is designed for."""

LEAST_FREE: Final = 100 * 1024 * 1024
"""Bytes below which the disk of the runs is called nearly full; a run with outputs takes a few mebibytes."""

_PACKAGES: Final = ("textual", "keyring", "pyodbc", "lxml", "PyYAML", "SecretStorage", "pywin32-ctypes")

_IGNORED: Final = ("PYTHON_KEYRING_BACKEND", "KEYRING_PROPERTY_")

TEXTS: Final = Texts(
    {
        "session": ("{account} auf {host}: {kind}", "{account} on {host}: {kind}"),
        "console": ("an der Konsole", "at the console"),
        "rdp": ("per Remotedesktop", "by Remote Desktop"),
        "ssh": ("per SSH", "by SSH"),
        "service": ("ohne Bildschirm (Aufgabe, Dienst, WinRM)", "without a screen (task, service, WinRM)"),
        "elevated": ("Mit vollen Administratorrechten.", "With an administrator's full rights."),
        "not-elevated": ("Ohne Administratorrechte.", "Without an administrator's rights."),
        "not-elevated.helps": (
            "Schritte, die Dienste oder geschützte Dateien ändern, brauchen sie: als Administrator starten.",
            "Steps that change services or protected files need them: start as administrator.",
        ),
        "desktop": ("Programme mit Fenster können geöffnet werden.", "Programs with a window can be opened."),
        "no-desktop": (
            "Programme mit Fenster sieht in dieser Sitzung niemand.",
            "Nobody sees a program's window in this session.",
        ),
        "no-desktop.helps": (
            "Schritte, die eines öffnen, nennen den Befehl: am Rechner selbst oder per Remotedesktop ausführen.",
            "Steps that open one name the command: run it at the machine itself or by Remote Desktop.",
        ),
        "no-terminal": (
            "Ein- und Ausgabe sind kein Terminal: hier gehen nur Befehle, keine Oberfläche.",
            "Input and output are no terminal: commands work here, the face does not.",
        ),
        "size": ("{columns} x {lines} Zeichen", "{columns} x {lines} characters"),
        "size.helps": (
            "Ab 80 x 24 ist alles zu sehen: das Fenster größer ziehen.",
            "From 80 x 24 everything is in sight: make the window larger.",
        ),
        "colours": (
            "Farben: {system}; Thema: {theme}; Zeichen: {glyphs}",
            "Colours: {system}; theme: {theme}; glyphs: {glyphs}",
        ),
        "encoding": ("Zeichensatz: {encoding}", "Encoding: {encoding}"),
        "encoding.helps": (
            "Nicht UTF-8: manches Zeichen wird zum Fragezeichen. UTF-8 einstellen hilft.",
            "Not UTF-8: some characters become question marks. Setting UTF-8 helps.",
        ),
        "debugging": (
            "{name} ist gesetzt; die Oberfläche entfernt es: es könnte jede Taste mitschreiben.",
            "{name} is set; the face removes it: it could log every key.",
        ),
        "keyring": ("Kennwörter können aufbewahrt werden: {backend}", "Passwords can be kept: {backend}"),
        "why": ("Angesehen: {what}", "Looked at: {what}"),
        "ignored": (
            "{name} ist gesetzt und wird nicht beachtet.",
            "{name} is set and not heeded.",
        ),
        "ignored.helps": (
            "Ein Administrator kann einen weiteren Schlüsselbund in den Einstellungen unter „keyring“ erlauben.",
            "An administrator can allow one more keyring in the settings, under “keyring”.",
        ),
        "allowed": (
            "In den Einstellungen erlaubt: {name}",
            "Allowed in the settings: {name}",
        ),
        "allowed.helps": (
            "Nur was das Betriebssystem selbst mitbringt, ist geprüft.",
            "Only what the operating system itself brings along has been examined.",
        ),
        "drivers": ("ODBC-Treiber: {names}", "ODBC drivers: {names}"),
        "used": ("Benutzt wird: {name}", "The one in use: {name}"),
        "no-pyodbc": ("pyodbc ist nicht installiert.", "pyodbc is not installed."),
        "no-pyodbc.helps": (
            "Nur für Automatik am SQL Server nötig: das Python-Paket pyodbc dazu installieren. Von Hand geht alles.",
            "Needed for automation at the SQL Server only: add the Python package pyodbc. By hand everything works.",
        ),
        "broken-pyodbc": ("pyodbc lässt sich nicht laden ({error}).", "pyodbc cannot be loaded ({error})."),
        "broken-pyodbc.helps": (
            "Unter Linux fehlt meist unixODBC.",
            "On Linux, unixODBC is usually what is missing.",
        ),
        "no-driver": ("Es gibt keinen ODBC-Treiber für SQL Server.", "There is no ODBC driver for SQL Server."),
        "no-driver.helps": (
            "„ODBC Driver 18 for SQL Server“ von Microsoft installieren.",
            "Install “ODBC Driver 18 for SQL Server” by Microsoft.",
        ),
        "none-on": (
            "Nur die übliche Automatik ist an; ausgeschaltet: {names}",
            "Only the usual automation is on; switched off: {names}",
        ),
        "switched-on": ("Eingeschaltet: {name}{what}", "Switched on: {name}{what}"),
        "switched-on.helps": (
            "Ausschalten: xprunbook automation off {name}",
            "Switch it off: xprunbook automation off {name}",
        ),
        "runs": ("Läufe liegen in {folder}", "Runs are kept in {folder}"),
        "cannot-write": ("In {folder} darf nicht geschrieben werden.", "{folder} cannot be written to."),
        "cannot-write.helps": (
            "Rechte des Ordners ändern, oder mit XPRUNBOOK_HOME einen anderen nennen.",
            "Change the folder's rights, or name another one with XPRUNBOOK_HOME.",
        ),
        "local": ("Der Datenträger ist lokal; frei: {free} MB", "The disk is local; free: {free} MB"),
        "remote": (
            "Der Ordner liegt auf einem Netzlaufwerk ({kind}); frei: {free} MB",
            "The folder is on a network drive ({kind}); free: {free} MB",
        ),
        "remote.helps": (
            "Ein Lauf ist dort so sicher wie das Laufwerk: besser ein lokaler Ordner mit XPRUNBOOK_HOME.",
            "A run is as safe there as the drive is: better a local folder by XPRUNBOOK_HOME.",
        ),
        "full": ("Es sind nur noch {free} MB frei.", "Only {free} MB are free."),
        "full.helps": ("Platz schaffen, bevor ein Lauf beginnt.", "Make room before a run begins."),
    }
)  # fmt: skip


def findings(language: Language) -> tuple[Finding, ...]:
    """Everything, in the order of the page."""
    parts = (_session, _machine, _terminal, _keyring, _sql, _automation, _storage, _versions)
    return tuple(item for part in parts for item in part(language))


def _found(topic: str, code: str, language: Language, grade: Grade = Grade.GOOD, /, **facts: Fact) -> Finding:
    shown = {name: ", ".join(value) if isinstance(value, list) else value for name, value in facts.items()}
    helps = (
        TEXTS.say(f"{code}.helps", language)
        if grade is not Grade.GOOD and f"{code}.helps" in TEXTS.table
        else ""
    )
    return Finding(topic, code, grade, TEXTS.say(code, language, **shown), helps, facts)


def _session(language: Language) -> Iterator[Finding]:
    kind = session_kind()
    says = TEXTS.say(
        "session", language, account=account(), host=host(), kind=TEXTS.say(kind.value, language)
    )
    facts: dict[str, Fact] = {"kind": kind.value, "account": account(), "host": host()}
    yield Finding("session", "session", Grade.GOOD, says, "", facts)
    elevated = is_elevated()
    code, grade = ("elevated", Grade.GOOD) if elevated else ("not-elevated", Grade.NOTE)
    yield _found("session", code, language, grade)


def _machine(language: Language) -> Iterator[Finding]:
    """The Windows of this machine, by what the checks of a runbook read too; nothing elsewhere."""
    from xprunbook.actions.machine.checks import say_windows
    from xprunbook.cli.automation import real_site
    from xprunbook.run.contract import NotHere
    from xprunbook.systems.ports_windows import MACHINE
    from xprunbook.systems.trouble import Refused

    try:
        machine = real_site(language).system(MACHINE)
        found, desktop = machine.windows(), machine.desktop()
    except (NotHere, Refused):
        return
    facts: dict[str, Fact] = {
        "build": found.build,
        "server": found.server,
        "net_release": found.net_release,
        "virtual": found.virtual,
    }
    yield Finding("machine", "windows", Grade.GOOD, say_windows(found, language), "", facts)
    code, grade = ("desktop", Grade.GOOD) if desktop else ("no-desktop", Grade.NOTE)
    yield _found("machine", code, language, grade)


def _terminal(language: Language) -> Iterator[Finding]:
    if not all(map(is_terminal, (sys.stdin, sys.stdout))):
        yield _found("terminal", "no-terminal", language, Grade.NOTE)
    else:
        size = shutil.get_terminal_size()
        small = size.columns < LEAST[0] or size.lines < LEAST[1]
        grade = Grade.NOTE if small else Grade.GOOD
        yield _found("terminal", "size", language, grade, columns=size.columns, lines=size.lines)
    policy = terminal_policy(os.environ, sys.platform)
    system = "none" if policy.theme == "mono" else policy.system
    facts: dict[str, Fact] = {"system": system, "theme": policy.theme, "glyphs": policy.glyphs}
    colours = _found("terminal", "colours", language, **facts)
    yield Finding(
        colours.topic, colours.code, colours.grade, colours.says, "", {**facts, "why": list(policy.why)}
    )
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower()
    wide = encoding.replace("-", "") in ("utf8", "cp65001")
    yield _found("terminal", "encoding", language, Grade.GOOD if wide else Grade.NOTE, encoding=encoding)
    for name in sorted(os.environ):
        if name in ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEVTOOLS_PORT", "TEXTUAL_DRIVER"):
            yield _found("terminal", "debugging", language, Grade.NOTE, name=name)


def _keyring(language: Language) -> Iterator[Finding]:
    state = secret_store().vault.look()
    facts: dict[str, Fact] = {"backend": state.backend, "trouble": state.trouble, "detail": state.detail}
    if state.trouble is None:
        says = TEXTS.say("keyring", language, backend=say_backend(state.backend, language))
        yield Finding("keyring", "keyring", Grade.GOOD, says, "", facts)
    else:
        helps = say_help(state.trouble, language)
        says = say_trouble(state.trouble, language)
        yield Finding("keyring", state.trouble.value, Grade.NOTE, says, helps, facts)
        for why in filter(None, state.detail.split("; ")):
            yield _found("keyring", "why", language, what=why)
    allowed = allowed_keyring()
    if allowed:
        yield _found("keyring", "allowed", language, Grade.NOTE, name=allowed)
    for name in sorted(os.environ):
        if name.startswith(_IGNORED) and not (allowed and name.startswith(_IGNORED[1])):
            yield _found("keyring", "ignored", language, Grade.NOTE, name=name)


def _sql(language: Language) -> Iterator[Finding]:
    from xprunbook.systems.sql_connection import choose_driver
    from xprunbook.systems.sql_odbc import load
    from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble

    try:
        installed = [str(name) for name in load().drivers()]
    except SqlRefused as refused:
        if refused.trouble is SqlTrouble.NO_PYODBC:
            yield _found("sql", "no-pyodbc", language, Grade.NOTE)
        else:
            yield _found("sql", "broken-pyodbc", language, Grade.NOTE, error=refused.said or "ImportError")
        return
    yield _found("sql", "drivers", language, names=installed or ["-"])
    driver = choose_driver(installed)
    if driver is None:
        yield _found("sql", "no-driver", language, Grade.NOTE)
    else:
        yield _found("sql", "used", language, name=driver.name)


def _automation(language: Language) -> Iterator[Finding]:
    """What is switched on beyond the default: a note, since it does what the manual leaves to a person."""
    from xprunbook.actions.catalogue import ActionKinds
    from xprunbook.cli.switches import explained, switchable, switched_on

    named = switched_on()
    if not named:
        yield _found("automation", "none-on", language, names=list(switchable()))
    for name in named:
        what = explained(name, language)
        says = TEXTS.say("switched-on", language, name=name, what=f" ({what})" if what else "")
        helps = TEXTS.say("switched-on.helps", language, name=name)
        yield Finding("automation", "switched-on", Grade.NOTE, says, helps, {"name": name})
    for problem in ActionKinds(named, language).problems:
        yield Finding("automation", "problem", Grade.NOTE, problem.message, problem.hint)


def _storage(language: Language) -> Iterator[Finding]:
    folder = runs_folder(os.environ)
    yield _found("storage", "runs", language, folder=str(folder))
    there = _existing(folder)
    if not os.access(there, os.W_OK | os.X_OK):
        yield _found("storage", "cannot-write", language, Grade.BAD, folder=str(there))
        return
    free = shutil.disk_usage(there).free
    kind = remote_kind(there)
    if kind:
        yield _found("storage", "remote", language, Grade.NOTE, kind=kind, free=free // 2**20)
    else:
        yield _found("storage", "local", language, free=free // 2**20)
    if free < LEAST_FREE:
        yield _found("storage", "full", language, Grade.BAD, free=free // 2**20)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next((path for path in (folder, *folder.parents) if path.is_dir()), Path(folder.anchor or "."))


def _versions(language: Language) -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    del language
    known: dict[str, Fact] = {"xprunbook": __version__, "Python": platform.python_version()}
    for package in _PACKAGES:
        try:
            known[package] = version(package)
        except PackageNotFoundError:
            continue
    system = platform.platform(terse=True)
    says = ", ".join(f"{name} {number}" for name, number in known.items())
    yield Finding("versions", "versions", Grade.GOOD, f"{says}; {system}", "", {**known, "system": system})
