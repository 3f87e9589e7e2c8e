"""``xprunbook``: reads the command line, hands over to one command, and turns every error into a sentence.

A command's module is imported when it is asked for: ``show`` never pays for the terminal face.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from xprunbook.base.errors import ExitCode, XprunbookError
from xprunbook.base.language import Language, as_language, system_language

if TYPE_CHECKING:
    from argparse import Namespace


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    from xprunbook.cli.arguments import parser
    from xprunbook.cli.streams import prepare_streams

    prepare_streams()
    # A short command ends before a collection pays: it costs a twentieth of `show`. The face turns it on again.
    gc.disable()
    given = sys.argv[1:] if argv is None else list(argv)
    try:
        arguments = parser(given).parse_args(given)
    except BrokenPipeError:
        return _nobody_reads()
    language = language_of(arguments)
    asked = os.environ.get("XPRUNBOOK_LANG")
    # Errors of the record are worded deep inside, in the system's language: for this command it is this one.
    os.environ["XPRUNBOOK_LANG"] = language
    try:
        command = import_module(f"xprunbook.cli.{arguments.module}")
        code = int(command.run(arguments, language))
        sys.stdout.flush()
    except XprunbookError as error:
        tell(error, language)
        return error.exit_code
    except BrokenPipeError:
        return _nobody_reads()
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except Exception as error:
        from xprunbook.base.crash import report_crash
        from xprunbook.run.store import runs_folder

        return report_crash(error, runs_folder().parent, language)
    finally:
        if asked is None:
            del os.environ["XPRUNBOOK_LANG"]
        else:
            os.environ["XPRUNBOOK_LANG"] = asked
    return code


def _nobody_reads() -> ExitCode:
    """Somebody closed the pipe (head, less): not an error, and nothing more can be said on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.OK


def language_of(arguments: Namespace) -> Language:
    """The language asked for, else the system's."""
    asked: str | None = getattr(arguments, "lang", None)
    return (as_language(asked) if asked else None) or system_language()


def tell(error: XprunbookError, language: Language) -> None:
    """Say what is wrong on stderr; for a runbook that cannot be opened, all of it."""
    from xprunbook.runbook.problems import RunbookProblems

    if isinstance(error, RunbookProblems):
        from xprunbook.cli.check import print_problems

        print_problems(error.problems, language, sys.stderr)
        return
    print(f"xprunbook: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  {error.hint}", file=sys.stderr)
