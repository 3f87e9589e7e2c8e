"""Encodings, SQLCMD's commands and variables, what a script holds, and sending it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.actions.sql.support import NAMES, Job, MemoryFiles, batches, server, site, watch
from xprunbook.actions.sql.run_script import RunScript
from xprunbook.actions.sql.script.facts import Facts, mask
from xprunbook.actions.sql.script.problem import ScriptError
from xprunbook.actions.sql.script.run import remember, run
from xprunbook.actions.sql.script.script import Options, Script
from xprunbook.actions.sql.script.source import survey
from xprunbook.run.contract import ActionFailed, Cancelled, Finding
from xprunbook.systems.ports import Watch
from xprunbook.systems.sql import Request, Row, Said, Table, Told
from xprunbook.systems.sql_trouble import SqlRefused, SqlTrouble
from xprunbook.systems.trouble import Refused

TEXT = "SELECT 'Müller, 日本'\r\nGO\r\nSELECT 2\r\n"


@pytest.mark.parametrize(
    ("data", "encoding", "guessed"),
    [
        (TEXT.encode("utf-8"), "utf-8", False),
        (TEXT.encode("utf-8-sig"), "utf-8", False),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le", False),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be", False),
        (TEXT.encode("utf-16-le"), "utf-16-le", True),
        (TEXT.encode("utf-16-be"), "utf-16-be", True),
        ("SELECT 'Müller'\r\nGO\r\nSELECT 2\r\n".encode("cp1252"), "cp1252", True),
        (b"SELECT 1\r\nGO\r\nSELECT 2\r\n", "utf-8", False),
    ],
)
def test_encodings_as_they_are_written(data: bytes, encoding: str, guessed: bool) -> None:
    files = MemoryFiles({"/a.sql": data})
    found = survey(files, "/a.sql", watch())
    assert (found.encoding, found.guessed, found.size) == (encoding, guessed, len(data))
    script = Script(files, "/a.sql", Options())
    made = [batch.text for batch in script.batches(watch())]
    assert len(made) == 2
    assert "\ufeff" not in made[0]
    assert made[0].startswith("SELECT")
    assert [note.code for note in script.check(watch()).notes] == (["guessed"] if guessed else [])


def test_an_encoding_can_be_insisted_on() -> None:
    files = MemoryFiles({"/a.sql": "SELECT 'ü'".encode("cp850")})
    script = Script(files, "/a.sql", Options(encoding="cp850"))
    assert [batch.text for batch in script.batches(watch())] == ["SELECT 'ü'"]
    for wrong in ("utf-32", "nonsense"):
        with pytest.raises(ScriptError):
            list(Script(files, "/a.sql", Options(encoding=wrong)).batches(watch()))
    with pytest.raises(ScriptError) as raised:
        list(Script(files, "/a.sql", Options(encoding="utf-8")).batches(watch()))
    assert raised.value.problem.values["at"] == 8
    with pytest.raises(Refused):
        survey(files, "/none.sql", watch())


def made(files: Mapping[str, str], variables: Mapping[str, str] | None = None) -> list[str]:
    """The batches of ``/a.sql`` with SQLCMD's language."""
    script = Script(
        MemoryFiles({name: text.encode() for name, text in files.items()}),
        "/a.sql",
        Options(sqlcmd=True, variables=variables or {}),
    )
    return [batch.text for batch in script.batches(watch())]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (":setvar db XP\nUSE $(db)\nGO\nSELECT '$(db)', [$(DB)]", ["USE XP\n", "SELECT 'XP', [XP]"]),
        (':setvar n "a ""b"" c"\nPRINT \'$(n)\'', ["PRINT 'a \"b\" c'"]),
        (":setvar a 1\n:setvar b $(a)2\nSELECT $(b)", ["SELECT 12"]),
        (
            "-- $(none)\n/* $(none) /* $(none) */ */ SELECT $(x)",
            ["-- $(none)\n/* $(none) /* $(none) */ */ SELECT X"],
        ),
        ("SELECT '--', $(x)", ["SELECT '--', X"]),
        ("SELECT 'a\n:setvar no 1\n'", ["SELECT 'a\n:setvar no 1\n'"]),
        ("PRINT 1\n:setvar x 2\nPRINT $(x)", ["PRINT 1\nPRINT 2"]),
        (":on error exit\nSELECT 1", ["SELECT 1"]),
        ("SELECT 1\nexitcode\nGO\nquitting", ["SELECT 1\nexitcode\n", "quitting"]),
        ("SELECT * FROM\n::fn_x()", ["SELECT * FROM\n::fn_x()"]),
        ("SELECT $1, $ (x)", ["SELECT $1, $ (x)"]),
    ],
)
def test_variables(text: str, wanted: list[str]) -> None:
    assert made({"/a.sql": text}, {"x": "X"}) == wanted


@given(st.text(st.sampled_from("'\"[]-/*\n\r GOga;x1"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_without_commands_both_ways_of_reading_agree(text: str) -> None:
    files = MemoryFiles({"/a.sql": text.encode()})
    outcomes: list[object] = []
    for sqlcmd in (False, True):
        script = Script(files, "/a.sql", Options(sqlcmd=sqlcmd))
        try:
            outcomes.append([(batch.text, batch.repeat, batch.starts) for batch in script.batches(watch())])
        except ScriptError as error:
            outcomes.append(error.problem)
    assert outcomes[0] == outcomes[1]


@given(st.text(st.sampled_from("'\"[]-/*\n\r x"), max_size=60))
def test_masking_changes_no_length_and_no_line(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert [at for at, sign in enumerate(text) if sign in "\r\n"] == [
        at for at, sign in enumerate(masked) if sign in "\r\n"
    ]


def test_a_value_moves_no_border_of_a_batch() -> None:
    assert made({"/a.sql": "SELECT '$(x)'\nGO\nSELECT 2"}, {"x": "'; DROP TABLE t --"}) == [
        "SELECT ''; DROP TABLE t --'\n",
        "SELECT 2",
    ]
    with pytest.raises(ScriptError):
        made({"/a.sql": "SELECT 1"}, {"x": "a\nGO\nb"})


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("SELECT 1\nGO\n\nSELECT '$(none)'", "variable", 4),
        ("SELECT 1,\n$(none)", "variable", 2),
        ("$(ESCAPE_SQUOTE(SRVR))", "variable-form", 1),
        ("SELECT 1\n$(", "variable-form", 2),
        (":setvar 1x 2", "setvar", 1),
        (":setvar", "setvar", 1),
        (":setvar x 1\n:setvar x\nSELECT $(x)", "variable", 3),
        ("SELECT 1\n!! dir", "command", 2),
        (":!! dir", "command", 1),
        ("SELECT 1\nexit", "command", 2),
        ("quit", "command", 1),
        ("EXIT(SELECT 1)", "command", 1),
        (":connect SQL01", "command", 1),
        (":on error ignore", "command", 1),
        (":out x.txt", "command", 1),
        (":r", "command", 1),
        ("\n:r none.sql", "include", 2),
        (":r /a.sql", "cycle", 1),
        ("GO x", "go-count", 1),
        ("SELECT 'x", "open-string", 1),
    ],
)
def test_what_is_not_carried_out_stops_before_anything_ran(text: str, code: str, line: int) -> None:
    with pytest.raises(ScriptError) as raised:
        made({"/a.sql": text})
    assert (raised.value.problem.code, raised.value.problem.place.line) == (code, line)


def test_included_files_go_on_with_the_batch_and_keep_their_lines() -> None:
    files = {
        "/a.sql": "SELECT 1\n:r sub/b.sql\nSELECT 4\nGO\nSELECT 5\n",
        "/sub/b.sql": "SELECT 2\n:r c.sql",
        "/sub/c.sql": "SELECT 3",
    }
    memory = MemoryFiles({name: text.encode() for name, text in files.items()})
    script = Script(memory, "/a.sql", Options(sqlcmd=True))
    found = list(script.batches(watch()))
    assert [batch.text for batch in found] == ["SELECT 1\nSELECT 2\nSELECT 3\nSELECT 4\n", "SELECT 5\n"]
    assert [str(found[0].place(line)) for line in (1, 2, 3, 4)] == [
        "/a.sql:1",
        "/sub/b.sql:1",
        "/sub/c.sql:1",
        "/a.sql:3",
    ]
    assert [item.path for item in script.check(watch()).files] == ["/a.sql", "/sub/b.sql", "/sub/c.sql"]


def test_a_ring_of_files_and_too_deep_ones_are_refused() -> None:
    with pytest.raises(ScriptError) as raised:
        made({"/a.sql": ":r b.sql", "/b.sql": ":r a.sql"})
    assert raised.value.problem.code == "cycle"
    deep = {f"/{name}.sql": f":r {chr(ord(name) + 1)}.sql" for name in "abcdefghijk"}
    with pytest.raises(ScriptError) as raised:
        made(deep)
    assert raised.value.problem.code == "deep"


def test_variables_are_off_for_data() -> None:
    files = MemoryFiles({"/a.sql": b"INSERT t VALUES ('$(x)')\n:r none\nGO\n"})
    script = Script(files, "/a.sql", Options())
    assert [batch.text for batch in script.batches(watch())] == ["INSERT t VALUES ('$(x)')\n:r none\n"]
    assert [note.code for note in script.check(watch()).notes] == ["dollar"]


def facts(text: str, major: int = 0) -> Facts:
    """What a text holds."""
    found = Facts()
    for batch in batches(text):
        found.add(batch, major)
    return found


def test_what_a_script_holds() -> None:
    found = facts(
        "USE [XP DATA]\nGO\nCREATE DATABASE [X] ON PRIMARY (NAME = N'x', FILENAME = N'C:\\It''s\\x.mdf')\nGO\n"
        '/* CREATE TABLE no */ CREATE TABLE [dbo].[a]]b](x int)\ncreate table "s".t (x int)\nGO\n'
        "INSERT [dbo].[t] VALUES ('INSERT x')\nINSERT INTO [dbo].[t] VALUES (1)\n-- INSERT no\n"
        "INSERT u VALUES ('\nINSERT z')\n"
        "GO\nALTER DATABASE X SET COMPATIBILITY_LEVEL = 150\nGO\nCREATE USER [x] FOR LOGIN [x]\n"
    )
    assert found.databases == ["XP DATA"]
    assert found.creates == ["X"]
    assert [(str(place), path) for place, path in found.files] == [("f.sql:3", "C:\\It's\\x.mdf")]
    assert found.created == ["dbo.a]b", "s.t"]
    assert (found.inserts, found.rows) == (3, {"dbo.t": 2, "u": 1})
    assert [(str(place), level) for place, level in found.levels] == [("f.sql:14", 150)]
    assert found.flags == ["CREATE USER"]


@pytest.mark.parametrize(
    ("text", "major", "traps"),
    [
        ("CREATE TABLE t(a int) WITH (OPTIMIZE_FOR_SEQUENTIAL_KEY = OFF)", 14, [15]),
        ("CREATE TABLE t(a int) WITH (OPTIMIZE_FOR_SEQUENTIAL_KEY = OFF)", 15, []),
        ("DROP TABLE IF EXISTS t", 12, [13]),
        ("CREATE OR ALTER PROC p AS SELECT 1", 12, [13]),
        ("SELECT STRING_AGG(a, ',') FROM t", 13, [14]),
        ("INSERT t VALUES (N'DROP TABLE IF EXISTS x CREATE OR ALTER LEDGER = ON')", 12, []),
        ("-- DROP TABLE IF EXISTS t", 12, []),
        ("/* CREATE OR ALTER */ SELECT 1", 12, []),
        ("IF EXISTS (SELECT 1) DROP TABLE t", 12, []),
        ("ALTER DATABASE x SET QUERY_STORE = OFF", 12, [13]),
        ("CREATE TABLE t(a int) WITH (LEDGER = ON)", 15, [16]),
    ],
)
def test_traps_of_an_older_target(text: str, major: int, traps: list[int]) -> None:
    assert [trap.major for trap in facts(text, major).traps] == traps


def test_masking_keeps_length_and_lines() -> None:
    text = "a 'x\r\ny''z' [b'c] \"d'\" -- e\n/* f /* g */ \n */ h"
    assert mask(text) == "a   \r\n      [b'c] \"d'\"     \n             \n    h"


@dataclass
class Sent:
    """A session that remembers, and fails where a test wants it."""

    fails: Mapping[str, SqlRefused] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    open: bool = False
    driver: str = "fake"

    def ask(self, request: Request, watch: Watch) -> tuple[Row, ...]:
        """Nothing."""
        return ()

    def do(self, request: Request, watch: Watch, told: Told) -> None:
        """Remember it; PRINT is said."""
        self.texts.append(request.text)
        told(Said("hallo"))
        told(Table(("a",), (("1",),), 3))
        for words, refused in self.fails.items():
            if words in request.text:
                raise refused

    def rollback(self, watch: Watch) -> bool:
        """As a test wants it."""
        return self.open

    def close(self) -> None:
        """Nothing."""


WRONG = SqlRefused(SqlTrouble.CONSTRAINT, "SQL01", 547, "conflict")
SCRIPT = "USE x\nGO\nSET IDENTITY_INSERT [a] ON\nGO\nINSERT 1\nGO\nINSERT 2\n  bad\nGO\nINSERT 3\nGO 2\n"


def send(session: Sent, after: int = 0, go_on: bool = False, job: Job | None = None) -> object:
    """Run the script of the tests."""
    told = job or Job(site(server()))
    estimate: Callable[[int, float], str] = lambda number, seconds: str(number)  # noqa: E731
    return run(session, batches(SCRIPT), len(SCRIPT), told, told.tell, estimate, after, go_on)


def test_it_stops_at_the_first_batch_that_fails_and_says_where() -> None:
    session, job = Sent({"bad": WRONG}, open=True), Job(site(server()))
    ran = send(session, job=job)
    assert vars_of(ran) == (3, 4, 1, True, True)
    failure = ran.failures[0]  # type: ignore[attr-defined]
    assert (str(failure.place), failure.last, failure.number) == ("f.sql:7", 8, 4)
    assert job.told[:3] == ["hallo", "a", "1"]
    assert "(1 / 3)" in job.told
    assert job.parts == sorted(job.parts)


def vars_of(ran: object) -> tuple[object, ...]:
    """How it ended."""
    return tuple(getattr(ran, name) for name in ("done", "sent", "failed", "stopped", "rolled_back"))


def test_it_goes_on_if_asked_and_repeats() -> None:
    session = Sent({"bad": WRONG})
    assert vars_of(send(session, go_on=True)) == (5, 5, 1, False, False)
    assert session.texts.count("INSERT 3\n") == 2


def test_a_broken_connection_ends_it_even_then() -> None:
    gone = SqlRefused(SqlTrouble.GONE, "SQL01", 10054)
    assert vars_of(send(Sent({"INSERT 1": gone}), go_on=True)) == (2, 3, 1, True, False)


def test_going_on_after_a_batch_sets_again_what_was_set() -> None:
    session = Sent()
    assert vars_of(send(session, after=3)) == (5, 2, 0, False, False)
    assert session.texts[:3] == ["USE x;", "SET IDENTITY_INSERT [a] ON;", "INSERT 2\n  bad\n"]


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (["USE [a]", "USE b"], ["USE b;"]),
        (["SET ANSI_NULLS ON", "SET ANSI_NULLS OFF"], ["SET ANSI_NULLS OFF;"]),
        (["SET IDENTITY_INSERT [s].[t] ON", "SET IDENTITY_INSERT [s].[t] OFF"], []),
        (
            ["SET IDENTITY_INSERT a ON", "SET IDENTITY_INSERT a OFF", "SET IDENTITY_INSERT b ON"],
            ["SET IDENTITY_INSERT b ON;"],
        ),
        (["ALTER DATABASE x SET ANSI_NULLS OFF", "ALTER DATABASE [x] SET RECOVERY SIMPLE"], []),
        (["UPDATE t SET a = 1", "SELECT 'USE x'", "-- USE x"], []),
    ],
)
def test_what_skipped_batches_leave_behind(texts: list[str], kept: list[str]) -> None:
    found: dict[str, str] = {}
    for text in texts:
        remember(text, found)
    assert list(found.values()) == kept


def test_what_cannot_be_set_again_is_known() -> None:
    for text in ("CREATE TABLE #t (a int)", "BEGIN TRAN", "INSERT t VALUES (1)\nbegin transaction"):
        assert known(text) == 2, text
    for text in ("CREATE TABLE t (a int) -- #t", "PRINT 'BEGIN TRAN'", "CREATE PROC p AS BEGIN TRAN; COMMIT"):
        assert not known(text), text


def known(text: str) -> int:
    """The first batch that leaves more behind, of two."""
    facts = Facts()
    for batch in batches(f"SELECT 1\nGO\n{text}\nGO\n"):
        facts.add(batch)
    return facts.lasting


def test_the_action_says_where_it_stopped() -> None:
    machine = server(*NAMES)
    files = {"D:\\x.sql": b"CREATE TABLE t (a int)\nGO\nSELECT 1\nGO\n"}
    job = Job(site(machine, files=files), server="SQL01", file="D:\\x.sql")
    action = RunScript()
    found = action.inspect(job)
    assert found.finding is Finding.NEEDED
    plan = action.plan(job, found)
    assert "SHA-256" in plan.operations[0].text
    machine.faults.full = True
    with pytest.raises(ActionFailed) as raised:
        action.apply(plan, job)
    assert "D:\\x.sql:1 bis Zeile 1, Batch 1" in raised.value.message
    assert "0 Batches sind fertig" in raised.value.hint
    machine.faults.full = False
    action.apply(plan, job)
    assert machine.batches == 3


def test_a_file_that_changed_meanwhile_is_not_run() -> None:
    machine, files = server(), {"D:\\x.sql": b"SELECT 1\nGO\n"}
    place = site(machine, files=files)
    job = Job(place, server="SQL01", file="D:\\x.sql")
    action = RunScript()
    plan = action.plan(job, action.inspect(job))
    other = Job(site(machine, files={"D:\\x.sql": b"DROP TABLE t\nGO\n"}), server="SQL01", file="D:\\x.sql")
    with pytest.raises(ActionFailed):
        action.apply(plan, other)
    assert machine.batches == 0


def test_a_wish_to_stop_is_heard_between_batches() -> None:
    job = Job(site(server()))
    job.stop = True
    with pytest.raises(Cancelled):
        send(Sent(), job=job)
