"""The 16 rules of GO, each with cases from the documentation and from tools that got it wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.actions.sql.support import batches, notes
from xprunbook.actions.sql.script.problem import ScriptError

SPLIT: list[tuple[str, list[str]]] = [
    # 1: first word of a line, blanks and tabs before it, any letter case
    ("a\nGO\nb", ["a\n", "b"]),
    ("a\ngo\nb", ["a\n", "b"]),
    ("a\nGo\nb", ["a\n", "b"]),
    ("a\ngO\nb", ["a\n", "b"]),
    ("a\n  GO\nb", ["a\n", "b"]),
    ("a\n\tGO\nb", ["a\n", "b"]),
    ("a\n \t GO\nb", ["a\n", "b"]),
    ("a\nGO  \nb", ["a\n", "b"]),
    ("a\nGO\t\t\nb", ["a\n", "b"]),
    ("a GO\nb", ["a GO\nb"]),
    ("SELECT 1 GO\nSELECT 2", ["SELECT 1 GO\nSELECT 2"]),
    ("a\n;GO\nb", ["a\n;GO\nb"]),
    ("a\n,go\nb", ["a\n,go\nb"]),
    ("GO\na", ["a"]),
    # 2: not inside strings, names and comments
    ("'x\nGO\ny'\nGO\nb", ["'x\nGO\ny'\n", "b"]),
    ("'it''s\nGO\n'\nGO\nb", ["'it''s\nGO\n'\n", "b"]),
    ("''\nGO\nb", ["''\n", "b"]),
    ("''''\nGO\nb", ["''''\n", "b"]),
    ("'''\nGO\n'''\nGO\nb", ["'''\nGO\n'''\n", "b"]),
    ("N'x\nGO\n'\nGO\nb", ["N'x\nGO\n'\n", "b"]),
    ("[x\nGO\ny]\nGO\nb", ["[x\nGO\ny]\n", "b"]),
    ("[a]]b\nGO\n]\nGO\nb", ["[a]]b\nGO\n]\n", "b"]),
    ("[]]]\nGO\nb", ["[]]]\n", "b"]),
    ('"x\nGO\ny"\nGO\nb', ['"x\nGO\ny"\n', "b"]),
    ('"a""b\nGO\n"\nGO\nb', ['"a""b\nGO\n"\n', "b"]),
    ("/* x\nGO\ny */\nGO\nb", ["/* x\nGO\ny */\n", "b"]),
    ("['x]\nGO\nb", ["['x]\n", "b"]),
    ("'[x'\nGO\nb", ["'[x'\n", "b"]),
    ('"\'"\nGO\nb', ['"\'"\n', "b"]),
    ("'\"'\nGO\nb", ["'\"'\n", "b"]),
    ("'/*'\nGO\nb", ["'/*'\n", "b"]),
    ("[/*]\nGO\nb", ["[/*]\n", "b"]),
    ("'--'\nGO\nb", ["'--'\n", "b"]),
    ("[--\nGO\n]\nGO\nb", ["[--\nGO\n]\n", "b"]),
    # 3: comments nest, /*/ closes nothing
    ("/* a /* b */\nGO\n*/\nGO\nc", ["/* a /* b */\nGO\n*/\n", "c"]),
    ("/* /* /* x */ */\nGO\n*/\nGO\nc", ["/* /* /* x */ */\nGO\n*/\n", "c"]),
    ("/*/\nGO\n*/\nGO\nb", ["/*/\nGO\n*/\n", "b"]),
    ("/**/\nGO\nb", ["/**/\n", "b"]),
    ("/***/\nGO\nb", ["/***/\n", "b"]),
    ("/****** Object: x ******/\nGO\nb", ["/****** Object: x ******/\n", "b"]),
    ("/* * / */\nGO\nb", ["/* * / */\n", "b"]),
    ("/* **/\nGO\nb", ["/* **/\n", "b"]),
    ("/*//*\n*/\nGO\n*/\nGO\nb", ["/*//*\n*/\nGO\n*/\n", "b"]),
    ("a */ b\nGO\nc", ["a */ b\n", "c"]),
    # 4: quotes in comments open nothing, -- in a string is none
    ("-- it's\nGO\nb", ["-- it's\n", "b"]),
    ("-- [x\nGO\nb", ["-- [x\n", "b"]),
    ('-- "x\nGO\nb', ['-- "x\n', "b"]),
    ("-- /* x\nGO\nb", ["-- /* x\n", "b"]),
    ("/* it's */\nGO\nb", ["/* it's */\n", "b"]),
    ("/* -- */\nGO\nb", ["/* -- */\n", "b"]),
    ("/* x -- */ 'y'\nGO\nb", ["/* x -- */ 'y'\n", "b"]),
    ("SELECT '-- x', 'y\nGO\n'\nGO\nb", ["SELECT '-- x', 'y\nGO\n'\n", "b"]),
    ("a--\nGO\nb", ["a--\n", "b"]),
    ("1 - 2 -- x\nGO\nb", ["1 - 2 -- x\n", "b"]),
    ("1/2\nGO\nb", ["1/2\n", "b"]),
    ("a-\nGO\nb", ["a-\n", "b"]),
    ("a/\nGO\nb", ["a/\n", "b"]),
    # 5: after a comment that ends on the line it is no separator
    ("/* c */ GO\nb", ["/* c */ GO\nb"]),
    ("/* c\n*/ GO\nb", ["/* c\n*/ GO\nb"]),
    ("a\n/**/GO\nb", ["a\n/**/GO\nb"]),
    # 6: a line comment behind it
    ("a\nGO -- done\nb", ["a\n", "b"]),
    ("a\nGO--done\nb", ["a\n", "b"]),
    ("a\nGO\t-- it's\nb", ["a\n", "b"]),
    ("a\nGO --\nb", ["a\n", "b"]),
    ("-- GO\nb", ["-- GO\nb"]),
    # 10: GO; stays
    ("SELECT 1\nGO;\nb", ["SELECT 1\nGO;\nb"]),
    ("a\nGO; -- x\nb", ["a\nGO; -- x\nb"]),
    # 11: words that begin with GO
    ("a\nGOTO x\nb", ["a\nGOTO x\nb"]),
    ("a\ngoto x\nGO\nb", ["a\ngoto x\n", "b"]),
    ("a\nGO_1\nb", ["a\nGO_1\nb"]),
    ("a\nGOx\nb", ["a\nGOx\nb"]),
    ("a\nGO5\nb", ["a\nGO5\nb"]),
    ("a\nGO#\nb", ["a\nGO#\nb"]),
    ("a\nGO@x\nb", ["a\nGO@x\nb"]),
    ("a\nGOß\nb", ["a\nGOß\nb"]),
    ("a\nGO.x\nb", ["a\nGO.x\nb"]),
    ("a\nGO=1\nb", ["a\nGO=1\nb"]),
    ("a\nGO,b", ["a\nGO,b"]),
    ("a\nGO(1)\nb", ["a\nGO(1)\nb"]),
    ("a\nG\nO\nb", ["a\nG\nO\nb"]),
    ("a\nGGO\nb", ["a\nGGO\nb"]),
    # 12: empty batches are not sent
    ("", []),
    ("GO", []),
    ("GO\n", []),
    ("GO\nGO\nGO", []),
    (" \t\r\n", []),
    ("a\nGO\nGO\nb", ["a\n", "b"]),
    ("a\nGO\n\n \nGO\nb", ["a\n", "b"]),
    ("\n\nGO\n\nb", ["\nb"]),
    ("-- only a comment\nGO\nb", ["-- only a comment\n", "b"]),
    # 13: the last batch needs none
    ("a", ["a"]),
    ("a\n", ["a\n"]),
    ("a\nGO", ["a\n"]),
    ("a\nGO\n", ["a\n"]),
    ("a\nGO\nb\n", ["a\n", "b\n"]),
    # 15: line ends
    ("a\r\nGO\r\nb", ["a\r\n", "b"]),
    ("a\rGO\rb", ["a\r", "b"]),
    ("a\r\n\r\nGO\r\n\r\nb", ["a\r\n\r\n", "\r\nb"]),
    ("a\r\nGO\nb\rGO\r\nc", ["a\r\n", "b\r", "c"]),
    ("'x\r\nGO\r\n'\r\nGO\r\nb", ["'x\r\nGO\r\n'\r\n", "b"]),
    ("-- x\rGO\rb", ["-- x\r", "b"]),
    ("a\n\x0bGO\nb", ["a\n\x0bGO\nb"]),
    ("a\x85GO\nb", ["a\x85GO\nb"]),
    ("a\u2028GO\nb", ["a\u2028GO\nb"]),
    # 16: other blanks do not separate
    ("a\nGO\xa0\nb", ["a\nGO\xa0\nb"]),
    ("a\nGO\u3000\nb", ["a\nGO\u3000\nb"]),
    ("a\n\xa0GO\nb", ["a\n\xa0GO\nb"]),
    ("a\nＧＯ\nb", ["a\nＧＯ\nb"]),
    # what scripts hold
    ("SELECT 'ä', N'日本', '😀'\nGO\nb", ["SELECT 'ä', N'日本', '😀'\n", "b"]),
    ("DECLARE @go int\nGO\nSELECT @go", ["DECLARE @go int\n", "SELECT @go"]),
    (
        "CREATE PROC p AS\nBEGIN\n  GOTO done\n  done:\nEND\nGO\nb",
        ["CREATE PROC p AS\nBEGIN\n  GOTO done\n  done:\nEND\n", "b"],
    ),
]

REPEATS: list[tuple[str, int]] = [
    ("a\nGO 1", 1),
    ("a\nGO 2", 2),
    ("a\nGO\t3", 3),
    ("a\nGO 60 -- note", 60),
    ("a\nGO 60--note", 60),
    ("a\nGO 007", 7),
    ("a\nGO 5 \t", 5),
    ("a\nGO 2147483647", 2_147_483_647),
]

BAD: list[tuple[str, str, int]] = [
    # 8 and 9: a bad count is an error, never text
    ("a\nGO abc", "go-count", 2),
    ("a\nGO -1", "go-count", 2),
    ("a\nGO 0", "go-count", 2),
    ("a\nGO 2147483648", "go-count", 2),
    ("a\nGO 99999999999999999999999999", "go-count", 2),
    ("a\nGO 'x'", "go-count", 2),
    ("a\nGO /* c */", "go-count", 2),
    ("a\nGO/* c */", "go-count", 2),
    ("a\nGO 1 2", "go-count", 2),
    ("a\nGO 1;", "go-count", 2),
    ("a\nGO ;", "go-count", 2),
    ("a\nGO 1.5", "go-count", 2),
    ("a\nGO $(n)", "go-count", 2),
    # 14: what is opened and never closed
    ("a\nGO\n'x\nGO\n", "open-string", 3),
    ("SELECT 'it''s\n", "open-string", 1),
    ("a\n''''''''' b", "open-string", 2),
    ("[x\nGO\n", "open-bracket", 1),
    ("[x]]\nGO\n", "open-bracket", 1),
    ('a\r\nb "x\r\nGO', "open-quoted", 2),
    ("/* x\nGO", "open-comment", 1),
    ("/* /* */\nGO", "open-comment", 1),
    ("a\rb\r/*/", "open-comment", 3),
    ("a\nGO\n\n  /* x", "open-comment", 4),
]

SIZES = (1, 2, 3, 7, 1 << 20)


@pytest.mark.parametrize(("text", "wanted"), SPLIT)
@pytest.mark.parametrize("size", SIZES)
def test_batches(text: str, wanted: list[str], size: int) -> None:
    assert [batch.text for batch in batches(text, size)] == wanted


@pytest.mark.parametrize(("text", "wanted"), REPEATS)
def test_counts(text: str, wanted: int) -> None:
    assert [(batch.text, batch.repeat) for batch in batches(text)] == [("a\n", wanted)]


@pytest.mark.parametrize(("text", "code", "line"), BAD)
@pytest.mark.parametrize("size", SIZES)
def test_what_is_unfit_is_found_with_its_line(text: str, code: str, line: int, size: int) -> None:
    with pytest.raises(ScriptError) as raised:
        batches(text, size)
    assert (raised.value.problem.code, raised.value.problem.place.line) == (code, line)


def test_there_are_enough_cases() -> None:
    assert len(SPLIT) + len(REPEATS) + len(BAD) >= 120


def test_lines_count_on_through_the_file() -> None:
    found = batches("\r\n\r\nSELECT 1\r\nGO\r\n-- x\r\nSELECT\r\n1/0\r\nGO")
    assert [str(batch.place()) for batch in found] == ["f.sql:1", "f.sql:5"]
    assert [str(batch.starts) for batch in found] == ["f.sql:3", "f.sql:5"]
    assert str(found[1].place(3)) == "f.sql:7"


@pytest.mark.parametrize("line", ["GO;", "GO; SELECT 1", "GO\xa0", "GO\u2003"])
def test_a_line_that_looks_like_go_is_worth_a_note(line: str) -> None:
    found = notes(f"SELECT 1\n{line}\nb")
    assert [(note.code, note.place.line) for note in found] == [("go-text", 2)]


def test_a_script_is_read_in_one_pass_however_long_its_strings() -> None:
    text = "INSERT t VALUES ('" + "x\nGO\n" * 200_000 + "')\nGO\n" + "SELECT 1\nGO\n" * 1000
    found = batches(text, 4096)
    assert len(found) == 1001
    assert "".join(batch.text for batch in found).count("GO") == 200_000


_SIGNS = [
    "'",
    "''",
    '"',
    "[",
    "]",
    "]]",
    "--",
    "/*",
    "*/",
    "/",
    "*",
    "-",
    "GO",
    "go",
    "a",
    "GOTO",
    "5",
    ";",
    "ß",
]
PARTS = st.sampled_from([*_SIGNS, "\n", "\r\n", "\r", "GO\n", "\nGO\n", " ", "\t", "\xa0", "GO 5", "GO -- x"])


def outcome(text: str, size: int) -> tuple[object, ...]:
    """Batches or the problem."""
    try:
        return tuple((batch.text, batch.repeat, batch.pieces) for batch in batches(text, size))
    except ScriptError as error:
        return (error.problem,)


def simple(text: str) -> tuple[object, ...]:
    """The rules once more, a character at a time: slow and plain."""
    made: list[tuple[str, int]] = []
    at = start = 0
    while at < len(text):
        if at == 0 or text[at - 1] in "\r\n":
            end = at
            while end < len(text) and text[end] not in "\r\n":
                end += 1
            words = text[at:end].lstrip(" \t")
            if words[:2].upper() == "GO" and words[:2].isascii():
                rest, code = words[2:], words[2:3]
                body = rest.partition("--")[0].strip(" \t")
                if not body or (
                    code in (" ", "\t") and body.isdecimal() and body.isascii() and 0 < int(body) < 2**31
                ):
                    made.append((text[start:at], int(body or 1)))
                    end += 2 if text.startswith("\r\n", end) else 1
                    at = start = min(end, len(text))
                    continue
                if code in (" ", "\t") or rest.startswith("/*"):
                    return ("go-count",)
        rest = text[at:]
        if rest.startswith("--"):
            while at < len(text) and text[at] not in "\r\n":
                at += 1
        elif rest.startswith("/*"):
            depth, at = 1, at + 2
            while depth:
                if at >= len(text):
                    return ("open-comment",)
                pair = text[at : at + 2]
                depth += (pair == "/*") - (pair == "*/")
                at += 2 if pair in ("/*", "*/") else 1
        elif text[at] in "'\"[":
            close = {"[": "]"}.get(text[at], text[at])
            opened, at = text[at], at + 1
            while True:
                if at >= len(text):
                    return ({"'": "open-string", '"': "open-quoted", "[": "open-bracket"}[opened],)
                if text[at] == close:
                    at += 1
                    if text[at : at + 1] != close:
                        break
                at += 1
        else:
            at += 1
    made.append((text[start:], 1))
    return tuple((body, count) for body, count in made if body.strip())


@given(st.lists(PARTS, max_size=30).map("".join), st.integers(1, 9))
@settings(max_examples=600, deadline=None)
def test_every_text_is_split_as_the_plain_rules_say_wherever_it_is_cut(text: str, size: int) -> None:
    whole = outcome(text, 1 << 20)
    assert outcome(text, size) == whole
    try:
        found: tuple[object, ...] = tuple((batch.text, batch.repeat) for batch in batches(text))
    except ScriptError as error:
        found = (error.problem.code,)
    assert found == simple(text)
