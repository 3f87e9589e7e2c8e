"""The situations in which the kinds for SQL Server are held to their declarations, on modelled servers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from tests.actions.conformance import CANARY, Case, Setting
from tests.actions.jobs import ChosenSite
from tests.actions.sql.support import NAMES, NOW, SERVICE, MemoryFiles, server
from xprunbook.practice.sql import PracticeSql, Server
from xprunbook.run.contract import Credential, Finding
from xprunbook.runbook.substitute import Filled, SecretHandle
from xprunbook.systems.sql import Row

ON: Final[dict[str, Filled]] = {"server": "SQL01"}
ALL: Final[dict[str, Filled]] = {"server": "SQL01", "databases": NAMES}
SCRIPT: Final = "D:\\Export\\xpdata.sql"
GOOD: Final = b"CREATE TABLE t (a int)\r\nGO\r\nINSERT t VALUES (1)\r\nGO\r\n"


def _on(
    *servers: Server,
    given: dict[str, Filled],
    secrets: dict[str, Credential] | None = None,
    script: bytes = GOOD,
) -> Callable[[Path], Setting]:
    def prepare(folder: Path) -> Setting:
        del folder
        systems: dict[str, object] = {"sql": PracticeSql(list(servers), lambda: NOW)}
        systems["files"] = MemoryFiles({SCRIPT: script})
        return Setting(given, ChosenSite(**systems), secrets or {})

    return prepare


def _changed(change: Callable[[Server], object], *databases: str) -> Server:
    made = server(*databases)
    change(made)
    return made


def _refusing(made: Server) -> None:
    made.faults.refused = True


def _full(made: Server) -> None:
    made.faults.full = True


def _restored(made: Server) -> None:
    for name in NAMES:
        made.restore(name, {"dbo.a": 10}, NOW - timedelta(hours=1))


def _owned(made: Server) -> None:
    made.logins[SERVICE] = False
    for name in NAMES:
        made.databases[name.casefold()].users[SERVICE] = True
        made.databases[name.casefold()].owners.add(SERVICE)


def _orphaned(made: Server) -> None:
    for name in NAMES:
        made.databases[name.casefold()].users[SERVICE] = False


def _sysadmin(made: Server) -> None:
    made.logins[SERVICE] = True


def _known(made: Server) -> None:
    made.logins[SERVICE] = False


def _filestream(made: Server) -> None:
    made.filestream = (2, 2)


def _partly(made: Server) -> None:
    for name in NAMES:
        made.databases[name.casefold()].mark = "created empty run-1"
        made.databases[name.casefold()].tables = {"dbo.a": 3}


def _memory(made: Server) -> None:
    made.memory_mb = 8192


def _share(made: Server) -> None:
    made.faults.share = 5


def _old(made: Server) -> None:
    made.version = "11.0.7001.0"


def _backup(major: int) -> Callable[[Server], None]:
    def change(made: Server) -> None:
        row: Row = {"backuptype": 1, "databasename": "XPDATA", "softwareversionmajor": major, "position": 1}
        made.files["\\\\sql01\\b\\xpdata.bak"] = row

    return change


def _source(rows: int) -> Server:
    made = Server("OLD", "XPCONNECT")
    made.restore("XPDATA", {"dbo.a": rows}, NOW)
    made.restore("XPVDIR", {"dbo.a": 10}, NOW)
    return made


_LOGIN: Final[dict[str, Filled]] = {**ON, "login": SecretHandle("sql_admin")}
_BAK: Final[dict[str, Filled]] = {**ON, "path": "\\\\SQL01\\b\\xpdata.bak"}
_COMPARED: Final[dict[str, Filled]] = {**ALL, "source": "OLD\\XPCONNECT"}
_ACCOUNT: Final[dict[str, Filled]] = {**ON, "account": SERVICE}
_OWNER: Final[dict[str, Filled]] = {**ALL, "account": SERVICE}
_ANEW: Final[dict[str, Filled]] = {**_OWNER, "typed": NAMES}
_RUN: Final[dict[str, Filled]] = {**ON, "file": SCRIPT}

OK, TODO, NO, MAYBE = Finding.SATISFIED, Finding.NEEDED, Finding.BLOCKED, Finding.UNKNOWN

CASES: Final[tuple[Case, ...]] = (
    Case("sql.connect", "there", _on(server(), given=ON), OK),
    Case("sql.connect", "nobody there", _on(server(), given={"server": "SQL99"}), NO),
    Case(
        "sql.connect",
        "two instances",
        _on(Server("X", "A"), Server("X", "B"), given={"server": "X", "instances": ("A", "X\\B")}),
        OK,
    ),
    Case(
        "sql.connect",
        "one of two",
        _on(Server("X", "A"), given={"server": "X", "instances": ("A", "B")}),
        NO,
    ),
    Case("sql.connect", "no such instance", _on(server(), given={"server": "SQL01\\X"}), NO),
    Case(
        "sql.connect",
        "refused",
        _on(_changed(_refusing), given=_LOGIN, secrets={"sql_admin": Credential("sa", CANARY)}),
        NO,
    ),
    Case("sql.version", "new enough", _on(server(), given=ON), OK),
    Case("sql.version", "too old", _on(_changed(_old), given=ON), TODO),
    Case("sql.version", "older than the source", _on(server(), given={**ON, "source_version": "16.0"}), TODO),
    Case(
        "sql.version", "source asked", _on(server(), _source(1), given={**ON, "source": "OLD\\XPCONNECT"}), OK
    ),
    Case("sql.sysadmin", "me", _on(server(), given=ON), OK),
    Case("sql.sysadmin", "no login", _on(server(), given=_ACCOUNT), MAYBE),
    Case("sql.sysadmin", "not", _on(_changed(_known), given=_ACCOUNT), TODO),
    Case("sql.sysadmin", "taken back", _on(_changed(_known), given={**_ACCOUNT, "member": "no"}), OK),
    Case("sql.databases", "there", _on(server(*NAMES), given={**ALL, "recovery": "simple"}), OK),
    Case("sql.databases", "one missing", _on(server(NAMES[0]), given=ALL), TODO),
    Case("sql.databases", "other model", _on(server(*NAMES), given={**ALL, "recovery": "full"}), TODO),
    Case("sql.db-owner", "all", _on(_changed(_owned, *NAMES), given=_OWNER), OK),
    Case("sql.db-owner", "no user", _on(server(*NAMES), given=_OWNER), MAYBE),
    Case("sql.db-owner", "orphan", _on(_changed(_orphaned, *NAMES), given=_OWNER), TODO),
    Case("sql.db-owner", "no database", _on(server(), given=_OWNER), TODO),
    Case("sql.filestream", "off", _on(server(), given=ON), TODO),
    Case("sql.filestream", "on", _on(_changed(_filestream), given={**ON, "level": 2}), OK),
    Case("sql.memory-limit", "unlimited", _on(server(), given=ON), TODO),
    Case("sql.memory-limit", "limited", _on(_changed(_memory), given=ON), OK),
    Case("sql.memory-limit", "above", _on(_changed(_memory), given={**ON, "at_most_mb": 4096}), TODO),
    Case("sql.free-space", "room", _on(server(), given={**ON, "at_least_mb": 1000}), OK),
    Case("sql.free-space", "full", _on(_changed(_full), given={**ON, "at_least_mb": 1000}), TODO),
    Case("sql.restore-done", "done", _on(_changed(_restored), given=ALL), OK),
    Case(
        "sql.restore-done",
        "in two instances",
        _on(_source(1), given={"server": "OLD", "instances": ("XPCONNECT",), "databases": NAMES}),
        OK,
    ),
    Case("sql.restore-done", "not", _on(server(*NAMES), given=ALL), TODO),
    Case("sql.backup-file", "good", _on(_changed(_backup(15)), given=_BAK), OK),
    Case("sql.backup-file", "newer", _on(_changed(_backup(16)), given=_BAK), TODO),
    Case("sql.backup-file", "not there", _on(server(), given=_BAK), NO),
    Case("sql.share-backup", "may", _on(server(), given={**ON, "path": "\\\\SQL01\\b"}), OK),
    Case("sql.share-backup", "may not", _on(_changed(_share), given={**ON, "path": "\\\\SQL01\\b"}), NO),
    Case("sql.create-databases", "none there", _on(server(), given=ALL), TODO),
    Case("sql.create-databases", "one there", _on(server(NAMES[0]), given=ALL), TODO),
    Case("sql.create-databases", "there", _on(server(*NAMES), given=ALL), OK),
    Case(
        "sql.create-databases",
        "other collation",
        _on(server(*NAMES), given={**ALL, "collation": "Turkish_CI_AS"}),
        NO,
    ),
    Case(
        "sql.create-databases", "hostile collation", _on(server(), given={**ALL, "collation": "a; DROP"}), NO
    ),
    Case(
        "sql.create-databases", "hostile name", _on(server(), given={**ON, "databases": ("a]; DROP",)}), TODO
    ),
    Case(
        "sql.create-databases", "no name at all", _on(server(), given={**ON, "databases": ("x" * 129,)}), NO
    ),
    Case("sql.recovery-model", "simple already", _on(server(*NAMES), given=ALL), OK),
    Case("sql.recovery-model", "after a restore", _on(_changed(_restored), given=ALL), TODO),
    Case("sql.recovery-model", "missing", _on(server(), given=ALL), NO),
    Case("sql.filestream-enable", "off", _on(server(*NAMES), given={**ON, "level": 2}), TODO),
    Case("sql.filestream-enable", "no level", _on(server(), given={**ON, "level": 3}), NO),
    Case("sql.recreate-empty-databases", "partly", _on(_changed(_partly, *NAMES), given=_ANEW), TODO),
    Case("sql.recreate-empty-databases", "empty", _on(server(*NAMES), given=_ANEW), OK),
    Case(
        "sql.recreate-empty-databases",
        "typed otherwise",
        _on(_changed(_partly, *NAMES), given={**_ANEW, "typed": ("XPDATA",)}),
        NO,
    ),
    Case("sql.recreate-empty-databases", "restored", _on(_changed(_restored), given=_ANEW), NO),
    Case("sql.grant-db-owner", "nobody yet", _on(server(*NAMES), given=_OWNER), TODO),
    Case("sql.grant-db-owner", "orphan", _on(_changed(_orphaned, *NAMES), given=_OWNER), TODO),
    Case("sql.grant-db-owner", "has it", _on(_changed(_owned, *NAMES), given=_OWNER), OK),
    Case("sql.grant-db-owner", "no database", _on(server(), given=_OWNER), NO),
    Case("sql.grant-db-owner", "machine", _on(server(*NAMES), given={**ALL, "account": "CORP\\XPH$"}), TODO),
    Case("sql.grant-db-owner", "mail form", _on(server(*NAMES), given={**ALL, "account": "a@corp"}), NO),
    Case("sql.grant-sysadmin", "not yet", _on(server(), given=_ACCOUNT), TODO),
    Case("sql.grant-sysadmin", "has it", _on(_changed(_sysadmin), given=_ACCOUNT), OK),
    Case("sql.revoke-sysadmin", "has it", _on(_changed(_sysadmin), given=_ACCOUNT), TODO),
    Case("sql.revoke-sysadmin", "has it not", _on(_changed(_known), given=_ACCOUNT), OK),
    Case("sql.run-script", "fit", _on(server(*NAMES), given=_RUN), TODO),
    Case("sql.run-script", "unfit", _on(server(), given=_RUN, script=b"SELECT 'x\r\nGO\r\n"), NO),
    Case("sql.run-script", "no file", _on(server(), given={**_RUN, "file": "D:\\none.sql"}), NO),
    Case("sql.check-script", "fit", _on(given={"file": SCRIPT}), OK),
    Case(
        "sql.check-script", "several", _on(given={"file": "D:\\Export\\*.sql", "for_each": ("xpdata",)}), OK
    ),
    Case(
        "sql.check-script",
        "no data",
        _on(given={"file": SCRIPT}, script=b"CREATE TABLE t (a int)\nGO\n"),
        TODO,
    ),
    Case("sql.check-script", "unfit", _on(given={"file": SCRIPT}, script=b"SELECT 'x\nGO\n"), TODO),
    Case(
        "sql.check-script",
        "newer",
        _on(
            given={"file": SCRIPT, "target": "2014"}, script=b"CREATE OR ALTER VIEW v AS SELECT 1 AS a\nGO\n"
        ),
        TODO,
    ),
    Case("sql.check-script", "no file", _on(given={"file": "D:\\none.sql"}), NO),
    Case("sql.run-script", "several", _on(server(*NAMES), given={**_RUN, "for_each": ("a", "b")}), TODO),
    Case("sql.compare", "equal", _on(_source(10), _changed(_restored), given=_COMPARED), OK),
    Case("sql.compare", "other rows", _on(_source(11), _changed(_restored), given=_COMPARED), TODO),
)
