"""What is understood of a file, what is left alone, and what is refused."""

from __future__ import annotations

import pytest

from tests.actions.atlas.support import DATA, SMALL, connection
from xprunbook.actions.atlas.diff import holds_password
from xprunbook.actions.atlas.document import Login, read
from xprunbook.actions.atlas.refused import Refused
from xprunbook.actions.atlas.table import as_data, notes
from xprunbook.actions.atlas.texts import TEXTS

GOOD = connection("XPDATA", "(local)\\XPCONNECT")


def section(inner: str, head: str = "") -> bytes:
    """A file with this in its section."""
    return f"{head}<Atlas><Databases>{inner}</Databases></Atlas>".encode()


def test_the_file_of_an_admin() -> None:
    document = read((DATA / "server.xml").read_bytes())
    assert document.databases == ("XPDATA", "XPVDIR", "XPSTATS", "XPSTATSRaw")
    assert [entry.line for entry in document.entries] == [104, 106, 109, 111]
    assert [entry.source.tidy for entry in document.entries] == [True, False, True, True]
    assert [(item.code, item.line) for item in document.left_alone] == [("left-provider", 116)]
    assert [note.code for note in notes(document)] == ["note-blank"]
    assert holds_password(document), "in a comment"


def test_the_names_of_entries_do_not_matter() -> None:
    inner = f'<A connection="{GOOD}"/><b:C xmlns:b="urn:b"><d connection=\'{GOOD}\'/></b:C>'
    found = read(section(inner)).entries
    assert [entry.path for entry in found] == ["Atlas/Databases/A", "Atlas/Databases/b:C/d"]


@pytest.mark.parametrize("section_name", ["Databases", "x:Databases"])
def test_the_section_stands_anywhere(section_name: str) -> None:
    inner = f'<{section_name}><D connection="{GOOD}"/></{section_name}>'
    text = f'<r xmlns:x="urn:x"><a><b>{inner}</b></a>{inner}<Databases>{inner}</Databases></r>'
    document = read(text.encode())
    assert len(document.entries) == 3
    assert len(document.sections) == 4


@pytest.mark.parametrize(
    ("head", "codec", "bom", "name"),
    [
        ("", "utf-8", b"", "UTF-8"),
        ("", "utf-8", b"\xef\xbb\xbf", "UTF-8 BOM"),
        ('<?xml version="1.0"?>', "utf-16-le", b"\xff\xfe", "UTF-16-LE BOM"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16-be", b"\xfe\xff", "UTF-16-BE BOM"),
        ("<?xml version='1.0' encoding='Windows-1252'?>", "cp1252", b"", "Windows-1252"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', "latin-1", b"", "ISO-8859-1"),
        ('<?xml version="1.0" encoding="ISO-8859-15"?>', "iso8859-15", b"", "ISO-8859-15"),
        ('<?xml version="1.0" encoding="us-ascii"?>', "ascii", b"", "ASCII"),
    ],
)
def test_encodings(head: str, codec: str, bom: bytes, name: str) -> None:
    comment = "" if codec == "ascii" else "<!-- Größe -->"
    text = f'{head}{comment}<r><Databases><D connection="{GOOD}"/></Databases></r>'
    document = read(bom + text.encode(codec))
    assert document.encoded.name == name
    assert document.databases == ("XPDATA",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\r\n  ", "empty"),
        (b"<r>" + b" " * (8 * 1024 * 1024) + b"</r>", "too-large"),
        (b"no xml", "not-xml"),
        (b"<r>", "not-xml"),
        (b"<r></s>", "not-xml"),
        (b"<r a='1' a='2'/>", "not-xml"),
        (b"<r>&unknown;</r>", "not-xml"),
        (b"<r x:a='1'/>", "not-xml"),
        (b"<r/><r/>", "not-xml"),
        (b"<r>\x00</r>", "not-xml"),
        (b"<!DOCTYPE r><r/>", "doctype"),
        (b"<!-- c --><?pi?>\n<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>", "doctype"),
        (b"<a>" * 201 + b"</a>" * 201, "too-deep"),
        (b"<r>" + b"<a/>" * 300_001 + b"</r>", "too-many"),
        (b"<r>\xe4</r>", "not-encoded"),
        (b"\xff\xfe<\x00r\x00/\x00>", "not-encoded"),
        (b"\xff\xfe\x00\x00<\x00\x00\x00", "encoding"),
        (b"<?xml version='1.0' encoding='utf-7'?><r/>", "encoding"),
        (b"<?xml version='1.0' encoding='shift_jis'?><r/>", "encoding"),
        (b"\xef\xbb\xbf<?xml version='1.0' encoding='windows-1252'?><r/>", "encodings-differ"),
        (b"<?xml version='1.0' encoding='utf-16'?><r/>", "encodings-differ"),
        (b"\xff\xfe" + "<?xml version='1.0' encoding='utf-8'?><r/>".encode("utf-16-le"), "encodings-differ"),
    ],
)
def test_refuses(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read(data)
    assert caught.value.code == code
    for language in ("de", "en"):
        assert TEXTS.say(code, language, **caught.value.values)


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ('<D connection="Data Source=a;Initial Catalog"/>', "left-malformed"),
        ('<D connection=""/>', "left-empty"),
        ('<D connection=" ; "/>', "left-empty"),
        ('<D connection="Driver={SQL Server};Server=a;Database=b"/>', "left-odbc"),
        ('<D connection="DSN=x;Database=b"/>', "left-odbc"),
        ('<D connection="Provider=Microsoft.ACE.OLEDB.12.0;Data Source=C:\\a.mdb"/>', "left-provider"),
        ("<D connection=\"metadata=res://*;provider connection string='Data Source=a'\"/>", "left-provider"),
        ('<D connection="Data Source=.\\X;AttachDbFilename=C:\\a.mdf;Database=b"/>', "left-attach"),
        ('<D connection="Initial Catalog=b"/>', "left-no-server"),
        ('<D connection="Data Source=a"/>', "left-no-database"),
        ('<D connection="Data Source=np:\\\\a\\pipe\\x;Database=b"/>', "left-source"),
        ('<D Connection="Data Source=a;Database=b"/>', "left-name"),
        ('<D connectionString="Data Source=a;Database=b"/>', "left-name"),
        ('<D backup="Server=a;Database=b"/>', "left-name"),
        ('<D uselogin="Windows" connection="Data Source=a;Database=b"/>', "left-login"),
        ("<D>Data Source=a;Initial Catalog=b</D>", "left-text"),
        ("<D><![CDATA[Data Source=a;Initial Catalog=b]]></D>", "left-text"),
        ('</Databases><D connection="Data Source=a;Database=b"/><Databases>', "left-outside"),
        ("</Databases><EncryptedData/><Databases>", "left-encrypted"),
    ],
)
def test_leaves_alone_what_it_does_not_understand(inner: str, code: str) -> None:
    document = read(section(inner))
    assert not document.entries
    assert [item.code for item in document.left_alone] == [code]
    item = document.left_alone[0]
    for language in ("de", "en"):
        assert TEXTS.say(item.code, language, line=item.line, path=item.path, detail=item.detail)


@pytest.mark.parametrize(
    "text",
    [
        f'<!-- <Databases><D connection="{GOOD}"/></Databases> --><r/>',
        f'<r><![CDATA[<Databases><D connection="{GOOD}"/></Databases>]]></r>',
        f'<r><?x <Databases><D connection="{GOOD}"/></Databases>?></r>',
        f"<r a=\"&lt;Databases>&lt;D connection='{GOOD}'/>\"/>",
    ],
)
def test_decoys_are_no_entries(text: str) -> None:
    assert not read(text.encode()).entries


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<r><Databases configProtectionProvider="Rsa"><EncryptedData/></Databases></r>', "encrypted"),
        ('<r configProtectionProvider="Rsa"><Databases/></r>', "encrypted"),
        ("<r><Databases><a><EncryptedData/></a></Databases></r>", "encrypted"),
        ("<r><x:EncryptedData xmlns:x='u'><Databases/></x:EncryptedData></r>", "encrypted"),
        ("<r><Databases/><Signature><SignedInfo/></Signature></r>", "signed"),
    ],
)
def test_sealed(text: str, code: str) -> None:
    sealed = read(text.encode()).sealed
    assert sealed is not None
    assert sealed[0] == code


@pytest.mark.parametrize(
    ("string", "login"),
    [
        ("Data Source=a;Database=b;Integrated Security=SSPI", Login.WINDOWS),
        ("Data Source=a;Database=b;Trusted_Connection=yes;UID=x", Login.WINDOWS),
        ("Data Source=a;Database=b;UID=x;PWD=y", Login.SQL),
        ("Data Source=a;Database=b", Login.NONE),
        ("Data Source=a;Database=b;Integrated Security=?", Login.UNCLEAR),
    ],
)
def test_login(string: str, login: Login) -> None:
    assert read(section(f'<D connection="{string}"/>')).entries[0].login is login


def test_data_for_scripts_holds_no_password() -> None:
    inner = (
        '<D connection="Data Source=a;Database=b;UID=x;PWD=geheim"/>'
        '<D connection="Data Source=a;Initial Catalog=b;PWD=geheim;x"/>'
    )
    document = read(section(inner))
    assert "geheim" not in str(as_data("x", document))
    assert holds_password(document)
    assert not holds_password(read(SMALL.encode()))


def test_references_and_line_breaks_in_values() -> None:
    inner = '<D connection="Data&#32;Source=&quot;a&quot;;\r\nInitial\tCatalog=b &amp; c"/>'
    entry = read(section(inner)).entries[0]
    assert entry.database == "b & c"
    assert entry.source.text == "a"


def test_small_sample() -> None:
    assert read(SMALL.encode()).databases == ("XPDATA", "XPVDIR", "XPSTATS")
