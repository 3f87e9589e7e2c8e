"""``xprunbook schema``: the JSON Schema of the runbook format, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xprunbook.base.errors import ExitCode
from xprunbook.base.language import Language
from xprunbook.runbook.schema import schema_text

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace, language: Language) -> int:
    """Print it."""
    print(schema_text(), end="")
    return ExitCode.OK
