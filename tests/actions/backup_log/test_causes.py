"""Errors and what they mean, in both languages of SQL Server."""

from __future__ import annotations

import pytest

from xprunbook.actions.backup_log.causes import cause_of, is_notice
from xprunbook.actions.backup_log.texts import TEXTS
from xprunbook.base.language import LANGUAGES

DEVICE = r"\\sqlserver\backupshare\XPHONE_UC"

KNOWN = [
    (f"Cannot open backup device '{DEVICE}'. Operating system error 5(Zugriff verweigert).", "share-rights"),
    (f"Cannot open backup device '{DEVICE}'. Operating system error 5(Access is denied.).", "share-rights"),
    (
        f"Das Sicherungsmedium '{DEVICE}' kann nicht geöffnet werden. Betriebssystemfehler 5(Zugriff verweigert).",
        "share-rights",
    ),
    (
        f"Das Sicherungsmedium „{DEVICE}“ kann nicht geöffnet werden. Betriebssystemfehler 5: Zugriff",
        "share-rights",
    ),
    (f"Cannot open backup device '{DEVICE}'. Operating system error 2(x).", "share-path"),
    (f"Cannot open backup device '{DEVICE}'. Operating system error 3(x).", "share-path"),
    (f"Cannot open backup device '{DEVICE}'. Operating system error 53(x).", "share-server"),
    (f"Cannot open backup device '{DEVICE}'. Operating system error 64(x).", "share-gone"),
    (f"Cannot open backup device '{DEVICE}'. Operating system error 67(x).", "share-name"),
    (f"Write on '{DEVICE}' failed: 112. Operating system error 112(x).", "disk-full"),
    (f"Cannot open backup device '{DEVICE}'. Operating system error 1326(x).", "share-logon"),
    (f"Cannot open backup device '{DEVICE}'. Operating system error 32(x).", "file-in-use"),
    ("CREATE DATABASE permission denied in database 'master'.", "sysadmin"),
    ("Die CREATE DATABASE-Berechtigung wurde in der 'master'-Datenbank verweigert.", "sysadmin"),
    ("User does not have permission to RESTORE database 'X'.", "sysadmin"),
    ("Der Benutzer hat keine Berechtigung zum Wiederherstellen der Datenbank 'X'.", "sysadmin"),
    (
        "The database was backed up on a server running version 15.00.2000. That version is incompatible with "
        "this server, which is running version 13.00.1601.",
        "newer-backup",
    ),
    (
        "Die Datenbank wurde auf einem Server mit Version 15.00.2000 gesichert. Diese Version ist nicht mit "
        "diesem Server mit Version 13.00.1601 kompatibel.",
        "newer-backup",
    ),
    (
        "cannot be opened because it is version 904. This server supports version 852 and earlier.",
        "newer-backup",
    ),
    ("There is insufficient free space on disk volume 'D:\\' to create the database.", "disk-full"),
    ("Nicht genügend Speicherplatz auf dem Datenträger.", "disk-full"),
    ("would exceed your licensed limit of 10240 MB per database.", "express-limit"),
    ("Login failed for user 'EXAMPLE\\svc-xphone'.", "login"),
    ("Fehler bei der Anmeldung für den Benutzer 'EXAMPLE\\svc-xphone'.", "login"),
    ("Exclusive access could not be obtained because the database is in use.", "database-in-use"),
    ("The backup set holds a backup of a database other than the existing 'X' database.", "other-database"),
    (
        "A network-related or instance-specific error occurred while establishing a connection",
        "sql-unreachable",
    ),
    ("Netzwerkbezogener oder instanzspezifischer Fehler beim Herstellen einer Verbindung", "sql-unreachable"),
]


@pytest.mark.parametrize(("text", "code"), KNOWN)
def test_known_causes(text: str, code: str) -> None:
    """Each is recognised, and can be said with what helps, in both languages."""
    cause = cause_of(text)
    assert cause is not None
    assert cause.code == code
    for language in LANGUAGES:
        said = TEXTS.say(f"cause.{code}", language, **cause.values)
        assert TEXTS.say(f"helps.{code}", language)
        assert "{" not in said


def test_what_the_cause_names() -> None:
    """The share, the number, the versions and the user stand in the sentence."""
    rights = cause_of(KNOWN[0][0])
    assert rights is not None
    assert rights.values == {"device": DEVICE, "number": 5}
    newer = next(cause_of(text) for text, code in KNOWN if code == "newer-backup")
    assert newer is not None
    assert newer.values == {"backup": "15.00.2000", "server": "13.00.1601"}
    login = next(cause_of(text) for text, code in KNOWN if code == "login")
    assert login is not None
    assert login.values == {"user": "EXAMPLE\\svc-xphone"}


@pytest.mark.parametrize(
    "text",
    [
        "Objektverweis nicht festgelegt",
        "",
        "Operating system error 4711(x).",
        "Error while saving",
        "5 Zugriff",
    ],
)
def test_everything_else_is_unknown(text: str) -> None:
    """An unknown number of the operating system is no known cause."""
    assert cause_of(text) is None


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("Benutzer 'Atlas' nicht verfügbar. Restore XPHONE_UC", True),
        ("Benutzer 'sa' mit Erstinstallationspasswort nicht verfügbar. Restore XPHONE_UC", True),
        ("Benutzer 'sa' mit Erstinstallationspasswort nicht verfügbar. Restore Meine Datenbank 2", True),
        ("User 'Atlas' is not available. Restore ANY_NAME", True),
        ("Benutzer 'Atlas' nicht verfügbar.", True),
        ("Benutzer 'anna' nicht verfügbar. Restore XPHONE_UC", False),
        ("Benutzer 'Atlas' nicht verfügbar. Die Datenbank ist beschädigt", False),
        ("Login failed for user 'sa'.", False),
    ],
)
def test_the_two_harmless_logins_and_no_more(text: str, harmless: bool) -> None:
    """Only this sentence, whatever the database is called; never one that says more."""
    assert is_notice(text) is harmless


def test_hostile_text_is_quick() -> None:
    """No pattern backtracks for long over the longest entry there can be."""
    import time

    begun = time.perf_counter()
    for part in (
        "Server Version 1 ",
        "backup device '",
        "keine Berechtigung ",
        "Version 9 hat ",
        "Server Version ",
    ):
        text = (part * 4096)[:4096]
        cause_of(text)
        is_notice("Benutzer 'sa' nicht verfügbar. Restore " + text)
    assert time.perf_counter() - begun < 1.0
