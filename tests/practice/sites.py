"""Practice sites for tests, with the real implementation behind the configuration files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xprunbook.actions.atlas.files import RealConfigFiles
from xprunbook.base.language import Language
from xprunbook.practice.faults import Fault
from xprunbook.practice.site import PracticeSite, practice_site, with_config_files

BEGAN = 1_795_000_000.0
"""When the tests' worlds begin, in UTC seconds."""

LATER = BEGAN + 3600
"""When the log has grown to its end."""


def no_sign() -> str:
    """XPhone is not installed on this machine."""
    return ""


def site(
    folder: Path, *faults: Fault, language: Language = "en", now: Callable[[], float] | None = None
) -> PracticeSite:
    """A practice site in a folder; its world began at BEGAN, and it is LATER."""
    more = with_config_files(RealConfigFiles)
    practice_site(folder, language, faults, more, no_sign, lambda: BEGAN)
    return practice_site(folder, language, (), more, no_sign, now or (lambda: LATER))
