"""What an operating system says when it refuses, in a few words that mean the same everywhere.

The numbers are Win32's (winerror.h) and POSIX' errno. A message's text is in the language of the machine that
wrote it, so only numbers are read (domain facts D16, D17).
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from xprunbook.base.errors import XprunbookError
from xprunbook.base.text import one_line


class Trouble(StrEnum):
    """Why something was refused."""

    MISSING = "missing"  #: no such file, folder or drive
    DENIED = "denied"
    NETWORK_PATH = "network-path"  #: the server of a share does not answer by this name
    GONE = "gone"  #: the connection broke
    SHARE_NAME = "share-name"  #: the server answers, the share is not there
    FULL = "full"
    LOGON = "logon"  #: user or password not accepted, account locked, no logon server
    READ_ONLY = "read-only"
    IN_USE = "in-use"
    EXISTS = "exists"
    CHANGED = "changed"  #: not what it was when the plan was made
    NAME = "name"  #: a path or argument the system cannot take
    KIND = "kind"  #: a folder where a file is meant, or the other way round
    UNRESOLVED = "unresolved"  #: no address for a host name
    CLOSED = "closed"  #: the host answers, nobody listens on the port
    SILENT = "silent"  #: no answer within the time
    CERTIFICATE = "certificate"
    PROTOCOL = "protocol"  #: an answer, but not what the protocol asks for
    REDIRECTS = "redirects"
    ADDRESS = "address"  #: a URL that is not requested (credentials in it, unknown scheme)
    NOT_STARTED = "not-started"  #: a program that cannot be started
    ARGUMENT = "argument"  #: an argument that a batch file could take for a command
    OTHER = "other"


WINDOWS: Final[Mapping[int, Trouble]] = {
    **dict.fromkeys((2, 3, 15), Trouble.MISSING),
    **dict.fromkeys((5, 65, 1314), Trouble.DENIED),
    **dict.fromkeys((51, 53, 1203, 1231, 1232), Trouble.NETWORK_PATH),
    **dict.fromkeys((59, 64, 121, 1236), Trouble.GONE),
    67: Trouble.SHARE_NAME,
    **dict.fromkeys((39, 112, 1295), Trouble.FULL),
    **dict.fromkeys(
        (86, 1219, 1311, 1312, 1317, 1326, 1327, 1328, 1329, 1330, 1331, 1385, 1396, 1909, 2202),
        Trouble.LOGON,
    ),
    19: Trouble.READ_ONLY,
    **dict.fromkeys((32, 33), Trouble.IN_USE),
    **dict.fromkeys((80, 183), Trouble.EXISTS),
    **dict.fromkeys((87, 123, 161, 206), Trouble.NAME),
    267: Trouble.KIND,
    **dict.fromkeys((193, 216, 740), Trouble.NOT_STARTED),
    **dict.fromkeys((1225, 10061), Trouble.CLOSED),
    10060: Trouble.SILENT,
    10013: Trouble.DENIED,
    **dict.fromkeys((10050, 10051, 10064, 10065), Trouble.NETWORK_PATH),
    **dict.fromkeys((10053, 10054, 10057), Trouble.GONE),
    **dict.fromkeys((11001, 11002, 11003, 11004), Trouble.UNRESOLVED),
}
"""Win32 and Winsock error numbers; 2, 3, 5, 53, 64, 67, 112 and 1326 are those of domain fact D17."""

_POSIX: Final[Mapping[str, Trouble]] = {
    **dict.fromkeys(("ENOENT", "ENOTDIR"), Trouble.MISSING),
    **dict.fromkeys(("EACCES", "EPERM"), Trouble.DENIED),
    **dict.fromkeys(("EHOSTUNREACH", "EHOSTDOWN", "ENETUNREACH", "ENETDOWN"), Trouble.NETWORK_PATH),
    **dict.fromkeys(("ECONNRESET", "ECONNABORTED", "ENOTCONN", "ESTALE", "EPIPE", "EREMOTEIO"), Trouble.GONE),
    **dict.fromkeys(("ENODEV", "ENXIO"), Trouble.SHARE_NAME),
    **dict.fromkeys(("ENOSPC", "EDQUOT"), Trouble.FULL),
    **dict.fromkeys(("EKEYREJECTED", "EKEYEXPIRED", "EKEYREVOKED", "ENOKEY"), Trouble.LOGON),
    "EROFS": Trouble.READ_ONLY,
    **dict.fromkeys(("EBUSY", "ETXTBSY", "EAGAIN"), Trouble.IN_USE),
    "EEXIST": Trouble.EXISTS,
    **dict.fromkeys(("EINVAL", "ENAMETOOLONG", "ELOOP", "E2BIG"), Trouble.NAME),
    "EISDIR": Trouble.KIND,
    "ECONNREFUSED": Trouble.CLOSED,
    "ETIMEDOUT": Trouble.SILENT,
    "ENOEXEC": Trouble.NOT_STARTED,
}
POSIX: Final[Mapping[int, Trouble]] = {
    number: trouble for name, trouble in _POSIX.items() if (number := getattr(errno, name, None)) is not None
}
"""errno numbers of this system; Windows has them too (``open`` there sets errno alone)."""


class Refused(XprunbookError):
    """The outside refused. ``number``: the system's own error number, 0 if it gave none; ``said``: its words,
    made harmless; ``target``: what was asked for."""

    def __init__(self, trouble: Trouble, target: str, number: int = 0, said: str = "") -> None:
        self.trouble: Final = trouble
        self.target: Final = one_line(target, 500)
        self.number: Final = number
        self.said: Final = one_line(said, 500)
        super().__init__(f"{self.target}: {self.said or trouble}")


def refused(error: OSError, target: str) -> Refused:
    """Put an OSError into our words: by its Win32 number when it has one, else by errno."""
    windows: int | None = getattr(error, "winerror", None)
    number = windows or error.errno or 0
    trouble = (WINDOWS if windows else POSIX).get(number, Trouble.OTHER)
    return Refused(trouble, target, number, error.strerror or type(error).__name__)
