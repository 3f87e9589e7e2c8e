"""Edits: exactly what was meant changes; the difference is shown without passwords."""

from __future__ import annotations

import json

import pytest

from tests.actions.atlas.support import DATA, SMALL, connection
from xprunbook.actions.atlas import change as module
from xprunbook.actions.atlas.change import (
    Edit,
    Integrate,
    PointAt,
    RenameInstances,
    SetUseLogin,
    change,
    edit_data,
    edit_from,
)
from xprunbook.actions.atlas.connection import Splice
from xprunbook.actions.atlas.diff import Mark, difference, masked, unified
from xprunbook.actions.atlas.document import Document, read
from xprunbook.actions.atlas.refused import Refused

OLD = connection("XPDATA", "(local)\\XPCONNECT")
EDITS: list[Edit] = [
    PointAt("SQL01\\I", ("XPDATA",)),
    SetUseLogin(),
    SetUseLogin(None),
    Integrate(),
    RenameInstances(),
]


def one(inner: str) -> bytes:
    """A file with one section."""
    return f"<r><Databases>{inner}</Databases></r>".encode()


@pytest.mark.parametrize(
    ("inner", "edits", "wanted"),
    [
        ('<D connection="Server=a;Database=b"/>', [PointAt("S")], '<D connection="Server=S;Database=b"/>'),
        (
            "<D connection='Server=a;Database=b' />",
            [SetUseLogin()],
            "<D connection='Server=a;Database=b' useLogin='Windows' />",
        ),
        (
            '<D useLogin="SQL" connection="Server=a;Database=b"/>',
            [SetUseLogin()],
            '<D useLogin="Windows" connection="Server=a;Database=b"/>',
        ),
        (
            '<D connection="Server=a;Database=b"\r\n  useLogin = "Windows"  x="1"/>',
            [SetUseLogin(None)],
            '<D connection="Server=a;Database=b"  x="1"/>',
        ),
        (
            '<D useLogin="Windows" connection="Server=a;Database=b"/>',
            [SetUseLogin(None)],
            '<D connection="Server=a;Database=b"/>',
        ),
        (
            '<D connection="Server=(local) \\XPCONNECT;Database=b"/>',
            [RenameInstances()],
            '<D connection="Server=(local)\\XPCONNECT2019;Database=b"/>',
        ),
        (
            '<D connection="Server=.\\xpanalytics;Database=b"/>',
            [RenameInstances()],
            '<D connection="Server=.\\XPAnalytics2019;Database=b"/>',
        ),
        (
            '<D connection="Server=.\\X;Database=b"/>',
            [RenameInstances((("x", "Y"),))],
            '<D connection="Server=.\\Y;Database=b"/>',
        ),
        (
            '<D connection="Server=.\\XPCONNECT;Database=b"/>',
            [PointAt("S\\XPCONNECT"), RenameInstances()],
            '<D connection="Server=S\\XPCONNECT2019;Database=b"/>',
        ),
        (
            '<D connection="Server=&quot;a&quot;;Database=b"/>',
            [PointAt("S\\I")],
            '<D connection="Server=&quot;S\\I&quot;;Database=b"/>',
        ),
        (
            "<D connection='Server=&quot;a&#34;;Database=b'/>",
            [PointAt("S\\I")],
            "<D connection='Server=&quot;S\\I&#34;;Database=b'/>",
        ),
        (
            '<D connection="Serv&#101;r=&#x61;&#98;;Database=b"/>',
            [PointAt("S\\I")],
            '<D connection="Serv&#101;r=S\\I;Database=b"/>',
        ),
        (
            '<D connection="Server=a;Data Source=c;Database=b"/>',
            [PointAt("S")],
            '<D connection="Server=S;Data Source=S;Database=b"/>',
        ),
        (
            '<D connection="Server=a;Database=b;"/>',
            [Integrate(), PointAt("S")],
            '<D connection="Server=S;Database=b;Integrated Security=SSPI;"/>',
        ),
        # nothing to do
        ('<D connection="Server=.\\XPCONNECT2019;Database=b"/>', [RenameInstances()], None),
        ('<D connection="Server=(LOCAL)\\x;Database=b"/>', [PointAt(".\\X")], None),
        ('<D connection="Server=.\\XPCONNECT,1500;Database=b"/>', [RenameInstances()], None),
        ('<D connection="Server=a;Database=b"/>', [PointAt("S", ("c",))], None),
        ('<D connection="Server=a;Database=b"/>', [SetUseLogin(None)], None),
        ('<D connection="Server=a;Database"/>', [PointAt("S"), SetUseLogin()], None),
        ('<D connection="Server=a;Database=b"/>', [], None),
    ],
)
def test_exactly_that_changes(inner: str, edits: list[Edit], wanted: str | None) -> None:
    made = change(read(one(inner)), edits)
    assert made.after == one(wanted if wanted is not None else inner)
    assert bool(made) is (wanted is not None)
    again = change(read(made.after), edits)
    assert not again or any(
        isinstance(edit, RenameInstances) and PointAt in map(type, edits) for edit in edits
    )


def test_only_the_databases_named() -> None:
    made = change(read(SMALL.encode()), [PointAt("SQL01", ("xpdata", "XPSTATS"))])
    assert {item.database for item in made.differences} == {"XPDATA", "XPSTATS"}


def test_the_same_database_twice_is_changed_twice() -> None:
    data = one(f'<D connection="{OLD}"/><D connection="{OLD}"/>')
    assert change(read(data), [PointAt("S", ("XPDATA",))]).after.count(b"Data Source=S") == 2


def test_a_character_the_encoding_lacks_becomes_a_reference() -> None:
    head = "<?xml version='1.0' encoding='windows-1252'?>"
    data = f'{head}<r><Databases><D connection="{OLD}"/></Databases></r>'.encode("cp1252")
    made = change(read(data), [PointAt("S\\ИНСТ")])
    assert b"&#1048;" in made.after
    assert read(made.after).entries[0].source.instance == "ИНСТ"


@pytest.mark.parametrize("edit", EDITS)
def test_edits_survive_json(edit: Edit) -> None:
    assert edit_from(json.loads(json.dumps(edit_data(edit)))) == edit


@pytest.mark.parametrize("data", [{}, {"edit": "x"}, {"edit": "point-at"}, {"edit": "use-login", "value": 1}])
def test_no_edit(data: dict[str, object]) -> None:
    with pytest.raises(Refused):
        edit_from(data)


def test_sealed_files_are_refused() -> None:
    data = one(f'<D connection="{OLD}"/><EncryptedData/>')
    with pytest.raises(Refused) as caught:
        change(read(data), [PointAt("S")])
    assert caught.value.code == "encrypted"


def test_no_server_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        change(read(SMALL.encode()), [PointAt("a b;c")])
    assert caught.value.code == "no-source"


def test_one_byte_too_many_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof of the result is no decoration: a splice in the wrong place is refused."""
    honest = module._spliced

    def sloppy(document: Document, splices: list[Splice]) -> bytes:
        return honest(document, splices).replace(b"startDelay", b"startDelai")

    monkeypatch.setattr(module, "_spliced", sloppy)
    with pytest.raises(Refused) as caught:
        change(read(SMALL.encode()), [PointAt("S")])
    assert caught.value.code == "not-proven"


def test_the_difference_as_lines() -> None:
    document = read((DATA / "server.xml").read_bytes())
    made = change(document, [PointAt("SQL01\\X", ("XPVDIR",))])
    lines = difference(document, read(made.after))
    assert [line.mark for line in lines] == [
        Mark.HUNK,
        *[Mark.SAME] * 2,
        Mark.REMOVED,
        Mark.ADDED,
        *[Mark.SAME] * 2,
    ]
    removed, added = lines[3], lines[4]
    assert (removed.number, added.number) == (106, 106)
    assert [removed.text[a:b] for a, b in removed.spans] == ["(local) \\XPCONNECT"]
    assert [added.text[a:b] for a, b in added.spans] == ["SQL01\\X"]
    assert unified(lines).startswith("@@ -104,5 +104,5 @@\n ")
    assert difference(document, document) == ()


SECRETS = [
    '<D connection="Server=a;Database=b;UID=sa;Password=geheim"/>',
    '<D connection="Server=a;Database=b;PWD=&quot;geh;eim&quot;"/>',
    "<D connection='Server=a;Database=b;Password=\"geheim\";'/>",
    '<D connection="Server=a;Database=b;Password=geheim;x"/>',
    '<D connection="Server=a;Database=b"/><E password="geheim"/>',
    '<D connection="Server=a;Database=b"/><E key="dbPassword=geheim"/>',
    '<D connection="Server=a;Database=b"/><!-- Password=geheim;Server=x -->',
    '<D connection="Server=a;Database=b"/><Password>geheim</Password>',
    '<D connection="Server=a;Database=b"/><![CDATA[ pwd: geheim ]]>',
]


@pytest.mark.parametrize("inner", SECRETS)
def test_no_password_is_shown(inner: str) -> None:
    document = read(one(inner + '<D connection="Server=q;Database=r"/>'))
    made = change(document, [PointAt("SQL01"), SetUseLogin()])
    assert "geh" in document.encoded.text
    assert "eim" not in masked(document)
    assert "geh" not in unified(difference(document, read(made.after)))
    assert "geh" not in str(made.differences)
    assert "SQL01" in unified(difference(document, read(made.after)))


def test_long_lines_are_cut_around_the_change() -> None:
    filler = "".join(f'<p k="{number}"/>' for number in range(5000))
    document = read(one(f'{filler}<D connection="{OLD}"/>{filler}'))
    made = change(document, [PointAt("SQL01")])
    lines = difference(document, read(made.after))
    assert all(len(line.text) < 1500 for line in lines)
    added = next(line for line in lines if line.mark is Mark.ADDED)
    assert [added.text[a:b] for a, b in added.spans] == ["SQL01"]


def test_terminal_escapes_in_a_file_stay_text() -> None:
    document = read(one(f'<D connection="{OLD}"/><E a="\u202e\u200b\x9b"/>'))
    made = change(document, [PointAt("SQL01")])
    text = unified(difference(document, read(made.after)))
    assert "<U+202E><U+200B><U+009B>" in text
