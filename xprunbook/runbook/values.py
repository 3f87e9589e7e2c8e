"""Values people give for inputs and observations: checked by type, cleaned, bounded. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from xprunbook.base.errors import UsageError
from xprunbook.base.language import Language, Texts
from xprunbook.base.text import forbidden_characters, one_line
from xprunbook.runbook.model import Input, InputType, InputValue
from xprunbook.runbook.problems import nearest

MAX_VALUE: Final = 1_024
"""Characters of one value."""

MAX_NAMES: Final = 200
"""Names of one list."""

VALUES: Final = Texts(
    {
        "empty": ("Hier wird ein Wert gebraucht.", "A value is needed here."),
        "long": (
            "Der Wert hat {length} Zeichen, höchstens {limit} gehen.",
            "The value has {length} characters, the most is {limit}.",
        ),
        "character": (
            "Der Wert enthält das unsichtbare Zeichen {character}.",
            "The value holds the invisible character {character}.",
        ),
        "list": ("Hier geht nur ein Wert, keine Liste.", "Only one value fits here, not a list."),
        "host": (
            "„{value}“ ist kein Name und keine Adresse eines Rechners.",
            "“{value}” is no name and no address of a machine.",
        ),
        "port": (
            "„{value}“ ist kein Port; möglich ist 1 bis 65535.",
            "“{value}” is no port; possible is 1 to 65535.",
        ),
        "path": ("„{value}“ ist kein vollständiger Pfad.", "“{value}” is no full path."),
        "unc-path": ("„{value}“ ist kein Pfad zu einer Freigabe.", "“{value}” is no path to a share."),
        "account": ("„{value}“ ist kein Konto.", "“{value}” is no account."),
        "sql-instance": ("„{value}“ ist keine SQL-Server-Instanz.", "“{value}” is no SQL Server instance."),
        "choice": ("„{value}“ steht nicht zur Wahl.", "“{value}” is not one of the choices."),
        "yes-no": ("„{value}“ ist weder ja noch nein.", "“{value}” is neither yes nor no."),
        "names-twice": ("„{value}“ steht zweimal in der Liste.", "“{value}” is in the list twice."),
        "names-many": (
            "Die Liste hat {count} Namen, höchstens {limit} gehen.",
            "The list has {count} names, the most is {limit}.",
        ),
    }
)

VALUE_HINTS: Final = Texts(
    {
        "host": (
            "Zum Beispiel XPH01, xph01.example.org oder 10.0.0.5.",
            "For example XPH01, xph01.example.org or 10.0.0.5.",
        ),
        "path": ("Zum Beispiel D:\\Daten oder /srv/data.", "For example D:\\Data or /srv/data."),
        "unc-path": ("Zum Beispiel \\\\SERVER\\Freigabe.", "For example \\\\SERVER\\share."),
        "account": (
            "Zum Beispiel DOMÄNE\\name, .\\name, name@domäne oder DOMÄNE\\RECHNER$.",
            "For example DOMAIN\\name, .\\name, name@domain or DOMAIN\\MACHINE$.",
        ),
        "sql-instance": (
            "Zum Beispiel SQL01, SQL01\\INST oder SQL01,1433.",
            "For example SQL01, SQL01\\INST or SQL01,1433.",
        ),
        "choice": ("Es gibt: {words}.", "There are: {words}."),
        "near": ("Gemeint ist vielleicht „{word}“.", "Perhaps “{word}” is meant."),
    }
)


class ValueProblem(UsageError):
    """A value does not fit its type; ``code`` is stable."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.code = code


class Asked(Protocol):
    """What is asked for: an input or an observation."""

    @property
    def type(self) -> InputType:
        """What the value must look like."""
        ...

    @property
    def choices(self) -> tuple[str, ...]:
        """The values to choose from."""
        ...


def check_value(asked: Asked, raw: str | Sequence[str], language: Language = "en") -> InputValue:
    """Return the value in its one canonical form; raises ValueProblem with a sentence in the language."""
    return check_as(asked.type, raw, asked.choices, language)


def check_as(
    kind: InputType, raw: str | Sequence[str], choices: Sequence[str] = (), language: Language = "en"
) -> InputValue:
    """As ``check_value``, for a type alone."""
    if kind is InputType.NAMES:
        return _names(raw, language)
    if not isinstance(raw, str):
        raise _problem("list", language)
    value = _clean(raw, language)
    if kind is InputType.CHOICE:
        return _choice(value, choices, language)
    return value if kind is InputType.TEXT else _CHECKS[kind](value, language)


def initial_values(inputs: Mapping[str, Input]) -> dict[str, InputValue]:
    """The defaults of the inputs that have one."""
    return {name: item.default for name, item in inputs.items() if item.default is not None}


def _problem(code: str, language: Language, **values: object) -> ValueProblem:
    shown = {name: one_line(value, 80) if isinstance(value, str) else value for name, value in values.items()}
    hint = VALUE_HINTS.say(code, language, **shown) if code in VALUE_HINTS.table else ""
    return ValueProblem(code, VALUES.say(code, language, **shown), hint)


def _clean(raw: str, language: Language) -> str:
    if len(raw) > MAX_VALUE:
        raise _problem("long", language, length=len(raw), limit=MAX_VALUE)
    value = raw.strip()
    if not value:
        raise _problem("empty", language)
    for _, character in forbidden_characters(value):
        raise _problem("character", language, character=character)
    for character in "\t\n":
        if character in value:
            raise _problem("character", language, character=f"U+{ord(character):04X}")
    return value


# Patterns are compiled on first use: together they cost a millisecond, and most runbooks need none.
_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST: Final = rf"{_LABEL}(?:\.{_LABEL}){{0,20}}\.?"
_DIGITS_AND_DOTS: Final = r"[0-9.]+"
_DRIVE: Final = r"[A-Za-z]:[\\/]"
_UNC: Final = r"\\\\([^\\/]+)\\([^\\/]+)(?:\\[^/]*)?"
_PATH_FORBIDDEN: Final = r'[<>"|?*]'
_ACCOUNT_PART: Final = r'[^\\/"\[\]:;|=,+*?<>@]'
_ACCOUNT: Final = rf"(?:\.|{_ACCOUNT_PART}{{1,255}})\\{_ACCOUNT_PART}{{1,256}}"
_UPN: Final = rf"{_ACCOUNT_PART}{{1,256}}@(.+)"
_INSTANCE: Final = r"[A-Za-z_#][A-Za-z0-9_#$]{0,15}"


def is_host(value: str) -> bool:
    """A DNS or NetBIOS name, or an IPv4 or IPv6 address."""
    if len(value) > 253:
        return False
    if ":" in value or re.fullmatch(_DIGITS_AND_DOTS, value):
        from ipaddress import ip_address

        try:
            ip_address(value)
        except ValueError:
            return False
        return True
    return re.fullmatch(_HOST, value) is not None


def _host(value: str, language: Language) -> str:
    if not is_host(value):
        raise _problem("host", language, value=value)
    return value


def _port(value: str, language: Language) -> str:
    if not (value.isascii() and value.isdigit() and len(value) <= 5 and 1 <= int(value) <= 65535):
        raise _problem("port", language, value=value)
    return str(int(value))


def _path(value: str, language: Language) -> str:
    """A full path: with a drive, of a share, or POSIX."""
    if value.startswith("\\\\"):
        return _unc(value, language)
    if re.match(_DRIVE, value):
        if re.search(_PATH_FORBIDDEN, value) or ":" in value[2:]:
            raise _problem("path", language, value=value)
    elif not value.startswith("/") or value.startswith("//"):
        raise _problem("path", language, value=value)
    return value


def _unc(value: str, language: Language) -> str:
    match = re.fullmatch(_UNC, value)
    server = match[1] if match else ""
    if not match or re.search(_PATH_FORBIDDEN, value) or ":" in value or not is_host(server):
        raise _problem("unc-path", language, value=value)
    return value


def _account(value: str, language: Language) -> str:
    upn = re.fullmatch(_UPN, value)
    if re.fullmatch(_ACCOUNT, value) or (upn and is_host(upn[1])):
        return value
    raise _problem("account", language, value=value)


def _sql_instance(value: str, language: Language) -> str:
    """``[tcp:]host[\\instance][,port]``; ``(local)``, ``.`` and ``localhost`` are this machine."""
    rest = value
    for prefix in ("tcp:", "np:", "lpc:", "admin:"):
        if rest.lower().startswith(prefix):
            rest = rest[len(prefix) :]
            break
    rest, comma, port = rest.partition(",")
    server, backslash, instance = rest.partition("\\")
    if comma:
        port = port.strip()
        if not (port.isascii() and port.isdigit() and len(port) <= 5 and 1 <= int(port) <= 65535):
            raise _problem("sql-instance", language, value=value)
    if backslash and not re.fullmatch(_INSTANCE, instance):
        raise _problem("sql-instance", language, value=value)
    if server.lower() not in (".", "(local)", "(localdb)") and not is_host(server):
        raise _problem("sql-instance", language, value=value)
    return value


_YES: Final = frozenset(("yes", "y", "ja", "j"))
_NO: Final = frozenset(("no", "n", "nein"))


def _yes_no(value: str, language: Language) -> str:
    word = value.lower()
    if word in _YES or word in _NO:
        return "yes" if word in _YES else "no"
    raise _problem("yes-no", language, value=value)


def _choice(value: str, choices: Sequence[str], language: Language) -> str:
    if value in choices:
        return value
    folded = {choice.casefold(): choice for choice in choices}
    if value.casefold() in folded:
        return folded[value.casefold()]
    near = nearest(value, choices)
    problem = _problem("choice", language, value=value, words=", ".join(choices))
    hint = VALUE_HINTS.say("near", language, word=one_line(near, 80)) if near else problem.hint
    raise ValueProblem("choice", problem.message, hint)


def _names(raw: str | Sequence[str], language: Language) -> tuple[str, ...]:
    """A list, or one text with names parted by commas, semicolons or blanks."""
    if isinstance(raw, str):
        if len(raw) > MAX_VALUE * 16:
            raise _problem("long", language, length=len(raw), limit=MAX_VALUE * 16)
        raw = [part for part in re.split(r"[,;\s]", raw) if part]
    if not raw:
        raise _problem("empty", language)
    if len(raw) > MAX_NAMES:
        raise _problem("names-many", language, count=len(raw), limit=MAX_NAMES)
    names: dict[str, str] = {}
    for part in raw:
        name = _clean(part, language)
        if name.casefold() in names:
            raise _problem("names-twice", language, value=name)
        names[name.casefold()] = name
    return tuple(names.values())


_CHECKS: Final[Mapping[InputType, Callable[[str, Language], str]]] = {
    InputType.HOST: _host,
    InputType.PORT: _port,
    InputType.PATH: _path,
    InputType.UNC_PATH: _unc,
    InputType.ACCOUNT: _account,
    InputType.SQL_INSTANCE: _sql_instance,
    InputType.YES_NO: _yes_no,
}
