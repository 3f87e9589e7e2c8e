"""What can go wrong with the record, as sentences in both languages."""

from __future__ import annotations

import errno
from typing import Final

from xprunbook.base.errors import StoreError
from xprunbook.base.language import Texts, system_language
from xprunbook.base.text import one_line

TEXTS: Final = Texts(
    {
        "disk-full": (
            "Der Datenträger ist voll: {path} konnte nicht gespeichert werden.",
            "The disk is full: {path} could not be saved.",
        ),
        "disk-full.hint": (
            "Platz schaffen und den Lauf neu öffnen. Alles bis zum letzten „gespeichert“ ist sicher.",
            'Free some space and open the run again. Everything up to the last "saved" is safe.',
        ),
        "read-only": ("{path} darf nicht beschrieben werden.", "{path} cannot be written."),
        "read-only.hint": (
            "Rechte des Ordners und den Datenträger prüfen, dann neu öffnen.",
            "Check the rights of the folder and the disk, then open the run again.",
        ),
        "gone": ("{path} ist nicht mehr da.", "{path} is gone."),
        "gone.hint": (
            "Der Ordner wurde verschoben oder gelöscht. Nichts weiter wird gespeichert.",
            "The folder was moved or deleted. Nothing more will be saved.",
        ),
        "swapped": (
            "An der Stelle von {path} liegt jetzt etwas anderes.",
            "Something else now lies in the place of {path}.",
        ),
        "swapped.hint": (
            "Ein anderes Programm hat die Datei ersetzt. Nichts weiter wird gespeichert.",
            "Another program replaced the file. Nothing more will be saved.",
        ),
        "size": (
            "{path} ist nicht so lang wie erwartet: ein anderes Programm schreibt mit.",
            "{path} is not as long as expected: another program writes to it.",
        ),
        "size.hint": (
            "Nichts weiter wird gespeichert. Das andere Programm beenden und den Lauf neu öffnen.",
            "Nothing more will be saved. Stop the other program and open the run again.",
        ),
        "fault": ("{path} konnte nicht gespeichert werden: {why}.", "{path} could not be saved: {why}."),
        "fault.hint": (
            "Den Lauf neu öffnen; alles bis zum letzten „gespeichert“ ist sicher.",
            'Open the run again; everything up to the last "saved" is safe.',
        ),
        "unreadable": ("{path} kann nicht gelesen werden: {why}.", "{path} cannot be read: {why}."),
        "missing": ("{path} gibt es nicht.", "{path} does not exist."),
        "not-a-file": (
            "{path} ist keine gewöhnliche Datei.",
            "{path} is not an ordinary file.",
        ),
        "not-a-folder": ("{path} ist kein Ordner.", "{path} is not a folder."),
        "too-large": ("{path} ist zu groß ({size} Bytes).", "{path} is too large ({size} bytes)."),
        "earlier": (
            "Seit einem Fehler wird in diesem Lauf nichts mehr gespeichert: {why}",
            "Since a fault nothing more is saved in this run: {why}",
        ),
        "unlocked": (
            "Dieser Lauf ist hier nur zum Lesen geöffnet.",
            "This run is open for reading only.",
        ),
        "broken": (
            "Die Aufzeichnung {path} ist in Zeile {line} beschädigt und kann nicht fortgesetzt werden.",
            "The record {path} is damaged at line {line} and cannot be continued.",
        ),
        "broken.hint": (
            "Sie lässt sich bis zu dieser Zeile lesen und als Bericht ausgeben.",
            "It can be read and reported up to that line.",
        ),
        "empty": (
            "Die Aufzeichnung {path} enthält noch keinen vollständigen Eintrag.",
            "The record {path} holds no complete entry yet.",
        ),
        "newer": (
            "Die Aufzeichnung {path} stammt von einer neueren Fassung dieses Programms.",
            "The record {path} was written by a newer version of this program.",
        ),
        "newer.hint": (
            "Zum Fortsetzen die neuere Fassung verwenden; Lesen geht auch mit dieser.",
            "Use the newer version to continue it; this one can read it.",
        ),
        "bad-name": (
            "{name} taugt nicht als Dateiname.",
            "{name} cannot be used as a file name.",
        ),
        "no-run": ("Es gibt keinen Lauf {name}.", "There is no run {name}."),
        "no-run.hint": ("Gemeint ist vielleicht {name}.", "Perhaps {name} was meant."),
        "many-runs": ("{name} passt auf {count} Läufe.", "{name} fits {count} runs."),
        "many-runs.hint": ("Mehr vom Namen angeben: {names}", "Give more of the name: {names}"),
        "held": (
            "Dieser Lauf ist bereits geöffnet ({who}).",
            "This run is already open ({who}).",
        ),
        "held.hint": (
            "Hier lässt er sich mitlesen. Nach dem Beenden dort kann er hier fortgesetzt werden.",
            "It can be followed here. Once it is closed there, it can be continued here.",
        ),
        "no-locks": (
            "Der Datenträger von {path} kennt keine Sperren.",
            "The disk that holds {path} has no locks.",
        ),
        "no-locks.hint": (
            "Den Lauf auf einem lokalen Datenträger führen (XPRUNBOOK_HOME).",
            "Keep the run on a local disk (XPRUNBOOK_HOME).",
        ),
    }
)

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_GONE: Final = frozenset({errno.ENOENT, errno.ENOTDIR})


def is_disk_full(error: OSError) -> bool:
    """Tell whether the disk or the user's quota is full."""
    return error.errno in _FULL


def store_error(key: str, path: object = "", **values: object) -> StoreError:
    """Make the error of the table above, in the system's language; the path passes the text gate."""
    language = system_language()
    hint = f"{key}.hint"
    return StoreError(
        TEXTS.say(key, language, path=one_line(str(path)), **values),
        TEXTS.say(hint, language) if hint in TEXTS.table else "",
    )


def why(error: OSError) -> str:
    """The operating system's own words for an error."""
    return one_line(error.strerror or str(error) or type(error).__name__)


def writing_failed(error: OSError, path: object) -> StoreError:
    """Say in a sentence why something could not be saved."""
    if is_disk_full(error):
        return store_error("disk-full", path)
    if error.errno in _REFUSED:
        return store_error("read-only", path)
    if error.errno in _GONE:
        return store_error("gone", path)
    if error.errno in (errno.ELOOP, errno.ESTALE):
        return store_error("swapped", path)
    return store_error("fault", path, why=why(error))


def reading_failed(error: OSError, path: object) -> StoreError:
    """Say in a sentence why something could not be read."""
    if error.errno in _GONE:
        return store_error("missing", path)
    if error.errno in (errno.EISDIR, errno.ELOOP):
        return store_error("not-a-file", path)
    return store_error("unreadable", path, why=why(error))
