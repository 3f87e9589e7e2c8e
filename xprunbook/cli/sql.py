"""``xprunbook sql``: run a script like SQLCMD, look through one, compare two databases.

A password is never taken from the command line: it is asked for, or read from ``XPRUNBOOK_SQL_PASSWORD``. What the
server says goes to stdout, how it goes to stderr.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final

from xprunbook.base.errors import ExitCode, UsageError, XprunbookError
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line, plain_text
from xprunbook.cli.sql_arguments import VARIABLE, VERSIONS
from xprunbook.cli.streams import is_terminal, print_json

if TYPE_CHECKING:
    from argparse import Namespace

    from xprunbook.actions.sql.script.script import Checked, Script
    from xprunbook.run.contract import Statement
    from xprunbook.systems.sql import Where
    from xprunbook.systems.sql_trouble import SqlRefused

TEXTS: Final = Texts(
    {
        "password": ("Kennwort für {user}: ", "Password for {user}: "),
        "no-password": (
            "Für die SQL-Anmeldung fehlt das Kennwort.",
            "The password of the SQL login is missing.",
        ),
        "no-password.helps": (
            "An einem Terminal wird danach gefragt; sonst steht es in der Umgebungsvariablen {variable}.",
            "At a terminal it is asked for; otherwise it stands in the environment variable {variable}.",
        ),
        "pair": ("„{value}“ ist kein NAME=WERT.", "“{value}” is no NAME=VALUE."),
        "file": ("{file}: {encoding}, {size} Byte", "{file}: {encoding}, {size} bytes"),
        "batches": (
            "{batches} Batches, der größte hat {largest} Zeichen.",
            "{batches} batches, the largest has {largest} characters.",
        ),
        "table": ("  {rows:>12}  {name}", "  {rows:>12}  {name}"),
        "tables": ("INSERT-Anweisungen je Tabelle:", "INSERT statements by table:"),
        "cancelled": ("Abgebrochen.", "Cancelled."),
        "time": ("Die Zeit ist um.", "Time is up."),
        "connected": ("{server}: angemeldet als {login}", "{server}: logged on as {login}"),
    }
)


class CommandWatch:
    """The wish to stop from the keyboard, a time limit, and progress on stderr when somebody looks."""

    def __init__(self, seconds: float | None = None) -> None:
        import time

        self._now = time.monotonic
        self._ends = None if seconds is None else time.monotonic() + seconds
        self._stop = False
        self._shown = -1
        self.done = -1  #: the last finished batch of a script; -1: no script is under way

    def stop(self, *_: object) -> None:
        """Ctrl+C."""
        self._stop = True

    def finished(self, batch: int) -> None:
        """A batch of the script is done."""
        self.done = batch

    def cancelled(self) -> bool:
        """Whether somebody pressed it."""
        return self._stop

    def remaining(self) -> float:
        """Seconds left."""
        return float("inf") if self._ends is None else self._ends - self._now()

    def progress(self, part: float, says: str = "") -> None:
        """A line that is written over."""
        if is_terminal(sys.stderr) and int(part * 100) != self._shown:
            self._shown = int(part * 100)
            print(f"\r{self._shown:3} %  {says}\x1b[K", end="\n" if part >= 1 else "", file=sys.stderr)


def run(arguments: Namespace, language: Language) -> int:
    """Carry one of the three out. Exit code 1: an error in the script, or a difference."""
    import signal

    from xprunbook.actions.sql.script.problem import ScriptError
    from xprunbook.actions.troubles import says as outside_says
    from xprunbook.run.contract import Cancelled, TimedOut
    from xprunbook.systems.sql_connection import BadValue
    from xprunbook.systems.sql_trouble import SqlRefused
    from xprunbook.systems.trouble import Refused

    watch = CommandWatch(getattr(arguments, "time_limit", None))
    before = signal.signal(signal.SIGINT, watch.stop)
    try:
        return _PARTS[arguments.part](arguments, language, watch)
    except ScriptError as error:
        from xprunbook.actions.sql.saying import problem_statement

        raise UsageError(
            _say(problem_statement(error.problem), language), _text("script.helps", language)
        ) from None
    except SqlRefused as refused:
        raise _refusal(refused, language) from None
    except Refused as refused:
        what, helps = outside_says(refused)
        raise UsageError(_say(what, language), _say(helps, language)) from None
    except BadValue as bad:
        raise UsageError(_text(f"bad.{bad.code}", language, what=bad.what)) from None
    except Cancelled:
        _cut("cancelled", watch, language)
        return ExitCode.INTERRUPTED
    except TimedOut:
        _cut("time", watch, language)
        return ExitCode.NO
    finally:
        signal.signal(signal.SIGINT, before)


def _cut(code: str, watch: CommandWatch, language: Language) -> None:
    """Say that it was stopped, and where a script stood."""
    sys.stdout.flush()
    print(TEXTS.say(code, language), file=sys.stderr)
    if watch.done >= 0:
        print(_text("script.cut", language, done=watch.done, next=watch.done + 1), file=sys.stderr)


def _say(statement: Statement, language: Language) -> str:
    return _text(statement.code, language, **statement.values)


def _text(code: str, language: Language, **values: object) -> str:
    from xprunbook.actions.sql.texts import TEXTS as SENTENCES

    return SENTENCES.say(code, language, **values)


def _refusal(refused: SqlRefused, language: Language) -> XprunbookError:
    from xprunbook.actions.sql.common import sentence

    what, helps = sentence(refused)
    return XprunbookError(_say(what, language), _say(helps, language))


def _script(arguments: Namespace, language: Language) -> Script:
    from xprunbook.actions.sql.script.script import Options, Script
    from xprunbook.systems.files import RealFiles

    variables = {}
    for given in arguments.variable:
        name, sign, value = given.partition("=")
        if not sign:
            raise UsageError(TEXTS.say("pair", language, value=one_line(given, 80)))
        variables[name] = value
    options = Options(arguments.sqlcmd or bool(variables), variables, arguments.encoding)
    return Script(RealFiles(), os.path.abspath(arguments.input), options)


def _where(arguments: Namespace, language: Language, server: str, strict: bool) -> Where:
    from xprunbook.run.contract import Credential
    from xprunbook.systems.sql import Where

    credential = None
    if arguments.user:
        credential = Credential(arguments.user, _password(arguments.user, language))
    return Where(
        server,
        credential=credential,
        trust=arguments.trust,
        driver=arguments.driver,
        login_seconds=max(1, arguments.login_timeout),
        strict=strict,
    )


def _password(user: str, language: Language) -> str:
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not is_terminal(sys.stdin):
        hint = TEXTS.say("no-password.helps", language, variable=VARIABLE)
        raise UsageError(TEXTS.say("no-password", language), hint)
    from getpass import getpass

    return getpass(TEXTS.say("password", language, user=one_line(user, 80)))


def _run(arguments: Namespace, language: Language, watch: CommandWatch) -> int:
    from xprunbook.actions.sql import asks, quoting
    from xprunbook.actions.sql.common import words
    from xprunbook.actions.sql.saying import estimate, facts_statements, failure_statement, ran_statements
    from xprunbook.actions.sql.script.run import run as run_script
    from xprunbook.systems.sql import Request
    from xprunbook.systems.sql_odbc import OdbcSql

    script = _script(arguments, language)
    checked = script.check(watch)
    for statement in facts_statements(checked, 0, arguments.database or ""):
        print(_say(statement, language), file=sys.stderr)
    session = OdbcSql().connect(_where(arguments, language, arguments.server, False), watch)
    try:
        for row in session.ask(asks.LOGIN, watch):
            login = one_line(words(row.get("login")), 200)
            print(TEXTS.say("connected", language, server=arguments.server, login=login), file=sys.stderr)
        if arguments.database:
            session.do(
                Request("use", (f"USE {quoting.name(arguments.database)};",)), watch, lambda news: None
            )
        watch.done = arguments.after
        ran = run_script(
            session,
            script.batches(watch),
            checked.size,
            watch,
            lambda line: print(plain_text(line)),
            lambda batch, seconds: estimate(batch, seconds, language),
            arguments.after,
            arguments.go_on,
            watch.finished,
        )
    finally:
        session.close()
    sys.stdout.flush()
    said = [failure_statement(failure, language) for failure in ran.failures]
    for statement in (*said, *ran_statements(ran)):
        print(_say(statement, language), file=sys.stderr)
    return ExitCode.NO if ran.failures else ExitCode.OK


def _check(arguments: Namespace, language: Language, watch: CommandWatch) -> int:
    from xprunbook.actions.sql.saying import facts_statements

    major = VERSIONS.get(arguments.target or "", 0)
    checked = _script(arguments, language).check(watch, major)
    statements = facts_statements(checked, major)
    if arguments.json:
        data = {**_facts(checked), "says": [_say(statement, language) for statement in statements]}
        print_json(data)
    else:
        for item in checked.files:
            print(TEXTS.say("file", language, file=item.path, encoding=item.encoding, size=item.size))
        facts = checked.facts
        print(TEXTS.say("batches", language, batches=facts.batches, largest=facts.largest))
        for statement in statements:
            print(_say(statement, language))
        if facts.rows:
            print(TEXTS.say("tables", language))
            for name, rows in sorted(facts.rows.items()):
                print(TEXTS.say("table", language, name=one_line(name, 200), rows=rows))
    traps = checked.facts.traps or any(major and level > major * 10 for _, level in checked.facts.levels)
    return ExitCode.NO if traps else ExitCode.OK


def _facts(checked: Checked) -> dict[str, Any]:
    facts = checked.facts
    return {
        "files": [
            {"path": item.path, "bytes": item.size, "sha256": item.sha256, "encoding": item.encoding}
            for item in checked.files
        ],
        "batches": facts.batches,
        "largest": facts.largest,
        "tables": facts.created,
        "inserts": facts.rows,
        "databases": facts.databases,
        "creates": facts.creates,
        "paths": [{"place": str(place), "path": path} for place, path in facts.files],
        "traps": [
            {"place": str(trap.place), "feature": trap.feature, "since": trap.major} for trap in facts.traps
        ],
    }


def _compare(arguments: Namespace, language: Language, watch: CommandWatch) -> int:
    from contextlib import ExitStack

    from xprunbook.actions.sql.compare import differences, picture
    from xprunbook.systems.sql_odbc import OdbcSql

    sql, found, objects, rows = OdbcSql(), [], 0, 0
    with ExitStack() as stack:
        target = sql.connect(_where(arguments, language, arguments.server, True), watch)
        stack.callback(target.close)
        source = sql.connect(_where(arguments, language, arguments.source, True), watch)
        stack.callback(source.close)
        for given in arguments.database:
            name, _, other = given.partition("=")
            there = picture(source, name, arguments.checksums, watch)
            here = picture(target, other or name, arguments.checksums, watch)
            objects, rows = objects + len(there.objects), rows + there.total
            found += list(differences(other or name, there, here))
    wrong = [item for item in found if item.code != "compare.unchecked"]
    if arguments.json:
        data = {
            "equal": not wrong,
            "objects": objects,
            "rows": rows,
            "differences": [{"code": item.code.partition(".")[2], **item.values} for item in found],
        }
        print_json(data)
        return ExitCode.NO if wrong else ExitCode.OK
    for item in found:
        print(_say(item, language))
    if not wrong:
        print(_text("compare.equal", language, count=len(arguments.database), objects=objects, rows=rows))
    return ExitCode.NO if wrong else ExitCode.OK


_PARTS: Final = {"run": _run, "check": _check, "compare": _compare}
