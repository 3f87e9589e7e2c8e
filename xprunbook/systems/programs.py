"""Finding a program, what it inherits, and what cannot be handed to it unchanged."""

from __future__ import annotations

import ntpath
import os
import re
import sys
from collections.abc import Mapping
from typing import Final

from xprunbook.systems.ports import Command
from xprunbook.systems.trouble import Refused, Trouble

_WINDOWS: Final = sys.platform == "win32"

INHERITED: Final = frozenset(
    ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "SHELL", "XDG_RUNTIME_DIR")
    if not _WINDOWS
    else (
        *(
            "ALLUSERSPROFILE",
            "APPDATA",
            "COMMONPROGRAMFILES",
            "COMMONPROGRAMFILES(X86)",
            "COMMONPROGRAMW6432",
        ),
        *("COMPUTERNAME", "COMSPEC", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "LOGONSERVER"),
        *("NUMBER_OF_PROCESSORS", "OS", "PATH", "PATHEXT", "PROCESSOR_ARCHITECTURE", "PROGRAMDATA"),
        *("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432", "PUBLIC", "SYSTEMDRIVE", "SYSTEMROOT"),
        *("TEMP", "TMP", "USERDOMAIN", "USERDNSDOMAIN", "USERNAME", "USERPROFILE", "WINDIR"),
    )
)
"""The variables a child inherits; nothing else of our environment reaches it."""

_LOCALE: Final = re.compile(r"LC_[A-Z]{1,20}")
_BATCH: Final = (".bat", ".cmd")
_HARMLESS: Final = re.compile(r"[A-Za-z0-9_.:\\/+@-]+")
_PATHEXT: Final = ".COM;.EXE;.BAT;.CMD"


def child_environment(own: Mapping[str, str], added: Mapping[str, str]) -> dict[str, str]:
    """What a child gets: the allowed part of ``own``, a search path of absolute folders, and ``added``."""
    kept: dict[str, str] = {}
    for name, value in own.items():
        known = name.upper() if _WINDOWS else name
        if known in INHERITED or (not _WINDOWS and _LOCALE.fullmatch(name)):
            kept[name] = value
    for name in [name for name in kept if name.upper() == "PATH"]:
        kept[name] = os.pathsep.join(search_folders(kept[name]))
    if _WINDOWS:
        kept["NoDefaultCurrentDirectoryInExePath"] = "1"
    else:
        kept["TERM"] = "dumb"
    return {**kept, **added}


def search_folders(path: str) -> tuple[str, ...]:
    """The absolute folders of a search path: the current folder and relative ones are left out."""
    folders = (folder.strip('"') if _WINDOWS else folder for folder in path.split(os.pathsep))
    return tuple(folder for folder in folders if os.path.isabs(folder))


def find_program(program: str, environ: Mapping[str, str]) -> str:
    """The absolute path of a program; Refused if there is none. Never one of the current folder."""
    named = program.rstrip(". ") if _WINDOWS else program
    if not named or "\0" in named:
        raise Refused(Trouble.MISSING, program)
    separators = (os.sep, os.altsep or os.sep)
    if os.path.isabs(named):
        candidates = [named]
    elif any(separator in named for separator in separators) or (_WINDOWS and ":" in named):
        raise Refused(Trouble.MISSING, program)  # relative to a current folder: whose?
    else:
        path = next((value for name, value in environ.items() if name.upper() == "PATH"), os.defpath)
        candidates = [os.path.join(folder, named) for folder in search_folders(path)]
    for candidate in candidates:
        for shown in _spellings(candidate, environ):
            if os.path.isfile(shown) and os.access(shown, os.X_OK):
                return os.path.abspath(shown)
    raise Refused(Trouble.MISSING, program)


def _spellings(candidate: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    if not _WINDOWS:
        return (candidate,)
    endings = next((value for name, value in environ.items() if name.upper() == "PATHEXT"), _PATHEXT)
    known = tuple(ending.lower() for ending in endings.split(";") if ending)
    if candidate.lower().endswith(known):
        return (candidate,)
    return tuple(candidate + ending for ending in known)


def is_batch(program: str) -> bool:
    """Whether ``cmd.exe`` would run the file. Windows ignores dots and blanks at the end (CVE-2024-43402)."""
    return ntpath.splitext(program.rstrip(". ").lower())[1] in _BATCH


def check_command(command: Command, windows: bool = _WINDOWS) -> None:
    """Refuse what would not reach the child exactly as it is written.

    A batch file's arguments pass through ``cmd.exe``, whose quoting nobody can guarantee (CVE-2024-24576):
    only arguments of harmless characters go there.
    """
    for text in (command.program, command.line, command.folder, *command.arguments):
        if "\0" in text:
            raise Refused(Trouble.NAME, text)
        if not windows:
            _encodable(text)
    for name, value in command.environment.items():
        if not name or "=" in name or "\0" in name + value:
            raise Refused(Trouble.NAME, name)
        if not windows:
            _encodable(name + value, name)
    if windows and is_batch(command.program):
        for argument in command.arguments:
            if not _HARMLESS.fullmatch(argument):
                raise Refused(Trouble.ARGUMENT, argument)


def _encodable(text: str, shown: str = "") -> None:
    try:
        os.fsencode(text)
    except UnicodeEncodeError as error:
        raise Refused(Trouble.NAME, shown or text, said=error.reason) from error
