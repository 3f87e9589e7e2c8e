"""``xprunbook answer RUN FILE``: answers from a file or standard input, checked whole before anything happens."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from xprunbook.base.errors import ExitCode, UsageError
from xprunbook.base.language import Language
from xprunbook.base.text import one_line
from xprunbook.cli.face import sitting_of
from xprunbook.cli.plain import find_newest, leaving
from xprunbook.line.console import Console
from xprunbook.line.script import MAX_BYTES, USAGES
from xprunbook.line.script_texts import SCRIPT
from xprunbook.line.scripting import Scripted, checked, tell_faults
from xprunbook.line.stream import Silent, Stream
from xprunbook.run.evolve import fold
from xprunbook.run.journal import read_journal
from xprunbook.run.sessions import open_run, recorded_book
from xprunbook.run.view import view

if TYPE_CHECKING:
    from argparse import Namespace

    from xprunbook.cli.arguments import Commands

ANSWERS = """An answer file has one answer a line, by the id of a step (see show --json):

  {words}

Quotes hold words together, a backslash is a backslash, # begins a remark. A line whose answer is so already is
passed over: a file can be given again after it was cut off. What a file says is recorded as "from file NAME";
mandatory steps and gates it decides only in a run that was started with --allow-file-ticks, or in a rehearsal.

exit codes: 0 all done; 1 a line was refused while at work; 2 nothing was done, every problem is named; 3 the run
cannot be written
"""


def add(commands: Commands) -> None:
    """Declare the command."""
    from argparse import RawDescriptionHelpFormatter

    from xprunbook.cli.arguments import person

    words = "\n  ".join(usage.usage for usage in USAGES.values())
    command = commands.add_parser(
        "answer",
        help="give a run answers from a file",
        description="Give a run answers from a file or standard input.",
        epilog=ANSWERS.replace("{words}", words),
        formatter_class=RawDescriptionHelpFormatter,
    )
    command.set_defaults(module="answer", command="answer")
    command.add_argument("run", metavar="RUN", help="name, part of it, or folder")
    command.add_argument("file", metavar="FILE", help="the answers; - for standard input")
    command.add_argument("--check", action="store_true", help="only check; nothing is written")
    command.add_argument("--json", action="store_true", help="events as JSON Lines on stdout, talk on stderr")
    command.add_argument("--lang", choices=("de", "en"), help="language of texts")
    person(command)


def run(arguments: Namespace, language: Language) -> int:
    """Check, then carry out."""
    name, text = read_answers(arguments.file, language)
    folder = find_newest(arguments.run, language)
    stream = Stream(folder, sys.stdout) if arguments.json else Silent()
    console = Console(None, sys.stderr if arguments.json else sys.stdout, language, human=False)
    state = fold(read_journal(folder).records)
    now = view(recorded_book(folder, state, language).speak(language), state)
    lines, faults = checked(text, now, name, language, time.time())
    if faults:
        tell_faults(faults, name, console, stream)
        return ExitCode.BAD_INPUT
    if arguments.check:
        console.say(SCRIPT.say("checked", language, file=name, count=len(lines)))
        return ExitCode.OK
    with leaving(open_run(folder, sitting_of(arguments, language))) as session:
        code = Scripted(session, console, stream, name).run(text)
    stream.more()
    return code


def read_answers(given: str, language: Language) -> tuple[str, str]:
    """The name of a file and its text; UsageError when it cannot be read."""
    if given == "-":
        name, data = "stdin", sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else b""
    else:
        path = Path(given)
        name = one_line(path.name, 200)
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            why = error.strerror or str(error)
            raise UsageError(SCRIPT.say("unreadable", language, file=one_line(given, 200), why=why)) from None
    if len(data) > MAX_BYTES:
        raise UsageError(SCRIPT.say("too-large", language))
    try:
        return name, data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise UsageError(SCRIPT.say("not-text", language)) from None
