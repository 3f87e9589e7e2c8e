"""Which server is meant, which driver reaches it, and the connection string: built, never pasted together.

Every value stands in braces with ``}`` doubled (MS-ODBCSTR 2.2.1), keys come from a fixed list, and what a driver
cannot take in that form is refused. pyodbc's own keyword arguments are not used: it does not quote them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xprunbook.run.contract import Credential

HERE: Final = frozenset((".", "(local)", "localhost", ""))
"""Names of this machine."""

MAX_NAME: Final = 128
"""UTF-16 units of a login, a password or a database's name (sysname is nvarchar(128))."""

MAX_SERVER: Final = 300

_PREFIX: Final = re.compile(r"(tcp|np|lpc|admin):", re.IGNORECASE)
_PORT: Final = re.compile(r"[0-9]{1,5}")


class BadValue(ValueError):
    """A value that no connection string can carry; ``code`` says why, ``what`` which. Never holds the value."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(f"{what}: {code}")
        self.code = code
        self.what = what


@dataclass(frozen=True, slots=True)
class Instance:
    """A server's name in parts. ``host`` empty: this machine; ``port`` 0: not said; ``protocol``: without colon."""

    host: str
    name: str = ""
    port: int = 0
    protocol: str = ""

    @property
    def text(self) -> str:
        """As the drivers of Microsoft take it. With a port the instance's name is not looked at, and left out."""
        prefix = f"{self.protocol}:" if self.protocol else ""
        host = self.host or "(local)"
        if self.port:
            return f"{prefix}{host},{self.port}"
        return f"{prefix}{host}\\{self.name}" if self.name else f"{prefix}{host}"

    @property
    def needs_browser(self) -> bool:
        """Whether the port has to be asked from SQL Server Browser (UDP 1434, domain fact C19)."""
        return bool(self.name) and not self.port and bool(self.host)


def read_instance(text: str) -> Instance:
    """Take a server's name apart; BadValue when it is none."""
    rest = text.strip()
    check_value(rest, "server", MAX_SERVER)
    match = _PREFIX.match(rest)
    protocol = match[1].lower() if match else ""
    rest = rest[match.end() :] if match else rest
    rest, comma, port = rest.partition(",")
    host, backslash, name = rest.partition("\\")
    host, name, port = host.strip(), name.strip(), port.strip()
    if comma and not (_PORT.fullmatch(port) and 1 <= int(port) <= 65535):
        raise BadValue("port", "server")
    if (backslash and not name) or (not host and not rest) or any(sign in host + name for sign in ';{}=[]"'):
        raise BadValue("name", "server")
    host = "" if host.lower() in HERE else host
    return Instance(host, name, int(port) if comma else 0, protocol)


class Family(StrEnum):
    """What drivers have in common."""

    MODERN = "modern"  #: ODBC Driver 13 to 18, Native Client: instance in SERVER, TrustServerCertificate
    IN_BOX = "in-box"  #: "SQL Server", part of Windows: no TrustServerCertificate
    FREETDS = "freetds"  #: PORT= instead of a comma, does not check certificates


@dataclass(frozen=True, slots=True)
class Driver:
    """A driver by the name it is registered under (or the path of its library)."""

    name: str

    @property
    def family(self) -> Family:
        """By its name."""
        lowered = self.name.lower()
        if "freetds" in lowered or "tdsodbc" in lowered:
            return Family.FREETDS
        return Family.IN_BOX if lowered == "sql server" else Family.MODERN


PREFERRED: Final = (
    "ODBC Driver 18 for SQL Server",
    "ODBC Driver 17 for SQL Server",
    "ODBC Driver 13.1 for SQL Server",
    "ODBC Driver 13 for SQL Server",
    "SQL Server Native Client 11.0",
    "SQL Server",
    "FreeTDS",
)
"""Best first."""


def choose_driver(installed: Sequence[str], wanted: str = "") -> Driver | None:
    """The wanted driver (a path is taken as it is), or the best installed one; None if there is none."""
    names = {name.casefold(): name for name in installed}
    if wanted:
        found = names.get(wanted.casefold(), wanted if "/" in wanted else "")
        return Driver(found) if found else None
    return next((Driver(names[name.casefold()]) for name in PREFERRED if name.casefold() in names), None)


def check_value(value: str, what: str, limit: int = MAX_NAME) -> None:
    """BadValue for what no driver can be handed: NUL, half a surrogate pair, more than the server takes."""
    if "\0" in value:
        raise BadValue("nul", what)
    try:
        units = len(value.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise BadValue("surrogate", what) from None
    if units > limit:
        raise BadValue("long", what)


def braced(value: str) -> str:
    """A value in braces."""
    return "{" + value.replace("}", "}}") + "}"


def connection_string(
    driver: Driver,
    instance: Instance,
    database: str = "",
    credential: Credential | None = None,
    trust: bool = False,
) -> str:
    """The whole string. BadValue names what cannot be carried. It holds the password: built at the moment of
    use, and never stored."""
    pairs = tuple(_pairs(driver, instance, database, credential, trust))
    for key, value in pairs:
        if driver.family is Family.FREETDS and "}" in value and key != "DRIVER":
            # It ends a value at the first "};" and does not undo the doubling (FreeTDS connectparams.c).
            raise BadValue("brace", _WHAT.get(key, key))
    return ";".join(f"{key}={braced(value)}" for key, value in pairs) + ";"


_WHAT: Final = {"UID": "user", "PWD": "password", "DATABASE": "database", "SERVER": "server"}


def _pairs(
    driver: Driver, instance: Instance, database: str, credential: Credential | None, trust: bool
) -> Iterator[tuple[str, str]]:
    if "}" in driver.name or "\0" in driver.name:
        raise BadValue("name", "driver")
    yield "DRIVER", driver.name
    yield from _server(driver.family, instance)
    if database:
        check_value(database, "database")
        yield "DATABASE", database
    if credential is not None:
        check_value(credential.user, "user")
        check_value(credential.password, "password")
        yield "UID", credential.user
        yield "PWD", credential.password
    else:
        yield "Trusted_Connection", "Yes"
    yield "APP", "xprunbook"
    yield from _encryption(driver.family, trust)


def _server(family: Family, instance: Instance) -> Iterator[tuple[str, str]]:
    check_value(instance.text, "server", MAX_SERVER)
    if family is not Family.FREETDS:
        # The drivers for Linux and macOS do not know "(local)".
        here = not instance.host and sys.platform != "win32"
        known = Instance("localhost", instance.name, instance.port, instance.protocol) if here else instance
        yield "SERVER", known.text
        return
    host = instance.host or "localhost"
    if instance.port:
        yield "SERVER", host
        yield "PORT", str(instance.port)
    elif instance.name:
        yield "SERVER", f"{host}\\{instance.name}"
    else:
        yield "SERVER", host
        yield "PORT", "1433"
    yield "TDS_Version", "7.4"
    yield "ClientCharset", "UTF-8"


def _encryption(family: Family, trust: bool) -> Iterator[tuple[str, str]]:
    """Always on. Who does not trust blindly needs a driver that checks; who does needs one that can be told."""
    if family is Family.FREETDS:
        if not trust:
            raise BadValue("unchecked", "driver")
        yield "Encryption", "require"
        return
    yield "Encrypt", "yes"
    if family is Family.MODERN:
        yield "TrustServerCertificate", "yes" if trust else "no"
    elif trust:
        raise BadValue("no-trust", "driver")
