"""The situations in which the general kinds are held to their declarations."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from tests.actions.backup_log.logs import SAMPLE
from tests.actions.conformance import CANARY, Case, Setting
from tests.actions.jobs import ACCOUNT, ChosenSite
from tests.actions.servers import closed_port
from xprunbook.run.contract import Credential, Finding
from xprunbook.runbook.substitute import Filled, SecretHandle
from xprunbook.systems.ports import Answer, Connected, Probed, Watch
from xprunbook.systems.trouble import Refused, Trouble

PYTHON: Final = sys.executable


class FakeNetwork:
    """A network in which one host answers; some names more lead there, or elsewhere, or to both."""

    NAMES: Final = {
        "xph-new": ("192.0.2.7",),
        "moved": ("192.0.2.7",),
        "both": ("192.0.2.7", "2001:db8::8"),
        "elsewhere": ("192.0.2.8",),
    }

    def resolve(self, host: str, seconds: float, watch: Watch) -> tuple[str, ...]:
        """The addresses of a name."""
        del seconds, watch
        if host not in self.NAMES:
            raise Refused(Trouble.UNRESOLVED, host)
        return self.NAMES[host]

    def connect(self, host: str, port: int, seconds: float, watch: Watch) -> Connected:
        """Port 2231 is open."""
        self.resolve(host, seconds, watch)
        if port != 2231:
            raise Refused(Trouble.SILENT, f"{host}:{port}")
        return Connected("192.0.2.7", 0.003)

    def exchange(self, host: str, port: int, question: bytes, seconds: float, watch: Watch) -> bytes:
        """Nobody answers datagrams."""
        del question, seconds, watch
        raise Refused(Trouble.SILENT, f"{host}:{port}")

    def get(self, url: str, seconds: float, watch: Watch) -> Answer:
        """A page, or a certificate nobody trusts."""
        del seconds, watch
        if url.startswith("https:"):
            raise Refused(Trouble.CERTIFICATE, url, 18, "self-signed certificate")
        return Answer(200, url, "<h1>XPhone Web Admin – Anmeldung</h1>".encode(), False, "utf-8", 0.02)


class FakeShares:
    """A share that is writable, or is not."""

    def __init__(self, refused: Refused | None = None, remains: str = "") -> None:
        self.refused = refused
        self.remains = remains

    def identity(self) -> str:
        """The account of the tests."""
        return ACCOUNT

    def probe(self, folder: str, watch: Watch) -> Probed:
        """Succeed, or not."""
        del folder, watch
        if self.refused:
            raise self.refused
        return Probed(ACCOUNT, self.remains)


def _with(**parameters: Filled) -> Setting:
    return Setting(parameters)


def _file(folder: Path, name: str = "a.txt", content: bytes = b"12345") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def _copy(folder: Path, there: bytes | None = None, replace: bool = False) -> Setting:
    target = folder / "b.txt"
    if there is not None:
        target.write_bytes(there)
    return _with(source=_file(folder), target=str(target), replace=replace)


def _net(**parameters: Filled) -> Setting:
    return Setting(parameters, ChosenSite(network=FakeNetwork()))


def _share(parameters: dict[str, Filled], refused: Refused | None = None, remains: str = "") -> Setting:
    site = ChosenSite(shares=FakeShares(refused, remains))
    return Setting({"path": r"\\fs01\backup", **parameters}, site)


def _run(folder: Path) -> Setting:
    code = "import os, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(str(len(os.environ['PW'])))"
    parameters: dict[str, Filled] = {
        "program": PYTHON,
        "arguments": ("-I", "-c", code, str(folder / "done")),
        "folder": str(folder),
        "environment": ("MODE=test",),
        "password": SecretHandle("admin"),
        "password_variable": "PW",
    }
    return Setting(parameters, secrets={"admin": Credential("", CANARY)})


def _shell(folder: Path) -> Setting:
    line = "echo done> done.txt" if sys.platform == "win32" else "printf %s done > done.txt"
    return _with(line=line, folder=str(folder))


def _log(folder: Path, text: str = SAMPLE) -> Setting:
    return _with(path=_file(folder, "backup.log", text.encode()))


_DENIED: Final = Refused(Trouble.DENIED, r"\\fs01\backup", 5, "Zugriff verweigert")
_NO_NAME: Final = Refused(Trouble.SHARE_NAME, r"\\fs01\backup", 67)

CASES: Final[tuple[Case, ...]] = (
    Case("command.run", "a program with a password", _run, Finding.NEEDED),
    Case("command.run", "no such program", lambda _: _with(program="no-such-program"), Finding.BLOCKED),
    Case(
        "command.run",
        "no such folder",
        lambda folder: _with(program=PYTHON, folder=str(folder / "none")),
        Finding.BLOCKED,
    ),
    Case(
        "command.run",
        "a broken variable",
        lambda _: _with(program=PYTHON, environment=("=x",)),
        Finding.BLOCKED,
    ),
    Case("command.run", "a zero byte", lambda _: _with(program=PYTHON, arguments=("a\0b",)), Finding.BLOCKED),
    Case(
        "command.run", "a broken exit code", lambda _: _with(program=PYTHON, exit_codes="x"), Finding.BLOCKED
    ),
    Case("command.shell", "a line", _shell, Finding.NEEDED),
    Case("file.exists", "there", lambda folder: _with(path=_file(folder)), Finding.SATISFIED),
    Case("file.exists", "a folder", lambda folder: _with(path=str(folder), what="folder"), Finding.SATISFIED),
    Case("file.exists", "not there", lambda folder: _with(path=str(folder / "x")), Finding.NEEDED),
    Case("file.exists", "no file", lambda folder: _with(path=str(folder), what="file"), Finding.NEEDED),
    Case("file.exists", "no folder", lambda folder: _with(path=_file(folder), what="folder"), Finding.NEEDED),
    Case("file.exists", "small", lambda folder: _with(path=_file(folder), at_least_bytes=6), Finding.NEEDED),
    Case("file.copy", "new", _copy, Finding.NEEDED),
    Case("file.copy", "equal", lambda folder: _copy(folder, b"12345"), Finding.SATISFIED),
    Case("file.copy", "other", lambda folder: _copy(folder, b"other"), Finding.BLOCKED),
    Case("file.copy", "replaced", lambda folder: _copy(folder, b"other", True), Finding.NEEDED),
    Case(
        "file.copy",
        "no source",
        lambda folder: _with(source=str(folder / "x"), target=str(folder / "y")),
        Finding.BLOCKED,
    ),
    Case(
        "file.copy",
        "a folder as target",
        lambda folder: _with(source=_file(folder), target=str(folder)),
        Finding.BLOCKED,
    ),
    Case("file.free-space", "room", lambda folder: _with(path=str(folder), at_least_mb=1), Finding.SATISFIED),
    Case(
        "file.free-space",
        "no room",
        lambda folder: _with(path=str(folder), at_least_mb=10**9),
        Finding.NEEDED,
    ),
    Case(
        "file.free-space",
        "no path",
        lambda folder: _with(path=str(folder / "x"), at_least_mb=1),
        Finding.BLOCKED,
    ),
    Case("tcp.reachable", "open", lambda _: _net(host="xph-new", port=2231), Finding.SATISFIED),
    Case("tcp.reachable", "silent", lambda _: _net(host="xph-new", port=80), Finding.BLOCKED),
    Case("tcp.reachable", "closed", lambda _: _with(host="127.0.0.1", port=closed_port()), Finding.BLOCKED),
    Case("dns.resolves", "found", lambda _: _net(host="xph-new"), Finding.SATISFIED),
    Case("dns.resolves", "meant", lambda _: _net(host="xph-new", address="192.0.2.7"), Finding.SATISFIED),
    Case("dns.resolves", "other", lambda _: _net(host="xph-new", address="192.0.2.8"), Finding.NEEDED),
    Case("dns.resolves", "none", lambda _: _net(host="xph-old"), Finding.BLOCKED),
    Case("dns.resolves", "the host", lambda _: _net(host="moved", same_as="xph-new"), Finding.SATISFIED),
    Case("dns.resolves", "its subset", lambda _: _net(host="moved", same_as="both"), Finding.SATISFIED),
    Case("dns.resolves", "another host", lambda _: _net(host="elsewhere", same_as="xph-new"), Finding.NEEDED),
    Case("dns.resolves", "also another", lambda _: _net(host="both", same_as="xph-new"), Finding.UNKNOWN),
    Case("dns.resolves", "no such host", lambda _: _net(host="moved", same_as="gone"), Finding.UNKNOWN),
    Case(
        "dns.resolves",
        "host but not address",
        lambda _: _net(host="moved", same_as="xph-new", address="192.0.2.8"),
        Finding.NEEDED,
    ),
    Case("http.responds", "page", lambda _: _net(url="http://xph-new/"), Finding.SATISFIED),
    Case(
        "http.responds",
        "its text",
        lambda _: _net(url="http://xph-new/", contains="– Anmeldung", status=200),
        Finding.SATISFIED,
    ),
    Case(
        "http.responds",
        "another text",
        lambda _: _net(url="http://xph-new/", contains="Wartung"),
        Finding.NEEDED,
    ),
    Case(
        "http.responds", "another status", lambda _: _net(url="http://xph-new/", status=404), Finding.NEEDED
    ),
    Case("http.responds", "certificate", lambda _: _net(url="https://xph-new/"), Finding.BLOCKED),
    Case("share.writable", "a folder", lambda folder: _with(path=str(folder)), Finding.SATISFIED),
    Case("share.writable", "no folder", lambda folder: _with(path=str(folder / "x")), Finding.BLOCKED),
    Case("share.writable", "mine", lambda _: _share({"account": ACCOUNT.upper()}), Finding.SATISFIED),
    Case("share.writable", "another's", lambda _: _share({"account": "EXAMPLE\\svc"}), Finding.UNKNOWN),
    Case("share.writable", "denied", lambda _: _share({"helped_by": "share"}, _DENIED), Finding.BLOCKED),
    Case(
        "share.writable",
        "denied to me",
        lambda _: _share({"account": "EXAMPLE\\svc"}, _DENIED),
        Finding.UNKNOWN,
    ),
    Case(
        "share.writable",
        "no share for anybody",
        lambda _: _share({"account": "EXAMPLE\\svc"}, _NO_NAME),
        Finding.BLOCKED,
    ),
    Case("share.writable", "not removable", lambda _: _share({}, remains="probe.tmp"), Finding.BLOCKED),
    Case("backup-log.analyse", "the sample", _log, Finding.BLOCKED),
    Case("backup-log.analyse", "empty", lambda folder: _log(folder, ""), Finding.UNKNOWN),
)
