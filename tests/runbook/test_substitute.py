"""Substitution: one pass, types kept, nothing put in is looked at again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xprunbook.runbook.model import Input, InputType, InputValue, Parameter
from xprunbook.runbook.substitute import (
    SecretHandle,
    UnsetInput,
    fill_parameter,
    fill_text,
    lone_name,
    names_in,
    names_in_parameter,
)

INPUTS = {
    "server": Input("server", InputType.HOST, "Web server"),
    "bases": Input("bases", InputType.NAMES, "Bases"),
}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("plain", "plain"),
        ("on ${server}.", "on WEB01."),
        ("${server}${server}", "WEB01WEB01"),
        ("$${server}", "${server}"),
        ("$$${server}", "$${server}"),
        ("$server $(x) ${ ${}", "$server $(x) ${ ${}"),
        ("${bases}", "one, two"),
        ("${unset}", "<unset>"),
        ("${unset", "${unset"),
    ],
)
def test_texts(text: str, filled: str) -> None:
    """What people read."""
    assert fill_text(text, {"server": "WEB01", "bases": ("one", "two")}, INPUTS) == filled


def test_an_input_without_value_shows_its_title() -> None:
    """In angle brackets; and what is put in can be made harmless for its place."""
    assert fill_text("on ${server}", {}, INPUTS) == "on <Web server>"
    assert (
        fill_text("*${server}*", {"server": "a*b"}, INPUTS, lambda value: value.replace("*", "\\*"))
        == "*a\\*b*"
    )


def test_one_pass_only() -> None:
    """A value that looks like a substitution stays as it is."""
    values: dict[str, InputValue] = {"server": "${bases}", "bases": ("$${server}", "${server}")}
    assert fill_text("${server} ${bases}", values, INPUTS) == "${bases} $${server}, ${server}"
    assert fill_parameter("${bases}", values) == ("$${server}", "${server}")


def test_parameters() -> None:
    """A lone name keeps its type, also deep inside; numbers stay numbers; secrets become handles."""
    values: dict[str, InputValue] = {"server": "WEB01", "bases": ("one", "two")}
    parameter: Parameter = {
        "a": "${bases}",
        "b": "x",
        "c": (1, True, None, "at ${server}"),
        "d": {"e": "${login}"},
    }
    assert fill_parameter(parameter, values, {"login"}) == {
        "a": ("one", "two"),
        "b": "x",
        "c": (1, True, None, "at WEB01"),
        "d": {"e": SecretHandle("login")},
    }
    assert names_in_parameter(parameter) == ("bases", "server", "login")
    with pytest.raises(UnsetInput, match="nobody"):
        fill_parameter("x ${nobody}", values)


def test_names() -> None:
    """Each once, in order; escaped and broken ones are none."""
    assert names_in("${b} ${a} ${b} $${c} ${D} ${e") == ("b", "a")
    assert (lone_name("${a}"), lone_name(" ${a}"), lone_name("$${a}"), lone_name("${a}${b}")) == (
        "a",
        "",
        "",
        "",
    )


@given(st.text(alphabet="${}ab\n ", max_size=30), st.text(alphabet="${}ab", max_size=8))
def test_what_is_put_in_is_never_looked_at(text: str, value: str) -> None:
    """Cutting the text at its names and joining it with the value gives the same."""
    marked = fill_text(text, {"a": "\0", "b": "\0"}, {})
    assert fill_text(text, {"a": value, "b": value}, {}) == marked.replace("\0", value)
