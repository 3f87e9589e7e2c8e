"""How the commands of ``xprunbook sql`` are declared: their options, and the help that a DBA reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

VARIABLE: Final = "XPRUNBOOK_SQL_PASSWORD"

VERSIONS: Final = {"2014": 12, "2016": 13, "2017": 14, "2019": 15, "2022": 16, "2025": 17}

EXAMPLES: Final = """examples:
  xprunbook sql check xpdata.sql --target 2016
  xprunbook sql run -S SQL01\\XPHONE -i xpdata.sql
  xprunbook sql compare -S SQL01\\XPHONE --source OLD\\XPCONNECT -d XPDATA
"""

RUNNING: Final = """like sqlcmd -b -x -I: it stops at the first error, leaves $( in data alone, and
QUOTED_IDENTIFIER is on. The script is looked through first: if it is unfit,
nothing of it runs. The server's messages go to stdout, all else to stderr.

exit codes: 0 every batch ran; 1 a batch failed, or time was up; 2 nothing ran;
130 interrupted (Ctrl+C stops within a second and says where)
"""

CHECKING: Final = """exit codes: 0 fit; 1 something the --target version does not know; 2 unfit
(a string, name or comment that does not end, a bad count after GO ...)
"""

COMPARING: Final = """Compares as both are now: nobody should write to either side.

exit codes: 0 equal; 1 different; 2 could not compare
"""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare ``sql`` and its three commands."""
    from argparse import RawDescriptionHelpFormatter

    top = commands.add_parser(
        "sql",
        help="run, check or compare on SQL Server",
        description="Work with SQL Server, without SSMS.",
        epilog=EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    top.set_defaults(module="sql", command="sql")
    parts = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    running = _part(parts, "run", "run a script batch by batch, and stop at the first error", RUNNING)
    _server(running, "the server: ")
    running.add_argument("-i", "--input", metavar="FILE", required=True, help="the script")
    running.add_argument("-d", "--database", metavar="NAME", help="database to begin in")
    _reading(running)
    running.add_argument(
        "--after",
        metavar="N",
        type=int,
        default=0,
        help="leave out batches 1 to N; what they USE and SET is sent again",
    )
    running.add_argument(
        "--continue", dest="go_on", action="store_true", help="after an error, go on with the next batch"
    )
    running.add_argument(
        "-t",
        "--time-limit",
        metavar="SECONDS",
        type=float,
        help="stop the script after this time (default: never)",
    )
    checking = _part(parts, "check", "look through a script; nothing runs, no server is needed", CHECKING)
    checking.add_argument("input", metavar="FILE", help="the script")
    _reading(checking)
    checking.add_argument("--target", choices=tuple(VERSIONS), help="version of the server it is meant for")
    checking.add_argument("--json", action="store_true", help="as JSON on stdout")
    comparing = _part(
        parts, "compare", "compare databases of two servers: objects, rows, checksums", COMPARING
    )
    _server(comparing, "the target: ")
    comparing.add_argument(
        "--source", metavar="SERVER", required=True, help="where the databases come from; same login"
    )
    comparing.add_argument(
        "-d",
        "--database",
        metavar="NAME",
        action="append",
        required=True,
        help="NAME or SOURCE=TARGET, repeatable",
    )
    comparing.add_argument("--checksums", action="store_true", help="read and compare every row")
    comparing.add_argument("--json", action="store_true", help="as JSON on stdout")


def _part(parts: _SubParsersAction[ArgumentParser], name: str, text: str, rules: str) -> ArgumentParser:
    from argparse import RawDescriptionHelpFormatter

    description = text[0].upper() + text[1:] + "."
    part = parts.add_parser(
        name, help=text, description=description, epilog=rules, formatter_class=RawDescriptionHelpFormatter
    )
    part.set_defaults(part=name)
    part.add_argument("--lang", choices=("de", "en"), help="language of texts (default: the system's)")
    return part


def _server(part: ArgumentParser, which: str) -> None:
    part.add_argument(
        "-S",
        "--server",
        metavar="SERVER",
        required=True,
        help=f"{which}(local), HOST, HOST\\INSTANCE or HOST,PORT",
    )
    part.add_argument(
        "-U",
        "--user",
        metavar="LOGIN",
        help=f"SQL login instead of your account; the password is asked for, or in {VARIABLE}",
    )
    part.add_argument("-C", "--trust", action="store_true", help="accept a self-signed certificate")
    part.add_argument(
        "--driver", metavar="NAME", default="", help="ODBC driver (default: the best installed)"
    )
    part.add_argument(
        "-l",
        "--login-timeout",
        metavar="SECONDS",
        type=int,
        default=15,
        help="how long to wait for the logon (default: 15)",
    )


def _reading(part: ArgumentParser) -> None:
    part.add_argument(
        "--sqlcmd",
        action="store_true",
        help="obey :r, :setvar and $(name); otherwise text, as data may hold $(",
    )
    part.add_argument(
        "-v",
        "--variable",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="value of a $(NAME); switches --sqlcmd on, repeatable",
    )
    part.add_argument(
        "--encoding",
        metavar="NAME",
        default="",
        help="utf-8, utf-16-le, utf-16-be, cp1252, cp850, latin-1 (default: found out)",
    )
