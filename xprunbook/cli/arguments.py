"""The command line, declared in one place."""

from __future__ import annotations

from argparse import (
    SUPPRESS,
    Action,
    ArgumentParser,
    Namespace,
    RawDescriptionHelpFormatter,
    _SubParsersAction,
)
from collections.abc import Sequence
from importlib import import_module
from typing import Final, TypeAlias

from xprunbook import __version__

EXIT_CODES: Final = """exit codes:
  0    done, or the answer is yes
  1    the answer is no: problems were found, the record does not verify
  2    the command line, a runbook or a value does not fit; nothing was changed
  3    the record of a run cannot be read, written or locked
  4    stopped at a gate that waits for a person
  70   a defect of the program; the record is safe, a crash file was written
  129  the terminal hung up; what was saved is saved
  130  interrupted
"""

ENVIRONMENT: Final = """environment:
  XPRUNBOOK_HOME   where runs and settings are kept, instead of the user's data folder
  XPRUNBOOK_LANG   de or en, instead of the system's language
  NO_COLOR         no colours
"""

DESCRIPTION: Final = """A terminal runbook: choose a plan, work through it, keep the evidence.

Without a command the home screen opens: runs to continue, runbooks to start. Where the terminal is dumb, or input
or output is no terminal, the plain face opens instead: numbered text, one line at a time (--line asks for it).
"""

EXAMPLES: Final = """examples:
  xprunbook                                       the home screen
  xprunbook start xphone-v8-to-v9                 the questions help to choose the plan
  xprunbook start xphone-v8-to-v9 --plan C --practice   a rehearsal; nothing real is touched
  xprunbook resume --line                         the newest run, as plain text
  xprunbook answer RUN answers.txt --check        is every answer of the file possible?
  xprunbook auto RUN                              what is automated, up to the next thing that waits for a person
  xprunbook compare xphone-v8-to-v9 B C           which steps differ
  xprunbook report RUN --format markdown -o -     the evidence, for a ticket
  xprunbook verify RUN --code 7K2M-9QXD-40TB-ZC5N

RUN is a run's name, any part of it that only one run has, or its folder.
"""

FILES: Final = """files (below the user's data and settings folders, or XPRUNBOOK_HOME):
  runs/NAME/run.jsonl   the record of a run: append-only, one event a line, each chained to the one before
  runs/NAME/runbook/    the runbook in the bytes the run began with
  settings.json         name, company, language, theme, what of the automation is switched on
  trusted.json          the runbooks a person trusted, by their bytes

standard output is data, standard error is talk. JSON Lines (--json): an object a line with "format": 1 and
"event"; events of the record have its codes, "seq", "data" and "hash"; "waiting", "refused" and "problem" have none.
"""

Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"

FAMILIES: Final = {
    "answer": "give a run answers from a file",
    "atlas": "look at and change a server's atlas.xml",
    "sql": "run, check and compare on SQL Server, as SQLCMD does and better",
    "automation": "list, switch on and switch off the kinds of automation that are off by default",
    "auto": "do what is automated, up to the next thing that waits for a person",
    "compare": "say which steps differ between two plans",
    "completion": "print a script that completes commands in a shell",
    "secrets": "list, set, test and forget the credentials of a run",
}
"""Commands with arguments of their own module, which is imported only when its name was typed."""

_MODULES: Final = {"automation": "switches", "sql": "sql_arguments"}
"""Where a module is not called as its command."""


def parser(argv: Sequence[str] = ()) -> ArgumentParser:
    """The whole command line; ``argv`` says which families are to be declared in full.

    Without a command the home screen opens.
    """
    top = ArgumentParser(
        prog="xprunbook",
        description=DESCRIPTION,
        epilog=f"{EXAMPLES}\n{EXIT_CODES}\n{ENVIRONMENT}\n{FILES}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"xprunbook {__version__}")
    _face(top)
    top.set_defaults(module="face", command="home")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    top.add_argument(
        "--lang",
        action=_Speak,
        commands=commands,
        choices=("de", "en"),
        help="language (default: the system's)",
    )
    _reading(commands)
    _looking(commands)
    _working(commands)
    _evidence(commands)
    for name, text in FAMILIES.items():
        if name in argv:
            import_module(f"xprunbook.cli.{_MODULES.get(name, name)}").add(commands)
        else:
            commands.add_parser(name, help=text)
    return top


def _command(commands: Commands, name: str, module: str, text: str) -> ArgumentParser:
    command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    command.set_defaults(module=module, command=name)
    # Suppressed, or its default would hide what was said before the command.
    command.add_argument(
        "--lang", choices=("de", "en"), default=SUPPRESS, help="language of texts (default: the system's)"
    )
    return command


def _face(command: ArgumentParser) -> None:
    top = command.prog == "xprunbook"

    def otherwise(value: object) -> object:
        """The default; suppressed below a command, or it would hide what was said before the command."""
        return value if top else SUPPRESS

    command.add_argument(
        "--line",
        action="store_true",
        default=otherwise(False),
        help="plain text, one line at a time: no screen",
    )
    command.add_argument(
        "--json",
        action="store_true",
        default=otherwise(False),
        help="as --line; events as JSON Lines on stdout, talk on stderr",
    )
    command.add_argument(
        "--theme", default=otherwise(None), help="name of a theme (default: by the terminal)"
    )
    command.add_argument(
        "--colour",
        "--color",
        choices=("auto", "16", "256", "true", "none"),
        default=otherwise("auto"),
        help="colours to use (default: auto)",
    )


def person(command: ArgumentParser) -> None:
    """Who works here; shared by every command that writes."""
    command.add_argument("--person", metavar="NAME", help="who works here, for the record")
    command.add_argument("--company", metavar="NAME", help="for which company")


def _reading(commands: Commands) -> None:
    listing = _command(commands, "list", "listing", "list the runbooks and the runs")
    listing.add_argument("--json", action="store_true", help="as JSON on stdout")
    show = _command(commands, "show", "show", "print a runbook or one plan of it")
    show.add_argument("runbook", metavar="RUNBOOK", help="id of a runbook, or a file")
    show.add_argument("--plan", help="only the steps of this plan, with what is to do")
    show.add_argument("--format", choices=("text", "markdown"), default="text", help="(default: text)")
    show.add_argument("--json", action="store_true", help="as JSON on stdout")
    check = _command(commands, "check", "check", "check runbook files and name every problem")
    check.add_argument("files", metavar="FILE", nargs="+", help="runbook file; its language siblings too")
    check.add_argument("--json", action="store_true", help="as JSON on stdout")
    _command(commands, "schema", "schema", "print the JSON Schema of the runbook format")
    doctor = _command(commands, "doctor", "doctor", "look at the terminal, keyring, drivers and disk here")
    doctor.add_argument("--json", action="store_true", help="as JSON on stdout")


def _looking(commands: Commands) -> None:
    for name, text in (
        ("preflight", "carry out every read-only check of a plan; exit code 1 if something is in the way"),
        ("dry-run", "show what every action of a plan would do; exit code 1 if something is in the way"),
    ):
        command = _command(commands, name, "preflight", text)
        command.add_argument("runbook", metavar="RUNBOOK", help="id of a runbook, or a file")
        command.add_argument("--plan", required=True, help="the plan")
        command.add_argument(
            "--set", metavar="NAME=VALUE", action="append", default=[], help="value of an input, repeatable"
        )
        command.add_argument("--here", metavar="ROLE", help="which of the runbook's machines this is")
        command.add_argument(
            "--trust", action="store_true", help="trust exactly these bytes of the runbook, from now on"
        )
        command.add_argument("--json", action="store_true", help="as JSON on stdout")


def _beginning(command: ArgumentParser) -> None:
    """How a run begins, whatever its runbook and plan."""
    command.add_argument(
        "--window-end", metavar="TIME", help="end of the maintenance window: HH:MM or YYYY-MM-DD HH:MM"
    )
    command.add_argument(
        "--practice", action="store_true", help="a rehearsal on a practice site, nothing real is touched"
    )
    _faults(command)
    command.add_argument("--faults", action=_ListFaults, help="list the faults there are, and end")
    command.add_argument(
        "--allow-file-ticks",
        action="store_true",
        help="answers from files may tick mandatory steps and pass gates of this run; the report says so",
    )
    person(command)
    _face(command)


def _working(commands: Commands) -> None:
    choose = _command(commands, "choose", "face", "ask which runbook and which plan fit, and begin there")
    choose.add_argument(
        "runbook", metavar="RUNBOOK", nargs="?", help="whose questions (default: those that ask which way)"
    )
    # What a start may say and a choice may not: the answers say it.
    choose.set_defaults(plan=None, set=[], no_open=False)
    _beginning(choose)
    start = _command(commands, "start", "face", "start a run and open it")
    start.add_argument("runbook", metavar="RUNBOOK", help="id of a runbook, or a file")
    start.add_argument("--plan", help="the plan (default: the questions help to choose)")
    start.add_argument(
        "--set", metavar="NAME=VALUE", action="append", default=[], help="value of an input, repeatable"
    )
    start.add_argument(
        "--no-open", action="store_true", help="only make the run and print its name (needs --plan)"
    )
    _beginning(start)
    resume = _command(commands, "resume", "face", "take a run up again")
    resume.add_argument(
        "run", metavar="RUN", nargs="?", help="name, part of it, or folder (default: the newest)"
    )
    _faults(resume)
    resume.add_argument(
        "--mend", metavar="FAULT", action="append", default=[], help="end a fault of a rehearsal, repeatable"
    )
    person(resume)
    _face(resume)


class _Speak(Action):
    """``--lang`` before the command: each command is told, for one may answer while the line is still read."""

    def __init__(
        self,
        option_strings: Sequence[str],
        dest: str,
        commands: Commands,
        choices: Sequence[str],
        help: str,  # noqa: A002
    ) -> None:
        super().__init__(option_strings, dest, choices=choices, help=help)
        self._commands: Final = commands

    def __call__(
        self, parser: ArgumentParser, namespace: Namespace, values: object, option_string: str | None = None
    ) -> None:
        """Keep the language, as its default in every command too."""
        setattr(namespace, self.dest, values)
        for command in self._commands.choices.values():
            command.set_defaults(**{self.dest: values})


class _ListFaults(Action):
    """``--faults``: lists the faults and ends. What they are is read only then."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:  # noqa: A002
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(
        self, parser: ArgumentParser, namespace: Namespace, values: object, option_string: str | None = None
    ) -> None:
        """Print them."""
        import_module("xprunbook.cli.practising").list_faults(getattr(namespace, "lang", None))
        parser.exit()


def _faults(command: ArgumentParser) -> None:
    command.add_argument(
        "--fault",
        metavar="NAME",
        action="append",
        default=[],
        help="a fault of the practice site, repeatable",
    )


def _evidence(commands: Commands) -> None:
    report = _command(commands, "report", "reporting", "export a run as evidence, finished or not")
    report.add_argument("run", metavar="RUN", help="name, part of it, or folder")
    report.add_argument(
        "--format", choices=("html", "json", "markdown"), default="html", help="(default: html)"
    )
    report.add_argument("-o", "--output", metavar="FILE", help="file or folder; - for stdout")
    report.add_argument(
        "--code", help="a code that was written down; the report says whether it belongs here"
    )
    report.add_argument("--force", action="store_true", help="replace an existing file")
    verify = _command(commands, "verify", "verifying", "check that the record of a run is unchanged")
    verify.add_argument("run", metavar="RUN", help="name, part of it, or folder")
    verify.add_argument("--code", help="the code that was written down at a gate or at the end")
    verify.add_argument("--json", action="store_true", help="as JSON on stdout")


__all__ = ["EXIT_CODES", "Namespace", "parser"]
