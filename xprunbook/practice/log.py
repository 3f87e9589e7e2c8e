"""The log of a practice site's Backup-Manager: made when it is read, a line every few seconds, and what is wrong
at the site stands in it. Its shape follows the one documented sample (domain facts B41, B44)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from xprunbook.practice.faults import Fault
from xprunbook.practice.story import DATABASES, OLD, SHARE, SQL_HOST
from xprunbook.practice.world import World

PACE: Final = 2.0
"""Seconds from one entry to the next."""

ALREADY: Final = 7
"""Entries that are there when the world begins: as far as the first thing that can be wrong."""


def content(world: World, host: str, now: float) -> bytes:
    """The log of a machine at a time (UTC seconds)."""
    entries = _entries(world, host)
    count = min(len(entries), ALREADY + int(max(0.0, now - world.began) / PACE))
    start = datetime.fromtimestamp(world.began) - timedelta(seconds=ALREADY * PACE)
    lines = [
        f"{start + timedelta(seconds=at * PACE):%d.%m.%Y %H:%M:%S} {level} {text}\r\n"
        for at, (level, text) in enumerate(entries[:count])
    ]
    return "".join(lines).encode()


def identity(world: World, host: str) -> str:
    """Changes when another log takes its place: then faults were switched."""
    told = "".join(f"{level} {text}\n" for level, text in _entries(world, host))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _entries(world: World, host: str) -> list[tuple[str, str]]:
    if host == OLD:
        return [*_begin(rf"{OLD}\XPCONNECT"), *_databases(world, r"D:\XPhoneBackup")]
    return [
        (
            "INF",
            f"Start testing backup on a shared folder.Remotepath:\r\n{SHARE} LocalPath: {SHARE}",
        ),
        *_begin(rf"{SQL_HOST}\XPHONE"),
        *_databases(world, SHARE),
        ("INF", "Shared folder test ends here"),
    ]


def _begin(source: str) -> list[tuple[str, str]]:
    return [
        ("ERR", "Benutzer 'Atlas' nicht verfügbar. Restore XPDATA"),
        ("ERR", "Benutzer 'sa' mit Erstinstallationspasswort nicht verfügbar. Restore\r\nXPDATA"),
        ("INF", f"Connecting to SQL-Server: {source}"),
    ]


def _databases(world: World, folder: str) -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    wrong = _wrong(world) if folder == SHARE else ()
    for name in DATABASES:
        entries.append(("INF", f"Sicherung der Datenbank {name}"))
        for text in wrong:
            entries.append(("ERR", f"SQLHelper.SaveDatabase Error while saving Database {name}"))
            entries.append(("ERR", text.format(file=rf"{folder}\{name}")))
        if world.has(Fault.LOG_ERRORS) and name == DATABASES[0]:
            entries.append(("ERR", "CREATE DATABASE permission denied in database 'master'."))
            entries.append(("ERR", "Archivordner nicht lesbar: Vorgang 17 übersprungen."))
    return entries


def _wrong(world: World) -> tuple[str, ...]:
    ends = "\r\nBACKUP DATABASE is terminating abnormally."
    device = "SQLHelper.SaveDatabase Cannot open backup device\r\n'{file}'. Operating system error "
    if world.has(Fault.SHARE_FULL):
        return (f"{device}112(Es steht nicht genug Speicherplatz zur Verfügung.).{ends}",)
    if world.has(Fault.SHARE_DENIED):
        return (f"{device}5(Zugriff verweigert).{ends}",)
    return ()
