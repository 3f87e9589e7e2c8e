"""Why a file, or a change of it, is refused: a code of ``texts`` and its values. The core says nothing
else."""

from __future__ import annotations


class Refused(Exception):
    """The file or the change is refused; nothing was done. ``code`` is a key of ``texts.TEXTS``."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
