"""``xprunbook atlas show|set|diff|restore``: look at and change a server's ``atlas.xml`` outside of a run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from xprunbook.actions.atlas.change import (
    EXPRESS_2019,
    WINDOWS,
    Change,
    Edit,
    Integrate,
    PointAt,
    RenameInstances,
    SetUseLogin,
    change,
)
from xprunbook.actions.atlas.common import pairs, reason
from xprunbook.actions.atlas.diff import DiffLine, Mark, difference
from xprunbook.actions.atlas.document import Document, read
from xprunbook.actions.atlas.files import RealConfigFiles, RealInstallation
from xprunbook.actions.atlas.locate import candidates, choose
from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.table import Row, as_data, left_statement, notes, rows
from xprunbook.actions.atlas.texts import TEXTS as SENTENCES
from xprunbook.actions.atlas.write import Backup, Written, backups, restore, write
from xprunbook.base.errors import ExitCode, UsageError
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import cells, one_line, shorten
from xprunbook.cli.streams import is_terminal, print_json
from xprunbook.run.contract import NotHere
from xprunbook.systems.trouble import Refused as OutsideRefused

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from xprunbook.cli.arguments import Commands

WIDTH: Final = 79

TEXTS = Texts(
    {
        "facts": (
            "{size} Byte, {encoding}, SHA-256 {sha256}",
            "{size} bytes, {encoding}, SHA-256 {sha256}",
        ),
        "databases": ("Datenbanken: {names}", "Databases: {names}"),
        "none": ("keine", "none"),
        "left": (
            "Nicht verstanden oder nicht gemeint, bleibt wie es ist:",
            "Not understood or not meant, left alone:",
        ),
        "candidates": ("Gefundene Dateien:", "Files found:"),
        "nothing": ("Keine atlas.xml gefunden. Den Pfad angeben.", "No atlas.xml was found. Give its path."),
        "no-edits": (
            "Was soll sich ändern? --server, --target, --use-login, --integrated, --rename oder --rename-express",
            "What shall change? --server, --target, --use-login, --integrated, --rename or --rename-express",
        ),
        "same": ("Es gibt nichts zu ändern.", "There is nothing to change."),
        "equal": ("Kein Unterschied.", "No difference."),
        "ask": ("{path} so ändern? [j/N] ", "Change {path} like this? [y/N] "),
        "ask-back": (
            "{path} auf den Stand vor dem {made} (UTC) zurücksetzen? [j/N] ",
            "Put {path} back to what it was before {made} (UTC)? [y/N] ",
        ),
        "not-done": ("Nichts geändert. Ohne Rückfrage: --yes", "Nothing changed. Without being asked: --yes"),
        "restored": ("Zurückgesetzt: {path}, SHA-256 {sha256}", "Put back: {path}, SHA-256 {sha256}"),
        "services": ("Vorher die XPhone-Dienste beenden.", "Stop the XPhone services first."),
        "what-backup": (
            "„{name}“ ist keine Sicherung von {path}. Es gibt: {known}",
            "“{name}” is no backup of {path}. There are: {known}",
        ),
        "heading.line": ("Zeile", "Line"),
        "heading.database": ("Datenbank", "Database"),
        "heading.source": ("Server\\Instanz", "Server\\instance"),
        "heading.login": ("Anmeldung", "Logon"),
        "heading.use_login": ("useLogin", "useLogin"),
    }
)
_COLUMNS: Final = ("line", "database", "source", "login", "use_login")
_YES: Final = frozenset(("y", "yes", "j", "ja"))
_COLOURS: Final = {Mark.REMOVED: "\x1b[31m", Mark.ADDED: "\x1b[32m", Mark.HUNK: "\x1b[36m"}
_SIGNS: Final = {Mark.HUNK: "", Mark.SAME: " ", Mark.REMOVED: "-", Mark.ADDED: "+"}


def add(commands: Commands) -> None:
    """Declare the command and its four deeds."""
    text = "look at and change a server's atlas.xml"
    atlas = commands.add_parser("atlas", help=text, description=text[0].upper() + text[1:] + ".")
    atlas.set_defaults(module="atlas", command="atlas")
    deeds = atlas.add_subparsers(title="commands", metavar="COMMAND", dest="deed", required=True)
    show = _deed(deeds, "show", "print the databases a file names")
    show.add_argument("file", metavar="FILE", nargs="?", help="the file (default: look for it)")
    setting = _deed(deeds, "set", "change where a file points; shows the difference and asks")
    setting.add_argument("file", metavar="FILE", help="the file")
    setting.add_argument("--server", metavar="SERVER", help="server and instance: SQL01\\INST")
    setting.add_argument(
        "--database", metavar="NAME", action="append", default=[], help="only this database, repeatable"
    )
    setting.add_argument(
        "--target",
        metavar="NAME=SERVER",
        action="append",
        default=[],
        help="one database's server, repeatable",
    )
    setting.add_argument("--use-login", choices=("windows", "none"), help="set or take away useLogin")
    setting.add_argument("--integrated", action="store_true", help="set Integrated Security=SSPI")
    setting.add_argument(
        "--rename", metavar="OLD=NEW", action="append", default=[], help="an instance's new name, repeatable"
    )
    setting.add_argument(
        "--rename-express", action="store_true", help="the instances' names after the SQL Express update"
    )
    setting.add_argument("--dry-run", action="store_true", help="only show the difference")
    setting.add_argument("--yes", action="store_true", help="do not ask")
    comparing = _deed(deeds, "diff", "compare a file with its newest backup, or another file")
    comparing.add_argument("file", metavar="FILE", help="the file")
    comparing.add_argument("other", metavar="OTHER", nargs="?", help="what to compare with")
    back = _deed(deeds, "restore", "put a backup back, byte for byte")
    back.add_argument("file", metavar="FILE", help="the file")
    back.add_argument("backup", metavar="BACKUP", nargs="?", help="file or hash (default: the newest)")
    back.add_argument("--yes", action="store_true", help="do not ask")


def _deed(deeds: Commands, name: str, text: str) -> ArgumentParser:
    deed = deeds.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    deed.add_argument("--json", action="store_true", help="as JSON on stdout")
    deed.add_argument("--lang", choices=("de", "en"), help="language of texts (default: the system's)")
    return deed


def run(arguments: Namespace, language: Language) -> int:
    """Do it. UsageError with the reason when the file or the change is refused."""
    deed = {"show": _show, "set": _set, "diff": _diff, "restore": _restore}[arguments.deed]
    try:
        return deed(arguments, language)
    except (Refused, OutsideRefused) as error:
        says, helps = reason(error)
        hint = SENTENCES.say(helps.code, language, **helps.values) if helps else ""
        raise UsageError(SENTENCES.say(says.code, language, **says.values), hint) from error


def _read(path: str) -> Document:
    return read(RealConfigFiles().read(path))


def _show(arguments: Namespace, language: Language) -> int:
    path = arguments.file
    if path is None:
        found = candidates(RealConfigFiles(), RealInstallation())
        if len(found) != 1:
            return _show_candidates(arguments, language)
        path = found[0].path
    document = _read(path)
    if arguments.json:
        print_json(as_data(path, document))
        return ExitCode.OK
    print(one_line(path))
    facts = {"size": len(document.data), "encoding": document.encoded.name, "sha256": document.sha256[:12]}
    print(TEXTS.say("facts", language, **facts))
    print()
    for line in table(rows(document), language):
        print(line)
    names = ", ".join(one_line(name) for name in document.databases) or TEXTS.say("none", language)
    print()
    print(TEXTS.say("databases", language, names=names))
    if document.sealed:
        code, number = document.sealed
        print(SENTENCES.say(code, language, line=number))
    for says in notes(document):
        print(SENTENCES.say(says.code, language, **says.values))
    if document.left_alone:
        print()
        print(TEXTS.say("left", language))
    for says in map(left_statement, document.left_alone):
        print(f"  {SENTENCES.say(says.code, language, **says.values)}")
    return ExitCode.OK


def _show_candidates(arguments: Namespace, language: Language) -> int:
    found = candidates(RealConfigFiles(), RealInstallation())
    if arguments.json:
        print_json(
            {
                "candidates": [
                    {"path": item.path, "bytes": item.size, "modified": item.modified} for item in found
                ]
            }
        )
    else:
        print(TEXTS.say("candidates" if found else "nothing", language))
        for item in found:
            when = datetime.fromtimestamp(item.modified).astimezone()
            print(f"  {when:%Y-%m-%d %H:%M}  {item.size:>9}  {one_line(item.path)}")
    return ExitCode.OK if found else ExitCode.NO


def table(found: Sequence[Row], language: Language) -> Iterator[str]:
    """The databases in columns, at most 79 cells wide."""
    heading = {name: TEXTS.say(f"heading.{name}", language) for name in _COLUMNS}
    lines = [heading, *({name: str(row[name]) or "–" for name in _COLUMNS} for row in found)]
    most = {"line": 5, "database": 20, "source": 30, "login": 9, "use_login": 10}
    widths = {name: min(most[name], max(cells(line[name]) for line in lines)) for name in _COLUMNS}
    for line in lines:
        parts = [shorten(line[name], widths[name]) for name in _COLUMNS]
        padded = [
            part.rjust(widths[name]) if name == "line" else part + " " * (widths[name] - cells(part))
            for name, part in zip(_COLUMNS, parts, strict=True)
        ]
        yield shorten("  ".join(padded).rstrip(), WIDTH)


def _edits(arguments: Namespace, language: Language) -> list[Edit]:
    databases = tuple(arguments.database)
    edits: list[Edit] = []
    if arguments.server:
        edits.append(PointAt(arguments.server, databases))
    edits += [PointAt(source, (name,)) for name, source in pairs(arguments.target)]
    mapping = pairs(arguments.rename) or (tuple(EXPRESS_2019.items()) if arguments.rename_express else ())
    if mapping:
        edits.append(RenameInstances(mapping, databases))
    if arguments.use_login:
        edits.append(SetUseLogin(WINDOWS if arguments.use_login == "windows" else None, databases))
    if arguments.integrated:
        edits.append(Integrate(databases))
    if not edits:
        raise UsageError(TEXTS.say("no-edits", language))
    return edits


def _set(arguments: Namespace, language: Language) -> int:
    files = RealConfigFiles()
    edits = _edits(arguments, language)
    path = choose(files, RealInstallation(), arguments.file)
    made = change(read(files.read(path)), edits)
    _refuse_absent(path, made.document, edits)
    lines = difference(made.document, read(made.after))
    written: Written | None = None
    if not arguments.json:
        _print_lines(lines)
    agreed = bool(made) and not arguments.dry_run and _agrees(arguments, language, "ask", path=path)
    if agreed:
        written = write(files, path, made.document.sha256, made.after, datetime.now(UTC))
    if arguments.json:
        print_json(_made_data(path, made, lines, written))
    elif not made:
        print(TEXTS.say("same", language))
    elif written:
        print(SENTENCES.say("backed-up", language, backup=written.backup))
        print(SENTENCES.say("written", language, path=path, sha256=written.sha256))
    return ExitCode.OK if agreed or arguments.dry_run or not made else ExitCode.NO


def _refuse_absent(path: str, document: Document, edits: Sequence[Edit]) -> None:
    known = {name.casefold() for name in document.databases}
    absent = dict.fromkeys(name for edit in edits for name in edit.databases if name.casefold() not in known)
    if absent:
        shown = ", ".join(document.databases)
        raise Refused("absent", path=path, databases=", ".join(absent), found=shown)


def _agrees(arguments: Namespace, language: Language, question: str, **values: str) -> bool:
    running = _running()
    if running:
        names = one_line(", ".join(running), 400)
        print(SENTENCES.say("services-running", language, names=names), file=sys.stderr)
    if arguments.yes:
        return True
    if is_terminal(sys.stdin) and not arguments.json:
        if running is None:
            print(TEXTS.say("services", language), file=sys.stderr)
        print(TEXTS.say(question, language, **values), end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() in _YES:
            return True
    print(TEXTS.say("not-done", language), file=sys.stderr)
    return False


def _running() -> tuple[str, ...] | None:
    """The XPhone services that run here; None where that cannot be told."""
    try:
        return RealInstallation().running()
    except NotHere:
        return None


def _print_lines(lines: Sequence[DiffLine]) -> None:
    coloured = is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")
    for line in lines:
        text = _SIGNS[line.mark] + line.text
        colour = _COLOURS.get(line.mark) if coloured else None
        print(f"{colour}{text}\x1b[0m" if colour else text)


def _lines_data(lines: Sequence[DiffLine]) -> list[dict[str, Any]]:
    return [
        {
            "mark": line.mark.value,
            "line": line.number,
            "text": line.text,
            "spans": [list(span) for span in line.spans],
        }
        for line in lines
    ]


def _made_data(path: str, made: Change, lines: Sequence[DiffLine], written: Written | None) -> dict[str, Any]:
    return {
        "path": path,
        "before": made.document.sha256,
        "after": made.sha256,
        "written": written is not None,
        "backup": written.backup if written else None,
        "differences": [
            {
                "line": item.line,
                "database": item.database,
                "attribute": item.attribute,
                "before": item.before,
                "after": item.after,
            }
            for item in made.differences
        ],
        "diff": _lines_data(lines),
    }


def _diff(arguments: Namespace, language: Language) -> int:
    files = RealConfigFiles()
    other = arguments.other or _newest(files, arguments.file).path
    before, after = _read(other), _read(arguments.file)
    lines = difference(before, after)
    if arguments.json:
        data = {"path": arguments.file, "other": other, "equal": before.data == after.data}
        print_json({**data, "diff": _lines_data(lines)})
    else:
        _print_lines(lines)
        if before.data == after.data:
            print(TEXTS.say("equal", language))
    return ExitCode.OK if before.data == after.data else ExitCode.NO


def _newest(files: RealConfigFiles, path: str) -> Backup:
    found = backups(files, path)
    if not found:
        raise Refused("no-backup", path=path)
    return found[0]


def _restore(arguments: Namespace, language: Language) -> int:
    files = RealConfigFiles()
    path: str = arguments.file
    backup = _asked_for(files, path, arguments.backup, language)
    made = f"{backup.made:%Y-%m-%d %H:%M:%S}"
    if not arguments.json:
        with suppress(Refused, OutsideRefused):  # what cannot be read can be put back all the same
            _print_lines(difference(_read(path), _read(backup.path)))
    if not _agrees(arguments, language, "ask-back", path=path, made=made):
        return ExitCode.NO
    done = restore(files, path, backup, datetime.now(UTC))
    if arguments.json:
        print_json({"path": path, "restored": backup.path, "sha256": done.sha256, "backup": done.backup})
    else:
        print(TEXTS.say("restored", language, path=path, sha256=done.sha256))
        print(SENTENCES.say("backed-up", language, backup=done.backup))
    return ExitCode.OK


def _asked_for(files: RealConfigFiles, path: str, asked: str | None, language: Language) -> Backup:
    if not asked:
        return _newest(files, path)
    name = os.path.basename(asked)
    for item in backups(files, path):
        if os.path.basename(item.path) == name or (
            len(asked) >= 6 and item.before.startswith(asked[:12].lower())
        ):
            return item
    known = ", ".join(os.path.basename(item.path) for item in backups(files, path)) or "–"
    values = {"name": one_line(asked, 100), "path": path, "known": known}
    raise UsageError(TEXTS.say("what-backup", language, **values))
