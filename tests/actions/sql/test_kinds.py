"""What the kinds for SQL Server decide, and exactly what they would send."""

from __future__ import annotations

import ast
import string
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from tests.actions.sql.statements import nothing_is_left_out
from tests.actions.sql.support import NAMES, NOW, SERVICE, Job, server, site
from xprunbook.actions.sql import asks, orders, quoting
from xprunbook.actions.sql.changes import CreateDatabases, FilestreamEnable, RecreateEmptyDatabases
from xprunbook.actions.sql.checks import Connect, DbOwner, Sysadmin, Version
from xprunbook.actions.sql.checks_server import FreeSpace, RestoreDone, ShareBackup
from xprunbook.actions.sql.common import SqlAction, Unfit
from xprunbook.actions.sql.compare import Compare
from xprunbook.actions.sql.rights import GrantDbOwner, GrantSysadmin, RevokeSysadmin
from xprunbook.actions.sql.texts import TEXTS
from xprunbook.practice.sql import Server
from xprunbook.run.contract import ActionFailed, Cancelled, Credential, Finding, Inspection, Operation
from xprunbook.runbook.substitute import SecretHandle
from xprunbook.systems.sql_connection import BadValue
from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble

PACKAGE = Path(orders.__file__).parent


def planned(action: SqlAction, job: Job) -> list[str]:
    """The statements an action would send."""
    return [item.text for item in action.plan(job, action.inspect(job)).operations]


def done(action: SqlAction, job: Job) -> Finding:
    """Carry it out and look again."""
    action.apply(action.plan(job, action.inspect(job)), job)
    return action.inspect(job).finding


def test_databases_are_created_with_these_statements() -> None:
    job = Job(site(server("XPDATA")), server="SQL01", databases=NAMES, collation="")
    assert planned(CreateDatabases(), job) == [
        "USE [master];\nGO\nCREATE DATABASE [XPVDIR];",
        "USE [master];\nGO\nALTER DATABASE [XPVDIR] SET RECOVERY SIMPLE;",
        "USE [XPVDIR];\nGO\nEXEC sys.sp_addextendedproperty @name = N'xprunbook', @value = N'created empty run-1';",
    ]
    assert done(CreateDatabases(), job) is Finding.SATISFIED
    assert "CREATE DATABASE [XPVDIR];" in job.told


def test_files_and_collation_are_optional() -> None:
    job = Job(
        site(server()),
        server="SQL01",
        databases=("X]",),
        collation="Latin1_General_CI_AS",
        data_folder="D:\\It's\\",
        log_folder="L:\\Log",
        recovery="keep",
    )
    assert planned(CreateDatabases(), job)[0] == (
        "USE [master];\nGO\nCREATE DATABASE [X]]]\n"
        "ON PRIMARY (NAME = [X]]], FILENAME = N'D:\\It''s\\X].mdf')\n"
        "LOG ON (NAME = [X]]_log], FILENAME = N'L:\\Log\\X]_log.ldf')\n"
        "COLLATE Latin1_General_CI_AS;"
    )


def test_db_owner_is_granted_with_these_statements() -> None:
    machine = server(*NAMES)
    machine.databases["xpvdir"].users[SERVICE] = False
    job = Job(site(machine), server="SQL01", databases=NAMES, account=SERVICE)
    assert planned(GrantDbOwner(), job) == [
        "USE [master];\nGO\nCREATE LOGIN [CORP\\svc-xphone] FROM WINDOWS;",
        "USE [XPDATA];\nGO\nCREATE USER [CORP\\svc-xphone] FOR LOGIN [CORP\\svc-xphone];",
        "USE [XPDATA];\nGO\nALTER ROLE [db_owner] ADD MEMBER [CORP\\svc-xphone];",
        "USE [XPVDIR];\nGO\nALTER USER [CORP\\svc-xphone] WITH LOGIN = [CORP\\svc-xphone];",
        "USE [XPVDIR];\nGO\nALTER ROLE [db_owner] ADD MEMBER [CORP\\svc-xphone];",
    ]
    assert done(GrantDbOwner(), job) is Finding.SATISFIED


def test_sysadmin_is_given_and_taken_back() -> None:
    machine = server()
    job = Job(site(machine), server="SQL01", account="CORP\\XPH-NEW$")
    assert planned(GrantSysadmin(), job) == [
        "USE [master];\nGO\nCREATE LOGIN [CORP\\XPH-NEW$] FROM WINDOWS;",
        "USE [master];\nGO\nALTER SERVER ROLE [sysadmin] ADD MEMBER [CORP\\XPH-NEW$];",
    ]
    assert done(GrantSysadmin(), job) is Finding.SATISFIED
    assert planned(RevokeSysadmin(), job) == [
        "USE [master];\nGO\nALTER SERVER ROLE [sysadmin] DROP MEMBER [CORP\\XPH-NEW$];"
    ]
    assert done(RevokeSysadmin(), job) is Finding.SATISFIED
    assert machine.logins["CORP\\XPH-NEW$"] is False


def test_who_may_not_see_a_sysadmin_does_not_say_that_it_is_gone() -> None:
    """The duty stays open: without ALTER ANY LOGIN the account's membership is not visible (metadata visibility)."""
    machine = server()
    machine.logins.update({"CORP\\svc": True, "CORP\\admin": False})
    found = RevokeSysadmin().inspect(Job(site(machine), server="SQL01", account="CORP\\svc"))
    assert (found.finding, found.says.code) == (Finding.UNKNOWN, "sysadmin.unknown")
    own = RevokeSysadmin().inspect(Job(site(machine), server="SQL01", account="CORP\\admin"))
    assert (own.finding, own.says.code) == (Finding.SATISFIED, "sysadmin.no")


def test_filestream_of_the_source_makes_its_size_unknown() -> None:
    """sys.master_files has 0 for it: enough room for the rest is not enough to say that all fits."""
    target, source = server(), Server("OLD", "XPCONNECT")
    source.restore("XPDATA", {"dbo.a": 1}, NOW)

    def look() -> Inspection:
        where, given = site(target, source), "OLD\\XPCONNECT"
        job = Job(where, server="SQL01", databases=("XPDATA",), source=given, at_least_mb=1)
        return FreeSpace().inspect(job)

    assert look().finding is Finding.SATISFIED
    source.databases["xpdata"].streams = 1
    found = look()
    assert (found.finding, found.says.code) == (Finding.UNKNOWN, "space.unseen")


def test_the_last_sysadmin_stays() -> None:
    machine = server()
    machine.logins = {"CORP\\admin": True}
    found = RevokeSysadmin().inspect(Job(site(machine), server="SQL01", account="CORP\\admin"))
    assert (found.finding, found.says.code) == (Finding.BLOCKED, "sysadmin.last")


def test_filestream_is_set_and_the_service_left_alone() -> None:
    machine = server(*NAMES, "ERP")
    job = Job(site(machine), server="SQL01", level=2)
    action = FilestreamEnable()
    plan = action.plan(job, action.inspect(job))
    assert [item.text for item in plan.operations] == [
        "EXEC sys.sp_configure N'filestream access level', 2;\nGO\nRECONFIGURE;"
    ]
    assert any("ERP" in str(item.values) for item in plan.warnings)
    assert done(action, job) is Finding.SATISFIED
    assert [item.code for item in action.inspect(job).details] == ["filestream.waits"]
    assert machine.filestream == (2, 0)


def half_made() -> Server:
    """A server after a first start that came half way."""
    machine = server(*NAMES)
    for name in NAMES:
        machine.databases[name.casefold()].mark = orders.mark_of("run-1")
        machine.faults.partly.add(name)
        machine.start_application(name, {f"dbo.t{number}": 1 for number in range(10)})
    return machine


def recreating(machine: Server) -> Job:
    """A job that recreates."""
    return Job(site(machine), server="SQL01", databases=NAMES, typed=("xpdata", "XPVDIR"), account=SERVICE)


def test_half_made_databases_are_made_anew() -> None:
    machine = half_made()
    job = recreating(machine)
    texts = planned(RecreateEmptyDatabases(), job)
    assert texts[1] == "USE [master];\nGO\nDROP DATABASE [XPDATA];"
    assert sum("CREATE DATABASE" in text for text in texts) == 2
    assert done(RecreateEmptyDatabases(), job) is Finding.SATISFIED
    assert all(not machine.databases[name.casefold()].tables for name in NAMES)
    assert SERVICE in machine.databases["xpdata"].owners
    assert machine.start_application("XPDATA", {"dbo.t": 1})


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda machine: setattr(machine.databases["xpdata"], "mark", ""), "recreate.not-ours"),
        (lambda machine: setattr(machine.databases["xpdata"], "mark", "other"), "recreate.not-ours"),
        (
            lambda machine: setattr(machine.databases["xpdata"], "mark", orders.mark_of("run-2")),
            "recreate.not-ours",
        ),
        (
            lambda machine: setattr(machine.databases["xpdata"], "mark", orders.mark_of("")),
            "recreate.not-ours",
        ),
        (lambda machine: machine.logins.update({"CORP\\admin": False}), "recreate.unseen"),
        (
            lambda machine: setattr(
                machine.databases["xpdata"],
                "restored",
                machine.databases["xpdata"].created - timedelta(seconds=3),
            ),
            "recreate.restored",
        ),
        (lambda machine: setattr(machine.databases["xpdata"], "restored", NOW), "recreate.restored"),
        (lambda machine: machine.databases["xpdata"].tables.update({"dbo.big": 9000}), "recreate.filled"),
        (
            lambda machine: machine.databases["xpdata"].connected.append(("XPH", "Atlas")),
            "recreate.connected",
        ),
        (lambda machine: setattr(machine.databases["xpdata"], "state", "RESTORING"), "databases.state"),
        (lambda machine: machine.databases.pop("xpdata"), "databases.missing"),
        (lambda machine: machine.restore("XPDATA", {"dbo.t": 1}, NOW), "recreate.not-ours"),
    ],
)
def test_nothing_is_dropped_that_could_be_real(spoil: object, code: str) -> None:
    machine = half_made()
    assert callable(spoil)
    spoil(machine)
    job = recreating(machine)
    found = RecreateEmptyDatabases().inspect(job)
    assert (found.finding, found.says.code) == (Finding.BLOCKED, code)
    assert not RecreateEmptyDatabases().plan(job, found).operations


def test_a_database_made_anew_after_a_restore_is_ours_again() -> None:
    machine = half_made()
    before = machine.databases["xpdata"].created - timedelta(hours=2)
    machine.databases["xpdata"].restored = before
    assert RecreateEmptyDatabases().inspect(recreating(machine)).finding is Finding.NEEDED


def test_without_a_run_nothing_is_dropped() -> None:
    machine = half_made()
    for database in machine.databases.values():
        database.mark = orders.mark_of("")
    job = recreating(machine)
    job.run = ""
    assert RecreateEmptyDatabases().inspect(job).says.code == "recreate.not-ours"


def test_a_role_without_a_login_is_not_enough() -> None:
    """After a restore the user is there with the domain's SID, and nobody can log on."""
    machine = server(*NAMES)
    for name in NAMES:
        machine.databases[name.casefold()].users[SERVICE] = True
        machine.databases[name.casefold()].owners.add(SERVICE)
    job = Job(site(machine), server="SQL01", databases=NAMES, account=SERVICE)
    seen = DbOwner().inspect(job)
    assert (seen.finding, seen.says.code) == (Finding.UNKNOWN, "owner.no-login")
    assert planned(GrantDbOwner(), job) == [
        "USE [master];\nGO\nCREATE LOGIN [CORP\\svc-xphone] FROM WINDOWS;"
    ]
    assert done(GrantDbOwner(), job) is Finding.SATISFIED
    assert DbOwner().inspect(job).finding is Finding.SATISFIED


def test_a_sql_login_is_used_when_there_is_one() -> None:
    machine = server()
    handle = SecretHandle("sql_admin")
    with_one = Job(
        site(machine), {"sql_admin": Credential("sa", "Kanarienvogel")}, server="SQL01", login=handle
    )
    assert Connect().inspect(with_one).identity == "sa"
    without = Job(site(machine), server="SQL01", login=handle)
    assert Connect().inspect(without).identity == "CORP\\admin"


def test_a_failed_statement_says_how_far_it_came() -> None:
    machine = server()
    job = Job(site(machine), server="SQL01", account=SERVICE)
    action = GrantSysadmin()
    plan = action.plan(job, action.inspect(job))
    machine.logins["CORP\\admin"] = False
    with pytest.raises(ActionFailed) as raised:
        action.apply(plan, job)
    assert "15247" in raised.value.message
    machine.logins["CORP\\admin"] = True
    machine.logins[SERVICE] = False
    with pytest.raises(ActionFailed):
        action.apply(plan, job)


def test_stopping_between_statements_leaves_a_known_state() -> None:
    job = Job(site(server()), server="SQL01", databases=NAMES)
    plan = CreateDatabases().plan(job, CreateDatabases().inspect(job))
    job.stop = True
    with pytest.raises(Cancelled):
        CreateDatabases().apply(plan, job)


def test_a_probe_that_remains_is_named() -> None:
    machine = server()
    found = ShareBackup().inspect(Job(site(machine), server="SQL01", path="\\\\SQL01\\Backup\\"))
    assert found.finding is Finding.SATISFIED
    assert str(found.evidence["file"]).startswith("\\\\SQL01\\Backup\\xprunbook-probe-")
    assert not machine.files


def test_times_are_the_servers_own() -> None:
    machine = server()
    for name in NAMES:
        machine.restore(name, {}, NOW - timedelta(hours=30))
    late = Job(site(machine), server="SQL01", databases=NAMES)
    assert RestoreDone().inspect(late).says.code == "restore.old"
    wide = Job(site(machine), server="SQL01", databases=NAMES, within_hours=48)
    assert RestoreDone().inspect(wide).finding is Finding.SATISFIED
    wide.opened = (NOW - timedelta(hours=31)).timestamp()
    assert RestoreDone().inspect(wide).finding is Finding.SATISFIED
    wide.opened = (NOW - timedelta(hours=29)).timestamp()
    assert RestoreDone().inspect(wide).says.code == "restore.old"


def test_express_takes_ten_gigabytes() -> None:
    target, source = server(), Server("OLD", "XPCONNECT")
    target.engine_edition = 4
    source.restore("XPDATA", {}, NOW)
    source.databases["xpdata"].data_mb = 12_000
    job = Job(site(target, source), server="SQL01", source="OLD\\XPCONNECT")
    assert Version().inspect(job).says.code == "version.express"


def test_express_of_2025_takes_fifty() -> None:
    machine = server("XPDATA")
    machine.engine_edition, machine.version = 4, "17.0.1000.7"
    machine.databases["xpdata"].data_mb = 45_000
    found = Version().inspect(Job(site(machine), server="SQL01"))
    assert found.finding is Finding.SATISFIED
    assert [item.code for item in found.details] == ["version.ends", "version.near"]
    machine.version = "16.0.4135.4"
    assert Version().inspect(Job(site(machine), server="SQL01")).says.code == "version.express"


def test_a_size_nobody_may_see_is_said() -> None:
    machine = server("XPDATA")
    machine.engine_edition = 4
    machine.databases["xpdata"].data_mb = None
    found = Version().inspect(Job(site(machine), server="SQL01"))
    assert "version.unseen" in [item.code for item in found.details]


def test_a_source_may_be_several_servers() -> None:
    target, one, two = server(*NAMES), Server("OLD", "XPCONNECT"), Server("OLD", "XPANALYTICS")
    one.restore("XPDATA", {"dbo.a": 1}, NOW)
    two.restore("XPVDIR", {"dbo.a": 2}, NOW)
    target.databases["xpdata"].tables["dbo.a"] = 1
    target.databases["xpvdir"].tables["dbo.a"] = 3
    job = Job(
        site(target, one, two),
        server="SQL01",
        databases=NAMES,
        source="OLD\\XPCONNECT",
        sources=("XPVDIR=OLD\\XPANALYTICS",),
    )
    found = Compare().inspect(job)
    assert (found.says.code, [item.code for item in found.details]) == ("compare.differs", ["compare.rows"])
    assert [item["source"] for item in databases_of(found)] == ["OLD\\XPCONNECT", "OLD\\XPANALYTICS"]


def databases_of(found: Inspection) -> list[dict[str, str]]:
    """The databases in the evidence of a comparison."""
    return cast("list[dict[str, str]]", found.evidence["databases"])


def test_databases_are_found_in_the_instance_that_has_them() -> None:
    one, two = Server("X", "A"), Server("X", "B")
    one.restore("XPDATA", {}, NOW)
    two.restore("XPVDIR", {}, NOW - timedelta(hours=30))
    job = Job(site(one, two), server="X", instances=("A", "B"), databases=(*NAMES, "XPSTATS"))
    found = RestoreDone().inspect(job)
    assert found.finding is Finding.NEEDED
    said = [(item.code, item.values["database"]) for item in (found.says, *found.details)]
    assert said == [("restore.none", "XPSTATS"), ("restore.line", "XPDATA"), ("restore.old", "XPVDIR")]


def test_the_end_of_support_is_said() -> None:
    machine = server()
    machine.version = "13.0.7037.1"
    found = Version().inspect(Job(site(machine), server="SQL01"))
    assert [item.code for item in found.details] == ["version.ended"]


def test_no_login_of_its_own_is_unknown_and_not_no() -> None:
    found = Sysadmin().inspect(Job(site(server()), server="SQL01", account=SERVICE))
    assert found.finding is Finding.UNKNOWN


@pytest.mark.parametrize("value", ["", "x" * 129, "a\0b", chr(0xD800)])
def test_what_can_be_no_name(value: str) -> None:
    with pytest.raises(BadValue):
        quoting.name(value)


@pytest.mark.parametrize("value", ["a@corp", ".\\a", "a", "\\a", "CORP\\", "a\\b\\c"])
def test_what_is_no_windows_login(value: str) -> None:
    with pytest.raises(BadValue):
        quoting.windows_login(value)


def test_the_probe_is_removed_by_name_alone() -> None:
    assert (
        orders.remove_probe("\\\\s\\b\\x.bak", 15).text
        == "EXEC master.sys.xp_delete_files N'\\\\s\\b\\x.bak';"
    )
    assert (
        orders.remove_probe("\\\\s\\b\\x.bak", 13).text
        == "EXEC master.sys.xp_delete_file 0, N'\\\\s\\b\\x.bak';"
    )
    for path in ("\\\\s\\*.bak", "D:\\?.bak"):
        with pytest.raises(BadValue):
            orders.remove_probe(path, 15)


def test_variants_are_cast_wherever_they_are_read() -> None:
    for request in (asks.SERVER, asks.setting("x"), asks.mark("x")):
        text = request.batches[-1]
        for function in ("SERVERPROPERTY(", "CONNECTIONPROPERTY("):
            assert text.count(function) == text.count(f"CAST({function}")
    assert "CAST(value AS" in asks.setting("x").text
    assert "CAST(value AS" in asks.mark("x").text


def test_an_operation_is_sent_as_it_was_shown() -> None:
    operation = orders.create_user("SQL01", "XPDATA", SERVICE)
    assert orders.request_of(operation).text == operation.text
    assert orders.request_of(
        Operation(**{name: getattr(operation, name) for name in ("verb", "target", "text", "data")})
    )


def test_every_trouble_has_its_sentences() -> None:
    for trouble in SqlTrouble:
        assert f"sql.{trouble}" in TEXTS.table
        assert f"sql.helps.{trouble}" in TEXTS.table


def codes() -> set[str]:
    """Every code that a module of the family names in a Statement or keeps as a text with a point."""
    found: set[str] = set()
    for path in PACKAGE.glob("*.py"):
        if path.name.startswith("texts"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_every_sentence_is_used_and_every_code_has_one() -> None:
    used = codes()
    ours = {
        code for code in TEXTS.table if not code.startswith(("trouble.", "helps.", "sql.", "bad.", "script."))
    }
    helps = {f"{code}.helps" for code in used}
    assert not {code for code in ours if code not in used and code not in helps}
    for code in used:
        family, point, rest = code.partition(".")
        if (
            point
            and rest
            and family in {item.partition(".")[0] for item in ours}
            and code.replace(".", "").isalpha()
        ):
            assert code in TEXTS.table, code


def test_sentences_speak_both_languages_with_the_same_values() -> None:
    for code, sentences in TEXTS.table.items():
        german, english = (
            {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in sentences
        )
        assert german == english, code


def test_unfit_is_an_inspection() -> None:
    with pytest.raises(Unfit):
        raise Unfit(Connect().inspect(Job(site(server()), server="SQL01")))
    assert SqlRefused(SqlTrouble.LOGIN, "x").message


def test_the_list_of_statements_for_readers_is_whole() -> None:
    nothing_is_left_out()


def test_the_engine_may_copy_an_inspection_and_the_plan_stays() -> None:
    job = Job(site(server()), server="SQL01", databases=NAMES)
    found = CreateDatabases().inspect(job)
    copied = replace(found, identity="somebody")
    assert CreateDatabases().plan(job, copied).digest == CreateDatabases().plan(job, found).digest
    assert CreateDatabases().plan(job, copied).operations
