"""The kinds: what they find, plan and do, and every sentence of theirs in both languages."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from tests.actions.atlas.support import (
    KINDS,
    PATH,
    SMALL,
    Installed,
    Job,
    MemoryFiles,
    Site,
    action,
    check,
    connection,
    told,
)
from xprunbook.actions.atlas import texts as module
from xprunbook.actions.atlas.texts import TEXTS
from xprunbook.run.contract import (
    ActionFailed,
    Cancelled,
    Effect,
    Finding,
    Inspection,
    NotHere,
    NotKept,
    Statement,
)
from xprunbook.runbook.substitute import Filled

DATA = SMALL.encode()


def site(data: bytes = DATA, **more: bytes) -> Site:
    """A site with one file."""
    return Site(MemoryFiles({PATH: data, **more}))


def files_of(where: Site) -> MemoryFiles:
    """The files behind a site."""
    from xprunbook.actions.atlas.ports import CONFIG_FILES

    found = where.system(CONFIG_FILES)
    assert isinstance(found, MemoryFiles)
    return found


POINT: dict[str, Filled] = {"server": "SQL01\\XP"}


def test_point_through_its_whole_life() -> None:
    where = site()
    kind, job = action("atlas.point-databases"), Job(where, **POINT)
    found = kind.inspect(job)
    assert found.finding is Finding.NEEDED
    assert told(found).count("differs") == 6
    plan = kind.plan(job, found)
    assert len(plan.operations) == 1
    assert plan.operations[0].target == PATH
    assert "+    <Database name=" in plan.operations[0].text
    assert files_of(where).files == {PATH: DATA}
    kind.apply(plan, job)
    assert len(job.told) == 3
    assert job.kept == [(PATH, DATA, False)]
    after = kind.inspect(job)
    assert after.finding is Finding.SATISFIED
    assert kind.plan(job, after).operations == ()
    assert check("atlas.targets").inspect(job).finding is Finding.SATISFIED
    assert check("atlas.unchanged").inspect(job).finding is Finding.SATISFIED


def test_a_file_with_a_password_is_not_copied_elsewhere() -> None:
    inner = '<D connection="Data Source=a;Initial Catalog=b" /><!-- sa;Password=geheim -->'
    data = f"<r><Databases>{inner}</Databases></r>".encode()
    where = site(data)
    kind, job = action("atlas.point-databases"), Job(where, **POINT)
    kind.apply(kind.plan(job, kind.inspect(job)), job)
    assert job.kept == [(PATH, data, True)]
    assert any("Kennwort" in line for line in job.told)


def test_what_cannot_be_kept_is_not_changed() -> None:
    where = site()
    kind, job = action("atlas.point-databases"), Job(where, **POINT)
    plan = kind.plan(job, kind.inspect(job))

    def refuses(path: str, data: bytes, secret: bool = False) -> str:
        raise NotKept(Statement("not-kept"), "full")

    job.keep = refuses  # type: ignore[method-assign]
    with pytest.raises(NotKept):
        kind.apply(plan, job)
    assert files_of(where).files == {PATH: DATA}, "not even a backup"


def test_the_same_plan_has_the_same_digest() -> None:
    kind = action("atlas.point-databases")
    plans = [kind.plan(Job(site(), **POINT), Inspection(Finding.NEEDED, None)) for _ in range(2)]  # type: ignore[arg-type]
    assert plans[0].digest == plans[1].digest


def test_single_targets_and_other_logins() -> None:
    where = site()
    kind = action("atlas.point-databases")
    job = Job(
        where,
        server="SQL01",
        databases=("XPDATA",),
        targets=("XPSTATS=SQL02\\ST",),
        use_login="none",
        integrated=True,
    )
    plan = kind.plan(job, kind.inspect(job))
    assert "not-meant" in told(plan)
    kind.apply(plan, job)
    text = files_of(where).files[PATH].decode()
    assert 'Initial Catalog=XPDATA;Data Source=SQL01"' in text
    assert "Initial Catalog=XPSTATS;Data Source=SQL02\\ST'" in text
    assert "Initial Catalog=XPVDIR;Data Source=(local) \\XPCONNECT" in text
    assert "useLogin" not in text


def test_rename() -> None:
    where = site()
    kind, job = action("atlas.rename-instance"), Job(where)
    kind.apply(kind.plan(job, kind.inspect(job)), job)
    text = files_of(where).files[PATH].decode()
    assert text.count('Data Source=(local)\\XPCONNECT2019"') == 2
    assert text.count("Data Source=(local)\\XPAnalytics2019'") == 1
    assert kind.inspect(job).finding is Finding.SATISFIED
    other = Job(where, instances=("XPCONNECT2019=NEU",))
    kind.apply(kind.plan(other, kind.inspect(other)), other)
    assert files_of(where).files[PATH].decode().count("(local)\\NEU") == 2


@pytest.mark.parametrize(
    ("data", "parameters", "code"),
    [
        (DATA, {**POINT, "databases": ("XPDATA", "XPOTHER")}, "absent"),
        (DATA, {"server": "a b"}, "no-source"),
        (DATA, {**POINT, "targets": ("XPDATA",)}, "no-pair"),
        (DATA, {**POINT, "file": "C:\\nowhere\\atlas.xml"}, "missing"),
        (b"<r/>", POINT, "no-entries"),
        (b"<!DOCTYPE r><r/>", POINT, "doctype"),
        (b"<r>", POINT, "not-xml"),
        (b"<r><Databases configProtectionProvider='x'/></r>", POINT, "encrypted"),
    ],
)
def test_blocked(data: bytes, parameters: dict[str, Filled], code: str) -> None:
    kind, job = action("atlas.point-databases"), Job(site(data), **parameters)
    found = kind.inspect(job)
    assert found.finding is Finding.BLOCKED
    assert told(found)[0] == code
    with pytest.raises(ActionFailed) as caught:
        kind.plan(job, found)
    assert caught.value.message


def test_a_fixed_port_blocks_the_new_name() -> None:
    data = f'<r><Databases><D connection="{connection("X", "(local)" + chr(92) + "XPCONNECT,1500")}"/></Databases></r>'
    assert told(action("atlas.rename-instance").inspect(Job(site(data.encode()))))[0] == "port-fixed"


def test_nothing_found_many_found() -> None:
    nothing = action("atlas.point-databases").inspect(Job(Site(MemoryFiles({})), **POINT))
    assert told(nothing)[:2] == ["missing-file", "give-file"]
    second = PATH.replace("atlas.xml", "conf\\atlas.xml")
    many = action("atlas.point-databases").inspect(
        Job(Site(MemoryFiles({PATH: DATA, second: DATA})), **POINT)
    )
    assert told(many)[:2] == ["many-files", "give-file"]


def test_held_open() -> None:
    files = MemoryFiles({PATH: DATA}, at=3, fault="fail")
    found = action("atlas.point-databases").inspect(Job(Site(files), **POINT))
    assert told(found)[0] == "trouble.in-use"


def test_changed_between_plan_and_apply() -> None:
    where = site()
    kind, job = action("atlas.point-databases"), Job(where, **POINT)
    plan = kind.plan(job, kind.inspect(job))
    theirs = DATA + b"<!-- theirs -->"
    files_of(where).files[PATH] = theirs
    with pytest.raises(ActionFailed) as caught:
        kind.apply(plan, job)
    assert caught.value.says.code == "changed"
    assert files_of(where).files == {PATH: theirs}


def test_cancelled_before_anything_is_done() -> None:
    where = site()
    kind, job = action("atlas.point-databases"), Job(where, **POINT)
    plan = kind.plan(job, kind.inspect(job))
    job.stop = True
    with pytest.raises(Cancelled) as caught:
        kind.apply(plan, job)
    assert caught.value.known
    assert files_of(where).files == {PATH: DATA}


@pytest.mark.parametrize(
    ("running", "code"), [(("AtlasService",), "services-running"), (None, "services-unknown"), ((), None)]
)
def test_services_are_spoken_of_before(running: tuple[str, ...] | None, code: str | None) -> None:
    where = Site(MemoryFiles({PATH: DATA}), Installed(running=running))
    kind, job = action("atlas.point-databases"), Job(where, **POINT)
    assert told(kind.plan(job, kind.inspect(job))) == ([code] if code else [])


def test_partners_and_passwords_are_spoken_of() -> None:
    text = "Data Source=a;Database=b;UID=x;PWD=geheim;Failover Partner=XPH-OLD"
    where = site(f'<r><Databases><D connection="{text}"/></Databases></r>'.encode())
    kind, job = action("atlas.point-databases"), Job(where, **POINT)
    found = kind.inspect(job)
    plan = kind.plan(job, found)
    assert {"credentials-stay", "partner-stays"} <= set(told(plan))
    assert "geheim" not in str((found, plan))
    looked = check("atlas.targets").inspect(Job(where, server="a", use_login="keep", old=("XPH-OLD",)))
    assert "partner-old" in told(looked)


@pytest.mark.parametrize(
    ("parameters", "finding", "codes"),
    [
        (
            {"server": "(local)\\XPCONNECT", "targets": ("XPSTATS=.\\XPANALYTICS",)},
            Finding.NEEDED,
            {"wrong-target"},
        ),
        ({"server": "SQL01"}, Finding.NEEDED, {"wrong-target", "no-use-login"}),
        ({"server": "SQL01", "use_login": "keep"}, Finding.NEEDED, {"wrong-target"}),
        ({"server": "SQL01", "databases": ("XPX",)}, Finding.NEEDED, {"absent", "not-meant"}),
        (
            {"server": ".\\XPANALYTICS", "databases": ("XPSTATS",), "use_login": "keep"},
            Finding.UNKNOWN,
            {"not-meant"},
        ),
        (
            {
                "server": "XPH-NEW\\XPANALYTICS",
                "databases": ("XPSTATS",),
                "use_login": "keep",
                "old": ("\\XPCONNECT",),
            },
            Finding.NEEDED,
            {"still-old"},
        ),
        ({"server": "SQL01", "old": ("(local)\\XPANALYTICS",)}, Finding.NEEDED, {"still-old"}),
        ({"server": "SQL01", "old": ("(local)",)}, Finding.NEEDED, {"still-old"}),
        ({"server": "a b"}, Finding.BLOCKED, {"no-source"}),
    ],
)
def test_targets(parameters: dict[str, Filled], finding: Finding, codes: set[str]) -> None:
    found = check("atlas.targets").inspect(Job(site(), **parameters))
    assert found.finding is finding
    assert codes <= set(told(found))


@pytest.mark.parametrize(
    ("parameters", "finding", "codes"),
    [
        ({"old_instances": ("XPCONNECT",)}, Finding.NEEDED, ["still-old", "still-old"]),
        ({"old_instances": ("xpanalytics", "OTHER")}, Finding.NEEDED, ["still-old"]),
        ({"old_instances": ("XPCONNECT2019",)}, Finding.SATISFIED, []),
        ({"databases": ("XPX",)}, Finding.NEEDED, ["absent"]),
    ],
)
def test_targets_without_a_server(parameters: dict[str, Filled], finding: Finding, codes: list[str]) -> None:
    """After the Express update: each local, none at an old instance; useLogin is not this check's business."""
    found = check("atlas.targets").inspect(Job(site(), **parameters))
    assert found.finding is finding
    assert [
        code for code in told(found) if code in ("still-old", "absent", "wrong-target", "no-use-login")
    ] == codes


def test_the_old_servers_list_is_proposed() -> None:
    databases = check("atlas.databases")
    same = databases.inspect(Job(site(), databases=("xpvdir", "XPDATA", "XPSTATS")))
    assert (same.finding, same.proposes) == (Finding.SATISFIED, {})
    told(same)
    other = databases.inspect(Job(site(), databases=("XPDATA", "XPSTATSRaw"), helped_by="inventory"))
    assert other.finding is Finding.NEEDED
    assert other.proposes == {"databases": ("XPDATA", "XPVDIR", "XPSTATS")}
    assert {"list-differs", "not-in-list", "not-in-file"} <= set(told(other))
    assert other.jump == "inventory"
    none = databases.inspect(Job(site(b"<Atlas/>"), databases=("A",)))
    assert none.finding is Finding.BLOCKED
    odd = '<r><Databases><D connection="Driver={SQL Server};Server=a"/><D connection="%s"/></Databases></r>'
    unclear = databases.inspect(Job(site((odd % connection("X", "a")).encode()), databases=("X",)))
    assert unclear.finding is Finding.UNKNOWN


def test_targets_are_unknown_beside_what_is_not_understood() -> None:
    good = connection("X", "SQL01")
    odd = "Driver={SQL Server};Server=a"
    data = f'<r><Databases><D connection="{good}" useLogin="Windows"/><D connection="{odd}"/></Databases></r>'
    found = check("atlas.targets").inspect(Job(site(data.encode()), server="SQL01"))
    assert found.finding is Finding.UNKNOWN
    assert "left-odbc" in told(found)


def test_unchanged() -> None:
    where = site()
    looking, kind, job = check("atlas.unchanged"), action("atlas.point-databases"), Job(where, **POINT)
    first = looking.inspect(job)
    assert (first.finding, first.says.code) == (Finding.UNKNOWN, "never-changed")
    kind.apply(kind.plan(job, kind.inspect(job)), job)
    assert looking.inspect(job).says.code == "unchanged"
    ours = files_of(where).files[PATH]
    files_of(where).files[PATH] = ours + b"\r\n"
    rewritten = looking.inspect(job)
    assert (rewritten.finding, rewritten.says.code) == (Finding.NEEDED, "rewritten")
    files_of(where).files[PATH] = DATA
    assert looking.inspect(job).says.code == "taken-back"
    told(looking.inspect(job))
    digest = str(looking.inspect(job).evidence["sha256"])
    assert looking.inspect(Job(where, sha256=digest)).finding is Finding.SATISFIED
    assert looking.inspect(Job(where, sha256="0" * 64)).finding is Finding.NEEDED
    assert looking.inspect(Job(where, sha256=digest[:4])).finding is Finding.NEEDED


@pytest.mark.parametrize("name", [name for name in KINDS.specs if name.startswith("atlas.")])
def test_kinds_keep_the_contract(name: str) -> None:
    kind = KINDS.load(name)
    assert kind is not None
    assert kind.spec.name == name
    assert kind.spec is KINDS.specs[name]
    assert kind.texts is TEXTS
    assert (kind.traits.effect is Effect.CHANGING) is kind.spec.action

    class Nothing:
        def system(self, port: object) -> object:
            raise NotHere("nothing here")

    with pytest.raises(NotHere):
        kind.inspect(Job(Nothing(), **POINT))  # type: ignore[arg-type]


def test_both_languages_have_the_same_placeholders() -> None:
    for key, pair in TEXTS.table.items():
        fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in pair]
        assert fields[0] == fields[1], key


def test_every_sentence_is_used() -> None:
    folder = Path(module.__file__).parent
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.py") if path.name != "texts.py")
    words = set(re.findall(r'"([a-z-]+)"', code)) | set(re.findall(r"'([a-z-]+)'", code))
    words |= {"no-backup"}  # of the command line
    own = {**module.REFUSALS, **module.LEFT_ALONE, **module.FINDINGS}
    assert not set(own) - words
