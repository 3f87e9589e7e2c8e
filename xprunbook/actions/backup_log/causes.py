"""What an error in a Backup-Manager log means: known causes by SQL Server's sentences and numbers.

The Backup-Manager writes SQL Server's messages in the server's language, without their numbers. English
wording is that of sys.messages (3201, 3013, 262, 3110, 3169, 948, 1827, 3101, 3154, 18456), German that of
Microsoft's German pages; the operating system's number in brackets is the same everywhere (domain facts D16, D17).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from xprunbook.systems.trouble import WINDOWS, Trouble

Values = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Cause:
    """A known cause: its code in the texts (``cause.…``, ``helps.…``) and what stands in its sentence."""

    code: str
    values: Values = field(default_factory=dict)


SHARE_CAUSES: Final = frozenset(("share-rights", "share-path", "share-server", "share-name", "share-logon"))
"""Causes that lie with the share, which a runbook of its own repairs."""

_SYSTEM_ERROR: Final = re.compile(r"(?:Operating system error|Betriebssystemfehler)\s*:?\s*(\d{1,5})", re.I)
_DEVICE: Final = re.compile(r"(?:backup device|Sicherungsmedium)\s*['\"„»‚]\s*([^'\"“”«‘]{1,400})", re.I)

_BY_TROUBLE: Final[Mapping[Trouble, str]] = {
    Trouble.DENIED: "share-rights",
    Trouble.MISSING: "share-path",
    Trouble.NETWORK_PATH: "share-server",
    Trouble.SHARE_NAME: "share-name",
    Trouble.GONE: "share-gone",
    Trouble.LOGON: "share-logon",
    Trouble.FULL: "disk-full",
    Trouble.IN_USE: "file-in-use",
    Trouble.READ_ONLY: "share-rights",
}

_NEWER: Final = re.compile(
    r"backed up on a server running version (?P<from>[\d.]*\d).{0,300}?running version (?P<to>[\d.]*\d)"
    r"|Server.{0,60}?Version (?P<von>[\d.]*\d).{0,60}?gesichert.{0,300}?Version (?P<nach>[\d.]*\d)"
    r"|it is version (?P<file>\d+)\. This server supports version (?P<server>\d+)"
    r"|Version (?P<datei>\d+) (?:hat|aufweist|ist).{0,80}?(?:unterstützt|Server).{0,60}?Version (?P<dienst>\d+)",
    re.I,
)

_BY_WORDS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "sysadmin",
        re.compile(
            r"(?:CREATE|ALTER|BACKUP|RESTORE) (?:ANY )?(?:DATABASE|LOG)(?:[ -]permission denied|-Berechtigung)"
            r"|does not have permission to (?:perform|RESTORE|BACKUP|CREATE|alter)"
            r"|keine Berechtigung\b.{0,80}?(?:RESTORE|BACKUP|CREATE|wiederherstell|sichern|Datenbank)",
            re.I,
        ),
    ),
    (
        "express-limit",
        re.compile(r"licensed limit of (?P<limit>\d+) MB|lizenzier\w+ \w+ von (?P<grenze>\d+) MB", re.I),
    ),
    (
        "disk-full",
        re.compile(
            r"(?:insufficient|not enough)(?: free)?(?: disk)? space|no space left|filegroup is full"
            r"|nicht gen(?:ü|ue)gend (?:freier )?(?:Speicherplatz|Platz)|Dateigruppe.{0,60} ist voll"
            r"|transaction log .{0,80} is full|Transaktionsprotokoll .{0,80} ist voll",
            re.I,
        ),
    ),
    (
        "login",
        re.compile(
            r"Login failed for user ['\"]?(?P<user>[^'\".]{1,200})"
            r"|Fehler bei der Anmeldung für den Benutzer ['\"„]?(?P<nutzer>[^'\"“.]{1,200})",
            re.I,
        ),
    ),
    (
        "database-in-use",
        re.compile(r"Exclusive access could not be obtained|exklusiver? (?:Zugriff|Sperre)", re.I),
    ),
    (
        "other-database",
        re.compile(
            r"holds a backup of a database other than|Sicherung(?:ssatz)? .{0,40}anderen Datenbank"
            r"|Sicherung einer anderen als der",
            re.I,
        ),
    ),
    (
        "sql-unreachable",
        re.compile(
            r"network-related or instance-specific|netzwerkbezogene[rn]? oder instanzspezifische[rn]?"
            r"|error: (?:25|26|40) - ",
            re.I,
        ),
    ),
)

_NOTICE: Final = re.compile(
    r"(?:Benutzer|User|Login) ['\"](?:Atlas|sa)['\"]"
    r"(?: mit Erstinstallationspasswort| with (?:the )?(?:first|initial)[ -]?install\w* password)?"
    r" (?:nicht verfügbar|(?:is )?not available)\.?(?: Restore \S.{0,127})?",
    re.I,
)

_SYMPTOM: Final = re.compile(r"SQLHelper\.\w+ (?:Error|Fehler)\b", re.I)


def cause_of(text: str) -> Cause | None:
    """The known cause of an error, or None: then it is shown as it is."""
    if newer := _NEWER.search(text):
        versions = [value for value in newer.groups() if value]
        return Cause("newer-backup", {"backup": versions[0], "server": versions[1]})
    if system := _SYSTEM_ERROR.search(text):
        number = int(system[1])
        device = _DEVICE.search(text)
        code = _BY_TROUBLE.get(WINDOWS.get(number, Trouble.OTHER))
        if code:
            return Cause(code, {"device": device[1].strip() if device else "?", "number": number})
    for code, pattern in _BY_WORDS:
        if found := pattern.search(text):
            return Cause(code, _values(code, [value for value in found.groups() if value]))
    return None


def _values(code: str, found: list[str]) -> Values:
    if code == "login":
        return {"user": found[0].strip()}
    return {"limit": int(found[0])} if code == "express-limit" else {}


def is_notice(text: str) -> bool:
    """The failed logins of 'Atlas' and 'sa', and nothing more: probably harmless, not confirmed (B45)."""
    return _NOTICE.fullmatch(text) is not None


def is_symptom(text: str) -> bool:
    """A sentence that only says where it failed; the entry after it says why (domain fact B44)."""
    return _SYMPTOM.match(text) is not None
