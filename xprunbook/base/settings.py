"""What the program remembers of its user: name, company, language, theme. A small JSON file of its own.

A file that cannot be read keeps nobody from working: then nothing is remembered. Entries this version does
not know are kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from xprunbook.base.errors import UsageError
from xprunbook.base.language import Language, Texts, as_language
from xprunbook.base.text import one_line

FILE_NAME: Final = "settings.json"

_MOST_BYTES: Final = 64 * 1024
_LONGEST: Final = 200

TEXTS: Final = Texts(
    {
        "not-saved": (
            "Die Einstellungen lassen sich nicht speichern: {path}",
            "The settings cannot be saved: {path}",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Empty texts mean: not said. ``language`` is ``de`` or ``en``, ``theme`` a theme's id.

    ``other`` holds the entries of other versions.
    """

    person: str = ""
    company: str = ""
    language: str = ""
    theme: str = ""
    other: Mapping[str, Any] = field(default_factory=dict)

    @property
    def spoken(self) -> Language | None:
        """The chosen language, if one was chosen."""
        return as_language(self.language) if self.language else None


_TEXTS: Final = tuple(item.name for item in fields(Settings) if item.name != "other")


def settings_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where they are kept: ``$XPRUNBOOK_HOME``, else the user's folder for settings."""
    if home := environ.get("XPRUNBOOK_HOME"):
        return Path(home).absolute() / FILE_NAME
    from platformdirs import user_config_path

    return user_config_path("xprunbook", appauthor=False) / FILE_NAME


def load_settings(path: Path) -> Settings:
    """Read them; what is missing, unreadable or not a text is as if it had not been said."""
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(_MOST_BYTES + 1)[:_MOST_BYTES])
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(data, dict):
        return Settings()
    known = {
        name: one_line(data[name].strip(), _LONGEST) for name in _TEXTS if isinstance(data.get(name), str)
    }
    return Settings(**known, other={name: value for name, value in data.items() if name not in _TEXTS})


def save_settings(path: Path, settings: Settings) -> None:
    """Write them whole or not at all. UsageError when they cannot be written."""
    data = {**settings.other, **{name: getattr(settings, name) for name in _TEXTS if getattr(settings, name)}}
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        language = settings.spoken or "en"
        reason = error.strerror or str(error)
        raise UsageError(TEXTS.say("not-saved", language, path=one_line(str(path), 200)), reason) from error
