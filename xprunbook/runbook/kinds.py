"""What the format knows of automation: names of kinds and the types of their parameters. No code here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol


class ParameterType(StrEnum):
    """What a parameter of a check or an action must be."""

    TEXT = "text"
    INTEGER = "integer"
    FLAG = "flag"
    NAMES = "names"
    HOST = "host"
    PORT = "port"
    PATH = "path"
    UNC_PATH = "unc-path"
    ACCOUNT = "account"
    SQL_INSTANCE = "sql-instance"
    LOGIN = "login"
    PASSWORD = "password"


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """One parameter of a kind. ``choices``: the only values, for the type text.

    ``literal``: taken as written, nothing is substituted: in a shell line or SQL text a value would become code.
    """

    type: ParameterType
    required: bool = True
    choices: tuple[str, ...] = ()
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of check or action, as the format sees it. ``check`` and ``action`` say where it may stand;
    ``taken_back_by``: the kind of action that takes back what this one gives for a time."""

    name: str
    parameters: Mapping[str, ParameterSpec]
    check: bool = True
    action: bool = True
    taken_back_by: str = ""


class Catalogue(Protocol):
    """The kinds a program has; a plain ``dict[str, Kind]`` is one."""

    def get(self, name: str, /) -> Kind | None:
        """The kind of this name, or None."""
        ...

    def __iter__(self) -> Iterator[str]:
        """The names of all kinds."""
        ...


FITTING: Final[Mapping[ParameterType, frozenset[str]]] = {
    ParameterType.TEXT: frozenset(
        ("text", "choice", "yes-no", "host", "port", "path", "unc-path", "account", "sql-instance")
    ),
    ParameterType.INTEGER: frozenset(("port",)),
    ParameterType.FLAG: frozenset(("yes-no",)),
    ParameterType.NAMES: frozenset(("names",)),
    ParameterType.HOST: frozenset(("host",)),
    ParameterType.PORT: frozenset(("port",)),
    ParameterType.PATH: frozenset(("path", "unc-path")),
    ParameterType.UNC_PATH: frozenset(("unc-path",)),
    ParameterType.ACCOUNT: frozenset(("account",)),
    ParameterType.SQL_INSTANCE: frozenset(("sql-instance", "host")),
    ParameterType.LOGIN: frozenset(("login",)),
    ParameterType.PASSWORD: frozenset(("password",)),
}
"""Types of inputs and secrets that may fill a parameter on their own, as a lone ``${name}``."""

SECRET_PARAMETERS: Final = frozenset((ParameterType.LOGIN, ParameterType.PASSWORD))
