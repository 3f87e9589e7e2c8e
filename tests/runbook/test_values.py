"""Values by type: what fits, in which canonical form, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xprunbook.base.text import is_clean
from xprunbook.runbook.model import Input, InputType, InputValue, Observation
from xprunbook.runbook.values import MAX_VALUE, ValueProblem, check_as, check_value, initial_values

GOOD: list[tuple[str, str | list[str], InputValue]] = [
    ("text", "  a b [c] ", "a b [c]"),
    ("text", "x" * MAX_VALUE, "x" * MAX_VALUE),
    ("host", "XPH01", "XPH01"),
    ("host", "xph-01.example.org", "xph-01.example.org"),
    ("host", "xph_01", "xph_01"),
    ("host", "münchen.example", "münchen.example"),
    ("host", "10.0.0.5", "10.0.0.5"),
    ("host", "fe80::1", "fe80::1"),
    ("port", "1", "1"),
    ("port", "01433", "1433"),
    ("port", "65535", "65535"),
    ("path", "D:\\Daten\\xp", "D:\\Daten\\xp"),
    ("path", "c:/x", "c:/x"),
    ("path", "\\\\srv\\share\\a", "\\\\srv\\share\\a"),
    ("path", "/srv/data", "/srv/data"),
    ("unc-path", "\\\\srv\\share", "\\\\srv\\share"),
    ("unc-path", "\\\\10.0.0.5\\c$\\x y", "\\\\10.0.0.5\\c$\\x y"),
    ("account", "DOM\\user", "DOM\\user"),
    ("account", ".\\user", ".\\user"),
    ("account", "user@dom.example", "user@dom.example"),
    ("account", "DOM\\XPH01$", "DOM\\XPH01$"),
    ("account", "NT AUTHORITY\\SYSTEM", "NT AUTHORITY\\SYSTEM"),
    ("account", "NT SERVICE\\MSSQL$XPHONE", "NT SERVICE\\MSSQL$XPHONE"),
    ("sql-instance", "SQL01", "SQL01"),
    ("sql-instance", "SQL01\\XPHONE", "SQL01\\XPHONE"),
    ("sql-instance", "SQL01,1433", "SQL01,1433"),
    ("sql-instance", "tcp:sql01.example.org,1433", "tcp:sql01.example.org,1433"),
    ("sql-instance", "(local)\\XPHONE", "(local)\\XPHONE"),
    ("sql-instance", ".", "."),
    ("sql-instance", ".\\SQLEXPRESS", ".\\SQLEXPRESS"),
    ("choice", "inner", "inner"),
    ("choice", "INNER", "inner"),
    ("yes-no", "Ja", "yes"),
    ("yes-no", "j", "yes"),
    ("yes-no", "Y", "yes"),
    ("yes-no", "nein", "no"),
    ("yes-no", "N", "no"),
    ("names", "a, b;c  d", ("a", "b", "c", "d")),
    ("names", ["a b", "c"], ("a b", "c")),
]

BAD: list[tuple[str, str | list[str], str]] = [
    ("text", "", "empty"),
    ("text", "   ", "empty"),
    ("text", "x" * (MAX_VALUE + 1), "long"),
    ("text", "a\x1b[2J", "character"),
    ("text", "a\nb", "character"),
    ("text", "a\u202eb", "character"),
    ("text", ["a"], "list"),
    ("host", "a b", "host"),
    ("host", "-a", "host"),
    ("host", "a..b", "host"),
    ("host", "256.0.0.1", "host"),
    ("host", "1.2.3", "host"),
    ("host", "http://x", "host"),
    ("host", "x" * 64, "host"),
    ("host", ".".join(["x" * 60] * 5), "host"),
    ("port", "0", "port"),
    ("port", "65536", "port"),
    ("port", "-1", "port"),
    ("port", "٣", "port"),
    ("port", "9" * 900, "port"),
    ("path", "xp\\daten", "path"),
    ("path", "D:daten", "path"),
    ("path", "D:\\a|b", "path"),
    ("path", "//srv/share", "path"),
    ("path", "\\\\srv", "unc-path"),
    ("unc-path", "D:\\x", "unc-path"),
    ("unc-path", "\\\\srv\\", "unc-path"),
    ("unc-path", "\\\\a b\\c", "unc-path"),
    ("unc-path", "//srv/share", "unc-path"),
    ("account", "user", "account"),
    ("account", "DOM\\", "account"),
    ("account", "DOM/user", "account"),
    ("account", "a@b@c", "account"),
    ("sql-instance", "SQL01\\", "sql-instance"),
    ("sql-instance", "SQL01,", "sql-instance"),
    ("sql-instance", "SQL01,0", "sql-instance"),
    ("sql-instance", "SQL01\\1X", "sql-instance"),
    ("sql-instance", "SQL 01", "sql-instance"),
    ("sql-instance", "SQL01;Database=x", "sql-instance"),
    ("choice", "iner", "choice"),
    ("yes-no", "vielleicht", "yes-no"),
    ("names", "", "empty"),
    ("names", ", ;", "empty"),
    ("names", [], "empty"),
    ("names", "a A", "names-twice"),
    ("names", [f"n{n}" for n in range(201)], "names-many"),
    ("names", ["a\x00"], "character"),
]


@pytest.mark.parametrize(("kind", "raw", "value"), GOOD)
def test_good_values(kind: str, raw: str | list[str], value: InputValue) -> None:
    """One canonical form; and a canonical value fits again."""
    assert check_as(InputType(kind), raw, ("inner", "outer")) == value
    assert check_as(InputType(kind), value, ("inner", "outer")) == value


@pytest.mark.parametrize(("kind", "raw", "code"), BAD)
def test_bad_values(kind: str, raw: str | list[str], code: str) -> None:
    """A stable code and a harmless, bounded sentence in both languages."""
    said = set()
    for language in ("de", "en"):
        with pytest.raises(ValueProblem) as caught:
            check_as(InputType(kind), raw, ("inner", "outer"), language)
        assert caught.value.code == code
        assert is_clean(caught.value.message)
        assert len(caught.value.message) < 200
        said.add(caught.value.message)
    assert len(said) == 2


def test_inputs_and_observations() -> None:
    """Either is asked the same way; the nearest choice is named."""
    asked = Input("ring", InputType.CHOICE, "Ring", choices=("inner", "outer"), default="inner")
    assert check_value(asked, "outer") == "outer"
    assert check_value(Observation(InputType.PORT, "Port"), "80") == "80"
    with pytest.raises(ValueProblem) as caught:
        check_value(asked, "oter")
    assert caught.value.hint == "Perhaps “outer” is meant."
    assert initial_values({"ring": asked, "x": Input("x", InputType.TEXT, "X")}) == {"ring": "inner"}


@given(st.sampled_from(list(InputType)), st.text(max_size=80))
def test_any_text_fits_or_is_told(kind: InputType, raw: str) -> None:
    """Never another exception; what fits is clean and fits again."""
    try:
        value = check_as(kind, raw, ("inner", "outer"))
    except ValueProblem:
        return
    assert all(is_clean(part) for part in ([value] if isinstance(value, str) else value))
    assert check_as(kind, value, ("inner", "outer")) == value
