"""``xprunbook secrets list|set|test|forget``: the credentials of a run, outside of the face.

A password is asked for without showing it, or read from stdin; it is never an argument, which other users could see.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xprunbook.base.errors import ExitCode, UsageError, XprunbookError
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import one_line
from xprunbook.cli.automation import is_trusted, real_site
from xprunbook.cli.keeping import secret_store
from xprunbook.cli.streams import is_terminal, print_json
from xprunbook.run.contract import Credential
from xprunbook.run.evolve import fold
from xprunbook.run.family import top_run
from xprunbook.run.journal import read_journal
from xprunbook.run.secrets import SecretKeeper, Standing
from xprunbook.run.sessions import recorded_book
from xprunbook.run.state import RunState
from xprunbook.run.store import find_run, list_runs, runs_folder
from xprunbook.run.vault import VaultFailed, say_backend, say_help, say_trouble
from xprunbook.runbook.model import Runbook, SecretScope, SecretType

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from xprunbook.cli.arguments import Commands
    from xprunbook.run.automation import Result

TEXTS = Texts(
    {
        "no-runs": ("Es gibt keinen offenen Lauf.", "There is no open run."),
        "no-runs.hint": ("Mit --run einen Lauf nennen.", "Name a run with --run."),
        "none": ("Dieses Runbook braucht keine Zugangsdaten.", "This runbook needs no credentials."),
        "unknown": ("Zugangsdaten {id} gibt es in diesem Lauf nicht.", "This run has no credential {id}."),
        "unknown.hint": ("Es gibt: {ids}", "There are: {ids}"),
        "kept-in": ("Schlüsselbund: {backend}", "Keyring: {backend}"),
        "kept": ("im Schlüsselbund", "in the keyring"),
        "not-kept": ("nicht hinterlegt", "not kept"),
        "not-known": ("nicht feststellbar", "cannot be told"),
        "run": ("dieser Lauf und seine Unterläufe", "this run and the runs below it"),
        "user": ("alle Läufe", "all runs"),
        "steps": ("Schritte {steps}", "steps {steps}"),
        "by-hand": ("wird von Hand eingegeben", "typed in by hand"),
        "user-name": ("Anmeldename für „{title}“: ", "User name for “{title}”: "),
        "password": (
            "Kennwort für „{title}“ (wird nicht angezeigt): ",
            "Password for “{title}” (not shown): ",
        ),
        "no-terminal": (
            "Hier ist kein Terminal; das Kennwort kommt mit --stdin von der Standardeingabe.",
            "There is no terminal here; with --stdin the password comes from standard input.",
        ),
        "no-user": ("Der Anmeldename fehlt: --user", "The user name is missing: --user"),
        "empty": ("Es wurde nichts eingegeben.", "Nothing was given."),
        "lines": ("Ein Kennwort ist eine Zeile.", "A password is one line."),
        "set": ("„{title}“ liegt jetzt in: {backend}", "“{title}” is now kept in: {backend}"),
        "not-set": ("„{title}“ wurde nicht hinterlegt. {why}", "“{title}” was not kept. {why}"),
        "not-set.hint": (
            "Die Oberfläche nimmt es für eine Sitzung; ein Kennwort wird nie in eine Datei geschrieben.",
            "The face takes it for one session; a password is never written to a file.",
        ),
        "forgot": ("Vergessen: {titles}", "Forgotten: {titles}"),
        "forgot-none": ("Es war nichts hinterlegt.", "Nothing was kept."),
        "no-test": (
            "„{title}“ lässt sich nicht vorab prüfen: kein Schritt kann es probieren.",
            "“{title}” cannot be tried beforehand: no step can do so.",
        ),
        "rehearsal": (
            "Dieser Lauf ist eine Übung; ihr Übungsplatz prüft „{title}“ nur in der geöffneten Sitzung.",
            "This run is a rehearsal; its practice site tries “{title}” in the open session only.",
        ),
        "not-trusted": (
            "Diesem Runbook wird noch nicht vertraut: erst in der Oberfläche ansehen, was es tut.",
            "This runbook is not trusted yet: look in the face first at what it does.",
        ),
    }
)


def add(commands: Commands) -> None:
    """Declare the command and its four deeds."""
    text = "list, set, test and forget the credentials of a run"
    secrets = commands.add_parser("secrets", help=text, description=text[0].upper() + text[1:] + ".")
    secrets.set_defaults(module="secrets", command="secrets")
    deeds = secrets.add_subparsers(title="commands", metavar="COMMAND", dest="deed", required=True)
    _deed(deeds, "list", "list the credentials, which steps use them, and where they are kept")
    setting = _deed(deeds, "set", "ask for a credential and keep it in the keyring")
    setting.add_argument("id", metavar="ID", help="the credential's id in the runbook")
    setting.add_argument("--user", metavar="NAME", help="the login's user name (default: asked for)")
    setting.add_argument("--stdin", action="store_true", help="read the password from standard input")
    testing = _deed(deeds, "test", "try a credential with the step that uses it")
    testing.add_argument("id", metavar="ID", help="the credential's id in the runbook")
    forgetting = _deed(deeds, "forget", "take credentials out of the keyring")
    forgetting.add_argument("ids", metavar="ID", nargs="*", help="their ids (default: all of the run)")
    forgetting.add_argument("--all", action="store_true", help="of every run there is")


def _deed(deeds: Commands, name: str, text: str) -> ArgumentParser:
    deed = deeds.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    deed.add_argument(
        "--run", metavar="RUN", help="name, part of it, or folder (default: the newest open run)"
    )
    deed.add_argument("--json", action="store_true", help="as JSON on stdout")
    deed.add_argument("--lang", choices=("de", "en"), help="language of texts (default: the system's)")
    return deed


@dataclass(frozen=True, slots=True)
class _Place:
    """A run as this command needs it."""

    folder: Path
    state: RunState
    runbook: Runbook
    keeper: SecretKeeper


def run(arguments: Namespace, language: Language) -> int:
    """Do one of the four."""
    try:
        if arguments.deed == "forget" and arguments.all:
            return _forget_everywhere(arguments, language)
        place = _place(_folder(arguments.run, language), language)
        deeds = {"list": _list, "set": _set, "test": _test, "forget": _forget}
        return deeds[arguments.deed](place, arguments, language)
    except VaultFailed as error:
        trouble = error.trouble
    raise UsageError(say_trouble(trouble, language), say_help(trouble, language))


def _folder(given: str | None, language: Language) -> Path:
    runs = runs_folder(os.environ)
    if given:
        return find_run(runs, given)
    for entry in list_runs(runs):
        if not entry.closed:
            return entry.folder
    raise UsageError(TEXTS.say("no-runs", language), TEXTS.say("no-runs.hint", language))


def _place(folder: Path, language: Language) -> _Place:
    state = fold(read_journal(folder).records)
    runbook = recorded_book(folder, state, language).speak(language)
    top = top_run(folder, state.parent_run, state.practice)
    return _Place(folder, state, runbook, SecretKeeper(secret_store(), runbook, top.name, language))


def _known(place: _Place, ids: Sequence[str], language: Language) -> None:
    for name in ids:
        if name not in place.runbook.secrets:
            raise UsageError(
                TEXTS.say("unknown", language, id=one_line(name, 80)),
                TEXTS.say("unknown.hint", language, ids=", ".join(place.runbook.secrets) or "-"),
            )


# List


def _list(place: _Place, arguments: Namespace, language: Language) -> int:
    state = place.keeper.vault()
    standings = [place.keeper.standing(secret.id) for secret in place.keeper.secrets()]
    if arguments.json:
        print_json(
            {
                "run": place.folder.name,
                "keyring": {"backend": state.backend, "trouble": state.trouble},
                "secrets": [_data(place, standing) for standing in standings],
            }
        )
        return ExitCode.OK
    print(one_line(place.folder.name))
    if state.trouble is None:
        print(TEXTS.say("kept-in", language, backend=say_backend(state.backend, language)))
    else:
        print(say_trouble(state.trouble, language))
        print(f"  {say_help(state.trouble, language)}")
    for standing in standings:
        print(f"  {_line(place, standing, language)}")
    if not standings:
        print(f"  {TEXTS.say('none', language)}")
    return ExitCode.OK


def _data(place: _Place, standing: Standing) -> dict[str, Any]:
    secret = standing.secret
    return {
        "id": secret.id,
        "type": secret.type,
        "title": secret.title,
        "scope": secret.scope,
        "optional": secret.optional,
        "steps": [step.number for step in place.keeper.steps(secret.id)],
        "place": standing.place,
        "trouble": standing.trouble,
    }


def _line(place: _Place, standing: Standing, language: Language) -> str:
    secret = standing.secret
    where = "kept" if standing.place else "not-known" if standing.trouble else "not-kept"
    numbers = ", ".join(one_line(step.number, 20) for step in place.keeper.steps(secret.id))
    used = TEXTS.say("steps", language, steps=numbers) if numbers else TEXTS.say("by-hand", language)
    scope = TEXTS.say(secret.scope.value, language)
    return f"{secret.id:<20} {one_line(secret.title, 60)}: {TEXTS.say(where, language)}; {scope}; {used}"


# Set


def _set(place: _Place, arguments: Namespace, language: Language) -> int:
    _known(place, [arguments.id], language)
    secret = place.runbook.secrets[arguments.id]
    state = place.keeper.vault()
    if state.trouble is not None:
        # Before anybody types a password that could not be kept.
        return _not_set(secret.title, VaultFailed(state.trouble, state.detail), language)
    if not arguments.stdin and not is_terminal(sys.stdin):
        raise UsageError(TEXTS.say("no-terminal", language))
    user = ""
    if secret.type is SecretType.LOGIN:
        user = (arguments.user or "").strip() or _ask_user(secret.title, arguments.stdin, language)
    credential = Credential(user, _ask_password(secret.title, arguments.stdin, language))
    failed = place.keeper.give(secret.id, credential, keep=True)
    if failed is not None:
        return _not_set(secret.title, failed, language)
    backend = say_backend(place.keeper.vault().backend, language)
    if arguments.json:
        print_json({"id": secret.id, "place": place.keeper.vault().backend})
    else:
        print(TEXTS.say("set", language, title=one_line(secret.title, 80), backend=backend))
    return ExitCode.OK


def _not_set(title: str, failed: VaultFailed, language: Language) -> int:
    why = say_trouble(failed.trouble, language)
    print(f"xprunbook: {TEXTS.say('not-set', language, title=one_line(title, 80), why=why)}", file=sys.stderr)
    print(f"  {TEXTS.say('not-set.hint', language)}", file=sys.stderr)
    return ExitCode.NO


def _ask_user(title: str, piped: bool, language: Language) -> str:
    if piped:
        raise UsageError(TEXTS.say("no-user", language))
    print(TEXTS.say("user-name", language, title=one_line(title, 80)), end="", file=sys.stderr, flush=True)
    user = sys.stdin.readline().strip()
    if not user:
        raise UsageError(TEXTS.say("empty", language))
    return one_line(user, 200)


def _ask_password(title: str, piped: bool, language: Language) -> str:
    if piped:
        text = sys.stdin.read(4_000)
        password = text.removesuffix("\n").removesuffix("\r")
    else:
        from getpass import getpass

        password = getpass(TEXTS.say("password", language, title=one_line(title, 80)), sys.stderr)
    if not password:
        raise UsageError(TEXTS.say("empty", language))
    if "\n" in password or "\r" in password or "\0" in password:
        raise UsageError(TEXTS.say("lines", language))
    return password


# Test


def _test(place: _Place, arguments: Namespace, language: Language) -> int:
    _known(place, [arguments.id], language)
    result = _try(place, arguments.id, language)
    secret = place.runbook.secrets[arguments.id]
    if arguments.json:
        finding = result.inspection.finding if result is not None else None
        print_json({"id": secret.id, "finding": finding, "says": result.sentence if result else ""})
    elif result is None:
        why = "rehearsal" if place.state.practice else "no-test"
        print(TEXTS.say(why, language, title=one_line(secret.title, 80)))
    else:
        print(one_line(result.sentence))
        if result.helps:
            print(f"  {one_line(result.helps)}")
    return ExitCode.OK if result is not None and result.inspection.finding == "satisfied" else ExitCode.NO


def _try(place: _Place, secret: str, language: Language) -> Result | None:
    """Try a credential of a run that is not open here; None if nothing can, or the run is a rehearsal."""
    from xprunbook.actions.catalogue import ActionKinds
    from xprunbook.run.automation import Automation, Bench
    from xprunbook.run.secrets import try_secret, with_secrets

    if place.state.practice:
        return None
    if not is_trusted(recorded_book(place.folder, place.state, language), language):
        raise UsageError(TEXTS.say("not-trusted", language))
    automation = Automation(ActionKinds((), language), real_site(language), lambda: True)
    bench = Bench(with_secrets(automation, place.keeper), place.runbook, place.state, language)
    return try_secret(bench, secret)


# Forget


def _forget(place: _Place, arguments: Namespace, language: Language) -> int:
    _known(place, arguments.ids, language)
    return _tell_forgotten(place.keeper.forget(arguments.ids or None), place.runbook, arguments, language)


def _tell_forgotten(
    forgotten: Sequence[str], runbook: Runbook, arguments: Namespace, language: Language
) -> int:
    if arguments.json:
        print_json({"forgotten": list(forgotten)})
    elif forgotten:
        titles = ", ".join(one_line(runbook.secrets[name].title, 60) for name in forgotten)
        print(TEXTS.say("forgot", language, titles=titles))
    else:
        print(TEXTS.say("forgot-none", language))
    return ExitCode.OK


def _forget_everywhere(arguments: Namespace, language: Language) -> int:
    """Every credential of every run that can be read; the keyring itself cannot be asked for a list."""
    forgotten: dict[str, str] = {}
    for place in _places(language):
        for name in place.keeper.forget(arguments.ids or None if _has(place, arguments.ids) else ()):
            secret = place.runbook.secrets[name]
            whose = "" if secret.scope is SecretScope.USER else f"{place.folder.name}: "
            forgotten[f"{whose}{name}"] = f"{whose}{one_line(secret.title, 60)}"
    if arguments.json:
        print_json({"forgotten": list(forgotten)})
    elif forgotten:
        print("\n".join(TEXTS.say("forgot", language, titles=title) for title in forgotten.values()))
    else:
        print(TEXTS.say("forgot-none", language))
    return ExitCode.OK


def _has(place: _Place, ids: Sequence[str]) -> bool:
    return set(ids) <= set(place.runbook.secrets)


def _places(language: Language) -> Iterator[_Place]:
    for entry in list_runs(runs_folder(os.environ)):
        try:
            yield _place(entry.folder, language)
        except XprunbookError as error:
            print(f"xprunbook: {entry.name}: {error.message}", file=sys.stderr)
