"""Connection strings: the documented rules one by one, and what holds for every text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xprunbook.actions.atlas.connection import (
    DATA_SOURCE,
    DATABASE,
    HIDDEN,
    INTEGRATED,
    PARTNER,
    PASSWORD,
    PROVIDER,
    USER,
    Malformed,
    is_control,
    is_white,
    parse,
    quoted,
    splice,
)

D, W, S, P, U = DATABASE, INTEGRATED, DATA_SOURCE, PASSWORD, USER

READ = [
    # the vendor's sample, and the blank that a line break put into it
    ("Initial Catalog=XPVDIR;Data Source=(local)\\XPCONNECT", {D: "XPVDIR", S: "(local)\\XPCONNECT"}),
    ("Data Source=(local) \\XPCONNECT", {S: "(local) \\XPCONNECT"}),
    ("Integrated Security=SSPI;Persist Security Info=False", {W: "SSPI", "persist security info": "False"}),
    # pairs, semicolons and blanks between them
    ("", {}),
    (";", {}),
    (" ; ;; ", {}),
    ("a=1", {"a": "1"}),
    ("a=1;", {"a": "1"}),
    (";a=1", {"a": "1"}),
    (";;a=1;;b=2;;", {"a": "1", "b": "2"}),
    ("  a=1  ;  b=2  ", {"a": "1", "b": "2"}),
    ("a = 1", {"a": "1"}),
    ("a\t=\t1", {"a": "1"}),
    ("a=1;\n b=2", {"a": "1", "b": "2"}),
    ("a=1\u00a0;\u2003b=2", {"a": "1", "b": "2"}),
    # keys
    ("DATA SOURCE=x", {S: "x"}),
    ("dAtA sOuRcE=x", {S: "x"}),
    ("Data  Source=x", {"data  source": "x"}),
    ("a b c=1", {"a b c": "1"}),
    ("a==b=1", {"a=b": "1"}),
    ("a====b=1", {"a==b": "1"}),
    ("==a=1", {"=a": "1"}),
    ("a ==b=1", {"a =b": "1"}),
    ("ä=1", {"ä": "1"}),
    ("a;b=1", {"a;b": "1"}),
    ("'a'=1", {"'a'": "1"}),
    # synonyms
    ("Server=x", {S: "x"}),
    ("Address=x", {S: "x"}),
    ("Addr=x", {S: "x"}),
    ("Network Address=x", {S: "x"}),
    ("Database=x", {D: "x"}),
    ("Trusted_Connection=yes", {W: "yes"}),
    ("UID=x", {U: "x"}),
    ("User=x", {U: "x"}),
    ("User ID=x", {U: "x"}),
    ("PWD=x", {P: "x"}),
    ("Password=x", {P: "x"}),
    ("Failover Partner=x", {PARTNER: "x"}),
    ("FailoverPartner=x", {PARTNER: "x"}),
    ("Failover_Partner=x", {PARTNER: "x"}),
    # a key given more than once: the last counts, of Provider the first
    ("a=1;a=2", {"a": "2"}),
    ("a=1;A=2", {"a": "2"}),
    ("a=1;a=", {"a": ""}),
    ("Data Source=x;Server=y", {S: "y"}),
    ("Server=y;Data Source=x", {S: "x"}),
    ("Database=a;Initial Catalog=b;DATABASE=c", {D: "c"}),
    ("Provider=A;Provider=B", {PROVIDER: "A"}),
    # empty values
    ("a=", {"a": ""}),
    ("a=;b=2", {"a": "", "b": "2"}),
    ("a=  ;b=2", {"a": "", "b": "2"}),
    ("a=''", {"a": ""}),
    ('a="";b=2', {"a": "", "b": "2"}),
    # unquoted values
    ("a=b c", {"a": "b c"}),
    ("a= b  c ", {"a": "b  c"}),
    ("a=b=c", {"a": "b=c"}),
    ("a=b'c", {"a": "b'c"}),
    ('a=b"c', {"a": 'b"c'}),
    ("a=(local)\\X,1433", {"a": "(local)\\X,1433"}),
    ("a={b};c=1", {"a": "{b}", "c": "1"}),
    ("a=c:\\x\\y", {"a": "c:\\x\\y"}),
    # quoted values
    ("a='b;c'", {"a": "b;c"}),
    ('a="b;c";d=1', {"a": "b;c", "d": "1"}),
    ("a='b''c'", {"a": "b'c"}),
    ('a="b""c"', {"a": 'b"c'}),
    ("a='b\"c'", {"a": 'b"c'}),
    ('a="b\'c"', {"a": "b'c"}),
    ("a='  b  '", {"a": "  b  "}),
    ("a = ' b ' ; c = \" d \" ", {"a": " b ", "c": " d "}),
    ("a=''''", {"a": "'"}),
    ('a="""b"""', {"a": '"b"'}),
    ("a='b=c'", {"a": "b=c"}),
    ("a='b\nc'", {"a": "b\nc"}),
    ("a='x'\n;b=1", {"a": "x", "b": "1"}),
    # NUL at the end only (some programs count it as part of the text)
    ("a=1\0", {"a": "1"}),
    ("a='1'\0\0", {"a": "1"}),
]

REFUSED = [
    "a",
    "=1",
    " = 1",
    "a=1;=2",
    "a=1;b",
    "a='b",
    'a="b',
    "a='b'c",
    'a="b"c;d=1',
    "a='b''",
    "a=b'",
    'a=b"',
    'a="b\0c"',
    "a=1\0b=2",
    "a\x01=1",
    "a=1\x01",
    "\x01a=1",
    "==",
    "a==",
]


def test_there_are_enough_cases() -> None:
    assert len(READ) + len(REFUSED) >= 80


@pytest.mark.parametrize(("text", "wanted"), READ)
def test_reads(text: str, wanted: dict[str, str]) -> None:
    string = parse(text)
    assert {segment.name: string.get(segment.name) for segment in string.segments} == wanted


@pytest.mark.parametrize("text", REFUSED)
def test_refuses(text: str) -> None:
    with pytest.raises(Malformed):
        parse(text)


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        ("Data Source=a;b=1", "S\\I", "Data Source=S\\I;b=1"),
        ("x=1;data source = a ;b=1", "S\\I", "x=1;data source = S\\I ;b=1"),
        ("Server='a';b=1;", "S\\I", "Server='S\\I';b=1;"),
        ('Addr="a"', "S", 'Addr="S"'),
        ("Server=;b=1", "S", "Server=S;b=1"),
        ("Server=", "S", "Server=S"),
        ("Server=a;Data Source=b", "S", "Server=S;Data Source=S"),
        ("Server=S;Data Source=b", "S", "Server=S;Data Source=S"),
        ("b=1", "S", "b=1;Data Source=S"),
        ("b=1 ; ", "S", "b=1;Data Source=S ; "),
        ("b='1'", "S", "b='1';Data Source=S"),
        ("", "S", "Data Source=S"),
        ("Server=a", "x;y", 'Server="x;y"'),
        ("Server='a'", "it's", "Server='it''s'"),
    ],
)
def test_sets_one_value_and_nothing_else(text: str, value: str, wanted: str) -> None:
    string = parse(text)
    made = splice(text, string.setting(DATA_SOURCE, value))
    assert made == wanted
    assert parse(made).get(DATA_SOURCE) == value
    assert parse(made).setting(DATA_SOURCE, value) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a=1", "a=1;Integrated Security=SSPI"),
        ("Integrated Security=false;a=1", "Integrated Security=SSPI;a=1"),
        ("Trusted_Connection=no", "Trusted_Connection=yes"),
        ("integrated security='False'", "integrated security='SSPI'"),
        ("Integrated Security=true", "Integrated Security=true"),
        ("Integrated Security= sspi ", "Integrated Security= sspi "),
        ("Integrated Security=what", "Integrated Security=SSPI"),
    ],
)
def test_lets_windows_log_on(text: str, wanted: str) -> None:
    made = splice(text, parse(text).integrating())
    assert made == wanted
    assert parse(made).integrated


def test_tells_what_no_rule_knows() -> None:
    assert parse("Integrated Security=perhaps").integrated is None
    assert parse("a=1").integrated is False


@pytest.mark.parametrize(
    "text",
    [
        "Server=a;Password=geheim1",
        "pwd=geheim1;Server=a",
        "PWD = 'geheim1' ;Server=a",
        'Password="geh""eim1";Server=a',
        "New Password=geheim1",
        "Jet OLEDB:Database Password=geheim1",
        "Password=;Password=geheim1;pwd=geheim2",
    ],
)
def test_shows_no_password(text: str) -> None:
    string = parse(text)
    assert string.has_password
    assert HIDDEN in string.shown
    assert "eim" not in string.shown


def test_an_empty_password_is_none() -> None:
    assert not parse("Password=;Server=a").has_password


KEYS = st.sampled_from(("Data Source", "server", "Initial Catalog", "Password", "a", "b c", "x=y", "Ünï"))
VALUES = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
BLANKS = st.sampled_from(("", "", " ", "  ", "\t", "\n"))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """A connection string in some spelling, and the pairs it stands for."""
    found, text = [], draw(st.sampled_from(("", ";", " ; ")))
    for _ in range(draw(st.integers(0, 6))):
        key, value = draw(KEYS), draw(VALUES)
        quote = draw(st.sampled_from(("", "'", '"')))
        written = quoted(value, quote)
        text += f"{draw(BLANKS)}{key.replace('=', '==')}{draw(BLANKS)}={draw(BLANKS)}{written}{draw(BLANKS)};"
        found.append((key, value))
    return text, found


@given(pairs())
def test_every_spelling_reads_as_what_it_stands_for(case: tuple[str, list[tuple[str, str]]]) -> None:
    text, wanted = case
    string = parse(text)
    assert [(item.key, item.value) for item in string.segments] == wanted
    for item in string.segments:
        assert text[item.start : item.end].lstrip().startswith(item.key.replace("=", "=="))
        raw = text[item.value_start : item.value_end]
        assert raw == quoted(item.value, item.quote) or raw == item.value


@given(pairs(), VALUES)
def test_setting_changes_that_value_alone(case: tuple[str, list[tuple[str, str]]], value: str) -> None:
    text, wanted = case
    string = parse(text)
    made = parse(splice(text, string.setting(DATA_SOURCE, value)))
    assert made.get(DATA_SOURCE) == value
    others = [(item.key, item.value) for item in made.segments if item.name != DATA_SOURCE]
    assert others == [
        (key, old)
        for key, old in wanted
        if parse(f"{key.replace('=', '==')}=").segments[0].name != DATA_SOURCE
    ]


@given(st.text(max_size=60) | st.text("a=;'\" \t\n\0\\{}", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        string = parse(text)
    except Malformed:
        return
    assert string.text == text
    ends = [
        place
        for item in string.segments
        for place in (item.start, item.value_start, item.value_end, item.end)
    ]
    assert all(0 <= place <= len(text) for place in ends)
    assert [item.start for item in string.segments] == sorted(item.start for item in string.segments)
    left = "".join(
        text[one.end : other.start] for one, other in zip(string.segments, string.segments[1:], strict=False)
    )
    assert all(character == ";" or is_white(character) for character in left)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20))
def test_what_is_written_is_read(value: str) -> None:
    assert parse(f"a={quoted(value)}").get("a") == value
    if not value or any(is_white(c) or is_control(c) or c in "\"'=;" for c in value):
        assert quoted(value)[0] in "\"'"
