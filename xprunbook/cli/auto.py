"""``xprunbook auto RUN``: what is automated and trusted is done, up to the first thing that waits for a person."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from xprunbook.base.language import Language
from xprunbook.cli.face import sitting_of
from xprunbook.cli.plain import find_newest, leaving
from xprunbook.line.auto import auto
from xprunbook.line.console import Console
from xprunbook.line.stream import Silent, Stream
from xprunbook.run.sessions import open_run

if TYPE_CHECKING:
    from argparse import Namespace

    from xprunbook.cli.arguments import Commands

RULES = """It ticks nothing, passes no gate, decides no optional step, and confirms nothing that is destroyed:
there it stops.

exit codes: 4 something waits for a person, and it is said what; 1 an action did not end well; 0 the run is closed;
3 the run cannot be written
"""


def add(commands: Commands) -> None:
    """Declare the command."""
    from argparse import RawDescriptionHelpFormatter

    from xprunbook.cli.arguments import person

    command = commands.add_parser(
        "auto",
        help="do what is automated, up to the next thing that waits for a person",
        description="Do what is automated and trusted, in order, up to the next thing that waits for a person.",
        epilog=RULES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    command.set_defaults(module="auto", command="auto")
    command.add_argument("run", metavar="RUN", help="name, part of it, or folder")
    command.add_argument(
        "--optional", action="store_true", help="optional steps with an action are wanted too"
    )
    command.add_argument("--json", action="store_true", help="events as JSON Lines on stdout, talk on stderr")
    command.add_argument("--lang", choices=("de", "en"), help="language of texts")
    person(command)


def run(arguments: Namespace, language: Language) -> int:
    """Work until something waits."""
    folder = find_newest(arguments.run, language)
    stream = Stream(folder, sys.stdout) if arguments.json else Silent()
    console = Console(None, sys.stderr if arguments.json else sys.stdout, language, human=False)
    with leaving(open_run(folder, sitting_of(arguments, language))) as session:
        stream.more()
        code = auto(session, console, stream, optional=arguments.optional)
    stream.more()
    return code
