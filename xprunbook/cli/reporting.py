"""``xprunbook report``: the run as a file, at any moment."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from xprunbook.base.errors import ExitCode
from xprunbook.base.language import Language
from xprunbook.report.export import export_name, write_export
from xprunbook.report.fold import fold_known
from xprunbook.report.make import make_report
from xprunbook.run.journal import read_journal
from xprunbook.run.store import find_run, runs_folder

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace, language: Language) -> int:
    """Write the report; its path goes to stdout, or the report itself with ``-o -``."""
    folder = find_run(runs_folder(os.environ), arguments.run)
    data = make_report(folder, arguments.format, language, time.time(), code=arguments.code)
    if arguments.output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return ExitCode.OK
    name = export_name(fold_known(read_journal(folder).records[:1])[0], arguments.format)
    target = Path(arguments.output or ".")
    print(write_export(target, data, name, language, overwrite=arguments.force))
    return ExitCode.OK
