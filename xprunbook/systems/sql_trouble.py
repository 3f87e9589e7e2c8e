"""What drivers and servers say when they refuse, decided on the native number: texts are in any language.

The same failure has another SQLSTATE and another exception class with every driver; the number is the same
(``reference``: measured with ODBC Driver 18 and FreeTDS; numbers: sys.messages, domain fact F22).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xprunbook.base.errors import XprunbookError
from xprunbook.base.text import one_line


class SqlTrouble(StrEnum):
    """Why something was refused."""

    NO_PYODBC = "no-pyodbc"
    NO_MANAGER = "no-manager"  #: pyodbc is there, unixODBC is not
    NO_DRIVER = "no-driver"
    VALUE = "value"  #: a value that no connection string can carry
    UNCHECKED = "unchecked"  #: FreeTDS does not check certificates
    NO_TRUST = "no-trust"  #: the in-box driver cannot be told to trust
    UNREACHABLE = "unreachable"
    BROWSER = "browser"  #: the port of a named instance cannot be learnt
    SLOW_LOGIN = "slow-login"
    LOGIN = "login"
    UNTRUSTED = "untrusted"  #: Windows logon from a domain the server does not trust
    KERBEROS = "kerberos"  #: no ticket, or none for this server
    DISABLED = "disabled"
    EXPIRED = "expired"
    LOCKED = "locked"
    CERTIFICATE = "certificate"
    TLS = "tls"
    DATABASE = "database"
    OFFLINE = "offline"
    PERMISSION = "permission"
    EXISTS = "exists"
    ABSENT = "absent"
    NO_ACCOUNT = "no-account"  #: Windows does not know the account
    OWNER = "owner"  #: the login owns the database already
    IN_USE = "in-use"
    OTHER_BACKUP = "other-backup"
    NEWER_BACKUP = "newer-backup"
    DEVICE = "device"
    BAD_BACKUP = "bad-backup"
    FULL = "full"
    FILESTREAM = "filestream"
    SYNTAX = "syntax"
    DUPLICATE = "duplicate"
    CONSTRAINT = "constraint"
    DEADLOCK = "deadlock"
    LOCK = "lock"
    TRANSACTION = "transaction"
    STARTING = "starting"  #: the server is up, but lets nobody in yet, or no more
    GONE = "gone"
    TIMEOUT = "timeout"
    OTHER = "other"


NUMBERS: Final[Mapping[int, SqlTrouble]] = {
    18456: SqlTrouble.LOGIN,
    18452: SqlTrouble.UNTRUSTED,
    18470: SqlTrouble.DISABLED,
    **dict.fromkeys((18463, 18464, 18465, 18466, 18467, 18468, 18487, 18488), SqlTrouble.EXPIRED),
    18486: SqlTrouble.LOCKED,
    **dict.fromkeys((4060, 4064, 911, 916, 4063), SqlTrouble.DATABASE),
    # Upgrading its scripts after an update, starting, stopping, paused, in single user mode.
    **dict.fromkeys((18401, 17187, 6005, 17142, 17148, 17147, 18461), SqlTrouble.STARTING),
    **dict.fromkeys((924, 926, 927, 942, 945, 946, 952, 976, 978), SqlTrouble.OFFLINE),
    **dict.fromkeys((229, 230, 262, 297, 300, 371, 5011, 15151, 15247, 15404), SqlTrouble.PERMISSION),
    **dict.fromkeys((1801, 2714, 15023, 15025, 15233, 5170), SqlTrouble.EXISTS),
    **dict.fromkeys((207, 208, 2812, 3701, 15007, 15150, 15217), SqlTrouble.ABSENT),
    15401: SqlTrouble.NO_ACCOUNT,
    **dict.fromkeys((15063, 15110, 15405), SqlTrouble.OWNER),
    **dict.fromkeys((3101, 3702, 5061, 5064, 5070, 1807), SqlTrouble.IN_USE),
    3154: SqlTrouble.OTHER_BACKUP,
    **dict.fromkeys((3169, 948, 33401), SqlTrouble.NEWER_BACKUP),
    **dict.fromkeys((3201, 3202, 3203, 3271, 5105, 5133, 5120, 22049, 22048), SqlTrouble.DEVICE),
    **dict.fromkeys((3183, 3189, 3241, 3242, 3243, 3244, 3246, 3270), SqlTrouble.BAD_BACKUP),
    **dict.fromkeys((1101, 1105, 3257, 5149, 9002, 1827), SqlTrouble.FULL),
    **dict.fromkeys((5591, 5593, 1969, 5592, 33403), SqlTrouble.FILESTREAM),
    **dict.fromkeys((102, 103, 105, 113, 156, 170, 319), SqlTrouble.SYNTAX),
    **dict.fromkeys((2601, 2627), SqlTrouble.DUPLICATE),
    **dict.fromkeys((515, 544, 547, 2628, 8152, 3726, 8101), SqlTrouble.CONSTRAINT),
    1205: SqlTrouble.DEADLOCK,
    1222: SqlTrouble.LOCK,
    **dict.fromkeys((226, 574, 3902, 3903, 3021), SqlTrouble.TRANSACTION),
    # Winsock and the network library; FreeTDS has numbers of its own (sybdb.h).
    **dict.fromkeys((10061, 11001, 11004, 10060, 53, 17, 20009, 20012, 20013), SqlTrouble.UNREACHABLE),
    **dict.fromkeys((10053, 10054, 10058, 20006, 20047), SqlTrouble.GONE),
    # SEC_E_ and CERT_E_ numbers of Windows (winerror.h): untrusted root, wrong name, expired, revoked.
    **dict.fromkeys((-2146893019, -2146893022, -2146893016), SqlTrouble.CERTIFICATE),
    **dict.fromkeys((-2146762487, -2146762481, -2146762495, -2146762484), SqlTrouble.CERTIFICATE),
    **dict.fromkeys((-2146885613, -2146885614), SqlTrouble.CERTIFICATE),
    # No credentials, no ticket for the target, no domain controller.
    **dict.fromkeys((-2146893052, -2146893042, -2146893044, -2146893053, -2146893039), SqlTrouble.KERBEROS),
    # No common algorithm (an old server), a broken message.
    **dict.fromkeys((-2146893007, -2146893018, -2146893055), SqlTrouble.TLS),
    **dict.fromkeys((26, -1, 0xFFFFFFFF, 87), SqlTrouble.BROWSER),
    20003: SqlTrouble.TIMEOUT,
}
"""Error numbers of the server, and of the drivers when they cannot reach it. 3013, 3621 and the like only say that
something before them failed."""

_GENERAL: Final = frozenset((0, 20002, 3013, 3014, 3621, 5701, 5703, 5069, 1802, 3119))
"""Numbers that never are the reason, only its company. 18456 after 4060 is another such case."""

STATES: Final[Mapping[str, SqlTrouble]] = {
    "IM002": SqlTrouble.NO_DRIVER,
    "IM003": SqlTrouble.NO_DRIVER,
    "IM004": SqlTrouble.NO_DRIVER,
    "HYT01": SqlTrouble.SLOW_LOGIN,
    "28000": SqlTrouble.LOGIN,
    "08S01": SqlTrouble.GONE,
    "08007": SqlTrouble.GONE,
    "08003": SqlTrouble.GONE,
    "08001": SqlTrouble.UNREACHABLE,
    "40001": SqlTrouble.DEADLOCK,
}
"""Only asked when no number decides."""

_RECORD: Final = re.compile(r"(?:^|; )\[([0-9A-Z]{5})\] ")
_NUMBER: Final = re.compile(r" \((-?\d{1,10})\)(?: \(SQL\w{1,40}\))?$")
_PREFIX: Final = re.compile(r"(?:\[[^\[\]]{1,80}\]){1,5}")
_OS_ERROR: Final = re.compile(
    r"(?i)(?:operating system error|betriebssystemfehler|os error:?)\D{0,3}(\d{1,5})"
)
_MOST: Final = 16_384


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One record of a driver: SQLSTATE, native number, words without the driver's prefixes."""

    state: str
    number: int
    text: str


def diagnostics(arguments: Sequence[object]) -> tuple[Diagnostic, ...]:
    """The records in the arguments of a pyodbc error: ``(state, "[state] text (number) (call); [state] …")``."""
    state = str(arguments[0]) if arguments else ""
    text = str(arguments[1] if len(arguments) > 1 else state)[:_MOST]
    heads = list(_RECORD.finditer(text))
    if not heads:
        return (Diagnostic(state if len(arguments) > 1 else "", 0, text),)
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return tuple(_record(head[1], text[head.end() : end]) for head, end in zip(heads, ends, strict=True))


def _record(state: str, text: str) -> Diagnostic:
    number = _NUMBER.search(text)
    words = _PREFIX.sub("", text[: number.start()] if number else text, count=1)
    return Diagnostic(state, int(number[1]) if number else 0, words.strip())


def message_of(kind: str, text: str) -> tuple[int, str]:
    """Number and words of an entry in ``cursor.messages``: ``("[01000] (0)", "[vendor][driver][server]words")``."""
    number = re.search(r"\((-?\d{1,10})\)$", kind)
    return (int(number[1]) if number else 0), _PREFIX.sub("", text, count=1)


class SqlRefused(XprunbookError):
    """Driver or server refused. ``number``: the native number, 0 if there is none; ``said``: the words, made
    harmless, never holding a password; ``os_error``: the operating system's number inside them (domain fact
    D17); ``target``: the server. ``batch``: which batch of the request, from 0."""

    def __init__(
        self,
        trouble: SqlTrouble,
        target: str,
        number: int = 0,
        said: str = "",
        os_error: int = 0,
        state: str = "",
        batch: int = 0,
    ) -> None:
        self.trouble = trouble
        self.target = one_line(target, 300)
        self.number = number
        self.said = one_line(said, 1_000)
        self.os_error = os_error
        self.state = state
        self.batch = batch
        super().__init__(f"{self.target}: {self.said or trouble}")


def refused(
    arguments: Sequence[object],
    target: str,
    secret: str = "",
    connecting: bool = False,
    browser: bool = False,
) -> SqlRefused:
    """Put a driver's error into our words. ``secret``: a password that must not be in them, whatever a driver
    prints; ``connecting``: it failed before anything was asked; ``browser``: a named instance without a port."""
    records = diagnostics(arguments)
    decided = _decide(records, connecting, browser)
    record = next((item for item in records if NUMBERS.get(item.number) is decided), records[0])
    said = "; ".join(dict.fromkeys(item.text for item in records if item.number not in (5701, 5703)))
    os_error = _OS_ERROR.search(said) if decided is SqlTrouble.DEVICE else None
    number = int(os_error[1]) if os_error else 0
    if number == 112:
        decided = SqlTrouble.FULL
    return SqlRefused(decided, target, record.number, without(said, secret), number, record.state)


def _decide(records: Sequence[Diagnostic], connecting: bool, browser: bool) -> SqlTrouble:
    known = [
        NUMBERS[item.number] for item in records if item.number in NUMBERS and item.number not in _GENERAL
    ]
    first = next((item for item in known if item is not SqlTrouble.LOGIN), known[0] if known else None)
    words = " ".join(item.text for item in records).casefold()
    state = records[0].state
    if first is SqlTrouble.CERTIFICATE and "sspi" in words:
        # The same number is "wrong name" of a certificate and "wrong SPN" of Kerberos; who says it is in the words.
        return SqlTrouble.KERBEROS
    if first in (SqlTrouble.BROWSER, SqlTrouble.UNREACHABLE, SqlTrouble.GONE):
        # The drivers for Linux give -1 for a refused certificate too.
        return _connecting("08001", words, browser) if connecting else SqlTrouble.GONE
    if first is not None:
        return first
    if state == "01000" and "can't open lib" in words:
        return SqlTrouble.NO_DRIVER
    if connecting:
        return _connecting(state, words, browser)
    if state == "HYT00":
        return SqlTrouble.TIMEOUT
    found = STATES.get(state, SqlTrouble.OTHER)
    return SqlTrouble.GONE if found is SqlTrouble.UNREACHABLE else found


def _connecting(state: str, words: str, browser: bool) -> SqlTrouble:
    """Drivers for Linux give no number for what OpenSSL and Kerberos refuse; their English words are all there
    is."""
    if "certificate" in words or "zertifikat" in words:
        return SqlTrouble.CERTIFICATE
    if "kerberos" in words or "sspi provider" in words or "gssapi" in words:
        return SqlTrouble.KERBEROS
    if "ssl provider" in words or "ssl routines" in words:
        return SqlTrouble.TLS
    if state in ("HYT00", "HYT01"):
        return SqlTrouble.BROWSER if browser else SqlTrouble.SLOW_LOGIN
    found = STATES.get(state, SqlTrouble.UNREACHABLE)
    if found in (SqlTrouble.UNREACHABLE, SqlTrouble.GONE):
        return SqlTrouble.BROWSER if browser else SqlTrouble.UNREACHABLE
    return found


def without(said: str, secret: str) -> str:
    """The words, unless the password stands in them in any form a connection string gives it: then nothing."""
    if not secret:
        return said
    forms = {secret, secret.replace("}", "}}"), one_line(secret)}
    folded = said.casefold()
    return "" if any(form.casefold() in folded for form in forms) or "pwd=" in folded else said
